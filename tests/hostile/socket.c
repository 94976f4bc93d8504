/* SPDX-License-Identifier: Apache-2.0
 * Opens a socket. */
#include <sys/socket.h>
#include <unistd.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    close(fd);
    return ESCAPED(h, r, "socket");
}

HOSTILE("socket")
