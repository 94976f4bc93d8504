/* SPDX-License-Identifier: Apache-2.0
 * Breaking a paragraph into lines by display width; see width.h. */
#include "core/base/str.h"
#include "core/report/safe.h"
#include "core/report/width.h"

static bool one_of(uint32_t c, const uint32_t *list)
{
    for (; *list != 0; list++)
        if (*list == c)
            return true;
    return false;
}

/* Kinsoku: what must not begin a line, and what must not end one. */
static bool never_first(uint32_t c)
{
    static const uint32_t list[] = {
        U'、', U'。', U'，', U'．', U'・', U'：', U'；', U'？', U'！', U'」', U'』', U'）', U'】', U'〕',
        U'］', U'｝', U'〉', U'》', U'’', U'”', U'ー', U'～', U'〜', U'々', U'ゝ', U'ゞ', U'ヽ', U'ヾ',
        U'ぁ', U'ぃ', U'ぅ', U'ぇ', U'ぉ', U'っ', U'ゃ', U'ゅ', U'ょ', U'ゎ', U'ァ', U'ィ', U'ゥ', U'ェ',
        U'ォ', U'ッ', U'ャ', U'ュ', U'ョ', U'ヮ', U'ヵ', U'ヶ', U'｡', U'｣', U'､', U'･', U'ｰ', U'ﾞ',
        U'ﾟ', U'…', U'‥', U',', U'.', U':', U';', U'?', U'!', U')', U']', U'}', U'%', 0,
    };
    return one_of(c, list);
}

static bool never_last(uint32_t c)
{
    static const uint32_t list[] = {
        U'「', U'『', U'（', U'【', U'〔', U'［', U'｛', U'〈', U'《', U'‘', U'“', U'｢', U'(', U'[',
        U'{', 0,
    };
    return one_of(c, list);
}

/* May a line end between these two neighbours? Latin words break at blanks only, Japanese
 * anywhere. */
static bool breakable(uint32_t before, uint32_t after)
{
    bool cjk = tnk_char_width(before) == 2 || tnk_char_width(after) == 2 ||
               (before >= 0xFF61 && before <= 0xFF9F) || (after >= 0xFF61 && after <= 0xFF9F);
    return cjk && tnk_char_width(after) != 0 && !never_first(after) && !never_last(before);
}

typedef struct line {
    tnk_buf *out;
    tnk_str text;
    size_t indent;
    size_t start;       /* offset of the line's first character */
    size_t col;         /* where the next character goes */
    size_t end, next;   /* where to break last: at `end`, to go on at `next` */
    bool can;           /* there is such a place */
} line;

/* Ends the line at the last place to break, or right at `at`; returns where to go on from. What
 * stood behind the break is measured again: that is less than a line. */
static size_t fold(line *l, size_t at)
{
    if (!l->can)
        l->end = l->next = at;
    tnk_buf_add(l->out, (tnk_str){ l->text.ptr + l->start, l->end - l->start });
    tnk_buf_printf(l->out, "\n%*s", (int)l->indent, "");
    l->start = l->next;
    l->col = l->indent;
    l->can = false;
    return l->start;
}

/* A blank at offset i: it stands unless the line breaks there, and begins no line but a
 * continued one. */
static void blank(line *l, size_t i, bool after_blank)
{
    if (i == l->start && !l->can && (i != 0 || l->col == 0)) {
        l->start = i + 1;
        return;
    }
    if (!after_blank)
        l->end = i;
    l->next = i + 1;
    l->can = true;
    l->col++;
}

void tnk_wrap(tnk_buf *out, tnk_str text, size_t col, size_t indent, size_t width)
{
    line l = { .out = out, .text = text, .indent = indent, .col = col, .can = col > indent };
    uint32_t before = 0, c = 0;
    size_t i = 0;
    while (i < text.len) {
        unsigned n = tnk_safe_next(tnk_str_from(text, i), &c), w = tnk_char_width(c);
        if (c != ' ' && before != ' ' && i > l.start && breakable(before, c)) {
            l.end = l.next = i;
            l.can = true;
        }
        if (c == ' ') {
            blank(&l, i, before == ' ');
        } else if (l.col + w > width && (l.can || i > l.start)) {
            i = fold(&l, i);
            before = 0;
            continue;
        } else {
            l.col += w;
        }
        i += n + (n == 0);
        before = c;
    }
    bool tail = before == ' ' && l.can && l.next == i;  /* blanks at the very end are dropped */
    tnk_buf_add(out, (tnk_str){ text.ptr + l.start, (tail ? l.end : i) - l.start });
    tnk_buf_putc(out, '\n');
}
