/* SPDX-License-Identifier: Apache-2.0
 * A pool of confined processes that do numbered jobs and answer in bytes. Knows nothing of
 * auditing: the caller says what a job is and what its bytes mean. The parent never trusts what
 * comes back. */
#ifndef TNK_RUN_POOL_H
#define TNK_RUN_POOL_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "core/base/error.h"

/* Why a job was lost. */
typedef enum tnk_loss {
    TNK_LOSS_CRASH,         /* killed by a signal of its own making (SIGSEGV, SIGABRT...) */
    TNK_LOSS_FORBIDDEN,     /* killed by seccomp (SIGSYS) or for writing to a file (SIGXFSZ) */
    TNK_LOSS_TIMEOUT,       /* over the job's wall-clock or CPU limit */
    TNK_LOSS_MEMORY,        /* could not get memory and gave up */
    TNK_LOSS_OUTPUT,        /* answered more than a job may */
    TNK_LOSS_PROTOCOL,      /* answered nonsense, or closed its pipe, or exited in the middle */
} tnk_loss;

typedef struct tnk_pool_options {
    unsigned workers;           /* 0: the number of processors this process may use */
    uint32_t timeout_ms;        /* wall clock for one job; 0: 30,000 */
    size_t memory;              /* address space beyond what it has when confined; 0: 2 GiB */
    size_t answer_max;          /* bytes one job may answer, under 4 GiB; 0: 64 MiB */
    /* Files and directories (with all below) that may be read, NULL-ended; what does not exist is
     * left out. NULL: nothing may be opened. Enforced by landlock. */
    const char *const *read_below;
    /* Workers keep descriptors that are close-on-exec and not open for writing (or are sealed
     * memory files), and lose all others but these. */
    const int *keep_fds;
    size_t n_keep_fds;
    size_t file_bytes;          /* how far a worker may write into a file of keep_fds */
    bool unconfined;            /* tests under sanitizers only: no seccomp, landlock, rlimits */
} tnk_pool_options;

typedef struct tnk_pool_job_ops {
    void *ctx;
    /* In the worker, once, before confinement: may still open files. Non-zero: this worker cannot
     * start. May be NULL. */
    int (*prepare)(void *ctx);
    /* In the worker, confined: do job number `job`, append its answer to out (capped at answer_max:
     * past it the job is lost, TNK_LOSS_OUTPUT). Non-zero: the job ran out of memory and is lost
     * (TNK_LOSS_MEMORY). Signals have their default actions, but SIGINT, which is ignored. */
    int (*work)(void *ctx, uint32_t job, tnk_buf *out);
    /* In the parent, in the order jobs finish: a whole answer. Returns 0, or non-zero when the
     * bytes are nonsense: the job counts as lost (TNK_LOSS_PROTOCOL) and its worker is replaced. */
    int (*answer)(void *ctx, uint32_t job, tnk_str bytes);
    /* In the parent: the job was lost. detail is a short English fact ("signal 11") for
     * diagnostics. */
    void (*lost)(void *ctx, uint32_t job, tnk_loss why, const char *detail);
    /* In the parent, now and then: done of all jobs; may be NULL. */
    void (*progress)(void *ctx, uint32_t done, uint32_t all);
} tnk_pool_job_ops;

/* Do jobs 0..n_jobs-1, each exactly once, each ending in one answer() or one lost(). Returns 0 when
 * every job ended so. TNK_EIO: no worker could be started any more (err says why), TNK_ENOMEM,
 * TNK_EINVAL: jobs that had not ended get neither call.
 *
 * Call from a process without threads whose descriptors 0 to 2 are open. Workers die with it. Each
 * does its jobs one after another; a job's time runs from the end of the one before, and only while
 * the parent listens: a stopped or busy parent costs no job. A confined worker cannot load code
 * (dlopen, a regular expression JIT): that belongs before this call or into prepare(). */
int tnk_pool_run(const tnk_pool_options *opts, const tnk_pool_job_ops *ops, uint32_t n_jobs,
                 tnk_error *err);

/* How this machine confines. Without landlock workers still run (a file below any folder can be
 * opened for reading); without seccomp none starts. For `tenken plugins list` and diagnostics. */
enum { TNK_CONFINED_SECCOMP = 1, TNK_CONFINED_LANDLOCK = 2 };
unsigned tnk_confinement(void);

#endif
