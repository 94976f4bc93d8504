/* SPDX-License-Identifier: Apache-2.0
 * The text that values come from, and where a byte stands in it. */
#ifndef TNK_VALUE_SOURCE_H
#define TNK_VALUE_SOURCE_H

#include "core/base/arena.h"

enum {
    TNK_SOURCES_MAX = 65535,    /* sources of one unit: a node counts them in 16 bits */
    TNK_SOURCE_STEP = 1024
};

typedef struct tnk_source {
    tnk_str path;           /* as shown to people: target-relative, "/"-separated, valid UTF-8 (escaped) */
    tnk_str text;           /* the bytes; untrusted; text.ptr[text.len] is NUL */
    uint32_t *lines;        /* offsets of line starts, made when first asked for */
    uint32_t n_lines;
    uint32_t *marks;        /* characters before every TNK_SOURCE_STEP bytes; made for very long lines */
} tnk_source;

typedef struct tnk_sources {  /* the sources of one unit, by number */
    tnk_source **at;
    uint32_t n, cap;
} tnk_sources;

typedef struct tnk_position {
    uint32_t line;      /* 1-based */
    uint32_t column;    /* 1-based, in Unicode characters (a bad byte counts as one);
                         * a byte inside a character stands where the character does */
} tnk_position;

/* Takes text (borrowed, must outlive the unit) under a new number. NULL: no memory or too many. */
tnk_source *tnk_sources_add(tnk_sources *s, tnk_arena *a, tnk_str path, tnk_str text, uint32_t *ret);

/* Where byte `off` stands; off past the end counts as the end. Uses the arena once per source; when
 * that fails the answer is line 1, column 1. */
tnk_position tnk_source_position(tnk_source *s, tnk_arena *a, uint32_t off);

/* The line alone: cheap wherever off stands, while a column is counted along its line. */
uint32_t tnk_source_line_at(tnk_source *s, tnk_arena *a, uint32_t off);

/* A line's bytes without its line ending; empty past the end. line is 1-based. */
tnk_str tnk_source_line(tnk_source *s, tnk_arena *a, uint32_t line);

#endif
