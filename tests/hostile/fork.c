/* SPDX-License-Identifier: Apache-2.0
 * Makes a process. */
#include <sys/wait.h>
#include <unistd.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    pid_t child = fork();
    if (child == 0)
        _exit(0);
    if (child < 0)
        return -1;
    waitpid(child, NULL, 0);
    return ESCAPED(h, r, "fork");
}

HOSTILE("fork")
