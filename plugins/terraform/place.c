/* SPDX-License-Identifier: Apache-2.0
 * Terraform's values as values of the host, with a place. */
#include "lang/lang.h"

static const tnk_value *unresolved(tf_unit *u, const cty_unknown *k, const tnk_value *doc, tnk_span at)
{
    if (doc != NULL)
        return u->h->moved(u->run, doc, at);
    (void)cty_spend(&u->cty, TF_NODE_STEPS);
    tnk_value *v = u->h->unresolved(u->run, k->why, k->reason, k->refs, k->n_refs, at);
    if (k->parts.len != 0)
        (void)u->h->known_parts(u->run, v, k->parts);
    return v;
}

static const tnk_value *number(tf_unit *u, cty_num n, tnk_span at)
{
    if (n.big == NULL)
        return u->h->integer(u->run, n.i, at);
    return u->h->real(u->run, cty_number_text(&u->cty, n), at);
}

static const tnk_value *too_deep(tf_unit *u, tnk_span at)
{
    cty_fail(&u->cty, "the value is nested more than %d levels deep", CTY_DEPTH_MAX);
    const cty_unknown *why = tf_why_failed(u);
    tf_tell_failure(u, at);
    return unresolved(u, why, NULL, at);
}

static const tnk_value *collection(tf_unit *u, const cty_value *v, tnk_span at)
{
    bool keyed = cty_is_keyed(v);
    tnk_value *to = keyed ? u->h->map(u->run, at) : u->h->list(u->run, at);
    if (u->depth >= CTY_DEPTH_MAX)
        return too_deep(u, at);
    for (uint32_t i = 0; i < v->n && cty_spend(&u->cty, TF_NODE_STEPS); i++) {
        u->depth++;
        const tnk_value *item = tf_place(u, v->items[i], at);
        u->depth--;
        if (!keyed)
            (void)u->h->push(u->run, to, item);
        else if (!cty_is_null(v->items[i]))
            (void)u->h->put(u->run, to, v->keys[i], at, item);
    }
    return to;
}

const tnk_value *tf_place(tf_unit *u, const cty_value *v, tnk_span at)
{
    if (v->state == CTY_NULL)
        return u->h->null(u->run, at);
    if (v->state == CTY_UNKNOWN)
        return unresolved(u, v->unknown, v->doc, at);
    switch ((cty_kind)v->kind) {
    case CTY_BOOL:
        return u->h->flag(u->run, v->flag, at);
    case CTY_NUMBER:
        return number(u, v->num, at);
    case CTY_STRING:
        return v->doc != NULL ? u->h->moved(u->run, v->doc, at) : u->h->text(u->run, v->str, at);
    default:
        return collection(u, v, at);
    }
}

/* ---- expressions whose parts keep their places ---- */

static const tnk_value *build_tuple(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    tnk_value *to = u->h->list(u->run, e->at);
    for (uint32_t i = 0; i < e->n; i++)
        (void)u->h->push(u->run, to, tf_build(u, s, e->items[i]));
    return to;
}

/* The text of a key, or {NULL,0} when it cannot be known. */
static tnk_str key_of(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *k = e->kind == HCL_STRING ? NULL : tf_value(u, s, e);
    if (k == NULL)
        return e->text;
    if (k->state == CTY_KNOWN && (k = cty_convert(&u->cty, k, &cty_string)) == NULL)
        tf_tell_failure(u, e->at);
    return k != NULL && k->state == CTY_KNOWN ? k->str : (tnk_str){ NULL, 0 };
}

static const tnk_value *build_object(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    tnk_value *to = u->h->map(u->run, e->at);
    for (uint32_t i = 0; i + 1 < e->n; i += 2) {
        tnk_str key = key_of(u, s, e->items[i]);
        if (key.ptr == NULL)    /* what is in the object cannot be known */
            return tf_place(u, tf_value(u, s, e), e->at);
        const tnk_value *v = tf_build(u, s, e->items[i + 1]);
        if (u->h->kind(v) != TNK_NULL)
            (void)u->h->put(u->run, to, key, e->items[i]->at, v);
    }
    return to;
}

static bool chosen(tf_unit *u, const tf_scope *s, const hcl_expr *e, const hcl_expr **ret)
{
    const cty_value *c = tf_eval(u, s, e->a);
    if (c != NULL && c->state == CTY_KNOWN)
        c = cty_convert(&u->cty, c, &cty_bool);
    if (c == NULL)
        tf_forget_failure(u);
    if (c == NULL || c->state != CTY_KNOWN)
        return false;
    *ret = c->flag ? e->b : e->c;
    return true;
}

static const tnk_value *build(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const hcl_expr *arm;
    switch ((hcl_kind)e->kind) {
    case HCL_WRAP:
    case HCL_PARENS:
        return tf_build(u, s, e->a);
    case HCL_TUPLE:
        return build_tuple(u, s, e);
    case HCL_OBJECT:
        return build_object(u, s, e);
    case HCL_COND:
        if ((e->b->kind == HCL_TUPLE || e->b->kind == HCL_OBJECT || e->c->kind == HCL_TUPLE ||
             e->c->kind == HCL_OBJECT) && chosen(u, s, e, &arm))
            return tf_build(u, s, arm);
        break;
    case HCL_CALL:
        if (tf_is(e->text, "jsonencode") && e->n == 1 && !e->flag)
            return tf_build(u, s, e->items[0]);
        break;
    default:
        break;
    }
    return tf_place(u, tf_value(u, s, e), e->at);
}

const tnk_value *tf_build(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    if (tf_too_deep(u, 0) || !cty_spend(&u->cty, TF_NODE_STEPS))
        return tf_place(u, tf_value(u, s, e), e->at);
    u->depth++;
    const tnk_value *v = build(u, s, e);
    u->depth--;
    return v;
}
