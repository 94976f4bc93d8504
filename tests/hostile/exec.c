/* SPDX-License-Identifier: Apache-2.0
 * Runs another program in the place of the worker. */
#include <unistd.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    char program[] = "/bin/true", *const argv[] = { program, NULL }, *const env[] = { NULL };
    (void)h, (void)r, (void)u;
    execve(program, argv, env);
    return -1;
}

HOSTILE("exec")
