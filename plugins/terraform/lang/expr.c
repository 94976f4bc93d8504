/* SPDX-License-Identifier: Apache-2.0
 * Expressions: literals, operators, conditionals, and the way along attributes and indexes. */
#include "lang/lang.h"

/* ---- literals and constructors ---- */

static const cty_value *eval_tuple(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value **items = tf_new_array(u->mem, e->n, const cty_value *);
    for (uint32_t i = 0; i < e->n; i++) {
        if ((items[i] = tf_eval(u, s, e->items[i])) == NULL)
            return NULL;
    }
    return cty_tuple(&u->cty, items, e->n);
}

/* A key as text; *unknown when it cannot be known. NULL: failed. */
static const cty_value *object_key(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *key = tf_eval(u, s, e);
    if (key == NULL)
        return NULL;
    if (cty_is_null(key))
        return cty_fail(&u->cty, "a key of an object cannot be null");
    return cty_convert(&u->cty, key, &cty_string);
}

static const cty_value *eval_object(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    uint32_t n = e->n / 2;
    const cty_value **values = tf_new_array(u->mem, n, const cty_value *);
    tnk_str *keys = tf_new_array(u->mem, n, tnk_str);
    const cty_value *unclear = NULL;
    bool sensitive = false;
    for (uint32_t i = 0; i < n; i++) {
        const cty_value *key = object_key(u, s, e->items[2 * i]);
        if (key == NULL || (values[i] = tf_eval(u, s, e->items[2 * i + 1])) == NULL)
            return NULL;
        sensitive |= key->sensitive;
        if (cty_is_unknown(key))
            unclear = key;
        else
            keys[i] = key->str;
    }
    if (unclear != NULL)
        return tf_unclear(u, unclear->unknown);
    const cty_value *v = cty_object(&u->cty, keys, values, n);
    return v != NULL && sensitive ? cty_mark(&u->cty, v, true) : v;
}

/* ---- operators ---- */

static const cty_value *eval_binary(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *a = tf_eval(u, s, e->a);
    const cty_value *b = a != NULL ? tf_eval(u, s, e->b) : NULL;
    return b != NULL ? cty_binary(&u->cty, e->op, a, b) : NULL;
}

static const cty_value *eval_unary(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *a = tf_eval(u, s, e->a);
    if (a == NULL)
        return NULL;
    return e->op == HCL_NOT ? cty_not(&u->cty, a) : cty_negate(&u->cty, a);
}

/* An arm of a conditional: one that fails and is not chosen is of any type. */
static const cty_value *eval_arm(tf_unit *u, const tf_scope *s, const hcl_expr *e, bool matters)
{
    const cty_value *v = tf_eval(u, s, e);
    if (v == NULL && !matters && !u->cty.overrun) {
        tf_forget_failure(u);
        return &cty_null_value;
    }
    return v;
}

/* The type both arms take on; *ok is false when there is none. A null of no type fits all. */
static const cty_type *arm_type(tf_unit *u, const cty_value *a, const cty_value *b, bool *ok)
{
    const cty_type *types[2] = { cty_type_of(&u->cty, a), cty_type_of(&u->cty, b) };
    *ok = true;
    if (types[0]->kind == CTY_DYNAMIC && cty_is_null(a))
        return types[1];
    if (types[1]->kind == CTY_DYNAMIC && cty_is_null(b))
        return types[0];
    const cty_type *t = cty_unify(&u->cty, types, 2);
    *ok = t != NULL;
    return t;
}

static const cty_value *eval_cond(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *cond = tf_eval(u, s, e->a), *mark = cond;
    if (cond == NULL)
        return NULL;
    if (cty_is_null(cond))
        return cty_fail(&u->cty, "the condition is null; it must be true or false");
    if ((cond = cty_convert(&u->cty, cond, &cty_bool)) == NULL)
        return NULL;
    bool open = cty_is_unknown(cond), ok;
    const cty_value *a = eval_arm(u, s, e->b, !open && cond->flag);
    const cty_value *b = a != NULL ? eval_arm(u, s, e->c, !open && !cond->flag) : NULL;
    if (a == NULL || b == NULL)
        return NULL;
    const cty_type *t = arm_type(u, a, b, &ok);
    const cty_value *v;
    if (!ok && !a->deep_unknown && !b->deep_unknown)
        return cty_fail(&u->cty, "the results of a conditional have types that do not fit: %s and %s",
                        cty_type_name(cty_type_of(&u->cty, a)), cty_type_name(cty_type_of(&u->cty, b)));
    if (open && cty_same(&u->cty, a, b))
        v = a;
    else if (open)
        v = cty_unknown_of(&u->cty, ok ? t : &cty_dynamic, cond->unknown);
    else
        v = cond->flag ? a : b;
    if (!open && ok && t->kind != CTY_DYNAMIC)
        v = cty_convert(&u->cty, v, t);
    /* A secret arm makes the result one, taken or not: so Terraform does. */
    bool secret = mark->sensitive || a->sensitive || b->sensitive;
    return v != NULL && secret ? cty_mark(&u->cty, v, true) : v;
}

/* ---- attributes and indexes ---- */

static const cty_value *step_into(tf_unit *u, const tf_scope *s, const cty_value *v, const hcl_expr *step)
{
    if (step->kind == HCL_GET)
        return cty_get_attr(&u->cty, v, step->name);
    const cty_value *key = tf_eval(u, s, step->b);
    return key != NULL ? cty_get_index(&u->cty, v, key) : NULL;
}

/* a.b[c].d: what its root means may take several of the steps (aws_x.y, module.z[0].out). */
static const cty_value *eval_chain(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const hcl_expr *few[16], **steps = few, *root = e;
    size_t n = 0, used = 0;
    for (; root->kind == HCL_GET || root->kind == HCL_INDEX; root = root->a)
        n++;
    if (n > sizeof few / sizeof *few)
        steps = tf_new_array(u->mem, n, const hcl_expr *);
    for (size_t i = n; i > 0; i--, e = e->a)
        steps[i - 1] = e;
    const cty_value *v = root->kind == HCL_NAME ? tf_resolve(u, s, root, steps, n, &used) : tf_eval(u, s, root);
    for (; v != NULL && used < n; used++)
        v = step_into(u, s, v, steps[used]);
    return v;
}

static const cty_value *literal_text(tf_unit *u, const hcl_expr *e)
{
    for (size_t i = 0; i < e->text.len; i++) {
        if ((unsigned char)e->text.ptr[i] >= 0x80)
            return cty_text(&u->cty, e->text);
    }
    cty_value *v = tf_new(u->mem, cty_value);   /* ASCII is as it should be: no copy */
    v->kind = CTY_STRING;
    v->type = &cty_string;
    v->str = e->text;
    return v;
}

static const cty_value *eval_number(tf_unit *u, const hcl_expr *e)
{
    const cty_value *v = cty_number_parse(&u->cty, e->text);
    return v != NULL || u->cty.failed ? v : cty_fail(&u->cty, "%.*s is not a number", CTY_SHOW(e->text));
}

static const cty_value *eval(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    switch ((hcl_kind)e->kind) {
    case HCL_BAD:
        return tf_unclear(u, tf_why(u, TNK_WHY_INVALID, tr(u, "the expression has a syntax error"), TF_NO_ARGS,
                                    NULL, 0));
    case HCL_NULL:
        return &cty_null_value;
    case HCL_BOOL:
        return cty_boolean(e->flag);
    case HCL_NUMBER:
        return eval_number(u, e);
    case HCL_STRING:
        return literal_text(u, e);
    case HCL_TEMPLATE:
    case HCL_TEMPLATE_IF:
    case HCL_TEMPLATE_FOR:
        return tf_eval_template(u, s, e);
    case HCL_WRAP:
    case HCL_PARENS:
        return tf_eval(u, s, e->a);
    case HCL_NAME:
    case HCL_GET:
    case HCL_INDEX:
        return eval_chain(u, s, e);
    case HCL_ITEM:
        return s->item != NULL ? s->item : cty_fail(&u->cty, "a splat's item stands outside of a splat");
    case HCL_SPLAT:
        return tf_eval_splat(u, s, e);
    case HCL_CALL:
        return tf_eval_call(u, s, e);
    case HCL_TUPLE:
        return eval_tuple(u, s, e);
    case HCL_OBJECT:
        return eval_object(u, s, e);
    case HCL_FOR_TUPLE:
    case HCL_FOR_OBJECT:
        return tf_eval_loop(u, s, e);
    case HCL_COND:
        return eval_cond(u, s, e);
    case HCL_BINARY:
        return eval_binary(u, s, e);
    case HCL_UNARY:
        return eval_unary(u, s, e);
    }
    return cty_fail(&u->cty, "this expression cannot be evaluated");
}

const cty_value *tf_eval(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *v = NULL;
    if (tf_too_deep(u, 0)) {
        cty_fail(&u->cty, "expressions refer to each other too deeply here");
    } else if (cty_spend(&u->cty, 1)) {
        u->depth++;
        v = eval(u, s, e);
        u->depth--;
    }
    if (v == NULL && !u->has_fail_at) {
        u->has_fail_at = true;
        u->fail_at = e->at;
    }
    return v;
}

const cty_value *tf_value(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *v = tf_eval(u, s, e);
    if (v != NULL)
        return v;
    const cty_unknown *why = tf_why_failed(u);
    tf_tell_failure(u, e->at);
    return tf_unclear(u, why);
}

const cty_value *tf_eval_text(tf_unit *u, tnk_str text, tnk_span at)
{
    static const tf_scope nothing;
    tf_scope s = u->root != NULL ? (tf_scope){ .in = u->root } : nothing;
    return tf_eval(u, &s, hcl_parse_expr(&u->hcl, text, at));
}
