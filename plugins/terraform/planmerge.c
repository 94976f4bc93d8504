/* SPDX-License-Identifier: Apache-2.0
 * A planned resource with the places of the configuration that made it: the plan says what, the configuration says
 * where, and on what a value that is known after apply depends. */
#include "planjson.h"

enum { DEPTH_MAX = 100, MATCH_MAX = 200 };      /* blocks of a type that are matched by what is in them */

typedef struct merging {
    tf_unit *u;
    const tf_planned *p;
    const tnk_value *values, *unknown;  /* of this body */
    tnk_value *map;
    tf_table seen;              /* members and block types that the configuration writes */
    tf_table lists;             /* block type -> struct list */
    struct list *all;
    int depth;
} merging;

typedef struct list {           /* the planned blocks of a type */
    struct list *before;
    tnk_str type;
    tnk_span at;
    tnk_value *to;
    const tnk_value *from, *unknown;
    size_t n, next;
    bool *used;
} list;

static bool is_unknown(const tf_unit *u, const tnk_value *v)
{
    return u->h->kind(v) == TNK_BOOL && u->h->as_flag(v, 0) == 1;
}

/* ---- a value of the plan at an expression's place ---- */

static const tnk_value *moved(tf_unit *u, const tnk_value *v, const hcl_expr *e, tnk_span at, int depth);

static const hcl_expr *member_of(const hcl_expr *e, tnk_str key)
{
    for (uint32_t i = 0; e != NULL && e->kind == HCL_OBJECT && i + 1 < e->n; i += 2) {
        if (e->items[i]->kind == HCL_STRING && tf_eq(e->items[i]->text, key))
            return e->items[i + 1];
    }
    return NULL;
}

static const tnk_value *moved_map(tf_unit *u, const tnk_value *v, const hcl_expr *e, tnk_span at, int depth)
{
    tnk_value *to = u->h->map(u->run, at);
    for (size_t i = 0; i < u->h->count(v); i++) {
        const tnk_value *m = u->h->at(v, i);
        tnk_str key = u->h->key(u->run, m);
        const hcl_expr *inner = e != NULL && e->n <= MATCH_MAX ? member_of(e, key) : NULL;
        if (u->h->kind(m) != TNK_NULL)
            (void)u->h->put(u->run, to, key, inner != NULL ? inner->at : at,
                            moved(u, m, inner, inner != NULL ? inner->at : at, depth + 1));
    }
    return to;
}

static const tnk_value *moved_list(tf_unit *u, const tnk_value *v, const hcl_expr *e, tnk_span at, int depth)
{
    tnk_value *to = u->h->list(u->run, at);
    bool items = e != NULL && e->kind == HCL_TUPLE && e->n == u->h->count(v);
    for (size_t i = 0; i < u->h->count(v); i++) {
        const hcl_expr *inner = items ? e->items[i] : NULL;
        (void)u->h->push(u->run, to, moved(u, u->h->at(v, i), inner, inner != NULL ? inner->at : at, depth + 1));
    }
    return to;
}

static const tnk_value *moved(tf_unit *u, const tnk_value *v, const hcl_expr *e, tnk_span at, int depth)
{
    while (e != NULL && (e->kind == HCL_WRAP || e->kind == HCL_PARENS))
        e = e->a;
    if (depth < DEPTH_MAX && cty_spend(&u->cty, 1) && u->h->kind(v) == TNK_MAP)
        return moved_map(u, v, e, at, depth);
    if (depth < DEPTH_MAX && u->h->kind(v) == TNK_LIST)
        return moved_list(u, v, e, at, depth);
    return u->h->moved(u->run, v, at);
}

/* ---- attributes ---- */

static bool has_unknown(const tf_unit *u, const tnk_value *unknown, int depth)
{
    if (is_unknown(u, unknown))
        return true;
    for (size_t i = 0; depth < DEPTH_MAX && i < u->h->count(unknown); i++) {
        if (has_unknown(u, u->h->at(unknown, i), depth + 1))
            return true;
    }
    return false;
}

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    merging *m = ud;
    tf_unit *u = m->u;
    const tnk_value *v = u->h->get(u->run, m->values, a->name), *unknown = u->h->get(u->run, m->unknown, a->name);
    tf_table_set(u->mem, &m->seen, a->name, m);
    const tnk_value *written = tf_build(u, s, a->value);
    if (has_unknown(u, unknown, 0) || (v != NULL && tf_planned_equal(u, written, v)))
        v = written;
    else if (v != NULL && u->h->kind(v) != TNK_NULL)
        v = moved(u, v, a->value, a->value->at, 0);
    if (v != NULL && u->h->kind(v) != TNK_NULL)
        (void)u->h->put(u->run, m->map, a->name, a->name_at, v);
}

/* ---- nested blocks: sets have an order of their own in a plan, so blocks are matched by what is known of them ---- */

static list *list_of(merging *m, tnk_str type, tnk_span at)
{
    tf_unit *u = m->u;
    list *l = tf_table_get(&m->lists, type);
    if (l != NULL)
        return l;
    l = tf_new(u->mem, list);
    *l = (list){ .before = m->all, .type = type, .at = at, .to = u->h->list(u->run, at),
                 .from = u->h->get(u->run, m->values, type), .unknown = u->h->get(u->run, m->unknown, type) };
    l->n = u->h->kind(l->from) == TNK_LIST ? u->h->count(l->from) : u->h->kind(l->from) == TNK_MAP;
    l->used = tf_new_array(u->mem, l->n, bool);
    m->all = l;
    tf_table_set(u->mem, &m->lists, type, l);
    tf_table_set(u->mem, &m->seen, type, m);
    return l;
}

static const tnk_value *planned_at(const tf_unit *u, const tnk_value *from, size_t i)
{
    return u->h->kind(from) == TNK_LIST ? u->h->at(from, i) : from;
}

static bool same_scalar(tf_unit *u, const cty_value *a, const tnk_value *b)
{
    if (a->state != CTY_KNOWN || b == NULL)
        return false;
    if (a->kind == CTY_STRING)
        return u->h->kind(b) == TNK_TEXT && tf_eq(u->h->as_text(b), a->str);
    if (a->kind == CTY_BOOL)
        return u->h->as_flag(b, -1) == (int32_t)a->flag;
    if (a->kind == CTY_NUMBER && a->num.big == NULL)
        return u->h->kind(b) == TNK_INT && u->h->as_int(b, 0) == a->num.i;
    if (cty_is_seq(a) && a->n == u->h->count(b) && a->n != 0)
        return same_scalar(u, a->items[0], u->h->at(b, 0));
    return false;
}

static size_t pick(merging *m, const tf_scope *s, const list *l, const hcl_body *body)
{
    size_t best = l->n;
    int best_score = -1;
    if (l->n == 1 || l->n > MATCH_MAX)
        return l->next < l->n ? l->next : l->n;
    for (size_t k = 0; k < l->n; k++) {
        int score = 0;
        const tnk_value *planned = planned_at(m->u, l->from, k);
        if (l->used[k])
            continue;
        for (uint32_t i = 0; i < body->n && cty_spend(&m->u->cty, 1); i++) {
            const hcl_attr *a = body->items[i].attr;
            const cty_value *v = a != NULL ? tf_eval(m->u, s, a->value) : NULL;
            if (v == NULL)
                tf_forget_failure(m->u);
            else
                score += same_scalar(m->u, v, m->u->h->get(m->u->run, planned, a->name));
        }
        if (score > best_score) {
            best = k;
            best_score = score;
        }
    }
    return best;
}

static const tnk_value *merge_body(merging *up, const tf_scope *s, const hcl_body *body, const tnk_value *values,
                                   const tnk_value *unknown, tnk_span at, bool top);

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    merging *m = ud;
    list *l = list_of(m, type, b->header);
    size_t k = pick(m, s, l, body);
    if (k >= l->n) {            /* the plan has no such block: as the configuration says */
        (void)m->u->h->push(m->u->run, l->to, tf_build_body(m->u, s, body, false));
        return;
    }
    l->used[k] = true;
    l->next++;
    (void)m->u->h->push(m->u->run, l->to, merge_body(m, s, body, planned_at(m->u, l->from, k),
                                                     planned_at(m->u, l->unknown, k), b->header, false));
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    merging *m = ud;
    list *l = list_of(m, type, b->header);
    if (l->n == 0)
        (void)m->u->h->push(m->u->run, l->to, tf_place(m->u, tf_unclear(m->u, why), b->header));
}

/* ---- a body ---- */

static void put_lists(merging *m, list *l)
{
    tf_unit *u = m->u;
    if (l == NULL)
        return;
    put_lists(m, l->before);
    for (size_t k = 0; k < l->n; k++) {
        if (!l->used[k])        /* more than the configuration shows */
            (void)u->h->push(u->run, l->to, moved(u, planned_at(u, l->from, k), NULL, l->at, 0));
    }
    (void)u->h->put(u->run, m->map, l->type, l->at, l->to);
}

/* What the provider filled in. */
static void put_rest(merging *m, tnk_span at)
{
    tf_unit *u = m->u;
    for (size_t i = 0; i < u->h->count(m->values); i++) {
        const tnk_value *v = u->h->at(m->values, i);
        tnk_str key = u->h->key(u->run, v);
        if (u->h->kind(v) == TNK_NULL || tf_table_get(&m->seen, key) != NULL ||
            is_unknown(u, u->h->get(u->run, m->unknown, key)))
            continue;
        (void)u->h->put(u->run, m->map, key, at, moved(u, v, NULL, at, 0));
    }
}

static const tnk_value *merge_body(merging *up, const tf_scope *s, const hcl_body *body, const tnk_value *values,
                                   const tnk_value *unknown, tnk_span at, bool top)
{
    merging m = { .u = up->u, .p = up->p, .values = values, .unknown = unknown, .map = up->u->h->map(up->u->run, at),
                  .depth = up->depth + 1 };
    tf_visitor v = { &m, on_attr, on_block, on_unclear };
    if (m.depth < DEPTH_MAX)
        tf_visit(m.u, s, body, top, &v);
    put_lists(&m, m.all);
    put_rest(&m, at);
    return m.map;
}

const tnk_value *tf_planned_with(tf_unit *u, const tf_planned *p, tf_instance *in, const tf_decl *d, uint32_t i)
{
    tf_room room;
    merging top = { .u = u, .p = p };
    return merge_body(&top, tf_scope_of(u, in, d, i, &room), d->block->body, p->values, p->unknown, d->block->header,
                      true);
}
