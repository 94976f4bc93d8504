/* SPDX-License-Identifier: Apache-2.0
 * The parts that need no file: keywords, patterns, addresses, times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "plugins/sshd/sshd.h"

static tnk_str str(const char *s)
{
    return (tnk_str){ s, strlen(s) };
}

static const struct pattern_row {
    const char *name, *text, *patterns;
    int list, address;          /* -9: not asked */
} patterns[] = {
    { "literal", "bob", "bob", 1, -9 },
    { "star", "bob", "b*", 1, -9 },
    { "star in the middle", "abcabd", "a*d", 1, -9 },
    { "question mark", "bob", "b?b", 1, -9 },
    { "question mark needs one", "bo", "bo?", 0, -9 },
    { "case counts", "bob", "BOB", 0, -9 },
    { "second of a list", "bob", "x,bob", 1, -9 },
    { "taken back", "bob", "*,!bob", -1, -9 },
    { "only taken back", "alice", "!bob", 0, -9 },
    { "many stars", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "*a*a*a*a*a*a*b", 0, -9 },
    { "network", "10.1.2.3", "10.0.0.0/8", -9, 1 },
    { "outside of it", "11.1.2.3", "10.0.0.0/8", -9, 0 },
    { "but not this one", "10.1.2.3", "10.0.0.0/8,!10.1.2.3", -9, -1 },
    { "IPv6 network", "2001:db8::1", "2001:db8::/32", -9, 1 },
    { "families differ", "2001:db8::1", "0.0.0.0/0", -9, 0 },
    { "host bits", "10.1.2.3", "10.0.0.5/8", -9, -2 },
    { "mask too long", "10.1.2.3", "10.0.0.0/33", -9, -2 },
    { "wildcard address", "10.1.2.3", "10.1.*", -9, 1 },
    { "no address at all", "host", "*", -9, -1 },
    { "empty part", "10.1.2.3", "10.1.2.3,", -9, -2 },
};

static void check_pattern(void **state)
{
    const struct pattern_row *r = *state;
    sshd_conf conf = { .version = 902 };
    if (r->list != -9)
        assert_int_equal(sshd_list_match(&conf, str(r->text), str(r->patterns), false), r->list);
    if (r->address != -9)
        assert_int_equal(sshd_address_match(&conf, str(r->text), str(r->patterns)), r->address);
}

static void check_times(void **state)
{
    (void)state;
    assert_int_equal(sshd_seconds("90"), 90);
    assert_int_equal(sshd_seconds("1m30s"), 90);
    assert_int_equal(sshd_seconds("1W1D"), 691200);
    assert_int_equal(sshd_seconds(""), -1);
    assert_int_equal(sshd_seconds("m"), -1);
    assert_int_equal(sshd_seconds("1y"), -1);
    assert_int_equal(sshd_seconds("99999999999"), -1);
    assert_int_equal(sshd_seconds("3551w"), -1);
}

/* Every slot that has a name is set by a keyword of that name, in any spelling, and has a
 * default. */
static void check_slots(void **state)
{
    sshd_conf conf = { .version = 1001, .debian = true };
    bool known;
    (void)state;
    for (uint32_t slot = 0; slot < S_COUNT; slot++) {
        const sshd_slot_info *s = &sshd_slots[slot];
        if (s->name == NULL)
            continue;
        const sshd_keyword *kw = sshd_find(str(s->name));
        assert_non_null(kw);
        assert_int_equal(kw->slot, slot);
        const char *def = sshd_default(&conf, slot, &known);
        assert_true(known);
        if (s->shape == SHAPE_TEXT || s->shape == SHAPE_INT || s->shape == SHAPE_COMMA)
            assert_non_null(def);
    }
}

static void check_keywords(void **state)
{
    (void)state;
    assert_non_null(sshd_find(str("PORT")));
    assert_non_null(sshd_find(str("acceptenv")));
    assert_non_null(sshd_find(str("xauthlocation")));
    assert_null(sshd_find(str("por")));
    assert_null(sshd_find(str("ports")));
    assert_null(sshd_find(str("")));
    assert_null(sshd_find((tnk_str){ "port\0x", 6 }));
}

int main(void)
{
    enum { ROWS = sizeof patterns / sizeof *patterns };
    struct CMUnitTest t[ROWS + 3] = {
        [ROWS] = cmocka_unit_test(check_times), cmocka_unit_test(check_slots),
        cmocka_unit_test(check_keywords),
    };
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ patterns[i].name, check_pattern, NULL, NULL,
                                    (void *)&patterns[i] };
    return cmocka_run_group_tests_name("sshd parts", t, NULL, NULL);
}
