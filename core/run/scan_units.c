/* SPDX-License-Identifier: Apache-2.0
 * The units of a scan as jobs of the pool. A unit that is lost while several collectors looked at it is done
 * again by each of them alone, so that only the guilty one's part is missing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/run/scanning.h"

const char *tnk_loss_words(tnk_loss why)
{
    switch (why) {
    case TNK_LOSS_CRASH:
        return N_("the worker that read it crashed");
    case TNK_LOSS_FORBIDDEN:
        return N_("the worker that read it tried something a worker must not do and was stopped");
    case TNK_LOSS_TIMEOUT:
        return N_("it took longer than a unit may (see --unit-timeout)");
    case TNK_LOSS_MEMORY:
        return N_("it needs more memory than a unit may use");
    case TNK_LOSS_OUTPUT:
        return N_("it gives more results than a unit may");
    case TNK_LOSS_PROTOCOL:
        return N_("the worker that read it answered nonsense or went away");
    }
    return "";
}

/* ---- in the worker ------------------------------------------------------------------------------------ */

static int prepare(void *ctx)
{
    tnk_scanning *s = ctx;
    s->unit = (tnk_unit_job){
        .plugins = s->opts->plugins, .rules = s->opts->rules, .atoms = s->opts->atoms, .only = s->opts->only,
        .evidence = s->opts->evidence, .no_target_config = s->opts->no_target_config, .as_of = s->opts->as_of,
        .options = s->opts->options, .n_options = s->opts->n_options,
        .arena = tnk_arena_new(TNK_UNIT_MEMORY),
    };
    tnk_rules_watch(s->opts->rules);
    return s->unit.arena != NULL ? 0 : -1;
}

static int work(void *ctx, uint32_t number, tnk_buf *out)
{
    tnk_scanning *s = ctx;
    const tnk_job *job = &s->jobs[number];
    tnk_target *t = &s->targets[job->target];
    tnk_str one = { "", 0 }, *paths = &one;
    if (job->unit.n_files > 1 && (paths = malloc(job->unit.n_files * sizeof *paths)) == NULL)
        return TNK_ENOMEM;
    for (uint32_t i = 0; i < job->unit.n_files; i++)
        paths[i] = tnk_tree_path(t->tree, job->unit.files[i]);
    int rc = tnk_unit_do(&s->unit, t->tree, t->prefix, job->unit.collectors, paths, job->unit.n_files, out);
    if (paths != &one)
        free(paths);
    return rc;
}

/* ---- in the parent -------------------------------------------------------------------------------------- */

static int on_counts(void *ud, const tnk_wire_counts *c)
{
    tnk_scanning *s = ud;
    tnk_scan_result *r = s->res;
    s->now->looked_at |= c->files_known != 0 || c->files_failed != 0;
    r->files_read += c->files_read;
    r->files_known += c->files_known;
    r->files_failed += c->files_failed;
    r->resources += c->resources;
    return 0;
}

static int on_tally(void *ud, const tnk_wire_tally *t)
{
    tnk_scan_result *r = ((tnk_scanning *)ud)->res;
    for (int k = 0; k < TNK_VERDICT_KINDS; k++)
        r->tally[t->rule][k] += t->n[k];
    return 0;
}

static int keep(tnk_arena *a, const tnk_verdict *v, tnk_verdict **list, uint32_t *n, uint32_t *cap)
{
    if (*n == *cap) {
        uint32_t more = *cap != 0 ? *cap * 2 : 256;
        tnk_verdict *p = tnk_arena_array(a, more, sizeof *p);
        if (p == NULL)
            return TNK_ENOMEM;
        if (*n != 0)
            memcpy(p, *list, *n * sizeof *p);
        *list = p;
        *cap = more;
    }
    (*list)[(*n)++] = *v;
    return 0;
}

static int on_verdict(void *ud, const tnk_verdict *v)
{
    tnk_scanning *s = ud;
    return keep(s->arena, v, &s->res->verdicts, &s->res->n_verdicts, &s->cap_verdicts);
}

static int on_evidence(void *ud, const tnk_verdict *v)
{
    tnk_scanning *s = ud;
    return keep(s->arena, v, &s->res->evidence, &s->res->n_evidence, &s->cap_evidence);
}

static int on_diagnostic(void *ud, const tnk_diagnostic *d)
{
    return tnk_scanning_keep_diag(ud, d);
}

/* Checking comes first: only an answer that is well formed from end to end changes the result. */
static int nothing_counts(void *ud, const tnk_wire_counts *c) { (void)ud, (void)c; return 0; }
static int nothing_tally(void *ud, const tnk_wire_tally *t) { (void)ud, (void)t; return 0; }
static int nothing_verdict(void *ud, const tnk_verdict *v) { (void)ud, (void)v; return 0; }
static int nothing_diag(void *ud, const tnk_diagnostic *d) { (void)ud, (void)d; return 0; }

static int answer(void *ctx, uint32_t job, tnk_str bytes)
{
    static const tnk_wire_sink check = { .counts = nothing_counts, .tally = nothing_tally,
                                         .verdict = nothing_verdict, .evidence = nothing_verdict,
                                         .diagnostic = nothing_diag };
    tnk_scanning *s = ctx;
    tnk_wire_sink take = { .ud = s, .counts = on_counts, .tally = on_tally, .verdict = on_verdict,
                           .evidence = on_evidence, .diagnostic = on_diagnostic };
    uint32_t rules = tnk_rules_count(s->opts->rules);
    tnk_arena *scratch = tnk_arena_new(bytes.len * 8 + (1 << 20));
    s->now = &s->targets[s->jobs[job].target];
    int rc = scratch != NULL ? tnk_wire_read(bytes, rules, scratch, &check) : TNK_ENOMEM;
    tnk_arena_free(scratch);
    if (rc == TNK_OK && tnk_wire_read(bytes, rules, s->arena, &take) != TNK_OK)
        s->no_memory = true;
    return rc;
}

static int do_again(tnk_scanning *s, const tnk_job *job)
{
    for (unsigned bit = 0; bit < TNK_PLUGINS_MAX; bit++) {
        if (!(job->unit.collectors >> bit & 1))
            continue;
        if (s->n_again == s->cap_again) {
            uint32_t cap = s->cap_again != 0 ? s->cap_again * 2 : 16;
            tnk_job *p = tnk_arena_array(s->arena, cap, sizeof *p);
            if (p == NULL)
                return TNK_ENOMEM;
            if (s->n_again != 0)
                memcpy(p, s->again, s->n_again * sizeof *p);
            s->again = p;
            s->cap_again = cap;
        }
        s->again[s->n_again] = *job;
        s->again[s->n_again++].unit.collectors = (uint64_t)1 << bit;
    }
    return TNK_OK;
}

static const char *collector_name(const tnk_scanning *s, uint64_t mask)
{
    unsigned bit = 0;
    while (bit < TNK_PLUGINS_MAX - 1 && !(mask >> bit & 1))
        bit++;
    const tnk_plugin *p = tnk_plugins_at(s->opts->plugins, bit);
    return p != NULL ? p->c.name : "";
}

static void lost(void *ctx, uint32_t number, tnk_loss why, const char *detail)
{
    tnk_scanning *s = ctx;
    const tnk_job *job = &s->jobs[number];
    uint64_t mask = job->unit.collectors;
    char msg[512];
    if ((mask & (mask - 1)) != 0) {
        if (do_again(s, job) != TNK_OK)
            s->no_memory = true;
        return;
    }
    snprintf(msg, sizeof msg, _("not judged by the collector %s: %s (%s)"), collector_name(s, mask),
             _(tnk_loss_words(why)), detail);
    tnk_target *t = &s->targets[job->target];
    t->looked_at = true;
    s->res->files_failed += job->unit.n_files;
    tnk_scanning_diag(s, t, TNK_LEVEL_ERROR, "unit-lost", tnk_tree_path(t->tree, job->unit.files[0]), msg);
}

static void progress(void *ctx, uint32_t done, uint32_t all)
{
    const tnk_scanning *s = ctx;
    if (s->opts->progress != NULL)
        s->opts->progress(s->opts->ud, done, all);
}

static int list_jobs(tnk_scanning *s)
{
    uint32_t n = 0;
    for (size_t i = 0; i < s->opts->n_targets; i++)
        n += s->targets[i].units.ready.n;
    s->jobs = tnk_arena_array(s->arena, n, sizeof *s->jobs);
    if (s->jobs == NULL)
        return TNK_ENOMEM;
    for (size_t i = 0; i < s->opts->n_targets; i++) {
        const tnk_unit_list *l = &s->targets[i].units.ready;
        for (uint32_t j = 0; j < l->n; j++)
            s->jobs[s->n_jobs++] = (tnk_job){ (uint32_t)i, l->at[j] };
    }
    return TNK_OK;
}

int tnk_scanning_units(tnk_scanning *s, tnk_error *err)
{
    tnk_pool_options pool = s->opts->pool;
    tnk_pool_job_ops ops = { s, prepare, work, answer, lost, progress };
    pool.read_below = s->roots;
    if (list_jobs(s) != TNK_OK)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    while (s->n_jobs != 0) {
        int rc = tnk_pool_run(&pool, &ops, s->n_jobs, err);
        if (rc != TNK_OK)
            return rc;
        s->jobs = s->again;
        s->n_jobs = s->n_again;
        s->again = NULL;
        s->n_again = s->cap_again = 0;
    }
    return TNK_OK;
}
