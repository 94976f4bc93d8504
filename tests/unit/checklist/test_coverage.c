/* SPDX-License-Identifier: Apache-2.0
 * From verdicts to statuses: which word wins, and what never becomes a pass. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/checklist/coverage.h"

static const char catalogue[] =
    "id: x\n"
    "title: { ja: 題, en: T }\n"
    "source: { ja: 出, en: S }\n"
    "partial: false\n"
    "groups:\n"
    "  - id: g\n"
    "    title: { ja: 群, en: G }\n"
    "    items:\n"
    "      - { id: auto, title: { ja: 自, en: A }, check: automated }\n"
    "      - { id: part, title: { ja: 部, en: P }, check: partial, manual: { ja: 示す, en: Show } }\n"
    "      - { id: hand, title: { ja: 手, en: H }, check: manual, manual: { ja: 示す, en: Show } }\n"
    "  - id: h\n"
    "    title: { ja: 群, en: G }\n"
    "    items:\n"
    "      - { id: free, title: { ja: 無, en: F }, check: automated }\n";

enum {
    FAIL = TNK_ITEM_FAIL,
    UND = TNK_ITEM_UNDETERMINED,
    PASS = TNK_ITEM_PASS,
    NONE = TNK_ITEM_NOT_ASSESSED
};

/* Two rules that both link to auto, part and hand; free has no rule. Verdicts in the order pass,
 * fail, undetermined, not-applicable, error; then open fails. */
static const struct row {
    const char *name;
    tnk_rule_tally one, two;
    int automated, partial, manual;
    uint32_t findings;
} rows[] = {
    { "nothing judged", { { 0 }, 0 }, { { 0 }, 0 }, NONE, NONE, NONE, 0 },
    { "only not applicable", { { 0, 0, 0, 9, 0 }, 0 }, { { 0 }, 0 }, NONE, NONE, NONE, 0 },
    { "one passes, one judges nothing",
      { { 3, 0, 0, 0, 0 }, 0 },
      { { 0 }, 0 },
      PASS,
      PASS,
      NONE,
      0 },
    { "one passes, one is not applicable",
      { { 3, 0, 0, 0, 0 }, 0 },
      { { 0, 0, 0, 1, 0 }, 0 },
      PASS,
      PASS,
      NONE,
      0 },
    { "undetermined beats pass",
      { { 3, 0, 0, 0, 0 }, 0 },
      { { 0, 0, 1, 0, 0 }, 0 },
      UND,
      UND,
      NONE,
      0 },
    { "a rule error beats pass",
      { { 3, 0, 0, 0, 1 }, 0 },
      { { 2, 0, 0, 0, 0 }, 0 },
      UND,
      UND,
      NONE,
      0 },
    { "fail beats all", { { 3, 2, 0, 0, 1 }, 2 }, { { 0, 1, 4, 0, 0 }, 1 }, FAIL, FAIL, FAIL, 3 },
    { "one open fail of many suppressed",
      { { 0, 9, 0, 0, 0 }, 1 },
      { { 5, 0, 0, 0, 0 }, 0 },
      FAIL,
      FAIL,
      FAIL,
      1 },
    { "suppressed fails are no pass",
      { { 3, 2, 0, 0, 0 }, 0 },
      { { 5, 0, 0, 0, 0 }, 0 },
      UND,
      UND,
      NONE,
      0 },
    { "findings do not wrap",
      { { 0, UINT64_C(5000000000), 0, 0, 0 }, UINT64_C(5000000000) },
      { { 0 }, 0 },
      FAIL,
      FAIL,
      FAIL,
      UINT32_MAX },
};
enum { ROWS = sizeof rows / sizeof *rows };

static tnk_catalogues *shelf(void)
{
    tnk_catalogues *c = tnk_catalogues_new();
    tnk_error err = { 0 };
    assert_int_equal(tnk_catalogues_add(c, TNK_S("x.yaml"), tnk_str_of(catalogue), &err), 0);
    return c;
}

static void statuses(void **state)
{
    const struct row *r = *state;
    /* the repeated link counts once, the unknown one not at all */
    tnk_str first[] = { TNK_S("x:hand"), TNK_S("x:auto"), TNK_S("x:part"), TNK_S("x:auto"),
                        TNK_S("y:1") };
    tnk_str second[] = { TNK_S("x:part"), TNK_S("x:hand"), TNK_S("x:auto") };
    tnk_rule_info rules[3] = { { .items = { first, 5 } },
                               { .items = { NULL, 0 } },
                               { .items = { second, 3 } } };
    tnk_rule_tally tally[3] = { r->one, { { 0, 7, 7, 0, 7 }, 7 }, r->two };
    tnk_catalogues *c = shelf();
    tnk_arena *a = tnk_arena_new(1 << 20);
    const tnk_checklist *lists;
    uint32_t n;
    assert_int_equal(tnk_coverage(c, rules, 3, tally, a, &lists, &n, NULL), 0);
    assert_int_equal(n, 1);
    assert_string_equal(lists[0].id.ptr, "x");
    assert_int_equal(lists[0].n_items, 4);
    const tnk_item *i = lists[0].items;
    const int want[] = { r->automated, r->partial, r->manual };
    for (unsigned k = 0; k < 3; k++) {
        assert_int_equal(i[k].status, want[k]);
        assert_int_equal(i[k].findings, r->findings);
        assert_int_equal(i[k].n_rules, 2);
        assert_int_equal(i[k].rules[0], 0);
        assert_int_equal(i[k].rules[1], 2);
        assert_int_equal(i[k].partial, k == 1);
    }
    assert_string_equal(i[3].id.ptr, "x:free");
    assert_int_equal(i[3].status, NONE);
    assert_int_equal(i[3].n_rules, 0);
    tnk_arena_free(a);
    tnk_catalogues_free(c);
}

static void nothing(void **state)
{
    const tnk_checklist *lists = NULL;
    uint32_t n = 7;
    (void)state;
    tnk_catalogues *c = tnk_catalogues_new();
    tnk_arena *a = tnk_arena_new(1 << 16);
    assert_int_equal(tnk_coverage(c, NULL, 0, NULL, a, &lists, &n, NULL), 0);
    assert_int_equal(n, 0);
    tnk_arena_free(a);
    tnk_catalogues_free(c);
}

static void no_memory(void **state)
{
    const tnk_checklist *lists = NULL;
    uint32_t n = 7;
    tnk_error err = { 0 };
    (void)state;
    tnk_catalogues *c = shelf();
    tnk_arena *a = tnk_arena_new(64);
    assert_int_equal(tnk_coverage(c, NULL, 0, NULL, a, &lists, &n, &err), TNK_ENOMEM);
    assert_string_equal(err.msg, "no memory for the checklists");
    assert_null(lists);
    assert_int_equal(n, 7);
    tnk_arena_free(a);
    tnk_catalogues_free(c);
}

int main(void)
{
    struct CMUnitTest t[ROWS + 2] = { cmocka_unit_test(nothing), cmocka_unit_test(no_memory) };
    for (size_t i = 0; i < ROWS; i++)
        t[2 + i] =
            (struct CMUnitTest){ rows[i].name, statuses, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("coverage", t, NULL, NULL);
}
