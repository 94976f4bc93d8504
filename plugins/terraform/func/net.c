/* SPDX-License-Identifier: Apache-2.0
 * Addresses and prefixes, IPv4 and IPv6. */
#include "func/inside.h"

#include <arpa/inet.h>

__extension__ typedef unsigned __int128 u128;

typedef struct net {
    u128 at;                    /* the first address; IPv4 in the low 32 bits */
    unsigned bits;              /* of an address: 32, 128 */
    unsigned prefix;
} net;

static u128 low_ones(unsigned n)
{
    return n >= 128 ? ~(u128)0 : ((u128)1 << n) - 1;
}

static u128 masked(u128 at, unsigned host_bits)
{
    return at & ~low_ones(host_bits);
}

/* ---- reading ---- */

/* Decimal digits up to max; zeros in front are fine, as in Terraform. */
static bool read_decimal(tnk_str s, size_t *at, unsigned max, unsigned *ret)
{
    size_t start = *at;
    unsigned n = 0;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9' && n <= max; (*at)++)
        n = n * 10 + (unsigned)(s.ptr[*at] - '0');
    *ret = n;
    return *at != start && n <= max;
}

static bool read_v4(tnk_str s, u128 *ret)
{
    size_t at = 0;
    u128 all = 0;
    for (int i = 0; i < 4; i++) {
        unsigned byte;
        if (i != 0 && (at >= s.len || s.ptr[at++] != '.'))
            return false;
        if (!read_decimal(s, &at, 255, &byte))
            return false;
        all = all << 8 | byte;
    }
    *ret = all;
    return at == s.len;
}

static bool read_v6(tnk_str s, u128 *ret)
{
    char text[INET6_ADDRSTRLEN + 1];
    uint8_t bytes[16];
    if (s.len >= sizeof text)
        return false;
    memcpy(text, s.ptr, s.len);
    text[s.len] = '\0';
    if (strlen(text) != s.len || inet_pton(AF_INET6, text, bytes) != 1)
        return false;
    *ret = 0;
    for (size_t i = 0; i < 16; i++)
        *ret = *ret << 8 | bytes[i];
    return true;
}

static bool read_net(tf_call *c, tnk_str s, net *ret)
{
    size_t slash = tf_find(s, tf_str("/"), 0), at = slash + 1;
    net r = { .bits = 32 };
    bool ok = slash != SIZE_MAX;
    if (ok) {
        tnk_str address = tf_sub(s, 0, slash);
        r.bits = memchr(address.ptr, ':', address.len) != NULL ? 128 : 32;
        ok = (r.bits == 32 ? read_v4(address, &r.at) : read_v6(address, &r.at))
            && read_decimal(s, &at, r.bits, &r.prefix) && at == s.len;
    }
    if (!ok) {
        cty_fail(c->cty, "\"%.*s\" is no address prefix such as 10.0.0.0/16", CTY_SHOW(s));
        return false;
    }
    r.at = masked(r.at, r.bits - r.prefix);
    *ret = r;
    return true;
}

/* A whole number of any sign below 2^127. */
static bool read_number(tf_call *c, const cty_value *v, bool *minus, u128 *ret)
{
    tnk_str s = cty_number_text(c->cty, v->num);
    u128 n = 0;
    if (s.ptr == NULL)
        return false;
    *minus = s.len != 0 && s.ptr[0] == '-';
    for (size_t i = *minus; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9' || s.len > 39) {
            cty_fail(c->cty, "a whole number is needed, not %.*s", CTY_SHOW(s));
            return false;
        }
        n = n * 10 + (unsigned)(s.ptr[i] - '0');
    }
    *ret = n;
    return true;
}

/* ---- writing ---- */

static void put_v4(tf_buf *b, u128 at)
{
    uint32_t n = (uint32_t)at;
    tf_putf(b, "%u.%u.%u.%u", n >> 24, n >> 16 & 255, n >> 8 & 255, n & 255);
}

static unsigned group(u128 at, unsigned i)
{
    return (unsigned)(at >> (112 - 16 * i)) & 0xFFFF;
}

/* The longest run of zero groups, the first of them, if it has two or more. */
static unsigned longest_zeros(u128 at, unsigned *len)
{
    unsigned best = 8;
    *len = 1;
    for (unsigned i = 0; i < 8; i++) {
        unsigned n = 0;
        while (i + n < 8 && group(at, i + n) == 0)
            n++;
        if (n > *len) {
            *len = n;
            best = i;
        }
        i += n;
    }
    return best;
}

static void put_address(tf_buf *b, const net *n, u128 at)
{
    if (n->bits == 32 || at >> 32 == 0xFFFF) {
        put_v4(b, at);
        return;
    }
    unsigned len, gap = longest_zeros(at, &len);
    for (unsigned i = 0; i < 8; i++) {
        if (i == gap) {
            tf_puts(b, "::");
            i += len - 1;
            continue;
        }
        tf_putf(b, i != 0 && i != gap + len ? ":%x" : "%x", group(at, i));
    }
}

static const cty_value *net_text(tf_call *c, const net *n)
{
    tf_buf b = { .mem = c->cty->mem };
    put_address(&b, n, n->at);
    tf_putf(&b, "/%u", n->prefix);
    return tf_text(c, &b);
}

/* ---- functions ---- */

TF_FN(fn_cidrhost)
{
    net n0;
    bool minus;
    u128 number;
    if (!read_net(c, args[0]->str, &n0) || !read_number(c, args[1], &minus, &number))
        return NULL;
    u128 most = low_ones(n0.bits - n0.prefix);
    if (minus ? number == 0 || number - 1 > most : number > most)
        return cty_fail(c->cty, "a prefix of %u bits has no host of this number", n0.prefix);
    tf_buf b = { .mem = c->cty->mem };
    put_address(&b, &n0, n0.at | (minus ? most - (number - 1) : number));
    return tf_text(c, &b);
}

TF_FN(fn_cidrnetmask)
{
    net n0;
    if (!read_net(c, args[0]->str, &n0))
        return NULL;
    if (n0.bits != 32)
        return cty_fail(c->cty, "IPv6 addresses have no netmask");
    tf_buf b = { .mem = c->cty->mem };
    put_v4(&b, masked(0xFFFFFFFF, 32 - n0.prefix));
    return tf_text(c, &b);
}

TF_FN(fn_cidrsubnet)
{
    net n0;
    int64_t more;
    bool minus;
    u128 number;
    if (!read_net(c, args[0]->str, &n0) || !tf_whole(c, args[1], &more) ||
        !read_number(c, args[2], &minus, &number))
        return NULL;
    int64_t prefix = more < -128 || more > 128 ? -1 : (int64_t)n0.prefix + more;
    if (prefix < 0 || prefix > n0.bits)
        return cty_fail(c->cty, "a prefix of %u bits cannot be longer by %lld", n0.prefix,
                        (long long)more);
    if (minus || number > low_ones(more > 0 ? (unsigned)more : 0))
        return cty_fail(c->cty, "%lld more bits give no subnet of this number",
                        (long long)more);
    n0.prefix = (unsigned)prefix;
    n0.at = masked(n0.at, n0.bits - n0.prefix);
    if (number != 0)
        n0.at |= number << (n0.bits - n0.prefix);
    return net_text(c, &n0);
}

/* The first subnet, or the next one behind *ret; false: there is no room. */
static bool next_subnet(const net *all, bool first, unsigned prefix, net *ret)
{
    u128 ones = low_ones(all->bits - prefix), last = all->at | low_ones(all->bits - all->prefix);
    u128 used = ret->at | low_ones(ret->bits - ret->prefix) | ones;
    if (first ? all->at == 0 : used >= last)    /* so it is at 0.0.0.0, too */
        return false;
    *ret = (net){ first ? all->at : used + 1, all->bits, prefix };
    return true;
}

TF_FN(fn_cidrsubnets)
{
    net all, at;
    tf_items items = { .c = c };
    if (!read_net(c, args[0]->str, &all))
        return NULL;
    at = all;
    for (size_t i = 1; i < n; i++) {
        int64_t more;
        if (!tf_within(c, args[i], N_("the number of new bits"), 1, 32, &more))
            return NULL;
        if (all.prefix + (unsigned)more > all.bits)
            return cty_fail(c->cty, "a prefix of %u bits cannot be longer by %lld", all.prefix,
                            (long long)more);
        if (!next_subnet(&all, i == 1, all.prefix + (unsigned)more, &at))
            return cty_fail(c->cty, "there is no room for subnet %zu", i);
        if (!tf_add(&items, net_text(c, &at)))
            return NULL;
    }
    return tf_text_list(&items);
}

const tf_func tf_funcs_net[] = {
    { "cidrhost", fn_cidrhost, 2, 2, 0, "sn", 's' },
    { "cidrnetmask", fn_cidrnetmask, 1, 1, 0, "s", 's' },
    { "cidrsubnet", fn_cidrsubnet, 3, 3, 0, "snn", 's' },
    { "cidrsubnets", fn_cidrsubnets, 1, TF_ANY_NUMBER, 0, "sn", 'l' },
    { .name = NULL },
};
