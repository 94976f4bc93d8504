/* SPDX-License-Identifier: Apache-2.0
 * A bench to run collectors on: a few files in memory, and everything that reaches the sink as
 * lines of text to compare. */
#ifndef TNK_TEST_COLLECT_BENCH_H
#define TNK_TEST_COLLECT_BENCH_H

#include "core/base/buf.h"
#include "core/collect/collect.h"

struct bench {
    tnk_tree *tree;
    tnk_plugins *plugins;
    tnk_unit_ctx cx;
    tnk_buf log; /* "resource KIND ADDRESS file:off-end name,name via file:off-end,..\n", "reference ...", "diag ..." */
    int sink_rc;            /* what the sink's functions answer */
};

/* files: path, contents, path, contents ..., NULL. memory 0: 64 MiB. */
void bench_open(struct bench *b, const char *const *files, size_t memory);
void bench_add(struct bench *b, const tnk_collector *c);
/* Runs the collectors of mask over all files of the tree; the log starts anew. */
void bench_run(struct bench *b, uint64_t mask);
void bench_run_paths(struct bench *b, uint64_t mask, const tnk_str *paths, size_t n);
void bench_close(struct bench *b);

extern const tnk_collect_sink bench_sink;   /* its ud must be set to the bench */

#endif
