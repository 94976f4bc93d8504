/* SPDX-License-Identifier: Apache-2.0
 * Texts of which a part cannot be known, read as JSON; see document.c. */
#ifndef TF_DOCUMENT_H
#define TF_DOCUMENT_H

#include "lang/lang.h"

typedef struct tf_hole {        /* an unknown value in a text */
    const cty_value *value;
    size_t off, len;            /* where its own known parts stand in the known text */
} tf_hole;

typedef struct tf_holes {
    tf_hole *at;
    size_t n, cap;
} tf_holes;

/* The document that the text is, when it is JSON but for the holes (at least one, in order); else NULL. */
const tnk_value *tf_document(tf_unit *u, tnk_str known, const tf_holes *holes, tnk_span at);

#endif
