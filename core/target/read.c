/* SPDX-License-Identifier: Apache-2.0
 * Opening and reading files of a tree without ever leaving it; see tree.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "core/target/shown.h"

/* ---- opening files below the root ---- */

static int openat2_call(int at, const char *path, int flags, uint64_t resolve)
{
    struct open_how how = { .flags = (uint64_t)flags, .resolve = resolve };
    return (int)syscall(SYS_openat2, at, path, &how, sizeof how);
}

/* Without openat2: name by name, no links. */
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

/* A path while its links are replaced by what they point to: `done` has none, `rest` may. */
struct unlinking {
    char done[PATH_MAX], rest[2 * PATH_MAX];
};

static void drop_last(char *path)
{
    char *slash = strrchr(path, '/');
    *(slash != NULL ? slash : path) = '\0';
}

/* Takes the link that fd stands for in the place of its name; an absolute one starts at the root again. */
static int take_link(int fd, struct unlinking *u)
{
    char target[PATH_MAX];
    ssize_t n = readlinkat(fd, "", target, sizeof target);
    size_t rest = strlen(u->rest);
    if (n <= 0 || (size_t)n == sizeof target || (size_t)n + 1 + rest >= sizeof u->rest) {
        errno = n < 0 ? errno : ENAMETOOLONG;
        return -1;
    }
    memmove(u->rest + n + 1, u->rest, rest + 1);
    memcpy(u->rest, target, (size_t)n);
    u->rest[n] = '/';
    if (target[0] == '/')
        u->done[0] = '\0';
    return 0;
}

/* One name of rest: into done, or its link into rest. 1: a link, 0, or -1 with errno. */
static int one_name(int root, struct unlinking *u)
{
    struct stat st;
    size_t n = strcspn(u->rest, "/"), had = strlen(u->done);
    if (n == 2 && u->rest[0] == '.' && u->rest[1] == '.')
        drop_last(u->done);
    bool names = n != 0 && !(u->rest[0] == '.' && (n == 1 || (n == 2 && u->rest[1] == '.')));
    if (names && had + 1 + n >= sizeof u->done) {
        errno = ENAMETOOLONG;
        return -1;
    }
    if (names)
        snprintf(u->done + had, sizeof u->done - had, "%s%.*s", had != 0 ? "/" : "", (int)n, u->rest);
    memmove(u->rest, u->rest + n + (u->rest[n] == '/'), strlen(u->rest + n + (u->rest[n] == '/')) + 1);
    if (!names)
        return 0;
    int fd = open_stepwise(root, u->done, O_PATH | O_CLOEXEC);
    int rc = fd >= 0 && fstat(fd, &st) == 0 ? S_ISLNK(st.st_mode) : -1;
    if (rc == 1) {
        u->done[had] = '\0';
        rc = take_link(fd, u) == 0 ? 1 : -1;
    }
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    return rc;
}

/* Without openat2, links and all: RESOLVE_IN_ROOT done by hand. What is opened in the end has no link in its
 * path, so a link that is put there meanwhile makes it fail, never leave. */
static int open_following(int root, const char *path, int flags)
{
    struct unlinking u = { .done = "" };
    snprintf(u.rest, sizeof u.rest, "%s", path);
    for (int links = 0; u.rest[0] != '\0';) {
        int rc = one_name(root, &u);
        if (rc < 0)
            return -1;
        links += rc;
        if (links > 40) {
            errno = ELOOP;
            return -1;
        }
    }
    return open_stepwise(root, u.done, flags);
}

/* Asked after every failure: a worker may lose the call when it is confined. Old containers answer
 * EPERM to calls they do not know, which a real file could cause as well: the root never does. */
static bool lacks_openat2(const tnk_tree *t)
{
    int why = errno;
    if (why != ENOSYS && why != EPERM)
        return false;
    int fd = openat2_call(t->root_fd, ".", O_PATH | O_CLOEXEC, RESOLVE_IN_ROOT);
    if (fd >= 0)
        close(fd);
    errno = why;
    return fd < 0;
}

int tnk_tree_openat(const tnk_tree *t, const char *path, int flags, enum tnk_links links)
{
    flags |= O_CLOEXEC | ((flags & O_PATH) != 0 ? 0 : O_NONBLOCK | O_NOCTTY);
    int (*by_hand)(int, const char *, int) = links == TNK_LINKS_NEVER ? open_stepwise : open_following;
    if (t->no_openat2)
        return by_hand(t->root_fd, path, flags);
    uint64_t how = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS
                   | (links == TNK_LINKS_NEVER ? RESOLVE_NO_SYMLINKS : 0);
    int fd = -1;
    for (int tries = 0; tries < 16; tries++) {      /* EAGAIN: a rename somewhere got in the way */
        fd = openat2_call(t->root_fd, path[0] != '\0' ? path : ".", flags, how);
        if (fd >= 0 || (errno != EAGAIN && errno != EINTR))
            break;
    }
    return fd < 0 && lacks_openat2(t) ? by_hand(t->root_fd, path, flags) : fd;
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
    if (root.len < 2 || !tnk_str_starts(path, root) || path.len == root.len
        || path.ptr[root.len] != '/')
        return (tnk_str){ NULL, 0 };
    return tnk_str_from(path, root.len + 1);
}

/* ---- reading ---- */

int tnk_tree_system_error(const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    int why = errno;
    tnk_shown(tnk_str_of(path), shown);
    if (why == ENOENT || why == ENOTDIR)
        return tnk_fail_plain(err, TNK_ENOENT, _("%s does not exist"), shown);
    return tnk_fail_plain(err, why == ENOMEM ? TNK_ENOMEM : TNK_EIO, _("%s cannot be opened: %s"),
                          shown, tnk_errno_words(why));
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

static int too_large(const tnk_tree *t, const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    return tnk_fail_plain(err, TNK_ELIMIT, _("%s is larger than %zu bytes and is not read"),
                          tnk_shown(tnk_str_of(path), shown), t->file_bytes_max);
}

static int not_regular(const char *path, tnk_error *err)
{
    char shown[TNK_SHOWN_BYTES];
    return tnk_fail_plain(err, TNK_EIO, _("%s is not a regular file"),
                          tnk_shown(tnk_str_of(path), shown));
}

static int read_memory(tnk_tree *t, tnk_arena *a, const char *path, tnk_str *ret, tnk_error *err)
{
    tnk_str p = tnk_str_of(path);
    size_t i = tnk_tree_memory_from(t, p);
    if (i == t->n_files || !tnk_str_eq(t->files[i].path, p)) {
        errno = ENOENT;
        return tnk_tree_system_error(path, err);
    }
    if (t->files[i].content.len > t->file_bytes_max)
        return too_large(t, path, err);
    tnk_str text = tnk_arena_str(a, t->files[i].content);
    if (text.ptr == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for a file of %zu bytes"),
                              t->files[i].content.len);
    *ret = text;
    return 0;
}

/* Merely opening some devices does something (a watchdog starts). So what the walk has not seen to
 * be a regular file is looked at first; what it has seen is opened without following any link. */
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
        return errno == EISDIR || errno == ELOOP ? not_regular(path, err)
                                                 : tnk_tree_system_error(path, err);
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
        rc = tnk_fail_plain(err, TNK_EIO,
                            _("%s changed while it was read, or cannot be read: scan it again"),
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

static int stat_clean(const tnk_tree *t, tnk_str path, tnk_tree_modes *ret)
{
    char clean[TNK_TREE_PATH_MAX + 1];
    struct stat st;
    if (tnk_tree_clean(path, clean) < 0)
        return TNK_ENOENT;
    int fd = tnk_tree_openat(t, clean, O_PATH, TNK_LINKS_INSIDE);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? TNK_ENOENT : TNK_EIO;
    int rc = fstat(fd, &st) == 0 ? TNK_OK : TNK_EIO;
    close(fd);
    if (rc == TNK_OK)
        *ret = (tnk_tree_modes){ S_ISDIR(st.st_mode), S_ISREG(st.st_mode), st.st_mode & 07777, st.st_uid, st.st_gid };
    return rc;
}

int tnk_tree_stat(const tnk_tree *t, tnk_str path, tnk_tree_modes *ret)
{
    if (tnk_tree_root(t) == NULL)
        return TNK_EREFUSED;
    tnk_str below = tnk_tree_below_root(t, path);
    int rc = stat_clean(t, path, ret);
    return rc == TNK_ENOENT && below.ptr != NULL ? stat_clean(t, below, ret) : rc;
}
