/* SPDX-License-Identifier: Apache-2.0
 * Loads one plugin as tenken does and shows what it makes of one file.
 * usage: abi_load PLUGIN.so FILE */
#include <stdio.h>
#include <string.h>

#include "core/collect/collect.h"

static int show_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    (void)ud, (void)by;
    printf("%s %s %u-%u\n", r->kind.ptr, r->address.ptr, r->at.off, r->at.end);
    return 0;
}

static int show_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud;
    printf("%s %s -> %s\n", from.ptr, by.ptr, to.ptr);
    return 0;
}

static void show_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    (void)ud, (void)at, (void)has_place;
    printf("%u %.*s %.*s: %.*s\n", level, (int)code.len, code.ptr, (int)path.len, path.ptr,
           (int)msg.len, msg.ptr);
}

static int run(tnk_plugins *p, tnk_tree *t, tnk_error *err)
{
    static const tnk_collect_sink sink = { NULL, show_resource, show_reference, show_diag };
    tnk_unit_ctx cx = { .tree = t,
                        .arena = tnk_arena_new((size_t)64 << 20),
                        .atoms = tnk_atoms_new() };
    tnk_str path = tnk_tree_path(t, 0);
    int rc = tnk_collect_unit(p, &cx, tnk_plugins_claim(p, path), &path, 1, &sink, err);
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
    return rc;
}

int main(int argc, char **argv)
{
    tnk_error err = { 0 };
    tnk_tree *t = NULL;
    tnk_plugins *p = tnk_plugins_new();
    int rc = argc == 3 && p != NULL
                 ? 0
                 : tnk_fail_plain(&err, TNK_EINVAL, "usage: abi_load PLUGIN.so FILE");
    if (rc == 0)
        rc = tnk_plugins_load(p, argv[1], &err);
    if (rc == 0)
        rc = tnk_tree_open(argv[2], &(tnk_tree_options){ 0 }, &t, &err);
    if (rc == 0)
        rc = run(p, t, &err);
    if (rc != 0)
        fprintf(stderr, "%s\n", err.msg);
    tnk_tree_close(t);
    tnk_plugins_free(p);
    return rc != 0;
}
