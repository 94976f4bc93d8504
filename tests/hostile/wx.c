/* SPDX-License-Identifier: Apache-2.0
 * Maps memory that is writable and executable. */
#define _GNU_SOURCE
#include <sys/mman.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    void *p =
        mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (p == MAP_FAILED)
        return -1;
    munmap(p, 4096);
    return ESCAPED(h, r, "wx");
}

HOSTILE("wx")
