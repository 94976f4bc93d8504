/* SPDX-License-Identifier: Apache-2.0
 * Which judgements of a unit are one fault. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "core/base/buf.h"
#include "core/run/fault.h"
#include "tenken/collector.h"

#define KIND TNK_LIT("k:t")
static const tnk_res x0 = { .kind_text = KIND, .address = TNK_LIT("x[0]"), .at = { 1, 5, 9 } };
static const tnk_res x1 = { .kind_text = KIND, .address = TNK_LIT("x[1]"), .at = { 1, 5, 9 } };
static const tnk_res x2 = { .kind_text = KIND, .address = TNK_LIT("x[2]"), .at = { 1, 5, 9 } };
static const tnk_res moved = { .kind_text = KIND, .address = TNK_LIT("x[3]"), .at = { 1, 50, 90 } };
static const tnk_res other = { .kind_text = TNK_LIT("k:u"), .address = TNK_LIT("x[4]"), .at = { 1, 5, 9 } };

#define AT(...) .verdict = TNK_FAIL, .has_place = true, .at = { 1, __VA_ARGS__ }

static const struct row {
    const char *name;
    tnk_judgement in[4];
    uint32_t n;
    const char *want;       /* "address+address; " of each fault */
} rows[] = {
    { "none", { { .rule = 0 } }, 0, "" },
    { "instances of one resource", { { AT(6, 7), .res = &x2 }, { AT(6, 7), .res = &x0 }, { AT(6, 7), .res = &x1 } }, 3,
      "x[0]+x[1]+x[2]; " },
    { "the same twice", { { AT(6, 7), .res = &x1 }, { AT(6, 7), .res = &x1 }, { AT(6, 7), .res = &x0 } }, 3,
      "x[0]+x[1]; " },
    { "other rules", { { AT(6, 7), .rule = 1, .res = &x0 }, { AT(6, 7), .res = &x1 } }, 2, "x[1]; x[0]; " },
    { "other verdicts", { { AT(6, 7), .res = &x0 }, { .verdict = TNK_UNDETERMINED, .has_place = true,
      .at = { 1, 6, 7 }, .res = &x1 } }, 2, "x[0]; x[1]; " },
    { "other places", { { AT(6, 8), .res = &x0 }, { AT(6, 7), .res = &x1 }, { AT(5, 7), .res = &x2 } }, 3,
      "x[2]; x[1]; x[0]; " },
    { "other messages", { { AT(6, 7), .res = &x0, .message = TNK_LIT("b") },
                          { AT(6, 7), .res = &x1, .message = TNK_LIT("a") } }, 2, "x[1]; x[0]; " },
    { "other kinds", { { AT(6, 7), .res = &other }, { AT(6, 7), .res = &x0 } }, 2, "x[0]; x[4]; " },
    { "declared elsewhere: comments there are others", { { AT(6, 7), .res = &moved }, { AT(6, 7), .res = &x0 } }, 2,
      "x[0]; x[3]; " },
    { "the unit as a whole", { { .verdict = TNK_FAIL, .res = &x0 }, { .verdict = TNK_FAIL },
                               { .verdict = TNK_FAIL } }, 3, "; x[0]; " },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_judgement list[4];
    tnk_buf got = TNK_BUF_INIT;
    tnk_arena *a = tnk_arena_new(1 << 16);
    memcpy(list, r->in, sizeof list);
    tnk_buf_puts(&got, "");
    tnk_faults_sort(list, r->n);
    for (uint32_t i = 0, len; i < r->n; i += len) {
        tnk_verdict v = { 0 };
        len = tnk_fault_length(list + i, r->n - i);
        assert_true(len > 0);
        assert_int_equal(tnk_fault_addresses(list + i, len, a, &v), 0);
        assert_int_equal(v.n_also, v.n_more);
        tnk_buf_puts(&got, list[i].res != NULL ? list[i].res->address.ptr : "");
        for (uint32_t k = 0; k < v.n_also; k++)
            tnk_buf_printf(&got, "+%s", v.also[k].ptr);
        tnk_buf_puts(&got, "; ");
    }
    assert_int_equal(tnk_fault_length(list, 0), 0);
    assert_string_equal(got.len != 0 ? got.ptr : "", r->want);
    tnk_buf_free(&got);
    tnk_arena_free(a);
}

static void list_is_bounded(void **state)
{
    enum { MANY = TNK_ALSO_MAX + 2 };
    static tnk_res res[MANY];
    static char names[MANY][8];
    static tnk_judgement list[MANY];
    tnk_verdict v = { 0 };
    tnk_arena *a = tnk_arena_new(1 << 20);
    (void)state;
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "x%05u", MANY - i);
        res[i] = (tnk_res){ .kind_text = KIND, .address = { names[i], 6 } };
        list[i] = (tnk_judgement){ AT(6, 7), .res = &res[i], .message = { "", 0 } };
    }
    tnk_faults_sort(list, MANY);
    assert_int_equal(tnk_fault_length(list, MANY), MANY);
    assert_int_equal(tnk_fault_addresses(list, MANY, a, &v), 0);
    assert_int_equal(v.n_also, TNK_ALSO_MAX);
    assert_int_equal(v.n_more, MANY - 1);
    assert_string_equal(v.also[0].ptr, "x00002");
    tnk_arena_free(a);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 1] = { cmocka_unit_test(list_is_bounded) };
    for (size_t i = 0; i < N; i++)
        t[1 + i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("fault", t, NULL, NULL);
}
