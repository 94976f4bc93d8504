/* SPDX-License-Identifier: Apache-2.0
 * The bench of the CloudFormation tests; see scan.h. */
#include <string.h>

#include "tests/unit/cloudformation/scan.h"

static void write_text(tnk_buf *out, tnk_str s)
{
    tnk_buf_putc(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '"' || s.ptr[i] == '\\')
            tnk_buf_putc(out, '\\');
        if (s.ptr[i] == '\n')
            tnk_buf_puts(out, "\\n");
        else
            tnk_buf_putc(out, s.ptr[i]);
    }
    tnk_buf_putc(out, '"');
}

static void write_unknown(tnk_buf *out, const tnk_unknown *u)
{
    static const char *const why[] = {"?",         "?input",       "?reference", "?secret",
                                      "?external", "?unsupported", "?invalid", "?hidden"};
    tnk_buf_puts(out, why[u->why <= TNK_WHY_HIDDEN ? u->why : 0]);
    for (uint32_t i = 0; i < u->n_refs; i++) {
        tnk_buf_putc(out, i == 0 ? '(' : ',');
        tnk_buf_add(out, u->refs[i]);
    }
    tnk_buf_puts(out, u->n_refs > 0 ? ")" : "");
}

static void write_children(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v, bool about)
{
    bool map = tnk_value_is(v, TNK_MAP), first = true;
    tnk_buf_putc(out, map ? '{' : '[');
    tnk_value_each(child, v) {
        tnk_str key = tnk_atoms_str(atoms, child->key);
        if (map && !about && key.len == 1 && key.ptr[0] == '@')
            continue;
        if (!first)
            tnk_buf_putc(out, ',');
        first = false;
        if (map) {
            write_text(out, key);
            tnk_buf_putc(out, ':');
        }
        scan_write(out, atoms, child, true);
    }
    tnk_buf_putc(out, map ? '}' : ']');
}

void scan_write(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v, bool about)
{
    char scratch[24];
    switch (tnk_value_kind(v)) {
    case TNK_NONE:
        tnk_buf_puts(out, "absent");
        return;
    case TNK_NULL:
        tnk_buf_puts(out, "null");
        return;
    case TNK_TEXT:
        write_text(out, tnk_value_text(v));
        return;
    case TNK_UNRESOLVED:
        write_unknown(out, v->u.unknown);
        return;
    case TNK_LIST:
    case TNK_MAP:
        write_children(out, atoms, v, about);
        return;
    default:
        tnk_buf_add(out, tnk_value_scalar(v, scratch));
    }
}

/* ---- the sink ---- */

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    scan *s = ud;
    size_t skip = strlen(by->name) + 1;
    s->n_resources++;
    if (s->only != NULL &&
        (r->address.len != strlen(s->only) || memcmp(r->address.ptr, s->only, r->address.len) != 0))
        return 0;
    if (s->only != NULL) {
        scan_write(&s->resources, s->cx.atoms,
                   tnk_value_get(s->cx.atoms, r->value, (tnk_str){"V", 1}), true);
        return 0;
    }
    tnk_buf_add(&s->resources, (tnk_str){ r->kind.ptr + skip, r->kind.len - skip });
    tnk_buf_putc(&s->resources, ' ');
    tnk_buf_add(&s->resources, r->address);
    tnk_buf_putc(&s->resources, ' ');
    scan_write(&s->resources, s->cx.atoms, r->value, false);
    for (size_t i = 0; i < r->n_names; i++) {
        tnk_buf_puts(&s->resources, i == 0 ? " =" : ",");
        tnk_buf_add(&s->resources, r->names[i]);
    }
    tnk_buf_putc(&s->resources, '\n');
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    scan *s = ud;
    tnk_buf_printf(&s->references, "%.*s %.*s %.*s\n", (int)from.len, from.ptr, (int)by.len, by.ptr,
                   (int)to.len, to.ptr);
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    scan *s = ud;
    (void)has_place;
    s->n_errors += level == TNK_LEVEL_ERROR;
    tnk_buf_puts(&s->diags, level == TNK_LEVEL_ERROR ? "error " : "");
    tnk_buf_add(&s->diags, code);
    tnk_buf_putc(&s->diags, '\n');
    tnk_buf_printf(&s->messages, "%.*s:%u-%u %.*s\n", (int)path.len, path.ptr, at.off, at.end,
                   (int)msg.len, msg.ptr);
}

/* ---- running ---- */

static void run(scan *s, const tnk_str *paths, const tnk_str *texts, size_t n)
{
    static const tnk_collect_sink table = { NULL, take_resource, take_reference, take_diag };
    tnk_collect_sink sink = table;
    sink.ud = s;
    tnk_error err = { 0 };
    s->plugins = tnk_plugins_new();
    s->cx.arena = tnk_arena_new((size_t)512 << 20);
    s->cx.atoms = tnk_atoms_new();
    assert_non_null(s->plugins);
    assert_int_equal(tnk_plugins_add(s->plugins, tenken_collector_v1(TNK_ABI), &err), 0);
    assert_int_equal(tnk_tree_open_memory(paths, texts, n, NULL, &s->cx.tree, &err), 0);
    uint64_t mask = tnk_plugins_claim(s->plugins, paths[0]);
    assert_int_equal(tnk_collect_unit(s->plugins, &s->cx, mask, paths, 1, &sink, &err), 0);
}

void scan_run(scan *s, const char *const *files, const char *only)
{
    tnk_str paths[SCAN_FILES_MAX], texts[SCAN_FILES_MAX];
    size_t n = 0;
    for (; files[2 * n] != NULL && n < SCAN_FILES_MAX; n++) {
        paths[n] = (tnk_str){ files[2 * n], strlen(files[2 * n]) };
        texts[n] = (tnk_str){ files[2 * n + 1], strlen(files[2 * n + 1]) };
    }
    *s = (scan){ .only = only };
    run(s, paths, texts, n);
}

void scan_run_text(scan *s, const char *path, tnk_str text, const char *only)
{
    tnk_str p = { path, strlen(path) };
    *s = (scan){ .only = only };
    run(s, &p, &text, 1);
}

void scan_free(scan *s)
{
    tnk_tree_close(s->cx.tree);
    tnk_plugins_free(s->plugins);
    tnk_arena_free(s->cx.arena);
    tnk_atoms_free(s->cx.atoms);
    tnk_buf_free(&s->resources);
    tnk_buf_free(&s->references);
    tnk_buf_free(&s->diags);
    tnk_buf_free(&s->messages);
}
