/* SPDX-License-Identifier: Apache-2.0
 * Waits for ever without using the processor: only a wall clock notices. */
#include <unistd.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    pause();
    return ESCAPED(h, r, "pause");
}

HOSTILE("pause")
