/* SPDX-License-Identifier: Apache-2.0
 * Arena, atoms and buffer: what they promise at their edges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/arena.h"
#include "core/base/atoms.h"
#include "core/base/buf.h"
#include "core/base/str.h"

/* ---- arena ---- */

static void arena_is_zeroed_and_aligned(void **state)
{
    (void)state;
    static const size_t sizes[] = { 1, 16, 17, 70000, 3, 2 << 20, 0 };
    tnk_arena *a = tnk_arena_new(SIZE_MAX);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *p = tnk_arena_alloc(a, sizes[i]);
        assert_non_null(p);
        assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xAB, sizes[i]);
    }
    tnk_arena_free(a);
}

static void arena_cap(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(64);
    assert_non_null(tnk_arena_alloc(a, 33));    /* 48 in units */
    assert_int_equal(tnk_arena_used(a), 48);
    assert_null(tnk_arena_alloc(a, 17));
    assert_int_equal(tnk_arena_used(a), 48);
    assert_non_null(tnk_arena_alloc(a, 16));
    assert_null(tnk_arena_alloc(a, 1));
    assert_null(tnk_arena_str(a, TNK_S("x")).ptr);
    assert_null(tnk_arena_printf(a, "%d", 1).ptr);
    assert_null(tnk_arena_array(a, SIZE_MAX / 2, 3));
    assert_null(tnk_arena_alloc(a, SIZE_MAX));
    tnk_arena_free(a);
    tnk_arena_free(NULL);
}

static void arena_reset(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 20);
    for (int round = 0; round < 3; round++) {
        unsigned char *p = NULL;
        for (int i = 0; i < 1000; i++) {
            p = tnk_arena_alloc(a, 512);
            assert_non_null(p);
            assert_int_equal(p[0] | p[511], 0);
            memset(p, 0xFF, 512);
        }
        assert_int_equal(tnk_arena_used(a), 512000);
        tnk_arena_reset(a);
        assert_int_equal(tnk_arena_used(a), 0);
    }
    tnk_arena_free(a);
}

static void arena_text(void **state)
{
    (void)state;
    tnk_arena *a = tnk_arena_new(1 << 16);
    tnk_str s = tnk_arena_str(a, (tnk_str){ "abcdef", 3 });
    assert_int_equal(s.len, 3);
    assert_string_equal(s.ptr, "abc");
    s = tnk_arena_printf(a, "%s-%d", "x", 42);
    assert_int_equal(s.len, 4);
    assert_string_equal(s.ptr, "x-42");
    s = tnk_arena_str(a, (tnk_str){ NULL, 0 });
    assert_string_equal(s.ptr, "");
    tnk_arena_free(a);
}

/* ---- atoms ---- */

static tnk_atom add_number(tnk_atoms *t, unsigned i, bool find)
{
    char name[64];
    int n = snprintf(name, sizeof name, "key-number-%u", i);
    tnk_str s = { name, (size_t)n };
    return find ? tnk_atoms_find(t, s) : tnk_atoms_add(t, s);
}

static void atoms_are_numbers_of_texts(void **state)
{
    (void)state;
    tnk_atoms *t = tnk_atoms_new();
    tnk_atom a = tnk_atoms_add(t, TNK_S("a")), empty = tnk_atoms_add(t, (tnk_str){ NULL, 0 });
    assert_int_equal(a, 1);
    assert_int_equal(empty, 2);
    assert_int_equal(tnk_atoms_add(t, TNK_S("a")), a);
    assert_int_equal(tnk_atoms_add(t, TNK_S("")), empty);
    assert_int_equal(tnk_atoms_find(t, TNK_S("b")), 0);
    assert_int_not_equal(tnk_atoms_add(t, (tnk_str){ "a\0b", 3 }), a);
    assert_int_equal(tnk_atoms_str(t, 3).len, 3);
    assert_string_equal(tnk_atoms_str(t, a).ptr, "a");
    assert_int_equal(tnk_atoms_str(t, 0).len, 0);
    assert_int_equal(tnk_atoms_str(t, 99).len, 0);
    assert_int_equal(tnk_atoms_count(t), 3);
    tnk_atoms_free(t);
    tnk_atoms_free(NULL);
}

static void atoms_grow(void **state)
{
    (void)state;
    tnk_atoms *t = tnk_atoms_new();
    for (unsigned i = 0; i < 50000; i++)
        assert_int_equal(add_number(t, i, false), i + 1);
    for (unsigned i = 0; i < 50000; i++)
        assert_int_equal(add_number(t, i, true), i + 1);
    tnk_atoms_free(t);
}

/* Rewinding to every kind of mark (inside a chunk of text, at its first atom, before a growth), again
 * and again, leaves exactly the older atoms. */
static void atoms_rewind(void **state)
{
    (void)state;
    static const unsigned marks[] = { 0, 1, 1500, 2047, 2048, 2049, 4999 };
    tnk_atoms *t = tnk_atoms_new();
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++) {
        tnk_atoms_rewind(t, 0);
        for (unsigned i = 0; i < marks[m]; i++)
            assert_int_equal(add_number(t, i, false), i + 1);
        uint32_t mark = tnk_atoms_mark(t);
        for (int round = 0; round < 3; round++) {
            for (unsigned i = 0; i < 5000; i++)
                assert_int_equal(add_number(t, 100000 * (unsigned)(round + 1) + i, false), marks[m] + i + 1);
            tnk_atoms_rewind(t, mark);
            assert_int_equal(tnk_atoms_count(t), marks[m]);
            assert_int_equal(add_number(t, 100000 * (unsigned)(round + 1), true), 0);
            for (unsigned i = 0; i < marks[m]; i++)
                assert_int_equal(add_number(t, i, true), i + 1);
        }
    }
    tnk_atoms_rewind(t, 1000000);   /* past the end: nothing */
    assert_int_equal(tnk_atoms_count(t), 4999);
    tnk_atoms_free(t);
}

static void atoms_rewind_chunks(void **state)
{
    (void)state;
    static char big[100000];
    memset(big, 'x', sizeof big);
    tnk_atoms *t = tnk_atoms_new();
    assert_int_equal(tnk_atoms_add(t, TNK_S("first")), 1);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(tnk_atoms_add(t, (tnk_str){ big, sizeof big }), 2);    /* a chunk of its own */
        assert_int_equal(tnk_atoms_add(t, (tnk_str){ big, 32767 }), 3);         /* one that is just full */
        assert_int_equal(tnk_atoms_add(t, TNK_S("small")), 4);
        assert_string_equal(tnk_atoms_str(t, 1).ptr, "first");
        assert_int_equal(tnk_atoms_str(t, 3).len, 32767);
        tnk_atoms_rewind(t, round == 1 ? 2 : 1);
    }
    tnk_atoms_free(t);
}

/* ---- buffer ---- */

static void buf_collects(void **state)
{
    (void)state;
    tnk_buf b = TNK_BUF_INIT;
    assert_string_equal(tnk_buf_str(&b).ptr, "");
    for (int i = 0; i < 1000; i++) {
        tnk_buf_add(&b, (tnk_str){ "ab", 2 });
        tnk_buf_putc(&b, 'c');
        tnk_buf_puts(&b, "");
        tnk_buf_printf(&b, "%d", i % 10);
    }
    assert_int_equal(b.len, 4000);
    assert_memory_equal(b.ptr + 3996, "abc9", 5);
    assert_false(b.failed);
    tnk_buf_clear(&b);
    assert_string_equal(tnk_buf_str(&b).ptr, "");
    tnk_buf_free(&b);
    assert_null(b.ptr);
}

static void buf_failure_sticks(void **state)
{
    (void)state;
    tnk_buf b = { .max = 8 };
    tnk_buf_puts(&b, "12345678");
    assert_false(b.failed);
    tnk_buf_putc(&b, '9');
    assert_true(b.failed);
    tnk_buf_add(&b, (tnk_str){ "", 0 });
    tnk_buf_printf(&b, "x");
    assert_string_equal(b.ptr, "12345678");
    tnk_buf_clear(&b);
    tnk_buf_puts(&b, "abc");
    assert_string_equal(b.ptr, "abc");
    assert_false(b.failed);
    tnk_buf_printf(&b, "%s", "too long for it");
    assert_true(b.failed);
    assert_string_equal(b.ptr, "abc");
    tnk_buf_free(&b);
    assert_int_equal(b.max, 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_is_zeroed_and_aligned),
        cmocka_unit_test(arena_cap),
        cmocka_unit_test(arena_reset),
        cmocka_unit_test(arena_text),
        cmocka_unit_test(atoms_are_numbers_of_texts),
        cmocka_unit_test(atoms_grow),
        cmocka_unit_test(atoms_rewind),
        cmocka_unit_test(atoms_rewind_chunks),
        cmocka_unit_test(buf_collects),
        cmocka_unit_test(buf_failure_sticks),
    };
    return cmocka_run_group_tests_name("memory", tests, NULL, NULL);
}
