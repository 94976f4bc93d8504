/* SPDX-License-Identifier: Apache-2.0
 * Small questions about tnk_str. */
#ifndef TNK_BASE_STR_H
#define TNK_BASE_STR_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "tenken/value.h"

/* A literal as tnk_str; also a static initialiser. */
#define TNK_S(lit) ((tnk_str){ "" lit, sizeof(lit) - 1 })

static inline tnk_str tnk_str_of(const char *s)  /* NULL gives the empty string */
{
    return (tnk_str){ s != NULL ? s : "", s != NULL ? strlen(s) : 0 };
}
static inline bool tnk_str_eq(tnk_str a, tnk_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool tnk_str_is(tnk_str a, const char *b)
{
    return tnk_str_eq(a, tnk_str_of(b));
}
static inline bool tnk_str_starts(tnk_str a, tnk_str head)
{
    return head.len == 0 || (a.len >= head.len && memcmp(a.ptr, head.ptr, head.len) == 0);
}
static inline bool tnk_str_ends(tnk_str a, tnk_str tail)
{
    return tail.len == 0
        || (a.len >= tail.len && memcmp(a.ptr + a.len - tail.len, tail.ptr, tail.len) == 0);
}
static inline tnk_str tnk_str_from(tnk_str a, size_t at)  /* the rest from byte `at`; at <= len */
{
    return (tnk_str){ a.ptr + at, a.len - at };
}
bool tnk_str_has(tnk_str a, tnk_str part);            /* contains; the empty part is in everything */
int tnk_str_cmp(tnk_str a, tnk_str b);                /* byte order, shorter first; <0, 0, >0 */
bool tnk_str_eq_nocase(tnk_str a, tnk_str b);         /* ASCII case only */
tnk_str tnk_str_trim(tnk_str a);                      /* without leading and trailing ASCII space */

/* Parse a whole decimal integer with optional sign. false leaves *ret alone. */
bool tnk_str_int(tnk_str a, int64_t *ret);

#endif
