/* SPDX-License-Identifier: Apache-2.0
 * Values of Terraform for tests: memory that is given back, values and types from short texts, values as text. */
#ifndef TEST_CTY_HARNESS_H
#define TEST_CTY_HARNESS_H

#include "cty/cty.h"

typedef struct harness {
    cty_ctx c;
    tf_mem mem;
    jmp_buf out_of_memory;
    void *pieces;
    size_t bytes;           /* got so far */
} harness;

/* A context with plenty of steps. When memory runs out (256 MB), the test fails. */
void harness_open(harness *h);
void harness_close(harness *h);

/* A type constraint: "list(object({a=string,b=optional(number,5)}))"; defaults are JSON. */
const cty_type *harness_type(harness *h, const char *text);
/* JSON in which ["=TYPE", x] is x converted to the type, a text "?TYPE" an unknown value of the type, and "!x" the secret text x. */
const cty_value *harness_value(harness *h, const char *text);
/* "type json" where unknown parts are ?, and ! stands before what is secret; "error: ..." for NULL. */
const char *harness_show(harness *h, const cty_value *v);

#endif
