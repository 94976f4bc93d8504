/* SPDX-License-Identifier: Apache-2.0
 * See buf.h. */
#include "core/base/buf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void tnk_buf_free(tnk_buf *b)
{
    free(b->ptr);
    *b = (tnk_buf){ .max = b->max };
}

void tnk_buf_clear(tnk_buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->ptr != NULL)
        b->ptr[0] = '\0';
}

/* Makes room for n more bytes and the NUL; false once failed. */
static bool room(tnk_buf *b, size_t n)
{
    if (b->failed || n > SIZE_MAX / 4 || (b->max != 0 && n > b->max - b->len)) {
        b->failed = true;
        return false;
    }
    if (b->cap - b->len > n)
        return true;
    size_t cap = b->cap != 0 ? b->cap : 64;
    while (cap - b->len <= n)
        cap *= 2;
    char *p = realloc(b->ptr, cap);
    if (p == NULL) {
        b->failed = true;
        return false;
    }
    b->ptr = p;
    b->cap = cap;
    return true;
}

void tnk_buf_add(tnk_buf *b, tnk_str s)
{
    if (!room(b, s.len))
        return;
    if (s.len != 0)
        memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
    b->ptr[b->len] = '\0';
}

void tnk_buf_puts(tnk_buf *b, const char *s)
{
    tnk_buf_add(b, (tnk_str){ s, strlen(s) });
}

void tnk_buf_putc(tnk_buf *b, char c)
{
    tnk_buf_add(b, (tnk_str){ &c, 1 });
}

void tnk_buf_printf(tnk_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    if (n < 0)
        b->failed = true;
    else if (room(b, (size_t)n)) {
        vsnprintf(b->ptr + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
    va_end(ap);
}

tnk_str tnk_buf_str(const tnk_buf *b)
{
    return (tnk_str){ b->ptr != NULL ? b->ptr : "", b->len };
}
