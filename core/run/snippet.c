/* SPDX-License-Identifier: Apache-2.0
 * See snippet.h. */
#include "core/run/snippet.h"

#include "core/base/buf.h"
#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/run/unit.h"

enum { LEAD = 60 };     /* bytes shown before the place on a line that is cut at its start */

struct masking {
    const tnk_mask *at, *end;   /* those of the file that end behind what was shown already */
};

/* Is the byte at `off` of the source hidden? Offsets are asked for in rising order; masks may overlap. */
static bool hidden(struct masking *m, uint32_t off)
{
    while (m->at < m->end && m->at->end <= off)
        m->at++;
    for (const tnk_mask *k = m->at; k < m->end && k->off <= off; k++) {
        if (off < k->end)
            return true;
    }
    return false;
}

/* One line, which starts at byte `off` of the source. */
static void add_line(tnk_buf *out, tnk_str line, uint32_t off, struct masking *m)
{
    size_t i = 0;
    while (i < line.len) {
        uint32_t c;
        unsigned n = tnk_utf8_next((tnk_str){ line.ptr + i, line.len - i }, &c);
        if (out->len > out->max - 8)
            break;
        if (hidden(m, off + (uint32_t)i))
            tnk_buf_putc(out, '*');
        else if (n == 0)
            tnk_buf_puts(out, "\xEF\xBF\xBD");
        else
            tnk_buf_add(out, (tnk_str){ line.ptr + i, n });
        i += n != 0 ? n : 1;
    }
}

static uint32_t count(tnk_str s)
{
    uint32_t n = 0, c;
    for (size_t i = 0; i < s.len; n++) {
        unsigned len = tnk_utf8_next((tnk_str){ s.ptr + i, s.len - i }, &c);
        i += len != 0 ? len : 1;
    }
    return n;
}

static struct masking masks_of(uint32_t file, const tnk_mask *masks, uint32_t n)
{
    struct masking m = { masks, masks };
    while (m.at < masks + n && m.at->file < file)
        m.at++;
    for (m.end = m.at; m.end < masks + n && m.end->file == file; m.end++)
        ;
    return m;
}

/* Where to start showing a long line, so that its byte `at` is seen. */
static size_t window(tnk_str line, size_t at)
{
    size_t from = at > LEAD ? at - LEAD : 0;
    while (from > 0 && from < line.len && ((unsigned char)line.ptr[from] & 0xC0) == 0x80)
        from--;
    return from;
}

tnk_str tnk_snippet(tnk_source *src, tnk_arena *a, tnk_span at, const tnk_mask *masks, uint32_t n_masks,
                    uint32_t *first, uint32_t *skip)
{
    struct masking m = masks_of(at.file, masks, n_masks);
    tnk_position p = tnk_source_position(src, a, at.off);
    *skip = 0;
    uint32_t from = p.line > 2 ? p.line - 2 : 1;
    tnk_buf out = { .max = (size_t)TNK_SNIPPET_LINES * (TNK_SNIPPET_LINE_MAX * 4 + 8) };
    for (uint32_t n = from; n < from + TNK_SNIPPET_LINES && n <= src->n_lines; n++) {
        tnk_str line = tnk_source_line(src, a, n);
        if (n == p.line && line.len > TNK_SNIPPET_LINE_MAX) {
            /* Counted back from the column at hand: from the line's start it would be work without end. */
            size_t off = at.off - (size_t)(line.ptr - src->text.ptr), shown = window(line, off);
            uint32_t seen = count((tnk_str){ line.ptr + shown, off - shown });
            *skip = p.column > seen ? p.column - 1 - seen : 0;
            line = tnk_str_from(line, shown);
        }
        if (line.len > TNK_SNIPPET_LINE_MAX)
            line.len = tnk_utf8_cut((tnk_str){ line.ptr, TNK_SNIPPET_LINE_MAX });
        if (n != from)
            tnk_buf_putc(&out, '\n');
        add_line(&out, line, (uint32_t)(line.ptr - src->text.ptr), &m);
    }
    tnk_str s = out.failed ? (tnk_str){ "", 0 } : tnk_arena_str(a, tnk_buf_str(&out));
    tnk_buf_free(&out);
    *first = from;
    return s.ptr != NULL ? s : (tnk_str){ "", 0 };
}
