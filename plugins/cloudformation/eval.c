/* SPDX-License-Identifier: Apache-2.0
 * Walking a tree and replacing the functions in it. What holds no function is shared. */
#include "cfn.h"

static const struct {
    const char *name;
    cfn_function *run;
    bool bare;              /* written without "Fn::" in the long form */
} functions[] = {
    { "Ref", cfn_fn_ref, true },
    { "Sub", cfn_fn_sub, false },
    { "GetAtt", cfn_fn_getatt, false },
    { "If", cfn_fn_if, false },
    { "Join", cfn_fn_join, false },
    { "FindInMap", cfn_fn_find_in_map, false },
    { "Select", cfn_fn_select, false },
    { "Split", cfn_fn_split, false },
    { "Equals", cfn_fn_equals, false },
    { "And", cfn_fn_and, false },
    { "Or", cfn_fn_or, false },
    { "Not", cfn_fn_not, false },
    { "Condition", cfn_fn_condition, true },
    { "GetAZs", cfn_fn_get_azs, false },
    { "Base64", cfn_fn_base64, false },
    { "Cidr", cfn_fn_cidr, false },
    { "ImportValue", cfn_fn_import_value, false },
    { "Transform", cfn_fn_transform, false },
    { "Length", cfn_fn_length, false },
    { "ToJsonString", cfn_fn_to_json, false },
};

bool cfn_has_secret(tnk_str s)
{
    return cfn_contains(s, "{{resolve:");
}

/* The name of the function a key calls, or an empty text. {"Condition": x} is a function only
 * inside a condition: elsewhere it is a member of an IAM statement. */
static tnk_str function_of(const cfn *c, tnk_str key)
{
    if (cfn_starts(key, "Fn::"))
        return (tnk_str){ key.ptr + 4, key.len - 4 };
    if (cfn_starts(key, "!"))
        return (tnk_str){ key.ptr + 1, key.len - 1 };
    if (cfn_is(key, "Ref") || (c->conditional > 0 && cfn_is(key, "Condition")))
        return key;
    return (tnk_str){ "", 0 };
}

bool cfn_call(cfn *c, const tnk_value *v, tnk_str *ret_name, const tnk_value **ret_arg)
{
    if (c->h->kind(v) != TNK_MAP || c->h->count(v) != 1)
        return false;
    const tnk_value *arg = c->h->at(v, 0);
    tnk_str key = c->h->key(c->run, arg), name = function_of(c, key);
    if (name.len == 0 || cfn_is_foreach(key))
        return false;
    *ret_name = name;
    *ret_arg = arg;
    return true;
}

static const tnk_value *call(cfn *c, tnk_str name, const tnk_value *arg, tnk_span at)
{
    bool prefixed = cfn_starts(c->h->key(c->run, arg), "Fn::");
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (cfn_is(name, functions[i].name) && !(prefixed && functions[i].bare))
            return cfn_place(c, functions[i].run(c, arg, at), at);
    }
    if (c->macros)
        return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at, tr(c, "%1 is the business of a macro"),
                           ARGS(name));
    return cfn_invalid(c, "cfn-unknown-function", at, tr(c, "there is no function %1"), ARGS(name));
}

static tnk_value *list_until(cfn *c, const tnk_value *v, size_t end)
{
    tnk_value *ret = c->h->list(c->run, c->h->span(v));
    for (size_t i = 0; i < end; i++)
        c->h->push(c->run, ret, c->h->at(v, i));
    return ret;
}

static const tnk_value *eval_list(cfn *c, const tnk_value *v)
{
    tnk_value *ret = NULL;
    size_t n = c->h->count(v);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *item = c->h->at(v, i), *got = cfn_eval(c, item);
        if (ret == NULL && got == item)
            continue;
        if (ret == NULL && (ret = list_until(c, v, i)) == NULL)
            return v;
        if (got != NULL)
            c->h->push(c->run, ret, got);
    }
    return ret != NULL ? ret : v;
}

static tnk_value *map_until(cfn *c, const tnk_value *v, size_t end)
{
    tnk_value *ret = c->h->map(c->run, c->h->span(v));
    for (size_t i = 0; i < end; i++) {
        const tnk_value *m = c->h->at(v, i);
        c->h->put(c->run, ret, c->h->key(c->run, m), c->h->key_span(c->run, m), m);
    }
    return ret;
}

/* A function among other members is a mistake, except for the transform, which adds members. */
static const tnk_value *eval_member(cfn *c, const tnk_value *m)
{
    tnk_str key = c->h->key(c->run, m);
    if (cfn_is(key, "Fn::Transform"))
        return cfn_fn_transform(c, m, c->h->span(m));
    if (cfn_is_foreach(key))
        return cfn_fn_foreach(c, m, c->h->span(m));
    if (cfn_starts(key, "Fn::"))
        return cfn_invalid(c, "cfn-bad-function", c->h->key_span(c->run, m),
                           tr(c, "%1 must be the only member of its map"), ARGS(key));
    return cfn_eval(c, m);
}

static const tnk_value *eval_map(cfn *c, const tnk_value *v)
{
    const tnk_value *map = cfn_expand(c, v);
    tnk_value *ret = NULL;
    size_t n = c->h->count(map);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *m = c->h->at(map, i), *got = eval_member(c, m);
        if (ret == NULL && got == m)
            continue;
        if (ret == NULL && (ret = map_until(c, map, i)) == NULL)
            return map;
        if (got != NULL)
            c->h->put(c->run, ret, c->h->key(c->run, m), c->h->key_span(c->run, m), got);
    }
    return ret != NULL ? ret : map;
}

static const tnk_value *eval_text(cfn *c, const tnk_value *v, tnk_span at)
{
    tnk_str s = c->h->as_text(v);
    if (!cfn_spend(c, s.len / CFN_STEP_BYTES, at) || !cfn_has_secret(s))
        return v;
    return cfn_unknown(c, TNK_WHY_SECRET, at,
                       tr(c, "the value is kept in a secret or parameter store"), NO_ARGS);
}

const tnk_value *cfn_eval(cfn *c, const tnk_value *v)
{
    const tnk_value *ret = v, *arg;
    tnk_span at = c->h->span(v);
    tnk_str name;
    if (!cfn_enter(c, at))
        return cfn_too_much(c, at);
    if (cfn_call(c, v, &name, &arg)) {
        ret = call(c, name, arg, at);
    } else if (c->h->kind(v) == TNK_MAP) {
        ret = eval_map(c, v);
    } else if (c->h->kind(v) == TNK_LIST) {
        ret = eval_list(c, v);
    } else if (c->h->kind(v) == TNK_TEXT) {
        ret = eval_text(c, v, at);
    }
    cfn_leave(c);
    return ret;
}
