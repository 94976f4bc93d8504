/* SPDX-License-Identifier: Apache-2.0
 * See pool.h. One thread, one poll(2) loop; a worker is a process at the other end of a socket that
 * takes job numbers and returns frames (frames.h). What a worker did not begin goes to another
 * one. */
#define _GNU_SOURCE
#include "core/run/pool.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/run/confine.h"
#include "core/run/frames.h"

enum {
    WORKERS_MAX = 1024,
    STARTS_MAX = 3,             /* workers in a row that could not start, no job ended between */
    LISTEN_MS = 250,            /* in one poll at most: a stop (Ctrl-Z) then costs no job its time */
    BATCH_US = 5000,            /* a worker is asked for about so much work at a time */
    FIRST_BATCH = 4,            /* until it is known how long a job takes */
    DYING_MS = 50,              /* for a process that closed its socket to be seen dead */
    HEARD_BYTES = 256 << 10,    /* read from one worker before the others have their turn */
    KEPT_ANSWER = 1 << 20       /* a worker gives a larger answer buffer back after use */
};

typedef struct worker {
    pid_t pid;                  /* 0: nobody sits here */
    int fd;
    uint64_t since;             /* on the pool's clock: when the job in flight began */
    tnk_frames frames;
} worker;

typedef struct pool {
    tnk_pool_options opts;      /* with every default filled in */
    const tnk_pool_job_ops *ops;
    worker *workers;
    struct pollfd *polls;
    char *heard;
    uint32_t *back;             /* jobs given back by workers that died before they began them */
    size_t n_back;
    uint32_t n_jobs, next, done;
    uint64_t clock;             /* microseconds spent listening */
    unsigned failed_starts;
    int start_status;           /* why the last one failed: an exit status of confine.h or 0 */
    int start_errno;            /* or this */
} pool;

/* ---- the worker's side ---- */

static void say(int fd, tnk_frame_kind kind, uint32_t job, tnk_str bytes)
{
    unsigned char head[TNK_FRAME_HEAD];
    tnk_frame_head(head, kind, job, (uint32_t)bytes.len);
    struct iovec v[2] = { { head, sizeof head }, { (void *)(uintptr_t)bytes.ptr, bytes.len } };
    for (int i = 0; i < 2;) {
        ssize_t n = writev(fd, v + i, 2 - i);
        if (n < 0 && errno != EINTR)
            _exit(EXIT_FAILURE);
        for (; n >= 0 && i < 2 && (size_t)n >= v[i].iov_len; i++)
            n -= (ssize_t)v[i].iov_len;
        if (n > 0) {
            v[i].iov_base = (char *)v[i].iov_base + n;
            v[i].iov_len -= (size_t)n;
        }
    }
}

static void do_job(const pool *p, int fd, uint32_t job, tnk_buf *out)
{
    tnk_buf_clear(out);
    if (p->ops->work(p->ops->ctx, job, out) != 0)
        say(fd, TNK_FRAME_NO_MEMORY, job, (tnk_str){ NULL, 0 });
    else if (out->failed)
        say(fd, TNK_FRAME_TOO_LARGE, job, (tnk_str){ NULL, 0 });
    else
        say(fd, TNK_FRAME_ANSWER, job, tnk_buf_str(out));
    if (out->cap > KEPT_ANSWER)
        tnk_buf_free(out);
}

/* Does what it is asked until the parent hangs up. */
static _Noreturn void serve(const pool *p, int fd)
{
    tnk_buf out = { .max = p->opts.answer_max };
    uint32_t jobs[TNK_FRAMES_ASKED_MAX];
    size_t have = 0;            /* bytes: a number may arrive in pieces */
    say(fd, TNK_FRAME_READY, 0, (tnk_str){ NULL, 0 });
    for (;;) {
        ssize_t n = read(fd, (char *)jobs + have, sizeof jobs - have);
        if (n == 0 || (n < 0 && errno != EINTR))
            _exit(EXIT_SUCCESS);
        have += n > 0 ? (size_t)n : 0;
        size_t whole = have / sizeof *jobs;
        for (size_t i = 0; i < whole; i++)
            do_job(p, fd, jobs[i], &out);
        have -= whole * sizeof *jobs;
        memmove(jobs, jobs + whole, have);
    }
}

static _Noreturn void live(const pool *p, pid_t parent, int fd)
{
    tnk_confine_step failed = tnk_confine_begin(&p->opts, parent, fd);
    if (failed == TNK_CONFINE_DONE && p->ops->prepare != NULL && p->ops->prepare(p->ops->ctx) != 0)
        failed = TNK_CONFINE_PREPARE;
    if (failed == TNK_CONFINE_DONE)
        failed = tnk_confine_finish(&p->opts);
    if (failed != TNK_CONFINE_DONE)
        _exit((int)failed);
    serve(p, fd);
}

/* ---- the parent's side: endings ---- */

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static void lose(pool *p, uint32_t job, tnk_loss why, const char *detail)
{
    p->done++;
    p->ops->lost(p->ops->ctx, job, why, detail);
}

/* Ends the process if it still lives and frees its seat; the jobs it was asked for and did not
 * begin go back. Returns the wait status, with *killed whether its death was our doing. */
static int dismiss(pool *p, worker *w, unsigned patience_ms, bool *killed)
{
    int status = 0;
    uint32_t job;
    pid_t seen = 0;
    for (unsigned ms = 0; ms < patience_ms && (seen = waitpid(w->pid, &status, WNOHANG)) == 0; ms++)
        nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
    *killed = seen == 0;
    if (seen == 0) {
        kill(w->pid, SIGKILL);
        while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
            ;
    }
    close(w->fd);
    while (tnk_frames_drop(&w->frames, &job))
        p->back[p->n_back++] = job;
    tnk_frames_free(&w->frames);
    w->pid = 0;
    return status;
}

static void start_failed(pool *p, int status, int error)
{
    p->failed_starts++;
    p->start_status = status;
    p->start_errno = error;
}

/* The job in flight is lost for a reason the parent knows; a worker that never became ready has
 * none. */
static void give_up(pool *p, worker *w, tnk_loss why, const char *detail)
{
    bool killed, ready = w->frames.ready;
    uint32_t job;
    bool any = ready && tnk_frames_drop(&w->frames, &job);
    dismiss(p, w, 0, &killed);
    if (!ready)
        start_failed(p, 0, why == TNK_LOSS_TIMEOUT ? ETIME : EPROTO);
    if (any)
        lose(p, job, why, detail);
}

/* What a wait status says about the job in flight. */
static tnk_loss autopsy(int status, bool killed, char detail[64])
{
    if (killed) {
        snprintf(detail, 64, "%s", _("closed its connection"));
        return TNK_LOSS_PROTOCOL;
    }
    if (!WIFSIGNALED(status)) {
        snprintf(detail, 64, _("exited with status %d"), WEXITSTATUS(status));
        return TNK_LOSS_PROTOCOL;
    }
    snprintf(detail, 64, _("signal %d"), WTERMSIG(status));
    switch (WTERMSIG(status)) {
    case SIGSYS:
    case SIGXFSZ:
        return TNK_LOSS_FORBIDDEN;
    case SIGXCPU:
    case SIGALRM:
    case SIGPROF:
    case SIGVTALRM:
        return TNK_LOSS_TIMEOUT;
    case SIGKILL:               /* not ours: the kernel takes memory back this way */
        return TNK_LOSS_MEMORY;
    default:
        return TNK_LOSS_CRASH;
    }
}

/* The other end hung up. */
static void bury(pool *p, worker *w)
{
    char detail[64];
    bool killed, ready = w->frames.ready;
    uint32_t job;
    bool any = ready && tnk_frames_drop(&w->frames, &job);
    int status = dismiss(p, w, DYING_MS, &killed);
    if (!ready)
        start_failed(p, WIFEXITED(status) ? WEXITSTATUS(status) : 0, 0);
    if (any) {
        tnk_loss why = autopsy(status, killed, detail);
        lose(p, job, why, detail);
    }
}

/* ---- hearing ---- */

static void take(pool *p, worker *w, const tnk_frame *f)
{
    static const struct { tnk_loss why; const char *detail; } losses[] = {
        [TNK_FRAME_TOO_LARGE] = { TNK_LOSS_OUTPUT, N_("answered too much") },
        [TNK_FRAME_NO_MEMORY] = { TNK_LOSS_MEMORY, N_("out of memory") },
    };
    bool killed;
    w->since = p->clock;
    if (f->kind == TNK_FRAME_READY)
        return;
    p->failed_starts = 0;
    if (f->kind != TNK_FRAME_ANSWER) {  /* its heap is not what it was: let a fresh one go on */
        dismiss(p, w, 0, &killed);
        lose(p, f->job, losses[f->kind].why, _(losses[f->kind].detail));
    } else if (p->ops->answer(p->ops->ctx, f->job, f->bytes) != 0) {
        dismiss(p, w, 0, &killed);
        lose(p, f->job, TNK_LOSS_PROTOCOL, _("answered nonsense"));
    } else {
        p->done++;
    }
}

static void hear(pool *p, worker *w)
{
    tnk_frame f;
    ssize_t n = recv(w->fd, p->heard, HEARD_BYTES, MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
        return;
    if (n <= 0) {
        bury(p, w);
        return;
    }
    int rc = tnk_frames_add(&w->frames, (tnk_str){ p->heard, (size_t)n });
    if (rc != 0) {
        give_up(p, w, TNK_LOSS_MEMORY, _("no memory for its answer"));
        return;
    }
    while (w->pid != 0 && (rc = tnk_frames_next(&w->frames, &f)) > 0)
        take(p, w, &f);
    if (rc < 0)
        give_up(p, w, TNK_LOSS_PROTOCOL, _("broke the protocol"));
}

/* Is this worker at work, or not yet ready for it? */
static bool busy(const worker *w)
{
    return w->pid != 0 && (w->frames.n_asked != 0 || !w->frames.ready);
}

/* Waits for words, but not past the first deadline. Only time spent here counts against a job. */
static void listen_once(pool *p)
{
    nfds_t n = 0;
    const uint64_t limit = (uint64_t)p->opts.timeout_ms * 1000;
    uint64_t wait = (uint64_t)LISTEN_MS * 1000, began = now_us();
    for (unsigned i = 0; i < p->opts.workers; i++) {
        worker *w = &p->workers[i];
        if (w->pid != 0)
            p->polls[n++] = (struct pollfd){ w->fd, POLLIN, 0 };
        if (busy(w) && w->since + limit < p->clock + wait)
            wait = w->since + limit > p->clock ? w->since + limit - p->clock : 0;
    }
    int any = poll(p->polls, n, (int)((wait + 999) / 1000));
    uint64_t spent = now_us() - began;
    p->clock += spent < wait ? spent : wait;
    for (unsigned i = 0, at = 0; any > 0 && i < p->opts.workers; i++)
        if (p->workers[i].pid != 0 && p->polls[at++].revents != 0)
            hear(p, &p->workers[i]);
    for (unsigned i = 0; i < p->opts.workers; i++)
        if (busy(&p->workers[i]) && p->clock - p->workers[i].since >= limit)
            give_up(p, &p->workers[i], TNK_LOSS_TIMEOUT, _("took too long"));
}

/* ---- giving work ---- */

static uint32_t unasked(const pool *p)
{
    return (uint32_t)p->n_back + (p->n_jobs - p->next);
}

/* How many jobs a worker should have before it: few when they are long or nearly out, so that none
 * waits behind a long one while another worker idles. */
static unsigned batch(const pool *p)
{
    uint64_t want = unasked(p) / (4 * p->opts.workers) + 1, pace = FIRST_BATCH;
    if (p->done > 0)
        pace = (uint64_t)BATCH_US * p->done / (p->opts.workers * (p->clock + 1)) + 1;
    want = want < pace ? want : pace;
    return want < TNK_FRAMES_ASKED_MAX ? (unsigned)want : TNK_FRAMES_ASKED_MAX;
}

static void ask(pool *p, worker *w)
{
    uint32_t jobs[TNK_FRAMES_ASKED_MAX];
    unsigned want = batch(p), n = 0;
    if (w->frames.n_asked > want / 2)
        return;
    if (w->frames.n_asked == 0)
        w->since = p->clock;
    for (; w->frames.n_asked < want && unasked(p) != 0; n++) {
        jobs[n] = p->n_back != 0 ? p->back[--p->n_back] : p->next++;
        tnk_frames_ask(&w->frames, jobs[n]);
    }
    /* It always fits: far less than a socket holds. A worker that is gone is noticed when it is
     * heard. */
    if (n != 0 && send(w->fd, jobs, n * sizeof *jobs, MSG_DONTWAIT | MSG_NOSIGNAL) < 0
        && errno != EPIPE && errno != ECONNRESET)
        give_up(p, w, TNK_LOSS_PROTOCOL, _("does not listen"));
}

/* ---- starting ---- */

static void start(pool *p, worker *w)
{
    int pair[2];
    pid_t self = getpid(), pid = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0) {
        pid = fork();
        if (pid == 0) {
            close(pair[0]);
            live(p, self, pair[1]);
        }
        int kept = errno;
        close(pair[1]);
        if (pid < 0)
            close(pair[0]);
        errno = kept;
    }
    if (pid < 0) {
        start_failed(p, 0, errno);
        return;
    }
    *w = (worker){ .pid = pid, .fd = pair[0], .since = p->clock };
    tnk_frames_init(&w->frames, p->opts.answer_max);
}

static int no_worker(const pool *p, tnk_error *err)
{
    static const char *const steps[] = {
        [TNK_CONFINE_PARENT - TNK_CONFINE_PARENT] = N_("the parent process is gone"),
        [TNK_CONFINE_DESCRIPTORS - TNK_CONFINE_PARENT] = N_("/dev/null cannot be opened"),
        [TNK_CONFINE_PREPARE - TNK_CONFINE_PARENT] = N_("its preparation failed"),
        [TNK_CONFINE_LIMITS - TNK_CONFINE_PARENT] = N_("resource limits cannot be set"),
        [TNK_CONFINE_LANDLOCK - TNK_CONFINE_PARENT] = N_("landlock cannot be set up"),
        [TNK_CONFINE_SECCOMP - TNK_CONFINE_PARENT] = N_("the kernel accepts no seccomp filter"),
    };
    const char *why = N_("it died before it was ready");
    unsigned step = (unsigned)p->start_status - TNK_CONFINE_PARENT;
    if (step < sizeof steps / sizeof *steps)
        why = steps[step];
    return tnk_fail_plain(err, TNK_EIO, _("No worker process can be started: %s"),
                          p->start_errno != 0 ? tnk_errno_words(p->start_errno) : _(why));
}

/* Sees that there is somebody for every job. */
static int staff(pool *p, tnk_error *err)
{
    unsigned alive = 0;
    for (unsigned i = 0; i < p->opts.workers; i++) {
        worker *w = &p->workers[i];
        if (w->pid == 0 && unasked(p) != 0 && p->failed_starts < STARTS_MAX)
            start(p, w);
        if (w->pid != 0)
            ask(p, w);
        alive += w->pid != 0;
    }
    bool hopeless = alive == 0 && p->done < p->n_jobs && p->failed_starts >= STARTS_MAX;
    return hopeless ? no_worker(p, err) : 0;
}

static unsigned processors(void)
{
    cpu_set_t set;
    return sched_getaffinity(0, sizeof set, &set) == 0 ? (unsigned)CPU_COUNT(&set)
        : (unsigned)sysconf(_SC_NPROCESSORS_ONLN);
}

static void fill_in(tnk_pool_options *o, uint32_t n_jobs)
{
    o->workers = o->workers != 0 ? o->workers : processors();
    o->workers = o->workers < n_jobs ? o->workers : n_jobs;
    o->workers = o->workers < WORKERS_MAX ? o->workers : WORKERS_MAX;
    o->timeout_ms = o->timeout_ms != 0 ? o->timeout_ms : 30000;
    o->memory = o->memory != 0 ? o->memory : (size_t)2 << 30;
    o->answer_max = o->answer_max != 0 ? o->answer_max : (size_t)64 << 20;
    o->unconfined = o->unconfined || tnk_confine_impossible();
}

static int open_pool(pool *p, tnk_error *err)
{
    fill_in(&p->opts, p->n_jobs);
    if (p->opts.answer_max > UINT32_MAX)
        return tnk_fail_plain(err, TNK_EINVAL, _("A job cannot answer more than 4 GiB"));
    p->workers = calloc(p->opts.workers, sizeof *p->workers);
    p->polls = calloc(p->opts.workers, sizeof *p->polls);
    p->back = calloc((size_t)p->opts.workers * TNK_FRAMES_ASKED_MAX, sizeof *p->back);
    p->heard = malloc(HEARD_BYTES);
    if (p->workers == NULL || p->polls == NULL || p->back == NULL || p->heard == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the worker pool"));
    return 0;
}

static void close_pool(pool *p)
{
    bool killed;
    for (unsigned i = 0; p->workers != NULL && i < p->opts.workers; i++)
        if (p->workers[i].pid != 0)
            dismiss(p, &p->workers[i], 0, &killed);
    free(p->workers);
    free(p->polls);
    free(p->back);
    free(p->heard);
}

int tnk_pool_run(const tnk_pool_options *opts, const tnk_pool_job_ops *ops, uint32_t n_jobs,
                 tnk_error *err)
{
    if (n_jobs == 0)
        return 0;
    pool p = { .opts = *opts, .ops = ops, .n_jobs = n_jobs };
    int rc = open_pool(&p, err);
    while (rc == 0 && p.done < n_jobs) {
        uint32_t before = p.done;
        if ((rc = staff(&p, err)) == 0)
            listen_once(&p);
        if (p.done != before && ops->progress != NULL)
            ops->progress(ops->ctx, p.done, n_jobs);
    }
    close_pool(&p);
    return rc;
}
