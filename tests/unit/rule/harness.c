/* SPDX-License-Identifier: Apache-2.0
 * See harness.h. */
#include "tests/unit/rule/harness.h"

#include <stdlib.h>

#include "core/syntax/syntax.h"
#include "core/value/source.h"

struct bench {
    tnk_arena *arena;
    tnk_atoms *atoms;
    tnk_rules *rules;
    tnk_sources sources;
    tnk_buf *out;
};

static tnk_str text_of(struct bench *b, const tnk_value *v, const char *key)
{
    tnk_str s = tnk_value_text(tnk_value_get(b->atoms, v, tnk_str_of(key)));
    return s.ptr != NULL ? s : (tnk_str){ "", 0 };
}

static const tnk_str *texts(struct bench *b, const tnk_value *list, size_t *n)
{
    tnk_str *at = tnk_arena_array(b->arena, tnk_value_count(list) + 1, sizeof *at);
    *n = 0;
    tnk_value_each(item, list)
        at[(*n)++] = tnk_value_text(item);
    return at;
}

/* Replaces { "?": reason } by unresolved nodes, in place: the tree is ours. */
static void resolve(struct bench *b, tnk_value *v)
{
    const tnk_value *reason = tnk_value_get(b->atoms, v, TNK_S("?"));
    if (reason != NULL) {
        const tnk_value *why = tnk_value_get(b->atoms, v, TNK_S("why"));
        tnk_unknown *u = tnk_arena_alloc(b->arena, sizeof *u);
        size_t n;
        u->why = why != NULL ? (uint32_t)why->u.integer : TNK_WHY_INPUT;
        u->reason = tnk_value_text(reason);
        u->refs = texts(b, tnk_value_get(b->atoms, v, TNK_S("refs")), &n);
        u->n_refs = (uint32_t)n;
        v->kind = TNK_UNRESOLVED;
        v->u.unknown = u;
        return;
    }
    tnk_value_each(child, v)
        resolve(b, (tnk_value *)(uintptr_t)child);
}

static int show(void *ud, const tnk_judgement *j)
{
    struct bench *b = ud;
    tnk_position p = tnk_source_position(b->sources.at[0], b->arena, j->at.off);
    tnk_buf_printf(b->out, "%s %s %.*s", tnk_rules_infos(b->rules)[j->rule].id.ptr, tnk_verdict_name(j->verdict),
                   j->res != NULL ? (int)j->res->address.len : 4, j->res != NULL ? j->res->address.ptr : "unit");
    if (j->has_place)
        tnk_buf_printf(b->out, " %u:%u", p.line, p.column);
    if (j->message.len != 0)
        tnk_buf_printf(b->out, " %.*s", (int)j->message.len, j->message.ptr);
    tnk_buf_puts(b->out, "\n");
    return 0;
}

static void feed(struct bench *b, const char *json, tnk_resources *set)
{
    tnk_value doc;
    tnk_error err = { 0 };
    uint32_t id;
    tnk_reader r = { .arena = b->arena, .atoms = b->atoms };
    if (tnk_sources_add(&b->sources, b->arena, TNK_S("t.json"), tnk_str_of(json), &id) == NULL ||
        tnk_json_parse(&r, tnk_str_of(json), &doc, &err) != TNK_OK)
        abort();
    resolve(b, &doc);
    tnk_value_each(item, &doc) {
        size_t n;
        tnk_str kind = text_of(b, item, "kind");
        const char *colon = memchr(kind.ptr, ':', kind.len);
        tnk_res res = {
            .kind = tnk_schema_find_kind(tnk_rules_schema(b->rules), kind), .kind_text = kind,
            .origin = { kind.ptr, (size_t)(colon - kind.ptr) }, .address = text_of(b, item, "address"),
            .value = tnk_value_get(b->atoms, item, TNK_S("value")), .at = tnk_value_span(item),
            .names = texts(b, tnk_value_get(b->atoms, item, TNK_S("names")), &n),
        };
        res.n_names = n;
        if (tnk_resources_add(set, &res) != TNK_OK)
            abort();
    }
}

void judge_text(const char *rules, const char *resources, tnk_buf *out)
{
    struct bench b = { .arena = tnk_arena_new((size_t)1 << 28), .atoms = tnk_atoms_new(), .out = out };
    tnk_error err = { 0 };
    tnk_judge_sink sink = { &b, show };
    b.rules = tnk_rules_new(b.atoms, &err);
    if (tnk_rules_load_text(b.rules, "t.lua", tnk_str_of(rules), &err) != TNK_OK ||
        tnk_rules_finish(b.rules, &err) != TNK_OK) {
        tnk_buf_puts(out, err.msg);
    } else {
        tnk_resources *set = tnk_resources_new(b.arena, b.atoms, tnk_schema_kinds(tnk_rules_schema(b.rules)));
        feed(&b, resources, set);
        if (tnk_rules_judge(b.rules, set, NULL, &sink, &err) != TNK_OK)
            tnk_buf_puts(out, err.msg);
    }
    tnk_rules_free(b.rules);
    tnk_arena_free(b.arena);
    tnk_atoms_free(b.atoms);
}
