/* SPDX-License-Identifier: Apache-2.0
 * References to resources, data sources and modules; see refs.c. */
#ifndef TF_REFS_H
#define TF_REFS_H

#include "lang/lang.h"

/* As tf_resolve, for roots that are none of the fixed names. */
const cty_value *tf_resolve_decl(tf_unit *u, const tf_scope *s, const hcl_expr *root, const hcl_expr *const *steps,
                                 size_t n, size_t *ret_used);

#endif
