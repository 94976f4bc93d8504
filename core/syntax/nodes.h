/* SPDX-License-Identifier: Apache-2.0
 * What the parsers of this room share: finished nodes that wait for their parent, limits, repeated keys,
 * and words about trouble. Private to the room. */
#ifndef TNK_SYNTAX_NODES_H
#define TNK_SYNTAX_NODES_H

#include "core/syntax/syntax.h"

enum {
    TNK_SHOWN = 64,         /* room for a piece of the text inside a message */
    TNK_WARNINGS_MAX = 100  /* told about one text */
};

typedef struct tnk_nodes {
    const tnk_reader *r;
    tnk_error *err;
    const char *code;       /* of the warning about a repeated key */
    tnk_str text;
    tnk_value *at;          /* heap; the nodes whose parent is still open, oldest first */
    uint32_t n, cap;
    uint32_t made;          /* in all, against TNK_NODES_MAX */
    uint32_t *stamps;       /* by atom: the serial of the last set that had it */
    uint32_t n_stamps, serial;
    uint32_t warned;
} tnk_nodes;

/* Ready for pushing; or TNK_ELIMIT, TNK_EPARSE when the text is too long for 32-bit places or is UTF-16. */
int tnk_nodes_init(tnk_nodes *s, const tnk_reader *r, tnk_str text, const char *code, tnk_error *err);
void tnk_nodes_free(tnk_nodes *s);

/* Byte range of the text as the reader wants it: shifted, or the fixed span. */
static inline tnk_span tnk_nodes_span(const tnk_nodes *s, uint32_t off, uint32_t end)
{
    if (s->r->fixed != NULL)
        return *s->r->fixed;
    return (tnk_span){ s->r->file, s->r->base + off, s->r->base + end };
}

/* A new node on top, to be filled in whole; NULL: the error is set. at blames the place. */
tnk_value *tnk_nodes_grow(tnk_nodes *s, uint32_t at);
static inline tnk_value *tnk_nodes_push(tnk_nodes *s, uint32_t at)
{
    if (s->n == s->cap || s->made >= TNK_NODES_MAX)
        return tnk_nodes_grow(s, at);
    s->made++;
    return &s->at[s->n++];
}

/* Moves the nodes from `first` on into the arena as the kids of parent (n, u.kids), warning about
 * repeated keys of a map. */
int tnk_nodes_close(tnk_nodes *s, uint32_t first, tnk_value *parent);

/* Warns about the repeated keys of a map. Linear. */
int tnk_nodes_check_keys(tnk_nodes *s, const tnk_value *map);

/* A new set of atoms; then: was the atom there already? It is from then on. Only atoms that existed at
 * the begin may be asked for. */
int tnk_nodes_set_begin(tnk_nodes *s);
static inline bool tnk_nodes_set_add(tnk_nodes *s, tnk_atom key)
{
    bool there = s->stamps[key] == s->serial;
    s->stamps[key] = s->serial;
    return there;
}

int tnk_nodes_no_memory(const tnk_nodes *s);
void tnk_nodes_warn(tnk_nodes *s, const char *code, uint32_t off, uint32_t end, const char *msg);

/* The bytes for a message: cut to fit, controls and bad bytes as '?'. Gives out. */
const char *tnk_shown(tnk_str s, char out[TNK_SHOWN]);

#endif
