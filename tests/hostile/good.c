/* SPDX-License-Identifier: Apache-2.0
 * The one that behaves: its result must be there whatever the others do. */
#include "tests/hostile/hostile.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    (void)u;
    return emit(h, r, TNK_LIT("hostile-good:good"), TNK_LIT("good"));
}

HOSTILE("good")
