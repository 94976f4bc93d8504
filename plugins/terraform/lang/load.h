/* SPDX-License-Identifier: Apache-2.0
 * Between load.c, declare.c and merge.c: from files to a tf_module. */
#ifndef TF_LOAD_H
#define TF_LOAD_H

#include "lang/lang.h"

bool tf_is_config(tnk_str path);        /* a file of a module, by its name */
bool tf_is_override(tnk_str path);      /* override.tf, x_override.tf */
const hcl_body *tf_parse_source(tf_unit *u, const tf_source *f);   /* NULL: broken JSON, told already */
/* What a file declares, added to the module; a name declared twice is told, the first stays. */
void tf_declare(tf_unit *u, tf_module *m, const hcl_body *body);
/* An override file: its blocks change those of the same name. */
void tf_merge(tf_unit *u, tf_module *m, const hcl_body *body);
/* (Re)reads what a declaration's block says about it: count, for_each, attributes. */
void tf_index_decl(tf_unit *u, tf_decl *d);
void tf_read_variable(tf_unit *u, tf_variable *v);
void tf_read_output(tf_named *o);

#endif
