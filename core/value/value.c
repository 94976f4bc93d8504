/* SPDX-License-Identifier: Apache-2.0
 * Readers and builders of the value tree; see value.h. */
#include "core/value/value.h"

#include <inttypes.h>
#include <stdio.h>

const tnk_value *tnk_value_member(const tnk_value *map, tnk_atom key)
{
    if (!tnk_value_is(map, TNK_MAP) || key == 0)
        return NULL;
    for (uint32_t i = map->n; i > 0; i--) {
        if (map->u.kids[i - 1].key == key)
            return &map->u.kids[i - 1];
    }
    return NULL;
}

const tnk_value *tnk_value_get(const tnk_atoms *t, const tnk_value *map, tnk_str key)
{
    return tnk_value_member(map, tnk_atoms_find(t, key));
}

tnk_str tnk_value_scalar(const tnk_value *v, char scratch[24])
{
    switch (tnk_value_kind(v)) {
    case TNK_TEXT:
    case TNK_REAL:
        return (tnk_str){ v->u.text, v->n };
    case TNK_BOOL:
        return v->u.flag ? TNK_S("true") : TNK_S("false");
    case TNK_INT:
        return (tnk_str){ scratch, (size_t)snprintf(scratch, 24, "%" PRId64, v->u.integer) };
    default:
        return (tnk_str){ NULL, 0 };
    }
}

static bool equal_kids(const tnk_value *a, const tnk_value *b)
{
    if (a->n != b->n)
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        const tnk_value *x = &a->u.kids[i];
        const tnk_value *y = a->kind == TNK_MAP ? tnk_value_member(b, x->key) : &b->u.kids[i];
        if (y == NULL || !tnk_value_equal(x, y))
            return false;
    }
    return true;
}

bool tnk_value_equal(const tnk_value *a, const tnk_value *b)
{
    if (tnk_value_kind(a) != tnk_value_kind(b))
        return false;
    switch (tnk_value_kind(a)) {
    case TNK_NONE:
    case TNK_NULL:
        return true;
    case TNK_BOOL:
        return a->u.flag == b->u.flag;
    case TNK_INT:
        return a->u.integer == b->u.integer;
    case TNK_REAL:
    case TNK_TEXT:
        return tnk_str_eq((tnk_str){ a->u.text, a->n }, (tnk_str){ b->u.text, b->n });
    case TNK_LIST:
    case TNK_MAP:
        return equal_kids(a, b);
    default:
        return false;
    }
}

tnk_value *tnk_value_new(tnk_arena *a, uint32_t kind, tnk_span at)
{
    tnk_value *v = tnk_arena_alloc(a, sizeof *v);
    if (v != NULL) {
        v->kind = (uint8_t)kind;
        v->file = (uint16_t)at.file;
        v->off = at.off;
        v->end = at.end;
    }
    return v;
}

tnk_value *tnk_value_new_text(tnk_arena *a, tnk_str s, tnk_span at)
{
    tnk_value *v = s.len <= UINT32_MAX ? tnk_value_new(a, TNK_TEXT, at) : NULL;
    if (v != NULL)
        v->u.text = s.ptr, v->n = (uint32_t)s.len;
    return v;
}

tnk_value *tnk_value_new_int(tnk_arena *a, int64_t i, tnk_span at)
{
    tnk_value *v = tnk_value_new(a, TNK_INT, at);
    if (v != NULL)
        v->u.integer = i;
    return v;
}

tnk_value *tnk_value_new_flag(tnk_arena *a, bool b, tnk_span at)
{
    tnk_value *v = tnk_value_new(a, TNK_BOOL, at);
    if (v != NULL)
        v->u.flag = b;
    return v;
}

tnk_value *tnk_value_new_unknown(tnk_arena *a, uint32_t why, tnk_str reason, tnk_span at)
{
    tnk_value *v = tnk_value_new(a, TNK_UNRESOLVED, at);
    tnk_unknown *u = tnk_arena_alloc(a, sizeof *u);
    if (v == NULL || u == NULL)
        return NULL;
    u->why = why;
    u->reason = reason;
    v->u.unknown = u;
    return v;
}

/* Room for one more child. Children double in place at powers of two, so no capacity is kept. */
static tnk_value *grow(tnk_arena *a, tnk_value *parent)
{
    uint32_t n = parent->n;
    if (n == UINT32_MAX)
        return NULL;
    if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
        tnk_value *kids = tnk_arena_array(a, n == 0 ? 4 : (size_t)n * 2, sizeof *kids);
        if (kids == NULL)
            return NULL;
        if (n != 0)
            memcpy(kids, parent->u.kids, n * sizeof *kids);
        parent->u.kids = kids;
    }
    parent->n++;
    return (tnk_value *)&parent->u.kids[n];
}

int tnk_value_push(tnk_arena *a, tnk_value *list, const tnk_value *child)
{
    if (!tnk_value_is(list, TNK_LIST) || child == NULL)
        return TNK_EINVAL;
    tnk_value *slot = grow(a, list);
    if (slot == NULL)
        return TNK_ENOMEM;
    *slot = *child;
    slot->key = 0;
    return TNK_OK;
}

int tnk_value_add(tnk_arena *a, tnk_value *map, tnk_atom key, uint32_t key_off, const tnk_value *child)
{
    if (!tnk_value_is(map, TNK_MAP) || key == 0 || child == NULL)
        return TNK_EINVAL;
    tnk_value *slot = grow(a, map);
    if (slot == NULL)
        return TNK_ENOMEM;
    *slot = *child;
    slot->key = key;
    slot->key_off = key_off;
    return TNK_OK;
}

int tnk_value_put(tnk_arena *a, tnk_value *map, tnk_atom key, uint32_t key_off, const tnk_value *child)
{
    tnk_value *old = (tnk_value *)tnk_value_member(map, key);
    if (old == NULL || child == NULL)
        return tnk_value_add(a, map, key, key_off, child);
    *old = *child;
    old->key = key;
    old->key_off = key_off;
    return TNK_OK;
}
