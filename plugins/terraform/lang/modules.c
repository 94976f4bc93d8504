/* SPDX-License-Identifier: Apache-2.0
 * Module calls: where the called module is, and the module as called. */
#include "lang/lang.h"

bool tf_join_path(tf_unit *u, tnk_str dir, tnk_str path, tnk_str *ret)
{
    tf_buf all = { .mem = u->mem };
    bool absolute = path.len > 0 && path.ptr[0] == '/';
    tf_put(&all, absolute ? (tnk_str){ "", 0 } : dir);
    tf_putc(&all, '/');
    tf_put(&all, path);
    tnk_str s = tf_take(&all);
    char *to = tf_mem_get(u->mem, s.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        const char *slash = memchr(s.ptr + i, '/', s.len - i);
        size_t end = slash != NULL ? (size_t)(slash - s.ptr) : s.len;
        tnk_str name = { s.ptr + i, end - i };
        if (tf_is(name, "..")) {
            if (n == 0)
                return false;
            while (n > 0 && to[--n] != '/')
                ;
        } else if (name.len != 0 && !tf_is(name, ".")) {
            if (n != 0)
                to[n++] = '/';
            memcpy(to + n, name.ptr, name.len);
            n += name.len;
        }
        i = end + 1;
    }
    *ret = (tnk_str){ to, n };
    return true;
}

static tnk_str first_name(tnk_str path)
{
    const char *slash = path.len != 0 ? memchr(path.ptr, '/', path.len) : NULL;
    return (tnk_str){ path.ptr, slash != NULL ? (size_t)(slash - path.ptr) : path.len };
}

static tnk_str after_first(tnk_str path)
{
    size_t n = first_name(path).len;
    n += n < path.len;
    return (tnk_str){ path.ptr + n, path.len - n };
}

tnk_str tf_relative_path(tf_unit *u, tnk_str from, tnk_str dir)
{
    tf_buf b = { .mem = u->mem };
    while (from.len != 0 && dir.len != 0 && tf_eq(first_name(from), first_name(dir))) {
        from = after_first(from);
        dir = after_first(dir);
    }
    for (; from.len != 0; from = after_first(from))
        tf_puts(&b, b.len == 0 ? ".." : "/..");
    if (b.len != 0 && dir.len != 0)
        tf_putc(&b, '/');
    tf_put(&b, dir);
    return b.len != 0 ? tf_take(&b) : TNK_LIT(".");
}

/* ---- downloaded modules ---- */

/* .terraform/modules/modules.json of the root: which call was downloaded to where. */
static void read_downloads(tf_unit *u)
{
    tnk_file file;
    tnk_str path, root = u->root->module->dir;
    u->looked_for_downloads = true;
    if (!tf_join_path(u, root, TNK_LIT(".terraform/modules/modules.json"), &path) ||
        u->h->read(u->run, path, &file) != 0)
        return;
    const tnk_value *doc = u->h->parse(u->run, TNK_SYNTAX_JSON, file.text,
                                       (tnk_span){ file.id, 0, (uint32_t)file.text.len }, 0);
    const tnk_value *list = u->h->get(u->run, doc, TNK_LIT("Modules"));
    for (size_t i = 0; i < u->h->count(list); i++) {
        const tnk_value *m = u->h->at(list, i);
        tnk_str key = u->h->as_text(u->h->get(u->run, m, TNK_LIT("Key")));
        tnk_str dir = u->h->as_text(u->h->get(u->run, m, TNK_LIT("Dir")));
        tnk_str *to = tf_new(u->mem, tnk_str);
        if (key.len != 0 && dir.len != 0 && tf_join_path(u, root, dir, to))
            tf_table_set(u->mem, &u->downloads, key, to);
    }
}

static const tnk_str *downloaded(tf_unit *u, const tf_instance *in, const tf_decl *call)
{
    tf_buf key = { .mem = u->mem };
    if (!u->looked_for_downloads)
        read_downloads(u);
    if (in->path.len != 0) {
        tf_put(&key, in->path);
        tf_putc(&key, '.');
    }
    tf_put(&key, call->name);
    return tf_table_get(&u->downloads, tf_take(&key));
}

/* ---- where a module is ---- */

static bool is_local(tnk_str source)
{
    return (source.len >= 2 && memcmp(source.ptr, "./", 2) == 0) ||
           (source.len >= 3 && memcmp(source.ptr, "../", 3) == 0) || tf_is(source, ".") || tf_is(source, "..");
}

static int no_module(tf_unit *u, uint32_t level, const char *code, tnk_span at, const char *msg, tnk_str arg)
{
    tf_tell(u, level, code, at, msg, TF_ARGS(arg));
    return -1;
}

static int locate_local(tf_unit *u, tf_instance *in, tnk_str source, tnk_span at, tnk_str *ret)
{
    if (!tf_join_path(u, in->module->dir, source, ret))
        return no_module(u, TNK_LEVEL_ERROR, "tf-module-outside", at,
                         tr(u, "the module %1 lies outside of the target: scan a folder that holds it as well"),
                         source);
    if (tf_load(u, *ret)->empty)
        return no_module(u, TNK_LEVEL_ERROR, "tf-module-missing", at,
                         tr(u, "there is no module %1 in the target; what it makes is not judged"), source);
    return 0;
}

int tf_locate(tf_unit *u, tf_instance *in, const tf_decl *call, tnk_str *ret)
{
    const hcl_attr *a = hcl_attr_get(call->block->body, "source");
    if (a == NULL)
        return no_module(u, TNK_LEVEL_ERROR, "tf-module-source", call->block->header,
                         tr(u, "%1 has no source; what it makes is not judged"), call->key);
    tf_scope s = { .in = in };
    const cty_value *v = tf_value(u, &s, a->value);
    if (v->kind != CTY_STRING || v->state != CTY_KNOWN)
        return no_module(u, TNK_LEVEL_WARNING, "tf-module-source", a->at,
                         tr(u, "where %1 comes from cannot be known; what it makes is not judged"), call->key);
    if (is_local(v->str))
        return locate_local(u, in, v->str, a->at, ret);
    const tnk_str *dir = downloaded(u, in, call);
    if (dir != NULL && !tf_load(u, *dir)->empty) {
        *ret = *dir;
        return 0;
    }
    return no_module(u, TNK_LEVEL_WARNING, "tf-module-remote", a->at,
                     tr(u, "the module %1 is not in the target; run \"terraform init\" before the scan, or what it "
                           "makes is not judged"),
                     v->str);
}

/* ---- a module as called ---- */

static bool refused(tf_unit *u, const tf_instance *in, const tf_decl *call, tnk_str dir)
{
    for (const tf_instance *up = in; up != NULL; up = up->parent) {
        if (!tf_eq(up->module->dir, dir))
            continue;
        tf_tell(u, TNK_LEVEL_WARNING, "tf-module-circle", call->block->header, tr(u, "%1 contains itself"),
                TF_ARGS(call->key));
        return true;
    }
    if (in->level < TF_MODULE_DEPTH_MAX)
        return false;
    tf_tell(u, TNK_LEVEL_ERROR, "tf-module-depth", call->block->header,
            tr(u, "%1 is called too deeply; what it makes is not judged"), TF_ARGS(call->key));
    return true;
}

static const tf_module *module_of(tf_unit *u, tf_instance *in, const tf_decl *call)
{
    tnk_str dir;
    if (tf_locate(u, in, call, &dir) != 0 || refused(u, in, call, dir))
        return NULL;
    return tf_load(u, dir);
}

tf_instance *tf_instance_new(tf_unit *u, const tf_module *m, tf_instance *parent, const tf_decl *call, uint32_t i)
{
    tf_instance *in = tf_new(u->mem, tf_instance);
    *in = (tf_instance){ .module = m, .parent = parent, .call = call, .index = i };
    in->variables = tf_new_array(u->mem, m->n_variables, tf_cell);
    in->locals = tf_new_array(u->mem, m->n_locals, tf_cell);
    in->outputs = tf_new_array(u->mem, m->n_outputs, tf_cell);
    in->expansions = tf_new_array(u->mem, m->n_decls, tf_expansion);
    if (parent == NULL)
        return in;
    tf_buf prefix = { .mem = u->mem }, path = { .mem = u->mem };
    in->level = parent->level + 1;
    tf_put(&prefix, tf_address(u, parent, call, i));
    tf_putc(&prefix, '.');
    in->prefix = tf_take(&prefix);
    tf_put(&path, parent->path);
    if (parent->path.len != 0)
        tf_putc(&path, '.');
    tf_put(&path, call->name);
    in->path = tf_take(&path);
    return in;
}

tf_instance *tf_child(tf_unit *u, tf_instance *in, const tf_decl *call, uint32_t i)
{
    tf_expansion *x = tf_expand(u, in, call);
    if (x->children == NULL) {
        x->children = tf_new_array(u->mem, (size_t)x->n + 1, tf_instance *);
        x->module = module_of(u, in, call);
    }
    if (x->module == NULL || i >= x->n)
        return NULL;
    if (x->children[i] == NULL && cty_spend(&u->cty, 100))
        x->children[i] = tf_instance_new(u, x->module, in, call, i);
    return x->children[i];
}
