/* SPDX-License-Identifier: Apache-2.0
 * The run record as JSON, schema tenken.run/1 (docs/run-record.schema.json). Keys, their order
 * and what null means are a promise to other programs. */
#include "core/report/jsonw.h"
#include "core/report/report.h"

static void head(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_text(w, "schema", "tenken.run/1");
    tnk_jsonw_map(w, "tool");
    tnk_jsonw_text(w, "name", "tenken");
    tnk_jsonw_str(w, "version", r->version);
    tnk_jsonw_end(w);
    tnk_jsonw_map(w, "run");
    tnk_jsonw_str(w, "id", r->id);
    tnk_jsonw_str(w, "started", r->started);
    tnk_jsonw_str(w, "finished", r->finished);
    tnk_jsonw_str(w, "as_of", r->as_of);
    tnk_jsonw_strs(w, "targets", r->targets);
    tnk_jsonw_str_or_null(w, "rank", r->rank);
    tnk_jsonw_text(w, "language", r->lang == TNK_LANG_JA ? "ja" : "en");
    tnk_jsonw_flag(w, "complete", !r->incomplete);
    tnk_jsonw_end(w);
}

static void summary(tnk_jsonw *w, const tnk_record *r)
{
    static const char *const verdict_keys[TNK_VERDICT_KINDS] = {
        [TNK_PASS] = "pass", [TNK_FAIL] = "fail", [TNK_UNDETERMINED] = "undetermined",
        [TNK_NOT_APPLICABLE] = "not_applicable", [TNK_RULE_ERROR] = "error",
    };
    tnk_jsonw_map(w, "summary");
    tnk_jsonw_map(w, "files");
    tnk_jsonw_uint(w, "seen", r->files.seen);
    tnk_jsonw_uint(w, "read", r->files.read);
    tnk_jsonw_uint(w, "claimed", r->files.claimed);
    tnk_jsonw_uint(w, "failed", r->files.failed);
    tnk_jsonw_uint(w, "excluded", r->files.excluded);
    tnk_jsonw_uint(w, "skipped", r->files.skipped);
    tnk_jsonw_end(w);
    tnk_jsonw_uint(w, "resources", r->resources);
    tnk_jsonw_map(w, "verdicts");
    for (unsigned i = 0; i < TNK_VERDICT_KINDS; i++)
        tnk_jsonw_uint(w, verdict_keys[i], r->verdicts[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_map(w, "findings");
    for (unsigned i = 0; i < TNK_SEVERITIES; i++)
        tnk_jsonw_uint(w, tnk_severity_name((tnk_severity)i), r->findings[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_uint(w, "waived", r->waived);
    tnk_jsonw_uint(w, "suppressed", r->suppressed);
    tnk_jsonw_end(w);
}

static void resource(tnk_jsonw *w, const tnk_verdict *v)
{
    if (v->kind.len == 0) {     /* the rule speaks about the unit as a whole */
        tnk_jsonw_null(w, "resource");
        return;
    }
    tnk_jsonw_map(w, "resource");
    tnk_jsonw_str(w, "kind", v->kind);
    tnk_jsonw_str_or_null(w, "model", v->model);
    tnk_jsonw_str(w, "address", v->address);
    if (v->n_more != 0) {
        tnk_jsonw_strs(w, "also", (tnk_strs){ v->also, v->n_also });
        tnk_jsonw_uint(w, "count", (uint64_t)v->n_more + 1);
    }
    tnk_jsonw_str(w, "origin", v->origin);
    tnk_jsonw_end(w);
}

static void calls(tnk_jsonw *w, const tnk_verdict *v)
{
    tnk_jsonw_list(w, "via");
    for (uint32_t i = 0; i < v->n_via; i++) {
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_str(w, "path", v->via[i].path);
        tnk_jsonw_uint(w, "line", v->via[i].line);
        tnk_jsonw_uint(w, "column", v->via[i].column);
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

static void location(tnk_jsonw *w, const tnk_verdict *v)
{
    const tnk_place *p = &v->place;
    if (p->path.len == 0) {
        tnk_jsonw_null(w, "location");
        return;
    }
    tnk_jsonw_map(w, "location");
    tnk_jsonw_str(w, "path", p->path);
    tnk_jsonw_uint(w, "line", p->line);
    tnk_jsonw_uint(w, "column", p->column);
    tnk_jsonw_uint(w, "end_line", p->end_line);
    tnk_jsonw_uint(w, "end_column", p->end_column);
    tnk_jsonw_uint(w, "snippet_line", p->snippet_line);
    tnk_jsonw_str(w, "snippet", p->snippet);
    if (v->n_via != 0)
        calls(w, v);
    tnk_jsonw_end(w);
}

static void suppression(tnk_jsonw *w, const tnk_suppression *s)
{
    if (!s->present) {
        tnk_jsonw_null(w, "suppression");
        return;
    }
    tnk_jsonw_map(w, "suppression");
    tnk_jsonw_str(w, "reason", s->reason);
    tnk_jsonw_str_or_null(w, "until", s->until);
    tnk_jsonw_uint(w, "line", s->line);
    tnk_jsonw_end(w);
}

static void finding(tnk_jsonw *w, const tnk_record *r, const tnk_verdict *v)
{
    const tnk_rule_info *rule = &r->rules[v->rule];
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "rule", rule->id);
    tnk_jsonw_text(w, "verdict", tnk_verdict_name(v->verdict));
    tnk_jsonw_text(w, "severity", tnk_severity_name(rule->severity));
    tnk_jsonw_str(w, "title", tnk_both_in(&rule->title, r->lang));
    tnk_jsonw_str(w, "message", tnk_report_message(r, v));
    resource(w, v);
    location(w, v);
    tnk_jsonw_strs(w, "items", rule->items);
    tnk_jsonw_str(w, "fix", tnk_both_in(&rule->fix, r->lang));
    tnk_jsonw_str(w, "fingerprint", v->fingerprint);
    tnk_jsonw_null(w, "waiver");    /* waived findings are not in the list; see `waived` */
    suppression(w, &v->suppression);
    tnk_jsonw_end(w);
}

static void evidence(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_list(w, "verdicts");
    for (uint32_t i = 0; i < r->n_evidence; i++) {
        const tnk_verdict *v = &r->evidence[i];
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_str(w, "rule", r->rules[v->rule].id);
        tnk_jsonw_text(w, "verdict", tnk_verdict_name(v->verdict));
        tnk_jsonw_str_or_null(w, "kind", v->kind);
        tnk_jsonw_str_or_null(w, "address", v->address);
        tnk_jsonw_strs(w, "related", (tnk_strs){ v->related, v->n_related });
        tnk_jsonw_str_or_null(w, "path", v->place.path);
        tnk_jsonw_uint(w, "line", v->place.line);
        tnk_jsonw_str_or_null(w, "reason", v->message);
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

static void item(tnk_jsonw *w, const tnk_record *r, const tnk_item *it)
{
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "id", it->id);
    tnk_jsonw_str(w, "title", tnk_both_in(&it->title, r->lang));
    tnk_jsonw_text(w, "status", tnk_item_status_name(it->status));
    tnk_jsonw_flag(w, "partial", it->partial);
    tnk_jsonw_list(w, "rules");
    for (uint32_t i = 0; i < it->n_rules; i++)
        tnk_jsonw_str(w, NULL, r->rules[it->rules[i]].id);
    tnk_jsonw_end(w);
    tnk_jsonw_uint(w, "findings", it->findings);
    tnk_jsonw_null(w, "attestation");   /* an attested item's status says so */
    tnk_jsonw_end(w);
}

static void checklists(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_list(w, "checklists");
    for (uint32_t i = 0; i < r->n_checklists; i++) {
        const tnk_checklist *c = &r->checklists[i];
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_str(w, "id", c->id);
        tnk_jsonw_str(w, "title", tnk_both_in(&c->title, r->lang));
        tnk_jsonw_list(w, "items");
        for (uint32_t k = 0; k < c->n_items; k++)
            item(w, r, &c->items[k]);
        tnk_jsonw_end(w);
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

static void diagnostics(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_list(w, "diagnostics");
    for (uint32_t i = 0; i < r->n_diagnostics; i++) {
        const tnk_diagnostic *d = &r->diagnostics[i];
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_text(w, "level", tnk_report_level_name(d->level));
        tnk_jsonw_str(w, "code", d->code);
        tnk_jsonw_str_or_null(w, "path", d->path);
        tnk_jsonw_uint(w, "line", d->line);
        tnk_jsonw_uint(w, "column", d->column);
        tnk_jsonw_str(w, "message", d->message);
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

int tnk_report_json(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                    tnk_error *err)
{
    tnk_jsonw w = tnk_jsonw_on(out);
    (void)opts;
    tnk_jsonw_map(&w, NULL);
    head(&w, r);
    summary(&w, r);
    tnk_jsonw_list(&w, "findings");
    for (uint32_t i = 0; i < r->n_list; i++)
        finding(&w, r, &r->list[i]);
    tnk_jsonw_end(&w);
    if (r->evidence != NULL)
        evidence(&w, r);
    checklists(&w, r);
    diagnostics(&w, r);
    tnk_jsonw_map(&w, "gate");
    tnk_jsonw_flag(&w, "holds", r->gate_holds);
    tnk_jsonw_str(&w, "reason", r->gate_reason);
    tnk_jsonw_end(&w);
    tnk_jsonw_end(&w);
    return tnk_report_done(out, err);
}
