/* SPDX-License-Identifier: Apache-2.0
 * The intrinsic functions that make values of values. */
#include "cfn.h"

static const tnk_value *bad(cfn *c, tnk_span at, const char *name, const char *what)
{
    return cfn_invalid(c, "cfn-bad-function", at, what, ARGS(cfn_str(name)));
}

/* The same unresolved value, here. */
static const tnk_value *hole(cfn *c, const tnk_value *unresolved, tnk_span at)
{
    return c->h->moved(c->run, unresolved, at);
}

const tnk_value *cfn_arguments(cfn *c, const tnk_value *arg, const char *name, size_t min,
                               size_t max, tnk_span at, const tnk_value **ret)
{
    const tnk_value *v = cfn_eval(c, arg);
    if (c->h->kind(v) == TNK_UNRESOLVED) {
        *ret = hole(c, v, at);
        return NULL;
    }
    size_t n = c->h->count(v);
    if (c->h->kind(v) == TNK_LIST && n >= min && n <= max)
        return v;
    *ret = bad(c, at, name, tr(c, "%1 has the wrong number or kind of arguments"));
    return NULL;
}

const tnk_value *cfn_fn_ref(cfn *c, const tnk_value *arg, tnk_span at)
{
    tnk_str name = c->h->as_text(arg);
    if (c->h->kind(arg) != TNK_TEXT && c->extensions) {
        arg = cfn_eval(c, arg);
        name = c->h->as_text(arg);
    }
    if (c->h->kind(arg) == TNK_UNRESOLVED)
        return hole(c, arg, at);
    if (c->h->kind(arg) != TNK_TEXT)
        return bad(c, at, "Ref", tr(c, "%1 needs a name"));
    return cfn_lookup(c, name, at);
}

/* "Resource.Attribute", or a list of both of which the second may be computed. */
const tnk_value *cfn_fn_getatt(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *attribute;
    if (c->h->kind(arg) == TNK_TEXT) {
        tnk_str s = c->h->as_text(arg);
        const char *dot = memchr(s.ptr, '.', s.len);
        if (dot == NULL || dot == s.ptr || dot + 1 == s.ptr + s.len)
            return bad(c, at, "Fn::GetAtt", tr(c, "%1 needs a resource and an attribute"));
        size_t n = (size_t)(dot - s.ptr);
        return cfn_attribute(c, (tnk_str){ s.ptr, n }, (tnk_str){ dot + 1, s.len - n - 1 }, at);
    }
    const tnk_value *args = cfn_arguments(c, arg, "Fn::GetAtt", 2, 2, at, &ret);
    if (args == NULL)
        return ret;
    const tnk_value *id = c->h->at(args, 0);
    attribute = c->h->at(args, 1);
    if (c->h->kind(id) == TNK_UNRESOLVED || c->h->kind(attribute) == TNK_UNRESOLVED)
        return hole(c, c->h->kind(id) == TNK_UNRESOLVED ? id : attribute, at);
    if (c->h->kind(id) != TNK_TEXT || c->h->kind(attribute) != TNK_TEXT)
        return bad(c, at, "Fn::GetAtt", tr(c, "%1 needs a resource and an attribute"));
    return cfn_attribute(c, c->h->as_text(id), c->h->as_text(attribute), at);
}

/* ---- lists and texts ---- */

static bool join_item(cfn *c, const tnk_value *item, cfn_holes *holes)
{
    tnk_str s;
    if (c->h->kind(item) == TNK_UNRESOLVED) {
        cfn_holes_add(c, holes, item);
        return true;
    }
    if (!cfn_scalar(c, item, &s))
        return false;
    cfn_text_add(c, s);
    return true;
}

static const tnk_value *join(cfn *c, tnk_str between, const tnk_value *items, tnk_span at)
{
    cfn_holes holes = { .first = NULL };
    size_t n = c->h->count(items), begun = cfn_text_begin(c);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            cfn_text_add(c, between);
        if (!join_item(c, c->h->at(items, i), &holes)) {
            cfn_text_drop(c, begun);
            return bad(c, c->h->span(c->h->at(items, i)), "Fn::Join",
                       tr(c, "%1 can only join texts"));
        }
    }
    return cfn_text_end(c, begun, &holes, at);
}

const tnk_value *cfn_fn_join(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::Join", 2, 2, at, &ret);
    if (args == NULL)
        return ret;
    const tnk_value *between = c->h->at(args, 0), *items = c->h->at(args, 1);
    tnk_str s;
    if (c->h->kind(items) == TNK_UNRESOLVED)
        return hole(c, items, at);
    if (c->h->kind(items) != TNK_LIST || !cfn_scalar(c, between, &s))
        return bad(c, at, "Fn::Join", tr(c, "%1 needs a delimiter and a list"));
    return join(c, s, items, at);
}

/* Where `what` starts in [p, end), or end. */
static const char *find(const char *p, const char *end, tnk_str what)
{
    while ((size_t)(end - p) >= what.len &&
           (p = memchr(p, what.ptr[0], (size_t)(end - p) - what.len + 1)) != NULL) {
        if (memcmp(p, what.ptr, what.len) == 0)
            return p;
        p++;
    }
    return end;
}

static const tnk_value *split(cfn *c, tnk_str by, tnk_str s, tnk_span at)
{
    tnk_value *list = c->h->list(c->run, at);
    const char *p = s.ptr, *end = s.ptr + s.len, *stop;
    while ((stop = find(p, end, by)) != end && cfn_spend(c, 1, at)) {
        c->h->push(c->run, list, c->h->text(c->run, (tnk_str){ p, (size_t)(stop - p) }, at));
        p = stop + by.len;
    }
    c->h->push(c->run, list, c->h->text(c->run, (tnk_str){ p, (size_t)(end - p) }, at));
    return list;
}

const tnk_value *cfn_fn_split(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::Split", 2, 2, at, &ret);
    if (args == NULL)
        return ret;
    const tnk_value *source = c->h->at(args, 1);
    tnk_str by = c->h->as_text(c->h->at(args, 0)), s;
    if (c->h->kind(source) == TNK_UNRESOLVED)
        return hole(c, source, at);
    if (by.len == 0 || !cfn_scalar(c, source, &s))
        return bad(c, at, "Fn::Split", tr(c, "%1 needs a delimiter and a text"));
    return split(c, by, s, at);
}

const tnk_value *cfn_fn_select(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::Select", 2, 2, at, &ret);
    if (args == NULL)
        return ret;
    const tnk_value *index = c->h->at(args, 0), *list = c->h->at(args, 1);
    tnk_str s;
    int64_t i;
    if (c->h->kind(index) == TNK_UNRESOLVED || c->h->kind(list) == TNK_UNRESOLVED)
        return hole(c, c->h->kind(list) == TNK_UNRESOLVED ? list : index, at);
    if (c->h->kind(list) != TNK_LIST || !cfn_scalar(c, index, &s) || !cfn_number(s, &i))
        return bad(c, at, "Fn::Select", tr(c, "%1 needs an index and a list"));
    if (i < 0 || (uint64_t)i >= c->h->count(list))
        return bad(c, at, "Fn::Select", tr(c, "the index of %1 is past the end of the list"));
    return c->h->at(list, (size_t)i);
}

const tnk_value *cfn_fn_length(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *v = cfn_eval(c, arg);
    if (c->h->kind(v) == TNK_UNRESOLVED)
        return hole(c, v, at);
    if (c->h->kind(v) != TNK_LIST)
        return bad(c, at, "Fn::Length", tr(c, "%1 needs a list"));
    return c->h->integer(c->run, (int64_t)c->h->count(v), at);
}

const tnk_value *cfn_fn_base64(cfn *c, const tnk_value *arg, tnk_span at)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const tnk_value *v = cfn_eval(c, arg);
    cfn_holes holes = { .first = NULL };
    size_t begun = cfn_text_begin(c);
    tnk_str s;
    if (c->h->kind(v) == TNK_UNRESOLVED)
        return hole(c, v, at);
    if (!cfn_scalar(c, v, &s))
        return bad(c, at, "Fn::Base64", tr(c, "%1 needs a text"));
    for (size_t i = 0; i < s.len; i += 3) {
        size_t n = s.len - i < 3 ? s.len - i : 3;
        uint32_t bits = 0;
        for (size_t k = 0; k < 3; k++)
            bits = bits << 8 | (k < n ? (unsigned char)s.ptr[i + k] : 0);
        char out[4] = {digits[bits >> 18], digits[bits >> 12 & 63], digits[bits >> 6 & 63],
                       digits[bits & 63]};
        memset(out + n + 1, '=', 3 - n);
        cfn_text_add(c, (tnk_str){ out, 4 });
    }
    return cfn_text_end(c, begun, &holes, at);
}

/* ---- mappings ---- */

/* A mapping's value by its three names, or NULL. */
static const tnk_value *mapped(cfn *c, const tnk_value *args)
{
    const tnk_value *v = c->mappings;
    for (size_t i = 0; i < 3 && v != NULL; i++) {
        tnk_str key;
        v = cfn_scalar(c, c->h->at(args, i), &key) ? cfn_member(c, v, key) : NULL;
    }
    return v;
}

static const tnk_value *unmapped(cfn *c, const tnk_value *args, tnk_span at)
{
    tnk_str names[3] = { { "", 0 }, { "", 0 }, { "", 0 } };
    if (c->macros || cfn_get(c, c->mappings, "Fn::Transform") != NULL)
        return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                           tr(c, "the mapping may come from a transform"), NO_ARGS);
    for (size_t i = 0; i < 3; i++)
        (void)cfn_scalar(c, c->h->at(args, i), &names[i]);
    return cfn_invalid(c, "cfn-unknown-mapping", at, tr(c, "there is no %2, %3 in the mapping %1"),
                       names, 3);
}

const tnk_value *cfn_fn_find_in_map(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::FindInMap", 3, 4, at, &ret);
    if (args == NULL)
        return ret;
    for (size_t i = 0; i < 3; i++) {
        if (c->h->kind(c->h->at(args, i)) == TNK_UNRESOLVED)
            return hole(c, c->h->at(args, i), at);
    }
    const tnk_value *v = mapped(c, args), *otherwise = c->h->at(args, 3);
    if (v != NULL)
        return cfn_eval(c, v);
    return otherwise != NULL ? cfn_get(c, otherwise, "DefaultValue") : unmapped(c, args, at);
}

/* ---- what only a deployment knows ---- */

const tnk_value *cfn_fn_get_azs(cfn *c, const tnk_value *arg, tnk_span at)
{
    (void)arg;
    return cfn_unknown(c, TNK_WHY_EXTERNAL, at,
                       tr(c, "the availability zones depend on the account"), NO_ARGS);
}

const tnk_value *cfn_fn_import_value(cfn *c, const tnk_value *arg, tnk_span at)
{
    tnk_str name;
    if (cfn_scalar(c, cfn_eval(c, arg), &name))
        return cfn_unknown(c, TNK_WHY_EXTERNAL, at, tr(c, "%1 is exported by another stack"),
                           ARGS(name));
    return cfn_unknown(c, TNK_WHY_EXTERNAL, at, tr(c, "the value is exported by another stack"),
                       NO_ARGS);
}

const tnk_value *cfn_fn_transform(cfn *c, const tnk_value *arg, tnk_span at)
{
    tnk_str name = c->h->as_text(cfn_get(c, arg, "Name"));
    if (name.ptr == NULL)
        name = TNK_LIT("Fn::Transform");
    cfn_diag(c, TNK_LEVEL_NOTE, "cfn-macro", at,
             tr(c, "what %1 adds here when the stack is deployed cannot be judged"), ARGS(name));
    return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                       tr(c, "the value is made by %1 when the stack is deployed"), ARGS(name));
}
