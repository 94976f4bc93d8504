/* SPDX-License-Identifier: Apache-2.0
 * Opens a file for writing. */
#include <fcntl.h>
#include <unistd.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    int fd = open("/tmp/tenken-hostile-was-here", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return -1;
    close(fd);
    return ESCAPED(h, r, "open");
}

HOSTILE("open")
