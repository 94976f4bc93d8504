/* SPDX-License-Identifier: Apache-2.0
 * Chunked bump allocation with a byte cap; see arena.h. */
#include "core/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
enum { BLOCK = 0 };             /* every allocation alone */
#else
enum { BLOCK = 64 * 1024 };
#endif

#define MAX_BLOCK ((size_t)1 << 20)

struct block {
    struct block *next;
    size_t size, fill;
    alignas(max_align_t) char data[];
};

struct tnk_arena {
    struct block *head;
    size_t used, max, grow;
};

tnk_arena *tnk_arena_new(size_t max_bytes)
{
    tnk_arena *a = calloc(1, sizeof *a);
    if (a != NULL)
        a->max = max_bytes, a->grow = BLOCK;
    return a;
}

static void drop(struct block *b)
{
    while (b != NULL) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

void tnk_arena_free(tnk_arena *a)
{
    if (a == NULL)
        return;
    drop(a->head);
    free(a);
}

void tnk_arena_reset(tnk_arena *a)
{
    struct block *keep = NULL;
    if (BLOCK != 0 && a->head != NULL) {
        while (a->head->next != NULL) {
            struct block *next = a->head->next;
            free(a->head);
            a->head = next;
        }
        keep = a->head;
        memset(keep->data, 0, keep->fill);
        keep->fill = 0;
    } else {
        drop(a->head);
    }
    a->head = keep;
    a->used = 0;
    a->grow = BLOCK;
}

size_t tnk_arena_used(const tnk_arena *a)
{
    return a->used;
}

static struct block *add_block(tnk_arena *a, size_t n)
{
    size_t size = n > a->grow ? n : a->grow;
    struct block *b = calloc(1, sizeof *b + size);
    if (b == NULL)
        return NULL;
    b->size = size;
    b->next = a->head;
    a->head = b;
    if (BLOCK != 0 && a->grow < MAX_BLOCK)
        a->grow *= 2;
    return b;
}

void *tnk_arena_alloc(tnk_arena *a, size_t n)
{
    const size_t unit = alignof(max_align_t);
    if (n > SIZE_MAX / 2)
        return NULL;
    n = (n + unit - 1) / unit * unit;
    if (n > a->max - a->used)
        return NULL;
    struct block *b = a->head;
    if (b == NULL || b->size - b->fill < n || BLOCK == 0) {
        b = add_block(a, n);
        if (b == NULL)
            return NULL;
    }
    void *p = b->data + b->fill;
    b->fill += n;
    a->used += n;
    return p;
}

void *tnk_arena_array(tnk_arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    return tnk_arena_alloc(a, count * size);
}

tnk_str tnk_arena_str(tnk_arena *a, tnk_str s)
{
    char *p = tnk_arena_alloc(a, s.len + 1);
    if (p != NULL && s.len != 0)
        memcpy(p, s.ptr, s.len);
    return (tnk_str){ p, p != NULL ? s.len : 0 };
}

tnk_str tnk_arena_printf(tnk_arena *a, const char *fmt, ...)
{
    va_list ap, again;
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *p = n < 0 ? NULL : tnk_arena_alloc(a, (size_t)n + 1);
    if (p != NULL)
        vsnprintf(p, (size_t)n + 1, fmt, again);
    va_end(again);
    va_end(ap);
    return (tnk_str){ p, p != NULL ? (size_t)n : 0 };
}
