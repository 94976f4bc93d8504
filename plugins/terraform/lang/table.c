/* SPDX-License-Identifier: Apache-2.0
 * Names to things: open addressing, grown at half full. */
#include "lang/lang.h"

static uint64_t hash(tnk_str s)
{
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 1099511628211u;
    return h ^ h >> 29;
}

static tf_slot *find(const tf_table *t, tnk_str key)
{
    size_t at = hash(key) & (t->cap - 1);
    while (t->slots[at].item != NULL && !tf_eq(t->slots[at].key, key))
        at = (at + 1) & (t->cap - 1);
    return &t->slots[at];
}

void *tf_table_get(const tf_table *t, tnk_str key)
{
    return t->cap != 0 ? find(t, key)->item : NULL;
}

static void grow(tf_mem *m, tf_table *t)
{
    tf_table bigger = { .cap = t->cap != 0 ? t->cap * 2 : 8, .n = t->n };
    bigger.slots = tf_new_array(m, bigger.cap, tf_slot);
    for (size_t i = 0; i < t->cap; i++) {
        if (t->slots[i].item != NULL)
            *find(&bigger, t->slots[i].key) = t->slots[i];
    }
    *t = bigger;
}

void tf_table_set(tf_mem *m, tf_table *t, tnk_str key, void *item)
{
    if (2 * (t->n + 1) > t->cap)
        grow(m, t);
    tf_slot *slot = find(t, key);
    t->n += slot->item == NULL;
    *slot = (tf_slot){ key, item };
}
