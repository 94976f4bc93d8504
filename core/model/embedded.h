/* SPDX-License-Identifier: Apache-2.0
 * JSON that stands in a text: what a template says by a heredoc, a plan or an export by a quoted document. */
#ifndef TNK_MODEL_EMBEDDED_H
#define TNK_MODEL_EMBEDDED_H

#include "core/value/value.h"

/* Parse text, which came out of a value at `at`: every node has that place. The text must outlive the result.
 * 0 and *ret; TNK_EPARSE or TNK_ELIMIT when it is no JSON, TNK_ENOMEM. */
int tnk_embedded_json(tnk_str text, tnk_span at, tnk_arena *a, tnk_atoms *t, const tnk_value **ret);

/* v itself, unless it is a TEXT that begins, after blanks, like a JSON list or map and is JSON: then what that
 * says. NULL: no memory. */
const tnk_value *tnk_embedded_read(const tnk_value *v, tnk_arena *a, tnk_atoms *t);

#endif
