/* SPDX-License-Identifier: Apache-2.0
 * Reading suppression comments out of a source text of any language; see suppress.h. The text is
 * hostile: the scan only moves forward, and looks at each line's end once. */
#define _GNU_SOURCE     /* memmem */
#include <stdio.h>

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/run/suppress.h"

static const char word[] = "tenken:ignore";

typedef struct scan {
    tnk_str text;
    tnk_arena *arena;
    tnk_suppress_set *set;
    tnk_suppress_diag *diag;
    void *ud;
    size_t at;              /* line, column and line_start are those of this offset */
    size_t line_start;
    uint32_t line, column;
    size_t eol;             /* end of the line that was last looked at */
    bool whole;             /* that line is nothing but a comment */
    uint32_t seen;          /* comments, good and bad */
    uint32_t block_end;     /* the line after the last block of comment lines that was looked at */
} scan;

/* What a comment says, and where it stands. */
typedef struct comment {
    size_t begin;           /* of the comment sign */
    size_t words, end;      /* what follows "tenken:ignore" */
    size_t after;           /* where to go on */
    bool closed;            /* it ends on its line */
    bool alone;
} comment;

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t line_end(tnk_str text, size_t from)
{
    const char *nl = memchr(text.ptr + from, '\n', text.len - from);
    size_t end = nl != NULL ? (size_t)(nl - text.ptr) : text.len;
    return end > from && text.ptr[end - 1] == '\r' ? end - 1 : end;
}

/* Moves line and column on to offset `to`. */
static void advance(scan *s, size_t to)
{
    for (; s->at < to; s->at++) {
        unsigned char c = (unsigned char)s->text.ptr[s->at];
        if (c == '\n') {
            s->line++;
            s->column = 1;
            s->line_start = s->at + 1;
        } else if ((c & 0xC0) != 0x80) {    /* not the inside of a character */
            s->column++;
        }
    }
}

/* Is there a comment sign before offset `hit`, with nothing but blanks between, and a blank or
 * the line's beginning before it? Runs ("##", "///") count as one. The line starts at `start`. */
static bool comment_sign(tnk_str text, size_t start, size_t hit, size_t *begin, bool *star)
{
    size_t i = hit;
    while (i > start && is_blank(text.ptr[i - 1]))
        i--;
    size_t end = i;
    char c = i > start ? text.ptr[i - 1] : '\0';
    if (c == '*')
        for (; i > start && text.ptr[i - 1] == '*'; i--)
            ;
    *star = c == '*' && i > start && text.ptr[i - 1] == '/';
    if (*star)
        i--;
    else if (c == '#' || c == ';' || c == '/' || c == '-')
        for (; i > start && text.ptr[i - 1] == c; i--)
            ;
    *begin = i;
    size_t least = c == '#' || c == ';' ? 1 : 2;
    return end - i >= least && (*star || c != '*') && (i == start || is_blank(text.ptr[i - 1]));
}

/* Does a line that starts at `start` hold nothing but a comment? "---" is a mark of YAML, no
 * comment. */
static bool comment_line(tnk_str text, size_t start, size_t eol)
{
    size_t i = start;
    while (i < eol && is_blank(text.ptr[i]))
        i++;
    tnk_str rest = { text.ptr + i, eol - i };
    if (tnk_str_starts(rest, TNK_S("/*"))) {
        tnk_str inside = tnk_str_from(tnk_str_trim(rest), 2);
        const char *close = memmem(inside.ptr, inside.len, "*/", 2);
        return close != NULL && close + 2 == inside.ptr + inside.len;
    }
    return tnk_str_starts(rest, TNK_S("#")) || tnk_str_starts(rest, TNK_S(";")) ||
           tnk_str_starts(rest, TNK_S("//")) ||
           (tnk_str_starts(rest, TNK_S("--")) && !tnk_str_starts(rest, TNK_S("---")));
}

/* The comment whose "tenken:ignore" stands at s->at and whose sign stands at `begin`. */
static comment measure(scan *s, size_t begin, bool star)
{
    if (s->at >= s->eol) {      /* another line than last time */
        s->eol = line_end(s->text, s->at);
        s->whole = comment_line(s->text, s->line_start, s->eol);
    }
    comment c = { .begin = begin, .words = s->at + sizeof word - 1, .end = s->eol, .after = s->eol,
                  .closed = true, .alone = s->whole };
    if (star) {
        const char *close = memmem(s->text.ptr + c.words, s->eol - c.words, "*/", 2);
        c.closed = close != NULL;
        c.end = close != NULL ? (size_t)(close - s->text.ptr) : s->eol;
        c.after = close != NULL ? c.end + 2 : s->eol;
    }
    return c;
}

/* The first line after this comment that is no comment. A block of comment lines is walked once. */
static uint32_t next_line_of_substance(scan *s, size_t from)
{
    if (s->block_end > s->line)
        return s->block_end;
    uint32_t line = s->line + 1;
    for (size_t i = from; i < s->text.len; line++) {
        const char *nl = memchr(s->text.ptr + i, '\n', s->text.len - i);
        if (nl == NULL)
            break;
        i = (size_t)(nl - s->text.ptr) + 1;
        if (!comment_line(s->text, i, line_end(s->text, i)))
            break;
    }
    return s->block_end = line;
}

/* -- what the comment says -------------------------------------------------------------------- */

static void skip_blanks(tnk_str *rest)
{
    while (rest->len > 0 && is_blank(rest->ptr[0]))
        *rest = tnk_str_from(*rest, 1);
}

static bool rule_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

/* RULE[,RULE...]; a blank may follow a comma. NULL, or what is wrong. */
static const char *read_rules(tnk_str *rest, tnk_str *rules, size_t *n)
{
    for (;;) {
        size_t len = 0;
        skip_blanks(rest);
        while (len < rest->len && rule_char(rest->ptr[len]))
            len++;
        if (len == 0)
            return rest->len > 0 && rest->ptr[0] == '*' ? _("\"*\" is not allowed, name each rule")
                                                        : _("it names no rule");
        if (*n == TNK_SUPPRESS_RULES_MAX)
            return _("it names more than 64 rules");
        rules[(*n)++] = (tnk_str){ rest->ptr, len };
        *rest = tnk_str_from(*rest, len);
        if (rest->len == 0 || is_blank(rest->ptr[0]))
            return NULL;
        if (rest->ptr[0] != ',')
            return _("a rule's name has only small letters, digits and \"-\"");
        *rest = tnk_str_from(*rest, 1);
    }
}

/* A value after "=", in double quotes or up to a blank. */
static bool read_value(tnk_str *rest, bool must_quote, tnk_str *ret)
{
    bool quoted = rest->len > 0 && rest->ptr[0] == '"';
    size_t from = quoted, i = from;
    if (must_quote && !quoted)
        return false;
    while (i < rest->len && (quoted ? rest->ptr[i] != '"' : !is_blank(rest->ptr[i])))
        i++;
    if (quoted && i == rest->len)
        return false;
    *ret = (tnk_str){ rest->ptr + from, i - from };
    *rest = tnk_str_from(*rest, i + quoted);
    return rest->len == 0 || is_blank(rest->ptr[0]);
}

/* reason="..." and until=..., in any order, each once. NULL, or what is wrong. */
static const char *read_fields(tnk_str *rest, tnk_suppress *s)
{
    bool reason = false, until = false;
    for (skip_blanks(rest); rest->len > 0; skip_blanks(rest)) {
        if (!reason && tnk_str_starts(*rest, TNK_S("reason="))) {
            *rest = tnk_str_from(*rest, 7);
            if (!read_value(rest, true, &s->reason))
                return _("the reason must stand between double quotes");
            reason = true;
        } else if (!until && tnk_str_starts(*rest, TNK_S("until="))) {
            *rest = tnk_str_from(*rest, 6);
            if (!read_value(rest, false, &s->until) || !tnk_date_parse(s->until, &s->last_day))
                return _("\"until\" is not a day of the calendar, written YYYY-MM-DD");
            until = true;
        } else {
            return _("after the rules only reason=\"...\" and until=... may follow, each once");
        }
    }
    s->reason = tnk_str_trim(s->reason);
    if (s->reason.len == 0)
        return _("it gives no reason");
    if (s->reason.len > TNK_SUPPRESS_REASON_MAX)
        return _("its reason is longer than 1000 bytes");
    return tnk_utf8_bad(s->reason) != s->reason.len ? _("its reason is not UTF-8") : NULL;
}

static const char *read_words(tnk_str words, bool closed, tnk_suppress *s, tnk_str *rules,
                              size_t *n)
{
    const char *wrong = NULL;
    if (!closed)
        return _("the comment does not end on its line");
    if (words.len > 0 && !is_blank(words.ptr[0]))
        return _("a blank must follow \"tenken:ignore\"");
    wrong = read_rules(&words, rules, n);
    return wrong != NULL ? wrong : read_fields(&words, s);
}

/* Copies what points into the text or the stack to the arena, and takes the comment into the
 * set. */
static bool keep(scan *s, tnk_suppress found, const tnk_str *rules, size_t n)
{
    tnk_suppress_set *set = s->set;
    if (set->n == set->cap) {
        uint32_t cap = set->cap != 0 ? set->cap * 2 : 8;
        tnk_suppress *at = tnk_arena_array(s->arena, cap, sizeof *at);
        if (at == NULL)
            return false;
        if (set->n != 0)
            memcpy(at, set->at, set->n * sizeof *at);
        set->at = at;
        set->cap = cap;
    }
    tnk_str *copy = tnk_arena_array(s->arena, n, sizeof *copy);
    found.used = tnk_arena_array(s->arena, n, sizeof *found.used);
    found.reason = tnk_arena_str(s->arena, found.reason);
    found.until = tnk_arena_str(s->arena, found.until);
    if (copy == NULL || found.used == NULL || found.reason.ptr == NULL || found.until.ptr == NULL)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((copy[i] = tnk_arena_str(s->arena, rules[i])).ptr == NULL)
            return false;
    found.rules = (tnk_strs){ copy, n };
    set->at[set->n++] = found;
    return true;
}

static bool take(scan *s, const comment *c)
{
    char msg[512];
    tnk_str rules[TNK_SUPPRESS_RULES_MAX];
    size_t n = 0;
    tnk_suppress found = { .alone = c->alone, .reason = TNK_S(""), .until = TNK_S("") };
    tnk_str words = { s->text.ptr + c->words, c->end - c->words };
    const char *wrong = read_words(words, c->closed, &found, rules, &n);
    found.line = s->line;
    found.column = s->column - (uint32_t)(s->at - c->begin);     /* blanks and the sign: ASCII */
    found.speaks_for = c->alone ? next_line_of_substance(s, c->after) : s->line;
    if (s->seen++ == TNK_SUPPRESS_MAX)
        wrong = _("the file has more than 4096 of them, the rest is not read");
    if (wrong == NULL)
        return keep(s, found, rules, n);
    int len = snprintf(msg, sizeof msg,
                       _("This suppression has no effect: %s; write: # tenken:ignore RULE "
                         "reason=\"why\" until=YYYY-MM-DD"), wrong);
    if (len >= (int)sizeof msg)
        msg[tnk_utf8_cut((tnk_str){ msg, sizeof msg - 1 })] = '\0';
    s->diag(s->ud, "suppression-malformed", found.line, found.column, msg);
    return true;
}

int tnk_suppressions_scan(tnk_str text, tnk_arena *a, tnk_suppress_set *ret,
                          tnk_suppress_diag *diag, void *ud, tnk_error *err)
{
    tnk_suppress_set set = { 0 };
    scan s = { .text = text, .arena = a, .set = &set, .diag = diag, .ud = ud, .line = 1,
               .column = 1 };
    for (size_t from = 0; from < text.len && s.seen <= TNK_SUPPRESS_MAX;) {
        const char *hit = memmem(text.ptr + from, text.len - from, word, sizeof word - 1);
        size_t begin;
        bool star;
        if (hit == NULL)
            break;
        advance(&s, (size_t)(hit - text.ptr));
        from = s.at + sizeof word - 1;
        if (!comment_sign(text, s.line_start, s.at, &begin, &star))
            continue;
        comment c = measure(&s, begin, star);
        if (!take(&s, &c))
            return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for the suppressions of a file"));
        from = c.after;
    }
    *ret = set;
    return TNK_OK;
}
