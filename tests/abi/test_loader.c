/* SPDX-License-Identifier: Apache-2.0
 * What the loader takes and what it refuses, in words: shared objects copied into a folder of our
 * own with the bits of the row, then descriptors with one thing wrong each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/collect/plugins.h"

enum { PATH_ROOM = 512 };

static void copy_file(const char *from, const char *to, unsigned mode)
{
    static char data[1 << 22];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_true(in != NULL && out != NULL);
    size_t n = fread(data, 1, sizeof data, in);
    assert_int_equal(fwrite(data, 1, n, out), n);
    assert_true(n < sizeof data);
    fclose(in);
    fclose(out);
    assert_int_equal(chmod(to, mode), 0);
}

/* ---- files ---- */

static const struct file_row {
    const char *name, *plugin, *as;
    unsigned mode, folder;
    int rc;
    const char *msg;        /* part of the refusal */
} files[] = {
    { "today's", "today", "p.so", 0644, 0755, 0, NULL },
    { "built with the released header 1.0", "v1_0", "p.so", 0600, 0700, 0, NULL },
    { "built with a later header", "newer", "p.so", 0644, 0755, 0, NULL },
    { "file writable by its group", "today", "p.so", 0664, 0755, TNK_EREFUSED, "p.so is writable by its group" },
    { "file writable by everybody", "today", "p.so", 0646, 0755, TNK_EREFUSED, "chmod go-w" },
    { "folder writable by its group", "today", "p.so", 0644, 0775, TNK_EREFUSED, " is writable by its group" },
    { "folder writable by everybody", "today", "p.so", 0644, 01777, TNK_EREFUSED, "chmod go-w" },
    { "wrong suffix", "today", "p.so.1", 0644, 0755, TNK_EREFUSED, "must end in .so" },
    { "another symbol", "none", "p.so", 0644, 0755, TNK_EREFUSED, "does not export tenken_collector_v1" },
    { "declines", "declines", "p.so", 0644, 0755, TNK_EREFUSED, "declines to work with plugin ABI 1.1" },
    { "another major", "major", "p.so", 0644, 0755, TNK_EREFUSED, "ABI 2.0 and this tenken has 1.1" },
    { "an undefined symbol", "broken", "p.so", 0644, 0755, TNK_EREFUSED, "nobody_defines_this" },
};

static void check_file(void **state)
{
    const struct file_row *r = *state;
    char folder[] = "/tmp/tenken-abi-XXXXXX", from[PATH_ROOM], to[PATH_ROOM];
    tnk_error err = { 0 };
    tnk_plugins *p = tnk_plugins_new();
    assert_non_null(mkdtemp(folder));
    snprintf(from, sizeof from, "%s/%s.so", TNK_ABI_PLUGINS, r->plugin);
    snprintf(to, sizeof to, "%s/%s", folder, r->as);
    copy_file(from, to, r->mode);
    assert_int_equal(chmod(folder, r->folder), 0);
    int rc = tnk_plugins_load(p, to, &err);
    unlink(to);
    rmdir(folder);
    assert_int_equal(rc, r->rc);
    assert_int_equal(tnk_plugins_count(p), r->rc == 0);
    if (r->msg != NULL)
        assert_non_null(strstr(err.msg, r->msg));
    else
        assert_string_equal(tnk_plugins_at(p, 0)->path, to);
    tnk_plugins_free(p);
}

static void no_regular_file(void **state)
{
    (void)state;
    char folder[] = "/tmp/tenken-abi-XXXXXX", from[PATH_ROOM], link[PATH_ROOM];
    tnk_error gone = { 0 }, linked = { 0 };
    tnk_plugins *p = tnk_plugins_new();
    assert_non_null(mkdtemp(folder));
    snprintf(from, sizeof from, "%s/today.so", TNK_ABI_PLUGINS);
    snprintf(link, sizeof link, "%s/link.so", folder);
    assert_int_equal(symlink(from, link), 0);
    assert_int_equal(tnk_plugins_load(p, link, &linked), TNK_EREFUSED);
    assert_non_null(strstr(linked.msg, "not a regular file"));
    unlink(link);
    assert_int_equal(tnk_plugins_load(p, link, &gone), TNK_EIO);
    rmdir(folder);
    tnk_plugins_free(p);
}

/* ---- folders ---- */

static void note(void *ud, const char *path, const tnk_error *err)
{
    char *log = ud;
    size_t n = strlen(log);
    snprintf(log + n, PATH_ROOM - n, "%s %d;", strrchr(path, '/') + 1, err->code);
}

static void whole_folder(void **state)
{
    (void)state;
    static const char *const names[][2] = { { "today", "b.so" },
                                            { "v1_0", "a.so" },
                                            { "none", "c.so" },
                                            { "today", "d.so" },
                                            { "newer", "e.txt" } };
    char folder[] = "/tmp/tenken-abi-XXXXXX", from[PATH_ROOM], to[PATH_ROOM], log[PATH_ROOM] = "";
    tnk_plugins *p = tnk_plugins_new();
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(from, sizeof from, "%s/%s.so", TNK_ABI_PLUGINS, names[i][0]);
        snprintf(to, sizeof to, "%s/%s", folder, names[i][1]);
        copy_file(from, to, 0600);
    }
    assert_int_equal(tnk_plugins_load_dir(p, folder, note, log), TNK_EREFUSED);
    assert_string_equal(log, "c.so -7;d.so -7;");      /* no symbol; the name is taken */
    assert_int_equal(tnk_plugins_count(p), 2);
    assert_string_equal(tnk_plugins_at(p, 0)->c.name, "released");
    assert_string_equal(tnk_plugins_at(p, 1)->c.name, "variant");
    assert_ptr_equal(tnk_plugins_find(p, TNK_S("variant")), tnk_plugins_at(p, 1));
    assert_null(tnk_plugins_find(p, TNK_S("nobody")));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(to, sizeof to, "%s/%s", folder, names[i][1]);
        unlink(to);
    }
    rmdir(folder);
    log[0] = '\0';
    assert_int_equal(tnk_plugins_load_dir(p, folder, note, log), TNK_EIO);
    assert_non_null(strstr(log, " -5;"));
    tnk_plugins_free(p);
}

static void hostile_ones_load(void **state)
{
    (void)state;
    static const char *const names[] = { "loop", "pause",  "open",  "socket", "fork",  "exec",
                                         "wx",   "memory", "flood", "null",   "stack", "good" };
    char folder[] = "/tmp/tenken-abi-XXXXXX";
    tnk_plugins *p = tnk_plugins_new();
    assert_non_null(mkdtemp(folder));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char from[PATH_ROOM], to[PATH_ROOM], file[PATH_ROOM];
        tnk_error err = { 0 };
        snprintf(from, sizeof from, "%s/hostile-%s.so", TNK_HOSTILE_PLUGINS, names[i]);
        snprintf(to, sizeof to, "%s/hostile-%s.so", folder, names[i]);
        snprintf(file, sizeof file, "x/hostile-%s.conf", names[i]);
        copy_file(from, to, 0600);
        tnk_plugins_load(p, to, &err);
        unlink(to);
        assert_string_equal(err.msg, "");
        assert_int_equal(tnk_plugins_claim(p, tnk_str_of(file)), (uint64_t)1 << i);
    }
    rmdir(folder);
    tnk_plugins_free(p);
}

/* ---- descriptors ---- */

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

static const tnk_claim good_claims[] = { { "*.x", TNK_SYNTAX_AUTO, 0, { "a", NULL, "b" } } };
static const tnk_claim no_glob[] = { { NULL, 0, 0, { NULL } } },
                       empty_glob[] = { { "", 0, 0, { NULL } } },
                       bad_syntax[] = { { "*", 5, 0, { NULL } } },
                       reserved[] = { { "*", 0, 1, { NULL } } },
                       empty_literal[] = { { "*", 0, 0, { "" } } },
                       bad_glob[] = { { "a[", 0, 0, { NULL } } },
                       many_globs[] = {
                           { "{1,2,3,4}{1,2,3,4}{1,2,3,4}{1,2,3,4}{1,2,3,4}{1,2}", 0, 0, { NULL } }
                       };
#define BASE                                                                                            \
    .abi = TNK_ABI, .size = sizeof(tnk_collector), .version = "1", .about = "x", .n_claims = 1
#define COLLECTOR BASE, .name = "one", .claims = good_claims, .collect = collect

static const struct row {
    const char *name;
    tnk_collector c;
    const char *msg;        /* part of the refusal; NULL: taken */
} rows[] = {
    { "good", { COLLECTOR }, NULL },
    { "digits and dashes", { BASE, .name = "a-1", .claims = good_claims, .collect = collect }, NULL },
    { "takes directories", { COLLECTOR, .group = TNK_GROUP_DIRECTORY }, NULL },
    { "plans", { COLLECTOR, .group = TNK_GROUP_PLAN, .plan = plan }, NULL },
    { "unknown need", { COLLECTOR, .needs = 4 }, "needs features 0x4" },
    { "no name", { BASE, .claims = good_claims, .collect = collect }, "the field name empty" },
    { "no claims", { BASE, .name = "one", .collect = collect }, "the field claims empty" },
    { "no collect", { BASE, .name = "one", .claims = good_claims }, "the field collect empty" },
    { "plan is missing", { COLLECTOR, .group = TNK_GROUP_PLAN }, "the field plan empty" },
    { "plan for nothing", { COLLECTOR, .plan = plan }, "has group 0 and a plan function" },
    { "unknown group", { COLLECTOR, .group = 3 }, "has group 3" },
    { "capital in the name", { BASE, .name = "One", .claims = good_claims, .collect = collect }, "rename it" },
    { "digit first", { BASE, .name = "1a", .claims = good_claims, .collect = collect }, "rename it" },
    { "colon in the name", { BASE, .name = "a:b", .claims = good_claims, .collect = collect }, "rename it" },
    { "empty name", { BASE, .name = "", .claims = good_claims, .collect = collect }, "rename it" },
    { "name is taken", { BASE, .name = "taken", .claims = good_claims, .collect = collect },
      "is named taken like the collector of tenken" },
    { "no glob", { BASE, .name = "one", .claims = no_glob, .collect = collect }, "claim 0 needs a glob" },
    { "empty glob", { BASE, .name = "one", .claims = empty_glob, .collect = collect }, "claim 0 needs a glob" },
    { "unknown syntax", { BASE, .name = "one", .claims = bad_syntax, .collect = collect }, "a known syntax" },
    { "reserved is not 0", { BASE, .name = "one", .claims = reserved, .collect = collect }, "reserved 0" },
    { "empty literal", { BASE, .name = "one", .claims = empty_literal, .collect = collect }, "no empty" },
    { "too many globs", { BASE, .name = "one", .claims = many_globs, .collect = collect },
      "stands for more than" },
    { "a glob that is none", { BASE, .name = "one", .claims = bad_glob, .collect = collect }, "claim 0: The pattern" },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_collector taken = { COLLECTOR };
    tnk_error err = { 0 };
    tnk_plugins *p = tnk_plugins_new();
    taken.name = "taken";
    assert_int_equal(tnk_plugins_add(p, &taken, &err), 0);
    assert_int_equal(tnk_plugins_add(p, &r->c, &err), r->msg != NULL ? TNK_EREFUSED : 0);
    assert_int_equal(tnk_plugins_count(p), r->msg != NULL ? 1 : 2);
    if (r->msg != NULL)
        assert_non_null(strstr(err.msg, r->msg));
    tnk_plugins_free(p);
}

/* Rows that touch what a row's initialiser has already set. */
static void versions_and_counts(void **state)
{
    (void)state;
    tnk_collector c = { COLLECTOR };
    tnk_error err = { 0 };
    tnk_plugins *p = tnk_plugins_new();
    c.size = offsetof(tnk_collector, collect);
    assert_int_equal(tnk_plugins_add(p, &c, &err), TNK_EREFUSED);
    assert_non_null(strstr(err.msg, "a descriptor of 72 bytes where ABI 1.0 has 80"));
    c.size = sizeof c;
    for (uint32_t n = 0; n <= TNK_CLAIMS_MAX + 1; n += TNK_CLAIMS_MAX + 1) {
        c.n_claims = n;
        assert_int_equal(tnk_plugins_add(p, &c, NULL), TNK_EREFUSED);
    }
    c.n_claims = 1;
    c.abi = TNK_ABI_MAJOR << 16 | 99;
    for (unsigned i = 0; i < TNK_PLUGINS_MAX; i++) {
        static char names[TNK_PLUGINS_MAX][8];
        snprintf(names[i], sizeof names[i], "c%u", i);
        c.name = names[i];
        assert_int_equal(tnk_plugins_add(p, &c, NULL), 0);
    }
    c.name = "last";
    assert_int_equal(tnk_plugins_add(p, &c, NULL), TNK_ELIMIT);
    assert_true(tnk_plugins_claim(p, TNK_S("a.x")) == UINT64_MAX);
    assert_null(tnk_plugins_at(p, TNK_PLUGINS_MAX));
    tnk_plugins_free(p);
}

/* TNK_HAS: a field is there when the table reaches it and it is set. */
static void has(void **state)
{
    (void)state;
    tnk_collector c = { COLLECTOR };
    assert_true(TNK_HAS(tnk_collector, &c, collect));
    assert_false(TNK_HAS(tnk_collector, &c, knows));
    c.size = offsetof(tnk_collector, collect) + 7;
    assert_false(TNK_HAS(tnk_collector, &c, collect));
}

int main(void)
{
    enum { FILES = sizeof files / sizeof *files, ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[FILES + ROWS + 5], *more = t + FILES + ROWS;
    for (size_t i = 0; i < FILES; i++)
        t[i] = (struct CMUnitTest){ files[i].name, check_file, NULL, NULL, (void *)&files[i] };
    for (size_t i = 0; i < ROWS; i++)
        t[FILES + i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    more[0] = (struct CMUnitTest)cmocka_unit_test(no_regular_file);
    more[1] = (struct CMUnitTest)cmocka_unit_test(whole_folder);
    more[2] = (struct CMUnitTest)cmocka_unit_test(hostile_ones_load);
    more[3] = (struct CMUnitTest)cmocka_unit_test(versions_and_counts);
    more[4] = (struct CMUnitTest)cmocka_unit_test(has);
    return cmocka_run_group_tests_name("abi_loader", t, NULL, NULL);
}
