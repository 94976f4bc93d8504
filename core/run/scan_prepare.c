/* SPDX-License-Identifier: Apache-2.0
 * What must happen in a worker before the units are known: unpacking archives, and plan() of collectors that
 * group files themselves. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/run/scanning.h"
#include "core/target/archive.h"

/* ---- archives -------------------------------------------------------------------------------------------- */

struct packed {
    tnk_str path;
    uint64_t off, len;
};

struct unpacking {
    tnk_scanning *s;
    tnk_target *t;
    tnk_buf *out;               /* in the worker */
    struct packed *entries;     /* in the parent */
    uint32_t n, cap;
};

static int put_entry(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    struct unpacking *u = ud;
    tnk_wire_put_entry(u->out, path, off, len);
    return u->out->failed ? TNK_ENOMEM : 0;
}

static void put_diag(void *ud, uint32_t level, const char *code, tnk_str path, const char *msg)
{
    struct unpacking *u = ud;
    tnk_str show = tnk_path_show(u->s->arena, path);
    tnk_diagnostic d = { .level = level, .code = tnk_str_of(code), .path = show.ptr != NULL ? show : TNK_S(""),
                         .message = tnk_text_show(u->s->arena, tnk_str_of(msg)) };
    tnk_wire_put_diagnostic(u->out, &d);
}

/* "x/snapshot.json.gz" is the one file "snapshot.json", as export tools deliver it; "x.tar.gz" is an archive. */
static const char *single_name(tnk_arena *a, const char *given)
{
    const char *slash = strrchr(given, '/');
    tnk_str name = tnk_str_of(slash != NULL ? slash + 1 : given);
    if (!tnk_str_ends(name, TNK_S(".gz")) || tnk_str_ends(name, TNK_S(".tar.gz")) || name.len == 3)
        return NULL;
    return tnk_arena_str(a, (tnk_str){ name.ptr, name.len - 3 }).ptr;
}

static int unpack_work(void *ctx, uint32_t job, tnk_buf *out)
{
    struct unpacking *u = ctx;
    tnk_tree_options opts = u->s->opts->tree;
    tnk_error err = { 0 };
    (void)job;
    u->out = out;
    opts.single = single_name(u->s->arena, u->t->given);
    opts.diag = put_diag;
    opts.ud = u;
    int rc = tnk_archive_unpack(u->t->archive_fd, u->t->image_fd, &opts, put_entry, u, &err);
    if (rc != TNK_OK && rc != TNK_ENOMEM)
        put_diag(u, TNK_LEVEL_ERROR, "archive-incomplete", (tnk_str){ "", 0 }, err.msg);
    return rc == TNK_ENOMEM ? rc : 0;
}

static int on_entry(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    struct unpacking *u = ud;
    if (u->n == u->cap) {
        uint32_t cap = u->cap != 0 ? u->cap * 2 : 256;
        struct packed *p = cap <= 2 * TNK_ARCHIVE_ENTRIES_MAX ? tnk_arena_array(u->s->arena, cap, sizeof *p) : NULL;
        if (p == NULL)
            return TNK_ENOMEM;
        if (u->n != 0)
            memcpy(p, u->entries, u->n * sizeof *p);
        u->entries = p;
        u->cap = cap;
    }
    u->entries[u->n++] = (struct packed){ path, off, len };
    return 0;
}

static int on_unpack_diag(void *ud, const tnk_diagnostic *d)
{
    struct unpacking *u = ud;
    tnk_diagnostic own = *d;
    tnk_str given = tnk_path_show(u->s->arena, tnk_str_of(u->t->given));
    if (own.path.len == 0)
        own.path = given;
    else if (u->t->prefix.len != 0)
        own.path = tnk_arena_printf(u->s->arena, "%s/%s", u->t->prefix.ptr, own.path.ptr);
    return tnk_scanning_keep_diag(u->s, &own);
}

static int unpack_answer(void *ctx, uint32_t job, tnk_str bytes)
{
    struct unpacking *u = ctx;
    tnk_wire_sink sink = { .ud = u, .entry = on_entry, .diagnostic = on_unpack_diag };
    (void)job;
    return tnk_wire_read(bytes, 0, u->s->arena, &sink);
}

static void unpack_lost(void *ctx, uint32_t job, tnk_loss why, const char *detail)
{
    struct unpacking *u = ctx;
    char msg[512];
    (void)job;
    snprintf(msg, sizeof msg, _("the archive could not be unpacked: %s (%s)"), _(tnk_loss_words(why)), detail);
    u->t->broken = true;
    tnk_scanning_diag(u->s, u->t, TNK_LEVEL_ERROR, "archive-incomplete", (tnk_str){ "", 0 }, msg);
}

static int by_path(const void *a, const void *b)
{
    const struct packed *x = a, *y = b;
    int d = tnk_str_cmp(x->path, y->path);
    return d != 0 ? d : (x->off > y->off) - (x->off < y->off);
}

/* The entries as a tree over the image; of repeated names the one written last counts. */
static int open_image(struct unpacking *u, tnk_error *err)
{
    struct stat st;
    tnk_target *t = u->t;
    tnk_str *paths = tnk_arena_array(u->s->arena, u->n, sizeof *paths);
    tnk_str *texts = tnk_arena_array(u->s->arena, u->n, sizeof *texts);
    tnk_tree_options opts = u->s->opts->tree;
    size_t n = 0;
    if (paths == NULL || texts == NULL || fstat(t->image_fd, &st) != 0)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    t->image_len = (size_t)st.st_size;
    if (t->image_len != 0) {
        t->image = mmap(NULL, t->image_len, PROT_READ, MAP_PRIVATE, t->image_fd, 0);
        if (t->image == MAP_FAILED) {
            t->image = NULL;
            return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
        }
    }
    if (u->n != 0)
        qsort(u->entries, u->n, sizeof *u->entries, by_path);
    for (uint32_t i = 0; i < u->n; i++) {
        const struct packed *e = &u->entries[i];
        bool last = i + 1 == u->n || !tnk_str_eq(e->path, u->entries[i + 1].path);
        bool inside = e->len <= t->image_len && e->off <= t->image_len - e->len;
        if (!last || !inside)
            continue;
        paths[n] = e->path;
        texts[n++] = (tnk_str){ (const char *)t->image + e->off, (size_t)e->len };
    }
    opts.diag = NULL;
    return tnk_tree_open_memory(paths, texts, n, &opts, &t->tree, err);
}

int tnk_scanning_unpack(tnk_scanning *s, tnk_target *t, tnk_error *err)
{
    struct unpacking u = { .s = s, .t = t };
    tnk_pool_options pool = s->opts->pool;
    tnk_pool_job_ops ops = { &u, NULL, unpack_work, unpack_answer, unpack_lost, NULL };
    t->archive_fd = open(t->given, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    t->image_fd = memfd_create("tenken-archive", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (t->archive_fd < 0 || t->image_fd < 0)
        return tnk_fail_plain(err, TNK_EIO, _("%s: cannot be opened"), t->given);
    int keep[] = { t->archive_fd, t->image_fd };
    pool.workers = 1;
    pool.keep_fds = keep;
    pool.n_keep_fds = 2;
    pool.file_bytes = (size_t)TNK_ARCHIVE_BYTES_MAX;
    pool.read_below = NULL;
    if (pool.timeout_ms == 0 || pool.timeout_ms < 120000)
        pool.timeout_ms = 120000;
    int rc = tnk_pool_run(&pool, &ops, 1, err);
    if (rc != TNK_OK || t->broken)
        return rc;
    if (fcntl(t->image_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0)
        return tnk_fail_plain(err, TNK_EIO, _("%s: cannot be opened"), t->given);
    return open_image(&u, err);
}

/* ---- plans -------------------------------------------------------------------------------------------------- */

struct planning {
    tnk_scanning *s;
    tnk_target *t;
    tnk_buf *out;
    uint32_t job;
};

static int put_unit(void *ud, const uint32_t *which, uint32_t n)
{
    struct planning *p = ud;
    tnk_wire_put_unit(p->out, which, n);
    return p->out->failed ? TNK_ENOMEM : 0;
}

static void put_plan_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has_place,
                          tnk_str msg)
{
    struct planning *p = ud;
    tnk_diagnostic d = { .level = level, .code = code, .path = path, .message = msg };
    (void)at, (void)has_place;
    tnk_wire_put_diagnostic(p->out, &d);
}

static int plan_work(void *ctx, uint32_t job, tnk_buf *out)
{
    struct planning *p = ctx;
    const tnk_unit_spec *plan = &p->t->units.plans.at[job];
    tnk_arena *a = tnk_arena_new(TNK_UNIT_MEMORY);
    tnk_error err = { 0 };
    size_t collector = 0;
    tnk_str *paths = a != NULL ? tnk_arena_array(a, plan->n_files, sizeof *paths) : NULL;
    tnk_collect_sink sink = { p, NULL, NULL, put_plan_diag };
    if (paths == NULL)
        return TNK_ENOMEM;
    while (!(plan->collectors >> collector & 1))
        collector++;
    for (uint32_t i = 0; i < plan->n_files; i++)
        paths[i] = tnk_tree_path(p->t->tree, plan->files[i]);
    p->out = out;
    const tnk_scan_options *opts = p->s->opts;
    tnk_unit_ctx cx = { .tree = p->t->tree, .arena = a, .atoms = opts->atoms, .options = opts->options,
                        .n_options = opts->n_options };
    uint32_t mark = tnk_atoms_mark(cx.atoms);
    int rc = tnk_collect_plan(opts->plugins, &cx, collector, paths, plan->n_files, &sink, put_unit, p, &err);
    tnk_atoms_rewind(cx.atoms, mark);
    tnk_arena_free(a);
    return rc == TNK_ENOMEM ? rc : 0;
}

static int on_unit(void *ud, const uint32_t *which, uint32_t n)
{
    struct planning *p = ud;
    return tnk_units_add(&p->t->units, p->s->arena, &p->t->units.plans.at[p->job], which, n, NULL);
}

static int on_plan_diag(void *ud, const tnk_diagnostic *d)
{
    struct planning *p = ud;
    return tnk_scanning_keep_diag(p->s, d);
}

static int plan_answer(void *ctx, uint32_t job, tnk_str bytes)
{
    struct planning *p = ctx;
    tnk_wire_sink sink = { .ud = p, .unit = on_unit, .diagnostic = on_plan_diag };
    p->job = job;
    return tnk_wire_read(bytes, 0, p->s->arena, &sink);
}

static void plan_lost(void *ctx, uint32_t job, tnk_loss why, const char *detail)
{
    struct planning *p = ctx;
    char msg[512];
    snprintf(msg, sizeof msg, _("its files could not be grouped: %s (%s)"), _(tnk_loss_words(why)), detail);
    tnk_scanning_diag(p->s, p->t, TNK_LEVEL_ERROR, "plan-lost",
                      tnk_tree_path(p->t->tree, p->t->units.plans.at[job].files[0]), msg);
}

int tnk_scanning_plan(tnk_scanning *s, tnk_target *t, tnk_error *err)
{
    struct planning p = { .s = s, .t = t };
    tnk_pool_options pool = s->opts->pool;
    tnk_pool_job_ops ops = { &p, NULL, plan_work, plan_answer, plan_lost, NULL };
    pool.read_below = s->roots;
    int rc = tnk_pool_run(&pool, &ops, t->units.plans.n, err);
    tnk_units_sort(&t->units);
    return rc;
}
