/* SPDX-License-Identifier: Apache-2.0
 * Characters to tokens, one at a time. Nothing is told here: what fits nowhere is a T_BAD. */
#define _GNU_SOURCE     /* memmem */
#include <string.h>
#include <unictype.h>

#include "hcl/parser.h"

#define S (B_SPACE | B_WHITE)
#define I (B_START | B_PART)
#define D (B_PART | B_DIGIT)
#define X (B_QUOTED | B_LINED)
#define H (B_HIGH | B_QUOTED | B_LINED)
#define ROW8(x) x, x, x, x, x, x, x, x
/* clang-format off */
const uint8_t hcl_bytes[256] = {
    X, 0, 0, 0, 0, 0, 0, 0, 0, S, X | B_WHITE, B_WHITE, B_WHITE, X | B_WHITE, 0, 0,
    ROW8(0), ROW8(0),
    S, 0, B_QUOTED, 0, X, X, 0, 0, 0, 0, 0, 0, 0, B_PART, 0, 0,     /*  !"#$%&'()*+,-./ */
    D, D, D, D, D, D, D, D, D, D, 0, 0, 0, 0, 0, 0,
    0, I, I, I, I, I, I, I, ROW8(I),
    ROW8(I), I, I, I, 0, B_QUOTED, 0, 0, I,                         /* [\]^_ */
    0, I, I, I, I, I, I, I, ROW8(I),
    ROW8(I), I, I, I, 0, 0, 0, 0, 0,
    ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H),
    ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H), ROW8(H),
};
/* clang-format on */
/* The tab is trimmed and separates; it is plain in texts. */
#undef S
#undef I
#undef D
#undef X
#undef H

static inline uint8_t class_of(char c)
{
    return hcl_bytes[(unsigned char)c];
}

void hcl_parser_init(hcl_parser *p, hcl_ctx *c, tnk_str text, tnk_span at)
{
    memset(p, 0, offsetof(hcl_parser, open));
    p->c = c;
    p->mem = c->mem;
    p->text = p->from = p->at = p->before = text.ptr;
    p->end = text.ptr + text.len;
    p->at0 = at;
    p->tok = T_LINE;
}

/* ---- characters ---- */

static bool is_next(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

size_t hcl_char(const char *s, const char *end, uint32_t *ret)
{
    const unsigned char *u = (const unsigned char *)s;
    size_t left = (size_t)(end - s);
    uint32_t c = u[0];
    if (c < 0x80) {
        *ret = c;
        return 1;
    }
    if (c >= 0xC2 && c < 0xE0 && left >= 2 && is_next(s[1])) {
        *ret = (c & 0x1F) << 6 | (u[1] & 0x3Fu);
        return 2;
    }
    if (c >= 0xE0 && c < 0xF0 && left >= 3 && is_next(s[1]) && is_next(s[2])) {
        *ret = (c & 0x0F) << 12 | (u[1] & 0x3Fu) << 6 | (u[2] & 0x3Fu);
        return *ret < 0x800 || (*ret >= 0xD800 && *ret < 0xE000) ? 0 : 3;
    }
    if (c >= 0xF0 && c < 0xF5 && left >= 4 && is_next(s[1]) && is_next(s[2]) && is_next(s[3])) {
        *ret = (c & 7) << 18 | (u[1] & 0x3Fu) << 12 | (u[2] & 0x3Fu) << 6 | (u[3] & 0x3Fu);
        return *ret < 0x10000 || *ret > 0x10FFFF ? 0 : 4;
    }
    return 0;
}

size_t hcl_ident(const char *s, const char *end)
{
    const char *at = s;
    for (;;) {
        while (class_of(*at) & B_PART)      /* the NUL at the end is none */
            at++;
        uint32_t c = 0;
        size_t n = class_of(*at) & B_HIGH ? hcl_char(at, end, &c) : 0;
        if (n == 0 || !(at == s ? uc_is_property_id_start(c) : uc_is_property_id_continue(c)))
            break;
        at += n;
    }
    return at == s || class_of(*s) & (B_START | B_HIGH) ? (size_t)(at - s) : 0;
}

/* ---- tokens ---- */

/* Digits, points and exponents in any order, as long as they do not end in a point: whether that is a number
 * is asked later. */
static void number(hcl_parser *p)
{
    const char *s = p->at + 1, *last = s;
    for (;;) {
        if (class_of(*s) & B_DIGIT) {
            last = ++s;
        } else if (*s == '.') {
            s++;
        } else if (*s == 'e' || *s == 'E') {
            size_t n = s[1] == '+' || s[1] == '-' ? 2 : 1;
            if (!(class_of(s[n]) & B_DIGIT))
                break;
            last = s += n + 1;
        } else {
            break;
        }
    }
    p->at = last;
    p->tok = T_NUMBER;
}

/* "<<EOT" or "<<-EOT" and the end of the line. */
static bool heredoc(hcl_parser *p)
{
    const char *s = p->at + 2 + (p->at[2] == '-');
    size_t n = hcl_ident(s, p->end);
    s += n;
    s += *s == '\r';
    if (n == 0 || *s != '\n')
        return false;
    p->at = s + 1;
    p->tok = T_HEREDOC;
    return true;
}

static void take(hcl_parser *p, uint8_t tok, size_t n)
{
    p->tok = tok;
    p->at += n;
}

/* A character that stands for nothing; all of its bytes when it is one. */
static void bad(hcl_parser *p)
{
    uint32_t c;
    size_t n = hcl_char(p->at, p->end, &c);
    take(p, T_BAD, n != 0 ? n : 1);
}

static void less_than(hcl_parser *p)
{
    if (p->at[1] == '=')
        take(p, T_LE, 2);
    else if (p->at[1] != '<' || !heredoc(p))
        take(p, T_LT, 1);
}

static void after_high(hcl_parser *p)
{
    size_t n = hcl_ident(p->at, p->end);
    if (n != 0)
        take(p, T_IDENT, n);
    else
        bad(p);
}

static void sign(hcl_parser *p)
{
    const char *s = p->at;
    switch (*s) {
    case '{': take(p, T_OBRACE, 1); break;
    case '}': take(p, T_CBRACE, 1); break;
    case '[': take(p, T_OBRACK, 1); break;
    case ']': take(p, T_CBRACK, 1); break;
    case '(': take(p, T_OPAREN, 1); break;
    case ')': take(p, T_CPAREN, 1); break;
    case '"': take(p, T_QUOTE, 1); break;
    case ',': take(p, T_COMMA, 1); break;
    case '?': take(p, T_QUESTION, 1); break;
    case '+': take(p, T_ADD, 1); break;
    case '-': take(p, T_SUB, 1); break;
    case '*': take(p, T_MUL, 1); break;
    case '/': take(p, T_DIV, 1); break;
    case '%': take(p, T_MOD, 1); break;
    case '.': s[1] == '.' && s[2] == '.' ? take(p, T_MORE, 3) : take(p, T_DOT, 1); break;
    case ':': s[1] == ':' ? take(p, T_SCOPE, 2) : take(p, T_COLON, 1); break;
    case '!': s[1] == '=' ? take(p, T_NE, 2) : take(p, T_NOT, 1); break;
    case '>': s[1] == '=' ? take(p, T_GE, 2) : take(p, T_GT, 1); break;
    case '&': s[1] == '&' ? take(p, T_AND, 2) : bad(p); break;
    case '|': s[1] == '|' ? take(p, T_OR, 2) : bad(p); break;
    case '~': s[1] == '}' ? take(p, T_TRIM_END, 2) : bad(p); break;
    case '<': less_than(p); break;
    case '=':
        take(p, s[1] == '=' ? T_EQ : s[1] == '>' ? T_ARROW : T_EQUAL, s[1] == '=' || s[1] == '>' ? 2 : 1);
        break;
    default:
        if (class_of(*s) & B_HIGH)
            after_high(p);
        else if (s < p->end)
            bad(p);
        else
            p->tok = T_END;
    }
}

/* Past a comment that starts here, but for the newline that ends it; NULL when there is none. A search in
 * vain for the end of a comment is not done again. */
static const char *comment(hcl_parser *p)
{
    const char *s = p->at, *to;
    if (*s == '#' || s[1] == '/') {
        to = memchr(s, '\n', (size_t)(p->end - s));
        return to != NULL ? to : p->end;
    }
    if (s[1] != '*' || p->no_comment)
        return NULL;
    to = memmem(s + 2, (size_t)(p->end - s) - 2, "*/", 2);
    p->no_comment = to == NULL;
    return to != NULL ? to + 2 : NULL;
}

/* Past white space and comments; true at a newline that is a token. A comment to the end of a line is one
 * token with its newline. */
static bool blank(hcl_parser *p)
{
    for (;;) {
        while (class_of(*p->at) & B_SPACE)
            p->at++;
        p->from = p->at;
        if (*p->at == '#' || *p->at == '/') {
            const char *to = comment(p);
            if (to == NULL)
                return false;
            p->at = to;
        }
        if (*p->at == '\n' || (*p->at == '\r' && p->at[1] == '\n')) {
            p->at += *p->at == '\r' ? 2 : 1;
            if (p->lines)
                return true;
        } else if (p->at == p->from) {
            return false;
        }
    }
}

void hcl_next(hcl_parser *p)
{
    if (p->failed)
        return;
    p->before = p->at;
    if (blank(p)) {
        p->tok = T_LINE;
        return;
    }
    if (class_of(*p->at) & B_START)
        take(p, T_IDENT, hcl_ident(p->at, p->end));
    else if (class_of(*p->at) & B_DIGIT)
        number(p);
    else
        sign(p);
}
