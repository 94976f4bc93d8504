/* SPDX-License-Identifier: Apache-2.0
 * How much work a unit may take, and one resource of it, so that a hostile one does not cost the others; and how
 * deep evaluation may go. */
#include <stdint.h>

#include "lang/lang.h"

static void tell(tf_unit *u, tnk_str what, tnk_span at)
{
    u->n_diags = 0;             /* this is always told */
    if (u->spent)
        tf_tell(u, TNK_LEVEL_ERROR, "tf-too-large", at,
                tr(u, "evaluating this configuration takes too much work; from here on it is not judged"), TF_NO_ARGS);
    else
        tf_tell(u, TNK_LEVEL_ERROR, "tf-too-large", at, tr(u, "evaluating %1 takes too much work; it is not judged"),
                TF_ARGS(what));
}

bool tf_budget_next(tf_unit *u, tnk_str what, tnk_span at)
{
    bool whole = !u->cty.overrun;
    uint64_t left = TF_STEPS_MAX - u->cty.steps;
    if (u->spent)
        return false;
    u->spent = !whole && left < TF_STEPS_ONE_MAX / 2;
    if (!whole)
        tell(u, what, at);
    u->cty.max_steps = u->cty.steps + (left < TF_STEPS_ONE_MAX ? left : TF_STEPS_ONE_MAX);
    u->cty.overrun = u->spent;
    if (!whole)
        tf_forget_failure(u);
    return whole;
}

bool tf_too_deep(const tf_unit *u, uint32_t more)
{
    uintptr_t here = (uintptr_t)__builtin_frame_address(0), from = (uintptr_t)u->stack;
    if (u->depth + more >= TF_EVAL_DEPTH_MAX)
        return true;
    return u->stack != NULL && (here > from ? here - from : from - here) > TF_STACK_MAX;
}
