/* SPDX-License-Identifier: Apache-2.0
 * Bodies of blocks: attributes, nested blocks, and dynamic blocks expanded to what they stand for. */
#include "lang/lang.h"

static const char *const meta_attrs[] = { "count", "for_each", "provider", "providers", "depends_on" };
static const char *const meta_blocks[] = { "lifecycle", "provisioner", "connection" };

static bool among(tnk_str name, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (tf_is(name, list[i]))
            return true;
    }
    return false;
}
#define AMONG(name, list) among(name, list, sizeof(list) / sizeof *(list))

/* ---- dynamic ---- */

static const hcl_block *content_of(const hcl_block *dynamic)
{
    for (uint32_t i = 0; i < dynamic->body->n; i++) {
        const hcl_block *b = dynamic->body->items[i].block;
        if (b != NULL && tf_is(b->type, "content"))
            return b;
    }
    return NULL;
}

static tnk_str iterator_of(const hcl_block *dynamic)
{
    const hcl_attr *a = hcl_attr_get(dynamic->body, "iterator");
    if (a != NULL && (a->value->kind == HCL_NAME || a->value->kind == HCL_STRING))
        return a->value->text;
    return dynamic->labels[0];
}

static void visit_content(tf_unit *u, const tf_scope *s, const hcl_block *dynamic, const hcl_block *content,
                          const cty_value *over, const tf_visitor *v)
{
    static const tnk_str names[2] = { { "key", 3 }, { "value", 5 } };
    for (uint32_t i = 0; i < over->n && cty_spend(&u->cty, 1); i++) {
        const cty_value *items[2] = { tf_item_key(u, over, i), over->items[i] };
        tf_frame frame = { s->frames, iterator_of(dynamic), cty_object(&u->cty, names, items, 2) };
        tf_scope inner = { s->in, &frame, s->item };
        v->block(v->ud, &inner, dynamic->labels[0], content, content->body);
    }
}

static void visit_dynamic(tf_unit *u, const tf_scope *s, const hcl_block *b, const tf_visitor *v)
{
    const hcl_attr *each = hcl_attr_get(b->body, "for_each");
    const hcl_block *content = content_of(b);
    if (b->n_labels != 1 || each == NULL || content == NULL) {
        tf_tell(u, TNK_LEVEL_WARNING, "tf-dynamic", b->header,
                tr(u, "a dynamic block needs a label, for_each and a content block"), TF_NO_ARGS);
        return;
    }
    const cty_value *over = tf_value(u, s, each->value);
    if (cty_is_unknown(over))
        v->unclear(v->ud, b->labels[0], content, over->unknown);
    else if (cty_is_null(over) || !(cty_is_seq(over) || cty_is_keyed(over)))
        tf_tell(u, TNK_LEVEL_WARNING, "tf-dynamic", each->value->at,
                tr(u, "for_each of a dynamic block must be a collection"), TF_NO_ARGS);
    else
        visit_content(u, s, b, content, over, v);
}

void tf_visit(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top, const tf_visitor *v)
{
    for (uint32_t i = 0; i < body->n; i++) {
        const hcl_attr *a = body->items[i].attr;
        const hcl_block *b = body->items[i].block;
        if (!cty_spend(&u->cty, 1))
            return;
        if (a != NULL && !(top && AMONG(a->name, meta_attrs)))
            v->attr(v->ud, s, a);
        else if (b != NULL && tf_is(b->type, "dynamic"))
            visit_dynamic(u, s, b, v);
        else if (b != NULL && !(top && AMONG(b->type, meta_blocks)))
            v->block(v->ud, s, b->type, b, b->body);
    }
}

/* ---- as a value ---- */

typedef struct members {
    tf_unit *u;
    tf_table by_name;           /* block type -> struct group */
    tnk_str only;               /* gather this block type alone; {NULL,0}: all */
    const cty_unknown *rest;
    tnk_str *names;
    const cty_value **values;
    size_t n, cap_names, cap_values;
    struct group *groups;       /* in order of first appearance, linked backwards */
} members;

typedef struct group {
    struct group *before;
    tnk_str type;
    const cty_value **items;
    size_t n, cap;
} group;

static void add_member(members *m, tnk_str name, const cty_value *v)
{
    m->names = tf_mem_grow(m->u->mem, m->names, m->n, &m->cap_names, sizeof *m->names);
    m->values = tf_mem_grow(m->u->mem, m->values, m->n, &m->cap_values, sizeof *m->values);
    m->names[m->n] = name;
    m->values[m->n++] = v;
}

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    members *m = ud;
    if (m->only.ptr == NULL) {
        const cty_value *v = tf_eval(m->u, s, a->value);
        if (v == NULL) {        /* told where the resource itself is handed over */
            tf_forget_failure(m->u);
            v = tf_unclear(m->u, tf_why(m->u, TNK_WHY_INVALID, tr(m->u, "the expression is wrong"), TF_NO_ARGS,
                                        NULL, 0));
        }
        if (!cty_is_null(v))
            add_member(m, a->name, v);
    }
}

static void add_block(members *m, tnk_str type, const cty_value *v)
{
    group *g = tf_table_get(&m->by_name, type);
    if (g == NULL) {
        g = tf_new(m->u->mem, group);
        *g = (group){ .before = m->groups, .type = type };
        m->groups = g;
        tf_table_set(m->u->mem, &m->by_name, type, g);
    }
    g->items = tf_mem_grow(m->u->mem, g->items, g->n, &g->cap, sizeof *g->items);
    g->items[g->n++] = v;
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    members *m = ud;
    (void)b;
    if (m->only.ptr != NULL && !tf_eq(m->only, type))
        return;
    if (tf_too_deep(m->u, 0))
        return;
    m->u->depth++;
    add_block(m, type, tf_body_value(m->u, s, body, false, m->rest));
    m->u->depth--;
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    members *m = ud;
    (void)b;
    if (m->only.ptr == NULL || tf_eq(m->only, type))
        add_block(m, type, tf_unclear(m->u, why));
}

static void gather(members *m, const tf_scope *s, const hcl_body *body, bool top)
{
    tf_visitor v = { m, on_attr, on_block, on_unclear };
    tf_visit(m->u, s, body, top, &v);
}

const cty_value *tf_body_value(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top, const cty_unknown *rest)
{
    members m = { .u = u, .rest = rest };
    gather(&m, s, body, top);
    for (group *g = m.groups; g != NULL; g = g->before)
        add_member(&m, g->type, cty_tuple(&u->cty, g->items, g->n));
    const cty_value *v = cty_object(&u->cty, m.names, m.values, m.n);
    if (v == NULL || rest == NULL)
        return v;
    cty_value *open = tf_new(u->mem, cty_value);
    *open = *v;
    open->rest = rest;
    open->deep_unknown = true;
    return open;
}

const cty_value *tf_blocks_value(tf_unit *u, const tf_scope *s, const hcl_body *body, tnk_str type,
                                 const cty_unknown *rest)
{
    members m = { .u = u, .only = type, .rest = rest };
    gather(&m, s, body, true);
    return m.groups != NULL ? cty_tuple(&u->cty, m.groups->items, m.groups->n) : NULL;
}
