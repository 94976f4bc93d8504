/* SPDX-License-Identifier: Apache-2.0
 * Report formats: a run record in, bytes out. A format is one file and one line in the list. */
#ifndef TNK_REPORT_REPORT_H
#define TNK_REPORT_REPORT_H

#include "core/base/buf.h"
#include "core/base/error.h"
#include "core/result/record.h"

typedef struct tnk_report_options {
    bool colour;        /* text: escape sequences for colour */
    unsigned width;     /* text: columns of the terminal; 0: 80; less than 40 counts as 40 */
    bool evidence;      /* text: list the record's evidence too; json always does when it has any */
    bool quiet;         /* text: only findings, diagnostics of level error and the gate */
} tnk_report_options;

typedef struct tnk_report_format {
    const char *name;   /* as `--format` takes it */
    const char *about;  /* one line, English, marked with N_(): show it through _() */
    /* Append the whole report. opts is not NULL. 0, or TNK_ENOMEM when out could not grow. The
     * record's language decides the texts of rules; the program's own words are in the process's
     * language (tnk_lang_set), which should be the same. */
    int (*write)(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out, tnk_error *err);
} tnk_report_format;

const tnk_report_format *tnk_report_formats(size_t *n);         /* all, in the order to list them */
const tnk_report_format *tnk_report_find(tnk_str name);         /* NULL: no such format */

/* What a finding says: its message, or for a fail without one the rule's title. */
tnk_str tnk_report_message(const tnk_record *r, const tnk_verdict *v);
/* Of a diagnostic: note, warning, error. */
const char *tnk_report_level_name(uint32_t level);

/* What write() returns at its end. */
int tnk_report_done(const tnk_buf *out, tnk_error *err);

/* The formats. */
int tnk_report_text(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                    tnk_error *err);
int tnk_report_json(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                    tnk_error *err);
int tnk_report_sarif(const tnk_record *r, const tnk_report_options *opts, tnk_buf *out,
                     tnk_error *err);

#endif
