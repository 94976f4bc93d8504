/* SPDX-License-Identifier: Apache-2.0
 * The list of formats, and what they share. */
#include "core/report/report.h"

#include "core/base/str.h"
#include "tenken/collector.h"

static const tnk_report_format formats[] = {
    { "text", N_("for people, on a terminal"), tnk_report_text },
    { "json", N_("the whole run record (schema tenken.run/1)"), tnk_report_json },
    { "sarif", N_("SARIF 2.1.0, for code hosting services and editors"), tnk_report_sarif },
};

const tnk_report_format *tnk_report_formats(size_t *n)
{
    *n = sizeof formats / sizeof *formats;
    return formats;
}

const tnk_report_format *tnk_report_find(tnk_str name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (tnk_str_is(name, formats[i].name))
            return &formats[i];
    return NULL;
}

tnk_str tnk_report_message(const tnk_record *r, const tnk_verdict *v)
{
    return v->message.len != 0 ? v->message : tnk_both_in(&r->rules[v->rule].title, r->lang);
}

const char *tnk_report_level_name(uint32_t level)
{
    static const char *const names[] = {
        [TNK_LEVEL_NOTE] = "note", [TNK_LEVEL_WARNING] = "warning", [TNK_LEVEL_ERROR] = "error",
    };
    return level <= TNK_LEVEL_ERROR ? names[level] : "error";
}

int tnk_report_done(const tnk_buf *out, tnk_error *err)
{
    return out->failed ? tnk_fail_plain(err, TNK_ENOMEM, _("no memory for the report")) : TNK_OK;
}
