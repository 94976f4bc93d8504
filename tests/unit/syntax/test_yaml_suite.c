/* SPDX-License-Identifier: Apache-2.0
 * yaml-test-suite: what is valid is read to the values of its JSON, what is not is refused. Every case
 * where libyaml differs is listed and argued in yaml-deviations.txt, and no other may differ. */
#include "tests/unit/syntax/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of the JSON value at p: a bracket that closes, or the end of a line outside brackets. */
static size_t one_json(tnk_str s)
{
    size_t i = 0, depth = 0;
    bool text = false;
    for (; i < s.len; i++) {
        char c = s.ptr[i];
        if (text && c == '\\')
            i++;
        else if (c == '"')
            text = !text;
        else if (!text && (c == '[' || c == '{'))
            depth++;
        else if (!text && (c == ']' || c == '}'))
            depth--;
        else if (!text && depth == 0 && c == '\n')
            break;
    }
    return i < s.len ? i : s.len;
}

/* A REAL and an INT of the same number are the same here: JSON writes 1.0 where YAML wrote 1e0. */
static bool same(const tnk_value *a, const tnk_value *b)
{
    char x[24], y[24];
    if (a->kind != b->kind || (a->kind != TNK_LIST && a->kind != TNK_MAP)) {
        bool numbers = (a->kind == TNK_INT || a->kind == TNK_REAL) && (b->kind == TNK_INT || b->kind == TNK_REAL);
        if (!numbers)
            return tnk_value_equal(a, b);
        return strtod(tnk_value_scalar(a, x).ptr, NULL) == strtod(tnk_value_scalar(b, y).ptr, NULL);
    }
    bool equal = a->n == b->n;
    for (uint32_t i = 0; equal && i < a->n; i++) {
        const tnk_value *k = &a->u.kids[i];
        const tnk_value *l = a->kind == TNK_MAP ? tnk_value_member(b, k->key) : &b->u.kids[i];
        equal = l != NULL && same(k, l);
    }
    return equal;
}

/* The value without the maps that local tags make: the suite's JSON drops tags. */
static const tnk_value *untagged(bench *b, const tnk_value *v)
{
    if ((v->flags & TNK_F_TAGGED) != 0)
        return untagged(b, v->u.kids);
    if ((v->kind != TNK_LIST && v->kind != TNK_MAP) || v->n == 0)
        return v;
    tnk_value *copy = tnk_value_new(b->arena, v->kind, (tnk_span){ 0 });
    tnk_value *kids = tnk_arena_array(b->arena, v->n, sizeof *kids);
    assert_true(copy != NULL && kids != NULL);
    for (uint32_t i = 0; i < v->n; i++) {
        kids[i] = *untagged(b, &v->u.kids[i]);
        kids[i].key = v->u.kids[i].key;
    }
    copy->n = v->n;
    copy->u.kids = kids;
    return copy;
}

/* Do the documents equal the values of the JSON stream? */
static bool equals_json(bench *b, const tnk_value *docs, tnk_str json)
{
    uint32_t n = 0;
    for (size_t at = 0; at < json.len;) {
        tnk_str rest = tnk_str_from(json, at);
        size_t len = one_json(rest);
        at += len + 1;
        tnk_str text = tnk_str_trim((tnk_str){ rest.ptr, len });
        tnk_value want;
        tnk_error err = { 0 };
        if (text.len == 0)
            continue;
        if (tnk_json_parse(&b->reader, text, &want, &err) != 0 || n >= docs->n)
            return false;
        if (!same(untagged(b, &docs->u.kids[n++]), &want))
            return false;
    }
    return n == docs->n;
}

/* NULL when the case goes as the suite says, else what is different. */
static const char *deviation(const bench *names, const tnk_value *row)
{
    bench b;
    tnk_value v;
    tnk_error err = { 0 };
    const char *why = NULL;
    bool bad = tnk_value_get(names->atoms, row, TNK_S("error"))->u.flag;
    const tnk_value *json = tnk_value_get(names->atoms, row, TNK_S("json"));
    tnk_str text = field(names, row, "yaml");
    bench_open(&b);
    int rc = tnk_yaml_parse(&b.reader, text, 0, &v, &err);
    if (rc == 0)
        check_places(&v, (uint32_t)text.len, TNK_DEPTH_YAML + 2);
    if (rc != 0 && !bad)
        why = "refused";
    else if (rc == 0 && bad)
        why = "accepted";
    else if (rc == 0 && json != NULL && !equals_json(&b, &v, tnk_value_text(json)))
        why = "different";
    bench_close(&b);
    return why;
}

static void suite(void **state)
{
    (void)state;
    bench b;
    char *text;
    unsigned wrong = 0;
    bench_open(&b);
    tnk_value all = corpus_lines(&b, "yaml-yaml-test-suite/cases.jsonl", &text);
    deviations d = deviations_open("tests/unit/syntax/yaml-deviations.txt");
    tnk_value_each(row, &all) {
        tnk_str id = field(&b, row, "id");
        const char *why = deviation(&b, row);
        if ((why != NULL) != deviations_has(&d, id)) {
            printf("%.*s %s\n", (int)id.len, id.ptr, why != NULL ? why : "is as it should be; take it off the list");
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
    assert_true(all.n >= 402);
    deviations_close(&d);
    free(text);
    bench_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(suite) };
    return cmocka_run_group_tests_name("yaml suite", tests, NULL, NULL);
}
