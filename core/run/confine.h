/* SPDX-License-Identifier: Apache-2.0
 * Turning a freshly forked process into a confined worker. Irrevocable; called in the worker
 * only. */
#ifndef TNK_RUN_CONFINE_H
#define TNK_RUN_CONFINE_H

#include <sys/types.h>

#include "core/run/pool.h"

/* The step that failed: also the exit status of a worker that could not start. */
typedef enum tnk_confine_step {
    TNK_CONFINE_DONE = 0,
    TNK_CONFINE_PARENT = 100,       /* the parent is gone already */
    TNK_CONFINE_DESCRIPTORS,
    TNK_CONFINE_PREPARE,            /* the caller's prepare() */
    TNK_CONFINE_LIMITS,
    TNK_CONFINE_LANDLOCK,
    TNK_CONFINE_SECCOMP
} tnk_confine_step;

/* Before prepare(): signals as a new program has them, death with the parent, and only descriptors
 * that cannot change anything: close-on-exec ones not open for writing, `sock`, and opts->keep_fds.
 * The sockets of other workers go too, so none can speak for another. Standard input and output
 * (confined: also standard error) lead to /dev/null. */
tnk_confine_step tnk_confine_begin(const tnk_pool_options *opts, pid_t parent, int sock);

/* After prepare(): no dumps, rlimits, no new privileges, landlock, seccomp. Every field of opts
 * that stands for a default is filled in by the caller. Does nothing when opts->unconfined. */
tnk_confine_step tnk_confine_finish(const tnk_pool_options *opts);

/* True in a build with AddressSanitizer, which cannot live under these limits. */
bool tnk_confine_impossible(void);

#endif
