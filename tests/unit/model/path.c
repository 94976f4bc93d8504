/* SPDX-License-Identifier: Apache-2.0
 * Paths into documents. The answer is written as JSON-like text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/model/path.h"
#include "tests/unit/model/show.h"

#define DOC "{\"a\":{\"b\":[{\"c\":1,\"k\":\"x\"},{\"c\":2,\"k\":\"y\"},{\"k\":\"z\"}],\"s\":\"t\"},\"n\":null," \
            "\"x.y\":{\"z\":3},\"deep\":[[1,2],[3]],\"map\":{\"c\":9,\"k\":\"m\"}}"

static const struct row { const char *name, *path, *want; } rows[] = {
    { "a member", "a.s", "\"t\"" },
    { "the value itself", "", DOC },
    { "an item", "a.b[1].c", "2" },
    { "past the end", "a.b[9].c", "absent" },
    { "all items; those without it are left out", "a.b[*].c", "[1,2]" },
    { "all of nothing", "a.b[*].q", "absent" },
    { "the item with a key", "a.b[k=y].c", "2" },
    { "no such item", "a.b[k=q].c", "absent" },
    { "a quoted key", "\"x.y\".z", "3" },
    { "null counts as absent", "n", "absent" },
    { "through a scalar", "a.s.t", "absent" },
    { "a map where a list may stand: first", "map[0].c", "9" },
    { "a map where a list may stand: all", "map[*].c", "[9]" },
    { "a map where a list may stand: the one with a key", "map[k=m].c", "9" },
    { "a map where a list may stand: another key", "map[k=x].c", "absent" },
    { "a scalar where a list may stand", "a.s[k=t]", "absent" },
    { "two stars", "deep[*][*]", "[1,2,3]" },
    { "no such key", "q.r", "absent" },
    { "an empty step", "a..b", "error" },
    { "a trailing dot", "a.", "error" },
    { "an unclosed bracket", "a[0", "error" },
    { "a negative index", "a[-1]", "error" },
    { "a word as index", "a[x]", "error" },
    { "an empty key in a filter", "a[=x]", "error" },
    { "an unclosed quote", "\"a", "error" },
    { "too many steps", "a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a", "error" },
};

static void check(void **state)
{
    const struct row *r = *state;
    struct shown s;
    tnk_path p = { 0 };
    tnk_error err = { 0 };
    shown_open(&s, DOC);
    if (tnk_path_parse(s.arena, s.atoms, tnk_str_of(r->path), &p, &err) != TNK_OK)
        assert_string_equal("error", r->want);
    else
        assert_string_equal(shown_text(&s, tnk_path_follow(&p, &s.doc, s.arena)), r->want);
    shown_close(&s);
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("path", t, NULL, NULL);
}
