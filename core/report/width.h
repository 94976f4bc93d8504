/* SPDX-License-Identifier: Apache-2.0
 * How many columns text takes on a terminal, and breaking it into lines by that measure. Own
 * tables: the answer does not depend on the machine's locale. Ambiguous characters count as
 * narrow. */
#ifndef TNK_REPORT_WIDTH_H
#define TNK_REPORT_WIDTH_H

#include "core/base/buf.h"

/* 0 for combining and format characters, 2 for East Asian wide ones, else 1. */
unsigned tnk_char_width(uint32_t c);
size_t tnk_text_width(tnk_str s);       /* of text that is shown as it is; a bad byte counts 1 */

/* Append text with every unsafe character as an escape of plain letters ("\x1b", "\u202e"),
 * white space characters as one blank and bad bytes as U+FFFD: what is appended is one line and
 * harmless. */
void tnk_show(tnk_buf *out, tnk_str s);

/* Append one paragraph of harmless text (from tnk_show), wrapped: the first line goes on at
 * column `col` (columns used already), the others start with `indent` blanks, none is wider than
 * `width`. Lines break at blanks and around wide characters, but not before closing or after
 * opening punctuation; a word that is longer than a whole line is cut. Ends with a line feed. */
void tnk_wrap(tnk_buf *out, tnk_str text, size_t col, size_t indent, size_t width);

#endif
