/* SPDX-License-Identifier: Apache-2.0
 * SARIF 2.1.0 (OASIS). Every loaded rule is listed, so a rule's index is its index in the
 * record. Paths are relative to SRCROOT, of which no absolute address is given: a report does
 * not tell where it was made. */
#include "core/base/str.h"
#include "core/report/jsonw.h"
#include "core/report/report.h"

static const struct { const char *level, *score; } grades[TNK_SEVERITIES] = {
    [TNK_CRITICAL] = { "error", "9.5" }, [TNK_HIGH] = { "error", "8.0" },
    [TNK_MEDIUM] = { "warning", "5.5" }, [TNK_LOW] = { "note", "2.5" },
    [TNK_INFO] = { "note", "0.0" },
};

static void text_of(tnk_jsonw *w, const char *key, tnk_str s)
{
    tnk_jsonw_map(w, key);
    tnk_jsonw_str(w, "text", s);
    tnk_jsonw_end(w);
}

/* "aws-s3-acl" as "AwsS3Acl": SARIF wants a name that is not the id. */
static void camel_name(tnk_jsonw *w, tnk_str id)
{
    tnk_buf b = TNK_BUF_INIT;
    bool up = true;
    for (size_t i = 0; i < id.len; i++) {
        char c = id.ptr[i];
        if (c != '-')
            tnk_buf_putc(&b, up && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        up = c == '-';
    }
    w->out->failed |= b.failed;
    tnk_jsonw_str(w, "name", tnk_buf_str(&b));
    tnk_buf_free(&b);
}

static void code_list(tnk_buf *b, const char *label, tnk_strs list)
{
    for (size_t i = 0; i < list.n; i++) {
        if (i == 0)
            tnk_buf_printf(b, "\n\n%s: ", label);
        tnk_buf_puts(b, i == 0 ? "`" : ", `");
        tnk_buf_add(b, list.at[i]);
        tnk_buf_putc(b, '`');
    }
}

static void help(tnk_jsonw *w, const tnk_record *r, const tnk_rule_info *rule)
{
    tnk_str why = tnk_both_in(&rule->why, r->lang), fix = tnk_both_in(&rule->fix, r->lang);
    tnk_buf b = TNK_BUF_INIT;
    tnk_jsonw_map(w, "help");
    tnk_jsonw_str(w, "text", fix);
    if (why.len != 0) {
        tnk_buf_add(&b, why);
        tnk_buf_puts(&b, "\n\n");
    }
    tnk_buf_printf(&b, "**%s** ", _("Fix"));
    tnk_buf_add(&b, fix);
    code_list(&b, _("Checklist items"), rule->items);
    code_list(&b, _("References"), rule->refs);
    w->out->failed |= b.failed;
    tnk_jsonw_str(w, "markdown", tnk_buf_str(&b));
    tnk_buf_free(&b);
    tnk_jsonw_end(w);
}

static void rule_entry(tnk_jsonw *w, const tnk_record *r, const tnk_rule_info *rule)
{
    tnk_str why = tnk_both_in(&rule->why, r->lang), title = tnk_both_in(&rule->title, r->lang);
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "id", rule->id);
    camel_name(w, rule->id);
    text_of(w, "shortDescription", title);
    text_of(w, "fullDescription", why.len != 0 ? why : title);
    help(w, r, rule);
    tnk_jsonw_map(w, "defaultConfiguration");
    tnk_jsonw_text(w, "level", grades[rule->severity].level);
    tnk_jsonw_end(w);
    tnk_jsonw_map(w, "properties");
    tnk_jsonw_list(w, "tags");
    tnk_jsonw_text(w, NULL, "security");    /* without it GitHub ignores the score */
    for (size_t i = 0; i < rule->items.n; i++)
        tnk_jsonw_str(w, NULL, rule->items.at[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_text(w, "security-severity", grades[rule->severity].score);
    tnk_jsonw_text(w, "severity", tnk_severity_name(rule->severity));
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
}

static void driver(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_map(w, "tool");
    tnk_jsonw_map(w, "driver");
    tnk_jsonw_text(w, "name", "tenken");
    tnk_jsonw_str(w, "version", r->version);
    tnk_jsonw_text(w, "language", r->lang == TNK_LANG_JA ? "ja" : "en");
    tnk_jsonw_list(w, "rules");
    for (uint32_t i = 0; i < r->n_rules; i++)
        rule_entry(w, r, &r->rules[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
}

/* A path as a URI: bytes that are not plain are percent-encoded, ":" too (it would look like a
 * scheme). */
static void artifact(tnk_jsonw *w, tnk_str path)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                "0123456789-._~/";
    bool absolute = tnk_str_starts(path, TNK_S("/"));
    tnk_buf b = TNK_BUF_INIT;
    if (absolute)
        tnk_buf_puts(&b, "file://");
    for (size_t i = 0; i < path.len; i++)
        if (memchr(plain, path.ptr[i], sizeof plain - 1) != NULL)
            tnk_buf_putc(&b, path.ptr[i]);
        else
            tnk_buf_printf(&b, "%%%02X", (unsigned char)path.ptr[i]);
    w->out->failed |= b.failed;
    tnk_jsonw_map(w, "artifactLocation");
    tnk_jsonw_str(w, "uri", tnk_buf_str(&b));
    if (!absolute)
        tnk_jsonw_text(w, "uriBaseId", "SRCROOT");
    tnk_jsonw_end(w);
    tnk_buf_free(&b);
}

static void region(tnk_jsonw *w, const tnk_place *p)
{
    tnk_jsonw_map(w, "region");
    tnk_jsonw_uint(w, "startLine", p->line);
    if (p->column != 0)
        tnk_jsonw_uint(w, "startColumn", p->column);
    if (p->end_line >= p->line)
        tnk_jsonw_uint(w, "endLine", p->end_line);
    if (p->end_line >= p->line && p->end_column != 0)
        tnk_jsonw_uint(w, "endColumn", p->end_column);
    tnk_jsonw_end(w);
}

/* The snippet is whole lines around the place: the context, not the region. */
static void context(tnk_jsonw *w, const tnk_place *p)
{
    uint64_t lines = 1;
    for (size_t i = 0; i + 1 < p->snippet.len; i++)
        lines += p->snippet.ptr[i] == '\n';
    tnk_jsonw_map(w, "contextRegion");
    tnk_jsonw_uint(w, "startLine", p->snippet_line);
    tnk_jsonw_uint(w, "endLine", p->snippet_line + lines - 1);
    text_of(w, "snippet", p->snippet);
    tnk_jsonw_end(w);
}

static void physical(tnk_jsonw *w, const tnk_place *p)
{
    if (p->path.len == 0)
        return;
    tnk_jsonw_map(w, "physicalLocation");
    artifact(w, p->path);
    if (p->line != 0)
        region(w, p);
    if (p->line != 0 && p->snippet.len != 0 && p->snippet_line != 0)
        context(w, p);
    tnk_jsonw_end(w);
}

static void logical(tnk_jsonw *w, tnk_str address)
{
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "fullyQualifiedName", address);
    tnk_jsonw_text(w, "kind", "resource");
    tnk_jsonw_end(w);
}

static void locations(tnk_jsonw *w, const tnk_verdict *v)
{
    tnk_jsonw_list(w, "locations");
    if (v->place.path.len != 0 || v->address.len != 0) {
        tnk_jsonw_map(w, NULL);
        physical(w, &v->place);
        if (v->address.len != 0) {
            tnk_jsonw_list(w, "logicalLocations");
            logical(w, v->address);
            for (uint32_t i = 0; i < v->n_also; i++)
                logical(w, v->also[i]);
            tnk_jsonw_end(w);
        }
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

/* The calls through which the resource came to be. */
static void related_locations(tnk_jsonw *w, const tnk_verdict *v)
{
    tnk_jsonw_list(w, "relatedLocations");
    for (uint32_t i = 0; i < v->n_via; i++) {
        const tnk_spot *s = &v->via[i];
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_uint(w, "id", i + 1);
        physical(w, &(tnk_place){ .path = s->path, .line = s->line, .column = s->column });
        text_of(w, "message", tnk_str_of(_("Called from here")));
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

static void suppressions(tnk_jsonw *w, const tnk_suppression *s)
{
    tnk_jsonw_list(w, "suppressions");  /* empty: looked at, and not suppressed */
    if (s->present) {
        tnk_jsonw_map(w, NULL);
        tnk_jsonw_text(w, "kind", "inSource");
        tnk_jsonw_text(w, "status", "accepted");
        tnk_jsonw_str(w, "justification", s->reason);
        if (s->until.len != 0) {
            tnk_jsonw_map(w, "properties");
            tnk_jsonw_str(w, "until", s->until);
            tnk_jsonw_end(w);
        }
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

/* SARIF's "kind" says what the verdict is; only a fail may have a level. */
static const char *result_kind(tnk_verdict_kind v)
{
    static const char *const kinds[TNK_VERDICT_KINDS] = {
        [TNK_PASS] = "pass", [TNK_FAIL] = "fail", [TNK_UNDETERMINED] = "open",
        [TNK_NOT_APPLICABLE] = "notApplicable", [TNK_RULE_ERROR] = "open",
    };
    return kinds[v];
}

static void result(tnk_jsonw *w, const tnk_record *r, const tnk_verdict *v)
{
    const tnk_rule_info *rule = &r->rules[v->rule];
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "ruleId", rule->id);
    tnk_jsonw_uint(w, "ruleIndex", v->rule);
    tnk_jsonw_text(w, "kind", result_kind(v->verdict));
    tnk_jsonw_text(w, "level", v->verdict == TNK_FAIL ? grades[rule->severity].level : "none");
    text_of(w, "message", tnk_report_message(r, v));
    locations(w, v);
    if (v->n_via != 0)
        related_locations(w, v);
    if (v->fingerprint.len != 0) {
        tnk_jsonw_map(w, "partialFingerprints");
        tnk_jsonw_str(w, "tenkenFingerprint/v1", v->fingerprint);
        tnk_jsonw_end(w);
    }
    suppressions(w, &v->suppression);
    tnk_jsonw_end(w);
}

static void notification(tnk_jsonw *w, const tnk_diagnostic *d)
{
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_map(w, "descriptor");
    tnk_jsonw_str(w, "id", d->code);
    tnk_jsonw_end(w);
    tnk_jsonw_text(w, "level", tnk_report_level_name(d->level));
    text_of(w, "message", d->message);
    if (d->path.len != 0) {
        tnk_jsonw_list(w, "locations");
        tnk_jsonw_map(w, NULL);
        physical(w, &(tnk_place){ .path = d->path, .line = d->line, .column = d->column });
        tnk_jsonw_end(w);
        tnk_jsonw_end(w);
    }
    tnk_jsonw_end(w);
}

static void invocation(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_list(w, "invocations");
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_flag(w, "executionSuccessful", !r->incomplete);
    if (r->started.len != 0)
        tnk_jsonw_str(w, "startTimeUtc", r->started);
    if (r->finished.len != 0)
        tnk_jsonw_str(w, "endTimeUtc", r->finished);
    tnk_jsonw_list(w, "toolExecutionNotifications");
    for (uint32_t i = 0; i < r->n_diagnostics; i++)
        notification(w, &r->diagnostics[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
}

static void run(tnk_jsonw *w, const tnk_record *r)
{
    tnk_jsonw_map(w, NULL);
    driver(w, r);
    tnk_jsonw_text(w, "language", r->lang == TNK_LANG_JA ? "ja" : "en");
    tnk_jsonw_text(w, "columnKind", "unicodeCodePoints");
    tnk_jsonw_map(w, "originalUriBaseIds");
    tnk_jsonw_map(w, "SRCROOT");
    text_of(w, "description", tnk_str_of(_("The target of the run")));
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
    invocation(w, r);
    tnk_jsonw_list(w, "results");
    for (uint32_t i = 0; i < r->n_list; i++)
        result(w, r, &r->list[i]);
    tnk_jsonw_end(w);
    tnk_jsonw_end(w);
}

int tnk_report_sarif(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                     tnk_error *err)
{
    tnk_jsonw w = tnk_jsonw_on(out);
    (void)opts;
    tnk_jsonw_map(&w, NULL);
    tnk_jsonw_text(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    tnk_jsonw_text(&w, "version", "2.1.0");
    tnk_jsonw_list(&w, "runs");
    run(&w, r);
    tnk_jsonw_end(&w);
    tnk_jsonw_end(&w);
    return tnk_report_done(out, err);
}
