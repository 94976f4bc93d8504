/* SPDX-License-Identifier: Apache-2.0
 * Hostile sources: a megabyte of one thing is read in linear time and told as one mistake (or a few), trees stay
 * within their height, mistakes within their number. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#include "tests/unit/hcl/check.h"
#include "tests/unit/hcl/print.h"

enum { BYTES = 1000 * 1000, SECONDS = 10, MEMORY = 600 * 1000 * 1000, MANY = 99 };

/* `once`, then `unit` to the megabyte, then `last`. */
static const struct row {
    const char *name, *once, *unit, *last;
    size_t most;                /* mistakes told; MANY: any number within bounds */
} rows[] = {
    { "square brackets", "a = ", "[", "\nb = 1\n", 1 },
    { "parentheses", "a = ", "(", "\nb = 1\n", 1 },
    { "calls", "a = ", "f(", "\nb = 1\n", 1 },
    { "objects", "a = ", "{a=", "\nb = 1\n", 1 },
    { "braces", "", "{", "\nb = 1\n", 1 },
    { "closing braces", "", "}", "\nb = 1\n", MANY },
    { "nots", "a = ", "!", "b\nb = 1\n", 1 },
    { "minuses", "a = ", "- ", "b\nb = 1\n", 1 },
    { "attributes", "a = b", ".b", "\nb = 1\n", 1 },
    { "indexes", "a = b", "[0]", "\nb = 1\n", 1 },
    { "open indexes", "a = b", "[b", "\nb = 1\n", 1 },
    { "splats", "a = b", "[*]", "\nb = 1\n", 1 },
    { "attribute splats", "a = b", ".*", "\nb = 1\n", 1 },
    { "old indexes", "a = b", ".0.b", "\nb = 1\n", 1 },
    { "sums", "a = 1", "+1", "\nb = 1\n", 1 },
    { "mounting operators", "a = 1", "||1&&1==1<1+1*1", "\nb = 1\n", 1 },
    { "conditionals to the right", "a = b", "?b:b", "\nb = 1\n", 1 },
    { "conditionals in the middle", "a = b", "?b", "\nb = 1\n", 1 },
    { "templates", "a = ", "\"${", "\nb = 1\n", MANY },
    { "directives", "a = \"", "%{ if b }", "\"\nb = 1\n", 1 },
    { "for directives", "a = \"", "%{ for b in c }", "\"\nb = 1\n", 1 },
    { "sequences in a row", "a = \"", "${b}x", "\"\nb = 1\n", 0 },
    { "escapes", "a = \"", "\\n", "\"\nb = 1\n", 0 },
    { "escaped sequences", "a = \"", "$${", "\"\nb = 1\n", 0 },
    { "dollars", "a = \"", "$", "\"\nb = 1\n", 0 },
    { "bad escapes", "a = \"", "\\d", "\"\nb = 1\n", 1 },
    { "heredocs in each other", "a = ", "<<E\n${", "\nb = 1\n", MANY },
    { "heredocs that have no end", "", "a = <<E\n", "b = 1\n", 1 },
    { "heredocs that are none", "", "a = <<E x\n", "b = 1\n", MANY },
    { "lines of a flush heredoc", "a = <<-E\n", "  x\n", "  E\nb = 1\n", 0 },
    { "values in a flush heredoc", "a = <<-E\n", " ${b ~}\n", "  E\nb = 1\n", 0 },
    { "markers that are none", "a = <<E\n", "E E\n", "E\nb = 1\n", 0 },
    { "comments without end", "", "/*", "\nb = 1\n", 1 },
    { "divisions", "a = b", "/b", "\nb = 1\n", 1 },
    { "comments", "", "/**/", "\nb = 1\n", 0 },
    { "empty lines", "", "\n", "b = 1\n", 0 },
    { "spaces", "", " ", "b = 1\n", 0 },
    { "blocks in each other", "", "a {\n", "b = 1\n", MANY },
    { "blocks on a line", "", "a{", "\nb = 1\n", 1 },
    { "blocks in a row", "", "a {}\n", "b = 1\n", 0 },
    { "labels", "a", " b", "{}\nb = 1\n", 0 },
    { "quoted labels", "a", "\"b\"", "{}\nb = 1\n", 0 },
    { "arguments of one name", "", "a = 1\n", "b = 1\n", MANY },
    { "open lists line by line", "", "a = [\n", "b = 1\n", MANY },
    { "open objects line by line", "", "a = {\n", "b = 1\n", MANY },
    { "open calls line by line", "", "a = f(\n", "b = 1\n", MANY },
    { "open texts line by line", "", "a = \"\n", "b = 1\n", MANY },
    { "open sequences line by line", "", "a = \"${\n", "b = 1\n", MANY },
    { "broken arguments", "", "a = ]\n", "b = 1\n", MANY },
    { "crossed brackets", "a = ", "[(]", "\nb = 1\n", MANY },
    { "crossed brackets line by line", "", "a = [(]\n", "b = 1\n", MANY },
    { "bytes that are no UTF-8", "a = ", "\xFF", "\nb = 1\n", MANY },
    { "quotes", "a = ", "\"", "\nb = 1\n", MANY },
    { "single quotes", "a = ", "'", "\nb = 1\n", 1 },
    { "a long number", "a = ", "1", "\nb = 1\n", 0 },
    { "a long number that is none", "a = ", "1.", "1\nb = 1\n", 1 },
    { "points", "a = 1", ".", "\nb = 1\n", MANY },
    { "a long name", "", "a", " = 1\nb = 1\n", 0 },
    { "a long function name", "a = f", "::f", "(1)\nb = 1\n", 0 },
    { "a long list", "a = [", "1,", "]\nb = 1\n", 0 },
    { "a long object", "a = {", "a=1,", "}\nb = 1\n", 0 },
    { "Japanese", "a = \"", "\xE7\x82\xB9", "\"\nb = 1\n", 0 },
    { "a Japanese name", "", "\xE7\x82\xB9", " = 1\nb = 1\n", 0 },
    { "objects with for", "a = ", "{for b in ", "\nb = 1\n", 1 },
};

static char *make(const struct row *r, size_t *ret)
{
    size_t once = strlen(r->once), unit = strlen(r->unit), last = strlen(r->last), n = once;
    char *s = malloc(once + BYTES + unit + last + 1);
    assert_non_null(s);
    memcpy(s, r->once, once);
    for (; n < BYTES; n += unit)
        memcpy(s + n, r->unit, unit);
    memcpy(s + n, r->last, last + 1);
    *ret = n + last;
    return s;
}

static void check(void **state)
{
    const struct row *r = *state;
    size_t len;
    char *s = make(r, &len);
    clock_t start = clock();
    bench b;
    bench_open(&b);
    const hcl_body *body = hcl_parse(&b.ctx, (tnk_str){ s, len }, 0);
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS);
    assert_null(check_body(body, (tnk_span){ 0, 0, (uint32_t)len }));
    assert_true(b.bytes < MEMORY);
    assert_true(b.n_told <= (r->most == MANY ? HCL_DIAGS_MAX + 1 : r->most));
    assert_true(r->most == 0 || b.n_told > 0);
    bench_close(&b);
    free(s);
}

/* ---- what fits, and what does not ---- */

static const hcl_expr *value_of(bench *b, const char *once, const char *unit, size_t n, const char *last, char *room)
{
    char *at = room + sprintf(room, "a = %s", once);
    while (n-- > 0)
        at += sprintf(at, "%s", unit);
    at += sprintf(at, "%s\n", last);
    return hcl_attr_get(hcl_parse(&b->ctx, (tnk_str){ room, (size_t)(at - room) }, 0), "a")->value;
}

static void check_bounds(void **state)
{
    (void)state;
    static char room[1 << 16];
    bench b;
    bench_open(&b);
    assert_int_equal(value_of(&b, "x", ".b", HCL_DEPTH_MAX - 1, "", room)->depth, HCL_DEPTH_MAX);
    assert_int_equal(value_of(&b, "1", "+1", HCL_DEPTH_MAX - 1, "", room)->depth, HCL_DEPTH_MAX);
    assert_int_equal(b.n_told, 0);
    assert_int_equal(value_of(&b, "x", ".b", HCL_DEPTH_MAX, "", room)->kind, HCL_BAD);
    assert_int_equal(b.n_told, 1);
    memset(room, '[', HCL_NEST_MAX + 4);
    memcpy(room, "a = ", 4);
    memset(room + 4 + HCL_NEST_MAX, ']', HCL_NEST_MAX);
    room[4 + 2 * HCL_NEST_MAX] = '\0';
    const hcl_body *fits = hcl_parse(&b.ctx, (tnk_str){ room, 4 + 2 * HCL_NEST_MAX }, 0);
    assert_int_equal(hcl_attr_get(fits, "a")->value->depth, HCL_NEST_MAX);
    assert_int_equal(b.n_told, 1);
    bench_close(&b);
}

static void check_many(void **state)
{
    (void)state;
    char text[30 * 8], *at = text;
    bench b;
    bench_open(&b);
    for (int i = 0; i < 30; i++)
        at += sprintf(at, "a%d = ]\n", i);
    const hcl_body *body = hcl_parse(&b.ctx, (tnk_str){ text, (size_t)(at - text) }, 0);
    assert_int_equal(body->n, 30);
    assert_int_equal(b.n_told, HCL_DIAGS_MAX + 1);
    assert_string_equal(b.told.ptr + b.told.len - 13, "hcl-too-many\n");
    bench_close(&b);
}

/* ---- memory ---- */

static void *stingy(void *ud, size_t n)
{
    size_t *left = ud;
    static _Alignas(16) char room[1 << 20];
    if (n > *left)
        return NULL;
    *left -= n;
    memset(room + *left, 0, n);
    return room + *left;
}

/* Is a file parsed with so much memory? False: it ran out. A function of its own, for what longjmp may clobber. */
static bool parses_within(tnk_str text, size_t left)
{
    jmp_buf guard;
    tf_mem m = { .more = stingy, .ud = &left, .guard = &guard };
    hcl_ctx c = { .mem = &m };
    if (setjmp(guard) != 0)
        return false;
    const hcl_body *body = hcl_parse(&c, text, 0);
    assert_int_equal(body->n, 1);
    return true;
}

/* Whatever the cap, running out goes back to the guard. */
static void check_memory(void **state)
{
    (void)state;
    static const char text[] = "a \"b\" {\n  c = [1, \"x${d}\\n\", <<-E\n  y\n   z\n  E\n  , { e = f(g...) }]\n}\n";
    size_t ran_out = 0;
    for (size_t cap = 0; cap < 24; cap++)
        ran_out += !parses_within((tnk_str){ text, sizeof text - 1 }, cap * 16 * 1024);
    assert_true(ran_out > 0 && ran_out < 24);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows + 3] = {
        { "heights and nesting up to their bounds", check_bounds, NULL, NULL, NULL },
        { "so many mistakes are told", check_many, NULL, NULL, NULL },
        { "memory runs out", check_memory, NULL, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i + 3] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("hcl limits", t, NULL, NULL);
}
