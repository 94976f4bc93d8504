/* SPDX-License-Identifier: Apache-2.0
 * Open addressing, half full at most. Keys are numbers the host gave out (atoms, addresses of
 * nodes, serials), which no target can choose freely; see table.h. */
#include "core/collect/table.h"

struct tnk_table_slot {
    uint64_t key, value;
    bool used;
};

enum { FIRST = 32 };

static struct tnk_table_slot *probe(const tnk_table *t, uint64_t key)
{
    uint64_t h = key * 0x9E3779B97F4A7C15u;
    for (size_t i = (size_t)(h ^ h >> 32) & (t->size - 1);; i = (i + 1) & (t->size - 1)) {
        struct tnk_table_slot *s = &t->slots[i];
        if (!s->used || s->key == key)
            return s;
    }
}

static bool grow(tnk_table *t, tnk_arena *a)
{
    tnk_table more = { NULL, t->n, t->size != 0 ? t->size * 2 : FIRST };
    more.slots = tnk_arena_array(a, more.size, sizeof *more.slots);
    if (more.slots == NULL)
        return false;
    for (size_t i = 0; i < t->size; i++) {
        if (t->slots[i].used)
            *probe(&more, t->slots[i].key) = t->slots[i];
    }
    *t = more;
    return true;
}

uint64_t *tnk_table_at(tnk_table *t, tnk_arena *a, uint64_t key)
{
    if (t->n * 2 >= t->size && !grow(t, a))
        return NULL;
    struct tnk_table_slot *s = probe(t, key);
    if (!s->used) {
        *s = (struct tnk_table_slot){ key, 0, true };
        t->n++;
    }
    return &s->value;
}

const uint64_t *tnk_table_find(const tnk_table *t, uint64_t key)
{
    if (t->size == 0)
        return NULL;
    const struct tnk_table_slot *s = probe(t, key);
    return s->used ? &s->value : NULL;
}
