/* SPDX-License-Identifier: Apache-2.0
 * Trees: opening, listing and reading files without ever leaving the target; see tree.h. */
#define _GNU_SOURCE
#include "core/target/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "core/target/shown.h"

const char *const tnk_tree_default_excludes[] = {
    ".git/", ".hg/", ".svn/", "node_modules/", "**/.terraform/providers/", ".terragrunt-cache/",
    "__pycache__/", ".venv/", NULL,
};

/* ---- opening files below the root ---------------------------------------------------------------- */

static int openat2_call(int at, const char *path, int flags, uint64_t resolve)
{
    struct open_how how = { .flags = (uint64_t)flags, .resolve = resolve };
    return (int)syscall(SYS_openat2, at, path, &how, sizeof how);
}

/* Without openat2: name by name, no links at all. */
static int open_stepwise(int root, const char *path, int flags)
{
    int dir = root, fd = -1;
    for (;;) {
        char name[NAME_MAX + 1];
        size_t n = strcspn(path, "/");
        if (n > NAME_MAX) {
            errno = ENAMETOOLONG;
            fd = -1;
            break;
        }
        memcpy(name, path, n);
        name[n] = '\0';
        bool last = path[n] == '\0';
        fd = openat(dir, n != 0 ? name : ".", last ? flags | O_NOFOLLOW
                                                  : O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (last || fd < 0)
            break;
        if (dir != root)
            close(dir);
        dir = fd;
        path += n + 1;
    }
    int why = errno;
    if (dir != root)
        close(dir);
    errno = why;
    return fd;
}

int tnk_tree_openat(const tnk_tree *t, const char *path, int flags, enum tnk_links links)
{
    flags |= O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NONBLOCK | O_NOCTTY);
    if (!t->openat2)
        return open_stepwise(t->root_fd, path, flags);
    uint64_t how = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS
                   | (links == TNK_LINKS_NEVER ? RESOLVE_NO_SYMLINKS : 0);
    int fd = -1;
    for (int tries = 0; tries < 16; tries++) {      /* EAGAIN: a rename somewhere got in the way */
        fd = openat2_call(t->root_fd, path[0] != '\0' ? path : ".", flags, how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
            break;
    }
    if (fd < 0 && errno == ENOSYS)      /* a confined worker may have lost openat2 since the tree was opened */
        return open_stepwise(t->root_fd, path, flags);
    return fd;
}

int tnk_tree_clean(tnk_str path, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < path.len;) {
        const char *name = path.ptr + i, *slash = memchr(name, '/', path.len - i);
        size_t len = slash != NULL ? (size_t)(slash - name) : path.len - i;
        i += len + 1;
        if (len == 0 || (len == 1 && name[0] == '.'))
            continue;
        if (len == 2 && name[0] == '.' && name[1] == '.') {
            const char *up = n != 0 ? memrchr(out, '/', n) : NULL;
            n = up != NULL ? (size_t)(up - out) : 0;
            continue;
        }
        if (n + 1 + len > TNK_TREE_PATH_MAX || memchr(name, '\0', len) != NULL)
            return -1;
        if (n != 0)
            out[n++] = '/';
        memcpy(out + n, name, len);
        n += len;
    }
    out[n] = '\0';
    return (int)n;
}

tnk_str tnk_tree_below_root(const tnk_tree *t, tnk_str path)
{
    tnk_str root = tnk_str_of(t->root);
    if (root.len < 2 || !tnk_str_starts(path, root) || path.len == root.len || path.ptr[root.len] != '/')
        return (tnk_str){ NULL, 0 };
    return tnk_str_from(path, root.len + 1);
}

/* ---- the list ------------------------------------------------------------------------------------- */

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

static bool listed(const tnk_tree *t, tnk_str path)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int d = tnk_str_cmp(tnk_tree_path(t, mid), path);
        if (d == 0)
            return true;
        if (d < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return false;
}

/* ---- opening and closing trees -------------------------------------------------------------------- */

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
    t->file_bytes_max = opts->file_bytes_max != 0 ? opts->file_bytes_max : (size_t)TNK_TREE_FILE_BYTES_MAX;
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

static int system_error(const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    int why = errno;
    tnk_shown(tnk_str_of(path), shown);
    if (why == ENOENT || why == ENOTDIR)
        return tnk_fail_plain(err, TNK_ENOENT, _("%s does not exist"), shown);
    return tnk_fail_plain(err, why == ENOMEM ? TNK_ENOMEM : TNK_EIO, _("%s cannot be opened: %s"), shown,
                          strerror(why));
}

static int open_root(tnk_tree *t, const char *path, bool *is_file, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    struct stat st;
    t->root = realpath(path, NULL);
    if (t->root == NULL || stat(t->root, &st) != 0)
        return system_error(path, err);
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
        return system_error(path, err);
    int probe = openat2_call(t->root_fd, ".", O_PATH | O_CLOEXEC, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);
    t->openat2 = probe >= 0;
    if (probe >= 0)
        close(probe);
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

/* ---- trees over memory ---------------------------------------------------------------------------- */

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
            return tnk_fail_plain(err, TNK_EINVAL, _("\"%s\" is not a clean relative path"), tnk_shown(p, shown));
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

/* ---- reading -------------------------------------------------------------------------------------- */

static int too_large(const tnk_tree *t, const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    return tnk_fail_plain(err, TNK_ELIMIT, _("%s is larger than %zu bytes and is not read"),
                          tnk_shown(tnk_str_of(path), shown), t->file_bytes_max);
}

static int not_regular(const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    return tnk_fail_plain(err, TNK_EIO, _("%s is not a regular file"), tnk_shown(tnk_str_of(path), shown));
}

static int read_memory(tnk_tree *t, tnk_arena *a, const char *path, tnk_str *ret, tnk_error *err)
{
    tnk_str p = tnk_str_of(path);
    size_t i = tnk_tree_memory_from(t, p);
    if (i == t->n_files || !tnk_str_eq(t->files[i].path, p)) {
        errno = ENOENT;
        return system_error(path, err);
    }
    if (t->files[i].content.len > t->file_bytes_max)
        return too_large(t, path, err);
    tnk_str text = tnk_arena_str(a, t->files[i].content);
    if (text.ptr == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for a file of %zu bytes"), t->files[i].content.len);
    *ret = text;
    return 0;
}

/* Merely opening some devices does something (a watchdog starts). So what the walk has not seen to be a
 * regular file is looked at first; what it has seen is opened without following any link. */
static int open_regular(const tnk_tree *t, const char *path)
{
    struct stat st;
    if (listed(t, tnk_str_of(path)))
        return tnk_tree_openat(t, path, O_RDONLY, TNK_LINKS_NEVER);
    int fd = tnk_tree_openat(t, path, O_PATH, TNK_LINKS_INSIDE);
    if (fd < 0)
        return -1;
    bool regular = fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
    close(fd);
    errno = EISDIR;
    return regular ? tnk_tree_openat(t, path, O_RDONLY, TNK_LINKS_INSIDE) : -1;
}

/* Fills buf with the size bytes of fd, which must be all of it: one more is asked for. */
static bool read_whole(int fd, char *buf, size_t size)
{
    for (size_t n = 0;;) {
        ssize_t got = read(fd, buf + n, size + 1 - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return got == 0 && n == size;
        n += (size_t)got;
        if (n > size)
            return false;
    }
}

static int read_disk(tnk_tree *t, tnk_arena *a, const char *path, tnk_str *ret, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    struct stat st;
    int rc = 0, fd = open_regular(t, path);
    if (fd < 0)
        return errno == EISDIR || errno == ELOOP ? not_regular(path, err) : system_error(path, err);
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        rc = not_regular(path, err);
        goto out;
    }
    if ((uint64_t)st.st_size > t->file_bytes_max) {
        rc = too_large(t, path, err);
        goto out;
    }
    size_t size = (size_t)st.st_size;
    char *buf = tnk_arena_alloc(a, size + 1);
    if (buf == NULL) {
        rc = tnk_fail_plain(err, TNK_ENOMEM, _("No memory for a file of %zu bytes"), size);
        goto out;
    }
    if (!read_whole(fd, buf, size)) {
        rc = tnk_fail_plain(err, TNK_EIO, _("%s changed while it was read, or cannot be read: scan it again"),
                            tnk_shown(tnk_str_of(path), shown));
        goto out;
    }
    buf[size] = '\0';
    *ret = (tnk_str){ buf, size };
out:
    close(fd);
    return rc;
}

static int read_clean(tnk_tree *t, tnk_arena *a, tnk_str path, tnk_str *ret, tnk_error *err)
{
    char clean[TNK_TREE_PATH_MAX + 1];
    if (tnk_tree_clean(path, clean) < 0) {
        char shown[TNK_SHOWN_BYTES];
        return tnk_fail_plain(err, TNK_ENOENT, _("%s does not exist"), tnk_shown(path, shown));
    }
    return t->root_fd < 0 ? read_memory(t, a, clean, ret, err) : read_disk(t, a, clean, ret, err);
}

int tnk_tree_read(tnk_tree *t, tnk_arena *a, tnk_str path, tnk_str *ret, tnk_error *err)
{
    tnk_error first = { 0 };
    tnk_str below = tnk_tree_below_root(t, path);
    int rc = read_clean(t, a, path, ret, below.ptr != NULL ? &first : err);
    if (below.ptr == NULL || rc == 0)
        return rc;
    if (rc == TNK_ENOENT)
        return read_clean(t, a, below, ret, err);
    return tnk_fail_plain(err, rc, "%s", first.msg);
}
