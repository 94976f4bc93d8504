/* SPDX-License-Identifier: Apache-2.0
 * Fn::Sub: a text with ${names} in it. */
#include "cfn.h"

static bool is_name(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if (!((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') || (ch >= 'a' && ch <= 'z') ||
              ch == '_' || ch == '.' || ch == ':'))
            return false;
    }
    return s.len > 0;
}

/* What ${name} stands for: the function's own variables go before the template's names. */
static const tnk_value *variable(cfn *c, tnk_str name, const tnk_value *vars, tnk_span at)
{
    const tnk_value *own = cfn_member(c, vars, name);
    if (own != NULL)
        return own;
    if (!is_name(name))
        return cfn_invalid(c, "cfn-bad-function", at,
                           tr(c, "${%1} is not a name; write ${!%1} if the text itself is meant"),
                           ARGS(name));
    const char *dot = memchr(name.ptr, '.', name.len);
    if (dot == NULL)
        return cfn_lookup(c, name, at);
    size_t n = (size_t)(dot - name.ptr);
    return cfn_attribute(c, (tnk_str){ name.ptr, n }, (tnk_str){ dot + 1, name.len - n - 1 }, at);
}

static void add_variable(cfn *c, tnk_str name, const tnk_value *vars, cfn_holes *holes, tnk_span at)
{
    const tnk_value *v = variable(c, name, vars, at);
    tnk_str s;
    if (v != NULL && cfn_scalar(c, v, &s)) {
        cfn_text_add(c, s);
        return;
    }
    if (c->h->kind(v) != TNK_UNRESOLVED)
        v = cfn_invalid(c, "cfn-bad-function", at, tr(c, "${%1} is not a text"), ARGS(name));
    if (v != NULL)
        cfn_holes_add(c, holes, v);
}

static const tnk_value *substitute(cfn *c, tnk_str s, const tnk_value *vars, tnk_span at)
{
    cfn_holes holes = { .first = NULL };
    size_t begun = cfn_text_begin(c);
    const char *p = s.ptr, *end = p + s.len, *open, *close;
    for (; (open = memchr(p, '$', (size_t)(end - p))) != NULL; p = close + 1) {
        close = open + 1 < end && open[1] == '{' ? memchr(open, '}', (size_t)(end - open)) : open;
        if (close == NULL || !cfn_spend(c, 1, at))
            break;
        cfn_text_add(c, (tnk_str){ p, (size_t)(open - p) });
        if (close == open) {
            cfn_text_add(c, TNK_LIT("$"));
        } else if (open[2] == '!') {
            cfn_text_add(c, TNK_LIT("${"));
            cfn_text_add(c, (tnk_str){ open + 3, (size_t)(close - open) - 2 });
        } else {
            add_variable(c, cfn_trim((tnk_str){open + 2, (size_t)(close - open) - 2}), vars, &holes,
                         at);
        }
    }
    cfn_text_add(c, (tnk_str){ p, (size_t)(end - p) });
    return cfn_text_end(c, begun, &holes, at);
}

const tnk_value *cfn_fn_sub(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *text = arg, *vars = NULL;
    tnk_str s;
    if (c->h->kind(arg) == TNK_LIST && c->h->count(arg) == 2) {
        text = c->h->at(arg, 0);
        vars = cfn_eval(c, c->h->at(arg, 1));
        if (c->h->kind(vars) == TNK_UNRESOLVED)
            return c->h->moved(c->run, vars, at);
    }
    if (c->h->kind(text) == TNK_MAP)
        text = cfn_eval(c, text);
    if (c->h->kind(text) == TNK_UNRESOLVED)
        return c->h->moved(c->run, text, at);
    if (text == NULL || !cfn_scalar(c, text, &s) || (vars != NULL && c->h->kind(vars) != TNK_MAP))
        return cfn_invalid(
            c, "cfn-bad-function", at,
            tr(c, "Fn::Sub needs a text, or a list of a text and a map of variables"), NO_ARGS);
    return substitute(c, s, vars, at);
}
