/* SPDX-License-Identifier: Apache-2.0
 * The catalogues we ship: complete, in both languages, written in the right widths. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/checklist/catalogue.h"

static tnk_catalogues *shipped;

static int load(void **state)
{
    tnk_error err = { 0 };
    (void)state;
    shipped = tnk_catalogues_new();
    if (tnk_catalogues_load(shipped, "rules/checklists", &err) != 0)
        print_error("%s\n", err.msg);
    return err.code;
}

static int unload(void **state)
{
    (void)state;
    tnk_catalogues_free(shipped);
    return 0;
}

/* Items of each group, as counted in the source texts; 0 ends. */
static const struct row {
    const char *id;
    bool partial;
    uint32_t groups[12];
} rows[] = {
    { "ds200-2", false, { 5, 4, 12, 5, 5, 3, 9 } },
    { "ds200-3", false, { 3, 3, 1, 2, 2, 2, 2, 4 } },
    { "muni-3", false, { 15, 17, 10, 5 } },
    { "cis-aws-3.0.0", true, { 20, 8, 9, 16, 6 } },
    { "cis-aws-1.5.0", true, { 1, 1 } },
    { "cis-azure-2.0.0", true, { 7, 4, 5, 1, 3, 5 } },
    { "cis-azure-3.0.0", true, { 3, 6, 5, 5, 1, 5 } },
    { "cis-gcp-2.0.0", true, { 8, 2, 8, 10, 2, 19, 1 } },
    { "cis-debian-12-1.1.0", true, { 22 } },
    { "cis-ubuntu-22.04-2.0.0", true, { 22 } },
    { "cis-rhel-9-2.0.0", true, { 1, 22 } },
};
enum { ROWS = sizeof rows / sizeof *rows };

static void counted(void **state)
{
    const struct row *r = *state;
    const tnk_catalogue *c = tnk_catalogues_find(shipped, tnk_str_of(r->id));
    assert_non_null(c);
    assert_int_equal(c->partial, r->partial);
    for (uint32_t g = 0; g < c->n_groups; g++)
        assert_int_equal(c->groups[g].n_items, r->groups[g]);
    assert_int_equal(r->groups[c->n_groups], 0);
}

static void nothing_uncounted(void **state)
{
    (void)state;
    assert_int_equal(tnk_catalogues_count(shipped), ROWS);
}

/* Ids run on without a gap: N-M in group N, in muni-3 simply 1 to 47. */
static void numbered(void **state)
{
    static const char *const ids[] = { "ds200-2", "ds200-3", "muni-3" };
    char want[64];
    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const tnk_catalogue *c = tnk_catalogues_find(shipped, tnk_str_of(ids[i]));
        for (uint32_t g = 0; g < c->n_groups; g++) {
            const tnk_catalogue_group *group = &c->groups[g];
            for (uint32_t k = 0; k < group->n_items; k++) {
                if (i == 2)
                    snprintf(want, sizeof want, "%s:%u", ids[i],
                             (unsigned)(&group->items[k] - c->items) + 1);
                else
                    snprintf(want, sizeof want, "%s:%u-%u", ids[i], g + 1, k + 1);
                assert_string_equal(group->items[k].id.ptr, want);
            }
        }
    }
}

static bool is_wide(uint32_t c)     /* kana, kanji and their punctuation */
{
    return c >= 0x3001 && c <= 0x9fff;
}

static const char *english_slip(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < 0x20 || s.ptr[i] > 0x7e)
            return "a character that is not ASCII";
    }
    return s.ptr[s.len - 1] == '.' ? "a full stop at the end" : NULL;
}

/* In a sentence; names of documents do have such spaces. */
static bool is_space_slip(uint32_t before, uint32_t c)
{
    return c == 0x3000 || (c == ' ' && is_wide(before)) || (before == ' ' && is_wide(c));
}

/* `before` and `c` stand side by side. */
static const char *japanese_slip(uint32_t before, uint32_t c)
{
    if ((c >= 0xff01 && c <= 0xff5e && c != 0xff08 && c != 0xff09) || (c >= 0xff61 && c <= 0xff9f))
        return "a full-width letter or half-width kana";
    if (is_wide(before) && c < 0x80 && strchr("(),.!?:;", (int)c) != NULL && c != 0)
        return "half-width punctuation after Japanese text";
    if (is_wide(c) && before < 0x80 && strchr("(),!?:;", (int)before) != NULL && before != 0)
        return "half-width punctuation before Japanese text";
    return NULL;
}

static const char *slip(const tnk_both *t, bool name)
{
    const char *what = english_slip(t->in[TNK_LANG_EN]);
    tnk_str s = t->in[TNK_LANG_JA];
    uint32_t before = 0, c = 0;
    bool wide = false;
    for (; what == NULL && s.len != 0; before = c) {
        s = tnk_str_from(s, tnk_utf8_next(s, &c));
        wide = wide || is_wide(c);
        what = !name && is_space_slip(before, c) ? "a space beside Japanese text"
                                                 : japanese_slip(before, c);
    }
    if (what == NULL && before == 0x3002)
        what = "a full stop at the end";
    return what != NULL || wide || name ? what : "no Japanese in the Japanese text";
}

static unsigned report(const char *where, const tnk_both *t, bool name)
{
    bool empty = t->in[TNK_LANG_JA].len == 0 || t->in[TNK_LANG_EN].len == 0;
    const char *what = empty ? "an empty text" : slip(t, name);
    if (what != NULL)
        print_error("%s: %s: %s / %s\n", where, what, t->in[TNK_LANG_JA].ptr,
                    t->in[TNK_LANG_EN].ptr);
    return what != NULL;
}

static void written_well(void **state)
{
    unsigned slips = 0;
    (void)state;
    for (uint32_t i = 0; i < tnk_catalogues_count(shipped); i++) {
        const tnk_catalogue *c = tnk_catalogues_at(shipped, i);
        slips += report(c->id.ptr, &c->title, true) + report(c->id.ptr, &c->source, true);
        for (uint32_t g = 0; g < c->n_groups; g++)
            slips += report(c->id.ptr, &c->groups[g].title, false);
        for (uint32_t k = 0; k < c->n_items; k++) {
            slips += report(c->items[k].id.ptr, &c->items[k].title, false);
            if (c->items[k].check != TNK_CHECK_AUTOMATED)
                slips += report(c->items[k].id.ptr, &c->items[k].manual, false);
        }
    }
    assert_int_equal(slips, 0);
}

/* The page for rule writers names items that exist and that files can show. */
static void links_page(void **state)
{
    char line[4096];
    unsigned links = 0, wrong = 0;
    bool allowed = true;
    (void)state;
    FILE *f = fopen("docs/checklist-links.md", "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        allowed = allowed && strncmp(line, "## Not to be linked", 19) != 0;
        for (char *p = strchr(line, '`'), *e; p != NULL && (e = strchr(p + 1, '`')) != NULL;
             p = strchr(e + 1, '`')) {
            tnk_str id = { p + 1, (size_t)(e - p - 1) };
            const tnk_catalogue_item *item = tnk_catalogues_item(shipped, id, NULL);
            if (memchr(id.ptr, ':', id.len) == NULL || tnk_str_starts(id, TNK_S("check:")))
                continue;
            links++;
            if (item == NULL ||
                (allowed && item->check == TNK_CHECK_MANUAL && !strstr(line, "Not `"))) {
                print_error("docs/checklist-links.md: %.*s\n", (int)id.len, id.ptr);
                wrong++;
            }
        }
    }
    fclose(f);
    assert_true(links > 50);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    struct CMUnitTest t[ROWS + 4] = {
        cmocka_unit_test(nothing_uncounted),
        cmocka_unit_test(numbered),
        cmocka_unit_test(written_well),
        cmocka_unit_test(links_page),
    };
    for (size_t i = 0; i < ROWS; i++)
        t[4 + i] =
            (struct CMUnitTest){ rows[i].id, counted, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("shipped", t, load, unload);
}
