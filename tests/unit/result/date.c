/* SPDX-License-Identifier: Apache-2.0
 * Calendar days. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/base/date.h"
#include "core/base/str.h"

static const struct row { const char *in; tnk_date want; } rows[] = {    /* want 0: refused */
    { "2027-03-31", 20270331 }, { "0001-01-01", 10101 },    { "9999-12-31", 99991231 },
    { "2024-02-29", 20240229 }, { "2000-02-29", 20000229 }, { "2023-02-29", 0 },
    { "1900-02-29", 0 },        { "2026-04-31", 0 },        { "2026-00-10", 0 },
    { "2026-13-10", 0 },        { "2026-01-00", 0 },        { "2026-01-32", 0 },
    { "0000-01-01", 0 },        { "2026-1-1", 0 },          { "2026/01/01", 0 },
    { "20260101", 0 },          { "2026-01-01 ", 0 },       { " 2026-01-01", 0 },
    { "2026-01-0a", 0 },        { "+026-01-01", 0 },        { "", 0 },
    { "2026-01-01T00:00", 0 },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_date got = 7;
    assert_int_equal(tnk_date_parse(tnk_str_of(r->in), &got), r->want != 0);
    assert_int_equal(got, r->want != 0 ? r->want : 7);
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].in, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("date", t, NULL, NULL);
}
