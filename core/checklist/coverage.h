/* SPDX-License-Identifier: Apache-2.0
 * Coverage: from the verdicts of the rules to the status of every checklist item. The statuses are
 * explained in docs/checklists.md. */
#ifndef TNK_CHECKLIST_COVERAGE_H
#define TNK_CHECKLIST_COVERAGE_H

#include "core/checklist/catalogue.h"
#include "core/result/record.h"

/* What one rule said in a run. */
typedef struct tnk_rule_tally {
    uint64_t verdicts[TNK_VERDICT_KINDS]; /* suppressed and waived fails count as fails here */
    uint64_t open_fails;                  /* findings that are neither; merged ones count once */
} tnk_rule_tally;

/* Fills one tnk_checklist a catalogue, in the catalogues' order, with every item in document order.
 * tally[i] belongs to rules[i]. Arrays are new in the arena; strings are borrowed from the
 * catalogues, which must outlive them. A link to an item nobody knows counts for nothing:
 * tnk_catalogues_check() refuses it when rules are loaded. 0 or TNK_ENOMEM; outputs are untouched
 * on failure. */
int tnk_coverage(const tnk_catalogues *catalogues, const tnk_rule_info *rules, uint32_t n_rules,
                 const tnk_rule_tally *tally, tnk_arena *arena, const tnk_checklist **ret,
                 uint32_t *n, tnk_error *err) __attribute__((warn_unused_result));

#endif
