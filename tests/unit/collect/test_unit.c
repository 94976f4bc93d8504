/* SPDX-License-Identifier: Apache-2.0
 * From files to collectors: reading, literals, parsing once, asking, planning. */
#include "tests/unit/collect/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static const tnk_value *seen_doc[2];

/* Says which files it was given: one resource each. */
static int list_files(const tnk_host *h, tnk_run *r, const tnk_unit *u, const char *kind)
{
    for (size_t i = 0; i < u->n_files; i++) {
        tnk_resource x = { .abi = TNK_ABI, .size = sizeof x, .kind = tnk_str_of(kind),
                           .address = u->files[i].path, .value = h->map(r, (tnk_span){ 0 }) };
        h->resource(r, &x);
    }
    return 0;
}

static int collect_one(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    seen_doc[0] = u->files[0].doc;
    return list_files(h, r, u, "one:file");
}

static int collect_two(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    seen_doc[1] = u->files[0].doc;
    return list_files(h, r, u, "two:file");
}

static int32_t knows_kind(const tnk_host *h, tnk_run *r, const tnk_value *doc)
{
    return h->kind(h->get(r, doc, TNK_LIT("kind"))) == TNK_TEXT;
}

static int32_t knows_section(const tnk_host *h, tnk_run *r, const tnk_value *doc)
{
    const tnk_value *key = h->get(r, h->get(r, doc, TNK_LIT("server")), TNK_LIT("kind"));
    return h->kind(key) == TNK_TEXT && h->span(key).off == 16;
}

static int32_t knows_and_breaks(const tnk_host *h, tnk_run *r, const tnk_value *doc)
{
    (void)doc;
    h->reference(r, TNK_LIT("a"), TNK_LIT("b"), TNK_LIT("c"));
    return 1;
}

static const tnk_claim json_kind[] = { { "*.json", TNK_SYNTAX_AUTO, 0, { "kind", "\"" } } };
static const tnk_claim json_any[] = { { "**/*.json", TNK_SYNTAX_JSON, 0, { NULL } },
                                      { "*.txt", TNK_SYNTAX_NONE, 0, { "magic" } } };
static const tnk_claim ini_any[] = { { "*.conf", TNK_SYNTAX_INI, 0, { NULL } } };
static const tnk_claim yaml_any[] = { { "*.{yaml,yml}", TNK_SYNTAX_AUTO, 0, { NULL } } };

static const struct row {
    const char *name;
    const tnk_claim *one, *two;
    uint32_t n_two;
    int32_t (*knows)(const tnk_host *, tnk_run *, const tnk_value *);
    const char *files[7];
    const char *log;
    uint32_t failed, known;
} rows[] = {
    { "both see the same document", json_kind, json_any, 2, NULL, { "a.json", "{\"kind\": \"x\"}" },
      "resource one:file a.json 0:0-0\nresource two:file a.json 0:0-0\n", 0, 1 },
    { "a literal is missing", json_kind, json_any, 1, NULL, { "a.json", "{}" },
      "resource two:file a.json 0:0-0\n", 0, 1 },
    { "a syntax nobody wanted is no trouble", json_kind, json_any + 1, 1, NULL,
      { "a.json", "not JSON", "b.txt", "magic" }, "resource two:file b.txt 0:0-0\n", 0, 1 },
    { "broken JSON", json_kind, json_kind, 1, NULL, { "a.json", "{\"kind\": }" },
      "diag 2 json-syntax a.json 0:9-", 1, 0 },
    { "one broken file does not cost the others", json_any, json_kind, 1, NULL,
      { "a.json", "{", "b.json", "[]" }, "diag 2 json-syntax a.json 0:1-", 1, 1 },
    { "a document that is not known", json_any, json_kind, 1, knows_kind, { "a.json", "{\"sort\": \"x\"}" },
      "", 0, 0 },
    { "a known document", json_any, json_kind, 1, knows_kind, { "a.json", "{\"kind\": \"x\"}" },
      "resource one:file a.json 0:0-0\nresource two:file a.json 0:0-0\n", 0, 1 },
    { "knows() may not hand things over", json_any, json_any + 1, 1, knows_and_breaks, { "a.json", "{}" },
      "diag 2 collector-failed a.json The collector one gave up these files: it called a function of the "
      "host table in a phase where it has no meaning\n", 0, 0 },
    { "any document of a YAML stream may be known", yaml_any, json_kind, 1, knows_kind,
      { "a.yml", "sort: y\n---\nkind: x\n" }, "resource one:file a.yml 0:0-0\n", 0, 1 },
    { "JSON in a YAML file", yaml_any, json_kind, 1, knows_kind, { "a.yaml", "\n{\"kind\": \"x\"}" },
      "resource one:file a.yaml 0:0-0\n", 0, 1 },
    { "an INI file, its sections and places", ini_any, json_kind, 1, knows_section,
      { "a.conf", "[server]\nkind = x\n" }, "resource one:file a.conf 0:0-0\n", 0, 1 },
    { "an INI file nobody knows", ini_any, json_kind, 1, knows_section, { "a.conf", "[client]\nkind = x\n" },
      "", 0, 0 },
    { "broken YAML", yaml_any, json_kind, 1, NULL, { "a.yaml", "a: [\n" }, "diag 2 yaml-syntax a.yaml 0:", 1, 0 },
};

static tnk_collector collector(const char *name, const tnk_claim *claims, uint32_t n,
                               int (*collect)(const tnk_host *, tnk_run *, const tnk_unit *))
{
    return (tnk_collector){ .abi = TNK_ABI,
                            .size = sizeof(tnk_collector),
                            .name = name,
                            .version = "1",
                            .about = name,
                            .claims = claims,
                            .n_claims = n,
                            .collect = collect };
}

static void check(void **state)
{
    const struct row *r = *state;
    tnk_collector one = collector("one", r->one, 1, collect_one);
    tnk_collector two = collector("two", r->two, r->n_two, collect_two);
    struct bench b;
    one.knows = r->knows;
    bench_open(&b, r->files, 0);
    bench_add(&b, &one);
    bench_add(&b, &two);
    seen_doc[0] = seen_doc[1] = NULL;
    bench_run(&b, 3);
    size_t n = strlen(r->log);
    if (n != 0 && r->log[n - 1] != '\n')        /* a row that leaves the parser its words */
        assert_true(tnk_str_starts(tnk_buf_str(&b.log), tnk_str_of(r->log)));
    else
        assert_string_equal(b.log.ptr, r->log);
    if (seen_doc[0] != NULL && seen_doc[1] != NULL)
        assert_ptr_equal(seen_doc[0], seen_doc[1]);
    assert_int_equal(b.cx.files_failed, r->failed);
    assert_int_equal(b.cx.files_known, r->known);
    bench_close(&b);
}

static void unreadable_file(void **state)
{
    (void)state;
    static const char *const files[] = { "a.json", "{}", NULL };
    tnk_str paths[] = { TNK_S("a.json"), TNK_S("gone\n.json") };
    tnk_collector one = collector("one", json_any, 1, collect_one);
    struct bench b;
    bench_open(&b, files, 0);
    bench_add(&b, &one);
    bench_run_paths(&b, 1, paths, 2);
    assert_true(
        tnk_str_starts(tnk_buf_str(&b.log), TNK_S("diag 2 unreadable-file gone\\x0a.json ")));
    assert_true(tnk_str_ends(tnk_buf_str(&b.log), TNK_S("resource one:file a.json 0:0-0\n")));
    assert_int_equal(b.cx.files_read, 1);
    assert_int_equal(b.cx.files_failed, 1);
    bench_close(&b);
}

static void mask_chooses(void **state)
{
    (void)state;
    static const char *const files[] = { "a.json", "{}", NULL };
    tnk_collector one = collector("one", json_any, 1, collect_one);
    tnk_collector two = collector("two", json_any, 1, collect_two);
    struct bench b;
    bench_open(&b, files, 0);
    bench_add(&b, &one);
    bench_add(&b, &two);
    bench_run(&b, 2);
    assert_string_equal(b.log.ptr, "resource two:file a.json 0:0-0\n");
    bench_close(&b);
}

/* ---- a tree on disk, and a large one ---- */

static char root[] = "/tmp/tenken-collect-XXXXXX";

/* What the audited host's own files say: its absolute path, the one below the root, and one outside. */
static int reads_absolute(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_str real[] = { tnk_str_of(root), u->files[0].path };
    tnk_file f = { .id = 99 };
    assert_int_equal(h->read(r, h->format(r, "%1/%2", real, 2), &f), 0);
    assert_int_equal(f.id, u->files[0].id);
    assert_int_equal(h->read(r, h->format(r, "/%2", real, 2), &f), 0);
    assert_int_equal(f.id, u->files[0].id);
    assert_int_equal(h->read(r, TNK_LIT("/etc/passwd"), &f), TNK_ENOENT);
    assert_int_equal(h->read(r, TNK_LIT("../../../etc/passwd"), &f), TNK_ENOENT);
    assert_int_equal(h->read(r, tnk_str_of(root), &f), TNK_ENOENT);
    return 0;
}

static void paths_of_the_host(void **state)
{
    (void)state;
    static const char *const none[] = { NULL };
    tnk_collector one = collector("one", json_any, 1, reads_absolute);
    struct bench b;
    char path[64];
    tnk_error err = { 0 };
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/a.json", root);
    FILE *f = fopen(path, "w");
    assert_true(f != NULL && fputs("{}", f) >= 0 && fclose(f) == 0);
    bench_open(&b, none, 0);
    tnk_tree_close(b.tree);
    assert_int_equal(tnk_tree_open(root, &(tnk_tree_options){ 0 }, &b.tree, &err), 0);
    b.cx.tree = b.tree;
    bench_add(&b, &one);
    bench_run(&b, 1);
    assert_string_equal(b.log.ptr, "");
    bench_close(&b);
    unlink(path);
    rmdir(root);
}

static int count_files(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)h, (void)r;
    assert_int_equal(u->n_files, TNK_UNIT_FILES_MAX);
    return 0;
}

static void files_are_bounded(void **state)
{
    enum { N = TNK_UNIT_FILES_MAX + 1 };
    static char names[N][16];
    static tnk_str paths[N], texts[N];
    static const char *const none[] = { NULL };
    tnk_collector one = collector("one", json_any, 1, count_files);
    tnk_error err = { 0 };
    struct bench b;
    (void)state;
    for (size_t i = 0; i < N; i++) {
        snprintf(names[i], sizeof names[i], "%05zu.json", i);
        paths[i] = tnk_str_of(names[i]);
        texts[i] = TNK_S("{}");
    }
    bench_open(&b, none, 0);
    tnk_tree_close(b.tree);
    assert_int_equal(
        tnk_tree_open_memory(paths, texts, N, &(tnk_tree_options){ 0 }, &b.tree, &err), 0);
    b.cx.tree = b.tree;
    bench_add(&b, &one);
    bench_run_paths(&b, 1, paths, N);
    assert_string_equal(b.log.ptr, "diag 2 unreadable-file 60000.json One unit may read 60000 files "
                                   "at most: scan a smaller part\n");
    assert_int_equal(b.cx.files_read, TNK_UNIT_FILES_MAX);
    bench_close(&b);
}

static void memory_runs_out(void **state)
{
    (void)state;
    static const char *const files[] = { "a.json", "{}", NULL };
    tnk_collector one = collector("one", json_any, 1, collect_one);
    struct bench b;
    for (size_t memory = 256; memory < 4096; memory += 64) {    /* fails at each step in turn */
        tnk_str path = TNK_S("a.json");
        tnk_error err = { 0 };
        tnk_collect_sink sink = bench_sink;
        bench_open(&b, files, memory);
        bench_add(&b, &one);
        sink.ud = &b;
        tnk_buf_puts(&b.log, "");
        int rc = tnk_collect_unit(b.plugins, &b.cx, 1, &path, 1, &sink, &err);
        bool told = strstr(b.log.ptr, "diag 2 ") != NULL;
        bool done = strcmp(b.log.ptr, "resource one:file a.json 0:0-0\n") == 0;
        assert_true(rc == TNK_ENOMEM || (rc == 0 && told != done));
        bench_close(&b);
    }
}

/* ---- plan ---- */

static int plan_pairs(const tnk_host *h, tnk_run *r, const tnk_str *paths, size_t n)
{
    tnk_str turned[] = { paths[n - 1], paths[0] }, twice[] = { paths[1], paths[1] };
    h->unit(r, turned, 2);
    return h->unit(r, twice, 2);
}

static int plan_foreign(const tnk_host *h, tnk_run *r, const tnk_str *paths, size_t n)
{
    tnk_str other = TNK_LIT("other.json");
    (void)paths, (void)n;
    return h->unit(r, &other, 1);
}

static int on_unit(void *ud, const uint32_t *which, uint32_t n)
{
    tnk_buf *log = ud;
    for (uint32_t i = 0; i < n; i++)
        tnk_buf_printf(log, "%u ", which[i]);
    tnk_buf_putc(log, ';');
    return 0;
}

static void plan(void **state)
{
    static const char *const files[] = { "a.json", "{}", "b.json", "{}", NULL };
    static const struct {
        int (*plan)(const tnk_host *, tnk_run *, const tnk_str *, size_t);
        const char *units, *log;
    } cases[] = {
        { plan_pairs, "0 1 ;1 ;", "" },
        { plan_foreign, "", "diag 2 collector-failed a.json The collector one gave up these files: it planned a "
                            "unit with a file it was not given\n" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        tnk_collector one = collector("one", json_any, 1, collect_one);
        tnk_str paths[] = { TNK_S("a.json"), TNK_S("b.json") };
        tnk_buf units = TNK_BUF_INIT;
        tnk_error err = { 0 };
        tnk_collect_sink sink = bench_sink;
        struct bench b;
        one.group = TNK_GROUP_PLAN;
        one.plan = cases[i].plan;
        bench_open(&b, files, 0);
        sink.ud = &b;
        bench_add(&b, &one);
        tnk_buf_puts(&units, "");
        tnk_buf_puts(&b.log, "");
        assert_int_equal(tnk_collect_plan(b.plugins, &b.cx, 0, paths, 2, &sink, on_unit, &units,
                                          &err),
                         0);
        assert_string_equal(units.ptr, cases[i].units);
        assert_string_equal(b.log.ptr, cases[i].log);
        assert_int_equal(tnk_collect_plan(b.plugins, &b.cx, 1, paths, 2, &sink, on_unit, &units,
                                          &err),
                         TNK_EINVAL);
        tnk_buf_free(&units);
        bench_close(&b);
    }
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS + 6];
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    t[ROWS] = (struct CMUnitTest)cmocka_unit_test(unreadable_file);
    t[ROWS + 1] = (struct CMUnitTest)cmocka_unit_test(mask_chooses);
    t[ROWS + 2] = (struct CMUnitTest)cmocka_unit_test(plan);
    t[ROWS + 3] = (struct CMUnitTest)cmocka_unit_test(paths_of_the_host);
    t[ROWS + 4] = (struct CMUnitTest)cmocka_unit_test(files_are_bounded);
    t[ROWS + 5] = (struct CMUnitTest)cmocka_unit_test(memory_runs_out);
    return cmocka_run_group_tests_name("collect_unit", t, NULL, NULL);
}
