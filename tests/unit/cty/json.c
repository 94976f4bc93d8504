/* SPDX-License-Identifier: Apache-2.0
 * JSON and numbers as texts, with the answers of Terraform 1.11.4 (`terraform console`: jsonencode(jsondecode(TEXT)),
 * tostring(NUMBER)). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/cty/harness.h"

/* ---- JSON ---- */

static const struct row { const char *name, *text, *want; } jsons[] = {
    { "members sorted", "{\"b\":1, \"a\":[true,null,\"x\"],\n\t\"c d\":{}}",
      "{\"a\":[true,null,\"x\"],\"b\":1,\"c d\":{}}" },
    { "last of repeated members", "{\"a\":1,\"a\":2}", "{\"a\":2}" },
    { "blanks around", "  null\r\n", "null" },
    { "empty array", "[ ]", "[]" },
    { "empty object", "{ }", "{}" },
    { "minus zero", "-0", "-0" },
    { "exponent", "1E+2", "100" },
    { "fraction", "-1.50", "-1.5" },
    { "beyond doubles", "9007199254740993.25", "9007199254740993.25" },
    { "pair of surrogates", "\"\\ud83d\\ude00\"", "\"😀\"" },
    { "half a pair", "\"\\ud83d\"", "\"\xEF\xBF\xBD\"" },
    { "half a pair and a letter", "\"\\ud83d\\u0041\"", "\"\xEF\xBF\xBD" "A\"" },
    { "second half alone", "\"\\ude00x\"", "\"\xEF\xBF\xBDx\"" },
    { "normal form", "\"e\\u0301\"", "\"é\"" },
    { "escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0001\\u0000\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u0000\"" },
    { "what HTML trips over", "\"<a> & \\u2028\\u2029\"", "\"\\u003ca\\u003e \\u0026 \\u2028\\u2029\"" },
    { "not UTF-8", "\"a\xFFz\"", "\"a\xEF\xBF\xBDz\"" },
    { "Japanese", "\"点検\"", "\"点検\"" },
    { "nothing", "", NULL },
    { "blanks only", " \n", NULL },
    { "comma at the end", "[1,]", NULL },
    { "zero in front", "01", NULL },
    { "half a word", "nul", NULL },
    { "more after it", "[1] x", NULL },
    { "colon missing", "{\"a\" 1}", NULL },
    { "key without quotes", "{a:1}", NULL },
    { "no such escape", "\"\\x\"", NULL },
    { "short escape", "\"\\u12\"", NULL },
    { "line break in a text", "\"a\nb\"", NULL },
    { "text not ended", "\"abc", NULL },
    { "escape at the end", "\"abc\\", NULL },
    { "point at the end", "1.", NULL },
    { "point in front", ".5", NULL },
    { "plus", "+1", NULL },
    { "exponent without digits", "1e", NULL },
    { "lone minus", "-", NULL },
    { "array not ended", "[1", NULL },
    { "object not ended", "{\"a\":1", NULL },
    { "object with a comma only", "{,}", NULL },
    { "exponent too large", "1e100000000", NULL },
};

static void json(void **state)
{
    const struct row *r = *state;
    harness h;
    harness_open(&h);
    const cty_value *v = cty_from_json(&h.c, tf_str(r->text));
    if (r->want != NULL) {
        assert_non_null(v);
        tnk_str text = cty_to_json(&h.c, v);
        assert_string_equal(text.ptr, r->want);
        assert_int_equal(text.len, strlen(r->want));
    } else {
        assert_null(v);
        assert_true(h.c.failed);
        assert_int_not_equal(h.c.error[0], 0);
    }
    harness_close(&h);
}

static void nul_bytes(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    assert_null(cty_from_json(&h.c, (tnk_str){ "1\0", 2 }));
    assert_null(cty_from_json(&h.c, (tnk_str){ "\"a\0\"", 4 }));
    assert_null(cty_from_json(&h.c, (tnk_str){ "\"\\\0\"", 4 }));
    assert_null(cty_from_json(&h.c, (tnk_str){ "[\0]", 3 }));
    harness_close(&h);
}

/* ---- numbers ---- */

static const struct row numbers[] = {
    { "whole", "12", "12" },
    { "whole with a point", "1.0", "1" },
    { "zeros at the end", "1.10", "1.1" },
    { "no digits before the point", ".5", "0.5" },
    { "no digits after the point", "5.", "5" },
    { "plus", "+5", "5" },
    { "minus zero", "-0", "-0" },
    { "zeros in front", "007", "7" },
    { "exponent", "1e3", "1000" },
    { "exponent with plus", "1e+5", "100000" },
    { "exponent of two", "1p3", "8" },
    { "small", "0.00001", "0.00001" },
    { "small and negative", "-1.5e-3", "-0.0015" },
    { "1e-20", "1e-20", "0.00000000000000000001" },
    { "1e21", "1e21", "1000000000000000000000" },
    { "largest of 64 bits", "9223372036854775807", "9223372036854775807" },
    { "beyond 64 bits", "9223372036854775808", "9223372036854775808" },
    { "smallest of 64 bits", "-9223372036854775808", "-9223372036854775808" },
    { "thirty digits and a half", "123456789012345678901234567890.5", "123456789012345678901234567890.5" },
    { "a bit above one", "1.00000000000000000000000000000000000000000000000001",
      "1.00000000000000000000000000000000000000000000000001" },
    { "more digits than are kept",
      "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
      "328230664709384460955058223172535940812848111745028410270193852110555964462294895493038196",
      "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651"
      "32823066470938446095505822317253594081284811" },
    { "a whole number of more digits than are kept",
      "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "000000000000000000000000000000000000000000000000000000000000000001",
      "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
      "000000000000000000000000000000000000000000000000000000000000000000" },
    { "nothing", "", NULL },
    { "sign alone", "-", NULL },
    { "point alone", ".", NULL },
    { "blank", " 5", NULL },
    { "digit groups", "1_000", NULL },
    { "hexadecimal", "0x10", NULL },
    { "exponent without digits", "1e", NULL },
    { "two points", "1.2.3", NULL },
    { "infinite, which is ours to refuse", "inf", NULL },
    { "too large", "1e20000", NULL },
    { "far too large", "1e999999999999999999999", NULL },
    { "too small", "1e-20000", NULL },
};

static void number(void **state)
{
    const struct row *r = *state;
    harness h;
    harness_open(&h);
    const cty_value *v = cty_number_parse(&h.c, tf_str(r->text));
    if (r->want != NULL) {
        assert_non_null(v);
        assert_string_equal(cty_number_text(&h.c, v->num).ptr, r->want);
    } else {
        assert_null(v);
        assert_true(h.c.failed);
    }
    harness_close(&h);
}

/* The text of a double has the digits of a double. pow(2, 0.5), log(16, 10), pow(10, 300) in the console. */
static void doubles(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    cty_ctx *c = &h.c;
    cty_num root = cty_number_double(c, 1.4142135623730951)->num;
    assert_string_equal(cty_number_text(c, root).ptr, "1.4142135623730951");
    assert_string_equal(cty_number_text(c, cty_number_arith(c, CTY_ADD, root, root)->num).ptr, "2.8284271247461903");
    assert_string_equal(cty_number_text(c, cty_number_arith(c, CTY_MUL, root, root)->num).ptr,
                        "2.00000000000000027343234630647693");
    cty_num three = cty_int(c, 3)->num;
    assert_string_equal(cty_number_text(c, cty_number_arith(c, CTY_MUL, root, three)->num).ptr,
                        "4.2426406871192854364238655762164853513240814208984375");
    assert_string_equal(cty_number_text(c, cty_number_double(c, 8)->num).ptr, "8");
    /* pow(2, 64), pow(2, -30): half of the last bit below a power of two too, so fewer digits than C would print */
    assert_string_equal(cty_number_text(c, cty_number_double(c, 18446744073709551616.0)->num).ptr,
                        "18446744073709550000");
    assert_string_equal(cty_number_text(c, cty_number_double(c, 9.313225746154785e-10)->num).ptr,
                        "0.0000000009313225746154785");
    assert_true(cty_number_to_double(root) == 1.4142135623730951);
    assert_false(c->failed);
    assert_null(cty_number_double(c, 1e308 * 10));
    harness_close(&h);
}

static void whole_numbers(void **state)
{
    (void)state;
    static const struct { const char *text; int64_t floor, ceil, trunc; bool whole; } rows[] = {
        { "1.5", 1, 2, 1, false },   { "-1.5", -2, -1, -1, false }, { "-0.5", -1, 0, 0, false }, { "7", 7, 7, 7, true },
        { "-0", 0, 0, 0, true },
    };
    harness h;
    harness_open(&h);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const cty_value *v = cty_number_parse(&h.c, tf_str(rows[i].text));
        int64_t n = 0;
        assert_int_equal(cty_number_to_int(v->num, &n), rows[i].whole);
        assert_int_equal(cty_number_round(&h.c, CTY_FLOOR, v->num)->num.i, rows[i].floor);
        assert_int_equal(cty_number_round(&h.c, CTY_CEIL, v->num)->num.i, rows[i].ceil);
        assert_int_equal(cty_number_round(&h.c, CTY_TRUNC, v->num)->num.i, rows[i].trunc);
    }
    harness_close(&h);
}

int main(void)
{
    enum { JSONS = sizeof jsons / sizeof *jsons, NUMBERS = sizeof numbers / sizeof *numbers };
    struct CMUnitTest t[JSONS + NUMBERS + 3] = {
        cmocka_unit_test(nul_bytes), cmocka_unit_test(doubles), cmocka_unit_test(whole_numbers)
    };
    for (size_t i = 0; i < JSONS; i++)
        t[3 + i] = (struct CMUnitTest){ jsons[i].name, json, NULL, NULL, (void *)&jsons[i] };
    for (size_t i = 0; i < NUMBERS; i++)
        t[3 + JSONS + i] = (struct CMUnitTest){ numbers[i].name, number, NULL, NULL, (void *)&numbers[i] };
    return cmocka_run_group_tests_name("JSON and numbers", t, NULL, NULL);
}
