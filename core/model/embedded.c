/* SPDX-License-Identifier: Apache-2.0
 * See embedded.h. */
#include "core/model/embedded.h"

#include "core/syntax/syntax.h"

int tnk_embedded_json(tnk_str text, tnk_span at, tnk_arena *a, tnk_atoms *t, const tnk_value **ret)
{
    tnk_reader r = { .arena = a, .atoms = t, .file = at.file, .fixed = &at };
    tnk_value *doc = tnk_arena_alloc(a, sizeof *doc);
    int rc = doc != NULL ? tnk_json_parse(&r, text, doc, NULL) : TNK_ENOMEM;
    if (rc == TNK_OK)
        *ret = doc;
    return rc;
}

const tnk_value *tnk_embedded_read(const tnk_value *v, tnk_arena *a, tnk_atoms *t)
{
    tnk_str text = tnk_str_trim(tnk_value_text(v));
    const tnk_value *doc = v;
    if (text.len == 0 || (text.ptr[0] != '[' && text.ptr[0] != '{'))
        return v;
    return tnk_embedded_json(text, tnk_value_span(v), a, t, &doc) == TNK_ENOMEM ? NULL : doc;
}
