/* SPDX-License-Identifier: Apache-2.0
 * See crew.h. */
#include "tests/unit/run/crew.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/str.h"

static bool is_bad(const crew *c, uint32_t job)
{
    return job >= c->bad && job - c->bad < c->n_bad;
}

int crew_good(uint32_t job, tnk_buf *out)
{
    tnk_buf_printf(out, "job %u", job);
    return 0;
}

static int work(void *ctx, uint32_t job, tnk_buf *out)
{
    const crew *c = ctx;
    return is_bad(c, job) ? c->deed(job, out) : crew_good(job, out);
}

static int answer(void *ctx, uint32_t job, tnk_str bytes)
{
    crew *c = ctx;
    char want[32];
    if (job + 1 == c->reject)
        return -1;
    snprintf(want, sizeof want, "job %u", job);
    c->wrong += !is_bad(c, job) && !tnk_str_is(bytes, want);
    c->answered[job]++;
    c->bytes += bytes.len;
    return 0;
}

static void lost(void *ctx, uint32_t job, tnk_loss why, const char *detail)
{
    crew *c = ctx;
    c->lost[job]++;
    c->why[job] = why;
    snprintf(c->detail[job], sizeof c->detail[job], "%s", detail);
}

static void progress(void *ctx, uint32_t done, uint32_t all)
{
    crew *c = ctx;
    assert_true(done > c->progress && done <= all);
    c->progress = done;
}

int crew_run(crew *c, const tnk_pool_options *opts, uint32_t n_jobs)
{
    tnk_pool_job_ops ops = { c, c->prepare, work, answer, lost, progress };
    memset(c->answered, 0, sizeof c->answered);
    memset(c->lost, 0, sizeof c->lost);
    c->err = (tnk_error){ 0 };
    c->wrong = 0;
    c->bytes = 0;
    c->progress = 0;
    int rc = tnk_pool_run(opts, &ops, n_jobs, &c->err);
    for (uint32_t i = 0; i < n_jobs; i++)
        assert_in_range(c->answered[i] + c->lost[i], rc == 0 ? 1 : 0, 1);
    return rc;
}

void crew_check_others(const crew *c, uint32_t n_jobs)
{
    for (uint32_t i = 0; i < n_jobs; i++)
        if (!is_bad(c, i) && c->answered[i] != 1)
            fail_msg("job %u was lost: %s", i, c->detail[i]);
    assert_int_equal(c->wrong, 0);
}
