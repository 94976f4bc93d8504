/* SPDX-License-Identifier: Apache-2.0
 * Unpacking archives into an image, within limits; see archive.h. */
#define _GNU_SOURCE
#include "core/target/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atoms.h"
#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/inside.h"
#include "core/target/shown.h"
#include "tenken/collector.h"

enum { READ_BLOCK = 64 * 1024 };

struct file {
    uint64_t off, len;
    bool here;              /* false: the last entry of this name could not be read */
};

struct unpacking {
    struct archive *in;
    int image_fd;
    const tnk_tree_options *opts;
    tnk_ignore *ig;
    tnk_atoms *names;       /* atom k is the path of files[k - 1] */
    struct file *files;
    size_t cap, entries, name_bytes, troubles;
    uint64_t file_max;
    uint64_t end;           /* of the image */
    uint64_t unpacked, allowed;
    tnk_error *err;
    char path[TNK_TREE_PATH_MAX + 1];   /* of the entry at hand, cleaned */
};

static void tell(struct unpacking *u, uint32_t level, const char *code, const char *msg)
{
    tnk_str path = u->path[0] != '\0' ? tnk_str_of(u->path) : TNK_S(".");
    if (u->opts->diag == NULL || u->troubles > TNK_ARCHIVE_TROUBLES_MAX)
        return;
    if (u->troubles++ == TNK_ARCHIVE_TROUBLES_MAX)
        u->opts->diag(u->opts->ud, TNK_LEVEL_ERROR, "archive-too-many-troubles", TNK_S("."),
                      _("The archive has more entries like these: they are not listed one by one"));
    else
        u->opts->diag(u->opts->ud, level, code, path, msg);
}

static int no_memory(struct unpacking *u)
{
    return tnk_fail_plain(u->err, TNK_ENOMEM, _("No memory to read the archive"));
}

/* What libarchive has to say when nothing further can be read. */
static int damaged(struct unpacking *u)
{
    char shown[TNK_SHOWN_BYTES];
    if (archive_errno(u->in) == ENOMEM)
        return no_memory(u);
    tnk_shown(tnk_str_of(archive_error_string(u->in)), shown);
    return tnk_fail_plain(u->err, TNK_EPARSE,
                          _("The archive is damaged, or neither tar, tar.gz nor zip: %s"), shown);
}

/* n more bytes came out of the archive. */
static int charge(struct unpacking *u, uint64_t n)
{
    if (n <= u->allowed - u->unpacked) {
        u->unpacked += n;
        return 0;
    }
    return tnk_fail_plain(u->err, TNK_ELIMIT,
                          _("The archive unpacks to more than %llu bytes, which is too much "
                            "for its size: unpack it yourself and scan the directory"),
                          (unsigned long long)u->allowed);
}

/* ---- bytes ---- */

/* Appends to the image; data == NULL stands for zeros. */
static int append(struct unpacking *u, const char *data, uint64_t n)
{
    static const char zeros[READ_BLOCK];
    while (n != 0) {
        ssize_t put = data != NULL ? write(u->image_fd, data, n)
                                   : write(u->image_fd, zeros, n < sizeof zeros ? n : sizeof zeros);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return tnk_fail_plain(u->err, TNK_EIO, _("The archive's contents cannot be kept: %s"),
                                  tnk_errno_words(errno));
        data = data != NULL ? data + put : NULL;
        n -= (uint64_t)put;
        u->end += (uint64_t)put;
    }
    return 0;
}

/* Reads past an entry nobody wants. Where that means to decompress it, the bytes count: a bomb must
 * not hide in what is left out. */
static int drain(struct unpacking *u)
{
    const void *data;
    size_t n;
    la_int64_t off;
    bool packed = archive_filter_count(u->in) > 1
                  || (archive_format(u->in) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_ZIP;
    int rc = 0;
    while (packed && rc == 0 && archive_read_data_block(u->in, &data, &n, &off) == ARCHIVE_OK)
        rc = charge(u, n);
    return rc;
}

static int drop_large(struct unpacking *u)
{
    char msg[256];
    snprintf(msg, sizeof msg, _("This file is larger than %llu bytes and is not read"),
             (unsigned long long)u->file_max);
    tell(u, TNK_LEVEL_ERROR, "file-too-large", msg);
    return drain(u);
}

static int drop_unreadable(struct unpacking *u)
{
    char msg[256], shown[TNK_SHOWN_BYTES];
    tnk_shown(tnk_str_of(archive_error_string(u->in)), shown);
    snprintf(msg, sizeof msg, _("This file cannot be read out of the archive (%s): pack it anew"),
             shown);
    tell(u, TNK_LEVEL_ERROR, "archive-unreadable-entry", msg);
    return 0;
}

/* Copies the entry's bytes to the end of the image. *f is set, and f->here when all came. */
static int copy(struct unpacking *u, struct archive_entry *e, struct file *f)
{
    const void *data;
    size_t n;
    la_int64_t off;
    int rc = 0, got = ARCHIVE_OK;
    *f = (struct file){ u->end, 0, false };
    if (archive_entry_size_is_set(e) && (uint64_t)archive_entry_size(e) > u->file_max)
        return drop_large(u);
    while (rc == 0 && (got = archive_read_data_block(u->in, &data, &n, &off)) == ARCHIVE_OK) {
        uint64_t at = (uint64_t)off;
        if (at < f->len || at > u->file_max || n > u->file_max - at) {
            rc = drop_large(u);
            break;
        }
        rc = charge(u, at - f->len + n);
        if (rc == 0)
            rc = append(u, NULL, at - f->len);      /* a hole */
        if (rc == 0)
            rc = append(u, data, n);
        f->len = u->end - f->off;
    }
    if (got == ARCHIVE_EOF)
        f->here = rc == 0;
    else if (rc == 0 && got == ARCHIVE_FATAL)
        rc = damaged(u);
    else if (rc == 0 && got != ARCHIVE_OK)
        rc = drop_unreadable(u);
    if (!f->here && u->end != f->off) {
        u->end = f->off;
        if (lseek(u->image_fd, (off_t)u->end, SEEK_SET) < 0 && rc == 0)
            rc = tnk_fail_plain(u->err, TNK_EIO, _("The archive's contents cannot be kept: %s"),
                                tnk_errno_words(errno));
    }
    return rc;
}

/* ---- entries ---- */

/* The name starts at the root of a file system, or climbs out of its own. */
static bool escapes(tnk_str name)
{
    size_t depth = 0;
    if (tnk_str_starts(name, TNK_S("/")))
        return true;
    while (name.len != 0) {
        const char *slash = memchr(name.ptr, '/', name.len);
        tnk_str part = { name.ptr, slash != NULL ? (size_t)(slash - name.ptr) : name.len };
        if (tnk_str_is(part, "..") && depth-- == 0)
            return true;
        if (part.len != 0 && !tnk_str_is(part, ".") && !tnk_str_is(part, ".."))
            depth++;
        name = tnk_str_from(name, part.len + (slash != NULL));
    }
    return false;
}

/* What is no archive, once decompressed, is the one file that the caller has a name for. */
static bool is_single(const struct unpacking *u)
{
    return archive_format(u->in) == ARCHIVE_FORMAT_RAW;
}

static const char *name_of(const struct unpacking *u, struct archive_entry *e)
{
    const char *name = is_single(u) ? u->opts->single : archive_entry_pathname(e);
    return name != NULL ? name : archive_entry_pathname_utf8(e);
}

/* Where the path at hand has its place; NULL: the limits are reached or memory is out, *rc says
 * which. */
static struct file *place(struct unpacking *u, int *rc)
{
    tnk_str path = tnk_str_of(u->path);
    tnk_atom atom = tnk_atoms_find(u->names, path);
    if (atom != 0)
        return &u->files[atom - 1];
    u->name_bytes += path.len;
    if (u->name_bytes > TNK_ARCHIVE_NAMES_MAX) {
        *rc = tnk_fail_plain(u->err, TNK_ELIMIT,
                             _("The names in the archive are more than %d bytes together"),
                             TNK_ARCHIVE_NAMES_MAX);
        return NULL;
    }
    size_t n = tnk_atoms_count(u->names);
    if (n == u->cap) {
        size_t cap = u->cap != 0 ? u->cap * 2 : 64;
        struct file *p = realloc(u->files, cap * sizeof *p);
        if (p != NULL)
            u->files = p, u->cap = cap;
    }
    if (n == u->cap || tnk_atoms_add(u->names, path) == 0) {
        *rc = no_memory(u);
        return NULL;
    }
    u->files[n] = (struct file){ 0, 0, false };
    return &u->files[n];
}

/* A hard link stands for the bytes of the file it names, when that came before. */
static void follow(struct unpacking *u, const char *target, struct file *f)
{
    char clean[TNK_TREE_PATH_MAX + 1];
    int n = tnk_tree_clean(tnk_str_of(target), clean);
    tnk_str path = { clean, n > 0 ? (size_t)n : 0 };
    tnk_atom atom = n > 0 ? tnk_atoms_find(u->names, path) : 0;
    *f = atom != 0 ? u->files[atom - 1] : (struct file){ 0, 0, false };
    if (f->here)
        return;
    bool left_out = n > 0 && tnk_ignore_match(u->ig, path, false);
    tell(u, left_out ? TNK_LEVEL_WARNING : TNK_LEVEL_ERROR, "archive-broken-link",
         _("This hard link is to a file that was not read before it: its contents are not known"));
}

/* Puts the entry's name, cleaned, into u->path, or says what is wrong with it: false. */
static bool take_name(struct unpacking *u, struct archive_entry *e)
{
    const char *name = name_of(u, e);
    int n = name != NULL ? tnk_tree_clean(tnk_str_of(name), u->path) : 0;
    unsigned depth = 0;
    for (int i = 0; i < n; i++)
        depth += u->path[i] == '/';
    if (name == NULL) {
        u->path[0] = '\0';
        tell(u, TNK_LEVEL_ERROR, "archive-unreadable-entry",
             _("The name of a file in the archive cannot be read"));
    } else if (n < 0 || depth > TNK_TREE_DEPTH_MAX) {
        u->path[0] = '\0';
        tell(u, TNK_LEVEL_ERROR, "too-deep",
             _("A path in the archive is too long or too deep: it is not scanned"));
        return false;
    }
    return n > 0;
}

static int take(struct unpacking *u, struct archive_entry *e)
{
    const char *link = archive_entry_hardlink(e);
    int rc = 0;
    if (archive_entry_filetype(e) != AE_IFREG && link == NULL)
        return drain(u);
    if (!take_name(u, e) || tnk_ignore_match(u->ig, tnk_str_of(u->path), false))
        return drain(u);
    if (escapes(tnk_str_of(name_of(u, e))))
        tell(u, TNK_LEVEL_WARNING, "archive-path-escapes",
             _("The name of this file in the archive leads outside: "
               "it is taken as being below the archive's top"));
    struct file *f = place(u, &rc);
    if (f == NULL)
        return rc;
    if (link != NULL && archive_entry_size(e) <= 0) {
        follow(u, link, f);
        return 0;
    }
    if (archive_entry_is_encrypted(e)) {
        f->here = false;
        tell(u, TNK_LEVEL_ERROR, "archive-encrypted-entry",
             _("This file is encrypted and cannot be read: pack it without a password"));
        return 0;
    }
    return copy(u, e, f);
}

static int take_all(struct unpacking *u)
{
    struct archive_entry *e;
    for (int rc = 0; rc == 0;) {
        int got = archive_read_next_header(u->in, &e);
        if (got == ARCHIVE_EOF)
            return 0;
        if (got == ARCHIVE_FATAL)
            return damaged(u);
        if (is_single(u) && archive_filter_code(u->in, 0) != ARCHIVE_FILTER_GZIP)
            return tnk_fail_plain(u->err, TNK_EPARSE, _("The file is not compressed with gzip, or damaged"));
        if (++u->entries > TNK_ARCHIVE_ENTRIES_MAX)
            return tnk_fail_plain(u->err, TNK_ELIMIT,
                                  _("The archive has more than %d entries: unpack it yourself "
                                    "and scan the directory"),
                                  TNK_ARCHIVE_ENTRIES_MAX);
        u->path[0] = '\0';
        if (got == ARCHIVE_OK || got == ARCHIVE_WARN)
            rc = take(u, e);
        else
            rc = drop_unreadable(u);
        if (rc != 0)
            return rc;
    }
    return 0;
}

static int report(struct unpacking *u, tnk_archive_entry *entry, void *ud)
{
    int rc = 0;
    for (tnk_atom k = 1; rc == 0 && k <= tnk_atoms_count(u->names); k++) {
        if (u->files[k - 1].here)
            rc = entry(ud, tnk_atoms_str(u->names, k), u->files[k - 1].off, u->files[k - 1].len);
    }
    return rc;
}

/* ---- the whole ---- */

static int open_archive(struct unpacking *u, int fd)
{
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || lseek(fd, 0, SEEK_SET) != 0)
        return tnk_fail_plain(u->err, TNK_EIO, _("The archive is not a regular file"));
    uint64_t packed = (uint64_t)st.st_size;
    u->allowed = packed > TNK_ARCHIVE_BYTES_MAX / TNK_ARCHIVE_RATIO_MAX
                     ? TNK_ARCHIVE_BYTES_MAX
                     : packed * TNK_ARCHIVE_RATIO_MAX;
    if (u->allowed < TNK_ARCHIVE_BYTES_FREE)
        u->allowed = TNK_ARCHIVE_BYTES_FREE;
    u->in = archive_read_new();
    u->names = tnk_atoms_new();
    if (u->in == NULL || u->names == NULL)
        return no_memory(u);
    if (archive_read_support_format_tar(u->in) != ARCHIVE_OK
        || archive_read_support_format_zip(u->in) != ARCHIVE_OK
        || (u->opts->single != NULL && archive_read_support_format_raw(u->in) != ARCHIVE_OK)
        || archive_read_support_filter_gzip(u->in) != ARCHIVE_OK
        || archive_read_open_fd(u->in, fd, READ_BLOCK) != ARCHIVE_OK)
        return damaged(u);
    return 0;
}

int tnk_archive_unpack(int fd, int image_fd, const tnk_tree_options *opts, tnk_archive_entry *entry,
                       void *ud, tnk_error *err)
{
    static const tnk_tree_options defaults = { 0 };
    struct unpacking *u = calloc(1, sizeof *u);
    if (u == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory to read the archive"));
    u->opts = opts != NULL ? opts : &defaults;
    u->err = err;
    u->image_fd = image_fd;
    u->file_max =
        u->opts->file_bytes_max != 0 ? u->opts->file_bytes_max : (size_t)TNK_TREE_FILE_BYTES_MAX;
    int rc = tnk_tree_ignore(u->opts, &u->ig, err), told = 0;
    if (rc == 0)
        rc = open_archive(u, fd);
    if (rc == 0) {
        rc = take_all(u);
        told = report(u, entry, ud);
    }
    if (u->in != NULL)
        archive_read_free(u->in);
    tnk_atoms_free(u->names);
    tnk_ignore_free(u->ig);
    free(u->files);
    free(u);
    return rc != 0 ? rc : told;
}
