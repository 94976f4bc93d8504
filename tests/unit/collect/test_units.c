/* SPDX-License-Identifier: Apache-2.0
 * Claims and the plan of a scan: which paths match, what is read together, in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/collect/units.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)h, (void)r, (void)u;
    return 0;
}

static int plan(const tnk_host *h, tnk_run *r, const tnk_str *paths, size_t n)
{
    (void)h, (void)r, (void)paths, (void)n;
    return 0;
}

static void add(tnk_plugins *p, const char *name, uint32_t group, const tnk_claim *claim)
{
    tnk_error err = { 0 };
    tnk_collector c = { .abi = TNK_ABI,
                        .size = sizeof c,
                        .name = name,
                        .version = "1",
                        .about = name,
                        .claims = claim,
                        .n_claims = 1,
                        .group = group,
                        .collect = collect,
                        .plan = group == TNK_GROUP_PLAN ? plan : NULL };
    tnk_plugins_add(p, &c, &err);
    assert_string_equal(err.msg, "");
}

static const struct row {
    const char *glob, *path;
    bool match;
} rows[] = {
    { "*.tf", "main.tf", true },
    { "*.tf", "a/b/main.tf", true },
    { "*.tf", "main.tfvars", false },
    { "*.tf", "tf", false },
    { "main.tf", "a/main.tf", true },
    { "main.tf", "a/xmain.tf", false },
    { "main.tf", "main.tf/x", false },
    { "*.{yaml,yml}", "k8s/a.yml", true },
    { "*.{yaml,yml}", "k8s/a.yaml", true },
    { "*.{yaml,yml}", "k8s/a.yxml", false },
    { "{a,b}{1,2}.{x,y}", "d/b2.x", true },
    { "{a,b}{1,2}.{x,y}", "d/b3.x", false },
    { "Dockerfile{,.*}", "a/Dockerfile", true },
    { "Dockerfile{,.*}", "a/Dockerfile.prod", true },
    { "Dockerfile{,.*}", "a/Dockerfiles", false },
    { "etc/ssh/sshd_config", "etc/ssh/sshd_config", true },
    { "etc/ssh/sshd_config", "x/etc/ssh/sshd_config", false },
    { "**/ssh/sshd_config", "ssh/sshd_config", true },
    { "**/ssh/sshd_config", "a/b/ssh/sshd_config", true },
    { "**/ssh/*.d/*.conf", "etc/ssh/sshd_config.d/1.conf", true },
    { "**/ssh/*.d/*.conf", "etc/ssh/1.conf", false },
    { "[ab].json", "x/a.json", true },
    { "[ab].json", "x/c.json", false },
    { "[{].json", "x/{.json", true },
};

static void claims(void **state)
{
    const struct row *r = *state;
    tnk_claim claim = { r->glob, TNK_SYNTAX_NONE, 0, { NULL } };
    tnk_plugins *p = tnk_plugins_new();
    add(p, "one", TNK_GROUP_FILE, &claim);
    tnk_str path = tnk_str_of(r->path);
    assert_int_equal(tnk_plugins_claim(p, path), r->match ? 1 : 0);
    assert_ptr_equal(tnk_plugins_next_claim(p, 0, path, 0), r->match ? &claim : NULL);
    assert_null(tnk_plugins_next_claim(p, 0, path, 1));
    tnk_plugins_free(p);
}

static void print(tnk_buf *out, const tnk_unit_list *l)
{
    for (uint32_t i = 0; i < l->n; i++) {
        tnk_buf_printf(out, "%u:", (unsigned)l->at[i].collectors);
        for (uint32_t k = 0; k < l->at[i].n_files; k++)
            tnk_buf_printf(out, " %u", l->at[i].files[k]);
        tnk_buf_puts(out, "; ");
    }
}

static void units(void **state)
{
    static const char *const names[] = {
        "a.tf", "a/x.tf", "a/x/y.tf", "a/z.json", "a/z.tf", "c.txt"
    };
    static const tnk_claim json = { .glob = "*.json" }, any = { .glob = "*.{json,txt}" };
    static const tnk_claim tf = { .glob = "*.tf" }, deep = { .glob = "a/**" };
    enum { N = sizeof names / sizeof *names };
    tnk_str paths[N], none[N] = { { "", 0 } };
    tnk_tree *t = NULL;
    tnk_error err = { 0 };
    tnk_units u;
    tnk_buf out = TNK_BUF_INIT;
    tnk_plugins *p = tnk_plugins_new();
    tnk_arena *a = tnk_arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < N; i++)
        paths[i] = tnk_str_of(names[i]), none[i] = TNK_S("");
    add(p, "json", TNK_GROUP_FILE, &json);
    add(p, "any", TNK_GROUP_FILE, &any);
    add(p, "tf", TNK_GROUP_DIRECTORY, &tf);
    add(p, "deep", TNK_GROUP_PLAN, &deep);
    assert_int_equal(tnk_tree_open_memory(paths, none, N, &(tnk_tree_options){ 0 }, &t, &err), 0);
    assert_int_equal(tnk_units_plan(p, t, a, &u, &err), 0);
    print(&out, &u.ready);
    assert_string_equal(out.ptr, "4: 0; 4: 1 4; 4: 2; 3: 3; 2: 5; ");
    tnk_buf_clear(&out);
    print(&out, &u.plans);
    assert_string_equal(out.ptr, "8: 1 2 3 4; ");
    assert_int_equal(u.claimed, 6);

    uint32_t good[] = { 0, 3 }, far[] = { 4 }, twice[] = { 1, 1 };
    assert_int_equal(tnk_units_add(&u, a, &u.plans.at[0], good, 2, &err), 0);
    assert_int_equal(tnk_units_add(&u, a, &u.plans.at[0], far, 1, &err), TNK_EINVAL);
    assert_int_equal(tnk_units_add(&u, a, &u.plans.at[0], twice, 2, &err), TNK_EINVAL);
    assert_int_equal(tnk_units_add(&u, a, &u.plans.at[0], good, 0, &err), TNK_EINVAL);
    tnk_units_sort(&u);
    tnk_buf_clear(&out);
    print(&out, &u.ready);
    assert_string_equal(out.ptr, "4: 0; 12: 1 4; 4: 2; 3: 3; 2: 5; ");
    tnk_buf_free(&out);
    tnk_tree_close(t);
    tnk_plugins_free(p);
    tnk_arena_free(a);
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS + 1];
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].glob, claims, NULL, NULL, (void *)&rows[i] };
    t[ROWS] = (struct CMUnitTest)cmocka_unit_test(units);
    return cmocka_run_group_tests_name("collect_units", t, NULL, NULL);
}
