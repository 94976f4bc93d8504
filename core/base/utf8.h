/* SPDX-License-Identifier: Apache-2.0
 * UTF-8: checking, decoding, cutting. */
#ifndef TNK_BASE_UTF8_H
#define TNK_BASE_UTF8_H

#include <stdint.h>

#include "tenken/value.h"

/* Decode one character at s.ptr. Returns its length 1..4 and sets *ret, or 0 when the bytes are not
 * UTF-8 there (overlong, surrogate, past U+10FFFF, cut short, empty). */
unsigned tnk_utf8_next(tnk_str s, uint32_t *ret);

/* Write one character (at most 4 bytes) to out; returns the bytes written, 0 for an invalid one. */
unsigned tnk_utf8_put(uint32_t c, char *out);

/* Offset of the first byte that is not valid UTF-8; s.len when all is well. */
size_t tnk_utf8_bad(tnk_str s);

/* s.len without a character that is cut short at the very end. */
size_t tnk_utf8_cut(tnk_str s);

#endif
