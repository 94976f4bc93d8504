/* SPDX-License-Identifier: Apache-2.0
 * The state of one YAML parse, shared by the builder (yaml.c), anchors and merges (yaml_node.c), places
 * (yaml_place.c) and scalars (yaml_scalar.c). Private to the room. */
#ifndef TNK_SYNTAX_YAML_H
#define TNK_SYNTAX_YAML_H

#include <yaml.h>

#include "core/syntax/nodes.h"

struct yaml_node {          /* a node that is finished but for its tag, anchor and parent */
    tnk_value v;
    uint32_t off, end;      /* bytes of the text */
    tnk_str text;           /* of a scalar, borrowed from the event; what it is as a key */
    tnk_atom tag;           /* that becomes a one-member map around it; 0: none */
    uint32_t tag_off;
    uint32_t anchor;        /* its number; 0: none */
    uint32_t opener;        /* a collection: the level it was open at; 0 for others */
    uint32_t height;        /* levels of lists and maps in it */
    uint64_t size;          /* nodes in it, aliases followed */
};

struct yaml_frame {         /* an open list or map */
    struct yaml_node node;
    uint32_t first;         /* its first kid in nodes */
    uint32_t last;          /* where its last item ended */
    uint32_t merges;        /* members that are merges */
    bool flow, has_key;     /* has_key: the next node is the value of key */
    bool merge;             /* key is << */
    tnk_atom key;
    uint32_t key_off, key_flag;
};

struct yaml_anchor {
    tnk_value v;
    uint32_t height;
    uint32_t open;          /* the level of the collection that is still open under this name; 0: done */
    uint64_t size;
};

struct yaml {
    tnk_nodes nodes;
    yaml_parser_t parser;
    unsigned flags;
    bool ascii;             /* characters are bytes */
    uint32_t bom;           /* bytes before the first character */
    size_t seen_index;      /* the last character asked for, and where it starts */
    uint32_t seen_off;
    tnk_atoms *names;       /* of this document's anchors; made when the first one comes */
    struct yaml_anchor *anchors;
    uint32_t n_anchors;     /* room */
    uint64_t aliased;       /* nodes of this document that are there through aliases */
    uint64_t repeated;      /* bytes of tags and keys that are written once and meant many times */
    uint32_t depth;         /* open frames */
    uint32_t level;         /* the same with the maps that tags make */
    struct yaml_frame frames[TNK_DEPTH_YAML];
};

/* ---- yaml_place.c ---- */

/* The byte where a character starts. Linear over a whole parse: events come in order. */
uint32_t tnk_yaml_off(struct yaml *y, const yaml_mark_t *mark);

/* Skips anchor and tag from off on, not past end; *tag_off is where the tag starts. */
uint32_t tnk_yaml_skip_props(const struct yaml *y, uint32_t off, uint32_t end, uint32_t *tag_off);

/* What libyaml refused, in our words: fails with the place. */
int tnk_yaml_refused(struct yaml *y);

/* ---- yaml_scalar.c ---- */

/* Kind and content of a plain scalar. v->u.text and n are set to its text before, and stay for TEXT
 * and REAL. false: no memory. */
bool tnk_yaml_type(const struct yaml *y, tnk_value *v);

/* The same for a scalar with a standard tag ("int", "str"...). Sets *fits to false when the text is not of
 * that type, and leaves it TEXT. */
bool tnk_yaml_type_as(const struct yaml *y, tnk_str type, tnk_value *v, bool *fits);

/* ---- yaml_node.c ---- */

/* The number of an anchor; *ret stays when there is no name. off: to blame when there are too many. */
int tnk_yaml_name(struct yaml *y, const yaml_char_t *name, uint32_t off, uint32_t *ret);
/* The anchor's node at n->off..n->end. */
int tnk_yaml_alias(struct yaml *y, const yaml_char_t *name, struct yaml_node *n);
int tnk_yaml_place(struct yaml *y, struct yaml_node *n);    /* tag, anchor, then into its parent */
int tnk_yaml_merge(struct yaml *y, struct yaml_frame *f);   /* at close: << members become what they name */
int tnk_yaml_repeat(struct yaml *y, uint32_t off, size_t len);  /* counts bytes against y->repeated */
int tnk_yaml_too_deep(struct yaml *y, uint32_t off);

#endif
