/* SPDX-License-Identifier: Apache-2.0
 * Parts of policy documents under construction; see policy.h. */
#define _GNU_SOURCE
#include "lang/policy.h"

tf_members tf_members_begin(tf_unit *u, tnk_span at)
{
    return (tf_members){ .u = u, .host = u->h != NULL ? u->h->map(u->run, at) : NULL };
}

void tf_members_put(tf_members *o, tnk_str name, tnk_span name_at, tf_part p)
{
    o->names = tf_mem_grow(o->u->mem, o->names, o->n, &o->cap_names, sizeof *o->names);
    o->values = tf_mem_grow(o->u->mem, o->values, o->n, &o->cap_values, sizeof *o->values);
    o->names[o->n] = name;
    o->values[o->n++] = p.v;
    if (o->host != NULL && p.host != NULL)
        (void)o->u->h->put(o->u->run, o->host, name, name_at, p.host);
}

tf_part tf_members_end(tf_members *o)
{
    return (tf_part){ cty_object(&o->u->cty, o->names, o->values, o->n), o->host };
}

void tf_items_add(tf_unit *u, tf_items *l, tf_part p)
{
    l->at = tf_mem_grow(u->mem, l->at, l->n, &l->cap, sizeof *l->at);
    l->at[l->n++] = p;
}

tf_part tf_items_end(tf_unit *u, const tf_items *l, tnk_span at, bool unwrap)
{
    if (unwrap && l->n == 1)
        return l->at[0];
    const cty_value **items = tf_new_array(u->mem, l->n, const cty_value *);
    tnk_value *host = u->h != NULL ? u->h->list(u->run, at) : NULL;
    for (size_t i = 0; i < l->n; i++) {
        items[i] = l->at[i].v;
        if (host != NULL)
            (void)u->h->push(u->run, host, l->at[i].host);
    }
    return (tf_part){ cty_tuple(&u->cty, items, l->n), host };
}

tf_part tf_placed(tf_unit *u, const cty_value *v, tnk_span at)
{
    return (tf_part){ v, u->h != NULL ? tf_place(u, v, at) : NULL };
}

tf_part tf_placed_text(tf_unit *u, const char *s, tnk_span at)
{
    return tf_placed(u, cty_text(&u->cty, tf_str(s)), at);
}

static const cty_value *unescape(tf_unit *u, const cty_value *v)
{
    tf_buf b = { .mem = u->mem };
    if (v->kind != CTY_STRING || v->state != CTY_KNOWN || memmem(v->str.ptr, v->str.len, "&{", 2) == NULL)
        return v;
    for (size_t i = 0; i < v->str.len; i++)
        tf_putc(&b, v->str.ptr[i] == '&' && i + 1 < v->str.len && v->str.ptr[i + 1] == '{' ? '$' : v->str.ptr[i]);
    return cty_text(&u->cty, tf_take(&b));
}

const cty_value *tf_policy_text(tf_unit *u, const cty_value *v)
{
    if (v->state != CTY_KNOWN || !cty_is_seq(v))
        return unescape(u, v);
    const cty_value **items = tf_new_array(u->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++)
        items[i] = unescape(u, v->items[i]);
    return v->n == 1 ? items[0] : cty_tuple(&u->cty, items, v->n);
}

const cty_value *tf_attr_value(tf_unit *u, const tf_scope *s, const hcl_body *body, const char *name, tnk_span *at)
{
    const hcl_attr *a = hcl_attr_get(body, name);
    if (a == NULL)
        return &cty_null_value;
    *at = a->value->at;
    return tf_value(u, s, a->value);
}
