/* SPDX-License-Identifier: Apache-2.0
 * What holds of every tree; see check.h. */
#include "tests/unit/hcl/check.h"

static bool inside(tnk_span in, tnk_span out)
{
    return in.file == out.file && in.off >= out.off && in.off <= in.end && in.end <= out.end;
}

static const char *child(const hcl_expr *e, const hcl_expr *parent)
{
    if (e == NULL)
        return NULL;
    if (e->depth >= parent->depth)
        return "a node is not lower than its parent";
    return check_expr(e, parent->at);
}

static const char *three(const hcl_expr *e)
{
    const char *wrong = child(e->a, e);
    wrong = wrong == NULL ? child(e->b, e) : wrong;
    return wrong == NULL ? child(e->c, e) : wrong;
}

static const char *items(const hcl_expr *e)
{
    const char *wrong = NULL;
    uint32_t last = e->at.off;
    for (uint32_t i = 0; i < e->n && wrong == NULL; i++) {
        wrong = child(e->items[i], e);
        if (wrong == NULL && e->items[i]->at.off < last)
            wrong = "items are not in the order of the text";
        last = e->items[i]->at.off;
    }
    return wrong;
}

static const char *loop(const hcl_expr *e)
{
    const hcl_loop *l = e->loop;
    const char *wrong = l->value.len == 0 ? "a for has no name" : child(l->over, e);
    wrong = wrong == NULL ? child(l->body, e) : wrong;
    wrong = wrong == NULL ? child(l->cond, e) : wrong;
    return wrong == NULL ? child(l->result_key, e) : wrong;
}

const char *check_expr(const hcl_expr *e, tnk_span at)
{
    if (!inside(e->at, at))
        return "a node is not inside its parent";
    if (e->depth == 0 || e->depth > HCL_DEPTH_MAX)
        return "a height is out of bounds";
    switch ((hcl_kind)e->kind) {
    case HCL_GET: return e->name.len == 0 ? "a name is empty" : child(e->a, e);
    case HCL_WRAP:
    case HCL_INDEX:
    case HCL_SPLAT:
    case HCL_COND:
    case HCL_BINARY:
    case HCL_UNARY:
    case HCL_PARENS:
    case HCL_TEMPLATE_IF: return three(e);
    case HCL_TEMPLATE:
    case HCL_CALL:
    case HCL_TUPLE: return items(e);
    case HCL_OBJECT: return e->n % 2 != 0 ? "an object has half a member" : items(e);
    case HCL_FOR_TUPLE:
    case HCL_FOR_OBJECT:
    case HCL_TEMPLATE_FOR: return loop(e);
    default: return NULL;
    }
}

static const char *attribute(const hcl_attr *a, tnk_span at)
{
    if (!inside(a->at, at) || !inside(a->name_at, a->at))
        return "an attribute is not inside its body";
    return check_expr(a->value, a->at);
}

static const char *block(const hcl_block *b, tnk_span at)
{
    if (!inside(b->at, at) || !inside(b->header, b->at) || !inside(b->body->at, b->at))
        return "a block is not inside its body";
    for (uint32_t i = 0; i < b->n_labels; i++)
        if (!inside(b->labels_at[i], b->header))
            return "a label is not inside its header";
    return check_body(b->body, b->at);
}

const char *check_body(const hcl_body *b, tnk_span at)
{
    const char *wrong = inside(b->at, at) ? NULL : "a body is not inside its block";
    for (uint32_t i = 0; i < b->n && wrong == NULL; i++)
        wrong = b->items[i].attr != NULL ? attribute(b->items[i].attr, b->at) : block(b->items[i].block, b->at);
    return wrong;
}
