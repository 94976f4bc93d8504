/* SPDX-License-Identifier: Apache-2.0
 * The builders of the host table. A list or map is open from list() or map() until it is first
 * used: then it shares its children with its copies and nothing may be put into it any more. So no
 * tree has a cycle, and no parsed one is ever written to. */
#include "core/base/i18n.h"
#include "core/base/utf8.h"
#include "core/collect/host.h"

enum { OPEN = 128 };            /* our bit of tnk_value.flags */
enum { INDEX_FROM = 16 };       /* a map with so many members finds them through a table */

/* Depth in the top 16 bits, nodes below. Kept for built lists and maps that hold others, by their
 * own address while open and by that of their children after; for others it follows from their
 * count. */
#define WEIGHT(depth, nodes) ((uint64_t)(depth) << 48 | (nodes))
#define DEPTH(w) ((w) >> 48)
#define NODES(w) ((w) & (((uint64_t)1 << 48) - 1))

static uint64_t weight_of(const tnk_run *r, const tnk_value *v)
{
    if (tnk_value_count(v) == 0)
        return WEIGHT(0, 1);
    const uint64_t *w = tnk_table_find(&r->weights, (uintptr_t)v);
    if (w == NULL)
        w = tnk_table_find(&r->weights, (uintptr_t)v->u.kids);
    return w != NULL && *w != 0 ? *w : WEIGHT(1, (uint64_t)v->n + 1);
}

/* Accounts for a child with children of its own that comes into parent. */
static int add_weight(tnk_run *r, const tnk_value *parent, const tnk_value *child)
{
    uint64_t p = weight_of(r, parent), c = weight_of(r, child);
    uint64_t depth = DEPTH(p) > DEPTH(c) ? DEPTH(p) : DEPTH(c) + 1, nodes = NODES(p) + NODES(c);
    if (depth > TNK_BUILD_DEPTH_MAX)
        return tnk_run_fail(r, TNK_ELIMIT, _("a value is nested more than %d levels deep"),
                            TNK_BUILD_DEPTH_MAX);
    if (nodes > TNK_BUILD_NODES_MAX)
        return tnk_run_fail(r, TNK_ELIMIT, _("a value has more than %llu members when written out"),
                            (unsigned long long)TNK_BUILD_NODES_MAX);
    tnk_arena *a = r->unit->cx->arena;
    uint64_t *kept = tnk_table_at(&r->weights, a, (uintptr_t)parent);
    if (kept == NULL)
        return tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    *kept = WEIGHT(depth, nodes);
    return TNK_OK;
}

static tnk_value *made(tnk_run *r, tnk_value *v)
{
    if (v == NULL)
        tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    return v;
}

/* May a node be made at this place? */
static bool ready(tnk_run *r, tnk_span at)
{
    if (r->err.code != 0)
        return false;
    if (!tnk_span_valid(r->unit, at)) {
        tnk_run_fail(r, TNK_EINVAL,
                     _("it gave a place (file %u, bytes %u to %u) that does not exist"), at.file,
                     at.off, at.end);
        return false;
    }
    return true;
}

tnk_value *tnk_host_null(tnk_run *r, tnk_span at)
{
    return ready(r, at) ? made(r, tnk_value_new(r->unit->cx->arena, TNK_NULL, at)) : NULL;
}

tnk_value *tnk_host_flag(tnk_run *r, int32_t flag, tnk_span at)
{
    return ready(r, at) ? made(r, tnk_value_new_flag(r->unit->cx->arena, flag != 0, at)) : NULL;
}

tnk_value *tnk_host_integer(tnk_run *r, int64_t i, tnk_span at)
{
    return ready(r, at) ? made(r, tnk_value_new_int(r->unit->cx->arena, i, at)) : NULL;
}

tnk_value *tnk_host_text(tnk_run *r, tnk_str s, tnk_span at)
{
    if (!ready(r, at))
        return NULL;
    s = tnk_text_clean(r->unit->cx->arena, tnk_given(s));
    return made(r, s.ptr != NULL ? tnk_value_new_text(r->unit->cx->arena, s, at) : NULL);
}

static bool is_number(tnk_str s)
{
    bool digit = false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            digit = true;
        else if (strchr("+-.eE", s.ptr[i]) == NULL || s.ptr[i] == '\0')
            return false;
    }
    return digit;
}

tnk_value *tnk_host_real(tnk_run *r, tnk_str as_written, tnk_span at)
{
    if (r->err.code == 0 && !is_number(tnk_given(as_written)))
        tnk_run_fail(r, TNK_EINVAL, _("it gave a number that is not written as one"));
    tnk_value *v = tnk_host_text(r, as_written, at);
    if (v != NULL)
        v->kind = TNK_REAL;
    return v;
}

static tnk_value *open_node(tnk_run *r, uint32_t kind, tnk_span at)
{
    tnk_value *v = ready(r, at) ? made(r, tnk_value_new(r->unit->cx->arena, kind, at)) : NULL;
    if (v != NULL)
        v->flags = OPEN;
    return v;
}

tnk_value *tnk_host_list(tnk_run *r, tnk_span at)
{
    return open_node(r, TNK_LIST, at);
}

tnk_value *tnk_host_map(tnk_run *r, tnk_span at)
{
    tnk_value *v = open_node(r, TNK_MAP, at);
    if (v != NULL)
        v->key_off = ++r->serials;      /* its own use of a field that only members need */
    return v;
}

/* An open node is one of ours, so its const is the caller's alone. */
void tnk_value_finish(tnk_run *r, const tnk_value *v)
{
    if ((v->flags & OPEN) == 0)
        return;
    const uint64_t *w = tnk_table_find(&r->weights, (uintptr_t)v);
    uint64_t weight = w != NULL ? *w : 0;
    ((tnk_value *)v)->flags &= (uint8_t)~OPEN;
    if (weight == 0)
        return;
    uint64_t *kept = tnk_table_at(&r->weights, r->unit->cx->arena, (uintptr_t)v->u.kids);
    if (kept != NULL)
        *kept = weight;
    else
        made(r, NULL);
}

/* The checks push and put share. After them the child is closed. */
static int begin(tnk_run *r, tnk_value *parent, uint32_t kind, const tnk_value *child)
{
    if (r->err.code != 0)
        return r->err.code;
    if (child == NULL || !tnk_value_is(parent, kind))
        return tnk_run_fail(r, TNK_EINVAL,
                            _("it put nothing, or put it into what is no list or map"));
    tnk_value_finish(r, child);
    if ((parent->flags & OPEN) == 0)
        return tnk_run_fail(r, TNK_EINVAL, _("it changed a value that was already in use"));
    if (tnk_value_count(child) != 0 || tnk_table_find(&r->weights, (uintptr_t)parent) != NULL)
        add_weight(r, parent, child);
    return r->err.code;
}

int tnk_host_push(tnk_run *r, tnk_value *list, const tnk_value *child)
{
    int rc = begin(r, list, TNK_LIST, child);
    if (rc == 0 && (rc = tnk_value_push(r->unit->cx->arena, list, child)) != 0)
        rc = tnk_run_fail(r, rc, _("the unit's memory limit was reached"));
    return rc;
}

/* Like tnk_value_put, but finds members of large maps through the run's table. */
static int put(tnk_run *r, tnk_value *map, tnk_atom key, uint32_t key_off, const tnk_value *child)
{
    tnk_arena *a = r->unit->cx->arena;
    if (map->n < INDEX_FROM)
        return tnk_value_put(a, map, key, key_off, child);
    uint64_t serial = (uint64_t)map->key_off << 32;
    if (map->n == INDEX_FROM) {
        for (uint32_t i = 0; i < map->n; i++) {
            uint64_t *at = tnk_table_at(&r->members, a, serial | map->u.kids[i].key);
            if (at == NULL)
                return TNK_ENOMEM;
            *at = i + 1;
        }
    }
    uint64_t *at = tnk_table_at(&r->members, a, serial | key);
    if (at == NULL)
        return TNK_ENOMEM;
    if (*at == 0) {
        *at = (uint64_t)map->n + 1;
        return tnk_value_add(a, map, key, key_off, child);
    }
    tnk_value *old = (tnk_value *)&map->u.kids[*at - 1];
    *old = *child;
    old->key = key;
    old->key_off = key_off;
    return TNK_OK;
}

int tnk_host_put(tnk_run *r, tnk_value *map, tnk_str key, tnk_span key_at, const tnk_value *child)
{
    int rc = begin(r, map, TNK_MAP, child);
    if (rc != 0)
        return rc;
    if (!ready(r, key_at))
        return r->err.code;
    key = tnk_given(key);
    if (tnk_utf8_bad(key) != key.len && (key = tnk_text_clean(r->unit->cx->arena, key)).ptr == NULL)
        return tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    tnk_atom atom = tnk_atoms_add(r->unit->cx->atoms, key);
    rc = atom != 0 ? put(r, map, atom, key_at.off, child) : TNK_ENOMEM;
    return rc == 0 ? 0 : tnk_run_fail(r, rc, _("the unit's memory limit was reached"));
}

tnk_value *tnk_host_moved(tnk_run *r, const tnk_value *v, tnk_span at)
{
    if (v == NULL || !ready(r, at))
        return NULL;
    tnk_value_finish(r, v);
    tnk_value *copy = made(r, tnk_value_new(r->unit->cx->arena, v->kind, at));
    if (copy == NULL)
        return NULL;
    copy->flags = (uint8_t)(v->flags | TNK_F_DERIVED);
    copy->n = v->n;
    copy->u = v->u;
    return copy;
}

tnk_value *tnk_host_unresolved(tnk_run *r, uint32_t why, tnk_str reason, const tnk_str *refs,
                               size_t n_refs, tnk_span at)
{
    tnk_arena *a = r->unit->cx->arena;
    if (!ready(r, at))
        return NULL;
    if (why < TNK_WHY_INPUT || why > TNK_WHY_HIDDEN || n_refs > TNK_UNIT_REFS_MAX) {
        tnk_run_fail(r, TNK_EINVAL,
                     _("it gave an unresolved value with no known why, or more than %d "
                       "references"),
                     TNK_UNIT_REFS_MAX);
        return NULL;
    }
    reason = tnk_text_show(a, tnk_given(reason));
    tnk_str *copy = tnk_arena_array(a, n_refs, sizeof *copy);
    tnk_value *v =
        made(r,
             reason.ptr != NULL && copy != NULL ? tnk_value_new_unknown(a, why, reason, at) : NULL);
    for (size_t i = 0; v != NULL && i < n_refs; i++) {
        copy[i] = tnk_text_show(a, tnk_given(refs[i]));
        v = made(r, copy[i].ptr != NULL ? v : NULL);
    }
    if (v == NULL)
        return NULL;
    tnk_unknown *u = (tnk_unknown *)v->u.unknown;   /* ours, made two lines up */
    u->refs = copy;
    u->n_refs = (uint32_t)n_refs;
    return v;
}

int tnk_host_known_parts(tnk_run *r, tnk_value *v, tnk_str parts)
{
    if (r->err.code != 0 || v == NULL)
        return r->err.code;
    if (!tnk_value_is(v, TNK_UNRESOLVED))
        return tnk_run_fail(r, TNK_EINVAL, _("it gave known parts of a value that is not unresolved"));
    tnk_str copy = tnk_text_clean(r->unit->cx->arena, tnk_given(parts));
    if (copy.ptr == NULL)
        return tnk_run_fail(r, TNK_ENOMEM, _("it needs more memory than a unit may use"));
    ((tnk_unknown *)(uintptr_t)v->u.unknown)->known = copy;
    return TNK_OK;
}
