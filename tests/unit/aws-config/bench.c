/* SPDX-License-Identifier: Apache-2.0
 * The bench of the AWS Config tests; see bench.h. */
#include <string.h>

#include "tests/unit/aws-config/bench.h"

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    bench *b = ud;
    size_t skip = strlen(by->name) + 1, from = b->values.len;
    const tnk_value *v = r->value;
    b->n_resources++;
    tnk_buf_add(&b->resources, (tnk_str){ r->kind.ptr + skip, r->kind.len - skip });
    tnk_buf_putc(&b->resources, ' ');
    tnk_buf_add(&b->resources, r->address);
    for (size_t i = 0; i < r->n_names; i++) {
        tnk_buf_puts(&b->resources, i == 0 ? " =" : ",");
        tnk_buf_add(&b->resources, r->names[i]);
    }
    tnk_buf_putc(&b->resources, '\n');
    if (b->show != NULL)
        v = tnk_value_get(b->cx.atoms, v, (tnk_str){ b->show, strlen(b->show) });
    scan_write(&b->values, b->cx.atoms, v, true);
    tnk_buf_putc(&b->values, '\n');
    for (; from < b->values.len; from++)
        b->values.ptr[from] = b->values.ptr[from] == '"' ? '\'' : b->values.ptr[from];
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    bench *b = ud;
    tnk_buf_printf(&b->references, "%.*s > %.*s > %.*s\n", (int)from.len, from.ptr, (int)by.len,
                   by.ptr, (int)to.len, to.ptr);
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    static const char *const levels[] = { "note ", "warning ", "error " };
    bench *b = ud;
    assert_true(path.len > 0 && msg.len > 0);
    tnk_buf_puts(&b->diags, levels[level]);
    tnk_buf_add(&b->diags, code);
    tnk_buf_putc(&b->diags, '\n');
    if (has_place)
        tnk_buf_add(&b->places,
                    (tnk_str){ b->cx.sources.at[at.file]->text.ptr + at.off, at.end - at.off });
    tnk_buf_putc(&b->places, '\n');
}

void bench_run(bench *b, tnk_str text, const char *show)
{
    tnk_str path = { "export.json", 11 };
    tnk_error err = { 0 };
    *b = (bench){ .show = show };
    tnk_collect_sink sink = { b, take_resource, take_reference, take_diag };
    b->plugins = tnk_plugins_new();
    b->cx.arena = tnk_arena_new((size_t)1 << 30);
    b->cx.atoms = tnk_atoms_new();
    assert_non_null(b->plugins);
    assert_int_equal(tnk_plugins_add(b->plugins, tenken_collector_v1(TNK_ABI), &err), 0);
    assert_int_equal(tnk_tree_open_memory(&path, &text, 1, NULL, &b->cx.tree, &err), 0);
    assert_int_equal(tnk_collect_unit(b->plugins, &b->cx, 1, &path, 1, &sink, &err), 0);
}

void bench_free(bench *b)
{
    tnk_tree_close(b->cx.tree);
    tnk_plugins_free(b->plugins);
    tnk_arena_free(b->cx.arena);
    tnk_atoms_free(b->cx.atoms);
    tnk_buf_free(&b->resources);
    tnk_buf_free(&b->values);
    tnk_buf_free(&b->references);
    tnk_buf_free(&b->diags);
    tnk_buf_free(&b->places);
}

const char *bench_text(const tnk_buf *b)
{
    return b->ptr != NULL ? b->ptr : "";
}
