/* SPDX-License-Identifier: Apache-2.0
 * What stands in brackets: calls, parentheses, tuples, objects and `for` expressions. */
#include "hcl/parser.h"

/* Opens a bracket at the present token and reads on; newlines count inside or not. */
static bool enter(hcl_parser *p, char kind, bool lines)
{
    if (!hcl_push(p, kind))
        return false;
    p->lines = lines;
    hcl_next(p);
    return true;
}

/* Closes it at the present token; newlines count again as they did outside. Gives the end of the bracket. */
static const char *leave(hcl_parser *p, bool lines)
{
    const char *to = p->at;
    hcl_pop(p);
    if (!p->failed)
        p->lines = lines;
    hcl_next(p);
    return to;
}

static const hcl_expr *unclosed(hcl_parser *p, const char *open, const char *msg)
{
    p->ended = true;
    return hcl_fail(p, hcl_span(p, open, open + 1), "hcl-unclosed", msg, (tnk_str){ open, 1 });
}

const hcl_expr *hcl_parens(hcl_parser *p)
{
    const char *from = p->from;
    bool lines = p->lines;
    if (!enter(p, '(', false))
        return hcl_bad();
    const hcl_expr *a = hcl_expression(p);
    if (p->tok != T_CPAREN)
        return hcl_unexpected(p, "hcl-closing-parenthesis", "\")\" is expected here");
    const char *to = leave(p, lines);
    hcl_expr *e = hcl_node(p, HCL_PARENS, from, to);
    e->a = a;
    return hcl_over(p, e, a, NULL, NULL);
}

/* ---- calls ---- */

/* The rest of "a::b::f", if any; ends at the parenthesis. The name is joined when there is white space in it. */
static tnk_str function_name(hcl_parser *p, const char *from)
{
    tf_buf b = { .mem = p->mem };
    const char *to = p->before;
    bool tight = true;
    if (p->tok != T_SCOPE)
        return hcl_slice(from, to);
    tf_put(&b, hcl_slice(from, to));
    while (p->tok == T_SCOPE) {
        tight = tight && p->from == to;
        hcl_next(p);
        if (p->tok != T_IDENT) {
            hcl_unexpected(p, "hcl-function-name", "the name of a function is expected after \"::\"");
            break;
        }
        tight = tight && p->from == to + 2;
        tf_puts(&b, "::");
        tf_put(&b, hcl_tok_text(p));
        to = p->at;
        hcl_next(p);
    }
    return tight ? hcl_slice(from, to) : tf_take(&b);
}

static void arguments(hcl_parser *p, hcl_expr *call, const char *name_from, const char *open)
{
    while (p->tok != T_CPAREN) {
        hcl_note(p, hcl_expression(p));
        if (p->tok == T_MORE) {
            const char *from = p->from, *to = p->at;
            call->flag = true;
            hcl_next(p);
            if (p->tok != T_CPAREN)
                hcl_fail(p, hcl_span(p, from, to), "hcl-expansion", "\"...\" must be followed by \")\"",
                         (tnk_str){ from, 3 });
            return;
        }
        if (p->tok == T_END) {
            p->ended = true;
            hcl_fail(p, hcl_span(p, name_from, open + 1), "hcl-unclosed",
                     "the \")\" of this function call is missing", (tnk_str){ "", 0 });
        }
        if (p->tok != T_COMMA && p->tok != T_CPAREN)
            hcl_unexpected(p, "hcl-argument-separator", "\",\" or \")\" is expected between arguments");
        if (p->tok != T_COMMA)
            return;
        hcl_next(p);
    }
}

const hcl_expr *hcl_call(hcl_parser *p, const char *from)
{
    size_t mark = p->n_stack;
    bool lines = p->lines;
    tnk_str text = function_name(p, from);
    const char *open = p->from;
    if (p->tok != T_OPAREN)
        return hcl_unexpected(p, "hcl-function-name", "\"(\" is expected after the name of a function");
    if (!enter(p, '(', false))
        return hcl_bad();
    hcl_expr *e = hcl_node(p, HCL_CALL, from, from);
    e->text = text;
    arguments(p, e, from, open);
    const char *to = leave(p, lines);
    e->at = hcl_span(p, from, to);
    hcl_take(p, mark, e);
    return hcl_over_items(p, e);
}

/* ---- for ---- */

static bool loop_name(hcl_parser *p, tnk_str *ret)
{
    if (p->tok != T_IDENT)
        hcl_unexpected(p, "hcl-for", "a name is expected in this \"for\"");
    *ret = hcl_tok_text(p);
    hcl_next(p);
    return !p->failed;
}

bool hcl_loop_head(hcl_parser *p, hcl_loop *l)
{
    hcl_next(p);
    if (!loop_name(p, &l->value))
        return false;
    if (p->tok == T_COMMA) {
        l->key = l->value;
        hcl_next(p);
        if (!loop_name(p, &l->value))
            return false;
    }
    if (!hcl_tok_is(p, "in"))
        hcl_unexpected(p, "hcl-for", "\"in\" is expected after the names of this \"for\"");
    hcl_next(p);
    l->over = hcl_expression(p);
    return !p->failed;
}

/* After the closing bracket: what fits a tuple does not fit an object. */
static void check_loop(hcl_parser *p, const hcl_loop *l, bool object, const char *more)
{
    if (object && l->result_key == NULL)
        hcl_fail(p, l->body->at, "hcl-for", "a \"for\" in braces needs a key and \"=>\" before the value",
                 (tnk_str){ "", 0 });
    if (!object && l->result_key != NULL)
        hcl_fail(p, l->result_key->at, "hcl-for", "a \"for\" in square brackets cannot have a key",
                 (tnk_str){ "", 0 });
    if (!object && more != NULL)
        hcl_fail(p, hcl_span(p, more, more + 3), "hcl-for",
                 "\"...\" groups values by key; it cannot be used in square brackets", (tnk_str){ "", 0 });
}

/* "for k, v in a : b => c... if d" and the closing bracket, from `for`. */
static const hcl_expr *loop(hcl_parser *p, const char *from, uint8_t close, bool lines)
{
    hcl_loop *l = tf_new(p->mem, hcl_loop);
    const char *more = NULL;
    hcl_loop_head(p, l);
    if (p->tok != T_COLON)
        hcl_unexpected(p, "hcl-for", "\":\" is expected after the collection of this \"for\"");
    hcl_next(p);
    l->body = hcl_expression(p);
    if (p->tok == T_ARROW) {
        hcl_next(p);
        l->result_key = l->body;
        l->body = hcl_expression(p);
    }
    if (p->tok == T_MORE) {
        more = p->from;
        hcl_next(p);
    }
    if (hcl_tok_is(p, "if")) {
        hcl_next(p);
        l->cond = hcl_expression(p);
    }
    if (p->tok != close)
        return hcl_unexpected(p, "hcl-for", "the closing bracket of this \"for\" is expected here");
    const char *to = leave(p, lines);
    check_loop(p, l, close == T_CBRACE, more);
    hcl_expr *e = hcl_node(p, close == T_CBRACE ? HCL_FOR_OBJECT : HCL_FOR_TUPLE, from, to);
    e->flag = more != NULL;
    e->loop = l;
    return hcl_over_loop(p, e);
}

/* ---- tuples and objects ---- */

const hcl_expr *hcl_tuple(hcl_parser *p)
{
    const char *from = p->from;
    size_t mark = p->n_stack;
    bool lines = p->lines;
    if (!enter(p, '[', false))
        return hcl_bad();
    if (hcl_tok_is(p, "for"))
        return loop(p, from, T_CBRACK, lines);
    while (p->tok != T_CBRACK) {
        hcl_note(p, hcl_expression(p));
        if (p->tok == T_END)
            return unclosed(p, from, "the \"]\" of this list is missing");
        if (p->tok != T_COMMA && p->tok != T_CBRACK)
            return hcl_unexpected(p, "hcl-item-separator", "\",\" or \"]\" is expected between items");
        if (p->tok == T_COMMA)
            hcl_next(p);
    }
    const char *to = leave(p, lines);
    hcl_expr *e = hcl_node(p, HCL_TUPLE, from, to);
    hcl_take(p, mark, e);
    return hcl_over_items(p, e);
}

/* A bare word is a text, other keys are expressions. */
static const hcl_expr *object_key(hcl_parser *p)
{
    const hcl_expr *e = hcl_expression(p);
    if (e->kind != HCL_NAME && e->kind != HCL_NULL && e->kind != HCL_BOOL)
        return e;
    hcl_expr *key = tf_new(p->mem, hcl_expr);
    *key = *e;
    key->kind = HCL_STRING;
    key->flag = true;
    return key;
}

/* One "key = value", and what separates it from the next. */
static bool member(hcl_parser *p, const char *open)
{
    hcl_note(p, object_key(p));
    if (p->tok == T_END)
        unclosed(p, open, "the \"}\" of this object is missing");
    else if (p->tok == T_LINE || p->tok == T_COMMA)
        hcl_unexpected(p, "hcl-member-value", "\"=\" and a value are expected after this key");
    else if (p->tok != T_EQUAL && p->tok != T_COLON)
        hcl_unexpected(p, "hcl-member-value", "\"=\" is expected after the key");
    hcl_next(p);
    hcl_note(p, hcl_expression(p));
    if (p->tok == T_END)
        unclosed(p, open, "the \"}\" of this object is missing");
    else if (p->tok != T_LINE && p->tok != T_COMMA && p->tok != T_CBRACE)
        hcl_unexpected(p, "hcl-member-separator", "a new line or \",\" is expected after this value");
    if (p->tok != T_CBRACE)
        hcl_next(p);
    return !p->failed;
}

const hcl_expr *hcl_object(hcl_parser *p)
{
    const char *from = p->from;
    size_t mark = p->n_stack;
    bool lines = p->lines;
    if (!enter(p, '{', true))
        return hcl_bad();
    while (p->tok == T_LINE)
        hcl_next(p);
    if (hcl_tok_is(p, "for")) {
        p->lines = false;
        return loop(p, from, T_CBRACE, lines);
    }
    while (p->tok != T_CBRACE) {
        if (p->tok == T_LINE)
            hcl_next(p);
        else if (!member(p, from))
            return hcl_bad();
    }
    const char *to = leave(p, lines);
    hcl_expr *e = hcl_node(p, HCL_OBJECT, from, to);
    hcl_take(p, mark, e);
    return hcl_over_items(p, e);
}
