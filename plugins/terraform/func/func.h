/* SPDX-License-Identifier: Apache-2.0
 * Terraform's functions. Each is a row of a table: name, parameters, result; the machinery in func/call.c counts and
 * converts arguments, and answers for unknown, null and marked ones, so that a function sees what it can work with. */
#ifndef TF_FUNC_H
#define TF_FUNC_H

#include "cty/cty.h"

/* What functions may ask of whoever evaluates: files of the target, templates. Members may be NULL (no files then). */
typedef struct tf_world {
    void *ud;
    /* A file of the target; path as Terraform would take it (relative to the root module, or from path.module).
     * 0 and *ret, or -1 there is none in the target, -2 it cannot be read. */
    int (*read)(void *ud, tnk_str path, tnk_str *ret);
    /* Paths below dir that match Terraform's fileset pattern, relative to dir, sorted. Count; -1 cannot be told. */
    int (*fileset)(void *ud, tnk_str dir, tnk_str pattern, const tnk_str **ret, size_t *n);
    /* A template's text with variables (an object or map); NULL and an error. name: for messages. */
    const cty_value *(*render)(void *ud, tnk_str name, tnk_str text, const cty_value *vars);
} tf_world;

typedef struct tf_call {
    cty_ctx *cty;
    const tf_world *world;
    const char *name;           /* of the function, for messages */
} tf_call;

typedef const cty_value *tf_fn(tf_call *c, const cty_value *const *args, size_t n);

enum {
    TF_FN_UNKNOWN = 1,          /* wants unknown arguments as they are; else the result is unknown of type `ret` */
    /* wants arguments with unknown parts inside as they are; else they count as unknown. Implied by TF_FN_UNKNOWN */
    TF_FN_DEEP_UNKNOWN = 2,
    TF_FN_NULL = 4,             /* takes null arguments; else they are an error */
    TF_FN_MARKS = 8,            /* sees sensitive marks; else arguments come unmarked, and the result gets the mark */
    TF_FN_OUTSIDE = 16,         /* depends on the world (time, chance, files elsewhere): always unknown */
    TF_FN_PARTS = 32            /* an unknown result keeps the known parts of the first argument, a text */
};

typedef struct tf_func {
    const char *name;
    tf_fn *fn;
    uint8_t min, max;           /* arguments; max 255: any number */
    uint8_t flags;
    /* Types of parameters, one letter each, the last repeated: s string, n number, b bool, d any, l list(string),
     * L list(any), S set(string), T set(any), m map(string), M map(any), N list(number), B list(bool),
     * t map(list(string)). */
    const char *params;
    char ret;                   /* the type of the result when it is unknown; the same letters */
} tf_func;

/* Finds by name ("core::" in front is dropped; provider functions are not found); NULL: none. */
const tf_func *tf_func_find(tnk_str name);
/* Calls: everything func.h promises. NULL and an error in cty->error ("Call to function "x" failed: ...").
 * `try`, `can`, `type` and other forms that take unevaluated arguments are not here: the evaluator does them. */
const cty_value *tf_func_call(tf_call *c, const tf_func *f, const cty_value *const *args, size_t n);

/* Tables of the files, each ended by a row without name. */
extern const tf_func tf_funcs_base64[], tf_funcs_collection[], tf_funcs_convert[], tf_funcs_csv[],
    tf_funcs_encoding[], tf_funcs_file[], tf_funcs_format[], tf_funcs_hash[], tf_funcs_list[],
    tf_funcs_map[], tf_funcs_net[], tf_funcs_number[], tf_funcs_regex[], tf_funcs_rsa[],
    tf_funcs_set[], tf_funcs_text[], tf_funcs_time[], tf_funcs_yaml[];

#endif
