/* SPDX-License-Identifier: Apache-2.0
 * Paths and patterns inside error messages: one line of valid UTF-8, whatever the bytes. */
#ifndef TNK_TARGET_SHOWN_H
#define TNK_TARGET_SHOWN_H

#include <stdio.h>

#include "core/base/utf8.h"

enum { TNK_SHOWN_BYTES = 128 };

/* Control characters and bytes that are not UTF-8 become \xNN; what does not fit becomes "...".
 * Returns out, which has room for TNK_SHOWN_BYTES. */
static inline const char *tnk_shown(tnk_str s, char *out)
{
    size_t n = 0, i = 0;
    while (i < s.len && n + 8 < TNK_SHOWN_BYTES) {
        uint32_t c = 0;
        unsigned len = tnk_utf8_next((tnk_str){ s.ptr + i, s.len - i }, &c);
        if (len != 0 && c >= ' ' && (c < 0x7f || c > 0x9f))
            n += tnk_utf8_put(c, out + n), i += len;
        else
            n += (size_t)snprintf(out + n, 5, "\\x%02x", (unsigned char)s.ptr[i]), i++;
    }
    snprintf(out + n, 4, "%s", i < s.len ? "..." : "");
    return out;
}

#endif
