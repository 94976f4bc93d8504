/* SPDX-License-Identifier: Apache-2.0
 * Takes all the memory it gets from malloc, past the host, and touches it. */
#include <stdlib.h>
#include <string.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)h, (void)r, (void)u;
    const size_t step = (size_t)16 << 20;
    for (char *p; (p = malloc(step)) != NULL;) {
        memset(p, 1, step);
        *(char *volatile *)p = p;       /* seen by the compiler as used */
    }
    return -1;                          /* the limit held: no memory, and an honest end */
}

HOSTILE("memory")
