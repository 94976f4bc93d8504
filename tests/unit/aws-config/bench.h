/* SPDX-License-Identifier: Apache-2.0
 * Runs the AWS Config collector through the real host over one file in memory. */
#ifndef TNK_TEST_AWS_CONFIG_BENCH_H
#define TNK_TEST_AWS_CONFIG_BENCH_H

#include "tests/unit/cloudformation/scan.h"

typedef struct bench {
    tnk_plugins *plugins;
    tnk_unit_ctx cx;
    tnk_buf resources;  /* "TYPE ADDRESS =names\n" each */
    tnk_buf values;     /* one line each, double quotes written as single ones */
    tnk_buf references; /* "FROM > BY > TO\n" each */
    tnk_buf diags;      /* "level code\n" each */
    tnk_buf places;     /* the text at which each diagnostic points, "\n" after each */
    const char *show;   /* the member written to values, NULL: all of it */
    size_t n_resources;
} bench;

/* Opens the bench: collects a file with this text. */
void bench_run(bench *b, tnk_str text, const char *show);
void bench_free(bench *b);
const char *bench_text(const tnk_buf *b); /* never NULL */

#endif
