/* SPDX-License-Identifier: Apache-2.0
 * What the parsers promise about every node, for the fuzz targets: it lies in the text, kinds are known,
 * text has bytes, keys are atoms, depth is bounded. */
#ifndef TNK_FUZZ_PLACES_H
#define TNK_FUZZ_PLACES_H

#include <stdlib.h>

#include "core/syntax/syntax.h"

enum { PLACES_MAX = 100000 };   /* nodes looked at: shared branches are met once a reference */

static inline void places(const tnk_reader *r, const tnk_value *v, uint32_t len, unsigned depth, unsigned *budget)
{
    if (depth == 0 || v->off > v->end || v->end > len || v->key_off > len || v->file != r->file)
        abort();
    if (v->kind < TNK_NULL || v->kind > TNK_MAP || v->key > tnk_atoms_count(r->atoms))
        abort();
    if ((v->kind == TNK_TEXT || v->kind == TNK_REAL) && v->n > 0 && v->u.text == NULL)
        abort();
    tnk_value_each(kid, v) {
        if ((kid->key != 0) != (v->kind == TNK_MAP))
            abort();
        if (*budget > 0)
            --*budget, places(r, kid, len, depth - 1, budget);
    }
}

typedef int (*places_parse)(const tnk_reader *, tnk_str, unsigned flags, tnk_value *, tnk_error *);

static inline void places_warned(void *ud, const char *code, tnk_span at, const char *msg)
{
    if (code[0] == '\0' || msg[0] == '\0' || at.off > at.end || at.end > *(uint32_t *)ud)
        abort();
}

/* One input through one parser: a tree that keeps the promises or an error that says something. */
static inline void places_run(places_parse parse, const uint8_t *data, uint32_t size, unsigned flags, unsigned depth)
{
    char *copy = malloc(size + !size);
    tnk_arena *arena = tnk_arena_new((size_t)64 << 20);
    tnk_atoms *atoms = tnk_atoms_new();
    tnk_reader r = { .arena = arena, .atoms = atoms, .file = 3, .warn = places_warned, .ud = &size };
    tnk_value v = { .kind = TNK_NONE };
    tnk_error err = { 0 };
    unsigned budget = PLACES_MAX;
    if (copy == NULL || arena == NULL || atoms == NULL)
        abort();
    if (size != 0)
        memcpy(copy, data, size);
    int rc = parse(&r, (tnk_str){ copy, size }, flags, &v, &err);
    if (rc != err.code || (rc != 0) != (err.msg[0] != '\0') || err.at.off > err.at.end || err.at.end > size)
        abort();
    if (rc == 0)
        places(&r, &v, size, depth, &budget);
    free(copy);
    tnk_atoms_free(atoms);
    tnk_arena_free(arena);
}

#endif
