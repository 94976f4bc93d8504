/* SPDX-License-Identifier: Apache-2.0
 * Values for the root module's variables: the environment's and the files' that Terraform reads by itself, then what the
 * user gave, the later before the earlier. */
#include "lang/load.h"

static bool ends(tnk_str s, const char *with)
{
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.ptr + s.len - n, with, n) == 0;
}

static void give(tf_unit *u, tnk_str name, const hcl_expr *expr, tnk_str text, tnk_span at)
{
    tf_given *g = tf_new(u->mem, tf_given);
    *g = (tf_given){ expr, text, at };
    tf_table_set(u->mem, &u->given, name, g);
}

static void give_body(tf_unit *u, const hcl_body *b)
{
    for (uint32_t i = 0; i < b->n; i++) {
        const hcl_attr *a = b->items[i].attr;
        if (a != NULL)
            give(u, a->name, a->value, (tnk_str){ NULL, 0 }, a->at);
    }
}

static void give_json(tf_unit *u, const tnk_value *doc)
{
    hcl_json j = { u->h, u->run };
    for (size_t i = 0; i < u->h->count(doc); i++) {
        const tnk_value *v = u->h->at(doc, i);
        give(u, u->h->key(u->run, v), hcl_json_expr(&u->hcl, &j, v, true), (tnk_str){ NULL, 0 }, u->h->span(v));
    }
}

static void read_file(tf_unit *u, const tf_source *f)
{
    u->hcl.n_told = 0;
    if (!ends(f->path, ".json")) {
        give_body(u, hcl_parse(&u->hcl, f->text, f->id));
        return;
    }
    const tnk_value *doc = f->doc;
    if (doc == NULL)
        doc = u->h->parse(u->run, TNK_SYNTAX_JSON, f->text, (tnk_span){ f->id, 0, (uint32_t)f->text.len }, 0);
    give_json(u, doc);
}

/* ---- files ---- */

/* 0: not read by itself; else the order in which Terraform reads it. */
static int rank_of(tnk_str path)
{
    tnk_str dir = tf_dir_of(path), name = path;
    if (dir.len != 0)
        name = (tnk_str){ path.ptr + dir.len + 1, path.len - dir.len - 1 };
    if (tf_is(name, "terraform.tfvars"))
        return 1;
    if (tf_is(name, "terraform.tfvars.json"))
        return 2;
    return ends(name, ".auto.tfvars") || ends(name, ".auto.tfvars.json") ? 3 : 0;
}

static void read_files(tf_unit *u, tnk_str dir)
{
    for (int rank = 1; rank <= 3; rank++) {
        for (size_t i = 0; i < u->n_files; i++) {
            if (rank_of(u->files[i].path) == rank && tf_eq(tf_dir_of(u->files[i].path), dir))
                read_file(u, &u->files[i]);
        }
    }
}

/* ---- options ---- */

static const tnk_option *options(tf_unit *u, const char *name, size_t *n)
{
    const tnk_option *list = NULL;
    *n = 0;
    if (!TNK_HAS(tnk_host, u->h, options) || u->h->options(u->run, tf_str(name), &list, n) != 0)
        *n = 0;
    return list;
}

static void read_option_files(tf_unit *u)
{
    size_t n;
    const tnk_option *o = options(u, "terraform.var-file", &n);
    for (size_t i = 0; i < n; i++) {
        u->hcl.n_told = 0;
        if (ends(o[i].origin, ".json"))
            give_json(u, u->h->parse(u->run, TNK_SYNTAX_JSON, o[i].value, (tnk_span){ 0, 0, 0 }, 1));
        else
            give_body(u, hcl_parse(&u->hcl, tf_mem_str(u->mem, o[i].value), u->files[0].id));
    }
}

static void read_pairs(tf_unit *u, const char *name)
{
    size_t n;
    const tnk_option *o = options(u, name, &n);
    for (size_t i = 0; i < n; i++) {
        const char *eq = memchr(o[i].value.ptr, '=', o[i].value.len);
        size_t k = eq != NULL ? (size_t)(eq - o[i].value.ptr) : 0;
        if (eq != NULL)
            give(u, (tnk_str){ o[i].value.ptr, k }, NULL,
                 tf_mem_str(u->mem, (tnk_str){ eq + 1, o[i].value.len - k - 1 }), (tnk_span){ 0, 0, 0 });
    }
}

static void read_workspace(tf_unit *u)
{
    size_t n;
    const tnk_option *o = options(u, "terraform.workspace", &n);
    if (n != 0)
        u->workspace = o[n - 1].value;
}

void tf_read_vars(tf_unit *u, tnk_str dir)
{
    read_pairs(u, "terraform.var-env");     /* as in Terraform: the weakest */
    read_files(u, dir);
    read_option_files(u);
    read_pairs(u, "terraform.var");
    read_workspace(u);
}
