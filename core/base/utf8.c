/* SPDX-License-Identifier: Apache-2.0
 * See utf8.h. Tables follow Unicode 15, table 3-7 (well-formed byte sequences). */
#include "core/base/utf8.h"

#include <string.h>

unsigned tnk_utf8_next(tnk_str s, uint32_t *ret)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    if (s.len == 0)
        return 0;
    if (p[0] < 0x80) {
        *ret = p[0];
        return 1;
    }
    unsigned n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
    if (p[0] < 0xC2 || p[0] > 0xF4 || s.len < n)
        return 0;
    unsigned low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    unsigned high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    uint32_t c = p[0] & (0x7Fu >> n);
    for (unsigned i = 1; i < n; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3F);
    }
    *ret = c;
    return n;
}

unsigned tnk_utf8_put(uint32_t c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    unsigned n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    for (unsigned i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)((0xF00u >> n) | c);
    return n;
}

size_t tnk_utf8_bad(tnk_str s)
{
    size_t i = 0;
    while (i < s.len) {
        uint64_t eight;
        uint32_t c;
        if (s.len - i >= 8 && (memcpy(&eight, s.ptr + i, 8), (eight & 0x8080808080808080u) == 0)) {
            i += 8; /* most bytes are ASCII */
            continue;
        }
        unsigned n = tnk_utf8_next((tnk_str){ s.ptr + i, s.len - i }, &c);
        if (n == 0)
            return i;
        i += n;
    }
    return i;
}

size_t tnk_utf8_cut(tnk_str s)
{
    for (size_t back = 1; back <= 3 && back <= s.len; back++) {
        unsigned char c = (unsigned char)s.ptr[s.len - back];
        if (c < 0x80)
            return s.len;
        if (c >= 0xC0)
            return (c >= 0xF0 ? 4u : c >= 0xE0 ? 3u : 2u) > back ? s.len - back : s.len;
    }
    return s.len;
}
