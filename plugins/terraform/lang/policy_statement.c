/* SPDX-License-Identifier: Apache-2.0
 * One statement of data "aws_iam_policy_document". Principals of one type, and values of one condition key, may be spread
 * over several blocks: they are gathered before anything is built. */
#include "lang/policy.h"

static const struct {
    const char *from, *to;
} plain[] = {
    { "sid", "Sid" }, { "effect", "Effect" }, { "actions", "Action" }, { "not_actions", "NotAction" },
    { "resources", "Resource" }, { "not_resources", "NotResource" },
};

typedef struct gathered {       /* what stands under one key */
    struct gathered *next;
    tnk_str key;
    tnk_span at;
    tf_items items;
    struct gathered *inner;     /* of a condition's test: its keys */
} gathered;

typedef struct statement {
    tf_unit *u;
    tf_members map;
    bool has_effect;
    const cty_value *sid;
    gathered *principals[2];    /* Principal, NotPrincipal */
    gathered *conditions;
} statement;

static gathered *under(tf_unit *u, gathered **list, tnk_str key, tnk_span at)
{
    for (; *list != NULL && cty_spend(&u->cty, 1); list = &(*list)->next) {
        if (tf_eq((*list)->key, key))
            return *list;
    }
    gathered *g = tf_new(u->mem, gathered);
    g->key = key;
    g->at = at;
    return *list = g;
}

static void add_all(tf_unit *u, tf_items *to, const cty_value *v, tnk_span at)
{
    v = tf_policy_text(u, v);
    if (v->state != CTY_KNOWN || !cty_is_seq(v)) {
        if (!cty_is_null(v))
            tf_items_add(u, to, tf_placed(u, v, at));
        return;
    }
    for (uint32_t i = 0; i < v->n; i++)
        tf_items_add(u, to, tf_placed(u, v->items[i], at));
}

static bool is_text(const cty_value *v)
{
    return v->kind == CTY_STRING && v->state == CTY_KNOWN;
}

/* ---- what stands in it ---- */

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    statement *st = ud;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (!tf_is(a->name, plain[i].from))
            continue;
        const cty_value *v = tf_policy_text(st->u, tf_value(st->u, s, a->value));
        if (cty_is_null(v))
            return;
        st->has_effect |= tf_is(a->name, "effect");
        if (tf_is(a->name, "sid"))
            st->sid = v;
        tf_members_put(&st->map, tf_str(plain[i].to), a->name_at, tf_placed(st->u, v, a->value->at));
    }
}

static void add_principals(statement *st, gathered **list, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tnk_span at = b->header, type_at = b->header;
    const cty_value *type = tf_attr_value(st->u, s, body, "type", &type_at);
    const cty_value *ids = tf_attr_value(st->u, s, body, "identifiers", &at);
    if (is_text(type))
        add_all(st->u, &under(st->u, list, type->str, b->header)->items, ids, at);
    else                        /* whoever it is cannot be known */
        add_all(st->u, &under(st->u, list, TNK_LIT("AWS"), b->header)->items, cty_is_unknown(type) ? type : ids, type_at);
}

/* condition { test, variable, values }: { test: { variable: values } }. */
static void add_condition(statement *st, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tnk_span at = b->header;
    const cty_value *test = tf_attr_value(st->u, s, body, "test", &at);
    const cty_value *name = tf_attr_value(st->u, s, body, "variable", &at);
    const cty_value *values = tf_attr_value(st->u, s, body, "values", &at);
    gathered *g = under(st->u, &st->conditions, is_text(test) ? test->str : TNK_LIT("?"), b->header);
    gathered *key = under(st->u, &g->inner, is_text(name) ? name->str : TNK_LIT("?"), b->header);
    add_all(st->u, &key->items, values, at);
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    statement *st = ud;
    if (tf_is(type, "principals"))
        add_principals(st, &st->principals[0], s, b, body);
    else if (tf_is(type, "not_principals"))
        add_principals(st, &st->principals[1], s, b, body);
    else if (tf_is(type, "condition"))
        add_condition(st, s, b, body);
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    statement *st = ud;
    const char *name = tf_is(type, "condition") ? "Condition" : tf_is(type, "principals") ? "Principal" : "NotPrincipal";
    tf_members_put(&st->map, tf_str(name), b->header, tf_placed(st->u, tf_unclear(st->u, why), b->header));
}

/* ---- what it becomes ---- */

static tf_part map_of(tf_unit *u, const gathered *list, tnk_span at)
{
    tf_members m = tf_members_begin(u, at);
    for (const gathered *g = list; g != NULL; g = g->next)
        tf_members_put(&m, g->key, g->at, g->inner != NULL ? map_of(u, g->inner, g->at)
                                                           : tf_items_end(u, &g->items, g->at, true));
    return tf_members_end(&m);
}

/* { type = "*", identifiers = ["*"] } alone is "*", not { "*": "*" }. */
static bool is_everyone(const gathered *g)
{
    return g->next == NULL && tf_is(g->key, "*") && g->items.n == 1 && is_text(g->items.at[0].v) &&
        tf_is(g->items.at[0].v->str, "*");
}

tf_part tf_policy_statement(tf_unit *u, const tf_scope *s, const hcl_block *b, const hcl_body *body, tnk_str *sid)
{
    static const char *const names[2] = { "Principal", "NotPrincipal" };
    statement st = { .u = u, .map = tf_members_begin(u, b->header) };
    tf_visitor v = { &st, on_attr, on_block, on_unclear };
    tf_visit(u, s, body, false, &v);
    if (!st.has_effect)
        tf_members_put(&st.map, TNK_LIT("Effect"), b->header, tf_placed_text(u, "Allow", b->header));
    for (int i = 0; i < 2; i++) {
        const gathered *p = st.principals[i];
        if (p != NULL)
            tf_members_put(&st.map, tf_str(names[i]), p->at, is_everyone(p) ? p->items.at[0] : map_of(u, p, p->at));
    }
    if (st.conditions != NULL)
        tf_members_put(&st.map, TNK_LIT("Condition"), st.conditions->at, map_of(u, st.conditions, st.conditions->at));
    *sid = st.sid != NULL && is_text(st.sid) ? st.sid->str : (tnk_str){ NULL, 0 };
    return tf_members_end(&st.map);
}
