/* SPDX-License-Identifier: Apache-2.0
 * Archives of any bytes: the limits hold, paths are clean and come once, bytes lie inside the
 * image. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/atoms.h"
#include "core/base/i18n.h"
#include "core/target/archive.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_MAX = 1 << 20 };

struct seen {
    int image;
    tnk_atoms *paths;
};

static int entry(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    struct seen *s = ud;
    struct stat st;
    if (path.len == 0 || path.len > TNK_TREE_PATH_MAX || path.ptr[0] == '/'
        || path.ptr[path.len] != '\0')
        abort();
    if (strstr(path.ptr, "//") != NULL || strncmp(path.ptr, "../", 3) == 0
        || strstr(path.ptr, "/../") != NULL)
        abort();
    if (tnk_atoms_find(s->paths, path) != 0 || tnk_atoms_add(s->paths, path) == 0)
        abort();
    if (fstat(s->image, &st) != 0 || len > FILE_MAX || off > (uint64_t)st.st_size
        || len > (uint64_t)st.st_size - off)
        abort();
    return 0;
}

static void diag(void *ud, uint32_t level, const char *code, tnk_str path, const char *msg)
{
    (void)ud;
    if (level > 2 || code[0] == '\0' || path.len == 0 || msg[0] == '\0')
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tnk_tree_options o = { .file_bytes_max = FILE_MAX, .diag = diag };
    int fd = memfd_create("archive", MFD_CLOEXEC);
    struct seen s = { memfd_create("image", MFD_CLOEXEC), tnk_atoms_new() };
    struct stat st;
    tnk_error err = { 0 };
    tnk_lang_set(TNK_LANG_EN, NULL);
    if (fd < 0 || s.image < 0 || s.paths == NULL || write(fd, data, size) != (ssize_t)size)
        abort();
    int rc = tnk_archive_unpack(fd, s.image, &o, entry, &s, &err);
    if ((rc == 0) != (err.msg[0] == '\0'))
        abort();
    if (fstat(s.image, &st) != 0
        || (uint64_t)st.st_size > TNK_ARCHIVE_BYTES_FREE + size * TNK_ARCHIVE_RATIO_MAX)
        abort();
    tnk_atoms_free(s.paths);
    close(s.image);
    close(fd);
    return 0;
}
