/* SPDX-License-Identifier: Apache-2.0
 * Address ranges: parsing, containment, what the internet reaches. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/base/str.h"
#include "core/model/net.h"

static const struct row { const char *name, *outer, *inner; int parses, contains, is_public; } rows[] = {
    /* parses: of inner; contains: outer holds inner; is_public: of inner */
    { "the whole internet", "0.0.0.0/0", "0.0.0.0/0", 1, 1, 1 },
    { "IPv6 whole", "::/0", "::/0", 1, 1, 1 },
    { "bare address", "10.0.0.0/8", "10.1.2.3", 1, 1, 0 },
    { "a wider range is not inside", "10.0.0.0/8", "10.0.0.0/7", 1, 0, 1 },
    { "odd prefix inside", "10.0.0.0/9", "10.127.255.0/24", 1, 1, 0 },
    { "odd prefix outside", "10.0.0.0/9", "10.128.0.0/24", 1, 0, 0 },
    { "families differ", "0.0.0.0/0", "::/0", 1, 0, 1 },
    { "private 172.16/12", "0.0.0.0/0", "172.31.255.255", 1, 1, 0 },
    { "past 172.16/12", "0.0.0.0/0", "172.32.0.0/16", 1, 1, 1 },
    { "shared space", "0.0.0.0/0", "100.64.0.0/10", 1, 1, 0 },
    { "IPv6 unique local", "::/0", "fd00::/8", 1, 1, 0 },
    { "IPv6 global", "::/0", "2400::/12", 1, 1, 1 },
    { "half the internet", "0.0.0.0/0", "0.0.0.0/1", 1, 1, 1 },
    { "host bits may be set", "192.168.1.77/24", "192.168.1.1", 1, 1, 0 },
    { "no address", "::/0", "example.com", 0, 0, 0 },
    { "prefix too long", "::/0", "1.2.3.4/33", 0, 0, 0 },
    { "prefix too long, IPv6", "::/0", "::/129", 0, 0, 0 },
    { "negative prefix", "::/0", "1.2.3.4/-1", 0, 0, 0 },
    { "empty prefix", "::/0", "1.2.3.4/", 0, 0, 0 },
    { "octal-looking octets", "::/0", "010.0.0.1", 0, 0, 0 },
    { "three octets", "::/0", "10.0.1/24", 0, 0, 0 },
    { "empty", "::/0", "", 0, 0, 0 },
    { "very long", "::/0", "1111111111111111111111111111111111111111111111111111111111", 0, 0, 0 },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_cidr outer, inner;
    assert_true(tnk_cidr_parse(tnk_str_of(r->outer), &outer));
    assert_int_equal(tnk_cidr_parse(tnk_str_of(r->inner), &inner), r->parses);
    if (r->parses) {
        assert_int_equal(tnk_cidr_contains(&outer, &inner), r->contains);
        assert_int_equal(tnk_cidr_public(&inner), r->is_public);
    }
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("net", t, NULL, NULL);
}
