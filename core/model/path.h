/* SPDX-License-Identifier: Apache-2.0
 * Paths into documents, as bindings write them:
 *   a.b.c            members          a[0]          the first item        a[*].b   b of every item
 *   a[Key=log].Value the item whose member Key is the text "log"          "x.y".z  a key with odd characters */
#ifndef TNK_MODEL_PATH_H
#define TNK_MODEL_PATH_H

#include "core/value/value.h"

enum { TNK_PATH_STEPS_MAX = 24 };

typedef enum tnk_step_kind { TNK_STEP_KEY, TNK_STEP_INDEX, TNK_STEP_ALL, TNK_STEP_WHERE } tnk_step_kind;

typedef struct tnk_step {
    tnk_step_kind kind;
    tnk_atom key;       /* KEY, WHERE */
    uint32_t index;     /* INDEX */
    tnk_str want;       /* WHERE */
} tnk_step;

typedef struct tnk_path {
    const tnk_step *steps;
    uint32_t n;
    bool many;          /* holds a [*]: the result is a list */
    tnk_str text;       /* as written */
} tnk_path;

/* Compile; steps go to the arena, keys become atoms. The empty text is the path to the value itself. */
int tnk_path_parse(tnk_arena *a, tnk_atoms *t, tnk_str text, tnk_path *ret, tnk_error *err);

/* Follow. NULL: absent (a null counts as absent). An unresolved value met on the way is the answer, as
 * is an unresolved item where [Key=x] finds no known one. With [*] the answer is a LIST made in the arena,
 * NULL when nothing matched or memory ran out. */
const tnk_value *tnk_path_follow(const tnk_path *p, const tnk_value *from, tnk_arena *a);

#endif
