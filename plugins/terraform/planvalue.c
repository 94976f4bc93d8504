/* SPDX-License-Identifier: Apache-2.0
 * A planned resource as rules see it, from the plan alone. What is known after apply is unresolved where the
 * configuration sets it; where it does not, only the provider computes it, and it is absent as in the configuration. */
#include "planjson.h"

enum { DEPTH_MAX = 100, REFS_MAX = 64 };

#define GET(u, map, name) ((u)->h->get((u)->run, map, TNK_LIT(name)))

static const tnk_value *after_apply(tf_unit *u, const tf_planned *p, const tnk_value *expression, tnk_span at)
{
    tnk_str refs[REFS_MAX];
    size_t n = tf_plan_refs(u, p, expression, refs, REFS_MAX);
    return u->h->unresolved(u->run, TNK_WHY_REFERENCE, tf_str(tr(u, "known after apply")), refs, n, at);
}

static const tnk_value *value_of(tf_unit *u, const tf_planned *p, const tnk_value *v, const tnk_value *unknown,
                                 const tnk_value *written, int depth);

static bool is_unknown(const tf_unit *u, const tnk_value *unknown)
{
    return u->h->kind(unknown) == TNK_BOOL && u->h->as_flag(unknown, 0) == 1;
}

static const tnk_value *list_value(tf_unit *u, const tf_planned *p, const tnk_value *v, const tnk_value *unknown,
                                   const tnk_value *written, int depth)
{
    tnk_value *to = u->h->list(u->run, u->h->span(v));
    for (size_t i = 0; i < u->h->count(v); i++) {
        const tnk_value *w = u->h->kind(written) == TNK_LIST ? u->h->at(written, i) : written;
        const tnk_value *from = u->h->at(v, i);
        const tnk_value *item = value_of(u, p, from, u->h->at(unknown, i), w, depth + 1);
        if (item == NULL && u->h->kind(from) == TNK_NULL && !is_unknown(u, u->h->at(unknown, i)))
            item = from;        /* as in the configuration: among others null has its place */
        if (item != NULL)
            (void)u->h->push(u->run, to, item);
    }
    return to;
}

static const tnk_value *map_value(tf_unit *u, const tf_planned *p, const tnk_value *v, const tnk_value *unknown,
                                  const tnk_value *written, int depth)
{
    tnk_value *to = u->h->map(u->run, u->h->span(v));
    bool expressions = u->h->kind(written) == TNK_MAP && GET(u, written, "references") == NULL &&
        GET(u, written, "constant_value") == NULL;
    for (size_t i = 0; i < u->h->count(v); i++) {
        const tnk_value *m = u->h->at(v, i);
        tnk_str key = u->h->key(u->run, m);
        const tnk_value *w = expressions ? u->h->get(u->run, written, key) : written;
        const tnk_value *item = value_of(u, p, m, u->h->get(u->run, unknown, key), w, depth + 1);
        if (item != NULL)
            (void)u->h->put(u->run, to, key, u->h->key_span(u->run, m), item);
    }
    for (size_t i = 0; i < u->h->count(unknown); i++) {
        const tnk_value *m = u->h->at(unknown, i);
        tnk_str key = u->h->key(u->run, m);
        const tnk_value *w = expressions ? u->h->get(u->run, written, key) : written;
        if (is_unknown(u, m) && w != NULL && u->h->get(u->run, v, key) == NULL)
            (void)u->h->put(u->run, to, key, u->h->span(v), after_apply(u, p, w, u->h->span(v)));
    }
    return to;
}

/* NULL: not there. */
static const tnk_value *value_of(tf_unit *u, const tf_planned *p, const tnk_value *v, const tnk_value *unknown,
                                 const tnk_value *written, int depth)
{
    if (is_unknown(u, unknown))
        return written != NULL ? after_apply(u, p, written, u->h->span(v)) : NULL;
    if (u->h->kind(v) == TNK_NULL)
        return NULL;
    if (depth >= DEPTH_MAX || !cty_spend(&u->cty, 1))
        return v;
    if (u->h->kind(v) == TNK_LIST)
        return list_value(u, p, v, unknown, written, depth);
    return u->h->kind(v) == TNK_MAP ? map_value(u, p, v, unknown, written, depth) : v;
}

const tnk_value *tf_planned_value(tf_unit *u, const tf_planned *p)
{
    return value_of(u, p, p->values, p->unknown, GET(u, p->written, "expressions"), 0);
}
