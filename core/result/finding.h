/* SPDX-License-Identifier: Apache-2.0
 * Verdicts as they come from the workers, made ready for the record: one entry a finding, in a
 * fixed order, with a fingerprint. The same verdicts in any order give the same result. */
#ifndef TNK_RESULT_FINDING_H
#define TNK_RESULT_FINDING_H

#include "core/base/error.h"
#include "core/result/record.h"

/* By path, line, column, rule, address; then by everything else that is shown. */
void tnk_verdicts_sort(tnk_verdict *list, uint32_t n);

/* Sort, and make one of those with the same rule, verdict, kind, place and message: the first address
 * by byte stays, the others, without repeats, become its `also` (which those given may have already).
 * Without a path nothing is merged. *n shrinks. 0 or TNK_ENOMEM, after which the list is not to be used. */
int tnk_verdicts_merge(tnk_verdict *list, uint32_t *n, tnk_arena *a, tnk_error *err);

/* Give each of a sorted list a fingerprint of 32 hex digits over rule, kind, the least address without
 * instance keys ([0], ["web"]) and the text of the lines it points at, blanks evened out; so it stays
 * when lines or files move, or instances come and go.
 * Repeats are told apart by their order. rules is what the verdicts' rule index means. 0 or
 * TNK_ENOMEM. */
int tnk_verdicts_fingerprint(tnk_verdict *list, uint32_t n, const tnk_rule_info *rules,
                             tnk_arena *a, tnk_error *err);

#endif
