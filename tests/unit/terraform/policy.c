/* SPDX-License-Identifier: Apache-2.0
 * Policy documents against what the AWS provider computes for them: policy/main.tf and
 * policy/recorded.json. The document that rules see, and the text that expressions see, must both
 * be the recorded one. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/syntax/syntax.h"
#include "tests/unit/terraform/scan.h"

enum { DOCUMENTS_MAX = 100 };
#define FOLDER "tests/unit/terraform/policy/"

typedef struct recorded {
    const char *name;
    char *want, *seen, *text; /* compact JSON, keys in order */
} recorded;

static recorded rows[DOCUMENTS_MAX];
static size_t n_rows;

/* ---- JSON with its keys in order, so that it can be compared ---- */

typedef struct member {
    tnk_str key;
    const tnk_value *v;
} member;

static int by_key(const void *a, const void *b)
{
    tnk_str x = ((const member *)a)->key, y = ((const member *)b)->key;
    int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
    return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

static void write_sorted(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v)
{
    member *m = calloc(tnk_value_count(v) + 1, sizeof *m);
    size_t n = 0;
    bool map = tnk_value_is(v, TNK_MAP);
    if (!map && !tnk_value_is(v, TNK_LIST)) {
        scan_write(out, atoms, v);
        free(m);
        return;
    }
    tnk_value_each(child, v) m[n++] =
        (member){map ? tnk_atoms_str(atoms, child->key) : (tnk_str){NULL, 0}, child};
    if (map)
        qsort(m, n, sizeof *m, by_key);
    tnk_buf_putc(out, map ? '{' : '[');
    for (size_t i = 0; i < n; i++) {
        tnk_buf_puts(out, i > 0 ? "," : "");
        if (map)
            tnk_buf_printf(out, "\"%.*s\":", (int)m[i].key.len, m[i].key.ptr);
        write_sorted(out, atoms, m[i].v);
    }
    tnk_buf_putc(out, map ? '}' : ']');
    free(m);
}

static char *sorted(const tnk_atoms *atoms, const tnk_value *v)
{
    tnk_buf b = TNK_BUF_INIT;
    write_sorted(&b, atoms, v);
    return b.ptr;
}

/* ---- reading ---- */

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    char *text = calloc(1, 1 << 18);
    assert_non_null(f);
    assert_true(fread(text, 1, (1 << 18) - 1, f) > 0);
    fclose(f);
    return text;
}

static void read_recorded(void)
{
    char *text = slurp(FOLDER "recorded.json");
    tnk_arena *arena = tnk_arena_new(64 << 20);
    tnk_atoms *atoms = tnk_atoms_new();
    tnk_reader r = {.arena = arena, .atoms = atoms};
    tnk_value doc;
    tnk_error err = {0};
    assert_int_equal(tnk_json_parse(&r, (tnk_str){text, strlen(text)}, &doc, &err), 0);
    tnk_value_each(one, &doc)
    {
        assert_true(n_rows < DOCUMENTS_MAX);
        rows[n_rows++] = (recorded){
            .name = strndup(tnk_atoms_str(atoms, one->key).ptr, tnk_atoms_str(atoms, one->key).len),
            .want = sorted(atoms, one)};
    }
    tnk_arena_free(arena);
    tnk_atoms_free(atoms);
    free(text);
}

static recorded *row_of(tnk_str name)
{
    for (size_t i = 0; i < n_rows; i++) {
        if (strlen(rows[i].name) == name.len && memcmp(rows[i].name, name.ptr, name.len) == 0)
            return &rows[i];
    }
    return NULL;
}

/* data.aws_iam_policy_document.NAME has the document; t.NAME the text, decoded again by an
 * expression. */
static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    static const char kind[] = "data.aws_iam_policy_document.";
    const tnk_atoms *atoms = ud;
    size_t skip = r->address.len > sizeof kind && memcmp(r->address.ptr, kind, sizeof kind - 1) == 0
                      ? sizeof kind - 1
                      : 2;
    recorded *row = row_of((tnk_str){r->address.ptr + skip, r->address.len - skip});
    (void)by;
    if (row != NULL && skip == 2)
        row->text = sorted(atoms, tnk_value_get(atoms, r->value, (tnk_str){"V", 1}));
    else if (row != NULL)
        row->seen = sorted(atoms, tnk_value_get(atoms, r->value, (tnk_str){"json", 4}));
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)from, (void)by, (void)to;
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    (void)ud, (void)level, (void)code, (void)path, (void)at, (void)has_place;
    fail_msg("%.*s", (int)msg.len, msg.ptr);
}

static void collect(void)
{
    tnk_str paths[2] = {{"main.tf", 7}, {"texts.tf", 8}}, texts[2];
    tnk_buf more = TNK_BUF_INIT;
    tnk_unit_ctx cx = {.arena = tnk_arena_new(256 << 20), .atoms = tnk_atoms_new()};
    tnk_collect_sink sink = {cx.atoms, take_resource, take_reference, take_diag};
    tnk_plugins *plugins = tnk_plugins_new();
    tnk_error err = {0};
    read_recorded();
    char *main_tf = slurp(FOLDER "main.tf");
    for (size_t i = 0; i < n_rows; i++)
        tnk_buf_printf(
            &more,
            "resource \"t\" \"%s\" { V = jsondecode(data.aws_iam_policy_document.%s.json) }\n",
            rows[i].name, rows[i].name);
    texts[0] = (tnk_str){main_tf, strlen(main_tf)};
    texts[1] = tnk_buf_str(&more);
    assert_int_equal(tnk_plugins_add(plugins, tenken_collector_v1(TNK_ABI), &err), 0);
    assert_int_equal(tnk_tree_open_memory(paths, texts, 2, NULL, &cx.tree, &err), 0);
    assert_int_equal(tnk_collect_unit(plugins, &cx, 1, paths, 2, &sink, &err), 0);
    tnk_tree_close(cx.tree);
    tnk_plugins_free(plugins);
    tnk_arena_free(cx.arena);
    tnk_atoms_free(cx.atoms);
    tnk_buf_free(&more);
    free(main_tf);
}

static void check(void **state)
{
    const recorded *r = &rows[(size_t)(*state)];
    assert_non_null(r->seen);
    assert_non_null(r->text);
    assert_string_equal(r->seen, r->want);
    assert_string_equal(r->text, r->want);
}

int main(void)
{
    static struct CMUnitTest t[DOCUMENTS_MAX];
    collect();
    for (size_t i = 0; i < n_rows; i++)
        t[i] = (struct CMUnitTest){rows[i].name, check, NULL, NULL, (void *)i};
    return _cmocka_run_group_tests("policy documents", t, n_rows, NULL, NULL);
}
