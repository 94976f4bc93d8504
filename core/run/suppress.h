/* SPDX-License-Identifier: Apache-2.0
 * Comments in a target that set findings aside:
 *     # tenken:ignore RULE[,RULE...] reason="why" [until=YYYY-MM-DD]
 * also behind //, --, ; or within a comment between slash-star and star-slash on one line. A
 * comment behind other text speaks for its own line; one on a line of its own for the next line
 * that is no comment. */
#ifndef TNK_RUN_SUPPRESS_H
#define TNK_RUN_SUPPRESS_H

#include "core/base/date.h"
#include "core/base/error.h"
#include "core/rule/rule.h"

enum {
    TNK_SUPPRESS_MAX = 4096,            /* comments of one file */
    TNK_SUPPRESS_RULES_MAX = 64,        /* rules of one comment */
    TNK_SUPPRESS_REASON_MAX = 1000      /* bytes */
};

typedef struct tnk_suppress {
    uint32_t line, column;      /* where the comment begins; 1-based, in characters */
    uint32_t speaks_for;        /* the line whose findings it sets aside */
    bool alone;                 /* on its own line: holds for a resource that begins there, too */
    tnk_strs rules;             /* never empty, each [a-z0-9-]+ */
    bool *used;                 /* of each rule: it set a finding aside */
    tnk_str reason;             /* never empty, valid UTF-8 */
    tnk_str until;              /* YYYY-MM-DD, or empty: without end */
    tnk_date last_day;          /* the same as a number; 0: without end */
} tnk_suppress;

typedef struct tnk_suppress_set {   /* of one file, in the order of lines */
    tnk_suppress *at;
    uint32_t n, cap;
} tnk_suppress_set;

/* A warning about a comment: code is "suppression-malformed", "-expired" or "-unused"; msg one
 * line in the run's language that says what to do, valid during the call. */
typedef void tnk_suppress_diag(void *ud, const char *code, uint32_t line, uint32_t column,
                               const char *msg);

/* Find the comments of a source text. One that is not well-formed is reported and sets nothing
 * aside. The strings live in the arena. Time is linear in the text. 0 or TNK_ENOMEM. */
int tnk_suppressions_scan(tnk_str text, tnk_arena *a, tnk_suppress_set *ret,
                          tnk_suppress_diag *diag, void *ud, tnk_error *err);

/* The comment that sets aside a finding of `rule` at `line` about a resource that begins at
 * `first_line` (0: none), on the day `as_of`; NULL: none does. The comment is marked as used. */
const tnk_suppress *tnk_suppress_find(tnk_suppress_set *set, tnk_str rule, uint32_t first_line,
                                      uint32_t line, tnk_date as_of);

/* After all findings of the file were asked about: warn of comments that have expired or set
 * nothing aside. */
void tnk_suppressions_review(const tnk_suppress_set *set, tnk_date as_of, tnk_suppress_diag *diag,
                             void *ud);

#endif
