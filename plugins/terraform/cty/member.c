/* SPDX-License-Identifier: Apache-2.0
 * Reading members of values: v.name and v[key]. */
#include "cty/inside.h"

const cty_value *cty_member(const cty_value *v, tnk_str key)
{
    if (v->state != CTY_KNOWN || !cty_is_keyed(v))
        return NULL;
    uint32_t i = cty_find_name(v->keys, v->n, key);
    return i < v->n ? v->items[i] : NULL;
}

static const cty_value *marked_as(cty_ctx *c, const cty_value *member, bool secret)
{
    return member != NULL && secret ? cty_mark(c, member, true) : member;
}

/* ---- v.name ---- */

/* An unknown value's attribute: unknown, of the type that it will have. */
static const cty_value *unknown_attr(cty_ctx *c, const cty_value *v, tnk_str name)
{
    const cty_type *t = v->type;
    if (t->kind == CTY_MAP) {
        t = t->elem;
    } else if (t->kind == CTY_OBJECT) {
        uint32_t i = cty_find_name(t->names, t->n, name);
        if (i == t->n)
            return cty_fail(c, "the object has no attribute \"%.*s\"", CTY_SHOW(name));
        t = t->types[i];
    } else if (t->kind != CTY_DYNAMIC) {
        return cty_fail(c, "type %s has no attributes, so there is no \"%.*s\"", cty_type_name(t),
                        CTY_SHOW(name));
    }
    return cty_unknown_from(c, t, &v, 1);
}

const cty_value *cty_get_attr(cty_ctx *c, const cty_value *v, tnk_str name)
{
    name = cty_nfc(c, name, false);
    const cty_value *member = cty_member(v, name);
    if (member != NULL)
        return marked_as(c, member, v->sensitive);
    if (v->state == CTY_UNKNOWN)
        return marked_as(c, unknown_attr(c, v, name), v->sensitive);
    if (cty_rest(v) != NULL)
        return marked_as(c, cty_unknown_of(c, &cty_dynamic, v->rest), v->sensitive);
    if (v->state == CTY_NULL)
        return cty_fail(c, "the value is null, so it has no attribute \"%.*s\"", CTY_SHOW(name));
    if (v->kind == CTY_OBJECT)
        return cty_fail(c, "the object has no attribute \"%.*s\"", CTY_SHOW(name));
    if (v->kind == CTY_MAP)
        return cty_fail(c, "the map has no element \"%.*s\"", CTY_SHOW(name));
    return cty_fail(c, "type %s has no attributes, so there is no \"%.*s\"",
                    cty_type_name(cty_type_of(c, v)), CTY_SHOW(name));
}

/* ---- v[key] ---- */

/* The type of v[key] when it cannot be known which it is or what it holds. */
static const cty_type *indexed_type(cty_ctx *c, const cty_value *v, const cty_value *key)
{
    const cty_type *t = cty_type_of(c, v);
    if (t->kind == CTY_LIST || t->kind == CTY_MAP)
        return t->elem;
    int64_t at;
    if (key->state != CTY_KNOWN)
        return &cty_dynamic;
    if (t->kind == CTY_TUPLE && key->kind == CTY_NUMBER && cty_number_to_int(key->num, &at) &&
        at >= 0 && at < (int64_t)t->n)
        return t->types[at];
    if (t->kind == CTY_OBJECT && key->kind == CTY_STRING) {
        uint32_t i = cty_find_name(t->names, t->n, key->str);
        return i < t->n ? t->types[i] : &cty_dynamic;
    }
    return &cty_dynamic;
}

static const cty_value *item_at(cty_ctx *c, const cty_value *v, const cty_value *key)
{
    int64_t at;
    if (!cty_number_to_int(key->num, &at))
        return cty_fail(c, "the index %.*s is not a whole number",
                        CTY_SHOW(cty_number_text(c, key->num)));
    if (at < 0)
        return cty_fail(c, "an index cannot be negative");
    if (at >= (int64_t)v->n)
        return cty_fail(c, "there is no element %lld: there are %u", (long long)at, v->n);
    return v->items[at];
}

static const cty_value *item_named(cty_ctx *c, const cty_value *v, tnk_str name)
{
    const cty_value *member = cty_member(v, name);
    if (member == NULL && cty_rest(v) != NULL)
        return cty_unknown_of(c, &cty_dynamic, v->rest);
    if (member == NULL && v->kind == CTY_OBJECT)
        return cty_fail(c, "the object has no attribute \"%.*s\"", CTY_SHOW(name));
    if (member == NULL)
        return cty_fail(c, "the map has no element \"%.*s\"", CTY_SHOW(name));
    return member;
}

/* The key as this kind of value takes it; NULL and an error when it takes none. */
static const cty_value *suitable_key(cty_ctx *c, const cty_value *v, const cty_value *key)
{
    if (v->state == CTY_NULL)
        return cty_fail(c, "the value is null, so it has no elements");
    if (key->state == CTY_NULL)
        return cty_fail(c, "an index cannot be null");
    switch (v->kind) {
    case CTY_LIST:
    case CTY_TUPLE:
        return cty_convert(c, key, &cty_number);
    case CTY_MAP:
    case CTY_OBJECT:
        return cty_convert(c, key, &cty_string);
    case CTY_DYNAMIC:
        return key;
    case CTY_SET:
        return cty_fail(c, "the elements of a set have no index");
    default:
        return cty_fail(c, "type %s has no elements", cty_type_name(cty_type_of(c, v)));
    }
}

const cty_value *cty_get_index(cty_ctx *c, const cty_value *v, const cty_value *key)
{
    bool secret = v->sensitive || key->deep_sensitive;
    key = suitable_key(c, v, key);
    if (key == NULL)
        return NULL;
    const cty_value *member;
    if (v->state != CTY_KNOWN || key->state != CTY_KNOWN) {
        const cty_value *both[] = { v->state != CTY_KNOWN ? v : key, key };
        member = cty_unknown_from(c, indexed_type(c, v, key), both, 2);
    } else if (cty_is_keyed(v)) {
        member = item_named(c, v, key->str);
    } else {
        member = item_at(c, v, key);
    }
    return marked_as(c, member, secret);
}
