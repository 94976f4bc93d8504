/* SPDX-License-Identifier: Apache-2.0
 * Templates: texts with values in them. Of one that cannot be known as a whole, the known parts are kept. */
#include "lang/document.h"

typedef struct text {
    tf_buf known;
    tf_holes holes;
    bool sensitive;
} text;

static int add_parts(tf_unit *u, const tf_scope *s, const hcl_expr *e, text *out);

static int add_text(tf_unit *u, tnk_str s, text *out)
{
    if (!cty_spend(&u->cty, s.len / 64))
        return -1;
    if (out->known.len + s.len > CTY_TEXT_MAX)
        return cty_fail(&u->cty, "a text of more than %d bytes is made here", CTY_TEXT_MAX), -1;
    tf_put(&out->known, s);
    return 0;
}

static int add_value(tf_unit *u, const cty_value *v, text *out)
{
    if (cty_is_null(v))
        return cty_fail(&u->cty, "a value in a template is null"), -1;
    if ((v = cty_convert(&u->cty, v, &cty_string)) == NULL)
        return -1;
    out->sensitive |= v->sensitive;
    if (!cty_is_unknown(v))
        return add_text(u, v->str, out);
    tf_holes *h = &out->holes;
    h->at = tf_mem_grow(u->mem, h->at, h->n, &h->cap, sizeof *h->at);
    h->at[h->n++] = (tf_hole){ v, out->known.len, v->unknown->parts.len };
    return add_text(u, v->unknown->parts, out);
}

static int add_if(tf_unit *u, const tf_scope *s, const hcl_expr *e, text *out)
{
    const cty_value *cond = tf_eval(u, s, e->a);
    if (cond == NULL)
        return -1;
    if (cty_is_null(cond))
        return cty_fail(&u->cty, "the condition is null; it must be true or false"), -1;
    if ((cond = cty_convert(&u->cty, cond, &cty_bool)) == NULL)
        return -1;
    if (cty_is_unknown(cond))
        return add_value(u, cty_unknown_of(&u->cty, &cty_string, cond->unknown), out);
    out->sensitive |= cond->sensitive;
    const hcl_expr *arm = cond->flag ? e->b : e->c;
    return arm != NULL ? add_parts(u, s, arm, out) : 0;
}

static int add_for(tf_unit *u, const tf_scope *s, const hcl_expr *e, text *out)
{
    const hcl_loop *loop = e->loop;
    const cty_value *over = tf_eval(u, s, loop->over);
    if (over == NULL)
        return -1;
    if (cty_is_unknown(over))
        return add_value(u, cty_unknown_of(&u->cty, &cty_string, over->unknown), out);
    if (cty_is_null(over) || !(cty_is_seq(over) || cty_is_keyed(over)))
        return cty_fail(&u->cty, "a for directive needs a collection"), -1;
    tf_frame value = { .up = s->frames, .name = loop->value }, key = { .up = &value, .name = loop->key };
    tf_scope inner = { s->in, loop->key.ptr != NULL ? &key : &value, s->item };
    out->sensitive |= over->sensitive;
    for (uint32_t i = 0; i < over->n; i++) {
        key.value = tf_item_key(u, over, i);
        value.value = over->items[i];
        if (!cty_spend(&u->cty, 1) || add_parts(u, &inner, loop->body, out) != 0)
            return -1;
    }
    return 0;
}

static int add_parts(tf_unit *u, const tf_scope *s, const hcl_expr *e, text *out)
{
    if (e->kind == HCL_TEMPLATE_IF)
        return add_if(u, s, e, out);
    if (e->kind == HCL_TEMPLATE_FOR)
        return add_for(u, s, e, out);
    if (e->kind == HCL_TEMPLATE) {
        if (tf_too_deep(u, 0))
            return cty_fail(&u->cty, "expressions refer to each other too deeply here"), -1;
        u->depth++;
        int rc = 0;
        for (uint32_t i = 0; rc == 0 && i < e->n; i++)
            rc = add_parts(u, s, e->items[i], out);
        u->depth--;
        return rc;
    }
    const cty_value *v = tf_eval(u, s, e);
    return v != NULL ? add_value(u, v, out) : -1;
}

static const cty_value *unclear(tf_unit *u, tnk_str known, const tf_holes *holes, tnk_span at)
{
    const cty_value **why_of = tf_new_array(u->mem, holes->n, const cty_value *);
    for (size_t i = 0; i < holes->n; i++)
        why_of[i] = holes->at[i].value;
    cty_unknown *why = tf_new(u->mem, cty_unknown);
    *why = *cty_why(&u->cty, why_of, holes->n);
    why->parts = known;
    why->not_null = true;
    const cty_value *v = cty_unknown_of(&u->cty, &cty_string, why);
    const tnk_value *doc = tf_document(u, known, holes, at);
    return v != NULL && doc != NULL ? cty_with_doc(&u->cty, v, doc) : v;
}

const cty_value *tf_eval_template(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    text out = { .known = { .mem = u->mem } };
    if (add_parts(u, s, e, &out) != 0)
        return NULL;
    tnk_str known = tf_take(&out.known);
    const cty_value *v = out.holes.n != 0 ? unclear(u, known, &out.holes, e->at) : cty_text(&u->cty, known);
    return v != NULL && out.sensitive ? cty_mark(&u->cty, v, true) : v;
}
