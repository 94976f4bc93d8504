/* SPDX-License-Identifier: Apache-2.0
 * The terminal report for people. Everything a target can influence passes through tnk_show() or
 * the snippet's cells, so no control character of it reaches the terminal. */
#include "core/report/text.h"

#include <inttypes.h>

#include "core/base/str.h"
#include "tenken/collector.h"

void tnk_text_words(tnk_text *t, size_t col, size_t indent)
{
    t->out->failed |= t->words.failed;
    tnk_wrap(t->out, tnk_buf_str(&t->words), col, indent, t->width);
    tnk_buf_clear(&t->words);
}

void tnk_text_heading(tnk_text *t, const char *heading)
{
    if (t->out->len != 0)
        tnk_buf_putc(t->out, '\n');
    tnk_paint(t, TNK_STYLE_STRONG, tnk_str_of(heading));
    tnk_buf_putc(t->out, '\n');
}

static bool suppressed(const tnk_verdict *v)
{
    return v->suppression.present;
}

/* "path:line:column", as editors and terminals know it; never broken. Lines and columns of 0 are
 * left out. */
static void place(tnk_text *t, tnk_str path, uint32_t line, uint32_t column)
{
    tnk_show(t->out, path);
    if (line != 0)
        tnk_buf_printf(t->out, ":%" PRIu32, line);
    if (line != 0 && column != 0)
        tnk_buf_printf(t->out, ":%" PRIu32, column);
}

/* Severity or verdict, rule, title. */
static void header(tnk_text *t, const tnk_verdict *v)
{
    const tnk_rule_info *rule = &t->r->rules[v->rule];
    tnk_str label = tnk_str_of(tnk_text_severity(rule->severity));
    tnk_buf_puts(t->out, "  ");
    tnk_paint(t, (tnk_style)rule->severity, label);
    size_t col = 3 + tnk_text_width(label);
    tnk_buf_putc(t->out, ' ');
    if (v->verdict != TNK_FAIL) {
        tnk_str verdict = tnk_str_of(tnk_text_verdict(v->verdict));
        tnk_paint(t, TNK_STYLE_OPEN, verdict);
        tnk_buf_putc(t->out, ' ');
        col += tnk_text_width(verdict) + 1;
    }
    tnk_paint(t, TNK_STYLE_STRONG, rule->id);
    tnk_buf_putc(&t->words, ' ');
    tnk_show(&t->words, tnk_both_in(&rule->title, t->r->lang));
    tnk_text_words(t, col + tnk_text_width(rule->id), 4);
}

/* Which resource: its address, how many others have the very same finding, and what it is. */
static void subject(tnk_text *t, const tnk_verdict *v)
{
    if (v->address.len == 0)
        return;
    tnk_buf_puts(t->out, "    ");
    tnk_show(&t->words, v->address);
    if (v->n_more != 0) {
        tnk_buf_putc(&t->words, ' ');
        /* TRANSLATORS: stands behind the address of a resource: other resources with the same finding. */
        tnk_buf_printf(&t->words, _("and %llu more"), (unsigned long long)v->n_more);
    }
    tnk_buf_puts(&t->words, " (");
    tnk_show(&t->words, v->label.len != 0 ? v->label : v->model.len != 0 ? v->model : v->kind);
    tnk_buf_putc(&t->words, ')');
    tnk_text_words(t, 4, 6);
}

static void fix_and_items(tnk_text *t, const tnk_rule_info *rule)
{
    tnk_str label = tnk_str_of(_("Fix:"));
    tnk_str fix = tnk_both_in(&rule->fix, t->r->lang);
    if (fix.len != 0) {
        tnk_buf_puts(t->out, "    ");
        tnk_paint(t, TNK_STYLE_GOOD, label);
        tnk_buf_putc(&t->words, ' ');
        tnk_show(&t->words, fix);
        tnk_text_words(t, 4 + tnk_text_width(label), 6);
    }
    for (size_t i = 0; i < rule->items.n; i++) {
        tnk_buf_puts(&t->words, i == 0 ? _("Items:") : "");
        tnk_buf_putc(&t->words, ' ');
        tnk_show(&t->words, rule->items.at[i]);
    }
    if (rule->items.n != 0) {
        tnk_buf_puts(t->out, "    ");
        tnk_text_words(t, 4, 6);
    }
}

/* "called from main.tf:12, modules/a/main.tf:3" */
static void calls(tnk_text *t, const tnk_verdict *v)
{
    if (v->n_via == 0)
        return;
    tnk_buf_puts(t->out, "    ");
    tnk_buf_puts(&t->words, _("called from"));
    for (uint32_t i = 0; i < v->n_via; i++) {
        tnk_buf_puts(&t->words, i == 0 ? " " : _(", "));
        tnk_show(&t->words, v->via[i].path);
        tnk_buf_printf(&t->words, ":%" PRIu32, v->via[i].line);
    }
    tnk_text_words(t, 4, 6);
}

static void finding(tnk_text *t, const tnk_verdict *v)
{
    const tnk_rule_info *rule = &t->r->rules[v->rule];
    header(t, v);
    if (v->place.path.len != 0) {
        tnk_buf_puts(t->out, "    ");
        place(t, v->place.path, v->place.line, v->place.column);
        tnk_buf_putc(t->out, '\n');
    }
    subject(t, v);
    calls(t, v);
    tnk_text_snippet(t, &v->place);
    if (v->message.len != 0) {
        tnk_buf_puts(t->out, "    ");
        tnk_show(&t->words, v->message);
        tnk_text_words(t, 4, 4);
    }
    fix_and_items(t, rule);
}

/* By file, in the record's order. */
static void findings(tnk_text *t)
{
    const tnk_verdict *before = NULL;
    for (uint32_t i = 0; i < t->r->n_list; i++) {
        const tnk_verdict *v = &t->r->list[i];
        if (suppressed(v))
            continue;
        if (before == NULL || !tnk_str_eq(before->place.path, v->place.path)) {
            if (t->out->len != 0)
                tnk_buf_putc(t->out, '\n');
            tnk_paint(t, TNK_STYLE_STRONG,
                      v->place.path.len != 0 ? v->place.path
                                             : tnk_str_of(_("The target as a whole")));
            tnk_buf_putc(t->out, '\n');
        } else {
            tnk_buf_putc(t->out, '\n');
        }
        finding(t, v);
        before = v;
    }
}

static void suppressions(tnk_text *t)
{
    bool any = false;
    for (uint32_t i = 0; i < t->r->n_list; i++) {
        const tnk_verdict *v = &t->r->list[i];
        if (!suppressed(v))
            continue;
        if (!any)
            tnk_text_heading(t, _("Suppressed in the target"));
        any = true;
        tnk_buf_puts(t->out, "  ");
        place(t, v->place.path, v->place.line, 0);
        tnk_buf_putc(t->out, ' ');
        tnk_paint(t, TNK_STYLE_STRONG, t->r->rules[v->rule].id);
        tnk_buf_puts(t->out, "\n    ");
        tnk_show(&t->words, v->suppression.reason);
        if (v->suppression.until.len != 0) {
            tnk_buf_puts(&t->words, " (");
            tnk_buf_printf(&t->words, _("until %.*s"), (int)v->suppression.until.len,
                           v->suppression.until.ptr);
            tnk_buf_putc(&t->words, ')');
        }
        tnk_text_words(t, 4, 4);
    }
}

static void diagnostics(tnk_text *t)
{
    static const struct { const char *name; tnk_style style; } levels[] = {
        [TNK_LEVEL_NOTE] = { N_("note"), TNK_STYLE_FAINT },
        [TNK_LEVEL_WARNING] = { N_("warning"), TNK_STYLE_MEDIUM },
        [TNK_LEVEL_ERROR] = { N_("error"), TNK_STYLE_CRITICAL },
    };
    bool any = false;
    for (uint32_t i = 0; i < t->r->n_diagnostics; i++) {
        const tnk_diagnostic *d = &t->r->diagnostics[i];
        uint32_t level = d->level <= TNK_LEVEL_ERROR ? d->level : TNK_LEVEL_ERROR;
        if (t->opts->quiet && level != TNK_LEVEL_ERROR)
            continue;
        if (!any)
            tnk_text_heading(t, _("About the scan"));
        any = true;
        tnk_buf_puts(t->out, "  ");
        tnk_paint(t, levels[level].style, tnk_str_of(_(levels[level].name)));
        tnk_buf_putc(t->out, ' ');
        tnk_paint(t, TNK_STYLE_STRONG, d->code);
        if (d->path.len != 0) {
            tnk_buf_putc(t->out, ' ');
            place(t, d->path, d->line, d->column);
        }
        tnk_buf_puts(t->out, "\n    ");
        tnk_show(&t->words, d->message);
        tnk_text_words(t, 4, 4);
    }
}

static void evidence(tnk_text *t)
{
    if (!t->opts->evidence || t->r->n_evidence == 0)
        return;
    tnk_text_heading(t, _("Evidence"));
    for (uint32_t i = 0; i < t->r->n_evidence; i++) {
        const tnk_verdict *v = &t->r->evidence[i];
        tnk_buf_printf(t->out, "  %s ", tnk_text_verdict(v->verdict));
        tnk_paint(t, TNK_STYLE_STRONG, t->r->rules[v->rule].id);
        if (v->place.path.len != 0) {
            tnk_buf_putc(t->out, ' ');
            place(t, v->place.path, v->place.line, 0);
        }
        if (v->address.len != 0) {
            tnk_buf_putc(t->out, ' ');
            tnk_show(t->out, v->address);
        }
        tnk_buf_putc(t->out, '\n');
        if (v->message.len == 0)
            continue;
        tnk_buf_puts(t->out, "    ");
        tnk_show(&t->words, v->message);
        tnk_text_words(t, 4, 4);
    }
}

int tnk_report_text(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                    tnk_error *err)
{
    size_t width = opts->width == 0 ? 80 : opts->width < 40 ? 40 : opts->width;
    tnk_text t = { .r = r, .opts = opts, .out = out, .words = TNK_BUF_INIT, .width = width };
    findings(&t);
    evidence(&t);
    if (!opts->quiet)
        suppressions(&t);
    diagnostics(&t);
    tnk_text_summary(&t);
    tnk_buf_free(&t.words);
    return tnk_report_done(out, err);
}
