/* SPDX-License-Identifier: Apache-2.0
 * data "aws_iam_policy_document": the policy it computes, as text and, with the places of its parts, as a document. */
#define _GNU_SOURCE
#include "lang/lang.h"

typedef struct part {           /* the same thing twice: for evaluation, and for rules */
    const cty_value *v;
    const tnk_value *host;      /* NULL without a host */
} part;

typedef struct object {
    tf_unit *u;
    tnk_str *names;
    const cty_value **values;
    size_t n, cap_names, cap_values;
    tnk_value *host;
} object;

typedef struct statements {
    tf_unit *u;
    part *at;
    size_t n, cap;
    tf_table by_sid;            /* sid -> its number + 1 */
    bool failed;
} statements;

/* ---- building ---- */

static object begin(tf_unit *u, tnk_span at)
{
    return (object){ .u = u, .host = u->h != NULL ? u->h->map(u->run, at) : NULL };
}

static void put(object *o, const char *name, tnk_span name_at, part p)
{
    o->names = tf_mem_grow(o->u->mem, o->names, o->n, &o->cap_names, sizeof *o->names);
    o->values = tf_mem_grow(o->u->mem, o->values, o->n, &o->cap_values, sizeof *o->values);
    o->names[o->n] = tf_str(name);
    o->values[o->n++] = p.v;
    if (o->host != NULL && p.host != NULL)
        (void)o->u->h->put(o->u->run, o->host, tf_str(name), name_at, p.host);
}

static part end(object *o)
{
    return (part){ cty_object(&o->u->cty, o->names, o->values, o->n), o->host };
}

static part placed(tf_unit *u, const cty_value *v, tnk_span at)
{
    return (part){ v, u->h != NULL ? tf_place(u, v, at) : NULL };
}

static part literal(tf_unit *u, const char *s, tnk_span at)
{
    return placed(u, cty_text(&u->cty, tf_str(s)), at);
}

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

/* A list of texts as policies have it: one alone stands without the list. */
static const cty_value *texts(tf_unit *u, const cty_value *v)
{
    if (v->state != CTY_KNOWN || !cty_is_seq(v))
        return unescape(u, v);
    const cty_value **items = tf_new_array(u->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++)
        items[i] = unescape(u, v->items[i]);
    return v->n == 1 ? items[0] : cty_tuple(&u->cty, items, v->n);
}

/* ---- one statement ---- */

static const struct {
    const char *from, *to;
} plain[] = {
    { "sid", "Sid" }, { "effect", "Effect" }, { "actions", "Action" }, { "not_actions", "NotAction" },
    { "resources", "Resource" }, { "not_resources", "NotResource" },
};

typedef struct statement {
    object map;
    tf_unit *u;
    bool has_effect;
    const cty_value *sid;
    struct principals {         /* type -> identifiers, of Principal and NotPrincipal */
        object of;
        bool any, everyone;
    } principals[2];
    object conditions;
    bool conditional;
} statement;

static void on_statement_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    statement *st = ud;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (!tf_is(a->name, plain[i].from))
            continue;
        const cty_value *v = texts(st->u, tf_value(st->u, s, a->value));
        if (cty_is_null(v))
            return;
        st->has_effect |= tf_is(a->name, "effect");
        if (tf_is(a->name, "sid"))
            st->sid = v;
        put(&st->map, plain[i].to, a->name_at, placed(st->u, v, a->value->at));
    }
}

static const cty_value *nested(tf_unit *u, const tf_scope *s, const hcl_body *body, const char *name, tnk_span *at)
{
    const hcl_attr *a = hcl_attr_get(body, name);
    if (a == NULL)
        return &cty_null_value;
    *at = a->value->at;
    return tf_value(u, s, a->value);
}

static void add_principals(statement *st, struct principals *p, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tnk_span at = b->header, type_at = b->header;
    const cty_value *type = nested(st->u, s, body, "type", &type_at);
    const cty_value *ids = texts(st->u, nested(st->u, s, body, "identifiers", &at));
    if (!p->any)
        p->of = begin(st->u, b->header);
    p->any = true;
    if (type->kind != CTY_STRING || type->state != CTY_KNOWN) {
        put(&p->of, "AWS", type_at, placed(st->u, cty_is_null(type) ? ids : type, type_at));
        return;
    }
    p->everyone |= tf_is(type->str, "*") && ids->kind == CTY_STRING && ids->state == CTY_KNOWN && tf_is(ids->str, "*");
    put(&p->of, tf_mem_str(st->u->mem, type->str).ptr, type_at, placed(st->u, ids, at));
}

/* condition { test, variable, values }: { test: { variable: values } }. */
static void add_condition(statement *st, const tf_scope *s, const hcl_block *b, const hcl_body *body)
{
    tnk_span at = b->header;
    const cty_value *test = nested(st->u, s, body, "test", &at), *name = nested(st->u, s, body, "variable", &at);
    const cty_value *values = texts(st->u, nested(st->u, s, body, "values", &at));
    object inner = begin(st->u, b->header);
    if (!st->conditional)
        st->conditions = begin(st->u, b->header);
    st->conditional = true;
    bool known = test->kind == CTY_STRING && test->state == CTY_KNOWN && name->kind == CTY_STRING && name->state == CTY_KNOWN;
    put(&inner, known ? tf_mem_str(st->u->mem, name->str).ptr : "?", b->header, placed(st->u, values, at));
    put(&st->conditions, known ? tf_mem_str(st->u->mem, test->str).ptr : "?", b->header, end(&inner));
}

static void on_statement_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    statement *st = ud;
    if (tf_is(type, "principals"))
        add_principals(st, &st->principals[0], s, b, body);
    else if (tf_is(type, "not_principals"))
        add_principals(st, &st->principals[1], s, b, body);
    else if (tf_is(type, "condition"))
        add_condition(st, s, b, body);
}

static void on_statement_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    statement *st = ud;
    const char *name = tf_is(type, "condition") ? "Condition" : tf_is(type, "principals") ? "Principal" : "NotPrincipal";
    put(&st->map, name, b->header, placed(st->u, tf_unclear(st->u, why), b->header));
}

static part read_statement(tf_unit *u, const tf_scope *s, const hcl_block *b, const hcl_body *body, tnk_str *sid)
{
    static const char *const names[2] = { "Principal", "NotPrincipal" };
    statement st = { .u = u, .map = begin(u, b->header) };
    tf_visitor v = { &st, on_statement_attr, on_statement_block, on_statement_unclear };
    tf_visit(u, s, body, false, &v);
    if (!st.has_effect)
        put(&st.map, "Effect", b->header, literal(u, "Allow", b->header));
    for (int i = 0; i < 2; i++) {
        struct principals *p = &st.principals[i];
        if (p->any)
            put(&st.map, names[i], b->header, p->everyone ? literal(u, "*", b->header) : end(&p->of));
    }
    if (st.conditional)
        put(&st.map, "Condition", b->header, end(&st.conditions));
    *sid = st.sid != NULL && st.sid->kind == CTY_STRING && st.sid->state == CTY_KNOWN ? st.sid->str : (tnk_str){ NULL, 0 };
    return end(&st.map);
}

/* ---- all statements ---- */

static void add(statements *all, tnk_str sid, part p)
{
    const size_t *known = sid.len != 0 ? tf_table_get(&all->by_sid, sid) : NULL;
    if (known != NULL) {        /* the later one stands for the earlier */
        all->at[*known] = p;
        return;
    }
    all->at = tf_mem_grow(all->u->mem, all->at, all->n, &all->cap, sizeof *all->at);
    if (sid.len != 0) {
        size_t *at = tf_new(all->u->mem, size_t);
        *at = all->n;
        tf_table_set(all->u->mem, &all->by_sid, sid, at);
    }
    all->at[all->n++] = p;
}

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    (void)ud, (void)s, (void)a;
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    statements *all = ud;
    tnk_str sid;
    if (!tf_is(type, "statement"))
        return;
    part p = read_statement(all->u, s, b, body, &sid);
    add(all, sid, p);
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    statements *all = ud;
    if (tf_is(type, "statement"))
        add(all, (tnk_str){ NULL, 0 }, placed(all->u, tf_unclear(all->u, why), b->header));
}

static tnk_str sid_of(const cty_value *st)
{
    const cty_value *sid = st->state == CTY_KNOWN && cty_is_keyed(st) ? cty_member(st, TNK_LIT("Sid")) : NULL;
    return sid != NULL && sid->kind == CTY_STRING && sid->state == CTY_KNOWN ? sid->str : (tnk_str){ NULL, 0 };
}

/* The statements of another document, given as its text. */
static void add_document(statements *all, const cty_value *text, tnk_span at)
{
    tf_unit *u = all->u;
    const tnk_value *doc = text->doc != NULL && u->h != NULL ? u->h->get(u->run, text->doc, TNK_LIT("Statement")) : NULL;
    if (doc != NULL && u->h->kind(doc) == TNK_LIST && text->state != CTY_KNOWN) {
        for (size_t i = 0; i < u->h->count(doc); i++)
            add(all, (tnk_str){ NULL, 0 },
                (part){ tf_unclear(u, tf_why(u, TNK_WHY_REFERENCE, tr(u, "a part of the policy cannot be known"), TF_NO_ARGS,
                                             NULL, 0)), u->h->at(doc, i) });
        return;
    }
    if (text->kind != CTY_STRING || text->state != CTY_KNOWN) {
        if (!cty_is_null(text))
            add(all, (tnk_str){ NULL, 0 }, placed(u, text, at));
        return;
    }
    const cty_value *v = text->str.len != 0 ? cty_from_json(&u->cty, text->str) : &cty_null_value;
    const cty_value *list = v != NULL && v->state == CTY_KNOWN && cty_is_keyed(v) ? cty_member(v, TNK_LIT("Statement")) : NULL;
    if (v == NULL)
        tf_tell_failure(u, at);
    else if (list != NULL && list->state == CTY_KNOWN && cty_is_seq(list))
        for (uint32_t i = 0; i < list->n; i++)
            add(all, sid_of(list->items[i]), placed(u, list->items[i], at));
    else if (list != NULL)
        add(all, sid_of(list), placed(u, list, at));
}

static void add_documents(statements *all, const tf_scope *s, const hcl_body *body, const char *name)
{
    tnk_span at = body->at;
    const cty_value *v = nested(all->u, s, body, name, &at);
    if (v->state == CTY_KNOWN && cty_is_seq(v)) {
        for (uint32_t i = 0; i < v->n; i++)
            add_document(all, v->items[i], at);
    } else if (!cty_is_null(v)) {
        add_document(all, v, at);
    }
}

static part statement_list(statements *all, tnk_span at)
{
    tf_unit *u = all->u;
    const cty_value **items = tf_new_array(u->mem, all->n, const cty_value *);
    tnk_value *host = u->h != NULL ? u->h->list(u->run, at) : NULL;
    for (size_t i = 0; i < all->n; i++) {
        items[i] = all->at[i].v;
        if (host != NULL)
            (void)u->h->push(u->run, host, all->at[i].host);
    }
    return (part){ cty_tuple(&u->cty, items, all->n), host };
}

const cty_value *tf_policy_document(tf_unit *u, const tf_scope *s, const hcl_block *b)
{
    statements all = { .u = u };
    tf_visitor v = { &all, on_attr, on_block, on_unclear };
    object doc = begin(u, b->header);
    tnk_span at = b->header;
    add_documents(&all, s, b->body, "source_json");
    add_documents(&all, s, b->body, "source_policy_documents");
    tf_visit(u, s, b->body, true, &v);
    add_documents(&all, s, b->body, "override_json");
    add_documents(&all, s, b->body, "override_policy_documents");
    const cty_value *version = nested(u, s, b->body, "version", &at), *id = nested(u, s, b->body, "policy_id", &at);
    put(&doc, "Version", b->header, cty_is_null(version) ? literal(u, "2012-10-17", b->header) : placed(u, version, at));
    if (!cty_is_null(id))
        put(&doc, "Id", b->header, placed(u, id, at));
    put(&doc, "Statement", b->header, statement_list(&all, b->header));
    part p = end(&doc);
    if (p.v == NULL)
        return NULL;
    const cty_value *text = p.v->deep_unknown
        ? cty_unknown_of(&u->cty, &cty_string, cty_why(&u->cty, &p.v, 1))
        : cty_text(&u->cty, cty_to_json(&u->cty, p.v));
    return text != NULL && p.host != NULL ? cty_with_doc(&u->cty, text, p.host) : text;
}
