/* SPDX-License-Identifier: Apache-2.0
 * Nodes of the tree, their heights, and items while they are collected. */
#include "hcl/parser.h"

hcl_expr *hcl_node(hcl_parser *p, hcl_kind kind, const char *from, const char *to)
{
    hcl_expr *e = tf_new(p->mem, hcl_expr);
    e->kind = (uint8_t)kind;
    e->depth = 1;
    e->at = hcl_span(p, from, to);
    return e;
}

hcl_expr *hcl_text(hcl_parser *p, tnk_str text, const char *from, const char *to)
{
    hcl_expr *e = hcl_node(p, HCL_STRING, from, to);
    e->text = text;
    return e;
}

static unsigned height(const hcl_expr *e) { return e != NULL ? e->depth : 0; }

static const hcl_expr *raise_to(hcl_parser *p, hcl_expr *e, unsigned depth)
{
    if (depth > HCL_DEPTH_MAX)
        return hcl_fail(p, e->at, "hcl-too-deep", "this expression has too many steps", (tnk_str){ "", 0 });
    e->depth = (uint16_t)depth;
    return e;
}

const hcl_expr *hcl_over(hcl_parser *p, hcl_expr *e, const hcl_expr *a, const hcl_expr *b, const hcl_expr *c)
{
    unsigned most = height(a);
    most = height(b) > most ? height(b) : most;
    most = height(c) > most ? height(c) : most;
    return raise_to(p, e, most + 1);
}

const hcl_expr *hcl_over_loop(hcl_parser *p, hcl_expr *e)
{
    const hcl_loop *l = e->loop;
    unsigned key = height(l->result_key);
    return key > height(l->body) ? hcl_over(p, e, l->over, l->cond, l->result_key)
                                 : hcl_over(p, e, l->over, l->cond, l->body);
}

const hcl_expr *hcl_over_items(hcl_parser *p, hcl_expr *e)
{
    unsigned most = 0;
    for (uint32_t i = 0; i < e->n; i++)
        most = e->items[i]->depth > most ? e->items[i]->depth : most;
    return raise_to(p, e, most + 1);
}

void hcl_note(hcl_parser *p, const void *item)
{
    p->stack = tf_mem_grow(p->mem, p->stack, p->n_stack, &p->cap_stack, sizeof *p->stack);
    p->stack[p->n_stack++] = item;
}

void hcl_take(hcl_parser *p, size_t mark, hcl_expr *e)
{
    e->n = (uint32_t)(p->n_stack - mark);
    e->items = tf_new_array(p->mem, e->n, const hcl_expr *);
    if (e->n != 0)
        memcpy(e->items, p->stack + mark, e->n * sizeof *e->items);
    p->n_stack = mark;
}
