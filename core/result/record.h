/* SPDX-License-Identifier: Apache-2.0
 * The run record: everything one run found, ready to be reported. All strings are valid UTF-8 and live in
 * the record's arena or in the rule set. Reports read it and nothing else. */
#ifndef TNK_RESULT_RECORD_H
#define TNK_RESULT_RECORD_H

#include "core/rule/rule.h"
#include "core/rule/verdict.h"

typedef enum tnk_item_status {
    TNK_ITEM_FAIL, TNK_ITEM_UNDETERMINED, TNK_ITEM_PASS, TNK_ITEM_ATTESTED, TNK_ITEM_EXPIRED,
    TNK_ITEM_NOT_ASSESSED
} tnk_item_status;
enum { TNK_ITEM_STATUSES = 6 };
const char *tnk_item_status_name(tnk_item_status s);   /* "fail", ..., "not-assessed" */

typedef struct tnk_item {
    tnk_str id;                 /* "ds200-2:4-4" */
    tnk_both title;
    tnk_item_status status;
    const uint32_t *rules;      /* indices of the rules that link to it */
    uint32_t n_rules;
    uint32_t findings;          /* not suppressed */
    bool partial;               /* files show a part of it only: a pass speaks of that part */
} tnk_item;

typedef struct tnk_checklist {
    tnk_str id;                 /* "ds200-2" */
    tnk_both title;
    const tnk_item *items;
    uint32_t n_items;
} tnk_checklist;

typedef struct tnk_record {
    tnk_arena *arena;
    tnk_lang lang;
    tnk_str version;            /* of tenken */
    tnk_str id;                 /* of the run */
    tnk_str started, finished;  /* RFC 3339, UTC */
    tnk_strs targets;           /* as given */
    tnk_str rank;               /* "S", "A" or "B"; empty: none was named */
    tnk_str as_of;              /* YYYY-MM-DD: the day `until` is held against */

    struct {
        uint64_t seen, read, claimed, failed;
        uint64_t excluded, skipped;     /* entries left out by patterns; links and special files */
    } files;
    uint64_t resources;
    uint64_t verdicts[TNK_VERDICT_KINDS];   /* suppressed fails count as fails here */
    uint64_t findings[TNK_SEVERITIES];      /* fails that are not suppressed; merged ones count once */
    uint64_t suppressed, waived;

    const tnk_rule_info *rules;             /* all loaded rules, sorted by id */
    uint32_t n_rules;
    const tnk_verdict *list;                /* fails (suppressed ones too), then what --show asks for; sorted */
    uint32_t n_list;                        /* by path, line, column, rule, address */
    const tnk_verdict *evidence;            /* every verdict, sorted the same way; NULL without --evidence */
    uint32_t n_evidence;
    const tnk_checklist *checklists;
    uint32_t n_checklists;
    const tnk_diagnostic *diagnostics;      /* sorted by path, line, code */
    uint32_t n_diagnostics;

    tnk_severity gate_level;                /* findings at or above it (numerically <=) break the gate */
    bool gate_off;                          /* --gate none */
    bool gate_holds;
    bool incomplete;                        /* a diagnostic of level error: exit status 3 */
    tnk_str gate_reason;                    /* one sentence in `lang` */
} tnk_record;

#endif
