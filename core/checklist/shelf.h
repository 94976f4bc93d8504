/* SPDX-License-Identifier: Apache-2.0
 * Inside of tnk_catalogues, for the files of this room only. */
#ifndef TNK_CHECKLIST_SHELF_H
#define TNK_CHECKLIST_SHELF_H

#include "core/base/atoms.h"
#include "core/checklist/catalogue.h"

struct tnk_catalogues {
    tnk_arena *arena;
    tnk_atoms *ids; /* item ids and nothing else: atom a is item number a - 1 */
    const tnk_catalogue_item **items;       /* by number */
    uint32_t n_items, cap_items;
    tnk_catalogue *at;
    uint32_t n;
};

/* Reads text into *ret, which is new in c's arena and not yet on the shelf. Errors as
 * tnk_catalogues_add. */
int tnk_catalogue_parse(tnk_catalogues *c, tnk_str path, tnk_str text, tnk_catalogue *ret,
                        tnk_error *err);

#endif
