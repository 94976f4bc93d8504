/* SPDX-License-Identifier: Apache-2.0
 * Telling mistakes: the first of an item, and only so many of a file. */
#include "hcl/parser.h"

enum { EXCERPT = 40 };

#define N_(s) s         /* told through hcl_fail, translated there */

/* The beginning of a text that is shown in a message. */
static tnk_str excerpt(tnk_str s)
{
    size_t n = s.len < EXCERPT ? s.len : EXCERPT;
    while (n > 0 && n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
        n--;
    return (tnk_str){ s.ptr, n };
}

static void tell(const hcl_ctx *c, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    if (c->tell != NULL)
        c->tell(c->ud, at, code, msg, arg);
}

void hcl_tell(hcl_ctx *c, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    if (c->n_told < HCL_DIAGS_MAX)
        tell(c, at, code, msg, excerpt(arg));
    else if (c->n_told == HCL_DIAGS_MAX)
        tell(c, at, "hcl-too-many", N_("further mistakes of this file are not listed"), (tnk_str){ "", 0 });
    c->n_told += c->n_told <= HCL_DIAGS_MAX;
}

static const hcl_expr bad = { .kind = HCL_BAD, .depth = 1 };

const hcl_expr *hcl_bad(void)
{
    return &bad;
}

const hcl_expr *hcl_fail(hcl_parser *p, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    if (p->failed)
        return &bad;
    hcl_tell(p->c, at, code, msg, arg);
    p->failed = true;
    p->failed_at = p->from;
    p->tok = T_STOP;
    return &bad;
}

static const struct sign {
    const char *text, *msg;
} signs[] = {
    { "&", N_("\"&\" is no operator; use && for a logical and") },
    { "|", N_("\"|\" is no operator; use || for a logical or") },
    { "~", N_("\"~\" is no operator; use ! for a logical not") },
    { "^", N_("\"^\" is no operator") },
    { "`", N_("\"`\" cannot be used; for a text of several lines use a heredoc such as <<EOT") },
    { "'", N_("single quotes cannot be used; write texts in double quotes") },
    { ";", N_("\";\" cannot be used; write each argument on its own line and separate items with commas") },
    { "\xE2\x80\x9C", N_("typographic quotes cannot be used; write texts in straight double quotes") },
    { "\xE2\x80\x9D", N_("typographic quotes cannot be used; write texts in straight double quotes") },
};

/* What follows is a comment to the end of the text. */
static const hcl_expr *endless_comment(hcl_parser *p)
{
    const hcl_expr *e = hcl_fail(p, hcl_span(p, p->from, p->at), "hcl-unclosed-comment",
                                 "the \"*/\" of this comment is missing", (tnk_str){ "", 0 });
    p->ended = p->lost = true;
    p->failed_at = p->end;
    return e;
}

const hcl_expr *hcl_unexpected(hcl_parser *p, const char *code, const char *msg)
{
    tnk_str text = hcl_tok_text(p);
    tnk_span at = hcl_span(p, p->from, p->at);
    uint32_t c;
    if (p->tok == T_END)
        p->ended = true;
    if (p->tok == T_DIV && p->from[1] == '*')
        return endless_comment(p);
    if (p->tok != T_BAD)
        return hcl_fail(p, at, code, msg, text);
    if (hcl_char(p->from, p->end, &c) == 0)
        return hcl_fail(p, at, "hcl-encoding", "this is not UTF-8; save the file in UTF-8", (tnk_str){ "", 0 });
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (tf_is(text, signs[i].text))
            return hcl_fail(p, at, "hcl-character", signs[i].msg, text);
    return hcl_fail(p, at, "hcl-character", "this character has no meaning here", (tnk_str){ "", 0 });
}

bool hcl_push(hcl_parser *p, char kind)
{
    if (p->n_open == HCL_NEST_MAX)
        hcl_fail(p, hcl_span(p, p->from, p->at), "hcl-too-deep",
                 "too many brackets, texts or blocks in each other", hcl_tok_text(p));
    else if (!p->failed)
        p->open[p->n_open++].kind = kind;
    return !p->failed;
}
