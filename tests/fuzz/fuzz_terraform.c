/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a target for Terraform: files with a line "%% PATH" before each; what stands before
 * the first such line is main.tf, or plan.json when it begins with a brace. plan() and collect() as
 * a scan calls them. Every value handed over lies in its source, unresolved ones say why, the work
 * is bounded, and a second run gives the same. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/collect/collect.h"

enum {
    SECONDS_MAX = 40,
    NODES_MAX = 200000,
    FILES_MAX = 8,
    UNITS_MAX = 64
}; /* shared branches are met once a reference */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    tnk_unit_ctx cx;
    tnk_plugins *plugins;
    size_t resources, diags, budget, n_units;
    tnk_str paths[FILES_MAX];
    tnk_str units[UNITS_MAX][FILES_MAX];
    uint32_t sizes[UNITS_MAX];
    uint64_t sum; /* of everything handed over, to compare runs */
} seen;

static void mix(seen *s, tnk_str text)
{
    for (size_t i = 0; i < text.len; i++)
        s->sum = s->sum * 1099511628211u + (unsigned char)text.ptr[i];
}

static void check_place(const seen *s, tnk_span at)
{
    if (at.file >= s->cx.sources.n || at.off > at.end ||
        at.end > s->cx.sources.at[at.file]->text.len)
        abort();
}

static void check_unknown(seen *s, const tnk_unknown *u)
{
    if (u->why < TNK_WHY_INPUT || u->why > TNK_WHY_HIDDEN || u->reason.len == 0)
        abort();
    mix(s, u->reason);
    mix(s, u->known);
    for (uint32_t i = 0; i < u->n_refs; i++) {
        if (u->refs[i].len == 0)
            abort();
        mix(s, u->refs[i]);
    }
}

static void check_value(seen *s, const tnk_value *v)
{
    if (s->budget == 0)
        return;
    s->budget--;
    check_place(s, tnk_value_span(v));
    if (v->kind < TNK_NULL || v->kind > TNK_UNRESOLVED)
        abort();
    if (v->kind == TNK_UNRESOLVED)
        check_unknown(s, v->u.unknown);
    mix(s, tnk_value_text(v));
    tnk_value_each(child, v) check_value(s, child);
}

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    seen *s = ud;
    if (r->address.len == 0 || strncmp(r->kind.ptr, by->name, strlen(by->name)) != 0 ||
        !tnk_value_is(r->value, TNK_MAP))
        abort();
    s->resources++;
    mix(s, r->address);
    check_place(s, r->at);
    for (size_t i = 0; i < r->n_via; i++)
        check_place(s, r->via[i]);
    check_value(s, r->value);
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    seen *s = ud;
    mix(s, from);
    mix(s, by);
    mix(s, to);
    return 0;
}

/* The collector itself must never be the one that failed, but for what a hostile file may cost. */
static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    seen *s = ud;
    (void)level, (void)path;
    if (code.len == 0 || msg.len == 0)
        abort();
    if (has_place)
        check_place(s, at);
    if (code.len == 16 && memcmp(code.ptr, "collector-failed", 16) == 0 &&
        strstr(msg.ptr, "limit") == NULL && strstr(msg.ptr, "levels deep") == NULL &&
        strstr(msg.ptr, "members when written out") == NULL) {
        fprintf(stderr, "%.*s\n", (int)msg.len, msg.ptr);
        abort();
    }
    s->diags++;
    mix(s, msg);
}

static int take_unit(void *ud, const uint32_t *which, uint32_t n)
{
    seen *s = ud;
    if (s->n_units == UNITS_MAX)
        return 0;
    for (uint32_t i = 0; i < n; i++)
        s->units[s->n_units][i] = s->paths[which[i]];
    s->sizes[s->n_units++] = n;
    return 0;
}

static void begin(seen *s, tnk_tree *tree)
{
    s->cx = (tnk_unit_ctx){
        .tree = tree, .arena = tnk_arena_new((size_t)1 << 30), .atoms = tnk_atoms_new()};
    s->budget = NODES_MAX;
    if (s->cx.arena == NULL || s->cx.atoms == NULL)
        abort();
}

static void end(seen *s)
{
    tnk_atoms_free(s->cx.atoms);
    tnk_arena_free(s->cx.arena);
}

static uint64_t run(tnk_plugins *p, tnk_tree *tree)
{
    seen s = {.plugins = p};
    tnk_collect_sink sink = {&s, take_resource, take_reference, take_diag};
    tnk_error err = {0};
    size_t n = 0;
    for (size_t i = 0; i < tnk_tree_count(tree) && n < FILES_MAX; i++) {
        if (tnk_plugins_claim(p, tnk_tree_path(tree, i)) != 0)
            s.paths[n++] = tnk_tree_path(tree, i);
    }
    if (n == 0)
        return 0;
    begin(&s, tree);
    if (tnk_collect_plan(p, &s.cx, 0, s.paths, n, &sink, take_unit, &s, &err) != 0)
        abort();
    end(&s);
    for (size_t i = 0; i < s.n_units; i++) {
        begin(&s, tree);
        if (tnk_collect_unit(p, &s.cx, 1, s.units[i], s.sizes[i], &sink, &err) != 0)
            abort();
        end(&s);
    }
    return s.sum + s.resources + s.diags;
}

/* A name that a tree takes: no dots alone, no empty parts. */
static tnk_str clean(char *path, size_t n)
{
    size_t to = 0;
    for (size_t i = 0; i < n && i < 60; i++) {
        char c = path[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
        if (plain ||
            ((c == '.' || c == '/') && to > 0 && path[to - 1] != '/' && path[to - 1] != '.'))
            path[to++] = c;
    }
    while (to > 0 && (path[to - 1] == '/' || path[to - 1] == '.'))
        to--;
    return (tnk_str){path, to};
}

static size_t split(char *copy, size_t size, tnk_str *paths, tnk_str *texts)
{
    size_t n = 1, from = 0;
    paths[0] = size > 0 && copy[0] == '{' ? (tnk_str){"plan.json", 9} : (tnk_str){"main.tf", 7};
    for (size_t i = 0; i + 3 < size && n < FILES_MAX; i++) {
        if (memcmp(copy + i, "\n%% ", 4) != 0)
            continue;
        char *nl = memchr(copy + i + 4, '\n', size - i - 4);
        size_t stop = nl != NULL ? (size_t)(nl - copy) : size;
        texts[n - 1] = (tnk_str){copy + from, i + 1 - from};
        paths[n] = clean(copy + i + 4, stop - i - 4);
        from = stop < size ? stop + 1 : size;
        i = stop - 1;
        n += paths[n].len != 0;
    }
    texts[n - 1] = (tnk_str){copy + from, size - from};
    return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tnk_str paths[FILES_MAX + 1], texts[FILES_MAX + 1];
    char *copy = malloc(size + 1);
    tnk_plugins *p = tnk_plugins_new();
    tnk_tree *tree = NULL;
    tnk_error err = {0};
    clock_t start = clock();
    if (copy == NULL || p == NULL || tnk_plugins_add(p, tenken_collector_v1(TNK_ABI), &err) != 0)
        abort();
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    size_t n = split(copy, size, paths, texts);
    if (tnk_tree_open_memory(paths, texts, n, NULL, &tree, &err) == 0) {
        uint64_t first = run(p, tree);
        if (run(p, tree) != first || (clock() - start) / CLOCKS_PER_SEC > SECONDS_MAX)
            abort();
        tnk_tree_close(tree);
    }
    tnk_plugins_free(p);
    free(copy);
    return 0;
}
