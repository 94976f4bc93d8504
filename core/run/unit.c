/* SPDX-License-Identifier: Apache-2.0
 * See unit.h. */
#include "core/run/unit.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/date.h"
#include "core/run/fault.h"
#include "core/run/snippet.h"
#include "core/run/suppress.h"

struct doing {
    const tnk_unit_job *job;
    tnk_unit_ctx cx;
    tnk_resources *set;
    tnk_buf *out;
    tnk_str prefix;
    tnk_str first;              /* the unit's first path, as shown */
    uint32_t (*tally)[TNK_VERDICT_KINDS];
    tnk_suppress_set **sets;    /* by source; made when a finding first points there */
    uint32_t n_sets;
    uint32_t warned;            /* the source whose comments a warning is about */
    tnk_date today;
    tnk_judgement *held;        /* told only once all rules have spoken: what one redacts, none may show */
    uint32_t n_held, cap_held;
    tnk_mask *masks;            /* sorted by file, off */
    uint32_t n_masks;
};

static tnk_str shown(struct doing *d, tnk_str path)
{
    if (d->prefix.len == 0)
        return path;
    tnk_str s = tnk_arena_printf(d->job->arena, "%.*s/%.*s", (int)d->prefix.len, d->prefix.ptr, (int)path.len,
                                 path.ptr);
    return s.ptr != NULL ? s : path;
}

/* ---- collecting ------------------------------------------------------------------------------------ */

static int on_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    struct doing *d = ud;
    tnk_res res = {
        .kind = tnk_schema_find_kind(tnk_rules_schema(d->job->rules), r->kind), .kind_text = r->kind,
        .origin = tnk_str_of(by->name), .address = r->address, .value = r->value, .at = r->at,
        .names = r->names, .n_names = r->n_names, .via = r->via, .n_via = r->n_via,
    };
    return tnk_resources_add(d->set, &res);
}

static int on_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    return tnk_resources_refer(((struct doing *)ud)->set, from, by, to);
}

static void on_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has_place, tnk_str msg)
{
    struct doing *d = ud;
    tnk_diagnostic out = { .level = level, .code = code, .path = shown(d, path), .message = msg };
    if (has_place && at.file < d->cx.sources.n) {
        tnk_position p = tnk_source_position(d->cx.sources.at[at.file], d->job->arena, at.off);
        out.line = p.line, out.column = p.column;
    }
    tnk_wire_put_diagnostic(d->out, &out);
}

/* ---- comments that set findings aside ------------------------------------------------------------------ */

static void on_comment(void *ud, const char *code, uint32_t line, uint32_t column, const char *msg)
{
    struct doing *d = ud;
    tnk_diagnostic out = { .level = TNK_LEVEL_WARNING, .code = tnk_str_of(code), .line = line, .column = column,
                           .path = shown(d, d->cx.sources.at[d->warned]->path), .message = tnk_str_of(msg) };
    tnk_wire_put_diagnostic(d->out, &out);
}

/* The comments of a source; NULL: it has none, or they do not count. */
static tnk_suppress_set *comments_of(struct doing *d, uint32_t file)
{
    if (d->job->no_target_config || file >= d->cx.sources.n)
        return NULL;
    if (d->sets == NULL) {
        d->n_sets = d->cx.sources.n;
        d->sets = tnk_arena_array(d->job->arena, d->n_sets, sizeof *d->sets);
    }
    if (d->sets == NULL || file >= d->n_sets)
        return NULL;
    if (d->sets[file] == NULL) {
        d->sets[file] = tnk_arena_alloc(d->job->arena, sizeof **d->sets);
        d->warned = file;
        if (d->sets[file] == NULL || tnk_suppressions_scan(d->cx.sources.at[file]->text, d->job->arena, d->sets[file],
                                                           on_comment, d, NULL) != TNK_OK)
            return NULL;
    }
    return d->sets[file];
}

/* A comment at the finding's line, or at the resource's first line of the same file. */
static void suppress(struct doing *d, const tnk_judgement *j, tnk_verdict *v)
{
    uint32_t first = 0;
    tnk_suppress_set *set = j->has_place ? comments_of(d, j->at.file) : NULL;
    if (set == NULL)
        return;
    if (j->res != NULL && j->res->at.file == j->at.file)
        first = tnk_source_line_at(d->cx.sources.at[j->at.file], d->job->arena, j->res->at.off);
    const tnk_suppress *s = tnk_suppress_find(set, tnk_rules_infos(d->job->rules)[j->rule].id, first, v->place.line,
                                              d->today);
    if (s != NULL)
        v->suppression = (tnk_suppression){ true, s->reason, s->until, s->line };
}

/* What is left of the comments in the unit's own files: expired ones, and those that set nothing aside. */
static void review_comments(struct doing *d, size_t n_files)
{
    if (d->job->only != NULL)
        return;     /* without all rules nobody can say that a comment is of no use */
    for (uint32_t i = 0; i < n_files && i < d->cx.sources.n; i++) {
        tnk_suppress_set *set = comments_of(d, i);
        d->warned = i;
        if (set != NULL)
            tnk_suppressions_review(set, d->today, on_comment, d);
    }
}

/* ---- judging ---------------------------------------------------------------------------------------- */

static void place(struct doing *d, const tnk_judgement *j, bool whole, tnk_place *ret)
{
    bool quote = whole && (j->verdict == TNK_FAIL || j->verdict == TNK_UNDETERMINED);
    ret->path = d->first;
    ret->snippet = (tnk_str){ "", 0 };
    if (!j->has_place || j->at.file >= d->cx.sources.n)
        return;
    tnk_source *src = d->cx.sources.at[j->at.file];
    /* From front to back, so that a long line is measured once: the snippet asks for the start again. */
    tnk_position from = tnk_source_position(src, d->job->arena, j->at.off);
    if (quote)
        ret->snippet = tnk_snippet(src, d->job->arena, j->at, d->masks, d->n_masks, &ret->snippet_line,
                                   &ret->snippet_skip);
    tnk_position to = tnk_source_position(src, d->job->arena, j->at.end > j->at.off ? j->at.end : j->at.off);
    ret->path = shown(d, src->path);
    ret->line = from.line, ret->column = from.column;
    ret->end_line = to.line, ret->end_column = to.column;
}

/* Where the resource was called from. */
static int chain(struct doing *d, const tnk_res *res, tnk_verdict *v)
{
    _Static_assert((int)TNK_RESOURCE_VIA_MAX <= (int)TNK_WIRE_VIA_MAX, "a chain fits on the wire");
    size_t n = res != NULL ? res->n_via : 0;
    tnk_spot *via = tnk_arena_array(d->job->arena, n, sizeof *via);
    if (via == NULL)
        return TNK_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        tnk_source *src = d->cx.sources.at[res->via[i].file];
        tnk_position p = tnk_source_position(src, d->job->arena, res->via[i].off);
        via[i] = (tnk_spot){ shown(d, src->path), p.line, p.column };
    }
    v->via = via;
    v->n_via = (uint32_t)n;
    return TNK_OK;
}

static bool is_quiet(const tnk_judgement *j)
{
    return j->verdict == TNK_PASS || j->verdict == TNK_NOT_APPLICABLE;
}

static int on_judgement(void *ud, const tnk_judgement *j)
{
    struct doing *d = ud;
    d->tally[j->rule][j->verdict]++;
    if (is_quiet(j) && !d->job->evidence)
        return 0;
    if (d->n_held == d->cap_held) {
        uint32_t cap = d->cap_held != 0 ? d->cap_held * 2 : 64;
        tnk_judgement *p = tnk_arena_array(d->job->arena, cap, sizeof *p);
        if (p == NULL)
            return TNK_ENOMEM;
        if (d->n_held != 0)
            memcpy(p, d->held, d->n_held * sizeof *p);
        d->held = p;
        d->cap_held = cap;
    }
    d->held[d->n_held] = *j;
    d->held[d->n_held++].message = tnk_arena_str(d->job->arena, j->message);
    return 0;
}

static int by_mask(const void *a, const void *b)
{
    const tnk_mask *x = a, *y = b;
    int order = (x->file > y->file) - (x->file < y->file);
    return order != 0 ? order : (x->off > y->off) - (x->off < y->off);
}

/* What findings of redacting rules point at is shown by no finding. */
static int make_masks(struct doing *d)
{
    const tnk_rule_info *infos = tnk_rules_infos(d->job->rules);
    d->masks = tnk_arena_array(d->job->arena, d->n_held, sizeof *d->masks);
    if (d->masks == NULL)
        return TNK_ENOMEM;
    for (uint32_t i = 0; i < d->n_held; i++) {
        const tnk_judgement *j = &d->held[i];
        bool shown_at = j->has_place && (j->verdict == TNK_FAIL || j->verdict == TNK_UNDETERMINED);
        if (infos[j->rule].redact && shown_at)
            d->masks[d->n_masks++] = (tnk_mask){ j->at.file, j->at.off, j->at.end };
    }
    if (d->n_masks != 0)
        qsort(d->masks, d->n_masks, sizeof *d->masks, by_mask);
    return TNK_OK;
}

/* The verdict of one judgement; as evidence it is told without what only findings show. */
static tnk_verdict verdict_of(struct doing *d, const tnk_judgement *j, bool whole)
{
    tnk_str none = { "", 0 };
    const tnk_model *m = tnk_rules_model(d->job->rules, j->rule);
    tnk_verdict v = {
        .rule = j->rule, .verdict = j->verdict, .kind = j->res != NULL ? j->res->kind_text : none,
        .model = m != NULL ? m->id : none, .address = j->res != NULL ? j->res->address : none,
        .origin = j->res != NULL ? j->res->origin : none, .related = j->related, .n_related = j->n_related,
        .message = j->message.ptr != NULL ? j->message : none, .suppression = { false, none, none, 0 },
        .fingerprint = none,
    };
    place(d, j, whole, &v.place);
    return v;
}

/* Of n judgements of one fault. */
static int tell_fault(struct doing *d, const tnk_judgement *list, uint32_t n)
{
    tnk_verdict v = verdict_of(d, list, true);
    if (chain(d, list->res, &v) != TNK_OK || tnk_fault_addresses(list, n, d->job->arena, &v) != TNK_OK)
        return TNK_ENOMEM;
    if (v.verdict == TNK_FAIL)
        suppress(d, list, &v);
    tnk_wire_put_verdict(d->out, &v);
    return d->out->failed ? TNK_ENOMEM : TNK_OK;
}

/* Every verdict by itself when evidence is kept; then those that need attention, one a fault. */
static int tell_all(struct doing *d)
{
    uint32_t n = 0;
    int rc = TNK_OK;
    for (uint32_t i = 0; i < d->n_held && !d->out->failed; i++) {
        if (d->job->evidence) {
            tnk_verdict v = verdict_of(d, &d->held[i], false);
            tnk_wire_put_evidence(d->out, &v);
        }
        if (!is_quiet(&d->held[i]))
            d->held[n++] = d->held[i];
    }
    tnk_faults_sort(d->held, n);
    for (uint32_t i = 0, len; rc == TNK_OK && i < n; i += len) {
        len = tnk_fault_length(d->held + i, n - i);
        rc = tell_fault(d, d->held + i, len);
    }
    return d->out->failed ? TNK_ENOMEM : rc;
}

static void put_tallies(struct doing *d)
{
    for (uint32_t i = 0; i < tnk_rules_count(d->job->rules); i++) {
        tnk_wire_tally t = { .rule = i };
        uint32_t sum = 0;
        for (int k = 0; k < TNK_VERDICT_KINDS; k++)
            sum += t.n[k] = d->tally[i][k];
        if (sum != 0)
            tnk_wire_put_tally(d->out, &t);
    }
}

static int judge(struct doing *d)
{
    tnk_error err = { 0 };
    tnk_judge_sink sink = { d, on_judgement };
    if (tnk_resources_count(d->set) == 0)
        return TNK_OK;
    d->tally = tnk_arena_array(d->job->arena, tnk_rules_count(d->job->rules), sizeof *d->tally);
    if (d->tally == NULL)
        return TNK_ENOMEM;
    int rc = tnk_rules_judge(d->job->rules, d->set, d->job->only, &sink, &err);
    if (rc == TNK_OK)
        rc = make_masks(d);
    if (rc == TNK_OK)
        rc = tell_all(d);
    if (rc == TNK_OK)
        put_tallies(d);
    return rc;
}

int tnk_unit_do(const tnk_unit_job *job, tnk_tree *tree, tnk_str prefix, uint64_t collectors, const tnk_str *paths,
                size_t n, tnk_buf *out)
{
    struct doing d = { .job = job, .out = out, .prefix = prefix };
    tnk_collect_sink sink = { &d, on_resource, on_reference, on_diag };
    uint32_t mark = tnk_atoms_mark(job->atoms);
    tnk_error err = { 0 };
    tnk_arena_reset(job->arena);
    d.cx = (tnk_unit_ctx){ .tree = tree, .arena = job->arena, .atoms = job->atoms, .options = job->options,
                           .n_options = job->n_options };
    d.first = shown(&d, tnk_path_show(job->arena, paths[0]));
    d.set = tnk_resources_new(job->arena, job->atoms, tnk_schema_kinds(tnk_rules_schema(job->rules)));
    int rc = d.set != NULL ? tnk_collect_unit(job->plugins, &d.cx, collectors, paths, n, &sink, &err) : TNK_ENOMEM;
    (void)tnk_date_parse(job->as_of, &d.today);
    if (rc == TNK_OK)
        rc = judge(&d);
    if (rc == TNK_OK && d.cx.files_known != 0)
        review_comments(&d, n);
    if (rc == TNK_OK) {
        tnk_wire_counts counts = { d.cx.files_read, d.cx.files_known, d.cx.files_failed,
                                   tnk_resources_count(d.set) };
        tnk_wire_put_counts(out, &counts);
    }
    tnk_atoms_rewind(job->atoms, mark);
    return rc != TNK_OK ? rc : out->failed ? TNK_ENOMEM : TNK_OK;
}
