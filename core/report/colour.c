/* SPDX-License-Identifier: Apache-2.0
 * The look of the terminal report: a handful of styles, or none. */
#include "core/report/text.h"

void tnk_paint(tnk_text *t, tnk_style style, tnk_str s)
{
    static const char *const codes[] = {
        [TNK_STYLE_CRITICAL] = "1;31", [TNK_STYLE_HIGH] = "31", [TNK_STYLE_MEDIUM] = "33",
        [TNK_STYLE_LOW] = "36", [TNK_STYLE_INFO] = "34", [TNK_STYLE_STRONG] = "1",
        [TNK_STYLE_FAINT] = "2", [TNK_STYLE_GOOD] = "32", [TNK_STYLE_OPEN] = "35",
    };
    if (t->opts->colour)
        tnk_buf_printf(t->out, "\x1b[%sm", codes[style]);
    tnk_show(t->out, s);
    if (t->opts->colour)
        tnk_buf_puts(t->out, "\x1b[0m");
}
