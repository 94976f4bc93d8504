/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as HCL: a file, an expression, a template. There is always a tree; every place in it lies inside the text
 * and inside that of its parent; every mistake has a place and words; what is broken is told; time is linear. */
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/hcl/check.h"

enum { SECONDS_MAX = 5, AT = 1000 };
#define MEMORY_MAX ((size_t)1 << 30)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct state {
    void *pieces;
    size_t bytes;
    tnk_span all;               /* where mistakes may be */
    unsigned told;
} state;

static void *more(void *ud, size_t n)
{
    state *s = ud;
    void **p = n < MEMORY_MAX - s->bytes ? calloc(1, n + 16) : NULL;
    if (p == NULL)
        return NULL;
    *p = s->pieces;
    s->pieces = p;
    s->bytes += n;
    return p + 2;
}

static void tell(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    state *s = ud;
    if (at.file != s->all.file || at.off > at.end || at.off < s->all.off || at.end > s->all.end)
        abort();
    if (strncmp(code, "hcl-", 4) != 0 || *msg == '\0' || arg.len > 64 || (arg.len != 0 && arg.ptr == NULL))
        abort();
    if (++s->told > HCL_DIAGS_MAX + 1)
        abort();
}

static void must(const char *wrong)
{
    if (wrong != NULL)
        abort();
}

/* What is broken was told. */
static void hold(const state *s, const hcl_expr *e)
{
    if ((e->kind == HCL_BAD) != (s->told != 0))
        abort();
}

static void run(hcl_ctx *c, state *s, tnk_str text)
{
    uint32_t n = (uint32_t)text.len;
    s->all = (tnk_span){ 1, 0, n };
    must(check_body(hcl_parse(c, text, 1), s->all));
    c->n_told = s->told = 0;
    s->all = (tnk_span){ 2, AT, AT + n };
    const hcl_expr *e = hcl_parse_expr(c, text, s->all);
    must(check_expr(e, s->all));
    hold(s, e);
    c->n_told = s->told = 0;
    e = hcl_parse_template(c, text, s->all, false);
    must(check_expr(e, s->all));
    hold(s, e);
    c->n_told = s->told = 0;
    s->all = (tnk_span){ 3, 5, 9 };
    e = hcl_parse_template(c, text, s->all, true);
    if (e->at.off != 5 || e->at.end != 9)
        abort();
    hold(s, e);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *copy = malloc(size + 1);
    clock_t start = clock();
    jmp_buf guard;
    state s = { 0 };
    tf_mem mem = { .more = more, .ud = &s, .guard = &guard };
    hcl_ctx c = { .mem = &mem, .tell = tell, .ud = &s };
    if (copy == NULL)
        abort();
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    if (setjmp(guard) == 0)
        run(&c, &s, (tnk_str){ copy, size });
    else if (size < 1000)
        abort();        /* so few bytes cannot need so much */
    for (void **p = s.pieces, **next; p != NULL; p = next) {
        next = *p;
        free(p);
    }
    if ((clock() - start) / CLOCKS_PER_SEC > SECONDS_MAX)
        abort();
    free(copy);
    return 0;
}
