/* SPDX-License-Identifier: Apache-2.0
 * What the files of the terminal report share. */
#ifndef TNK_REPORT_TEXT_H
#define TNK_REPORT_TEXT_H

#include "core/report/report.h"
#include "core/report/width.h"

/* The first five follow tnk_severity. */
typedef enum tnk_style {
    TNK_STYLE_CRITICAL, TNK_STYLE_HIGH, TNK_STYLE_MEDIUM, TNK_STYLE_LOW, TNK_STYLE_INFO,
    TNK_STYLE_STRONG, TNK_STYLE_FAINT, TNK_STYLE_GOOD, TNK_STYLE_OPEN
} tnk_style;

typedef struct tnk_text {
    const tnk_record *r;
    const tnk_report_options *opts;
    tnk_buf *out;
    tnk_buf words;      /* scratch: a paragraph being put together, already harmless */
    size_t width;
} tnk_text;

/* One line of any text, made harmless. */
void tnk_paint(tnk_text *t, tnk_style style, tnk_str s);

/* The lines of the snippet, numbered, with carets under the place. Nothing when there is no
 * snippet. */
void tnk_text_snippet(tnk_text *t, const tnk_place *p);

/* Moves t->words to the report, wrapped; see tnk_wrap(). */
void tnk_text_words(tnk_text *t, size_t col, size_t indent);

/* A heading with an empty line before it. */
void tnk_text_heading(tnk_text *t, const char *heading);

const char *tnk_text_severity(tnk_severity s);      /* in the run's language */
const char *tnk_text_verdict(tnk_verdict_kind v);

void tnk_text_summary(tnk_text *t);     /* counts, checklists, the gate */

#endif
