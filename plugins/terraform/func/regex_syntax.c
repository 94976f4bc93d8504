/* SPDX-License-Identifier: Apache-2.0
 * Reads a regular expression in RE2's syntax and writes it in PCRE2's, sign by sign: what means something else there is
 * spelled out, and what RE2 lacks is refused. */
#include <stdio.h>
#include <string.h>

#include "func/regex.h"

typedef struct translation {
    tf_call *c;
    tnk_str in;
    size_t at;
    tf_buf out;
    re_pattern *pattern;
    size_t cap;                 /* of names */
    uint32_t depth;
    uint32_t most[RE_DEPTH_MAX + 1];    /* the largest repeat in each open group */
    uint32_t atom;              /* the repeat inside of what stands last; 0: nothing there that could be repeated */
    bool repeated;              /* what stands last has its repeat already */
} translation;

static bool wrong(translation *t, const char *why)
{
    cty_fail(t->c->cty, "the pattern is wrong at offset %zu: %s", t->at, tf_tr(t->c, why));
    return false;
}

static bool next_is(const translation *t, const char *s)
{
    size_t n = strlen(s);
    return t->in.len - t->at >= n && memcmp(t->in.ptr + t->at, s, n) == 0;
}

static int peek(const translation *t)
{
    return t->at < t->in.len ? (unsigned char)t->in.ptr[t->at] : -1;
}

static void stands(translation *t, uint32_t repeats)
{
    t->atom = repeats;
    t->repeated = false;
}

static void put_literal(translation *t, uint32_t rune)
{
    tf_putf(&t->out, "\\x{%x}", (unsigned)rune);
}

static bool is_name(int ch)
{
    return ch == '_' || (ch >= '0' && ch <= '9') || (ch >= 'a' && ch <= 'z') ||
           (ch >= 'A' && ch <= 'Z');
}

/* ---- escapes ---- */

static int hex_value(int ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch |= 0x20;
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

static bool read_hex(translation *t, uint32_t *ret)
{
    uint32_t rune = 0;
    bool braces = peek(t) == '{';
    size_t digits = 0, max = braces ? 8 : 2;
    t->at += braces;
    for (; digits < max && hex_value(peek(t)) >= 0; digits++, t->at++)
        rune = rune * 16 + (uint32_t)hex_value(peek(t));
    if (digits == 0 || (!braces && digits != 2) || (braces && peek(t) != '}') || rune > 0x10FFFF)
        return wrong(t, N_("invalid escape sequence"));
    t->at += braces;
    *ret = rune;
    return true;
}

static bool read_octal(translation *t, int first, uint32_t *ret)
{
    int second = peek(t);
    if (first != '0' && !(second >= '0' && second <= '7'))
        return wrong(t, N_("back references are not supported"));
    uint32_t rune = (uint32_t)(first - '0');
    for (size_t i = 0; i < 2 && peek(t) >= '0' && peek(t) <= '7'; i++, t->at++)
        rune = rune * 8 + (uint32_t)(peek(t) - '0');
    *ret = rune;
    return true;
}

/* An escape that stands for one character; t->at is behind the backslash. */
static bool read_escape(translation *t, uint32_t *ret)
{
    static const char letters[] = "aftnrv", meant[] = "\a\f\t\n\r\v";
    int ch = peek(t);
    const char *letter = ch > 0 ? strchr(letters, ch) : NULL;
    if (ch < 0)
        return wrong(t, N_("it ends with a backslash"));
    t->at++;
    if (letter != NULL)
        *ret = (uint32_t)meant[letter - letters];
    else if (ch >= '0' && ch <= '7')
        return read_octal(t, ch, ret);
    else if (ch == 'x')
        return read_hex(t, ret);
    else if (ch < 0x80 && (ch == '_' || !is_name(ch)))
        *ret = (uint32_t)ch;
    else
        return wrong(t, N_("invalid escape sequence"));
    return true;
}

/* \pL, \p{Greek}, \P{^Greek}; t->at is behind the p. */
static bool put_property(translation *t, char p)
{
    size_t start = t->at, end = start + 1;
    if (peek(t) == '{') {
        end = tf_find(t->in, tf_str("}"), start);
        if (end == SIZE_MAX)
            return wrong(t, N_("invalid character class"));
        for (size_t i = start + 1 + (start + 1 < end && t->in.ptr[start + 1] == '^'); i < end;
             i++) {
            if (!is_name(t->in.ptr[i]))
                return wrong(t, N_("invalid character class"));
        }
        end++;
    } else if (!is_name(peek(t))) {
        return wrong(t, N_("invalid character class"));
    }
    tf_putf(&t->out, "\\%c", p);
    tf_put(&t->out, tf_sub(t->in, start, end));
    t->at = end;
    return true;
}

/* Classes like \d, with their meaning in RE2. inside: of [...]. false: ch names none. */
static bool put_perl_class(translation *t, int ch, bool inside)
{
    static const char blank[] = "\\t\\n\\f\\r ",
                      other[] = "\\x00-\\x08\\x0b\\x0e-\\x1f\\x21-\\x{10ffff}";
    switch (ch) {
    case 'd':
    case 'D':
    case 'w':
    case 'W':
        tf_putf(&t->out, "\\%c", ch);
        return true;
    case 's':
    case 'S':
        tf_putf(&t->out, "%s%s%s", inside ? "" : "[", ch == 's' ? blank : other, inside ? "" : "]");
        return true;
    default:
        return false;
    }
}

/* ---- [...] ---- */

static bool class_char(translation *t, uint32_t *ret)
{
    if (peek(t) < 0)
        return wrong(t, N_("a \"]\" is missing"));
    if (peek(t) != '\\') {
        *ret = tf_rune(t->in, &t->at);
        return true;
    }
    t->at++;
    return read_escape(t, ret);
}

static bool put_range(translation *t)
{
    uint32_t low, high;
    if (!class_char(t, &low))
        return false;
    put_literal(t, low);
    if (peek(t) != '-' || t->at + 1 >= t->in.len || t->in.ptr[t->at + 1] == ']')
        return true;
    t->at++;
    if (!class_char(t, &high))
        return false;
    if (high < low)
        return wrong(t, N_("a range of characters runs backwards"));
    tf_putc(&t->out, '-');
    put_literal(t, high);
    return true;
}

static bool put_posix_class(translation *t, bool *done)
{
    static const char *const names[] = {"alnum", "alpha", "ascii", "blank", "cntrl",
                                        "digit", "graph", "lower", "print", "punct",
                                        "space", "upper", "word",  "xdigit"};
    size_t end = tf_find(t->in, tf_str(":]"), t->at + 2);
    if (end == SIZE_MAX)
        return true;            /* then it is a [ and so on */
    size_t from = t->at + 2 + (t->in.ptr[t->at + 2] == '^');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (from <= end && tf_is(tf_sub(t->in, from, end), names[i])) {
            tf_put(&t->out, tf_sub(t->in, t->at, end + 2));
            t->at = end + 2;
            *done = true;
            return true;
        }
    }
    return wrong(t, N_("there is no such class of characters"));
}

static bool put_class_item(translation *t)
{
    bool done = false;
    if (next_is(t, "[:") && (!put_posix_class(t, &done) || done))
        return done;
    if (peek(t) != '\\' || t->at + 1 >= t->in.len)
        return put_range(t);
    char ch = t->in.ptr[t->at + 1];
    if (ch == 'p' || ch == 'P') {
        t->at += 2;
        return put_property(t, ch);
    }
    if (put_perl_class(t, ch, true)) {
        t->at += 2;
        return true;
    }
    return put_range(t);
}

static bool put_class(translation *t)
{
    bool first = true;
    t->at++;
    tf_putc(&t->out, '[');
    if (peek(t) == '^') {
        tf_putc(&t->out, '^');
        t->at++;
    }
    for (; peek(t) != ']' || first; first = false) {
        if (!put_class_item(t))
            return false;
    }
    t->at++;
    tf_putc(&t->out, ']');
    stands(t, 1);
    return true;
}

/* ---- groups ---- */

static bool open_group(translation *t, tnk_str name, const char *as, bool captures)
{
    if (t->depth >= RE_DEPTH_MAX)
        return wrong(t, N_("groups are nested too deeply"));
    t->most[++t->depth] = 1;
    stands(t, 0);
    tf_puts(&t->out, as);
    if (!captures)
        return true;
    re_pattern *p = t->pattern;
    if (p->groups >= RE_GROUPS_MAX)
        return wrong(t, N_("there are too many groups"));
    p->groups++;
    p->names = tf_mem_grow(t->c->cty->mem, p->names, p->groups, &t->cap, sizeof *p->names);
    p->names[p->groups] = name;
    p->named += name.ptr != NULL;
    return true;
}

/* (?i), (?s-m:...): the same letters in both, as far as RE2 has them. */
static bool put_flags(translation *t)
{
    size_t start = t->at, i = start + 2;
    bool minus = false, any = true;
    for (; i < t->in.len && memchr("imsU-", t->in.ptr[i], 5) != NULL; i++) {
        any = t->in.ptr[i] != '-';
        if (!any && minus)
            break;
        minus |= !any;
    }
    if (i >= t->in.len || !any || (t->in.ptr[i] != ')' && t->in.ptr[i] != ':'))
        return wrong(t, N_("what stands after \"(?\" is not supported"));
    t->at = i + 1;
    tnk_str flags = tf_mem_str(t->c->cty->mem, tf_sub(t->in, start, t->at));
    if (t->in.ptr[i] == ':')
        return open_group(t, (tnk_str){ NULL, 0 }, flags.ptr, false);
    tf_put(&t->out, flags);
    stands(t, 0);
    return true;
}

static bool put_open(translation *t)
{
    if (!next_is(t, "(?")) {
        t->at++;
        return open_group(t, (tnk_str){ NULL, 0 }, "(", true);
    }
    bool behind = next_is(t, "(?<=") || next_is(t, "(?<!");
    size_t skip = next_is(t, "(?P<") ? 4 : next_is(t, "(?<") && !behind ? 3 : 0;
    if (skip == 0)
        return put_flags(t);
    size_t start = t->at + skip, end = start;
    while (end < t->in.len && is_name(t->in.ptr[end]))
        end++;
    if (end == start || end >= t->in.len || t->in.ptr[end] != '>')
        return wrong(t, N_("the name of a group is wrong"));
    t->at = end + 1;
    return open_group(t, tf_sub(t->in, start, end), "(", true);
}

static bool put_close(translation *t)
{
    if (t->depth == 0)
        return wrong(t, N_("this \")\" closes nothing"));
    uint32_t inside = t->most[t->depth--];
    t->at++;
    tf_putc(&t->out, ')');
    stands(t, inside);
    if (inside > t->most[t->depth])
        t->most[t->depth] = inside;
    return true;
}

/* ---- repeats ---- */

static bool put_repeat(translation *t, const char *as, uint32_t times)
{
    if (t->repeated)
        return wrong(t, N_("a repeat is repeated"));
    if (t->atom == 0)
        return wrong(t, N_("there is nothing to repeat"));
    if (times > 1 && (times > RE_REPEAT_MAX || t->atom * times > RE_REPEAT_MAX))
        return wrong(t, N_("it repeats too often"));
    tf_puts(&t->out, as);
    if (peek(t) == '?') {
        tf_putc(&t->out, '?');
        t->at++;
    }
    t->atom *= times > 1 ? times : 1;
    if (t->atom > t->most[t->depth])
        t->most[t->depth] = t->atom;
    t->repeated = true;
    return true;
}

/* A number of at most four digits, without a 0 in front. */
static bool count_at(const translation *t, size_t *at, uint32_t *ret)
{
    size_t start = *at;
    uint32_t n = 0;
    for (; *at < t->in.len && t->in.ptr[*at] >= '0' && t->in.ptr[*at] <= '9'; (*at)++)
        n = n > RE_REPEAT_MAX ? n : n * 10 + (uint32_t)(t->in.ptr[*at] - '0');
    *ret = n;
    return *at != start && (t->in.ptr[start] != '0' || *at == start + 1);
}

static bool put_braces(translation *t)
{
    size_t at = t->at + 1;
    uint32_t low, high;
    bool open = false, valid = count_at(t, &at, &low);
    high = low;
    if (valid && at < t->in.len && t->in.ptr[at] == ',') {
        at++;
        open = at < t->in.len && t->in.ptr[at] == '}';
        valid = open || count_at(t, &at, &high);
    }
    if (!valid || at >= t->in.len || t->in.ptr[at] != '}') {
        put_literal(t, '{');
        t->at++;
        stands(t, 1);
        return true;
    }
    t->at = at + 1;
    if (high < low || low > RE_REPEAT_MAX || high > RE_REPEAT_MAX)
        return wrong(t, N_("the number of repeats is wrong"));
    char as[32];
    (void)snprintf(as, sizeof as, open ? "{%u,}" : "{%u,%u}", low, high);
    return put_repeat(t, as, open ? low : high);
}

/* ---- the rest ---- */

/* What matches no character, wrapped so that PCRE2 lets it be repeated. */
static void put_assertion(translation *t, const char *as)
{
    tf_putf(&t->out, "(?:%s)", as);
    stands(t, 1);
}

static bool put_quoted(translation *t)
{
    size_t end = tf_find(t->in, tf_str("\\E"), t->at);
    bool closed = end != SIZE_MAX;
    end = closed ? end : t->in.len;
    while (t->at < end) {
        put_literal(t, tf_rune(t->in, &t->at));
        stands(t, 1);
    }
    t->at += closed ? 2 : 0;
    return true;
}

static bool put_escape(translation *t)
{
    int ch = t->at + 1 < t->in.len ? t->in.ptr[t->at + 1] : -1;
    uint32_t rune;
    t->at += ch < 0 ? 1 : 2;
    if (ch == 'A' || ch == 'b' || ch == 'B' || ch == 'z') {
        put_assertion(t, (const char[]){ '\\', (char)ch, '\0' });
        return true;
    }
    if (ch == 'Q')
        return put_quoted(t);
    stands(t, 1);
    if (ch == 'p' || ch == 'P')
        return put_property(t, (char)ch);
    if (put_perl_class(t, ch, false))
        return true;
    t->at -= ch < 0 ? 0 : 1;
    if (!read_escape(t, &rune))
        return false;
    put_literal(t, rune);
    return true;
}

static bool put_plain(translation *t)
{
    put_literal(t, tf_rune(t->in, &t->at));
    stands(t, 1);
    return true;
}

static bool put_one(translation *t)
{
    int ch = peek(t);
    switch (ch) {
    case '(': return put_open(t);
    case ')': return put_close(t);
    case '[': return put_class(t);
    case '{': return put_braces(t);
    case '\\': return put_escape(t);
    case '*': t->at++; return put_repeat(t, "*", 1);
    case '+': t->at++; return put_repeat(t, "+", 1);
    case '?': t->at++; return put_repeat(t, "?", 1);
    case '^': t->at++; put_assertion(t, "^"); return true;
    case '$': t->at++; put_assertion(t, "$"); return true;
    case '.': t->at++; tf_putc(&t->out, '.'); stands(t, 1); return true;
    case '|': t->at++; tf_putc(&t->out, '|'); stands(t, 0); return true;
    default: return put_plain(t);
    }
}

bool re_translate(tf_call *c, tnk_str pattern, re_pattern *ret)
{
    *ret = (re_pattern){ .groups = 0 };
    translation t = { .c = c, .in = pattern, .out.mem = c->cty->mem, .pattern = ret, .cap = 4 };
    *ret = (re_pattern){ .names = tf_new_array(c->cty->mem, t.cap, tnk_str) };
    if (pattern.len > RE_PATTERN_MAX) {
        cty_fail(c->cty, "the pattern is longer than %d bytes", RE_PATTERN_MAX);
        return false;
    }
    if (!cty_spend(c->cty, 16 + pattern.len))
        return false;
    while (t.at < pattern.len) {
        if (!put_one(&t))
            return false;
    }
    if (t.depth != 0)
        return wrong(&t, N_("a \")\" is missing"));
    ret->text = tf_take(&t.out);
    return true;
}
