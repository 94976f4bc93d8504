/* SPDX-License-Identifier: Apache-2.0
 * data "aws_iam_policy_document": the policy it computes, as text and, with the places of its parts, as a document. */
#include "lang/policy.h"

typedef struct statements {
    tf_unit *u;
    tf_items list;
    tf_table by_sid;            /* sid -> its number */
} statements;

static void add(statements *all, tnk_str sid, tf_part p)
{
    const size_t *known = sid.len != 0 ? tf_table_get(&all->by_sid, sid) : NULL;
    if (known != NULL) {        /* the later one stands for the earlier */
        all->list.at[*known] = p;
        return;
    }
    if (sid.len != 0) {
        size_t *at = tf_new(all->u->mem, size_t);
        *at = all->list.n;
        tf_table_set(all->u->mem, &all->by_sid, sid, at);
    }
    tf_items_add(all->u, &all->list, p);
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
    tf_part p = tf_policy_statement(all->u, s, b, body, &sid);
    add(all, sid, p);
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    statements *all = ud;
    if (tf_is(type, "statement"))
        add(all, (tnk_str){ NULL, 0 }, tf_placed(all->u, tf_unclear(all->u, why), b->header));
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
                (tf_part){ tf_unclear(u, tf_why(u, TNK_WHY_REFERENCE, tr(u, "a part of the policy cannot be known"), TF_NO_ARGS,
                                             NULL, 0)), u->h->at(doc, i) });
        return;
    }
    if (text->kind != CTY_STRING || text->state != CTY_KNOWN) {
        if (!cty_is_null(text))
            add(all, (tnk_str){ NULL, 0 }, tf_placed(u, text, at));
        return;
    }
    const cty_value *v = text->str.len != 0 ? cty_from_json(&u->cty, text->str) : &cty_null_value;
    const cty_value *list = v != NULL && v->state == CTY_KNOWN && cty_is_keyed(v) ? cty_member(v, TNK_LIT("Statement")) : NULL;
    if (v == NULL)
        tf_tell_failure(u, at);
    else if (list != NULL && list->state == CTY_KNOWN && cty_is_seq(list))
        for (uint32_t i = 0; i < list->n; i++)
            add(all, sid_of(list->items[i]), tf_placed(u, list->items[i], at));
    else if (list != NULL)
        add(all, sid_of(list), tf_placed(u, list, at));
}

static void add_documents(statements *all, const tf_scope *s, const hcl_body *body, const char *name)
{
    tnk_span at = body->at;
    const cty_value *v = tf_attr_value(all->u, s, body, name, &at);
    if (v->state == CTY_KNOWN && cty_is_seq(v)) {
        for (uint32_t i = 0; i < v->n; i++)
            add_document(all, v->items[i], at);
    } else if (!cty_is_null(v)) {
        add_document(all, v, at);
    }
}

const cty_value *tf_policy_document(tf_unit *u, const tf_scope *s, const hcl_block *b)
{
    statements all = { .u = u };
    tf_visitor v = { &all, on_attr, on_block, on_unclear };
    tf_members doc = tf_members_begin(u, b->header);
    tnk_span at = b->header;
    add_documents(&all, s, b->body, "source_json");
    add_documents(&all, s, b->body, "source_policy_documents");
    tf_visit(u, s, b->body, true, &v);
    add_documents(&all, s, b->body, "override_json");
    add_documents(&all, s, b->body, "override_policy_documents");
    const cty_value *version = tf_attr_value(u, s, b->body, "version", &at), *id = tf_attr_value(u, s, b->body, "policy_id", &at);
    tf_members_put(&doc, TNK_LIT("Version"), b->header,
                   cty_is_null(version) ? tf_placed_text(u, "2012-10-17", b->header) : tf_placed(u, version, at));
    if (!cty_is_null(id))
        tf_members_put(&doc, TNK_LIT("Id"), b->header, tf_placed(u, id, at));
    tf_members_put(&doc, TNK_LIT("Statement"), b->header, tf_items_end(u, &all.list, b->header, false));
    tf_part p = tf_members_end(&doc);
    if (p.v == NULL)
        return NULL;
    const cty_value *text = p.v->deep_unknown
        ? cty_unknown_of(&u->cty, &cty_string, cty_why(&u->cty, &p.v, 1))
        : cty_text(&u->cty, cty_to_json(&u->cty, p.v));
    return text != NULL && p.host != NULL ? cty_with_doc(&u->cty, text, p.host) : text;
}
