/* SPDX-License-Identifier: Apache-2.0
 * Trees: walking, reading and globbing over directories that mean harm, and over memory. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/target/inside.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

struct fixture {
    char top[64];           /* holds "in", the target, and "out", which must never be read */
    char root[80];
    tnk_arena *a;
    tnk_buf diags;          /* "code path" lines */
};

static void note(void *ud, uint32_t level, const char *code, tnk_str path, const char *msg)
{
    struct fixture *f = ud;
    assert_int_equal(level, 2);
    assert_true(strlen(msg) > 20);
    tnk_buf_printf(&f->diags, "%s ", code);
    tnk_buf_add(&f->diags, path);
    tnk_buf_puts(&f->diags, "\n");
}

static void put(const struct fixture *f, const char *path, const char *text)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", f->top, path);
    for (char *p = full + strlen(f->top) + 1; (p = strchr(p, '/')) != NULL; *p++ = '/') {
        *p = '\0';
        if (mkdir(full, 0755) != 0)
            assert_int_equal(errno, EEXIST);
    }
    int fd = open(full, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static void put_link(const struct fixture *f, const char *to, const char *path)
{
    char full[512];
    snprintf(full, sizeof full, "%s/%s", f->top, path);
    assert_int_equal(symlink(to, full), 0);
}

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    strcpy(f->top, "/tmp/tnk-tree-XXXXXX");
    assert_non_null(mkdtemp(f->top));
    snprintf(f->root, sizeof f->root, "%s/in", f->top);
    f->a = tnk_arena_new(64 << 20);
    put(f, "in/b.tf", "bee");
    put(f, "in/a/x", "ax");
    put(f, "in/a.d/y", "ady");
    put(f, "in/a/.hidden", "h");
    put(f, "in/sub/deep/z.conf", "zed");
    put(f, "in/.git/config", "git");
    put(f, "in/m/.terraform/providers/p", "p");
    put(f, "in/node_modules/n.js", "n");
    put(f, "out/secret", "SECRET");
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    char cmd[128];
    snprintf(cmd, sizeof cmd, "rm -rf %s", f->top);
    assert_int_equal(system(cmd), 0);
    tnk_arena_free(f->a);
    tnk_buf_free(&f->diags);
    free(f);
    return 0;
}

static tnk_tree *open_with(struct fixture *f, tnk_tree_options o)
{
    tnk_tree *t = NULL;
    tnk_error err = { 0 };
    o.diag = note, o.ud = f;
    if (tnk_tree_open(f->root, &o, &t, &err) != 0)
        fail_msg("%s", err.msg);
    return t;
}

/* All listed paths, joined by blanks, must be `want`, and in order. */
static void assert_list(const tnk_tree *t, const char *want)
{
    tnk_buf b = TNK_BUF_INIT;
    for (size_t i = 0; i < tnk_tree_count(t); i++) {
        tnk_str p = tnk_tree_path(t, i);
        assert_int_equal(p.ptr[p.len], 0);
        if (i > 0)
            assert_true(tnk_str_cmp(tnk_tree_path(t, i - 1), p) < 0);
        tnk_buf_printf(&b, i > 0 ? " %s" : "%s", p.ptr);
    }
    assert_string_equal(tnk_buf_str(&b).ptr, want);
    tnk_buf_free(&b);
}

static void lists_in_byte_order(void **state)
{
    struct fixture *f = *state;
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    assert_list(t, "a.d/y a/.hidden a/x b.tf sub/deep/z.conf");
    assert_int_equal(tnk_tree_excluded(t), 3);
    assert_int_equal(tnk_tree_skipped(t), 0);
    char *real = realpath(f->root, NULL);
    assert_string_equal(tnk_tree_root(t), real);
    free(real);
    assert_int_equal(f->diags.len, 0);
    tnk_tree_close(t);
}

static void excludes(void **state)
{
    struct fixture *f = *state;
    static const char *const mine[] = { "a/", "!node_modules/", "*.conf", NULL };
    tnk_tree *t = open_with(f, (tnk_tree_options){ .excludes = mine });
    assert_list(t, "a.d/y b.tf node_modules/n.js");
    tnk_tree_close(t);
    t = open_with(f, (tnk_tree_options){ .no_default_excludes = true });
    assert_list(t, ".git/config a.d/y a/.hidden a/x b.tf m/.terraform/providers/p "
                   "node_modules/n.js "
                   "sub/deep/z.conf");
    tnk_tree_close(t);
    static const char *const broken[] = { "[", NULL };
    tnk_error err = { 0 };
    assert_int_equal(tnk_tree_open(f->root, &(tnk_tree_options){ .excludes = broken }, &t, &err),
                     TNK_EPARSE);
}

static void special_files_are_skipped(void **state)
{
    struct fixture *f = *state;
    char path[128];
    put_link(f, "../out/secret", "in/link");
    put_link(f, "..", "in/up");
    put_link(f, ".", "in/a/loop");
    snprintf(path, sizeof path, "%s/fifo", f->root);
    assert_int_equal(mkfifo(path, 0644), 0);
    struct sockaddr_un s = { .sun_family = AF_UNIX };
    snprintf(s.sun_path, sizeof s.sun_path, "%s/sock", f->root);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&s, sizeof s), 0);
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    assert_list(t, "a.d/y a/.hidden a/x b.tf sub/deep/z.conf");
    assert_int_equal(tnk_tree_skipped(t), 5);
    tnk_str text = { NULL, 0 };
    tnk_error err = { 0 };
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("fifo"), &text, &err), TNK_EIO);
    assert_string_equal(err.msg, "fifo is not a regular file");
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("sock"), &text, NULL), TNK_EIO);
    assert_null(text.ptr);
    tnk_tree_close(t);
    close(fd);
}

static void strange_names(void **state)
{
    struct fixture *f = *state;
    tnk_str text = { NULL, 0 };
    put(f, "in/a/new\nline", "1");
    put(f, "in/a/\xff\xfe", "2");
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    assert_list(t, "a.d/y a/.hidden a/new\nline a/x a/\xff\xfe b.tf sub/deep/z.conf");
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("a/\xff\xfe"), &text, NULL), 0);
    assert_string_equal(text.ptr, "2");
    tnk_tree_close(t);
}

/* Where the tests run as root, who may read everything, a child without rights opens the tree. */
static void unreadable_directories(void **state)
{
    struct fixture *f = *state;
    char path[128];
    assert_int_equal(chmod(f->top, 0755), 0);
    snprintf(path, sizeof path, "%s/sub", f->root);
    assert_int_equal(chmod(path, 0), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(77);
        tnk_tree *t = NULL;
        tnk_tree_options o = { .diag = note, .ud = f };
        bool ok = tnk_tree_open(f->root, &o, &t, NULL) == 0 && tnk_tree_count(t) == 4
                  && strcmp(f->diags.ptr, "unreadable-directory sub\n") == 0;
        const tnk_str *found = NULL;
        size_t n = 0;
        ok = ok && tnk_tree_glob(t, f->a, TNK_S("*/*"), &found, &n, NULL) == TNK_EIO;
        tnk_tree_close(t);
        tnk_arena_free(f->a);
        tnk_buf_free(&f->diags);
        free(f);
        _exit(ok ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(chmod(path, 0755), 0);
    if (WEXITSTATUS(status) == 77) {
        print_message("cannot become another user here: unreadable directories not tested\n");
        skip();
    }
    assert_int_equal(status, 0);
}

/* Far deeper than the limit and than PATH_MAX, with few descriptors to spare. */
static void too_deep(void **state)
{
    struct fixture *f = *state;
    struct rlimit was, few;
    char name[200];
    memset(name, 'd', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    for (int k = 0; k < 2; k++) {           /* long names meet PATH_MAX, short ones the depth */
        name[k == 0 ? sizeof name - 1 : 1] = '\0';
        int fd = open(f->root, O_DIRECTORY | O_CLOEXEC);
        for (int i = 0; i < 400; i++) {
            if (mkdirat(fd, name, 0755) != 0)
                assert_int_equal(errno, EEXIST);
            int next = openat(fd, name, O_DIRECTORY | O_CLOEXEC);
            close(fd);
            fd = next;
            assert_true(fd >= 0);
        }
        close(fd);
    }
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &was), 0);
    few = was;
    few.rlim_cur = 16;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &was), 0);
    assert_list(t, "a.d/y a/.hidden a/x b.tf sub/deep/z.conf");
    tnk_str all = tnk_buf_str(&f->diags);
    assert_true(tnk_str_starts(all, TNK_S("too-deep d/d/d/")));
    const char *second = strchr(all.ptr, '\n') + 1;
    assert_int_equal(strncmp(second, "too-deep dddd", 13), 0);
    assert_int_equal(strchr(second, '\n')[1], 0);
    tnk_tree_close(t);
}

static void too_many(void **state)
{
    struct fixture *f = *state;
    tnk_tree *t = open_with(f, (tnk_tree_options){ .files_max = 5 });
    assert_true(tnk_tree_count(t) <= 5);
    assert_string_equal(f->diags.ptr, "too-many-files .\n");
    tnk_tree_close(t);
}

static void vanished_and_changed(void **state)
{
    struct fixture *f = *state;
    tnk_str text = { NULL, 0 };
    tnk_error err = { 0 };
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    char path[128];
    snprintf(path, sizeof path, "%s/b.tf", f->root);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("b.tf"), &text, &err), TNK_ENOENT);
    assert_string_equal(err.msg, "b.tf does not exist");
    put_link(f, "../out/secret", "in/b.tf");        /* a file at the walk, a link now */
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("b.tf"), &text, NULL), TNK_EIO);
    assert_null(text.ptr);
    tnk_tree_close(t);
}

static const struct reading { const char *path; int rc; const char *text; } readings[] = {
    { "b.tf", 0, "bee" },
    { "/b.tf", 0, "bee" },
    { "./a/../b.tf", 0, "bee" },
    { "../../../b.tf", 0, "bee" },
    { "a//x", 0, "ax" },
    { ".git/config", 0, "git" },
    { "good-link", 0, "zed" },
    { "absolute-link", 0, "ax" },
    { "dir-link/z.conf", 0, "zed" },
    { "bad-link", TNK_ENOENT, NULL },
    { "bad-absolute-link", TNK_ENOENT, NULL },
    { "up-link/out/secret", TNK_ENOENT, NULL },
    { "loop", TNK_EIO, NULL },
    { "magic/root/etc/passwd", TNK_ENOENT, NULL },
    { "../out/secret", TNK_ENOENT, NULL },
    { "nothing", TNK_ENOENT, NULL },
    { "b.tf/x", TNK_ENOENT, NULL },
    { "a", TNK_EIO, NULL },
    { "", TNK_EIO, NULL },
    { "big", TNK_ELIMIT, NULL },
    { "null", TNK_ENOENT, NULL },       /* the target has no dev */
};

static void check_readings(struct fixture *f, bool no_openat2)
{
    put(f, "in/big", "0123456789");
    put_link(f, "sub/deep/z.conf", "in/good-link");
    put_link(f, "/a/x", "in/absolute-link");
    put_link(f, "sub/deep", "in/dir-link");
    put_link(f, "../out/secret", "in/bad-link");
    put_link(f, "/etc/passwd", "in/bad-absolute-link");
    put_link(f, "..", "in/up-link");
    put_link(f, "loop", "in/loop");
    put_link(f, "/proc/self", "in/magic");
    put_link(f, "/dev/null", "in/null");
    tnk_tree *t = open_with(f, (tnk_tree_options){ .file_bytes_max = 9 });
    t->no_openat2 = no_openat2;
    for (size_t i = 0; i < COUNT(readings); i++) {
        const struct reading *r = &readings[i];
        tnk_str text = { NULL, 0 };
        tnk_error err = { 0 };
        int rc = tnk_tree_read(t, f->a, tnk_str_of(r->path), &text, &err);
        if (rc != r->rc)
            fail_msg("%s: %d, not %d (%s)", r->path, rc, r->rc, err.msg);
        assert_int_equal(err.code, rc);
        if (r->text != NULL)
            assert_string_equal(text.ptr, r->text);
        else
            assert_null(text.ptr);
    }
    tnk_tree_close(t);
}

static void check_reading(void **state)
{
    check_readings(*state, false);
}

/* Where the kernel or a filter lacks openat2: the same answers. */
static void reads_without_openat2(void **state)
{
    check_readings(*state, true);
}

static void does_without_openat2(void **state)
{
    struct fixture *f = *state;
    static const struct reading here[] = {
        { "sub/deep/z.conf", 0, "zed" },   { ".git/config", 0, "git" },
        { "link", TNK_ENOENT, NULL },      { "dir/secret", TNK_ENOENT, NULL },
        { "nothing/x", TNK_ENOENT, NULL }, { "", TNK_EIO, NULL },
    };
    put_link(f, "../out/secret", "in/link");
    put_link(f, "../out", "in/dir");
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    t->no_openat2 = true;
    for (size_t i = 0; i < COUNT(here); i++) {
        tnk_str text = { NULL, 0 };
        assert_int_equal(tnk_tree_read(t, f->a, tnk_str_of(here[i].path), &text, NULL), here[i].rc);
        assert_string_equal(text.ptr != NULL ? text.ptr : "",
                            here[i].text != NULL ? here[i].text : "");
    }
    const tnk_str *found = NULL;
    size_t n = 0;
    assert_int_equal(tnk_tree_glob(t, f->a, TNK_S("*/*/*"), &found, &n, NULL), 0);
    assert_int_equal(n, 1);
    assert_string_equal(found[0].ptr, "sub/deep/z.conf");
    tnk_tree_close(t);
}

static void reads_below_its_own_root(void **state)
{
    struct fixture *f = *state;
    char path[256];
    tnk_str text = { NULL, 0 };
    const tnk_str *found = NULL;
    size_t n = 0;
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    snprintf(path, sizeof path, "%s/b.tf", tnk_tree_root(t));
    assert_int_equal(tnk_tree_read(t, f->a, tnk_str_of(path), &text, NULL), 0);
    assert_string_equal(text.ptr, "bee");
    snprintf(path, sizeof path, "%s/*.tf", tnk_tree_root(t));
    assert_int_equal(tnk_tree_glob(t, f->a, tnk_str_of(path), &found, &n, NULL), 0);
    assert_int_equal(n, 1);
    assert_string_equal(found[0].ptr, "b.tf");
    snprintf(path, sizeof path, "%s-not/b.tf", tnk_tree_root(t));
    assert_int_equal(tnk_tree_read(t, f->a, tnk_str_of(path), &text, NULL), TNK_ENOENT);
    tnk_tree_close(t);
}

static void one_file(void **state)
{
    struct fixture *f = *state;
    char path[128];
    tnk_tree *t = NULL;
    tnk_str text = { NULL, 0 };
    snprintf(path, sizeof path, "%s/b.tf", f->root);
    assert_int_equal(tnk_tree_open(path, NULL, &t, NULL), 0);
    assert_list(t, "b.tf");
    char *real = realpath(f->root, NULL);
    assert_string_equal(tnk_tree_root(t), real);
    free(real);
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("b.tf"), &text, NULL), 0);
    tnk_tree_close(t);
}

static void refuses_to_open(void **state)
{
    struct fixture *f = *state;
    tnk_tree *t = NULL;
    tnk_error err = { 0 };
    assert_int_equal(tnk_tree_open("/tmp/no/such/place", NULL, &t, &err), TNK_ENOENT);
    assert_string_equal(err.msg, "/tmp/no/such/place does not exist");
    char path[128];
    snprintf(path, sizeof path, "%s/fifo", f->root);
    assert_int_equal(mkfifo(path, 0644), 0);
    assert_int_equal(tnk_tree_open(path, NULL, &t, NULL), TNK_EIO);
    assert_null(t);
    tnk_tree_close(NULL);
}

static const struct globbing { const char *pattern, *want; } globbings[] = {
    { "*", "b.tf big good-link" },
    { "/*", "b.tf big good-link" },
    { "[!u]*/*", "a.d/y a/x node_modules/n.js" },
    { "*/.*", "a/.hidden" },
    { "a/[x-z]", "a/x" },
    { "a*/?", "a.d/y a/x" },
    { "*/deep/*.conf", "dir-link/deep/z.conf sub/deep/z.conf" },
    { "sub/*/z.conf", "sub/deep/z.conf" },
    { "sub/../b.*", "b.tf" },
    { "../out/*", "" },
    { "up-link/*", "up-link/b.tf up-link/big up-link/good-link" },
    { "b.tf", "b.tf" },
    { "b.t\\f", "b.tf" },
    { "b.tf/*", "" },
    { "no/*", "" },
    { "a", "" },
    { "", "" },
};

static void check_globs(tnk_tree *t, struct fixture *f, bool with_links)
{
    for (size_t i = 0; i < COUNT(globbings); i++) {
        const tnk_str *found = NULL;
        size_t n = 0;
        tnk_buf b = TNK_BUF_INIT;
        if (!with_links && strstr(globbings[i].want, "link") != NULL)
            continue;
        assert_int_equal(tnk_tree_glob(t, f->a, tnk_str_of(globbings[i].pattern), &found, &n, NULL),
                         0);
        for (size_t k = 0; k < n; k++)
            tnk_buf_printf(&b, k > 0 ? " %s" : "%s", found[k].ptr);
        assert_string_equal(tnk_buf_str(&b).ptr, globbings[i].want);
        tnk_buf_free(&b);
    }
}

static void globs(void **state)
{
    struct fixture *f = *state;
    put(f, "in/big", "0123456789");
    put_link(f, "sub/deep/z.conf", "in/good-link");
    put_link(f, "../out/secret", "in/bad-link");
    put_link(f, "sub", "in/dir-link");
    put_link(f, "..", "in/up-link");            /* the root again: RESOLVE_IN_ROOT */
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    check_globs(t, f, true);
    tnk_tree_close(t);
}

/* A few links to "." make a tree that never ends. */
static void glob_is_bounded(void **state)
{
    struct fixture *f = *state;
    char name[16];
    for (int i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "in/loop%d", i);
        put_link(f, ".", name);
    }
    const tnk_str *found = NULL;
    size_t n = 0;
    tnk_error err = { 0 };
    tnk_tree *t = open_with(f, (tnk_tree_options){ 0 });
    assert_int_equal(
        tnk_tree_glob(t, f->a, TNK_S("*/*/*/*/*/*/*/*/*/*/nothing*"), &found, &n, &err),
        TNK_ELIMIT);
    assert_null(found);
    tnk_tree_close(t);
}

static void memory(void **state)
{
    struct fixture *f = *state;
    const tnk_str paths[] = { TNK_S("sub/deep/z.conf"),
                              TNK_S("b.tf"),
                              TNK_S("a/x"),
                              TNK_S("a.d/y"),
                              TNK_S("a/.hidden"),
                              TNK_S(".git/config"),
                              TNK_S("node_modules/n.js") };
    const tnk_str texts[] = { TNK_S("zed"), TNK_S("bee"), TNK_S("ax"), TNK_S("ady"), TNK_S("h"),
                              TNK_S("git"), TNK_S("0123456789") };
    tnk_tree *t = NULL;
    tnk_str text = { NULL, 0 };
    tnk_tree_options o = { .file_bytes_max = 9 };
    assert_int_equal(tnk_tree_open_memory(paths, texts, COUNT(paths), &o, &t, NULL), 0);
    assert_list(t, "a.d/y a/.hidden a/x b.tf sub/deep/z.conf");
    assert_int_equal(tnk_tree_excluded(t), 2);
    assert_null(tnk_tree_root(t));
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("/sub/./deep/z.conf"), &text, NULL), 0);
    assert_string_equal(text.ptr, "zed");
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S(".git/config"), &text, NULL), 0);
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("a"), &text, NULL), TNK_ENOENT);
    assert_int_equal(tnk_tree_read(t, f->a, TNK_S("node_modules/n.js"), &text, NULL), TNK_ELIMIT);
    check_globs(t, f, false);
    tnk_tree_close(t);
}

static void memory_refuses(void **state)
{
    (void)state;
    static const tnk_str bad[][2] = {
        { { "a", 1 }, { "a", 1 } }, { { "/a", 2 }, { "b", 1 } }, { { "a/../b", 6 }, { "c", 1 } },
        { { "./a", 3 }, { "c", 1 } }, { { "a//b", 4 }, { "c", 1 } }, { { "", 0 }, { "c", 1 } },
        { { "a\0b", 3 }, { "c", 1 } }, { { "a/", 2 }, { "c", 1 } },
    };
    const tnk_str texts[2] = { TNK_S(""), TNK_S("") };
    tnk_tree *t = NULL;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(tnk_tree_open_memory(bad[i], texts, 2, NULL, &t, NULL), TNK_EINVAL);
    assert_null(t);
    assert_int_equal(tnk_tree_open_memory(NULL, NULL, 0, NULL, &t, NULL), 0);
    assert_int_equal(tnk_tree_count(t), 0);
    tnk_tree_close(t);
}

#define WITH(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest t[] = {
        WITH(lists_in_byte_order),
        WITH(excludes),
        WITH(special_files_are_skipped),
        WITH(strange_names),
        WITH(unreadable_directories),
        WITH(too_deep),
        WITH(too_many),
        WITH(vanished_and_changed),
        WITH(check_reading),
        WITH(reads_without_openat2),
        WITH(does_without_openat2),
        WITH(reads_below_its_own_root),
        WITH(one_file),
        WITH(refuses_to_open),
        WITH(globs),
        WITH(glob_is_bounded),
        WITH(memory),
        WITH(memory_refuses),
    };
    return cmocka_run_group_tests_name("tree", t, NULL, NULL);
}
