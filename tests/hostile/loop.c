/* SPDX-License-Identifier: Apache-2.0
 * Never returns: the time limit must end it. */
#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)h, (void)r, (void)u;
    for (volatile unsigned i = 0;; i++)
        ;
    return 0;
}

HOSTILE("loop")
