/* SPDX-License-Identifier: Apache-2.0
 * A pool of confined processes that do numbered jobs and answer in bytes. Knows nothing of auditing: the
 * caller says what a job is and what its bytes mean. The parent never trusts what comes back. */
#ifndef TNK_RUN_POOL_H
#define TNK_RUN_POOL_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/base/error.h"

/* Why a job was lost. */
typedef enum tnk_loss {
    TNK_LOSS_CRASH,         /* killed by a signal of its own making (SIGSEGV, SIGABRT...) */
    TNK_LOSS_FORBIDDEN,     /* killed by the seccomp filter (SIGSYS): it tried what a worker must not do */
    TNK_LOSS_TIMEOUT,       /* over the job's wall-clock or CPU limit */
    TNK_LOSS_MEMORY,        /* could not get memory and gave up */
    TNK_LOSS_OUTPUT,        /* answered more than a job may */
    TNK_LOSS_PROTOCOL,      /* answered nonsense, or closed its pipe, or exited in the middle */
} tnk_loss;

typedef struct tnk_pool_options {
    unsigned workers;           /* 0: the number of processors this process may use */
    uint32_t timeout_ms;        /* wall clock for one job; 0: 30,000 */
    size_t memory;              /* address space of a worker beyond what it has at the fork; 0: 2 GiB */
    size_t answer_max;          /* bytes one job may answer; 0: 64 MiB */
    const char *const *read_below;  /* landlock: directories under which files may be read; NULL-ended; NULL: none */
    bool unconfined;            /* tests under sanitizers only: no seccomp, landlock, rlimits */
} tnk_pool_options;

typedef struct tnk_pool_job_ops {
    void *ctx;
    /* In the worker, once, before confinement: may still open files. May be NULL. */
    int (*prepare)(void *ctx);
    /* In the worker, confined: do job number `job`, append its answer to out (capped). Non-zero: the job
     * ran out of memory and is lost (TNK_LOSS_MEMORY). */
    int (*work)(void *ctx, uint32_t job, tnk_buf *out);
    /* In the parent, in the order jobs finish: a whole answer. Returns 0, or non-zero when the bytes are
     * nonsense: the job counts as lost (TNK_LOSS_PROTOCOL) and its worker is replaced. */
    int (*answer)(void *ctx, uint32_t job, tnk_str bytes);
    /* In the parent: the job was lost. detail is a short English fact ("signal 11") for diagnostics. */
    void (*lost)(void *ctx, uint32_t job, tnk_loss why, const char *detail);
    /* In the parent, now and then: done of all jobs; may be NULL. */
    void (*progress)(void *ctx, uint32_t done, uint32_t all);
} tnk_pool_job_ops;

/* Do jobs 0..n_jobs-1, each exactly once, each ending in one answer() or one lost(). Returns 0 when every
 * job ended so, or TNK_EIO when no worker could be started at all (err says why). Call from a process
 * without threads. Workers die with the parent. */
int tnk_pool_run(const tnk_pool_options *opts, const tnk_pool_job_ops *ops, uint32_t n_jobs, tnk_error *err);

/* How this machine confines: bit 0 seccomp, bit 1 landlock. For `tenken plugins list` and diagnostics. */
unsigned tnk_confinement(void);

#endif
