/* SPDX-License-Identifier: Apache-2.0
 * Loading shared objects. Their constructors run before any check of ours can, so what may be
 * loaded is decided by who could have written the file; see plugins.h. */
#define _GNU_SOURCE
#include "core/collect/registry.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"

#define SUFFIX ".so"
#define ENTRY "tenken_collector_v1"

/* Could anybody but root and us have written it? */
static int check_owner(const struct stat *st, const char *path, tnk_error *err)
{
    if (st->st_uid != 0 && st->st_uid != geteuid())
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s belongs to user %u: give it to root or to yourself (chown) before it is "
              "loaded"),
            path, (unsigned)st->st_uid);
    if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s is writable by its group or by everybody: run chmod go-w on it before it "
              "is loaded"),
            path);
    return TNK_OK;
}

/* Sets real (PATH_MAX bytes) to the absolute path of a file that may be loaded. */
static int check_file(const char *path, char *real, tnk_error *err)
{
    struct stat st;
    char folder[PATH_MAX];
    if (!tnk_str_ends(tnk_str_of(path), TNK_S(SUFFIX)))
        return tnk_fail_plain(err, TNK_EREFUSED, _("%s is no plugin: its name must end in .so"),
                              path);
    if (lstat(path, &st) != 0 || realpath(path, real) == NULL)
        return tnk_fail_plain(err, TNK_EIO, _("cannot read the plugin %s: %s"), path,
                              tnk_errno_words(errno));
    if (!S_ISREG(st.st_mode))
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s is not a regular file: name the plugin itself, not a link to it"), path);
    int rc = check_owner(&st, path, err);
    if (rc != 0)
        return rc;
    char *slash = strrchr(real, '/');
    snprintf(folder, sizeof folder, "%.*s", slash == real ? 1 : (int)(slash - real), real);
    if (stat(folder, &st) != 0)
        return tnk_fail_plain(err, TNK_EIO, _("cannot read the folder %s: %s"), folder,
                              tnk_errno_words(errno));
    return check_owner(&st, folder, err);
}

int tnk_plugins_load(tnk_plugins *p, const char *path, tnk_error *err)
{
    char real[PATH_MAX];
    const tnk_collector *(*entry)(uint32_t);
    int rc = check_file(path, real, err);
    if (rc != 0)
        return rc;
    void *so = dlopen(real, RTLD_NOW | RTLD_LOCAL); /* never closed: names and claims live in it */
    if (so == NULL)
        return tnk_fail_plain(err, TNK_EREFUSED, _("%s cannot be loaded: %s"), path, dlerror());
    void *symbol = dlsym(so, ENTRY);
    if (symbol == NULL)
        return tnk_fail_plain(err, TNK_EREFUSED, _("%s is no collector: it does not export %s"),
                              path, ENTRY);
    memcpy(&entry, &symbol, sizeof entry);
    const tnk_collector *c = entry(TNK_ABI);
    if (c == NULL)
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s declines to work with plugin ABI %u.%u: use another version of it"), path,
            TNK_ABI_MAJOR, TNK_ABI_MINOR);
    return tnk_plugins_take(p, c, real, path, err);
}

static int is_plugin(const struct dirent *e)
{
    return e->d_name[0] != '.' && tnk_str_ends(tnk_str_of(e->d_name), TNK_S(SUFFIX));
}

static int by_byte(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

int tnk_plugins_load_dir(tnk_plugins *p, const char *dir, tnk_plugins_diag *cb, void *ud)
{
    struct dirent **names = NULL;
    int first = TNK_OK, n = scandir(dir, &names, is_plugin, by_byte);
    if (n < 0) {
        tnk_error err = { 0 };
        first = tnk_fail_plain(&err, TNK_EIO, _("cannot read the plugin folder %s: %s"), dir,
                               tnk_errno_words(errno));
        if (cb != NULL)
            cb(ud, dir, &err);
    }
    for (int i = 0; i < n; i++) {
        char path[PATH_MAX];
        tnk_error err = { 0 };
        int rc = snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name) < (int)sizeof path
                     ? tnk_plugins_load(p, path, &err)
                     : tnk_fail_plain(&err, TNK_ELIMIT, _("the path of the plugin %s is too long"),
                                      names[i]->d_name);
        if (rc != 0 && cb != NULL)
            cb(ud, path, &err);
        first = first != 0 ? first : rc;
        free(names[i]);
    }
    free(names);
    return first;
}
