/* SPDX-License-Identifier: Apache-2.0
 * A growing byte buffer with a cap and a sticky failure, so a run of appends is checked once. */
#ifndef TNK_BASE_BUF_H
#define TNK_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>

#include "tenken/value.h"

typedef struct tnk_buf {
    char *ptr;      /* NUL-ended when not NULL */
    size_t len, cap;
    size_t max;     /* 0: no cap but memory */
    bool failed;    /* no memory or past max: appends do nothing any more */
} tnk_buf;

#define TNK_BUF_INIT { NULL, 0, 0, 0, false }

void tnk_buf_free(tnk_buf *b);                 /* frees the bytes, not b; b is empty and usable after */
void tnk_buf_clear(tnk_buf *b);                /* forgets the contents and the failure, keeps the room */
void tnk_buf_add(tnk_buf *b, tnk_str s);
void tnk_buf_puts(tnk_buf *b, const char *s);
void tnk_buf_putc(tnk_buf *b, char c);
__attribute__((format(printf, 2, 3)))
void tnk_buf_printf(tnk_buf *b, const char *fmt, ...);
tnk_str tnk_buf_str(const tnk_buf *b);         /* borrowed until the next append */

#endif
