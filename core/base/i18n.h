/* SPDX-License-Identifier: Apache-2.0
 * The program's words in the run's language (gettext domain "tenken"). _() marks and translates,
 * N_() only marks. Messages are made in the run's language where the thing happens. */
#ifndef TNK_BASE_I18N_H
#define TNK_BASE_I18N_H

#include <libintl.h>

#include "tenken/value.h"

#define _(s) dgettext("tenken", s)
#define N_(s) s

typedef enum tnk_lang { TNK_LANG_EN = 0, TNK_LANG_JA = 1 } tnk_lang;

/* A text in both languages; both are always set. */
typedef struct tnk_both {
    tnk_str in[2];      /* by tnk_lang */
} tnk_both;

static inline tnk_str tnk_both_in(const tnk_both *t, tnk_lang lang) { return t->in[lang]; }

/* Chooses the language for the whole process and loads its catalogue from `localedir` before any
 * confinement. Safe to call again. Works without any system locale but C.UTF-8. */
void tnk_lang_set(tnk_lang lang, const char *localedir);
tnk_lang tnk_lang_get(void);

/* Parses "ja", "ja_JP.UTF-8", "en", "C"...; anything unknown is English. NULL is English. */
tnk_lang tnk_lang_parse(const char *name);

/* What an errno says, in the run's language: strerror() without the C library's own catalogues, which
 * a machine may lack and a confined worker may not open. */
const char *tnk_errno_words(int code);

#endif
