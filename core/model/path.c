/* SPDX-License-Identifier: Apache-2.0
 * See path.h. */
#include "core/model/path.h"

#include "core/base/i18n.h"

struct cursor {
    tnk_str left;
    tnk_arena *arena;
    tnk_atoms *atoms;
};

/* A bare key ends at . or [; a quoted one at its quote. */
static bool take_key(struct cursor *c, tnk_str *ret)
{
    size_t n = 0;
    if (c->left.len > 0 && c->left.ptr[0] == '"') {
        const char *end = memchr(c->left.ptr + 1, '"', c->left.len - 1);
        if (end == NULL)
            return false;
        *ret = (tnk_str){ c->left.ptr + 1, (size_t)(end - c->left.ptr - 1) };
        c->left = tnk_str_from(c->left, ret->len + 2);
        return true;
    }
    while (n < c->left.len && c->left.ptr[n] != '.' && c->left.ptr[n] != '[')
        n++;
    *ret = (tnk_str){ c->left.ptr, n };
    c->left = tnk_str_from(c->left, n);
    return n > 0;
}

static bool take_bracket(struct cursor *c, tnk_step *ret)
{
    const char *end = memchr(c->left.ptr, ']', c->left.len);
    if (end == NULL)
        return false;
    tnk_str in = { c->left.ptr + 1, (size_t)(end - c->left.ptr) - 1 };
    c->left = tnk_str_from(c->left, in.len + 2);
    const char *eq = memchr(in.ptr, '=', in.len);
    int64_t index;
    if (tnk_str_is(in, "*")) {
        ret->kind = TNK_STEP_ALL;
        return true;
    }
    if (eq != NULL) {
        size_t n = (size_t)(eq - in.ptr);
        ret->kind = TNK_STEP_WHERE;
        ret->key = tnk_atoms_add(c->atoms, (tnk_str){ in.ptr, n });
        ret->want = tnk_arena_str(c->arena, tnk_str_from(in, n + 1));
        return n > 0 && ret->key != 0 && ret->want.ptr != NULL;
    }
    ret->kind = TNK_STEP_INDEX;
    if (!tnk_str_int(in, &index) || index < 0 || index > INT32_MAX)
        return false;
    ret->index = (uint32_t)index;
    return true;
}

static bool take_step(struct cursor *c, bool first, tnk_step *ret)
{
    tnk_str key;
    if (c->left.ptr[0] == '[')
        return take_bracket(c, ret);
    if (!first) {
        if (c->left.ptr[0] != '.')
            return false;
        c->left = tnk_str_from(c->left, 1);
    }
    ret->kind = TNK_STEP_KEY;
    if (!take_key(c, &key))
        return false;
    ret->key = tnk_atoms_add(c->atoms, key);
    return ret->key != 0;
}

int tnk_path_parse(tnk_arena *a, tnk_atoms *t, tnk_str text, tnk_path *ret, tnk_error *err)
{
    struct cursor c = { text, a, t };
    tnk_step steps[TNK_PATH_STEPS_MAX] = { { 0 } };
    tnk_path p = { 0 };
    while (c.left.len > 0) {
        if (p.n == TNK_PATH_STEPS_MAX || !take_step(&c, p.n == 0, &steps[p.n]))
            return tnk_fail_plain(err, TNK_EPARSE,
                                  _("\"%.*s\" is not a path; write names joined by dots, with [0], [*] or "
                                    "[Key=text] for items"), (int)text.len, text.ptr);
        p.many |= steps[p.n].kind == TNK_STEP_ALL;
        p.n++;
    }
    tnk_step *kept = tnk_arena_array(a, p.n, sizeof *kept);
    p.text = tnk_arena_str(a, text);
    if (kept == NULL || p.text.ptr == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    if (p.n != 0)
        memcpy(kept, steps, p.n * sizeof *kept);
    p.steps = kept;
    *ret = p;
    return TNK_OK;
}

/* The item itself when it is the one that is wanted; what keeps us from knowing; or NULL. */
static const tnk_value *wanted(const tnk_value *item, const tnk_step *s)
{
    char scratch[24];
    const tnk_value *v = tnk_value_is(item, TNK_MAP) ? tnk_value_member(item, s->key) : item;
    if (tnk_value_is(v, TNK_UNRESOLVED))
        return v;
    return tnk_value_is(item, TNK_MAP) && tnk_str_eq(tnk_value_scalar(v, scratch), s->want) ? item : NULL;
}

static const tnk_value *where(const tnk_value *list, const tnk_step *s)
{
    const tnk_value *unknown = NULL;
    if (!tnk_value_is(list, TNK_LIST))      /* a list of one, as for an index */
        return wanted(list, s);
    tnk_value_each(item, list) {
        const tnk_value *v = wanted(item, s);
        if (v == item && !tnk_value_is(v, TNK_UNRESOLVED))
            return item;
        unknown = unknown != NULL ? unknown : v;
    }
    return unknown;
}

static const tnk_value *step_into(const tnk_value *v, const tnk_step *s)
{
    switch (s->kind) {
    case TNK_STEP_KEY:
        return tnk_value_member(v, s->key);
    case TNK_STEP_INDEX:    /* a scalar or map where a list may stand is a list of one */
        return tnk_value_is(v, TNK_LIST) ? tnk_value_at(v, s->index) : s->index == 0 ? v : NULL;
    case TNK_STEP_WHERE:
        return where(v, s);
    default:
        return NULL;
    }
}

static void gather(const tnk_step *s, uint32_t n, const tnk_value *v, tnk_arena *a, tnk_value *out)
{
    for (; n > 0 && s->kind != TNK_STEP_ALL; s++, n--) {
        v = step_into(v, s);
        if (v == NULL || v->kind == TNK_NULL || v->kind == TNK_UNRESOLVED)
            break;
    }
    if (v == NULL || v->kind == TNK_NULL)
        return;
    if (n == 0 || v->kind == TNK_UNRESOLVED) {
        (void)tnk_value_push(a, out, v);
    } else if (tnk_value_is(v, TNK_LIST)) {
        tnk_value_each(item, v)
            gather(s + 1, n - 1, item, a, out);
    } else {
        gather(s + 1, n - 1, v, a, out);
    }
}

const tnk_value *tnk_path_follow(const tnk_path *p, const tnk_value *from, tnk_arena *a)
{
    if (p->many) {
        tnk_value *out = tnk_value_new(a, TNK_LIST, tnk_value_span(from));
        if (out != NULL)
            gather(p->steps, p->n, from, a, out);
        return out != NULL && out->n > 0 ? out : NULL;
    }
    for (uint32_t i = 0; i < p->n && from != NULL && from->kind != TNK_UNRESOLVED; i++)
        from = step_into(from, &p->steps[i]);
    return tnk_value_is(from, TNK_NULL) ? NULL : from;
}
