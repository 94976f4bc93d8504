/* SPDX-License-Identifier: Apache-2.0
 * Which characters a report may show as they are. Names and lines of a target are hostile: an
 * escape sequence rewrites a terminal, a bidirectional control shows text in another order than
 * it is read. */
#ifndef TNK_REPORT_SAFE_H
#define TNK_REPORT_SAFE_H

#include <stdbool.h>

#include "tenken/value.h"

#define TNK_SAFE_BAD "\xEF\xBF\xBD"     /* U+FFFD, for a byte that is not UTF-8 */

/* Not a control (C0, DEL, C1), not a bidirectional control or mark, not a line or paragraph
 * separator, not an invisible tag, not the byte order mark. */
bool tnk_safe_char(uint32_t c);

/* Decode one character of a non-empty s: its length, or 0 and *ret = U+FFFD for a bad byte. */
unsigned tnk_safe_next(tnk_str s, uint32_t *ret);

/* An unsafe character in plain letters: "\x1b", "\u202e". NUL-ended; returns the length. */
enum { TNK_SAFE_ESCAPE_MAX = 12 };
size_t tnk_safe_escape(uint32_t c, char ret[TNK_SAFE_ESCAPE_MAX]);

#endif
