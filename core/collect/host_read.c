/* SPDX-License-Identifier: Apache-2.0
 * The readers of the host table. A member is found by its atom in one pass over 32-byte nodes. */
#include "core/collect/host.h"

uint32_t tnk_host_kind(const tnk_value *v)
{
    return tnk_value_kind(v);
}

size_t tnk_host_count(const tnk_value *v)
{
    return tnk_value_count(v);
}

const tnk_value *tnk_host_at(const tnk_value *v, size_t i)
{
    return i < tnk_value_count(v) ? &v->u.kids[i] : NULL;
}

tnk_str tnk_host_key(tnk_run *r, const tnk_value *child)
{
    return tnk_atoms_str(r->unit->cx->atoms, child != NULL ? child->key : 0);
}

const tnk_value *tnk_host_get(tnk_run *r, const tnk_value *map, tnk_str key)
{
    return tnk_value_get(r->unit->cx->atoms, map, tnk_given(key));
}

tnk_str tnk_host_as_text(const tnk_value *v)
{
    bool has = tnk_value_is(v, TNK_TEXT) || tnk_value_is(v, TNK_REAL);
    return has ? (tnk_str){ v->u.text, v->n } : (tnk_str){ NULL, 0 };
}

int64_t tnk_host_as_int(const tnk_value *v, int64_t otherwise)
{
    return tnk_value_is(v, TNK_INT) ? v->u.integer : otherwise;
}

int32_t tnk_host_as_flag(const tnk_value *v, int32_t otherwise)
{
    return tnk_value_is(v, TNK_BOOL) ? v->u.flag : otherwise;
}

tnk_span tnk_host_span(const tnk_value *v)
{
    return tnk_value_span(v);
}

/* Where a quoted key that starts at off ends: after its closing quote; a backslash protects in
 * double quotes. */
static uint32_t quoted_end(tnk_str text, uint32_t off)
{
    char quote = text.ptr[off];
    for (uint32_t i = off + 1; i < text.len && text.ptr[i] != '\n'; i++) {
        if (text.ptr[i] == '\\' && quote == '"')
            i++;
        else if (text.ptr[i] == quote)
            return i + 1;
    }
    return off;
}

tnk_span tnk_host_key_span(tnk_run *r, const tnk_value *child)
{
    const tnk_sources *s = &r->unit->cx->sources;
    if (child == NULL || child->key == 0 || child->file >= s->n)
        return (tnk_span){ 0, 0, 0 };
    tnk_str text = s->at[child->file]->text, key = tnk_host_key(r, child);
    uint32_t off = child->key_off, end = off;
    if (off < text.len && (text.ptr[off] == '"' || text.ptr[off] == '\''))
        end = quoted_end(text, off);
    else if (off < text.len && tnk_str_starts(tnk_str_from(text, off), key))
        end = off + (uint32_t)key.len;
    return (tnk_span){ child->file, off, end };
}

uint32_t tnk_host_is_quoted(const tnk_value *v)
{
    return tnk_value_is(v, TNK_TEXT) && (v->flags & TNK_F_QUOTED) != 0;
}

uint32_t tnk_host_why(const tnk_value *v)
{
    return tnk_value_is(v, TNK_UNRESOLVED) ? v->u.unknown->why : 0;
}

tnk_str tnk_host_reason(const tnk_value *v)
{
    return tnk_value_is(v, TNK_UNRESOLVED) ? v->u.unknown->reason : (tnk_str){ NULL, 0 };
}

size_t tnk_host_refs(const tnk_value *v, const tnk_str **ret)
{
    if (!tnk_value_is(v, TNK_UNRESOLVED) || v->u.unknown->n_refs == 0)
        return 0;
    if (ret != NULL)
        *ret = v->u.unknown->refs;
    return v->u.unknown->n_refs;
}
