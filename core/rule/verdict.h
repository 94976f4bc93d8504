/* SPDX-License-Identifier: Apache-2.0
 * What a run finds: verdicts and diagnostics, as values that outlive the unit they come from. */
#ifndef TNK_RULE_VERDICT_H
#define TNK_RULE_VERDICT_H

#include <stdbool.h>

#include "core/base/arena.h"

typedef enum tnk_verdict_kind {
    TNK_PASS, TNK_FAIL, TNK_UNDETERMINED, TNK_NOT_APPLICABLE, TNK_RULE_ERROR
} tnk_verdict_kind;
enum { TNK_VERDICT_KINDS = 5 };

typedef enum tnk_severity {
    TNK_CRITICAL, TNK_HIGH, TNK_MEDIUM, TNK_LOW, TNK_INFO
} tnk_severity;
enum { TNK_SEVERITIES = 5 };

const char *tnk_verdict_name(tnk_verdict_kind v);      /* "pass", "fail", ... as in the run record */
const char *tnk_severity_name(tnk_severity s);         /* "critical", ... */
bool tnk_severity_parse(tnk_str s, tnk_severity *ret);

/* Where a finding points. Lines and columns are 1-based, columns in Unicode characters, end exclusive.
 * line 0: no place in a file. */
typedef struct tnk_place {
    tnk_str path;               /* target-relative (with several targets: below the target as given), UTF-8 */
    uint32_t line, column, end_line, end_column;
    tnk_str snippet;            /* up to 5 whole lines around `line`, secrets masked, valid UTF-8 */
    uint32_t snippet_line;      /* the line number of the snippet's first line */
    uint32_t snippet_skip;      /* characters left out at the start of `line` in the snippet: a very long one */
} tnk_place;

/* A place that is only named. */
typedef struct tnk_spot {
    tnk_str path;               /* as in tnk_place */
    uint32_t line, column;
} tnk_spot;

/* A suppression that a comment in the target asks for. */
typedef struct tnk_suppression {
    bool present;
    tnk_str reason;             /* never empty when in force */
    tnk_str until;              /* YYYY-MM-DD or empty */
    uint32_t line;              /* of the comment */
} tnk_suppression;

enum { TNK_ALSO_MAX = 1000 };

typedef struct tnk_verdict {
    uint32_t rule;              /* index into the run's rules */
    tnk_verdict_kind verdict;
    tnk_str kind;               /* raw kind of the resource; empty for unit-scope rules */
    tnk_str model;              /* canonical kind; empty when the rule is on a raw kind */
    tnk_str label;              /* what people call the model, in the run's language; may be empty */
    tnk_str address;
    tnk_str origin;             /* collector */
    const tnk_str *related;     /* addresses of other resources that were consulted */
    uint32_t n_related;
    const tnk_str *also;        /* further addresses with the very same finding, by byte; may be NULL */
    uint32_t n_also;            /* at most TNK_ALSO_MAX */
    uint32_t n_more;            /* how many further addresses there are in all, listed or not */
    tnk_place place;
    const tnk_spot *via;        /* the calls through which the resource came to be, outermost first; or NULL */
    uint32_t n_via;
    tnk_str message;            /* fail: detail, or empty for the rule's title; others: the reason */
    tnk_suppression suppression;
    tnk_str fingerprint;        /* hex; stable when lines move */
} tnk_verdict;

typedef struct tnk_diagnostic {
    uint32_t level;             /* TNK_LEVEL_* of collector.h */
    tnk_str code;
    tnk_str path;               /* empty: the run itself */
    uint32_t line, column;      /* 0: the file as a whole */
    tnk_str message;
} tnk_diagnostic;

#endif
