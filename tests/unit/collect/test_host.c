/* SPDX-License-Identifier: Apache-2.0
 * What a collector may hand over and what it may not. A row is a collect() of a few calls and the
 * whole of what reaches the sink. The file "a.conf" holds "key value\n", "sub/b.conf" holds
 * "other\n". */
#include "tests/unit/collect/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define FAILED(why) "diag 2 collector-failed a.conf The collector demo gave up these files: " why "\n"

static tnk_resource thing(const tnk_host *h, tnk_run *r, const char *address)
{
    return (tnk_resource){ .abi = TNK_ABI,
                           .size = sizeof(tnk_resource),
                           .kind = TNK_LIT("demo:thing"),
                           .address = tnk_str_of(address),
                           .value = h->map(r, (tnk_span){ 0 }) };
}

static int one_resource(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_resource x = thing(h, r, "x");
    tnk_str names[] = { TNK_LIT("n1"), TNK_LIT("n2") };
    x.at = (tnk_span){ u->files[0].id, 4, 9 };
    x.names = names, x.n_names = 2;
    assert_int_equal(u->n_files, 1);
    assert_int_equal(u->files[0].text.ptr[u->files[0].text.len], '\0');
    h->resource(r, &x);
    return h->reference(r, TNK_LIT("x"), TNK_LIT("a.b"), TNK_LIT("y"));
}

static int strings_are_cleaned(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "a\xff\n\x1b[31m");
    h->resource(r, &x);
    return h->diag(r, TNK_LEVEL_NOTE, TNK_LIT("demo-note"), TNK_LIT("two\nlines"), (tnk_span){ 0 });
}

static int repeated_address(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x"), y = thing(h, r, "x"), z = thing(h, r, "z");
    y.at = (tnk_span){ 0, 0, 3 };
    h->resource(r, &x);
    assert_int_equal(h->resource(r, &y), TNK_EINVAL);
    return h->resource(r, &z);
}

static int first_failure_sticks(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    assert_null(h->text(r, TNK_LIT("t"), (tnk_span){ 0, 5, 4 }));
    assert_null(h->map(r, (tnk_span){ 0 }));
    assert_int_equal(h->put(r, NULL, TNK_LIT("k"), (tnk_span){ 0 }, NULL), TNK_EINVAL);
    assert_int_equal(h->resource(r, &x), TNK_EINVAL);
    assert_int_equal(h->diag(r, 0, TNK_LIT("late"), TNK_LIT("late"), (tnk_span){ 0 }), TNK_EINVAL);
    return 0;
}

static int gives_up(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)h, (void)r, (void)u;
    return -42;
}

static int foreign_kind(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.kind = TNK_LIT("other:thing");
    return h->resource(r, &x);
}

static int kind_without_type(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.kind = TNK_LIT("demo:");
    return h->resource(r, &x);
}

static int no_address(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "");
    return h->resource(r, &x);
}

static int value_is_no_map(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.value = h->list(r, (tnk_span){ 0 });
    return h->resource(r, &x);
}

static int resource_of_no_size(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.size = 8;
    return h->resource(r, &x);
}

static int span_past_the_end(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.at = (tnk_span){ 0, 0, 11 };      /* the file has 10 bytes */
    return h->resource(r, &x);
}

static int span_of_no_file(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    return h->diag(r, 0, TNK_LIT("demo-note"), TNK_LIT("x"), (tnk_span){ 1, 0, 0 });
}

static int bad_code(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    return h->diag(r, 0, TNK_LIT("Demo Note"), TNK_LIT("x"), (tnk_span){ 0 });
}

static int bad_level(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    return h->diag(r, 3, TNK_LIT("demo-note"), TNK_LIT("x"), (tnk_span){ 0 });
}

static int unit_outside_plan(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    return h->unit(r, &u->files[0].path, 1);
}

static int empty_reference(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    return h->reference(r, TNK_LIT("x"), TNK_LIT("a"), (tnk_str){ NULL, 0 });
}

static int memory_cap(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    unsigned char *p = h->alloc(r, 100);
    for (size_t i = 0; i < 100; i++)
        assert_int_equal(p[i], 0);
    assert_null(h->alloc(r, (size_t)1 << 40));
    return 0;
}

static int reads_files(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    static const struct { const char *path; int rc; } rows[] = {
        { "sub/b.conf", 0 },    { "/sub/b.conf", 0 },        { "sub/./b.conf", 0 },
        { "sub/../sub//b.conf", 0 }, { "../../sub/b.conf", 0 }, { "nothing", TNK_ENOENT },
        { "", TNK_ENOENT },     { "..", TNK_ENOENT },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        tnk_file f = { 0 };
        assert_int_equal(h->read(r, tnk_str_of(rows[i].path), &f), rows[i].rc);
        if (rows[i].rc == 0) {
            assert_int_equal(f.id, 1);
            assert_true(tnk_str_is(f.path, "sub/b.conf") && tnk_str_is(f.text, "other\n"));
            assert_null(f.doc);
        }
    }
    tnk_file again;
    assert_int_equal(h->read(r, TNK_LIT("a.conf"), &again), 0);
    assert_int_equal(again.id, u->files[0].id);
    assert_ptr_equal(again.text.ptr, u->files[0].text.ptr);
    assert_int_equal(h->read(r, (tnk_str){ "a.conf\0x", 8 }, &again), TNK_ENOENT);
    return h->diag(r, 1, TNK_LIT("demo-there"), TNK_LIT("in the other file"),
                   (tnk_span){ 1, 0, 5 });
}

static int lists_files(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    const tnk_str *paths = NULL;
    size_t n = 0;
    assert_int_equal(h->glob(r, TNK_LIT("sub/*.conf"), &paths, &n), 0);
    assert_int_equal(n, 1);
    assert_true(tnk_str_is(paths[0], "sub/b.conf"));
    assert_int_equal(h->glob(r, TNK_LIT("*.none"), &paths, &n), 0);
    assert_int_equal(n, 0);
    return 0;
}

static int formats(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_str args[] = { TNK_LIT("one"), TNK_LIT("%1") };
    assert_true(tnk_str_is(h->format(r, "%2 %1 100%% %3%x%", args, 2), "%1 one 100% %x%"));
    assert_true(tnk_str_is(h->format(r, NULL, NULL, 0), ""));
    assert_string_equal(h->tr(r, "no such message in the catalogue"),
                        "no such message in the catalogue");
    assert_string_equal(h->tr(r, ""), "");
    assert_int_equal(h->language(r), 0);
    return 0;
}

static int via_calls(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x"), old = thing(h, r, "old"), none = thing(h, r, "none");
    tnk_span calls[] = { { 0, 0, 3 }, { 0, 4, 9 } };
    x.via = calls, x.n_via = 2;
    old.size = offsetof(tnk_resource, via);     /* what stands behind it is not ours to read */
    old.via = (const tnk_span *)(uintptr_t)1, old.n_via = SIZE_MAX;
    none.n_via = 7;
    h->resource(r, &x);
    h->resource(r, &old);
    return h->resource(r, &none);
}

static int via_nowhere(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_resource x = thing(h, r, "x");
    x.via = &(tnk_span){ 0, 8, 11 }, x.n_via = 1;
    return h->resource(r, &x);
}

static int sees_options(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    const tnk_option *o = NULL;
    size_t n = 9;
    assert_true(TNK_HAS(tnk_host, h, options));
    assert_int_equal(h->options(r, TNK_LIT("demo.var"), &o, &n), 0);
    assert_int_equal(n, 2);
    assert_true(tnk_str_is(o[0].value, "a=1") && tnk_str_is(o[0].origin, ""));
    assert_true(tnk_str_is(o[1].value, "b") && tnk_str_is(o[1].origin, "x.vars"));
    assert_int_equal(h->options(r, TNK_LIT("demo.va"), &o, &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(h->options(r, (tnk_str){ NULL, 0 }, &o, &n), 0);
    assert_int_equal(n, 0);
    return 0;
}

static int many_diags(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    for (int i = 0; i < 3 * TNK_UNIT_DIAGS_MAX; i++)
        assert_int_equal(h->diag(r, 0, TNK_LIT("n"), TNK_LIT("m"), (tnk_span){ 0 }), 0);
    return 0;
}

static const struct row {
    const char *name;
    int (*collect)(const tnk_host *, tnk_run *, const tnk_unit *);
    const char *log;
} rows[] = {
    { "a resource, its names and a reference", one_resource,
      "resource demo:thing x 0:4-9 n1,n2\nreference x a.b y\n" },
    { "texts for people are one line of UTF-8", strings_are_cleaned,
      "resource demo:thing a\\xff\\x0a\\x1b[31m 0:0-0\ndiag 0 demo-note a.conf two\\x0alines\n" },
    { "a repeated address costs one resource", repeated_address,
      "resource demo:thing x 0:0-0\n"
      "diag 2 repeated-address a.conf 0:0-3 x stands here twice: only the first one is audited\n"
      "resource demo:thing z 0:0-0\n" },
    { "the first failure sticks", first_failure_sticks,
      FAILED("it gave a place (file 0, bytes 5 to 4) that does not exist") },
    { "a collector gives up", gives_up,
      "diag 2 collector-failed a.conf The collector demo gave up these files (code -42)\n" },
    { "kind of another collector", foreign_kind,
      FAILED("it gave a resource whose kind is not demo: and a type in visible ASCII") },
    { "kind without a type", kind_without_type,
      FAILED("it gave a resource whose kind is not demo: and a type in visible ASCII") },
    { "no address", no_address, FAILED("it gave a resource without an address") },
    { "value is no map", value_is_no_map, FAILED("it gave a resource whose value is not a map") },
    { "resource of no size", resource_of_no_size, FAILED("it gave a resource without abi and size") },
    { "span past the end", span_past_the_end,
      FAILED("it gave a place (file 0, bytes 0 to 11) that does not exist") },
    { "span of no file", span_of_no_file,
      FAILED("it gave a place (file 1, bytes 0 to 0) that does not exist") },
    { "code of a diagnostic", bad_code,
      FAILED("it gave a diagnostic with an unknown level, no message, or a code other than small letters, "
             "digits and -") },
    { "level of a diagnostic", bad_level,
      FAILED("it gave a diagnostic with an unknown level, no message, or a code other than small letters, "
             "digits and -") },
    { "unit() outside plan()", unit_outside_plan,
      FAILED("it called a function of the host table in a phase where it has no meaning") },
    { "reference to nothing", empty_reference, FAILED("it gave a reference without an address") },
    { "memory cap", memory_cap, FAILED("the unit's memory limit was reached") },
    { "a resource came by calls; one of 1.0 says nothing of them", via_calls,
      "resource demo:thing x 0:0-0 via 0:0-3,0:4-9\nresource demo:thing old 0:0-0\n"
      "resource demo:thing none 0:0-0\n" },
    { "a call past the end", via_nowhere, FAILED("it gave a place (file 0, bytes 8 to 11) that does not exist") },
    { "what the user gave", sees_options, "" },
    { "other files are read once", reads_files, "diag 1 demo-there sub/b.conf 1:0-5 in the other file\n" },
    { "files are listed by glob", lists_files, "" },
    { "placeholders and translation", formats, "" },
};

static void open_demo(struct bench *b,
                      int (*collect)(const tnk_host *, tnk_run *, const tnk_unit *))
{
    static const char *const files[] = { "a.conf", "key value\n", "sub/b.conf", "other\n", NULL };
    static const tnk_claim claims[] = { { "a.conf", TNK_SYNTAX_NONE, 0, { NULL } } };
    const tnk_collector c = { .abi = TNK_ABI,
                              .size = sizeof c,
                              .name = "demo",
                              .version = "1",
                              .about = "demo",
                              .claims = claims,
                              .n_claims = 1,
                              .collect = collect };
    static const tnk_option vars[] = { { TNK_LIT("a=1"), { "", 0 } }, { TNK_LIT("b"), TNK_LIT("x.vars") } };
    static const tnk_named_options options[] = { { TNK_LIT("demo.other"), NULL, 0 },
                                                 { TNK_LIT("demo.var"), vars, 2 } };
    bench_open(b, files, 0);
    b->cx.options = options, b->cx.n_options = 2;
    bench_add(b, &c);
}

static void check(void **state)
{
    const struct row *r = *state;
    struct bench b;
    open_demo(&b, r->collect);
    bench_run_paths(&b, 1, (tnk_str[]){ TNK_S("a.conf") }, 1);
    assert_string_equal(b.log.ptr, r->log);
    bench_close(&b);
}

static void sink_failure_sticks(void **state)
{
    (void)state;
    struct bench b;
    open_demo(&b, one_resource);
    b.sink_rc = TNK_ENOMEM;
    bench_run_paths(&b, 1, (tnk_str[]){ TNK_S("a.conf") }, 1);
    assert_string_equal(b.log.ptr, "resource demo:thing x 0:4-9 n1,n2\n" FAILED(
                                       "its resources could not be kept"));
    bench_close(&b);
}

static int called_deep(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_span calls[TNK_RESOURCE_VIA_MAX + 8];
    tnk_resource x = thing(h, r, "x");
    for (uint32_t i = 0; i < TNK_RESOURCE_VIA_MAX + 8; i++)
        calls[i] = (tnk_span){ 0, 0, i < TNK_RESOURCE_VIA_MAX ? i % 10 : 99 };
    x.via = calls, x.n_via = TNK_RESOURCE_VIA_MAX + 8;
    return h->resource(r, &x);
}

static void calls_are_bounded(void **state)
{
    (void)state;
    struct bench b;
    size_t calls = 1;
    open_demo(&b, called_deep);
    bench_run_paths(&b, 1, (tnk_str[]){ TNK_S("a.conf") }, 1);
    for (const char *p = b.log.ptr; (p = strchr(p, ',')) != NULL; p++)
        calls++;
    assert_int_equal(calls, TNK_RESOURCE_VIA_MAX);
    assert_non_null(strstr(b.log.ptr, "resource demo:thing x 0:0-0 via 0:0-0,0:0-1,"));
    bench_close(&b);
}

static void diagnostics_are_bounded(void **state)
{
    (void)state;
    struct bench b;
    size_t lines = 0;
    open_demo(&b, many_diags);
    bench_run_paths(&b, 1, (tnk_str[]){ TNK_S("a.conf") }, 1);
    for (const char *p = b.log.ptr; (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_int_equal(lines, TNK_UNIT_DIAGS_MAX + 1);
    assert_non_null(strstr(b.log.ptr, "diag 2 too-many-diagnostics a.conf "));
    bench_close(&b);
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS + 3];
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    t[ROWS] = (struct CMUnitTest)cmocka_unit_test(sink_failure_sticks);
    t[ROWS + 1] = (struct CMUnitTest)cmocka_unit_test(diagnostics_are_bounded);
    t[ROWS + 2] = (struct CMUnitTest)cmocka_unit_test(calls_are_bounded);
    return cmocka_run_group_tests_name("collect_host", t, NULL, NULL);
}
