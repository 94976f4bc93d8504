/* SPDX-License-Identifier: Apache-2.0
 * Holding our evaluation against what the real sshd said about a case (fixtures/sshd/README.md). */
#ifndef TEST_SSHD_ORACLE_H
#define TEST_SSHD_ORACLE_H

#include <stddef.h>

typedef struct oracle_text {
    char *ptr;              /* malloc'ed, NUL-ended */
    size_t len;
} oracle_text;

oracle_text oracle_slurp(const char *path);     /* ptr NULL when it cannot be read */

/* What we say about the case in folder `dir` for every line of its `contexts`, in the words of
 * its file `expected`; `defaults` is what sshd prints for an empty file. */
oracle_text oracle_answer(const char *dir, const char *defaults, const char *fixtures);

/* The same text with the lines of each context in one order: sshd's order of keywords is not
 * ours. */
void oracle_sort(oracle_text *t);

/* Compares one case and says on stderr how it differs. Number of contexts that differ; -1: no
 * case. */
int oracle_compare(const char *dir, const char *fixtures);

#endif
