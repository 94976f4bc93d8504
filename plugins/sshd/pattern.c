/* SPDX-License-Identifier: Apache-2.0
 * Patterns: `*` and `?`, comma lists with "!", addresses and networks. Time is linear in steps
 * that are counted, because both sides may be hostile. */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "sshd.h"

enum { LONGEST = 1023 };    /* a longer pattern makes sshd match nothing */

static bool same(char a, char b, bool fold)
{
    return a == b || (fold && tolower((unsigned char)a) == tolower((unsigned char)b));
}

static bool spend(sshd_conf *conf, size_t n)
{
    if (conf->steps >= SSHD_MAX_STEPS)
        return false;
    conf->steps += n;
    if (conf->steps >= SSHD_MAX_STEPS)
        sshd_limit(conf, (tnk_span){ 0 }, N_("the patterns need too many comparisons"));
    return true;
}

/* Only the last `*` is ever tried again, which is enough: an earlier one can give nothing more. */
bool sshd_glob(sshd_conf *conf, tnk_str text, tnk_str pattern, bool fold)
{
    size_t t = 0, p = 0, star = SIZE_MAX, back = 0, steps = 0;
    bool ok = true;
    while (ok && t < text.len) {
        steps++;
        if (p < pattern.len && pattern.ptr[p] == '*') {
            star = p++, back = t;
        } else if (p < pattern.len &&
                   (pattern.ptr[p] == '?' || same(pattern.ptr[p], text.ptr[t], fold))) {
            p++, t++;
        } else if (star != SIZE_MAX) {
            p = star + 1, t = ++back;
        } else {
            ok = false;
        }
    }
    while (p < pattern.len && pattern.ptr[p] == '*')
        p++;
    return spend(conf, steps + 1) && ok && p == pattern.len;
}

/* The next part of a comma list. */
static bool part(tnk_str list, size_t *pos, tnk_str *ret)
{
    if (*pos >= list.len)
        return false;
    const char *from = list.ptr + *pos, *comma = memchr(from, ',', list.len - *pos);
    size_t len = comma != NULL ? (size_t)(comma - from) : list.len - *pos;
    *ret = (tnk_str){ from, len };
    *pos += len + 1;
    return true;
}

static bool negated(tnk_str *p)
{
    if (p->len == 0 || p->ptr[0] != '!')
        return false;
    p->ptr++, p->len--;
    return true;
}

int sshd_list_match(sshd_conf *conf, tnk_str text, tnk_str patterns, bool fold)
{
    int found = 0;
    tnk_str p;
    for (size_t pos = 0; part(patterns, &pos, &p);) {
        bool not = negated(&p);
        if (p.len >= LONGEST)
            return 0;
        if (!sshd_glob(conf, text, p, fold))
            continue;
        if (not)
            return -1;
        found = 1;
    }
    return found;
}

typedef struct address {
    int family;
    unsigned char bytes[16];
    unsigned bits;              /* of the network */
} address;

/* A numeric address. sshd's reader takes the short forms of IPv4 too: 10.1 is 10.0.0.1. */
static bool address_parse(const char *text, address *ret)
{
    struct in_addr v4;
    if (inet_pton(AF_INET6, text, ret->bytes) == 1) {
        ret->family = AF_INET6, ret->bits = 128;
        return true;
    }
    if (text[0] == '\0' || strpbrk(text, " \t") != NULL || inet_aton(text, &v4) == 0)
        return false;
    memcpy(ret->bytes, &v4, sizeof v4);
    ret->family = AF_INET, ret->bits = 32;
    return true;
}

static bool host_part_is_zero(const address *a)
{
    for (unsigned bit = a->bits; bit < (a->family == AF_INET6 ? 128u : 32u); bit++)
        if (a->bytes[bit / 8] & (0x80 >> bit % 8))
            return false;
    return true;
}

/* 1 a network, 0 something else, -2 a network with a wrong mask. */
static int network_parse(tnk_str text, address *ret)
{
    char buf[64], *slash, *end;
    if (text.len >= sizeof buf)
        return 0;
    memcpy(buf, text.ptr, text.len);
    buf[text.len] = '\0';
    unsigned long mask = 0;
    if ((slash = strchr(buf, '/')) != NULL) {
        *slash++ = '\0';
        mask = strtoul(slash, &end, 10);
        if (*slash == '\0' || *end != '\0' || mask > 128)
            return 0;
    }
    if (!address_parse(buf, ret))
        return 0;
    if (slash == NULL)
        return 1;
    if (mask > ret->bits)
        return -2;
    ret->bits = (unsigned)mask;
    return host_part_is_zero(ret) ? 1 : -2;
}

static bool inside(const address *a, const address *net)
{
    if (a->family != net->family)
        return false;
    for (unsigned bit = 0; bit < net->bits; bit++)
        if ((a->bytes[bit / 8] ^ net->bytes[bit / 8]) & (0x80 >> bit % 8))
            return false;
    return true;
}

int sshd_address_match(sshd_conf *conf, tnk_str text, tnk_str patterns)
{
    address a, net;
    int found = 0;
    tnk_str p;
    if (patterns.len == 0 || patterns.ptr[patterns.len - 1] == ',')
        return -2;
    if (text.ptr != NULL && network_parse(text, &a) != 1)
        return -1;
    for (size_t pos = 0; part(patterns, &pos, &p);) {
        bool not = negated(&p);
        int rc = p.len == 0 ? -2 : network_parse(p, &net);
        if (rc == -2)
            return -2;
        bool hit = text.ptr != NULL && found >= 0 &&
                   (rc == 1 ? inside(&a, &net) : sshd_glob(conf, text, p, false));
        if (hit)
            found = not ? -1 : 1;
    }
    return found;
}
