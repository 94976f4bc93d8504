/* SPDX-License-Identifier: Apache-2.0
 * Fn::Cidr: the first blocks of a given size within an address block, IPv4 or IPv6. */
#include <arpa/inet.h>
#include <stdio.h>

#include "cfn.h"

enum { COUNT_MAX = 256 };

typedef struct block {
    unsigned char address[16];
    int family;
    unsigned width, prefix;     /* bits of an address; bits of it that name the network */
} block;

/* "10.0.0.0/16". The bits after the prefix are cleared. */
static bool parse(tnk_str s, block *ret)
{
    char text[INET6_ADDRSTRLEN + 1];
    const char *slash = s.len > 0 ? memchr(s.ptr, '/', s.len) : NULL;
    size_t n = slash != NULL ? (size_t)(slash - s.ptr) : 0;
    int64_t prefix;
    if (n == 0 || n >= sizeof text || !cfn_number((tnk_str){ slash + 1, s.len - n - 1 }, &prefix))
        return false;
    memcpy(text, s.ptr, n);
    text[n] = '\0';
    *ret = (block){ .family = memchr(text, ':', n) != NULL ? AF_INET6 : AF_INET };
    ret->width = ret->family == AF_INET6 ? 128 : 32;
    if (inet_pton(ret->family, text, ret->address) != 1 || prefix < 0 || prefix > ret->width)
        return false;
    ret->prefix = (unsigned)prefix;
    for (unsigned bit = ret->prefix; bit < ret->width; bit++)
        ret->address[bit / 8] &= (unsigned char)~(0x80u >> bit % 8);
    return true;
}

/* Add 1 << bits to an address. */
static void step(block *b, unsigned bits)
{
    if (bits >= b->width)
        return;
    unsigned carry = 1u << bits % 8;
    for (unsigned i = (b->width - 1 - bits) / 8 + 1; i-- > 0 && carry != 0; carry >>= 8) {
        carry += b->address[i];
        b->address[i] = (unsigned char)carry;
    }
}

static const tnk_value *blocks(cfn *c, block b, unsigned count, unsigned bits, tnk_span at)
{
    tnk_value *list = c->h->list(c->run, at);
    for (unsigned i = 0; i < count && cfn_spend(c, 1, at); i++, step(&b, bits)) {
        char address[INET6_ADDRSTRLEN] = "", text[sizeof address + 8];
        inet_ntop(b.family, b.address, address, sizeof address);
        int n = snprintf(text, sizeof text, "%s/%u", address, b.width - bits);
        c->h->push(c->run, list, c->h->text(c->run, (tnk_str){ text, (size_t)n }, at));
    }
    return list;
}

static bool number(cfn *c, const tnk_value *v, int64_t max, unsigned *ret)
{
    tnk_str s;
    int64_t n;
    if (v == NULL || !cfn_scalar(c, v, &s) || !cfn_number(s, &n) || n < 1 || n > max)
        return false;
    *ret = (unsigned)n;
    return true;
}

/* Do count blocks of 1 << bits addresses fit? */
static bool fits(const block *b, unsigned count, unsigned bits)
{
    if (bits > b->width - b->prefix)
        return false;
    unsigned room = b->width - b->prefix - bits;
    return room >= 9 || count <= 1u << room;
}

const tnk_value *cfn_fn_cidr(cfn *c, const tnk_value *arg, tnk_span at)
{
    const tnk_value *ret = NULL, *args = cfn_arguments(c, arg, "Fn::Cidr", 2, 3, at, &ret);
    cfn_holes holes = { .first = NULL };
    unsigned count, bits;
    tnk_str s;
    block b;
    if (args == NULL)
        return ret;
    cfn_holes_walk(c, &holes, args);
    if (holes.first != NULL)
        return cfn_holes_value(c, &holes, at);
    if (c->h->count(args) == 2)     /* how large the blocks become is not documented */
        return cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                           tr(c, "Fn::Cidr without a number of bits is not evaluated"), NO_ARGS);
    if (!cfn_scalar(c, c->h->at(args, 0), &s) || !parse(s, &b) ||
        !number(c, c->h->at(args, 1), COUNT_MAX, &count) ||
        !number(c, c->h->at(args, 2), b.width, &bits))
        return cfn_invalid(
            c, "cfn-bad-function", at,
            tr(c, "Fn::Cidr needs an address block, a count from 1 to 256 and a number of bits"),
            NO_ARGS);
    if (!fits(&b, count, bits))
        return cfn_invalid(c, "cfn-bad-function", at,
                           tr(c, "%1 has no room for so many blocks of that size"), ARGS(s));
    return blocks(c, b, count, bits, at);
}
