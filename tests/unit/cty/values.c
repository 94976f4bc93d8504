/* SPDX-License-Identifier: Apache-2.0
 * What is unknown or secret: how it travels, what it leaves known, why it is unknown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hcl/hcl.h"
#include "tests/unit/cty/harness.h"

/* Texts "?TYPE" are unknown, "!x" is secret; op "[]" is an index, ".x" an attribute, a type a conversion. */
static const struct row { const char *name, *a, *op, *b, *want; } rows[] = {
    { "unknown plus", "\"?number\"", "+", "1", "number ?" },
    { "unknown compared", "1", "<", "\"?number\"", "bool ?" },
    { "unknown text as a number", "\"?string\"", "+", "1", "number ?" },
    { "anything plus", "\"?any\"", "+", "1", "number ?" },
    { "unknown and null", "\"?number\"", "+", "null", "error: an operand is null" },
    { "a list is no number, known or not", "\"?list(string)\"", "+", "1",
      "error: wrong type: list(string) instead of number" },
    { "false decides", "\"?bool\"", "&&", "false", "bool false" },
    { "true does not decide", "\"?bool\"", "&&", "true", "bool ?" },
    { "true decides", "true", "||", "\"?bool\"", "bool true" },
    { "false does not decide", "false", "||", "\"?bool\"", "bool ?" },
    { "equal to unknown", "\"?string\"", "==", "\"a\"", "bool ?" },
    { "unequal to unknown", "\"?string\"", "!=", "\"a\"", "bool ?" },
    { "unknown may be null", "\"?string\"", "==", "null", "bool ?" },
    { "a difference decides", "[\"?string\",1]", "==", "[\"a\",2]", "bool false" },
    { "no difference yet", "[\"?string\",1]", "==", "[\"a\",1]", "bool ?" },
    { "a difference behind it decides", "{\"a\":\"?string\",\"b\":1}", "==", "{\"a\":\"x\",\"b\":2}", "bool false" },
    { "other members decide", "{\"a\":\"?string\"}", "==", "{\"b\":\"x\"}", "bool false" },
    { "sets with unknown items", "[\"=set(any)\",[\"?string\",\"a\"]]", "==", "[\"=set(any)\",[\"a\"]]", "bool ?" },

    { "secret plus", "\"!1\"", "+", "1", "number !2" },
    { "secret compared", "\"!x\"", "==", "\"y\"", "bool !false" },
    { "secret inside compared", "[\"!x\"]", "==", "[\"x\"]", "bool !true" },
    { "secret and", "\"!true\"", "&&", "true", "bool !true" },
    { "secret beside unknown", "\"!1\"", "+", "\"?number\"", "number !?" },

    { "item of an unknown list", "\"?list(number)\"", "[]", "0", "number ?" },
    { "item of an unknown tuple", "\"?tuple([string,bool])\"", "[]", "1", "bool ?" },
    { "item of anything", "\"?any\"", "[]", "0", "any ?" },
    { "unknown index of a list", "[\"=list(any)\",[\"a\",\"b\"]]", "[]", "\"?number\"", "string ?" },
    { "unknown index of a tuple", "[\"a\",1]", "[]", "\"?number\"", "any ?" },
    { "unknown index as text", "[\"a\",1]", "[]", "\"?string\"", "any ?" },
    { "unknown key of a map", "[\"=map(any)\",{\"a\":1}]", "[]", "\"?string\"", "number ?" },
    { "unknown key of an object", "{\"a\":1}", "[]", "\"?string\"", "any ?" },
    { "element of an unknown set", "\"?set(string)\"", "[]", "0", "error: the elements of a set have no index" },
    { "element of an unknown text", "\"?string\"", "[]", "0", "error: type string has no elements" },
    { "item beside an unknown one", "[\"?string\",1]", "[]", "1", "number 1" },
    { "secret key", "{\"a\":1}", "[]", "\"!a\"", "number !1" },
    { "secret item", "[\"!a\",\"b\"]", "[]", "0", "string !\"a\"" },
    { "item beside a secret one", "[\"!a\",\"b\"]", "[]", "1", "string \"b\"" },

    { "attribute of an unknown object", "\"?object({a=number})\"", ".a", "", "number ?" },
    { "no such attribute, known or not", "\"?object({a=number})\"", ".b", "", "error: the object has no attribute \"b\"" },
    { "attribute of an unknown map", "\"?map(bool)\"", ".b", "", "bool ?" },
    { "attribute of anything", "\"?any\"", ".b", "", "any ?" },
    { "attribute of an unknown text", "\"?string\"", ".b", "",
      "error: type string has no attributes, so there is no \"b\"" },
    { "attribute of null", "null", ".b", "", "error: the value is null, so it has no attribute \"b\"" },
    { "attribute of a list", "[\"=list(any)\",[1]]", ".b", "",
      "error: type list(number) has no attributes, so there is no \"b\"" },
    { "element of a map", "[\"=map(any)\",{\"a\":1}]", ".a", "", "number 1" },
    { "no such element of a map", "[\"=map(any)\",{\"a\":1}]", ".b", "", "error: the map has no element \"b\"" },

    { "unknown to a type", "\"?number\"", "string", "", "string ?" },
    { "unknown that cannot be that type", "\"?list(number)\"", "string", "",
      "error: wrong type: list(number) instead of string" },
    { "anything to a type", "\"?any\"", "list(number)", "", "list(number) ?" },
    { "unknown items", "[\"?string\",1]", "list(string)", "", "list(string) [?,\"1\"]" },
    { "unknown items unified", "[\"?string\",1]", "list(any)", "", "list(string) [?,\"1\"]" },
    { "unknown tuple to a list", "\"?tuple([string,number])\"", "list(any)", "", "list(string) ?" },
    { "unknown object to a map", "\"?object({a=number,b=bool})\"", "map(string)", "", "map(string) ?" },
    { "unknown object completed", "\"?object({a=number})\"", "object({a=string,b=optional(bool)})", "",
      "object({a=string,b=bool}) ?" },
    { "null gets its type", "null", "object({a=optional(string,\"x\")})", "", "object({a=string}) null" },
    { "unknown items of a set stay apart", "[\"?string\",\"?string\",\"a\",\"a\"]", "set(string)", "",
      "set(string) [\"a\",?,?]" },
    { "secret to a type", "\"!1\"", "number", "", "number !1" },
    { "secret items of a list", "[\"!a\",\"b\"]", "list(string)", "", "list(string) [!\"a\",\"b\"]" },
    { "secret items make the set secret", "[\"!a\",\"b\"]", "set(string)", "", "set(string) ![\"a\",\"b\"]" },
    { "secret members of a map", "{\"a\":\"!x\"}", "map(string)", "", "map(string) {\"a\":!\"x\"}" },
    { "the place of what is wrong", "[{\"a\":[1,\"x\"]}]", "list(object({a=list(number)}))", "",
      "error: \"x\" is not a number" },
    { "the place of a wrong type", "[{\"a\":[1,true]}]", "list(object({a=list(number)}))", "",
      "error: [0].a[1]: wrong type: bool instead of number" },
    { "a long text is shown up to a character", "\"ああああああああああああああああああああああああああああああああああ\"", "number", "",
      "error: \"あああああああああああああああああああああああああああああああああ\" is not a number" },
    { "the place of what is missing", "{\"k\":{\"b\":1}}", "map(object({a=string}))", "",
      "error: k: attribute \"a\" is required" },
    { "mixed elements", "[true,1]", "list(any)", "", "error: all elements of a list must have one type" },
};

static const cty_value *apply(harness *h, const struct row *r)
{
    static const char *const signs[] = { [HCL_OR] = "||", [HCL_AND] = "&&", [HCL_EQ] = "==",
                                         [HCL_NE] = "!=", [HCL_LT] = "<",   [HCL_ADD] = "+" };
    cty_ctx *c = &h->c;
    const cty_value *a = harness_value(h, r->a);
    if (*r->op == '.')
        return cty_get_attr(c, a, tf_str(r->op + 1));
    if (*r->op == '[')
        return cty_get_index(c, a, harness_value(h, r->b));
    for (uint8_t op = 0; op < sizeof signs / sizeof *signs; op++) {
        if (signs[op] != NULL && strcmp(signs[op], r->op) == 0)
            return cty_binary(c, op, a, harness_value(h, r->b));
    }
    return cty_convert(c, a, harness_type(h, r->op));
}

static void travels(void **state)
{
    const struct row *r = *state;
    harness h;
    harness_open(&h);
    assert_string_equal(harness_show(&h, apply(&h, r)), r->want);
    harness_close(&h);
}

/* ---- why ---- */

static const cty_value *unknown(harness *h, uint32_t why, const char *ref)
{
    tnk_str *refs = tf_new_array(&h->mem, 1, tnk_str);
    *refs = tf_str(ref);
    cty_unknown *u = tf_new(&h->mem, cty_unknown);
    *u = (cty_unknown){ .why = why, .reason = tf_str(ref), .refs = refs, .n_refs = *ref != '\0' };
    return cty_unknown_of(&h->c, &cty_string, u);
}

static void why(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value *a = unknown(&h, TNK_WHY_REFERENCE, "aws_a.x"), *b = unknown(&h, TNK_WHY_INPUT, "");
    const cty_value *s = unknown(&h, TNK_WHY_SECRET, "data.secret.x");
    const cty_value *both[] = { cty_tuple(&h.c, (const cty_value *[]){ &cty_true, a, a }, 3), b };
    const cty_unknown *u = cty_why(&h.c, both, 2);
    assert_int_equal(u->why, TNK_WHY_REFERENCE);        /* the first */
    assert_int_equal(u->n_refs, 1);
    const cty_value *all[] = { a, b, s, a };
    u = cty_why(&h.c, all, 4);
    assert_int_equal(u->why, TNK_WHY_SECRET);           /* a secret before all */
    assert_int_equal(u->n_refs, 2);
    assert_true(tf_is(u->refs[0], "aws_a.x"));
    assert_true(tf_is(u->refs[1], "data.secret.x"));
    assert_ptr_equal(cty_why(&h.c, &b, 1), b->unknown); /* nothing to join */
    harness_close(&h);
}

static void at_most_64_refs(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value *vs[100];
    for (size_t i = 0; i < 100; i++) {
        tf_buf b = { .mem = &h.mem };
        tf_putf(&b, "r%zu", i);
        vs[i] = unknown(&h, TNK_WHY_REFERENCE, tf_take(&b).ptr);
    }
    assert_int_equal(cty_why(&h.c, vs, 100)->n_refs, 64);
    harness_close(&h);
}

static void never_null_is_no_null(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value *v = cty_equal(&h.c, unknown(&h, TNK_WHY_INPUT, ""), cty_text(&h.c, tf_str("a")));
    assert_string_equal(harness_show(&h, v), "bool ?");
    assert_string_equal(harness_show(&h, cty_equal(&h.c, v, &cty_null_value)), "bool false");
    harness_close(&h);
}

/* An object whose provider knows more attributes than are written. */
static void rest(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    cty_value *v = tf_new(&h.mem, cty_value);
    *v = *harness_value(&h, "{\"a\":1}");
    v->rest = unknown(&h, TNK_WHY_REFERENCE, "aws_a.x")->unknown;
    assert_string_equal(harness_show(&h, cty_get_attr(&h.c, v, tf_str("a"))), "number 1");
    const cty_value *id = cty_get_attr(&h.c, v, tf_str("id"));
    assert_string_equal(harness_show(&h, id), "any ?");
    assert_ptr_equal(id->unknown, v->rest);
    assert_string_equal(harness_show(&h, cty_get_index(&h.c, v, cty_text(&h.c, tf_str("id")))), "any ?");
    assert_string_equal(harness_show(&h, cty_equal(&h.c, v, v)), "bool ?");
    assert_string_equal(harness_show(&h, cty_convert(&h.c, v, harness_type(&h, "object({a=string,b=number})"))),
                        "object({a=string,b=number}) {\"a\":\"1\",\"b\":?}");
    assert_string_equal(harness_show(&h, cty_convert(&h.c, v, harness_type(&h, "map(string)"))), "map(string) ?");
    assert_null(cty_to_json(&h.c, v).ptr);
    harness_close(&h);
}

/* ---- marks ---- */

static void marks(void **state)
{
    (void)state;
    harness h;
    harness_open(&h);
    const cty_value *v = harness_value(&h, "{\"a\":[\"!x\",\"y\"],\"b\":1}");
    assert_true(v->deep_sensitive);
    assert_false(v->sensitive);
    const cty_value *whole = cty_mark(&h.c, v, true);
    assert_string_equal(harness_show(&h, whole), "object({a=tuple([string,string]),b=number}) !{\"a\":[!\"x\",\"y\"],\"b\":1}");
    assert_ptr_equal(cty_mark(&h.c, whole, true), whole);
    assert_true(cty_mark(&h.c, whole, false)->deep_sensitive);
    const cty_value *bare = cty_unmark_deep(&h.c, whole);
    assert_false(bare->deep_sensitive);
    assert_true(cty_same(&h.c, bare, harness_value(&h, "{\"a\":[\"x\",\"y\"],\"b\":1}")));
    assert_ptr_equal(cty_unmark_deep(&h.c, bare), bare);
    harness_close(&h);
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows, MORE = 5 };
    struct CMUnitTest t[ROWS + MORE] = {
        cmocka_unit_test(why), cmocka_unit_test(at_most_64_refs), cmocka_unit_test(never_null_is_no_null),
        cmocka_unit_test(rest), cmocka_unit_test(marks)
    };
    for (size_t i = 0; i < ROWS; i++)
        t[MORE + i] = (struct CMUnitTest){ rows[i].name, travels, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("unknown and secret", t, NULL, NULL);
}
