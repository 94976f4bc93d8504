/* SPDX-License-Identifier: Apache-2.0
 * Texts, diagnostics, and a hash table: exports are hostile, so nothing may be looked for row by
 * row. */
#include <stdio.h>

#include "awsconfig.h"

struct ac_slot {
    tnk_str key; /* .ptr is NULL: free */
    size_t number;
};

bool ac_starts(tnk_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.len >= n && memcmp(s.ptr, prefix, n) == 0;
}

tnk_str ac_join(ac *c, const tnk_str *parts, size_t n)
{
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        len += parts[i].len;
    char *p = c->h->alloc(c->run, len + 1), *to = p;
    if (p == NULL) {
        c->failed = true;
        return TNK_LIT("");
    }
    for (size_t i = 0; i < n; i++) {
        if (parts[i].len > 0)
            memcpy(to, parts[i].ptr, parts[i].len);
        to += parts[i].len;
    }
    return (tnk_str){ p, len };
}

tnk_str ac_number(ac *c, size_t n)
{
    char digits[24];
    snprintf(digits, sizeof digits, "%zu", n);
    return ac_join(c, ARGS({ digits, strlen(digits) }));
}

void ac_diag(ac *c, uint32_t level, const char *code, tnk_span at, const char *fmt,
             const tnk_str *args, size_t n)
{
    c->n_diags++;
    if (c->n_diags > AC_DIAGS_MAX)
        return;
    c->h->diag(c->run, level, (tnk_str){ code, strlen(code) }, c->h->format(c->run, fmt, args, n),
               at);
    if (c->n_diags == AC_DIAGS_MAX)
        c->h->diag(
            c->run, TNK_LEVEL_WARNING, TNK_LIT("aws-config-more-diagnostics"),
            c->h->format(c->run, tr(c, "further mistakes of this export are not listed"), NO_ARGS),
            at);
}

/* The addresses of tables differ from run to run, so nobody can prepare keys that meet. */
static size_t hash(const ac_table *t, tnk_str key)
{
    uint64_t h = 14695981039346656037u ^ (uintptr_t)t->slots;
    for (size_t i = 0; i < key.len; i++)
        h = (h ^ (unsigned char)key.ptr[i]) * 1099511628211u;
    h ^= h >> 32;
    h *= 0x9E3779B97F4A7C15u;
    return (size_t)(h ^ h >> 29);
}

static struct ac_slot *slot_of(const ac_table *t, tnk_str key)
{
    for (size_t i = hash(t, key);; i++) {
        struct ac_slot *s = &t->slots[i & (t->cap - 1)];
        if (s->key.ptr == NULL || ac_same(s->key, key))
            return s;
    }
}

static bool grow(ac *c, ac_table *t)
{
    ac_table next = { NULL, t->n, t->cap == 0 ? 64 : t->cap * 2 };
    next.slots = c->h->alloc(c->run, next.cap * sizeof *next.slots);
    if (next.slots == NULL) {
        c->failed = true;
        return false;
    }
    for (size_t i = 0; i < t->cap; i++) {
        if (t->slots[i].key.ptr != NULL)
            *slot_of(&next, t->slots[i].key) = t->slots[i];
    }
    *t = next;
    return true;
}

size_t *ac_table_at(ac *c, ac_table *t, tnk_str key)
{
    if ((t->n + 1) * 4 > t->cap * 3 && !grow(c, t))
        return NULL;
    struct ac_slot *s = slot_of(t, key);
    if (s->key.ptr == NULL) {
        s->key = key.ptr != NULL ? key : TNK_LIT("");
        t->n++;
    }
    return &s->number;
}
