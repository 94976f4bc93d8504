/* SPDX-License-Identifier: Apache-2.0
 * See expect.h. */
#define _GNU_SOURCE
#include "core/cli/expect.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/tree.h"

struct reading {
    tnk_arena *arena;
    tnk_expectations *out;
    tnk_str path;
    bool no_memory;
};

static void add(struct reading *r, uint32_t line, tnk_str rule)
{
    tnk_expectations *x = r->out;
    if (x->n == x->cap) {
        size_t cap = x->cap != 0 ? x->cap * 2 : 256;
        tnk_expectation *p = tnk_arena_array(r->arena, cap, sizeof *p);
        if (p == NULL) {
            r->no_memory = true;
            return;
        }
        if (x->n != 0)
            memcpy(p, x->at, x->n * sizeof *p);
        x->at = p;
        x->cap = cap;
    }
    x->at[x->n++] = (tnk_expectation){ r->path, line, tnk_arena_str(r->arena, rule), false };
}

static bool part_of_id(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* Rule ids, separated by commas and blanks; stops at the first other thing. */
static void add_ids(struct reading *r, uint32_t line, tnk_str s)
{
    while (s.len > 0) {
        size_t n = 0;
        s = tnk_str_trim(s);
        while (n < s.len && part_of_id(s.ptr[n]))
            n++;
        if (n == 0)
            return;
        add(r, line, (tnk_str){ s.ptr, n });
        s = tnk_str_trim(tnk_str_from(s, n));
        if (s.len == 0 || s.ptr[0] != ',')
            return;
        s = tnk_str_from(s, 1);
    }
}

static void read_line(struct reading *r, uint32_t number, tnk_str line)
{
    const tnk_str word = TNK_S("expect:");
    const char *at = line.len != 0 ? memmem(line.ptr, line.len, word.ptr, word.len) : NULL;
    if (at == NULL || at == line.ptr)
        return;
    tnk_str before = tnk_str_trim((tnk_str){ line.ptr, (size_t)(at - line.ptr) });
    if (tnk_str_ends(before, TNK_S("#")) || tnk_str_ends(before, TNK_S("//")))
        add_ids(r, number, tnk_str_from(line, (size_t)(at - line.ptr) + word.len));
}

/* A line "12 rule-id" of a companion file; line 0 is where findings about the file as a whole stand. */
static void read_companion_line(struct reading *r, uint32_t number, tnk_str line)
{
    size_t n = 0;
    int64_t at;
    (void)number;
    line = tnk_str_trim(line);
    while (n < line.len && line.ptr[n] >= '0' && line.ptr[n] <= '9')
        n++;
    if (n > 0 && tnk_str_int((tnk_str){ line.ptr, n }, &at))
        add_ids(r, (uint32_t)at, tnk_str_from(line, n));
}

static void read_lines(struct reading *r, tnk_str text, void (*each)(struct reading *, uint32_t, tnk_str))
{
    uint32_t number = 1;
    for (size_t from = 0; from < text.len; number++) {
        const char *end = memchr(text.ptr + from, '\n', text.len - from);
        size_t to = end != NULL ? (size_t)(end - text.ptr) : text.len;
        each(r, number, (tnk_str){ text.ptr + from, to - from });
        from = to + 1;
    }
}

static int by_place(const void *a, const void *b)
{
    const tnk_expectation *x = a, *y = b;
    int d = tnk_str_cmp(x->path, y->path);
    if (d == 0)
        d = (x->line > y->line) - (x->line < y->line);
    return d != 0 ? d : tnk_str_cmp(x->rule, y->rule);
}

int tnk_expectations_read(const char *folder, tnk_arena *a, tnk_expectations *ret, tnk_error *err)
{
    const tnk_str companion = TNK_S(".expect");
    tnk_tree *tree = NULL;
    tnk_expectations out = { 0 };
    tnk_tree_options opts = { 0 };
    int rc = tnk_tree_open(folder, &opts, &tree, err);
    for (size_t i = 0; rc == TNK_OK && i < tnk_tree_count(tree); i++) {
        tnk_str path = tnk_tree_path(tree, i), text;
        struct reading r = { a, &out, tnk_arena_str(a, path), false };
        rc = tnk_tree_read(tree, a, path, &text, err);
        if (rc != TNK_OK)
            break;
        if (tnk_str_ends(path, companion)) {
            r.path.len -= companion.len;
            r.path = tnk_arena_str(a, r.path);
            read_lines(&r, text, read_companion_line);
        } else {
            read_lines(&r, text, read_line);
        }
        if (r.no_memory)
            rc = tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    }
    tnk_tree_close(tree);
    if (rc == TNK_OK && out.n != 0)
        qsort(out.at, out.n, sizeof *out.at, by_place);
    if (rc == TNK_OK)
        *ret = out;
    return rc;
}

bool tnk_expectations_meet(tnk_expectations *x, tnk_str path, uint32_t line, tnk_str rule)
{
    tnk_expectation key = { path, line, rule, false };
    tnk_expectation *e = x->n != 0 ? bsearch(&key, x->at, x->n, sizeof *x->at, by_place) : NULL;
    if (e != NULL)
        e->met = true;
    return e != NULL;
}
