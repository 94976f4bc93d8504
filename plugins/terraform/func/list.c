/* SPDX-License-Identifier: Apache-2.0
 * Functions that make lists of lists. */
#define _GNU_SOURCE     /* qsort_r */
#include "func/inside.h"

#include <stdlib.h>

enum { RANGE_MAX = 1024 };      /* Terraform's */

static bool is_list(const cty_value *v)
{
    return v->kind == CTY_LIST || v->kind == CTY_TUPLE;
}

static const cty_value *no_list(tf_call *c, const cty_value *v)
{
    return cty_fail(c->cty, "a list or tuple is needed, not %s",
                    cty_type_name(cty_type_of(c->cty, v)));
}

/* The same kind of list as v with other items. */
static const cty_value *like(tf_call *c, const cty_value *v, const cty_value *const *items,
                             size_t n)
{
    return v->kind == CTY_TUPLE ? cty_tuple(c->cty, items, n)
                                : cty_list(c->cty, v->type->elem, items, n);
}

/* ---- parts ---- */

TF_FN(fn_chunklist)
{
    const cty_value *list = args[0];
    int64_t size;
    if (!tf_within(c, args[1], N_("the size"), 0, INT32_MAX, &size))
        return NULL;
    tf_items chunks = { .c = c };
    for (size_t at = 0; at < list->n;) {
        size_t step = size != 0 && (size_t)size < list->n - at ? (size_t)size : list->n - at;
        if (!tf_add(&chunks, cty_list(c->cty, list->type->elem, list->items + at, step)))
            return NULL;
        at += step;
    }
    const cty_type *t = cty_type_list(c->cty, list->type->elem);
    return tf_marked_by(c, cty_list(c->cty, t, chunks.at, chunks.n), args, n);
}

TF_FN(fn_slice)
{
    int64_t from, to;
    if (!is_list(args[0]))
        return no_list(c, args[0]);
    if (!tf_whole(c, args[1], &from) || !tf_whole(c, args[2], &to))
        return NULL;
    if (from < 0)
        return cty_fail(c->cty, "the start must not be negative");
    if (to > (int64_t)args[0]->n)
        return cty_fail(c->cty, "the end is beyond the %u items of the list", args[0]->n);
    if (from > to)
        return cty_fail(c->cty, "the start must not be beyond the end");
    return tf_marked_by(c, like(c, args[0], args[0]->items + from, (size_t)(to - from)), args, n);
}

TF_FN(fn_reverse)
{
    const cty_value *v = args[0];
    if (!cty_is_seq(v))
        return no_list(c, v);
    if (!cty_spend(c->cty, v->n))
        return NULL;
    const cty_value **items = tf_new_array(c->cty->mem, v->n, const cty_value *);
    for (size_t i = 0; i < v->n; i++)
        items[i] = v->items[v->n - 1 - i];
    return tf_marked_by(c, like(c, v, items, v->n), args, 1);
}

TF_FN(fn_compact)
{
    tf_items kept = { .c = c };
    for (size_t i = 0; i < args[0]->n; i++) {
        const cty_value *v = args[0]->items[i];
        if (!cty_is_null(v) && v->str.len != 0 && !tf_add(&kept, v))
            return NULL;
    }
    return tf_text_list(&kept);
}

/* ---- joining lists ---- */

/* All lists as lists of one type of item; NULL: there is none, or not all are lists. */
static const cty_type *common_item(tf_call *c, const cty_value *const *args, size_t n)
{
    const cty_type **types = tf_new_array(c->cty->mem, n, const cty_type *);
    for (size_t i = 0; i < n; i++) {
        if (args[i]->kind != CTY_LIST)
            return NULL;
        types[i] = args[i]->type;
    }
    const cty_type *t = cty_unify(c->cty, types, n);
    return t != NULL && t->kind == CTY_LIST ? t->elem : NULL;
}

static bool add_all(tf_items *to, const cty_value *const *items, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!tf_add(to, items[i]))
            return false;
    }
    return true;
}

static const cty_value *concat(tf_call *c, const cty_value *const *args, size_t n)
{
    const cty_type *elem = common_item(c, args, n);
    tf_items all = { .c = c };
    for (size_t i = 0; i < n && !c->cty->failed; i++) {
        const cty_value *v =
            elem != NULL ? cty_convert(c->cty, args[i], cty_type_list(c->cty, elem)) : args[i];
        const cty_value *const *items;
        size_t count;
        if (v == NULL)
            return NULL;
        if (!tf_seq_items(c, v, &items, &count))
            return tf_unknown(c, elem != NULL ? cty_type_list(c->cty, elem) : &cty_dynamic, args,
                              n);
        if (!add_all(&all, items, count))
            return NULL;
    }
    if (c->cty->failed)
        return NULL;
    return elem != NULL ? cty_list(c->cty, elem, all.at, all.n) : cty_tuple(c->cty, all.at, all.n);
}

TF_FN(fn_concat)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_list(args[i]) && args[i]->kind != CTY_DYNAMIC)
            return no_list(c, args[i]);
    }
    return tf_marked_by(c, concat(c, args, n), args, n);
}

typedef struct flattening {
    tf_items items;
    bool sensitive, unknown;
} flattening;

static bool flatten(flattening *f, const cty_value *v, unsigned depth)
{
    const cty_value *const *items;
    size_t n;
    if (depth > CTY_DEPTH_MAX) {
        cty_fail(f->items.c->cty, "the lists are nested too deeply");
        return false;
    }
    f->sensitive |= v->sensitive;
    if (!tf_seq_items(f->items.c, v, &items, &n)) {
        f->unknown = true;
        return !f->items.c->cty->failed;
    }
    for (size_t i = 0; i < n; i++) {
        const cty_value *in = items[i];
        bool list = !cty_is_null(in) && (cty_is_seq(in) || in->kind == CTY_DYNAMIC);
        if (!cty_spend(f->items.c->cty, 1) ||
            !(list ? flatten(f, in, depth + 1) : tf_add(&f->items, in)))
            return false;
    }
    return true;
}

TF_FN(fn_flatten)
{
    flattening f = { .items.c = c };
    if (!cty_is_seq(args[0]) && args[0]->kind != CTY_DYNAMIC)
        return cty_fail(c->cty, "a list, set or tuple is needed, not %s",
                        cty_type_name(cty_type_of(c->cty, args[0])));
    if (!flatten(&f, args[0], 0))
        return NULL;
    const cty_value *v =
        f.unknown ? tf_unknown(c, &cty_dynamic, args, n) : cty_tuple(c->cty, f.items.at, f.items.n);
    return f.sensitive ? cty_mark(c->cty, v, true) : v;
}

/* ---- order and repeats ---- */

static int by_text(const void *a, const void *b)
{
    return tf_cmp((*(const cty_value *const *)a)->str, (*(const cty_value *const *)b)->str);
}

TF_FN(fn_sort)
{
    const cty_value *v = args[0];
    if (!cty_spend(c->cty, (uint64_t)v->n * 4))
        return NULL;
    const cty_value **items = tf_new_array(c->cty->mem, v->n, const cty_value *);
    for (size_t i = 0; i < v->n; i++) {
        if (cty_is_null(items[i] = v->items[i]))
            return cty_fail(c->cty, "item %zu is null and cannot be sorted", i + 1);
    }
    if (v->n > 1)
        qsort(items, v->n, sizeof *items, by_text);
    return cty_list(c->cty, &cty_string, items, v->n);
}

typedef struct place {
    const cty_value *v;
    size_t at;
} place;

static int by_value(const void *a, const void *b, void *ud)
{
    const place *x = a, *y = b;
    int order = cty_set_cmp(ud, x->v, y->v);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

TF_FN(fn_distinct)
{
    const cty_value *v = args[0];
    tf_items kept = { .c = c };
    place *sorted = tf_new_array(c->cty->mem, v->n, place);
    bool *again = tf_new_array(c->cty->mem, v->n, bool);
    for (size_t i = 0; i < v->n; i++)
        sorted[i] = (place){ v->items[i], i };
    if (v->n > 1)
        qsort_r(sorted, v->n, sizeof *sorted, by_value, c->cty);
    for (size_t i = 1; i < v->n; i++)
        again[sorted[i].at] = cty_same(c->cty, sorted[i - 1].v, sorted[i].v);
    for (size_t i = 0; i < v->n; i++) {
        if (!again[i] && !tf_add(&kept, v->items[i]))
            return NULL;
    }
    return c->cty->failed ? NULL : cty_list(c->cty, v->type->elem, kept.at, kept.n);
}

/* ---- choosing by another list ---- */

/* Both lists with items of one type. */
static bool comparable(tf_call *c, const cty_value **a, const cty_value **b)
{
    const cty_type *types[2] = { (*a)->type, (*b)->type }, *t = cty_unify(c->cty, types, 2);
    if (t == NULL)
        cty_fail(c->cty, "keys and searched values have no type in common");
    return t != NULL && (*a = cty_convert(c->cty, *a, t)) != NULL &&
           (*b = cty_convert(c->cty, *b, t)) != NULL;
}

TF_FN(fn_matchkeys)
{
    const cty_value *values = args[0], *keys = args[1], *search = args[2];
    tf_items kept = { .c = c };
    if (values->n != keys->n)
        return cty_fail(c->cty, "there are %u keys for %u values", keys->n, values->n);
    if (!comparable(c, &keys, &search))
        return NULL;
    for (size_t i = 0; i < keys->n; i++) {
        for (size_t k = 0; k < search->n; k++) {
            if (!cty_spend(c->cty, 1))
                return NULL;
            if (!cty_same(c->cty, keys->items[i], search->items[k]))
                continue;
            if (!tf_add(&kept, values->items[i]))
                return NULL;
            break;
        }
    }
    return cty_list(c->cty, values->type->elem, kept.at, kept.n);
}

/* ---- counting ---- */

typedef struct counting {
    cty_num start, end, step;
} counting;

static bool count_how(tf_call *c, const cty_value *const *args, size_t n, counting *ret)
{
    cty_num zero = { .i = 0 };
    counting r = { .start = n > 1 ? args[0]->num : zero, .end = args[n > 1 ? 1 : 0]->num };
    int way = cty_number_cmp(r.end, r.start);
    r.step = n > 2 ? args[2]->num : (cty_num){ .i = way < 0 ? -1 : 1 };
    int sign = cty_number_cmp(r.step, zero);
    if (n > 2 && sign * way < 0) {
        cty_fail(c->cty, "the step leads away from the end");
        return false;
    }
    *ret = r;
    return true;
}

TF_FN(fn_range)
{
    counting r;
    tf_items items = { .c = c };
    if (!count_how(c, args, n, &r))
        return NULL;
    int way = cty_number_cmp(r.end, r.start);
    for (const cty_value *v =
             way != 0 ? cty_number_arith(c->cty, CTY_ADD, r.start, (cty_num){.i = 0}) : NULL;
         v != NULL && cty_number_cmp(r.end, v->num) == way;
         v = cty_number_arith(c->cty, CTY_ADD, v->num, r.step)) {
        if (items.n == RANGE_MAX)
            return cty_fail(c->cty, "there would be more than %d numbers", RANGE_MAX);
        if (!tf_add(&items, v))
            return NULL;
    }
    return c->cty->failed ? NULL : cty_list(c->cty, &cty_number, items.at, items.n);
}

const tf_func tf_funcs_list[] = {
    { "chunklist", fn_chunklist, 2, 2, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "Ln", 'd' },
    { "compact", fn_compact, 1, 1, 0, "l", 'l' },
    { "concat", fn_concat, 1, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "distinct", fn_distinct, 1, 1, 0, "L", 'L' },
    { "flatten", fn_flatten, 1, 1, TF_FN_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "matchkeys", fn_matchkeys, 3, 3, 0, "LLL", 'L' },
    { "range", fn_range, 1, 3, 0, "n", 'N' },
    { "reverse", fn_reverse, 1, 1, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "slice", fn_slice, 3, 3, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "dnn", 'd' },
    { "sort", fn_sort, 1, 1, 0, "l", 'l' },
    { .name = NULL },
};
