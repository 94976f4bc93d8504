/* SPDX-License-Identifier: Apache-2.0
 * See deeds.h. */
#define _GNU_SOURCE
#include "tests/unit/run/deeds.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "core/run/frames.h"

#define OUTSIDE "/etc/passwd"
#define INSIDE "core/run/pool.h"
#define VICTIM "/tmp/tenken-must-not-be-made"

enum { SOCKETS_BELOW = 64 };

/* A deed of one statement, after which the job answers as if nothing were. */
#define DEED(name, ...)                                 \
    int deed_##name(uint32_t job, tnk_buf *out)         \
    {                                                   \
        __VA_ARGS__;                                    \
        return crew_good(job, out);                     \
    }

static void must(bool ok)
{
    if (!ok)
        abort();
}

static void to_every_fd(const void *bytes, size_t n)
{
    for (int fd = 3; fd < SOCKETS_BELOW; fd++)
        if (write(fd, bytes, n) < 0)
            continue;
}

static void close_every_fd(void)
{
    for (int fd = 3; fd < SOCKETS_BELOW; fd++)
        close(fd);
}

static void frame(tnk_frame_kind kind, uint32_t job, uint32_t len)
{
    unsigned char head[TNK_FRAME_HEAD];
    tnk_frame_head(head, kind, job, len);
    to_every_fd(head, sizeof head);
}

static void hang(void)
{
    poll(NULL, 0, -1);
}

static volatile unsigned spins;

static void spin(void)
{
    for (;;)
        spins++;
}

/* ---- crashes ---- */

static char *volatile bad_pointer = (char *)1;

DEED(bad_pointer, *bad_pointer = 1)
DEED(abort, abort())

int deed_double_free(uint32_t job, tnk_buf *out)
{
    void *volatile p = malloc(100), *volatile same = p;
    free(p);
    free(same);
    return crew_good(job, out);
}

int deed_deep_stack(uint32_t job, tnk_buf *out)
{
    volatile char big[64 << 20];
    for (size_t i = 0; i < sizeof big; i += 1024)
        big[i] = (char)job;
    return crew_good(job + (uint32_t)big[0] - (uint32_t)(char)job, out);
}

/* ---- time ---- */

DEED(loop, spin())
DEED(hang, hang())
DEED(profiled_loop,
     struct itimerval soon = { .it_value = { 0, 20000 } };
     must(setitimer(ITIMER_PROF, &soon, NULL) == 0);
     spin())

/* ---- what the filter kills ---- */

DEED(pause, pause())
DEED(open_write, open("/dev/null", O_WRONLY))
DEED(create, open(VICTIM, O_RDONLY | O_CREAT, 0600))
DEED(truncate_by_open, open(VICTIM, O_RDONLY | O_TRUNC))
DEED(truncate, must(truncate(VICTIM, 0) != 0))
DEED(unlink, unlink(VICTIM))
DEED(socket, socket(AF_INET, SOCK_STREAM, 0))
DEED(fork, if (fork() == 0) _exit(0))
DEED(exec, execl("/bin/true", "true", (char *)NULL))
DEED(kill_parent, kill(getppid(), SIGTERM))
DEED(ptrace, ptrace(PTRACE_TRACEME, 0, NULL, NULL))
DEED(raise_limit,
     struct rlimit none = { RLIM_INFINITY, RLIM_INFINITY };
     setrlimit(RLIMIT_AS, &none))
DEED(exec_mmap,
     mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
DEED(exec_mprotect,
     void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
     mprotect(p, 4096, PROT_READ | PROT_EXEC))

/* ---- memory and output ---- */

int deed_memory_bomb(uint32_t job, tnk_buf *out)
{
    enum { GULP = 16 << 20 };
    for (char *p; (p = malloc(GULP)) != NULL;)
        p[job % GULP] = 1;
    (void)out;
    return -1;
}

int deed_output_flood(uint32_t job, tnk_buf *out)
{
    while (!out->failed)
        tnk_buf_printf(out, "%64u", job);
    return 0;
}

/* ---- the wire ---- */

DEED(exit, exit(0))
DEED(garbage, to_every_fd("there is nothing to see here, go on", 35))
DEED(half_frame, to_every_fd("TNK1", 4); exit(0))
DEED(forged_job, frame(TNK_FRAME_ANSWER, job + 1, 0); hang())
DEED(huge_frame, frame(TNK_FRAME_ANSWER, job, UINT32_MAX); hang())
DEED(second_ready, frame(TNK_FRAME_READY, 0, 0); hang())
DEED(close_and_answer, close_every_fd())
DEED(close_and_stay, close_every_fd(); hang())

/* ---- what fails without death ---- */

static long openat2(const char *path, uint64_t flags)
{
    struct open_how how = { .flags = flags };
    return syscall(SYS_openat2, AT_FDCWD, path, &how, sizeof how);
}

DEED(read_outside, must(open(OUTSIDE, O_RDONLY) < 0 && errno == EACCES))
DEED(read_by_openat2, must(openat2(OUTSIDE, O_RDONLY) < 0 && (errno == EACCES || errno == ENOSYS)))
DEED(write_by_openat2, must(openat2(INSIDE, O_WRONLY) < 0 && (errno == EACCES || errno == ENOSYS)))
DEED(print, puts("a worker cannot be heard"); must(fflush(stdout) == 0 && !isatty(1)))
DEED(too_many_files, int n = 0; while (n < 1000 && open(INSIDE, O_RDONLY) >= 0) n++;
     must(n > 0 && n < 1000 && errno == EMFILE);
     exit(3))

int deed_read_inside(uint32_t job, tnk_buf *out)
{
    char line[256];
    FILE *f = fopen(INSIDE, "re");
    must(f != NULL && fgets(line, sizeof line, f) != NULL);
    fclose(f);
    return crew_good(job, out);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What honest parsers do: sort, grow and shrink the heap, format, list a folder. */
int deed_everyday(uint32_t job, tnk_buf *out)
{
    enum { N = 20000 };
    char text[64];
    double *v = malloc(N * sizeof *v);
    must(v != NULL);
    for (unsigned i = 0; i < N; i++)
        v[i] = (double)(i * 7919u % 10007u);
    qsort(v, N, sizeof *v, by_value);
    must(v[0] <= v[1] && snprintf(text, sizeof text, "%.17g", v[N - 1]) > 0);
    v = realloc(v, N * 64 * sizeof *v);
    must(v != NULL);
    free(v);
    DIR *d = opendir("core/run");
    must(d != NULL && readdir(d) != NULL);
    closedir(d);
    return crew_good(job, out);
}
