/* SPDX-License-Identifier: Apache-2.0
 * Fn::ForEach: "Fn::ForEach::Name": [Identifier, Collection, { Key: Body }] stands for one member
 * for each item of the collection. The identifier goes in as text before anything is evaluated. */
#include "cfn.h"

bool cfn_is_foreach(tnk_str key)
{
    return cfn_starts(key, "Fn::ForEach::");
}

typedef struct loop {
    tnk_str id, item;
    tnk_str plain;      /* the item's letters and digits, for &{id} */
} loop;

/* The length of "${id}" or "&{id}" at p, else 0. */
static size_t mark(const loop *l, const char *p, const char *end)
{
    size_t n = l->id.len + 3;
    if ((size_t)(end - p) < n || (p[0] != '$' && p[0] != '&') || p[1] != '{' || p[n - 1] != '}')
        return 0;
    return memcmp(p + 2, l->id.ptr, l->id.len) == 0 ? n : 0;
}

/* s with the marks replaced; the same pointer when there are none. */
static tnk_str put_in(cfn *c, const loop *l, tnk_str s, tnk_span at)
{
    size_t begun = cfn_text_begin(c);
    const char *from = s.ptr, *end = s.ptr + s.len;
    cfn_spend(c, s.len / CFN_STEP_BYTES, at);
    for (const char *p = from; p < end; p++) {
        size_t n = mark(l, p, end);
        if (n == 0)
            continue;
        cfn_text_add(c, (tnk_str){ from, (size_t)(p - from) });
        cfn_text_add(c, *p == '$' ? l->item : l->plain);
        from = p + n;
        p = from - 1;
    }
    if (from != s.ptr) {
        cfn_text_add(c, (tnk_str){ from, (size_t)(end - from) });
        s = cfn_concat(c, cfn_text_peek(c, begun), TNK_LIT(""));
    }
    cfn_text_drop(c, begun);
    return s;
}

static const tnk_value *unroll(cfn *c, const loop *l, const tnk_value *v);

static const tnk_value *unroll_children(cfn *c, const loop *l, const tnk_value *v, tnk_span at)
{
    bool map = c->h->kind(v) == TNK_MAP;
    tnk_value *ret = map ? c->h->map(c->run, at) : c->h->list(c->run, at);
    for (size_t i = 0; i < c->h->count(v); i++) {
        const tnk_value *child = c->h->at(v, i), *got = unroll(c, l, child);
        if (map)
            c->h->put(c->run, ret, put_in(c, l, c->h->key(c->run, child), at),
                      c->h->key_span(c->run, child), got);
        else
            c->h->push(c->run, ret, got);
    }
    return ret;
}

static const tnk_value *unroll(cfn *c, const loop *l, const tnk_value *v)
{
    tnk_span at = c->h->span(v);
    tnk_str name, s = c->h->as_text(v);
    const tnk_value *arg, *ret = v;
    if (!cfn_enter(c, at))
        return v;
    if (c->h->kind(v) == TNK_TEXT) {
        tnk_str put = put_in(c, l, s, at);
        ret = put.ptr == s.ptr ? v : c->h->text(c->run, put, at);
    } else if (cfn_call(c, v, &name, &arg) && cfn_is(name, "Ref") &&
               cfn_same(c->h->as_text(arg), l->id)) {
        ret = c->h->text(c->run, l->item, at);
    } else if (c->h->count(v) > 0) {
        ret = unroll_children(c, l, v, at);
    }
    cfn_leave(c);
    return ret;
}

static tnk_str plain(cfn *c, tnk_str s)
{
    size_t begun = cfn_text_begin(c);
    for (size_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if ((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z'))
            cfn_text_add(c, (tnk_str){ &ch, 1 });
    }
    tnk_str ret = cfn_concat(c, cfn_text_peek(c, begun), TNK_LIT(""));
    cfn_text_drop(c, begun);
    return ret;
}

static void expand_into(cfn *c, tnk_value *ret, const tnk_value *map);

/* The collection, evaluated: a LIST, or NULL after a diagnostic and with *ret unresolved. */
static const tnk_value *collection(cfn *c, const tnk_value *loop_args, tnk_span at,
                                   const tnk_value **ret)
{
    if (c->h->kind(loop_args) != TNK_LIST || c->h->count(loop_args) != 3 ||
        c->h->kind(c->h->at(loop_args, 0)) != TNK_TEXT ||
        c->h->kind(c->h->at(loop_args, 2)) != TNK_MAP) {
        *ret =
            cfn_invalid(c, "cfn-bad-function", at,
                        tr(c, "Fn::ForEach needs an identifier, a collection and a map"), NO_ARGS);
        return NULL;
    }
    const tnk_value *items = cfn_eval(c, c->h->at(loop_args, 1));
    if (c->h->kind(items) == TNK_LIST)
        return items;
    cfn_diag(c, TNK_LEVEL_NOTE, "cfn-foreach", at,
             tr(c, "what this Fn::ForEach makes cannot be judged: its collection is not known"),
             NO_ARGS);
    *ret =
        c->h->kind(items) == TNK_UNRESOLVED
            ? c->h->moved(c->run, items, at)
            : cfn_unknown(c, TNK_WHY_INVALID, at, tr(c, "the collection is not a list"), NO_ARGS);
    return NULL;
}

static void expand_loop(cfn *c, tnk_value *ret, const tnk_value *member)
{
    tnk_span at = c->h->span(member), key_at = c->h->key_span(c->run, member);
    const tnk_value *unknown = NULL, *items = collection(c, member, at, &unknown);
    if (items == NULL) {
        c->h->put(c->run, ret, c->h->key(c->run, member), key_at, unknown);
        return;
    }
    for (size_t i = 0; i < c->h->count(items) && cfn_spend(c, 1, at); i++) {
        loop l = { .id = c->h->as_text(c->h->at(member, 0)) };
        if (cfn_scalar(c, c->h->at(items, i), &l.item)) {
            l.plain = plain(c, l.item);
            expand_into(c, ret, unroll(c, &l, c->h->at(member, 2)));
        }
    }
}

static void expand_into(cfn *c, tnk_value *ret, const tnk_value *map)
{
    if (!cfn_enter(c, c->h->span(map)))
        return;
    for (size_t i = 0; i < c->h->count(map); i++) {
        const tnk_value *m = c->h->at(map, i);
        tnk_str key = c->h->key(c->run, m);
        if (cfn_is_foreach(key))
            expand_loop(c, ret, m);
        else
            c->h->put(c->run, ret, key, c->h->key_span(c->run, m), m);
    }
    cfn_leave(c);
}

const tnk_value *cfn_expand(cfn *c, const tnk_value *map)
{
    bool any = false;
    for (size_t i = 0; c->extensions && !any && i < c->h->count(map); i++)
        any = cfn_is_foreach(c->h->key(c->run, c->h->at(map, i)));
    if (!any)
        return map;
    tnk_value *ret = c->h->map(c->run, c->h->span(map));
    expand_into(c, ret, map);
    return ret != NULL ? ret : map;
}

/* A loop that is left: its collection is unknown, or the template does not ask for loops. */
const tnk_value *cfn_fn_foreach(cfn *c, const tnk_value *arg, tnk_span at)
{
    if (c->h->kind(arg) == TNK_UNRESOLVED)
        return arg;
    return cfn_invalid(
        c, "cfn-bad-function", at,
        tr(c, "Fn::ForEach needs \"Transform: AWS::LanguageExtensions\" in the template"), NO_ARGS);
}
