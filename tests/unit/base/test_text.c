/* SPDX-License-Identifier: Apache-2.0
 * Strings, UTF-8, error messages and the name of the language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/base/utf8.h"

static void integers(void **state)
{
    (void)state;
    static const struct { const char *in; bool ok; int64_t want; } rows[] = {
        { "0", true, 0 }, { "-0", true, 0 }, { "+7", true, 7 }, { "007", true, 7 },
        { "9223372036854775807", true, INT64_MAX }, { "-9223372036854775808", true, INT64_MIN },
        { "9223372036854775808", false, 0 }, { "-9223372036854775809", false, 0 },
        { "99999999999999999999", false, 0 },
        { "", false, 0 }, { "-", false, 0 }, { "+", false, 0 }, { "1a", false, 0 }, { " 1", false, 0 },
        { "--1", false, 0 }, { "1.0", false, 0 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t got = 12345;
        assert_int_equal(tnk_str_int(tnk_str_of(rows[i].in), &got), rows[i].ok);
        assert_true(got == (rows[i].ok ? rows[i].want : 12345));
    }
}

static void comparing(void **state)
{
    (void)state;
    const tnk_str none = { NULL, 0 };
    assert_true(tnk_str_eq(none, TNK_S("")));
    assert_true(tnk_str_starts(none, none) && tnk_str_ends(none, none) && tnk_str_has(none, none));
    assert_true(tnk_str_starts(TNK_S("abc"), TNK_S("ab")) && !tnk_str_starts(TNK_S("a"), TNK_S("ab")));
    assert_true(tnk_str_ends(TNK_S("abc"), TNK_S("bc")) && !tnk_str_ends(TNK_S("c"), TNK_S("bc")));
    assert_true(tnk_str_has(TNK_S("abc"), TNK_S("b")) && !tnk_str_has(TNK_S("abc"), TNK_S("d")));
    assert_true(tnk_str_cmp(TNK_S("a"), TNK_S("b")) < 0 && tnk_str_cmp(TNK_S("b"), TNK_S("a")) > 0);
    assert_true(tnk_str_cmp(TNK_S("a"), TNK_S("aa")) < 0 && tnk_str_cmp(none, TNK_S("")) == 0);
    assert_true(tnk_str_cmp(TNK_S("\xFF"), TNK_S("a")) > 0);
    assert_true(tnk_str_eq_nocase(TNK_S("aBc"), TNK_S("AbC")) && !tnk_str_eq_nocase(TNK_S("a"), TNK_S("b")));
    assert_false(tnk_str_eq_nocase(TNK_S("["), TNK_S("{")));    /* letters only */
    assert_true(tnk_str_is(tnk_str_trim(TNK_S(" \t\r\n a b \v\f")), "a b"));
    assert_int_equal(tnk_str_trim(TNK_S(" \n ")).len, 0);
    assert_true(tnk_str_is(tnk_str_from(TNK_S("abc"), 1), "bc"));
    assert_int_equal(tnk_str_of(NULL).len, 0);
}

static const struct { const char *in; uint32_t c; unsigned len; } chars[] = {
    { "a", 'a', 1 }, { "\x7F", 0x7F, 1 }, { "\xC2\x80", 0x80, 2 }, { "\xDF\xBF", 0x7FF, 2 },
    { "\xE0\xA0\x80", 0x800, 3 }, { "\xED\x9F\xBF", 0xD7FF, 3 }, { "\xEE\x80\x80", 0xE000, 3 },
    { "\xEF\xBF\xBF", 0xFFFF, 3 }, { "\xF0\x90\x80\x80", 0x10000, 4 }, { "\xF4\x8F\xBF\xBF", 0x10FFFF, 4 },
    /* continuation alone, overlong of each length, surrogates, past the end, never bytes, cut short */
    { "\x80", 0, 0 }, { "\xC0\xAF", 0, 0 }, { "\xC1\xBF", 0, 0 }, { "\xE0\x9F\xBF", 0, 0 },
    { "\xF0\x8F\xBF\xBF", 0, 0 }, { "\xED\xA0\x80", 0, 0 }, { "\xED\xBF\xBF", 0, 0 },
    { "\xF4\x90\x80\x80", 0, 0 }, { "\xF5\x80\x80\x80", 0, 0 }, { "\xFF", 0, 0 }, { "\xC2", 0, 0 },
    { "\xE3\x81", 0, 0 }, { "\xF0\x9F\x98", 0, 0 }, { "\xC2" "a", 0, 0 }, { "\xE3\x81" "a", 0, 0 }, { "", 0, 0 },
};

static void decoding(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof chars / sizeof *chars; i++) {
        uint32_t c = 0;
        char out[4];
        tnk_str s = tnk_str_of(chars[i].in);
        assert_int_equal(tnk_utf8_next(s, &c), chars[i].len);
        assert_int_equal(c, chars[i].c);
        assert_int_equal(tnk_utf8_bad(s), chars[i].len == 0 ? 0 : s.len);
        if (chars[i].len != 0) {
            assert_int_equal(tnk_utf8_put(c, out), chars[i].len);
            assert_memory_equal(out, chars[i].in, chars[i].len);
        }
    }
    char out[4];
    assert_int_equal(tnk_utf8_put(0xD800, out) + tnk_utf8_put(0xDFFF, out) + tnk_utf8_put(0x110000, out), 0);
}

static void first_bad_byte(void **state)
{
    (void)state;
    assert_int_equal(tnk_utf8_bad(TNK_S("0123456789\xE3\x81\x82" "01234567\xFF")), 21);
    assert_int_equal(tnk_utf8_bad(TNK_S("0123456\xE3\x81")), 7);
    assert_int_equal(tnk_utf8_bad((tnk_str){ NULL, 0 }), 0);
}

static void cutting(void **state)
{
    (void)state;
    static const struct { const char *in; size_t want; } rows[] = {
        { "", 0 }, { "abc", 3 }, { "a\xC3", 1 }, { "a\xC3\xA9", 3 }, { "\xE3\x81", 0 }, { "\xE3\x81\x82", 3 },
        { "a\xF0\x9F\x98", 1 }, { "\xF0", 0 }, { "\xF0\x9F\x98\x80", 4 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(tnk_utf8_cut(tnk_str_of(rows[i].in)), rows[i].want);
}

static void errors(void **state)
{
    (void)state;
    tnk_error err = { 0 };
    char wide[400] = "x";
    for (int i = 0; i < 99; i++)
        strcat(wide, "\xE3\x81\x82");
    assert_int_equal(tnk_fail(&err, TNK_EPARSE, (tnk_span){ 1, 2, 3 }, "%s", wide), TNK_EPARSE);
    assert_int_equal(strlen(err.msg), 253);     /* 255 would end inside a character */
    assert_int_equal(tnk_utf8_bad(tnk_str_of(err.msg)), 253);
    assert_int_equal(tnk_fail_plain(&err, TNK_EIO, "second"), TNK_EIO);
    assert_int_equal(err.code, TNK_EPARSE);     /* the first one stays */
    assert_int_equal(err.at.end, 3);
    assert_int_equal(tnk_fail_plain(NULL, TNK_EIO, "nobody listens"), TNK_EIO);
}

static void languages(void **state)
{
    (void)state;
    static const char *const ja[] = { "ja", "ja_JP", "ja_JP.UTF-8", "ja.UTF-8", "ja@x" };
    static const char *const en[] = { "", "en", "C", "jav", "j", "JA" };
    for (size_t i = 0; i < sizeof ja / sizeof *ja; i++)
        assert_int_equal(tnk_lang_parse(ja[i]), TNK_LANG_JA);
    for (size_t i = 0; i < sizeof en / sizeof *en; i++)
        assert_int_equal(tnk_lang_parse(en[i]), TNK_LANG_EN);
    assert_int_equal(tnk_lang_parse(NULL), TNK_LANG_EN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers),
        cmocka_unit_test(comparing),
        cmocka_unit_test(decoding),
        cmocka_unit_test(first_bad_byte),
        cmocka_unit_test(cutting),
        cmocka_unit_test(errors),
        cmocka_unit_test(languages),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
