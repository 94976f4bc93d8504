/* SPDX-License-Identifier: Apache-2.0
 * Arena: many small things that die together. One owner, one thread. With AddressSanitizer every
 * allocation is its own block, so overruns are seen. */
#ifndef TNK_BASE_ARENA_H
#define TNK_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "tenken/value.h"

typedef struct tnk_arena tnk_arena;

tnk_arena *tnk_arena_new(size_t max_bytes);  /* caps the sum of all live allocations; NULL: no memory */
void tnk_arena_free(tnk_arena *a);           /* NULL is a no-op */
void tnk_arena_reset(tnk_arena *a);          /* frees all contents, keeps the first block for reuse */
size_t tnk_arena_used(const tnk_arena *a);   /* bytes handed out since new or reset */

/* Zeroed, aligned for any type, valid until reset or free. NULL at the cap or out of memory.
 * n == 0 gives a valid pointer to nothing. */
void *tnk_arena_alloc(tnk_arena *a, size_t n);

/* Room for count items of size; NULL also when the product overflows. */
void *tnk_arena_array(tnk_arena *a, size_t count, size_t size);

/* A NUL-ended copy; .ptr is NULL when memory runs out. */
tnk_str tnk_arena_str(tnk_arena *a, tnk_str s);

/* printf into the arena; .ptr is NULL when memory runs out. */
__attribute__((format(printf, 2, 3)))
tnk_str tnk_arena_printf(tnk_arena *a, const char *fmt, ...);

#endif
