/* SPDX-License-Identifier: Apache-2.0
 * Memory for fuzzing what works in a tf_mem, and promises. */
#ifndef FUZZ_TF_HEAP_H
#define FUZZ_TF_HEAP_H

#include <stdlib.h>

#include "cty/cty.h"

enum { HEAP_MAX = 512 * 1024 * 1024 };

struct piece {
    struct piece *next;
    size_t unused;
};

typedef struct heap {
    struct piece *pieces;
    size_t bytes;
} heap;

static inline void *heap_more(void *ud, size_t n)
{
    heap *h = ud;
    struct piece *p = n <= HEAP_MAX - h->bytes ? calloc(1, sizeof *p + n) : NULL;
    if (p == NULL)
        return NULL;
    p->next = h->pieces;
    h->pieces = p;
    h->bytes += n;
    return p + 1;
}

static inline void heap_drop(heap *h)
{
    for (struct piece *p = h->pieces, *next; p != NULL; p = next) {
        next = p->next;
        free(p);
    }
}

static inline void must(bool promise)
{
    if (!promise)
        abort();
}

/* A failure is no answer, and has words on one line. */
static inline bool failed(cty_ctx *c, bool no_answer)
{
    must(no_answer == c->failed);
    must(!c->failed || (c->error[0] != '\0' && strchr(c->error, '\n') == NULL));
    must(strlen(c->error) < sizeof c->error);
    return c->failed;
}

#endif
