/* SPDX-License-Identifier: Apache-2.0
 * See jsonw.h. */
#include "core/report/jsonw.h"

#include <inttypes.h>

#include "core/base/str.h"
#include "core/report/safe.h"

tnk_jsonw tnk_jsonw_on(tnk_buf *out)
{
    return (tnk_jsonw){ .out = out };
}

static void escaped(tnk_buf *out, uint32_t c)
{
    static const char pairs[][3] = { "\"\"", "\\\\", "\nn", "\rr", "\tt", "\bb", "\ff" };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((uint32_t)pairs[i][0] == c) {
            tnk_buf_putc(out, '\\');
            tnk_buf_putc(out, pairs[i][1]);
            return;
        }
    if (c > 0xFFFF)     /* a surrogate pair */
        tnk_buf_printf(out, "\\u%04" PRIx32 "\\u%04" PRIx32, 0xD800 + ((c - 0x10000) >> 10),
                       0xDC00 + ((c - 0x10000) & 0x3FF));
    else
        tnk_buf_printf(out, "\\u%04" PRIx32, c);
}

static void quoted(tnk_buf *out, tnk_str s)
{
    size_t from = 0, i = 0;
    tnk_buf_putc(out, '"');
    while (i < s.len) {
        uint32_t c;
        unsigned n = tnk_safe_next(tnk_str_from(s, i), &c);
        if (tnk_safe_char(c) && c != '"' && c != '\\' && n != 0) {
            i += n;
            continue;
        }
        tnk_buf_add(out, (tnk_str){ s.ptr + from, i - from });
        if (n != 0)
            escaped(out, c);
        else
            tnk_buf_puts(out, TNK_SAFE_BAD);
        i += n + (n == 0);
        from = i;
    }
    tnk_buf_add(out, (tnk_str){ s.ptr + from, i - from });
    tnk_buf_putc(out, '"');
}

static void newline(tnk_jsonw *w)
{
    tnk_buf_printf(w->out, "\n%*s", (int)w->depth * 2, "");
}

/* Whatever stands before a value: comma, line, key. */
static void before(tnk_jsonw *w, const char *key)
{
    if (w->depth > 0) {
        if (w->open[w->depth - 1].filled)
            tnk_buf_putc(w->out, ',');
        w->open[w->depth - 1].filled = true;
        newline(w);
    }
    if (key != NULL) {
        quoted(w->out, tnk_str_of(key));
        tnk_buf_puts(w->out, ": ");
    }
}

static void open_one(tnk_jsonw *w, const char *key, char open, char close)
{
    if (w->depth == TNK_JSONW_DEPTH_MAX) {
        w->out->failed = true;
        return;
    }
    before(w, key);
    tnk_buf_putc(w->out, open);
    w->open[w->depth].close = close;
    w->open[w->depth++].filled = false;
}

void tnk_jsonw_map(tnk_jsonw *w, const char *key)
{
    open_one(w, key, '{', '}');
}

void tnk_jsonw_list(tnk_jsonw *w, const char *key)
{
    open_one(w, key, '[', ']');
}

void tnk_jsonw_end(tnk_jsonw *w)
{
    if (w->depth == 0)
        return;
    w->depth--;
    if (w->open[w->depth].filled)
        newline(w);
    tnk_buf_putc(w->out, w->open[w->depth].close);
    if (w->depth == 0)
        tnk_buf_putc(w->out, '\n');
}

void tnk_jsonw_str(tnk_jsonw *w, const char *key, tnk_str s)
{
    before(w, key);
    quoted(w->out, s);
}

void tnk_jsonw_text(tnk_jsonw *w, const char *key, const char *s)
{
    tnk_jsonw_str(w, key, tnk_str_of(s));
}

void tnk_jsonw_uint(tnk_jsonw *w, const char *key, uint64_t n)
{
    before(w, key);
    tnk_buf_printf(w->out, "%" PRIu64, n);
}

void tnk_jsonw_flag(tnk_jsonw *w, const char *key, bool f)
{
    before(w, key);
    tnk_buf_puts(w->out, f ? "true" : "false");
}

void tnk_jsonw_null(tnk_jsonw *w, const char *key)
{
    before(w, key);
    tnk_buf_puts(w->out, "null");
}

void tnk_jsonw_str_or_null(tnk_jsonw *w, const char *key, tnk_str s)
{
    if (s.len != 0)
        tnk_jsonw_str(w, key, s);
    else
        tnk_jsonw_null(w, key);
}

void tnk_jsonw_strs(tnk_jsonw *w, const char *key, tnk_strs list)
{
    tnk_jsonw_list(w, key);
    for (size_t i = 0; i < list.n; i++)
        tnk_jsonw_str(w, NULL, list.at[i]);
    tnk_jsonw_end(w);
}
