/* SPDX-License-Identifier: Apache-2.0
 * Values: making them, their marks, and why they are unknown. */
#include "cty/inside.h"

static const cty_type list_types[] = {
    { .kind = CTY_LIST, .elem = &cty_dynamic },
    { .kind = CTY_LIST, .elem = &cty_bool },
    { .kind = CTY_LIST, .elem = &cty_number },
    { .kind = CTY_LIST, .elem = &cty_string },
};
static const cty_type set_types[] = {
    { .kind = CTY_SET, .elem = &cty_dynamic },
    { .kind = CTY_SET, .elem = &cty_bool },
    { .kind = CTY_SET, .elem = &cty_number },
    { .kind = CTY_SET, .elem = &cty_string },
};
static const cty_type map_types[] = {
    { .kind = CTY_MAP, .elem = &cty_dynamic },
    { .kind = CTY_MAP, .elem = &cty_bool },
    { .kind = CTY_MAP, .elem = &cty_number },
    { .kind = CTY_MAP, .elem = &cty_string },
};

const cty_value cty_true = { .kind = CTY_BOOL, .flag = true };
const cty_value cty_false = { .kind = CTY_BOOL };
const cty_value cty_null_value = { .kind = CTY_DYNAMIC, .state = CTY_NULL, .type = &cty_dynamic };

/* ---- leaves ---- */

const cty_value *cty_boolean(bool b) { return b ? &cty_true : &cty_false; }

const cty_value *cty_text(cty_ctx *c, tnk_str s)
{
    cty_value *v = tf_new(c->mem, cty_value);
    v->kind = CTY_STRING;
    v->str = cty_nfc(c, s, true);
    return v;
}

const cty_value *cty_null(cty_ctx *c, const cty_type *t)
{
    if (t->kind == CTY_DYNAMIC)
        return &cty_null_value;
    cty_value *v = tf_new(c->mem, cty_value);
    v->kind = t->kind;
    v->state = CTY_NULL;
    v->type = t;
    return v;
}

const cty_value *cty_unknown_of(cty_ctx *c, const cty_type *t, const cty_unknown *why)
{
    cty_value *v = tf_new(c->mem, cty_value);
    v->kind = t->kind;
    v->state = CTY_UNKNOWN;
    v->deep_unknown = true;
    v->type = t;
    v->unknown = why;
    return v;
}

/* ---- collections ---- */

/* A value with a copy of the items, or with theirs when they are its own already. */
static cty_value *with_items(cty_ctx *c, cty_kind kind, const cty_value *const *items, size_t n)
{
    if (n > CTY_ITEMS_MAX)
        return cty_fail(c, "the collection has more than %d elements", (int)CTY_ITEMS_MAX);
    if (!cty_spend(c, 1 + n))
        return NULL;
    cty_value *v = tf_new(c->mem, cty_value);
    v->kind = (uint8_t)kind;
    v->n = (uint32_t)n;
    v->items = items;
    for (size_t i = 0; i < n; i++) {
        v->deep_sensitive |= items[i]->deep_sensitive;
        v->deep_unknown |= items[i]->deep_unknown;
    }
    return v;
}

static const cty_value *const *copy_items(cty_ctx *c, const cty_value *const *items, size_t n)
{
    const cty_value **own = tf_new_array(c->mem, n, const cty_value *);
    if (n != 0)
        memcpy(own, items, n * sizeof *own);
    return own;
}

const cty_value *cty_list(cty_ctx *c, const cty_type *elem, const cty_value *const *items, size_t n)
{
    cty_value *v = with_items(c, CTY_LIST, copy_items(c, items, n), n);
    if (v != NULL)
        v->type = elem->kind <= CTY_STRING ? &list_types[elem->kind] : cty_type_list(c, elem);
    return v;
}

const cty_value *cty_set(cty_ctx *c, const cty_type *elem, const cty_value *const *items, size_t n)
{
    const cty_value **own = tf_new_array(c->mem, n, const cty_value *);
    bool secret = false; /* an item of a set cannot be marked alone: the set is */
    for (size_t i = 0; i < n; i++) {
        secret |= items[i]->deep_sensitive;
        own[i] = cty_unmark_deep(c, items[i]);
        if (own[i] == NULL)
            return NULL;
    }
    n = cty_set_arrange(c, own, n);
    cty_value *v = c->failed ? NULL : with_items(c, CTY_SET, own, n);
    if (v == NULL)
        return NULL;
    v->type = elem->kind <= CTY_STRING ? &set_types[elem->kind] : cty_type_set(c, elem);
    v->sensitive = v->deep_sensitive = secret;
    return v;
}

static cty_value *keyed(cty_ctx *c, cty_kind kind, const tnk_str *keys,
                        const cty_value *const *items, size_t n)
{
    tnk_str *own_keys = tf_new_array(c->mem, n, tnk_str);
    const cty_value **own = tf_new_array(c->mem, n, const cty_value *);
    for (size_t i = 0; i < n; i++)
        own_keys[i] = cty_nfc(c, keys[i], false);
    size_t kept;
    const uint32_t *order = cty_sort_keys(c, own_keys, n, &kept);
    tnk_str *sorted = tf_new_array(c->mem, kept, tnk_str);
    for (size_t i = 0; i < kept; i++) {
        sorted[i] = own_keys[order[i]];
        own[i] = items[order[i]];
    }
    cty_value *v = with_items(c, kind, own, kept);
    if (v != NULL)
        v->keys = sorted;
    return v;
}

const cty_value *cty_map(cty_ctx *c, const cty_type *elem, const tnk_str *keys,
                         const cty_value *const *items, size_t n)
{
    cty_value *v = keyed(c, CTY_MAP, keys, items, n);
    if (v != NULL)
        v->type = elem->kind <= CTY_STRING ? &map_types[elem->kind] : cty_type_map(c, elem);
    return v;
}

const cty_value *cty_tuple(cty_ctx *c, const cty_value *const *items, size_t n)
{
    return with_items(c, CTY_TUPLE, copy_items(c, items, n), n);
}

const cty_value *cty_object(cty_ctx *c, const tnk_str *keys, const cty_value *const *items,
                            size_t n)
{
    return keyed(c, CTY_OBJECT, keys, items, n);
}

/* ---- marks ---- */

static bool has_items(const cty_value *v) { return v->state == CTY_KNOWN && v->kind >= CTY_LIST; }

const cty_value *cty_mark(cty_ctx *c, const cty_value *v, bool sensitive)
{
    if (v->sensitive == sensitive)
        return v;
    cty_value *to = tf_new(c->mem, cty_value);
    *to = *v;
    to->sensitive = to->deep_sensitive = sensitive;
    for (uint32_t i = 0; has_items(v) && i < v->n && !to->deep_sensitive; i++)
        to->deep_sensitive = v->items[i]->deep_sensitive;
    return to;
}

static const cty_value *unmark(cty_ctx *c, const cty_value *v, int depth)
{
    if (!v->deep_sensitive)
        return v;
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply");
    if (!cty_spend(c, 1))
        return NULL;
    cty_value *to = tf_new(c->mem, cty_value);
    *to = *v;
    to->sensitive = to->deep_sensitive = false;
    if (!has_items(v))
        return to;
    const cty_value **items = tf_new_array(c->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++) {
        items[i] = unmark(c, v->items[i], depth + 1);
        if (items[i] == NULL)
            return NULL;
    }
    to->items = items;
    return to;
}

const cty_value *cty_unmark_deep(cty_ctx *c, const cty_value *v) { return unmark(c, v, 0); }

const cty_value *cty_with_doc(cty_ctx *c, const cty_value *str, const tnk_value *doc)
{
    cty_value *to = tf_new(c->mem, cty_value);
    *to = *str;
    to->doc = doc;
    return to;
}

/* ---- why ---- */

enum { REFS_MAX = 64 };

typedef struct gathering {
    cty_ctx *c;
    const cty_unknown *first; /* the one that says why */
    const cty_unknown *only;  /* the only one so far; NULL once there are several */
    tnk_str refs[REFS_MAX];
    uint32_t n;
} gathering;

static bool hides(const cty_unknown *u)
{
    return u->why == TNK_WHY_SECRET || u->why == TNK_WHY_HIDDEN;
}

static void add_ref(gathering *g, tnk_str ref)
{
    for (uint32_t i = 0; i < g->n; i++) {
        if (tf_eq(g->refs[i], ref))
            return;
    }
    if (g->n < REFS_MAX)
        g->refs[g->n++] = ref;
}

static void add_unknown(gathering *g, const cty_unknown *u)
{
    if (u == g->only)
        return;
    g->only = g->first == NULL ? u : NULL;
    if (g->first == NULL || (hides(u) && !hides(g->first)))
        g->first = u;
    for (uint32_t i = 0; i < u->n_refs && g->n < REFS_MAX; i++)
        add_ref(g, u->refs[i]);
}

static void gather(gathering *g, const cty_value *v, int depth)
{
    bool some = v->deep_unknown || cty_rest(v) != NULL;
    if (!some || depth > CTY_DEPTH_MAX || (!cty_spend(g->c, 1) && g->first != NULL))
        return;
    if (v->state == CTY_UNKNOWN) {
        add_unknown(g, v->unknown);
        return;
    }
    if (cty_rest(v) != NULL)
        add_unknown(g, v->rest);
    for (uint32_t i = 0; i < v->n; i++)
        gather(g, v->items[i], depth + 1);
}

const cty_unknown *cty_why(cty_ctx *c, const cty_value *const *vs, size_t n)
{
    gathering g = { .c = c };
    for (size_t i = 0; i < n; i++)
        gather(&g, vs[i], 0);
    if (g.only != NULL && g.only->parts.len == 0 && !g.only->not_null)
        return g.only;
    cty_unknown *u = tf_new(c->mem, cty_unknown);
    tnk_str *refs = tf_new_array(c->mem, g.n, tnk_str);
    if (g.n != 0)
        memcpy(refs, g.refs, g.n * sizeof *refs);
    *u = g.first != NULL ? *g.first : (cty_unknown){ .why = TNK_WHY_UNSUPPORTED };
    u->refs = refs;
    u->n_refs = g.n;
    u->parts = (tnk_str){ NULL, 0 };
    u->not_null = false;
    return u;
}

const cty_value *cty_unknown_from(cty_ctx *c, const cty_type *t, const cty_value *const *vs,
                                  size_t n)
{
    return cty_unknown_of(c, t, cty_why(c, vs, n));
}
