/* SPDX-License-Identifier: Apache-2.0
 * Regular expressions of Terraform (RE2's syntax) on PCRE2. */
#ifndef TF_FUNC_REGEX_H
#define TF_FUNC_REGEX_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "func/inside.h"

enum {
    RE_PATTERN_MAX = 32 * 1024, /* bytes of a pattern */
    RE_GROUPS_MAX = 1000,
    RE_DEPTH_MAX = 200,         /* groups in each other */
    RE_REPEAT_MAX = 1000        /* RE2's, nested ones multiplied */
};

/* A pattern in PCRE2's words. Groups are numbered there; names stay here. */
typedef struct re_pattern {
    tnk_str text;
    uint32_t groups;
    tnk_str *names;             /* groups + 1; {NULL,0} for those without a name */
    uint32_t named;             /* how many have one */
} re_pattern;

/* Reads RE2 syntax; what RE2 does not know is an error, be it known to PCRE2 or not. */
bool re_translate(tf_call *c, tnk_str pattern, re_pattern *ret);

typedef struct re_matcher {
    tf_call *c;
    re_pattern pattern;
    pcre2_code *code;
    pcre2_match_data *data;
    pcre2_match_context *context;
    const size_t *at;           /* of the last match: pairs of begin and end, of the whole and then each group */
    tnk_str subject;
    size_t from, last_end;      /* where to look next; SIZE_MAX: nowhere, and before any match */
} re_matcher;

bool re_open(tf_call *c, tnk_str pattern, tnk_str subject, re_matcher *ret);
/* 1: a match is in at; 0: there are no more; -1: an error. */
int re_next(re_matcher *m);
/* What a group matched; false: it took no part. 0 is the whole. */
bool re_group(const re_matcher *m, size_t group, tnk_str *ret);

#endif
