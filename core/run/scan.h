/* SPDX-License-Identifier: Apache-2.0
 * A scan: targets in, verdicts and diagnostics out. Walks, plans, hands the units to confined workers, gathers
 * what they answer. Knows nothing of reports, gates and checklists. */
#ifndef TNK_RUN_SCAN_H
#define TNK_RUN_SCAN_H

#include "core/collect/collect.h"
#include "core/rule/ruleset.h"
#include "core/run/pool.h"
#include "core/target/tree.h"

typedef struct tnk_scan_options {
    const char *const *targets;     /* directories, files, archives; as the user wrote them */
    size_t n_targets;
    tnk_tree_options tree;          /* excludes and limits; diag and ud are the scan's own */
    const tnk_plugins *plugins;
    tnk_rules *rules;
    tnk_atoms *atoms;               /* of the rules */
    const bool *only;               /* rules to hold; NULL: all */
    const tnk_named_options *options;   /* what the user gave for collectors */
    size_t n_options;
    tnk_pool_options pool;          /* read_below, keep_fds and file_bytes are the scan's own */
    bool evidence;                  /* keep every verdict by itself, passes too */
    bool no_target_config;
    tnk_str as_of;                  /* YYYY-MM-DD */
    void (*progress)(void *ud, uint32_t done, uint32_t all);    /* or NULL */
    void *ud;
} tnk_scan_options;

typedef uint64_t tnk_tally[TNK_VERDICT_KINDS];

typedef struct tnk_scan_result {    /* everything lives in the arena; in no order */
    tnk_verdict *verdicts;          /* fails, undetermined ones, errors; one a fault of each unit */
    uint32_t n_verdicts;
    tnk_verdict *evidence;          /* when asked for: every verdict, one an address */
    uint32_t n_evidence;
    tnk_diagnostic *diagnostics;
    uint32_t n_diagnostics;
    tnk_tally *tally;               /* one a rule: all verdicts, whether kept or not */
    uint64_t files_seen, files_read, files_known, files_failed;
    uint64_t excluded, skipped;     /* entries left out by patterns; links and special files */
    uint64_t resources;
} tnk_scan_result;

/* Scan all targets. A target that cannot be opened at all is TNK_EIO or TNK_ENOENT with a message naming it;
 * every other trouble is a diagnostic of the result. */
int tnk_scan(const tnk_scan_options *opts, tnk_arena *a, tnk_scan_result *ret, tnk_error *err);

#endif
