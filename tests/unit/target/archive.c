/* SPDX-License-Identifier: Apache-2.0
 * Archives: every dialect, hostile names, links, bombs, damage, and reading one while confined. */
#define _GNU_SOURCE
#include <locale.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <archive.h>
#include <archive_entry.h>
#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/archive.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#define COUNT(a) (sizeof(a) / sizeof *(a))

/* ---- making archives ---- */

enum how { USTAR, PAX, GNU, V7, PAX_GZ, ZIP, ZIP_STORED, ZIP_SECRET, RAW_GZ };

static struct archive *start(enum how how, int fd)
{
    static int (*const formats[])(struct archive *) = {
        archive_write_set_format_ustar,  archive_write_set_format_pax,
        archive_write_set_format_gnutar, archive_write_set_format_v7tar,
        archive_write_set_format_pax,    archive_write_set_format_zip,
        archive_write_set_format_zip,    archive_write_set_format_zip,
        archive_write_set_format_raw,
    };
    struct archive *a = archive_write_new();
    assert_int_equal(formats[how](a), ARCHIVE_OK);
    if (how == PAX_GZ || how == RAW_GZ)
        assert_int_equal(archive_write_add_filter_gzip(a), ARCHIVE_OK);
    if (how == ZIP_STORED)
        assert_int_equal(archive_write_zip_set_compression_store(a), ARCHIVE_OK);
    if (how == ZIP_SECRET) {
        assert_int_equal(archive_write_set_options(a, "zip:encryption=traditional"), ARCHIVE_OK);
        assert_int_equal(archive_write_set_passphrase(a, "pass"), ARCHIVE_OK);
    }
    assert_int_equal(archive_write_open_fd(a, fd), ARCHIVE_OK);
    return a;
}

/* type: f file, d directory, l symbolic link, h hard link, p FIFO. text of links: where to. */
struct item { char type; const char *path, *text; };

static void write_item(struct archive *a, const struct item *it)
{
    struct archive_entry *e = archive_entry_new();
    size_t n = it->type == 'f' ? strlen(it->text) : 0;
    archive_entry_set_pathname(e, it->path);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, (la_int64_t)n);
    archive_entry_set_filetype(e, it->type == 'd' ? AE_IFDIR : it->type == 'l' ? AE_IFLNK
                                  : it->type == 'p' ? AE_IFIFO : AE_IFREG);
    if (it->type == 'l')
        archive_entry_set_symlink(e, it->text);
    if (it->type == 'h')
        archive_entry_set_hardlink(e, it->text);
    assert_true(archive_write_header(a, e) >= ARCHIVE_WARN);
    if (n != 0)
        assert_int_equal(archive_write_data(a, it->text, n), n);
    archive_entry_free(e);
}

static int memory_file(void)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    assert_true(fd >= 0);
    return fd;
}

/* items end with a zero one. */
static int pack(enum how how, const struct item *items)
{
    int fd = memory_file();
    struct archive *a = start(how, fd);
    for (; items->type != '\0'; items++)
        write_item(a, items);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    return fd;
}

/* ---- reading them ---- */

struct result {
    int image;
    tnk_buf files, diags;       /* "path=text " and "code:path " */
    size_t n;
};

static int found(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    struct result *r = ud;
    char text[64] = "";
    r->n++;
    assert_int_equal(path.ptr[path.len], 0);
    if (len < sizeof text)
        assert_int_equal(pread(r->image, text, len, (off_t)off), len);
    else
        snprintf(text, sizeof text, "(%llu)", (unsigned long long)len);
    tnk_buf_printf(&r->files, "%s=%s ", path.ptr, text);
    return 0;
}

static void note(void *ud, uint32_t level, const char *code, tnk_str path, const char *msg)
{
    struct result *r = ud;
    assert_true(level <= 2 && msg[0] != '\0');
    tnk_buf_printf(&r->diags, "%s:%.*s ", code, (int)path.len, path.ptr);
}

static int unpack(int fd, tnk_tree_options o, struct result *r, tnk_error *err)
{
    *r = (struct result){ .image = memory_file() };
    o.diag = note, o.ud = r;
    return tnk_archive_unpack(fd, r->image, &o, found, r, err);
}

static void drop(int fd, struct result *r)
{
    close(fd);
    close(r->image);
    tnk_buf_free(&r->files);
    tnk_buf_free(&r->diags);
}

static const struct row {
    const char *name;
    enum how how;
    struct item items[6];
    const char *files, *diags;
} rows[] = {
    { "ustar",
      USTAR,
      { { 'd', "d", "" }, { 'f', "d/a.tf", "A" }, { 'f', "b", "" } },
      "d/a.tf=A b= ",
      "" },
    { "pax", PAX, { { 'f', "日本/設定.tf", "A" } }, "日本/設定.tf=A ", "" },
    { "gnu", GNU, { { 'f', "日本/設定.tf", "A" } }, "日本/設定.tf=A ", "" },
    { "v7", V7, { { 'f', "a", "A" } }, "a=A ", "" },
    { "tar.gz", PAX_GZ, { { 'f', "a", "A" }, { 'f', "b", "B" } }, "a=A b=B ", "" },
    { "zip",
      ZIP,
      { { 'f', "日本/設定.tf", "A" }, { 'f', "b", "BBBBBBBBBBBB" } },
      "日本/設定.tf=A b=BBBBBBBBBBBB ",
      "" },
    { "zip, stored", ZIP_STORED, { { 'f', "a", "A" } }, "a=A ", "" },
    { "names are cleaned", PAX, { { 'f', "./a//b/./c/../d", "A" } }, "a/b/d=A ", "" },
    { "names that climb stay inside",
      PAX,
      { { 'f', "../../x", "A" }, { 'f', "/etc/y", "B" }, { 'f', "a/../../z", "C" } },
      "x=A etc/y=B z=C ",
      "archive-path-escapes:x archive-path-escapes:etc/y archive-path-escapes:z " },
    { "climbing in a zip", ZIP, { { 'f', "../x", "A" } }, "x=A ", "archive-path-escapes:x " },
    { "the last of a name wins",
      PAX,
      { { 'f', "a", "old" }, { 'f', "b", "B" }, { 'f', "./a", "new" } },
      "a=new b=B ",
      "" },
    { "links and special files are left out",
      PAX,
      { { 'l', "a", "/etc/passwd" }, { 'p', "p", "" }, { 'f', "b", "B" } },
      "b=B ",
      "" },
    { "a hard link is its file",
      PAX,
      { { 'f', "a", "A" }, { 'h', "b", "a" }, { 'h', "c", "./x/../a" } },
      "a=A b=A c=A ",
      "" },
    { "a hard link to what was",
      GNU,
      { { 'f', "a", "1" }, { 'h', "b", "a" }, { 'f', "a", "2" } },
      "a=2 b=1 ",
      "" },
    { "a hard link to nothing",
      PAX,
      { { 'h', "b", "a" }, { 'f', "c", "C" } },
      "c=C ",
      "archive-broken-link:b " },
    { "a hard link to outside",
      PAX,
      { { 'h', "b", "/etc/passwd" } },
      "",
      "archive-broken-link:b " },
    { "excludes",
      PAX_GZ,
      { { 'f', ".git/config", "G" }, { 'f', "x/node_modules/n", "N" }, { 'f', "a", "A" } },
      "a=A ",
      "" },
    { "an encrypted zip",
      ZIP_SECRET,
      { { 'f', "a", "A" }, { 'f', "b", "B" } },
      "",
      "archive-encrypted-entry:a archive-encrypted-entry:b " },
    { "a file too large",
      PAX,
      { { 'f', "a", "0123456789012345678901" }, { 'f', "b", "B" } },
      "b=B ",
      "file-too-large:a " },
    { "a file too large in a zip",
      ZIP,
      { { 'f', "a", "0123456789012345678901" }, { 'f', "b", "B" } },
      "b=B ",
      "file-too-large:a " },
    { "no files", PAX, { { 'd', "d", "" } }, "", "" },
};

static void check(void **state)
{
    const struct row *row = *state;
    struct result r;
    tnk_error err = { 0 };
    int fd = pack(row->how, row->items);
    assert_int_equal(unpack(fd, (tnk_tree_options){ .file_bytes_max = 20 }, &r, &err), 0);
    assert_string_equal(err.msg, "");
    assert_string_equal(tnk_buf_str(&r.files).ptr, row->files);
    assert_string_equal(tnk_buf_str(&r.diags).ptr, row->diags);
    drop(fd, &r);
}

static void long_and_deep_names(void **state)
{
    (void)state;
    char deep[2001], wide[3 * 1500 + 1];
    for (int i = 0; i < 1000; i++)
        memcpy(deep + 2 * i, "d/", 2);
    deep[1999] = '\0';
    memset(wide, 'w', sizeof wide - 1);
    wide[sizeof wide - 1] = '\0';
    const struct item items[] = {
        { 'f', deep, "A" }, { 'f', wide, "B" }, { 'f', "c", "C" }, { 0 }
    };
    struct result r;
    int fd = pack(PAX, items);
    assert_int_equal(unpack(fd, (tnk_tree_options){ 0 }, &r, NULL), 0);
    assert_string_equal(r.files.ptr, "c=C ");
    assert_string_equal(r.diags.ptr, "too-deep:. too-deep:. ");
    drop(fd, &r);
}

/* A good file, then n_bytes of zeros under `path`. */
static int pack_bomb(enum how how, const char *path, size_t n_bytes)
{
    static const char zeros[65536];
    int fd = memory_file();
    struct archive *a = start(how, fd);
    write_item(a, &(struct item){ 'f', "good", "G" });
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, path);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, (la_int64_t)n_bytes);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    for (size_t n = 0; n < n_bytes; n += sizeof zeros)
        assert_int_equal(archive_write_data(a, zeros, sizeof zeros), sizeof zeros);
    archive_entry_free(e);
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    return fd;
}

static const struct bomb { const char *name; enum how how; const char *path; } bombs[] = {
    { "a bomb in tar.gz", PAX_GZ, "bomb" },
    { "a bomb in zip", ZIP, "bomb" },
    { "a bomb where nobody looks, tar.gz", PAX_GZ, "node_modules/bomb" },
    { "a bomb where nobody looks, zip", ZIP, "node_modules/bomb" },
};

static void check_bomb(void **state)
{
    const struct bomb *b = *state;
    struct result r;
    struct stat st;
    tnk_error err = { 0 };
    int fd = pack_bomb(b->how, b->path, 24 << 20);
    assert_int_equal(unpack(fd, (tnk_tree_options){ 0 }, &r, &err), TNK_ELIMIT);
    assert_non_null(strstr(err.msg, "16777216 bytes"));
    assert_string_equal(r.files.ptr, "good=G ");        /* what came before is kept */
    assert_int_equal(fstat(r.image, &st), 0);
    assert_true((uint64_t)st.st_size <= TNK_ARCHIVE_BYTES_FREE);
    drop(fd, &r);
}

/* One block of data behind a hole. The writer wants the hole's bytes too. */
static void pack_sparse(struct archive *a, const char *path, la_int64_t size)
{
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_pathname(e, path);
    archive_entry_set_filetype(e, AE_IFREG);
    archive_entry_set_perm(e, 0644);
    archive_entry_set_size(e, size);
    archive_entry_sparse_add_entry(e, size - 512, 512);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    char block[512] = "";
    for (la_int64_t n = 512; n < size; n += sizeof block)
        assert_int_equal(archive_write_data(a, block, sizeof block), sizeof block);
    memset(block, 'L', sizeof block);
    assert_int_equal(archive_write_data(a, block, sizeof block), sizeof block);
    archive_entry_free(e);
}

static void sparse_files(void **state)
{
    (void)state;
    struct result r;
    tnk_error err = { 0 };
    int fd = memory_file();
    struct archive *a = start(PAX, fd);
    pack_sparse(a, "small", 4096);
    pack_sparse(a, "huge", 14 << 20);
    pack_sparse(a, "large", 12 << 20);
    pack_sparse(a, "more", 12 << 20);
    archive_write_close(a);
    archive_write_free(a);
    assert_int_equal(unpack(fd, (tnk_tree_options){ .file_bytes_max = 13 << 20 }, &r, &err),
                     TNK_ELIMIT);
    assert_string_equal(r.files.ptr, "small=(4096) large=(12582912) ");
    assert_string_equal(r.diags.ptr, "file-too-large:huge ");
    char text[4096];
    assert_int_equal(pread(r.image, text, sizeof text, 0), sizeof text);
    assert_int_equal(text[0], 0);
    assert_int_equal(text[3583], 0);
    assert_int_equal(text[3584], 'L');
    drop(fd, &r);
}

/* More entries than allowed: one header block again and again. */
static void too_many_entries(void **state)
{
    (void)state;
    static const struct item one[] = { { 'f', "a", "" }, { 0 } };
    char block[512], many[64 * 512];
    struct result r;
    tnk_error err = { 0 };
    int tar = pack(USTAR, one), fd = memory_file();
    assert_int_equal(pread(tar, block, sizeof block, 0), sizeof block);
    close(tar);
    for (size_t i = 0; i < sizeof many; i += sizeof block)
        memcpy(many + i, block, sizeof block);
    struct archive *a = start(RAW_GZ, fd);
    struct archive_entry *e = archive_entry_new();
    archive_entry_set_filetype(e, AE_IFREG);
    assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
    archive_entry_free(e);
    for (int i = 0; i <= TNK_ARCHIVE_ENTRIES_MAX / 64; i++)
        assert_int_equal(archive_write_data(a, many, sizeof many), sizeof many);
    archive_write_close(a);
    archive_write_free(a);
    assert_int_equal(unpack(fd, (tnk_tree_options){ 0 }, &r, &err), TNK_ELIMIT);
    assert_non_null(strstr(err.msg, "1000000 entries"));
    assert_string_equal(r.files.ptr, "a= ");
    drop(fd, &r);
}

static void troubles_are_bounded(void **state)
{
    (void)state;
    struct result r;
    char name[32];
    int fd = memory_file();
    struct archive *a = start(PAX, fd);
    for (int i = 0; i < TNK_ARCHIVE_TROUBLES_MAX + 50; i++) {
        snprintf(name, sizeof name, "/x%d", i);
        write_item(a, &(struct item){ 'f', name, "A" });
    }
    archive_write_close(a);
    archive_write_free(a);
    assert_int_equal(unpack(fd, (tnk_tree_options){ 0 }, &r, NULL), 0);
    assert_int_equal(r.n, TNK_ARCHIVE_TROUBLES_MAX + 50);
    assert_true(tnk_str_ends(tnk_buf_str(&r.diags), TNK_S(":x999 archive-too-many-troubles:. ")));
    drop(fd, &r);
}

/* Cut at every length: never a crash, and only ever files that are whole. */
static void damage(void **state)
{
    const enum how *how = *state;
    static const struct item items[] = { { 'f', "a", "AAAAAAAAAAAAAAAA" },
                                         { 'f', "b", "BBBB" },
                                         { 0 } };
    char bytes[32768];
    int fd = pack(*how, items), failed = 0;
    ssize_t n = pread(fd, bytes, sizeof bytes, 0);
    close(fd);
    assert_true(n > 100);
    for (ssize_t cut = 0; cut < n; cut += cut < 2600 ? 13 : 512) {
        struct result r;
        fd = memory_file();
        assert_int_equal(write(fd, bytes, (size_t)cut), cut);
        int rc = unpack(fd, (tnk_tree_options){ 0 }, &r, NULL);
        assert_true(rc == 0 || rc == TNK_EPARSE);
        failed += rc != 0;
        tnk_str files = tnk_buf_str(&r.files);
        assert_true(files.len == 0 || tnk_str_is(files, "a=AAAAAAAAAAAAAAAA ")
                    || tnk_str_is(files, "a=AAAAAAAAAAAAAAAA b=BBBB "));
        drop(fd, &r);
    }
    assert_true(failed > 5);
}

static void not_an_archive(void **state)
{
    (void)state;
    struct result r;
    tnk_error err = { 0 };
    int fd = memory_file();
    assert_int_equal(write(fd, "resource {}\n", 12), 12);
    assert_int_equal(unpack(fd, (tnk_tree_options){ 0 }, &r, &err), TNK_EPARSE);
    assert_non_null(strstr(err.msg, "damaged, or neither tar, tar.gz nor zip"));
    drop(fd, &r);
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(unpack(ends[0], (tnk_tree_options){ 0 }, &r, NULL), TNK_EIO);
    close(ends[1]);
    drop(ends[0], &r);
}

static int refuse(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    (void)path, (void)off, (void)len;
    return --*(int *)ud == 0 ? -42 : 0;
}

static void the_caller_may_stop(void **state)
{
    (void)state;
    static const struct item items[] = {
        { 'f', "a", "A" }, { 'f', "b", "B" }, { 'f', "c", "C" }, { 0 }
    };
    int left = 2, fd = pack(ZIP, items), image = memory_file();
    assert_int_equal(tnk_archive_unpack(fd, image, NULL, refuse, &left, NULL), -42);
    assert_int_equal(left, 0);
    close(image);
    close(fd);
}

/* Only the system calls the header names; any other kills. */
static bool confine(void)
{
    static const int calls[] = {
        SCMP_SYS(read),       SCMP_SYS(write),     SCMP_SYS(lseek),      SCMP_SYS(fstat),
        SCMP_SYS(newfstatat), SCMP_SYS(brk),       SCMP_SYS(mmap),       SCMP_SYS(munmap),
        SCMP_SYS(mremap),     SCMP_SYS(getrandom), SCMP_SYS(exit_group),
    };
    scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
    for (size_t i = 0; i < COUNT(calls); i++) {
        if (seccomp_rule_add(c, SCMP_ACT_ALLOW, calls[i], 0) != 0)
            return false;
    }
    return seccomp_load(c) == 0;
}

static int count_only(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    (void)path, (void)off, (void)len;
    ++*(int *)ud;
    return 0;
}

static void works_confined(void **state)
{
    (void)state;
    /* the writer calls names in a zip UTF-8 even where they are not: such a one cannot be read */
    static const struct { enum how how; int files; } confined[] = {
        { USTAR, 3 }, { PAX, 3 }, { GNU, 3 }, { PAX_GZ, 3 }, { ZIP, 2 }, { ZIP_SECRET, 0 },
    };
    static const struct item items[] = { { 'f', "日本/設定.tf", "A" },
                                         { 'f', "b\x83\x5c", "B" },
                                         { 'd', "d", "" },
                                         { 'f', "../c", "C" },
                                         { 0 } };
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
    print_message("sanitizers need more system calls: not tested confined\n");
    skip();
#endif
    for (size_t i = 0; i < COUNT(confined); i++) {
        int fd = pack(confined[i].how, items), image = memory_file(), status = 0;
        pid_t child = fork();
        if (child == 0) {
            int n = 0;
            if (!confine())
                _exit(77);
            int rc = tnk_archive_unpack(fd, image, NULL, count_only, &n, NULL);
            _exit(rc == 0 ? n : 99);
        }
        assert_int_equal(waitpid(child, &status, 0), child);
        close(fd);
        close(image);
        if (WIFEXITED(status) && WEXITSTATUS(status) == 77) {
            print_message("no seccomp here: not tested confined\n");
            skip();
        }
        assert_int_equal(status, confined[i].files << 8);
    }
}

/* ---- what is an archive ---- */

static void kinds(void **state)
{
    (void)state;
    static const struct item items[] = { { 'f', "a", "A" }, { 0 } };
    static const enum how hows[] = { USTAR, PAX, GNU, V7, PAX_GZ, ZIP };
    char path[64];
    tnk_target_kind kind = TNK_TARGET_DIRECTORY;
    for (size_t i = 0; i < COUNT(hows); i++) {
        int fd = pack(hows[i], items);
        snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
        assert_int_equal(tnk_target_kind_of(path, &kind, NULL), 0);
        assert_int_equal(kind, TNK_TARGET_ARCHIVE);
        close(fd);
    }
    char text[600];
    memset(text, 'x', sizeof text);
    int fd = memory_file();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    for (size_t n = 0; n <= sizeof text; n += sizeof text) {
        assert_int_equal(write(fd, text, n), n);
        assert_int_equal(tnk_target_kind_of(path, &kind, NULL), 0);
        assert_int_equal(kind, TNK_TARGET_FILE);
    }
    close(fd);
    assert_int_equal(tnk_target_kind_of("/tmp", &kind, NULL), 0);
    assert_int_equal(kind, TNK_TARGET_DIRECTORY);
    tnk_error err = { 0 };
    assert_int_equal(tnk_target_kind_of("/dev/null", &kind, &err), TNK_EIO);
    assert_string_equal(err.msg, "/dev/null is neither a directory nor a regular file");
    assert_int_equal(tnk_target_kind_of("/tmp/no/such/thing", &kind, NULL), TNK_ENOENT);
}

int main(void)
{
    static const enum how cut[] = { GNU, PAX_GZ, ZIP };
    struct CMUnitTest t[COUNT(rows) + COUNT(bombs) + COUNT(cut) + 8];
    size_t n = 0;
    tnk_lang_set(TNK_LANG_EN, NULL);
    for (size_t i = 0; i < COUNT(rows); i++)
        t[n++] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    for (size_t i = 0; i < COUNT(bombs); i++)
        t[n++] = (struct CMUnitTest){ bombs[i].name, check_bomb, NULL, NULL, (void *)&bombs[i] };
    for (size_t i = 0; i < COUNT(cut); i++)
        t[n++] = (struct CMUnitTest){ "damage", damage, NULL, NULL, (void *)&cut[i] };
    t[n++] = (struct CMUnitTest)cmocka_unit_test(long_and_deep_names);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(sparse_files);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(too_many_entries);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(troubles_are_bounded);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(not_an_archive);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(the_caller_may_stop);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(works_confined);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(kinds);
    return _cmocka_run_group_tests("archive", t, n, NULL, NULL);
}
