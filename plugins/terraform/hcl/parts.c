/* SPDX-License-Identifier: Apache-2.0
 * Texts as flat lists of parts: what stands in "${ }" and "%{ }", trimming, and the indentation of heredocs. */
#include "hcl/parser.h"

void hcl_add_part(hcl_parser *p, hcl_part part)
{
    p->parts = tf_mem_grow(p->mem, p->parts, p->n_parts, &p->cap_parts, sizeof *p->parts);
    p->parts[p->n_parts++] = part;
}

/* ---- white space ---- */

static size_t leading_white(tnk_str s)
{
    size_t at = 0;
    for (size_t n; (n = hcl_white(s.ptr + at, s.ptr + s.len)) != 0;)
        at += n;
    return at;
}

static tnk_str trim_right(tnk_str s)
{
    while (s.len > 0) {
        size_t n = 1;
        while (n < 4 && n < s.len && ((unsigned char)s.ptr[s.len - n] & 0xC0) == 0x80)
            n++;
        if (hcl_white(s.ptr + s.len - n, s.ptr + s.len) != n)
            break;
        s.len -= n;
    }
    return s;
}

static void cut(tnk_str *s, size_t n)
{
    s->ptr += n;
    s->len -= n;
}

static size_t count_chars(const char *s, size_t n)
{
    size_t chars = 0;
    for (size_t i = 0; i < n; i++)
        chars += ((unsigned char)s[i] & 0xC0) != 0x80;
    return chars;
}

static size_t bytes_of(tnk_str s, size_t chars)
{
    size_t n = 0;
    for (; chars > 0 && n < s.len; chars--)
        for (n++; n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80;)
            n++;
    return n;
}

static bool ends_line(tnk_str s) { return s.len > 0 && s.ptr[s.len - 1] == '\n'; }

/* A line of white space alone keeps it and does not count. */
static bool is_blank(tnk_str s) { return ends_line(s) && leading_white(s) == s.len; }

/* The least indentation of the lines, in characters. What begins with a sequence has none. */
static size_t least_indentation(const hcl_part *parts, size_t n)
{
    size_t least = SIZE_MAX;
    bool fresh = true;
    for (size_t i = 0; i < n; i++) {
        bool text = parts[i].kind == P_TEXT;
        if (fresh && !(text && is_blank(parts[i].text))) {
            size_t indent = text ? count_chars(parts[i].text.ptr, leading_white(parts[i].text)) : 0;
            least = indent < least ? indent : least;
        }
        fresh = text && ends_line(parts[i].text);
    }
    return least;
}

void hcl_dedent(hcl_part *parts, size_t n)
{
    size_t least = least_indentation(parts, n);
    bool fresh = true;
    for (size_t i = 0; i < n; i++) {
        hcl_part *part = &parts[i];
        bool ends = part->kind == P_TEXT && ends_line(part->text);
        if (fresh && part->kind == P_TEXT && !is_blank(part->text)) {
            size_t bytes = bytes_of(part->text, least);
            cut(&part->text, bytes);
        }
        fresh = ends;
    }
}

/* ---- sequences ---- */

static const struct word {
    const char *name;
    hcl_part_kind kind;
} words[] = {
    { "if", P_IF }, { "else", P_ELSE }, { "endif", P_ENDIF }, { "for", P_FOR }, { "endfor", P_ENDFOR },
};

static void directive(hcl_parser *p, hcl_part *part)
{
    size_t i = 0, n = sizeof words / sizeof *words;
    if (p->tok != T_IDENT)
        hcl_unexpected(p, "hcl-directive",
                       "the name of a directive is expected here: if, else, endif, for or endfor");
    while (i < n && !hcl_tok_is(p, words[i].name))
        i++;
    if (i == n) {
        hcl_unexpected(p, "hcl-directive",
                       "\"%1\" is not a template directive; double the percent sign for plain text");
        return;
    }
    part->kind = words[i].kind;
    if (part->kind == P_FOR) {
        part->loop = tf_new(p->mem, hcl_loop);
        hcl_loop_head(p, part->loop);
        return;
    }
    hcl_next(p);
    if (part->kind == P_IF)
        part->value = hcl_expression(p);
}

/* What stands where the sequence must end. */
static void not_closed(hcl_parser *p, const hcl_part *part)
{
    bool quoted = p->n_open >= 2 && p->open[p->n_open - 2].kind == '"';
    if (p->tok == T_END || (p->tok == T_QUOTE && quoted))
        hcl_fail(p, hcl_span(p, part->from, part->from + 2), "hcl-unclosed-sequence",
                 "the \"}\" of this sequence is missing", hcl_slice(part->from, part->from + 2));
    else
        hcl_unexpected(p, "hcl-sequence-end", "\"}\" is expected here; write $${ for a literal ${");
}

void hcl_sequence(hcl_parser *p, bool can_trim, bool *trim)
{
    hcl_part part = { .kind = P_VALUE, .from = p->at };
    bool lines = p->lines, control = *p->at == '%';
    p->from = p->at;
    p->at += p->at[2] == '~' ? 3 : 2;
    if (!hcl_push(p, '$'))
        return;
    if (can_trim && p->at[-1] == '~')
        p->parts[p->n_parts - 1].text = trim_right(p->parts[p->n_parts - 1].text);
    p->lines = false;
    hcl_next(p);
    if (control)
        directive(p, &part);
    else
        part.value = hcl_expression(p);
    if (p->tok != T_CBRACE && p->tok != T_TRIM_END) {
        if (p->tok == T_END)
            p->ended = true;
        not_closed(p, &part);
        return;
    }
    *trim = p->tok == T_TRIM_END;
    part.to = p->at;
    hcl_pop(p);
    p->lines = lines;
    hcl_add_part(p, part);
}
