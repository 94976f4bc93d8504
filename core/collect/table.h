/* SPDX-License-Identifier: Apache-2.0
 * A map from number to number in an arena: what the host remembers of a unit. */
#ifndef TNK_COLLECT_TABLE_H
#define TNK_COLLECT_TABLE_H

#include <stdbool.h>

#include "core/base/arena.h"

typedef struct tnk_table {
    struct tnk_table_slot *slots;
    size_t n, size;
} tnk_table;

/* Where the value of key is, made as 0 when it is new; valid until the next _at. NULL: none. */
uint64_t *tnk_table_at(tnk_table *t, tnk_arena *a, uint64_t key);
const uint64_t *tnk_table_find(const tnk_table *t, uint64_t key);   /* NULL: not there */

#endif
