/* SPDX-License-Identifier: Apache-2.0
 * Which files are read together: a root module with every local module below it. A directory that another calls is
 * no root; of directories that only call each other in a circle, the first is one. */
#define _GNU_SOURCE
#include "lang/load.h"
#include "unit.h"

typedef struct dir_node {
    tnk_str dir;
    const tnk_str **files;      /* of the configuration, and variables */
    size_t n_files, cap_files;
    const tnk_str *calls;
    size_t n_calls;
    bool called, config, seen;
    uint32_t mark;              /* the last root that reached it */
} dir_node;

typedef struct planning {
    tf_unit *u;
    tf_table by_dir;
    dir_node **dirs;
    size_t n_dirs, cap_dirs;
    const tnk_str **files;      /* of the unit being gathered */
    size_t n_files, cap_files;
    uint32_t mark;
} planning;

const tnk_str *tf_calls_of(tf_unit *u, const tf_module *m, size_t *n)
{
    tnk_str *to = tf_new_array(u->mem, m->n_decls, tnk_str);
    *n = 0;
    for (size_t i = 0; i < m->n_decls; i++) {
        const hcl_attr *a = m->decl[i]->is_module ? hcl_attr_get(m->decl[i]->block->body, "source") : NULL;
        if (a != NULL && a->value->kind == HCL_STRING && a->value->text.len != 0 && a->value->text.ptr[0] == '.' &&
            tf_join_path(u, m->dir, a->value->text, &to[*n]))
            (*n)++;
    }
    return to;
}

static bool is_hidden(tnk_str path)     /* what terraform init downloaded is no root */
{
    return memmem(path.ptr, path.len, ".terraform/", 11) != NULL;
}

static bool is_variables(tnk_str path)
{
    return memmem(path.ptr, path.len, ".tfvars", 7) != NULL;
}

static dir_node *node_of(planning *p, tnk_str dir)
{
    dir_node *d = tf_table_get(&p->by_dir, dir);
    if (d != NULL)
        return d;
    d = tf_new(p->u->mem, dir_node);
    d->dir = dir;
    tf_table_set(p->u->mem, &p->by_dir, dir, d);
    p->dirs = tf_mem_grow(p->u->mem, p->dirs, p->n_dirs, &p->cap_dirs, sizeof(dir_node *));
    p->dirs[p->n_dirs++] = d;
    return d;
}

static void sort_out(planning *p, const tnk_str *paths, size_t n)
{
    tf_source *files = tf_new_array(p->u->mem, n, tf_source);
    size_t n_config = 0;
    for (size_t i = 0; i < n; i++) {
        tnk_file f;
        if (is_hidden(paths[i]))
            continue;
        if (!tf_is_config(paths[i]) && !is_variables(paths[i])) {   /* JSON: perhaps a plan or state */
            (void)p->u->h->unit(p->u->run, &paths[i], 1);
            continue;
        }
        dir_node *d = node_of(p, tf_dir_of(paths[i]));
        d->files = tf_mem_grow(p->u->mem, d->files, d->n_files, &d->cap_files, sizeof(tnk_str *));
        d->files[d->n_files++] = &paths[i];
        d->config |= tf_is_config(paths[i]);
        if (tf_is_config(paths[i]) && p->u->h->read(p->u->run, paths[i], &f) == 0)
            files[n_config++] = (tf_source){ f.id, f.path, f.text, NULL };
    }
    p->u->files = files;
    p->u->n_files = n_config;
}

static void find_calls(planning *p)
{
    for (size_t i = 0; i < p->n_dirs; i++) {
        dir_node *d = p->dirs[i];
        if (d->config)
            d->calls = tf_calls_of(p->u, tf_load(p->u, d->dir), &d->n_calls);
        for (size_t k = 0; k < d->n_calls; k++) {
            dir_node *to = tf_table_get(&p->by_dir, d->calls[k]);
            if (to != NULL && to != d)
                to->called = true;
        }
    }
}

/* The directory and all it calls, without recursion: hostile trees may be deep. */
static void gather(planning *p, dir_node *root)
{
    dir_node **stack = NULL;
    size_t n = 0, cap = 0;
    p->mark++;
    p->n_files = 0;
    stack = tf_mem_grow(p->u->mem, stack, n, &cap, sizeof(dir_node *));
    stack[n++] = root;
    while (n > 0) {
        dir_node *d = stack[--n];
        if (d->mark == p->mark)
            continue;
        d->mark = p->mark;
        d->seen = true;
        for (size_t i = 0; i < d->n_files; i++) {
            if (d != root && !tf_is_config(*d->files[i]))
                continue;       /* variables are the root's alone */
            p->files = tf_mem_grow(p->u->mem, p->files, p->n_files, &p->cap_files, sizeof(tnk_str *));
            p->files[p->n_files++] = d->files[i];
        }
        for (size_t k = 0; k < d->n_calls; k++) {
            dir_node *to = tf_table_get(&p->by_dir, d->calls[k]);
            if (to == NULL || !to->config)
                continue;
            stack = tf_mem_grow(p->u->mem, stack, n, &cap, sizeof(dir_node *));
            stack[n++] = to;
        }
    }
}

static void name_unit(planning *p, dir_node *root)
{
    gather(p, root);
    tnk_str *paths = tf_new_array(p->u->mem, p->n_files, tnk_str);
    for (size_t i = 0; i < p->n_files; i++)
        paths[i] = *p->files[i];
    (void)p->u->h->unit(p->u->run, paths, p->n_files);
}

void tf_plan_units(tf_unit *u, const tnk_str *paths, size_t n)
{
    planning p = { .u = u };
    u->planning = true;
    u->n_diags = TF_DIAGS_MAX;
    sort_out(&p, paths, n);
    find_calls(&p);
    for (size_t i = 0; i < p.n_dirs; i++) {
        if (p.dirs[i]->config && !p.dirs[i]->called)
            name_unit(&p, p.dirs[i]);
    }
    for (size_t i = 0; i < p.n_dirs; i++) {     /* circles */
        if (p.dirs[i]->config && !p.dirs[i]->seen)
            name_unit(&p, p.dirs[i]);
    }
}

tnk_str tf_root_dir(tf_unit *u)
{
    tf_table called = { 0 };
    tnk_str first = { NULL, 0 };
    for (size_t i = 0; i < u->n_files; i++) {
        size_t n;
        if (!tf_is_config(u->files[i].path))
            continue;
        const tf_module *m = tf_load(u, tf_dir_of(u->files[i].path));
        const tnk_str *calls = tf_calls_of(u, m, &n);
        for (size_t k = 0; k < n; k++) {
            if (!tf_eq(calls[k], m->dir))
                tf_table_set(u->mem, &called, calls[k], (void *)m);
        }
    }
    for (size_t i = 0; i < u->n_files; i++) {
        tnk_str dir = tf_dir_of(u->files[i].path);
        if (!tf_is_config(u->files[i].path))
            continue;
        if (first.ptr == NULL)
            first = dir;
        if (tf_table_get(&called, dir) == NULL)
            return dir;
    }
    return first;
}
