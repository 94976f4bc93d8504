/* SPDX-License-Identifier: Apache-2.0
 * Hostile templates: what is told, that it ends soon, and where values say they stand. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/cloudformation/scan.h"

enum { SECONDS_MAX = 20 };  /* with sanitizers, on a busy machine */

static const char *text_of(const tnk_buf *b)
{
    return b->ptr != NULL ? b->ptr : "";
}

/* Collects a template and gives the diagnostics; fails when it takes too long. */
static void run(scan *s, const char *path, tnk_buf *text)
{
    clock_t start = clock();
    assert_false(text->failed);
    scan_run_text(s, path, tnk_buf_str(text), "none");
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    tnk_buf_free(text);
}

static void expect(tnk_buf *text, const char *diag)
{
    scan s;
    run(&s, "t.json", text);
    if (strstr(text_of(&s.diags), diag) == NULL)
        fail_msg("no %s in:\n%s", diag, text_of(&s.diags));
    scan_free(&s);
}

static void nested_functions(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":");
    for (int i = 0; i < 160; i++)
        tnk_buf_puts(&b, "{\"Fn::Join\":[\"\",[");
    tnk_buf_puts(&b, "1");
    for (int i = 0; i < 160; i++)
        tnk_buf_puts(&b, "]]}");
    tnk_buf_puts(&b, "}}}}");
    scan s;
    run(&s, "t.json", &b);
    assert_string_equal(text_of(&s.diags), "");
    scan_free(&s);
}

static void condition_chain(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Conditions\":{\"C0\":{\"Fn::Equals\":[1,1]}");
    for (int i = 1; i < 100000; i++)
        tnk_buf_printf(&b, ",\"C%d\":{\"Fn::Not\":[{\"Condition\":\"C%d\"}]}", i, i - 1);
    tnk_buf_puts(&b, "},\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Condition\":\"C99999\"}}}");
    expect(&b, "cfn-too-deep");
}

/* A text that doubles forty times over, through variables of Sub. */
static void sub_laughs(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":");
    for (int i = 0; i < 40; i++)
        tnk_buf_puts(&b, "{\"Fn::Sub\":[\"${a}${a}${a}${a}\",{\"a\":");
    tnk_buf_puts(&b, "\"ha ha ha ha\"");
    for (int i = 0; i < 40; i++)
        tnk_buf_puts(&b, "}]}");
    tnk_buf_puts(&b, "}}}}");
    expect(&b, "error cfn-too-large");
}

/* A large parameter joined again and again. */
static void join_large(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Parameters\":{\"P\":{\"Type\":\"String\",\"Default\":\"");
    for (int i = 0; i < 100000; i++)
        tnk_buf_puts(&b, "0123456789");
    tnk_buf_puts(&b, "\"}},\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":[0");
    for (int i = 0; i < 100000; i++)
        tnk_buf_puts(&b, ",{\"Fn::Join\":[\"\",[{\"Ref\":\"P\"}]]}");
    tnk_buf_puts(&b, "]}}}}");
    expect(&b, "error cfn-too-large");
}

/* Loops in loops: ten to the eighth resources. */
static void foreach_laughs(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Transform\":\"AWS::LanguageExtensions\",\"Resources\":{");
    for (int i = 0; i < 8; i++)
        tnk_buf_printf(&b, "\"Fn::ForEach::L%d\":[\"I%d\",[0,1,2,3,4,5,6,7,8,9],{", i, i);
    tnk_buf_puts(&b, "\"R${I0}${I1}${I2}${I3}${I4}${I5}${I6}${I7}\":{\"Type\":\"A::B::C\"}");
    for (int i = 0; i < 8; i++)
        tnk_buf_puts(&b, "}]");
    tnk_buf_puts(&b, "}}");
    expect(&b, "error cfn-too-large");
}

/* A mapping whose values look themselves up, ten at a time. */
static void mapping_laughs(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Mappings\":{\"M\":{\"a\":{\"b\":[0");
    for (int i = 0; i < 10; i++)
        tnk_buf_puts(&b, ",{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}");
    tnk_buf_puts(&b, "]}}},\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":"
                     "{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}}}}}");
    expect(&b, "error cfn-too-large");
}

/* A megabyte in a parameter as the name of a mapping, a hundred thousand times. */
static void large_key(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    tnk_buf_puts(&b, "{\"Mappings\":{\"M\":{\"a\":{\"b\":1}}},\"Parameters\":{\"P\":{\"Type\":"
                     "\"String\",\"Default\":\"");
    for (int i = 0; i < 100000; i++)
        tnk_buf_puts(&b, "0123456789");
    tnk_buf_puts(&b, "\"}},\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":[0");
    for (int i = 0; i < 100000; i++)
        tnk_buf_puts(&b, ",{\"Fn::FindInMap\":[\"M\",{\"Ref\":\"P\"},\"b\"]}");
    tnk_buf_puts(&b, "]}}}}");
    expect(&b, "error cfn-too-large");
}

/* Each of a hundred thousand names is looked for among as many others. */
static void many_names(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    scan s;
    (void)state;
    tnk_buf_puts(&b, "{\"Parameters\":{\"P\":{\"Type\":\"String\"}");
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, ",\"P%d\":{\"Type\":\"String\",\"Default\":\"x\"}", i);
    tnk_buf_puts(&b, "},\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":[0");
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, ",{\"Ref\":\"P%d\"}", i);
    tnk_buf_puts(&b, "]}}}}");
    run(&s, "t.json", &b);
    assert_string_equal(text_of(&s.diags), "");
    assert_int_equal(s.n_resources, 1);
    scan_free(&s);
}

static void many_mistakes(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    scan s;
    (void)state;
    tnk_buf_puts(&b, "{\"Resources\":{\"A\":{\"Type\":\"A::B::C\",\"Properties\":{\"V\":[0");
    for (int i = 0; i < 100000; i++)
        tnk_buf_puts(&b, ",{\"Ref\":\"No\"}");
    tnk_buf_puts(&b, "]}}}}");
    run(&s, "t.json", &b);
    size_t lines = 0;
    for (const char *p = text_of(&s.diags); (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_int_equal(lines, 201);
    assert_non_null(strstr(text_of(&s.diags), "cfn-more-diagnostics"));
    scan_free(&s);
}

/* Ten stacks in each template, eight templates deep. */
static void stack_laughs(void **state)
{
    static const char *const names[] = {"a.json", "b.json", "c.json", "d.json", "e.json",
                                        "f.json", "g.json", "h.json", "i.json", "j.json"};
    const char *files[2 * 10 + 1] = { NULL };
    tnk_buf texts[10];
    scan s;
    (void)state;
    for (size_t i = 0; i < 10; i++) {
        texts[i] = (tnk_buf)TNK_BUF_INIT;
        tnk_buf_puts(&texts[i], "{\"Resources\":{\"R\":{\"Type\":\"A::B::C\"}");
        for (size_t k = 0; k < 10 && i < 9; k++)
            tnk_buf_printf(&texts[i],
                           ",\"S%zu\":{\"Type\":\"AWS::CloudFormation::Stack\",\"Properties\":"
                           "{\"TemplateURL\":\"%s\"}}",
                           k, names[i + 1]);
        tnk_buf_puts(&texts[i], "}}");
        files[2 * i] = names[i];
        files[2 * i + 1] = texts[i].ptr;
    }
    clock_t start = clock();
    scan_run(&s, files, "none");
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    assert_non_null(strstr(text_of(&s.diags), "error cfn-too-large"));
    scan_free(&s);
    for (size_t i = 0; i < 10; i++)
        tnk_buf_free(&texts[i]);
}

static void stack_depth(void **state)
{
    static const char *const names[] = {"a.json", "b.json", "c.json", "d.json", "e.json",
                                        "f.json", "g.json", "h.json", "i.json", "j.json"};
    const char *files[2 * 10 + 1] = { NULL };
    char texts[10][200];
    scan s;
    (void)state;
    for (size_t i = 0; i < 10; i++) {
        snprintf(texts[i], sizeof texts[i],
                 "{\"Resources\":{\"S\":{\"Type\":\"AWS::CloudFormation::Stack\","
                 "\"Properties\":{\"TemplateURL\":\"%s\"}}}}",
                 names[(i + 1) % 10]);
        files[2 * i] = names[i];
        files[2 * i + 1] = texts[i];
    }
    scan_run(&s, files, "none");
    assert_string_equal(text_of(&s.diags), "cfn-too-deep\n");
    assert_int_equal(s.n_resources, 9);
    scan_free(&s);
}

/* ---- places ---- */

/* Where V of resource R stands, as the text of the source there. */
static tnk_str place;
static scan *placed_in;

static int take(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    (void)ud, (void)by;
    const tnk_value *v = tnk_value_get(placed_in->cx.atoms, r->value, (tnk_str){ "V", 1 });
    if (v != NULL)
        place = (tnk_str){ placed_in->cx.sources.at[v->file]->text.ptr + v->off, v->end - v->off };
    return 0;
}

static int no_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)from, (void)by, (void)to;
    return 0;
}

static void no_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                    bool has_place, tnk_str msg)
{
    (void)ud, (void)level, (void)code, (void)path, (void)at, (void)has_place, (void)msg;
}

static void places(void **state)
{
    static const struct {
        const char *expr, *at;
    } rows[] = {
        {"\"text\"", "\"text\""},
        {"{\"Ref\":\"P\"}", "{\"Ref\":\"P\"}"},
        {"{\"Ref\":\"R\"}", "{\"Ref\":\"R\"}"},
        {"{\"Fn::Sub\":\"${P}\"}", "{\"Fn::Sub\":\"${P}\"}"},
        {"{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}", "{\"Fn::FindInMap\":[\"M\",\"a\",\"b\"]}"},
        {"{\"Fn::If\":[\"C\",{\"x\":1},{\"y\":1}]}", "{\"x\":1}"}, /* the branch is written there */
        {"{\"Fn::If\":[\"C\",{\"Ref\":\"P\"},2]}", "{\"Ref\":\"P\"}"},
        {"{\"Fn::Select\":[1,[\"a\",\"b\"]]}", "\"b\""},
        {"{\"a\":{\"Ref\":\"P\"}}", "{\"a\":{\"Ref\":\"P\"}}"},
    };
    static const tnk_collect_sink sink = { NULL, take, no_reference, no_diag };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char text[1024];
        tnk_str path = { "t.json", 6 };
        tnk_error err = { 0 };
        scan s;
        snprintf(
            text, sizeof text,
            "{\"Parameters\":{\"P\":{\"Default\":\"x\"}},\"Mappings\":{\"M\":{\"a\":{\"b\":1}}},"
            "\"Conditions\":{\"C\":{\"Fn::Equals\":[1,1]}},\"Resources\":{\"R\":{\"Type\":\"A::B::"
            "C\","
            "\"Properties\":{\"V\":%s}}}}",
            rows[i].expr);
        scan_run_text(&s, "t.json", (tnk_str){ text, strlen(text) }, NULL);
        placed_in = &s;
        assert_int_equal(tnk_collect_unit(s.plugins, &s.cx, 1, &path, 1, &sink, &err), 0);
        assert_int_equal(place.len, strlen(rows[i].at));
        assert_memory_equal(place.ptr, rows[i].at, place.len);
        scan_free(&s);
    }
}

int main(void)
{
    static const struct CMUnitTest t[] = {
        cmocka_unit_test(nested_functions), cmocka_unit_test(condition_chain),
        cmocka_unit_test(sub_laughs),       cmocka_unit_test(join_large),
        cmocka_unit_test(foreach_laughs),   cmocka_unit_test(mapping_laughs),
        cmocka_unit_test(large_key),        cmocka_unit_test(many_names),
        cmocka_unit_test(many_mistakes),    cmocka_unit_test(stack_laughs),
        cmocka_unit_test(stack_depth),      cmocka_unit_test(places),
    };
    return cmocka_run_group_tests_name("cloudformation limits", t, NULL, NULL);
}
