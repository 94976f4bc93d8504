/* SPDX-License-Identifier: Apache-2.0
 * Catalogues from text: what a good one gives, and how every mistake is named with its line. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/checklist/catalogue.h"

#define HEAD "id: demo\n" \
             "title: { ja: 題, en: Title }\n" \
             "source: { ja: 出典, en: Source }\n" \
             "partial: false\n"                                              /* 4 lines */
#define GROUP "groups:\n" \
              "  - id: \"1\"\n" \
              "    title: { ja: 群, en: Group }\n" \
              "    items:\n"                                                 /* lines 5 to 8 */
#define ITEM(id) "      - { id: \"" id "\", title: { ja: 項, en: Item }, check: automated }\n"

static const struct row {
    const char *name, *text, *msg;
} rows[] = {
    { "empty file", "", "x.yaml:1: a checklist file holds exactly one document" },
    { "two documents", HEAD GROUP ITEM("1") "---\na: 1\n",
      "x.yaml:11: a checklist file holds exactly one document" },
    { "not a map", "- 1\n",
      "x.yaml:1: a checklist must be a map with the keys id, title, source, partial, groups" },
    { "unknown key", HEAD "colour: red\n" GROUP ITEM("1"),
      "x.yaml:5: a checklist has no key \"colour\"; use id, title, source, partial, groups" },
    { "unknown key of an item", HEAD GROUP "      - id: \"1\"\n        Title: x\n",
      "x.yaml:10: an item has no key \"Title\"; use id, title, check, manual" },
    { "no groups", HEAD, "x.yaml:1: a checklist lacks the key \"groups\"; add it" },
    { "no items", HEAD "groups: [ { id: \"1\", title: { ja: 群, en: G }, items: [] } ]\n",
      "x.yaml:5: \"items\" must be a list with at least one entry" },
    { "groups is a text", HEAD "groups: none\n",
      "x.yaml:5: \"groups\" must be a list with at least one entry" },
    { "Japanese missing",
      HEAD GROUP "      - id: \"1\"\n        title: { en: Item }\n        check: automated\n",
      "x.yaml:10: a text lacks the key \"ja\"; add it" },
    { "third language",
      "id: demo\ntitle: { ja: 題, en: T, fr: T }\nsource: x\npartial: x\ngroups: x\n",
      "x.yaml:2: a text has no key \"fr\"; use en, ja" },
    { "empty text",
      HEAD GROUP "      - { id: \"1\", title: { ja: \" \", en: Item }, check: automated }\n",
      "x.yaml:9: the text in \"ja\" is empty or no text; write it in quotes" },
    { "number as text",
      HEAD GROUP "      - { id: \"1\", title: { ja: 項, en: 5 }, check: automated }\n",
      "x.yaml:9: the text in \"en\" is empty or no text; write it in quotes" },
    { "text of two lines",
      HEAD GROUP "      - { id: \"1\", title: { ja: 項, en: \"a\\nb\" }, check: automated }\n",
      "x.yaml:9: the text in \"en\" must be one line without control characters" },
    { "bad check word",
      HEAD GROUP "      - { id: \"1\", title: { ja: 項, en: I }, check: maybe }\n",
      "x.yaml:9: check must be automated, partial or manual" },
    { "manual without its text",
      HEAD GROUP "      - { id: \"1\", title: { ja: 項, en: I }, check: manual }\n",
      "x.yaml:9: an item that files cannot fully show needs \"manual\": what a person must show" },
    { "id without quotes",
      HEAD GROUP "      - { id: 1.10, title: { ja: 項, en: I }, check: automated }\n",
      "x.yaml:9: an id must be text; write it in quotes, or 1.10 becomes 1.1" },
    { "id with a colon", HEAD GROUP ITEM("1:2"),
      "x.yaml:9: an id is 1 to 64 of A-Z, a-z, 0-9, \".\" and \"-\"" },
    { "item twice", HEAD GROUP ITEM("1") ITEM("2") ITEM("1"),
      "x.yaml:11: item \"1\" is there twice; give each its own id" },
    { "item twice across groups",
      HEAD GROUP ITEM("1") "  - { id: \"2\", title: { ja: 群, en: G }, items: [ { id: \"1\", "
                           "title: { ja: 項, en: I }, check: automated } ] }\n",
      "x.yaml:10: item \"1\" is there twice; give each its own id" },
    { "group twice",
      HEAD GROUP ITEM("1") "  - { id: \"1\", title: { ja: 群, en: G }, items: [ { id: \"2\", "
                           "title: { ja: 項, en: I }, check: automated } ] }\n",
      "x.yaml:10: group \"1\" is there twice; give each its own id" },
    { "partial is no flag",
      "id: demo\ntitle: { ja: 題, en: T }\nsource: { ja: 出, en: S }\npartial: \"no\"\n" GROUP ITEM(
          "1"),
      "x.yaml:4: partial must be true or false" },
    { "known checklist",
      "id: first\ntitle: { ja: 題, en: T }\nsource: { ja: 出, en: S }\npartial: true\n" GROUP ITEM(
          "1"),
      "x.yaml:1: checklist \"first\" is already loaded from another file" },
};
enum { ROWS = sizeof rows / sizeof *rows };

static int add(tnk_catalogues *c, const char *text, tnk_error *err)
{
    return tnk_catalogues_add(c, TNK_S("x.yaml"), tnk_str_of(text), err);
}

static tnk_catalogues *with_first(void)
{
    tnk_catalogues *c = tnk_catalogues_new();
    tnk_error err = { 0 };
    assert_non_null(c);
    assert_int_equal(
        add(c,
            "id: first\ntitle: { ja: 題, en: T }\nsource: { ja: 出, en: S }\npartial: true\n" GROUP
                ITEM("A.1") ITEM("A.2"),
            &err),
        0);
    return c;
}

/* A mistake is named, and what was on the shelf stays as it was. */
static void refuses(void **state)
{
    const struct row *r = *state;
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    assert_int_equal(add(c, r->text, &err), TNK_EPARSE);
    assert_string_equal(err.msg, r->msg);
    assert_int_equal(tnk_catalogues_count(c), 1);
    assert_int_equal(tnk_catalogues_items(c), 2);
    assert_false(tnk_catalogues_has(c, TNK_S("demo:1")));
    assert_int_equal(add(c, r->text, NULL), TNK_EPARSE);
    err = (tnk_error){ 0 };
    assert_int_equal(add(c, HEAD GROUP ITEM("9"), &err), 0);
    uint32_t number = 99;
    assert_string_equal(tnk_catalogues_item(c, TNK_S("demo:9"), &number)->id.ptr, "demo:9");
    assert_int_equal(number, 2);
    tnk_catalogues_free(c);
}

static void repeated_key(void **state)
{
    (void)state;
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    assert_int_equal(add(c, HEAD "partial: true\n" GROUP ITEM("1"), &err), TNK_EPARSE);
    assert_memory_equal(err.msg, "x.yaml:5: ", 10);
    err = (tnk_error){ 0 };
    assert_int_equal(add(c, "id: [\n", &err), TNK_EPARSE);
    assert_memory_equal(err.msg, "x.yaml:", 7);
    tnk_catalogues_free(c);
}

static void too_large(void **state)
{
    (void)state;
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    char *text = calloc(1, TNK_CATALOGUE_BYTES_MAX + 2);
    assert_non_null(text);
    memset(text, '\n', TNK_CATALOGUE_BYTES_MAX + 1);
    assert_int_equal(add(c, text, &err), TNK_ELIMIT);
    assert_string_equal(err.msg, "x.yaml:1: the checklist is larger than 4 MiB; split it");
    free(text);
    tnk_catalogues_free(c);
}

static void good(void **state)
{
    (void)state;
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    assert_int_equal(add(c,
                         HEAD GROUP ITEM("1-1") "      - id: \"1-2\"\n        title: { ja: 項, en: "
                                                "Item }\n        check: manual\n"
                                                "        manual: { ja: 示す, en: Show }\n",
                         &err),
                     0);
    const tnk_catalogue *d = tnk_catalogues_find(c, TNK_S("demo"));
    assert_ptr_equal(d, tnk_catalogues_at(c, 1));
    assert_null(tnk_catalogues_at(c, 2));
    assert_string_equal(d->source.in[TNK_LANG_JA].ptr, "出典");
    assert_false(d->partial);
    assert_int_equal(d->n_groups, 1);
    assert_int_equal(d->groups[0].n_items, 2);
    assert_ptr_equal(d->groups[0].items, d->items);
    assert_string_equal(d->items[1].id.ptr, "demo:1-2");
    assert_string_equal(d->items[1].manual.in[TNK_LANG_EN].ptr, "Show");
    assert_int_equal(d->items[1].check, TNK_CHECK_MANUAL);
    assert_int_equal(d->items[0].manual.in[TNK_LANG_EN].len, 0);
    assert_ptr_equal(tnk_catalogues_item(c, TNK_S("demo:1-2"), NULL), &d->items[1]);
    tnk_catalogues_free(c);
}

static void links_of_rules(void **state)
{
    (void)state;
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    assert_int_equal(tnk_catalogues_check(c, TNK_S("first:A.2"), &err), 0);
    assert_int_equal(tnk_catalogues_check(c, TNK_S("first:A.3"), &err), TNK_ENOENT);
    assert_string_equal(
        err.msg, "checklist \"first\" has no item \"first:A.3\"; correct the id or add the item");
    err = (tnk_error){ 0 };
    assert_int_equal(tnk_catalogues_check(c, TNK_S("cis-x:1"), &err), TNK_ENOENT);
    assert_string_equal(
        err.msg, "there is no checklist \"cis-x\" for item \"cis-x:1\"; correct the id or add "
                 "the checklist");
    err = (tnk_error){ 0 };
    assert_int_equal(tnk_catalogues_check(c, TNK_S("A.2"), &err), TNK_ENOENT);
    assert_string_equal(err.msg, "\"A.2\" is no checklist item; write it as \"checklist:item\"");
    assert_false(tnk_catalogues_has(NULL, TNK_S("first:A.2")));
    assert_false(tnk_catalogues_has(c, (tnk_str){ NULL, 0 }));
    tnk_catalogues_free(c);
    tnk_catalogues_free(NULL);
}

static void put_file(const char *dir, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void drop_file(const char *dir, const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    assert_int_equal(remove(path), 0);
}

static void folders(void **state)
{
    (void)state;
    char dir[] = "/tmp/tenken-checklists-XXXXXX", want[256];
    tnk_catalogues *c = with_first();
    tnk_error err = { 0 };
    assert_non_null(mkdtemp(dir));
    put_file(dir, "b.yaml", HEAD GROUP ITEM("1"));
    put_file(dir, ".hidden.yaml", "no checklist");
    put_file(dir, "notes.txt", "no checklist");
    assert_int_equal(tnk_catalogues_load(c, dir, &err), 0);
    assert_int_equal(tnk_catalogues_count(c), 2);
    assert_int_equal(tnk_catalogues_load(c, dir, &err), TNK_EPARSE);
    snprintf(want, sizeof want,
             "%s/b.yaml:1: checklist \"demo\" is already loaded from another file", dir);
    assert_string_equal(err.msg, want);
    drop_file(dir, "b.yaml"), drop_file(dir, ".hidden.yaml"), drop_file(dir, "notes.txt");
    put_file(dir, "a.yaml", "");
    err = (tnk_error){ 0 };
    assert_int_equal(tnk_catalogues_load(c, dir, &err), TNK_EPARSE);
    snprintf(want, sizeof want, "%s/a.yaml:1: a checklist file holds exactly one document", dir);
    assert_string_equal(err.msg, want);
    drop_file(dir, "a.yaml");
    assert_int_equal(rmdir(dir), 0);
    err = (tnk_error){ 0 };
    assert_int_equal(tnk_catalogues_load(c, dir, &err), TNK_ENOENT);
    assert_non_null(strstr(err.msg, dir));
    tnk_catalogues_free(c);
}

int main(void)
{
    struct CMUnitTest t[ROWS + 5] = {
        cmocka_unit_test(repeated_key), cmocka_unit_test(too_large), cmocka_unit_test(good),
        cmocka_unit_test(links_of_rules), cmocka_unit_test(folders),
    };
    for (size_t i = 0; i < ROWS; i++)
        t[5 + i] =
            (struct CMUnitTest){ rows[i].name, refuses, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("catalogue", t, NULL, NULL);
}
