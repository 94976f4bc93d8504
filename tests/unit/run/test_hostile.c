/* SPDX-License-Identifier: Apache-2.0
 * Hostile jobs in the real pool: each costs exactly itself, for the right reason, and nothing
 * else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cmocka.h>

#include "core/run/confine.h"
#include "tests/unit/run/deeds.h"

enum {
    SURVIVES = -1,
    SECCOMP = TNK_CONFINED_SECCOMP,
    LANDLOCK = TNK_CONFINED_LANDLOCK,
    CONFINED = 4,               /* not under AddressSanitizer */
    JOBS = 60,
    BAD = 17
};

static const struct row {
    const char *name;
    crew_deed *deed;
    int want;                   /* a tnk_loss, or SURVIVES */
    unsigned needs;             /* SECCOMP, LANDLOCK, CONFINED */
} rows[] = {
    { "bad pointer",              deed_bad_pointer,      TNK_LOSS_CRASH,     0 },
    { "abort",                    deed_abort,            TNK_LOSS_CRASH,     0 },
    { "double free",              deed_double_free,      TNK_LOSS_CRASH,     CONFINED },
    { "64 MiB stack frame",       deed_deep_stack,       TNK_LOSS_CRASH,     0 },
    { "endless loop",             deed_loop,             TNK_LOSS_TIMEOUT,   0 },
    { "endless wait",             deed_hang,             TNK_LOSS_TIMEOUT,   0 },
    { "CPU timer of the job",     deed_profiled_loop,    TNK_LOSS_TIMEOUT,   0 },
    { "pause",                    deed_pause,            TNK_LOSS_FORBIDDEN, SECCOMP },
    { "open for writing",         deed_open_write,       TNK_LOSS_FORBIDDEN, SECCOMP },
    { "create a file",            deed_create,           TNK_LOSS_FORBIDDEN, SECCOMP },
    { "truncate by opening",      deed_truncate_by_open, TNK_LOSS_FORBIDDEN, SECCOMP },
    { "truncate",                 deed_truncate,         TNK_LOSS_FORBIDDEN, SECCOMP },
    { "unlink",                   deed_unlink,           TNK_LOSS_FORBIDDEN, SECCOMP },
    { "socket",                   deed_socket,           TNK_LOSS_FORBIDDEN, SECCOMP },
    { "fork",                     deed_fork,             TNK_LOSS_FORBIDDEN, SECCOMP },
    { "exec",                     deed_exec,             TNK_LOSS_FORBIDDEN, SECCOMP },
    { "executable mmap",          deed_exec_mmap,        TNK_LOSS_FORBIDDEN, SECCOMP },
    { "executable mprotect",      deed_exec_mprotect,    TNK_LOSS_FORBIDDEN, SECCOMP },
    { "kill the parent",          deed_kill_parent,      TNK_LOSS_FORBIDDEN, SECCOMP },
    { "ptrace",                   deed_ptrace,           TNK_LOSS_FORBIDDEN, SECCOMP },
    { "raise a limit",            deed_raise_limit,      TNK_LOSS_FORBIDDEN, SECCOMP },
    { "memory bomb",              deed_memory_bomb,      TNK_LOSS_MEMORY,    CONFINED },
    { "output flood",             deed_output_flood,     TNK_LOSS_OUTPUT,    0 },
    { "exit in the middle",       deed_exit,             TNK_LOSS_PROTOCOL,  0 },
    { "garbage on the wire",      deed_garbage,          TNK_LOSS_PROTOCOL,  0 },
    { "half a frame, then exit",  deed_half_frame,       TNK_LOSS_PROTOCOL,  0 },
    { "answer for another job",   deed_forged_job,       TNK_LOSS_PROTOCOL,  0 },
    { "a frame past the cap",     deed_huge_frame,       TNK_LOSS_PROTOCOL,  0 },
    { "ready twice",              deed_second_ready,     TNK_LOSS_PROTOCOL,  0 },
    { "close, then answer",       deed_close_and_answer, TNK_LOSS_PROTOCOL,  0 },
    { "close and stay",           deed_close_and_stay,   TNK_LOSS_PROTOCOL,  0 },
    { "descriptors run out",      deed_too_many_files,   TNK_LOSS_PROTOCOL,  CONFINED },
    { "read outside",             deed_read_outside,     SURVIVES,           LANDLOCK },
    { "read outside by openat2",  deed_read_by_openat2,  SURVIVES,           LANDLOCK },
    { "write by openat2",         deed_write_by_openat2, SURVIVES,           LANDLOCK },
    { "read inside",              deed_read_inside,      SURVIVES,           0 },
    { "everyday work",            deed_everyday,         SURVIVES,           0 },
    { "print",                    deed_print,            SURVIVES,           0 },
};

static const char *const below[] = { "core", "/no/such/folder", NULL };
static const tnk_pool_options limits = {
    .workers = 2, .timeout_ms = 400, .memory = 128 << 20, .answer_max = 1 << 20,
    .read_below = below,
};

/* Skips, with a word why, what this build or kernel cannot show. */
static void need(unsigned needs)
{
    if (needs != 0 && tnk_confine_impossible()) {
        print_message("skipped: workers are not confined under AddressSanitizer\n");
        skip();
    }
    if ((needs & ~tnk_confinement() & ~(unsigned)CONFINED) != 0) {
        print_message("skipped: this kernel lacks %s\n", needs & SECCOMP ? "seccomp" : "landlock");
        skip();
    }
}

static void check_ending(const crew *c, uint32_t job, int want)
{
    if (want == SURVIVES && c->lost[job] != 0)
        fail_msg("job %u was lost: %s", job, c->detail[job]);
    if (want == SURVIVES)
        return;
    if (c->lost[job] != 1 || (int)c->why[job] != want)
        fail_msg("job %u: wanted loss %d, got %d (%s)", job, want,
                 c->lost[job] ? (int)c->why[job] : SURVIVES,
                 c->lost[job] ? c->detail[job] : "answered");
}

static void costs_itself(void **state)
{
    const struct row *r = *state;
    static crew c;
    struct stat st;
    need(r->needs);
    c = (crew){ .deed = r->deed, .bad = BAD, .n_bad = 1 };
    assert_int_equal(crew_run(&c, &limits, JOBS), 0);
    check_ending(&c, BAD, r->want);
    crew_check_others(&c, JOBS);
    assert_int_not_equal(stat("/tmp/tenken-must-not-be-made", &st), 0);
}

static void every_job_crashes(void **state)
{
    static crew c = { .deed = deed_abort, .bad = 0, .n_bad = JOBS };
    (void)state;
    assert_int_equal(crew_run(&c, &limits, JOBS), 0);
    for (uint32_t i = 0; i < JOBS; i++)
        check_ending(&c, i, TNK_LOSS_CRASH);
}

/* Two in a row and the last one: what was taken back is done too, and the end is reached. */
static void crashes_at_the_end(void **state)
{
    static crew c = { .deed = deed_exit, .bad = JOBS - 2, .n_bad = 2 };
    (void)state;
    assert_int_equal(crew_run(&c, &limits, JOBS), 0);
    check_ending(&c, JOBS - 1, TNK_LOSS_PROTOCOL);
    check_ending(&c, JOBS - 2, TNK_LOSS_PROTOCOL);
    crew_check_others(&c, JOBS);
}

static void nothing_readable_without_a_list(void **state)
{
    static crew c = { .deed = deed_read_outside, .bad = BAD, .n_bad = 1 };
    tnk_pool_options o = limits;
    (void)state;
    need(SECCOMP);
    o.read_below = NULL;
    assert_int_equal(crew_run(&c, &o, JOBS), 0);
    check_ending(&c, BAD, SURVIVES);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 3] = {
        cmocka_unit_test(every_job_crashes),
        cmocka_unit_test(crashes_at_the_end),
        cmocka_unit_test(nothing_readable_without_a_list),
    };
    for (size_t i = 0; i < N; i++)
        t[i + 3] = (struct CMUnitTest){ 
            .name = rows[i].name, .test_func = costs_itself,
            .initial_state = (void *)(uintptr_t)&rows[i],
        };
    return cmocka_run_group_tests_name("hostile jobs", t, NULL, NULL);
}
