/* SPDX-License-Identifier: Apache-2.0
 * Reading and building values through the host table, as a plugin does: a row is one collect(). The
 * file "d.json" is parsed and is the unit's only one. */
#include "tests/unit/collect/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define FAILED(why) "diag 2 collector-failed d.json The collector demo gave up these files: " why "\n"
#define DOC "{\"a\": 1, \"b\\\"c\": [true, null, 1.50, \"x\"], \"a\": \"two\"}"

static const tnk_span nowhere;

static int readers(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    const tnk_value *doc = u->files[0].doc, *list = h->get(r, doc, TNK_LIT("b\"c")), *a;
    assert_int_equal(u->files[0].syntax, TNK_SYNTAX_JSON);
    assert_int_equal(h->kind(doc), TNK_MAP);
    assert_int_equal(h->count(list), 4);
    assert_int_equal(h->as_flag(h->at(list, 0), 0), 1);
    assert_int_equal(h->kind(h->at(list, 1)), TNK_NULL);
    assert_true(tnk_str_is(h->as_text(h->at(list, 2)), "1.50"));
    assert_int_equal(h->kind(h->at(list, 2)), TNK_REAL);
    assert_int_equal(h->is_quoted(h->at(list, 3)), 1);
    a = h->get(r, doc, TNK_LIT("a"));
    assert_true(tnk_str_is(h->as_text(a), "two"));
    tnk_span at = h->span(a);
    assert_memory_equal(u->files[0].text.ptr + at.off, "\"two\"", 5);
    assert_true(tnk_str_is(h->key(r, list), "b\"c"));
    at = h->key_span(r, list);
    assert_int_equal(at.end - at.off, 6);
    assert_memory_equal(u->files[0].text.ptr + at.off, "\"b\\\"c\"", 6);
    return 0;
}

static int absent(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    const tnk_str *refs = NULL;
    const tnk_value *doc = u->files[0].doc;
    const tnk_value *none[] = { NULL, h->get(r, doc, TNK_LIT("zz")), h->at(doc, 99),
                                h->get(r, NULL, TNK_LIT("a")) };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        assert_null(none[i]);
        assert_int_equal(h->kind(none[i]), TNK_NONE);
        assert_int_equal(h->count(none[i]), 0);
        assert_null(h->as_text(none[i]).ptr);
        assert_int_equal(h->as_int(none[i], 7), 7);
        assert_int_equal(h->as_flag(none[i], 7), 7);
        assert_int_equal(h->why(none[i]), 0);
        assert_int_equal(h->refs(none[i], &refs), 0);
        assert_int_equal(h->key(r, none[i]).len, 0);
        assert_int_equal(h->key_span(r, none[i]).end, 0);
    }
    return 0;
}

static int builders(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_span at = { u->files[0].id, 1, 4 };
    tnk_value *m = h->map(r, nowhere), *l = h->list(r, at);
    h->push(r, l, h->integer(r, -5, at));
    h->push(r, l, h->flag(r, 2, at));
    h->push(r, l, h->null(r, at));
    h->push(r, l, h->real(r, TNK_LIT("1e400"), at));
    h->put(r, m, TNK_LIT("l"), at, l);
    h->put(r, m, TNK_LIT("t\xff"), nowhere, h->text(r, TNK_LIT("a\xff\tb"), at));
    h->put(r, m, TNK_LIT("l2"), nowhere, h->moved(r, h->get(r, m, TNK_LIT("l")), nowhere));
    h->put(r, m, TNK_LIT("l"), at, h->text(r, TNK_LIT("again"), at));
    assert_int_equal(h->count(m), 3);
    const tnk_value *l2 = h->get(r, m, TNK_LIT("l2"));
    assert_int_equal(h->as_int(h->at(l2, 0), 0), -5);
    assert_int_equal(h->as_flag(h->at(l2, 1), 0), 1);
    assert_true(tnk_str_is(h->as_text(h->at(l2, 3)), "1e400"));
    assert_int_equal(h->span(l2).end, 0);
    assert_true((l2->flags & TNK_F_DERIVED) != 0);
    assert_true(tnk_str_is(h->as_text(h->get(r, m, TNK_LIT("l"))), "again"));
    assert_true(tnk_str_is(h->as_text(h->at(m, 1)), "a\\xff\tb"));
    assert_true(tnk_str_is(h->key(r, h->at(m, 1)), "t\\xff"));
    return 0;
}

static int unresolved(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_str refs[] = { TNK_LIT("x"), TNK_LIT("y\n") };
    const tnk_str *got = NULL;
    tnk_value *v = h->unresolved(r, TNK_WHY_REFERENCE, TNK_LIT("made\nlater"), refs, 2, nowhere);
    assert_int_equal(h->kind(v), TNK_UNRESOLVED);
    assert_int_equal(h->why(v), TNK_WHY_REFERENCE);
    assert_true(tnk_str_is(h->reason(v), "made\\x0alater"));
    assert_int_equal(h->refs(v, &got), 2);
    assert_true(tnk_str_is(got[0], "x") && tnk_str_is(got[1], "y\\x0a"));
    assert_null(h->unresolved(r, 9, TNK_LIT("x"), NULL, 0, nowhere));
    return 0;
}

static int large_map(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    enum { N = 50 * 1000 };
    char key[16];
    tnk_value *m = h->map(r, nowhere);
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < N; i++) {
            snprintf(key, sizeof key, "k%d", i);
            assert_int_equal(h->put(r, m, tnk_str_of(key), nowhere,
                                    h->integer(r, i + round, nowhere)),
                             0);
        }
    }
    assert_int_equal(h->count(m), N);
    assert_int_equal(h->as_int(h->at(m, 17), 0), 18);
    assert_true(tnk_str_is(h->key(r, h->at(m, N - 1)), "k49999"));
    return 0;
}

static int into_itself(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_value *m = h->map(r, nowhere);
    h->put(r, m, TNK_LIT("a"), nowhere, h->null(r, nowhere));
    h->put(r, m, TNK_LIT("a"), nowhere, m);
    assert_int_equal(h->kind(h->get(r, m, TNK_LIT("a"))), TNK_NULL);
    return 0;
}

static int into_parsed(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_value *copy = h->moved(r, u->files[0].doc, nowhere);
    assert_non_null(copy);
    assert_int_equal(h->put(r, copy, TNK_LIT("new"), nowhere, h->null(r, nowhere)), TNK_EINVAL);
    assert_null(h->get(r, copy, TNK_LIT("new")));
    return 0;
}

static int after_use(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    tnk_value *l = h->list(r, nowhere), *outer = h->list(r, nowhere);
    h->push(r, outer, l);
    return h->push(r, l, h->null(r, nowhere));
}

static int too_deep(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    const tnk_value *v = h->null(r, nowhere);
    for (int i = 0; i <= TNK_BUILD_DEPTH_MAX; i++) {
        tnk_value *l = h->list(r, nowhere);
        int rc = h->push(r, l, v);
        assert_int_equal(rc, i < TNK_BUILD_DEPTH_MAX ? 0 : TNK_ELIMIT);
        v = i % 2 == 0 ? l : h->moved(r, l, nowhere);
    }
    return 0;
}

static int too_wide(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    const tnk_value *v = h->null(r, nowhere);
    for (int i = 0; i < 64; i++) {
        tnk_value *l = h->list(r, nowhere);
        h->push(r, l, v);
        if (h->push(r, l, v) != 0)
            break;
        v = l;
    }
    return 0;
}

static int no_number(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    assert_null(h->real(r, TNK_LIT("one"), nowhere));
    return 0;
}

static int parses_inside(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    char text[] = "{\"k\": [1]}";
    tnk_span at = { u->files[0].id, 2, 5 };
    const tnk_value *v = h->parse(r, TNK_SYNTAX_AUTO, TNK_LIT("  {\"k\": \"v\"}"), at, 1);
    assert_int_equal(h->span(h->get(r, v, TNK_LIT("k"))).off, 2);
    v = h->parse(r, TNK_SYNTAX_JSON, (tnk_str){ text, sizeof text - 1 }, at, 1);
    memset(text, 'x', sizeof text - 1);
    assert_true(tnk_str_is(h->key(r, h->at(v, 0)), "k"));
    assert_null(h->parse(r, TNK_SYNTAX_JSON, TNK_LIT("{"), at, 1));     /* nobody is told */
    return 0;
}

static int parses_part(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_str text = u->files[0].text, part = { text.ptr + 17, 23 };
    tnk_span at = { u->files[0].id, 17, 40 };
    const tnk_value *v = h->parse(r, TNK_SYNTAX_JSON, part, at, 0);
    assert_int_equal(h->kind(v), TNK_LIST);
    assert_memory_equal(text.ptr + h->span(h->at(v, 3)).off, "\"x\"", 3);
    part.len = 5;
    assert_null(h->parse(r, TNK_SYNTAX_JSON, part, at, 0));
    return 0;
}

static int parses_nowhere(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    tnk_span at = { u->files[0].id, (uint32_t)u->files[0].text.len,
                    (uint32_t)u->files[0].text.len };
    assert_null(h->parse(r, TNK_SYNTAX_JSON, TNK_LIT("[1]"), at, 0));
    return 0;
}

static const struct row {
    const char *name;
    int (*collect)(const tnk_host *, tnk_run *, const tnk_unit *);
    const char *log;
} rows[] = {
    { "values are read", readers, "" },
    { "NULL and missing things are absent", absent, "" },
    { "values are built bottom up", builders, "" },
    { "an unresolved value says why", unresolved,
      FAILED("it gave an unresolved value with no known why, or more than 4096 references") },
    { "a large map finds its members", large_map, "" },
    { "a map does not go into itself", into_itself, FAILED("it changed a value that was already in use") },
    { "a parsed map is not written to", into_parsed, FAILED("it changed a value that was already in use") },
    { "a value in use is finished", after_use, FAILED("it changed a value that was already in use") },
    { "depth is bounded", too_deep, FAILED("a value is nested more than 512 levels deep") },
    { "sharing is bounded", too_wide, FAILED("a value has more than 20000000 members when written out") },
    { "a real is a number", no_number, FAILED("it gave a number that is not written as one") },
    { "text inside a string", parses_inside, "" },
    { "a part of the file", parses_part, NULL },
    { "a part outside the file", parses_nowhere,
      FAILED("it parses text in an unknown syntax or at a place that does not exist") },
};

static void check(void **state)
{
    static const char *const files[] = { "d.json", DOC, NULL };
    static const tnk_claim claims[] = { { "*.json", TNK_SYNTAX_JSON, 0, { NULL } } };
    const struct row *r = *state;
    const tnk_collector c = { .abi = TNK_ABI,
                              .size = sizeof c,
                              .name = "demo",
                              .version = "1",
                              .about = "demo",
                              .claims = claims,
                              .n_claims = 1,
                              .collect = r->collect };
    struct bench b;
    bench_open(&b, files, (size_t)256 << 20);
    bench_add(&b, &c);
    bench_run(&b, 1);
    const char *after = strstr(b.log.ptr, "\n");        /* line 1: the repeated key "a" */
    assert_non_null(after);
    assert_true(tnk_str_starts(tnk_buf_str(&b.log), TNK_S("diag 1 json-duplicate-key d.json 0:")));
    if (r->log != NULL)
        assert_string_equal(after + 1, r->log);
    else
        assert_true(tnk_str_starts(tnk_str_of(after + 1), TNK_S("diag 2 json-syntax d.json 0:2")));
    bench_close(&b);
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS];
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("collect_values", t, NULL, NULL);
}
