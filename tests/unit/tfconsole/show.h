/* SPDX-License-Identifier: Apache-2.0
 * Values as `terraform console` prints them. */
#ifndef TEST_TFCONSOLE_SHOW_H
#define TEST_TFCONSOLE_SHOW_H

#include "cty/cty.h"

/* NUL-ended text in the context's memory (a NUL in the value is escaped). */
tnk_str console_show(cty_ctx *c, const cty_value *v);

#endif
