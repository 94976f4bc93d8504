/* SPDX-License-Identifier: Apache-2.0
 * Snippets: which lines, how much of a long one, what is masked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/run/snippet.h"

static const struct row { const char *name, *text; uint32_t off, end; bool redact; uint32_t first; const char *want; } rows[] = {
    { "two lines before and two after", "a\nb\nc\nd\ne\nf\n", 6, 7, false, 2, "b\nc\nd\ne\nf" },
    { "the first line", "a\nb\nc\nd", 0, 1, false, 1, "a\nb\nc\nd" },
    { "the end of the text", "a\nb", 3, 3, false, 1, "a\nb" },
    { "a secret is masked, by characters", "p: s\xC3\xA9" "c\nq", 3, 7, true, 1, "p: ***\nq" },
    { "a secret over several lines", "k: |\n  ab\n  cd\nz", 3, 14, true, 1, "k: *\n****\n****\nz" },
    { "bytes that are no UTF-8", "a\xFF" "b", 0, 1, false, 1, "a\xEF\xBF\xBD" "b" },
    { "CRLF", "a\r\nb\r\n", 0, 1, false, 1, "a\nb\n" },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_sources set = { 0 };
    uint32_t id, first = 0, skip = 9;
    tnk_source *src = tnk_sources_add(&set, a, TNK_S("t"), tnk_str_of(r->text), &id);
    tnk_mask masks[] = { { 0, r->off, r->end }, { 1, 0, 100 } };    /* the second is of another file */
    tnk_str got = tnk_snippet(src, a, (tnk_span){ id, r->off, r->end }, r->redact ? masks : masks + 1,
                              r->redact ? 2 : 1, &first, &skip);
    assert_string_equal(got.ptr, r->want);
    assert_int_equal(first, r->first);
    assert_int_equal(skip, 0);
    tnk_arena_free(a);
}

/* A place far down one very long line: it is seen, columns stay right, also after wide characters. */
static void long_line(void **state)
{
    tnk_arena *a = tnk_arena_new(1 << 24);
    tnk_sources set = { 0 };
    tnk_buf b = TNK_BUF_INIT;
    uint32_t id, first, skip;
    (void)state;
    for (int i = 0; i < 20000; i++)
        tnk_buf_puts(&b, "\xE3\x81\x82x");
    tnk_buf_puts(&b, "PLACE");
    for (int i = 0; i < 20000; i++)
        tnk_buf_puts(&b, "y");
    tnk_source *src = tnk_sources_add(&set, a, TNK_S("t"), tnk_buf_str(&b), &id);
    assert_int_equal(tnk_source_position(src, a, 80000).column, 40001);
    assert_int_equal(tnk_source_position(src, a, 79997).column, 39999);     /* inside a character */
    assert_int_equal(tnk_source_position(src, a, 4).column, 3);
    tnk_str got = tnk_snippet(src, a, (tnk_span){ id, 80000, 80005 }, NULL, 0, &first, &skip);
    assert_non_null(strstr(got.ptr, "PLACE"));
    assert_true(got.len < 1000);
    assert_int_equal(skip + 1 + 30, 40001);     /* 60 bytes before the place are 30 characters */
    tnk_buf_free(&b);
    tnk_arena_free(a);
}

/* What one finding must not show, another at the next line must not show either; masks may overlap. */
static void neighbour(void **state)
{
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_sources set = { 0 };
    uint32_t id, first, skip;
    tnk_mask masks[] = { { 0, 3, 9 }, { 0, 4, 6 }, { 0, 17, 20 } };
    (void)state;
    tnk_source *src = tnk_sources_add(&set, a, TNK_S("t"), TNK_S("p: secret\nq: 1\nr: abc\n"), &id);
    tnk_str got = tnk_snippet(src, a, (tnk_span){ id, 13, 14 }, masks, 3, &first, &skip);
    assert_string_equal(got.ptr, "p: ******\nq: 1\nr:***c\n");
    tnk_arena_free(a);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 2];
    for (size_t i = 0; i < N; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    t[N] = (struct CMUnitTest){ "a very long line", long_line, NULL, NULL, NULL };
    t[N + 1] = (struct CMUnitTest){ "a neighbour's secret", neighbour, NULL, NULL, NULL };
    return cmocka_run_group_tests_name("snippet", t, NULL, NULL);
}
