/* SPDX-License-Identifier: Apache-2.0
 * Characters of a text: code points, and what people take for one character (Unicode's grapheme clusters). */
#include "func/inside.h"

#include <unictype.h>
#include <unigbrk.h>
#include <unistr.h>

uint32_t tf_rune(tnk_str s, size_t *at)
{
    ucs4_t rune = 0xFFFD;
    int n = u8_mbtoucr(&rune, (const uint8_t *)s.ptr + *at, s.len - *at);
    *at += n > 0 ? (size_t)n : 1;
    return n > 0 ? rune : 0xFFFD;
}

void tf_put_rune(tf_buf *b, uint32_t rune)
{
    uint8_t bytes[6];
    int n = u8_uctomb(bytes, rune, sizeof bytes);
    if (n > 0)
        tf_put(b, (tnk_str){ (const char *)bytes, (size_t)n });
}

/* libunistring looks at two neighbours only; families of emoji and flags need to know what came before. */
size_t tf_grapheme(tnk_str s)
{
    size_t at = 0;
    if (s.len == 0)
        return 0;
    ucs4_t last = tf_rune(s, &at);
    bool picture = uc_is_property_extended_pictographic(last);      /* an emoji, and what extends it, so far */
    unsigned flags = uc_graphemeclusterbreak_property(last) == GBP_RI;
    while (at < s.len) {
        size_t next = at;
        ucs4_t rune = tf_rune(s, &next);
        int kind = uc_graphemeclusterbreak_property(rune);
        bool whole = uc_is_property_extended_pictographic(rune);
        bool joined = (picture && whole && uc_graphemeclusterbreak_property(last) == GBP_ZWJ)
            || (kind == GBP_RI && flags == 1);
        if (!joined && uc_is_grapheme_break(last, rune))
            break;
        picture = whole || (picture && (kind == GBP_EXTEND || kind == GBP_ZWJ));
        flags = kind == GBP_RI ? flags + 1 : 0;
        last = rune;
        at = next;
    }
    return at;
}

size_t tf_graphemes(tnk_str s)
{
    size_t n = 0;
    for (size_t at = 0; at < s.len; n++) {
        bool plain = (unsigned char)s.ptr[at] < 0x80 && s.ptr[at] != '\r'
            && (at + 1 == s.len || (unsigned char)s.ptr[at + 1] < 0x80);
        at += plain ? 1 : tf_grapheme(tf_sub(s, at, s.len));
    }
    return n;
}

bool tf_utf8(tnk_str s)
{
    return s.len == 0 || u8_check((const uint8_t *)s.ptr, s.len) == NULL;
}
