/* SPDX-License-Identifier: Apache-2.0
 * Runs the CloudFormation collector through the real host over files in memory, and writes down
 * what it hands over. */
#ifndef TNK_TEST_CFN_SCAN_H
#define TNK_TEST_CFN_SCAN_H

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/base/buf.h"
#include "core/collect/collect.h"

enum { SCAN_FILES_MAX = 64 };

typedef struct scan {
    tnk_plugins *plugins;
    tnk_unit_ctx cx;
    tnk_buf resources;      /* "TYPE ADDRESS VALUE\n" each */
    tnk_buf references;     /* "FROM BY TO\n" each */
    tnk_buf diags;          /* "code\n" each; "error code\n" for those of level error */
    tnk_buf messages;       /* "path:off-end message\n" each */
    size_t n_resources, n_errors;
    const char *only;       /* write down only this resource, and of it only property V */
} scan;

/* Opens a scan of files (path, contents, ..., NULL); the unit is the first file. */
void scan_run(scan *s, const char *const *files, const char *only);
void scan_run_text(scan *s, const char *path, tnk_str text, const char *only);
void scan_free(scan *s);

/* A value as compact JSON. Unresolved: ?why(ref,ref). The member "@" is left out unless `about`. */
void scan_write(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v, bool about);

#endif
