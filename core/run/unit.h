/* SPDX-License-Identifier: Apache-2.0
 * One unit, from its files to its verdicts: what a worker does, and what tests and fuzzing call in process. */
#ifndef TNK_RUN_UNIT_H
#define TNK_RUN_UNIT_H

#include "core/collect/collect.h"
#include "core/rule/ruleset.h"
#include "core/run/wire.h"

enum { TNK_SNIPPET_LINES = 5, TNK_SNIPPET_LINE_MAX = 400 };     /* lines; bytes of one */
#define TNK_UNIT_MEMORY ((size_t)1536 << 20)                    /* a unit's arena */

typedef struct tnk_unit_job {
    const tnk_plugins *plugins;
    tnk_rules *rules;
    tnk_atoms *atoms;
    const bool *only;           /* rules to hold; NULL: all */
    const tnk_named_options *options;   /* what the user gave for collectors */
    size_t n_options;
    bool evidence;              /* also tell every verdict by itself, passes too */
    bool no_target_config;      /* comments in the target suppress nothing */
    tnk_str as_of;              /* YYYY-MM-DD */
    tnk_arena *arena;           /* reset for each unit */
} tnk_unit_job;

/* Read, parse, collect, bind, judge; append wire records to out: verdicts that need attention, one a fault,
 * evidence, diagnostics, one tally a rule that said anything, one count. prefix goes before every path shown. 0;
 * non-zero when memory ran out. */
int tnk_unit_do(const tnk_unit_job *job, tnk_tree *tree, tnk_str prefix, uint64_t collectors, const tnk_str *paths,
                size_t n, tnk_buf *out);

#endif
