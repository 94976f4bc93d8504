/* SPDX-License-Identifier: Apache-2.0
 * Function calls: the forms that take expressions themselves (try, can, type), and all the others by value. */
#include "lang/lang.h"

static const cty_value *eval_try(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    if (e->n == 0)
        return cty_fail(&u->cty, "try needs at least one argument");
    for (uint32_t i = 0; i < e->n; i++) {
        const cty_value *v = tf_eval(u, s, e->items[i]);
        if (v != NULL || u->cty.overrun)
            return v;
        if (i + 1 < e->n)
            tf_forget_failure(u);
    }
    return NULL;
}

static const cty_value *eval_can(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    if (e->n != 1)
        return cty_fail(&u->cty, "can needs one argument");
    const cty_value *v = tf_eval(u, s, e->items[0]);
    if (u->cty.overrun)
        return NULL;
    if (v == NULL) {
        tf_forget_failure(u);
        return &cty_false;
    }
    return cty_is_unknown(v) ? cty_unknown_of(&u->cty, &cty_bool, v->unknown) : &cty_true;
}

/* A type as text, as the console shows it. */
static const cty_value *eval_type(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *v = e->n == 1 ? tf_eval(u, s, e->items[0]) : cty_fail(&u->cty, "type needs one argument");
    return v != NULL ? cty_text(&u->cty, cty_type_text(&u->cty, cty_type_of(&u->cty, v))) : NULL;
}

/* The arguments by value, the last one spread when the call says so. NULL: failed; *unclear: how many there are. */
static const cty_value **arguments(tf_unit *u, const tf_scope *s, const hcl_expr *e, size_t *ret_n,
                                   const cty_value **unclear)
{
    const cty_value **args = tf_new_array(u->mem, e->n, const cty_value *), *last;
    for (uint32_t i = 0; i < e->n; i++) {
        if ((args[i] = tf_eval(u, s, e->items[i])) == NULL)
            return NULL;
    }
    *ret_n = e->n;
    if (!e->flag || e->n == 0)
        return args;
    last = args[e->n - 1];
    if (cty_is_unknown(last)) {
        *unclear = last;
        return args;
    }
    if (cty_is_null(last) || !cty_is_seq(last))
        return cty_fail(&u->cty, "what stands before ... must be a list");
    const cty_value **all = tf_new_array(u->mem, e->n - 1 + (size_t)last->n, const cty_value *);
    for (uint32_t i = 0; i + 1 < e->n; i++)
        all[i] = args[i];
    for (uint32_t i = 0; i < last->n; i++)
        all[e->n - 1 + i] = last->sensitive ? cty_mark(&u->cty, last->items[i], true) : last->items[i];
    *ret_n = e->n - 1 + (size_t)last->n;
    return all;
}

/* A document of which something cannot be known is handed on as a structure: rules see what is known of it. */
static const cty_value *keep_document(tf_unit *u, const cty_value *text, const cty_value *arg, tnk_span at)
{
    if (text == NULL || u->h == NULL || !arg->deep_unknown || cty_is_unknown(arg))
        return text;
    return cty_with_doc(&u->cty, text, tf_place(u, arg, at));
}

const cty_value *tf_eval_call(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    tnk_str name = e->text;
    if (name.len > 6 && memcmp(name.ptr, "core::", 6) == 0)
        name = (tnk_str){ name.ptr + 6, name.len - 6 };
    if (tf_is(name, "try"))
        return eval_try(u, s, e);
    if (tf_is(name, "can"))
        return eval_can(u, s, e);
    if (tf_is(name, "type"))
        return eval_type(u, s, e);
    const tf_func *f = tf_func_find(name);
    if (f == NULL && name.len > 10 && memcmp(name.ptr, "provider::", 10) == 0)
        return tf_unclear(u, tf_why(u, TNK_WHY_UNSUPPORTED, tr(u, "the function %1 is the provider's"), TF_ARGS(name),
                                    NULL, 0));
    if (f == NULL)
        return cty_fail(&u->cty, "there is no function \"%.*s\"", CTY_SHOW(name));
    size_t n = 0;
    const cty_value *unclear = NULL, **args = arguments(u, s, e, &n, &unclear);
    if (args == NULL)
        return NULL;
    if (unclear != NULL)
        return tf_unclear(u, unclear->unknown);
    tf_asking asking = { u, s };
    tf_world world = u->world;
    if (u->h != NULL)
        world.ud = &asking;
    tf_call c = { &u->cty, &world, f->name };
    const cty_value *v = tf_func_call(&c, f, args, n);
    return tf_is(name, "jsonencode") && n == 1 ? keep_document(u, v, args[0], e->at) : v;
}
