/* SPDX-License-Identifier: Apache-2.0
 * Archives as targets. Reading one is work for a confined worker: it copies the files' bytes into an image
 * (a memory file the parent made) and says where each one lies. */
#ifndef TNK_TARGET_ARCHIVE_H
#define TNK_TARGET_ARCHIVE_H

#include "core/target/tree.h"

enum { TNK_ARCHIVE_ENTRIES_MAX = 1000 * 1000, TNK_ARCHIVE_RATIO_MAX = 200 };
#define TNK_ARCHIVE_BYTES_MAX ((uint64_t)2 << 30)

/* One regular file found: path cleaned (relative, no "." or ".."), its bytes at [off, off+len) of the
 * image. Returns 0 to go on. */
typedef int tnk_archive_entry(void *ud, tnk_str path, uint64_t off, uint64_t len);

/* Read the archive open at fd (tar, tar.gz, zip; told by its bytes) and write the wanted files' bytes one
 * after another to image_fd. Only regular files count; a name that climbs ("../x", "/x") is taken relative
 * to the root and reported; of repeated names the last wins. Bombs (bytes, ratio against the packed size,
 * entries) end the reading with TNK_ELIMIT; a damaged archive with TNK_EPARSE; what was read before stays
 * reported through `entry`. Excludes of opts apply. Opens nothing. */
int tnk_archive_unpack(int fd, int image_fd, const tnk_tree_options *opts, tnk_archive_entry *entry,
                       void *ud, tnk_error *err);

#endif
