/* SPDX-License-Identifier: Apache-2.0
 * Expressions and templates on their own, and the places that blocks and attributes carry. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "tests/unit/hcl/check.h"
#include "tests/unit/hcl/print.h"

static tnk_str str(const char *s) { return (tnk_str){ s, strlen(s) }; }

static void same_text(tnk_str got, const char *want)
{
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

/* The part of the text that a span means. */
static void same_place(const char *text, tnk_span at, const char *want)
{
    assert_true(at.off <= at.end && at.end <= strlen(text));
    same_text((tnk_str){ text + at.off, at.end - at.off }, want);
}

/* ---- expressions and templates ---- */

typedef enum way { EXPR, TEMPLATE, INSIDE } way;

static const struct row {
    const char *name;
    way way;
    const char *source, *tree, *told;
} rows[] = {
    { "an expression", EXPR, "a.b[0] + 1", "(+ ([] (. a b) 0) 1)", "" },
    { "newlines are white space", EXPR, "\n a\n +\n b\n", "(+ a b)", "" },
    { "a type", EXPR, "object({ a = optional(string, \"x\") })",
      "(call object {'a (call optional string \"x\")})", "" },
    { "nothing", EXPR, "", "BAD", "7-7 hcl-expression\n" },
    { "more than one", EXPR, "a b", "BAD", "9-10 hcl-expression\n" },
    { "a comment", EXPR, "a # b", "a", "" },
    { "plain text", TEMPLATE, "a \"b\" \\n", "\"a \\\"b\\\" \\\\n\"", "" },
    { "no text", TEMPLATE, "", "\"\"", "" },
    { "a value alone", TEMPLATE, "${a.b}", "(wrap (. a b))", "" },
    { "a value and a newline", TEMPLATE, "${a}\n", "(tmpl a \"\\n\")", "" },
    { "escaped sequences", TEMPLATE, "$${a} %%{b}", "\"${a} %{b}\"", "" },
    { "directives over lines", TEMPLATE, "%{ for a in b ~}\n${a}\n%{ endfor ~}\n",
      "(tmpl (each a in b : (tmpl a \"\\n\")))", "" },
    { "trimming ends at the line", TEMPLATE, "a\n  ${~ b ~}\n  c", "(tmpl \"a\\n\" b \"  c\")", "" },
    { "dollar at the end", TEMPLATE, "a$", "\"a$\"", "" },
    { "quotes do not end it", TEMPLATE, "\"${a}\"", "(tmpl \"\\\"\" a \"\\\"\")", "" },
    { "CR is text", TEMPLATE, "a\rb\r\n", "\"a\\rb\\r\\n\"", "" },
    { "an open sequence", TEMPLATE, "a${b", "BAD", "8-10 hcl-unclosed-sequence\n" },
    { "a directive too many", TEMPLATE, "a%{ endif }", "BAD", "8-18 hcl-directive\n" },
    { "a directive too few", TEMPLATE, "%{ if a }b", "BAD", "17-17 hcl-directive\n" },
    { "inside: the place is that of all", INSIDE, "a${b}", "(tmpl \"a\" b)", "" },
    { "inside: of mistakes too", INSIDE, "a${b c}", "BAD", "7-90 hcl-sequence-end\n" },
};

static const char *all_inside(const hcl_expr *e, tnk_span at)
{
    for (uint32_t i = 0; e->kind == HCL_TEMPLATE && i < e->n; i++)
        if (e->items[i]->at.off != at.off || e->items[i]->at.end != at.end)
            return "a part has a place of its own";
    return e->at.off == at.off && e->at.end == at.end ? NULL : "the template has another place";
}

static void check_row(void **state)
{
    const struct row *r = *state;
    tnk_str text = str(r->source);
    tnk_span at = { 2, 7, r->way == INSIDE ? 90 : 7 + (uint32_t)text.len };
    tnk_buf out = TNK_BUF_INIT;
    bench b;
    bench_open(&b);
    const hcl_expr *e = r->way == EXPR ? hcl_parse_expr(&b.ctx, text, at)
                                       : hcl_parse_template(&b.ctx, text, at, r->way == INSIDE);
    print_expr(&out, e);
    assert_string_equal(out.ptr, r->tree);
    assert_string_equal(b.told.ptr != NULL ? b.told.ptr : "", r->told);
    assert_null(r->way == INSIDE ? all_inside(e, at) : check_expr(e, at));
    tnk_buf_free(&out);
    bench_close(&b);
}

/* ---- places ---- */

static const char source[] = "\xEF\xBB\xBF# c\n"
                             "resource \"aws_x\" y {\n"
                             "  name = \"a${b.c}d\"  # e\n"
                             "  list = [\n    f(1),\n    <<EOT\ng\nEOT\n  ]\n"
                             "}\n";

static void check_places(void **state)
{
    (void)state;
    bench b;
    bench_open(&b);
    const hcl_body *all = hcl_parse(&b.ctx, str(source), 5);
    assert_int_equal(all->n, 1);
    const hcl_block *r = all->items[0].block;
    assert_int_equal(r->at.file, 5);
    same_text(r->type, "resource");
    assert_int_equal(r->n_labels, 2);
    same_text(r->labels[0], "aws_x");
    same_place(source, r->labels_at[0], "\"aws_x\"");
    same_place(source, r->labels_at[1], "y");
    same_place(source, r->header, "resource \"aws_x\" y");
    assert_int_equal(source[r->at.end - 1], '}');
    const hcl_attr *name = hcl_attr_get(r->body, "name");
    same_place(source, name->name_at, "name");
    same_place(source, name->at, "name = \"a${b.c}d\"");
    same_place(source, name->value->at, "\"a${b.c}d\"");
    same_place(source, name->value->items[0]->at, "a");
    same_place(source, name->value->items[1]->at, "b.c");
    same_place(source, name->value->items[2]->at, "d");
    const hcl_expr *list = hcl_attr_get(r->body, "list")->value;
    same_place(source, list->items[0]->at, "f(1)");
    same_place(source, list->items[1]->at, "<<EOT\ng\nEOT");
    assert_null(hcl_attr_get(r->body, "missing"));
    assert_null(hcl_attr_get(NULL, "name"));
    assert_int_equal(b.n_told, 0);
    bench_close(&b);
}

/* Texts without escapes are not copied. */
static void check_borrowed(void **state)
{
    (void)state;
    static const char text[] = "a = \"bc\"\nd = <<EOT\ne\nf\nEOT\ng = \"h\\ni\"\n";
    bench b;
    bench_open(&b);
    const hcl_body *all = hcl_parse(&b.ctx, str(text), 0);
    assert_ptr_equal(hcl_attr_get(all, "a")->value->text.ptr, text + 5);
    assert_ptr_equal(hcl_attr_get(all, "d")->value->text.ptr, text + 19);
    same_text(hcl_attr_get(all, "d")->value->text, "e\nf\n");
    assert_false(hcl_attr_get(all, "d")->value->indented);
    same_text(hcl_attr_get(all, "g")->value->text, "h\ni");
    bench_close(&b);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows + 2] = {
        { "places of blocks, attributes and parts", check_places, NULL, NULL, NULL },
        { "texts point into the source", check_borrowed, NULL, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i + 2] = (struct CMUnitTest){ rows[i].name, check_row, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("hcl parts", t, NULL, NULL);
}
