/* SPDX-License-Identifier: Apache-2.0
 * Trees: opening them on disk and over memory, and the list of their files; see tree.h. */
#define _GNU_SOURCE
#include "core/target/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "core/target/shown.h"

const char *const tnk_tree_default_excludes[] = {
    ".git/", ".hg/", ".svn/", "node_modules/", "**/.terraform/providers/", ".terragrunt-cache/",
    "__pycache__/", ".venv/", NULL,
};

/* ---- the list ---- */

int tnk_tree_list(tnk_tree *t, tnk_str path, tnk_error *err)
{
    if (t->n + 1 >= t->cap) {
        size_t cap = t->cap != 0 ? t->cap * 2 : 64;
        uint32_t *at = realloc(t->at, cap * sizeof *at);
        if (at == NULL)
            return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
        t->at = at, t->cap = cap;
    }
    t->at[t->n] = (uint32_t)t->paths.len;
    tnk_buf_add(&t->paths, path);
    tnk_buf_putc(&t->paths, '\0');
    if (t->paths.failed)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
    t->at[++t->n] = (uint32_t)t->paths.len;
    return 0;
}

size_t tnk_tree_count(const tnk_tree *t)
{
    return t->n;
}

tnk_str tnk_tree_path(const tnk_tree *t, size_t i)
{
    return (tnk_str){ t->paths.ptr + t->at[i], t->at[i + 1] - t->at[i] - 1 };
}

size_t tnk_tree_skipped(const tnk_tree *t)
{
    return t->skipped;
}

size_t tnk_tree_excluded(const tnk_tree *t)
{
    return t->excluded;
}

const char *tnk_tree_root(const tnk_tree *t)
{
    return t->root;
}

/* ---- opening and closing trees ---- */

int tnk_tree_ignore(const tnk_tree_options *opts, tnk_ignore **ret, tnk_error *err)
{
    static const char *const none[] = { NULL };
    const char *const *lists[] = { opts->no_default_excludes ? none : tnk_tree_default_excludes,
                                   opts->excludes != NULL ? opts->excludes : none };
    tnk_ignore *ig = NULL;
    int rc = tnk_ignore_new(&ig, err);
    for (size_t k = 0; k < 2; k++) {
        for (const char *const *p = lists[k]; rc == 0 && *p != NULL; p++)
            rc = tnk_ignore_add(ig, tnk_str_of(*p), err);
    }
    if (rc == 0)
        *ret = ig;
    else
        tnk_ignore_free(ig);
    return rc;
}

/* A tree with nothing in it. */
static tnk_tree *new_tree(const tnk_tree_options *opts)
{
    tnk_tree *t = calloc(1, sizeof *t);
    if (t == NULL)
        return NULL;
    t->root_fd = -1;
    t->paths.max = UINT32_MAX;
    t->file_bytes_max =
        opts->file_bytes_max != 0 ? opts->file_bytes_max : (size_t)TNK_TREE_FILE_BYTES_MAX;
    return t;
}

/* Splits t->root, the real path of a file, into its directory and its name, and lists the name. */
static int split_root(tnk_tree *t, tnk_error *err)
{
    char *slash = strrchr(t->root, '/');
    int rc = tnk_tree_list(t, tnk_str_of(slash + 1), err);
    slash[slash == t->root] = '\0';
    return rc;
}

static int open_root(tnk_tree *t, const char *path, bool *is_file, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    struct stat st;
    t->root = realpath(path, NULL);
    if (t->root == NULL || stat(t->root, &st) != 0)
        return tnk_tree_system_error(path, err);
    *is_file = S_ISREG(st.st_mode);
    if (!*is_file && !S_ISDIR(st.st_mode))
        return tnk_fail_plain(err, TNK_EIO, _("%s is neither a directory nor a regular file"),
                              tnk_shown(tnk_str_of(path), shown));
    int rc = *is_file ? split_root(t, err) : 0;
    if (rc != 0)
        return rc;
    t->root_fd = open(t->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (t->root_fd < 0)
        t->root_fd = open(t->root, O_PATH | O_DIRECTORY | O_CLOEXEC);    /* search without read */
    if (t->root_fd < 0)
        return tnk_tree_system_error(path, err);
    return 0;
}

int tnk_tree_open(const char *path, const tnk_tree_options *opts, tnk_tree **ret, tnk_error *err)
{
    static const tnk_tree_options defaults = { 0 };
    bool is_file = false;
    opts = opts != NULL ? opts : &defaults;
    tnk_tree *t = new_tree(opts);
    if (t == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
    int rc = open_root(t, path, &is_file, err);
    if (rc == 0 && !is_file)
        rc = tnk_tree_walk(t, opts, err);
    if (rc == 0)
        *ret = t;
    else
        tnk_tree_close(t);
    return rc;
}

void tnk_tree_close(tnk_tree *t)
{
    if (t == NULL)
        return;
    if (t->root_fd >= 0)
        close(t->root_fd);
    tnk_buf_free(&t->paths);
    free(t->at);
    free(t->root);
    free(t->files);
    free(t);
}

/* ---- trees over memory ---- */

static int by_path(const void *a, const void *b)
{
    const struct tnk_memory_file *x = a, *y = b;
    return tnk_str_cmp(x->path, y->path);
}

size_t tnk_tree_memory_from(const tnk_tree *t, tnk_str path)
{
    size_t low = 0, high = t->n_files;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (tnk_str_cmp(t->files[mid].path, path) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static int check_memory(const tnk_tree *t, tnk_error *err)
{
    char clean[TNK_TREE_PATH_MAX + 1], shown[TNK_SHOWN_BYTES];
    for (size_t i = 0; i < t->n_files; i++) {
        tnk_str p = t->files[i].path;
        int n = tnk_tree_clean(p, clean);
        if (n <= 0 || !tnk_str_eq(p, (tnk_str){ clean, (size_t)n }))
            return tnk_fail_plain(err, TNK_EINVAL, _("\"%s\" is not a clean relative path"),
                                  tnk_shown(p, shown));
        if (i > 0 && tnk_str_eq(p, t->files[i - 1].path))
            return tnk_fail_plain(err, TNK_EINVAL, _("\"%s\" is there twice"), tnk_shown(p, shown));
    }
    return 0;
}

static int list_memory(tnk_tree *t, const tnk_tree_options *opts, tnk_error *err)
{
    size_t max = opts->files_max != 0 ? opts->files_max : (size_t)TNK_TREE_FILES_MAX;
    tnk_ignore *ig = NULL;
    int rc = tnk_tree_ignore(opts, &ig, err);
    if (rc == 0 && t->n_files > max)
        rc = tnk_fail_plain(err, TNK_ELIMIT, _("There are more than %zu files"), max);
    for (size_t i = 0; rc == 0 && i < t->n_files; i++) {
        if (tnk_ignore_match(ig, t->files[i].path, false))
            t->excluded++;
        else
            rc = tnk_tree_list(t, t->files[i].path, err);
    }
    tnk_ignore_free(ig);
    return rc;
}

int tnk_tree_open_memory(const tnk_str *paths, const tnk_str *contents, size_t n,
                         const tnk_tree_options *opts, tnk_tree **ret, tnk_error *err)
{
    static const tnk_tree_options defaults = { 0 };
    opts = opts != NULL ? opts : &defaults;
    tnk_tree *t = new_tree(opts);
    int rc = 0;
    if (t == NULL || (t->files = calloc(n + (n == 0), sizeof *t->files)) == NULL) {
        rc = tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
        goto out;
    }
    t->n_files = n;
    for (size_t i = 0; i < n; i++)
        t->files[i] = (struct tnk_memory_file){ paths[i], contents[i] };
    if (n > 1)
        qsort(t->files, n, sizeof *t->files, by_path);
    rc = check_memory(t, err);
    if (rc == 0)
        rc = list_memory(t, opts, err);
out:
    if (rc == 0)
        *ret = t;
    else
        tnk_tree_close(t);
    return rc;
}
