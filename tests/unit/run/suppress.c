/* SPDX-License-Identifier: Apache-2.0
 * Suppression comments: which are read, what is said about the others, and which finding each
 * one sets aside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/run/suppress.h"

#define TODAY 20260601
#define OK "tenken:ignore a reason=\"r\""

/* Scans `text`, asks about rule `rule` at `line` of a resource that begins at `first`. `want` is
 * the reason of the comment that applies, NULL for none; `diags` all warnings as
 * "code@line:column; ". */
static const struct row {
    const char *name, *text, *rule;
    uint32_t first, line;
    const char *want, *diags;
} rows[] = {
    { "end of the line", "x: 1 # " OK, "a", 0, 1, "r", "" },
    { "another line", "x: 1 # " OK "\ny: 2", "a", 0, 2, NULL, "suppression-unused@1:6; " },
    { "another rule", "x: 1 # " OK, "b", 0, 1, NULL, "suppression-unused@1:6; " },
    { "line above", "# " OK "\nx: 1", "a", 0, 2, "r", "" },
    { "two lines above", "# " OK "\nx: 1\ny: 2", "a", 0, 3, NULL, "suppression-unused@1:1; " },
    { "empty line between", "# " OK "\n\nx: 1", "a", 0, 3, NULL, "suppression-unused@1:1; " },
    { "above the resource", "# " OK "\nr:\n  x: 1", "a", 2, 3, "r", "" },
    { "behind the resource's first line", "r: # " OK "\n  x: 1", "a", 1, 2, NULL,
      "suppression-unused@1:4; " },
    { "comment lines between", "  # " OK "\n  # why\n  // more\nx: 1", "a", 0, 4, "r", "" },
    { "two comments above", "# tenken:ignore b reason=\"s\"\n# " OK "\nx: 1", "b", 0, 3, "s",
      "suppression-unused@2:1; " },
    { "yaml document mark is no comment", "# " OK "\n---\nx: 1", "a", 0, 3, NULL,
      "suppression-unused@1:1; " },
    { "slashes", "x = 1 // " OK, "a", 0, 1, "r", "" },
    { "dashes", "select 1 -- " OK, "a", 0, 1, "r", "" },
    { "semicolon", "x = 1 ; " OK, "a", 0, 1, "r", "" },
    { "star", "x = 1 /* " OK " */", "a", 0, 1, "r", "" },
    { "star, no blanks", "x /*" OK "*/", "a", 0, 1, "r", "" },
    { "star before code", "/* " OK " */ x = 1", "a", 0, 1, "r", "" },
    { "star on its own line", "/* " OK " */\nx = 1", "a", 0, 2, "r", "" },
    { "star not closed", "/* " OK "\n*/ x = 1", "a", 0, 1, NULL, "suppression-malformed@1:1; " },
    { "runs of signs", "## " OK "\nx", "a", 0, 2, "r", "" },
    { "no comment", "x: tenken:ignore a reason=\"r\"", "a", 0, 1, NULL, "" },
    { "part of a word", "x#" OK, "a", 0, 1, NULL, "" },
    { "part of a url", "x: http://" OK, "a", 0, 1, NULL, "" },
    { "in a comment's prose", "# write " OK, "a", 0, 2, NULL, "" },
    { "comment in a comment", "# old # " OK "\nx: 1", "a", 0, 2, "r", "" },
    { "crlf", "# " OK "\r\nx: 1\r\n", "a", 0, 2, "r", "" },
    { "tabs", "x:\t1\t#\ttenken:ignore\ta\treason=\"r\"\t", "a", 0, 1, "r", "" },
    { "column counts characters", "公開: 1 # tenken:ignore", "a", 0, 1, NULL,
      "suppression-malformed@1:7; " },
    { "several rules", "x # tenken:ignore b,a reason=\"r\"", "a", 0, 1, "r",
      "suppression-unused@1:3; " },
    { "blank after comma", "x # tenken:ignore b, a reason=\"r\"", "a", 0, 1, "r",
      "suppression-unused@1:3; " },
    { "blank before comma", "x # tenken:ignore b ,a reason=\"r\"", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "japanese reason", "x # tenken:ignore a reason=\" 公開サイト \"", "a", 0, 1, "公開サイト", "" },
    { "until today", "x # " OK " until=2026-06-01", "a", 0, 1, "r", "" },
    { "until yesterday", "x # " OK " until=2026-05-31", "a", 0, 1, NULL,
      "suppression-expired@1:3; " },
    { "until before reason", "x # tenken:ignore a until=2099-01-01 reason=\"r\"", "a", 0, 1,
      "r", "" },
    { "until in quotes", "x # " OK " until=\"2099-01-01\"", "a", 0, 1, "r", "" },
    { "no such day", "x # " OK " until=2026-02-30", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "until twice", "x # " OK " until=2099-01-01 until=2099-01-01", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "no reason", "x # tenken:ignore a", "a", 0, 1, NULL, "suppression-malformed@1:3; " },
    { "empty reason", "x # tenken:ignore a reason=\"  \"", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "reason without quotes", "x # tenken:ignore a reason=r", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "reason not ended", "x # tenken:ignore a reason=\"r", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "reason not utf-8", "x # tenken:ignore a reason=\"\xff\"", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "no rule", "x # tenken:ignore reason=\"r\"", "a", 0, 1, NULL, "suppression-malformed@1:3; " },
    { "star for all rules", "x # tenken:ignore * reason=\"r\"", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "capital rule", "x # tenken:ignore A reason=\"r\"", "A", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "text behind", "x # " OK " really", "a", 0, 1, NULL, "suppression-malformed@1:3; " },
    { "longer word", "x # tenken:ignored a reason=\"r\"", "a", 0, 1, NULL,
      "suppression-malformed@1:3; " },
    { "two on a line", "x /* tenken:ignore b reason=\"s\" */ /* " OK " */", "a", 0, 1, "r",
      "suppression-unused@1:3; " },
    { "expired, then a good one", "# " OK " until=2020-01-01\n# tenken:ignore a reason=\"s\"\nx",
      "a", 0, 3, "s",
      "suppression-expired@1:1; " },
    { "last line", "x\n# " OK, "a", 0, 2, NULL, "suppression-unused@2:1; " },
    { "empty text", "", "a", 0, 1, NULL, "" },
};

static void note(void *ud, const char *code, uint32_t line, uint32_t column, const char *msg)
{
    assert_true(strlen(msg) > 20);
    tnk_buf_printf(ud, "%s@%u:%u; ", code, (unsigned)line, (unsigned)column);
}

static void check(void **state)
{
    const struct row *r = *state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_buf diags = TNK_BUF_INIT;
    tnk_suppress_set set = { 0 };
    size_t len = strlen(r->text);
    char *copy = malloc(len + !len);    /* one byte past the end must trap */
    assert_non_null(copy);
    memcpy(copy, r->text, len);
    assert_int_equal(tnk_suppressions_scan((tnk_str){ copy, len }, a, &set, note, &diags, NULL), 0);
    free(copy);
    const tnk_suppress *s = tnk_suppress_find(&set, tnk_str_of(r->rule), r->first, r->line, TODAY);
    assert_string_equal(s != NULL ? s->reason.ptr : "(none)", r->want != NULL ? r->want : "(none)");
    tnk_suppressions_review(&set, TODAY, note, &diags);
    assert_string_equal(tnk_buf_str(&diags).ptr, r->diags);
    tnk_buf_free(&diags);
    tnk_arena_free(a);
}

static void count(void *ud, const char *code, uint32_t line, uint32_t column, const char *msg)
{
    (void)code, (void)line, (void)column, (void)msg;
    ++*(unsigned *)ud;
}

/* Texts made to be slow: 1 MB of one pattern must not take longer than a few seconds, even
 * sanitized. */
static void hostile(void **state)
{
    enum { SIZE = 1 << 20 };
    static const char *const patterns[] = {
        "tenken:ignore", "/*tenken:ignore*/", "/* tenken:ignore", "# tenken:ignore\n",
        "x /* " OK " */ ",
        "# " OK "\n", "#", " ", "/*tenken:ignore ", "-- tenken:ignore a,a,a,a\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++) {
        tnk_arena *a = tnk_arena_new(64 << 20);
        tnk_buf text = TNK_BUF_INIT;
        tnk_suppress_set set = { 0 };
        unsigned diags = 0;
        clock_t begin = clock();
        while (text.len < SIZE)
            tnk_buf_puts(&text, patterns[i]);
        assert_int_equal(tnk_suppressions_scan(tnk_buf_str(&text), a, &set, count, &diags, NULL),
                         0);
        assert_true(set.n <= TNK_SUPPRESS_MAX && diags <= TNK_SUPPRESS_MAX + 1);
        assert_true((clock() - begin) / CLOCKS_PER_SEC < 5);
        tnk_buf_free(&text);
        tnk_arena_free(a);
    }
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 1];
    for (size_t i = 0; i < N; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    t[N] = (struct CMUnitTest)cmocka_unit_test(hostile);
    return cmocka_run_group_tests_name("suppress", t, NULL, NULL);
}
