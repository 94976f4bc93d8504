/* SPDX-License-Identifier: Apache-2.0
 * Source lines under a finding: line numbers, the code, and carets under the very place,
 * measured in columns of the terminal. A line too long for it is shown through a window around
 * the place. */
#include <inttypes.h>
#include <stdio.h>

#include "core/base/str.h"
#include "core/report/safe.h"
#include "core/report/text.h"

enum { TAB = 4 };

typedef struct cell {   /* one character as it is shown */
    tnk_str show;
    size_t width;
    char room[TNK_SAFE_ESCAPE_MAX];     /* for what is not shown as it is */
} cell;

/* The character at the beginning of s, which starts at column `col` of its line. Returns its
 * bytes. */
static size_t next_cell(tnk_str s, size_t col, cell *ret)
{
    uint32_t c;
    unsigned n = tnk_safe_next(s, &c);
    tnk_str seen = { s.ptr, n };
    if (n == 0)
        seen = TNK_S(TNK_SAFE_BAD);
    else if (c == '\t')
        seen = (tnk_str){ "    ", TAB - col % TAB };
    else if (!tnk_safe_char(c))
        seen = (tnk_str){ ret->room, tnk_safe_escape(c, ret->room) };
    ret->show = seen;
    ret->width = tnk_text_width(seen);
    return n + (n == 0);
}

/* The columns [from, to) that characters first..last-1 (1-based) of a line take; past its end:
 * the end. */
static void columns_of(tnk_str line, uint32_t first, uint32_t last, size_t *from, size_t *to)
{
    size_t col = 0, i = 0;
    cell c;
    *from = *to = SIZE_MAX;
    for (uint32_t at = 1; i < line.len; at++) {
        if (at == first)
            *from = col;
        if (at == last)
            *to = col;
        i += next_cell(tnk_str_from(line, i), col, &c);
        col += c.width;
    }
    if (*from == SIZE_MAX)
        *from = col;
    if (*to == SIZE_MAX || *to < *from)
        *to = col;
}

/* The part of a line that stands in columns [left, left + room), with dots where more was cut
 * off. */
static void window(tnk_buf *out, tnk_str line, size_t left, size_t room)
{
    size_t col = 0, i = 0, right = left + room;
    size_t total, none;
    columns_of(line, 1, UINT32_MAX, &none, &total);
    bool cut_left = left > 0 && total > 0, cut_right = total > right;
    size_t low = left + (cut_left ? 3 : 0), high = cut_right ? right - 3 : right, shown = low;
    tnk_buf_puts(out, cut_left ? "..." : "");
    while (i < line.len && col < high) {
        cell c;
        i += next_cell(tnk_str_from(line, i), col, &c);
        if (col >= low && col + c.width <= high) {
            tnk_buf_printf(out, "%*s", (int)(col - shown), "");     /* half of a wide one was cut */
            tnk_buf_add(out, c.show);
            shown = col + c.width;
        }
        col += c.width;
    }
    tnk_buf_puts(out, cut_right ? "..." : "");
}

static tnk_str cut_line(tnk_str *rest)
{
    const char *nl = memchr(rest->ptr, '\n', rest->len);
    size_t n = nl != NULL ? (size_t)(nl - rest->ptr) : rest->len;
    tnk_str line = { rest->ptr, n };
    *rest = tnk_str_from(*rest, n + (nl != NULL));
    if (tnk_str_ends(line, TNK_S("\r")))
        line.len--;
    return line;
}

/* Which columns to mark on line `number` of the place; false: none. */
static bool marked(const tnk_place *p, uint32_t number, tnk_str line, size_t *from, size_t *to)
{
    if (p->column <= p->snippet_skip || number != p->line)
        return false;
    columns_of(line, p->column - p->snippet_skip,
               p->end_line == p->line && p->end_column > p->snippet_skip
                   ? p->end_column - p->snippet_skip : UINT32_MAX,
               from, to);
    if (*to <= *from)
        *to = *from + 1;
    return true;
}

static void carets(tnk_text *t, int gutter, size_t from, size_t to, size_t left, size_t room)
{
    tnk_buf b = TNK_BUF_INIT;
    size_t end = to - left < room ? to - left : room;
    for (size_t i = from - left; i < end; i++)
        tnk_buf_putc(&b, '^');
    t->out->failed |= b.failed;
    tnk_buf_printf(t->out, "    %*s | %*s", gutter, "", (int)(from - left), "");
    tnk_paint(t, TNK_STYLE_HIGH, tnk_buf_str(&b));
    tnk_buf_putc(t->out, '\n');
    tnk_buf_free(&b);
}

/* The first column to show, so that the marked place is seen. */
static size_t window_left(const tnk_place *p, size_t room)
{
    tnk_str rest = p->snippet;
    size_t from, to;
    for (uint32_t n = p->snippet_line; rest.len != 0; n++) {
        tnk_str line = cut_line(&rest);
        if (marked(p, n, line, &from, &to))
            return to + 3 > room && from > room / 3 ? from - room / 3 : 0;
    }
    return 0;
}

void tnk_text_snippet(tnk_text *t, const tnk_place *p)
{
    tnk_str rest = p->snippet;
    uint64_t last = p->snippet_line;
    for (size_t i = 0; i + 1 < rest.len; i++)
        last += rest.ptr[i] == '\n';
    int gutter = snprintf(NULL, 0, "%" PRIu64, last);
    size_t room = t->width - (size_t)gutter - 7, from, to;
    size_t left = window_left(p, room);
    if (p->line == 0 || p->snippet_line == 0)
        return;
    for (uint32_t n = p->snippet_line; rest.len != 0; n++) {
        tnk_str line = cut_line(&rest);
        tnk_buf_printf(t->out, "    %*" PRIu32 " |%s", gutter, n, line.len != 0 ? " " : "");
        window(t->out, line, left, room);
        tnk_buf_putc(t->out, '\n');
        if (marked(p, n, line, &from, &to))
            carets(t, gutter, from, to, left, room);
    }
}
