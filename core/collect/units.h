/* SPDX-License-Identifier: Apache-2.0
 * Planning: which files are read together, by which collectors. */
#ifndef TNK_COLLECT_UNITS_H
#define TNK_COLLECT_UNITS_H

#include "core/collect/plugins.h"
#include "core/target/tree.h"

typedef struct tnk_unit_spec {
    uint64_t collectors;    /* bit i: tnk_plugins_at(i) */
    const uint32_t *files;  /* numbers in the tree, ascending; in the arena */
    uint32_t n_files;
} tnk_unit_spec;

typedef struct tnk_unit_list {
    tnk_unit_spec *at;
    uint32_t n, cap;
} tnk_unit_list;

typedef struct tnk_units {
    tnk_unit_list ready;    /* sorted: first file, then collectors */
    /* Claims of collectors that group files themselves, one entry each (a single bit): run
     * tnk_collect_plan() on it in a worker and give the units it names to tnk_units_add(). */
    tnk_unit_list plans;
    uint32_t claimed;       /* files that at least one collector claims by name */
} tnk_units;

/* Collectors that take each file alone share one unit a file, so it is parsed once; a collector
 * that takes directories gets one unit each. 0 or TNK_ENOMEM. */
int tnk_units_plan(const tnk_plugins *p, const tnk_tree *t, tnk_arena *a, tnk_units *ret,
                   tnk_error *err);

/* Add one unit of a plan: which are indices into plan->files, n of them, ascending. TNK_EINVAL when
 * one is out of range. Call tnk_units_sort() after the last. */
int tnk_units_add(tnk_units *u, tnk_arena *a, const tnk_unit_spec *plan, const uint32_t *which,
                  uint32_t n, tnk_error *err);
void tnk_units_sort(tnk_units *u);

#endif
