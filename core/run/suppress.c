/* SPDX-License-Identifier: Apache-2.0
 * Which finding a suppression speaks for; see suppress.h. Reading the comments is
 * suppress_scan.c. */
#include "core/run/suppress.h"

#include <stdio.h>

#include "core/base/str.h"

/* The first comment that speaks for `line` or a later one. speaks_for never falls from one to
 * the next: a comment on its own line ends at the next line that is none, where the next comment
 * may stand at the earliest. */
static uint32_t first_for(const tnk_suppress_set *set, uint32_t line)
{
    uint32_t low = 0, high = set->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (set->at[mid].speaks_for < line)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static bool expired(const tnk_suppress *s, tnk_date as_of)
{
    return s->last_day != 0 && s->last_day < as_of;
}

static tnk_suppress *find_at(tnk_suppress_set *set, tnk_str rule, uint32_t line, bool alone_only,
                             tnk_date as_of)
{
    for (uint32_t i = first_for(set, line); i < set->n && set->at[i].speaks_for == line; i++) {
        tnk_suppress *s = &set->at[i];
        if (expired(s, as_of) || (alone_only && !s->alone))
            continue;
        for (size_t k = 0; k < s->rules.n; k++)
            if (tnk_str_eq(s->rules.at[k], rule)) {
                s->used[k] = true;
                return s;
            }
    }
    return NULL;
}

const tnk_suppress *tnk_suppress_find(tnk_suppress_set *set, tnk_str rule, uint32_t first_line,
                                      uint32_t line, tnk_date as_of)
{
    const tnk_suppress *s = find_at(set, rule, line, false, as_of);
    return s == NULL && first_line != 0 ? find_at(set, rule, first_line, true, as_of) : s;
}

void tnk_suppressions_review(const tnk_suppress_set *set, tnk_date as_of, tnk_suppress_diag *diag,
                             void *ud)
{
    char msg[512];
    for (uint32_t i = 0; i < set->n; i++) {
        const tnk_suppress *s = &set->at[i];
        if (expired(s, as_of)) {
            snprintf(msg, sizeof msg,
                     _("This suppression ended on %s; remedy the finding and remove it, or decide "
                                        "anew and change its \"until\""), s->until.ptr);
            diag(ud, "suppression-expired", s->line, s->column, msg);
            continue;
        }
        for (size_t k = 0; k < s->rules.n; k++) {
            if (s->used[k])
                continue;
            snprintf(msg, sizeof msg, _("The suppression of %.*s sets no finding aside; remove it"),
                     (int)(s->rules.at[k].len < 200 ? s->rules.at[k].len : 200),
                     s->rules.at[k].ptr);
            diag(ud, "suppression-unused", s->line, s->column, msg);
        }
    }
}
