/* SPDX-License-Identifier: Apache-2.0
 * What names in a template stand for: parameters, pseudo parameters, resources, outputs,
 * conditions. Each is evaluated once. */
#include "cfn.h"

static const char busy; /* remembered while a thing is evaluated: meeting it again is a circle */

/* What a deployment decides is not guessed. The partition and the URL suffix are those of every
 * region outside China and the government clouds, which Japanese agencies cannot use. */
static const struct {
    const char *name, *value;
} pseudo[] = {
    { "AWS::Region", NULL },    { "AWS::AccountId", NULL }, { "AWS::Partition", "aws" },
    { "AWS::StackName", NULL }, { "AWS::StackId", NULL },   { "AWS::URLSuffix", "amazonaws.com" },
    { "AWS::NotificationARNs", NULL },
};

/* ---- what is evaluated once ---- */

static const void *recall(cfn *c, const void *of)
{
    return cfn_table_get(&c->memo, of, TNK_LIT(""));
}

static const tnk_value *remember(cfn *c, const void *of, const tnk_value *v)
{
    cfn_table_set(c, &c->memo, of, TNK_LIT(""), v);
    return v;
}

/* ---- parameters ---- */

static const tnk_value *as_number(cfn *c, const tnk_value *v)
{
    tnk_str s = c->h->as_text(v);
    int64_t n;
    return s.ptr != NULL && cfn_number(s, &n) ? c->h->integer(c->run, n, c->h->span(v)) : v;
}

/* "a, b" as a list of two. The empty text is the empty list. */
static const tnk_value *as_list(cfn *c, const tnk_value *v, bool numbers)
{
    tnk_span at = c->h->span(v);
    tnk_value *ret = c->h->list(c->run, at);
    tnk_str s;
    if (!cfn_scalar(c, v, &s))
        return v;               /* a nested stack may get a list as it is */
    for (const char *p = s.ptr, *end = s.ptr + s.len;
         s.len > 0 && p <= end && cfn_spend(c, 1, at);) {
        const char *comma = memchr(p, ',', (size_t)(end - p));
        const char *stop = comma != NULL ? comma : end;
        const tnk_value *item = c->h->text(c->run, cfn_trim((tnk_str){p, (size_t)(stop - p)}), at);
        c->h->push(c->run, ret, numbers ? as_number(c, item) : item);
        p = stop + 1;
    }
    return ret;
}

static const tnk_value *typed_value(cfn *c, tnk_str name, tnk_str type, const tnk_value *v)
{
    if (cfn_starts(type, "AWS::SSM::Parameter::Value<"))
        return cfn_unknown(c, TNK_WHY_SECRET, c->h->span(v),
                           tr(c, "parameter %1 is read from the Systems Manager parameter store"),
                           ARGS(name));
    if (c->h->kind(v) == TNK_MAP)       /* functions have no place here */
        return cfn_invalid(c, "cfn-bad-template", c->h->span(v),
                           tr(c, "parameter %1 must be a text"), ARGS(name));
    if (c->h->kind(v) == TNK_TEXT)      /* it may be kept in a secret store */
        v = cfn_eval(c, v);
    if (c->h->kind(v) == TNK_UNRESOLVED)
        return v;
    if (cfn_is(type, "CommaDelimitedList") || cfn_starts(type, "List<"))
        return as_list(c, v, cfn_is(type, "List<Number>"));
    return cfn_is(type, "Number") ? as_number(c, v) : v;
}

/* A parameter that whoever deploys must give: a name in the parameter store, something hidden, something that
 * everyone sees who may look at the stack. */
static const tnk_value *not_given(cfn *c, tnk_str name, const tnk_value *def)
{
    const tnk_value *no_echo = cfn_get(c, def, "NoEcho");
    tnk_str said;
    if (cfn_starts(c->h->as_text(cfn_get(c, def, "Type")), "AWS::SSM::Parameter::Value<"))
        return typed_value(c, name, c->h->as_text(cfn_get(c, def, "Type")), def);
    bool hidden = cfn_scalar(c, no_echo, &said) && cfn_is(said, "true");
    return cfn_unknown(c, hidden ? TNK_WHY_HIDDEN : TNK_WHY_INPUT, c->h->span(def),
                       tr(c, "parameter %1 has no default value"), ARGS(name));
}

static const tnk_value *parameter(cfn *c, tnk_str name, const tnk_value *def)
{
    const tnk_value *known = recall(c, def), *v = NULL;
    if (known != NULL)
        return known;
    if (c->h->kind(c->given) == TNK_UNRESOLVED)
        return remember(c, def, c->given);
    v = cfn_member(c, c->given, name);
    if (v == NULL)
        v = cfn_get(c, def, "Default");
    if (v != NULL && c->h->kind(v) != TNK_NULL)
        v = typed_value(c, name, c->h->as_text(cfn_get(c, def, "Type")), v);
    else
        v = NULL;
    if (v == NULL)
        v = not_given(c, name, def);
    return remember(c, def, v);
}

/* ---- references ---- */

/* A name that nothing in the template has. */
static const tnk_value *nothing(cfn *c, tnk_str name, tnk_span at)
{
    tnk_str maker;
    if (cfn_sam_generates(c, name, at, &maker)) {
        return maker.len == 0
                   ? cfn_unknown(c, TNK_WHY_REFERENCE, at,
                                 tr(c, "%1 exists only once the stack does"), ARGS(name))
                   : cfn_depends(c, maker, at, tr(c, "%1 exists only once the stack does"),
                                 ARGS(name));
    }
    if (c->macros)
        return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                           tr(c, "%1 may come from a transform of this template"), ARGS(name));
    return cfn_invalid(c, "cfn-unknown-reference", at,
                       tr(c, "%1 is neither a parameter nor a resource of this template"),
                       ARGS(name));
}

const tnk_value *cfn_lookup(cfn *c, tnk_str name, tnk_span at)
{
    const tnk_value *def = cfn_member(c, c->parameters, name);
    if (def != NULL)
        return parameter(c, name, def);
    if (cfn_is(name, "AWS::NoValue"))
        return NULL;
    for (size_t i = 0; i < sizeof pseudo / sizeof *pseudo; i++) {
        if (!cfn_is(name, pseudo[i].name))
            continue;
        return pseudo[i].value != NULL
                   ? c->h->text(c->run, cfn_str(pseudo[i].value), at)
                   : cfn_unknown(c, TNK_WHY_EXTERNAL, at,
                                 tr(c, "%1 depends on where the template is deployed"), ARGS(name));
    }
    if (cfn_member(c, c->resources, name) != NULL)
        return cfn_depends(
            c, name, at, tr(c, "the identifier of %1 exists only once the stack does"), ARGS(name));
    return nothing(c, name, at);
}

const tnk_value *cfn_attribute(cfn *c, tnk_str logical_id, tnk_str attribute, tnk_span at)
{
    const tnk_value *body = cfn_member(c, c->resources, logical_id);
    if (body == NULL)
        return nothing(c, logical_id, at);
    cfn *child = cfn_starts(attribute, "Outputs.") ? cfn_child(c, logical_id, body) : NULL;
    if (child != NULL) {
        tnk_str name = { attribute.ptr + 8, attribute.len - 8 };
        const tnk_value *v = cfn_output(child, name);
        return v != NULL
                   ? v
                   : cfn_invalid(c, "cfn-unknown-reference", at,
                                 tr(c, "the stack %1 has no output %2"), ARGS(logical_id, name));
    }
    return cfn_depends(c, logical_id, at,
                       tr(c, "the attribute %1.%2 exists only once the stack does"),
                       ARGS(logical_id, attribute));
}

const tnk_value *cfn_output(cfn *c, tnk_str name)
{
    const tnk_value *def = cfn_member(c, c->outputs, name);
    const void *known = def != NULL ? recall(c, def) : NULL;
    if (def == NULL)
        return NULL;
    if (known == &busy)
        return cfn_invalid(c, "cfn-circular-reference", c->h->span(def),
                           tr(c, "output %1 refers to itself"), ARGS(name));
    if (known != NULL)
        return known;
    const tnk_value *expr = cfn_get(c, def, "Value");
    cfn_table_set(c, &c->memo, def, TNK_LIT(""), &busy);
    const tnk_value *v = expr != NULL ? cfn_eval(c, expr) : NULL;
    return remember(c, def,
                    v != NULL ? v
                              : cfn_unknown(c, TNK_WHY_INVALID, c->h->span(def),
                                            tr(c, "output %1 has no value"), ARGS(name)));
}

/* ---- conditions ---- */

static const tnk_value *truth(cfn *c, tnk_str name, const tnk_value *def)
{
    c->conditional++;
    const tnk_value *v = cfn_eval(c, def);
    c->conditional--;
    tnk_str s;
    if (c->h->kind(v) == TNK_UNRESOLVED || c->h->kind(v) == TNK_BOOL)
        return v;
    if (v != NULL && cfn_scalar(c, v, &s) && (cfn_is(s, "true") || cfn_is(s, "false")))
        return c->h->flag(c->run, cfn_is(s, "true"), c->h->span(v));
    return cfn_invalid(c, "cfn-bad-condition", c->h->span(def),
                       tr(c, "condition %1 is neither true nor false"), ARGS(name));
}

const tnk_value *cfn_condition(cfn *c, tnk_str name, tnk_span at)
{
    const tnk_value *def = cfn_member(c, c->conditions, name);
    if (def == NULL && c->macros)
        return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                           tr(c, "%1 may come from a transform of this template"), ARGS(name));
    if (def == NULL)
        return cfn_invalid(c, "cfn-unknown-condition", at,
                           tr(c, "there is no condition %1 in this template"), ARGS(name));
    const void *known = recall(c, def);
    if (known == &busy)
        return cfn_invalid(c, "cfn-circular-condition", c->h->span(def),
                           tr(c, "condition %1 refers to itself"), ARGS(name));
    if (known != NULL)
        return known;
    cfn_table_set(c, &c->memo, def, TNK_LIT(""), &busy);
    return remember(c, def, truth(c, name, def));
}
