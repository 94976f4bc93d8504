/* SPDX-License-Identifier: Apache-2.0
 * Conformance suites kept as lines of JSON outside the project, and lists of argued deviations. */
#ifndef TNK_TEST_SYNTAX_CORPUS_H
#define TNK_TEST_SYNTAX_CORPUS_H

#include "tests/unit/syntax/support.h"

/* The file's bytes, heap, NUL-ended; ptr is NULL when it cannot be read. */
tnk_str slurp(const char *path);

/* The corpus file `name` as a LIST of its lines, read with our own JSON parser into b. Skips the test with a
 * printed line when there is no corpus (../shared/corpus or $TNK_CORPUS). *text must be freed. */
tnk_value corpus_lines(bench *b, const char *name, char **text);

tnk_str field(const bench *b, const tnk_value *row, const char *name);

/* A list of deviations: "# reason" lines, blank lines, else "case" or "case word...". */
typedef struct deviations {
    char *text;
    size_t n, seen;
} deviations;

deviations deviations_open(const char *path);   /* fails the test when it cannot be read */
bool deviations_has(deviations *d, tnk_str id); /* counts the ones asked for and found */
void deviations_close(deviations *d);           /* frees; fails when a listed one was never asked for */

#endif
