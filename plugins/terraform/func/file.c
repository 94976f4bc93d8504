/* SPDX-License-Identifier: Apache-2.0
 * Files of the target, templates in them, and paths. */
#include "func/inside.h"

enum { GONE = -1 };             /* what tf_world.read says of a file that is not there */

/* A reason that names a path. */
static const cty_value *no_file(tf_call *c, const cty_type *t, const char *msgid, tnk_str path)
{
    tf_buf b = { .mem = c->cty->mem };
    tf_puts(&b, tf_tr(c, msgid));
    tf_putf(&b, ": %.*s", CTY_SHOW(path));
    return tf_outside(c, t, TNK_WHY_EXTERNAL, tf_take(&b));
}

/* A file that is not in the target may be made before Terraform runs, so it is unknown, not wrong. */
const cty_value *tf_file(tf_call *c, const cty_value *path, const cty_type *t, tnk_str *ret)
{
    int rc = c->world == NULL || c->world->read == NULL
                 ? -2
                 : c->world->read(c->world->ud, path->str, ret);
    if (rc == 0 && ret->len > CTY_TEXT_MAX)
        return no_file(c, t, N_("this file is too large"), path->str);
    if (rc == 0) {
        cty_spend(c->cty, 1 + ret->len / 64);
        return NULL;            /* and an error, perhaps */
    }
    return rc == GONE ? no_file(c, t, N_("this file is not in the target"), path->str)
                      : no_file(c, t, N_("this file cannot be read"), path->str);
}

TF_FN(fn_file)
{
    tnk_str s;
    const cty_value *instead = tf_file(c, args[0], &cty_string, &s);
    if (instead != NULL || c->cty->failed)
        return instead;
    if (!tf_utf8(s))
        return cty_fail(c->cty, "%.*s is no UTF-8 text", CTY_SHOW(args[0]->str));
    return cty_text(c->cty, s);
}

TF_FN(fn_filebase64)
{
    tnk_str s;
    tf_buf b = { .mem = c->cty->mem };
    const cty_value *instead = tf_file(c, args[0], &cty_string, &s);
    if (instead != NULL || c->cty->failed)
        return instead;
    if (!tf_room(c, &b, s.len / 3 * 4 + 4))
        return NULL;
    tf_base64(&b, (const uint8_t *)s.ptr, s.len);
    return tf_text(c, &b);
}

TF_FN(fn_fileexists)
{
    tnk_str s;
    int rc = c->world == NULL || c->world->read == NULL
                 ? -2
                 : c->world->read(c->world->ud, args[0]->str, &s);
    if (rc == 0 || rc == GONE)
        return cty_boolean(rc == 0);
    return no_file(c, &cty_bool, N_("this file cannot be read"), args[0]->str);
}

TF_FN(fn_fileset)
{
    const tnk_str *paths;
    size_t count;
    tf_items items = { .c = c };
    if (c->world == NULL || c->world->fileset == NULL
        || c->world->fileset(c->world->ud, args[0]->str, args[1]->str, &paths, &count) < 0)
        return no_file(c, tf_type(c, 'S'), N_("the files of this folder cannot be told"),
                       args[0]->str);
    for (size_t i = 0; i < count; i++) {
        if (!tf_add(&items, cty_text(c->cty, paths[i])))
            return NULL;
    }
    return cty_set(c->cty, &cty_string, items.at, items.n);
}

/* ---- templates ---- */

static const cty_value *render(tf_call *c, tnk_str name, tnk_str text, const cty_value *vars)
{
    if (!cty_is_keyed(vars) && vars->kind != CTY_DYNAMIC)
        return cty_fail(c->cty, "the variables must be an object or a map");
    if (cty_is_unknown(vars))
        return tf_unknown(c, &cty_dynamic, &vars, 1);
    if (c->world == NULL || c->world->render == NULL)
        return tf_outside(c, &cty_dynamic, TNK_WHY_UNSUPPORTED,
                          tf_str(tf_tr(c, N_("templates cannot be rendered here"))));
    const cty_value *v = c->world->render(c->world->ud, name, text, vars);
    return v != NULL && cty_is_null(v) ? cty_fail(c->cty, "the result of the template is null") : v;
}

TF_FN(fn_templatefile)
{
    tnk_str s;
    if (cty_is_unknown(args[0]))
        return tf_unknown(c, &cty_dynamic, args, n);
    const cty_value *instead = tf_file(c, args[0], &cty_dynamic, &s);
    if (instead != NULL || c->cty->failed)
        return instead;
    if (!tf_utf8(s))
        return cty_fail(c->cty, "%.*s is no UTF-8 text", CTY_SHOW(args[0]->str));
    return render(c, args[0]->str, s, args[1]);
}

TF_FN(fn_templatestring)
{
    if (cty_is_unknown(args[0]))
        return tf_unknown(c, &cty_string, args, n);
    const cty_value *v = render(c, tf_str("templatestring"), args[0]->str, args[1]);
    return v != NULL ? cty_convert(c->cty, v, &cty_string) : NULL;
}

/* ---- paths ---- */

/* Shortest path of the same meaning, as Go's filepath.Clean: no empty parts, no ".", ".." taken
 * back where it can be. */
static tnk_str clean(tf_call *c, tnk_str s)
{
    bool root = s.len != 0 && s.ptr[0] == '/';
    char *to = tf_mem_get(c->cty->mem, s.len + 2);
    size_t len = 0, fixed = root ? 1 : 0;       /* what a ".." cannot take back */
    if (root)
        to[len++] = '/';
    for (size_t at = 0; at < s.len;) {
        size_t end = tf_find(s, tf_str("/"), at);
        end = end == SIZE_MAX ? s.len : end;
        tnk_str part = tf_sub(s, at, end);
        at = end + 1;
        if (part.len == 0 || tf_is(part, "."))
            continue;
        if (tf_is(part, "..") && len > fixed) {
            while (len > fixed && to[len - 1] != '/')
                len--;
            len -= len > fixed;
            continue;
        }
        if (tf_is(part, "..") && root)
            continue;
        if (len > (root ? 1U : 0U))
            to[len++] = '/';
        memcpy(to + len, part.ptr, part.len);
        len += part.len;
        fixed = tf_is(part, "..") ? len : fixed;
    }
    return len != 0 ? (tnk_str){ to, len } : tf_str(".");
}

static size_t behind_last_slash(tnk_str s)
{
    while (s.len != 0 && s.ptr[s.len - 1] != '/')
        s.len--;
    return s.len;
}

TF_FN(fn_basename)
{
    tnk_str s = args[0]->str;
    if (s.len == 0)
        return cty_text(c->cty, tf_str("."));
    while (s.len > 1 && s.ptr[s.len - 1] == '/')
        s.len--;
    return cty_text(c->cty, tf_is(s, "/") ? s : tf_sub(s, behind_last_slash(s), s.len));
}

TF_FN(fn_dirname)
{
    tnk_str s = args[0]->str;
    return cty_text(c->cty, clean(c, tf_sub(s, 0, behind_last_slash(s))));
}

TF_FN(fn_abspath)
{
    tnk_str s = args[0]->str;
    if (s.len != 0 && s.ptr[0] == '/')
        return cty_text(c->cty, clean(c, s));
    return no_file(c, &cty_string, N_("it depends on the folder in which Terraform runs"), s);
}

TF_FN(fn_pathexpand)
{
    tnk_str s = args[0]->str;
    if (s.len == 0 || s.ptr[0] != '~')
        return args[0];
    if (s.len > 1 && s.ptr[1] != '/')
        return cty_fail(c->cty, "the home folder of another user cannot be told");
    return no_file(c, &cty_string, N_("it depends on the home folder of who runs Terraform"), s);
}

const tf_func tf_funcs_file[] = {
    { "abspath", fn_abspath, 1, 1, 0, "s", 's' },
    { "basename", fn_basename, 1, 1, 0, "s", 's' },
    { "dirname", fn_dirname, 1, 1, 0, "s", 's' },
    { "file", fn_file, 1, 1, 0, "s", 's' },
    { "filebase64", fn_filebase64, 1, 1, 0, "s", 's' },
    { "fileexists", fn_fileexists, 1, 1, 0, "s", 'b' },
    { "fileset", fn_fileset, 2, 2, 0, "ss", 'S' },
    { "pathexpand", fn_pathexpand, 1, 1, 0, "s", 's' },
    { "templatefile", fn_templatefile, 2, 2, TF_FN_UNKNOWN, "sd", 'd' },
    { "templatestring", fn_templatestring, 2, 2, TF_FN_UNKNOWN, "sd", 's' },
    { .name = NULL },
};
