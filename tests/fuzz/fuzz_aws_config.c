/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as an export of AWS Config: resources are well formed, and the collector never errs. */
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/collect/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    const tnk_unit_ctx *cx = ud;
    (void)by;
    if (r->address.len == 0 || r->names == NULL || r->n_names > 4 ||
        !tnk_value_is(r->value, TNK_MAP))
        abort();
    if (memchr(r->kind.ptr, ' ', r->kind.len) != NULL ||
        r->at.end > cx->sources.at[r->at.file]->text.len)
        abort();
    const tnk_value *part = tnk_value_get(cx->atoms, r->value, (tnk_str){ "configuration", 13 });
    if (part != NULL && !tnk_value_is(part, TNK_MAP) && !tnk_value_is(part, TNK_UNRESOLVED))
        abort();
    return 0;
}

static int reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)by;
    if (from.len == 0 || to.len == 0)
        abort();
    return 0;
}

static void diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has_place,
                 tnk_str msg)
{
    const tnk_unit_ctx *cx = ud;
    if (level > TNK_LEVEL_ERROR || path.len == 0 || msg.len == 0 ||
        memchr(msg.ptr, '\n', msg.len) != NULL)
        abort();
    if (has_place && at.end > cx->sources.at[at.file]->text.len)
        abort();
    if (tnk_str_starts(code, (tnk_str){ "collector-failed", 16 }))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tnk_str path = { "export.json", 11 }, text = { (const char *)data, size };
    tnk_unit_ctx cx = { .arena = tnk_arena_new((size_t)256 << 20), .atoms = tnk_atoms_new() };
    tnk_collect_sink sink = { &cx, resource, reference, diag };
    tnk_plugins *plugins = tnk_plugins_new();
    tnk_error err = { 0 };
    tnk_lang_set(TNK_LANG_EN, NULL);
    if (plugins == NULL || tnk_plugins_add(plugins, tenken_collector_v1(TNK_ABI), &err) != 0 ||
        tnk_tree_open_memory(&path, &text, 1, NULL, &cx.tree, &err) != 0 ||
        tnk_collect_unit(plugins, &cx, 1, &path, 1, &sink, &err) != 0)
        abort();
    tnk_tree_close(cx.tree);
    tnk_plugins_free(plugins);
    tnk_arena_free(cx.arena);
    tnk_atoms_free(cx.atoms);
    return 0;
}
