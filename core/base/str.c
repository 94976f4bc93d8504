/* SPDX-License-Identifier: Apache-2.0
 * See str.h. */
#define _GNU_SOURCE
#include "core/base/str.h"

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static bool space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool tnk_str_has(tnk_str a, tnk_str part)
{
    return part.len == 0 || (a.len >= part.len && memmem(a.ptr, a.len, part.ptr, part.len) != NULL);
}

int tnk_str_cmp(tnk_str a, tnk_str b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int d = n != 0 ? memcmp(a.ptr, b.ptr, n) : 0;
    return d != 0 ? d : (a.len > b.len) - (a.len < b.len);
}

bool tnk_str_eq_nocase(tnk_str a, tnk_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    }
    return true;
}

tnk_str tnk_str_trim(tnk_str a)
{
    while (a.len > 0 && space(a.ptr[0]))
        a.ptr++, a.len--;
    while (a.len > 0 && space(a.ptr[a.len - 1]))
        a.len--;
    return a;
}

bool tnk_str_int(tnk_str a, int64_t *ret)
{
    bool neg = a.len > 0 && a.ptr[0] == '-';
    size_t i = a.len > 0 && (neg || a.ptr[0] == '+');
    uint64_t v = 0, max = (uint64_t)INT64_MAX + neg;
    if (i == a.len)
        return false;
    for (; i < a.len; i++) {
        unsigned digit = (unsigned)(a.ptr[i] - '0');
        if (digit > 9 || v > (max - digit) / 10)
            return false;
        v = v * 10 + digit;
    }
    *ret = neg ? (int64_t)(0 - v) : (int64_t)v;
    return true;
}
