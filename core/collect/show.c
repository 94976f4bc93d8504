/* SPDX-License-Identifier: Apache-2.0
 * Escaping of bytes that are not text; see show.h. */
#include "core/collect/show.h"

#include <stdbool.h>
#include <string.h>

#include "core/base/utf8.h"

/* Would a terminal or an editor do something else than draw it? */
static bool is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

/* The length of the piece at s.ptr; *good says whether it may stand as it is. */
static unsigned piece(tnk_str s, bool one_line, bool *good)
{
    uint32_t c;
    unsigned n = tnk_utf8_next(s, &c);
    *good = n != 0 && !(one_line && is_control(c));
    return n != 0 ? n : 1;
}

static char *escape(char *to, const char *bytes, unsigned n)
{
    static const char hex[] = "0123456789abcdef";
    for (unsigned i = 0; i < n; i++) {
        unsigned char b = (unsigned char)bytes[i];
        *to++ = '\\', *to++ = 'x', *to++ = hex[b >> 4], *to++ = hex[b & 15];
    }
    return to;
}

static tnk_str copy(tnk_arena *a, tnk_str s, bool one_line)
{
    size_t bad = 0;
    bool good;
    for (size_t i = 0; i < s.len;) {
        unsigned n = piece((tnk_str){ s.ptr + i, s.len - i }, one_line, &good);
        bad += good ? 0 : n;
        i += n;
    }
    if (bad == 0)
        return tnk_arena_str(a, s);
    char *out = tnk_arena_alloc(a, s.len + 3 * bad + 1), *to = out;
    for (size_t i = 0; out != NULL && i < s.len;) {
        unsigned n = piece((tnk_str){ s.ptr + i, s.len - i }, one_line, &good);
        if (good)
            memcpy(to, s.ptr + i, n), to += n;
        else
            to = escape(to, s.ptr + i, n);
        i += n;
    }
    return (tnk_str){ out, out != NULL ? (size_t)(to - out) : 0 };
}

tnk_str tnk_text_clean(tnk_arena *a, tnk_str s)
{
    return tnk_utf8_bad(s) == s.len ? tnk_arena_str(a, s) : copy(a, s, false);
}

tnk_str tnk_text_show(tnk_arena *a, tnk_str s)
{
    return copy(a, s, true);
}

tnk_str tnk_path_show(tnk_arena *a, tnk_str raw)
{
    return copy(a, raw, true);
}
