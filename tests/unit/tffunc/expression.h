/* SPDX-License-Identifier: Apache-2.0
 * Calls of functions for the tests, written as in Terraform: f(["a"], g({"k": 1})), JSON else; `unknown` is a text that is not known. */
#ifndef TFFUNC_EXPRESSION_H
#define TFFUNC_EXPRESSION_H

#include "func/func.h"

typedef struct fixture {
    tf_mem mem;
    jmp_buf guard;
    cty_ctx cty;
    tf_call call;
    struct fixture_piece *pieces;
    size_t given, cap;          /* bytes handed out; at most cap */
} fixture;

void fixture_open(fixture *f, const tf_world *world);
void fixture_close(fixture *f);
/* NULL: it failed, f->cty.error says why. A text that cannot be read fails the test. */
const cty_value *fixture_eval(fixture *f, const char *text);

#endif
