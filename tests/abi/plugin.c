/* SPDX-License-Identifier: Apache-2.0
 * One small collector in many builds: with the released header of 1.0, with today's, and with one
 * thing wrong each (-DVARIANT_...). */
#include "tenken/collector.h"

#ifndef NAME
#define NAME "variant"
#endif

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    for (size_t i = 0; i < u->n_files; i++) {
        tnk_span at = { u->files[i].id, 0, (uint32_t)u->files[i].text.len };
        tnk_value *value = h->map(r, at);
        h->put(r, value, TNK_LIT("text"), at, h->text(r, u->files[i].text, at));
        tnk_resource x = { .abi = TNK_ABI, .size = sizeof x, .kind = TNK_LIT(NAME ":file"),
                           .address = u->files[i].path, .value = value, .at = at };
        h->resource(r, &x);
    }
    return 0;
}

static const tnk_claim claims[] = { { "*.variant", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } } };

#ifdef VARIANT_NEWER        /* a later header: more fields, a higher minor */
struct newer {
    tnk_collector c;
    const char *later[4];
};
static const struct newer self = { .later = { "x", "y", "z", "?" }, .c = {
    .abi = TNK_ABI_MAJOR << 16 | 7, .size = sizeof self,
#else
static const struct { tnk_collector c; } self = { {
#ifdef VARIANT_MAJOR
    .abi = (TNK_ABI_MAJOR + 1) << 16, .size = sizeof self,
#else
    .abi = TNK_ABI, .size = sizeof self,
#endif
#endif
    .name = NAME, .version = "1.0.0", .about = "every file a resource", .claims = claims,
    .n_claims = 1, .group = TNK_GROUP_FILE, .collect = collect,
} };

#ifdef VARIANT_BROKEN
int nobody_defines_this(void);
#endif

#ifdef VARIANT_NONE
TNK_EXPORT const tnk_collector *another_symbol(uint32_t host_abi);
TNK_EXPORT const tnk_collector *another_symbol(uint32_t host_abi)
#else
const tnk_collector *tenken_collector_v1(uint32_t host_abi)
#endif
{
#if defined VARIANT_DECLINES
    return host_abi == 0 ? &self.c : NULL;
#elif defined VARIANT_BROKEN
    return host_abi != 0 && nobody_defines_this() != 0 ? &self.c : NULL;
#else
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self.c : NULL;
#endif
}
