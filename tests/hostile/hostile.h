/* SPDX-License-Identifier: Apache-2.0
 * What the hostile collectors share. Each claims one file name, hostile-<what>.conf, and tries one
 * thing no worker may do. Whoever gets away with it says so with a resource
 * "hostile-<what>:escaped", which must never be seen. */
#ifndef TNK_TEST_HOSTILE_H
#define TNK_TEST_HOSTILE_H

#include "tenken/collector.h"

static inline int emit(const tnk_host *h, tnk_run *r, tnk_str kind, tnk_str address)
{
    tnk_resource x = { .abi = TNK_ABI, .size = sizeof x, .kind = kind, .address = address,
                       .value = h->map(r, (tnk_span){ 0, 0, 0 }) };
    return h->resource(r, &x);
}

/* Defines the collector "hostile-<what>" around the static function collect(). */
#define HOSTILE(what)                                                                              \
    static const tnk_claim claims[] = {                                                            \
        { "hostile-" what ".conf", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },                     \
    };                                                                                             \
    static const tnk_collector self = {                                                            \
        .abi = TNK_ABI,                                                                            \
        .size = sizeof self,                                                                       \
        .name = "hostile-" what,                                                                   \
        .version = "1.0.0",                                                                        \
        .about = "a test of the workers' confinement",                                             \
        .claims = claims,                                                                          \
        .n_claims = 1,                                                                             \
        .collect = collect,                                                                        \
    };                                                                                             \
    const tnk_collector *tenken_collector_v1(uint32_t host_abi)                                    \
    {                                                                                              \
        return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;                                     \
    }

#define ESCAPED(h, r, what) emit(h, r, TNK_LIT("hostile-" what ":escaped"), TNK_LIT("escaped"))

#endif
