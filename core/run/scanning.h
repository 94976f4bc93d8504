/* SPDX-License-Identifier: Apache-2.0
 * Inside a scan: what its files share. */
#ifndef TNK_RUN_SCANNING_H
#define TNK_RUN_SCANNING_H

#include "core/collect/units.h"
#include "core/run/scan.h"
#include "core/run/unit.h"

typedef struct tnk_target {
    const char *given;
    tnk_str prefix;         /* goes before its paths in reports */
    tnk_target_kind kind;
    tnk_tree *tree;
    int archive_fd, image_fd;
    void *image;            /* the mapped bytes of an archive's files */
    size_t image_len;
    tnk_units units;
    bool broken;            /* an archive that could not be read; said already */
    bool looked_at;         /* a collector knew a file of it, or something was said about one */
} tnk_target;

typedef struct tnk_job {
    uint32_t target;
    tnk_unit_spec unit;
} tnk_job;

typedef struct tnk_scanning {
    const tnk_scan_options *opts;
    tnk_arena *arena;
    tnk_scan_result *res;
    uint32_t cap_verdicts, cap_evidence, cap_diagnostics;
    tnk_target *targets;
    tnk_target *now;        /* the target that is being opened, or whose answer is read */
    const char **roots;     /* what workers may read */
    tnk_job *jobs, *again;  /* again: units to do once more, a collector at a time */
    uint32_t n_jobs, n_again, cap_again;
    tnk_unit_job unit;      /* in a worker */
    bool no_memory;
} tnk_scanning;

/* Adds a diagnostic of the parent's own; the path is raw and gets the target's prefix. */
void tnk_scanning_diag(tnk_scanning *s, const tnk_target *t, uint32_t level, const char *code, tnk_str path,
                       const char *msg);
/* Keeps one that came over the wire. 0 or TNK_ENOMEM. */
int tnk_scanning_keep_diag(tnk_scanning *s, const tnk_diagnostic *d);
/* Unpacks an archive in a worker and opens a tree over its files. */
int tnk_scanning_unpack(tnk_scanning *s, tnk_target *t, tnk_error *err);
/* Runs plan() of collectors that group files themselves, in workers. */
int tnk_scanning_plan(tnk_scanning *s, tnk_target *t, tnk_error *err);
/* The units, in rounds. */
int tnk_scanning_units(tnk_scanning *s, tnk_error *err);
/* What a loss means, as a sentence. */
const char *tnk_loss_words(tnk_loss why);

#endif
