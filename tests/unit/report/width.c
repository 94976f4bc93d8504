/* SPDX-License-Identifier: Apache-2.0
 * Display width, showing hostile text, wrapping, and the JSON writer's escapes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/report/jsonw.h"
#include "core/report/safe.h"
#include "core/report/width.h"

static void widths(void **state)
{
    static const struct { const char *text; size_t want; } rows[] = {
        { "", 0 },              { "abc", 3 },           { "点検", 4 },      { "ｱｲ", 2 },
        { "ＡＢ", 4 },          { "「」", 4 },          { "、。", 4 },      { "　", 2 },
        { "か\xE3\x82\x99", 2 }, { "e\xCC\x81", 1 },     { "é", 1 },         { "α", 1 },
        { "…", 1 },             { "①", 1 },             { "한글", 4 },      { "😀", 2 },
        { "𠮷", 2 },            { "a\xE2\x80\x8B" "b", 2 }, { "☃\xEF\xB8\x8F", 1 }, { "\xFF", 1 },
        { "\xE7\x82", 2 },      { "ｶﾞ", 2 },            { "─", 1 },         { "\xC2\xA0", 1 },
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (tnk_text_width(tnk_str_of(rows[i].text)) != rows[i].want)
            fail_msg("\"%s\" is %zu columns wide, not %zu", rows[i].text,
                     tnk_text_width(tnk_str_of(rows[i].text)), rows[i].want);
}

static const struct shown { const char *name, *in, *want, *json; } shown[] = {
    { "plain", "abc 点検", "abc 点検", "\"abc 点検\"" },
    { "escape sequence", "\x1b[31m", "\\x1b[31m", "\"\\u001b[31m\"" },
    { "blanks", "a\tb\r\nc", "a b  c", "\"a\\tb\\r\\nc\"" },
    { "bell, backspace, delete", "\a\b\x7f", "\\x07\\x08\\x7f", "\"\\u0007\\b\\u007f\"" },
    { "c1", "\xC2\x9B", "\\x9b", "\"\\u009b\"" },
    { "bidirectional", "\xE2\x80\xAE\xE2\x81\xA6\xE2\x80\x8F", "\\u202e\\u2066\\u200f",
      "\"\\u202e\\u2066\\u200f\"" },
    { "line separator", "\xE2\x80\xA8", "\\u2028", "\"\\u2028\"" },
    { "tag character", "\xF3\xA0\x81\x81", "\\ue0041", "\"\\udb40\\udc41\"" },
    { "bad bytes", "a\xFF\xE7\x82", "a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
      "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
    { "quotes", "\"\\/", "\"\\/", "\"\\\"\\\\/\"" },
    { "empty", "", "", "\"\"" },
};

static void shows(void **state)
{
    const struct shown *r = *state;
    tnk_buf b = TNK_BUF_INIT;
    tnk_show(&b, tnk_str_of(r->in));
    assert_string_equal(tnk_buf_str(&b).ptr, r->want);
    tnk_buf_clear(&b);
    tnk_jsonw w = tnk_jsonw_on(&b);
    tnk_jsonw_str(&w, NULL, tnk_str_of(r->in));
    assert_string_equal(b.ptr, r->json);
    tnk_buf_free(&b);
}

static const struct wrap {
    const char *name, *in;
    size_t col, indent, width;
    const char *want;
} wraps[] = {
    { "fits", "one two", 0, 0, 7, "one two\n" },
    { "at a blank", "one two three", 0, 0, 8, "one two\nthree\n" },
    { "indented", "one two three", 2, 4, 10, "one two\n    three\n" },
    { "long word is cut", "abcdefghij", 0, 0, 4, "abcd\nefgh\nij\n" },
    { "word longer than the rest of the line", "abcdef", 6, 2, 8, "\n  abcdef\n" },
    { "word longer than any line", "ab cdefghij", 0, 4, 8, "ab\n    cdef\n    ghij\n" },
    { "blanks at the break", "aaa   bbb", 0, 0, 4, "aaa\nbbb\n" },
    { "blanks at the end", "aaa   ", 0, 0, 10, "aaa\n" },
    { "blanks only", "    ", 0, 0, 2, "\n" },
    { "first blank after a label", " x", 4, 6, 20, " x\n" },
    { "label fills the line", " word", 8, 2, 10, "\n  word\n" },
    { "japanese anywhere", "点検対象を読む", 0, 0, 8, "点検対象\nを読む\n" },
    { "odd width", "点検対象", 0, 0, 5, "点検\n対象\n" },
    { "no full stop first", "点検です。次へ", 0, 0, 8, "点検で\nす。次へ\n" },
    { "no comma first", "あいう、えお", 0, 0, 6, "あい\nう、え\nお\n" },
    { "no closing bracket first", "あい「う」え", 0, 0, 8, "あい\n「う」え\n" },
    { "two closing marks", "あいう」。え", 0, 0, 8, "あい\nう」。え\n" },
    { "no opening bracket last", "あいう（え", 0, 0, 8, "あいう\n（え\n" },
    { "no long sound mark first", "あサーバー", 0, 0, 6, "あサー\nバー\n" },
    { "no small kana first", "あいチェック", 0, 0, 6, "あい\nチェッ\nク\n" },
    { "between latin and japanese", "ACLを設定", 0, 0, 5, "ACLを\n設定\n" },
    { "latin word in japanese", "設定private値", 0, 0, 8, "設定\nprivate\n値\n" },
    { "half-width katakana", "ｱｲｳｴ", 0, 0, 2, "ｱｲ\nｳｴ\n" },
    { "half-width voiced mark stays", "ｱｶﾞ", 0, 0, 2, "ｱ\nｶﾞ\n" },
    { "combining mark stays", "かか\xE3\x82\x99", 0, 0, 2, "か\nか\xE3\x82\x99\n" },
    { "nothing but full stops", "。。。", 0, 0, 4, "。。\n。\n" },
    { "wider than the line", "点", 0, 0, 1, "点\n" },
    { "empty", "", 0, 0, 10, "\n" },
};

static void wrapped(void **state)
{
    const struct wrap *r = *state;
    tnk_buf b = TNK_BUF_INIT;
    tnk_wrap(&b, tnk_str_of(r->in), r->col, r->indent, r->width);
    assert_string_equal(b.ptr, r->want);
    tnk_buf_free(&b);
}

/* Any bytes, shown and wrapped: nothing unsafe, valid UTF-8, no line too wide. */
static void anything(void **state)
{
    static const char *const parts[] = { "点", "。", "「", "a", " ", "\xFF", "\x1b", "ー", "word",
                                         "\xE2\x80\xAE", "ﾞ", "\n" };
    uint32_t seed = 1;
    (void)state;
    for (unsigned round = 0; round < 2000; round++) {
        tnk_buf raw = TNK_BUF_INIT, safe = TNK_BUF_INIT, out = TNK_BUF_INIT;
        size_t width = 10 + round % 30, indent = round % 5;
        for (unsigned i = 0; i < round % 97; i++) {
            seed = seed * 1664525u + 1013904223u;
            tnk_buf_puts(&raw, parts[(seed >> 16) % (sizeof parts / sizeof *parts)]);
        }
        tnk_show(&safe, tnk_buf_str(&raw));
        tnk_wrap(&out, tnk_buf_str(&safe), 0, indent, width);
        assert_int_equal(tnk_utf8_bad(tnk_buf_str(&out)), out.len);
        size_t col = 0;
        uint32_t c;
        for (size_t i = 0; i < out.len;) {
            i += tnk_safe_next(tnk_str_from(tnk_buf_str(&out), i), &c);
            assert_true(c == '\n' || tnk_safe_char(c));
            col = c == '\n' ? 0 : col + tnk_char_width(c);
            assert_true(col <= width);
        }
        tnk_buf_free(&raw);
        tnk_buf_free(&safe);
        tnk_buf_free(&out);
    }
}

static void json_nesting(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    tnk_jsonw w = tnk_jsonw_on(&b);
    (void)state;
    tnk_jsonw_map(&w, NULL);
    tnk_jsonw_list(&w, "empty");
    tnk_jsonw_end(&w);
    tnk_jsonw_list(&w, "list");
    tnk_jsonw_uint(&w, NULL, UINT64_MAX);
    tnk_jsonw_map(&w, NULL);
    tnk_jsonw_end(&w);
    tnk_jsonw_end(&w);
    tnk_jsonw_str_or_null(&w, "null", TNK_S(""));
    tnk_jsonw_flag(&w, "flag", false);
    tnk_jsonw_end(&w);
    tnk_jsonw_end(&w);      /* one too many does nothing */
    assert_string_equal(b.ptr,
                        "{\n  \"empty\": [],\n  \"list\": [\n    18446744073709551615,\n"
                        "    {}\n  ],\n"
                               "  \"null\": null,\n  \"flag\": false\n}\n");
    for (unsigned i = 0; i <= TNK_JSONW_DEPTH_MAX; i++) {
        assert_false(b.failed);
        tnk_jsonw_list(&w, NULL);
    }
    assert_true(b.failed);
    tnk_buf_free(&b);
}

int main(void)
{
    enum { SHOWN = sizeof shown / sizeof *shown, WRAPS = sizeof wraps / sizeof *wraps };
    struct CMUnitTest t[3 + SHOWN + WRAPS] = {
        cmocka_unit_test(widths), cmocka_unit_test(anything), cmocka_unit_test(json_nesting),
    };
    for (size_t i = 0; i < SHOWN; i++)
        t[3 + i] = (struct CMUnitTest){ shown[i].name, shows, NULL, NULL, (void *)&shown[i] };
    for (size_t i = 0; i < WRAPS; i++)
        t[3 + SHOWN + i] = (struct CMUnitTest){ wraps[i].name, wrapped, NULL, NULL,
                                                (void *)&wraps[i] };
    return cmocka_run_group_tests_name("width", t, NULL, NULL);
}
