/* SPDX-License-Identifier: Apache-2.0
 * See bench.h. */
#include "tests/unit/collect/bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

enum { FILES_MAX = 16 };

static int on_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    struct bench *b = ud;
    assert_non_null(by);
    tnk_buf_printf(&b->log, "resource %s %s %u:%u-%u", r->kind.ptr, r->address.ptr, r->at.file,
                   r->at.off, r->at.end);
    for (size_t i = 0; i < r->n_names; i++)
        tnk_buf_printf(&b->log, "%s%s", i == 0 ? " " : ",", r->names[i].ptr);
    for (size_t i = 0; i < r->n_via; i++)
        tnk_buf_printf(&b->log, "%s%u:%u-%u", i == 0 ? " via " : ",", r->via[i].file, r->via[i].off,
                       r->via[i].end);
    tnk_buf_putc(&b->log, '\n');
    return b->sink_rc;
}

static int on_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    struct bench *b = ud;
    tnk_buf_printf(&b->log, "reference %s %s %s\n", from.ptr, by.ptr, to.ptr);
    return b->sink_rc;
}

static void on_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                    bool has_place, tnk_str msg)
{
    struct bench *b = ud;
    tnk_buf_printf(&b->log, "diag %u %.*s %.*s", level, (int)code.len, code.ptr, (int)path.len,
                   path.ptr);
    if (has_place)
        tnk_buf_printf(&b->log, " %u:%u-%u", at.file, at.off, at.end);
    tnk_buf_printf(&b->log, " %.*s\n", (int)msg.len, msg.ptr);
}

const tnk_collect_sink bench_sink = { NULL, on_resource, on_reference, on_diag };

void bench_open(struct bench *b, const char *const *files, size_t memory)
{
    tnk_str paths[FILES_MAX], contents[FILES_MAX];
    tnk_error err = { 0 };
    size_t n = 0;
    *b = (struct bench){ .log = TNK_BUF_INIT };
    for (; files[2 * n] != NULL; n++) {
        assert_true(n < FILES_MAX);
        paths[n] = tnk_str_of(files[2 * n]);
        contents[n] = tnk_str_of(files[2 * n + 1]);
    }
    assert_int_equal(tnk_tree_open_memory(paths, contents, n, &(tnk_tree_options){ 0 }, &b->tree,
                                          &err),
                     0);
    b->plugins = tnk_plugins_new();
    b->cx = (tnk_unit_ctx){ .tree = b->tree,
                            .arena = tnk_arena_new(memory != 0 ? memory : (size_t)64 << 20),
                            .atoms = tnk_atoms_new() };
    assert_true(b->plugins != NULL && b->cx.arena != NULL && b->cx.atoms != NULL);
}

void bench_add(struct bench *b, const tnk_collector *c)
{
    tnk_error err = { 0 };
    tnk_plugins_add(b->plugins, c, &err);
    assert_string_equal(err.msg, "");
}

void bench_run_paths(struct bench *b, uint64_t mask, const tnk_str *paths, size_t n)
{
    tnk_error err = { 0 };
    tnk_collect_sink sink = bench_sink;
    sink.ud = b;
    tnk_buf_clear(&b->log);
    tnk_buf_puts(&b->log, "");
    assert_int_equal(tnk_collect_unit(b->plugins, &b->cx, mask, paths, n, &sink, &err), 0);
}

void bench_run(struct bench *b, uint64_t mask)
{
    tnk_str paths[FILES_MAX];
    size_t n = tnk_tree_count(b->tree);
    for (size_t i = 0; i < n; i++)
        paths[i] = tnk_tree_path(b->tree, i);
    bench_run_paths(b, mask, paths, n);
}

void bench_close(struct bench *b)
{
    tnk_tree_close(b->tree);
    tnk_plugins_free(b->plugins);
    tnk_arena_free(b->cx.arena);
    tnk_atoms_free(b->cx.atoms);
    tnk_buf_free(&b->log);
}
