/* SPDX-License-Identifier: Apache-2.0
 * Atoms: interned strings, so that keys compare as numbers. The atoms of rules and models are made
 * once and stay; those of a unit are dropped by rewinding to a mark. */
#ifndef TNK_BASE_ATOMS_H
#define TNK_BASE_ATOMS_H

#include "tenken/value.h"

typedef struct tnk_atoms tnk_atoms;
typedef uint32_t tnk_atom;      /* 0 is no atom */

tnk_atoms *tnk_atoms_new(void);                        /* NULL: no memory */
void tnk_atoms_free(tnk_atoms *t);                     /* NULL is a no-op */
tnk_atom tnk_atoms_add(tnk_atoms *t, tnk_str s);        /* finds or makes; 0: no memory or 2^31 atoms */
tnk_atom tnk_atoms_find(const tnk_atoms *t, tnk_str s); /* 0: never seen */
tnk_str tnk_atoms_str(const tnk_atoms *t, tnk_atom a);  /* NUL-ended, borrowed; empty for 0 or unknown */
uint32_t tnk_atoms_count(const tnk_atoms *t);           /* highest atom in use; atoms are 1..count */

/* Atoms made after the mark vanish, their numbers are used again. Pointers from _str to them die. */
uint32_t tnk_atoms_mark(const tnk_atoms *t);
void tnk_atoms_rewind(tnk_atoms *t, uint32_t mark);

#endif
