/* SPDX-License-Identifier: Apache-2.0
 * Which collectors claim a path. Every path of a target is asked about, so {a,b} are written out
 * once, the two common shapes ("*.tf", "main.tf") are compared without the glob matcher, and every
 * other glob only meets paths that end as it does. */
#define _GNU_SOURCE
#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/collect/registry.h"
#include "core/target/pattern.h"

static size_t find_any(tnk_str s, size_t from, const char *set)
{
    while (from < s.len && strchr(set, s.ptr[from]) == NULL)
        from++;
    return from;
}

/* The first {a,b} of a glob as [open, close]; false when there is none that may be written out:
 * within [...] and unclosed braces are left to the matcher. */
static bool find_braces(tnk_str g, size_t *open, size_t *close)
{
    *open = find_any(g, 0, "{[\\");
    if (*open == g.len || g.ptr[*open] != '{')
        return false;
    *close = find_any(g, *open + 1, "{}[\\");
    return *close < g.len && g.ptr[*close] == '}';
}

static struct tnk_matcher matcher_of(tnk_str g, uint32_t claim)
{
    struct tnk_matcher m = { g, { g.ptr, 0 }, claim, MATCH_GLOB };
    size_t tail = g.len;
    while (tail > 0 && strchr("*?[]{}\\/", g.ptr[tail - 1]) == NULL)
        tail--;
    m.tail = tnk_str_from(g, tail);
    if (tail == 0)
        m.how = MATCH_NAME;
    else if (tail == 1 && g.ptr[0] == '*')
        m.how = MATCH_TAIL;
    return m;
}

/* Appends the glob, or what its first {a,b} becomes, to the list. */
static int write_out(tnk_arena *a, struct tnk_matcher *list, uint32_t *n, tnk_str g, uint32_t claim)
{
    size_t open, close;
    if (!find_braces(g, &open, &close)) {
        if (*n == TNK_GLOBS_MAX)
            return TNK_ELIMIT;
        list[(*n)++] = matcher_of(g, claim);
        return TNK_OK;
    }
    for (size_t at = open + 1; at <= close;) {
        size_t comma = find_any(g, at, ",}");
        tnk_str s = tnk_arena_printf(a, "%.*s%.*s%.*s", (int)open, g.ptr, (int)(comma - at),
                                     g.ptr + at, (int)(g.len - close - 1), g.ptr + close + 1);
        if (s.ptr == NULL)
            return TNK_ENOMEM;
        if (*n == TNK_GLOBS_MAX)
            return TNK_ELIMIT;
        list[(*n)++] = (struct tnk_matcher){ s, { s.ptr, 0 }, claim, MATCH_GLOB };
        at = comma + 1;
    }
    return TNK_OK;
}

/* Writes out one glob: rounds over a list, since each takes away one pair of braces. */
static int make_one(tnk_arena *a, struct tnk_matcher *list, uint32_t *n, tnk_str g, uint32_t claim)
{
    uint32_t first = *n;
    size_t open, close;
    int rc = write_out(a, list, n, g, claim);
    while (rc == 0 && find_braces(list[first].glob, &open, &close)) {
        tnk_str next = list[first].glob;
        memmove(&list[first], &list[first + 1], (--*n - first) * sizeof *list);
        rc = write_out(a, list, n, next, claim);
    }
    for (uint32_t i = first; rc == 0 && i < *n; i++)
        list[i] = matcher_of(list[i].glob, claim);
    return rc;
}

int tnk_matchers_make(tnk_arena *a, struct tnk_entry *e, tnk_error *err)
{
    const tnk_collector *c = &e->pub.c;
    int rc = TNK_OK;
    uint32_t n = 0;
    struct tnk_matcher *list = tnk_arena_array(a, TNK_GLOBS_MAX, sizeof *list);
    if (list == NULL)
        rc = TNK_ENOMEM;
    for (uint32_t i = 0; rc == 0 && i < c->n_claims; i++)
        rc = make_one(a, list, &n, tnk_str_of(c->claims[i].glob), i);
    if (rc == TNK_ENOMEM)
        return tnk_fail_plain(err, rc, _("no memory for the claims of the collector %s"), c->name);
    if (rc != 0)
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("the claims of the collector %s make more than %d globs: shorten them"), c->name,
            TNK_GLOBS_MAX);
    e->matchers = list;
    e->n_matchers = n;
    return TNK_OK;
}

static bool matches(const struct tnk_matcher *m, tnk_str path, tnk_str name)
{
    if (m->how == MATCH_NAME)
        return tnk_str_eq(m->glob, name);
    if (!tnk_str_ends(path, m->tail))
        return false;
    return m->how == MATCH_TAIL || tnk_glob_match(m->glob, path);
}

static tnk_str last_name(tnk_str path)
{
    const char *slash = path.len != 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    return slash != NULL ? tnk_str_from(path, (size_t)(slash - path.ptr) + 1) : path;
}

uint64_t tnk_plugins_claim(const tnk_plugins *p, tnk_str path)
{
    uint64_t mask = 0;
    tnk_str name = last_name(path);
    for (size_t i = 0; i < p->n; i++) {
        const struct tnk_entry *e = &p->at[i];
        for (uint32_t k = 0; k < e->n_matchers; k++) {
            if (matches(&e->matchers[k], path, name)) {
                mask |= (uint64_t)1 << i;
                break;
            }
        }
    }
    return mask;
}

const tnk_claim *tnk_plugins_next_claim(const tnk_plugins *p, size_t i, tnk_str path, uint32_t from)
{
    const struct tnk_entry *e = &p->at[i];
    tnk_str name = last_name(path);
    for (uint32_t k = 0; k < e->n_matchers; k++) {
        if (e->matchers[k].claim >= from && matches(&e->matchers[k], path, name))
            return &e->pub.c.claims[e->matchers[k].claim];
    }
    return NULL;
}
