/* SPDX-License-Identifier: Apache-2.0
 * From what a scan found to the run record: findings, counts, checklists, gate; see cli.h. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "core/base/i18n.h"
#include "core/checklist/coverage.h"
#include "core/cli/cli.h"
#include "core/result/finding.h"

static int by_place(const void *a, const void *b)
{
    const tnk_diagnostic *x = a, *y = b;
    int d = tnk_str_cmp(x->path, y->path);
    if (d == 0)
        d = (x->line > y->line) - (x->line < y->line);
    if (d == 0)
        d = (x->column > y->column) - (x->column < y->column);
    if (d == 0)
        d = tnk_str_cmp(x->code, y->code);
    return d != 0 ? d : tnk_str_cmp(x->message, y->message);
}

/* Sorted, and each said once: a file that is read again and again (an include) says the same again. */
static void sort_diagnostics(const tnk_scan_result *scan, tnk_record *r)
{
    tnk_diagnostic *all = scan->diagnostics;
    uint32_t n = 0;
    if (scan->n_diagnostics != 0)
        qsort(all, scan->n_diagnostics, sizeof *all, by_place);
    for (uint32_t i = 0; i < scan->n_diagnostics; i++) {
        if (n == 0 || by_place(&all[n - 1], &all[i]) != 0 || all[n - 1].level != all[i].level)
            all[n++] = all[i];
    }
    r->diagnostics = all;
    r->n_diagnostics = n;
    for (uint32_t i = 0; i < r->n_diagnostics; i++)
        r->incomplete |= r->diagnostics[i].level == TNK_LEVEL_ERROR;
}

/* An erring rule is trouble of the scan as well: say so once a rule. */
static int add_rule_errors(tnk_scan_result *scan, const tnk_setup *s, tnk_arena *a)
{
    uint32_t n = 0, rules = tnk_rules_count(s->rules);
    for (uint32_t i = 0; i < rules; i++)
        n += scan->tally[i][TNK_RULE_ERROR] != 0;
    if (n == 0)
        return TNK_OK;
    tnk_diagnostic *all = tnk_arena_array(a, (size_t)scan->n_diagnostics + n, sizeof *all);
    if (all == NULL)
        return TNK_ENOMEM;
    if (scan->n_diagnostics != 0)
        memcpy(all, scan->diagnostics, scan->n_diagnostics * sizeof *all);
    for (uint32_t i = 0; i < rules; i++) {
        const tnk_verdict *first = NULL;
        for (uint32_t j = 0; scan->tally[i][TNK_RULE_ERROR] != 0 && first == NULL && j < scan->n_verdicts; j++) {
            if (scan->verdicts[j].rule == i && scan->verdicts[j].verdict == TNK_RULE_ERROR)
                first = &scan->verdicts[j];
        }
        if (first == NULL)
            continue;
        tnk_str msg = tnk_arena_printf(a, _("the rule %s failed %llu times, first at %s: %s"),
                                       tnk_rules_infos(s->rules)[i].id.ptr,
                                       (unsigned long long)scan->tally[i][TNK_RULE_ERROR],
                                       first->address.len != 0 ? first->address.ptr : first->place.path.ptr,
                                       first->message.ptr);
        all[scan->n_diagnostics++] = (tnk_diagnostic){ TNK_LEVEL_ERROR, TNK_S("rule-error"), first->place.path,
                                                       first->place.line, first->place.column, msg };
    }
    scan->diagnostics = all;
    return TNK_OK;
}

static void name_models(tnk_verdict *list, uint32_t n, const tnk_setup *s)
{
    for (uint32_t i = 0; i < n; i++) {
        const tnk_model *m =
            list[i].model.len != 0 ? tnk_schema_model(tnk_rules_schema(s->rules), list[i].model) : NULL;
        if (m != NULL)
            list[i].label = tnk_both_in(&m->label, tnk_lang_get());
    }
}

/* The list of findings: fails, and undetermined ones when asked for; merged. */
static int list_findings(const tnk_setup *s, const tnk_scan_result *scan, const tnk_audit_options *opts, tnk_record *r,
                         tnk_error *err)
{
    tnk_verdict *list = tnk_arena_array(r->arena, scan->n_verdicts, sizeof *list);
    uint32_t n = 0;
    if (list == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (uint32_t i = 0; i < scan->n_verdicts; i++) {
        tnk_verdict_kind k = scan->verdicts[i].verdict;
        if (k == TNK_FAIL || (k == TNK_UNDETERMINED && opts->show_undetermined))
            list[n++] = scan->verdicts[i];
    }
    name_models(list, n, s);
    int rc = tnk_verdicts_merge(list, &n, r->arena, err);
    if (rc == TNK_OK)
        rc = tnk_verdicts_fingerprint(list, n, r->rules, r->arena, err);
    r->list = list;
    r->n_list = n;
    for (uint32_t i = 0; i < n && rc == TNK_OK; i++) {
        if (list[i].suppression.present)
            r->suppressed++;
        else if (list[i].verdict == TNK_FAIL)
            r->findings[r->rules[list[i].rule].severity]++;
    }
    return rc;
}

static int cover(const tnk_setup *s, const tnk_scan_result *scan, tnk_record *r, tnk_error *err)
{
    tnk_rule_tally *tally = tnk_arena_array(r->arena, r->n_rules + 1, sizeof *tally);
    if (tally == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (uint32_t i = 0; i < r->n_rules; i++) {
        for (int k = 0; k < TNK_VERDICT_KINDS; k++) {
            tally[i].verdicts[k] = scan->tally[i][k];
            r->verdicts[k] += scan->tally[i][k];
        }
    }
    for (uint32_t i = 0; i < r->n_list; i++)
        tally[r->list[i].rule].open_fails += r->list[i].verdict == TNK_FAIL && !r->list[i].suppression.present;
    return tnk_coverage(s->catalogues, r->rules, r->n_rules, tally, r->arena, &r->checklists, &r->n_checklists, err);
}

static void decide(tnk_record *r)
{
    uint64_t over = 0;
    for (int i = 0; i <= (int)r->gate_level; i++)
        over += r->findings[i];
    r->gate_holds = r->gate_off || (over == 0 && !r->incomplete);
    if (r->gate_off)
        r->gate_reason = tnk_str_of(_("no gate was asked for"));
    else if (over == 0 && r->incomplete)
        r->gate_reason = tnk_str_of(_("the scan is incomplete"));
    else if (over == 0)
        r->gate_reason = tnk_arena_printf(r->arena, _("no finding of severity %s or above"),
                                          _(tnk_severity_name(r->gate_level)));
    else if (over == 1)
        r->gate_reason = tnk_arena_printf(r->arena, _("one finding of severity %s or above"),
                                          _(tnk_severity_name(r->gate_level)));
    else
        r->gate_reason = tnk_arena_printf(r->arena, _("%llu findings of severity %s or above"),
                                          (unsigned long long)over, _(tnk_severity_name(r->gate_level)));
}

static int name_run(tnk_record *r, const char *started)
{
    unsigned char id[8] = { 0 };
    char now[32];
    (void)!getrandom(id, sizeof id, 0);
    tnk_cli_now(now);
    r->id = tnk_arena_printf(r->arena, "%02x%02x%02x%02x%02x%02x%02x%02x", id[0], id[1], id[2], id[3], id[4], id[5],
                             id[6], id[7]);
    r->started = tnk_str_of(started);
    r->finished = tnk_arena_str(r->arena, tnk_str_of(now));
    return r->id.ptr != NULL && r->finished.ptr != NULL ? TNK_OK : TNK_ENOMEM;
}

int tnk_audit(const tnk_setup *s, const tnk_scan_result *scan_in, const tnk_audit_options *opts, tnk_arena *a,
              tnk_record *ret, tnk_error *err)
{
    tnk_scan_result scan = *scan_in;
    tnk_record r = {
        .arena = a, .lang = tnk_lang_get(), .version = TNK_S(TNK_VERSION), .targets = opts->targets,
        .as_of = opts->as_of, .rank = { "", 0 }, .resources = scan.resources,
        .rules = tnk_rules_infos(s->rules), .n_rules = tnk_rules_count(s->rules),
        .gate_level = opts->gate_level, .gate_off = opts->gate_off,
    };
    r.files.seen = scan.files_seen;
    r.files.excluded = scan.excluded;
    r.files.skipped = scan.skipped;
    r.files.read = scan.files_read;
    r.files.claimed = scan.files_known;
    r.files.failed = scan.files_failed;
    tnk_verdicts_sort(scan.verdicts, scan.n_verdicts);     /* workers answer in any order; nothing below may show it */
    tnk_verdicts_sort(scan.evidence, scan.n_evidence);
    if (add_rule_errors(&scan, s, a) != TNK_OK || name_run(&r, opts->started) != TNK_OK)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    sort_diagnostics(&scan, &r);
    int rc = list_findings(s, &scan, opts, &r, err);
    if (rc == TNK_OK && opts->evidence) {
        static const tnk_verdict none[1];
        r.evidence = scan.n_evidence != 0 ? scan.evidence : none;
        r.n_evidence = scan.n_evidence;
    }
    if (rc == TNK_OK)
        rc = cover(s, &scan, &r, err);
    if (rc != TNK_OK)
        return rc;
    decide(&r);
    *ret = r;
    return TNK_OK;
}
