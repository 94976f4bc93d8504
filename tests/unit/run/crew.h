/* SPDX-License-Identifier: Apache-2.0
 * A pool run whose every ending is counted, shared by the pool's tests. */
#ifndef TNK_TESTS_RUN_CREW_H
#define TNK_TESTS_RUN_CREW_H

#include "core/run/pool.h"

enum { CREW_JOBS_MAX = 10000, CREW_DETAIL = 64 };

/* What job number `job` does; appends to out, as tnk_pool_job_ops.work. */
typedef int crew_deed(uint32_t job, tnk_buf *out);

typedef struct crew {
    crew_deed *deed;            /* what `n_bad` jobs from `bad` on do; the others: crew_good() */
    uint32_t bad, n_bad;
    uint32_t reject;            /* 1 + the job whose answer the parent calls nonsense; 0: none */
    int (*prepare)(void *ctx);
    unsigned answered[CREW_JOBS_MAX], lost[CREW_JOBS_MAX];
    tnk_loss why[CREW_JOBS_MAX];
    char detail[CREW_JOBS_MAX][CREW_DETAIL];
    unsigned wrong;             /* answers of good jobs that are not what crew_good() gives */
    size_t bytes;               /* answered in all */
    uint32_t progress;          /* the last `done` told */
    tnk_error err;
} crew;

int crew_good(uint32_t job, tnk_buf *out);

/* Clears the counts, runs, and checks that no job ended twice. Returns what tnk_pool_run does. */
int crew_run(crew *c, const tnk_pool_options *opts, uint32_t n_jobs);

/* Every job but the bad ones was answered, and rightly. */
void crew_check_others(const crew *c, uint32_t n_jobs);

#endif
