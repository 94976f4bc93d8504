/* SPDX-License-Identifier: Apache-2.0
 * JSONTestSuite: what must be accepted is, what must be refused is, and what is left to the parser is
 * decided in json-deviations.txt (listed: refused; not listed: accepted). */
#include "tests/unit/syntax/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int digit(char c)
{
    static const char set[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *at = c != '\0' ? strchr(set, c) : NULL;
    return at != NULL ? (int)(at - set) : -1;
}

static void decode(tnk_buf *out, tnk_str in)
{
    uint32_t bits = 0, n = 0;
    for (size_t i = 0; i < in.len && digit(in.ptr[i]) >= 0; i++) {
        bits = bits << 6 | (uint32_t)digit(in.ptr[i]);
        n += 6;
        if (n >= 8)
            n -= 8, tnk_buf_putc(out, (char)(bits >> n));
    }
}

static bool accepted(tnk_str text)
{
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    char *copy;
    bench_open(&b);
    int rc = bench_parse(&b, tnk_json_parse, text, &v, &err, &copy);
    if (rc == 0)
        check_places(&v, (uint32_t)text.len, TNK_DEPTH_JSON + 1);
    else
        assert_true(err.msg[0] != '\0' && err.at.off <= err.at.end && err.at.end <= text.len);
    free(copy);
    bench_close(&b);
    return rc == 0;
}

static void suite(void **state)
{
    (void)state;
    bench b;
    char *text;
    unsigned wrong = 0;
    bench_open(&b);
    tnk_value all = corpus_lines(&b, "nst-JSONTestSuite/cases.jsonl", &text);
    deviations d = deviations_open("tests/unit/syntax/json-deviations.txt");
    tnk_value_each(row, &all) {
        tnk_str path = field(&b, row, "path"), expect = field(&b, row, "expect");
        tnk_buf in = TNK_BUF_INIT;
        tnk_buf_add(&in, field(&b, row, "text"));
        decode(&in, field(&b, row, "base64"));
        bool want = tnk_str_is(expect, "either") ? !deviations_has(&d, path) : tnk_str_is(expect, "accept");
        if (accepted(tnk_buf_str(&in)) != want) {
            printf("%.*s should be %s\n", (int)path.len, path.ptr, want ? "accepted" : "refused");
            wrong++;
        }
        tnk_buf_free(&in);
    }
    assert_int_equal(wrong, 0);
    assert_true(all.n >= 340);
    deviations_close(&d);
    free(text);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(suite) };
    return cmocka_run_group_tests_name("json suite", tests, NULL, NULL);
}
