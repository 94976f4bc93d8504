/* SPDX-License-Identifier: Apache-2.0
 * What holds of every tree, for tests and fuzzing: places lie inside the text and in each other, heights are right. */
#ifndef TNK_TEST_HCL_CHECK_H
#define TNK_TEST_HCL_CHECK_H

#include "hcl/hcl.h"

/* NULL, or what is wrong. `at` is the place of the whole text. */
const char *check_body(const hcl_body *b, tnk_span at);
const char *check_expr(const hcl_expr *e, tnk_span at);

#endif
