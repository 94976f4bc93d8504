/* SPDX-License-Identifier: Apache-2.0
 * Uses a stack frame of 64 MiB. */
#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    volatile char frame[64 << 20];
    for (size_t i = 0; i < sizeof frame; i += 4096)
        frame[i] = 1;
    return frame[4096] == 1 ? ESCAPED(h, r, "stack") : -1;
}

HOSTILE("stack")
