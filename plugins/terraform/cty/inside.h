/* SPDX-License-Identifier: Apache-2.0
 * What the files of cty/ share among themselves. */
#ifndef CTY_INSIDE_H
#define CTY_INSIDE_H

#include "cty/cty.h"

/* A copy of s as NFC, bytes that are not UTF-8 as U+FFFD; text that is so already is handed back as it is
 * unless `copy`. */
tnk_str cty_nfc(cty_ctx *c, tnk_str s, bool copy);

/* The type without optional attributes and defaults, as values have it. */
const cty_type *cty_type_plain(cty_ctx *c, const cty_type *t);
bool cty_type_has_defaults(const cty_type *t);
uint64_t cty_type_hash(const cty_type *t);
uint32_t cty_type_weight(const cty_type *t);
static inline bool cty_is_primitive(const cty_type *t)
{
    return t->kind == CTY_BOOL || t->kind == CTY_NUMBER || t->kind == CTY_STRING;
}

/* Is there a conversion from one type to the other (that may still fail for one value or another)? */
bool cty_can_convert(cty_ctx *c, const cty_type *in, const cty_type *out);
/* The type that a value of type `in` has after conversion to `out`: `out` with its dynamic parts filled in. */
const cty_type *cty_converted_type(cty_ctx *c, const cty_type *in, const cty_type *out);

/* What an object's attributes that are not among its keys are; NULL for everything else. */
static inline const cty_unknown *cty_rest(const cty_value *v)
{
    return v->kind == CTY_OBJECT && v->state == CTY_KNOWN ? v->rest : NULL;
}

/* Position of a name among sorted ones, or n. */
uint32_t cty_find_name(const tnk_str *names, uint32_t n, tnk_str name);

/* Keys in order, of repeated ones the last: gives positions into keys, *n_ret of them. */
const uint32_t *cty_sort_keys(cty_ctx *c, const tnk_str *keys, size_t n, size_t *n_ret);

/* Appends what cty sorts sets of structures by. */
bool cty_set_key(cty_ctx *c, const cty_value *v, tf_buf *to);
/* Sorts and removes repeats, in place; the new count. */
size_t cty_set_arrange(cty_ctx *c, const cty_value **items, size_t n);

/* Ten digits, as Go prints "%g"; 40 bytes are enough. */
void cty_number_short(cty_num n, char *to, size_t size);

/* An unknown value of the type for the same reason as those of vs that are unknown. */
const cty_value *cty_unknown_from(cty_ctx *c, const cty_type *t, const cty_value *const *vs, size_t n);

#endif
