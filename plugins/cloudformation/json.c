/* SPDX-License-Identifier: Apache-2.0
 * Fn::ToJsonString: a value as compact JSON. */
#include <stdio.h>

#include "cfn.h"

static void write_text(cfn *c, tnk_str s)
{
    cfn_text_add(c, TNK_LIT("\""));
    for (size_t i = 0, from = 0; i <= s.len; i++) {
        unsigned char ch = i < s.len ? (unsigned char)s.ptr[i] : '"';
        if (i < s.len && ch != '"' && ch != '\\' && ch >= 0x20)
            continue;
        cfn_text_add(c, (tnk_str){ s.ptr + from, i - from });
        char escape[8];
        int n = ch < 0x20 ? snprintf(escape, sizeof escape, "\\u%04x", ch)
                          : snprintf(escape, sizeof escape, "\\%c", ch);
        if (i < s.len)
            cfn_text_add(c, (tnk_str){ escape, (size_t)n });
        from = i + 1;
    }
    cfn_text_add(c, TNK_LIT("\""));
}

static void write_value(cfn *c, const tnk_value *v);

static void write_children(cfn *c, const tnk_value *v)
{
    bool map = c->h->kind(v) == TNK_MAP;
    size_t n = c->h->count(v);
    cfn_text_add(c, map ? TNK_LIT("{") : TNK_LIT("["));
    for (size_t i = 0; i < n; i++) {
        const tnk_value *child = c->h->at(v, i);
        if (i > 0)
            cfn_text_add(c, TNK_LIT(","));
        if (map) {
            write_text(c, c->h->key(c->run, child));
            cfn_text_add(c, TNK_LIT(":"));
        }
        write_value(c, child);
    }
    cfn_text_add(c, map ? TNK_LIT("}") : TNK_LIT("]"));
}

static void write_value(cfn *c, const tnk_value *v)
{
    tnk_str s;
    if (!cfn_enter(c, c->h->span(v)))
        return;
    if (c->h->kind(v) == TNK_TEXT)
        write_text(c, c->h->as_text(v));
    else if (cfn_scalar(c, v, &s))
        cfn_text_add(c, s);
    else if (c->h->kind(v) == TNK_NULL)
        cfn_text_add(c, TNK_LIT("null"));
    else
        write_children(c, v);
    cfn_leave(c);
}

const tnk_value *cfn_fn_to_json(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *v = cfn_eval(c, arg);
    cfn_holes holes = { .first = NULL };
    size_t begun = cfn_text_begin(c);
    if (c->h->count(v) == 0 && c->h->kind(v) != TNK_MAP && c->h->kind(v) != TNK_LIST
        && c->h->kind(v) != TNK_UNRESOLVED)
        return cfn_invalid(c, "cfn-bad-function", at, tr(c, "%1 needs a list or a map"),
                           ARGS(TNK_LIT("Fn::ToJsonString")));
    cfn_holes_walk(c, &holes, v);
    if (holes.first != NULL)
        return cfn_holes_value(c, &holes, at);
    write_value(c, v);
    return cfn_text_end(c, begun, &holes, at);
}
