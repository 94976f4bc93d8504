/* SPDX-License-Identifier: Apache-2.0
 * Building policy documents: everything twice, as a value for evaluation and with places for rules. */
#ifndef TF_POLICY_H
#define TF_POLICY_H

#include "lang/lang.h"

typedef struct tf_part {
    const cty_value *v;
    const tnk_value *host;      /* NULL without a host */
} tf_part;

typedef struct tf_members {     /* an object under construction; names are not repeated */
    tf_unit *u;
    tnk_str *names;
    const cty_value **values;
    size_t n, cap_names, cap_values;
    tnk_value *host;
} tf_members;

tf_members tf_members_begin(tf_unit *u, tnk_span at);
void tf_members_put(tf_members *o, tnk_str name, tnk_span name_at, tf_part p);
tf_part tf_members_end(tf_members *o);

typedef struct tf_items {       /* a list under construction */
    tf_part *at;
    size_t n, cap;
} tf_items;
void tf_items_add(tf_unit *u, tf_items *l, tf_part p);
/* As policies have it: one alone stands without the list. */
tf_part tf_items_end(tf_unit *u, const tf_items *l, tnk_span at, bool unwrap);

tf_part tf_placed(tf_unit *u, const cty_value *v, tnk_span at);
tf_part tf_placed_text(tf_unit *u, const char *s, tnk_span at);
/* &{...} stands for ${...}, which Terraform would take for its own; in texts and lists of them. */
const cty_value *tf_policy_text(tf_unit *u, const cty_value *v);
/* An attribute's value, null when it is not there; *at becomes its place. */
const cty_value *tf_attr_value(tf_unit *u, const tf_scope *s, const hcl_body *body, const char *name, tnk_span *at);

/* One statement block; *sid is {NULL,0} when it has none that is known. */
tf_part tf_policy_statement(tf_unit *u, const tf_scope *s, const hcl_block *b, const hcl_body *body, tnk_str *sid);

#endif
