/* SPDX-License-Identifier: Apache-2.0
 * A module as written: the files of a directory, parsed, overrides applied, and what they declare by name. */
#include "lang/load.h"

typedef struct found {          /* files of one directory */
    tf_source *at;
    size_t n, cap;
} found;

static bool ends(tnk_str s, const char *with)
{
    size_t n = strlen(with);
    return s.len > n && memcmp(s.ptr + s.len - n, with, n) == 0;
}

bool tf_is_config(tnk_str path)
{
    return ends(path, ".tf") || ends(path, ".tofu") || ends(path, ".tf.json") || ends(path, ".tofu.json");
}

tnk_str tf_dir_of(tnk_str path)
{
    while (path.len > 0 && path.ptr[path.len - 1] != '/')
        path.len--;
    return (tnk_str){ path.ptr, path.len > 0 ? path.len - 1 : 0 };
}

static tnk_str stem_of(tnk_str path)
{
    tnk_str dir = tf_dir_of(path);
    size_t from = dir.len != 0 ? dir.len + 1 : 0, n = path.len;
    while (n > from && path.ptr[n - 1] != '.')
        n--;
    if (ends(path, ".json")) {
        n = n > from ? n - 1 : n;
        while (n > from && path.ptr[n - 1] != '.')
            n--;
    }
    return (tnk_str){ path.ptr + from, n > from ? n - from - 1 : 0 };
}

bool tf_is_override(tnk_str path)
{
    tnk_str stem = stem_of(path);
    return tf_is(stem, "override") || ends(stem, "_override");
}

static void add(tf_unit *u, found *f, const tf_source *s)
{
    f->at = tf_mem_grow(u->mem, f->at, f->n, &f->cap, sizeof *f->at);
    f->at[f->n++] = *s;
}

/* Files that the unit has already, by directory. */
static void index_files(tf_unit *u)
{
    if (u->dirs.n != 0)
        return;
    for (size_t i = 0; i < u->n_files; i++) {
        tnk_str dir = tf_dir_of(u->files[i].path);
        found *f = tf_table_get(&u->dirs, dir);
        if (!tf_is_config(u->files[i].path))
            continue;
        if (f == NULL) {
            f = tf_new(u->mem, found);
            tf_table_set(u->mem, &u->dirs, dir, f);
        }
        add(u, f, &u->files[i]);
    }
}

static tnk_str escaped(tf_unit *u, tnk_str dir, const char *glob)
{
    tf_buf b = { .mem = u->mem };
    for (size_t i = 0; i < dir.len; i++) {
        if (strchr("*?[]\\", dir.ptr[i]) != NULL)
            tf_putc(&b, '\\');
        tf_putc(&b, dir.ptr[i]);
    }
    if (dir.len != 0)
        tf_putc(&b, '/');
    tf_puts(&b, glob);
    return tf_take(&b);
}

/* Files elsewhere in the target, such as downloaded modules. */
static void from_target(tf_unit *u, tnk_str dir, found *f)
{
    static const char *const globs[] = { "*.tf", "*.tofu", "*.tf.json", "*.tofu.json" };
    for (size_t g = 0; g < sizeof globs / sizeof *globs; g++) {
        const tnk_str *paths;
        size_t n = 0;
        if (u->h->glob(u->run, escaped(u, dir, globs[g]), &paths, &n) != 0)
            continue;
        for (size_t i = 0; i < n; i++) {
            tnk_file file;
            if (u->h->read(u->run, paths[i], &file) == 0)
                add(u, f, &(tf_source){ file.id, file.path, file.text, NULL });
        }
    }
}

/* a.tofu stands for a.tf where both are there. */
static bool replaced(const found *f, size_t i)
{
    bool json = ends(f->at[i].path, ".json");
    tnk_str stem = stem_of(f->at[i].path);
    if (!ends(f->at[i].path, json ? ".tf.json" : ".tf"))
        return false;
    for (size_t k = 0; k < f->n; k++) {
        if (ends(f->at[k].path, json ? ".tofu.json" : ".tofu") && tf_eq(stem_of(f->at[k].path), stem))
            return true;
    }
    return false;
}

static bool has_tofu(const found *f)
{
    for (size_t i = 0; i < f->n; i++) {
        if (ends(f->at[i].path, ".tofu") || ends(f->at[i].path, ".tofu.json"))
            return true;
    }
    return false;
}

const hcl_body *tf_parse_source(tf_unit *u, const tf_source *f)
{
    u->hcl.n_told = 0;
    if (!ends(f->path, ".json"))
        return hcl_parse(&u->hcl, f->text, f->id);
    hcl_json j = { u->h, u->run };
    const tnk_value *doc = f->doc;
    if (doc == NULL)
        doc = u->h->parse(u->run, TNK_SYNTAX_JSON, f->text, (tnk_span){ f->id, 0, (uint32_t)f->text.len }, u->planning);
    return doc != NULL ? hcl_from_json(&u->hcl, &j, doc) : NULL;
}

static void add_files(tf_unit *u, tf_module *m, const found *f, bool overrides)
{
    bool tofu = has_tofu(f);
    for (size_t i = 0; i < f->n; i++) {
        if (tf_is_override(f->at[i].path) != overrides || (tofu && replaced(f, i)))
            continue;
        const hcl_body *body = tf_parse_source(u, &f->at[i]);
        if (body == NULL)
            continue;
        if (overrides)
            tf_merge(u, m, body);
        else
            tf_declare(u, m, body);
    }
}

const tf_module *tf_load(tf_unit *u, tnk_str dir)
{
    tf_module *m = tf_table_get(&u->modules, dir);
    found f = { 0 };
    if (m != NULL)
        return m;
    m = tf_new(u->mem, tf_module);
    m->dir = tf_mem_str(u->mem, dir);
    tf_table_set(u->mem, &u->modules, m->dir, m);
    index_files(u);
    const found *here = tf_table_get(&u->dirs, dir);
    if (here != NULL)
        f = *here;
    else
        from_target(u, dir, &f);
    m->empty = f.n == 0;
    add_files(u, m, &f, false);
    add_files(u, m, &f, true);
    return m;
}
