/* SPDX-License-Identifier: Apache-2.0
 * What a rule says about itself. Filled by the rule loader; read by commands, checklists and reports. */
#ifndef TNK_RULE_RULE_H
#define TNK_RULE_RULE_H

#include "core/base/i18n.h"
#include "core/rule/verdict.h"

typedef struct tnk_strs {
    const tnk_str *at;
    size_t n;
} tnk_strs;

typedef struct tnk_rule_info {
    tnk_str id;             /* [a-z0-9-]+ */
    tnk_both title, fix;
    tnk_both why;           /* why it matters; may be empty */
    tnk_severity severity;
    tnk_str on;             /* a model ("aws.s3.bucket") or a raw kind ("terraform:x") */
    bool unit_scope;
    bool live;              /* judges what no file under version control can show (modes): needs no example */
    bool redact;            /* findings must not show the value they point at */
    tnk_strs items;         /* "ds200-2:4-4" */
    tnk_strs refs;          /* "cwe:732" */
    tnk_strs aka;           /* "checkov:CKV_AWS_20" */
    tnk_strs origins;       /* collectors whose resources it can judge, sorted */
    tnk_str file;           /* where it is defined, relative to its rules folder */
    uint32_t line;
} tnk_rule_info;

#endif
