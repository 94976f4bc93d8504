/* SPDX-License-Identifier: Apache-2.0
 * What is large, deep or shared: collections of 100,000 items take few steps, values that are exponential when they are
 * walked are given up, nothing overflows the stack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "tests/unit/cty/harness.h"

enum { MANY = 100 * 1000, STEPS_AN_ITEM = 40 };

/* Steps are what costs time; the test's own limit on memory holds too. */
static void cheap(harness *h)
{
    assert_false(h->c.failed);
    assert_true(h->c.steps <= (uint64_t)MANY * STEPS_AN_ITEM);
}

static const cty_value *numbered(harness *h, const char *format, uint32_t i)
{
    char text[64];
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)snprintf(text, sizeof text, format, i);
#pragma GCC diagnostic pop
    const cty_value *v = cty_from_json(&h->c, tf_str(text));
    assert_non_null(v);
    return v;
}

static const cty_value *many(harness *h, const char *format, uint32_t repeats)
{
    const cty_value **items = tf_new_array(&h->mem, MANY, const cty_value *);
    for (uint32_t i = 0; i < MANY; i++)
        items[i] = numbered(h, format, (i * 7919u % MANY) / repeats);
    return cty_tuple(&h->c, items, MANY);
}

/* ---- large ---- */

static const struct large { const char *name, *item, *type; uint32_t repeats, n; } larges[] = {
    { "texts to a set", "\"x%u\"", "set(string)", 1, MANY },
    { "repeated texts to a set", "\"x%u\"", "set(string)", 100, MANY / 100 },
    { "numbers to a set", "%u", "set(any)", 1, MANY },
    { "one text to a set", "\"x\"", "set(any)", 1, 1 },
    { "objects to a set", "{\"a\":%u,\"b\":\"x\"}", "set(any)", 1, MANY },
    { "objects to a list", "{\"a\":%u,\"b\":\"x\"}", "list(any)", 1, MANY },
    { "objects to a list of objects", "{\"a\":%u,\"b\":\"x\"}", "list(object({a=string,b=optional(string),c=optional(bool,true)}))",
      1, MANY },
    { "objects of different shape to maps", "{\"a%u\":1}", "list(any)", 1, MANY },
    { "numbers to texts", "%u.5", "list(string)", 1, MANY },
    { "nulls to a set", "null", "set(string)", 1, 1 },
};

static void large(void **state)
{
    const struct large *r = *state;
    harness h;
    harness_open(&h);
    const cty_value *v = many(&h, r->item, r->repeats);
    h.c.steps = 0;
    v = cty_convert(&h.c, v, harness_type(&h, r->type));
    assert_non_null(v);
    assert_int_equal(v->n, r->n);
    cheap(&h);
    harness_close(&h);
}

static void large_maps(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    tnk_str *keys = tf_new_array(&h.mem, MANY, tnk_str);
    const cty_value **items = tf_new_array(&h.mem, MANY, const cty_value *);
    for (uint32_t i = 0; i < MANY; i++) {
        items[i] = numbered(&h, "\"k%u\"", i * 7919u % MANY);
        keys[i] = items[i]->str;
    }
    h.c.steps = 0;
    const cty_value *v = cty_object(&h.c, keys, items, MANY);
    assert_int_equal(v->n, MANY);
    for (uint32_t i = 0; i < MANY; i++)
        assert_ptr_equal(cty_get_attr(&h.c, v, keys[i]), items[i]);
    assert_true(cty_same(&h.c, v, cty_object(&h.c, keys, items, MANY)));
    assert_non_null(cty_convert(&h.c, v, harness_type(&h, "map(any)")));
    tnk_str text = cty_to_json(&h.c, v);
    assert_non_null(text.ptr);
    assert_non_null(cty_from_json(&h.c, text));
    cheap(&h);
    harness_close(&h);
}

static void too_many(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value **items = tf_new_array(&h.mem, CTY_ITEMS_MAX + 1, const cty_value *);
    for (uint32_t i = 0; i <= CTY_ITEMS_MAX; i++)
        items[i] = &cty_true;
    assert_non_null(cty_tuple(&h.c, items, CTY_ITEMS_MAX));
    assert_null(cty_tuple(&h.c, items, CTY_ITEMS_MAX + 1));
    assert_string_equal(h.c.error, "the collection has more than 1000000 elements");
    harness_close(&h);
}

/* ---- shared: [x, x] of [x, x] of ... is small in memory and endless when it is walked ---- */

static const cty_value *doubled(harness *h, const cty_value *v, int times)
{
    for (int i = 0; i < times; i++)
        v = cty_tuple(&h->c, (const cty_value *[]){ v, v }, 2);
    return v;
}

static void check_given_up(harness *h, bool gone)
{
    assert_true(gone);
    assert_true(h->c.failed);
    assert_int_not_equal(h->c.error[0], 0);
}

static const cty_value *shared(harness *h, int times)
{
    harness_open(h);
    h->c.max_steps = 1000 * 1000;
    return doubled(h, cty_text(&h->c, tf_str("x")), times);
}

static void shared_values(void **state)
{
    (void)state;
    harness h;
    const cty_value *v = shared(&h, 100);
    check_given_up(&h, cty_to_json(&h.c, v).ptr == NULL);
    harness_close(&h);

    v = shared(&h, 100);
    const cty_value *w = doubled(&h, cty_text(&h.c, tf_str("x")), 100);
    check_given_up(&h, cty_equal(&h.c, v, w) == NULL);
    harness_close(&h);

    v = shared(&h, 100);
    w = doubled(&h, cty_text(&h.c, tf_str("x")), 100);
    check_given_up(&h, !cty_same(&h.c, v, w));
    harness_close(&h);

    v = shared(&h, 100);
    check_given_up(&h, cty_set(&h.c, &cty_dynamic, (const cty_value *[]){ v, v }, 2) == NULL);
    harness_close(&h);

    v = shared(&h, 100);
    check_given_up(&h, cty_convert(&h.c, v, harness_type(&h, "list(list(any))")) == NULL);
    harness_close(&h);

    harness_open(&h);
    h.c.max_steps = 1000 * 1000;
    v = doubled(&h, cty_mark(&h.c, cty_text(&h.c, tf_str("x")), true), 100);
    check_given_up(&h, cty_unmark_deep(&h.c, v) == NULL);
    harness_close(&h);

    harness_open(&h);
    h.c.max_steps = 1000 * 1000;
    v = doubled(&h, harness_value(&h, "\"?string\""), 100);
    assert_int_equal(cty_why(&h.c, &v, 1)->why, TNK_WHY_INPUT);         /* cut short, but an answer */
    assert_true(h.c.overrun);
    harness_close(&h);
}

static void shared_with_itself(void **state)
{
    (void)state;
    harness h;
    const cty_value *v = shared(&h, 100);
    assert_ptr_equal(cty_equal(&h.c, v, v), &cty_true);
    assert_true(cty_same(&h.c, v, v));
    assert_ptr_equal(cty_unmark_deep(&h.c, v), v);
    assert_false(h.c.failed);
    assert_true(cty_type_has_dynamic(cty_type_of(&h.c, v)));    /* a type of 2^100 types is none */
    assert_true(h.c.failed);
    harness_close(&h);
}

/* ---- deep ---- */

static void deep_json(void **state)
{
    (void)state;
    enum { DEEP = 1000 * 1000 };
    harness h;
    harness_open(&h);
    char *text = memset(tf_mem_get(&h.mem, DEEP), '[', DEEP);
    assert_null(cty_from_json(&h.c, (tnk_str){ text, DEEP }));
    assert_string_equal(h.c.error, "the JSON text is nested too deeply");
    h.c.failed = false;
    assert_null(cty_from_json(&h.c, (tnk_str){ text, CTY_DEPTH_MAX - 1 }));
    assert_memory_equal(h.c.error, "the text is not valid JSON", 26);
    harness_close(&h);
}

static void deep_values(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value *v = &cty_true, *w = &cty_true, *secret = cty_mark(&h.c, &cty_true, true);
    for (int i = 0; i < 100 * 1000; i++) {
        v = cty_tuple(&h.c, &v, 1);
        w = cty_tuple(&h.c, &w, 1);
        secret = cty_tuple(&h.c, &secret, 1);
    }
    assert_null(cty_to_json(&h.c, v).ptr);
    h.c.failed = false;
    assert_null(cty_equal(&h.c, v, w));
    h.c.failed = false;
    assert_false(cty_same(&h.c, v, w));
    assert_true(h.c.failed);
    h.c.failed = false;
    assert_null(cty_unmark_deep(&h.c, secret));
    h.c.failed = false;
    assert_null(cty_convert(&h.c, v, harness_type(&h, "list(any)")));
    h.c.failed = false;
    assert_true(cty_type_has_dynamic(cty_type_of(&h.c, v)));
    harness_close(&h);
}

/* ---- the budget ---- */

static void spent(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    h.c.max_steps = 10;
    assert_true(cty_spend(&h.c, 10));
    assert_false(cty_spend(&h.c, 1));
    assert_true(h.c.overrun);
    assert_false(cty_spend(&h.c, 0));   /* from then on */
    assert_false(cty_spend(&h.c, UINT64_MAX));
    assert_string_equal(h.c.error, "the expression takes too long to evaluate");
    harness_close(&h);
}

static void errors_are_one_line(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    char *text = tf_mem_get(&h.mem, 3 * 300 + 1);
    for (int i = 0; i < 300; i++)
        memcpy(text + 3 * i, "点", 3);
    cty_fail(&h.c, "a\nb%s", text);
    assert_true(strlen(h.c.error) < sizeof h.c.error);
    assert_memory_equal(h.c.error, "a b点", 6);
    assert_int_equal((strlen(h.c.error) - 3) % 3, 0);   /* cut at a character */
    cty_fail(&h.c, "another");
    assert_memory_equal(h.c.error, "a b", 3);           /* the first failure stays */
    harness_close(&h);
}

int main(void)
{
    enum { ROWS = sizeof larges / sizeof *larges, MORE = 8 };
    struct CMUnitTest t[ROWS + MORE] = {
        cmocka_unit_test(large_maps),  cmocka_unit_test(too_many),   cmocka_unit_test(shared_values),
        cmocka_unit_test(shared_with_itself), cmocka_unit_test(deep_json), cmocka_unit_test(deep_values),
        cmocka_unit_test(spent),       cmocka_unit_test(errors_are_one_line),
    };
    for (size_t i = 0; i < ROWS; i++)
        t[MORE + i] = (struct CMUnitTest){ larges[i].name, large, NULL, NULL, (void *)&larges[i] };
    return cmocka_run_group_tests_name("limits of values", t, NULL, NULL);
}
