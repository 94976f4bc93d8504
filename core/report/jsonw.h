/* SPDX-License-Identifier: Apache-2.0
 * Writes JSON into a buffer, indented by two spaces, keys in the order they are given. Bytes
 * that are not UTF-8 become U+FFFD; characters that could steer a terminal or hide text are
 * written as \u escapes. A failed buffer stays failed: check it once at the end. */
#ifndef TNK_REPORT_JSONW_H
#define TNK_REPORT_JSONW_H

#include "core/base/buf.h"
#include "core/rule/rule.h"

enum { TNK_JSONW_DEPTH_MAX = 32 };

typedef struct tnk_jsonw {
    tnk_buf *out;
    unsigned depth;
    struct { char close; bool filled; } open[TNK_JSONW_DEPTH_MAX];
} tnk_jsonw;

tnk_jsonw tnk_jsonw_on(tnk_buf *out);

/* key is NULL inside a list and for the root. Deeper than TNK_JSONW_DEPTH_MAX fails the buffer. */
void tnk_jsonw_map(tnk_jsonw *w, const char *key);
void tnk_jsonw_list(tnk_jsonw *w, const char *key);
void tnk_jsonw_end(tnk_jsonw *w);   /* of the innermost map or list; after the root's a line feed */

void tnk_jsonw_str(tnk_jsonw *w, const char *key, tnk_str s);
void tnk_jsonw_text(tnk_jsonw *w, const char *key, const char *s);
void tnk_jsonw_uint(tnk_jsonw *w, const char *key, uint64_t n);
void tnk_jsonw_flag(tnk_jsonw *w, const char *key, bool f);
void tnk_jsonw_null(tnk_jsonw *w, const char *key);
/* The empty string becomes null. */
void tnk_jsonw_str_or_null(tnk_jsonw *w, const char *key, tnk_str s);
void tnk_jsonw_strs(tnk_jsonw *w, const char *key, tnk_strs list);

#endif
