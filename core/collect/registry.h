/* SPDX-License-Identifier: Apache-2.0
 * Inside the registry: what plugins.c keeps of a collector and claims.c matches with. */
#ifndef TNK_COLLECT_REGISTRY_H
#define TNK_COLLECT_REGISTRY_H

#include "core/base/arena.h"
#include "core/collect/plugins.h"

/* How a glob without {a,b} is matched. */
enum { MATCH_TAIL, MATCH_NAME, MATCH_GLOB };    /* "*.tf"; "main.tf"; anything else */

struct tnk_matcher {
    tnk_str glob;
    tnk_str tail;       /* the literal end: a path that matches ends with it */
    uint32_t claim;     /* whose glob it is; matchers stand in the order of claims */
    uint32_t how;       /* MATCH_* */
};

struct tnk_entry {
    tnk_plugin pub;
    struct tnk_matcher *matchers;
    uint32_t n_matchers;
};

struct tnk_plugins {
    struct tnk_entry at[TNK_PLUGINS_MAX];
    size_t n;
    tnk_arena *arena;   /* paths, matchers */
};

/* Writes out the globs of the entry's claims. 0, TNK_ENOMEM, or TNK_EREFUSED for too many. */
int tnk_matchers_make(tnk_arena *a, struct tnk_entry *e, tnk_error *err);

/* Checks what an entry point gave and adds it. Says `label` in messages. */
int tnk_plugins_take(tnk_plugins *p, const tnk_collector *c, const char *path, const char *label,
                     tnk_error *err);

#endif
