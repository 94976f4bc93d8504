/* SPDX-License-Identifier: Apache-2.0
 * The one type that several can be converted to. */
#include "cty/inside.h"

/* Types that differ from each other. */
typedef struct kinds {
    const cty_type **types;
    size_t n;
    size_t count[CTY_OBJECT + 1];
} kinds;

/* ---- without repeats ---- */

/* By a table of positions + 1; its size is a power of two above n. */
static void distinct(cty_ctx *c, const cty_type *const *types, size_t n, kinds *ret)
{
    size_t size = 4;
    while (size < 2 * n)
        size *= 2;
    uint32_t *table = tf_new_array(c->mem, size, uint32_t);
    *ret = (kinds){ .types = tf_new_array(c->mem, n, const cty_type *) };
    for (size_t i = 0; i < n; i++) {
        if (i != 0 && types[i] == types[i - 1])
            continue;
        size_t at = cty_type_hash(types[i]) & (size - 1);
        while (table[at] != 0 && !cty_type_same(ret->types[table[at] - 1], types[i]))
            at = (at + 1) & (size - 1);
        (void)cty_spend(c, 1 + cty_type_weight(types[i]) / 16);
        if (table[at] != 0)
            continue;
        ret->types[ret->n++] = types[i];
        ret->count[types[i]->kind]++;
        table[at] = (uint32_t)ret->n;
    }
}

/* ---- collections ---- */

static const cty_type *unify(cty_ctx *c, const cty_type *const *types, size_t n, int depth);

static const cty_type *of_kind(cty_ctx *c, cty_kind kind, const cty_type *elem)
{
    if (elem == NULL)
        return NULL;
    return kind == CTY_LIST  ? cty_type_list(c, elem)
           : kind == CTY_SET ? cty_type_set(c, elem)
                             : cty_type_map(c, elem);
}

/* A collection of what all elements of all types can be; a dynamic type among them adds nothing. */
static const cty_type *as_collection(cty_ctx *c, cty_kind kind, const kinds *k, int depth)
{
    size_t n = 0, cap = 0;
    const cty_type **elems = NULL;
    for (size_t i = 0; i < k->n; i++) {
        const cty_type *t = k->types[i];
        uint32_t count = t->elem != NULL ? 1 : t->n;
        if (!cty_spend(c, 1 + count))
            return NULL;
        for (uint32_t j = 0; j < count; j++) {
            elems = tf_mem_grow(c->mem, elems, n, &cap, sizeof *elems);
            elems[n++] = t->elem != NULL ? t->elem : t->types[j];
        }
    }
    return of_kind(c, kind, n == 0 ? &cty_dynamic : unify(c, elems, n, depth + 1));
}

/* ---- structures ---- */

static bool same_shape(const kinds *k)
{
    const cty_type *first = k->types[0];
    for (size_t i = 1; i < k->n; i++) {
        const cty_type *t = k->types[i];
        if (t->n != first->n)
            return false;
        for (uint32_t j = 0; t->kind == CTY_OBJECT && j < t->n; j++) {
            if (!tf_eq(t->names[j], first->names[j]))
                return false;
        }
    }
    return true;
}

/* Member by member; NULL when one member has no common type. */
static const cty_type *member_wise(cty_ctx *c, const kinds *k, int depth)
{
    const cty_type *first = k->types[0];
    const cty_type **made = tf_new_array(c->mem, first->n, const cty_type *);
    const cty_type **column = tf_new_array(c->mem, k->n, const cty_type *);
    for (uint32_t j = 0; j < first->n; j++) {
        if (!cty_spend(c, k->n))
            return NULL;
        for (size_t i = 0; i < k->n; i++)
            column[i] = k->types[i]->types[j];
        made[j] = unify(c, column, k->n, depth + 1);
        if (made[j] == NULL)
            return NULL;
    }
    return first->kind == CTY_TUPLE ? cty_type_tuple(c, made, first->n)
                                    : cty_type_object(c, first->names, made, NULL, NULL, first->n);
}

static const cty_type *structures(cty_ctx *c, const kinds *k, int depth)
{
    const cty_type *t = same_shape(k) ? member_wise(c, k, depth) : NULL;
    if (t != NULL || c->failed)
        return t;
    return as_collection(c, k->types[0]->kind == CTY_TUPLE ? CTY_LIST : CTY_MAP, k, depth);
}

/* ---- any ---- */

/* Which type is wanted first: what more can be converted to. */
static int preference(const cty_type *t)
{
    static const int of[] = {
        [CTY_DYNAMIC] = 9, [CTY_BOOL] = 1, [CTY_NUMBER] = 1, [CTY_STRING] = 0, [CTY_LIST] = 1,
        [CTY_SET] = 3,     [CTY_MAP] = 1,  [CTY_TUPLE] = 2,  [CTY_OBJECT] = 2};
    return of[t->kind];
}

static bool all_convert(cty_ctx *c, const kinds *k, const cty_type *want)
{
    for (size_t i = 0; i < k->n; i++) {
        if (!cty_spend(c, 1) || !cty_can_convert(c, k->types[i], want))
            return false;
    }
    return true;
}

static const cty_type *first_that_fits(cty_ctx *c, const kinds *k)
{
    for (int p = 0; p <= 9; p++) {
        for (size_t i = 0; i < k->n && !c->failed; i++) {
            if (preference(k->types[i]) == p && all_convert(c, k, k->types[i]))
                return k->types[i];
        }
    }
    return NULL;
}

/* A collection and the structures that are like it: maps and objects, lists and tuples. */
static const cty_type *alike(cty_ctx *c, const kinds *k, cty_kind collection, cty_kind structure,
                             int depth)
{
    size_t dynamic = k->count[CTY_DYNAMIC], like = structure != 0 ? k->count[structure] : 0;
    if (k->count[collection] == 0 || k->count[collection] + like + dynamic != k->n)
        return NULL;
    if (like == 0 && dynamic != 0)
        return &cty_dynamic;
    return as_collection(c, collection, k, depth);
}

static const cty_type *unify(cty_ctx *c, const cty_type *const *types, size_t n, int depth)
{
    kinds k;
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply");
    distinct(c, types, n, &k);
    if (k.n <= 1)
        return k.n == 1 ? k.types[0] : NULL;
    const cty_type *t = NULL;
    size_t dynamic = k.count[CTY_DYNAMIC];
    if ((t = alike(c, &k, CTY_MAP, CTY_OBJECT, depth)) != NULL ||
        (t = alike(c, &k, CTY_LIST, CTY_TUPLE, depth)) != NULL ||
        (t = alike(c, &k, CTY_SET, 0, depth)) != NULL)
        return t;
    if (k.count[CTY_OBJECT] + dynamic == k.n || k.count[CTY_TUPLE] + dynamic == k.n)
        return dynamic != 0 ? &cty_dynamic : structures(c, &k, depth);
    if (k.count[CTY_OBJECT] != 0 && k.count[CTY_TUPLE] != 0)
        return NULL;
    return first_that_fits(c, &k);
}

const cty_type *cty_unify(cty_ctx *c, const cty_type *const *types, size_t n)
{
    const cty_type *t = unify(c, types, n, 0);
    return t != NULL ? cty_type_plain(c, t) : NULL;
}
