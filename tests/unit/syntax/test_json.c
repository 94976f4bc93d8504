/* SPDX-License-Identifier: Apache-2.0
 * JSON: what is read, what is refused with which words, where everything stands. */
#include "tests/unit/syntax/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define X8(s) s s s s s s s s
#define X64(s) X8(X8(s))
#define X512(s) X8(X64(s))

static const struct row {
    const char *name, *in, *want, *spans;   /* want: the value, or the message when rc is not 0 */
    int rc;
    uint32_t off, end;                      /* of the error */
} rows[] = {
    { "scalars", "[null,true,false,0,-1,1.5,\"a\"]", "[null,true,false,0,-1,1.5,\"a\"]",
      "0-30 1-5 6-10 11-16 17-18 19-21 22-25 26-29", 0, 0, 0 },
    { "members and places", " { \"a\" : [ 1 , {} ] } ", "{\"a\":[1,{}]}",
      "1-21 3:9-19 11-12 15-17", 0, 0, 0 },
    { "a scalar alone", "\t\"x\"\r\n", "\"x\"", "1-4", 0, 0, 0 },
    { "a byte order mark is skipped", "\xEF\xBB\xBF[]", "[]", "3-5", 0, 0, 0 },
    { "escapes", "\"\\\"\\\\\\/\\n\\r\\t\\u00e9\\uD83D\\uDE00.\"", "\"\\\"\\\\/\\n\\r\\t\xC3\xA9\xF0\x9F\x98\x80.\"",
      NULL, 0, 0, 0 },
    { "an escaped NUL is a byte like others", "\"a\\u0000b\"", "\"a\\0b\"", NULL, 0, 0, 0 },
    { "escaped keys", "{\"\\u0061\":1}", "{\"a\":1}", "0-12 1:10-11", 0, 0, 0 },
    { "the empty key", "{\"\":1}", "{\"\":1}", NULL, 0, 0, 0 },
    { "utf-8 of all lengths", "\"\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80 and twenty more bytes\"",
      "\"\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80 and twenty more bytes\"", NULL, 0, 0, 0 },
    { "integers are exact to 64 bits", "[9223372036854775807,-9223372036854775808]",
      "[9223372036854775807,-9223372036854775808]", NULL, 0, 0, 0 },
    { "larger ones keep their text", "[9223372036854775808,1e400,-0.10E+2]",
      "[9223372036854775808,1e400,-0.10E+2]", NULL, 0, 0, 0 },
    { "512 levels", X512("[") X512("]"), X512("[") X512("]"), NULL, 0, 0, 0 },

    { "nothing", "", "Expected a value, found the end of the text", NULL, TNK_EPARSE, 0, 0 },
    { "only a mark", "\xEF\xBB\xBF", "Expected a value, found the end of the text", NULL, TNK_EPARSE, 3, 3 },
    { "513 levels", X512("[") "[", "Lists and maps are nested more than 512 levels deep", NULL,
      TNK_ELIMIT, 512, 513 },
    { "comma before a bracket", "[1,]", "Expected a value, found ']'", NULL, TNK_EPARSE, 3, 4 },
    { "comma before a brace", "{\"a\":1,}", "Expected a key in double quotes, found '}'", NULL,
      TNK_EPARSE, 7, 8 },
    { "no comma", "[1 2]", "Expected ',' or ']', found '2'", NULL, TNK_EPARSE, 3, 4 },
    { "no comma in a map", "{\"a\":1 \"b\":2}", "Expected ',' or '}', found '\"'", NULL, TNK_EPARSE, 7, 8 },
    { "no colon", "{\"a\" 1}", "Expected ':' after the key, found '1'", NULL, TNK_EPARSE, 5, 6 },
    { "open at the end", "[1", "Expected ',' or ']', found the end of the text", NULL, TNK_EPARSE, 2, 2 },
    { "more behind", "{} x", "Expected the end of the text, found 'x'", NULL, TNK_EPARSE, 3, 4 },
    { "a comment", "[1, // one\n2]", "Expected a value (JSON has no comments), found '/'", NULL,
      TNK_EPARSE, 4, 5 },
    { "single quotes", "['a']", "Expected a value (text needs double quotes), found '''", NULL,
      TNK_EPARSE, 1, 2 },
    { "a bare word", "[nil]", "Expected a value (text needs double quotes), found 'n'", NULL,
      TNK_EPARSE, 1, 2 },
    { "a word glued to more", "[nulls]", "Expected ',' or ']', found 's'", NULL, TNK_EPARSE, 5, 6 },
    { "leading zero", "[012]", "Expected no digit after a leading zero, found '1'", NULL, TNK_EPARSE, 2, 3 },
    { "minus alone", "-", "Expected a digit, found the end of the text", NULL, TNK_EPARSE, 1, 1 },
    { "point without digits", "[1.]", "Expected a digit, found ']'", NULL, TNK_EPARSE, 3, 4 },
    { "exponent without digits", "[1e+]", "Expected a digit, found ']'", NULL, TNK_EPARSE, 4, 5 },
    { "no closing quote", "[\"abc", "The string that starts here has no closing quote", NULL,
      TNK_EPARSE, 1, 2 },
    { "backslash at the end", "\"abc\\", "The string that starts here has no closing quote", NULL,
      TNK_EPARSE, 0, 1 },
    { "a tab in a string", "\"a\tb\"",
      "Expected \\n, \\t or another escape inside a string, found the byte 0x09", NULL, TNK_EPARSE, 2, 3 },
    { "an unknown escape", "\"ab\\x41\"",
      "This escape is unknown; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u", NULL, TNK_EPARSE, 3, 5 },
    { "hex cut short", "\"\\u00g0\"", "\\u must be followed by four hex digits", NULL, TNK_EPARSE, 1, 7 },
    { "a lone high surrogate", "\"\\uD800x\"", "Half of a surrogate pair is not a character", NULL,
      TNK_EPARSE, 1, 7 },
    { "a lone low surrogate", "\"\\uDC00\"", "Half of a surrogate pair is not a character", NULL,
      TNK_EPARSE, 1, 7 },
    { "two high surrogates", "\"\\uD800\\uD800\"", "Half of a surrogate pair is not a character", NULL,
      TNK_EPARSE, 1, 7 },
    { "an overlong sequence", "\"a\xC0\xAF\"", "The text is not valid UTF-8 here", NULL, TNK_EPARSE, 2, 3 },
    { "a surrogate in UTF-8", "\"\xED\xA0\x80\"", "The text is not valid UTF-8 here", NULL, TNK_EPARSE, 1, 2 },
    { "a bad byte outside a string", "[\xFF]", "Expected a value, found the byte 0xFF", NULL, TNK_EPARSE, 1, 2 },
    { "a character outside a string", "[\xE3\x81\x82]", "Expected a value, found '\xE3\x81\x82'", NULL,
      TNK_EPARSE, 1, 4 },
    { "utf-16", "\xFF\xFE[", "The text is UTF-16; convert it to UTF-8", NULL, TNK_EPARSE, 0, 2 },
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
    assert_int_equal(bench_parse(&b, tnk_json_parse, tnk_str_of(r->in), &v, &err, &copy), r->rc);
    if (r->rc == 0) {
        dump(&got, b.atoms, &v);
        dump_spans(&spans, &v);
        check_places(&v, (uint32_t)strlen(r->in), TNK_DEPTH_JSON + 1);
        assert_string_equal(got.ptr, r->want);
        if (r->spans != NULL)
            assert_string_equal(spans.ptr, r->spans);
    } else {
        assert_int_equal(v.kind, TNK_NONE);     /* untouched */
        assert_string_equal(err.msg, r->want);
        assert_int_equal(err.at.off, r->off);
        assert_int_equal(err.at.end, r->end);
    }
    assert_int_equal(b.warnings.len, 0);
    tnk_buf_free(&got), tnk_buf_free(&spans);
    free(copy);
    bench_close(&b);
}

static int parse_text(bench *b, const char *in, tnk_value *v)
{
    tnk_error err = { 0 };
    return tnk_json_parse(&b->reader, tnk_str_of(in), v, &err);
}

static void repeats_warn(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    bench_open(&b);
    assert_int_equal(parse_text(&b, "{\"a\":1, \"b\":{\"a\":0}, \"a\":2}", &v), 0);
    assert_string_equal(b.warnings.ptr,
                        "json-duplicate-key 21-24 The key \"a\" is repeated; the last one counts\n");
    assert_int_equal(tnk_value_get(b.atoms, &v, TNK_S("a"))->u.integer, 2);
    assert_int_equal(v.n, 3);
    bench_close(&b);
}

static void repeats_in_large_maps(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    bench_open(&b);
    assert_int_equal(parse_text(&b, "[{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"i\":1},"
                                    "{\"a\":1,\"b\":1,\"c\":1,\"d\":1,\"e\":1,\"f\":1,\"g\":1,\"h\":1,\"e\":1}]",
                                &v), 0);
    assert_string_equal(b.warnings.ptr,
                        "json-duplicate-key 106-109 The key \"e\" is repeated; the last one counts\n");
    bench_close(&b);
}

/* {"k0":0,...} with n keys, or the same key n times. Heap. */
static tnk_buf many_keys(unsigned n, bool same)
{
    tnk_buf t = TNK_BUF_INIT;
    tnk_buf_putc(&t, '{');
    for (unsigned i = 0; i < n; i++)
        tnk_buf_printf(&t, "%s\"k%u\":%u", i > 0 ? "," : "", same ? 0 : i, i);
    tnk_buf_putc(&t, '}');
    return t;
}

static void hundred_thousand_keys(void **state)
{
    (void)state;
    for (int same = 0; same < 2; same++) {
        bench b;
        tnk_value v;
        tnk_error err = { 0 };
        tnk_buf t = many_keys(100000, same != 0);
        bench_open(&b);
        assert_int_equal(tnk_json_parse(&b.reader, tnk_buf_str(&t), &v, &err), 0);
        assert_int_equal(v.n, 100000);
        unsigned lines = 0;
        for (const char *p = b.warnings.ptr; p != NULL && (p = strchr(p, '\n')) != NULL; p++)
            lines++;
        assert_int_equal(lines, same ? 101 : 0);    /* a hundred, and that there are more */
        tnk_buf_free(&t);
        bench_close(&b);
    }
}

static void megabyte_key(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf t = TNK_BUF_INIT;
    bench_open(&b);
    tnk_buf_puts(&t, "{\"");
    for (int i = 0; i < 1 << 17; i++)
        tnk_buf_puts(&t, "kkkkkkkk");
    tnk_buf_puts(&t, "\":1}");
    assert_int_equal(tnk_json_parse(&b.reader, tnk_buf_str(&t), &v, &err), 0);
    assert_int_equal(tnk_atoms_str(b.atoms, v.u.kids[0].key).len, 1 << 20);
    tnk_buf_free(&t);
    bench_close(&b);
}

static void hundred_thousand_brackets(void **state)
{
    (void)state;
    static const char *const opens[] = { "[", "{\"a\":" };
    for (int i = 0; i < 2; i++) {
        bench b;
        tnk_value v;
        tnk_error err = { 0 };
        tnk_buf t = TNK_BUF_INIT;
        bench_open(&b);
        for (int n = 0; n < 100000; n++)
            tnk_buf_puts(&t, opens[i]);
        assert_int_equal(tnk_json_parse(&b.reader, tnk_buf_str(&t), &v, &err), TNK_ELIMIT);
        assert_int_equal(err.at.off, 512 * strlen(opens[i]));
        tnk_buf_free(&t);
        bench_close(&b);
    }
}

/* Every beginning of a document, and the document with each byte replaced, parses or fails cleanly. */
static void truncations_and_flips(void **state)
{
    (void)state;
    static const char doc[] = "{\"a\":[1,-2.5e3,\"x\\u00e9\\uD83D\\uDE00\",null],\"b\":{\"c\":true,\"\xE3\x81\x82\":\"\"}}";
    static const char bytes[] = { 0, '"', '\\', '{', ']', ',', (char)0x80, (char)0xFF, 'u' };
    for (size_t i = 0; i < sizeof doc - 1; i++) {
        for (size_t k = 0; k <= sizeof bytes; k++) {
            bench b;
            tnk_value v = { .kind = TNK_NONE };
            tnk_error err = { 0 };
            char text[sizeof doc], *copy;
            memcpy(text, doc, sizeof doc);
            if (k < sizeof bytes)
                text[i] = bytes[k];
            size_t len = k < sizeof bytes ? sizeof doc - 1 : i;
            bench_open(&b);
            int rc = bench_parse(&b, tnk_json_parse, (tnk_str){ text, len }, &v, &err, &copy);
            assert_int_equal(rc, err.code);
            if (rc == 0)
                check_places(&v, (uint32_t)len, TNK_DEPTH_JSON + 1);
            else
                assert_true(rc == TNK_EPARSE && err.at.end <= len && err.at.off <= err.at.end);
            assert_true(k < sizeof bytes || rc != 0);   /* no true beginning is whole */
            free(copy);
            bench_close(&b);
        }
    }
}

static void places_are_shifted(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf got = TNK_BUF_INIT;
    bench_open(&b);
    b.reader.base = 100, b.reader.file = 7;
    assert_int_equal(tnk_json_parse(&b.reader, TNK_S("{\"a\":1}"), &v, &err), 0);
    dump_spans(&got, &v);
    assert_string_equal(got.ptr, "100-107 101:105-106");
    assert_int_equal(v.u.kids[0].file, 7);
    assert_int_equal(tnk_json_parse(&b.reader, TNK_S("[x"), &v, &err), TNK_EPARSE);
    assert_int_equal(err.at.off, 101);
    assert_int_equal(err.at.file, 7);
    tnk_buf_free(&got);
    bench_close(&b);
}

static void places_are_fixed(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf got = TNK_BUF_INIT;
    const tnk_span at = { 3, 50, 90 };
    bench_open(&b);
    b.reader.fixed = &at;
    assert_int_equal(tnk_json_parse(&b.reader, TNK_S("{\"a\":1,\"a\":2}"), &v, &err), 0);
    dump_spans(&got, &v);
    assert_string_equal(got.ptr, "50-90 50:50-90 50:50-90");
    assert_non_null(strstr(b.warnings.ptr, "json-duplicate-key 50-90"));
    assert_int_equal(tnk_json_parse(&b.reader, TNK_S("]"), &v, &err), TNK_EPARSE);
    assert_int_equal(err.at.off, 50);
    tnk_buf_free(&got);
    bench_close(&b);
}

static void memory_cap(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    bench_open(&b);
    tnk_arena *small = tnk_arena_new(64);
    b.reader.arena = small;
    assert_int_equal(tnk_json_parse(&b.reader, TNK_S("[1,2,3]"), &v, &err), TNK_ENOMEM);
    assert_string_equal(err.msg, "Memory ran out while the text was being read");
    tnk_arena_free(small);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest more[] = {
        cmocka_unit_test(repeats_warn),
        cmocka_unit_test(repeats_in_large_maps),
        cmocka_unit_test(hundred_thousand_keys),
        cmocka_unit_test(megabyte_key),
        cmocka_unit_test(hundred_thousand_brackets),
        cmocka_unit_test(truncations_and_flips),
        cmocka_unit_test(places_are_shifted),
        cmocka_unit_test(places_are_fixed),
        cmocka_unit_test(memory_cap),
    };
    int failed = RUN_ROWS("json rows", rows, check);
    return failed + cmocka_run_group_tests_name("json", more, NULL, NULL);
}
