/* SPDX-License-Identifier: Apache-2.0
 * Expressions: conditional, operators, signs, terms, and the steps after them. Brackets are in group.c. */
#include "hcl/parser.h"

static const uint8_t power[T_KINDS] = {
    [T_OR] = 1, [T_AND] = 2, [T_EQ] = 3, [T_NE] = 3, [T_GT] = 4, [T_GE] = 4, [T_LT] = 4, [T_LE] = 4,
    [T_ADD] = 5, [T_SUB] = 5, [T_MUL] = 6, [T_DIV] = 6, [T_MOD] = 6,
};
static const uint8_t ops[T_KINDS] = {
    [T_OR] = HCL_OR, [T_AND] = HCL_AND, [T_EQ] = HCL_EQ, [T_NE] = HCL_NE, [T_GT] = HCL_GT,
    [T_GE] = HCL_GE, [T_LT] = HCL_LT, [T_LE] = HCL_LE, [T_ADD] = HCL_ADD, [T_SUB] = HCL_SUB,
    [T_MUL] = HCL_MUL, [T_DIV] = HCL_DIV, [T_MOD] = HCL_MOD,
};

static const hcl_expr *unary(hcl_parser *p);

/* ---- terms ---- */

/* Digits, perhaps a fraction, perhaps an exponent. */
static bool is_number(tnk_str s)
{
    const char *at = s.ptr, *end = at + s.len;
    while (at < end && hcl_bytes[(unsigned char)*at] & B_DIGIT)
        at++;
    if (at < end && *at == '.')
        for (at++; at < end && hcl_bytes[(unsigned char)*at] & B_DIGIT;)
            at++;
    if (at < end && (*at == 'e' || *at == 'E')) {
        at++;
        at += *at == '+' || *at == '-';
        while (at < end && hcl_bytes[(unsigned char)*at] & B_DIGIT)
            at++;
    }
    return at == end;
}

static const hcl_expr *number(hcl_parser *p)
{
    hcl_expr *e = hcl_node(p, HCL_NUMBER, p->from, p->at);
    e->text = hcl_tok_text(p);
    if (!is_number(e->text))
        return hcl_fail(p, e->at, "hcl-number", "\"%1\" is not a number", e->text);
    hcl_next(p);
    return e;
}

static const hcl_expr *name(hcl_parser *p)
{
    const char *from = p->from;
    tnk_str text = hcl_tok_text(p);
    hcl_next(p);
    if (p->tok == T_OPAREN || p->tok == T_SCOPE)
        return hcl_call(p, from);
    bool yes = tf_is(text, "true");
    hcl_kind kind = yes || tf_is(text, "false") ? HCL_BOOL : tf_is(text, "null") ? HCL_NULL : HCL_NAME;
    hcl_expr *e = hcl_node(p, kind, from, text.ptr + text.len);
    e->text = text;
    e->flag = yes;
    return e;
}

static const hcl_expr *term(hcl_parser *p)
{
    switch (p->tok) {
    case T_IDENT: return name(p);
    case T_QUOTE: return hcl_quoted(p);
    case T_NUMBER: return number(p);
    case T_OBRACE: return hcl_object(p);
    case T_OBRACK: return hcl_tuple(p);
    case T_OPAREN: return hcl_parens(p);
    case T_HEREDOC: return hcl_heredoc(p);
    case T_END: return hcl_unexpected(p, "hcl-expression", "an expression is missing at the end");
    default: return hcl_unexpected(p, "hcl-expression", "an expression is expected here");
    }
}

/* ---- steps after a term ---- */

static const hcl_expr *index_of(hcl_parser *p, const hcl_expr *a, const hcl_expr *b, const char *from, const char *to)
{
    hcl_expr *e = hcl_node(p, HCL_INDEX, from, to);
    e->a = a;
    e->b = b;
    return hcl_over(p, e, a, b, NULL);
}

/* ".name" or ".0", from the token after the dot. */
static const hcl_expr *dotted(hcl_parser *p, const hcl_expr *a, const char *from)
{
    tnk_str text = hcl_tok_text(p);
    if (p->tok == T_IDENT) {
        hcl_expr *e = hcl_node(p, HCL_GET, from, p->at);
        e->a = a;
        e->name = text;
        hcl_next(p);
        return hcl_over(p, e, a, NULL, NULL);
    }
    if (p->tok != T_NUMBER)
        return hcl_unexpected(p, "hcl-attribute-name", "a name is expected after the dot");
    if (memchr(text.ptr, '.', text.len) != NULL)
        return hcl_fail(p, hcl_span(p, p->from, p->at), "hcl-old-index",
                        "two indexes in a row cannot be written with dots; write them in brackets", text);
    const hcl_expr *b = number(p);
    return index_of(p, a, b, from, text.ptr + text.len);
}

static const hcl_expr *steps(hcl_parser *p, const hcl_expr *e, const char *from);

static const hcl_expr *splat(hcl_parser *p, const hcl_expr *a, const hcl_expr *each, const char *from)
{
    hcl_expr *e = hcl_node(p, HCL_SPLAT, from, p->before);
    e->a = a;
    e->b = each;
    return hcl_over(p, e, a, each, NULL);
}

/* "a.*": names and old indexes after it belong to the items. At the star. */
static const hcl_expr *attribute_splat(hcl_parser *p, const hcl_expr *a, const char *from, const char *dot)
{
    const hcl_expr *each = hcl_node(p, HCL_ITEM, dot, p->at);
    hcl_next(p);
    while (p->tok == T_DOT) {
        hcl_next(p);
        if (p->tok == T_MUL)
            return hcl_unexpected(p, "hcl-nested-splat", "a splat cannot be used inside of .*; use [*]");
        each = dotted(p, each, dot);
    }
    return splat(p, a, each, from);
}

/* "a[*]": all that follows belongs to the items. At the star. */
static const hcl_expr *full_splat(hcl_parser *p, const hcl_expr *a, const char *from, const char *open)
{
    hcl_next(p);
    if (p->tok != T_CBRACK)
        return hcl_unexpected(p, "hcl-closing-bracket", "the star of a splat must be followed by \"]\"");
    const hcl_expr *each = hcl_node(p, HCL_ITEM, open, p->at);
    hcl_next(p);
    if (p->level++ == HCL_DEPTH_MAX)
        return hcl_unexpected(p, "hcl-too-deep", "this expression has too many steps");
    each = steps(p, each, open);
    p->level--;
    return splat(p, a, each, from);
}

static const hcl_expr *bracketed(hcl_parser *p, const hcl_expr *a, const char *from)
{
    const char *open = p->from;
    bool lines = p->lines;
    if (!hcl_push(p, '['))
        return a;
    hcl_next(p);
    if (p->tok == T_MUL) {
        hcl_pop(p);     /* nothing stands between star and bracket */
        return full_splat(p, a, from, open);
    }
    p->lines = false;
    if (p->tok == T_LINE)
        hcl_next(p);
    const hcl_expr *b = hcl_expression(p);
    if (p->tok != T_CBRACK)
        return hcl_unexpected(p, "hcl-closing-bracket", "the index must end with \"]\"");
    const char *to = p->at;
    hcl_pop(p);
    p->lines = lines;
    hcl_next(p);
    return index_of(p, a, b, from, to);
}

static const hcl_expr *steps(hcl_parser *p, const hcl_expr *e, const char *from)
{
    for (;;) {
        const char *dot = p->from;
        if (p->tok == T_OBRACK) {
            e = bracketed(p, e, from);
        } else if (p->tok == T_DOT) {
            hcl_next(p);
            e = p->tok == T_MUL ? attribute_splat(p, e, from, dot) : dotted(p, e, from);
        } else {
            return e;
        }
    }
}

/* ---- operators ---- */

static const hcl_expr *signed_term(hcl_parser *p)
{
    const char *from = p->from;
    uint8_t op = p->tok == T_SUB ? HCL_NEG : HCL_NOT;
    if (p->level++ == HCL_DEPTH_MAX)
        return hcl_unexpected(p, "hcl-too-deep", "this expression has too many steps");
    hcl_next(p);
    const hcl_expr *a = unary(p);
    p->level--;
    hcl_expr *e = hcl_node(p, HCL_UNARY, from, p->before);
    e->op = op;
    e->a = a;
    return hcl_over(p, e, a, NULL, NULL);
}

static const hcl_expr *unary(hcl_parser *p)
{
    const char *from = p->from;
    if (p->tok == T_SUB || p->tok == T_NOT)
        return signed_term(p);
    const hcl_expr *e = term(p);
    return p->tok == T_DOT || p->tok == T_OBRACK ? steps(p, e, from) : e;
}

/* Operators that bind stronger than `least`. */
static const hcl_expr *binary(hcl_parser *p, uint8_t least)
{
    const char *from = p->from;
    const hcl_expr *a = unary(p);
    while (power[p->tok] > least) {
        uint8_t tok = p->tok;
        hcl_next(p);
        const hcl_expr *b = binary(p, power[tok]);
        hcl_expr *e = hcl_node(p, HCL_BINARY, from, p->before);
        e->op = ops[tok];
        e->a = a;
        e->b = b;
        a = hcl_over(p, e, a, b, NULL);
    }
    return a;
}

static const hcl_expr *conditional(hcl_parser *p, const hcl_expr *a, const char *from)
{
    hcl_next(p);
    const hcl_expr *b = hcl_expression(p);
    if (p->tok != T_COLON)
        return hcl_unexpected(p, "hcl-conditional", "\":\" and what holds otherwise are expected here");
    hcl_next(p);
    const hcl_expr *c = hcl_expression(p);
    hcl_expr *e = hcl_node(p, HCL_COND, from, p->before);
    e->a = a;
    e->b = b;
    e->c = c;
    return hcl_over(p, e, a, b, c);
}

const hcl_expr *hcl_expression(hcl_parser *p)
{
    const char *from = p->from;
    if (p->level++ == HCL_DEPTH_MAX)
        return hcl_unexpected(p, "hcl-too-deep", "this expression has too many steps");
    const hcl_expr *e = binary(p, 0);
    if (p->tok == T_QUESTION)
        e = conditional(p, e, from);
    p->level--;
    return e;
}
