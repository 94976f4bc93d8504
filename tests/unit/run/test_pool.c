/* SPDX-License-Identifier: Apache-2.0
 * The pool with honest jobs: every answer arrives, whatever the number of workers and the size;
 * workers that cannot start; what workers keep; whom they die with. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/run/confine.h"
#include "tests/unit/run/crew.h"

enum { BIG = 16 << 20 };

static crew c;

static int answers_at(unsigned workers, uint32_t n_jobs)
{
    tnk_pool_options o = { .workers = workers };
    c = (crew){ 0 };
    int rc = crew_run(&c, &o, n_jobs);
    crew_check_others(&c, n_jobs);
    assert_int_equal(c.progress, n_jobs);
    return rc;
}

static void any_number_of_workers(void **state)
{
    (void)state;
    for (unsigned workers = 0; workers <= 4; workers++) {
        assert_int_equal(answers_at(workers, 1000), 0);
        assert_int_equal(answers_at(workers, 3), 0);
        assert_int_equal(answers_at(workers, 1), 0);
    }
}

static void no_jobs(void **state)
{
    (void)state;
    assert_int_equal(answers_at(2, 0), 0);
}

static void many_tiny_jobs(void **state)
{
    struct timespec a, b;
    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &a);
    assert_int_equal(answers_at(2, CREW_JOBS_MAX), 0);
    clock_gettime(CLOCK_MONOTONIC, &b);
    double us = (double)(b.tv_sec - a.tv_sec) * 1e6 + (double)(b.tv_nsec - a.tv_nsec) / 1e3;
    print_message("%d tiny jobs, 2 workers: %.1f us each\n", CREW_JOBS_MAX, us / CREW_JOBS_MAX);
}

static int answer_big(uint32_t job, tnk_buf *out)
{
    static char piece[1 << 16];
    memset(piece, 'a' + (int)(job % 26), sizeof piece);
    while (out->len < BIG)
        tnk_buf_add(out, (tnk_str){ piece, sizeof piece });
    return 0;
}

/* Several workers that write more than any socket holds, exactly the cap: nobody waits for ever. */
static void big_answers(void **state)
{
    tnk_pool_options o = { .workers = 3, .answer_max = BIG };
    (void)state;
    c = (crew){ .deed = answer_big, .n_bad = 6 };
    assert_int_equal(crew_run(&c, &o, 12), 0);
    for (uint32_t i = 0; i < 12; i++)
        assert_int_equal(c.answered[i], 1);
    assert_true(c.bytes >= 6 * (size_t)BIG);
    crew_check_others(&c, 12);
}

static void rejected_answer(void **state)
{
    tnk_pool_options o = { .workers = 2 };
    (void)state;
    c = (crew){ .reject = 1 + 40, .bad = 40, .n_bad = 1, .deed = crew_good };
    assert_int_equal(crew_run(&c, &o, 100), 0);
    assert_int_equal(c.lost[40], 1);
    assert_int_equal(c.why[40], TNK_LOSS_PROTOCOL);
    crew_check_others(&c, 100);
}

static int refuse(void *ctx)
{
    (void)ctx;
    return -1;
}

static int die(void *ctx)
{
    (void)ctx;
    abort();
}

static int never_return(void *ctx)
{
    (void)ctx;
    return poll(NULL, 0, -1);
}

static void no_worker_starts(void **state)
{
    static const struct { int (*prepare)(void *); const char *msg; } why[] = {
        { refuse, "No worker process can be started: its preparation failed" },
        { die, "No worker process can be started: it died before it was ready" },
        { never_return, "No worker process can be started: Timer expired" },
    };
    tnk_pool_options o = { .workers = 2, .timeout_ms = 50 };
    (void)state;
    for (size_t i = 0; i < sizeof why / sizeof *why; i++) {
        c = (crew){ .prepare = why[i].prepare };
        assert_int_equal(crew_run(&c, &o, 10), TNK_EIO);
        assert_string_equal(c.err.msg, why[i].msg);
    }
}

static void answer_max_has_a_limit(void **state)
{
    tnk_pool_options o = { .answer_max = (size_t)UINT32_MAX + 1 };
    (void)state;
    c = (crew){ 0 };
    assert_int_equal(crew_run(&c, &o, 10), TNK_EINVAL);
}

/* ---- descriptors ---- */

static int kept, sealed, writable, leaked, readable;

static int use_descriptors(uint32_t job, tnk_buf *out)
{
    char b;
    if (write(kept, "image", 5) != 5 || pread(sealed, &b, 1, 0) != 1 || b != 's'
        || pread(readable, &b, 1, 0) != 1)
        abort();
    if (write(writable, "x", 1) >= 0 || errno != EBADF
        || pread(leaked, &b, 1, 0) >= 0 || errno != EBADF)
        abort();
    return crew_good(job, out);
}

static int memory_file(unsigned flags)
{
    int fd = memfd_create("test", MFD_CLOEXEC | flags);
    assert_true(fd >= 0);
    return fd;
}

static void what_a_worker_keeps(void **state)
{
    char got[16] = "";
    (void)state;
    kept = memory_file(0);
    writable = memory_file(0);
    sealed = memory_file(MFD_ALLOW_SEALING);
    assert_int_equal(write(sealed, "s", 1), 1);
    assert_int_equal(fcntl(sealed, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW), 0);
    readable = open("core/run/pool.h", O_RDONLY | O_CLOEXEC);
    leaked = open("core/run/pool.h", O_RDONLY);
    tnk_pool_options o = { .workers = 1, .keep_fds = &kept, .n_keep_fds = 1, .file_bytes = 5 };
    c = (crew){ .deed = use_descriptors, .n_bad = 1 };
    assert_int_equal(crew_run(&c, &o, 1), 0);
    assert_int_equal(c.answered[0], 1);
    assert_int_equal(pread(kept, got, sizeof got - 1, 0), 5);
    assert_string_equal(got, "image");
    close(kept), close(writable), close(sealed), close(readable), close(leaked);
}

static int write_too_far(uint32_t job, tnk_buf *out)
{
    for (int i = 0; i < 10; i++)
        if (write(kept, "12345678", 8) < 0)
            abort();
    return crew_good(job, out);
}

static void writing_has_an_end(void **state)
{
    (void)state;
    if (tnk_confine_impossible()) {
        print_message("skipped: workers are not confined under AddressSanitizer\n");
        skip();
    }
    kept = memory_file(0);
    tnk_pool_options o = { .workers = 1, .keep_fds = &kept, .n_keep_fds = 1, .file_bytes = 40 };
    c = (crew){ .deed = write_too_far, .n_bad = 1 };
    assert_int_equal(crew_run(&c, &o, 2), 0);
    assert_int_equal(c.lost[0], 1);
    assert_int_equal(c.why[0], TNK_LOSS_FORBIDDEN);
    assert_int_equal(lseek(kept, 0, SEEK_END), 40);
    close(kept);
}

/* ---- the parent's death ---- */

static int tell_and_hang(uint32_t job, tnk_buf *out)
{
    (void)job, (void)out;
    return write(kept, "!", 1) == 1 ? poll(NULL, 0, -1) : -1;
}

static void workers_die_with_the_parent(void **state)
{
    int line[2];
    char b;
    (void)state;
    assert_int_equal(pipe2(line, O_CLOEXEC), 0);
    pid_t parent = fork();
    if (parent == 0) {
        kept = line[1];
        tnk_pool_options o = { .workers = 1, .keep_fds = &kept, .n_keep_fds = 1 };
        c = (crew){ .deed = tell_and_hang, .n_bad = 1 };
        crew_run(&c, &o, 1);
        _exit(0);
    }
    close(line[1]);
    assert_int_equal(read(line[0], &b, 1), 1);
    kill(parent, SIGKILL);
    waitpid(parent, NULL, 0);
    struct pollfd p = { line[0], POLLIN, 0 };
    assert_int_equal(poll(&p, 1, 5000), 1);     /* the last one who held the other end is gone */
    assert_int_equal(read(line[0], &b, 1), 0);
    close(line[0]);
}

int main(void)
{
    const struct CMUnitTest t[] = {
        cmocka_unit_test(any_number_of_workers),
        cmocka_unit_test(no_jobs),
        cmocka_unit_test(many_tiny_jobs),
        cmocka_unit_test(big_answers),
        cmocka_unit_test(rejected_answer),
        cmocka_unit_test(no_worker_starts),
        cmocka_unit_test(answer_max_has_a_limit),
        cmocka_unit_test(what_a_worker_keeps),
        cmocka_unit_test(writing_has_an_end),
        cmocka_unit_test(workers_die_with_the_parent),
    };
    return cmocka_run_group_tests_name("pool", t, NULL, NULL);
}
