/* SPDX-License-Identifier: Apache-2.0
 * INI: sections, keys, comments, and the lines that are none of these. */
#include "tests/unit/syntax/support.h"

#include <stdlib.h>
#include <string.h>

static const struct row {
    const char *name, *in, *want, *spans, *warnings;    /* want: the message when rc is not 0 */
    int rc;
} rows[] = {
    { "sections and keys", "[a]\nk = v\nl:w x\n[b]\n", "{\"a\":{\"k\":\"v\",\"l\":\"w x\"},\"b\":{}}",
      "0-20 0:0-15 4:8-9 10:12-15 16:16-19", "", 0 },
    { "keys before any section", "k=v\n[a]\nl=\n", "{\"\":{\"k\":\"v\"},\"a\":{\"l\":\"\"}}", NULL, "", 0 },
    { "comments and blanks", "# c\n ; d\n\n\t[a]  # e\n  k = v # kept\n", "{\"a\":{\"k\":\"v # kept\"}}", NULL, "", 0 },
    { "the first separator counts", "k = a=b:c\nl: a=b\n", "{\"\":{\"k\":\"a=b:c\",\"l\":\"a=b\"}}", NULL, "", 0 },
    { "carriage returns and a mark", "\xEF\xBB\xBF[a]\r\nk = v\r\n", "{\"a\":{\"k\":\"v\"}}", "0-15 3:3-13 8:12-13", "", 0 },
    { "a section again", "[a]\nk=1\n[b]\n[a]\nl=2\n", "{\"a\":{\"k\":\"1\",\"l\":\"2\"},\"b\":{}}", NULL, "", 0 },
    { "brackets in a name", "[a[0]]\n", "{\"a[0]\":{}}", NULL, "", 0 },
    { "nothing", "", "{}", "0-0", "", 0 },
    { "a repeated key", "[a]\nk=1\nk=2\n", "{\"a\":{\"k\":\"1\",\"k\":\"2\"}}", NULL,
      "ini-duplicate-key 8-9 The key \"k\" is repeated; the last one counts\n", 0 },
    { "a line without a key", "[a]\nword\n= x\n", "{\"a\":{}}", NULL,
      "ini-line 4-8 Expected [section], key = value or a comment; the line is skipped\n"
      "ini-line 9-12 Expected [section], key = value or a comment; the line is skipped\n", 0 },
    { "an open section", "[a b\nk=1\n", "{\"a b\":{\"k\":\"1\"}}", NULL,
      "ini-line 0-4 The section has no closing bracket; the rest of the line is its name\n", 0 },
    { "text behind a section", "[a] b\n", "{\"a\":{}}", NULL,
      "ini-line 4-5 The text behind the section is not used; write a comment with # or ;\n", 0 },
    { "bad UTF-8", "k=\xFF\n", "The text is not valid UTF-8 here", NULL, "", TNK_EPARSE },
    { "utf-16", "\xFF\xFEk", "The text is UTF-16; convert it to UTF-8", NULL, "", TNK_EPARSE },
};

static void check(void **state)
{
    const struct row *r = *state;
    bench b;
    tnk_value v = { .kind = TNK_NONE };
    tnk_error err = { 0 };
    tnk_buf got = TNK_BUF_INIT, spans = TNK_BUF_INIT;
    char *copy;
    bench_open(&b);
    assert_int_equal(bench_parse(&b, tnk_ini_parse, tnk_str_of(r->in), &v, &err, &copy), r->rc);
    if (r->rc == 0) {
        dump(&got, b.atoms, &v);
        dump_spans(&spans, &v);
        check_places(&v, (uint32_t)strlen(r->in), 3);
        assert_string_equal(got.ptr, r->want);
        if (r->spans != NULL)
            assert_string_equal(spans.ptr, r->spans);
    } else {
        assert_string_equal(err.msg, r->want);
        assert_int_equal(v.kind, TNK_NONE);
    }
    assert_string_equal(tnk_buf_str(&b.warnings).ptr, r->warnings);
    tnk_buf_free(&got), tnk_buf_free(&spans);
    free(copy);
    bench_close(&b);
}

static void hundred_thousand_sections(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf t = TNK_BUF_INIT;
    bench_open(&b);
    for (unsigned i = 0; i < 100000; i++)
        tnk_buf_printf(&t, "[s%u]\nk%u=1\n", i, i);
    for (unsigned i = 0; i < 100000; i++)
        tnk_buf_printf(&t, "[s%u]\nl=1\n", i);
    assert_int_equal(tnk_ini_parse(&b.reader, tnk_buf_str(&t), &v, &err), 0);
    assert_int_equal(v.n, 100000);
    assert_int_equal(v.u.kids[99999].n, 2);
    tnk_buf_free(&t);
    bench_close(&b);
}

static void warnings_are_bounded(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf t = TNK_BUF_INIT;
    bench_open(&b);
    for (unsigned i = 0; i < 10000; i++)
        tnk_buf_puts(&t, "word\n");
    assert_int_equal(tnk_ini_parse(&b.reader, tnk_buf_str(&t), &v, &err), 0);
    assert_non_null(strstr(b.warnings.ptr, "500-504 Only the first 100 warnings about this text are shown\n"));
    assert_null(strstr(b.warnings.ptr, "505-509"));
    tnk_buf_free(&t);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest more[] = {
        cmocka_unit_test(hundred_thousand_sections),
        cmocka_unit_test(warnings_are_bounded),
    };
    int failed = RUN_ROWS("ini rows", rows, check);
    return failed + cmocka_run_group_tests_name("ini", more, NULL, NULL);
}
