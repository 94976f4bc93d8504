/* SPDX-License-Identifier: Apache-2.0
 * Conversion as far as types tell: whether there is one, and what comes out. */
#include "cty/inside.h"

static bool can(cty_ctx *c, const cty_type *in, const cty_type *out);

static bool primitive(const cty_type *in, const cty_type *out)
{
    return cty_is_primitive(in) && (out->kind == CTY_STRING || in->kind == CTY_STRING);
}

/* The elements of `in`, a collection or a structure, to one type. A dynamic one: they must have
 * something in common. */
static bool elements(cty_ctx *c, const cty_type *in, const cty_type *elem)
{
    if (in->elem != NULL)
        return can(c, in->elem, elem);
    if (elem->kind == CTY_DYNAMIC)
        return in->n == 0 || cty_unify(c, in->types, in->n) != NULL;
    for (uint32_t i = 0; i < in->n; i++) {
        if ((i == 0 || in->types[i] != in->types[i - 1]) && !can(c, in->types[i], elem))
            return false;
    }
    return true;
}

static bool to_object(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    for (uint32_t i = 0; i < out->n; i++) {
        const cty_type *from = in->elem;
        if (from == NULL) {
            uint32_t at = cty_find_name(in->names, in->n, out->names[i]);
            from = at < in->n ? in->types[at] : NULL;
        }
        if (from == NULL && (out->optional == NULL || !out->optional[i]))
            return false;
        if (from != NULL && !can(c, from, out->types[i]))
            return false;
    }
    return true;
}

static bool to_tuple(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    if (in->n != out->n)
        return false;
    for (uint32_t i = 0; i < out->n; i++) {
        if (!can(c, in->types[i], out->types[i]))
            return false;
    }
    return true;
}

static bool can(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    if (in->kind == CTY_DYNAMIC || out->kind == CTY_DYNAMIC || cty_type_same(in, out))
        return true;
    if (!cty_spend(c, 1))
        return false;
    switch (out->kind) {
    case CTY_LIST:
    case CTY_SET:
        return (in->kind == CTY_LIST || in->kind == CTY_SET || in->kind == CTY_TUPLE) &&
               elements(c, in, out->elem);
    case CTY_MAP:
        return (in->kind == CTY_MAP || in->kind == CTY_OBJECT) && elements(c, in, out->elem);
    case CTY_TUPLE:
        return in->kind == CTY_TUPLE && to_tuple(c, in, out);
    case CTY_OBJECT:
        return (in->kind == CTY_MAP || in->kind == CTY_OBJECT) && to_object(c, in, out);
    default:
        return primitive(in, out);
    }
}

bool cty_can_convert(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    return can(c, in, out);
}

/* ---- what comes out ---- */

/* Of the elements, converted each, the common type. */
static const cty_type *common(cty_ctx *c, const cty_type *in, const cty_type *elem)
{
    if (in->elem != NULL)
        return cty_converted_type(c, in->elem, elem);
    if (in->n == 0 || in->kind == CTY_DYNAMIC)
        return cty_type_plain(c, elem);
    const cty_type **types = tf_new_array(c->mem, in->n, const cty_type *);
    for (uint32_t i = 0; i < in->n; i++) {
        types[i] = cty_converted_type(c, in->types[i], elem);
        if (types[i] == NULL)
            return NULL;
    }
    const cty_type *t = cty_unify(c, types, in->n);
    return t != NULL ? t : c->failed ? NULL : &cty_dynamic;
}

static const cty_type *structure(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    const cty_type **types = tf_new_array(c->mem, out->n, const cty_type *);
    for (uint32_t i = 0; i < out->n; i++) {
        const cty_type *from = in->elem != NULL ? in->elem : &cty_dynamic;
        if (out->kind == CTY_TUPLE && in->kind == CTY_TUPLE && i < in->n)
            from = in->types[i];
        if (out->kind == CTY_OBJECT && in->kind == CTY_OBJECT) {
            uint32_t at = cty_find_name(in->names, in->n, out->names[i]);
            from = at < in->n ? in->types[at] : &cty_dynamic;
        }
        types[i] = cty_converted_type(c, from, out->types[i]);
        if (types[i] == NULL)
            return NULL;
    }
    return out->kind == CTY_TUPLE ? cty_type_tuple(c, types, out->n)
                                  : cty_type_object(c, out->names, types, NULL, NULL, out->n);
}

const cty_type *cty_converted_type(cty_ctx *c, const cty_type *in, const cty_type *out)
{
    if (!cty_spend(c, 1))
        return NULL;
    if (out->kind == CTY_DYNAMIC)
        return cty_type_plain(c, in);
    if (!cty_type_has_dynamic(out) || in->kind == CTY_DYNAMIC)
        return cty_type_plain(c, out);
    const cty_type *elem = out->elem != NULL ? common(c, in, out->elem) : NULL;
    switch (out->kind) {
    case CTY_LIST:
        return elem != NULL ? cty_type_list(c, elem) : NULL;
    case CTY_SET:
        return elem != NULL ? cty_type_set(c, elem) : NULL;
    case CTY_MAP:
        return elem != NULL ? cty_type_map(c, elem) : NULL;
    default:
        return structure(c, in, out);
    }
}
