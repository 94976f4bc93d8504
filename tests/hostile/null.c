/* SPDX-License-Identifier: Apache-2.0
 * Writes through a null pointer. */
#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    volatile int *volatile nowhere = NULL;
    *nowhere = 1;
    return ESCAPED(h, r, "null");
}

HOSTILE("null")
