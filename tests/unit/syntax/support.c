/* SPDX-License-Identifier: Apache-2.0
 * See support.h. A row's first member is its name. */
#include "tests/unit/syntax/support.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void remember(void *ud, const char *code, tnk_span at, const char *msg)
{
    bench *b = ud;
    tnk_buf_printf(&b->warnings, "%s %" PRIu32 "-%" PRIu32 " %s\n", code, at.off, at.end, msg);
}

void bench_open(bench *b)
{
    *b = (bench){ .arena = tnk_arena_new((size_t)1 << 30), .atoms = tnk_atoms_new() };
    b->reader = (tnk_reader){ .arena = b->arena, .atoms = b->atoms, .warn = remember, .ud = b };
}

void bench_close(bench *b)
{
    tnk_buf_free(&b->warnings);
    tnk_atoms_free(b->atoms);
    tnk_arena_free(b->arena);
}

int bench_parse(bench *b, parse_fn parse, tnk_str text, tnk_value *ret, tnk_error *err, char **copy)
{
    *copy = malloc(text.len + (text.len == 0));
    assert_non_null(*copy);
    if (text.len != 0)
        memcpy(*copy, text.ptr, text.len);
    return parse(&b->reader, (tnk_str){ *copy, text.len }, ret, err);
}

static void dump_text(tnk_buf *out, tnk_str s)
{
    static const char plain[] = "\n\r\t\"\\", names[] = "nrt\"\\";
    tnk_buf_putc(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        const char *at = s.ptr[i] != '\0' ? strchr(plain, s.ptr[i]) : NULL;
        if (at != NULL)
            tnk_buf_printf(out, "\\%c", names[at - plain]);
        else if (s.ptr[i] == '\0')
            tnk_buf_puts(out, "\\0");
        else
            tnk_buf_putc(out, s.ptr[i]);
    }
    tnk_buf_putc(out, '"');
}

static void dump_kids(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v)
{
    tnk_buf_putc(out, v->kind == TNK_MAP ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        tnk_buf_puts(out, i > 0 ? "," : "");
        if (v->kind == TNK_MAP) {
            dump_text(out, tnk_atoms_str(atoms, v->u.kids[i].key));
            tnk_buf_putc(out, ':');
        }
        dump(out, atoms, &v->u.kids[i]);
    }
    tnk_buf_putc(out, v->kind == TNK_MAP ? '}' : ']');
}

void dump(tnk_buf *out, const tnk_atoms *atoms, const tnk_value *v)
{
    char scratch[24];
    switch (tnk_value_kind(v)) {
    case TNK_LIST:
    case TNK_MAP:
        dump_kids(out, atoms, v);
        break;
    case TNK_TEXT:
        dump_text(out, tnk_value_text(v));
        break;
    case TNK_NULL:
        tnk_buf_puts(out, "null");
        break;
    default:
        tnk_buf_add(out, tnk_value_scalar(v, scratch));
    }
}

void dump_spans(tnk_buf *out, const tnk_value *v)
{
    if (out->len > 0)
        tnk_buf_putc(out, ' ');
    if (v->key != 0)
        tnk_buf_printf(out, "%" PRIu32 ":", v->key_off);
    tnk_buf_printf(out, "%" PRIu32 "-%" PRIu32, v->off, v->end);
    tnk_value_each(kid, v)
        dump_spans(out, kid);
}

void check_places(const tnk_value *v, uint32_t len, unsigned depth)
{
    assert_true(depth > 0);
    assert_true(v->off <= v->end && v->end <= len && v->key_off <= len);
    if ((v->flags & TNK_F_ALIAS) != 0)
        return;
    tnk_value_each(kid, v)
        check_places(kid, len, depth - 1);
}

int run_rows(const char *group, const void *rows, size_t n, size_t size, CMUnitTestFunction check)
{
    struct CMUnitTest *t = calloc(n, sizeof *t);
    for (size_t i = 0; t != NULL && i < n; i++) {
        void *row = (void *)((uintptr_t)rows + i * size);
        t[i] = (struct CMUnitTest){ *(const char **)row, check, NULL, NULL, row };
    }
    int failed = t != NULL ? _cmocka_run_group_tests(group, t, n, NULL, NULL) : 1;
    free(t);
    return failed;
}
