/* SPDX-License-Identifier: Apache-2.0
 * Hands over resources until somebody stops it. */
#include <string.h>

#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    static char big[4096];
    memset(big, 'x', sizeof big);
    for (uint64_t i = 0; i < (uint64_t)1 << 32; i++) {
        for (unsigned k = 0; k < 8; k++)        /* each address is another one */
            big[k] = "0123456789abcdef"[i >> 4 * k & 15];
        int rc = emit(h, r, TNK_LIT("hostile-flood:flood"), (tnk_str){ big, sizeof big });
        if (rc != 0)
            return rc;
    }
    return ESCAPED(h, r, "flood");
}

HOSTILE("flood")
