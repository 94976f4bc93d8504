/* SPDX-License-Identifier: Apache-2.0
 * The resources of one unit, found by kind, by name, and by who refers to whom. */
#ifndef TNK_MODEL_RESOURCE_H
#define TNK_MODEL_RESOURCE_H

#include "core/model/path.h"

typedef struct tnk_res {
    uint32_t kind;          /* kind id of the schema; 0: no model, rule or slot speaks of it */
    uint32_t index;         /* order of emission */
    tnk_str kind_text;      /* "cloudformation:AWS::S3::Bucket" */
    tnk_str origin;         /* "cloudformation" */
    tnk_str address;
    const tnk_value *value;
    tnk_span at;
    const tnk_str *names;
    size_t n_names;
    const tnk_span *via;    /* the calls through which it came to be, outermost first */
    size_t n_via;
} tnk_res;

typedef struct tnk_resources tnk_resources;

/* Resources live in the arena; n_kinds is one more than the highest kind id. NULL: no memory. */
tnk_resources *tnk_resources_new(tnk_arena *a, tnk_atoms *t, uint32_t n_kinds);

/* Take a resource (its strings and value must live in the arena); index is filled in. */
int tnk_resources_add(tnk_resources *s, const tnk_res *r);
/* An explicit reference from address `from`, attribute `by`, to address `to`. */
int tnk_resources_refer(tnk_resources *s, tnk_str from, tnk_str by, tnk_str to);

uint32_t tnk_resources_count(const tnk_resources *s);
const tnk_res *tnk_resources_at(const tnk_resources *s, uint32_t i);
tnk_arena *tnk_resources_arena(const tnk_resources *s);
tnk_atoms *tnk_resources_atoms(const tnk_resources *s);

typedef struct tnk_res_list {
    const tnk_res *const *at;
    uint32_t n;
} tnk_res_list;

/* All of a kind, in order of emission. */
tnk_res_list tnk_resources_of(const tnk_resources *s, uint32_t kind);

/* Of a kind, those whose attribute at `by` names r: by r's address, one of its names, or one of `more`.
 * *unclear is one whose attribute cannot be known and may mean r, or NULL. The index for (kind, by) is made
 * once a unit; `by` must be the same object each time. */
tnk_res_list tnk_resources_referring(tnk_resources *s, uint32_t kind, const tnk_path *by, const tnk_res *r,
                                     const tnk_str *more, size_t n_more, const tnk_res **unclear);

/* Of a kind, those that value v (a text, a list of texts, an unresolved value with references) names.
 * names: further paths at which resources of the kind say what they are called. *unclear is true when v or
 * a part of it cannot be known. */
tnk_res_list tnk_resources_named(tnk_resources *s, uint32_t kind, const tnk_path *names, uint32_t n_names,
                                 const tnk_value *v, bool *unclear);

#endif
