/* SPDX-License-Identifier: Apache-2.0
 * Operators: equality, logic, comparison, arithmetic. */
#include "cty/inside.h"
#include "hcl/hcl.h"

/* ---- equality ---- */

typedef enum answer { NO, YES, UNTOLD } answer;

static answer equal(cty_ctx *c, const cty_value *a, const cty_value *b, int depth);

/* One difference decides, whatever else is unknown. */
static answer equal_items(cty_ctx *c, const cty_value *a, const cty_value *b, int depth)
{
    answer all = YES;
    if (cty_rest(a) != NULL || cty_rest(b) != NULL)
        return UNTOLD;
    if (a->n != b->n)
        return NO;
    for (uint32_t i = 0; i < a->n && all != NO; i++) {
        if (cty_is_keyed(a) && !tf_eq(a->keys[i], b->keys[i]))
            return NO;
        answer one = equal(c, a->items[i], b->items[i], depth + 1);
        all = one == YES ? all : one;
    }
    return all;
}

static answer equal_sets(cty_ctx *c, const cty_value *a, const cty_value *b)
{
    if (a->deep_unknown || b->deep_unknown)
        return UNTOLD;
    return cty_same(c, a, b) ? YES : NO;
}

static bool surely_not_null(const cty_value *v)
{
    return v->state == CTY_KNOWN || (v->state == CTY_UNKNOWN && v->unknown->not_null);
}

static answer equal(cty_ctx *c, const cty_value *a, const cty_value *b, int depth)
{
    if (a == b && !a->deep_unknown && cty_rest(a) == NULL)
        return YES;
    if (cty_is_null(a) && cty_is_null(b))       /* inside of something, the types count */
        return depth == 0 || cty_type_same(a->type, b->type) ? YES : NO;
    if ((cty_is_null(a) && surely_not_null(b)) || (cty_is_null(b) && surely_not_null(a)))
        return NO;
    if (a->state != CTY_KNOWN || b->state != CTY_KNOWN)
        return UNTOLD;
    if (a->kind != b->kind || !cty_spend(c, 1))
        return NO;
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply") != NULL ? YES : NO;
    switch (a->kind) {
    case CTY_BOOL:
        return a->flag == b->flag ? YES : NO;
    case CTY_NUMBER:
        return cty_number_cmp(a->num, b->num) == 0 ? YES : NO;
    case CTY_STRING:
        return tf_eq(a->str, b->str) ? YES : NO;
    case CTY_TUPLE:
    case CTY_OBJECT:
        return equal_items(c, a, b, depth);
    default:
        if (!cty_type_same(a->type, b->type))
            return NO;
        return a->kind == CTY_SET ? equal_sets(c, a, b) : equal_items(c, a, b, depth);
    }
}

static const cty_unknown *surely(cty_ctx *c, const cty_unknown *why)
{
    cty_unknown *u = tf_new(c->mem, cty_unknown);
    *u = *why;
    u->not_null = true;
    return u;
}

/* The result of an operation that could not be done: unknown, but never null. */
static const cty_value *untold(cty_ctx *c, const cty_type *t, const cty_value *a,
                               const cty_value *b)
{
    const cty_value *both[] = { a, b };
    return cty_unknown_of(c, t, surely(c, cty_why(c, both, 2)));
}

const cty_value *cty_equal(cty_ctx *c, const cty_value *a, const cty_value *b)
{
    answer told = equal(c, a, b, 0);
    if (c->failed)
        return NULL;
    const cty_value *v = told == UNTOLD ? untold(c, &cty_bool, a, b) : cty_boolean(told == YES);
    return cty_mark(c, v, a->deep_sensitive || b->deep_sensitive);
}

/* ---- operands ---- */

static const cty_value *operand(cty_ctx *c, const cty_value *v, const cty_type *t)
{
    v = cty_convert(c, v, t);
    if (v != NULL && cty_is_null(v))
        return cty_fail(c, "an operand is null");
    return v;
}

/* ---- logic ---- */

static const cty_value *logic(cty_ctx *c, uint8_t op, const cty_value *a, const cty_value *b)
{
    bool deciding = op == HCL_OR; /* one such operand is enough, be the other unknown */
    if ((cty_known(a) && a->flag == deciding) || (cty_known(b) && b->flag == deciding))
        return cty_boolean(deciding);
    if (!cty_known(a) || !cty_known(b))
        return untold(c, &cty_bool, a, b);
    return cty_boolean(!deciding);
}

const cty_value *cty_not(cty_ctx *c, const cty_value *v)
{
    v = operand(c, v, &cty_bool);
    if (v == NULL)
        return NULL;
    const cty_value *r = cty_known(v) ? cty_boolean(!v->flag) : untold(c, &cty_bool, v, v);
    return cty_mark(c, r, v->sensitive);
}

/* ---- numbers ---- */

static const cty_value *compare(uint8_t op, int order)
{
    switch (op) {
    case HCL_GT:
        return cty_boolean(order > 0);
    case HCL_GE:
        return cty_boolean(order >= 0);
    case HCL_LT:
        return cty_boolean(order < 0);
    default:
        return cty_boolean(order <= 0);
    }
}

static const cty_value *numeric(cty_ctx *c, uint8_t op, const cty_value *a, const cty_value *b)
{
    static const enum cty_arith arith[] = { [HCL_ADD] = CTY_ADD, [HCL_SUB] = CTY_SUB, [HCL_MUL] = CTY_MUL,
                                            [HCL_DIV] = CTY_DIV, [HCL_MOD] = CTY_MOD };
    bool compares = op == HCL_GT || op == HCL_GE || op == HCL_LT || op == HCL_LE;
    if (!cty_known(a) || !cty_known(b))
        return untold(c, compares ? &cty_bool : &cty_number, a, b);
    if (compares)
        return compare(op, cty_number_cmp(a->num, b->num));
    return cty_number_arith(c, arith[op], a->num, b->num);
}

const cty_value *cty_negate(cty_ctx *c, const cty_value *v)
{
    v = operand(c, v, &cty_number);
    if (v == NULL)
        return NULL;
    const cty_value *r = cty_known(v) ? cty_number_neg(c, v->num) : untold(c, &cty_number, v, v);
    return r != NULL ? cty_mark(c, r, v->sensitive) : NULL;
}

/* ---- all of them ---- */

const cty_value *cty_binary(cty_ctx *c, uint8_t op, const cty_value *a, const cty_value *b)
{
    if (op == HCL_EQ)
        return cty_equal(c, a, b);
    if (op == HCL_NE) {
        const cty_value *same = cty_equal(c, a, b);
        return same != NULL ? cty_not(c, same) : NULL;
    }
    bool logical = op == HCL_OR || op == HCL_AND;
    if (!logical && (op < HCL_GT || op > HCL_MOD))
        return cty_fail(c, "an operator with two operands was expected");
    a = operand(c, a, logical ? &cty_bool : &cty_number);
    b = a != NULL ? operand(c, b, logical ? &cty_bool : &cty_number) : NULL;
    if (b == NULL)
        return NULL;
    const cty_value *r = logical ? logic(c, op, a, b) : numeric(c, op, a, b);
    return r != NULL ? cty_mark(c, r, a->sensitive || b->sensitive) : NULL;
}
