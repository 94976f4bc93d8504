/* SPDX-License-Identifier: Apache-2.0
 * What annotated examples expect; see cmd_rules_test.c for how they say it. */
#ifndef TNK_CLI_EXPECT_H
#define TNK_CLI_EXPECT_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/error.h"

typedef struct tnk_expectation {
    tnk_str path;       /* relative to the folder of examples */
    uint32_t line;
    tnk_str rule;
    bool met;
} tnk_expectation;

typedef struct tnk_expectations {   /* sorted by path, line, rule */
    tnk_expectation *at;
    size_t n, cap;
} tnk_expectations;

/* Read all files of the folder (trusted: examples are the rule author's own). */
int tnk_expectations_read(const char *folder, tnk_arena *a, tnk_expectations *ret, tnk_error *err);

/* Is a finding of the rule expected at this line? Then it is met. */
bool tnk_expectations_meet(tnk_expectations *x, tnk_str path, uint32_t line, tnk_str rule);

#endif
