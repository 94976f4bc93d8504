/* SPDX-License-Identifier: Apache-2.0
 * What kind of target a path is; see tree.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/shown.h"
#include "core/target/tree.h"

enum { TAR_BLOCK = 512, TAR_SUM_AT = 148, TAR_SUM_LEN = 8 };

/* A tar's first block bears the sum of its own bytes, in octal, where the sum itself counts as
 * blanks. That holds for every dialect, while magic words do not. */
static bool is_tar(const unsigned char *b, size_t n)
{
    unsigned sum = 0, want = 0;
    size_t i = TAR_SUM_AT, end = TAR_SUM_AT + TAR_SUM_LEN;
    if (n < TAR_BLOCK || b[0] == '\0')
        return false;
    for (size_t k = 0; k < TAR_BLOCK; k++)
        sum += k >= TAR_SUM_AT && k < end ? ' ' : b[k];
    while (i < end && b[i] == ' ')
        i++;
    for (; i < end && b[i] >= '0' && b[i] <= '7'; i++)
        want = want * 8 + (b[i] - '0');
    return sum == want;
}

static bool is_archive(const unsigned char *b, size_t n)
{
    static const struct { const char *sign; size_t len;
    } signs[] = {
        { "\x1f\x8b\x08", 3 },
        { "PK\3\4", 4 },
        { "PK\5\6", 4 }, /* gzip, zip, a zip without files */
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (n >= signs[i].len && memcmp(b, signs[i].sign, signs[i].len) == 0)
            return true;
    }
    return is_tar(b, n);
}

int tnk_target_kind_of(const char *path, tnk_target_kind *ret, tnk_error *err)
{
    unsigned char head[TAR_BLOCK];
    char shown[TNK_SHOWN_BYTES];
    struct stat st;
    ssize_t n = -1;
    tnk_shown(tnk_str_of(path), shown);
    if (stat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR))
        return tnk_fail_plain(err, TNK_ENOENT, _("%s does not exist"), shown);
    if (stat(path, &st) != 0)
        return tnk_fail_plain(err, TNK_EIO, _("%s cannot be opened: %s"), shown,
                              tnk_errno_words(errno));
    if (S_ISDIR(st.st_mode)) {
        *ret = TNK_TARGET_DIRECTORY;
        return 0;
    }
    if (!S_ISREG(st.st_mode))
        return tnk_fail_plain(err, TNK_EIO, _("%s is neither a directory nor a regular file"),
                              shown);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0)
        n = pread(fd, head, sizeof head, 0);
    if (n < 0)
        tnk_fail_plain(err, TNK_EIO, _("%s cannot be read: %s"), shown, tnk_errno_words(errno));
    else
        *ret = is_archive(head, (size_t)n) ? TNK_TARGET_ARCHIVE : TNK_TARGET_FILE;
    if (fd >= 0)
        close(fd);
    return n < 0 ? TNK_EIO : 0;
}
