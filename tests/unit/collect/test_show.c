/* SPDX-License-Identifier: Apache-2.0
 * Foreign bytes in documents and before people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/collect/show.h"

static const struct row {
    const char *name, *in, *clean, *show;
} rows[] = {
    { "plain text stays", "a/b c.yaml", "a/b c.yaml", "a/b c.yaml" },
    { "nothing", "", "", "" },
    { "Japanese stays", "設定.conf", "設定.conf", "設定.conf" },
    { "a backslash stays", "a\\x41", "a\\x41", "a\\x41" },
    { "bytes that are no UTF-8", "a\xff\xc3", "a\\xff\\xc3", "a\\xff\\xc3" },
    { "control characters", "a\n\t\x7f", "a\n\t\x7f", "a\\x0a\\x09\\x7f" },
    { "C1 control characters", "\xc2\x9b", "\xc2\x9b", "\\xc2\\x9b" },
    { "turned writing", "a\xe2\x80\xae", "a\xe2\x80\xae", "a\\xe2\\x80\\xae" },
};

static void check(void **state)
{
    const struct row *r = *state;
    tnk_arena *a = tnk_arena_new(4096);
    tnk_str in = tnk_str_of(r->in);
    assert_string_equal(tnk_text_clean(a, in).ptr, r->clean);
    assert_string_equal(tnk_text_show(a, in).ptr, r->show);
    assert_string_equal(tnk_path_show(a, in).ptr, r->show);
    assert_int_equal(tnk_text_show(a, in).len, strlen(r->show));
    tnk_arena_free(a);
}

static void memory_runs_out(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(16);
    assert_null(tnk_path_show(a, TNK_S("\xff\xff\xff\xff\xff\xff")).ptr);
    tnk_arena_free(a);
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS + 1];
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    t[ROWS] = (struct CMUnitTest)cmocka_unit_test(memory_runs_out);
    return cmocka_run_group_tests_name("collect_show", t, NULL, NULL);
}
