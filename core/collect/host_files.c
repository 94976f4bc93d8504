/* SPDX-License-Identifier: Apache-2.0
 * The files of a unit: each is read once and parsed once a syntax, whoever asks. */
#include "core/base/i18n.h"
#include "core/collect/host.h"
#include "core/syntax/syntax.h"

enum { PATH_MAX_BYTES = 4096 };

/* Resolves "." and ".." without looking at the disk; to has room for PATH_MAX_BYTES. Paths that are
 * too long or hold a NUL name nothing. */
static bool clean(tnk_str path, char *to, tnk_str *ret)
{
    size_t n = 0;
    if (path.len >= PATH_MAX_BYTES || memchr(path.ptr, '\0', path.len) != NULL)
        return false;
    for (size_t i = 0; i < path.len;) {
        const char *slash = memchr(path.ptr + i, '/', path.len - i);
        size_t end = slash != NULL ? (size_t)(slash - path.ptr) : path.len;
        tnk_str name = { path.ptr + i, end - i };
        if (tnk_str_is(name, "..")) {
            while (n > 0 && to[--n] != '/')
                ;
        } else if (name.len != 0 && !tnk_str_is(name, ".")) {
            if (n != 0)
                to[n++] = '/';
            memcpy(to + n, name.ptr, name.len);
            n += name.len;
        }
        i = end + 1;
    }
    *ret = (tnk_str){ to, n };
    return n != 0;
}

/* The path without the root's own absolute path in front: what a link or a configuration that was
 * written for the audited host's real paths says. */
static bool below_root(const tnk_tree *t, tnk_str given, tnk_str *ret)
{
    const char *root = tnk_tree_root(t);
    if (root == NULL || given.len == 0 || given.ptr[0] != '/')
        return false;
    tnk_str head = tnk_str_of(root);
    if (!tnk_str_starts(given, head) || given.len <= head.len + 1 || given.ptr[head.len] != '/')
        return false;
    *ret = tnk_str_from(given, head.len + 1);
    return true;
}

void tnk_unit_diag(struct tnk_unit_state *u, uint32_t level, tnk_str code, tnk_str path,
                   tnk_span at, bool has_place, tnk_str msg)
{
    if (u->n_diags > TNK_UNIT_DIAGS_MAX)
        return;
    if (++u->n_diags <= TNK_UNIT_DIAGS_MAX)
        u->sink->diag(u->sink->ud, level, code, path, at, has_place, msg);
    else
        u->sink->diag(u->sink->ud, TNK_LEVEL_ERROR, TNK_S("too-many-diagnostics"), u->first,
                      (tnk_span){ 0 }, false,
                      tnk_str_of(
                          _("There are more diagnostics for these files than are kept: mend the "
                            "ones above first")));
}

static void file_diag(struct tnk_unit_state *u, tnk_str path, const char *msg)
{
    tnk_str show = tnk_path_show(u->cx->arena, path);
    u->cx->files_failed++;
    tnk_unit_diag(u, TNK_LEVEL_ERROR, TNK_S("unreadable-file"), show.ptr != NULL ? show : u->first,
                  (tnk_span){ 0 }, false, tnk_str_of(msg));
}

static bool room(struct tnk_unit_state *u)
{
    if (u->n_files < u->cap_files)
        return true;
    uint32_t cap = u->cap_files != 0 ? u->cap_files * 2 : 4;
    struct tnk_held **files = tnk_arena_array(u->cx->arena, cap, sizeof *files);
    if (files == NULL)
        return false;
    if (u->n_files != 0)
        memcpy(files, u->files, u->n_files * sizeof *files);
    u->files = files;
    u->cap_files = cap;
    return true;
}

/* Takes text that was read from path (both in the arena) under the next number. */
static struct tnk_held *keep(struct tnk_unit_state *u, tnk_atom key, tnk_str path, tnk_str text)
{
    tnk_arena *a = u->cx->arena;
    uint32_t id;
    struct tnk_held *h = tnk_arena_alloc(a, sizeof *h);
    tnk_str show = tnk_path_show(a, path);
    uint64_t *slot = tnk_table_at(&u->by_path, a, key);
    if (h == NULL || show.ptr == NULL || slot == NULL || !room(u) ||
        tnk_sources_add(&u->cx->sources, a, show, text, &id) == NULL)
        return NULL;
    h->path = path;
    h->text = text;
    u->files[u->n_files++] = h;
    *slot = (uint64_t)id + 1;
    u->cx->files_read++;
    return h;
}

/* Reads a file that is not held yet. */
static int read_new(struct tnk_unit_state *u, tnk_atom key, tnk_str path, struct tnk_held **ret,
                    tnk_error *err)
{
    tnk_arena *a = u->cx->arena;
    tnk_str text = { NULL, 0 };
    if (u->n_files >= TNK_UNIT_FILES_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT,
                              _("One unit may read %d files at most: scan a smaller part"),
                              TNK_UNIT_FILES_MAX);
    int rc = tnk_tree_read(u->cx->tree, a, path, &text, err);
    if (rc != 0)
        return rc;
    if (text.len > INT32_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT, _("The file is larger than 2 GiB"));
    path = tnk_arena_str(a, path);
    *ret = path.ptr != NULL ? keep(u, key, path, text) : NULL;
    return *ret != NULL ? TNK_OK
                        : tnk_fail_plain(err, TNK_ENOMEM, _("The unit's memory limit was reached"));
}

/* Finds or reads the file under a clean path. */
static int open_clean(struct tnk_unit_state *u, tnk_str path, struct tnk_held **ret, uint32_t *id,
                      tnk_error *err)
{
    tnk_atom key = tnk_atoms_add(u->cx->atoms, path);
    if (key == 0)
        return tnk_fail_plain(err, TNK_ENOMEM, _("The unit's memory limit was reached"));
    const uint64_t *known = tnk_table_find(&u->by_path, key);
    if (known == NULL || *known == 0) {
        int rc = read_new(u, key, path, ret, err);
        if (rc == 0)
            *id = u->n_files - 1;
        return rc;
    }
    *id = (uint32_t)*known - 1;
    *ret = u->files[*id];
    return TNK_OK;
}

int tnk_unit_open(struct tnk_unit_state *u, tnk_str given, bool must, struct tnk_held **ret,
                  uint32_t *id)
{
    char room_for_path[PATH_MAX_BYTES];
    tnk_str path, rest;
    tnk_error err = { 0 };
    int rc = TNK_ENOENT;
    if (clean(given, room_for_path, &path))
        rc = open_clean(u, path, ret, id, &err);
    if (rc == TNK_ENOENT && below_root(u->cx->tree, given, &rest) &&
        clean(rest, room_for_path, &path)) {
        err = (tnk_error){ 0 };
        rc = open_clean(u, path, ret, id, &err);
    }
    if (rc != 0 && (rc != TNK_ENOENT || must))
        file_diag(u, given,
                  err.code != 0 ? err.msg : _("There is no such file any more: scan again"));
    return rc;
}

int tnk_host_read(tnk_run *r, tnk_str path, tnk_file *ret)
{
    struct tnk_held *h;
    uint32_t id;
    if (ret == NULL)
        return tnk_run_fail(r, TNK_EINVAL, _("it reads a file into nothing"));
    int rc = tnk_unit_open(r->unit, tnk_given(path), false, &h, &id);
    if (rc == 0)
        *ret = (tnk_file){ .id = id, .syntax = TNK_SYNTAX_NONE, .path = h->path, .text = h->text };
    return rc;
}

int tnk_host_glob(tnk_run *r, tnk_str pattern, const tnk_str **ret, size_t *n)
{
    tnk_error err = { 0 };
    if (ret == NULL || n == NULL)
        return tnk_run_fail(r, TNK_EINVAL, _("it lists files into nothing"));
    pattern = tnk_arena_str(r->unit->cx->arena, tnk_given(pattern));
    if (pattern.ptr == NULL)
        return tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    int rc = tnk_tree_glob(r->unit->cx->tree, r->unit->cx->arena, pattern, ret, n, &err);
    if (rc != 0)
        file_diag(r->unit, pattern, err.msg);
    return rc;
}

int tnk_host_modes(tnk_run *r, tnk_str path, tnk_modes *ret)
{
    tnk_tree_modes m;
    if (ret == NULL)
        return tnk_run_fail(r, TNK_EINVAL, _("it asks for modes into nothing"));
    int rc = tnk_tree_stat(r->unit->cx->tree, tnk_given(path), &m);
    if (rc == 0)
        *ret = (tnk_modes){ m.mode, m.uid, m.gid, m.directory };
    return rc;
}

/* ---- parsing ---- */

uint32_t tnk_syntax_guess(uint32_t syntax, tnk_str text)
{
    if (syntax != TNK_SYNTAX_AUTO)
        return syntax;
    if (tnk_str_starts(text, TNK_S("\xef\xbb\xbf")))
        text = tnk_str_from(text, 3);
    text = tnk_str_trim(text);
    return text.len != 0 && (text.ptr[0] == '{' || text.ptr[0] == '[') ? TNK_SYNTAX_JSON
                                                                       : TNK_SYNTAX_YAML;
}

static tnk_str source_path(const struct tnk_unit_state *u, uint32_t file)
{
    return file < u->cx->sources.n ? u->cx->sources.at[file]->path : u->first;
}

static void parser_warns(void *ud, const char *code, tnk_span at, const char *msg)
{
    struct tnk_unit_state *u = ud;
    tnk_unit_diag(u, TNK_LEVEL_WARNING, tnk_str_of(code), source_path(u, at.file), at, true,
                  tnk_str_of(msg));
}

static int yaml(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
{
    return tnk_yaml_parse(r, text, TNK_YAML_11 | TNK_YAML_MERGE, ret, err);
}

/* What parses a syntax, and the code of its errors. */
static const struct {
    int (*parse)(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err);
    const char *code;
} syntaxes[] = {
    [TNK_SYNTAX_JSON] = { tnk_json_parse, "json-syntax" },
    [TNK_SYNTAX_YAML] = { yaml, "yaml-syntax" },
    [TNK_SYNTAX_INI] = { tnk_ini_parse, "ini-syntax" },
};

/* NULL after trouble, which becomes a diagnostic unless nobody listens. */
static const tnk_value *parse(struct tnk_unit_state *u, const tnk_reader *r, uint32_t syntax,
                              tnk_str text)
{
    tnk_error err = { 0 };
    tnk_value *root = tnk_arena_alloc(r->arena, sizeof *root);
    int rc = root == NULL
                 ? tnk_fail_plain(&err, TNK_ENOMEM, _("The unit's memory limit was reached"))
                 : syntaxes[syntax].parse(r, text, root, &err);
    if (rc == 0)
        return root;
    if (r->warn != NULL)
        tnk_unit_diag(u, TNK_LEVEL_ERROR,
                      tnk_str_of(syntaxes[syntax].code),
                      source_path(u, r->file), (tnk_span){ r->file, err.at.off, err.at.end },
                      rc != TNK_ENOMEM, tnk_str_of(err.msg));
    return NULL;
}

const tnk_value *tnk_unit_parse(struct tnk_unit_state *u, uint32_t id, uint32_t *syntax)
{
    struct tnk_held *h = u->files[id];
    *syntax = tnk_syntax_guess(*syntax, h->text);
    struct tnk_held_doc *d = &h->docs[*syntax];
    if (d->tried)
        return d->doc;
    tnk_reader r = {
        .arena = u->cx->arena, .atoms = u->cx->atoms, .file = id, .warn = parser_warns, .ud = u
    };
    d->tried = true;
    d->doc = parse(u, &r, *syntax, h->text);
    if (d->doc == NULL && !h->failed) {
        h->failed = true;
        u->cx->files_failed++;
    }
    return d->doc;
}

bool tnk_span_valid(const struct tnk_unit_state *u, tnk_span at)
{
    if (!tnk_span_placed(at))
        return true;
    return at.file < u->cx->sources.n && at.off <= at.end &&
           at.end <= u->cx->sources.at[at.file]->text.len;
}

const tnk_value *tnk_host_parse(tnk_run *r, uint32_t syntax, tnk_str text, tnk_span at,
                                uint32_t inside)
{
    struct tnk_unit_state *u = r->unit;
    text = tnk_given(text);
    if (r->err.code != 0)
        return NULL;
    bool fits = at.file < u->cx->sources.n && tnk_span_valid(u, at);
    if (fits && inside == 0)
        fits = text.len <= u->cx->sources.at[at.file]->text.len - at.off;
    if (!fits || syntax == TNK_SYNTAX_NONE || syntax > TNK_SYNTAX_INI || text.len > INT32_MAX) {
        tnk_run_fail(r, TNK_EINVAL,
                     _("it parses text in an unknown syntax or at a place that does not exist"));
        return NULL;
    }
    if (inside != 0 || text.ptr != u->cx->sources.at[at.file]->text.ptr + at.off)
        text = tnk_arena_str(u->cx->arena, text);       /* trees borrow from their text */
    if (text.ptr == NULL) {
        tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
        return NULL;
    }
    tnk_reader reader = { .arena = u->cx->arena, .atoms = u->cx->atoms, .file = at.file };
    if (inside != 0)
        reader.fixed = &at;
    else
        reader.base = at.off, reader.warn = parser_warns, reader.ud = u;
    return parse(u, &reader, tnk_syntax_guess(syntax, text), text);
}
