/* SPDX-License-Identifier: Apache-2.0
 * JSON strings: found eight bytes at a time, checked as UTF-8, unescaped only when they must be. */
#include <endian.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/utf8.h"
#include "core/syntax/json.h"

static int fail(const struct json *j, const char *from, const char *to, const char *msg)
{
    return tnk_fail(j->nodes.err, TNK_EPARSE,
                    tnk_nodes_span(&j->nodes, tnk_json_off(j, from), tnk_json_off(j, to)), "%s", msg);
}

/* The first byte at or after p that is a quote, a backslash, a control or not ASCII. A borrow can only
 * mark bytes behind the first true mark, so the lowest mark is exact. */
static const char *plain(const char *p, const char *end)
{
    const uint64_t ones = 0x0101010101010101u;
    while (end - p >= 8) {
        uint64_t w;
        memcpy(&w, p, 8);
        w = le64toh(w);
        uint64_t mark = ((w ^ ones * '"') - ones) | ((w ^ ones * '\\') - ones) | (w - ones * 0x20) | w;
        mark &= ones * 0x80;
        if (mark != 0)
            return p + __builtin_ctzll(mark) / 8;
        p += 8;
    }
    while (p < end && *p != '"' && *p != '\\' && (unsigned char)*p >= 0x20 && (unsigned char)*p < 0x80)
        p++;
    return p;
}

static int bad_byte(const struct json *j, const char *p)
{
    if ((unsigned char)*p >= 0x80)
        return fail(j, p, p + 1, _("The text is not valid UTF-8 here"));
    return tnk_json_unexpected(j, p, _("\\n, \\t or another escape inside a string"));
}

/* Finds the closing quote of the string that starts at p (behind its opening quote). */
static int find_end(const struct json *j, const char *p, const char **ret, bool *escaped)
{
    const char *start = p - 1;
    for (;;) {
        uint32_t c;
        unsigned n = 0;
        p = plain(p, j->end);
        if (p < j->end && *p == '"') {
            *ret = p;
            return TNK_OK;
        }
        if (p < j->end && *p == '\\')
            *escaped = true, n = j->end - p > 1 && (unsigned char)p[1] >= 0x80 ? 1 : 2;
        else if (p < j->end)
            n = (unsigned char)*p >= 0x80 ? tnk_utf8_next((tnk_str){ p, (size_t)(j->end - p) }, &c) : 0;
        if (p >= j->end || j->end - p < n)
            return fail(j, start, start + 1, _("The string that starts here has no closing quote"));
        if (n == 0)
            return bad_byte(j, p);
        p += n;
    }
}

/* Four hex digits at p as a number, or -1. end is the closing quote. */
static int32_t hex4(const char *p, const char *end)
{
    int32_t v = 0;
    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = p[i] | 0x20;
        int digit = p[i] >= '0' && p[i] <= '9' ? p[i] - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        if (digit < 0)
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

/* \uXXXX at p, or a pair of them for a character past U+FFFF. */
static int unicode(const struct json *j, const char **p, const char *end, char **out)
{
    const char *from = *p;
    int32_t c = hex4(from + 2, end), low;
    if (c < 0)
        return fail(j, from, end - from < 6 ? end : from + 6, _("\\u must be followed by four hex digits"));
    *p = from + 6;
    if (c >= 0xD800 && c <= 0xDBFF && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u'
        && (low = hex4(*p + 2, end)) >= 0xDC00 && low <= 0xDFFF) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        *p += 6;
    }
    unsigned n = tnk_utf8_put((uint32_t)c, *out);
    if (n == 0)
        return fail(j, from, from + 6, _("Half of a surrogate pair is not a character"));
    *out += n;
    return TNK_OK;
}

/* The escape at *p into *out; an escape is never shorter than what it stands for. */
static int escape(const struct json *j, const char **p, const char *end, char **out)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = (*p)[1];
    if (c == 'u')
        return unicode(j, p, end, out);
    const char *at = c != '\0' ? strchr(from, c) : NULL;
    if (at == NULL)
        return fail(j, *p, *p + 2, _("This escape is unknown; JSON has \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u"));
    *(*out)++ = to[at - from];
    *p += 2;
    return TNK_OK;
}

static int unescape(const struct json *j, const char *p, const char *end, tnk_str *ret)
{
    char *text = tnk_arena_alloc(j->nodes.r->arena, (size_t)(end - p));
    if (text == NULL)
        return tnk_nodes_no_memory(&j->nodes);
    char *out = text;
    while (p < end) {
        const char *stop = memchr(p, '\\', (size_t)(end - p));
        size_t n = (size_t)((stop != NULL ? stop : end) - p);
        memcpy(out, p, n);
        out += n, p += n;
        int rc = p < end ? escape(j, &p, end, &out) : TNK_OK;
        if (rc != TNK_OK)
            return rc;
    }
    *ret = (tnk_str){ text, (size_t)(out - text) };
    return TNK_OK;
}

int tnk_json_string(struct json *j, tnk_str *ret)
{
    const char *start = j->p + 1, *end = start;
    bool escaped = false;
    int rc = find_end(j, start, &end, &escaped);
    if (rc != TNK_OK)
        return rc;
    j->p = end + 1;
    if (escaped)
        return unescape(j, start, end, ret);
    *ret = (tnk_str){ start, (size_t)(end - start) };
    return TNK_OK;
}
