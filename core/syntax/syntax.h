/* SPDX-License-Identifier: Apache-2.0
 * Text to value. What the parsers share: where the tree goes, limits, and how they speak of trouble. */
#ifndef TNK_SYNTAX_SYNTAX_H
#define TNK_SYNTAX_SYNTAX_H

#include "core/value/value.h"

enum {
    TNK_DEPTH_JSON = 512,               /* nested lists and maps */
    TNK_DEPTH_YAML = 256,               /* libyaml is quadratic in depth */
    TNK_NODES_MAX = 20 * 1000 * 1000,   /* nodes of one text, merged members included */
    TNK_EXPANSION_MAX = 2 * 1000 * 1000,/* nodes that one document has through aliases */
    TNK_DOCUMENTS_MAX = 100 * 1000      /* documents of one YAML stream */
};

typedef struct tnk_reader {
    tnk_arena *arena;       /* nodes and unescaped text go here */
    tnk_atoms *atoms;
    uint32_t file;          /* the number the nodes' spans carry */
    uint32_t base;          /* added to every offset: the text is a part of a source that starts there */
    const tnk_span *fixed;  /* not NULL: every node gets this span (text that was inside a string) */
    /* Trouble that does not stop the parse (a repeated key...). code is stable ("json-duplicate-key"),
     * msg one line in the run's language. NULL: nobody listens. */
    void (*warn)(void *ud, const char *code, tnk_span at, const char *msg);
    void *ud;
} tnk_reader;

/* Strict RFC 8259 text, UTF-8; a leading BOM is skipped. Strings without escapes are borrowed from text,
 * which must outlive the tree. Integers that fit int64_t are INT, every other number is REAL and keeps
 * its text. 0 and *ret, or TNK_EPARSE, TNK_ELIMIT, TNK_ENOMEM with err->at and a message that says what
 * was expected. Linear in time; the stack does not grow with depth. */
int tnk_json_parse(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
    __attribute__((warn_unused_result));

enum {
    TNK_YAML_11 = 1,        /* YAML 1.1 plain scalars (yes/no/on/off, 0o14 and 014, 0b1, 1_000, sexagesimal
                             * and y/n not; 0129 is text): Kubernetes, Ansible, CloudFormation. Otherwise
                             * the 1.2 core schema. REAL may be .inf or .nan, or a long 0x number. */
    TNK_YAML_MERGE = 2      /* `<<` merges */
};

/* All documents of a YAML stream as the items of a LIST (*ret), through libyaml events. Local tags become
 * one-member maps (TNK_F_TAGGED). Aliases share nodes; merge keys are resolved, own keys win.
 * Self-reference, unknown aliases, depth, nodes and expansion past the limits are errors. A repeated
 * key is a warning and the last one wins. Under a local tag a scalar stays TEXT. A list or map that is a key
 * becomes the text of its source, with a warning. Text is copied into the arena where it differs from the source.
 * UTF-16 input (with BOM) is refused with a message that says to convert it. */
int tnk_yaml_parse(const tnk_reader *r, tnk_str text, unsigned flags, tnk_value *ret, tnk_error *err)
    __attribute__((warn_unused_result));

/* INI and its friends: [section] then key = value (or key: value), # and ; comments, one map of sections
 * (keys before any section under ""). Values are TEXT up to the end of the line, quotes and all, since
 * programs differ there. A section that comes again goes on; a repeated key is a warning and the last one
 * wins; a line that is neither is a warning and is skipped. */
int tnk_ini_parse(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
    __attribute__((warn_unused_result));

#endif
