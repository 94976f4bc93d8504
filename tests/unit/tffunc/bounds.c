/* SPDX-License-Identifier: Apache-2.0
 * Calls that would take endless time or memory end with an error, soon. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <stdlib.h>
#include <time.h>

#include "tests/unit/tffunc/expression.h"

enum { SECONDS_MAX = 20 };      /* processor time; sanitizers and slow machines are counted in */

static const cty_value *call(fixture *f, const char *name, size_t n, const cty_value *const *args)
{
    return tf_func_call(&f->call, tf_func_find(tf_str(name)), args, n);
}

static const cty_value *call1(fixture *f, const char *name, const cty_value *a)
{
    return call(f, name, 1, &a);
}

static const cty_value *call2(fixture *f, const char *name, const cty_value *a, const cty_value *b)
{
    const cty_value *args[] = { a, b };
    return call(f, name, 2, args);
}

static const cty_value *text(fixture *f, const char *s)
{
    return cty_text(&f->cty, tf_str(s));
}

/* s so many times. */
static const cty_value *repeated(fixture *f, const char *s, size_t n)
{
    tf_buf b = { .mem = &f->mem };
    while (n-- > 0)
        tf_puts(&b, s);
    return cty_text(&f->cty, tf_take(&b));
}

/* [[..[x, x]..], [..]]: 2^depth times x, but only depth lists. */
static const cty_value *doubled(fixture *f, const cty_value *v, size_t depth)
{
    while (depth-- > 0) {
        const cty_value *both[2] = { v, v };
        v = cty_tuple(&f->cty, both, 2);
    }
    return v;
}

static const cty_value *many(fixture *f, size_t n)
{
    const cty_value **items = tf_new_array(&f->mem, n, const cty_value *);
    for (size_t i = 0; i < n; i++)
        items[i] = cty_int(&f->cty, (int64_t)((i * 7919) % n));
    return cty_list(&f->cty, &cty_number, items, n);
}

static const cty_value *wide_format(fixture *f) { return call2(f, "format", text(f, "%16777217s"), text(f, "a")); }
static const cty_value *many_widths(fixture *f)
{
    const cty_value *args[] = { repeated(f, "%[1]9999999s", 1000), text(f, "a") };
    return call(f, "format", 2, args);
}
static const cty_value *fine_format(fixture *f) { return call2(f, "format", text(f, "%.16777217f"), cty_int(&f->cty, 1)); }
static const cty_value *huge_indent(fixture *f) { return call2(f, "indent", cty_int(&f->cty, 1000000), repeated(f, "\n", 1000)); }
static const cty_value *grown(fixture *f)
{
    const cty_value *args[] = { repeated(f, "a", 100000), text(f, "a"), repeated(f, "b", 100000) };
    return call(f, "replace", 3, args);
}
static const cty_value *grown_by_pattern(fixture *f)
{
    const cty_value *args[] = { repeated(f, "a", 100000), text(f, "/a*/"), repeated(f, "$0", 100000) };
    return call(f, "replace", 3, args);
}
static const cty_value *joined(fixture *f) { return call2(f, "join", repeated(f, "-", 1000000), many(f, 1000)); }
static const cty_value *products(fixture *f)
{
    const cty_value *args[] = { many(f, 1000), many(f, 1000), many(f, 1000), many(f, 1000) };
    return call(f, "setproduct", 4, args);
}
static const cty_value *flattened(fixture *f) { return call1(f, "flatten", doubled(f, text(f, "x"), 60)); }
static const cty_value *deep_flattened(fixture *f)
{
    const cty_value *v = text(f, "x");
    for (size_t i = 0; i < 1000; i++)
        v = cty_tuple(&f->cty, &v, 1);
    return call1(f, "flatten", v);
}
static const cty_value *encoded(fixture *f) { return call1(f, "jsonencode", doubled(f, text(f, "x"), 60)); }
static const cty_value *yaml_encoded(fixture *f) { return call1(f, "yamlencode", doubled(f, text(f, "x"), 60)); }
static const cty_value *counted(fixture *f) { return call2(f, "range", cty_int(&f->cty, 0), cty_int(&f->cty, INT64_MAX)); }
static const cty_value *backtracking(fixture *f) { return call2(f, "regex", text(f, "(a*)*(a*)*c"), repeated(f, "a", 5000)); }
static const cty_value *backtracking_often(fixture *f)
{
    return call2(f, "regexall", text(f, "(?:a?){20}a{20}|x"), repeated(f, "aaaaaaaaaaaaaaaaaaax", 50000));
}
static const cty_value *long_pattern(fixture *f) { return call2(f, "regex", repeated(f, "(?:a", 20000), text(f, "a")); }
static const cty_value *nested_pattern(fixture *f) { return call2(f, "regex", repeated(f, "(", 300), text(f, "a")); }
static const cty_value *large_pattern(fixture *f) { return call2(f, "regex", repeated(f, "(?:\\pL{900}\\pN)", 1000), text(f, "a")); }
static const cty_value *nested_yaml(fixture *f) { return call1(f, "yamldecode", repeated(f, "[", 1000000)); }
static const cty_value *nested_json(fixture *f) { return call1(f, "jsondecode", repeated(f, "[", 1000000)); }
static const cty_value *wide_csv(fixture *f) { return call1(f, "csvdecode", repeated(f, ",", 1000000)); }
static const cty_value *laughs(fixture *f)
{
    tf_buf b = { .mem = &f->mem };
    tf_puts(&b, "a0: &a0 [x, x]\n");
    for (int i = 1; i < 60; i++)
        tf_putf(&b, "a%d: &a%d [*a%d, *a%d]\n", i, i, i - 1, i - 1);
    const cty_value *v = call1(f, "yamldecode", cty_text(&f->cty, tf_take(&b)));
    return v != NULL ? call1(f, "yamlencode", v) : NULL;
}
static const cty_value *many_digits(fixture *f) { return call2(f, "parseint", repeated(f, "9", 100000), cty_int(&f->cty, 10)); }
static const cty_value *trimmed(fixture *f)
{
    const cty_value *set = repeated(f, "b", 1000000);
    return call2(f, "trim", repeated(f, "b", 1000000), call2(f, "join", text(f, ""), cty_list(&f->cty, &cty_string, &set, 1)));
}

/* These are large, but they work. */
static const cty_value *distinct(fixture *f) { return call1(f, "distinct", many(f, 200000)); }
static const cty_value *sorted(fixture *f) { return call1(f, "sort", many(f, 200000)); }
static const cty_value *as_set(fixture *f) { return call1(f, "toset", many(f, 200000)); }
static const cty_value *split(fixture *f) { return call2(f, "split", text(f, ","), repeated(f, "a,", 200000)); }
static const cty_value *replaced(fixture *f)
{
    const cty_value *args[] = { repeated(f, "ab", 200000), text(f, "/a(b)/"), text(f, "$1") };
    return call(f, "replace", 3, args);
}
static const cty_value *transposed(fixture *f)
{
    tnk_str key = tf_str("a");
    const cty_value *list = many(f, 100000);
    return call1(f, "transpose", cty_object(&f->cty, &key, &list, 1));
}
static const cty_value *reversed(fixture *f) { return call1(f, "strrev", repeated(f, "e\xCC\x81", 500000)); }

static const struct row {
    const char *name;
    const cty_value *(*make)(fixture *f);
    bool works;
} rows[] = {
    { "a width beyond the longest text", wide_format, false },
    { "many wide verbs", many_widths, false },
    { "a precision beyond the longest text", fine_format, false },
    { "indenting many lines far", huge_indent, false },
    { "replacing short by long", grown, false },
    { "replacing matches by many copies of them", grown_by_pattern, false },
    { "joining with a long separator", joined, false },
    { "a product of long lists", products, false },
    { "flattening a list of lists that are the same", flattened, false },
    { "flattening deep lists", deep_flattened, false },
    { "JSON of lists that are the same", encoded, false },
    { "YAML of lists that are the same", yaml_encoded, false },
    { "a range that does not end", counted, false },
    { "a pattern that goes back and forth", backtracking, false },
    { "a pattern that goes back and forth a little, often", backtracking_often, false },
    { "a pattern that is too long", long_pattern, false },
    { "a pattern that is too deep", nested_pattern, false },
    { "a pattern that is too large when compiled", large_pattern, false },
    { "YAML that is too deep", nested_yaml, false },
    { "JSON that is too deep", nested_json, false },
    { "CSV that is too wide", wide_csv, false },
    { "YAML whose aliases multiply", laughs, false },
    { "a number of too many digits", many_digits, false },
    { "trimming by a large set", trimmed, true },
    { "distinct of many", distinct, true },
    { "sort of many", sorted, true },
    { "a set of many", as_set, true },
    { "split into many", split, true },
    { "replace many matches", replaced, true },
    { "transpose many", transposed, true },
    { "reverse many characters", reversed, true },
};

static void check(void **state)
{
    const struct row *r = *state;
    fixture *f = calloc(1, sizeof *f);
    clock_t start = clock();
    fixture_open(f, NULL);
    if (setjmp(f->guard) != 0)
        fail_msg("out of memory");
    const cty_value *v = r->make(f);
    if (r->works && v == NULL)
        fail_msg("%s", f->cty.error);
    assert_true(r->works == (v != NULL));
    assert_true(f->cty.failed == !r->works);
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    fixture_close(f);
    free(f);
}

/* Does yamldecode get by with so much memory? A function of its own, for what longjmp may clobber. */
static bool decodes_within(fixture *f)
{
    if (setjmp(f->guard) != 0)
        return false;
    assert_non_null(call1(f, "yamldecode", text(f, "a: [\"x\", {b: 'y y'}]\nc: |\n  some\n  lines\nd: 1.5\n")));
    return true;
}

/* What a library holds while memory runs out is given back: the sanitizers would tell. */
static void runs_out(void **state)
{
    size_t ran_out = 0;
    (void)state;
    for (size_t cap = 0; cap < 200 * 1024; cap += 96) {
        fixture *f = calloc(1, sizeof *f);
        fixture_open(f, NULL);
        f->cap = cap;
        ran_out += !decodes_within(f);
        fixture_close(f);
        free(f);
    }
    assert_true(ran_out > 0 && ran_out < 200 * 1024 / 96);
}

int main(void)
{
    struct CMUnitTest tests[sizeof rows / sizeof *rows + 1];
    tests[sizeof rows / sizeof *rows] = (struct CMUnitTest){ "memory runs out in YAML", runs_out, NULL, NULL, NULL };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        tests[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("tffunc_bounds", tests, NULL, NULL);
}
