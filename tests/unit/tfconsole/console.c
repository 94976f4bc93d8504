/* SPDX-License-Identifier: Apache-2.0
 * See console.h. */
#define _GNU_SOURCE
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "tests/unit/tfconsole/console.h"
#include "world.h"

/* ---- files ---- */

static bool slurp(console *con, const char *path, tnk_str *ret)
{
    struct stat st;
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return false;
    bool good = fstat(fileno(f), &st) == 0 && S_ISREG(st.st_mode);
    if (good) {
        char *to = tf_mem_get(&con->h.mem, (size_t)st.st_size + 1);
        *ret = (tnk_str){ to, fread(to, 1, (size_t)st.st_size, f) };
    }
    fclose(f);
    return good;
}

static const char *path_of(console *con, tnk_str dir, tnk_str path)
{
    tf_buf b = { .mem = &con->h.mem };
    tf_putf(&b, "%s/%.*s%s%.*s", con->folder, (int)dir.len, dir.ptr, dir.len != 0 ? "/" : "", (int)path.len, path.ptr);
    return tf_take(&b).ptr;
}

static console *console_of(void *ud)
{
    return (console *)(void *)((char *)((tf_asking *)ud)->unit - offsetof(console, u));
}

static int read_file(void *ud, tnk_str path, tnk_str *ret)
{
    console *con = console_of(ud);
    return slurp(con, path_of(con, (tnk_str){ "", 0 }, path), ret) ? 0 : -1;
}

static int list_files(void *ud, tnk_str dir, tnk_str pattern, const tnk_str **ret, size_t *n)
{
    console *con = console_of(ud);
    glob_t found;
    if (memmem(pattern.ptr, pattern.len, "**", 2) != NULL)
        return -1;
    size_t skip = strlen(path_of(con, dir, (tnk_str){ "", 0 }));
    int rc = glob(path_of(con, dir, pattern), GLOB_BRACE | GLOB_MARK, NULL, &found);
    if (rc != 0 && rc != GLOB_NOMATCH)
        return -1;
    *n = 0;
    size_t all = rc == 0 ? found.gl_pathc : 0;
    tnk_str *to = tf_new_array(&con->h.mem, all, tnk_str);
    for (size_t i = 0; i < all; i++) {
        tnk_str path = tf_mem_str(&con->h.mem, tf_str(found.gl_pathv[i] + skip));
        if (path.len != 0 && path.ptr[path.len - 1] != '/')
            to[(*n)++] = path;
    }
    if (rc == 0)
        globfree(&found);
    *ret = to;
    return 0;
}

/* ---- evaluating ---- */

static void on_mistake(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    console *con = ud;
    (void)at, (void)code, (void)arg;
    if (con->mistake == NULL)
        con->mistake = msg;
}

void console_open(console *con, const char *folder)
{
    memset(con, 0, sizeof *con);
    harness_open(&con->h);
    con->h.mem.ud = &con->h;
    con->h.mem.guard = &con->h.out_of_memory;
    con->folder = folder;
    con->root.module = &con->module;
    con->u = (tf_unit){ .mem = &con->h.mem, .workspace = { "default", 7 }, .root = &con->root };
    con->u.cty = (cty_ctx){ .mem = &con->h.mem, .max_steps = TF_STEPS_MAX };
    con->u.hcl = (hcl_ctx){ .mem = &con->h.mem, .tell = on_mistake, .ud = con };
    con->asking = (tf_asking){ &con->u, NULL };
    tf_world_open(&con->u);
    con->u.world.ud = &con->asking;
    con->u.world.read = read_file;
    con->u.world.fileset = list_files;
}

void console_close(console *con)
{
    harness_close(&con->h);
}

const cty_value *console_eval(console *con, tnk_str expr)
{
    tf_forget_failure(&con->u);
    con->mistake = NULL;
    tf_buf b = { .mem = &con->h.mem };
    tf_put(&b, expr);
    tf_putc(&b, '\n');          /* a heredoc's end is a whole line */
    expr = tf_take(&b);
    const cty_value *v = tf_eval_text(&con->u, expr, (tnk_span){ 0, 0, (uint32_t)expr.len });
    return con->mistake == NULL ? v : NULL;
}

const char *console_error(const console *con)
{
    return con->mistake != NULL ? con->mistake : con->u.cty.error;
}

/* ---- lines ---- */

bool console_read(console *con, const char *path, console_lines *ret)
{
    tnk_str text;
    size_t cap = 0;
    *ret = (console_lines){ NULL, 0 };
    if (!slurp(con, path, &text))
        return false;
    while (text.len != 0) {
        const char *end = memchr(text.ptr, '\n', text.len);
        tnk_str line = { text.ptr, end != NULL ? (size_t)(end - text.ptr) : text.len };
        size_t used = end != NULL ? line.len + 1 : line.len;
        text = (tnk_str){ text.ptr + used, text.len - used };
        ret->line = tf_mem_grow(&con->h.mem, ret->line, ret->n, &cap, sizeof *ret->line);
        ret->line[ret->n] = cty_from_json(&con->u.cty, line);
        assert_non_null(ret->line[ret->n]);
        ret->n++;
    }
    return true;
}

const cty_value *console_get(const cty_value *line, const char *name)
{
    return cty_member(line, tf_str(name));
}
