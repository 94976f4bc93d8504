/* SPDX-License-Identifier: Apache-2.0
 * Type constraints: string, list(any), object({ a = optional(number, 1) }), and the old quoted forms. */
#include "lang/lang.h"

static const struct {
    const char *name;
    const cty_type *type;
} plain[] = { { "string", &cty_string }, { "number", &cty_number }, { "bool", &cty_bool }, { "any", &cty_dynamic } };

static const cty_type *wrong(tf_unit *u, const hcl_expr *e)
{
    tf_tell(u, TNK_LEVEL_WARNING, "tf-type", e->at,
            tr(u, "this is not a type; write string, number, bool, any, list(...), set(...), map(...), tuple([...]) or "
                  "object({...})"), TF_NO_ARGS);
    return NULL;
}

static const cty_type *by_name(tf_unit *u, const hcl_expr *e, tnk_str name)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (tf_is(name, plain[i].name))
            return plain[i].type;
    }
    if (tf_is(name, "list"))
        return cty_type_list(&u->cty, &cty_dynamic);
    if (tf_is(name, "map"))
        return cty_type_map(&u->cty, &cty_dynamic);
    if (tf_is(name, "set"))
        return cty_type_set(&u->cty, &cty_dynamic);
    return wrong(u, e);
}

/* An attribute's type, which may be optional(type) or optional(type, default). */
static const cty_type *attr_type(tf_unit *u, const hcl_expr *e, bool *optional, const cty_value **otherwise)
{
    static const tf_scope nothing;
    if (e->kind != HCL_CALL || !tf_is(e->text, "optional"))
        return tf_constraint(u, e);
    if (e->n == 0 || e->n > 2)
        return wrong(u, e);
    const cty_type *t = tf_constraint(u, e->items[0]);
    *optional = true;
    if (t == NULL || e->n == 1)
        return t;
    const cty_value *v = tf_value(u, &nothing, e->items[1]);
    v = cty_is_unknown(v) ? v : cty_convert(&u->cty, v, t);
    if (v == NULL)
        tf_tell_failure(u, e->items[1]->at);
    *otherwise = v;
    return t;
}

static const cty_type *object_type(tf_unit *u, const hcl_expr *e)
{
    if (e->kind != HCL_OBJECT)
        return wrong(u, e);
    uint32_t n = e->n / 2;
    tnk_str *names = tf_new_array(u->mem, n, tnk_str);
    const cty_type **types = tf_new_array(u->mem, n, const cty_type *);
    bool *optional = tf_new_array(u->mem, n, bool);
    const cty_value **defaults = tf_new_array(u->mem, n, const cty_value *);
    for (uint32_t i = 0; i < n; i++) {
        const hcl_expr *key = e->items[2 * i];
        if (key->kind != HCL_STRING)
            return wrong(u, key);
        names[i] = key->text;
        if ((types[i] = attr_type(u, e->items[2 * i + 1], &optional[i], &defaults[i])) == NULL)
            return NULL;
    }
    return cty_type_object(&u->cty, names, types, optional, defaults, n);
}

static const cty_type *tuple_type(tf_unit *u, const hcl_expr *e)
{
    if (e->kind != HCL_TUPLE)
        return wrong(u, e);
    const cty_type **types = tf_new_array(u->mem, e->n, const cty_type *);
    for (uint32_t i = 0; i < e->n; i++) {
        if ((types[i] = tf_constraint(u, e->items[i])) == NULL)
            return NULL;
    }
    return cty_type_tuple(&u->cty, types, e->n);
}

static const cty_type *call_type(tf_unit *u, const hcl_expr *e)
{
    if (e->n != 1)
        return wrong(u, e);
    if (tf_is(e->text, "object"))
        return object_type(u, e->items[0]);
    if (tf_is(e->text, "tuple"))
        return tuple_type(u, e->items[0]);
    const cty_type *elem = tf_constraint(u, e->items[0]);
    if (elem == NULL)
        return NULL;
    if (tf_is(e->text, "list"))
        return cty_type_list(&u->cty, elem);
    if (tf_is(e->text, "set"))
        return cty_type_set(&u->cty, elem);
    return tf_is(e->text, "map") ? cty_type_map(&u->cty, elem) : wrong(u, e);
}

const cty_type *tf_constraint(tf_unit *u, const hcl_expr *e)
{
    switch ((hcl_kind)e->kind) {
    case HCL_NAME:
    case HCL_STRING:            /* as before 0.12; in JSON a type is an expression in a text */
        if (e->kind == HCL_STRING && memchr(e->text.ptr, '(', e->text.len) != NULL)
            return tf_constraint(u, hcl_parse_expr(&u->hcl, e->text, e->at));
        return by_name(u, e, e->text);
    case HCL_CALL:
        return call_type(u, e);
    case HCL_WRAP:
    case HCL_PARENS:
        return tf_constraint(u, e->a);
    case HCL_BAD:
        return NULL;
    default:
        return wrong(u, e);
    }
}
