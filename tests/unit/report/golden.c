/* SPDX-License-Identifier: Apache-2.0
 * Whole reports against files in golden/. TNK_GOLDEN_UPDATE=1 writes them anew: read the
 * difference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/report/report.h"
#include "sample.h"

static const struct row {
    const char *name;       /* also the file's name */
    tnk_record (*record)(tnk_lang);
    tnk_lang lang;
    tnk_report_options opts;
} rows[] = {
    { "full.en.txt",        sample_full,       TNK_LANG_EN, { 0 } },
    { "full.ja.txt",        sample_full,       TNK_LANG_JA, { 0 } },
    { "full.ja.40.txt",     sample_full,       TNK_LANG_JA, { .width = 40 } },
    { "colour.en.100.txt",  sample_full,       TNK_LANG_EN, { .colour = true, .width = 100 } },
    { "quiet.ja.txt",       sample_full,       TNK_LANG_JA, { .quiet = true } },
    { "evidence.en.txt",    sample_evidence,   TNK_LANG_EN, { .evidence = true } },
    { "clean.en.txt",       sample_clean,      TNK_LANG_EN, { 0 } },
    { "clean.ja.txt",       sample_clean,      TNK_LANG_JA, { 0 } },
    { "incomplete.en.txt",  sample_incomplete, TNK_LANG_EN, { 0 } },
    { "full.en.json",       sample_full,       TNK_LANG_EN, { 0 } },
    { "full.ja.json",       sample_full,       TNK_LANG_JA, { 0 } },
    { "evidence.en.json",   sample_evidence,   TNK_LANG_EN, { 0 } },
    { "clean.en.json",      sample_clean,      TNK_LANG_EN, { 0 } },
    { "incomplete.ja.json", sample_incomplete, TNK_LANG_JA, { 0 } },
    { "full.en.sarif",      sample_full,       TNK_LANG_EN, { 0 } },
    { "full.ja.sarif",      sample_full,       TNK_LANG_JA, { 0 } },
    { "clean.en.sarif",     sample_clean,      TNK_LANG_EN, { 0 } },
    { "incomplete.ja.sarif", sample_incomplete, TNK_LANG_JA, { 0 } },
};

static void slurp(const char *path, tnk_buf *ret)
{
    char piece[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        fail_msg("no %s: run with TNK_GOLDEN_UPDATE=1", path);
    while ((n = fread(piece, 1, sizeof piece, f)) > 0)
        tnk_buf_add(ret, (tnk_str){ piece, n });
    fclose(f);
}

static void update(const char *path, tnk_str text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.ptr, 1, text.len, f), text.len);
    assert_int_equal(fclose(f), 0);
}

static void check(void **state)
{
    const struct row *row = *state;
    const char *ending = strrchr(row->name, '.') + 1;
    const char *format = strcmp(ending, "txt") == 0 ? "text" : ending;
    char path[256];
    tnk_buf got = TNK_BUF_INIT, want = TNK_BUF_INIT;
    tnk_error err = { 0 };
    tnk_record r = row->record(row->lang);
    const tnk_report_format *f = tnk_report_find(tnk_str_of(format));
    snprintf(path, sizeof path, "tests/unit/report/golden/%s", row->name);
    tnk_lang_set(row->lang, TNK_TEST_LOCALEDIR);
    assert_non_null(f);
    assert_int_equal(f->write(&r, &row->opts, &got, &err), 0);
    if (getenv("TNK_GOLDEN_UPDATE") != NULL)
        update(path, tnk_buf_str(&got));
    slurp(path, &want);
    assert_string_equal(got.ptr, want.ptr);
    assert_int_equal(got.len, want.len);
    tnk_buf_free(&got);
    tnk_buf_free(&want);
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("golden", t, NULL, NULL);
}
