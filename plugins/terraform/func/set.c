/* SPDX-License-Identifier: Apache-2.0
 * Functions on sets. */
#include "func/inside.h"

/* An empty set of no type says nothing about the type of the others. */
static bool says_type(const cty_value *v)
{
    return !(cty_known(v) && v->n == 0 && v->type->elem->kind == CTY_DYNAMIC);
}

/* All sets as sets of one type. */
static bool alike(tf_call *c, const cty_value *const *args, size_t n, const cty_value **ret,
                  const cty_type **elem)
{
    const cty_type **types = tf_new_array(c->cty->mem, n, const cty_type *);
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (says_type(args[i]))
            types[count++] = args[i]->type->elem;
    }
    const cty_type *t = count == 0 ? &cty_dynamic : cty_unify(c->cty, types, count);
    if (t == NULL)
        cty_fail(c->cty, "the items of the sets have no type in common");
    for (size_t i = 0; t != NULL && i < n; i++) {
        ret[i] = cty_convert(c->cty, args[i], cty_type_set(c->cty, t));
        if (ret[i] == NULL)
            return false;
    }
    *elem = t;
    return t != NULL;
}

TF_FN(fn_setunion)
{
    const cty_value **sets = tf_new_array(c->cty->mem, n, const cty_value *);
    const cty_type *elem;
    tf_items all = { .c = c };
    if (!alike(c, args, n, sets, &elem))
        return NULL;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sets[i]->n; k++) {
            if (!tf_add(&all, sets[i]->items[k]))
                return NULL;
        }
    }
    return cty_set(c->cty, elem, all.at, all.n);
}

/* Items of a that are (or are not) in b. Both are sorted, as sets are, so one walk over both will do. */
static const cty_value *sieve(tf_call *c, const cty_type *elem, const cty_value *a,
                              const cty_value *b, bool in)
{
    tf_items kept = { .c = c };
    size_t k = 0;
    for (size_t i = 0; i < a->n; i++) {
        int order = -1;
        while (k < b->n && (order = cty_set_cmp(c->cty, b->items[k], a->items[i])) < 0)
            k++;
        bool there = k < b->n && order == 0 && cty_same(c->cty, b->items[k], a->items[i]);
        if (there == in && !tf_add(&kept, a->items[i]))
            return NULL;
    }
    return c->cty->failed ? NULL : cty_set(c->cty, elem, kept.at, kept.n);
}

static const cty_value *narrow(tf_call *c, const cty_value *const *args, size_t n, bool in)
{
    const cty_value **sets = tf_new_array(c->cty->mem, n, const cty_value *);
    const cty_type *elem;
    if (!alike(c, args, n, sets, &elem))
        return NULL;
    const cty_value *v = sets[0];
    for (size_t i = 1; i < n && v != NULL; i++)
        v = sieve(c, elem, v, sets[i], in);
    return v;
}

TF_FN(fn_setintersection) { return narrow(c, args, n, true); }
TF_FN(fn_setsubtract) { return narrow(c, args, n, false); }

/* ---- setproduct ---- */

/* Every argument with items of one type, as far as it may have several. */
static const cty_value *as_list(tf_call *c, const cty_value *v)
{
    return v->kind == CTY_TUPLE ? tf_unified_list(c, v->items, v->n) : v;
}

/* How many rows there are; false: too many. */
static bool rows_of(tf_call *c, const cty_value *const *lists, size_t n, size_t *ret)
{
    size_t rows = 1;
    for (size_t i = 0; i < n; i++) {
        if (lists[i]->n == 0) {
            *ret = 0;
            return true;
        }
        rows = rows * lists[i]->n > CTY_ITEMS_MAX ? CTY_ITEMS_MAX + 1 : rows * lists[i]->n;
    }
    *ret = rows;
    if (rows * n <= CTY_ITEMS_MAX)
        return true;
    cty_fail(c->cty, "there would be more than %d items", CTY_ITEMS_MAX);
    return false;
}

static const cty_value *row(tf_call *c, const cty_value *const *lists, size_t n, size_t number)
{
    const cty_value **items = tf_new_array(c->cty->mem, n, const cty_value *);
    for (size_t i = n; i-- > 0; number /= lists[i]->n)
        items[i] = lists[i]->items[number % lists[i]->n];
    return cty_tuple(c->cty, items, n);
}

static const cty_value *product(tf_call *c, const cty_value *const *lists, size_t n, bool ordered)
{
    tf_items rows = { .c = c };
    const cty_type **types = tf_new_array(c->cty->mem, n, const cty_type *);
    size_t count;
    if (!rows_of(c, lists, n, &count))
        return NULL;
    for (size_t i = 0; i < n; i++)
        types[i] = lists[i]->type->elem;
    const cty_type *t = cty_type_tuple(c->cty, types, (uint32_t)n);
    for (size_t i = 0; i < count; i++) {
        if (!cty_spend(c->cty, n) || !tf_add(&rows, row(c, lists, n, i)))
            return NULL;
    }
    return ordered ? cty_list(c->cty, t, rows.at, rows.n) : cty_set(c->cty, t, rows.at, rows.n);
}

TF_FN(fn_setproduct)
{
    const cty_value **lists = tf_new_array(c->cty->mem, n, const cty_value *);
    bool ordered = true;
    for (size_t i = 0; i < n; i++) {
        if (!cty_is_seq(args[i]))
            return cty_fail(c->cty, "a set or list is needed, not %s",
                            cty_type_name(cty_type_of(c->cty, args[i])));
        ordered &= args[i]->kind != CTY_SET;
        if ((lists[i] = as_list(c, args[i])) == NULL)
            return NULL;
    }
    return tf_marked_by(c, product(c, lists, n, ordered), args, n);
}

const tf_func tf_funcs_set[] = {
    { "setintersection", fn_setintersection, 1, TF_ANY_NUMBER, 0, "T", 'T' },
    { "setproduct", fn_setproduct, 2, TF_ANY_NUMBER, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "setsubtract", fn_setsubtract, 2, 2, 0, "TT", 'T' },
    { "setunion", fn_setunion, 1, TF_ANY_NUMBER, TF_FN_DEEP_UNKNOWN, "T", 'T' },
    { .name = NULL },
};
