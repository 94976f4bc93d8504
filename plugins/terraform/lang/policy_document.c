/* SPDX-License-Identifier: Apache-2.0
 * data "aws_iam_policy_document": the policy it computes, as text and, with the places of its parts, as a document. */
#include "lang/policy.h"

typedef struct document {
    tf_unit *u;
    tf_part *at;                /* statements */
    size_t n, cap;
    tf_table by_sid;            /* sid -> its number */
    tf_part version, id;        /* v: NULL until there is one */
} document;

static void add(document *doc, tnk_str sid, tf_part p)
{
    const size_t *known = sid.len != 0 ? tf_table_get(&doc->by_sid, sid) : NULL;
    if (p.v == NULL)
        return;
    if (known != NULL) {        /* the later one stands for the earlier */
        doc->at[*known] = p;
        return;
    }
    doc->at = tf_mem_grow(doc->u->mem, doc->at, doc->n, &doc->cap, sizeof *doc->at);
    if (sid.len != 0) {
        size_t *at = tf_new(doc->u->mem, size_t);
        *at = doc->n;
        tf_table_set(doc->u->mem, &doc->by_sid, sid, at);
    }
    doc->at[doc->n++] = p;
}

/* The newer version stands, wherever it comes from. */
static void set_version(document *doc, const cty_value *v, tnk_span at)
{
    if (v == NULL || cty_is_null(v))
        return;
    if (doc->version.v == NULL || tf_cmp(tf_known_text(v), tf_known_text(doc->version.v)) > 0)
        doc->version = tf_part_of(doc->u, v, at);
}

static void set_id(document *doc, const cty_value *v, tnk_span at)
{
    if (v != NULL && (cty_is_unknown(v) || tf_known_text(v).ptr != NULL))
        doc->id = tf_part_of(doc->u, v, at);
}

/* ---- its own statements ---- */

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    (void)ud, (void)s, (void)a;
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    document *doc = ud;
    tnk_str sid = { NULL, 0 };
    if (tf_is(type, "statement")) {
        tf_part p = tf_policy_statement(doc->u, s, b, body, &sid);
        add(doc, sid, p);
    }
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    document *doc = ud;
    if (tf_is(type, "statement"))
        add(doc, (tnk_str){ NULL, 0 }, tf_part_of(doc->u, tf_unclear(doc->u, why), b->header));
}

/* ---- those of other documents ---- */

/* As the provider writes what it has read: one alone without its list, scalars as texts. NULL: too much work. */
static const cty_value *normal(tf_unit *u, const cty_value *v, int depth)
{
    if (v->state != CTY_KNOWN || depth > 8 || !cty_spend(&u->cty, 1))
        return v;
    if (v->kind == CTY_BOOL || v->kind == CTY_NUMBER)
        return cty_convert(&u->cty, v, &cty_string);
    if (cty_is_seq(v) && v->n == 1)
        return normal(u, v->items[0], depth + 1);
    if (!cty_is_keyed(v))
        return v;
    const cty_value **items = tf_new_array(u->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++) {
        if ((items[i] = normal(u, v->items[i], depth + 1)) == NULL)
            return NULL;
    }
    return cty_object(&u->cty, v->keys, items, v->n);
}

static tnk_str sid_of(const cty_value *st)
{
    const cty_value *sid = st->state == CTY_KNOWN && cty_is_keyed(st) ? cty_member(st, TNK_LIT("Sid")) : NULL;
    return sid != NULL ? tf_known_text(sid) : (tnk_str){ NULL, 0 };
}

/* Statements of which something cannot be known: rules see what is. */
static void add_partly_known(document *doc, const tnk_value *list)
{
    tf_unit *u = doc->u;
    const cty_unknown *why =
        tf_why(u, TNK_WHY_REFERENCE, tr(u, "a part of the policy cannot be known"), TF_NO_ARGS, NULL, 0);
    for (size_t i = 0; i < u->h->count(list); i++) {
        const tnk_value *st = u->h->at(list, i);
        add(doc, u->h->as_text(u->h->get(u->run, st, TNK_LIT("Sid"))), (tf_part){ tf_unclear(u, why), st });
    }
}

/* host: the same statements with their places, or NULL. */
static void add_statements(document *doc, const cty_value *list, const tnk_value *host, tnk_span at)
{
    tf_unit *u = doc->u;
    bool many = list->state == CTY_KNOWN && cty_is_seq(list);
    uint32_t n = many ? list->n : 1;
    bool placed = host != NULL && u->h->kind(host) == TNK_LIST && u->h->count(host) == n;
    for (uint32_t i = 0; i < n; i++) {
        const cty_value *st = normal(u, many ? list->items[i] : list, 0);
        if (st != NULL)
            add(doc, sid_of(st), placed ? (tf_part){ st, u->h->at(host, i) } : tf_part_of(u, st, at));
    }
}

/* Another document, given as its text. */
static void add_document(document *doc, const cty_value *text, tnk_span at)
{
    tf_unit *u = doc->u;
    bool read = text->doc != NULL && u->h != NULL;
    const tnk_value *host = read ? u->h->get(u->run, text->doc, TNK_LIT("Statement")) : NULL;
    if (host != NULL && u->h->kind(host) == TNK_LIST && text->state != CTY_KNOWN) {
        add_partly_known(doc, host);
        return;
    }
    if (tf_known_text(text).ptr == NULL) {
        if (cty_is_unknown(text))
            add(doc, (tnk_str){ NULL, 0 }, tf_part_of(u, text, at));
        return;
    }
    const cty_value *v = cty_from_json(&u->cty, text->str);
    if (v == NULL)
        tf_tell_failure(u, at);
    if (v == NULL || v->state != CTY_KNOWN || !cty_is_keyed(v))
        return;
    const cty_value *list = cty_member(v, TNK_LIT("Statement"));
    set_version(doc, cty_member(v, TNK_LIT("Version")), at);
    set_id(doc, cty_member(v, TNK_LIT("Id")), at);
    if (list != NULL)
        add_statements(doc, list, host, at);
}

static void add_documents(document *doc, const tf_scope *s, const hcl_body *body, const char *name)
{
    tnk_span at = body->at;
    const cty_value *v = tf_body_arg(doc->u, s, body, name, &at);
    if (v->state == CTY_KNOWN && cty_is_seq(v)) {
        for (uint32_t i = 0; i < v->n; i++)
            add_document(doc, v->items[i], at);
    } else if (!cty_is_null(v)) {
        add_document(doc, v, at);
    }
}

/* ---- the whole ---- */

static tf_part statement_list(const document *doc, tnk_span at)
{
    tf_unit *u = doc->u;
    const cty_value **items = tf_new_array(u->mem, doc->n, const cty_value *);
    tnk_value *host = u->h != NULL ? u->h->list(u->run, at) : NULL;
    for (size_t i = 0; i < doc->n; i++) {
        items[i] = doc->at[i].v;
        if (host != NULL)
            (void)u->h->push(u->run, host, doc->at[i].host);
    }
    return (tf_part){ cty_tuple(&u->cty, items, doc->n), host };
}

static void read_document(document *doc, const tf_scope *s, const hcl_block *b)
{
    tf_unit *u = doc->u;
    tf_visitor v = { doc, on_attr, on_block, on_unclear };
    tnk_span at = b->header;
    add_documents(doc, s, b->body, "source_json");
    add_documents(doc, s, b->body, "source_policy_documents");
    const cty_value *version = tf_body_arg(u, s, b->body, "version", &at);
    set_version(doc, cty_is_null(version) ? cty_text(&u->cty, TNK_LIT("2012-10-17")) : version, at);
    set_id(doc, tf_body_arg(u, s, b->body, "policy_id", &at), at);
    tf_visit(u, s, b->body, true, &v);
    add_documents(doc, s, b->body, "override_json");
    add_documents(doc, s, b->body, "override_policy_documents");
}

const cty_value *tf_policy_document(tf_unit *u, const tf_scope *s, const hcl_block *b)
{
    document doc = { .u = u };
    tf_part_map map = tf_part_begin(u, b->header);
    read_document(&doc, s, b);
    tf_part_put(&map, TNK_LIT("Version"), b->header, doc.version);
    if (doc.id.v != NULL)
        tf_part_put(&map, TNK_LIT("Id"), b->header, doc.id);
    if (doc.n != 0)
        tf_part_put(&map, TNK_LIT("Statement"), b->header, statement_list(&doc, b->header));
    tf_part p = tf_part_end(&map);
    if (p.v == NULL)
        return NULL;
    const cty_value *text = p.v->deep_unknown
        ? cty_unknown_of(&u->cty, &cty_string, cty_why(&u->cty, &p.v, 1))
        : cty_text(&u->cty, cty_to_json(&u->cty, p.v));
    return text != NULL && p.host != NULL ? cty_with_doc(&u->cty, text, p.host) : text;
}
