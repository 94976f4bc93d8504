/* SPDX-License-Identifier: Apache-2.0
 * Memory of one unit, and texts under construction; see mem.h. */
#include "mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#if defined(__has_feature)
#define HAS(feature) __has_feature(feature)
#else
#define HAS(feature) 0
#endif

#if defined(__SANITIZE_ADDRESS__) || HAS(address_sanitizer)
enum { PIECE = 0, ALIGN = 8 };  /* each thing by itself, so that overruns are seen */
#else
enum { PIECE = 64 * 1024, ALIGN = 8 };
#endif

_Noreturn void tf_mem_fail(tf_mem *m)
{
    longjmp(*m->guard, 1);
}

bool tf_mem_try(tf_mem *m, void (*work)(void *ud), void *ud)
{
    jmp_buf here, *outer = m->guard;
    if (setjmp(here) != 0) {
        m->guard = outer;
        return false;
    }
    m->guard = &here;
    work(ud);
    m->guard = outer;
    return true;
}

void *tf_mem_get(tf_mem *m, size_t n)
{
    if (n > SIZE_MAX - ALIGN)
        tf_mem_fail(m);
    n = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    if (m->at != NULL && n <= (size_t)(m->end - m->at)) {
        void *p = m->at;
        m->at += n;
        return p;
    }
    bool own = PIECE == 0 || n > PIECE / 4;
    size_t want = own ? n : PIECE;
    char *p = m->more(m->ud, want);
    if (p == NULL)
        tf_mem_fail(m);
    if (!own) {        /* what is big gets a piece of its own */
        m->at = p + n;
        m->end = p + want;
    }
    return p;
}

void *tf_mem_array(tf_mem *m, size_t n, size_t size)
{
    size_t all;
    if (__builtin_mul_overflow(n, size, &all))
        tf_mem_fail(m);
    return tf_mem_get(m, all);
}

tnk_str tf_mem_str(tf_mem *m, tnk_str s)
{
    char *p = tf_mem_get(m, s.len + 1);
    if (s.len != 0)
        memcpy(p, s.ptr, s.len);
    return (tnk_str){ p, s.len };
}

void *tf_mem_grow(tf_mem *m, void *items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return items;
    size_t more = *cap != 0 ? *cap * 2 : 8;
    void *to = tf_mem_array(m, more, size);
    if (n != 0)
        memcpy(to, items, n * size);
    *cap = more;
    return to;
}

/* ---- texts ---- */

static void reserve(tf_buf *b, size_t n)
{
    if (n > SIZE_MAX / 4 - b->len)
        tf_mem_fail(b->mem);
    if (b->len + n + 1 <= b->cap)
        return;
    size_t cap = b->cap != 0 ? b->cap * 2 : 64;
    while (cap < b->len + n + 1)
        cap *= 2;
    char *to = tf_mem_get(b->mem, cap);
    if (b->len != 0)
        memcpy(to, b->at, b->len);
    b->at = to;
    b->cap = cap;
}

void tf_put(tf_buf *b, tnk_str s)
{
    reserve(b, s.len);
    if (s.len != 0)
        memcpy(b->at + b->len, s.ptr, s.len);
    b->len += s.len;
}

void tf_puts(tf_buf *b, const char *s)
{
    tf_put(b, tf_str(s));
}

void tf_putc(tf_buf *b, char c)
{
    tf_put(b, (tnk_str){ &c, 1 });
}

void tf_putf(tf_buf *b, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        reserve(b, (size_t)n);
        (void)vsnprintf(b->at + b->len, (size_t)n + 1, fmt, again);
        b->len += (size_t)n;
    }
    va_end(again);
}

tnk_str tf_take(tf_buf *b)
{
    reserve(b, 0);
    tnk_str s = { b->at, b->len };
    b->at[b->len] = '\0';
    b->at = NULL;
    b->len = b->cap = 0;
    return s;
}

tnk_str tf_concat(tf_mem *m, tnk_str a, tnk_str b)
{
    tf_buf out = { .mem = m };
    tf_put(&out, a);
    tf_put(&out, b);
    return tf_take(&out);
}
