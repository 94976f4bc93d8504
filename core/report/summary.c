/* SPDX-License-Identifier: Apache-2.0
 * The end of the terminal report: counts, checklists, the gate. */
#include "core/base/str.h"
#include "core/report/text.h"

static const char *const verdicts[TNK_VERDICT_KINDS] = {
    [TNK_PASS] = N_("pass"), [TNK_FAIL] = N_("fail"), [TNK_UNDETERMINED] = N_("undetermined"),
    [TNK_NOT_APPLICABLE] = N_("not applicable"), [TNK_RULE_ERROR] = N_("error"),
};
static const char *const severities[TNK_SEVERITIES] = {
    [TNK_CRITICAL] = N_("critical"), [TNK_HIGH] = N_("high"), [TNK_MEDIUM] = N_("medium"),
    [TNK_LOW] = N_("low"), [TNK_INFO] = N_("info"),
};
/* One more, only here: a pass of an item that is partial. */
enum { PASS_IN_PART = TNK_ITEM_STATUSES };
static const char *const statuses[TNK_ITEM_STATUSES + 1] = {
    [TNK_ITEM_FAIL] = N_("fail"), [TNK_ITEM_UNDETERMINED] = N_("undetermined"),
    [TNK_ITEM_PASS] = N_("pass"), [TNK_ITEM_ATTESTED] = N_("attested"),
    [TNK_ITEM_EXPIRED] = N_("attestation expired"), [TNK_ITEM_NOT_ASSESSED] = N_("not assessed"),
    [PASS_IN_PART] = N_("pass in part"),
};

const char *tnk_text_severity(tnk_severity s)
{
    return _(severities[s]);
}

const char *tnk_text_verdict(tnk_verdict_kind v)
{
    return _(verdicts[v]);
}

/* "pass 10, fail 7": all of them, or those that are not 0. */
static void counts(tnk_buf *out, const char *const *names, const uint64_t *n, size_t n_names,
                   bool all)
{
    bool any = false;
    for (size_t i = 0; i < n_names; i++) {
        if (n[i] == 0 && !all)
            continue;
        tnk_buf_printf(out, "%s%s %llu", any ? _(", ") : "", _(names[i]), (unsigned long long)n[i]);
        any = true;
    }
}

/* A label and the words in t->words beside it. All labels take the same room. */
static void row(tnk_text *t, const char *label)
{
    enum { ROOM = 16 };
    size_t used = 2 + tnk_text_width(tnk_str_of(label));
    tnk_buf_printf(t->out, "  %s%*s", label, used < ROOM ? (int)(ROOM - used) : 1, "");
    tnk_text_words(t, used < ROOM ? ROOM : used + 1, ROOM);
}

static void totals(tnk_text *t)
{
    const tnk_record *r = t->r;
    static const char *const files[] = { N_("seen"), N_("read"), N_("examined"), N_("unreadable"),
                                         N_("excluded"), N_("links and special files") };
    static const char *const set_aside[] = { N_("suppressed in the target"), N_("risk accepted") };
    counts(&t->words, severities, r->findings, TNK_SEVERITIES, true);
    row(t, _("Findings"));
    if (r->suppressed != 0 || r->waived != 0) {
        counts(&t->words, set_aside, (const uint64_t[]){ r->suppressed, r->waived }, 2, true);
        row(t, _("Set aside"));
    }
    counts(&t->words, verdicts, r->verdicts, TNK_VERDICT_KINDS, true);
    row(t, _("Verdicts"));
    counts(&t->words, files,
           (const uint64_t[]){ r->files.seen, r->files.read, r->files.claimed, r->files.failed,
                               r->files.excluded, r->files.skipped },
           r->files.skipped != 0 ? 6 : r->files.excluded != 0 ? 5 : 4, true);
    row(t, _("Files"));
    tnk_buf_printf(&t->words, "%llu", (unsigned long long)r->resources);
    row(t, _("Resources"));
}

static void checklist(tnk_text *t, const tnk_checklist *c)
{
    uint64_t n[TNK_ITEM_STATUSES + 1] = { 0 };
    for (uint32_t i = 0; i < c->n_items; i++) {
        const tnk_item *it = &c->items[i];
        n[it->status == TNK_ITEM_PASS && it->partial ? PASS_IN_PART : (int)it->status]++;
    }
    tnk_buf_puts(t->out, "  ");
    tnk_paint(t, TNK_STYLE_STRONG, c->id);
    tnk_buf_putc(&t->words, ' ');
    tnk_show(&t->words, tnk_both_in(&c->title, t->r->lang));
    tnk_buf_puts(&t->words, _(": "));
    counts(&t->words, statuses, n, TNK_ITEM_STATUSES + 1, false);
    if (c->n_items == 0)
        tnk_buf_puts(&t->words, _("no items"));
    tnk_text_words(t, 2 + tnk_text_width(c->id), 4);
}

static void gate(tnk_text *t)
{
    const char *label = t->r->gate_holds ? _("Gate passed:") : _("Gate not passed:");
    if (t->r->incomplete) {
        const char *warning = _("The scan is incomplete:");
        tnk_paint(t, TNK_STYLE_CRITICAL, tnk_str_of(warning));
        tnk_buf_printf(&t->words, " %s",
                       _("something that should have been read was not; "
                         "see the diagnostics of level error"));
        tnk_text_words(t, tnk_text_width(tnk_str_of(warning)), 2);
    }
    tnk_paint(t, t->r->gate_holds ? TNK_STYLE_GOOD : TNK_STYLE_CRITICAL, tnk_str_of(label));
    tnk_buf_putc(&t->words, ' ');
    tnk_show(&t->words, t->r->gate_reason);
    tnk_text_words(t, tnk_text_width(tnk_str_of(label)), 2);
}

void tnk_text_summary(tnk_text *t)
{
    if (!t->opts->quiet) {
        tnk_text_heading(t, _("Summary"));
        totals(t);
        if (t->r->n_checklists != 0)
            tnk_text_heading(t, _("Checklists"));
        for (uint32_t i = 0; i < t->r->n_checklists; i++)
            checklist(t, &t->r->checklists[i]);
    }
    if (t->out->len != 0)
        tnk_buf_putc(t->out, '\n');
    gate(t);
}
