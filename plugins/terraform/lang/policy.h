/* SPDX-License-Identifier: Apache-2.0
 * Between policy_document.c and policy_statement.c: policies as they are made. */
#ifndef TF_POLICY_H
#define TF_POLICY_H

#include "lang/lang.h"

typedef struct tf_part {        /* the same thing twice: for evaluation, and for rules */
    const cty_value *v;
    const tnk_value *host;      /* NULL without a host */
} tf_part;

typedef struct tf_part_map {
    tf_unit *u;
    tnk_str *names;
    const cty_value **values;
    size_t n, cap_names, cap_values;
    tnk_value *host;
} tf_part_map;

tf_part_map tf_part_begin(tf_unit *u, tnk_span at);
void tf_part_put(tf_part_map *m, tnk_str name, tnk_span name_at, tf_part p);
tf_part tf_part_end(tf_part_map *m);
tf_part tf_part_of(tf_unit *u, const cty_value *v, tnk_span at);

/* The value of a body's argument and, in *at, its place; null when it is not written. */
const cty_value *tf_body_arg(tf_unit *u, const tf_scope *s, const hcl_body *body, const char *name, tnk_span *at);
/* A text with bytes, known; else {NULL,0}. */
tnk_str tf_known_text(const cty_value *v);
/* A statement block; its sid goes to *sid, {NULL,0} without one. */
tf_part tf_policy_statement(tf_unit *u, const tf_scope *s, const hcl_block *b, const hcl_body *body, tnk_str *sid);

#endif
