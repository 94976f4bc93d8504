/* SPDX-License-Identifier: Apache-2.0
 * Conditions. A condition is true, false, or unresolved; an If whose condition is unresolved still
 * has a value when both of its branches have the same. */
#include "cfn.h"

static const tnk_value *bad(cfn *c, tnk_span at, tnk_str name)
{
    return cfn_invalid(c, "cfn-bad-function", at,
                       tr(c, "%1 has the wrong number or kind of arguments"), ARGS(name));
}

/* An operand of a condition: BOOL or UNRESOLVED, else NULL. */
static const tnk_value *operand(cfn *c, const tnk_value *v)
{
    c->conditional++;
    v = cfn_eval(c, v);
    c->conditional--;
    tnk_str s;
    if (c->h->kind(v) == TNK_TEXT && cfn_scalar(c, v, &s) &&
        (cfn_is(s, "true") || cfn_is(s, "false")))
        return c->h->flag(c->run, cfn_is(s, "true"), c->h->span(v));
    return c->h->kind(v) == TNK_BOOL || c->h->kind(v) == TNK_UNRESOLVED ? v : NULL;
}

/* And and Or: `decides` is the operand that settles it, whatever the others are. */
static const tnk_value *combine(cfn *c, const tnk_value *arg, tnk_span at, bool decides,
                                tnk_str name)
{
    cfn_holes holes = { .first = NULL };
    size_t n = c->h->count(arg);
    if (c->h->kind(arg) != TNK_LIST || n == 0)
        return bad(c, at, name);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *v = operand(c, c->h->at(arg, i));
        if (v == NULL)
            return bad(c, c->h->span(c->h->at(arg, i)), name);
        if (c->h->kind(v) == TNK_UNRESOLVED)
            cfn_holes_add(c, &holes, v);
        else if (c->h->as_flag(v, !decides) == decides)
            return c->h->flag(c->run, decides, at);
    }
    return holes.first != NULL ? cfn_holes_value(c, &holes, at) : c->h->flag(c->run, !decides, at);
}

const tnk_value *cfn_fn_and(cfn *c, const tnk_value *arg, tnk_span at)
{
    return combine(c, arg, at, false, TNK_LIT("Fn::And"));
}

const tnk_value *cfn_fn_or(cfn *c, const tnk_value *arg, tnk_span at)
{
    return combine(c, arg, at, true, TNK_LIT("Fn::Or"));
}

const tnk_value *cfn_fn_not(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *v =
        c->h->kind(arg) == TNK_LIST && c->h->count(arg) == 1 ? operand(c, c->h->at(arg, 0)) : NULL;
    if (v == NULL)
        return bad(c, at, TNK_LIT("Fn::Not"));
    return c->h->kind(v) == TNK_BOOL ? c->h->flag(c->run, !c->h->as_flag(v, 0), at) : v;
}

const tnk_value *cfn_fn_equals(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::Equals", 2, 2, at, &ret);
    cfn_holes holes = { .first = NULL };
    if (args == NULL)
        return ret;
    cfn_holes_walk(c, &holes, args);
    if (holes.first != NULL)
        return cfn_holes_value(c, &holes, at);
    return c->h->flag(c->run, cfn_equal(c, c->h->at(args, 0), c->h->at(args, 1)), at);
}

const tnk_value *cfn_fn_condition(cfn *c, const tnk_value *arg, tnk_span at)
{
    if (c->h->kind(arg) != TNK_TEXT)
        return bad(c, at, TNK_LIT("Condition"));
    return cfn_condition(c, c->h->as_text(arg), at);
}

/* Neither branch is chosen: the value is known where both agree. */
static const tnk_value *either(cfn *c, const tnk_value *condition, const tnk_value *yes,
                               const tnk_value *no, tnk_span at)
{
    cfn_holes holes = { .first = NULL };
    if (yes == NULL && no == NULL)
        return NULL;
    if (yes != NULL && no != NULL && cfn_equal(c, yes, no))
        return yes;
    cfn_holes_add(c, &holes, condition);
    cfn_holes_walk(c, &holes, yes);
    cfn_holes_walk(c, &holes, no);
    return cfn_holes_value(c, &holes, at);
}

const tnk_value *cfn_fn_if(cfn *c, const tnk_value *arg, tnk_span at)
{
    if (c->h->kind(arg) != TNK_LIST || c->h->count(arg) != 3)
        return bad(c, at, TNK_LIT("Fn::If"));
    const tnk_value *name = c->h->at(arg, 0), *yes = c->h->at(arg, 1), *no = c->h->at(arg, 2);
    const tnk_value *v = c->h->kind(name) == TNK_TEXT
                             ? cfn_condition(c, c->h->as_text(name), c->h->span(name))
                             : operand(c, name);
    if (v == NULL)
        return bad(c, at, TNK_LIT("Fn::If"));
    if (c->h->kind(v) == TNK_BOOL)
        return cfn_eval(c, c->h->as_flag(v, 0) ? yes : no);
    return either(c, v, cfn_eval(c, yes), cfn_eval(c, no), at);
}
