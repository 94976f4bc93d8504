/* SPDX-License-Identifier: Apache-2.0
 * Shell globs over a tree: name by name, with the same bounds and links as reading. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "core/target/shown.h"

enum { WILD_NAMES_MAX = 64 }; /* names with wildcards in one pattern: how deep expand() recurses */

struct expansion {
    tnk_tree *t;
    tnk_arena *a;
    tnk_error *err;
    tnk_str *found;
    size_t n, cap, work;
    unsigned depth;
    char path[TNK_TREE_PATH_MAX + 1];
};

static int no_memory(tnk_error *err)
{
    return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the files that match a pattern"));
}

static int add(struct expansion *x, tnk_str path)
{
    if (x->n == TNK_TREE_GLOB_MAX)
        return tnk_fail_plain(x->err, TNK_ELIMIT, _("A pattern matches more than %d files"),
                              TNK_TREE_GLOB_MAX);
    if (x->n == x->cap) {
        size_t cap = x->cap != 0 ? x->cap * 2 : 32;
        tnk_str *p = realloc(x->found, cap * sizeof *p);
        if (p == NULL)
            return no_memory(x->err);
        x->found = p, x->cap = cap;
    }
    tnk_str copy = tnk_arena_str(x->a, path);
    if (copy.ptr == NULL)
        return no_memory(x->err);
    x->found[x->n++] = copy;
    return 0;
}

/* One more entry looked at. Links to "." make a tree without end, so entries are counted, not
 * files. */
static int count(struct expansion *x)
{
    if (x->work++ < TNK_TREE_GLOB_WORK)
        return 0;
    return tnk_fail_plain(x->err, TNK_ELIMIT,
                          _("A pattern makes more than %d directory entries be looked at"),
                          TNK_TREE_GLOB_WORK);
}

static bool wild(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("*?[", s.ptr[i]) != NULL)
            return true;
        i += s.ptr[i] == '\\';
    }
    return false;
}

static bool name_matches(tnk_str pattern, tnk_str name)
{
    bool dot = tnk_str_starts(pattern, TNK_S(".")) || tnk_str_starts(pattern, TNK_S("\\."));
    return (name.ptr[0] != '.' || dot) && tnk_wild_match(pattern, name);
}

/* Takes the first name off the pattern. */
static tnk_str next_name(tnk_str *pattern)
{
    const char *slash = memchr(pattern->ptr, '/', pattern->len);
    tnk_str name = { pattern->ptr, slash != NULL ? (size_t)(slash - pattern->ptr) : pattern->len };
    *pattern = tnk_str_from(*pattern, name.len + (slash != NULL));
    return name;
}

/* Puts the name, without its backslashes when plain, behind x->path[0..len). The new length; 0: no
 * room. */
static size_t join(struct expansion *x, size_t len, tnk_str name, bool plain)
{
    if (len + 1 + name.len > TNK_TREE_PATH_MAX)
        return 0;
    if (len != 0)
        x->path[len++] = '/';
    for (size_t i = 0; i < name.len; i++) {
        if (plain && name.ptr[i] == '\\' && i + 1 < name.len)
            i++;
        x->path[len++] = name.ptr[i];
    }
    x->path[len] = '\0';
    return len;
}

static bool is_regular(struct expansion *x)
{
    struct stat st;
    int fd = tnk_tree_openat(x->t, x->path, O_PATH, TNK_LINKS_INSIDE);
    bool yes = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    if (fd >= 0)
        close(fd);
    return yes;
}

static int unreadable(struct expansion *x, int why)
{
    char shown[TNK_SHOWN_BYTES];
    return tnk_fail_plain(x->err, TNK_EIO, _("The directory \"%s\" cannot be read: %s"),
                          tnk_shown(tnk_str_of(x->path), shown), tnk_errno_words(why));
}

static int consider(struct expansion *x, tnk_str pattern, const struct dirent64 *e, tnk_buf *names)
{
    tnk_str name = tnk_str_of(e->d_name);
    int rc = count(x);
    if (rc != 0 || tnk_str_is(name, ".") || tnk_str_is(name, "..") || !name_matches(pattern, name))
        return rc;
    tnk_buf_putc(names, (char)e->d_type);
    tnk_buf_add(names, name);
    tnk_buf_putc(names, '\0');
    return names->failed ? no_memory(x->err) : 0;
}

/* The names in directory x->path that match, each with its d_type before and a NUL behind. Not by
 * fdopendir(): it sets descriptor flags, for which a confined worker would be killed. */
static int matching_names(struct expansion *x, tnk_str pattern, tnk_buf *names)
{
    alignas(struct dirent64) char block[32 * 1024];
    ssize_t got = 0;
    int rc = 0, fd = tnk_tree_openat(x->t, x->path, O_RDONLY | O_DIRECTORY, TNK_LINKS_INSIDE);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? 0 : unreadable(x, errno);
    while (rc == 0 && (got = getdents64(fd, block, sizeof block)) > 0) {
        for (size_t at = 0; rc == 0 && at < (size_t)got;) {
            const struct dirent64 *e = (const void *)(block + at);
            rc = consider(x, pattern, e, names);
            at += e->d_reclen;
        }
    }
    if (rc == 0 && got < 0)
        rc = unreadable(x, errno);
    close(fd);
    return rc;
}

static int expand(struct expansion *x, size_t len, tnk_str pattern);

/* The files that the rest of the pattern finds below what matches its first name. */
static int expand_wild(struct expansion *x, size_t len, tnk_str name, tnk_str rest)
{
    tnk_buf names = TNK_BUF_INIT;
    x->path[len] = '\0';
    int rc = matching_names(x, name, &names);
    for (size_t i = 0; rc == 0 && i < names.len;) {
        unsigned char type = (unsigned char)names.ptr[i++];
        tnk_str found = tnk_str_of(names.ptr + i);
        size_t n = join(x, len, found, false);
        i += found.len + 1;
        if (n == 0)
            continue;
        if (rest.len != 0)
            rc = type == DT_DIR || type == DT_LNK || type == DT_UNKNOWN ? expand(x, n, rest) : 0;
        else if (type == DT_REG || ((type == DT_LNK || type == DT_UNKNOWN) && is_regular(x)))
            rc = add(x, (tnk_str){ x->path, n });
    }
    tnk_buf_free(&names);
    return rc;
}

static int expand(struct expansion *x, size_t len, tnk_str pattern)
{
    int rc = count(x);
    while (rc == 0 && pattern.len != 0) {
        tnk_str name = next_name(&pattern);
        if (wild(name)) {
            if (x->depth == WILD_NAMES_MAX)
                return tnk_fail_plain(x->err, TNK_ELIMIT,
                                      _("A pattern has wildcards in more than %d names"),
                                      WILD_NAMES_MAX);
            x->depth++;
            rc = expand_wild(x, len, name, pattern);
            x->depth--;
            return rc;
        }
        len = join(x, len, name, true);
        if (len == 0)
            return 0;
    }
    return rc == 0 && is_regular(x) ? add(x, (tnk_str){ x->path, len }) : rc;
}

/* Every name of the path matches the pattern's name at the same depth. */
static bool path_matches(tnk_str pattern, tnk_str path)
{
    while (pattern.len != 0 && path.len != 0) {
        tnk_str want = next_name(&pattern);
        if (!name_matches(want, next_name(&path)))
            return false;
    }
    return pattern.len == 0 && path.len == 0;
}

/* Only paths that start like the pattern, up to its first sign that is not plain, are looked at. */
static int expand_memory(struct expansion *x, tnk_str pattern)
{
    tnk_str head = pattern;
    int rc = 0;
    for (head.len = 0; head.len < pattern.len && strchr("*?[\\", pattern.ptr[head.len]) == NULL;)
        head.len++;
    for (size_t i = tnk_tree_memory_from(x->t, head); rc == 0 && i < x->t->n_files; i++) {
        tnk_str path = x->t->files[i].path;
        if (!tnk_str_starts(path, head))
            break;
        rc = count(x);
        if (rc == 0 && path_matches(pattern, path))
            rc = add(x, path);
    }
    return rc;
}

static int by_bytes(const void *a, const void *b)
{
    return tnk_str_cmp(*(const tnk_str *)a, *(const tnk_str *)b);
}

static int expand_clean(struct expansion *x, tnk_str pattern)
{
    char clean[TNK_TREE_PATH_MAX + 1];
    int n = tnk_tree_clean(pattern, clean);
    if (n <= 0)
        return 0;
    tnk_str p = { clean, (size_t)n };
    return x->t->root_fd < 0 ? expand_memory(x, p) : expand(x, 0, p);
}

int tnk_tree_glob(tnk_tree *t, tnk_arena *a, tnk_str pattern, const tnk_str **ret, size_t *ret_n,
                  tnk_error *err)
{
    struct expansion x = { .t = t, .a = a, .err = err };
    tnk_str below = tnk_tree_below_root(t, pattern);
    int rc = expand_clean(&x, pattern);
    if (rc == 0 && x.n == 0 && below.ptr != NULL)
        rc = expand_clean(&x, below);
    tnk_str *sorted = rc == 0 ? tnk_arena_array(a, x.n, sizeof *sorted) : NULL;
    if (rc == 0 && sorted == NULL)
        rc = no_memory(err);
    if (rc == 0) {
        if (x.n != 0)
            memcpy(sorted, x.found, x.n * sizeof *sorted);
        if (x.n > 1)
            qsort(sorted, x.n, sizeof *sorted, by_bytes);
        *ret = sorted;
        *ret_n = x.n;
    }
    free(x.found);
    return rc;
}
