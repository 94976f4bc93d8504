/* SPDX-License-Identifier: Apache-2.0
 * Plans and states in JSON: what `terraform show -json` prints, and state files themselves. */
#ifndef TF_PLANJSON_H
#define TF_PLANJSON_H

#include "lang/lang.h"

/* Does the document look like a plan or state? */
bool tf_is_plan(const tnk_host *h, tnk_run *run, const tnk_value *doc);

/* One resource of a plan or state. */
typedef struct tf_planned {
    tnk_str address;            /* as Terraform writes it, with modules and index */
    tnk_str type;
    bool is_data;
    const tnk_value *values;    /* what is known */
    const tnk_value *unknown;   /* the same shape, true where it is known after apply; NULL in a state */
    const tnk_value *written;   /* "expressions" of the configuration in the plan; NULL when not there */
    tnk_str prefix;             /* "module.a[0]." */
    tnk_span at;
} tf_planned;

/* Reads a plan or state; `each` gets every resource. */
void tf_plan_walk(tf_unit *u, const tnk_value *doc, void (*each)(void *ud, const tf_planned *p), void *ud);
/* Hands over all resources of a document; with places in the configuration where it lies beside it in dir. */
void tf_plan_emit(tf_unit *u, const tnk_value *doc, tnk_str dir);

/* ---- planvalue.c ---- */
/* What a resource is to rules, from the plan alone. */
const tnk_value *tf_planned_value(tf_unit *u, const tf_planned *p);
/* ---- planmerge.c ---- */
/* The same with the places of the configuration: instance i of d in `in`. */
const tnk_value *tf_planned_with(tf_unit *u, const tf_planned *p, tf_instance *in, const tf_decl *d, uint32_t i);

#endif
