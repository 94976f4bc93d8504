/* SPDX-License-Identifier: Apache-2.0
 * The value tree: 32-byte nodes in an arena, children side by side, keys as atoms, a byte span each.
 * Nodes never change once they are in a tree; an alias shares the children of its anchor. */
#ifndef TNK_VALUE_VALUE_H
#define TNK_VALUE_VALUE_H

#include <stdbool.h>

#include "core/base/arena.h"
#include "core/base/atoms.h"
#include "core/base/error.h"
#include "core/base/str.h"

enum {
    TNK_F_QUOTED = 1,   /* text that was quoted or a block scalar: dialects leave it text */
    TNK_F_TAGGED = 2,   /* a one-member map made of a tag: `!Ref x` is { "!Ref": x } */
    TNK_F_ALIAS = 4,    /* shares its children with another node */
    TNK_F_EMPTY_KEY = 8,/* its key is the empty string or came from a non-text key */
    TNK_F_DERIVED = 16  /* computed by a collector (a parameter's default, a joined text), not written here */
};

typedef struct tnk_unknown tnk_unknown;

struct tnk_value {
    uint8_t kind;           /* TNK_NONE..TNK_UNRESOLVED */
    uint8_t flags;          /* TNK_F_* */
    uint16_t file;          /* source number in the unit */
    uint32_t off, end;      /* byte range in the source; covers quotes, not tags or keys */
    tnk_atom key;           /* when a member of a map; 0 otherwise */
    uint32_t key_off;       /* where the key starts */
    uint32_t n;             /* children of a list or map; bytes of a text or a real's text */
    union {
        bool flag;
        int64_t integer;
        const char *text;               /* TEXT: n bytes, not NUL-ended; REAL: the number as written */
        const struct tnk_value *kids;   /* LIST, MAP: n nodes */
        const tnk_unknown *unknown;     /* UNRESOLVED */
    } u;
};
_Static_assert(sizeof(struct tnk_value) == 32, "a node is 32 bytes");

/* Why a value cannot be known, and which resources it would have come from. */
struct tnk_unknown {
    uint32_t why;           /* TNK_WHY_* */
    tnk_str reason;         /* one sentence in the run's language, no full stop */
    const tnk_str *refs;    /* addresses of resources it refers to */
    uint32_t n_refs;
    tnk_str known;          /* of a text: the parts that are known, in order, without what is between them */
};

/* ---- reading: NULL and wrong kinds answer "absent" ---- */

static inline uint32_t tnk_value_kind(const tnk_value *v) { return v != NULL ? v->kind : TNK_NONE; }
static inline bool tnk_value_is(const tnk_value *v, uint32_t kind) { return tnk_value_kind(v) == kind; }
static inline uint32_t tnk_value_count(const tnk_value *v)  /* children of a list or map, else 0 */
{
    return tnk_value_is(v, TNK_LIST) || tnk_value_is(v, TNK_MAP) ? v->n : 0;
}
static inline const tnk_value *tnk_value_at(const tnk_value *v, uint32_t i)  /* NULL past the end */
{
    return i < tnk_value_count(v) ? &v->u.kids[i] : NULL;
}
static inline tnk_str tnk_value_text(const tnk_value *v)  /* {NULL, 0} unless TEXT */
{
    return tnk_value_is(v, TNK_TEXT) ? (tnk_str){ v->u.text, v->n } : (tnk_str){ NULL, 0 };
}
static inline tnk_span tnk_value_span(const tnk_value *v)
{
    return v != NULL ? (tnk_span){ v->file, v->off, v->end } : (tnk_span){ 0, 0, 0 };
}
/* The member of a map; NULL when absent or not a map. Of repeated keys the last. */
const tnk_value *tnk_value_member(const tnk_value *map, tnk_atom key);
/* The same by text; finds nothing for a key nobody has made an atom of. */
const tnk_value *tnk_value_get(const tnk_atoms *t, const tnk_value *map, tnk_str key);
/* TEXT, INT, REAL, BOOL written as text ("true"); the bytes may live in scratch. {NULL,0} for others. */
tnk_str tnk_value_scalar(const tnk_value *v, char scratch[24]);
/* Deep equality of kind and content; places do not matter. UNRESOLVED equals nothing. */
bool tnk_value_equal(const tnk_value *a, const tnk_value *b);

#define tnk_value_each(it, parent)                                                              \
    for (const tnk_value *it = tnk_value_at(parent, 0),                                         \
                         *it##_end = it != NULL ? it + tnk_value_count(parent) : NULL;           \
         it != it##_end; it++)

/* ---- building: bottom up. A child is copied into its parent: finish it first. ---- */

/* New nodes without key. NULL: out of memory. Text is borrowed: it must live in the arena, the
 * source or static memory. */
tnk_value *tnk_value_new(tnk_arena *a, uint32_t kind, tnk_span at);
tnk_value *tnk_value_new_text(tnk_arena *a, tnk_str s, tnk_span at);
tnk_value *tnk_value_new_int(tnk_arena *a, int64_t i, tnk_span at);
tnk_value *tnk_value_new_flag(tnk_arena *a, bool b, tnk_span at);
tnk_value *tnk_value_new_unknown(tnk_arena *a, uint32_t why, tnk_str reason, tnk_span at);

/* Append a copy of child to a LIST made by tnk_value_new. 0, TNK_ENOMEM or TNK_EINVAL (not a list). */
int tnk_value_push(tnk_arena *a, tnk_value *list, const tnk_value *child);
/* Set a member of a MAP; an existing one is replaced in place (linear search: for maps that a
 * collector builds; parsers fill kids themselves). 0, TNK_ENOMEM, TNK_EINVAL. */
int tnk_value_put(tnk_arena *a, tnk_value *map, tnk_atom key, uint32_t key_off, const tnk_value *child);
/* Append a member without looking for an existing one: for callers who know it is new. */
int tnk_value_add(tnk_arena *a, tnk_value *map, tnk_atom key, uint32_t key_off, const tnk_value *child);

#endif
