/* SPDX-License-Identifier: Apache-2.0
 * A statement of a data "aws_iam_policy_document", as the provider writes it: arguments that are sets without repeats
 * and in falling order, one text alone without its list, principals of a type and conditions of a test together. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "lang/policy.h"

/* ---- parts ---- */

tf_part_map tf_part_begin(tf_unit *u, tnk_span at)
{
    return (tf_part_map){ .u = u, .host = u->h != NULL ? u->h->map(u->run, at) : NULL };
}

void tf_part_put(tf_part_map *m, tnk_str name, tnk_span name_at, tf_part p)
{
    m->names = tf_mem_grow(m->u->mem, m->names, m->n, &m->cap_names, sizeof *m->names);
    m->values = tf_mem_grow(m->u->mem, m->values, m->n, &m->cap_values, sizeof *m->values);
    m->names[m->n] = name;
    m->values[m->n++] = p.v;
    if (m->host != NULL && p.host != NULL)
        (void)m->u->h->put(m->u->run, m->host, name, name_at, p.host);
}

tf_part tf_part_end(tf_part_map *m)
{
    return (tf_part){ cty_object(&m->u->cty, m->names, m->values, m->n), m->host };
}

tf_part tf_part_of(tf_unit *u, const cty_value *v, tnk_span at)
{
    return (tf_part){ v, u->h != NULL ? tf_place(u, v, at) : NULL };
}

const cty_value *tf_body_arg(tf_unit *u, const tf_scope *s, const hcl_body *body, const char *name, tnk_span *at)
{
    const hcl_attr *a = hcl_attr_get(body, name);
    if (a == NULL)
        return &cty_null_value;
    *at = a->value->at;
    return tf_value(u, s, a->value);
}

tnk_str tf_known_text(const cty_value *v)
{
    return v->kind == CTY_STRING && v->state == CTY_KNOWN && v->str.len != 0 ? v->str : (tnk_str){ NULL, 0 };
}

/* ---- several texts under one name ---- */

typedef struct item {
    const cty_value *v;
    tnk_span at;
} item;

typedef struct texts {
    struct texts *next;
    tnk_str name;               /* principal type, condition variable */
    tnk_span name_at;
    item *items;
    size_t n, cap;
} texts;

typedef struct conditions {     /* of one test */
    struct conditions *next;
    tnk_str test;
    tnk_span at;
    texts *variables;
} conditions;

/* &{...} stands for ${...}, which Terraform would take for its own. */
static const cty_value *unescape(tf_unit *u, const cty_value *v)
{
    tf_buf b = { .mem = u->mem };
    if (v->kind != CTY_STRING || v->state != CTY_KNOWN || memmem(v->str.ptr, v->str.len, "&{", 2) == NULL)
        return v;
    for (size_t i = 0; i < v->str.len; i++)
        tf_putc(&b, v->str.ptr[i] == '&' && i + 1 < v->str.len && v->str.ptr[i + 1] == '{' ? '$' : v->str.ptr[i]);
    return cty_text(&u->cty, tf_take(&b));
}

static void add_texts(tf_unit *u, texts *to, const cty_value *v, tnk_span at)
{
    bool list = v->state == CTY_KNOWN && cty_is_seq(v);
    for (uint32_t i = 0; i < (list ? v->n : 1) && cty_spend(&u->cty, 1); i++) {
        const cty_value *one = list ? v->items[i] : v;
        if (cty_is_null(one))
            continue;
        to->items = tf_mem_grow(u->mem, to->items, to->n, &to->cap, sizeof *to->items);
        to->items[to->n++] = (item){ unescape(u, one), at };
    }
}

/* Those of a name; made when they are the first. */
static texts *texts_of(tf_unit *u, texts **list, tnk_str name, tnk_span at)
{
    for (; *list != NULL; list = &(*list)->next) {
        if (tf_eq((*list)->name, name))
            return *list;
    }
    *list = tf_new(u->mem, texts);
    **list = (texts){ .name = name, .name_at = at };
    return *list;
}

/* Falling; what is not known comes last. */
static int by_text(const void *a, const void *b)
{
    const cty_value *x = ((const item *)a)->v, *y = ((const item *)b)->v;
    bool known_x = tf_known_text(x).ptr != NULL, known_y = tf_known_text(y).ptr != NULL;
    return known_x && known_y ? tf_cmp(y->str, x->str) : (int)known_y - (int)known_x;
}

static void make_set(texts *t)
{
    size_t n = 0;
    if (t->n > 1)
        qsort(t->items, t->n, sizeof *t->items, by_text);
    for (size_t i = 0; i < t->n; i++) {
        if (n == 0 || tf_known_text(t->items[i].v).ptr == NULL ||
            !tf_eq(tf_known_text(t->items[i].v), tf_known_text(t->items[n - 1].v)))
            t->items[n++] = t->items[i];
    }
    t->n = n;
}

/* One alone stands without the list. At least one. */
static tf_part part_of(tf_unit *u, const texts *t)
{
    if (t->n == 1)
        return tf_part_of(u, t->items[0].v, t->items[0].at);
    const cty_value **items = tf_new_array(u->mem, t->n, const cty_value *);
    tnk_value *host = u->h != NULL ? u->h->list(u->run, t->items[0].at) : NULL;
    for (size_t i = 0; i < t->n; i++) {
        tf_part p = tf_part_of(u, t->items[i].v, t->items[i].at);
        items[i] = p.v;
        if (host != NULL)
            (void)u->h->push(u->run, host, p.host);
    }
    return (tf_part){ cty_tuple(&u->cty, items, t->n), host };
}

static void put_texts(tf_unit *u, tf_part_map *to, const texts *t)
{
    if (t->n != 0)
        tf_part_put(to, t->name, t->name_at, part_of(u, t));
}

/* ---- a statement ---- */

typedef struct statement {
    tf_unit *u;
    tf_part_map map;
    bool has_effect;
    tnk_str sid;
    texts *principals[2];       /* Principal and NotPrincipal, by type */
    conditions *conditions;
    const cty_unknown *unclear_conditions;
    tnk_span principals_at[2], conditions_at;
} statement;

static const struct {
    const char *from, *to;
    bool set;
} arguments[] = {
    { "sid", "Sid", false }, { "effect", "Effect", false }, { "actions", "Action", true },
    { "not_actions", "NotAction", true }, { "resources", "Resource", true }, { "not_resources", "NotResource", true },
};

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    statement *st = ud;
    for (size_t i = 0; i < sizeof arguments / sizeof *arguments; i++) {
        if (!tf_is(a->name, arguments[i].from))
            continue;
        const cty_value *v = tf_value(st->u, s, a->value);
        texts t = { .name = tf_str(arguments[i].to), .name_at = a->name_at };
        if (cty_is_null(v) || (!arguments[i].set && v->kind == CTY_STRING && cty_known(v) && v->str.len == 0))
            return;
        st->has_effect |= tf_is(a->name, "effect");
        if (tf_is(a->name, "sid"))
            st->sid = tf_known_text(v);
        add_texts(st->u, &t, v, a->value->at);
        make_set(&t);
        put_texts(st->u, &st->map, &t);
    }
}

static void add_principals(statement *st, int which, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tnk_span at = b->header, type_at = b->header;
    const cty_value *type = tf_body_arg(st->u, s, body, "type", &type_at);
    const cty_value *ids = tf_body_arg(st->u, s, body, "identifiers", &at);
    tnk_str name = tf_known_text(type);
    if (st->principals[which] == NULL)
        st->principals_at[which] = b->header;
    if (name.ptr == NULL)       /* of a type that is not known: whoever it may be, as the type says */
        add_texts(st->u, texts_of(st->u, &st->principals[which], TNK_LIT("AWS"), type_at),
                  cty_is_unknown(type) ? type : ids, type_at);
    else
        add_texts(st->u, texts_of(st->u, &st->principals[which], name, type_at), ids, at);
}

/* condition { test, variable, values }: { test: { variable: values } }. */
static void add_condition(statement *st, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tf_unit *u = st->u;
    tnk_span at = b->header, name_at = b->header;
    const cty_value *test = tf_body_arg(u, s, body, "test", &at), *name = tf_body_arg(u, s, body, "variable", &name_at);
    const cty_value *values = tf_body_arg(u, s, body, "values", &at);
    conditions **list = &st->conditions;
    if (st->conditions == NULL)
        st->conditions_at = b->header;
    if (tf_known_text(test).ptr == NULL || tf_known_text(name).ptr == NULL) {
        if (cty_is_unknown(test) || cty_is_unknown(name))
            st->unclear_conditions = cty_is_unknown(test) ? test->unknown : name->unknown;
        return;
    }
    while (*list != NULL && !tf_eq((*list)->test, test->str))
        list = &(*list)->next;
    if (*list == NULL) {
        *list = tf_new(u->mem, conditions);
        **list = (conditions){ .test = test->str, .at = b->header };
    }
    add_texts(u, texts_of(u, &(*list)->variables, name->str, b->header), values, at);
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    statement *st = ud;
    if (tf_is(type, "principals") || tf_is(type, "not_principals"))
        add_principals(st, tf_is(type, "not_principals"), s, b, body);
    else if (tf_is(type, "condition"))
        add_condition(st, s, b, body);
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    statement *st = ud;
    int which = tf_is(type, "not_principals");
    if (tf_is(type, "condition")) {
        st->unclear_conditions = why;
        st->conditions_at = b->header;
        return;
    }
    if (st->principals[which] == NULL)
        st->principals_at[which] = b->header;
    texts *to = texts_of(st->u, &st->principals[which], TNK_LIT("AWS"), b->header);
    add_texts(st->u, to, tf_unclear(st->u, why), b->header);
}

/* type "*" with identifiers ["*"], and nobody else, is everyone. */
static bool is_everyone(const texts *t)
{
    return t->next == NULL && tf_is(t->name, "*") && t->n == 1 && tf_is(tf_known_text(t->items[0].v), "*");
}

static void put_principals(statement *st, int which)
{
    tf_unit *u = st->u;
    tnk_str name = which == 0 ? TNK_LIT("Principal") : TNK_LIT("NotPrincipal");
    tnk_span at = st->principals_at[which];
    tf_part_map map = tf_part_begin(u, at);
    if (st->principals[which] == NULL)
        return;
    for (texts *t = st->principals[which]; t != NULL; t = t->next) {
        make_set(t);
        put_texts(u, &map, t);
    }
    tf_part_put(&st->map, name, at,
                is_everyone(st->principals[which]) ? part_of(u, st->principals[which]) : tf_part_end(&map));
}

static void put_conditions(statement *st)
{
    tf_unit *u = st->u;
    tf_part_map map = tf_part_begin(u, st->conditions_at);
    for (const conditions *c = st->conditions; c != NULL; c = c->next) {
        tf_part_map inner = tf_part_begin(u, c->at);
        for (const texts *t = c->variables; t != NULL; t = t->next)
            put_texts(u, &inner, t);
        tf_part_put(&map, c->test, c->at, tf_part_end(&inner));
    }
    if (st->unclear_conditions != NULL)
        tf_part_put(&st->map, TNK_LIT("Condition"), st->conditions_at,
                    tf_part_of(u, tf_unclear(u, st->unclear_conditions), st->conditions_at));
    else if (st->conditions != NULL)
        tf_part_put(&st->map, TNK_LIT("Condition"), st->conditions_at, tf_part_end(&map));
}

tf_part tf_policy_statement(tf_unit *u, const tf_scope *s, const hcl_block *b, const hcl_body *body, tnk_str *sid)
{
    statement st = { .u = u, .map = tf_part_begin(u, b->header) };
    tf_visitor v = { &st, on_attr, on_block, on_unclear };
    tf_visit(u, s, body, false, &v);
    if (!st.has_effect)
        tf_part_put(&st.map, TNK_LIT("Effect"), b->header,
                    tf_part_of(u, cty_text(&u->cty, TNK_LIT("Allow")), b->header));
    put_principals(&st, 0);
    put_principals(&st, 1);
    put_conditions(&st);
    *sid = st.sid;
    return tf_part_end(&st.map);
}
