/* SPDX-License-Identifier: Apache-2.0
 * Functions against the answers that Terraform gave; answers.txt says which and how they were recorded. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/tffunc/expression.h"

enum { ROWS_MAX = 2000, LINE_MAX_BYTES = 16 * 1024 };

typedef struct answer {
    char *expr, *type, *want;   /* want: JSON, "error", "unknown" */
} answer;

static void check(void **state)
{
    const answer *a = *state;
    fixture *f = calloc(1, sizeof *f);
    fixture_open(f, NULL);
    const cty_value *v = fixture_eval(f, a->expr);
    if (strcmp(a->want, "error") == 0) {
        assert_null(v);
        assert_true(f->cty.failed);
        assert_non_null(strstr(f->cty.error, "the function "));
    } else {
        if (v == NULL)
            fail_msg("%s: %s", a->expr, f->cty.error);
        if (strcmp(a->want, "unknown") == 0) {
            assert_true(v->deep_unknown);
        } else {
            assert_false(v->deep_unknown);
            assert_string_equal(cty_to_json(&f->cty, cty_unmark_deep(&f->cty, v)).ptr, a->want);
        }
        assert_string_equal(cty_type_text(&f->cty, cty_type_of(&f->cty, v)).ptr, a->type);
    }
    fixture_close(f);
    free(f);
}

/* A line is EXPR TAB TYPE TAB JSON; those with a # in front are comments. */
static bool read_line(FILE *in, char *line, answer *ret)
{
    while (fgets(line, LINE_MAX_BYTES, in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] == '#' || line[0] == '\0')
            continue;
        char *type = strchr(line, '\t'), *want = type != NULL ? strchr(type + 1, '\t') : NULL;
        assert_non_null(want);
        *type = *want = '\0';
        *ret = (answer){ strdup(line), strdup(type + 1), strdup(want + 1) };
        return true;
    }
    return false;
}

int main(void)
{
    static answer answers[ROWS_MAX];
    static struct CMUnitTest tests[ROWS_MAX];
    static char line[LINE_MAX_BYTES];
    size_t n = 0;
    FILE *in = fopen("tests/unit/tffunc/answers.txt", "r");
    if (in == NULL)
        return 2;
    while (n < ROWS_MAX && read_line(in, line, &answers[n])) {
        tests[n] = (struct CMUnitTest){ answers[n].expr, check, NULL, NULL, &answers[n] };
        n++;
    }
    fclose(in);
    int failed = _cmocka_run_group_tests("tffunc_answers", tests, n, NULL, NULL);
    for (size_t i = 0; i < n; i++) {
        free(answers[i].expr);
        free(answers[i].type);
        free(answers[i].want);
    }
    return n < 250 ? 2 : failed;
}
