/* SPDX-License-Identifier: Apache-2.0
 * Known values that come from another resource still say which one is meant. */
#include "lang/lang.h"

enum { DEPTH_MAX = 20 };        /* blocks inside each other that are looked into */

typedef struct referring {
    tf_unit *u;
    tnk_str address, path;      /* path: of the block, "logging[0]." or "" */
    tf_table counts;            /* block type -> uint32_t */
    int depth;
} referring;

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    const referring *r = ud;
    tnk_str to = tf_target(r->u, s, a->value);
    if (to.ptr != NULL)
        (void)r->u->h->reference(r->u->run, r->address, tf_concat(r->u->mem, r->path, a->name), to);
}

static void look(referring *r, const tf_scope *s, const hcl_body *body);

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    referring *r = ud;
    uint32_t *n = tf_table_get(&r->counts, type);
    tf_buf path = { .mem = r->u->mem };
    (void)b;
    if (n == NULL)
        tf_table_set(r->u->mem, &r->counts, type, n = tf_new(r->u->mem, uint32_t));
    tf_put(&path, r->path);
    tf_put(&path, type);
    tf_putf(&path, "[%u].", (*n)++);
    referring inner = { .u = r->u, .address = r->address, .path = tf_take(&path), .depth = r->depth + 1 };
    if (inner.depth < DEPTH_MAX)
        look(&inner, s, body);
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    (void)ud, (void)type, (void)b, (void)why;
}

static void look(referring *r, const tf_scope *s, const hcl_body *body)
{
    tf_visitor v = { r, on_attr, on_block, on_unclear };
    tf_visit(r->u, s, body, r->depth == 0, &v);
}

void tf_refer(tf_unit *u, const tf_scope *s, const tf_decl *d, tnk_str address)
{
    referring r = { .u = u, .address = address, .path = { "", 0 } };
    look(&r, s, d->block->body);
}
