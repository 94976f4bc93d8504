/* SPDX-License-Identifier: Apache-2.0
 * Sorting, merging and fingerprints of findings; SHA-256 by its published examples. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/result/finding.h"
#include "core/result/sha256.h"

#define S(lit) { "" lit, sizeof(lit) - 1 }

static const tnk_rule_info rules[] = { { .id = S("a") }, { .id = S("b") } };

static tnk_verdict at(uint32_t rule, const char *path, uint32_t line, const char *address,
                      const char *message)
{
    return (tnk_verdict){
        .rule = rule, .verdict = TNK_FAIL, .kind = TNK_S("k:t"), .address = tnk_str_of(address),
        .message = tnk_str_of(message), .place = { .path = tnk_str_of(path), .line = line },
    };
}

/* "rule path:line address+more; " of each. */
static void assert_list(const tnk_verdict *list, uint32_t n, const char *want)
{
    tnk_buf b = TNK_BUF_INIT;
    for (uint32_t i = 0; i < n; i++) {
        tnk_buf_printf(&b, "%s %s:%u %s", rules[list[i].rule].id.ptr, list[i].place.path.ptr,
                       (unsigned)list[i].place.line, list[i].address.ptr);
        for (uint32_t k = 0; k < list[i].n_also; k++)
            tnk_buf_printf(&b, "+%s", list[i].also[k].ptr);
        if (list[i].n_more != list[i].n_also)
            tnk_buf_printf(&b, " of %u", list[i].n_more + 1);
        tnk_buf_puts(&b, "; ");
    }
    assert_string_equal(tnk_buf_str(&b).ptr, want);
    tnk_buf_free(&b);
}

static void sorts(void **state)
{
    tnk_verdict list[] = { at(1, "b", 1, "x", ""), at(0, "b", 1, "y", ""), at(0, "b", 1, "x", ""),
                           at(0, "b", 10, "x", ""), at(0, "b", 9, "x", ""), at(1, "a", 99, "x", ""),
                           at(1, "", 0, "", "") };
    (void)state;
    tnk_verdicts_sort(list, 7);
    assert_list(list, 7, "b :0 ; b a:99 x; a b:1 x; a b:1 y; b b:1 x; a b:9 x; a b:10 x; ");
    tnk_verdicts_sort(NULL, 0);
}

static void merges(void **state)
{
    tnk_verdict list[] = {
        at(0, "p", 1, "z", "m"), at(0, "p", 1, "x", "m"), at(0, "p", 1, "y", "other"),
        at(0, "p", 1, "y", "m"), at(0, "p", 1, "x", "m"), at(0, "p", 2, "x", "m"),
        at(1, "p", 1, "x", "m"), at(0, "", 0, "", "m"),   at(0, "", 0, "", "m"),
        at(1, "p", 1, "w", "m"),
    };
    uint32_t n = 10;
    tnk_arena *a = tnk_arena_new(1 << 16);
    (void)state;
    list[9].suppression.present = true;     /* never one with those that count */
    assert_int_equal(tnk_verdicts_merge(list, &n, a, NULL), 0);
    assert_list(list, n, "a :0 ; a :0 ; a p:1 x+y+z; a p:1 y; b p:1 w; b p:1 x; a p:2 x; ");
    tnk_arena_free(a);
}

/* Units have merged their own already; what each left out of its list still counts. */
static void merges_merged(void **state)
{
    static const tnk_str am[] = { S("b"), S("m") }, bn[] = { S("b"), S("n") };
    static const tnk_spot near[] = { { S("p"), 3, 1 } }, far[] = { { S("p"), 9, 1 } };
    tnk_verdict list[] = { at(0, "p", 1, "k", "m"), at(0, "p", 1, "a", "m"), at(0, "p", 1, "a", "m"),
                           at(0, "p", 2, "a", "m"), at(0, "p", 2, "a", "m"), at(0, "p", 2, "b", "m"),
                           at(0, "p", 3, "x", "m"), at(0, "p", 3, "x", "m") };
    uint32_t n = 8;
    tnk_arena *a = tnk_arena_new(1 << 16);
    (void)state;
    list[0].also = am, list[0].n_also = 2, list[0].n_more = 2;
    list[1].also = bn, list[1].n_also = 2, list[1].n_more = 1500;
    list[1].via = far, list[2].via = near, list[1].n_via = list[2].n_via = 1;
    list[4].place.end_line = 2;             /* another place */
    list[5].kind = TNK_S("k:u");            /* another thing */
    assert_int_equal(tnk_verdicts_merge(list, &n, a, NULL), 0);
    assert_list(list, n, "a p:1 a+b+k+m+n of 1501; a p:2 a; a p:2 a; a p:2 b; a p:3 x; ");
    assert_int_equal(list[0].via[0].line, 3);   /* whichever unit answered first */
    tnk_arena_free(a);
}

static void list_of_addresses_is_bounded(void **state)
{
    enum { MANY = TNK_ALSO_MAX + 500 };
    static tnk_verdict list[2 * MANY];
    static char names[MANY][8];
    uint32_t n = 2 * MANY;
    tnk_arena *a = tnk_arena_new(1 << 20);
    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "x%05u", MANY - i);
        list[i] = list[MANY + i] = at(0, "p", 1, names[i], "m");
    }
    assert_int_equal(tnk_verdicts_merge(list, &n, a, NULL), 0);
    assert_int_equal(n, 1);
    assert_string_equal(list[0].address.ptr, "x00001");
    assert_int_equal(list[0].n_also, TNK_ALSO_MAX);
    assert_int_equal(list[0].n_more, MANY - 1);
    assert_string_equal(list[0].also[TNK_ALSO_MAX - 1].ptr, "x01001");
    tnk_arena_free(a);
}

static const tnk_str web_0[] = { S("a.web[0]"), S("a.web[1]") };
static const tnk_str mixed[] = { S("m.a[\"k\"].x") };

/* Fingerprints of two findings that differ in one thing are equal or not. */
static const struct pair {
    const char *name;
    tnk_verdict a, b;
    bool same;
} pairs[] = {
    { "lines moved", { .place = { S("f"), 5, 1, 5, 3, S("x\ny\n"), 4, 0 } },
      { .place = { S("f"), 50, 1, 50, 3, S("before\ny\nafter"), 49, 0 } }, true },
    { "file moved", { .place = { S("f"), 5, 1, 5, 3, S("y"), 5, 0 } },
      { .place = { S("g"), 5, 1, 5, 3, S("y"), 5, 0 } }, true },
    { "indentation", { .place = { S("f"), 5, 1, 5, 3, S("a:  b"), 5, 0 } },
      { .place = { S("f"), 5, 3, 5, 5, S("\ta: b \r\n"), 5, 0 } }, true },
    { "line changed", { .place = { S("f"), 5, 1, 5, 3, S("y"), 5, 0 } },
      { .place = { S("f"), 5, 1, 5, 3, S("z"), 5, 0 } }, false },
    { "words joined", { .place = { S("f"), 5, 1, 5, 3, S("a b"), 5, 0 } },
      { .place = { S("f"), 5, 1, 5, 3, S("ab"), 5, 0 } }, false },
    { "second line of the place changed", { .place = { S("f"), 5, 1, 6, 3, S("a\nb"), 5, 0 } },
      { .place = { S("f"), 5, 1, 6, 3, S("a\nc"), 5, 0 } }, false },
    { "line after the place changed", { .place = { S("f"), 5, 1, 5, 3, S("a\nb"), 5, 0 } },
      { .place = { S("f"), 5, 1, 5, 3, S("a\nc"), 5, 0 } }, true },
    { "rule", { .rule = 0 }, { .rule = 1 }, false },
    { "address", { .address = S("x") }, { .address = S("y") }, false },
    { "instances come and go", { .address = S("a.web[0]") },
      { .address = S("a.web"), .also = web_0, .n_also = 2, .n_more = 2 }, true },
    { "keys of instances", { .address = S("module.n[\"a]\\\"b\"].web[10].c") },
      { .address = S("module.n.web[\"\"].c") }, true },
    { "an instance's key moves the order", { .address = S("m.a.x"), .also = (tnk_str[]){ S("m.a1.x") }, .n_also = 1 },
      { .address = S("m.a1.x"), .also = mixed, .n_also = 1, .n_more = 1 }, true },
    { "brackets that are no key", { .address = S("a[b]") }, { .address = S("a") }, false },
    { "brackets without an end", { .address = S("a[\"b") }, { .address = S("a[0") }, false },
    { "kind and address do not run together", { .kind = S("ab"), .address = S("c") },
      { .kind = S("a"), .address = S("bc") }, false },
    { "message is not part of it", { .message = S("en") }, { .message = S("ja") }, true },
};

static void fingerprints(void **state)
{
    const struct pair *p = *state;
    tnk_verdict a = p->a, b = p->b;
    tnk_arena *arena = tnk_arena_new(1 << 16);
    assert_int_equal(tnk_verdicts_fingerprint(&a, 1, rules, arena, NULL), 0);
    assert_int_equal(tnk_verdicts_fingerprint(&b, 1, rules, arena, NULL), 0);
    assert_int_equal(a.fingerprint.len, 32);
    assert_int_equal(tnk_str_eq(a.fingerprint, b.fingerprint), p->same);
    tnk_arena_free(arena);
}

static void repeats_differ(void **state)
{
    tnk_verdict list[] = { at(0, "p", 1, "x", ""), at(0, "q", 1, "x", ""), at(0, "q", 2, "y", ""),
                           at(0, "r", 1, "x", "") };
    tnk_verdict alone = list[0];
    tnk_arena *a = tnk_arena_new(1 << 16);
    (void)state;
    assert_int_equal(tnk_verdicts_fingerprint(list, 4, rules, a, NULL), 0);
    assert_int_equal(tnk_verdicts_fingerprint(&alone, 1, rules, a, NULL), 0);
    for (unsigned i = 0; i < 4; i++)
        for (unsigned k = 0; k < i; k++)
            assert_false(tnk_str_eq(list[i].fingerprint, list[k].fingerprint));
    /* The first keeps its own. */
    assert_true(tnk_str_eq(alone.fingerprint, list[0].fingerprint));
    tnk_arena_free(a);
}

static void no_memory(void **state)
{
    tnk_verdict list[] = { at(0, "p", 1, "x", ""), at(0, "p", 1, "y", "") };
    uint32_t n = 2;
    tnk_error err = { 0 };
    tnk_arena *a = tnk_arena_new(1);
    (void)state;
    assert_int_equal(tnk_verdicts_merge(list, &n, a, &err), TNK_ENOMEM);
    assert_string_equal(err.msg, "no memory for 2 findings");
    assert_int_equal(tnk_verdicts_fingerprint(list, 2, rules, a, NULL), TNK_ENOMEM);
    tnk_arena_free(a);
}

static void sha256(void **state)
{
    static const struct { const char *in, *want; } known[] = {
        { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
        { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
        { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
    };
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        tnk_sha256 h;
        unsigned char sum[32];
        char hex[65];
        tnk_sha256_init(&h);
        for (const char *c = known[i].in; *c != '\0'; c++)   /* piecemeal */
            tnk_sha256_add(&h, c, 1);
        tnk_sha256_end(&h, sum);
        for (unsigned k = 0; k < 32; k++)
            snprintf(hex + 2 * k, 3, "%02x", sum[k]);
        assert_string_equal(hex, known[i].want);
    }
}

int main(void)
{
    enum { N = sizeof pairs / sizeof *pairs };
    enum { OTHERS = 7 };
    struct CMUnitTest t[N + OTHERS] = {
        cmocka_unit_test(sorts), cmocka_unit_test(merges), cmocka_unit_test(repeats_differ),
        cmocka_unit_test(no_memory), cmocka_unit_test(sha256), cmocka_unit_test(merges_merged),
        cmocka_unit_test(list_of_addresses_is_bounded),
    };
    for (size_t i = 0; i < N; i++)
        t[OTHERS + i] = (struct CMUnitTest){ pairs[i].name, fingerprints, NULL, NULL,
                                        (void *)&pairs[i] };
    return cmocka_run_group_tests_name("finding", t, NULL, NULL);
}
