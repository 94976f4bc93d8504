/* SPDX-License-Identifier: Apache-2.0
 * Expressions and what `terraform console` says to them (expressions/, recorded by ./record): our evaluator says the same. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/tfconsole/console.h"
#include "tests/unit/tfconsole/show.h"

#define HERE "tests/unit/tfconsole/"

#define UNKNOWN "(known after apply)"

/* Where we answer something else, and why. NULL: an error. */
static const struct exception { const char *expr, *ours, *why; } exceptions[] = {
    { "7 / 0", NULL, "an infinite number is no use to anybody" },
    { "log(0, 10)", NULL, "the same" },
    { "log(10, 1)", NULL, "the same" },
    { "yamldecode(\"- 1\\n- true\\n- 0x10\\n- 0o17\\n- 017\\n- 1e3\\n- .inf\")", NULL, "the same" },
    { "length(\"a\") / length(\"abc\")",
      "0.3333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333333"
      "3333333333333333333333333333333333333333333335", "its counts have 64 bits of precision, all our integers 512" },
    { "cidrhost(\"::ffff:10.0.0.0/120\", 1)", "\"10.0.0.1\"", "its answer, 0:1::ffff:a00:0, is not in that" },
    { "cidrsubnet(\"10.0.0.0/8\", 8, -1)", NULL, "its answer, 0.1.0.0/16, is no subnet of that" },
    { "templatestring(\"a\", {})", "\"a\"", "it insists on a name; that its argument is none harms nobody" },
    { "templatestring(\"x\", {})", "\"x\"", "the same" },
    { "templatefile(\"greet.tftpl\", { \"bad name\" = 1, name = \"A\", items = [] })", "<<EOT\nDear A,\nBye.\n\nEOT",
      "a variable that cannot be named harms nobody" },
    { "fileexists(\"sub\")", "false", "folders are not told from what is not there" },
    { "file(\"sub\")", UNKNOWN, "the same" },
    { "file(\"nope.txt\")", UNKNOWN, "the file may be made before Terraform is started" },
    { "filemd5(\"nope.txt\")", UNKNOWN, "the same" },
    { "templatefile(\"nope.tftpl\", {})", UNKNOWN, "the same" },
    { "fileset(\".\", \"**/*.txt\")", UNKNOWN, "what ** matches cannot be asked of the host" },
    { "path.nope", UNKNOWN, "a name that is not there is told once, where it stands, and is unknown" },
    { "terraform.nope", UNKNOWN, "the same" },
    { "var.nope", UNKNOWN, "the same" },
    { "local.nope", UNKNOWN, "the same" },
    { "foo.bar", UNKNOWN, "the same" },
    { "{ a.b = 1 }", UNKNOWN, "the same" },
    { "provider::x::f(1)", UNKNOWN, "functions of providers are not known here" },
};

static const struct exception *exception_of(tnk_str expr)
{
    for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++) {
        if (tf_is(expr, exceptions[i].expr))
            return &exceptions[i];
    }
    return NULL;
}

/* What is wanted for a line; NULL: an error. */
static const char *wanted(const cty_value *line)
{
    const struct exception *e = exception_of(console_get(line, "expr")->str);
    if (e != NULL)
        return e->ours;
    if (console_get(line, "outside") != NULL)
        return "(known after apply)";
    const cty_value *want = console_get(line, "want");
    if (want == NULL)
        assert_non_null(console_get(line, "error"));
    return want != NULL ? want->str.ptr : NULL;
}

static void answers(void **state)
{
    const cty_value *line = *state;
    tnk_str expr = console_get(line, "expr")->str;
    const char *want = wanted(line);
    console con;
    console_open(&con, HERE "files");
    const cty_value *v = console_eval(&con, expr);
    const char *got = v != NULL ? console_show(&con.u.cty, v).ptr : NULL;
    if (want == NULL && got != NULL)
        fail_msg("an error is wanted, not %s", got);
    if (want != NULL && got == NULL)
        fail_msg("%s\nis wanted, not the error: %s", want, console_error(&con));
    if (want != NULL)
        assert_string_equal(got, want);
    else
        assert_int_not_equal(console_error(&con)[0], 0);
    console_close(&con);
}

int main(void)
{
    static const char *const files[] = { "collections", "files", "idioms", "language", "numbers", "secrets", "text", "types" };
    enum { MAX = 4096 };
    static struct CMUnitTest tests[MAX];
    size_t n = 0;
    console con;
    console_open(&con, HERE "files");
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        char path[200];
        console_lines lines;
        (void)snprintf(path, sizeof path, HERE "expressions/%s.jsonl", files[f]);
        if (!console_read(&con, path, &lines))
            return EXIT_FAILURE;
        for (size_t i = 0; i < lines.n && n < MAX; i++) {
            const cty_value *expr = console_get(lines.line[i], "expr");
            if (expr != NULL)
                tests[n++] = (struct CMUnitTest){ expr->str.ptr, answers, NULL, NULL, (void *)(uintptr_t)lines.line[i] };
        }
    }
    print_message("%zu expressions\n", n);
    int failed = n < 1000 ? EXIT_FAILURE : _cmocka_run_group_tests("terraform console", tests, n, NULL, NULL);
    console_close(&con);
    return failed;
}
