/* SPDX-License-Identifier: Apache-2.0
 * Views: a raw resource seen as an instance of a model. A field is read when it is asked for, straight from
 * the document, and remembered; nothing is copied. */
#ifndef TNK_MODEL_VIEW_H
#define TNK_MODEL_VIEW_H

#include "core/model/resource.h"
#include "core/model/schema.h"

enum { TNK_F_DEFAULT = 32 };    /* a node flag: a binding's default, with no place in any source */

typedef struct tnk_related {
    bool looked;
    tnk_res_list list;
    const tnk_res *unclear;     /* may be one of the list, but whom it refers to cannot be known */
    tnk_path by;                /* of unclear */
} tnk_related;

typedef struct tnk_view {
    const tnk_binding *binding;     /* NULL: a raw resource, whose fields are its own members */
    const tnk_res *res;
    const tnk_value *element;       /* with `each`: the item; else the resource's value */
    tnk_related *related;           /* one a slot, or NULL while none was asked for */
    const tnk_value **read;         /* one a field, or NULL while none was asked for */
    uint8_t *state;                 /* one a field: 0 unread, 1 read, 2 being read */
} tnk_view;

/* Calls a binding's function (Lua) for a field; *ret may be NULL for absent. */
typedef int tnk_view_call(void *ud, int function, const tnk_view *v, const tnk_value **ret);

typedef struct tnk_views {  /* what reading a view needs of its unit */
    const tnk_schema *schema;
    tnk_resources *resources;
    tnk_view_call *call;
    void *ud;
} tnk_views;

typedef struct tnk_view_list {
    tnk_view **at;
    uint32_t n;
} tnk_view_list;

/* All instances of a model in the unit, in order of their resources. */
int tnk_views_of(const tnk_views *w, const tnk_model *m, tnk_view_list *ret);
/* All resources of a raw kind, as raw views. */
int tnk_views_raw(const tnk_views *w, uint32_t kind, tnk_view_list *ret);

/* Field number i. *ret is NULL when absent. An UNRESOLVED answer says why; so does a field that the
 * binding does not speak of ("CloudFormation does not show it"). TNK_ENOMEM, or what call() answered. */
int tnk_view_read(const tnk_views *w, tnk_view *v, uint32_t i, const tnk_value **ret);

/* Where field i is written: the value's place, or of an absent one (or a default) the element's, the
 * resource's. */
tnk_span tnk_view_place(const tnk_views *w, tnk_view *v, uint32_t i);
tnk_span tnk_view_at(const tnk_view *v);    /* of the instance as a whole */

/* Resources consulted through slots so far: addresses, each once, in arena. */
int tnk_view_consulted(const tnk_views *w, const tnk_view *v, const tnk_str **ret, uint32_t *n);

/* Make v fit the type: numbers in text, texts of numbers, lists of one, lists and maps in texts of JSON; a value
 * that cannot be what the model says becomes UNRESOLVED TNK_WHY_INVALID. NULL stays NULL, and is the answer too
 * when memory runs out. */
const tnk_value *tnk_coerce(const tnk_value *v, tnk_type type, tnk_arena *a, tnk_atoms *t);

#endif
