/* SPDX-License-Identifier: Apache-2.0
 * Runs the Terraform collector through the real host over files in memory: plan(), then every unit;
 * and writes down what it hands over. */
#ifndef TNK_TEST_TF_SCAN_H
#define TNK_TEST_TF_SCAN_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/base/buf.h"
#include "core/collect/collect.h"

enum { SCAN_FILES_MAX = 64, SCAN_MEMORY = 1536 << 20 }; /* memory: as a worker gives a unit */

typedef struct scan_file {
    tnk_str path, text;
} scan_file;

typedef struct scan {
    tnk_plugins *plugins;
    tnk_tree *tree;
    tnk_atoms *atoms;
    tnk_arena *arena; /* of the unit that is read */
    tnk_unit_ctx cx;
    const char *ask;    /* "ADDRESS PATH" a line: where those values stand goes to `places` */
    tnk_buf resources;  /* "KIND ADDRESS VALUE\n" each */
    tnk_buf references; /* "FROM BY TO\n" each */
    tnk_buf diags;      /* "CODE PATH:LINE:COLUMN\n" each, "error " before those of level error */
    tnk_buf messages;   /* for people who look at a failure */
    tnk_buf units;      /* the files of a unit in one line each */
    tnk_buf places;     /* "ADDRESS PATH PLACE\n" each */
    size_t n_units, n_resources, n_errors, used; /* used: most bytes of a unit's arena */
    bool quiet;                                  /* count resources only */
} scan;

/* files may come in any order. s->ask and s->quiet are the caller's; all else is made. */
void scan_run(scan *s, const scan_file *files, size_t n, const tnk_named_options *options,
              size_t n_options);
bool scan_run_folder(scan *s, const char *path); /* false: there is none */
void scan_free(scan *s);
const char *scan_text(const tnk_buf *b); /* never NULL */

/* A value as compact JSON. Unresolved: ?why(ref,ref), and ~"known parts" after it. */
void scan_write(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v);
/* The value at a path such as a.b[0].c; NULL: there is none. */
const tnk_value *scan_at(const tnk_atoms *atoms, const tnk_value *v, tnk_str path);

#endif
