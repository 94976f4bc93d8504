/* SPDX-License-Identifier: Apache-2.0
 * The JSON syntax through the real host: a collector of the test's own hands its documents to hcl_from_json. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "core/collect/collect.h"
#include "tests/unit/hcl/print.h"

static const struct row {
    const char *name, *source, *tree, *told;
} rows[] = {
    { "nothing", "{}", "", "" },
    { "resource", "{\"resource\": {\"t\": {\"n\": {\"a\": 1}}}}", "(block resource \"t\" \"n\" (attr a 1))", "" },
    { "resources", "{\"resource\": {\"t\": {\"n\": {}, \"m\": {}}, \"u\": {\"n\": {}}}}",
      "(block resource \"t\" \"n\") (block resource \"t\" \"m\") (block resource \"u\" \"n\")", "" },
    { "lists for several", "{\"resource\": [{\"t\": [{\"n\": [{\"a\": 1}]}]}, {\"t\": {\"m\": {}}}]}",
      "(block resource \"t\" \"n\" (attr a 1)) (block resource \"t\" \"m\")", "" },
    { "null is no block", "{\"resource\": null, \"locals\": {\"a\": null}}", "(block locals (attr a null))", "" },
    { "data and ephemeral", "{\"data\": {\"t\": {\"n\": {}}}, \"ephemeral\": {\"t\": {\"n\": {}}}}",
      "(block data \"t\" \"n\") (block ephemeral \"t\" \"n\")", "" },
    { "blocks with one label",
      "{\"module\": {\"m\": {\"source\": \"./m\"}}, \"output\": {\"o\": {\"value\": \"${a.b}\"}}, "
      "\"provider\": {\"p\": [{\"alias\": \"x\"}, {}]}}",
      "(block module \"m\" (attr source \"./m\")) (block output \"o\" (attr value (wrap (. a b)))) "
      "(block provider \"p\" (attr alias \"x\")) (block provider \"p\")", "" },
    { "variable", "{\"variable\": {\"v\": {\"type\": \"list(string)\", \"default\": [\"${a}\"], "
                  "\"validation\": {\"condition\": \"${var.v != null}\", \"error_message\": \"e\"}}}}",
      "(block variable \"v\" (attr type (call list string)) (attr default [(wrap a)]) "
      "(block validation (attr condition (wrap (!= (. var v) null))) (attr error_message \"e\")))", "" },
    { "locals", "{\"locals\": [{\"a\": \"x${b}\"}, {\"c\": {\"d\": 1.50}}]}",
      "(block locals (attr a (tmpl \"x\" b))) (block locals (attr c {\"d\" 1.50}))", "" },
    { "terraform", "{\"terraform\": {\"required_version\": \">= 1\", \"backend\": {\"s3\": {\"bucket\": \"b\"}}, "
                   "\"required_providers\": {\"p\": {\"source\": \"a/p\"}}, \"cloud\": {\"workspaces\": "
                   "{\"name\": \"w\"}}}}",
      "(block terraform (attr required_version \">= 1\") (block backend \"s3\" (attr bucket \"b\")) "
      "(block required_providers (attr p {\"source\" \"a/p\"})) (block cloud (block workspaces (attr "
      "name \"w\"))))", "" },
    { "moved, import, removed",
      "{\"moved\": [{\"from\": \"a.b\", \"to\": \"a.c[\\\"k\\\"]\"}], \"import\": {\"to\": \"a.b\", "
      "\"id\": \"i\"}, "
      "\"removed\": {\"from\": \"a.b\", \"lifecycle\": {\"destroy\": false}}}",
      "(block moved (attr from (. a b)) (attr to ([] (. a c) \"k\"))) (block import (attr to (. a b)) "
      "(attr id \"i\")) "
      "(block removed (attr from (. a b)) (block lifecycle (attr destroy false)))", "" },
    { "check", "{\"check\": {\"c\": {\"data\": {\"t\": {\"n\": {}}}, \"assert\": [{\"condition\": true}]}}}",
      "(block check \"c\" (block data \"t\" \"n\") (block assert (attr condition true)))", "" },
    { "nested blocks stay attributes", "{\"resource\": {\"t\": {\"n\": {\"ingress\": [{\"port\": 22}], "
      "\"tags\": {\"a b\": \"c\"}}}}}",
      "(block resource \"t\" \"n\" (attr ingress [{\"port\" 22}]) (attr tags {\"a b\" \"c\"}))", "" },
    { "dynamic", "{\"resource\": {\"t\": {\"n\": {\"dynamic\": {\"ingress\": {\"for_each\": "
      "\"${var.p}\", \"iterator\": \"it\", "
                 "\"content\": {\"port\": \"${it.value}\", \"dynamic\": {\"d\": {\"content\": {}}}}}}}}}}",
      "(block resource \"t\" \"n\" (block dynamic \"ingress\" (attr for_each (wrap (. var p))) (attr iterator it) "
      "(block content (attr port (wrap (. it value))) (block dynamic \"d\" (block content)))))", "" },
    { "meta arguments",
      "{\"resource\": {\"t\": {\"n\": {\"provider\": \"aws.west\", \"depends_on\": [\"a.b\", \"c.d[0]\"], "
      "\"lifecycle\": {\"ignore_changes\": [\"tags\", \"x[0].y\"], \"precondition\": {\"condition\": true}}, "
      "\"provisioner\": [{\"local-exec\": {\"command\": \"c\", \"when\": \"destroy\"}}], "
      "\"connection\": {\"host\": \"h\"}}}}}",
      "(block resource \"t\" \"n\" (attr provider (. aws west)) (attr depends_on [(. a b) ([] (. c d) 0)]) "
      "(block lifecycle (attr ignore_changes [tags (. ([] x 0) y)]) (block precondition (attr condition true))) "
      "(block provisioner \"local-exec\" (attr command \"c\") (attr when destroy)) (block connection "
      "(attr host \"h\")))", "" },
    { "providers of a module", "{\"module\": {\"m\": {\"providers\": {\"aws\": \"aws.west\", \"a.b\": \"c\"}}}}",
      "(block module \"m\" (attr providers {\"aws\" (. aws west) \"a.b\" c}))", "" },
    { "scalars", "{\"locals\": {\"a\": true, \"b\": false, \"c\": -5, \"d\": 1e5, \"e\": "
      "123456789012345678901234567890}}",
      "(block locals (attr a true) (attr b false) (attr c -5) (attr d 1e5) (attr e "
      "123456789012345678901234567890))", "" },
    { "keys are templates", "{\"locals\": {\"a\": {\"x${b}\": 1}}}", "(block locals (attr a {(tmpl "
      "\"x\" b) 1}))", "" },
    { "escapes of JSON, then of templates", "{\"locals\": {\"a\": \"\\\"\\\\n$${b}\\u3042\"}}",
      "(block locals (attr a \"\\\"\\\\n${b}あ\"))", "" },
    { "comments", "{\"//\": \"c\", \"resource\": {\"//\": 1, \"t\": {\"//\": {}, \"n\": {\"//\": \"c\", "
      "\"a\": 1}}}}",
      "(block resource \"t\" \"n\" (attr a 1))", "" },
    { "the last of repeated members", "{\"locals\": {\"a\": 1, \"b\": 2, \"a\": 3}}", "(block locals "
      "(attr b 2) (attr a 3))", "" },
    { "unknown members are attributes", "{\"resources\": {\"a\": {}}}", "(attr resources {\"a\" {}})", "" },
    { "a broken template", "{\"locals\": {\"a\": \"${b c}\", \"d\": 1}}", "(block locals (attr a BAD) (attr d 1))",
      "17-25 hcl-sequence-end\n" },
    { "a broken reference", "{\"resource\": {\"t\": {\"n\": {\"provider\": \"a b\"}}}}",
      "(block resource \"t\" \"n\" (attr provider BAD))", "38-43 hcl-expression\n" },
    { "a text for a block", "{\"resource\": \"r\", \"locals\": {}}", "(block locals)", "13-16 hcl-json-block\n" },
    { "a text for a body", "{\"resource\": {\"t\": {\"n\": 1}}}", "", "25-26 hcl-json-block\n" },
    { "a text at the root", "\"x\"", "", "0-3 hcl-json-root\n" },
    { "a list at the root", "[{\"locals\": {\"a\": 1}}, {\"locals\": {\"b\": 2}}]",
      "(block locals (attr a 1)) (block locals (attr b 2))", "" },
    { "a list of other things at the root", "[1, {\"locals\": {\"a\": 1}}]", "(block locals (attr a 1))",
      "1-2 hcl-json-root\n" },
};

typedef struct work {
    const struct row *row;
    bench b;
    tnk_buf out, literal;
    bool json, done;
} work;
static work *now;       /* a collector has no user data */

static int collect(const tnk_host *h, tnk_run *run, const tnk_unit *unit)
{
    const hcl_json j = { h, run };
    const hcl_body *body = hcl_from_json(&now->b.ctx, &j, unit->files[0].doc);
    print_body(&now->out, body);
    print_expr(&now->literal, hcl_json_expr(&now->b.ctx, &j, unit->files[0].doc, true));
    now->json = body->json;
    now->done = true;
    return 0;
}

static void ignore_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has_place, tnk_str msg)
{
    (void)ud, (void)level, (void)code, (void)path, (void)at, (void)has_place, (void)msg;
}

static void collect_text(work *w, const char *text)
{
    static const tnk_claim claims[] = { { "*.json", TNK_SYNTAX_JSON, 0, { NULL } } };
    static const tnk_collector self = { .abi = TNK_ABI, .size = sizeof self, .name = "hcltest", .version = "1",
                                        .about = "x", .claims = claims, .n_claims = 1, .collect = collect };
    tnk_error err = { 0 };
    tnk_str path = { "a.json", 6 }, source = { text, strlen(text) };
    tnk_plugins *p = tnk_plugins_new();
    tnk_unit_ctx cx = { .arena = tnk_arena_new((size_t)64 << 20), .atoms = tnk_atoms_new() };
    tnk_collect_sink sink = { .diag = ignore_diag };
    now = w;
    bench_open(&w->b);
    assert_int_equal(tnk_plugins_add(p, &self, &err), 0);
    assert_int_equal(tnk_tree_open_memory(&path, &source, 1, NULL, &cx.tree, &err), 0);
    assert_int_equal(tnk_collect_unit(p, &cx, 1, &path, 1, &sink, &err), 0);
    assert_true(w->done);
    tnk_tree_close(cx.tree);
    tnk_plugins_free(p);
    tnk_arena_free(cx.arena);
    tnk_atoms_free(cx.atoms);
}

static void end(work *w)
{
    tnk_buf_free(&w->out);
    tnk_buf_free(&w->literal);
    bench_close(&w->b);
}

static void check(void **state)
{
    const struct row *r = *state;
    work w = { .row = r };
    collect_text(&w, r->source);
    assert_string_equal(w.out.ptr != NULL ? w.out.ptr : "", r->tree);
    assert_string_equal(w.b.told.ptr != NULL ? w.b.told.ptr : "", r->told);
    assert_true(w.json);
    end(&w);
}

static void check_literal(void **state)
{
    (void)state;
    work w = { .row = NULL };
    collect_text(&w, "{\"a\": \"${b}\", \"%{c}\": [1, null, \"$${d}\"]}");
    assert_string_equal(w.literal.ptr, "{\"a\" \"${b}\" \"%{c}\" [1 null \"$${d}\"]}");
    end(&w);
}

/* Lists in lists, as deep as JSON may be: told once, and the rest is read. */
static void check_deep(void **state)
{
    (void)state;
    char text[1200], *at = text;
    work w = { .row = NULL };
    at += sprintf(at, "{\"locals\": {\"a\": ");
    memset(at, '[', 400);
    memset(at + 400, ']', 400);
    sprintf(at + 800, ", \"b\": 1}}");
    collect_text(&w, text);
    assert_string_equal(w.b.told.ptr + w.b.told.len - 13, "hcl-too-deep\n");
    assert_non_null(strstr(w.out.ptr, "(attr b 1)"));
    end(&w);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows + 2] = {
        { "literal values are no templates", check_literal, NULL, NULL, NULL },
        { "too deep", check_deep, NULL, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i + 2] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("hcl json", t, NULL, NULL);
}
