/* SPDX-License-Identifier: Apache-2.0
 * Places in a source, and the value tree: reading, building, equality. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/value/source.h"
#include "core/value/value.h"

static tnk_source *source_of(tnk_arena *a, tnk_str text)
{
    tnk_sources s = { 0 };
    uint32_t n = 99;
    tnk_source *src = tnk_sources_add(&s, a, TNK_S("f"), text, &n);
    assert_non_null(src);
    assert_int_equal(n, 0);
    return src;
}

static const struct { const char *text; uint32_t off, line, column; } places[] = {
    { "", 0, 1, 1 }, { "", 9, 1, 1 },
    { "ab\ncd", 0, 1, 1 }, { "ab\ncd", 2, 1, 3 }, { "ab\ncd", 3, 2, 1 }, { "ab\ncd", 5, 2, 3 }, { "ab\ncd", 99, 2, 3 },
    { "ab\n", 3, 2, 1 }, { "\n\n\n", 2, 3, 1 },
    { "ab\r\ncd", 2, 1, 3 }, { "ab\r\ncd", 4, 2, 1 }, { "ab\r\ncd", 5, 2, 2 },
    { "\xC3\xA9\xE3\x81\x82\xF0\x9F\x98\x80x", 9, 1, 4 }, { "\xC3\xA9\xE3\x81\x82x", 2, 1, 2 },
    { "a\xFF\xFE" "b", 3, 1, 4 },               /* a bad byte is a column */
    { "a\xE3\x81\x82", 2, 1, 2 }, { "a\xE3\x81\x82", 3, 1, 2 }, { "a\xE3\x81\x82", 4, 1, 3 },
};

static void positions(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        tnk_source *s = source_of(a, tnk_str_of(places[i].text));
        tnk_position p = tnk_source_position(s, a, places[i].off);
        assert_int_equal(p.line, places[i].line);
        assert_int_equal(p.column, places[i].column);
    }
    tnk_arena_free(a);
}

/* Every offset asked for forwards, backwards and in leaps gives what a fresh source gives. */
static void positions_remembered(void **state)
{
    (void)state;
    const tnk_str text = TNK_S("a\xC3\xA9z\r\n\n\xE3\x81\x82\xF0\x9F\x98\x80 end\n\xFFx");
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_source *s = source_of(a, text);
    for (uint32_t i = 0; i < 3 * (text.len + 1); i++) {
        uint32_t n = (uint32_t)text.len + 1;
        uint32_t off = i < n ? i : i < 2 * n ? 2 * n - 1 - i : i * 7 % n;
        tnk_position got = tnk_source_position(s, a, off), want = tnk_source_position(source_of(a, text), a, off);
        assert_int_equal(got.line, want.line);
        assert_int_equal(got.column, want.column);
    }
    tnk_arena_free(a);
}

static void lines(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_source *s = source_of(a, TNK_S("one\r\n\ntwo\rx\n"));
    assert_true(tnk_str_is(tnk_source_line(s, a, 1), "one"));
    assert_true(tnk_str_is(tnk_source_line(s, a, 2), ""));
    assert_true(tnk_str_is(tnk_source_line(s, a, 3), "two\rx"));
    assert_true(tnk_str_is(tnk_source_line(s, a, 4), ""));
    assert_true(tnk_str_is(tnk_source_line(s, a, 5), "") && tnk_str_is(tnk_source_line(s, a, 0), ""));
    tnk_arena_free(a);
}

static void sources_are_counted(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new((size_t)64 << 20);
    tnk_sources s = { 0 };
    uint32_t n;
    for (uint32_t i = 0; i < TNK_SOURCES_MAX; i++) {
        assert_non_null(tnk_sources_add(&s, a, TNK_S("f"), TNK_S("x"), &n));
        assert_int_equal(n, i);
    }
    assert_null(tnk_sources_add(&s, a, TNK_S("f"), TNK_S("x"), &n));
    tnk_arena *small = tnk_arena_new(16);
    assert_int_equal(tnk_source_position(s.at[7], small, 1).line, 1);   /* no memory for the table */
    tnk_arena_free(small);
    tnk_arena_free(a);
}

static void lists_grow(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 22);
    tnk_value *list = tnk_value_new(a, TNK_LIST, (tnk_span){ 1, 2, 3 });
    for (int i = 0; i < 1000; i++)
        assert_int_equal(tnk_value_push(a, list, tnk_value_new_int(a, i, (tnk_span){ 0 })), 0);
    assert_int_equal(tnk_value_count(list), 1000);
    int64_t want = 0;
    tnk_value_each(kid, list)
        assert_int_equal(kid->u.integer, want++);
    assert_int_equal(want, 1000);
    assert_null(tnk_value_at(list, 1000));
    assert_int_equal(tnk_value_push(a, list, list), 0);     /* a copy of itself as it was */
    assert_int_equal(tnk_value_push(a, list, NULL), TNK_EINVAL);
    assert_int_equal(tnk_value_push(a, tnk_value_new(a, TNK_MAP, (tnk_span){ 0 }), list), TNK_EINVAL);
    assert_int_equal(tnk_value_span(list).end, 3);
    tnk_arena_free(a);
}

static void maps_put(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    tnk_atoms *t = tnk_atoms_new();
    tnk_atom k = tnk_atoms_add(t, TNK_S("k")), l = tnk_atoms_add(t, TNK_S("l"));
    tnk_value *map = tnk_value_new(a, TNK_MAP, (tnk_span){ 0 });
    assert_int_equal(tnk_value_put(a, map, k, 5, tnk_value_new_int(a, 1, (tnk_span){ 0 })), 0);
    assert_int_equal(tnk_value_put(a, map, l, 6, tnk_value_new_int(a, 2, (tnk_span){ 0 })), 0);
    assert_int_equal(tnk_value_put(a, map, k, 7, tnk_value_new_int(a, 3, (tnk_span){ 0 })), 0);
    assert_int_equal(map->n, 2);
    assert_int_equal(tnk_value_get(t, map, TNK_S("k"))->u.integer, 3);
    assert_int_equal(tnk_value_member(map, k)->key_off, 7);
    assert_int_equal(tnk_value_add(a, map, k, 8, tnk_value_new_int(a, 4, (tnk_span){ 0 })), 0);
    assert_int_equal(map->n, 3);
    assert_int_equal(tnk_value_member(map, k)->u.integer, 4);   /* of repeated keys the last */
    assert_null(tnk_value_get(t, map, TNK_S("none")));
    assert_null(tnk_value_member(map, 0));
    assert_int_equal(tnk_value_put(a, map, 0, 0, map), TNK_EINVAL);
    assert_int_equal(tnk_value_put(a, map, k, 0, NULL), TNK_EINVAL);
    tnk_arena *small = tnk_arena_new(64);
    tnk_value *other = tnk_value_new(small, TNK_MAP, (tnk_span){ 0 });
    assert_int_equal(tnk_value_put(small, other, k, 0, map), TNK_ENOMEM);
    assert_int_equal(other->n, 0);
    tnk_arena_free(small);
    tnk_atoms_free(t);
    tnk_arena_free(a);
}

static void absent(void **state)
{
    (void)state;
    char scratch[24];
    assert_int_equal(tnk_value_kind(NULL), TNK_NONE);
    assert_int_equal(tnk_value_count(NULL), 0);
    assert_null(tnk_value_at(NULL, 0));
    assert_null(tnk_value_text(NULL).ptr);
    assert_null(tnk_value_scalar(NULL, scratch).ptr);
    assert_null(tnk_value_member(NULL, 1));
    assert_int_equal(tnk_value_span(NULL).end, 0);
    assert_true(tnk_value_equal(NULL, NULL));
    tnk_value_each(kid, (const tnk_value *)NULL)
        fail();
}

static void scalars(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 16);
    const tnk_span at = { 0 };
    char scratch[24];
    assert_true(tnk_str_is(tnk_value_scalar(tnk_value_new_int(a, INT64_MIN, at), scratch), "-9223372036854775808"));
    assert_true(tnk_str_is(tnk_value_scalar(tnk_value_new_flag(a, true, at), scratch), "true"));
    assert_true(tnk_str_is(tnk_value_scalar(tnk_value_new_flag(a, false, at), scratch), "false"));
    assert_true(tnk_str_is(tnk_value_scalar(tnk_value_new_text(a, TNK_S("x"), at), scratch), "x"));
    assert_null(tnk_value_scalar(tnk_value_new(a, TNK_NULL, at), scratch).ptr);
    tnk_value *u = tnk_value_new_unknown(a, TNK_WHY_SECRET, TNK_S("kept"), at);
    assert_int_equal(u->u.unknown->why, TNK_WHY_SECRET);
    assert_null(tnk_value_scalar(u, scratch).ptr);
    assert_false(tnk_value_equal(u, u));
    tnk_arena_free(a);
}

/* {"x": [1, "t", true, null], "y": last}, the members in either order. */
static tnk_value *sample(tnk_arena *a, tnk_atoms *t, bool swapped, const tnk_value *last, uint32_t off)
{
    const tnk_span at = { 0, off, off + 1 };
    tnk_value *map = tnk_value_new(a, TNK_MAP, at), *list = tnk_value_new(a, TNK_LIST, at);
    tnk_value_push(a, list, tnk_value_new_int(a, 1, at));
    tnk_value_push(a, list, tnk_value_new_text(a, TNK_S("t"), at));
    tnk_value_push(a, list, tnk_value_new_flag(a, true, at));
    tnk_value_push(a, list, tnk_value_new(a, TNK_NULL, at));
    for (int i = 0; i < 2; i++) {
        bool x = (i == 0) != swapped;
        assert_int_equal(tnk_value_put(a, map, tnk_atoms_add(t, x ? TNK_S("x") : TNK_S("y")), off, x ? list : last), 0);
    }
    return map;
}

static void equality(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 16);
    tnk_atoms *t = tnk_atoms_new();
    const tnk_span at = { 0 };
    const tnk_value *one = tnk_value_new_int(a, 1, at), *two = tnk_value_new_int(a, 2, at);
    const tnk_value *text = tnk_value_new_text(a, TNK_S("1"), at);
    const tnk_value *v = sample(a, t, false, one, 0);
    assert_true(tnk_value_equal(v, v));
    assert_true(tnk_value_equal(v, sample(a, t, true, one, 50)));   /* order and places do not matter */
    assert_false(tnk_value_equal(v, sample(a, t, false, two, 0)));
    assert_false(tnk_value_equal(v, sample(a, t, false, text, 0)));
    assert_false(tnk_value_equal(v, tnk_value_at(v, 0)));
    assert_false(tnk_value_equal(v, NULL));
    assert_false(tnk_value_equal(v, tnk_value_new(a, TNK_MAP, at)));
    tnk_atoms_free(t);
    tnk_arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(positions),
        cmocka_unit_test(positions_remembered),
        cmocka_unit_test(lines),
        cmocka_unit_test(sources_are_counted),
        cmocka_unit_test(lists_grow),
        cmocka_unit_test(maps_put),
        cmocka_unit_test(absent),
        cmocka_unit_test(scalars),
        cmocka_unit_test(equality),
    };
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
