/* SPDX-License-Identifier: Apache-2.0
 * Going on after a mistake: to the end of the item, by brackets; where they do not fit, by indentation. */
#include "hcl/parser.h"

enum { WASTE = 8 };     /* times the length of the text that may be looked at in vain */

/* The part of a text in quotes up to what changes the state. */
static void skip_quoted(hcl_parser *p)
{
    const char *s = p->at;
    for (;; s++) {
        if (*s == '\\' && s + 1 < p->end && s[1] != '\n' && s[1] != '\r')
            s++;
        else if ((*s == '$' || *s == '%') && s[1] == *s && s[2] == '{')
            s += 2;
        else if ((*s == '$' || *s == '%') && s[1] == '{')
            break;
        else if (*s == '"' || *s == '\n' || s == p->end)
            break;
    }
    p->at = s + (*s == '"');
    if (*s == '$' || *s == '%') {
        p->at = s + 2;
        p->open[p->n_open++].kind = '$';
    } else {
        p->n_open--;        /* a newline ends it too: it was told or will be */
    }
}

/* A line of a heredoc, or what is left of it, up to what changes the state. */
static void skip_heredoc(hcl_parser *p)
{
    const char *s = p->at, *nl = memchr(s, '\n', (size_t)(p->end - s));
    const char *end = nl != NULL ? nl : p->end;
    tnk_str marker = p->open[p->n_open - 1].marker;
    if ((s == p->text || s[-1] == '\n') && hcl_is_marker(hcl_slice(s, end), marker)) {
        p->at = end - (end > s && end[-1] == '\r');
        p->n_open--;
        return;
    }
    for (; s < end; s++) {
        if ((*s != '$' && *s != '%') || (s[1] != '{' && s[1] != *s))
            continue;
        if (s[1] == *s) {
            s += s[2] == '{' ? 2 : 0;
            continue;
        }
        p->at = s + 2;
        p->open[p->n_open++].kind = '$';
        return;
    }
    p->at = nl != NULL ? nl + 1 : p->end;
    if (p->at == p->end)
        p->n_open--;
}

static char opener(uint8_t tok)
{
    switch (tok) {
    case T_OBRACE: return '{';
    case T_OBRACK: return '[';
    case T_OPAREN: return '(';
    case T_QUOTE: return '"';
    case T_HEREDOC: return '<';
    default: return 0;
    }
}

/* A closing bracket: 0 closes nothing here, 1 what was opened last, -1 something further out. */
static int closes(hcl_parser *p, uint32_t base)
{
    char kind = p->tok == T_CBRACE ? '{' : p->tok == T_CBRACK ? '[' : p->tok == T_CPAREN ? '(' : 0;
    uint32_t top = p->n_open;
    if (p->tok == T_TRIM_END)
        kind = '$';
    for (uint32_t i = top; kind != 0 && i > base; i--) {
        char open = p->open[i - 1].kind;
        if (open == kind || (kind == '{' && open == '$')) {
            p->n_open = i - 1;
            return i == top ? 1 : -1;
        }
        if (open == '"' || open == '<')
            break;
    }
    return 0;
}

/* Marks of where a heredoc ends, from its opening token. */
static tnk_str marker_of(const hcl_parser *p)
{
    const char *from = p->from + 2 + (p->from[2] == '-');
    return (tnk_str){ from, hcl_ident(from, p->end) };
}

/* One step; true at the end: a new line at the depth of the body, its closing brace, the end of the text.
 * *bad: brackets do not fit. */
static bool step(hcl_parser *p, uint32_t base, bool brace, bool *bad)
{
    char top = p->n_open > base ? p->open[p->n_open - 1].kind : 0;
    if (p->n_open == HCL_NEST_MAX || (p->at == p->end && top != 0)) {
        *bad = true;
        return true;
    }
    if (top == '"' || top == '<') {
        top == '"' ? skip_quoted(p) : skip_heredoc(p);
        return false;
    }
    hcl_next(p);
    char kind = opener(p->tok);
    if (kind != 0) {
        p->open[p->n_open++] = (hcl_open){ kind, kind == '<' ? marker_of(p) : (tnk_str){ "", 0 } };
        return false;
    }
    int how = closes(p, base);
    if (how == 0 && p->tok == T_CBRACE) {
        *bad = p->n_open > base;
        return true;
    }
    *bad = how < 0;
    return *bad || p->tok == T_END || (p->tok == T_LINE && p->n_open == base && !brace);
}

/* By brackets, from the token that was a mistake; false when they do not fit. */
static bool by_brackets(hcl_parser *p, uint32_t base, bool brace)
{
    bool bad = false;
    if (p->n_open < base)
        p->n_open = base;
    while (!step(p, base, brace, &bad))
        ;
    return !bad;
}

/* ---- by indentation ---- */

static size_t blanks(const char *s)
{
    size_t n = 0;
    while (hcl_bytes[(unsigned char)s[n]] & B_SPACE)
        n++;
    return n;
}

static const char *line_of(const hcl_parser *p, const char *s)
{
    while (s > p->text && s[-1] != '\n')
        s--;
    return s;
}

static const char *next_line(const hcl_parser *p, const char *s)
{
    const char *nl = memchr(s, '\n', (size_t)(p->end - s));
    return nl != NULL ? nl + 1 : p->end;
}

/* Could an item start at s: a name and then "=", "{" or a label? */
static bool starts_item(const hcl_parser *p, const char *s)
{
    size_t n = hcl_ident(s, p->end);
    const char *after = s + n + blanks(s + n);
    if (n == 0)
        return false;
    if (*after == '=')
        return after[1] != '=' && after[1] != '>';
    return *after == '{' || (*after == '"' && after > s + n);
}

/* The next line, that of the mistake included, that is no further in than the item and starts another, or closes
 * the body. */
static const char *by_indentation(const hcl_parser *p, const char *item, const char *from, bool in_braces)
{
    const char *home = line_of(p, item), *line = line_of(p, from);
    size_t most = blanks(home);
    if (line == home || (p->done != NULL && line < p->done))
        line = next_line(p, from);
    for (; line < p->end; line = next_line(p, line)) {
        size_t n = blanks(line);
        if (n <= most && starts_item(p, line + n))
            return line;
        if (line[n] == '}' && (n < most || (n == most && !in_braces)))
            return line;
    }
    return p->end;
}

/* ---- what mistakes are often about ---- */

static size_t spare(const hcl_parser *p)
{
    size_t most = WASTE * (size_t)(p->end - p->text);
    return p->wasted < most ? most - p->wasted : 0;
}

/* An item that goes on to the end of the text for want of a bracket may have swallowed others: back to its
 * next line, as long as that is not done too often. */
static const char *where_from(hcl_parser *p, const char *item)
{
    if (p->failed_at != p->end || p->lost || spare(p) == 0)
        return p->failed_at;
    p->wasted += (size_t)(p->end - item);
    return item;
}

/* "<<EOT" and more on its line is no heredoc, but was meant as one: past the line of its marker. */
static const char *past_heredoc(hcl_parser *p, const char *from)
{
    const char *name = from + 2 + (from[0] == '<' && from[1] == '<' && from[2] == '-');
    tnk_str marker = { name, from[0] == '<' && from[1] == '<' ? hcl_ident(name, p->end) : 0 };
    if (marker.len == 0 || spare(p) == 0)
        return from;
    for (const char *line = next_line(p, from); line < p->end; line = next_line(p, line)) {
        const char *nl = memchr(line, '\n', (size_t)(p->end - line));
        if (hcl_is_marker(hcl_slice(line, nl != NULL ? nl : p->end), marker))
            return nl != NULL ? nl : p->end;
    }
    p->wasted += (size_t)(p->end - from);
    return from;
}

/* Lines after a text that was not closed are its rest as long as they start no item. */
static const char *past_text(const hcl_parser *p, const char *at)
{
    for (; at < p->end; at = next_line(p, at)) {
        const char *s = at + blanks(at);
        if (*s == '}' || *s == '#' || *s == '/' || starts_item(p, s))
            return at;
    }
    return p->end;
}

void hcl_recover(hcl_parser *p, const char *item, uint32_t base, bool brace)
{
    const char *from = where_from(p, item), *mistake = p->failed_at;
    bool text = (*mistake == '\n' || *mistake == '\r') && p->n_open > base && p->open[p->n_open - 1].kind == '"';
    bool in_braces = false;
    for (uint32_t i = base; i < p->n_open; i++)
        in_braces = in_braces || p->open[i].kind == '{';
    p->failed = false;
    p->lines = true;
    p->level = 0;
    p->at = past_heredoc(p, from);
    if (from != mistake || spare(p) == 0 || !by_brackets(p, base, brace)) {
        p->wasted += p->at > from ? (size_t)(p->at - from) : 0;
        p->at = by_indentation(p, item, from, in_braces);
        p->ended = p->ended && p->at == p->end;
        hcl_next(p);
    } else if (text && p->tok == T_LINE) {
        p->at = past_text(p, p->at);
    }
    p->n_open = base;
    if (p->tok == T_LINE)
        hcl_next(p);
}
