/* SPDX-License-Identifier: Apache-2.0
 * The template of fixtures/cloudformation comes out as app.expect says, with what is said of
 * resources besides their properties. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/cloudformation/scan.h"

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    scan *s = ud;
    (void)by;
    tnk_buf_printf(&s->resources, "%.*s %.*s\n", (int)r->kind.len, r->kind.ptr, (int)r->address.len,
                   r->address.ptr);
    tnk_value_each(member, r->value) {
        tnk_str key = tnk_atoms_str(s->cx.atoms, member->key);
        tnk_source *source = s->cx.sources.at[member->file];
        tnk_position at = tnk_source_position(source, s->cx.arena, member->off);
        tnk_buf_printf(&s->resources, "  %s:%u %.*s = ", source->path.ptr, at.line, (int)key.len,
                       key.ptr);
        scan_write(&s->resources, s->cx.atoms, member, true);
        tnk_buf_putc(&s->resources, '\n');
    }
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    scan *s = ud;
    tnk_buf_printf(&s->resources, "%.*s needs %.*s by %.*s\n", (int)from.len, from.ptr, (int)to.len,
                   to.ptr, (int)by.len, by.ptr);
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    scan *s = ud;
    (void)path, (void)at, (void)has_place;
    tnk_buf_printf(&s->resources, "%u %.*s %.*s\n", level, (int)code.len, code.ptr, (int)msg.len,
                   msg.ptr);
}

/* After a change that is meant: TNK_GOLDEN_UPDATE=1 test_cloudformation_fixture, and read the
 * difference. */
static void update(const tnk_buf *text)
{
    FILE *f = getenv("TNK_GOLDEN_UPDATE") != NULL
                  ? fopen("fixtures/cloudformation/app.expect", "wb")
                  : NULL;
    if (f == NULL)
        return;
    assert_int_equal(fwrite(text->ptr, 1, text->len, f), text->len);
    fclose(f);
}

static void as_expected(void **state)
{
    static const tnk_str path = { "app.yaml", 8 }, expect = { "app.expect", 10 };
    tnk_error err = { 0 };
    tnk_str want;
    scan s = { .plugins = tnk_plugins_new() };
    tnk_collect_sink sink = { &s, take_resource, take_reference, take_diag };
    (void)state;
    s.cx.arena = tnk_arena_new((size_t)64 << 20);
    s.cx.atoms = tnk_atoms_new();
    assert_int_equal(tnk_plugins_add(s.plugins, tenken_collector_v1(TNK_ABI), &err), 0);
    assert_int_equal(tnk_tree_open("fixtures/cloudformation", NULL, &s.cx.tree, &err), 0);
    assert_int_equal(tnk_collect_unit(s.plugins, &s.cx, 1, &path, 1, &sink, &err), 0);
    update(&s.resources);
    assert_int_equal(tnk_tree_read(s.cx.tree, s.cx.arena, expect, &want, &err), 0);
    assert_string_equal(s.resources.ptr, want.ptr);
    scan_free(&s);
}

int main(void)
{
    static const struct CMUnitTest t[] = { cmocka_unit_test(as_expected) };
    return cmocka_run_group_tests_name("cloudformation fixture", t, NULL, NULL);
}
