/* SPDX-License-Identifier: Apache-2.0
 * Values for the root module's variables: the environment's and the files' that Terraform reads by itself, then what
 * the user gave, the later before the earlier. */
#include "lang/load.h"

static bool ends(tnk_str s, const char *with)
{
    size_t n = strlen(with);
    return s.len >= n && memcmp(s.ptr + s.len - n, with, n) == 0;
}

static void give(tf_unit *u, tnk_str name, const hcl_expr *expr, tnk_str text, bool outside)
{
    tf_given *g = tf_new(u->mem, tf_given);
    *g = (tf_given){ .expr = expr, .text = text, .outside = outside };
    tf_table_set(u->mem, &u->given, name, g);
}

static void give_body(tf_unit *u, const hcl_body *b, bool outside)
{
    for (uint32_t i = 0; i < b->n; i++) {
        const hcl_attr *a = b->items[i].attr;
        if (a != NULL)
            give(u, a->name, a->value, (tnk_str){ NULL, 0 }, outside);
    }
}

static void give_json(tf_unit *u, const tnk_value *doc, bool outside)
{
    hcl_json j = { u->h, u->run };
    for (size_t i = 0; i < u->h->count(doc); i++) {
        const tnk_value *v = u->h->at(doc, i);
        give(u, u->h->key(u->run, v), hcl_json_expr(&u->hcl, &j, v, true), (tnk_str){ NULL, 0 }, outside);
    }
}

static void read_file(tf_unit *u, const tf_source *f)
{
    u->hcl.n_told = 0;
    if (!ends(f->path, ".json")) {
        give_body(u, hcl_parse(&u->hcl, f->text, f->id), false);
        return;
    }
    const tnk_value *doc = f->doc;
    if (doc == NULL)
        doc = u->h->parse(u->run, TNK_SYNTAX_JSON, f->text, (tnk_span){ f->id, 0, (uint32_t)f->text.len }, 0);
    give_json(u, doc, false);
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

/* What is parsed from outside of the target: its places mean nothing there, so mistakes go without one. */
typedef struct outside {
    tf_unit *u;
    tnk_str name;
} outside;

static void tell_outside(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    const outside *o = ud;
    tnk_str words = tf_format(o->u, tf_words(o->u, msg), TF_ARGS(arg));
    (void)at;
    tf_tell(o->u, TNK_LEVEL_ERROR, code, (tnk_span){ 0, 0, 0 }, "%1: %2", TF_ARGS(o->name, words));
}

const hcl_expr *tf_parse_outside(tf_unit *u, tnk_str name, tnk_str text)
{
    outside o = { u, name };
    hcl_ctx c = { .mem = u->mem, .tell = tell_outside, .ud = &o };
    return hcl_parse_expr(&c, text, (tnk_span){ 0, 0, 0 });
}

static void read_option_files(tf_unit *u)
{
    size_t n;
    const tnk_option *o = options(u, "terraform.var-file", &n);
    for (size_t i = 0; i < n; i++) {
        outside from = { u, o[i].origin };
        hcl_ctx c = { .mem = u->mem, .tell = tell_outside, .ud = &from };
        const tnk_value *doc;
        if (!ends(o[i].origin, ".json"))
            give_body(u, hcl_parse(&c, tf_mem_str(u->mem, o[i].value), u->files[0].id), true);
        else if ((doc = u->h->parse(u->run, TNK_SYNTAX_JSON, o[i].value, (tnk_span){ 0, 0, 0 }, 1)) != NULL)
            give_json(u, doc, true);
        else
            tf_tell(u, TNK_LEVEL_ERROR, "tf-var-file", (tnk_span){ 0, 0, 0 }, tr(u, "%1 is no JSON"),
                    TF_ARGS(o[i].origin));
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
                 tf_mem_str(u->mem, (tnk_str){ eq + 1, o[i].value.len - k - 1 }), true);
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
