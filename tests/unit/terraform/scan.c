/* SPDX-License-Identifier: Apache-2.0
 * The bench of the Terraform tests; see scan.h. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/terraform/scan.h"

const char *scan_text(const tnk_buf *b) { return b->ptr != NULL ? b->ptr : ""; }

/* ---- values as text ---- */

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
                                      "?external", "?unsupported", "?invalid",   "?hidden"};
    tnk_buf_puts(out, why[u->why <= TNK_WHY_HIDDEN ? u->why : 0]);
    for (uint32_t i = 0; i < u->n_refs; i++) {
        tnk_buf_putc(out, i == 0 ? '(' : ',');
        tnk_buf_add(out, u->refs[i]);
    }
    tnk_buf_puts(out, u->n_refs > 0 ? ")" : "");
    if (u->known.len > 0) {
        tnk_buf_putc(out, '~');
        write_text(out, u->known);
    }
}

static void write_children(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v)
{
    bool map = tnk_value_is(v, TNK_MAP), first = true;
    tnk_buf_putc(out, map ? '{' : '[');
    tnk_value_each(child, v)
    {
        if (!first)
            tnk_buf_putc(out, ',');
        first = false;
        if (map) {
            write_text(out, tnk_atoms_str(atoms, child->key));
            tnk_buf_putc(out, ':');
        }
        scan_write(out, atoms, child);
    }
    tnk_buf_putc(out, map ? '}' : ']');
}

void scan_write(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v)
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
        write_children(out, atoms, v);
        return;
    default:
        tnk_buf_add(out, tnk_value_scalar(v, scratch));
    }
}

const tnk_value *scan_at(const tnk_atoms *atoms, const tnk_value *v, tnk_str path)
{
    for (size_t i = 0; i < path.len && v != NULL;) {
        size_t from = i;
        if (path.ptr[i] == '[') {
            v = tnk_value_at(v, (uint32_t)strtoul(path.ptr + i + 1, NULL, 10));
            while (i < path.len && path.ptr[i++] != ']')
                ;
        } else {
            while (i < path.len && path.ptr[i] != '.' && path.ptr[i] != '[')
                i++;
            v = tnk_value_get(atoms, v, (tnk_str){path.ptr + from, i - from});
        }
        i += i < path.len && path.ptr[i] == '.';
    }
    return v;
}

/* ---- the sink ---- */

static void put_place(scan *s, tnk_buf *out, tnk_span at)
{
    tnk_source *src = s->cx.sources.at[at.file];
    tnk_position p = tnk_source_position(src, s->arena, at.off);
    tnk_buf_printf(out, " %.*s:%u:%u", (int)src->path.len, src->path.ptr, p.line, p.column);
}

/* PATH is a path into the value, "@" the resource itself, "via" the calls it came through. */
static void answer(scan *s, const tnk_resource *r, tnk_str path)
{
    tnk_buf_printf(&s->places, "%.*s %.*s", (int)r->address.len, r->address.ptr, (int)path.len,
                   path.ptr);
    if (path.len == 3 && memcmp(path.ptr, "via", 3) == 0) {
        for (size_t i = 0; i < r->n_via; i++)
            put_place(s, &s->places, r->via[i]);
    } else if (path.len == 1 && path.ptr[0] == '@') {
        put_place(s, &s->places, r->at);
    } else {
        const tnk_value *v = scan_at(s->atoms, r->value, path);
        if (v != NULL)
            put_place(s, &s->places, tnk_value_span(v));
    }
    tnk_buf_putc(&s->places, '\n');
}

static void answer_all(scan *s, const tnk_resource *r)
{
    for (const char *line = s->ask; line != NULL && *line != '\0';) {
        const char *end = strchr(line, '\n'), *gap = strchr(line, ' ');
        if (gap != NULL && (end == NULL || gap < end) && (size_t)(gap - line) == r->address.len &&
            memcmp(line, r->address.ptr, r->address.len) == 0)
            answer(s, r, (tnk_str){gap + 1, strcspn(gap + 1, " \n")});
        line = end != NULL ? end + 1 : NULL;
    }
}

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    scan *s = ud;
    size_t skip = strlen(by->name) + 1;
    s->n_resources++;
    if (s->quiet)
        return 0;
    tnk_buf_printf(&s->resources, "%.*s %.*s ", (int)(r->kind.len - skip), r->kind.ptr + skip,
                   (int)r->address.len, r->address.ptr);
    scan_write(&s->resources, s->atoms, r->value);
    for (size_t i = 0; i < r->n_names; i++) {
        tnk_buf_puts(&s->resources, i == 0 ? " =" : ",");
        tnk_buf_add(&s->resources, r->names[i]);
    }
    tnk_buf_putc(&s->resources, '\n');
    answer_all(s, r);
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
    s->n_errors += level == TNK_LEVEL_ERROR;
    tnk_buf_puts(&s->diags, level == TNK_LEVEL_ERROR ? "error " : "");
    tnk_buf_add(&s->diags, code);
    if (has_place)
        put_place(s, &s->diags, at);
    else if (path.len != 0)
        tnk_buf_printf(&s->diags, " %.*s", (int)path.len, path.ptr);
    tnk_buf_putc(&s->diags, '\n');
    tnk_buf_printf(&s->messages, "%.*s: %.*s\n", (int)code.len, code.ptr, (int)msg.len, msg.ptr);
}

/* ---- running ---- */

typedef struct units {
    const tnk_str *paths; /* what plan() was given */
    struct {
        uint32_t *which, n;
    } * at;
    size_t n;
} units;

static int take_unit(void *ud, const uint32_t *which, uint32_t n)
{
    units *u = ud;
    assert_true(n > 0);
    u->at = realloc(u->at, (u->n + 1) * sizeof *u->at);
    u->at[u->n].which = calloc(n, sizeof *which);
    memcpy(u->at[u->n].which, which, n * sizeof *which);
    u->at[u->n++].n = n;
    return 0;
}

static void begin(scan *s, const tnk_named_options *options, size_t n)
{
    s->arena = tnk_arena_new(SCAN_MEMORY);
    assert_non_null(s->arena);
    s->cx = (tnk_unit_ctx){
        .tree = s->tree, .arena = s->arena, .atoms = s->atoms, .options = options, .n_options = n};
}

static void end(scan *s)
{
    size_t used = tnk_arena_used(s->arena);
    s->used = used > s->used ? used : s->used;
    tnk_arena_free(s->arena);
    s->arena = NULL;
}

static void collect(scan *s, const units *u, size_t i, const tnk_collect_sink *sink)
{
    tnk_error err = {0};
    tnk_str *paths = calloc(u->at[i].n, sizeof *paths);
    for (uint32_t k = 0; k < u->at[i].n; k++) {
        paths[k] = u->paths[u->at[i].which[k]];
        tnk_buf_printf(&s->units, "%s%.*s", k == 0 ? "" : " ", (int)paths[k].len, paths[k].ptr);
    }
    tnk_buf_putc(&s->units, '\n');
    assert_int_equal(tnk_collect_unit(s->plugins, &s->cx, 1, paths, u->at[i].n, sink, &err), 0);
    free(paths);
}

static void open_plugins(scan *s)
{
    tnk_error err = {0};
    s->plugins = tnk_plugins_new();
    s->atoms = tnk_atoms_new();
    assert_true(s->plugins != NULL && s->atoms != NULL);
    assert_int_equal(tnk_plugins_add(s->plugins, tenken_collector_v1(TNK_ABI), &err), 0);
}

static void run(scan *s, const tnk_named_options *options, size_t n_options)
{
    tnk_collect_sink sink = {s, take_resource, take_reference, take_diag};
    tnk_str *claimed = calloc(tnk_tree_count(s->tree) + 1, sizeof *claimed);
    units u = {.paths = claimed};
    tnk_error err = {0};
    size_t n = 0;
    for (size_t i = 0; i < tnk_tree_count(s->tree); i++) {
        if (tnk_plugins_claim(s->plugins, tnk_tree_path(s->tree, i)) != 0)
            claimed[n++] = tnk_tree_path(s->tree, i);
    }
    begin(s, options, n_options);
    assert_int_equal(
        tnk_collect_plan(s->plugins, &s->cx, 0, claimed, n, &sink, take_unit, &u, &err), 0);
    end(s);
    s->n_units = u.n;
    for (size_t i = 0; i < u.n; i++) {
        begin(s, options, n_options);
        collect(s, &u, i, &sink);
        end(s);
        free(u.at[i].which);
    }
    free(u.at);
    free(claimed);
}

void scan_run(scan *s, const scan_file *files, size_t n, const tnk_named_options *options,
              size_t n_options)
{
    tnk_str paths[SCAN_FILES_MAX], texts[SCAN_FILES_MAX];
    tnk_error err = {0};
    assert_true(n <= SCAN_FILES_MAX);
    for (size_t i = 0; i < n; i++) {
        paths[i] = files[i].path;
        texts[i] = files[i].text;
    }
    open_plugins(s);
    assert_int_equal(tnk_tree_open_memory(paths, texts, n, NULL, &s->tree, &err), 0);
    run(s, options, n_options);
}

bool scan_run_folder(scan *s, const char *path)
{
    tnk_error err = {0};
    if (tnk_tree_open(path, NULL, &s->tree, &err) != 0)
        return false;
    open_plugins(s);
    run(s, NULL, 0);
    return true;
}

void scan_free(scan *s)
{
    tnk_buf *all[] = {&s->resources, &s->references, &s->diags,
                      &s->messages,  &s->units,      &s->places};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        tnk_buf_free(all[i]);
    tnk_tree_close(s->tree);
    tnk_plugins_free(s->plugins);
    tnk_atoms_free(s->atoms);
}
