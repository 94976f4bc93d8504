/* SPDX-License-Identifier: Apache-2.0
 * Planning units; see units.h. */
#define _GNU_SOURCE
#include "core/collect/units.h"

#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/base/str.h"

struct files {              /* what one collector claims */
    uint32_t *at;
    uint32_t n, cap;
};

/* Doubles a list when it is full. NULL: no memory; else where it is now. */
static void *room(tnk_arena *a, void *at, uint32_t n, uint32_t *cap, size_t size)
{
    if (n < *cap)
        return at;
    uint32_t more = *cap != 0 ? *cap * 2 : 16;
    void *to = more > n ? tnk_arena_array(a, more, size) : NULL;
    if (to == NULL)
        return NULL;
    if (n != 0)
        memcpy(to, at, n * size);
    *cap = more;
    return to;
}

static bool add_file(tnk_arena *a, struct files *f, uint32_t file)
{
    uint32_t *at = room(a, f->at, f->n, &f->cap, sizeof *at);
    if (at == NULL)
        return false;
    f->at = at;
    f->at[f->n++] = file;
    return true;
}

static bool add_unit(tnk_arena *a, tnk_unit_list *l, uint64_t mask, const uint32_t *files,
                     uint32_t n)
{
    tnk_unit_spec *at = room(a, l->at, l->n, &l->cap, sizeof *at);
    if (at == NULL)
        return false;
    l->at = at;
    l->at[l->n++] = (tnk_unit_spec){ mask, files, n };
    return true;
}

static bool add_single(tnk_arena *a, tnk_unit_list *l, uint64_t mask, uint32_t file)
{
    uint32_t *at = tnk_arena_array(a, 1, sizeof *at);
    if (at == NULL)
        return false;
    *at = file;
    return add_unit(a, l, mask, at, 1);
}

static tnk_str folder_of(const tnk_tree *t, uint32_t file)
{
    tnk_str path = tnk_tree_path(t, file);
    const char *slash = path.len != 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    return (tnk_str){ path.ptr, slash != NULL ? (size_t)(slash - path.ptr) : 0 };
}

static int by_folder(const void *x, const void *y, void *tree)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    int order = tnk_str_cmp(folder_of(tree, a), folder_of(tree, b));
    return order != 0 ? order : (a > b) - (a < b);
}

static bool add_folders(const tnk_tree *t, tnk_arena *a, tnk_unit_list *l, uint64_t mask,
                        struct files *f)
{
    qsort_r(f->at, f->n, sizeof *f->at, by_folder, (void *)t);
    for (uint32_t from = 0, to; from < f->n; from = to) {
        tnk_str folder = folder_of(t, f->at[from]);
        for (to = from + 1; to < f->n && tnk_str_eq(folder, folder_of(t, f->at[to]));)
            to++;
        if (!add_unit(a, l, mask, f->at + from, to - from))
            return false;
    }
    return true;
}

/* Asks about every file: fills of[i] for collectors that group, and makes the units of those that
 * do not. */
static bool claim_all(const tnk_plugins *p, const tnk_tree *t, tnk_arena *a, tnk_units *u,
                      struct files of[TNK_PLUGINS_MAX])
{
    uint64_t alone = 0;
    for (size_t i = 0; i < tnk_plugins_count(p); i++) {
        if (tnk_plugins_at(p, i)->c.group == TNK_GROUP_FILE)
            alone |= (uint64_t)1 << i;
    }
    for (size_t k = 0; k < tnk_tree_count(t); k++) {
        uint64_t mask = tnk_plugins_claim(p, tnk_tree_path(t, k));
        u->claimed += mask != 0;
        if ((mask & alone) != 0 && !add_single(a, &u->ready, mask & alone, (uint32_t)k))
            return false;
        for (uint64_t rest = mask & ~alone; rest != 0; rest &= rest - 1) {
            if (!add_file(a, &of[__builtin_ctzll(rest)], (uint32_t)k))
                return false;
        }
    }
    return true;
}

int tnk_units_plan(const tnk_plugins *p, const tnk_tree *t, tnk_arena *a, tnk_units *ret,
                   tnk_error *err)
{
    tnk_units u = { 0 };
    struct files of[TNK_PLUGINS_MAX] = { 0 };
    bool good = claim_all(p, t, a, &u, of);
    for (size_t i = 0; good && i < tnk_plugins_count(p); i++) {
        uint64_t bit = (uint64_t)1 << i;
        if (of[i].n == 0)
            continue;
        if (tnk_plugins_at(p, i)->c.group == TNK_GROUP_DIRECTORY)
            good = add_folders(t, a, &u.ready, bit, &of[i]);
        else
            good = add_unit(a, &u.plans, bit, of[i].at, of[i].n);
    }
    if (!good)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory to plan the scan of %zu files"),
                              tnk_tree_count(t));
    tnk_units_sort(&u);
    *ret = u;
    return TNK_OK;
}

int tnk_units_add(tnk_units *u, tnk_arena *a, const tnk_unit_spec *plan, const uint32_t *which,
                  uint32_t n, tnk_error *err)
{
    uint32_t *files = tnk_arena_array(a, n, sizeof *files);
    if (files == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory to plan a unit of %u files"), n);
    for (uint32_t i = 0; i < n; i++) {
        if (which[i] >= plan->n_files || (i > 0 && which[i] <= which[i - 1]))
            return tnk_fail_plain(err, TNK_EINVAL, _("a plan names a file it was not given"));
        files[i] = plan->files[which[i]];
    }
    if (n == 0)
        return tnk_fail_plain(err, TNK_EINVAL, _("a plan names a unit without files"));
    if (!add_unit(a, &u->ready, plan->collectors, files, n))
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory to plan a unit of %u files"), n);
    return TNK_OK;
}

static int by_files(const void *x, const void *y)
{
    const tnk_unit_spec *a = x, *b = y;
    for (uint32_t i = 0; i < a->n_files && i < b->n_files; i++) {
        if (a->files[i] != b->files[i])
            return a->files[i] < b->files[i] ? -1 : 1;
    }
    return (a->n_files > b->n_files) - (a->n_files < b->n_files);
}

/* Sorted, and the same files are read once for all collectors that want them. */
void tnk_units_sort(tnk_units *u)
{
    tnk_unit_list *l = &u->ready;
    uint32_t n = 0;
    if (l->n < 2)
        return;
    qsort(l->at, l->n, sizeof *l->at, by_files);
    for (uint32_t i = 1; i < l->n; i++) {
        if (by_files(&l->at[n], &l->at[i]) == 0)
            l->at[n].collectors |= l->at[i].collectors;
        else
            l->at[++n] = l->at[i];
    }
    l->n = n + 1;
}
