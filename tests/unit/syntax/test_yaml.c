/* SPDX-License-Identifier: Apache-2.0
 * YAML: values, places, tags, aliases, merges, limits, and the words of refusal. */
#include "tests/unit/syntax/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NEW = 0, OLD = TNK_YAML_11, MERGE = TNK_YAML_MERGE };

static const struct row {
    const char *name, *in, *want, *spans, *warnings;
    unsigned flags;
    int rc;
    uint32_t off, end;
} rows[] = {
    { "places in block style", "a: 1\nb:\n  - x\n  - {c: [ y ]}\n", "[{\"a\":1,\"b\":[\"x\",{\"c\":[\"y\"]}]}]",
      "0-29 0-28 0:3-4 5:10-28 12-13 18-28 19:22-27 24-25", NULL, NEW, 0, 0, 0 },
    { "places count bytes, not characters", "\"\xC3\xA9\": '\xC3\xBC'\nb: \xE3\x81\x82\xF0\x9F\x98\x80 # x\nc: d",
      "[{\"\xC3\xA9\":\"\xC3\xBC\",\"b\":\"\xE3\x81\x82\xF0\x9F\x98\x80\",\"c\":\"d\"}]",
      "0-30 0-30 0:6-10 11:14-21 26:29-30", NULL, NEW, 0, 0, 0 },
    { "places after a byte order mark", "\xEF\xBB\xBF" "a: \xC3\xA9\nb: c\n", "[{\"a\":\"\xC3\xA9\",\"b\":\"c\"}]",
      "0-14 3-13 3:6-8 9:12-13", NULL, NEW, 0, 0, 0 },
    { "carriage returns", "a: 1\r\nb: \xC3\xA9\r\nc: 3\r\n", "[{\"a\":1,\"b\":\"\xC3\xA9\",\"c\":3}]",
      "0-19 0-17 0:3-4 6:9-11 13:16-17", NULL, NEW, 0, 0, 0 },
    { "block scalars end with their content", "a: |\n  x\n  y\n\nb: >-\n  z\n", "[{\"a\":\"x\\ny\\n\",\"b\":\"z\"}]",
      "0-24 0-23 0:3-12 14:17-23", NULL, NEW, 0, 0, 0 },
    { "anchors and tags stand before the place", "a: &x !!str 1\nb: !!map\n  # no\n  c: d\n",
      "[{\"a\":\"1\",\"b\":{\"c\":\"d\"}}]", "0-37 0-36 0:12-13 14:32-36 32:35-36", NULL, NEW, 0, 0, 0 },
    { "nothing", "", "[]", "0-0", NULL, NEW, 0, 0, 0 },
    { "only a comment", "# a\n", "[]", "0-4", NULL, NEW, 0, 0, 0 },
    { "documents", "a\n--- b\n---\n...\n", "[\"a\",\"b\",null]", NULL, NULL, NEW, 0, 0, 0 },
    { "empty values", "a:\nb: ''\n? c\n", "[{\"a\":null,\"b\":\"\",\"c\":null}]", NULL, NULL, NEW, 0, 0, 0 },

    { "core schema", "[~, null, True, no, 0o14, 014, 0x1F, 1_0, +12, -0x1, .5, 1e3, 1., .inf, -.Inf, .nan, 1.2.3, ., -]",
      "[[null,null,true,\"no\",12,14,31,\"1_0\",12,\"-0x1\",.5,1e3,1.,.inf,-.Inf,.nan,\"1.2.3\",\".\",\"-\"]]",
      NULL, NULL, NEW, 0, 0, 0 },
    { "version 1.1", "[yes, Off, on, y, 0o14, 014, 0129, 0x1F, 0b101, 1_000, 1_0.5, -0x1, 12:30:45, 2012-10-17]",
      "[[true,false,true,\"y\",12,12,\"0129\",31,5,1000,10.5,-1,\"12:30:45\",\"2012-10-17\"]]", NULL, NULL,
      OLD, 0, 0, 0 },
    { "64 bits and more", "[9223372036854775807, -9223372036854775808, 9223372036854775808, 0xFFFFFFFFFFFFFFFFF]",
      "[[9223372036854775807,-9223372036854775808,9223372036854775808,0xFFFFFFFFFFFFFFFFF]]", NULL, NULL,
      NEW, 0, 0, 0 },
    { "quoted and block scalars are text", "- '1'\n- \"true\"\n- |-\n  null\n", "[[\"1\",\"true\",\"null\"]]", NULL,
      NULL, NEW, 0, 0, 0 },
    { "keys stay as written", "1: a\nyes: b\n~: c\n", "[{\"1\":\"a\",\"yes\":\"b\",\"~\":\"c\"}]", NULL, NULL, OLD, 0, 0, 0 },

    { "local tags", "a: !Ref x\nb: !Sub [ 1, !GetAtt 2 ]\n",
      "[{\"a\":{\"!Ref\":\"x\"},\"b\":{\"!Sub\":[1,{\"!GetAtt\":\"2\"}]}}]",
      "0-35 0-34 0:3-9 3:8-9 10:13-34 13:18-34 20-21 23-32 23:31-32", NULL, NEW, 0, 0, 0 },
    { "a local tag on nothing", "a: !Z\n", "[{\"a\":{\"!Z\":\"\"}}]", "0-6 0-5 0:3-5 3:5-5", NULL, NEW, 0, 0, 0 },
    { "standard tags", "[!!str 1, !!int '2', !!float 3, !!bool 'true', !!null '', !!seq [4], !!binary x]",
      "[[\"1\",2,3,true,null,[4],{\"!!binary\":\"x\"}]]", NULL, NULL, NEW, 0, 0, 0 },
    { "a standard tag that does not fit", "!!int abc", "[\"abc\"]", "0-9 6-9",
      "yaml-tag-mismatch 6-9 The value is not what its tag !!int says; it is read as text\n", NEW, 0, 0, 0 },
    { "the tag that only says text", "! 12", "[\"12\"]", NULL, NULL, NEW, 0, 0, 0 },
    { "other tags", "%TAG !e! tag:example.com,2000:\n--- !e!x y\n", "[{\"tag:example.com,2000:x\":\"y\"}]", NULL,
      NULL, NEW, 0, 0, 0 },

    { "aliases", "a: &x {k: 1}\nb: *x\n*x : 2\n", "[{\"a\":{\"k\":1},\"b\":{\"k\":1},\"*x\":2}]",
      NULL, "yaml-key-not-text 19-21 A list or map is a key here; it is read as the text \"*x\"\n", NEW, 0, 0, 0 },
    { "an alias as a key", "[&a k, {*a : 1}]", "[[\"k\",{\"k\":1}]]", NULL, NULL, NEW, 0, 0, 0 },
    { "the latest anchor of a name counts", "[&a 1, *a, &a [&a 2], *a]", "[[1,1,[2],2]]", NULL, NULL, NEW, 0, 0, 0 },
    { "an unknown alias", "a: *b", "The alias *b has no anchor &b before it", NULL, NULL, NEW, TNK_EPARSE, 3, 5 },
    { "anchors end with their document", "&a 1\n--- *a", "The alias *a has no anchor &a before it", NULL, NULL,
      NEW, TNK_EPARSE, 9, 11 },
    { "an alias of itself", "a: &x {b: [*x]}", "The alias *x stands inside its own anchor", NULL, NULL, NEW,
      TNK_EPARSE, 11, 13 },

    { "a merge", "b: &b {x: 1, y: 2}\nm: {y: 3, <<: *b, z: 4}", "[{\"b\":{\"x\":1,\"y\":2},\"m\":{\"y\":3,\"z\":4,\"x\":1}}]",
      NULL, NULL, MERGE, 0, 0, 0 },
    { "a merge of a list: the first wins", "{<<: [{a: 1}, {a: 2, b: 2}], <<: {c: 3, b: 3}}",
      "[{\"a\":1,\"b\":2,\"c\":3}]", NULL, NULL, MERGE, 0, 0, 0 },
    { "a merge of a merge", "[&a {x: 1}, &b {<<: *a, y: 2}, {<<: *b}]", "[[{\"x\":1},{\"y\":2,\"x\":1},{\"y\":2,\"x\":1}]]",
      NULL, NULL, MERGE, 0, 0, 0 },
    { "quoted it is a key", "{'<<': 1}", "[{\"<<\":1}]", NULL, NULL, MERGE, 0, 0, 0 },
    { "without the flag too", "{<<: {a: 1}}", "[{\"<<\":{\"a\":1}}]", NULL, NULL, NEW, 0, 0, 0 },
    { "a merge of a scalar", "{<<: 1}", "The value of a merge key << must be a map or a list of maps", NULL, NULL,
      MERGE, TNK_EPARSE, 5, 6 },
    { "a merge of a list of scalars", "{<<: [{a: 1}, b]}",
      "The value of a merge key << must be a map or a list of maps", NULL, NULL, MERGE, TNK_EPARSE, 5, 16 },

    { "repeated keys", "a: 1\nb: 2\n'a': 3\n", "[{\"a\":1,\"b\":2,\"a\":3}]", NULL,
      "yaml-duplicate-key 10-13 The key \"a\" is repeated; the last one counts\n", NEW, 0, 0, 0 },
    { "a list as a key", "? [a, b]\n: 1\n", "[{\"[a, b]\":1}]", NULL,
      "yaml-key-not-text 2-8 A list or map is a key here; it is read as the text \"[a, b]\"\n", NEW, 0, 0, 0 },

    { "a tab", "a:\n\tb: 1\n", "A tab cannot indent YAML; use spaces", NULL, NULL, NEW, TNK_EPARSE, 3, 4 },
    { "an open list", "a: [1, 2\n", "This is not valid YAML: while parsing a flow sequence, did not find "
      "expected ',' or ']'", NULL, NULL, NEW, TNK_EPARSE, 9, 9 },
    { "bad UTF-8", "a: \xC3\xA9\nb: \xFF\n", "This is not valid YAML: invalid leading UTF-8 octet", NULL, NULL, NEW,
      TNK_EPARSE, 9, 10 },
    { "a control", "a: \xC3\xA9\x01", "This is not valid YAML: control characters are not allowed", NULL, NULL, NEW,
      TNK_EPARSE, 5, 6 },
    { "utf-16", "\xFE\xFF", "The text is UTF-16; convert it to UTF-8", NULL, NULL, NEW, TNK_EPARSE, 0, 2 },
};

static int parse_flags;

static int parse(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
{
    return tnk_yaml_parse(r, text, (unsigned)parse_flags, ret, err);
}

static void check(void **state)
{
    const struct row *r = *state;
    bench b;
    tnk_value v = { .kind = TNK_NONE };
    tnk_error err = { 0 };
    tnk_buf got = TNK_BUF_INIT, spans = TNK_BUF_INIT;
    char *copy;
    bench_open(&b);
    parse_flags = (int)r->flags;
    int rc = bench_parse(&b, parse, tnk_str_of(r->in), &v, &err, &copy);
    if (r->rc == 0) {
        assert_string_equal(err.msg, "");
        dump(&got, b.atoms, &v);
        dump_spans(&spans, &v);
        assert_string_equal(got.ptr, r->want);
        check_places(&v, (uint32_t)strlen(r->in), TNK_DEPTH_YAML + 2);
        if (r->spans != NULL)
            assert_string_equal(spans.ptr, r->spans);
    } else {
        assert_int_equal(v.kind, TNK_NONE);
        assert_string_equal(err.msg, r->want);
        assert_int_equal(err.at.off, r->off);
        assert_int_equal(err.at.end, r->end);
    }
    assert_int_equal(rc, r->rc);
    assert_string_equal(tnk_buf_str(&b.warnings).ptr, r->warnings != NULL ? r->warnings : "");
    tnk_buf_free(&got), tnk_buf_free(&spans);
    free(copy);
    bench_close(&b);
}

/* ---- hostile texts ---- */

/* head, then `body` n times (with its number where it has a %u), then tail. */
static tnk_buf repeat(const char *head, const char *body, unsigned n, const char *tail)
{
    tnk_buf t = TNK_BUF_INIT;
    tnk_buf_puts(&t, head);
    const char *number = strstr(body, "%u");
    for (unsigned i = 0; i < n; i++) {
        if (number == NULL) {
            tnk_buf_puts(&t, body);
            continue;
        }
        tnk_buf_add(&t, (tnk_str){ body, (size_t)(number - body) });
        tnk_buf_printf(&t, "%u%s", i, number + 2);
    }
    tnk_buf_puts(&t, tail);
    return t;
}

static const struct hostile {
    const char *name, *head, *body, *tail, *msg;
    unsigned n;
    int rc;
} hostile[] = {
    { "100k open brackets", "", "[", "", "Lists and maps are nested more than 256 levels deep", 100000, TNK_ELIMIT },
    { "100k open braces", "", "{a: ", "", "Lists and maps are nested more than 256 levels deep", 100000, TNK_ELIMIT },
    { "100k dashes", "", "- ", "x", "Lists and maps are nested more than 256 levels deep", 100000, TNK_ELIMIT },
    { "200 tagged levels", "", "!a [", "", "Lists and maps are nested more than 256 levels deep", 200, TNK_ELIMIT },
    { "256 levels", "", "- ", "x", "", 256, 0 },
    { "100k keys", "", "k%u: 1\n", "", "", 100000, 0 },
    { "100k same keys", "", "k: 1\n", "", "", 100000, 0 },
    { "20k anchors", "", "- &a%u 1\n", "", "", 20000, 0 },
    { "a long key", "", "kkkkkkkkkkkkkkkk", ": 1",
      "", 65536, TNK_EPARSE },
    { "a long quoted text", "'", "kkkkkkkkkkkkkkkk", "'", "", 65536, 0 },
    { "100k documents", "", "--- 1\n", "", "", 100000, 0 },
    { "more documents", "", "--- 1\n", "", "The text has more than 100000 documents; split it", 100001, TNK_ELIMIT },
    { "%TAG lines", "", "%TAG !a%u! x\n", "--- 1", "The text has more than 64 %TAG lines", 1000, TNK_ELIMIT },
};

static void check_hostile(void **state)
{
    const struct hostile *h = *state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf t = repeat(h->head, h->body, h->n, h->tail);
    bench_open(&b);
    assert_int_equal(tnk_yaml_parse(&b.reader, tnk_buf_str(&t), 0, &v, &err), h->rc);
    if (h->msg[0] != '\0')
        assert_string_equal(err.msg, h->msg);
    assert_true(err.at.end <= t.len);
    tnk_buf_free(&t);
    bench_close(&b);
}

static int parse_all(bench *b, const char *text, tnk_value *v, tnk_error *err)
{
    return tnk_yaml_parse(&b->reader, tnk_str_of(text), TNK_YAML_MERGE, v, err);
}

static void billion_laughs(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    tnk_buf t = TNK_BUF_INIT;
    bench_open(&b);
    tnk_buf_puts(&t, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        tnk_buf_printf(&t, "a%d: &a%d [", i, i);
        for (int k = 0; k < 10; k++)
            tnk_buf_printf(&t, "%s*a%d", k > 0 ? "," : "", i - 1);
        tnk_buf_puts(&t, "]\n");
    }
    assert_int_equal(parse_all(&b, t.ptr, &v, &err), TNK_ELIMIT);
    assert_string_equal(err.msg, "Aliases stand for more than 2000000 values in one document");
    assert_true(tnk_arena_used(b.arena) < 100000);
    tnk_buf_free(&t);
    bench_close(&b);
}

static void aliases_do_not_hide_depth(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    bench_open(&b);
    tnk_buf t = repeat("- &a0 ", "[", 200, "");
    for (int i = 0; i < 200; i++)
        tnk_buf_putc(&t, ']');
    tnk_buf_puts(&t, "\n- ");
    for (int i = 0; i < 100; i++)
        tnk_buf_putc(&t, '[');
    tnk_buf_puts(&t, "*a0");
    assert_int_equal(parse_all(&b, t.ptr, &v, &err), TNK_ELIMIT);
    assert_string_equal(err.msg, "Lists and maps are nested more than 256 levels deep");
    tnk_buf_free(&t);
    bench_close(&b);
}

static void long_tags_and_keys_are_counted(void **state)
{
    (void)state;
    static const char *const heads[] = { "- &a ", "%TAG !e! tag:" }, *const bodies[] = { "- {*a : 1}\n", "- !e!x y\n" };
    static const char *const ends[] = { "\n", "\n---\n" };
    for (int i = 0; i < 2; i++) {
        bench b;
        tnk_value v;
        tnk_error err = { 0 };
        bench_open(&b);
        tnk_buf t = repeat(heads[i], "0123456789abcdef", 1 << 14, ends[i]);
        for (int k = 0; k < 1000; k++)
            tnk_buf_puts(&t, bodies[i]);
        assert_int_equal(parse_all(&b, t.ptr, &v, &err), TNK_ELIMIT);
        assert_string_equal(err.msg, "Tags and aliased keys stand for more than 67108864 bytes");
        tnk_buf_free(&t);
        bench_close(&b);
    }
}

static void flags_of_nodes(void **state)
{
    (void)state;
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    bench_open(&b);
    assert_int_equal(parse_all(&b, "- 'a'\n- |\n  b\n- c\n- &d [1]\n- *d\n- !t x\n- {'': 1}\n- {<<: {k: 1}}\n- {<<: {}}", &v,
                               &err), 0);
    const tnk_value *l = &v.u.kids[0];
    static const unsigned want[] = { TNK_F_QUOTED, TNK_F_QUOTED, 0, 0, TNK_F_ALIAS, TNK_F_TAGGED, 0, 0, 0 };
    for (uint32_t i = 0; i < sizeof want / sizeof *want; i++)
        assert_int_equal(tnk_value_at(l, i)->flags, want[i]);
    assert_ptr_equal(tnk_value_at(l, 4)->u.kids, tnk_value_at(l, 3)->u.kids);
    assert_int_equal(tnk_value_at(tnk_value_at(l, 6), 0)->flags, TNK_F_EMPTY_KEY);
    assert_int_equal(tnk_value_at(tnk_value_at(l, 7), 0)->flags, TNK_F_ALIAS);
    assert_int_equal(tnk_value_at(l, 8)->n, 0);
    bench_close(&b);
}

static void truncations_and_flips(void **state)
{
    (void)state;
    static const char *const docs[] = {
        "%YAML 1.1\n--- &a\nk: !T [1, \"x\\u00e9\", 'y']\n? [p]\n: *a\n",
        "a: &x {b: 1}\n<<: *x\nc: |+\n  t\n\n# n\nd: >-\n  \xE3\x81\x82\n  q\n...\n",
        "\xEF\xBB\xBF- - \xF0\x9F\x98\x80: ~\r\n  - !!int '3'\r\n- {<<: [{a: 1}]}\r\n",
    };
    static const char bytes[] = { 0, '\t', '\n', '"', '{', ']', '*', '&', '!', (char)0x80, (char)0xFF };
    for (size_t d = 0; d < sizeof docs / sizeof *docs; d++) {
        size_t len = strlen(docs[d]);
        for (size_t i = 0; i < len * (sizeof bytes + 1); i++) {
            bench b;
            tnk_value v;
            tnk_error err = { 0 };
            char text[256], *copy;
            size_t at = i / (sizeof bytes + 1), k = i % (sizeof bytes + 1);
            memcpy(text, docs[d], len);
            if (k < sizeof bytes)
                text[at] = bytes[k];
            size_t n = k < sizeof bytes ? len : at;
            bench_open(&b);
            parse_flags = TNK_YAML_MERGE;
            int rc = bench_parse(&b, parse, (tnk_str){ text, n }, &v, &err, &copy);
            assert_int_equal(rc, err.code);
            if (rc == 0)
                check_places(&v, (uint32_t)n, TNK_DEPTH_YAML + 2);
            else
                assert_true(err.msg[0] != '\0' && err.at.end <= n && err.at.off <= err.at.end);
            free(copy);
            bench_close(&b);
        }
    }
}

int main(void)
{
    const struct CMUnitTest more[] = {
        cmocka_unit_test(billion_laughs),
        cmocka_unit_test(aliases_do_not_hide_depth),
        cmocka_unit_test(long_tags_and_keys_are_counted),
        cmocka_unit_test(flags_of_nodes),
        cmocka_unit_test(truncations_and_flips),
    };
    int failed = RUN_ROWS("yaml rows", rows, check);
    failed += RUN_ROWS("yaml hostile", hostile, check_hostile);
    return failed + cmocka_run_group_tests_name("yaml", more, NULL, NULL);
}
