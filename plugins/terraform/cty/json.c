/* SPDX-License-Identifier: Apache-2.0
 * JSON to values and back, as jsondecode and jsonencode do. */
#include <ctype.h>
#include <unistr.h>

#include "cty/inside.h"

typedef struct reader {
    cty_ctx *c;
    const char *start, *at, *end;
    int depth;
} reader;

static const cty_value *value(reader *r);

static void *wrong(reader *r, const char *at)
{
    return cty_fail(r->c, "the text is not valid JSON, see byte %zu", (size_t)(at - r->start) + 1);
}

static char peek(reader *r)
{
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
        r->at++;
    return r->at < r->end ? *r->at : '\0';
}

static bool take(reader *r, char ch)
{
    if (peek(r) != ch || r->at == r->end)
        return false;
    r->at++;
    return true;
}

/* ---- texts ---- */

static bool hex4(reader *r, ucs4_t *ret)
{
    *ret = 0;
    if (r->end - r->at < 4)
        return false;
    for (int i = 0; i < 4; i++, r->at++) {
        unsigned char ch = (unsigned char)*r->at;
        if (!isxdigit(ch))
            return false;
        *ret = *ret * 16 + (ucs4_t)(isdigit(ch) ? ch - '0' : tolower(ch) - 'a' + 10);
    }
    return true;
}

/* After "\u"; half of a pair alone becomes U+FFFD. */
static bool put_unicode(reader *r, tf_buf *b)
{
    ucs4_t u, low;
    uint8_t utf8[6];
    if (!hex4(r, &u))
        return false;
    if (u >= 0xD800 && u < 0xDC00 && r->end - r->at >= 6 && r->at[0] == '\\' && r->at[1] == 'u') {
        const char *back = r->at;
        r->at += 2;
        if (!hex4(r, &low))
            return false;
        if (low >= 0xDC00 && low < 0xE000)
            u = 0x10000 + ((u - 0xD800) << 10) + (low - 0xDC00);
        else
            r->at = back;
    }
    u = u >= 0xD800 && u < 0xE000 ? 0xFFFD : u;
    int n = u8_uctomb(utf8, u, sizeof utf8);
    tf_put(b, (tnk_str){ (const char *)utf8, n > 0 ? (size_t)n : 0 });
    return true;
}

static bool put_escape(reader *r, tf_buf *b)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    if (r->at == r->end || *r->at == '\0')
        return false;
    char ch = *r->at++;
    if (ch == 'u')
        return put_unicode(r, b);
    const char *p = strchr(from, ch);
    if (p != NULL)
        tf_putc(b, to[p - from]);
    return p != NULL;
}

/* From the quote on. */
static bool string(reader *r, tnk_str *ret)
{
    tf_buf b = { .mem = r->c->mem };
    const char *start = ++r->at;
    bool escaped = false;
    for (const char *from = start; r->at < r->end && (unsigned char)*r->at >= ' ';) {
        char ch = *r->at++;
        if (ch == '"') {
            tnk_str last = { from, (size_t)(r->at - 1 - from) };
            tf_put(&b, escaped ? last : (tnk_str){ NULL, 0 });
            *ret = escaped ? tf_take(&b) : last;
            return cty_spend(r->c, 1 + ret->len / 64);
        }
        if (ch != '\\')
            continue;
        tf_put(&b, (tnk_str){ from, (size_t)(r->at - 1 - from) });
        escaped = true;
        if (!put_escape(r, &b))
            break;
        from = r->at;
    }
    return wrong(r, r->at) != NULL;
}

/* ---- numbers and words ---- */

static size_t digits(reader *r)
{
    const char *from = r->at;
    while (r->at < r->end && isdigit((unsigned char)*r->at))
        r->at++;
    return (size_t)(r->at - from);
}

static bool next_is(reader *r, const char *set)
{
    if (r->at == r->end || *r->at == '\0' || strchr(set, *r->at) == NULL)
        return false;
    r->at++;
    return true;
}

static const cty_value *number(reader *r)
{
    const char *from = r->at;
    (void)next_is(r, "-");
    bool zero = r->at < r->end && *r->at == '0';
    size_t n = digits(r);
    if (n == 0 || (zero && n > 1))
        return wrong(r, from);
    if (next_is(r, ".") && digits(r) == 0)
        return wrong(r, r->at);
    if (next_is(r, "eE")) {
        (void)next_is(r, "+-");
        if (digits(r) == 0)
            return wrong(r, r->at);
    }
    return cty_number_parse(r->c, (tnk_str){ from, (size_t)(r->at - from) });
}

static const cty_value *word(reader *r)
{
    static const struct word {
        const char *text;
        const cty_value *v;
    } words[] = { { "true", &cty_true }, { "false", &cty_false }, { "null", &cty_null_value } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i].text);
        if ((size_t)(r->end - r->at) >= n && memcmp(r->at, words[i].text, n) == 0) {
            r->at += n;
            return words[i].v;
        }
    }
    return wrong(r, r->at);
}

/* ---- structures ---- */

static const cty_value *array(reader *r)
{
    const cty_value **items = NULL;
    size_t n = 0, cap = 0;
    r->at++;
    if (take(r, ']'))
        return cty_tuple(r->c, NULL, 0);
    do {
        items = tf_mem_grow(r->c->mem, items, n, &cap, sizeof *items);
        items[n] = value(r);
        if (items[n++] == NULL)
            return NULL;
    } while (take(r, ','));
    return take(r, ']') ? cty_tuple(r->c, items, n) : wrong(r, r->at);
}

static const cty_value *object(reader *r)
{
    tnk_str *keys = NULL;
    const cty_value **items = NULL;
    size_t n = 0, cap = 0, keys_cap = 0;
    r->at++;
    if (take(r, '}'))
        return cty_object(r->c, NULL, NULL, 0);
    do {
        keys = tf_mem_grow(r->c->mem, keys, n, &keys_cap, sizeof *keys);
        items = tf_mem_grow(r->c->mem, items, n, &cap, sizeof *items);
        if (peek(r) != '"')
            return wrong(r, r->at);
        if (!string(r, &keys[n]))
            return NULL;
        keys[n] = cty_nfc(r->c, keys[n], true);
        if (!take(r, ':'))
            return wrong(r, r->at);
        items[n] = value(r);
        if (items[n++] == NULL)
            return NULL;
    } while (take(r, ','));
    return take(r, '}') ? cty_object(r->c, keys, items, n) : wrong(r, r->at);
}

static const cty_value *inner(reader *r)
{
    tnk_str text;
    char ch = peek(r);
    switch (ch) {
    case '{':
        return object(r);
    case '[':
        return array(r);
    case '"':
        return string(r, &text) ? cty_text(r->c, text) : NULL;
    default:
        return ch == '-' || isdigit((unsigned char)ch) ? number(r) : word(r);
    }
}

static const cty_value *value(reader *r)
{
    if (r->depth >= CTY_DEPTH_MAX)
        return cty_fail(r->c, "the JSON text is nested too deeply");
    if (!cty_spend(r->c, 1))
        return NULL;
    r->depth++;
    const cty_value *v = inner(r);
    r->depth--;
    return v;
}

const cty_value *cty_from_json(cty_ctx *c, tnk_str text)
{
    reader r = { c, text.ptr, text.ptr, text.ptr + text.len, 0 };
    const cty_value *v = value(&r);
    if (v != NULL && (peek(&r) != '\0' || r.at != r.end))
        return wrong(&r, r.at);
    return v;
}

/* ---- back ---- */

static bool write_value(cty_ctx *c, const cty_value *v, tf_buf *to, int depth);

static void write_char(tf_buf *to, unsigned char ch)
{
    static const char from[] = "\"\\\b\f\n\r\t", name[] = "\"\\bfnrt";
    const char *p = ch != '\0' ? strchr(from, ch) : NULL;
    if (p != NULL)
        tf_putf(to, "\\%c", name[p - from]);
    else if (ch < ' ' || ch == '<' || ch == '>' || ch == '&')
        tf_putf(to, "\\u%04x", ch);
    else
        tf_putc(to, (char)ch);
}

static bool write_string(cty_ctx *c, tnk_str s, tf_buf *to)
{
    tf_putc(to, '"');
    for (size_t i = 0; i < s.len; i++) {
        bool separator = s.len - i >= 3 && memcmp(s.ptr + i, "\xE2\x80", 2) == 0 &&
                         (s.ptr[i + 2] == '\xA8' || s.ptr[i + 2] == '\xA9');
        if (separator) { /* line and paragraph separators, which JavaScript trips over */
            tf_puts(to, s.ptr[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
            i += 2;
        } else {
            write_char(to, (unsigned char)s.ptr[i]);
        }
    }
    tf_putc(to, '"');
    if (to->len > CTY_TEXT_MAX)
        return cty_fail(c, "the text is longer than %d bytes", (int)CTY_TEXT_MAX) != NULL;
    return cty_spend(c, s.len / 64);
}

static bool write_items(cty_ctx *c, const cty_value *v, tf_buf *to, int depth)
{
    bool keyed = cty_is_keyed(v);
    if (cty_rest(v) != NULL)
        return cty_fail(c, "a value that is not known has no JSON text") != NULL;
    tf_putc(to, keyed ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        if (i != 0)
            tf_putc(to, ',');
        if (keyed && !write_string(c, v->keys[i], to))
            return false;
        if (keyed)
            tf_putc(to, ':');
        if (!write_value(c, v->items[i], to, depth + 1))
            return false;
    }
    tf_putc(to, keyed ? '}' : ']');
    return true;
}

static bool write_value(cty_ctx *c, const cty_value *v, tf_buf *to, int depth)
{
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply") != NULL;
    if (!cty_spend(c, 1))
        return false;
    if (v->state == CTY_UNKNOWN)
        return cty_fail(c, "a value that is not known has no JSON text") != NULL;
    if (v->state == CTY_NULL) {
        tf_puts(to, "null");
        return true;
    }
    switch (v->kind) {
    case CTY_BOOL:
        tf_puts(to, v->flag ? "true" : "false");
        return true;
    case CTY_NUMBER:
        tf_put(to, cty_number_text(c, v->num));
        return true;
    case CTY_STRING:
        return write_string(c, v->str, to);
    default:
        return write_items(c, v, to, depth);
    }
}

tnk_str cty_to_json(cty_ctx *c, const cty_value *v)
{
    tf_buf b = { .mem = c->mem };
    return write_value(c, v, &b, 0) ? tf_take(&b) : (tnk_str){ NULL, 0 };
}
