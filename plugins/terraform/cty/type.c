/* SPDX-License-Identifier: Apache-2.0
 * Types: making, comparing, naming. */
#include <stdlib.h>

#include "cty/inside.h"

const cty_type cty_dynamic = {
    .kind = CTY_DYNAMIC, .hash = 1, .weight = 1, .depth = 1, .dynamic = true
};
const cty_type cty_bool = { .kind = CTY_BOOL, .hash = 2, .weight = 1, .depth = 1 };
const cty_type cty_number = { .kind = CTY_NUMBER, .hash = 3, .weight = 1, .depth = 1 };
const cty_type cty_string = { .kind = CTY_STRING, .hash = 4, .weight = 1, .depth = 1 };

static const cty_type *child(const cty_type *t, uint32_t i)
{
    return t->elem != NULL ? t->elem : t->types[i];
}

static uint32_t children(const cty_type *t) { return t->elem != NULL ? 1 : t->n; }

/* ---- what is worked out once ---- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ (h >> 29);
}

static uint64_t mix_str(uint64_t h, tnk_str s)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001B3u;
    return mix(h, s.len);
}

uint64_t cty_type_hash(const cty_type *t)
{
    if (t->weight != 0)
        return t->hash;
    if (t->kind >= CTY_TUPLE && t->n == 0)
        return t->kind - CTY_TUPLE + 5;
    uint64_t h = mix(t->kind, children(t));
    for (uint32_t i = 0; i < children(t); i++) {
        h = mix(h, cty_type_hash(child(t, i)));
        if (t->names != NULL)
            h = mix_str(h, t->names[i]);
    }
    return h;
}

uint32_t cty_type_weight(const cty_type *t)
{
    if (t->weight != 0)
        return t->weight;
    uint64_t w = 1;
    for (uint32_t i = 0; i < children(t); i++)
        w += cty_type_weight(child(t, i));
    return w < CTY_WEIGHT_MAX ? (uint32_t)w : CTY_WEIGHT_MAX;
}

bool cty_type_has_dynamic(const cty_type *t)
{
    if (t->weight != 0 || t->kind == CTY_DYNAMIC)
        return t->kind == CTY_DYNAMIC || t->dynamic;
    for (uint32_t i = 0; i < children(t); i++) {
        if (cty_type_has_dynamic(child(t, i)))
            return true;
    }
    return false;
}

bool cty_type_has_defaults(const cty_type *t)
{
    return t->weight != 0 ? t->defaulted : t->defaults != NULL;
}

/* Fills in what is worked out. A type that is too big becomes dynamic, and that is a failure. */
static const cty_type *finish(cty_ctx *c, cty_type *t)
{
    uint64_t weight = 1;
    t->hash = cty_type_hash(t);
    for (uint32_t i = 0; i < children(t); i++) {
        const cty_type *x = child(t, i);
        weight += cty_type_weight(x);
        t->depth = x->depth > t->depth ? x->depth : t->depth;
        t->dynamic |= cty_type_has_dynamic(x);
        t->defaulted |= cty_type_has_defaults(x) || (t->defaults != NULL && t->defaults[i] != NULL);
        t->loose |= x->loose || (t->optional != NULL && t->optional[i]);
    }
    t->depth++;
    t->weight = weight < CTY_WEIGHT_MAX ? (uint32_t)weight : CTY_WEIGHT_MAX;
    (void)cty_spend(c, 1 + children(t));
    if (t->depth > CTY_DEPTH_MAX || weight > CTY_WEIGHT_MAX) {
        cty_fail(c, "the type of this value is too large");
        return &cty_dynamic;
    }
    return t;
}

/* ---- making ---- */

static const cty_type *collection(cty_ctx *c, cty_kind kind, const cty_type *elem)
{
    cty_type *t = tf_new(c->mem, cty_type);
    t->kind = (uint8_t)kind;
    t->elem = elem;
    return finish(c, t);
}

const cty_type *cty_type_list(cty_ctx *c, const cty_type *elem)
{
    return collection(c, CTY_LIST, elem);
}

const cty_type *cty_type_set(cty_ctx *c, const cty_type *elem)
{
    return collection(c, CTY_SET, elem);
}

const cty_type *cty_type_map(cty_ctx *c, const cty_type *elem)
{
    return collection(c, CTY_MAP, elem);
}

const cty_type *cty_type_tuple(cty_ctx *c, const cty_type *const *types, uint32_t n)
{
    cty_type *t = tf_new(c->mem, cty_type);
    const cty_type **own = tf_new_array(c->mem, n, const cty_type *);
    if (n != 0)
        memcpy(own, types, n * sizeof *own);
    t->kind = CTY_TUPLE;
    t->types = own;
    t->n = n;
    return finish(c, t);
}

const cty_type *cty_type_object(cty_ctx *c, const tnk_str *names, const cty_type *const *types,
                                const bool *optional, const cty_value *const *defaults, uint32_t n)
{
    size_t kept;
    tnk_str *nfc = tf_new_array(c->mem, n, tnk_str);
    for (uint32_t i = 0; i < n; i++)
        nfc[i] = cty_nfc(c, names[i], false);
    const uint32_t *order = cty_sort_keys(c, nfc, n, &kept);
    cty_type *t = tf_new(c->mem, cty_type);
    tnk_str *own_names = tf_new_array(c->mem, kept, tnk_str);
    const cty_type **own_types = tf_new_array(c->mem, kept, const cty_type *);
    bool *own_optional = optional != NULL ? tf_new_array(c->mem, kept, bool) : NULL;
    const cty_value **own_defaults =
        defaults != NULL ? tf_new_array(c->mem, kept, const cty_value *) : NULL;
    for (size_t i = 0; i < kept; i++) {
        own_names[i] = nfc[order[i]];
        own_types[i] = types[order[i]];
        if (own_optional != NULL)
            own_optional[i] = optional[order[i]];
        if (own_defaults != NULL)
            own_defaults[i] = defaults[order[i]];
    }
    *t = (cty_type){ .kind = CTY_OBJECT, .n = (uint32_t)kept, .names = own_names, .types = own_types,
                     .optional = own_optional, .defaults = own_defaults };
    return finish(c, t);
}

const cty_type *cty_type_plain(cty_ctx *c, const cty_type *t)
{
    if (!t->loose)
        return t;
    if (t->elem != NULL)
        return collection(c, t->kind, cty_type_plain(c, t->elem));
    const cty_type **types = tf_new_array(c->mem, t->n, const cty_type *);
    for (uint32_t i = 0; i < t->n; i++)
        types[i] = cty_type_plain(c, t->types[i]);
    return t->kind == CTY_TUPLE ? cty_type_tuple(c, types, t->n)
                                : cty_type_object(c, t->names, types, NULL, NULL, t->n);
}

/* ---- comparing ---- */

bool cty_type_same(const cty_type *a, const cty_type *b)
{
    if (a == b)
        return true;
    if (a->kind != b->kind || a->n != b->n || cty_type_hash(a) != cty_type_hash(b))
        return false;
    if (a->elem != NULL)
        return cty_type_same(a->elem, b->elem);
    for (uint32_t i = 0; i < a->n; i++) {
        if (a->kind == CTY_OBJECT && !tf_eq(a->names[i], b->names[i]))
            return false;
        if (!cty_type_same(a->types[i], b->types[i]))
            return false;
    }
    return true;
}

/* ---- of a value ---- */

static const cty_type empty_tuple = { .kind = CTY_TUPLE, .hash = 5, .weight = 1, .depth = 1 };
static const cty_type empty_object = { .kind = CTY_OBJECT, .hash = 6, .weight = 1, .depth = 1 };

static const cty_type *type_of(cty_ctx *c, const cty_value *v, int depth);

/* Ends at the first failure, whoever's it is: what is too large is not walked through again and again. */
static const cty_type *structure_type(cty_ctx *c, const cty_value *v, int depth)
{
    if (depth > CTY_DEPTH_MAX)
        cty_fail(c, "the value is nested too deeply");
    const cty_type **types = tf_new_array(c->mem, v->n, const cty_type *);
    for (uint32_t i = 0; i < v->n && !c->failed; i++)
        types[i] = type_of(c, v->items[i], depth + 1);
    if (c->failed)
        return &cty_dynamic;
    const cty_type *t = v->kind == CTY_TUPLE ? cty_type_tuple(c, types, v->n)
                                             : cty_type_object(c, v->keys, types, NULL, NULL, v->n);
    /* Kept, since values are shared: what is asked often is worked out once. */
    if (!c->failed)
        ((cty_value *)(uintptr_t)v)->type = t;
    return t;
}

static const cty_type *type_of(cty_ctx *c, const cty_value *v, int depth)
{
    if (cty_rest(v) != NULL)
        return &cty_dynamic;    /* not all its attributes can be told */
    if (v->type != NULL)
        return v->type;
    switch (v->kind) {
    case CTY_BOOL:
        return &cty_bool;
    case CTY_NUMBER:
        return &cty_number;
    case CTY_STRING:
        return &cty_string;
    case CTY_TUPLE:
        return v->n == 0 ? &empty_tuple : structure_type(c, v, depth);
    case CTY_OBJECT:
        return v->n == 0 ? &empty_object : structure_type(c, v, depth);
    default:
        return &cty_dynamic;
    }
}

const cty_type *cty_type_of(cty_ctx *c, const cty_value *v)
{
    return type_of(c, v, 0);
}

/* ---- naming ---- */

static const char *const kind_names[] = { "dynamic", "bool", "number", "string", "list",
                                          "set", "map", "tuple", "object" };

const char *cty_type_name(const cty_type *t)
{
    static const char *const of[3][4] = {
        { "list", "list(bool)", "list(number)", "list(string)" },
        { "set", "set(bool)", "set(number)", "set(string)" },
        { "map", "map(bool)", "map(number)", "map(string)" },
    };
    if (t->elem == NULL || t->elem->kind > CTY_STRING)
        return kind_names[t->kind];
    return of[t->kind - CTY_LIST][t->elem->kind];
}

enum { SHOWN_MAX = 64 * 1024 }; /* bytes of a type's text; what is longer is cut with "..." */

static void write_type(const cty_type *t, tf_buf *to)
{
    if (to->len > SHOWN_MAX) {
        tf_puts(to, "...");
        return;
    }
    tf_puts(to, t->kind == CTY_DYNAMIC ? "any" : kind_names[t->kind]);
    if (t->kind < CTY_LIST)
        return;
    tf_puts(to, t->kind == CTY_TUPLE ? "([" : t->kind == CTY_OBJECT ? "({" : "(");
    for (uint32_t i = 0; i < children(t) && to->len <= SHOWN_MAX; i++) {
        bool optional = t->optional != NULL && t->optional[i];
        tf_puts(to, i != 0 ? "," : "");
        if (t->kind == CTY_OBJECT) {
            tf_put(to, t->names[i]);
            tf_puts(to, optional ? "=optional(" : "=");
        }
        write_type(child(t, i), to);
        tf_puts(to, optional ? ")" : "");
    }
    tf_puts(to, t->kind == CTY_TUPLE ? "])" : t->kind == CTY_OBJECT ? "})" : ")");
}

tnk_str cty_type_text(cty_ctx *c, const cty_type *t)
{
    tf_buf b = { .mem = c->mem };
    write_type(t, &b);
    (void)cty_spend(c, 1 + b.len / 64);
    return tf_take(&b);
}
