/* SPDX-License-Identifier: Apache-2.0
 * Functions on collections of any kind: how many, which one, whether. */
#include "func/inside.h"

#define SOME_TYPE_NAME(v) cty_type_name(cty_type_of(c->cty, v))

static const cty_value *bad_kind(tf_call *c, const cty_value *v)
{
    return cty_fail(c->cty, "a list, set or tuple is needed, not %s", SOME_TYPE_NAME(v));
}

/* ---- how many ---- */

static const cty_value *length_of(tf_call *c, const cty_value *v)
{
    if (v->kind == CTY_BOOL || v->kind == CTY_NUMBER)
        return cty_fail(c->cty, "a text or collection is needed, not %s", SOME_TYPE_NAME(v));
    if (cty_is_unknown(v) && (v->kind == CTY_TUPLE || v->kind == CTY_OBJECT))
        return cty_int(c->cty, v->type->n);
    if (cty_is_unknown(v) || (v->kind == CTY_SET && v->n > 1 && v->deep_unknown))   /* two unknown items may be one */
        return tf_unknown(c, &cty_number, &v, 1);
    if (v->kind != CTY_STRING)
        return cty_int(c->cty, v->n);
    return cty_spend(c->cty, v->str.len / 16) ? cty_int(c->cty, (int64_t)tf_graphemes(v->str))
                                              : NULL;
}

TF_FN(fn_length) { return tf_marked_by(c, length_of(c, args[0]), args, 1); }

/* ---- which one ---- */

TF_FN(fn_element)
{
    const cty_value *list = args[0];
    int64_t at;
    if (list->kind != CTY_LIST && list->kind != CTY_TUPLE)
        return cty_fail(c->cty, "cannot take an element of %s", SOME_TYPE_NAME(list));
    if (!tf_whole(c, args[1], &at))
        return NULL;
    if (list->n == 0)
        return cty_fail(c->cty, "the list is empty");
    at %= (int64_t)list->n;
    if (at < 0 && list->kind == CTY_TUPLE)      /* so it is */
        return cty_fail(c->cty, "the index must not be negative");
    return tf_marked_by(c, list->items[at < 0 ? at + (int64_t)list->n : at], args, n);
}

TF_FN(fn_index)
{
    const cty_value *list = args[0];
    if (list->kind != CTY_LIST && list->kind != CTY_TUPLE)
        return cty_fail(c->cty, "a list or tuple is needed, not %s", SOME_TYPE_NAME(list));
    if (list->n == 0)
        return cty_fail(c->cty, "the list is empty");
    for (size_t i = 0; i < list->n; i++) {
        const cty_value *eq = cty_equal(c->cty, list->items[i], args[1]);
        if (eq == NULL || !cty_spend(c->cty, 1))
            return NULL;
        if (cty_is_unknown(eq))
            return tf_unknown(c, &cty_number, args, n);
        if (eq->flag)
            return cty_int(c->cty, (int64_t)i);
    }
    return cty_fail(c->cty, "the list has no such item");
}

TF_FN(fn_contains)
{
    const cty_value *in = args[0];
    bool unknown = false;
    if (!cty_is_seq(in))
        return bad_kind(c, in);
    for (size_t i = 0; i < in->n; i++) {
        const cty_value *eq = cty_equal(c->cty, in->items[i], args[1]);
        if (eq == NULL || !cty_spend(c->cty, 1))
            return NULL;
        if (cty_known(eq) && eq->flag)
            return &cty_true;
        unknown |= cty_is_unknown(eq);
    }
    return unknown ? tf_unknown(c, &cty_bool, args, n) : &cty_false;
}

TF_FN(fn_one)
{
    const cty_value *v = args[0];
    if (!cty_is_seq(v))
        return bad_kind(c, v);
    if (v->n == 0)
        return cty_null(c->cty, v->kind == CTY_TUPLE ? &cty_dynamic : v->type->elem);
    if (v->n == 1)
        return v->items[0];
    if (v->kind == CTY_SET && v->deep_unknown)
        return tf_unknown(c, v->type->elem, args, n);
    return cty_fail(c->cty, "there must be no item or one, not %u", v->n);
}

/* ---- the first that is there ---- */

/* The type that the answer has: all arguments' common one; dynamic when one is unknown and of no type. */
static const cty_type *coalesced(tf_call *c, const cty_value *const *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (args[i]->kind == CTY_DYNAMIC && cty_is_unknown(args[i]))
            return &cty_dynamic;
    }
    return tf_unify(c, args, n);
}

TF_FN(fn_coalesce)
{
    const cty_type *t = coalesced(c, args, n);
    if (t == NULL)
        return cty_fail(c->cty, "all arguments must have the same type");
    for (size_t i = 0; i < n; i++) {
        if (cty_is_null(args[i]))
            continue;
        const cty_value *v = cty_convert(c->cty, args[i], t);
        if (v == NULL)
            return NULL;
        if (cty_is_unknown(v) || v->kind != CTY_STRING || v->str.len != 0)
            return v;
    }
    return cty_fail(c->cty, "all arguments are null or empty");
}

TF_FN(fn_coalescelist)
{
    for (size_t i = 0; i < n; i++) {
        bool open = args[i]->kind == CTY_DYNAMIC && cty_is_unknown(args[i]);
        if (args[i]->kind != CTY_LIST && args[i]->kind != CTY_TUPLE && !open)
            return cty_fail(c->cty, "lists or tuples are needed, not %s", SOME_TYPE_NAME(args[i]));
    }
    for (size_t i = 0; i < n; i++) {
        const cty_value *v = args[i];
        if (cty_is_unknown(v) && v->kind != CTY_TUPLE)
            return tf_unknown(c, v->type, &v, 1);
        if (!cty_is_null(v) && (cty_is_unknown(v) ? v->type->n : v->n) != 0)
            return v;
    }
    return cty_fail(c->cty, "all lists are empty");
}

/* ---- all together ---- */

TF_FN(fn_alltrue)
{
    for (size_t i = 0; i < args[0]->n; i++) {
        const cty_value *v = args[0]->items[i];
        if (cty_is_unknown(v))
            return tf_unknown(c, &cty_bool, args, n);
        if (cty_is_null(v) || !v->flag)
            return &cty_false;
    }
    return &cty_true;
}

TF_FN(fn_anytrue)
{
    for (size_t i = 0; i < args[0]->n; i++) {
        const cty_value *v = args[0]->items[i];
        if (cty_known(v) && v->flag)
            return &cty_true;
    }
    return args[0]->deep_unknown ? tf_unknown(c, &cty_bool, args, n) : &cty_false;
}

TF_FN(fn_sum)
{
    const cty_value *in = args[0], *sum = cty_int(c->cty, 0);
    if (!cty_is_seq(in))
        return bad_kind(c, in);
    if (in->n == 0)
        return cty_fail(c->cty, "there is nothing to add up");
    for (size_t i = 0; i < in->n && sum != NULL; i++) {
        const cty_value *v = in->items[i];
        if (cty_is_null(v) || (v->kind != CTY_NUMBER && v->kind != CTY_STRING))
            return cty_fail(c->cty, "item %zu is no number", i + 1);
        if ((v = cty_convert(c->cty, v, &cty_number)) == NULL || !cty_spend(c->cty, 1))
            return NULL;
        sum = cty_number_arith(c->cty, CTY_ADD, sum->num, v->num);
    }
    return sum;
}

const tf_func tf_funcs_collection[] = {
    { "alltrue", fn_alltrue, 1, 1, TF_FN_DEEP_UNKNOWN, "B", 'b' },
    { "anytrue", fn_anytrue, 1, 1, TF_FN_DEEP_UNKNOWN, "B", 'b' },
    { "coalesce", fn_coalesce, 1, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_NULL, "d", 'd' },
    { "coalescelist", fn_coalescelist, 1, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_NULL, "d", 'd' },
    { "contains", fn_contains, 2, 2, TF_FN_DEEP_UNKNOWN, "dd", 'b' },
    { "element", fn_element, 2, 2, TF_FN_DEEP_UNKNOWN | TF_FN_MARKS, "dn", 'd' },
    { "index", fn_index, 2, 2, TF_FN_DEEP_UNKNOWN, "dd", 'n' },
    { "length", fn_length, 1, 1, TF_FN_UNKNOWN | TF_FN_MARKS, "d", 'n' },
    { "one", fn_one, 1, 1, TF_FN_DEEP_UNKNOWN, "d", 'd' },
    { "sum", fn_sum, 1, 1, 0, "d", 'n' },
    { .name = NULL },
};
