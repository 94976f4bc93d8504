/* SPDX-License-Identifier: Apache-2.0
 * What the tests of the parsers share: a reader that remembers warnings, and values written as text. */
#ifndef TNK_TEST_SYNTAX_SUPPORT_H
#define TNK_TEST_SYNTAX_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/syntax/syntax.h"

typedef struct bench {
    tnk_arena *arena;
    tnk_atoms *atoms;
    tnk_reader reader;
    tnk_buf warnings;       /* "code off-end message\n" each */
} bench;

typedef int (*parse_fn)(const tnk_reader *, tnk_str, tnk_value *, tnk_error *);

void bench_open(bench *b);
void bench_close(bench *b);

/* Parses an exact-size heap copy, so that a read past the end is seen by AddressSanitizer. The copy
 * lives until *copy is freed. */
int bench_parse(bench *b, parse_fn parse, tnk_str text, tnk_value *ret, tnk_error *err, char **copy);

/* Compact text: null true 1 1.5 "a" [..] {"k":..}; tagged maps and aliases are not marked. Texts are
 * written raw but for \n, \r, \0, quote and backslash. */
void dump(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v);

/* Places of all nodes, depth first: "off-end" or "key_off:off-end" each, with a blank between. */
void dump_spans(tnk_buf *out, const tnk_value *v);

/* Every node lies inside [base, base + len], kids of written lists and maps inside their parent, and
 * depth stays under the bound. Fails the test otherwise. */
void check_places(const tnk_value *v, uint32_t len, unsigned depth);

/* A table-driven test: row by row with its name. */
#define RUN_ROWS(group, rows, check) run_rows(group, rows, sizeof rows / sizeof *rows, sizeof *rows, check)
int run_rows(const char *group, const void *rows, size_t n, size_t size, CMUnitTestFunction check);

#endif
