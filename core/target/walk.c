/* SPDX-License-Identifier: Apache-2.0
 * Walking a directory: depth first, names sorted, one descriptor open at a time, no stat a file. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "tenken/collector.h"

struct entry {
    size_t at;              /* in walk.names */
    unsigned short len;
    bool dir;
};

struct walk {
    tnk_tree *t;
    const tnk_tree_options *opts;
    tnk_ignore *ig;
    size_t left;            /* files and directories that may still come */
    bool full;
    tnk_buf names;          /* of the directories being walked, innermost last; so are entries */
    struct entry *entries;
    size_t n, cap;
    char path[TNK_TREE_PATH_MAX + 1];
};

static void tell(struct walk *w, size_t len, const char *code, const char *msg)
{
    if (w->opts->diag != NULL)
        w->opts->diag(w->opts->ud, TNK_LEVEL_ERROR, code,
                      len != 0 ? (tnk_str){ w->path, len } : TNK_S("."), msg);
}

static void tell_unreadable(struct walk *w, size_t len, int why)
{
    char msg[256];
    snprintf(msg, sizeof msg,
             _("This directory cannot be read (%s): scan as a user who may, or exclude it"),
             tnk_errno_words(why));
    tell(w, len, "unreadable-directory", msg);
}

/* There is room for one more file or directory; says so once when there is not. */
static bool room(struct walk *w)
{
    char msg[256];
    if (w->left != 0) {
        w->left--;
    } else if (!w->full) {
        w->full = true;
        size_t max = w->opts->files_max != 0 ? w->opts->files_max : (size_t)TNK_TREE_FILES_MAX;
        snprintf(msg, sizeof msg,
                 _("There are more than %zu files and directories: the rest is not scanned; "
                   "exclude what need not be, or scan in parts"),
                 max);
        tell(w, 0, "too-many-files", msg);
    }
    return !w->full;
}

/* Puts the name behind the directory's path, w->path[0..len). The new length, 0 when it is too
 * long. */
static size_t join(struct walk *w, size_t len, tnk_str name)
{
    size_t start = len != 0 ? len + 1 : 0;
    if (start + name.len > TNK_TREE_PATH_MAX)
        return 0;
    if (len != 0)
        w->path[len] = '/';
    memcpy(w->path + start, name.ptr, name.len);
    w->path[start + name.len] = '\0';
    return start + name.len;
}

/* DT_REG, DT_DIR, something else to skip, or DT_UNKNOWN for what is gone. */
static unsigned char type_of(int fd, const struct dirent *e)
{
    struct stat st;
    if (e->d_type != DT_UNKNOWN)
        return e->d_type;
    return fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 ? IFTODT(st.st_mode) : DT_UNKNOWN;
}

static int keep(struct walk *w, tnk_str name, bool dir)
{
    if (w->n == w->cap) {
        size_t cap = w->cap != 0 ? w->cap * 2 : 256;
        struct entry *p = realloc(w->entries, cap * sizeof *p);
        if (p == NULL)
            return TNK_ENOMEM;
        w->entries = p, w->cap = cap;
    }
    w->entries[w->n++] = (struct entry){ w->names.len, (unsigned short)name.len, dir };
    tnk_buf_add(&w->names, name);
    return w->names.failed ? TNK_ENOMEM : 0;
}

/* One entry of the directory w->path[0..len): kept, excluded or skipped. */
static int take(struct walk *w, size_t len, int fd, const struct dirent *e)
{
    tnk_str name = tnk_str_of(e->d_name);
    unsigned char type = type_of(fd, e);
    if (tnk_str_is(name, ".") || tnk_str_is(name, "..") || type == DT_UNKNOWN)
        return 0;
    if (type != DT_REG && type != DT_DIR) {
        w->t->skipped++;
        return 0;
    }
    size_t n = join(w, len, name);
    if (n == 0) {
        tell(w, len, "too-deep",
             _("A path in this directory is too long to be read: shorten it or exclude it"));
        return 0;
    }
    if (tnk_ignore_match_entry(w->ig, (tnk_str){ w->path, n }, type == DT_DIR)) {
        w->t->excluded++;
        return 0;
    }
    return room(w) ? keep(w, name, type == DT_DIR) : 0;
}

/* Takes all entries of the directory; trouble is a diagnostic, only lack of memory an error. */
static int read_entries(struct walk *w, size_t len)
{
    int rc = 0, fd;
    struct dirent *e = NULL;
    w->path[len] = '\0';
    fd = tnk_tree_openat(w->t, w->path, O_RDONLY | O_DIRECTORY, TNK_LINKS_NEVER);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;
    if (d == NULL) {
        int why = errno;
        if (fd >= 0)
            close(fd);
        if (why == ELOOP || why == ENOTDIR)
            w->t->skipped++;            /* no directory any more */
        else if (why != ENOENT || len == 0)
            tell_unreadable(w, len, why);
        return 0;
    }
    while (rc == 0 && !w->full && (errno = 0, e = readdir(d)) != NULL)
        rc = take(w, len, fd, e);
    if (rc == 0 && !w->full && errno != 0)
        tell_unreadable(w, len, errno);
    closedir(d);
    return rc;
}

/* The order of whole paths: what lies in directory "a" is named "a/...", and comes after "a.x". */
static int by_path(const void *pa, const void *pb, void *names)
{
    const struct entry *a = pa, *b = pb;
    const unsigned char *x = (unsigned char *)names + a->at, *y = (unsigned char *)names + b->at;
    size_t n = a->len < b->len ? a->len : b->len;
    int d = memcmp(x, y, n);
    if (d != 0)
        return d;
    int ca = a->len > n ? x[n] : a->dir ? '/' : 0, cb = b->len > n ? y[n] : b->dir ? '/' : 0;
    return ca - cb;
}

/* Recurses at most TNK_TREE_DEPTH_MAX deep. */
static int walk_directory(struct walk *w, size_t len, unsigned depth, tnk_error *err)
{
    size_t names = w->names.len, from = w->n;
    if (depth > TNK_TREE_DEPTH_MAX) {
        char msg[256];
        snprintf(msg, sizeof msg,
                 _("Directories more than %d deep are not scanned: exclude this one or scan "
                   "it by itself"),
                 TNK_TREE_DEPTH_MAX);
        tell(w, len, "too-deep", msg);
        return 0;
    }
    if (read_entries(w, len) != 0)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
    size_t to = w->n;
    int rc = 0;
    if (to - from > 1)
        qsort_r(w->entries + from, to - from, sizeof *w->entries, by_path, w->names.ptr);
    for (size_t i = from; i < to && rc == 0; i++) {
        struct entry e = w->entries[i];
        size_t n = join(w, len, (tnk_str){ w->names.ptr + e.at, e.len });
        if (!e.dir)
            rc = tnk_tree_list(w->t, (tnk_str){ w->path, n }, err);
        else if (!w->full)
            rc = walk_directory(w, n, depth + 1, err);
    }
    w->n = from;
    w->names.len = names;
    return rc;
}

int tnk_tree_walk(tnk_tree *t, const tnk_tree_options *opts, tnk_error *err)
{
    struct walk *w = calloc(1, sizeof *w);
    if (w == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the list of files"));
    w->t = t;
    w->opts = opts;
    w->left = opts->files_max != 0 ? opts->files_max : (size_t)TNK_TREE_FILES_MAX;
    int rc = tnk_tree_ignore(opts, &w->ig, err);
    if (rc == 0)
        rc = walk_directory(w, 0, 0, err);
    tnk_ignore_free(w->ig);
    tnk_buf_free(&w->names);
    free(w->entries);
    free(w);
    return rc;
}
