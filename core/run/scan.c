/* SPDX-License-Identifier: Apache-2.0
 * Opening targets and putting the phases of a scan in a row; see scan.h. */
#include "core/run/scan.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/collect/show.h"
#include "core/run/scanning.h"

/* ---- diagnostics ------------------------------------------------------------------------------------- */

int tnk_scanning_keep_diag(tnk_scanning *s, const tnk_diagnostic *d)
{
    tnk_scan_result *r = s->res;
    if (r->n_diagnostics == s->cap_diagnostics) {
        uint32_t cap = s->cap_diagnostics != 0 ? s->cap_diagnostics * 2 : 64;
        tnk_diagnostic *p = tnk_arena_array(s->arena, cap, sizeof *p);
        if (p == NULL) {
            s->no_memory = true;
            return TNK_ENOMEM;
        }
        if (r->n_diagnostics != 0)
            memcpy(p, r->diagnostics, r->n_diagnostics * sizeof *p);
        r->diagnostics = p;
        s->cap_diagnostics = cap;
    }
    r->diagnostics[r->n_diagnostics++] = *d;
    return TNK_OK;
}

void tnk_scanning_diag(tnk_scanning *s, const tnk_target *t, uint32_t level, const char *code, tnk_str path,
                       const char *msg)
{
    tnk_str shown = tnk_path_show(s->arena, path);
    if (t != NULL && t->prefix.len != 0 && shown.len != 0)
        shown = tnk_arena_printf(s->arena, "%.*s/%.*s", (int)t->prefix.len, t->prefix.ptr, (int)shown.len, shown.ptr);
    else if (t != NULL && shown.len == 0)
        shown = tnk_path_show(s->arena, tnk_str_of(t->given));
    tnk_diagnostic d = { .level = level, .code = tnk_str_of(code), .path = shown,
                         .message = tnk_text_show(s->arena, tnk_str_of(msg)) };
    if (d.path.ptr == NULL || d.message.ptr == NULL)
        s->no_memory = true;
    else
        (void)tnk_scanning_keep_diag(s, &d);
}

static void on_tree_diag(void *ud, uint32_t level, const char *code, tnk_str path, const char *msg)
{
    tnk_scanning *s = ud;
    tnk_scanning_diag(s, s->now, level, code, path, msg);
}

/* ---- targets -------------------------------------------------------------------------------------------- */

/* What is shown before the paths of a target: nothing for the only directory, else the target as given; for
 * a file the folder it was given with. */
static tnk_str prefix_of(tnk_scanning *s, const tnk_target *t)
{
    tnk_str given = tnk_str_of(t->given);
    while (given.len > 1 && given.ptr[given.len - 1] == '/')
        given.len--;
    if (t->kind == TNK_TARGET_FILE) {
        while (given.len > 0 && given.ptr[given.len - 1] != '/')
            given.len--;
        while (given.len > 1 && given.ptr[given.len - 1] == '/')
            given.len--;
        return tnk_str_is(given, "/") ? (tnk_str){ "", 0 } : tnk_path_show(s->arena, given);
    }
    return s->opts->n_targets > 1 ? tnk_path_show(s->arena, given) : (tnk_str){ "", 0 };
}

/* What is called an archive but begins like none would be read as a file nobody knows. */
static bool misnamed_archive(const tnk_target *t)
{
    static const tnk_str endings[] = { TNK_LIT(".tar"), TNK_LIT(".tar.gz"), TNK_LIT(".tgz"), TNK_LIT(".zip") };
    tnk_str given = tnk_str_of(t->given);
    for (size_t i = 0; t->kind == TNK_TARGET_FILE && i < sizeof endings / sizeof *endings; i++) {
        if (tnk_str_ends(given, endings[i]))
            return true;
    }
    return false;
}

/* A target of which nothing was audited must not look like one that was found clean. */
static void say_unknown(tnk_scanning *s)
{
    for (size_t i = 0; i < s->opts->n_targets; i++) {
        tnk_target *t = &s->targets[i];
        if (misnamed_archive(t))
            tnk_scanning_diag(s, t, TNK_LEVEL_ERROR, "archive-incomplete", (tnk_str){ "", 0 },
                              _("The archive is damaged, or neither tar, tar.gz nor zip"));
        else if (!t->looked_at && !t->broken)
            tnk_scanning_diag(s, t, TNK_LEVEL_WARNING, "nothing-known", (tnk_str){ "", 0 },
                              _("No collector knows anything here: nothing was audited"));
    }
}

static int open_target(tnk_scanning *s, tnk_target *t, tnk_error *err)
{
    tnk_tree_options tree = s->opts->tree;
    tree.diag = on_tree_diag;
    tree.ud = s;
    s->now = t;
    int rc = tnk_target_kind_of(t->given, &t->kind, err);
    if (rc != TNK_OK)
        return rc;
    t->prefix = prefix_of(s, t);
    if (t->kind == TNK_TARGET_ARCHIVE)
        rc = tnk_scanning_unpack(s, t, err);
    else
        rc = tnk_tree_open(t->given, &tree, &t->tree, err);
    if (rc != TNK_OK || t->broken)
        return rc;
    s->res->files_seen += tnk_tree_count(t->tree);
    s->res->excluded += tnk_tree_excluded(t->tree);
    s->res->skipped += tnk_tree_skipped(t->tree);
    return tnk_units_plan(s->opts->plugins, t->tree, s->arena, &t->units, err);
}

static int open_targets(tnk_scanning *s, tnk_error *err)
{
    int rc = TNK_OK;
    for (size_t i = 0; i < s->opts->n_targets && rc == TNK_OK; i++)
        rc = open_target(s, &s->targets[i], err);
    for (size_t i = 0, n = 0; i < s->opts->n_targets && rc == TNK_OK; i++) {
        if (s->targets[i].tree != NULL && tnk_tree_root(s->targets[i].tree) != NULL)
            s->roots[n++] = tnk_tree_root(s->targets[i].tree);
    }
    for (size_t i = 0; i < s->opts->n_targets && rc == TNK_OK; i++) {
        if (s->targets[i].units.plans.n != 0)
            rc = tnk_scanning_plan(s, &s->targets[i], err);
    }
    return rc;
}

static void close_targets(tnk_scanning *s)
{
    for (size_t i = 0; i < s->opts->n_targets; i++) {
        tnk_target *t = &s->targets[i];
        tnk_tree_close(t->tree);
        if (t->image != NULL)
            munmap(t->image, t->image_len);
        if (t->image_fd >= 0)
            close(t->image_fd);
        if (t->archive_fd >= 0)
            close(t->archive_fd);
    }
}

int tnk_scan(const tnk_scan_options *opts, tnk_arena *a, tnk_scan_result *ret, tnk_error *err)
{
    tnk_scan_result res = { 0 };
    tnk_scanning s = { .opts = opts, .arena = a, .res = &res };
    uint32_t rules = tnk_rules_count(opts->rules);
    s.targets = tnk_arena_array(a, opts->n_targets, sizeof *s.targets);
    s.roots = tnk_arena_array(a, opts->n_targets + 1, sizeof *s.roots);
    res.tally = tnk_arena_array(a, rules + 1, sizeof *res.tally);
    if (s.targets == NULL || s.roots == NULL || res.tally == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (size_t i = 0; i < opts->n_targets; i++)
        s.targets[i] = (tnk_target){ .given = opts->targets[i], .archive_fd = -1, .image_fd = -1 };
    int rc = open_targets(&s, err);
    if (rc == TNK_OK)
        rc = tnk_scanning_units(&s, err);
    if (rc == TNK_OK)
        say_unknown(&s);
    if (rc == TNK_OK && s.no_memory)
        rc = tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    close_targets(&s);
    if (rc == TNK_OK)
        *ret = res;
    return rc;
}
