/* SPDX-License-Identifier: Apache-2.0
 * Loading a folder of catalogues, in byte order of the names. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/checklist/catalogue.h"

static int wanted(const struct dirent *e)
{
    return e->d_name[0] != '.' && tnk_str_ends(tnk_str_of(e->d_name), TNK_S(".yaml"));
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int refuse(const char *path, const char *why, tnk_error *err)
{
    return tnk_fail_plain(err, TNK_EIO, _("%s:1: cannot read this checklist: %s"), path, why);
}

/* Reads at most the limit and one byte more, so that the parser sees what is too large. */
static int slurp(int fd, const char *path, tnk_buf *ret, tnk_error *err)
{
    char chunk[16384];
    ssize_t n = 0;
    while (ret->len <= TNK_CATALOGUE_BYTES_MAX && (n = read(fd, chunk, sizeof chunk)) != 0) {
        if (n < 0 && errno != EINTR)
            return refuse(path, tnk_errno_words(errno), err);
        if (n > 0)
            tnk_buf_add(ret, (tnk_str){ chunk, (size_t)n });
    }
    tnk_buf_puts(ret, "");      /* an empty file has a text, too */
    return ret->failed
               ? tnk_fail_plain(err, TNK_ENOMEM, _("%s:1: no memory for this checklist"), path)
               : 0;
}

static int add_file(tnk_catalogues *c, int dir, const char *folder, const char *name,
                    tnk_error *err)
{
    tnk_buf path = TNK_BUF_INIT, text = TNK_BUF_INIT;
    struct stat st;
    int rc = TNK_ENOMEM, fd = openat(dir, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    tnk_buf_printf(&path, "%s/%s", folder, name);
    if (path.failed)
        tnk_fail_plain(err, rc, _("no memory for checklist %s"), name);
    else if (fd < 0 || fstat(fd, &st) != 0)
        rc = refuse(path.ptr, tnk_errno_words(errno), err);
    else if (!S_ISREG(st.st_mode))
        rc = refuse(path.ptr, _("it is not a regular file"), err);
    else if ((rc = slurp(fd, path.ptr, &text, err)) == 0)
        rc = tnk_catalogues_add(c, tnk_buf_str(&path), tnk_buf_str(&text), err);
    if (fd >= 0)
        close(fd);
    tnk_buf_free(&text);
    tnk_buf_free(&path);
    return rc;
}

int tnk_catalogues_load(tnk_catalogues *c, const char *folder, tnk_error *err)
{
    struct dirent **names = NULL;
    int rc = 0, n = 0, dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir < 0 || (n = scandirat(dir, ".", &names, wanted, by_name)) < 0) {
        rc = tnk_fail_plain(err, errno == ENOENT ? TNK_ENOENT : TNK_EIO,
                            _("cannot read the checklist folder %s: %s"), folder,
                            tnk_errno_words(errno));
        n = 0;
    }
    for (int i = 0; i < n; i++) {
        if (rc == 0)
            rc = add_file(c, dir, folder, names[i]->d_name, err);
        free(names[i]);
    }
    free(names);
    if (dir >= 0)
        close(dir);
    return rc;
}
