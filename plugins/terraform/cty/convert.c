/* SPDX-License-Identifier: Apache-2.0
 * Conversion of values to types, as an argument or variable is converted. */
#include <stdio.h>

#include "cty/inside.h"

/* Where in the value the conversion is, for messages. */
typedef struct place {
    const struct place *up;
    tnk_str name; /* of a member, or {NULL,0}: item `at` */
    size_t at;
} place;

typedef struct conversion {
    cty_ctx *c;
    const place *in;
    int depth;
} conversion;

static const cty_value *convert(conversion *k, const cty_value *v, const cty_type *t);

/* ---- messages ---- */

static size_t write_place(const place *p, char *to, size_t size)
{
    if (p == NULL || size < 2)
        return 0;
    size_t n = write_place(p->up, to, size);
    int more = p->name.ptr != NULL
                   ? snprintf(to + n, size - n, "%s%.*s", n != 0 ? "." : "", CTY_SHOW(p->name))
                   : snprintf(to + n, size - n, "[%zu]", p->at);
    n += more > 0 ? (size_t)more : 0;
    return n < size ? n : size - 1;
}

static const cty_value *mismatch(conversion *k, const cty_value *v, const cty_type *t)
{
    char where[160] = "";
    const char *is = cty_type_name(cty_type_of(k->c, v)), *wanted = cty_type_name(t);
    if (write_place(k->in, where, sizeof where) != 0)
        return cty_fail(k->c, "%s: wrong type: %s instead of %s", where, is, wanted);
    return cty_fail(k->c, "wrong type: %s instead of %s", is, wanted);
}

static const cty_value *missing(conversion *k, tnk_str name)
{
    char where[160] = "";
    if (write_place(k->in, where, sizeof where) != 0)
        return cty_fail(k->c, "%s: attribute \"%.*s\" is required", where, CTY_SHOW(name));
    return cty_fail(k->c, "attribute \"%.*s\" is required", CTY_SHOW(name));
}

static const cty_value *mixed(conversion *k, const cty_type *t)
{
    char where[160] = "";
    if (write_place(k->in, where, sizeof where) != 0)
        return cty_fail(k->c, "%s: all elements of a %s must have one type", where,
                        cty_type_name(t));
    return cty_fail(k->c, "all elements of a %s must have one type", cty_type_name(t));
}

/* ---- one inside another ---- */

static const cty_value *convert_in(conversion *k, const cty_value *v, const cty_type *t,
                                   tnk_str name, size_t at)
{
    place here = { k->in, name, at };
    k->in = &here;
    k->depth++;
    v = convert(k, v, t);
    k->depth--;
    k->in = here.up;
    return v;
}

/* All items as the one type, each first as `elem`; *elem becomes the type they all have. */
static const cty_value **convert_items(conversion *k, const cty_value *v, const cty_type *t,
                                       const cty_type **elem)
{
    cty_ctx *c = k->c;
    const cty_value **items = tf_new_array(c->mem, v->n, const cty_value *);
    bool keyed = cty_is_keyed(v);
    *elem = cty_type_plain(c, t->elem);
    for (uint32_t i = 0; i < v->n; i++) {
        items[i] = convert_in(k, v->items[i], t->elem, keyed ? v->keys[i] : (tnk_str){ NULL, 0 }, i);
        if (items[i] == NULL)
            return NULL;
    }
    if (v->n == 0 || !cty_type_has_dynamic(t->elem))
        return items;
    const cty_type **types = tf_new_array(c->mem, v->n, const cty_type *);
    for (uint32_t i = 0; i < v->n; i++)
        types[i] = cty_type_of(c, items[i]);
    *elem = cty_unify(c, types, v->n);
    for (uint32_t i = 0; *elem != NULL && i < v->n; i++) {
        items[i] = convert_in(k, items[i], *elem, (tnk_str){ NULL, 0 }, i);
        if (items[i] == NULL)
            return NULL;
        /* A dynamic type in what is common stands for one type, and all must have that. */
        if (!cty_type_same(cty_type_of(c, items[i]), cty_type_of(c, items[0])))
            *elem = NULL;
        else if (cty_type_has_dynamic(*elem) && i + 1 == v->n)
            *elem = cty_type_of(c, items[0]);
    }
    return *elem != NULL ? items : (void *)mixed(k, t);
}

/* ---- by kind ---- */

static const cty_value *to_primitive(conversion *k, const cty_value *v, const cty_type *t)
{
    cty_ctx *c = k->c;
    if (t->kind == CTY_STRING && v->kind == CTY_BOOL)
        return cty_text(c, tf_str(v->flag ? "true" : "false"));
    if (t->kind == CTY_STRING && v->kind == CTY_NUMBER)
        return cty_text(c, cty_number_text(c, v->num));
    if (v->kind != CTY_STRING)
        return mismatch(k, v, t);
    if (t->kind == CTY_NUMBER)
        return cty_number_parse(c, v->str);
    if (tf_is(v->str, "true") || tf_is(v->str, "1"))
        return &cty_true;
    if (tf_is(v->str, "false") || tf_is(v->str, "0"))
        return &cty_false;
    return cty_fail(c, "\"%.*s\" is neither true nor false", CTY_SHOW(v->str));
}

static const cty_value *to_sequence(conversion *k, const cty_value *v, const cty_type *t)
{
    const cty_type *elem;
    if (!cty_is_seq(v))
        return mismatch(k, v, t);
    const cty_value **items = convert_items(k, v, t, &elem);
    if (items == NULL)
        return NULL;
    return t->kind == CTY_LIST ? cty_list(k->c, elem, items, v->n)
                               : cty_set(k->c, elem, items, v->n);
}

static const cty_value *to_map(conversion *k, const cty_value *v, const cty_type *t)
{
    const cty_type *elem;
    if (!cty_is_keyed(v))
        return mismatch(k, v, t);
    if (cty_rest(v) != NULL)
        return cty_unknown_of(k->c, cty_type_plain(k->c, t), v->rest);
    const cty_value **items = convert_items(k, v, t, &elem);
    return items != NULL ? cty_map(k->c, elem, v->keys, items, v->n) : NULL;
}

static const cty_value *to_tuple(conversion *k, const cty_value *v, const cty_type *t)
{
    if (v->kind != CTY_TUPLE || v->n != t->n)
        return mismatch(k, v, t);
    const cty_value **items = tf_new_array(k->c->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++) {
        items[i] = convert_in(k, v->items[i], t->types[i], (tnk_str){ NULL, 0 }, i);
        if (items[i] == NULL)
            return NULL;
    }
    return cty_tuple(k->c, items, v->n);
}

static const cty_value *to_object(conversion *k, const cty_value *v, const cty_type *t)
{
    if (!cty_is_keyed(v))
        return mismatch(k, v, t);
    const cty_value **items = tf_new_array(k->c->mem, t->n, const cty_value *);
    for (uint32_t i = 0; i < t->n; i++) {
        const cty_value *from = cty_member(v, t->names[i]);
        const cty_value *instead = t->defaults != NULL ? t->defaults[i] : NULL;
        if (from == NULL && cty_rest(v) != NULL)
            from = cty_unknown_of(k->c, &cty_dynamic, v->rest);
        if (from == NULL && (t->optional == NULL || !t->optional[i]))
            return missing(k, t->names[i]);
        if (instead != NULL && (from == NULL || cty_is_null(from)))
            from = instead;
        items[i] =
            convert_in(k, from != NULL ? from : &cty_null_value, t->types[i], t->names[i], 0);
        if (items[i] == NULL)
            return NULL;
    }
    return cty_object(k->c, t->names, items, t->n);
}

/* Null and unknown are converted by their types alone. */
static const cty_value *by_type(conversion *k, const cty_value *v, const cty_type *t)
{
    cty_ctx *c = k->c;
    const cty_type *from = cty_type_of(c, v);
    if (!cty_can_convert(c, from, t))
        return c->failed ? NULL : mismatch(k, v, t);
    t = cty_converted_type(c, from, t);
    if (t == NULL)
        return NULL;
    return cty_is_null(v) ? cty_null(c, t) : cty_unknown_of(c, t, v->unknown);
}

static const cty_value *by_kind(conversion *k, const cty_value *v, const cty_type *t)
{
    switch (t->kind) {
    case CTY_LIST:
    case CTY_SET:
        return to_sequence(k, v, t);
    case CTY_MAP:
        return to_map(k, v, t);
    case CTY_TUPLE:
        return to_tuple(k, v, t);
    case CTY_OBJECT:
        return to_object(k, v, t);
    default:
        return to_primitive(k, v, t);
    }
}

static const cty_value *convert(conversion *k, const cty_value *v, const cty_type *t)
{
    if (t->kind == CTY_DYNAMIC)
        return v;
    if (k->depth > CTY_DEPTH_MAX)
        return cty_fail(k->c, "the value is nested too deeply");
    if (!cty_spend(k->c, 1))
        return NULL;
    if (!cty_type_has_defaults(t) && cty_type_same(cty_type_of(k->c, v), t))
        return v;
    bool secret = v->sensitive;
    v = cty_known(v) ? by_kind(k, v, t) : by_type(k, v, t);
    return v != NULL && secret ? cty_mark(k->c, v, true) : v;
}

const cty_value *cty_convert(cty_ctx *c, const cty_value *v, const cty_type *t)
{
    conversion k = { .c = c };
    bool failed = c->failed;    /* before; a type that is too large is told there only */
    v = convert(&k, v, t);
    return c->failed == failed ? v : NULL;
}
