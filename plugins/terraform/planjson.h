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
    const tnk_value *written;   /* the resource in the plan's "configuration"; NULL when not there */
    const struct tf_plan *plan;
    tnk_str prefix;             /* "module.a[0]." */
    tnk_span at;
} tf_planned;

/* What the document says elsewhere, by address. */
typedef struct tf_plan {
    tf_table changes;           /* address -> its "change" */
    tf_table resources;         /* address without indexes -> the resource in "configuration" */
    tf_table calls;             /* "module.a.module.b" -> the module call in "configuration" */
    tf_table planned;           /* address without indexes -> tf_plan_group */
} tf_plan;

typedef struct tf_plan_group {  /* all instances of a resource */
    tnk_str *addresses;
    size_t n, cap;
} tf_plan_group;

/* The address without [..]; keys in quotes may hold brackets. */
tnk_str tf_without_indexes(tf_unit *u, tnk_str address);
/* Reads a plan or state; `each` gets every resource. */
void tf_plan_walk(tf_unit *u, const tnk_value *doc, void (*each)(void *ud, const tf_planned *p), void *ud);
/* Hands over all resources of a document; with places in the configuration where it lies beside it in dir. */
void tf_plan_emit(tf_unit *u, const tnk_value *doc, tnk_str dir);

/* ---- planrefs.c ---- */
/* The resources that an expression of p's configuration refers to, by address; at most max. */
size_t tf_plan_refs(tf_unit *u, const tf_planned *p, const tnk_value *expression, tnk_str *to, size_t max);
/* ---- planvalue.c ---- */
/* What a resource is to rules, from the plan alone. */
const tnk_value *tf_planned_value(tf_unit *u, const tf_planned *p);
/* ---- planequal.c ---- */
/* A value of the configuration against the plan's, in which documents are texts and what is not set is null. */
bool tf_planned_equal(tf_unit *u, const tnk_value *written, const tnk_value *planned);
/* ---- planmerge.c ---- */
/* The same with the places of the configuration: instance i of d in `in`. */
const tnk_value *tf_planned_with(tf_unit *u, const tf_planned *p, tf_instance *in, const tf_decl *d, uint32_t i);

#endif
