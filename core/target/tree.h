/* SPDX-License-Identifier: Apache-2.0
 * A target's files, wherever they are: a directory, one file of a directory, or an archive's
 * contents in memory. Reading never leaves the target. */
#ifndef TNK_TARGET_TREE_H
#define TNK_TARGET_TREE_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/error.h"

typedef struct tnk_tree tnk_tree;

/* Trouble met on the way: level is TNK_LEVEL_* of collector.h, code stable
 * ("unreadable-directory"), path relative to the target (raw bytes), msg one line in the run's
 * language that says what to do. */
typedef void tnk_tree_diag(void *ud, uint32_t level, const char *code, tnk_str path,
                           const char *msg);

/* Named limits. Hitting one of the walk is a diagnostic of level error, and the rest goes on. */
enum {
    TNK_TREE_DEPTH_MAX = 256,               /* directories below each other: "too-deep" */
    TNK_TREE_FILES_MAX = 5000 * 1000,       /* default of files_max: "too-many-files" */
    TNK_TREE_FILE_BYTES_MAX = 64 << 20,     /* default of file_bytes_max */
    TNK_TREE_PATH_MAX = 4095,               /* bytes of a path; longer ones: "too-deep" */
    TNK_TREE_GLOB_MAX = 100 * 1000,         /* results of one glob */
    TNK_TREE_GLOB_WORK = 2000 * 1000        /* directory entries one glob may look at */
};

/* What is left out unless no_default_excludes says otherwise, NULL-ended: .git/ .hg/ .svn/
 * node_modules/ .terraform/providers/ (at any depth) .terragrunt-cache/ __pycache__/ .venv/. They
 * come before the caller's excludes, so "!node_modules/" takes one back. */
extern const char *const tnk_tree_default_excludes[];

typedef struct tnk_tree_options {
    const char *const *excludes;    /* .gitignore-like patterns in order, NULL-ended; or NULL */
    bool no_default_excludes;       /* do not leave out .git, node_modules... */
    size_t files_max;               /* 0: 5,000,000; more files and directories than that: one
                                     * diagnostic, the walk stops */
    size_t file_bytes_max;          /* 0: 64 MiB; reading a larger file is TNK_ELIMIT */
    const char *single;             /* unpacking: when there is no archive in it but one gzip'ed file, its name */
    tnk_tree_diag *diag;            /* NULL: nobody listens */
    void *ud;
} tnk_tree_options;

/* What `path` is. An archive is told by its bytes (tar, gzip, zip), not by its name alone. */
typedef enum tnk_target_kind {
    TNK_TARGET_DIRECTORY,
    TNK_TARGET_FILE,
    TNK_TARGET_ARCHIVE
} tnk_target_kind;
int tnk_target_kind_of(const char *path, tnk_target_kind *ret, tnk_error *err);

/* opts may be NULL, here and below. Walk a directory (never through links, never into other things
 * than regular files and directories). What cannot be read becomes a diagnostic of level error;
 * links, FIFOs, sockets and devices are left out silently but counted. A single file: its directory
 * is the root, it is the only path listed. Reading works through a directory opened here, so it
 * goes on working in a confined child (openat2 or openat, readlinkat, fstat, newfstatat, read, getdents64,
 * close). */
int tnk_tree_open(const char *path, const tnk_tree_options *opts, tnk_tree **ret, tnk_error *err);

/* A tree over memory: paths and contents are borrowed and must outlive it. For archives, tests,
 * fuzzing, editor buffers. Paths must be relative, without "." or "..", unique; others are refused
 * (TNK_EINVAL). Excluded ones are not listed but can be read. */
int tnk_tree_open_memory(const tnk_str *paths, const tnk_str *contents, size_t n,
                         const tnk_tree_options *opts, tnk_tree **ret, tnk_error *err);

void tnk_tree_close(tnk_tree *t);               /* NULL is a no-op */

size_t tnk_tree_count(const tnk_tree *t);       /* files listed: sorted by path in byte order */
tnk_str tnk_tree_path(const tnk_tree *t, size_t i);     /* NUL-ended, valid until close */
size_t tnk_tree_skipped(const tnk_tree *t);     /* links and special files left out */
size_t tnk_tree_excluded(const tnk_tree *t);    /* entries that excludes left out */
const char *tnk_tree_root(const tnk_tree *t); /* absolute real path of the root; NULL for memory */

/* The whole file into the arena, NUL-ended. path is relative to the root; a leading "/" means the
 * root too, or, where that names nothing, the root's own absolute path in front is taken off. "."
 * and ".." are resolved lexically and stop at the root. Links are followed inside the root only
 * (RESOLVE_IN_ROOT, by hand where a worker may not call openat2). 0; TNK_ENOENT; TNK_EIO unreadable, not
 * a regular file, changed while read; TNK_ELIMIT too large. */
int tnk_tree_read(tnk_tree *t, tnk_arena *a, tnk_str path, tnk_str *ret, tnk_error *err);

/* What the file system says of a file or directory; nothing of it is read. */
typedef struct tnk_tree_modes {
    bool directory, regular;
    uint32_t mode;              /* permission bits, 07777 */
    uint32_t uid, gid;
} tnk_tree_modes;

/* path as for tnk_tree_read. 0; TNK_ENOENT; TNK_EIO; TNK_EREFUSED: this target keeps no modes (memory). */
int tnk_tree_stat(const tnk_tree *t, tnk_str path, tnk_tree_modes *ret);

/* Regular files that match a shell glob (`*`, `?`, `[...]`, `\x`; not across "/"; a dot at the
 * start of a name must be written), sorted, as relative paths in the arena. The pattern is taken
 * like the path of tnk_tree_read(). Excluded files are found too. Unreadable directories are
 * TNK_EIO, too many results or entries to look at TNK_ELIMIT. No match is 0 with *ret_n == 0. */
int tnk_tree_glob(tnk_tree *t, tnk_arena *a, tnk_str pattern, const tnk_str **ret, size_t *ret_n,
                  tnk_error *err);

#endif
