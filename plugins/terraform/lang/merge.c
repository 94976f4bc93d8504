/* SPDX-License-Identifier: Apache-2.0
 * Override files: a block changes the one of the same name. Attributes are replaced one by one, nested blocks by
 * type. */
#include "lang/load.h"

static bool has_block(const hcl_body *b, tnk_str type)
{
    for (uint32_t i = 0; i < b->n; i++) {
        const hcl_block *k = b->items[i].block;
        bool dynamic = k != NULL && tf_is(k->type, "dynamic") && k->n_labels == 1;
        if (k != NULL && (tf_eq(k->type, type) || (dynamic && tf_eq(k->labels[0], type))))
            return true;
    }
    return false;
}

static const hcl_body *merged(tf_unit *u, const hcl_body *base, const hcl_body *over)
{
    hcl_body *to = tf_new(u->mem, hcl_body);
    hcl_item *items = tf_new_array(u->mem, (size_t)base->n + over->n, hcl_item);
    tf_table attrs = { 0 };
    uint32_t n = 0;
    for (uint32_t i = 0; i < over->n; i++) {
        if (over->items[i].attr != NULL)
            tf_table_set(u->mem, &attrs, over->items[i].attr->name, (void *)over->items[i].attr);
    }
    for (uint32_t i = 0; i < base->n; i++) {
        hcl_item it = base->items[i];
        bool gone = it.attr != NULL ? tf_table_get(&attrs, it.attr->name) != NULL
                                    : has_block(over, tf_is(it.block->type, "dynamic") && it.block->n_labels == 1
                                                          ? it.block->labels[0] : it.block->type);
        if (!gone)
            items[n++] = it;
    }
    for (uint32_t i = 0; i < over->n; i++)
        items[n++] = over->items[i];
    *to = (hcl_body){ .items = items, .n = n, .at = base->at, .json = base->json };
    return to;
}

static const hcl_block *merged_block(tf_unit *u, const hcl_block *base, const hcl_block *over)
{
    hcl_block *b = tf_new(u->mem, hcl_block);
    *b = *base;
    b->body = merged(u, base->body, over->body);
    return b;
}

static tf_decl *decl_of(tf_unit *u, tf_module *m, const hcl_block *b)
{
    char room[512];
    tf_buf key = { .mem = u->mem, .at = room, .cap = sizeof room };
    if (tf_is(b->type, "module") && b->n_labels == 1) {
        tf_puts(&key, "module.");
        tf_put(&key, b->labels[0]);
    } else if (b->n_labels == 2) {
        if (tf_is(b->type, "data"))
            tf_puts(&key, "data.");
        tf_put(&key, b->labels[0]);
        tf_putc(&key, '.');
        tf_put(&key, b->labels[1]);
    }
    return key.len != 0 ? tf_table_get(&m->decls, (tnk_str){ key.at, key.len }) : NULL;
}

static void nothing_to_change(tf_unit *u, const hcl_block *b)
{
    tf_tell(u, TNK_LEVEL_WARNING, "tf-override", b->header,
            tr(u, "this override changes nothing: there is no such block"), TF_NO_ARGS);
}

static void merge_decl(tf_unit *u, tf_module *m, const hcl_block *b)
{
    tf_decl *d = decl_of(u, m, b);
    if (d == NULL) {
        nothing_to_change(u, b);
        return;
    }
    d->block = merged_block(u, d->block, b);
    tf_index_decl(u, d);
}

static void merge_locals(tf_unit *u, tf_module *m, const hcl_block *b)
{
    for (uint32_t i = 0; i < b->body->n; i++) {
        const hcl_attr *a = b->body->items[i].attr;
        tf_named *l = a != NULL ? tf_table_get(&m->locals, a->name) : NULL;
        if (l != NULL)
            l->value = a->value;
        else if (a != NULL)
            nothing_to_change(u, b);
    }
}

static void merge_variable(tf_unit *u, tf_module *m, const hcl_block *b)
{
    tf_variable *v = b->n_labels == 1 ? tf_table_get(&m->variables, b->labels[0]) : NULL;
    if (v == NULL) {
        nothing_to_change(u, b);
        return;
    }
    v->block = merged_block(u, v->block, b);
    tf_read_variable(u, v);
}

static void merge_output(tf_unit *u, tf_module *m, const hcl_block *b)
{
    tf_named *o = b->n_labels == 1 ? tf_table_get(&m->outputs, b->labels[0]) : NULL;
    if (o == NULL) {
        nothing_to_change(u, b);
        return;
    }
    o->block = merged_block(u, o->block, b);
    tf_read_output(o);
}

static void merge_setting(tf_unit *u, tf_module *m, const hcl_block *b)
{
    for (size_t i = 0; i < m->n_settings; i++) {
        const hcl_block *s = m->setting[i];
        const hcl_attr *x = hcl_attr_get(s->body, "alias"), *y = hcl_attr_get(b->body, "alias");
        bool same_alias = x == NULL || y == NULL ? x == y
            : x->value->kind == HCL_STRING && y->value->kind == HCL_STRING && tf_eq(x->value->text, y->value->text);
        if (tf_eq(s->type, b->type) && s->n_labels == b->n_labels && same_alias &&
            (s->n_labels == 0 || tf_eq(s->labels[0], b->labels[0]))) {
            m->setting[i] = merged_block(u, s, b);
            return;
        }
    }
    hcl_body one = { .items = &(hcl_item){ NULL, b }, .n = 1 };
    tf_declare(u, m, &one);
}

void tf_merge(tf_unit *u, tf_module *m, const hcl_body *body)
{
    for (uint32_t i = 0; i < body->n; i++) {
        const hcl_block *b = body->items[i].block;
        if (b == NULL)
            continue;
        if (tf_is(b->type, "resource") || tf_is(b->type, "data") || tf_is(b->type, "module"))
            merge_decl(u, m, b);
        else if (tf_is(b->type, "locals"))
            merge_locals(u, m, b);
        else if (tf_is(b->type, "variable"))
            merge_variable(u, m, b);
        else if (tf_is(b->type, "output"))
            merge_output(u, m, b);
        else if (tf_is(b->type, "provider") || tf_is(b->type, "terraform"))
            merge_setting(u, m, b);
    }
}
