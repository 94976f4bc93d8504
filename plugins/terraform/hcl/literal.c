/* SPDX-License-Identifier: Apache-2.0
 * The plain characters of texts: where they end, and their escapes. */
#include "hcl/parser.h"

size_t hcl_white(const char *s, const char *end)
{
    uint32_t c;
    size_t n;
    if (s >= end)
        return 0;
    if (!(hcl_bytes[(unsigned char)*s] & B_HIGH))
        return hcl_bytes[(unsigned char)*s] & B_WHITE ? 1 : 0;
    n = hcl_char(s, end, &c);
    bool white = n != 0 && (c == 0x85 || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
                            c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000);
    return white ? n : 0;
}

bool hcl_is_marker(tnk_str line, tnk_str marker)
{
    const char *s = line.ptr, *end = s + line.len;
    for (size_t n; (n = hcl_white(s, end)) != 0;)
        s += n;
    if ((size_t)(end - s) < marker.len || memcmp(s, marker.ptr, marker.len) != 0)
        return false;
    s += marker.len;
    for (size_t n; (n = hcl_white(s, end)) != 0;)
        s += n;
    return s == end;
}

void hcl_fail_inside(hcl_parser *p, const char *from, const char *to, const char *code, const char *msg)
{
    p->from = p->at = from;
    hcl_fail(p, hcl_span(p, from, to), code, msg, hcl_slice(from, to));
}

/* ---- escapes ---- */

static void put_char(tf_buf *b, uint32_t c)
{
    char s[4];
    size_t n = 0;
    if (c < 0x80) {
        s[n++] = (char)c;
    } else if (c < 0x800) {
        s[n++] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        s[n++] = (char)(0xE0 | c >> 12);
        s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    } else {
        s[n++] = (char)(0xF0 | c >> 18);
        s[n++] = (char)(0x80 | (c >> 12 & 0x3F));
        s[n++] = (char)(0x80 | (c >> 6 & 0x3F));
    }
    if (c >= 0x80)
        s[n++] = (char)(0x80 | (c & 0x3F));
    tf_put(b, (tnk_str){ s, n });
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\u" or "\U" and its digits; gives what comes after. */
static const char *code_point(hcl_parser *p, const char *s, tf_buf *b)
{
    unsigned want = s[1] == 'u' ? 4 : 8, n = 0;
    uint32_t c = 0;
    for (; n < want && hex(s[2 + n]) >= 0; n++)
        c = c << 4 | (uint32_t)hex(s[2 + n]);
    if (n < want)
        hcl_fail_inside(p, s, s + 2 + n, "hcl-escape", "\\u needs four and \\U eight hexadecimal digits");
    else if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000))
        hcl_fail_inside(p, s, s + 2 + n, "hcl-escape", "\"%1\" is not a character");
    else
        put_char(b, c);
    return s + 2 + n;
}

/* A backslash and what belongs to it. */
static const char *escape(hcl_parser *p, const char *s, tf_buf *b)
{
    uint32_t c;
    size_t n;
    switch (s[1]) {
    case 'n': tf_putc(b, '\n'); return s + 2;
    case 'r': tf_putc(b, '\r'); return s + 2;
    case 't': tf_putc(b, '\t'); return s + 2;
    case '"': tf_putc(b, '"'); return s + 2;
    case '\\': tf_putc(b, '\\'); return s + 2;
    case 'u':
    case 'U': return code_point(p, s, b);
    default:
        n = s + 1 < p->end && s[1] != '\n' && s[1] != '\r' ? hcl_char(s + 1, p->end, &c) : 0;
        hcl_fail_inside(p, s, s + 1 + n, "hcl-escape", "\"%1\" is not an escape sequence; a backslash is written \\\\");
        return s + 1 + n;
    }
}

/* ---- runs ---- */

static size_t not_plain(hcl_parser *p, hcl_mode mode, const char *s)
{
    uint32_t c;
    size_t n = hcl_char(s, p->end, &c);
    if (n == 0)
        hcl_fail_inside(p, s, s + 1, "hcl-encoding", "this is not UTF-8; save the file in UTF-8");
    else if (mode != HCL_BARE && (c == 0 || c == '\r'))
        hcl_fail_inside(p, s, s + 1, "hcl-character", "this character cannot stand in a text");
    return n;
}

/* At a byte that ends a run of plain ones: goes past it when the text goes on, decoding it into b. */
static const char *special(hcl_parser *p, hcl_mode mode, const char *s, tf_buf *b, const char **run, bool *more)
{
    bool crlf = *s == '\r' && s[1] == '\n';
    *more = false;
    if (s == p->end || *s == '"')
        return s;
    if (*s == '\n' || crlf || (*s == '\r' && mode == HCL_QUOTED))
        return mode == HCL_QUOTED ? s : s + 1 + crlf;
    if (*s == '$' || *s == '%') {
        bool doubled = s[1] == *s && s[2] == '{';
        if (s[1] == '{' && s + 1 < p->end)
            return s;
        *more = true;
        if (!doubled)
            return s + 1;
        tf_put(b, hcl_slice(*run, s));
        tf_puts(b, *s == '$' ? "${" : "%{");
        return *run = s + 3;
    }
    if (*s == '\\') {
        tf_put(b, hcl_slice(*run, s));
        *run = escape(p, s, b);
        *more = !p->failed;
        return *run;
    }
    size_t n = not_plain(p, mode, s);
    *more = !p->failed;
    return s + n;
}

bool hcl_literal(hcl_parser *p, hcl_mode mode, tnk_str *ret)
{
    uint8_t stop = mode == HCL_QUOTED ? B_QUOTED : B_LINED;
    const char *from = p->at, *run = from, *s = from;
    tf_buf b = { .mem = p->mem };
    bool more = true;
    while (more) {
        while (!(hcl_bytes[(unsigned char)*s] & stop))
            s++;
        s = special(p, mode, s, &b, &run, &more);
    }
    if (p->failed)
        return false;
    p->at = s;
    *ret = hcl_slice(from, s);
    if (run != from) {
        tf_put(&b, hcl_slice(run, s));
        *ret = tf_take(&b);
    }
    return true;
}
