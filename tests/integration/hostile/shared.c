/* SPDX-License-Identifier: Apache-2.0
 * A hostile collector that claims files another collector knows as well: templates with the words
 * "shared by a crash" or "shared by a loop" in them. */
#include <string.h>

#include "tenken/collector.h"

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    volatile int *volatile nowhere = NULL;
    volatile unsigned spin = 0;
    (void)h, (void)r;
    while (strstr(u->files[0].text.ptr, "by a loop") != NULL)
        spin = spin + 1;
    *nowhere = 1;
    return 0;
}

static const tnk_claim claims[] = {
    { "*.yaml", TNK_SYNTAX_NONE, 0, { "shared by a ", NULL, NULL } }
};
static const tnk_collector self = {
    .abi = TNK_ABI,
    .size = sizeof self,
    .name = "shared",
    .version = "1.0.0",
    .about = "a test of units that several collectors share",
    .claims = claims,
    .n_claims = 1,
    .collect = collect,
};

TNK_EXPORT const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
