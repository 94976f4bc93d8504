/* SPDX-License-Identifier: Apache-2.0
 * Memory of one unit: handed out in pieces, given back all at once. Asking never answers NULL: when the
 * cap is met, control goes back to where `guard` was set, and the unit is given up. So nothing that
 * must be freed by hand may be held across a call that allocates, unless losing it once is harmless. */
#ifndef TF_MEM_H
#define TF_MEM_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "tenken/value.h"

typedef struct tf_mem {
    void *(*more)(void *ud, size_t n);  /* zeroed bytes of any alignment, or NULL */
    void *ud;
    char *at, *end;                     /* what is left of the last piece */
    jmp_buf *guard;                     /* where to go when memory runs out; never NULL in use */
} tf_mem;

/* n zeroed bytes, aligned to 8. n == 0 gives a pointer that must not be read. */
void *tf_mem_get(tf_mem *m, size_t n);
/* The same for n things of a size; a product that overflows is out of memory. */
void *tf_mem_array(tf_mem *m, size_t n, size_t size);
/* A copy of bytes, with a NUL after them. */
tnk_str tf_mem_str(tf_mem *m, tnk_str s);
/* Room for one more in a growing array: gives the array, moved when it was full (doubling). */
void *tf_mem_grow(tf_mem *m, void *items, size_t n, size_t *cap, size_t size);
_Noreturn void tf_mem_fail(tf_mem *m);
/* Does work(ud) for somebody who holds what must be freed by hand: false when memory ran out on the way, so that the
 * caller can free it and then go on failing with tf_mem_fail(). */
bool tf_mem_try(tf_mem *m, void (*work)(void *ud), void *ud);

#define tf_new(m, type) ((type *)tf_mem_get(m, sizeof(type)))
#define tf_new_array(m, n, type) ((type *)tf_mem_array(m, n, sizeof(type)))

/* ---- texts ---- */
static inline tnk_str tf_str(const char *s)
{
    return (tnk_str){ s, strlen(s) };
}
static inline bool tf_eq(tnk_str a, tnk_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool tf_is(tnk_str a, const char *lit)
{
    return tf_eq(a, tf_str(lit));
}
static inline int tf_cmp(tnk_str a, tnk_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n != 0 ? memcmp(a.ptr, b.ptr, n) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Text under construction. */
typedef struct tf_buf {
    tf_mem *mem;
    char *at;
    size_t len, cap;
} tf_buf;
void tf_put(tf_buf *b, tnk_str s);
void tf_puts(tf_buf *b, const char *s);
void tf_putc(tf_buf *b, char c);
__attribute__((format(printf, 2, 3))) void tf_putf(tf_buf *b, const char *fmt, ...);
/* What was put, with a NUL after it; the buffer is empty afterwards. */
tnk_str tf_take(tf_buf *b);
tnk_str tf_concat(tf_mem *m, tnk_str a, tnk_str b);

#endif
