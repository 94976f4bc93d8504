/* SPDX-License-Identifier: Apache-2.0
 * Open addressing with linear probing. Rewinding clears slots newest first, which is safe because no
 * older atom can have been pushed past a newer one: growing re-inserts in order of age. See atoms.h. */
#define _GNU_SOURCE
#include "core/base/atoms.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct entry {
    uint64_t hash;
    char *text;
    size_t len;
};

struct chunk {
    struct chunk *next;
    size_t fill, size;
    uint32_t first; /* the first atom whose text lies here */
    char data[];
};

struct tnk_atoms {
    uint64_t seed;         /* random: a target cannot choose keys that collide */
    uint32_t *slots;
    struct entry *entries; /* [0] unused */
    uint32_t n, cap, mask;
    struct chunk *chunks;
};

enum { FIRST_SLOTS = 4096, CHUNK = 32 * 1024 };

static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide m = (wide)a * b;
    return (uint64_t)m ^ (uint64_t)(m >> 64);
}

/* Keyed hash by folded 64x64 multiplications, eight bytes a step. */
static uint64_t hash_of(const tnk_atoms *t, tnk_str s)
{
    uint64_t h = t->seed ^ s.len, w;
    size_t i = 0;
    for (; s.len - i >= 8; i += 8) {
        memcpy(&w, s.ptr + i, 8);
        h = fold(h ^ w, 0x9E3779B97F4A7C15u ^ t->seed);
    }
    w = 0;
    if (s.len != i)
        memcpy(&w, s.ptr + i, s.len - i);
    return fold(h ^ w, 0xD6E8FEB86659FD93u ^ t->seed);
}

tnk_atoms *tnk_atoms_new(void)
{
    tnk_atoms *t = calloc(1, sizeof *t);
    if (t == NULL)
        return NULL;
    if (getrandom(&t->seed, sizeof t->seed, 0) != (ssize_t)sizeof t->seed)
        t->seed = (uint64_t)(uintptr_t)t * 0x9E3779B97F4A7C15u;
    t->slots = calloc(FIRST_SLOTS, sizeof *t->slots);
    t->cap = FIRST_SLOTS / 2;
    t->entries = calloc(t->cap + 1, sizeof *t->entries);
    t->mask = FIRST_SLOTS - 1;
    if (t->slots == NULL || t->entries == NULL) {
        tnk_atoms_free(t);
        return NULL;
    }
    return t;
}

void tnk_atoms_free(tnk_atoms *t)
{
    if (t == NULL)
        return;
    while (t->chunks != NULL) {
        struct chunk *next = t->chunks->next;
        free(t->chunks);
        t->chunks = next;
    }
    free(t->slots);
    free(t->entries);
    free(t);
}

/* The slot that holds s, or the empty one where it would go. */
static uint32_t probe(const tnk_atoms *t, tnk_str s, uint64_t hash)
{
    uint32_t i = (uint32_t)(hash ^ hash >> 32) & t->mask;
    for (;; i = (i + 1) & t->mask) {
        const struct entry *e = &t->entries[t->slots[i]];
        if (t->slots[i] == 0)
            return i;
        if (e->hash == hash && e->len == s.len && (s.len == 0 || memcmp(e->text, s.ptr, s.len) == 0))
            return i;
    }
}

static bool grow(tnk_atoms *t)
{
    uint32_t size = (t->mask + 1) * 2;
    if (size > (uint32_t)1 << 31)
        return false;
    uint32_t *slots = calloc(size, sizeof *slots);
    struct entry *entries = realloc(t->entries, ((size_t)size / 2 + 1) * sizeof *entries);
    if (entries != NULL)
        t->entries = entries;
    if (slots == NULL || entries == NULL) {
        free(slots);
        return false;
    }
    free(t->slots);
    t->slots = slots;
    t->mask = size - 1;
    t->cap = size / 2;
    for (uint32_t a = 1; a <= t->n; a++) {
        uint32_t i = (uint32_t)(entries[a].hash ^ entries[a].hash >> 32) & t->mask;
        while (slots[i] != 0)
            i = (i + 1) & t->mask;
        slots[i] = a;
    }
    return true;
}

static char *keep(tnk_atoms *t, tnk_str s)
{
    struct chunk *c = t->chunks;
    if (c == NULL || c->size - c->fill <= s.len) {
        size_t size = s.len + 1 > CHUNK ? s.len + 1 : CHUNK;
        c = malloc(sizeof *c + size);
        if (c == NULL)
            return NULL;
        *c = (struct chunk){ t->chunks, 0, size, t->n + 1 };
        t->chunks = c;
    }
    char *p = c->data + c->fill;
    if (s.len != 0)
        memcpy(p, s.ptr, s.len);
    p[s.len] = '\0';
    c->fill += s.len + 1;
    return p;
}

tnk_atom tnk_atoms_add(tnk_atoms *t, tnk_str s)
{
    uint64_t hash = hash_of(t, s);
    uint32_t i = probe(t, s, hash);
    if (t->slots[i] != 0)
        return t->slots[i];
    if (t->n == t->cap) {
        if (!grow(t))
            return 0;
        i = probe(t, s, hash);
    }
    char *text = keep(t, s);
    if (text == NULL)
        return 0;
    t->entries[++t->n] = (struct entry){ hash, text, s.len };
    t->slots[i] = t->n;
    return t->n;
}

tnk_atom tnk_atoms_find(const tnk_atoms *t, tnk_str s)
{
    return t->slots[probe(t, s, hash_of(t, s))];
}

tnk_str tnk_atoms_str(const tnk_atoms *t, tnk_atom a)
{
    if (a == 0 || a > t->n)
        return (tnk_str){ "", 0 };
    return (tnk_str){ t->entries[a].text, t->entries[a].len };
}

uint32_t tnk_atoms_count(const tnk_atoms *t)
{
    return t->n;
}

uint32_t tnk_atoms_mark(const tnk_atoms *t)
{
    return t->n;
}

void tnk_atoms_rewind(tnk_atoms *t, uint32_t mark)
{
    while (t->n > mark) {
        struct entry *e = &t->entries[t->n];
        t->slots[probe(t, (tnk_str){ e->text, e->len }, e->hash)] = 0;
        if (t->chunks != NULL && t->chunks->first == t->n) {
            struct chunk *next = t->chunks->next;
            free(t->chunks);
            t->chunks = next;
        } else {
            t->chunks->fill = (size_t)(e->text - t->chunks->data);
        }
        t->n--;
    }
}
