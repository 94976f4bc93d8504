/* SPDX-License-Identifier: Apache-2.0
 * Line tables by memchr, made lazily, searched by bisection; see source.h. */
#include "core/value/source.h"

#include <stdbool.h>
#include <string.h>

#include "core/base/utf8.h"

tnk_source *tnk_sources_add(tnk_sources *s, tnk_arena *a, tnk_str path, tnk_str text, uint32_t *ret)
{
    if (s->n >= TNK_SOURCES_MAX || text.len > UINT32_MAX - 1)
        return NULL;
    if (s->n == s->cap) {
        uint32_t cap = s->cap != 0 ? s->cap * 2 : 4;
        tnk_source **at = tnk_arena_array(a, cap, sizeof *at);
        if (at == NULL)
            return NULL;
        if (s->n != 0)
            memcpy(at, s->at, s->n * sizeof *at);
        s->at = at;
        s->cap = cap;
    }
    tnk_source *src = tnk_arena_alloc(a, sizeof *src);
    if (src == NULL)
        return NULL;
    src->path = path;
    src->text = text;
    *ret = s->n;
    s->at[s->n++] = src;
    return src;
}

static uint32_t count_lines(tnk_str text)
{
    uint32_t n = 1;
    const char *p = text.ptr, *end = text.ptr + text.len;
    while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL)
        n++, p++;
    return n;
}

static void make_lines(tnk_source *s, tnk_arena *a)
{
    uint32_t n = count_lines(s->text);
    s->lines = tnk_arena_array(a, n, sizeof *s->lines);
    if (s->lines == NULL)
        return;
    s->n_lines = n;
    const char *p = s->text.ptr, *end = s->text.ptr + s->text.len;
    for (uint32_t i = 1; i < n; i++) {
        p = (const char *)memchr(p, '\n', (size_t)(end - p)) + 1;
        s->lines[i] = (uint32_t)(p - s->text.ptr);
    }
}

static bool starts_character(char c)
{
    return ((unsigned char)c & 0xC0) != 0x80;
}

/* How many characters start in text[from, to). */
static uint32_t starts_between(const tnk_source *s, uint32_t from, uint32_t to)
{
    uint32_t n = 0;
    for (; from < to; from++)
        n += starts_character(s->text.ptr[from]);
    return n;
}

static bool make_marks(tnk_source *s, tnk_arena *a)
{
    uint32_t n = (uint32_t)(s->text.len / TNK_SOURCE_STEP) + 1;
    if (s->marks != NULL)
        return true;
    s->marks = tnk_arena_array(a, n, sizeof *s->marks);
    for (uint32_t i = 1; s->marks != NULL && i < n; i++)
        s->marks[i] = s->marks[i - 1] + starts_between(s, (i - 1) * TNK_SOURCE_STEP, i * TNK_SOURCE_STEP);
    return s->marks != NULL;
}

static uint32_t starts_before(const tnk_source *s, uint32_t off)
{
    return s->marks[off / TNK_SOURCE_STEP] + starts_between(s, off / TNK_SOURCE_STEP * TNK_SOURCE_STEP, off);
}

/* The column of a byte far down a line: counted from marks, so that a minified file with many findings is
 * not walked from its start for each. */
static uint32_t far_column(const tnk_source *s, uint32_t line, uint32_t off)
{
    bool inside = off < s->text.len && !starts_character(s->text.ptr[off]);
    return starts_before(s, off) - starts_before(s, line) + 1 - inside;
}

uint32_t tnk_source_line_at(tnk_source *s, tnk_arena *a, uint32_t off)
{
    if (s->lines == NULL)
        make_lines(s, a);
    if (s->lines == NULL)
        return 1;
    uint32_t low = 0, high = s->n_lines;    /* the line that starts at or before off */
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (s->lines[mid] <= off)
            low = mid;
        else
            high = mid;
    }
    return low + 1;
}

tnk_position tnk_source_position(tnk_source *s, tnk_arena *a, uint32_t off)
{
    uint32_t low = tnk_source_line_at(s, a, off) - 1;
    if (s->lines == NULL)
        return (tnk_position){ 1, 1 };
    if (off > s->text.len)
        off = (uint32_t)s->text.len;
    uint32_t column = 1, c, at = s->lines[low];
    if (off - at > 4 * TNK_SOURCE_STEP && make_marks(s, a))
        return (tnk_position){ low + 1, far_column(s, at, off) };
    while (at < off) {
        unsigned n = tnk_utf8_next((tnk_str){ s->text.ptr + at, s->text.len - at }, &c);
        if (n > off - at)
            break;      /* off is inside this character */
        at += n != 0 ? n : 1;
        column++;
    }
    return (tnk_position){ low + 1, column };
}

tnk_str tnk_source_line(tnk_source *s, tnk_arena *a, uint32_t line)
{
    if (s->lines == NULL)
        make_lines(s, a);
    if (s->lines == NULL || line == 0 || line > s->n_lines)
        return (tnk_str){ "", 0 };
    size_t from = s->lines[line - 1];
    size_t to = line < s->n_lines ? s->lines[line] - 1 : s->text.len;
    if (to > from && s->text.ptr[to - 1] == '\r')
        to--;
    return (tnk_str){ s->text.ptr + from, to - from };
}
