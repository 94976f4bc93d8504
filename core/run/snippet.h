/* SPDX-License-Identifier: Apache-2.0
 * The lines of a source around a finding. */
#ifndef TNK_RUN_SNIPPET_H
#define TNK_RUN_SNIPPET_H

#include <stdbool.h>

#include "core/value/source.h"

typedef struct tnk_mask { uint32_t file, off, end; } tnk_mask;     /* bytes of a source nobody may see */

/* Up to TNK_SNIPPET_LINES lines with `at`'s first line among them, joined by \n, in the arena. Very long lines
 * are cut at their end; the one that `at` is on also at its start, where it has to be: *skip is how many
 * characters are missing there. *first is the number of the first line. Characters under a mask (sorted by
 * file, off) are shown as *. Bytes that are no UTF-8 become U+FFFD. Empty when memory runs out. */
tnk_str tnk_snippet(tnk_source *src, tnk_arena *a, tnk_span at, const tnk_mask *masks, uint32_t n_masks,
                    uint32_t *first, uint32_t *skip);

#endif
