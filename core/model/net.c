/* SPDX-License-Identifier: Apache-2.0
 * See net.h. Ranges that are not reached from the internet: IANA special-purpose registries (RFC 6890). */
#include "core/model/net.h"

#include <arpa/inet.h>
#include <string.h>

#include "core/base/str.h"

bool tnk_cidr_parse(tnk_str s, tnk_cidr *ret)
{
    char text[INET6_ADDRSTRLEN + 1];
    const char *slash = s.len != 0 ? memchr(s.ptr, '/', s.len) : NULL;
    size_t n = slash != NULL ? (size_t)(slash - s.ptr) : s.len;
    tnk_cidr c = { .v6 = n != 0 && memchr(s.ptr, ':', n) != NULL };
    int64_t bits = c.v6 ? 128 : 32;
    if (n == 0 || n >= sizeof text || memchr(s.ptr, '\0', n) != NULL)
        return false;
    memcpy(text, s.ptr, n);
    text[n] = '\0';
    if (inet_pton(c.v6 ? AF_INET6 : AF_INET, text, c.addr) != 1)
        return false;
    if (slash != NULL && (!tnk_str_int(tnk_str_from(s, n + 1), &bits) || bits < 0 || bits > (c.v6 ? 128 : 32)))
        return false;
    c.bits = (unsigned)bits;
    *ret = c;
    return true;
}

bool tnk_cidr_contains(const tnk_cidr *outer, const tnk_cidr *inner)
{
    unsigned whole = outer->bits / 8, rest = outer->bits % 8;
    if (outer->v6 != inner->v6 || outer->bits > inner->bits || memcmp(outer->addr, inner->addr, whole) != 0)
        return false;
    unsigned mask = 0xFFu << (8 - rest) & 0xFFu;
    return rest == 0 || ((outer->addr[whole] ^ inner->addr[whole]) & mask) == 0;
}

bool tnk_cidr_public(const tnk_cidr *c)
{
    static const char *const inner[] = {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/3", "::/127", "64:ff9b:1::/48", "100::/64", "2001:db8::/32",
        "fc00::/7", "fe80::/10", "ff00::/8",
    };
    tnk_cidr range;
    for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
        if (tnk_cidr_parse(tnk_str_of(inner[i]), &range) && tnk_cidr_contains(&range, c))
            return false;
    }
    return true;
}
