/* SPDX-License-Identifier: Apache-2.0
 * What functions ask for: files of the target, templates. */
#define _GNU_SOURCE
#include "world.h"

static int read_file(void *ud, tnk_str path, tnk_str *ret)
{
    tf_unit *u = ((tf_asking *)ud)->unit;
    tnk_file file;
    tnk_str at;
    if (!tf_join_path(u, u->root->module->dir, path, &at))
        return -1;
    int rc = u->h->read(u->run, at, &file);
    if (rc == 0)
        *ret = file.text;
    return rc == 0 ? 0 : rc == -6 ? -1 : -2;
}

static int list_files(void *ud, tnk_str dir, tnk_str pattern, const tnk_str **ret, size_t *n)
{
    tf_unit *u = ((tf_asking *)ud)->unit;
    tf_buf glob = { .mem = u->mem };
    tnk_str at;
    const tnk_str *paths;
    if (memmem(pattern.ptr, pattern.len, "**", 2) != NULL || memchr(pattern.ptr, '{', pattern.len) != NULL ||
        !tf_join_path(u, u->root->module->dir, dir, &at))
        return -1;
    for (size_t i = 0; i < at.len; i++) {
        if (strchr("*?[]\\", at.ptr[i]) != NULL)
            tf_putc(&glob, '\\');
        tf_putc(&glob, at.ptr[i]);
    }
    if (at.len != 0)
        tf_putc(&glob, '/');
    tf_put(&glob, pattern);
    if (u->h->glob(u->run, tf_take(&glob), &paths, n) != 0)
        return -1;
    tnk_str *to = tf_new_array(u->mem, *n, tnk_str);
    for (size_t i = 0, skip = at.len != 0 ? at.len + 1 : 0; i < *n; i++)
        to[i] = (tnk_str){ paths[i].ptr + skip, paths[i].len - skip };
    *ret = to;
    return 0;
}

static void on_mistake(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    cty_ctx *c = ud;
    (void)at, (void)code, (void)msg, (void)arg;
    cty_fail(c, "the template has a syntax error");
}

static const cty_value *render(void *ud, tnk_str name, tnk_str text, const cty_value *vars)
{
    tf_unit *u = ((tf_asking *)ud)->unit;
    hcl_ctx quiet = { .mem = u->mem, .tell = on_mistake, .ud = &u->cty };
    tf_frame *frames = tf_new_array(u->mem, vars->n, tf_frame);
    (void)name;
    if (tf_too_deep(u, 0))
        return cty_fail(&u->cty, "expressions refer to each other too deeply here");
    for (uint32_t i = 0; i < vars->n; i++)
        frames[i] = (tf_frame){ i > 0 ? &frames[i - 1] : NULL, vars->keys[i], vars->items[i] };
    const hcl_expr *e = hcl_parse_template(&quiet, tf_mem_str(u->mem, text), (tnk_span){ 0, 0, 0 }, true);
    if (u->cty.failed)
        return NULL;
    tf_scope s = { .frames = vars->n != 0 ? &frames[vars->n - 1] : NULL };
    const cty_value *v = tf_eval(u, &s, e);
    u->has_fail_at = false;     /* a mistake is told where the template is used */
    return v;
}

void tf_world_open(tf_unit *u)
{
    u->world = (tf_world){ .read = read_file, .fileset = list_files, .render = render };
}
