/* SPDX-License-Identifier: Apache-2.0
 * Calls of every function with their values, kept outside the project (terraform-functions.jsonl). Skipped where there is
 * no corpus (../shared/corpus, or $TNK_CORPUS). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/tfconsole/console.h"

enum { LABELS_MIN = 140 };      /* fewer means that they are no longer read */

typedef struct totals {
    size_t right, wrong, skipped;
} totals;

static bool text_is(const cty_value *line, const char *name, const char *text)
{
    const cty_value *v = console_get(line, name);
    return v != NULL && v->kind == CTY_STRING && tf_is(v->str, text);
}

/* "string", "list", "sensitive:number"... null has no type here. */
static bool same_kind(const cty_value *v, tnk_str type)
{
    static const char secret[] = "sensitive:";
    size_t n = sizeof secret - 1;
    bool marked = type.len > n && memcmp(type.ptr, secret, n) == 0;
    if (marked)
        type = (tnk_str){ type.ptr + n, type.len - n };
    static const char *const kinds[] = { "null", "bool", "number", "string", "list", "set", "map", "tuple", "object" };
    return v->sensitive == marked && tf_is(type, kinds[cty_is_null(v) ? 0 : v->kind]);
}

static bool right(console *con, const cty_value *line)
{
    tnk_str expr = console_get(line, "expr")->str;
    const cty_value *v = console_eval(con, expr);
    if (v == NULL) {
        print_message("%s: %s\n", expr.ptr, console_error(con));
        return false;
    }
    if (v->deep_unknown) {
        print_message("%s: unknown\n", expr.ptr);
        return false;
    }
    const cty_value *value = console_get(line, "value");
    if (text_is(line, "type", "set"))           /* its items stand there in any order */
        value = cty_convert(&con->u.cty, value, cty_type_set(&con->u.cty, &cty_dynamic));
    assert_non_null(value);
    tnk_str got = cty_to_json(&con->u.cty, v), want = cty_to_json(&con->u.cty, value);
    if (tf_eq(got, want) && same_kind(v, console_get(line, "type")->str))
        return true;
    print_message("%s: %s (%s), not %s\n", expr.ptr, got.ptr, cty_type_name(cty_type_of(&con->u.cty, v)), want.ptr);
    return false;
}

/* What another version says, or a function that Terraform does not have, is no label for us. */
static bool comparable(const cty_value *line)
{
    return console_get(line, "expr") != NULL &&
           (text_is(line, "terraform_1_11_4", "agrees") || text_is(line, "terraform_1_11_4", "sensitive"));
}

static void labels(void **state)
{
    (void)state;
    const char *root = getenv("TNK_CORPUS");
    char path[4096], folder[4096];
    (void)snprintf(path, sizeof path, "%s/_labels/terraform-functions.jsonl", root != NULL ? root : "../shared/corpus");
    (void)snprintf(folder, sizeof folder, "%s/opentofu-opentofu/internal/lang/testdata/functions-test",
                   root != NULL ? root : "../shared/corpus");
    console con;
    console_lines lines;
    totals t = { 0, 0, 0 };
    console_open(&con, folder);
    bool there = console_read(&con, path, &lines);
    for (size_t i = 0; there && i < lines.n; i++) {
        if (!comparable(lines.line[i]))
            t.skipped++;
        else if (right(&con, lines.line[i]))
            t.right++;
        else
            t.wrong++;
    }
    console_close(&con);
    if (!there) {
        print_message("no labels at %s: skipped\n", path);
        skip();
    }
    print_message("%zu right, %zu wrong, %zu lines left out\n", t.right, t.wrong, t.skipped);
    assert_int_equal(t.wrong, 0);
    assert_true(t.right >= LABELS_MIN);
}

int main(void)
{
    const struct CMUnitTest t[] = { cmocka_unit_test(labels) };
    return cmocka_run_group_tests_name("labelled calls", t, NULL, NULL);
}
