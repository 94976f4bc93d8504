/* SPDX-License-Identifier: Apache-2.0
 * See confine.h. Each fence stands alone: a worker that breaks one still meets the others. */
#define _GNU_SOURCE
#include "core/run/confine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __has_feature
#define HAS_FEATURE(f) __has_feature(f)
#else
#define HAS_FEATURE(f) 0
#endif

enum {
    SPARE_FDS = 64,                     /* files a worker may have open beyond those it came with */
    STACK_BYTES = 8 << 20,
    LANDLOCK_TRUNCATES = 3              /* the ABI from which landlock fences truncation too */
};

bool tnk_confine_impossible(void)
{
#ifdef __SANITIZE_ADDRESS__
    return true;
#else
    return HAS_FEATURE(address_sanitizer);
#endif
}

/* ---- descriptors ---- */

static bool listed(const tnk_pool_options *opts, int fd)
{
    for (size_t i = 0; i < opts->n_keep_fds; i++)
        if (opts->keep_fds[i] == fd)
            return true;
    return false;
}

/* Opened by the caller on purpose, and nothing can be changed through it. */
static bool harmless(int fd)
{
    int own = fcntl(fd, F_GETFD), mode = fcntl(fd, F_GETFL);
    if (own < 0 || mode < 0 || (own & FD_CLOEXEC) == 0)
        return false;
    if ((mode & O_PATH) != 0 || (mode & O_ACCMODE) == O_RDONLY)
        return true;
    int seals = fcntl(fd, F_GET_SEALS);
    return seals >= 0 && (seals & F_SEAL_WRITE) != 0;
}

static void sift(const tnk_pool_options *opts, int sock, int fd)
{
    if (fd > STDERR_FILENO && fd != sock && !listed(opts, fd) && !harmless(fd))
        close(fd);
}

/* The highest number a descriptor has; closes what a worker must not have when opts is not NULL. */
static int each_fd(const tnk_pool_options *opts, int sock)
{
    enum { WITHOUT_PROC = 4096 };
    int high = STDERR_FILENO;
    DIR *d = opendir("/proc/self/fd");
    if (d == NULL) {
        for (int fd = 0; opts != NULL && fd < WITHOUT_PROC; fd++)
            sift(opts, sock, fd);
        return WITHOUT_PROC;
    }
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        int fd = atoi(e->d_name);
        high = fd > high ? fd : high;
        if (opts != NULL && fd != dirfd(d))
            sift(opts, sock, fd);
    }
    closedir(d);
    return high;
}

/* Nothing a worker prints may reach the report on standard output or the terminal. */
static bool silence(bool errors_too)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    bool ok = null >= 0 && dup2(null, STDIN_FILENO) >= 0 && dup2(null, STDOUT_FILENO) >= 0
        && (!errors_too || dup2(null, STDERR_FILENO) >= 0);
    if (null > STDERR_FILENO)
        close(null);
    return ok;
}

static void default_signals(void)
{
    sigset_t none;
    for (int s = 1; s < NSIG; s++)
        signal(s, SIG_DFL);
    signal(SIGINT, SIG_IGN);            /* Ctrl-C is for the parent, whose death ends us */
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

tnk_confine_step tnk_confine_begin(const tnk_pool_options *opts, pid_t parent, int sock)
{
    default_signals();
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0 || getppid() != parent)
        return TNK_CONFINE_PARENT;      /* it died before the kernel was told to watch it */
    if (!silence(!opts->unconfined))
        return TNK_CONFINE_DESCRIPTORS;
    each_fd(opts, sock);
    return TNK_CONFINE_DONE;
}

/* ---- rlimits ---- */

/* The address space in use, in bytes; a guess where there is no /proc. */
static rlim_t space_in_use(void)
{
    unsigned long long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f == NULL)
        return (rlim_t)1 << 30;
    if (fscanf(f, "%llu", &pages) != 1)
        pages = 0;
    fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Lowers both limits; one that is lower already stays. */
static bool limit(int what, rlim_t most)
{
    struct rlimit now;
    if (getrlimit(what, &now) != 0)
        return false;
    rlim_t to = now.rlim_max < most ? now.rlim_max : most;
    if (now.rlim_cur < to)
        to = now.rlim_cur;
    return setrlimit(what, &(struct rlimit){ to, to }) == 0;
}

static bool set_limits(const tnk_pool_options *opts)
{
    return limit(RLIMIT_CORE, 0) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_STACK, STACK_BYTES)
        && limit(RLIMIT_NOFILE, (rlim_t)each_fd(NULL, -1) + 1 + SPARE_FDS)
        && limit(RLIMIT_FSIZE, opts->file_bytes)
        && limit(RLIMIT_AS, space_in_use() + opts->memory);
}

/* ---- landlock: rights as the kernel numbers them, whatever headers we were built with ---- */

typedef struct ruleset {
    uint64_t fs, net, scoped;
} ruleset;

static const uint64_t fs_read_file = 1 << 2, fs_read_dir = 1 << 3;

static int landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

/* Everything that this ABI can forbid. */
static ruleset all_rights(int abi)
{
    static const struct { int abi, fs, net, scoped; } bits[] = {    /* how many, from that ABI on */
        { 1, 13, 0, 0 }, { 2, 14, 0, 0 }, { 3, 15, 0, 0 },
        { 4, 15, 2, 0 }, { 5, 16, 2, 0 }, { 6, 16, 2, 2 },
    };
    ruleset r = { 0 };
    for (size_t i = 0; i < sizeof bits / sizeof *bits && bits[i].abi <= abi; i++) {
        r.fs = ((uint64_t)1 << bits[i].fs) - 1;
        r.net = ((uint64_t)1 << bits[i].net) - 1;
        r.scoped = ((uint64_t)1 << bits[i].scoped) - 1;
    }
    return r;
}

static bool may_read_below(int rules, const char *path)
{
    struct stat st;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR || errno == EACCES;  /* nothing to read there */
    bool ok = fstat(fd, &st) == 0;
    struct landlock_path_beneath_attr below = {
        .allowed_access = fs_read_file | (ok && S_ISDIR(st.st_mode) ? fs_read_dir : 0),
        .parent_fd = fd,
    };
    ok = ok && syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &below, 0) == 0;
    close(fd);
    return ok;
}

static bool fence_files(const tnk_pool_options *opts, int abi)
{
    if (abi == 0)
        return true;
    ruleset r = all_rights(abi);
    int rules = (int)syscall(SYS_landlock_create_ruleset, &r, sizeof r, 0);
    bool ok = rules >= 0;
    for (const char *const *p = opts->read_below; ok && p != NULL && *p != NULL; p++)
        ok = may_read_below(rules, *p);
    ok = ok && syscall(SYS_landlock_restrict_self, rules, 0) == 0;
    if (rules >= 0)
        close(rules);
    return ok;
}

/* ---- seccomp ---- */

/* Whatever the arguments: they act on memory, on the process itself, or on descriptors it was
 * left. */
static const int plain_calls[] = {
    SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(fstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(readlinkat), SCMP_SYS(getdents64),
    SCMP_SYS(close),
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(getrandom), SCMP_SYS(sysinfo),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(setitimer), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(restart_syscall),
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(sched_yield),
    SCMP_SYS(rseq), SCMP_SYS(set_robust_list),
};

typedef struct narrow_call {
    int call;
    uint32_t action;
    struct scmp_arg_cmp arg;
} narrow_call;

#define MASKED(n, mask, value) { (n), SCMP_CMP_MASKED_EQ, (mask), (value) }
#define INT(n, value) MASKED(n, UINT32_MAX, (scmp_datum_t)(value))  /* the kernel takes 32 bits */

static int allow_plain(scmp_filter_ctx c)
{
    for (size_t i = 0; i < sizeof plain_calls / sizeof *plain_calls; i++)
        if (seccomp_rule_add(c, SCMP_ACT_ALLOW, plain_calls[i], 0) != 0)
            return -1;
    return 0;
}

static int allow_narrow(scmp_filter_ctx c, bool may_open)
{
    const uint32_t yes = SCMP_ACT_ALLOW, open_action = may_open ? yes : SCMP_ACT_ERRNO(EACCES);
    const narrow_call calls[] = {
        { SCMP_SYS(openat), open_action, MASKED(2, O_ACCMODE | O_CREAT | O_TRUNC, O_RDONLY) },
        { SCMP_SYS(mmap), yes, MASKED(2, PROT_EXEC, 0) },
        { SCMP_SYS(mprotect), yes, MASKED(2, PROT_EXEC, 0) },
        { SCMP_SYS(fcntl), yes, INT(1, F_GETFL) },
        { SCMP_SYS(fcntl), yes, INT(1, F_GETFD) },
        { SCMP_SYS(fcntl), yes, INT(1, F_DUPFD_CLOEXEC) },
        { SCMP_SYS(prlimit64), yes, { 2, SCMP_CMP_EQ, 0, 0 } },         /* to ask, not to set */
        { SCMP_SYS(tgkill), yes, INT(0, getpid()) },                    /* abort() */
        { SCMP_SYS(ioctl), SCMP_ACT_ERRNO(ENOTTY), INT(1, TCGETS) }, /* stdio asks it */
    };
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        if (seccomp_rule_add_array(c, calls[i].action, calls[i].call, 1, &calls[i].arg) != 0)
            return -1;
    return 0;
}

/* The flags of openat2 lie in memory, where no filter sees them: only where landlock forbids every
 * kind of writing may it be called. Elsewhere it "does not exist", and callers fall back to
 * openat. */
static int allow_openat2(scmp_filter_ctx c, bool may_open, int abi)
{
    bool fenced = may_open && abi >= LANDLOCK_TRUNCATES;
    uint32_t action = fenced ? SCMP_ACT_ALLOW : SCMP_ACT_ERRNO(ENOSYS);
    return seccomp_rule_add(c, action, SCMP_SYS(openat2), 0);
}

static bool fence_calls(const tnk_pool_options *opts, int abi)
{
    bool may_open = opts->read_below != NULL;
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    bool ok = c != NULL && seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS) == 0
        && allow_plain(c) == 0 && allow_narrow(c, may_open) == 0
        && allow_openat2(c, may_open, abi) == 0
        && seccomp_load(c) == 0;
    seccomp_release(c);
    return ok;
}

tnk_confine_step tnk_confine_finish(const tnk_pool_options *opts)
{
    if (opts->unconfined)
        return TNK_CONFINE_DONE;
    int abi = landlock_abi();
    if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0 || !set_limits(opts)
        || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        return TNK_CONFINE_LIMITS;
    if (!fence_files(opts, abi))
        return TNK_CONFINE_LANDLOCK;
    return fence_calls(opts, abi) ? TNK_CONFINE_DONE : TNK_CONFINE_SECCOMP;
}

unsigned tnk_confinement(void)
{
    uint32_t kill = SECCOMP_RET_KILL_PROCESS;
    bool seccomp = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &kill) == 0;
    return (seccomp ? TNK_CONFINED_SECCOMP : 0u)
        | (landlock_abi() > 0 ? TNK_CONFINED_LANDLOCK : 0u);
}
