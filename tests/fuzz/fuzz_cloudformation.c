/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as a template, JSON or YAML by their first byte, with a child template beside it (what
 * follows a line "%%"). Every value handed over lies in its source, unresolved ones say why, the
 * work is bounded, and a second run gives the same. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/collect/collect.h"

enum { SECONDS_MAX = 20, NODES_MAX = 200000 };  /* shared branches are met once a reference */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    tnk_unit_ctx *cx;
    size_t resources, diags, budget;
    uint64_t sum;           /* of everything handed over, to compare runs */
} seen;

static void mix(seen *s, tnk_str text)
{
    for (size_t i = 0; i < text.len; i++)
        s->sum = s->sum * 1099511628211u + (unsigned char)text.ptr[i];
}

static void check_place(const seen *s, tnk_span at)
{
    if (at.file >= s->cx->sources.n || at.off > at.end ||
        at.end > s->cx->sources.at[at.file]->text.len)
        abort();
}

static void check_value(seen *s, const tnk_value *v)
{
    if (s->budget == 0)
        return;
    s->budget--;
    check_place(s, tnk_value_span(v));
    if (v->kind < TNK_NULL || v->kind > TNK_UNRESOLVED)
        abort();
    if (v->kind == TNK_UNRESOLVED) {
        if (v->u.unknown->why < TNK_WHY_INPUT || v->u.unknown->why > TNK_WHY_INVALID ||
            v->u.unknown->reason.len == 0)
            abort();
        mix(s, v->u.unknown->reason);
    }
    mix(s, tnk_value_text(v));
    tnk_value_each(child, v)
        check_value(s, child);
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
        strstr(msg.ptr, "members when written out") == NULL)
        abort();
    s->diags++;
    mix(s, msg);
}

static uint64_t run(tnk_plugins *p, tnk_tree *tree, tnk_str path)
{
    tnk_unit_ctx cx = {
        .tree = tree, .arena = tnk_arena_new((size_t)256 << 20), .atoms = tnk_atoms_new()};
    seen s = { .cx = &cx, .budget = NODES_MAX };
    tnk_collect_sink sink = { &s, take_resource, take_reference, take_diag };
    tnk_error err = { 0 };
    if (cx.arena == NULL || cx.atoms == NULL)
        abort();
    if (tnk_collect_unit(p, &cx, tnk_plugins_claim(p, path), &path, 1, &sink, &err) != 0)
        abort();
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
    return s.sum + s.resources + s.diags;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bool json = size > 0 && (data[0] == '{' || data[0] == '[');
    tnk_str paths[2] = {json ? (tnk_str){"a.json", 6} : (tnk_str){"a.yaml", 6},
                        {"child.template", 14}};
    char *copy = malloc(size + 1);
    tnk_plugins *p = tnk_plugins_new();
    tnk_tree *tree = NULL;
    tnk_error err = { 0 };
    clock_t start = clock();
    if (copy == NULL || p == NULL || tnk_plugins_add(p, tenken_collector_v1(TNK_ABI), &err) != 0)
        abort();
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    const char *cut = strstr(copy, "\n%%\n");
    size_t n = cut != NULL ? (size_t)(cut - copy) : size;
    tnk_str texts[2] = {{copy, n}, {cut != NULL ? cut + 4 : "", cut != NULL ? size - n - 4 : 0}};
    if (tnk_tree_open_memory(paths, texts, 2, NULL, &tree, &err) != 0)
        abort();
    if (run(p, tree, paths[0]) != run(p, tree, paths[0]) ||
        (clock() - start) / CLOCKS_PER_SEC > SECONDS_MAX)
        abort();
    tnk_tree_close(tree);
    tnk_plugins_free(p);
    free(copy);
    return 0;
}
