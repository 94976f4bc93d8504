/* SPDX-License-Identifier: Apache-2.0
 * Making a value fit the type its model says; see view.h. */
#include <ctype.h>

#include "core/model/embedded.h"
#include "core/model/policy.h"
#include "core/model/view.h"

static const tnk_value *wrong(const tnk_value *v, const char *reason, tnk_arena *a)
{
    return tnk_value_new_unknown(a, TNK_WHY_INVALID, tnk_str_of(reason), tnk_value_span(v));
}

static const tnk_value *as_text(const tnk_value *v, tnk_arena *a)
{
    char scratch[24];
    tnk_str s = tnk_value_scalar(v, scratch);
    if (v->kind == TNK_TEXT)
        return v;
    if (s.ptr == NULL)
        return wrong(v, _("the value is not a text"), a);
    return tnk_value_new_text(a, s.ptr == scratch ? tnk_arena_str(a, s) : s, tnk_value_span(v));
}

static bool is_real(tnk_str s)
{
    size_t digits = 0, dots = 0;
    for (size_t i = s.len > 0 && s.ptr[0] == '-'; i < s.len; i++) {
        digits += isdigit((unsigned char)s.ptr[i]) != 0;
        dots += s.ptr[i] == '.';
    }
    return digits > 0 && dots <= 1 && digits + dots + (s.ptr[0] == '-') == s.len;
}

static const tnk_value *as_number(const tnk_value *v, tnk_arena *a)
{
    int64_t i;
    tnk_str s = tnk_str_trim(tnk_value_text(v));
    if (v->kind == TNK_INT || v->kind == TNK_REAL)
        return v;
    if (v->kind == TNK_TEXT && tnk_str_int(s, &i))
        return tnk_value_new_int(a, i, tnk_value_span(v));
    if (v->kind == TNK_TEXT && s.len > 0 && is_real(s)) {
        tnk_value *r = tnk_value_new_text(a, s, tnk_value_span(v));
        if (r != NULL)
            r->kind = TNK_REAL;
        return r;
    }
    return wrong(v, _("the value is not a number"), a);
}

static const tnk_value *as_flag(const tnk_value *v, tnk_arena *a)
{
    static const struct { const char *word; bool is; } words[] = {
        { "true", true }, { "false", false }, { "yes", true }, { "no", false }, { "1", true }, { "0", false },
    };
    char scratch[24];
    tnk_str s = tnk_value_scalar(v, scratch);
    if (v->kind == TNK_BOOL)
        return v;
    for (size_t i = 0; s.ptr != NULL && i < sizeof words / sizeof *words; i++) {
        if (tnk_str_eq_nocase(s, tnk_str_of(words[i].word)))
            return tnk_value_new_flag(a, words[i].is, tnk_value_span(v));
    }
    return wrong(v, _("the value is neither true nor false"), a);
}

static const tnk_value *as_list(const tnk_value *v, tnk_arena *a, tnk_atoms *t)
{
    v = tnk_embedded_read(v, a, t);
    if (v == NULL || v->kind == TNK_LIST)
        return v;
    tnk_value *list = tnk_value_new(a, TNK_LIST, tnk_value_span(v));
    return list != NULL && tnk_value_push(a, list, v) == TNK_OK ? list : NULL;
}

static const tnk_value *as_map(const tnk_value *v, tnk_arena *a, tnk_atoms *t)
{
    v = tnk_embedded_read(v, a, t);
    return v == NULL || v->kind == TNK_MAP ? v : wrong(v, _("the value is not a map"), a);
}

const tnk_value *tnk_coerce(const tnk_value *v, tnk_type type, tnk_arena *a, tnk_atoms *t)
{
    if (v == NULL || v->kind == TNK_UNRESOLVED || v->flags & TNK_F_DEFAULT)
        return v;
    const tnk_value *made = v;
    switch (type) {
    case TNK_T_TEXT:
        made = as_text(v, a);
        break;
    case TNK_T_NUMBER:
        made = as_number(v, a);
        break;
    case TNK_T_FLAG:
        made = as_flag(v, a);
        break;
    case TNK_T_LIST:
        made = as_list(v, a, t);
        break;
    case TNK_T_MAP:
        made = as_map(v, a, t);
        break;
    case TNK_T_POLICY:
        made = tnk_policy_read(v, a, t);
        break;
    case TNK_T_ANY:
        break;
    }
    return made;
}
