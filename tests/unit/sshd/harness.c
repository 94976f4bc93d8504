/* SPDX-License-Identifier: Apache-2.0
 * See harness.h. */
#include "tests/unit/sshd/harness.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { FILES_MAX = 32 };

static void show(tnk_buf *out, const tnk_value *v)
{
    switch (tnk_value_kind(v)) {
    case TNK_NONE: tnk_buf_puts(out, "absent"); break;
    case TNK_NULL: tnk_buf_puts(out, "null"); break;
    case TNK_BOOL: tnk_buf_puts(out, v->u.flag ? "true" : "false"); break;
    case TNK_INT: tnk_buf_printf(out, "%" PRId64, v->u.integer); break;
    case TNK_TEXT: tnk_buf_printf(out, "\"%.*s\"", (int)v->n, v->u.text); break;
    case TNK_UNRESOLVED:
        tnk_buf_printf(out, "?%u %s", v->u.unknown->why, v->u.unknown->reason.ptr);
        break;
    default:
        tnk_buf_putc(out, tnk_value_is(v, TNK_LIST) ? '[' : '{');
        tnk_value_each(child, v) {
            if (child != tnk_value_at(v, 0))
                tnk_buf_putc(out, ',');
            show(out, child);
        }
        tnk_buf_putc(out, tnk_value_is(v, TNK_LIST) ? ']' : '}');
    }
}

static void place(harness *h, tnk_buf *out, tnk_span at)
{
    tnk_source *s = h->cx.sources.at[at.file];
    tnk_position p = tnk_source_position(s, h->cx.arena, at.off);
    tnk_buf_printf(out, "%s:%u", s->path.ptr, p.line);
}

/* "criteria.user" goes down two maps. */
static const tnk_value *find(harness *h, const tnk_value *v, const char *key)
{
    while (v != NULL && *key != '\0') {
        size_t n = strcspn(key, ".");
        v = tnk_value_get(h->cx.atoms, v, (tnk_str){ key, n });
        key += n + (key[n] == '.');
    }
    return v;
}

static int on_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    harness *h = ud;
    (void)by;
    tnk_buf_printf(&h->resources, "%s|%s\n", r->kind.ptr, r->address.ptr);
    if (h->want_address == NULL || strcmp(r->address.ptr, h->want_address) != 0)
        return 0;
    const tnk_value *v = find(h, r->value, h->want_key);
    tnk_buf_clear(&h->answer);
    show(&h->answer, v);
    if (v != NULL) {
        tnk_buf_putc(&h->answer, ' ');
        place(h, &h->answer, tnk_value_span(v));
    }
    return 0;
}

static int on_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)from, (void)by, (void)to;
    return 0;
}

static void on_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                    bool has_place, tnk_str msg)
{
    harness *h = ud;
    (void)path;
    tnk_buf_printf(&h->diags, "%u %s ", level, code.ptr);
    if (has_place)
        place(h, &h->diags, at);
    tnk_buf_printf(&h->diags, " %s\n", msg.ptr);
}

struct planned {
    harness *h;
    const tnk_str *paths;
    tnk_str units[FILES_MAX][FILES_MAX];
    uint32_t n[FILES_MAX], n_units;
};

static int on_unit(void *ud, const uint32_t *which, uint32_t n)
{
    struct planned *p = ud;
    for (uint32_t i = 0; i < n; i++) {
        p->units[p->n_units][i] = p->paths[which[i]];
        tnk_buf_printf(&p->h->units, "%s%s", i == 0 ? "" : " ", p->paths[which[i]].ptr);
    }
    tnk_buf_putc(&p->h->units, '\n');
    p->n[p->n_units++] = n;
    return 0;
}

static void collect(harness *h, const tnk_str *claimed, size_t n)
{
    static struct planned plan;
    tnk_collect_sink sink = { h, on_resource, on_reference, on_diag };
    tnk_error err = { 0 };
    plan = (struct planned){ .h = h, .paths = claimed };
    assert_int_equal(
        tnk_collect_plan(h->plugins, &h->cx, 0, claimed, n, &sink, on_unit, &plan, &err), 0);
    for (uint32_t i = 0; i < plan.n_units; i++)
        assert_int_equal(tnk_collect_unit(h->plugins, &h->cx, 1, plan.units[i], plan.n[i], &sink,
                                          &err), 0);
}

void harness_run(harness *h, const char *const *files, const char *ask_address, const char *ask_key)
{
    static tnk_str paths[FILES_MAX], contents[FILES_MAX], claimed[FILES_MAX];
    tnk_error err = { 0 };
    size_t n = 0, n_claimed = 0;
    *h = (harness){ .want_address = ask_address, .want_key = ask_key };
    for (; files[2 * n] != NULL; n++) {
        assert_true(n < FILES_MAX);
        paths[n] = tnk_str_of(files[2 * n]);
        contents[n] = tnk_str_of(files[2 * n + 1]);
    }
    h->plugins = tnk_plugins_new();
    h->cx = (tnk_unit_ctx){ .arena = tnk_arena_new((size_t)256 << 20), .atoms = tnk_atoms_new() };
    assert_int_equal(tnk_plugins_add(h->plugins, tenken_collector_v1(TNK_ABI), &err), 0);
    assert_int_equal(tnk_tree_open_memory(paths, contents, n, NULL, &h->tree, &err), 0);
    h->cx.tree = h->tree;
    tnk_buf_puts(&h->answer, "no such resource");
    tnk_buf_puts(&h->diags, "");
    for (size_t i = 0; i < tnk_tree_count(h->tree); i++)
        if (tnk_plugins_claim(h->plugins, tnk_tree_path(h->tree, i)) != 0)
            claimed[n_claimed++] = tnk_tree_path(h->tree, i);
    collect(h, claimed, n_claimed);
}

void harness_close(harness *h)
{
    tnk_buf_free(&h->resources);
    tnk_buf_free(&h->units);
    tnk_buf_free(&h->diags);
    tnk_buf_free(&h->answer);
    tnk_tree_close(h->tree);
    tnk_plugins_free(h->plugins);
    tnk_atoms_free(h->cx.atoms);
    tnk_arena_free(h->cx.arena);
}
