/* SPDX-License-Identifier: Apache-2.0
 * Real templates kept outside the project: each is collected without an error, and every resource
 * without a condition comes out. Exceptions are argued in corpus-exceptions.txt. Skipped where
 * there is no corpus
 * (../shared/corpus, or $TNK_CORPUS). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/syntax/syntax.h"
#include "tests/unit/cloudformation/scan.h"

static const struct folder {
    const char *name;
    size_t templates_min;   /* fewer means that templates are no longer recognised */
} folders[] = {
    { "tenable-KaiMonkey", 80 },
    { "aws-cloudformation-cfn-lint", 60 },
    { "stelligent-cfn_nag", 140 },
    { "cloudtools-troposphere", 20 },
    { "aws-quickstart-quickstart-aws-vpc", 1 },
    { "aws-quickstart-quickstart-linux-bastion", 2 },
    { "aws-samples-amazon-ecs-mythicalmysfits-workshop", 5 },
};

/* What came out of one file. */
typedef struct result {
    tnk_atoms *addresses;
    size_t resources, errors, warnings;
} result;

typedef struct totals {
    size_t templates, resources, emitted, warnings, excepted;
} totals;

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    result *res = ud;
    (void)by;
    res->resources++;
    return tnk_atoms_add(res->addresses, r->address) != 0 ? 0 : -1;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)from, (void)by, (void)to;
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    result *res = ud;
    (void)code, (void)has_place;
    res->errors += level == TNK_LEVEL_ERROR;
    res->warnings += level == TNK_LEVEL_WARNING;
    if (level == TNK_LEVEL_ERROR || getenv("TNK_CORPUS_VERBOSE") != NULL)
        print_message("%.*s:%u: %.*s\n", (int)path.len, path.ptr, at.off, (int)msg.len, msg.ptr);
}

/* ---- what must come out, found without the collector ---- */

static tnk_str type_of(const tnk_atoms *atoms, const tnk_value *resource)
{
    return tnk_value_text(tnk_value_get(atoms, resource, (tnk_str){ "Type", 4 }));
}

/* The template's Resources, or NULL when the document is no template. */
static const tnk_value *resources_of(const tnk_atoms *atoms, const tnk_value *doc)
{
    const tnk_value *resources = tnk_value_get(atoms, doc, (tnk_str){ "Resources", 9 });
    tnk_value_each(r, resources) {
        tnk_str type = type_of(atoms, r);
        if (type.ptr != NULL && strstr(type.ptr, "::") != NULL)
            return resources;
    }
    return NULL;
}

/* Every resource without a condition must be among the addresses. */
static size_t missing(const tnk_unit_ctx *cx, const result *res, const tnk_value *resources,
                      tnk_str path)
{
    size_t n = 0;
    tnk_value_each(r, resources) {
        tnk_str id = tnk_atoms_str(cx->atoms, r->key);
        bool conditional = tnk_value_get(cx->atoms, r, (tnk_str){ "Condition", 9 }) != NULL;
        if (type_of(cx->atoms, r).ptr == NULL || conditional ||
            tnk_atoms_find(res->addresses, id) != 0)
            continue;
        print_message("%.*s: %.*s did not come out\n", (int)path.len, path.ptr, (int)id.len,
                      id.ptr);
        n++;
    }
    return n;
}

static bool parse(tnk_unit_ctx *cx, tnk_str text, tnk_value *ret)
{
    tnk_reader r = { .arena = cx->arena, .atoms = cx->atoms };
    tnk_error err = { 0 };
    const char *first = text.ptr + strspn(text.ptr, " \t\r\n\xEF\xBB\xBF");
    if (*first == '{' && tnk_json_parse(&r, text, ret, &err) == 0)
        return true;
    err = (tnk_error){ 0 };
    if (tnk_yaml_parse(&r, text, TNK_YAML_11 | TNK_YAML_MERGE, ret, &err) != 0 ||
        tnk_value_count(ret) == 0)
        return false;
    *ret = *tnk_value_at(ret, 0);
    return true;
}

/* ---- one file, one folder ---- */

static bool excepted(const char *list, const char *folder, tnk_str path)
{
    char line[512];
    snprintf(line, sizeof line, "\n%s/%.*s\n", folder, (int)path.len, path.ptr);
    return strstr(list, line) != NULL;
}

static size_t check_file(tnk_plugins *p, tnk_tree *tree, tnk_str path, totals *sum)
{
    result res = { .addresses = tnk_atoms_new() };
    tnk_collect_sink sink = { &res, take_resource, take_reference, take_diag };
    tnk_unit_ctx cx = {
        .tree = tree, .arena = tnk_arena_new((size_t)256 << 20), .atoms = tnk_atoms_new()};
    tnk_error err = { 0 };
    tnk_value doc = { .kind = TNK_NONE };
    const tnk_value *resources = NULL;
    size_t bad = 0;
    tnk_str text;
    assert_int_equal(tnk_tree_read(tree, cx.arena, path, &text, &err), 0);
    if (parse(&cx, text, &doc))
        resources = resources_of(cx.atoms, &doc);
    if (resources != NULL) {
        sum->templates++;
        sum->resources += tnk_value_count(resources);
        assert_int_equal(
            tnk_collect_unit(p, &cx, tnk_plugins_claim(p, path), &path, 1, &sink, &err), 0);
        bad = res.errors + missing(&cx, &res, resources, path);
    }
    sum->emitted += res.resources;
    sum->warnings += res.warnings;
    tnk_atoms_free(res.addresses);
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
    return bad;
}

static char *slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = calloc(1, 65536);
    text[0] = '\n';
    assert_true(fread(text + 1, 1, 65534, f) < 65534);
    fclose(f);
    return text;
}

static void check_folder(void **state)
{
    const struct folder *f = *state;
    const char *root = getenv("TNK_CORPUS");
    char path[1024];
    totals sum = { 0 };
    tnk_error err = { 0 };
    tnk_tree *tree = NULL;
    size_t bad = 0;
    snprintf(path, sizeof path, "%s/%s", root != NULL ? root : "../shared/corpus", f->name);
    if (tnk_tree_open(path, NULL, &tree, &err) != 0) {
        print_message("no corpus at %s: skipped\n", path);
        skip();
    }
    tnk_plugins *p = tnk_plugins_new();
    char *list = slurp("tests/unit/cloudformation/corpus-exceptions.txt");
    assert_int_equal(tnk_plugins_add(p, tenken_collector_v1(TNK_ABI), &err), 0);
    for (size_t i = 0; i < tnk_tree_count(tree); i++) {
        tnk_str file = tnk_tree_path(tree, i);
        if (tnk_plugins_claim(p, file) == 0)
            continue;
        size_t n = check_file(p, tree, file, &sum);
        bool known = excepted(list, f->name, file);
        sum.excepted += known;
        if (known && n == 0)
            fail_msg("%.*s is fine: take it off the exceptions", (int)file.len, file.ptr);
        bad += known ? 0 : n;
    }
    print_message("%s: %zu templates with %zu resources, %zu out, %zu warnings, %zu exceptions\n",
                  f->name, sum.templates, sum.resources, sum.emitted, sum.warnings, sum.excepted);
    tnk_plugins_free(p);
    tnk_tree_close(tree);
    free(list);
    assert_int_equal(bad, 0);
    assert_true(sum.templates >= f->templates_min);
}

int main(void)
{
    static struct CMUnitTest t[sizeof folders / sizeof *folders];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        t[i] = (struct CMUnitTest){folders[i].name, check_folder, NULL, NULL, (void *)&folders[i]};
    return cmocka_run_group_tests_name("cloudformation corpus", t, NULL, NULL);
}
