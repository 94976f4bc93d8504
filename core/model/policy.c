/* SPDX-License-Identifier: Apache-2.0
 * See policy.h. Grammar: AWS IAM user guide, "Grammar of the IAM JSON policy language". */
#include "core/model/policy.h"

#include "core/base/i18n.h"
#include "core/model/embedded.h"

struct norm {
    tnk_arena *arena;
    tnk_atoms *atoms;
    int failed;
};

static void put(struct norm *n, tnk_value *map, const char *key, const tnk_value *v)
{
    tnk_atom k = tnk_atoms_add(n->atoms, tnk_str_of(key));
    if (v == NULL || tnk_value_add(n->arena, map, k, v->off, v) != TNK_OK)
        n->failed = 1;
}

static void push(struct norm *n, tnk_value *list, const tnk_value *v)
{
    if (list == NULL || v == NULL || tnk_value_push(n->arena, list, v) != TNK_OK)
        n->failed = 1;
}

static const tnk_value *member(const struct norm *n, const tnk_value *map, const char *key)
{
    const tnk_value *v = tnk_value_get(n->atoms, map, tnk_str_of(key));
    if (v == NULL && key[0] >= 'A' && key[0] <= 'Z') {  /* AWS Config lowers the first letter in places */
        char low[32];
        size_t len = strlen(key);
        memcpy(low, key, len + 1);
        low[0] = (char)(low[0] - 'A' + 'a');
        v = tnk_value_get(n->atoms, map, (tnk_str){ low, len });
    }
    return v;
}

/* What has no place in a policy: AWS refuses it, and nobody can say what it would mean. */
static const tnk_value *wrong(struct norm *n, const tnk_value *v)
{
    return tnk_value_new_unknown(n->arena, TNK_WHY_INVALID, tnk_str_of(_("this has no place in a policy")),
                                 tnk_value_span(v));
}

/* A text, also of a number or flag; or what cannot be known. */
static const tnk_value *text_of(struct norm *n, const tnk_value *v)
{
    char scratch[24];
    tnk_str s = tnk_value_scalar(v, scratch);
    if (tnk_value_is(v, TNK_TEXT) || tnk_value_is(v, TNK_UNRESOLVED))
        return v;
    if (s.ptr == NULL)
        return wrong(n, v);
    return tnk_value_new_text(n->arena, tnk_arena_str(n->arena, s), tnk_value_span(v));
}

static tnk_value *list_of(struct norm *n, const tnk_value *v)
{
    tnk_value *list = tnk_value_new(n->arena, TNK_LIST, tnk_value_span(v));
    if (!tnk_value_is(v, TNK_LIST))
        push(n, list, text_of(n, v));
    else
        tnk_value_each(item, v)
            push(n, list, text_of(n, item));
    return list;
}

static void principal(struct norm *n, tnk_value *list, const tnk_value *type, tnk_str type_text,
                      const tnk_value *id)
{
    tnk_value *p = tnk_value_new(n->arena, TNK_MAP, tnk_value_span(id));
    tnk_value *t = tnk_value_new_text(n->arena, type_text, tnk_value_span(type));
    if (p == NULL) {
        n->failed = 1;
        return;
    }
    put(n, p, "type", t);
    put(n, p, "id", text_of(n, id));
    push(n, list, p);
}

static const tnk_value *principals(struct norm *n, const tnk_value *v)
{
    tnk_value *list = tnk_value_new(n->arena, TNK_LIST, tnk_value_span(v));
    if (tnk_value_is(v, TNK_UNRESOLVED))
        push(n, list, v);
    else if (!tnk_value_is(v, TNK_MAP))
        principal(n, list, v, TNK_S("*"), v);
    tnk_value_each(group, tnk_value_is(v, TNK_MAP) ? v : NULL) {
        tnk_str type = tnk_atoms_str(n->atoms, group->key);
        if (!tnk_value_is(group, TNK_LIST))
            principal(n, list, group, type, group);
        tnk_value_each(id, tnk_value_is(group, TNK_LIST) ? group : NULL)
            principal(n, list, group, type, id);
    }
    return list;
}

static const tnk_value *conditions(struct norm *n, const tnk_value *v)
{
    tnk_value *list = tnk_value_new(n->arena, TNK_LIST, tnk_value_span(v));
    if (!tnk_value_is(v, TNK_MAP))
        push(n, list, tnk_value_is(v, TNK_UNRESOLVED) ? v : wrong(n, v));
    tnk_value_each(op, tnk_value_is(v, TNK_MAP) ? v : NULL) {
        if (!tnk_value_is(op, TNK_MAP))
            push(n, list, tnk_value_is(op, TNK_UNRESOLVED) ? op : wrong(n, op));
        tnk_value_each(key, tnk_value_is(op, TNK_MAP) ? op : NULL) {
            tnk_value *c = tnk_value_new(n->arena, TNK_MAP, tnk_value_span(key));
            if (c == NULL)
                continue;
            put(n, c, "operator", tnk_value_new_text(n->arena, tnk_atoms_str(n->atoms, op->key),
                                                     tnk_value_span(op)));
            put(n, c, "key", tnk_value_new_text(n->arena, tnk_atoms_str(n->atoms, key->key),
                                                tnk_value_span(key)));
            put(n, c, "values", list_of(n, key));
            push(n, list, c);
        }
    }
    return list;
}

static void statement(struct norm *n, tnk_value *out, const tnk_value *s)
{
    static const char *const lists[][2] = {
        { "Action", "actions" }, { "NotAction", "not_actions" },
        { "Resource", "resources" }, { "NotResource", "not_resources" },
    };
    if (!tnk_value_is(s, TNK_MAP)) {
        push(n, out, tnk_value_is(s, TNK_UNRESOLVED) ? s : wrong(n, s));
        return;
    }
    tnk_value *m = tnk_value_new(n->arena, TNK_MAP, tnk_value_span(s));
    const tnk_value *v;
    if (m == NULL) {
        n->failed = 1;
        return;
    }
    if ((v = member(n, s, "Effect")) != NULL)
        put(n, m, "effect", text_of(n, v));
    if ((v = member(n, s, "Sid")) != NULL)
        put(n, m, "sid", text_of(n, v));
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        if ((v = member(n, s, lists[i][0])) != NULL)
            put(n, m, lists[i][1], list_of(n, v));
    }
    if ((v = member(n, s, "Principal")) != NULL)
        put(n, m, "principals", principals(n, v));
    if ((v = member(n, s, "NotPrincipal")) != NULL)
        put(n, m, "not_principals", principals(n, v));
    if ((v = member(n, s, "Condition")) != NULL)
        put(n, m, "conditions", conditions(n, v));
    push(n, out, m);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static tnk_str percent_decoded(tnk_str s, tnk_arena *a)
{
    char *p = tnk_arena_alloc(a, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; p != NULL && i < s.len; i++) {
        int high = i + 2 < s.len && s.ptr[i] == '%' ? hex(s.ptr[i + 1]) : -1;
        int low = high >= 0 ? hex(s.ptr[i + 2]) : -1;
        p[n++] = low >= 0 ? (char)(high << 4 | low) : s.ptr[i];
        i += low >= 0 ? 2 : 0;
    }
    return (tnk_str){ p, n };
}

static const tnk_value *parsed(struct norm *n, const tnk_value *v)
{
    tnk_span at = tnk_value_span(v);
    tnk_str text = tnk_str_trim(tnk_value_text(v));
    const tnk_value *doc = NULL;
    if (text.len > 0 && text.ptr[0] == '%')
        text = percent_decoded(text, n->arena);
    int rc = text.ptr != NULL ? tnk_embedded_json(text, at, n->arena, n->atoms, &doc) : TNK_ENOMEM;
    if (rc != TNK_OK && rc != TNK_ENOMEM)
        doc = tnk_value_new_unknown(n->arena, TNK_WHY_INVALID, tnk_str_of(_("the text is not a policy in JSON")), at);
    if (doc == NULL)
        n->failed = 1;
    return doc;
}

static void document(struct norm *n, tnk_value *out, const tnk_value *v)
{
    if (tnk_value_is(v, TNK_TEXT))
        v = parsed(n, v);
    const tnk_value *s = tnk_value_is(v, TNK_MAP) ? member(n, v, "Statement") : v;
    if (tnk_value_is(v, TNK_MAP) && s == NULL && member(n, v, "Effect") != NULL)
        s = v;      /* a bare statement */
    if (tnk_value_is(s, TNK_LIST))
        tnk_value_each(item, s)
            statement(n, out, item);
    else if (s != NULL)
        statement(n, out, s);
}

const tnk_value *tnk_policy_read(const tnk_value *v, tnk_arena *a, tnk_atoms *t)
{
    struct norm n = { a, t, 0 };
    tnk_value *out = tnk_value_new(a, TNK_LIST, tnk_value_span(v));
    if (tnk_value_is(v, TNK_UNRESOLVED))
        return v;
    if (out == NULL)
        return NULL;
    if (tnk_value_is(v, TNK_LIST))
        tnk_value_each(item, v)
            document(&n, out, item);
    else
        document(&n, out, v);
    return n.failed ? NULL : out;
}

bool tnk_policy_covers(tnk_str p, tnk_str s)
{
    size_t i = 0, j = 0, star = SIZE_MAX, mark = 0;     /* greedy with one point to go back to */
    while (j < s.len) {
        bool same = i < p.len && (p.ptr[i] == '?' ||
            tnk_str_eq_nocase((tnk_str){ p.ptr + i, 1 }, (tnk_str){ s.ptr + j, 1 }));
        if (i < p.len && p.ptr[i] == '*') {
            star = i++;
            mark = j;
        } else if (same) {
            i++, j++;
        } else if (star != SIZE_MAX) {
            i = star + 1;
            j = ++mark;
        } else {
            return false;
        }
    }
    while (i < p.len && p.ptr[i] == '*')
        i++;
    return i == p.len;
}
