/* SPDX-License-Identifier: Apache-2.0
 * One call of the host as a tf_unit. */
#ifndef TF_UNIT_H
#define TF_UNIT_H

#include "lang/lang.h"

/* u: empty; mem: with its guard set. files may be NULL in plan(). */
void tf_unit_open(tf_unit *u, tf_mem *mem, const tnk_host *h, tnk_run *run, const tnk_file *files, size_t n);
/* plan() of the collector: root modules, each with all it calls. */
void tf_plan_units(tf_unit *u, const tnk_str *paths, size_t n);
/* The directory among the unit's files that no other calls. */
tnk_str tf_root_dir(tf_unit *u);
/* Directories of the local modules that a module calls, by their written sources. */
const tnk_str *tf_calls_of(tf_unit *u, const tf_module *m, size_t *n);

#endif
