/* SPDX-License-Identifier: Apache-2.0
 * A small hash table: the members of large maps, and what was evaluated already. Templates are
 * hostile, so nothing may look for a name by walking a large map again and again. */
#include "cfn.h"

enum { SMALL_MAP = 16 };    /* below, the host's own search is as good */

static size_t hash(const void *owner, tnk_str name)
{
    uint64_t h = 14695981039346656037u ^ (uintptr_t)owner;
    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (unsigned char)name.ptr[i]) * 1099511628211u;
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return (size_t)(h ^ h >> 29);
}

/* The slot of a key, or the empty one where it belongs. The table is never full. */
static cfn_slot *slot_of(const cfn_table *t, const void *owner, tnk_str name)
{
    for (size_t i = hash(owner, name);; i++) {
        cfn_slot *s = &t->slots[i & (t->cap - 1)];
        if (s->value == NULL || (s->owner == owner && cfn_same(s->name, name)))
            return s;
    }
}

const void *cfn_table_get(const cfn_table *t, const void *owner, tnk_str name)
{
    return t->cap == 0 ? NULL : slot_of(t, owner, name)->value;
}

static int grow(cfn *c, cfn_table *t)
{
    cfn_table next = { NULL, t->n, t->cap == 0 ? 64 : t->cap * 2 };
    next.slots = c->h->alloc(c->run, next.cap * sizeof *next.slots);
    if (next.slots == NULL) {
        c->u->failed = true;
        return -1;
    }
    for (size_t i = 0; i < t->cap; i++) {
        if (t->slots[i].value != NULL)
            *slot_of(&next, t->slots[i].owner, t->slots[i].name) = t->slots[i];
    }
    *t = next;
    return 0;
}

int cfn_table_set(cfn *c, cfn_table *t, const void *owner, tnk_str name, const void *value)
{
    if ((t->n + 1) * 4 > t->cap * 3 && grow(c, t) < 0)
        return -1;
    cfn_slot *s = slot_of(t, owner, name);
    t->n += s->value == NULL;
    *s = (cfn_slot){ owner, name, value };
    return 0;
}

/* All members of a map that was not asked before; of repeated names the last one stays. */
static void index_map(cfn *c, const tnk_value *map)
{
    size_t n = c->h->count(map);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *member = c->h->at(map, i);
        if (cfn_table_set(c, &c->u->index, map, c->h->key(c->run, member), member) < 0)
            return;
    }
}

const tnk_value *cfn_member(cfn *c, const tnk_value *map, tnk_str key)
{
    if (c->h->kind(map) != TNK_MAP)
        return NULL;
    if (c->h->count(map) <= SMALL_MAP)
        return c->h->get(c->run, map, key);
    /* The first member tells whether the map is indexed: its name is in the table then. */
    const tnk_value *first = c->h->at(map, 0);
    if (cfn_table_get(&c->u->index, map, c->h->key(c->run, first)) == NULL)
        index_map(c, map);
    return cfn_table_get(&c->u->index, map, key);
}
