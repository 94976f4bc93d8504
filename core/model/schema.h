/* SPDX-License-Identifier: Apache-2.0
 * Models and bindings, as the rule files declare them. Made once, before any unit is read; then constant. */
#ifndef TNK_MODEL_SCHEMA_H
#define TNK_MODEL_SCHEMA_H

#include "core/base/i18n.h"
#include "core/model/path.h"

typedef enum tnk_type {
    TNK_T_ANY, TNK_T_TEXT, TNK_T_NUMBER, TNK_T_FLAG, TNK_T_LIST, TNK_T_MAP, TNK_T_POLICY
} tnk_type;

typedef struct tnk_field {
    tnk_atom name;
    tnk_type type;
} tnk_field;

enum { TNK_FIELDS_MAX = 96, TNK_SLOTS_MAX = 16, TNK_SOURCES_OF_FIELD_MAX = 12 };

/* Resources related to the one that is bound. */
typedef struct tnk_slot {
    tnk_atom name;
    const uint32_t *kinds;      /* kind ids */
    const tnk_path *by;         /* one a kind; incoming: in them, the attribute that names us */
    uint32_t n_kinds;
    bool outgoing;              /* `to`: in us, the attribute that names them (by[0]) */
} tnk_slot;

/* Where a field's value may be found. */
typedef struct tnk_origin_path {
    int slot;                   /* -1: the resource or element itself */
    bool root;                  /* from the resource even when bound with `each` */
    tnk_path path;
} tnk_origin_path;

typedef enum tnk_bound_how { TNK_UNBOUND, TNK_BY_PATHS, TNK_BY_FUNCTION } tnk_bound_how;

/* How one field of the model comes from a raw kind. */
typedef struct tnk_bound {
    tnk_bound_how how;
    const tnk_origin_path *from;    /* the first that is present counts; with join all of them */
    uint32_t n_from;
    const tnk_value *otherwise;     /* default; NULL: absent */
    const tnk_value *is;            /* LIST of texts, numbers, flags: the field is whether it is one of them */
    const tnk_value *map;           /* MAP from text to value */
    bool join, present;
    bool required;                  /* absent is unresolved: the origin left it out */
    int function;                   /* BY_FUNCTION: a Lua registry reference */
} tnk_bound;

typedef struct tnk_model tnk_model;

typedef struct tnk_binding {
    const tnk_model *model;
    uint32_t kind;
    const tnk_slot *slots;
    uint32_t n_slots;
    const tnk_path *each;           /* lists whose items are instances; none: the resource is one */
    uint32_t n_each;
    const tnk_path *names;          /* where the resource says what it is called */
    uint32_t n_names;
    tnk_bound when;                 /* with `is` or `present`: only instances for which it is true */
    bool has_when;
    const tnk_bound *fields;        /* one a field of the model */
    struct tnk_binding *next;       /* of the model, in order of declaration */
} tnk_binding;

struct tnk_model {
    tnk_atom name;
    tnk_str id;
    tnk_both label;
    const tnk_field *fields;
    uint32_t n_fields;
    tnk_binding *bindings;
    uint32_t index;
};

typedef struct tnk_schema tnk_schema;

tnk_schema *tnk_schema_new(tnk_arena *a, tnk_atoms *t);     /* lives in the arena; NULL: no memory */

/* Take a model (copied). TNK_EINVAL when the name is taken. */
int tnk_schema_add(tnk_schema *s, const tnk_model *m, tnk_error *err);
/* Take a binding (copied) of a known model. TNK_EINVAL when the model is already bound to the kind. */
int tnk_schema_bind(tnk_schema *s, const tnk_binding *b, tnk_error *err);

const tnk_model *tnk_schema_model(const tnk_schema *s, tnk_str id);    /* NULL: none of that name */
uint32_t tnk_schema_count(const tnk_schema *s);
int tnk_model_field(const tnk_model *m, tnk_atom name);                 /* -1: no such field */

/* The number of a raw kind ("terraform:aws_s3_bucket"), made when first asked for; 0: no memory. */
uint32_t tnk_schema_kind(tnk_schema *s, tnk_str kind);
uint32_t tnk_schema_find_kind(const tnk_schema *s, tnk_str kind);      /* 0: nobody speaks of it */
tnk_str tnk_schema_kind_text(const tnk_schema *s, uint32_t kind);
uint32_t tnk_schema_kinds(const tnk_schema *s);                         /* one more than the highest */
/* A binding of the kind that says names, for looking its resources up; NULL: none does. */
const tnk_binding *tnk_schema_namer(const tnk_schema *s, uint32_t kind);

#endif
