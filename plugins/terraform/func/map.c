/* SPDX-License-Identifier: Apache-2.0
 * Functions on maps and objects. */
#include "func/inside.h"

#include <stdlib.h>

static const cty_value *no_map(tf_call *c, const cty_value *v)
{
    return cty_fail(c->cty, "a map or object is needed, not %s",
                    cty_type_name(cty_type_of(c->cty, v)));
}

/* The names of members, which an unknown object has too. false: they are not known. */
static bool names_of(const cty_value *v, const tnk_str **names, size_t *n)
{
    bool object = v->kind == CTY_OBJECT && cty_is_unknown(v);
    if (!object && !(cty_known(v) && cty_is_keyed(v)))
        return false;
    *names = object ? v->type->names : v->keys;
    *n = object ? v->type->n : v->n;
    return true;
}

static const cty_value *member(tf_call *c, const cty_value *v, tnk_str name, size_t i)
{
    return cty_known(v) ? v->items[i] : cty_get_attr(c->cty, v, name);
}

/* ---- reading ---- */

static const cty_value *keys(tf_call *c, const cty_value *v)
{
    const tnk_str *names;
    size_t count;
    tf_items items = { .c = c };
    if (!names_of(v, &names, &count)) {
        if (!cty_is_unknown(v) || (v->kind != CTY_MAP && v->kind != CTY_DYNAMIC))
            return no_map(c, v);
        return tf_unknown(c, v->kind == CTY_MAP ? tf_type(c, 'l') : &cty_dynamic, &v, 1);
    }
    for (size_t i = 0; i < count; i++) {
        if (!tf_add(&items, cty_text(c->cty, names[i])))
            return NULL;
    }
    return v->kind == CTY_MAP ? tf_text_list(&items) : cty_tuple(c->cty, items.at, items.n);
}

TF_FN(fn_keys) { return tf_marked_by(c, keys(c, args[0]), args, 1); }

static const cty_value *values(tf_call *c, const cty_value *v)
{
    const tnk_str *names;
    size_t count;
    tf_items items = { .c = c };
    if (!names_of(v, &names, &count)) {
        if (!cty_is_unknown(v) || (v->kind != CTY_MAP && v->kind != CTY_DYNAMIC))
            return no_map(c, v);
        return tf_unknown(
            c, v->kind == CTY_MAP ? cty_type_list(c->cty, v->type->elem) : &cty_dynamic, &v, 1);
    }
    for (size_t i = 0; i < count; i++) {
        if (!tf_add(&items, member(c, v, names[i], i)))
            return NULL;
    }
    return v->kind == CTY_MAP ? cty_list(c->cty, v->type->elem, items.at, items.n)
                              : cty_tuple(c->cty, items.at, items.n);
}

TF_FN(fn_values) { return tf_marked_by(c, values(c, args[0]), args, 1); }

static const cty_value *lookup(tf_call *c, const cty_value *const *args, size_t n)
{
    const cty_value *in = args[0], *key = args[1], *found, *other = n > 2 ? args[2] : NULL;
    if (in->kind == CTY_MAP && other != NULL &&
        (other = cty_convert(c->cty, other, in->type->elem)) == NULL)
        return NULL;
    if (cty_is_unknown(in) || cty_is_unknown(key))
        return tf_unknown(c, in->kind == CTY_MAP ? in->type->elem : &cty_dynamic, args, 2);
    if ((found = cty_member(in, key->str)) != NULL)
        return found;
    if (other != NULL)
        return other;
    return cty_fail(c->cty, "there is no member \"%.*s\", and no default is given",
                    CTY_SHOW(key->str));
}

TF_FN(fn_lookup)
{
    if (cty_is_null(args[0]) || cty_is_null(args[1]))
        return cty_fail(c->cty, "the map and the key must not be null");
    if (!cty_is_keyed(args[0]) && args[0]->kind != CTY_DYNAMIC)
        return no_map(c, args[0]);
    return tf_marked_by(c, lookup(c, args, n), args, 2);
}

/* ---- making ---- */

typedef struct members {
    tf_items items;
    tnk_str *names;
    size_t cap;
} members;

static bool put(members *to, tnk_str name, const cty_value *v)
{
    size_t at = to->items.n;
    if (!tf_add(&to->items, v))
        return false;
    to->names = tf_mem_grow(to->items.c->cty->mem, to->names, at, &to->cap, sizeof *to->names);
    to->names[at] = name;
    return true;
}

/* Are all that are not null maps of one type? */
static const cty_type *common_map(const cty_value *const *args, size_t n)
{
    const cty_type *t = NULL;
    for (size_t i = 0; i < n; i++) {
        if (args[i]->kind != CTY_MAP || (t != NULL && !cty_type_same(t, args[i]->type)))
            return NULL;
        t = args[i]->type;
    }
    return t;
}

static const cty_value *merge(tf_call *c, const cty_value *const *args, size_t n)
{
    const cty_type *map = common_map(args, n);
    members all = { .items.c = c };
    for (size_t i = 0; i < n; i++) {
        const tnk_str *names;
        size_t count;
        if (cty_is_null(args[i]))
            continue;
        if (!names_of(args[i], &names, &count))
            return tf_unknown(c, map != NULL ? map : &cty_dynamic, args, n);
        for (size_t k = 0; k < count; k++) {
            if (!put(&all, names[k], member(c, args[i], names[k], k)))
                return NULL;
        }
    }
    return map != NULL ? cty_map(c->cty, map->elem, all.names, all.items.at, all.items.n)
                       : cty_object(c->cty, all.names, all.items.at, all.items.n);
}

TF_FN(fn_merge)
{
    for (size_t i = 0; i < n; i++) {
        if (!cty_is_keyed(args[i]) && args[i]->kind != CTY_DYNAMIC)
            return no_map(c, args[i]);
    }
    return tf_marked_by(c, merge(c, args, n), args, n);
}

static const cty_value *zipmap(tf_call *c, const cty_value *names, const cty_value *values_in)
{
    members all = { .items.c = c };
    const cty_value *const both[2] = { names, values_in };
    bool map = values_in->kind == CTY_LIST;
    if (names->n != values_in->n)
        return cty_fail(c->cty, "there are %u keys for %u values", names->n, values_in->n);
    for (size_t i = 0; i < names->n; i++) {
        const cty_value *key = names->items[i];
        if (cty_is_null(key))
            return cty_fail(c->cty, "key %zu is null", i + 1);
        if (cty_is_unknown(key))
            return tf_unknown(c, map ? cty_type_map(c->cty, values_in->type->elem) : &cty_dynamic,
                              both, 2);
        if (!put(&all, key->str, values_in->items[i]))
            return NULL;
    }
    return map ? cty_map(c->cty, values_in->type->elem, all.names, all.items.at, all.items.n)
               : cty_object(c->cty, all.names, all.items.at, all.items.n);
}

TF_FN(fn_zipmap)
{
    if (args[1]->kind != CTY_LIST && args[1]->kind != CTY_TUPLE)
        return cty_fail(c->cty, "a list or tuple of values is needed, not %s",
                        cty_type_name(cty_type_of(c->cty, args[1])));
    const cty_value *v = zipmap(c, args[0], args[1]);
    return tf_marked_by(c, tf_marked_by(c, v, args[0]->items, args[0]->n), args, 2);
}

/* ---- transpose: from names to lists of texts, to texts with the names that have them ---- */

typedef struct pair {
    tnk_str to, from;
    size_t at;
} pair;

static int by_target(const void *a, const void *b)
{
    const pair *x = a, *y = b;
    int order = tf_cmp(x->to, y->to);
    order = order != 0 ? order : tf_cmp(x->from, y->from);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static bool gather(tf_call *c, const cty_value *in, pair **ret, size_t *ret_n)
{
    pair *pairs = NULL;
    size_t count = 0, cap = 0;
    for (size_t i = 0; i < in->n; i++) {
        const cty_value *list = in->items[i];
        for (size_t k = 0; k < (cty_is_null(list) ? 0 : list->n); k++) {
            if (cty_is_null(list->items[k]) || !cty_spend(c->cty, 4) || count >= CTY_ITEMS_MAX) {
                cty_fail(c->cty, "a list holds null, or there are too many items");
                return false;
            }
            pairs = tf_mem_grow(c->cty->mem, pairs, count, &cap, sizeof *pairs);
            pairs[count] = (pair){ list->items[k]->str, in->keys[i], count };
            count++;
        }
        if (cty_is_null(list)) {
            cty_fail(c->cty, "the list \"%.*s\" is null", CTY_SHOW(in->keys[i]));
            return false;
        }
    }
    *ret = pairs;
    *ret_n = count;
    return true;
}

TF_FN(fn_transpose)
{
    pair *pairs;
    size_t count;
    members all = { .items.c = c };
    if (!gather(c, args[0], &pairs, &count))
        return NULL;
    if (count > 1)
        qsort(pairs, count, sizeof *pairs, by_target);
    for (size_t i = 0; i < count;) {
        tf_items names = { .c = c };
        size_t first = i;
        for (; i < count && tf_eq(pairs[i].to, pairs[first].to); i++) {
            if (!tf_add(&names, cty_text(c->cty, pairs[i].from)))
                return NULL;
        }
        if (!put(&all, pairs[first].to, tf_text_list(&names)))
            return NULL;
    }
    return cty_map(c->cty, tf_type(c, 'l'), all.names, all.items.at, all.items.n);
}

const tf_func tf_funcs_map[] = {
    { "keys", fn_keys, 1, 1, TF_FN_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "lookup", fn_lookup, 2, 3, TF_FN_UNKNOWN | TF_FN_NULL | TF_FN_MARKS, "dsd", 'd' },
    { "merge", fn_merge, 0, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_NULL | TF_FN_MARKS, "d", 'd' },
    { "transpose", fn_transpose, 1, 1, 0, "t", 't' },
    { "values", fn_values, 1, 1, TF_FN_UNKNOWN | TF_FN_MARKS, "d", 'd' },
    { "zipmap", fn_zipmap, 2, 2, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "ld", 'd' },
    { .name = NULL },
};
