/* SPDX-License-Identifier: Apache-2.0
 * Operators, indexes and the order of sets, with the answers of Terraform 1.11.4: `terraform console` was asked for
 * type(EXPRESSION) and jsonencode(EXPRESSION). What it cannot be asked (unknown, secret) stands in values.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "hcl/hcl.h"
#include "tests/unit/cty/harness.h"

/* NULL wanted: an error, with a message. */
static void expect(harness *h, const cty_value *v, const char *want)
{
    if (want != NULL) {
        assert_string_equal(harness_show(h, v), want);
        assert_false(h->c.failed);
        return;
    }
    if (v != NULL)
        fail_msg("%s", harness_show(h, v));
    assert_true(h->c.failed);
    assert_int_not_equal(h->c.error[0], 0);
}

/* ---- operators ---- */

static uint8_t op_of(const char *sign)
{
    static const struct { const char *sign; uint8_t op; } ops[] = {
        { "||", HCL_OR }, { "&&", HCL_AND }, { "==", HCL_EQ }, { "!=", HCL_NE }, { ">", HCL_GT }, { ">=", HCL_GE },
        { "<", HCL_LT },  { "<=", HCL_LE },  { "+", HCL_ADD }, { "-", HCL_SUB }, { "*", HCL_MUL }, { "/", HCL_DIV },
        { "%", HCL_MOD },
    };
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        if (strcmp(ops[i].sign, sign) == 0)
            return ops[i].op;
    }
    fail_msg("no operator %s", sign);
    return 0;
}

static const struct binary { const char *a, *op, *b, *want; } binaries[] = {
    { "1", "+", "2", "number 3" },
    { "\"1\"", "+", "\"2\"", "number 3" },
    { "0.1", "+", "0.2", "number 0.3" },
    { "9223372036854775807", "+", "1", "number 9223372036854775808" },
    { "-9223372036854775808", "-", "1", "number -9223372036854775809" },
    { "9007199254740993", "+", "1", "number 9007199254740994" },
    { "9223372036854775807", "*", "9223372036854775807", "number 85070591730234615847396907784232501249" },
    { "1e40", "-", "1e40", "number 0" },
    { "0", "*", "-1", "number -0" },
    { "-1", "*", "0", "number -0" },
    { "0", "/", "-5", "number -0" },
    { "1", "/", "3", "number 0.33333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333335" },
    { "2", "/", "3", "number 0.6666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666666667" },
    { "1e22", "/", "3", "number 3333333333333333333333.3333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333332" },
    { "-7", "/", "2", "number -3.5" },
    { "6", "/", "-3", "number -2" },
    { "-9223372036854775808", "/", "-1", "number 9223372036854775808" },
    { "-9223372036854775808", "%", "-1", "number 0" },
    { "5", "%", "0", "number 5" },
    { "5.5", "%", "0", "number 5.5" },
    { "-5", "%", "3", "number -2" },
    { "5", "%", "-3", "number 2" },
    { "-4", "%", "2", "number 0" },
    { "5.5", "%", "2", "number 1.5" },
    { "7", "%", "-0.4", "number 0.19999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999976" },
    { "1e40", "%", "7", "number 4" },
    { "0.1", "*", "3", "number 0.3" },
    { "1.5", "*", "1.5", "number 2.25" },
    { "0.1", "+", "0.7", "number 0.8" },
    { "123456789012345678901234567890", "*", "123456789012345678901234567890", "number 15241578753238836750495351562536198787501905199875019052100" },
    { "1e-30", "+", "1", "number 1.000000000000000000000000000001" },
    { "1e-200", "+", "1", "number 1" },
    { "true", "+", "1", NULL },
    { "\"x\"", "+", "1", NULL },
    { "null", "+", "1", NULL },
    { "[1]", "+", "[2]", NULL },
    { "0", "/", "0", NULL },
    { "2", "<", "10", "bool true" },
    { "\"2\"", "<", "10", "bool true" },
    { "\"a\"", "<", "\"b\"", NULL },
    { "2", ">=", "2", "bool true" },
    { "2.5", "<=", "2.4", "bool false" },
    { "1e40", ">", "9223372036854775807", "bool true" },
    { "0", ">=", "-0", "bool true" },
    { "null", "<", "1", NULL },
    { "true", "&&", "false", "bool false" },
    { "true", "&&", "true", "bool true" },
    { "\"true\"", "&&", "true", "bool true" },
    { "\"1\"", "&&", "true", "bool true" },
    { "1", "&&", "true", NULL },
    { "\"x\"", "&&", "true", NULL },
    { "false", "||", "\"0\"", "bool false" },
    { "false", "||", "true", "bool true" },
    { "false", "&&", "null", NULL },
    { "true", "||", "null", NULL },
    { "1", "==", "1.0", "bool true" },
    { "1", "==", "\"1\"", "bool false" },
    { "true", "==", "\"true\"", "bool false" },
    { "0", "==", "-0", "bool true" },
    { "null", "==", "null", "bool true" },
    { "null", "==", "1", "bool false" },
    { "1", "!=", "null", "bool true" },
    { "null", "!=", "null", "bool false" },
    { "\"e\\u0301\"", "==", "\"\\u00e9\"", "bool true" },
    { "[]", "==", "[\"=list(any)\",[]]", "bool false" },
    { "[\"=list(any)\",[]]", "==", "[\"=list(any)\",[\"a\"]]", "bool false" },
    { "[\"=list(any)\",[\"a\"]]", "==", "[\"=list(any)\",[\"a\"]]", "bool true" },
    { "[\"=list(any)\",[\"1\"]]", "==", "[\"=list(any)\",[1]]", "bool false" },
    { "[\"=set(any)\",[\"a\",\"b\"]]", "==", "[\"=set(any)\",[\"b\",\"a\",\"a\"]]", "bool true" },
    { "[\"=set(any)\",[\"a\"]]", "==", "[\"=set(any)\",[\"b\"]]", "bool false" },
    { "[\"=set(any)\",[\"a\"]]", "==", "[\"=list(any)\",[\"a\"]]", "bool false" },
    { "[\"=map(any)\",{\"a\":1}]", "==", "[\"=map(any)\",{\"a\":1}]", "bool true" },
    { "[\"=map(any)\",{\"a\":1}]", "==", "[\"=map(any)\",{\"b\":1}]", "bool false" },
    { "[\"=map(any)\",{\"a\":1}]", "==", "{\"a\":1}", "bool false" },
    { "{\"a\":1}", "==", "{\"a\":1}", "bool true" },
    { "{\"a\":1}", "==", "{\"a\":1,\"b\":2}", "bool false" },
    { "{\"a\":1}", "!=", "{\"a\":2}", "bool true" },
    { "{\"a\":1}", "==", "{\"b\":1}", "bool false" },
    { "[1,\"a\"]", "==", "[1,\"a\"]", "bool true" },
    { "[1,\"a\"]", "==", "[1,\"b\"]", "bool false" },
    { "[1]", "==", "[1,2]", "bool false" },
    { "[null]", "==", "[null]", "bool true" },
    { "{\"a\":null}", "==", "{\"a\":\"x\"}", "bool false" },
    { "{\"a\":[{\"b\":[1]}]}", "==", "{\"a\":[{\"b\":[1]}]}", "bool true" },
    { "{\"a\":[{\"b\":[1]}]}", "==", "{\"a\":[{\"b\":[\"1\"]}]}", "bool false" },
    { "1", "/", "0", NULL },    /* ours: Terraform's is infinite */
};

static void binary(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof binaries / sizeof *binaries; i++) {
        const struct binary *r = &binaries[i];
        harness h;
        harness_open(&h);
        print_message("%s %s %s\n", r->a, r->op, r->b);
        expect(&h, cty_binary(&h.c, op_of(r->op), harness_value(&h, r->a), harness_value(&h, r->b)), r->want);
        harness_close(&h);
    }
}

static const struct unary { const char *op, *a, *want; } unaries[] = {
    { "-", "5", "number -5" },
    { "-", "\"5\"", "number -5" },
    { "-", "0", "number -0" },
    { "-", "-0", "number 0" },
    { "-", "\"x\"", NULL },
    { "-", "null", NULL },
    { "-", "true", NULL },
    { "-", "-9223372036854775808", "number 9223372036854775808" },
    { "-", "9223372036854775808", "number -9223372036854775808" },
    { "-", "1.5", "number -1.5" },
    { "!", "true", "bool false" },
    { "!", "\"false\"", "bool true" },
    { "!", "\"0\"", "bool true" },
    { "!", "0", NULL },
    { "!", "null", NULL },
    { "!", "\"x\"", NULL },
};

static void unary(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof unaries / sizeof *unaries; i++) {
        const struct unary *r = &unaries[i];
        harness h;
        harness_open(&h);
        print_message("%s %s\n", r->op, r->a);
        const cty_value *a = harness_value(&h, r->a);
        expect(&h, *r->op == '-' ? cty_negate(&h.c, a) : cty_not(&h.c, a), r->want);
        harness_close(&h);
    }
}

/* ---- indexes ---- */

static const struct index { const char *v, *key, *want; } indexes[] = {
    { "[\"a\",\"b\"]", "0", "string \"a\"" },
    { "[\"a\",\"b\"]", "\"1\"", "string \"b\"" },
    { "[\"a\",\"b\"]", "2", NULL },
    { "[\"a\",\"b\"]", "-1", NULL },
    { "[\"a\",\"b\"]", "1.5", NULL },
    { "[\"a\",\"b\"]", "true", NULL },
    { "[\"a\",\"b\"]", "\"x\"", NULL },
    { "[\"a\",\"b\"]", "null", NULL },
    { "[\"a\",\"b\"]", "1e40", NULL },
    { "[]", "0", NULL },
    { "[\"=list(any)\",[\"a\",\"b\"]]", "1", "string \"b\"" },
    { "[\"=list(any)\",[\"a\",\"b\"]]", "5", NULL },
    { "[\"=set(any)\",[\"a\"]]", "0", NULL },
    { "{\"a\":1}", "\"a\"", "number 1" },
    { "{\"a\":1}", "\"b\"", NULL },
    { "{\"1\":5}", "1", "number 5" },
    { "{\"true\":5}", "true", "number 5" },
    { "{\"a\":1}", "null", NULL },
    { "[\"=map(any)\",{\"a\":1}]", "\"a\"", "number 1" },
    { "[\"=map(any)\",{\"a\":1}]", "\"b\"", NULL },
    { "[\"=map(any)\",{\"1.5\":\"x\"}]", "1.5", "string \"x\"" },
    { "{\"\\u00e9\":1}", "\"e\\u0301\"", "number 1" },
    { "\"abc\"", "0", NULL },
    { "null", "0", NULL },
    { "5", "\"x\"", NULL },
};

static void indexed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof indexes / sizeof *indexes; i++) {
        const struct index *r = &indexes[i];
        harness h;
        harness_open(&h);
        print_message("%s[%s]\n", r->v, r->key);
        expect(&h, cty_get_index(&h.c, harness_value(&h, r->v), harness_value(&h, r->key)), r->want);
        harness_close(&h);
    }
}

/* ---- sets ---- */

static const struct set { const char *v, *want; } sets[] = {
    { "[\"=set(any)\",[3,20,100,null]]", "set(number) [3,20,100,null]" },
    { "[\"=set(any)\",[\"b\",\"a\",null,\"B\"]]", "set(string) [\"B\",\"a\",\"b\",null]" },
    { "[\"=set(any)\",[true,false,true]]", "set(bool) [false,true]" },
    { "[\"=set(any)\",[\"10\",\"9\",\"a\",\"B\",\"あ\",\"é\",\"z\"]]", "set(string) [\"10\",\"9\",\"B\",\"a\",\"z\",\"é\",\"あ\"]" },
    { "[\"=set(any)\",[\"e\\u0301\",\"\\u00e9\"]]", "set(string) [\"é\"]" },
    { "[\"=set(any)\",[1.5,1.25,-1,1e20,0]]", "set(number) [-1,0,1.25,1.5,100000000000000000000]" },
    { "[\"=set(any)\",[1,1.0,\"1\"]]", "set(string) [\"1\"]" },
    { "[\"=set(any)\",[{\"a\":3},{\"a\":20},{\"a\":null},{\"a\":3}]]", "set(object({a=number})) [{\"a\":20},{\"a\":3},{\"a\":null}]" },
    { "[\"=set(any)\",[{\"a\":12345678901},{\"a\":12345678902},{\"a\":1e30},{\"a\":0.1},{\"a\":-5}]]", "set(object({a=number})) [{\"a\":-5},{\"a\":0.1},{\"a\":12345678901},{\"a\":12345678902},{\"a\":1000000000000000000000000000000}]" },
    { "[\"=set(any)\",[{\"a\":12345678902},{\"a\":12345678901},{\"a\":12345678902}]]", "set(object({a=number})) [{\"a\":12345678902},{\"a\":12345678901}]" },
    { "[\"=set(any)\",[{\"a\":1e9},{\"a\":1e10},{\"a\":1e11},{\"a\":0.00001},{\"a\":0.0001},{\"a\":123456.789012345}]]", "set(object({a=number})) [{\"a\":0.0001},{\"a\":1000000000},{\"a\":123456.789012345},{\"a\":10000000000},{\"a\":100000000000},{\"a\":0.00001}]" },
    { "[\"=set(any)\",[{\"a\":\"é\\n\\\"x\"},{\"a\":\"z\"},{\"a\":\"あ\"},{\"a\":\"\\u00a0\"},{\"a\":\"\\u200b\"},{\"a\":\"\\\\\"},{\"a\":\"😀\"},{\"a\":\"\\u0001\"}]]", "set(object({a=string})) [{\"a\":\"\\\\\"},{\"a\":\"\u00a0\"},{\"a\":\"\u200b\"},{\"a\":\"\\u0001\"},{\"a\":\"z\"},{\"a\":\"é\\n\\\"x\"},{\"a\":\"あ\"},{\"a\":\"😀\"}]" },
    { "[\"=set(any)\",[{\"a\":true},{\"a\":false},{\"a\":null}]]", "set(object({a=bool})) [{\"a\":false},{\"a\":true},{\"a\":null}]" },
    { "[\"=set(any)\",[[\"b\"],[\"a\"],[\"A\"]]]", "set(tuple([string])) [[\"A\"],[\"a\"],[\"b\"]]" },
    { "[\"=set(any)\",[[\"b\",\"c\"],[\"b\"],[\"\"]]]", "set(list(string)) [[\"\"],[\"b\",\"c\"],[\"b\"]]" },
    { "[\"=set(any)\",[[\"=map(any)\",{\"b\":1}],[\"=map(any)\",{\"a\":2}],[\"=map(any)\",{\"B\":2}]]]", "set(map(number)) [{\"B\":2},{\"a\":2},{\"b\":1}]" },
    { "[\"=set(any)\",[[\"=list(any)\",[\"b\",\"c\"]],[\"=list(any)\",[\"b\"]],[\"=list(any)\",[]]]]", "set(list(string)) [[\"b\",\"c\"],[\"b\"],[]]" },
    { "[\"=set(any)\",[[\"=set(any)\",[\"b\",\"c\"]],[\"=set(any)\",[\"b\"]],[\"=set(any)\",[\"c\",\"b\"]]]]", "set(set(string)) [[\"b\",\"c\"],[\"b\"]]" },
    { "[\"=set(any)\",[{\"a\":[1,2],\"b\":\"x\"},{\"a\":[1,10],\"b\":\"w\"}]]", "set(object({a=tuple([number,number]),b=string})) [{\"a\":[1,10],\"b\":\"w\"},{\"a\":[1,2],\"b\":\"x\"}]" },
    { "[\"=set(any)\",[{\"a\":{\"z\":\"q\"}},{\"a\":{\"z\":\"p\"}}]]", "set(object({a=object({z=string})})) [{\"a\":{\"z\":\"p\"}},{\"a\":{\"z\":\"q\"}}]" },
    { "[\"=set(any)\",[]]", "set(any) []" },
    { "[\"=set(any)\",[null,null]]", "set(any) [null]" },
};

static void arranged(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        harness h;
        harness_open(&h);
        print_message("%s\n", sets[i].v);
        expect(&h, harness_value(&h, sets[i].v), sets[i].want);
        harness_close(&h);
    }
}

int main(void)
{
    const struct CMUnitTest t[] = {
        cmocka_unit_test(binary), cmocka_unit_test(unary), cmocka_unit_test(indexed), cmocka_unit_test(arranged)
    };
    return cmocka_run_group_tests_name("operators", t, NULL, NULL);
}
