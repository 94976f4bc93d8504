/* SPDX-License-Identifier: Apache-2.0
 * Our evaluator as `terraform console` in a folder, without configuration. */
#ifndef TEST_TFCONSOLE_CONSOLE_H
#define TEST_TFCONSOLE_CONSOLE_H

#include "lang/lang.h"
#include "tests/unit/cty/harness.h"

typedef struct console {
    harness h;
    tf_unit u;
    tf_module module;
    tf_instance root;
    tf_asking asking;
    const char *folder;         /* where files are, relative to the source tree */
    const char *mistake;        /* of syntax, the first; NULL: none */
} console;

void console_open(console *con, const char *folder);
void console_close(console *con);
/* NULL: it cannot be evaluated; con->mistake or con->u.cty.error says why. */
const cty_value *console_eval(console *con, tnk_str expr);
const char *console_error(const console *con);

/* Lines of a file: JSON objects (others are a failure). NULL: there is no such file. Lives in the console's memory. */
typedef struct console_lines {
    const cty_value **line;
    size_t n;
} console_lines;
bool console_read(console *con, const char *path, console_lines *ret);
/* Member of a line; NULL when it has none. */
const cty_value *console_get(const cty_value *line, const char *name);

#endif
