/* SPDX-License-Identifier: Apache-2.0
 * A JSON text as a value, and a value as compact JSON. */
#ifndef TNK_TEST_MODEL_SHOW_H
#define TNK_TEST_MODEL_SHOW_H

#include <stdlib.h>

#include "core/base/buf.h"
#include "core/syntax/syntax.h"

struct shown {
    tnk_arena *arena;
    tnk_atoms *atoms;
    tnk_value doc;
    tnk_buf out;
};

static inline void shown_open(struct shown *s, const char *json)
{
    *s = (struct shown){ .arena = tnk_arena_new(1 << 24), .atoms = tnk_atoms_new(), .out = TNK_BUF_INIT };
    tnk_reader r = { .arena = s->arena, .atoms = s->atoms };
    if (tnk_json_parse(&r, tnk_str_of(json), &s->doc, NULL) != TNK_OK)
        abort();
}

static inline void shown_close(struct shown *s)
{
    tnk_buf_free(&s->out);
    tnk_arena_free(s->arena);
    tnk_atoms_free(s->atoms);
}

static inline void shown_put(struct shown *s, const tnk_value *v)
{
    char scratch[24];
    tnk_str text = tnk_value_scalar(v, scratch);
    const char *open = tnk_value_is(v, TNK_LIST) ? "[" : "{", *close = tnk_value_is(v, TNK_LIST) ? "]" : "}";
    if (tnk_value_is(v, TNK_TEXT)) {
        tnk_buf_printf(&s->out, "\"%.*s\"", (int)text.len, text.ptr);
    } else if (text.ptr != NULL) {
        tnk_buf_add(&s->out, text);
    } else if (tnk_value_is(v, TNK_NULL)) {
        tnk_buf_puts(&s->out, "null");
    } else if (v == NULL) {
        tnk_buf_puts(&s->out, "absent");
    } else if (tnk_value_is(v, TNK_UNRESOLVED)) {
        tnk_buf_printf(&s->out, "?%.*s", (int)v->u.unknown->reason.len, v->u.unknown->reason.ptr);
    } else {
        tnk_buf_puts(&s->out, open);
        for (uint32_t i = 0; i < tnk_value_count(v); i++) {
            if (i != 0)
                tnk_buf_puts(&s->out, ",");
            if (tnk_value_is(v, TNK_MAP))
                tnk_buf_printf(&s->out, "\"%s\":", tnk_atoms_str(s->atoms, tnk_value_at(v, i)->key).ptr);
            shown_put(s, tnk_value_at(v, i));
        }
        tnk_buf_puts(&s->out, close);
    }
}

static inline const char *shown_text(struct shown *s, const tnk_value *v)
{
    tnk_buf_clear(&s->out);
    shown_put(s, v);
    return tnk_buf_str(&s->out).ptr;
}

#endif
