/* SPDX-License-Identifier: Apache-2.0
 * See safe.h. */
#include "core/report/safe.h"

#include <stdio.h>

#include "core/base/utf8.h"

bool tnk_safe_char(uint32_t c)
{
    static const struct { uint32_t from, to; } bad[] = {
        { 0x00, 0x1F },     { 0x7F, 0x9F },     { 0x061C, 0x061C }, { 0x200E, 0x200F },
        { 0x2028, 0x202E }, { 0x2066, 0x206F }, { 0xFEFF, 0xFEFF }, { 0xFFF9, 0xFFFB },
        { 0xE0000, 0xE007F },
    };
    if (c >= 0x20 && c < 0x7F)
        return true;
    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++)
        if (c >= bad[i].from && c <= bad[i].to)
            return false;
    return true;
}

unsigned tnk_safe_next(tnk_str s, uint32_t *ret)
{
    unsigned n = tnk_utf8_next(s, ret);
    if (n == 0)
        *ret = 0xFFFD;
    return n;
}

size_t tnk_safe_escape(uint32_t c, char ret[TNK_SAFE_ESCAPE_MAX])
{
    if (c < 0x100)
        return (size_t)snprintf(ret, TNK_SAFE_ESCAPE_MAX, "\\x%02x", (unsigned)c);
    return (size_t)snprintf(ret, TNK_SAFE_ESCAPE_MAX, "\\u%04x", (unsigned)c);
}
