/* SPDX-License-Identifier: Apache-2.0
 * What the user gives for collectors: --var, --var-file, --var-env, --workspace; see cli.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"

enum { VAR_FILE_MAX = 4 * 1024 * 1024 };
static const char env_prefix[] = "TF_VAR_";

static int no_memory(tnk_error *err)
{
    return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
}

/* ---- files ---------------------------------------------------------------------------------------------- */

static int read_var_file(const char *path, tnk_arena *a, tnk_option *ret, tnk_error *err)
{
    int rc = TNK_EIO;
    FILE *f = fopen(path, "rbe");
    char *text = malloc(VAR_FILE_MAX + 1);
    size_t n = f != NULL && text != NULL ? fread(text, 1, VAR_FILE_MAX + 1, f) : 0;
    if (text == NULL) {
        rc = no_memory(err);
    } else if (f == NULL || ferror(f)) {
        tnk_fail_plain(err, rc, _("--var-file: %s cannot be read: %s"), path, tnk_errno_words(errno));
    } else if (n > VAR_FILE_MAX) {
        rc = tnk_fail_plain(err, TNK_ELIMIT, _("--var-file: %s is larger than 4 MiB"), path);
    } else {
        *ret = (tnk_option){ tnk_arena_str(a, (tnk_str){ text, n }), tnk_str_of(path) };
        rc = ret->value.ptr != NULL ? TNK_OK : no_memory(err);
    }
    free(text);
    if (f != NULL)
        fclose(f);
    return rc;
}

static int read_var_files(const tnk_opt_list *files, tnk_arena *a, tnk_named_options *ret, tnk_error *err)
{
    tnk_option *at = tnk_arena_array(a, files->n, sizeof *at);
    if (at == NULL)
        return no_memory(err);
    for (size_t i = 0; i < files->n; i++) {
        int rc = read_var_file(files->at[i], a, &at[i], err);
        if (rc != TNK_OK)
            return rc;
    }
    *ret = (tnk_named_options){ TNK_S("terraform.var-file"), at, files->n };
    return TNK_OK;
}

/* ---- variables ------------------------------------------------------------------------------------------ */

static bool has_name(tnk_str var)
{
    return var.len > 0 && var.ptr[0] != '=' && memchr(var.ptr, '=', var.len) != NULL;
}

/* Of TF_VAR_x=value: "x=value"; of anything else: empty. */
static tnk_str env_var(const char *entry)
{
    tnk_str s = tnk_str_of(entry);
    s = tnk_str_starts(s, tnk_str_of(env_prefix)) ? tnk_str_from(s, sizeof env_prefix - 1) : (tnk_str){ "", 0 };
    return has_name(s) ? s : (tnk_str){ "", 0 };
}

static int by_value(const void *a, const void *b)
{
    return tnk_str_cmp(((const tnk_option *)a)->value, ((const tnk_option *)b)->value);
}

/* The order of the environment means nothing: by bytes, so that a run depends on what is in it alone. */
static size_t put_env(tnk_option *at)
{
    size_t n = 0;
    for (char **e = environ; e != NULL && *e != NULL; e++) {
        tnk_str var = env_var(*e);
        if (var.len == 0)
            continue;
        if (at != NULL)
            at[n] = (tnk_option){ var, { "", 0 } };
        n++;
    }
    if (at != NULL && n > 1)
        qsort(at, n, sizeof *at, by_value);
    return n;
}

static int list_env(const tnk_given_options *g, tnk_arena *a, tnk_named_options *ret, tnk_error *err)
{
    size_t n = g->var_env ? put_env(NULL) : 0;
    tnk_option *at = tnk_arena_array(a, n, sizeof *at);
    if (at == NULL)
        return no_memory(err);
    *ret = (tnk_named_options){ TNK_S("terraform.var-env"), at, g->var_env ? put_env(at) : 0 };
    return TNK_OK;
}

static int list_vars(const tnk_given_options *g, tnk_arena *a, tnk_named_options *ret, tnk_error *err)
{
    size_t n = 0;
    tnk_option *at = tnk_arena_array(a, g->vars.n, sizeof *at);
    if (at == NULL)
        return no_memory(err);
    for (size_t i = 0; i < g->vars.n; i++) {
        tnk_str var = tnk_str_of(g->vars.at[i]);
        if (!has_name(var))     /* what was given may be a secret: it is not repeated */
            return tnk_fail_plain(err, TNK_EINVAL, _("--var takes NAME=VALUE"));
        at[n++] = (tnk_option){ var, { "", 0 } };
    }
    *ret = (tnk_named_options){ TNK_S("terraform.var"), at, n };
    return TNK_OK;
}

int tnk_cli_given(const tnk_given_options *g, tnk_arena *a, const tnk_named_options **ret, size_t *n, tnk_error *err)
{
    enum { VAR, VAR_ENV, VAR_FILE, WORKSPACE, NAMES };
    tnk_named_options *all = tnk_arena_array(a, NAMES, sizeof *all);
    tnk_option *workspace = tnk_arena_alloc(a, sizeof *workspace);
    if (all == NULL || workspace == NULL)
        return no_memory(err);
    if (g->workspace != NULL && g->workspace[0] == '\0')
        return tnk_fail_plain(err, TNK_EINVAL, _("--workspace takes a name"));
    if (g->workspace != NULL)
        workspace->value = tnk_str_of(g->workspace);
    workspace->origin = (tnk_str){ "", 0 };
    all[WORKSPACE] = (tnk_named_options){ TNK_S("terraform.workspace"), workspace, g->workspace != NULL };
    int rc = list_vars(g, a, &all[VAR], err);
    if (rc == TNK_OK)
        rc = list_env(g, a, &all[VAR_ENV], err);
    if (rc == TNK_OK)
        rc = read_var_files(&g->var_files, a, &all[VAR_FILE], err);
    if (rc != TNK_OK)
        return rc;
    *ret = all;
    *n = NAMES;
    return TNK_OK;
}
