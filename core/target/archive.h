/* SPDX-License-Identifier: Apache-2.0
 * Archives as targets. Reading one is work for a confined worker: it copies the files' bytes into
 * an image (a memory file the parent made) and says where each one lies. */
#ifndef TNK_TARGET_ARCHIVE_H
#define TNK_TARGET_ARCHIVE_H

#include "core/target/tree.h"

/* Named limits. Only what is unpacked counts for bytes and ratio, wanted or not; packed size times
 * TNK_ARCHIVE_RATIO_MAX is allowed, and TNK_ARCHIVE_BYTES_FREE in any case: small archives of
 * repetitive text are no bombs. */
enum {
    TNK_ARCHIVE_ENTRIES_MAX = 1000 * 1000,
    TNK_ARCHIVE_RATIO_MAX = 200,
    TNK_ARCHIVE_NAMES_MAX = 256 << 20,      /* bytes of all names together */
    TNK_ARCHIVE_TROUBLES_MAX = 1000         /* diagnostics; one more says that there were more */
};
#define TNK_ARCHIVE_BYTES_MAX ((uint64_t)2 << 30)
#define TNK_ARCHIVE_BYTES_FREE ((uint64_t)16 << 20)

/* One regular file found: path cleaned (relative, no "." or ".."), its bytes at [off, off+len) of
 * the image. Every path comes once; several may share bytes (hard links). Returns 0 to go on;
 * anything else ends the reading and is handed back. */
typedef int tnk_archive_entry(void *ud, tnk_str path, uint64_t off, uint64_t len);

/* Read the archive open at fd, a regular file or memory file at its start (tar of any dialect,
 * tar.gz, zip; told by its bytes), and write the wanted files' bytes one after another to image_fd,
 * which is empty. Only regular files count; links are not followed, but a hard link to an earlier
 * regular file is that file's bytes under another name. A name that climbs ("../x", "/x") is taken
 * relative to the root and reported; of repeated names the last wins. `entry` is called at the end,
 * once a path, in the order in which the names first came. Bombs (bytes, ratio against the packed
 * size, entries) end the reading with TNK_ELIMIT; a damaged archive with TNK_EPARSE; what was read
 * before is still reported through `entry`. Excludes, file_bytes_max and diag of opts apply (opts
 * may be NULL); paths in diagnostics are the cleaned ones. Codes: "archive-path-escapes" (warning),
 * "archive-encrypted-entry", "archive-unreadable-entry", "archive-broken-link", "file-too-large",
 * "too-deep" (errors: that file is missing), "archive-too-many-troubles". Opens nothing, provided
 * that LC_CTYPE is a UTF-8 locale, as after tnk_lang_set(): elsewhere names beyond ASCII make the C
 * library load conversion tables. System calls: read, write, lseek, fstat (newfstatat), getrandom,
 * and memory (brk, mmap, munmap, mremap). */
int tnk_archive_unpack(int fd, int image_fd, const tnk_tree_options *opts, tnk_archive_entry *entry,
                       void *ud, tnk_error *err);

#endif
