/* SPDX-License-Identifier: Apache-2.0
 * Address ranges (IPv4 and IPv6, CIDR). */
#ifndef TNK_MODEL_NET_H
#define TNK_MODEL_NET_H

#include <stdbool.h>

#include "tenken/value.h"

typedef struct tnk_cidr {
    unsigned char addr[16];
    unsigned bits;          /* prefix length: 0..32 or 0..128 */
    bool v6;
} tnk_cidr;

/* "10.0.0.0/8", "::/0", or a bare address (a full prefix). Host bits may be set. false: not a range. */
bool tnk_cidr_parse(tnk_str s, tnk_cidr *ret);
/* Every address of inner lies in outer. False between IPv4 and IPv6. */
bool tnk_cidr_contains(const tnk_cidr *outer, const tnk_cidr *inner);
/* The range holds an address that is reached from the internet: it is not wholly within private, loopback,
 * link-local, shared (100.64/10), documentation, multicast or reserved space. */
bool tnk_cidr_public(const tnk_cidr *c);

#endif
