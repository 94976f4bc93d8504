/* SPDX-License-Identifier: Apache-2.0
 * The names of verdicts and severities, as records, rules and options write them. */
#include "core/rule/verdict.h"

#include "core/base/str.h"

static const char *const verdict_names[TNK_VERDICT_KINDS] = {
    [TNK_PASS] = "pass", [TNK_FAIL] = "fail", [TNK_UNDETERMINED] = "undetermined",
    [TNK_NOT_APPLICABLE] = "not-applicable", [TNK_RULE_ERROR] = "error",
};
static const char *const severity_names[TNK_SEVERITIES] = {
    [TNK_CRITICAL] = "critical", [TNK_HIGH] = "high", [TNK_MEDIUM] = "medium", [TNK_LOW] = "low",
    [TNK_INFO] = "info",
};

const char *tnk_verdict_name(tnk_verdict_kind v)
{
    return verdict_names[v];
}

const char *tnk_severity_name(tnk_severity s)
{
    return severity_names[s];
}

bool tnk_severity_parse(tnk_str s, tnk_severity *ret)
{
    for (unsigned i = 0; i < TNK_SEVERITIES; i++)
        if (tnk_str_is(s, severity_names[i])) {
            *ret = (tnk_severity)i;
            return true;
        }
    return false;
}
