/* SPDX-License-Identifier: Apache-2.0
 * What the files of this room share about a tree; nobody else includes this. */
#ifndef TNK_TARGET_INSIDE_H
#define TNK_TARGET_INSIDE_H

#include "core/base/buf.h"
#include "core/target/pattern.h"
#include "core/target/tree.h"

struct tnk_memory_file { tnk_str path, content; };

struct tnk_tree {
    int root_fd;                        /* -1: a tree over memory */
    bool no_openat2;                    /* for tests: do without */
    char *root;
    tnk_buf paths;                      /* the listed paths, each with its NUL */
    uint32_t *at;                       /* where each starts in paths; one more for the end */
    size_t n, cap, skipped, excluded;
    size_t file_bytes_max;
    struct tnk_memory_file *files;      /* all of memory, listed or not, sorted by path */
    size_t n_files;
};

enum tnk_links { TNK_LINKS_NEVER, TNK_LINKS_INSIDE };

/* Opens a clean path ("" is the root) of a tree on disk. A descriptor, or -1 and errno. */
int tnk_tree_openat(const tnk_tree *t, const char *path, int flags, enum tnk_links links);

/* Says why `path` could not be opened, by errno. TNK_ENOENT, TNK_ENOMEM or TNK_EIO. */
int tnk_tree_system_error(const char *path, tnk_error *err);

/* Puts the path in its lexically resolved form, without a leading "/", into out (TNK_TREE_PATH_MAX
 * + 1 bytes). Its length, or -1 when it is too long or has a NUL in it. */
int tnk_tree_clean(tnk_str path, char *out);

/* With an absolute path that starts with the tree's own root, the rest of it; else .ptr == NULL. */
tnk_str tnk_tree_below_root(const tnk_tree *t, tnk_str path);

/* Adds a path to the list; they must come in order. */
int tnk_tree_list(tnk_tree *t, tnk_str path, tnk_error *err);

/* Index of the first file of memory whose path is not before `path`. */
size_t tnk_tree_memory_from(const tnk_tree *t, tnk_str path);

/* The patterns that opts ask for. The caller frees it. */
int tnk_tree_ignore(const tnk_tree_options *opts, tnk_ignore **ret, tnk_error *err);

/* Lists what lies below the root. */
int tnk_tree_walk(tnk_tree *t, const tnk_tree_options *opts, tnk_error *err);

#endif
