/* SPDX-License-Identifier: Apache-2.0
 * Cases from a file: what goes in, what must come out. Each is a test of its own. The form:
 *
 *   Text before the first case is for people, but for "--- common": what every case that gives an
 * expression has beside it.
 *   === name of the case
 *   --- file PATH                a file of the target
 *   --- expr                     an expression: the attribute V of a resource x.t in main.tf, after
 * the common part
 *   --- option NAME [ORIGIN]     what the user gave on the command line
 *   --- is                       what V must be
 *   --- want                     the resources that must come out, all of them
 *   --- has                      lines that must be among the resources
 *   --- places                   "ADDRESS PATH PLACE" a line: where values stand
 *   --- units                    the files of each unit
 *   --- refs                     references handed over beside the values
 *   --- diags                    "[error ]CODE PLACE" a line; without it, there must be none
 *
 * TNK_CASE=part of a name runs those cases alone; TNK_SHOW=1 prints what comes out. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/terraform/scan.h"

enum { CASES_MAX = 400, OPTIONS_MAX = 16 };

typedef struct one_case {
    char *name;
    tnk_str text; /* its sections */
    tnk_str common;
} one_case;

typedef struct section {
    tnk_str head, body; /* "file main.tf" */
} section;

static bool starts(tnk_str s, const char *with)
{
    return s.len >= strlen(with) && memcmp(s.ptr, with, strlen(with)) == 0;
}

/* The next part that begins with a line of `mark`; false: no more. */
static bool next(tnk_str *left, const char *mark, section *ret)
{
    const char *at = left->ptr, *stop = left->ptr + left->len;
    while (at < stop && strncmp(at, mark, 4) != 0) {
        const char *nl = memchr(at, '\n', (size_t)(stop - at));
        at = nl != NULL ? nl + 1 : stop;
    }
    if (at == stop)
        return false;
    const char *nl = memchr(at, '\n', (size_t)(stop - at)), *end = nl != NULL ? nl + 1 : stop;
    ret->head = (tnk_str){at + 4, (size_t)(nl != NULL ? nl - at : stop - at) - 4};
    ret->body.ptr = end;
    while (end < stop && strncmp(end, mark, 4) != 0) {
        nl = memchr(end, '\n', (size_t)(stop - end));
        end = nl != NULL ? nl + 1 : stop;
    }
    ret->body.len = (size_t)(end - ret->body.ptr);
    *left = (tnk_str){end, (size_t)(stop - end)};
    return true;
}

/* ---- what goes in ---- */

typedef struct input {
    scan_file files[SCAN_FILES_MAX];
    tnk_named_options options[OPTIONS_MAX];
    tnk_option given[OPTIONS_MAX];
    size_t n, n_options;
    tnk_buf main, ask; /* main: of "--- expr" */
} input;

static tnk_str trimmed(tnk_str s)
{
    while (s.len > 0 && (s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == ' '))
        s.len--;
    return s;
}

static void add_option(input *in, tnk_str head, tnk_str body)
{
    const char *gap = memchr(head.ptr, ' ', head.len);
    tnk_str name = {head.ptr, gap != NULL ? (size_t)(gap - head.ptr) : head.len}, origin = {"", 0};
    if (gap != NULL)
        origin = (tnk_str){gap + 1, head.len - name.len - 1};
    tnk_named_options *last = in->n_options > 0 ? &in->options[in->n_options - 1] : NULL;
    size_t at = last != NULL ? (size_t)(last->at - in->given) + last->n : 0;
    assert_true(at < OPTIONS_MAX);
    in->given[at] = (tnk_option){origin.len != 0 ? body : trimmed(body), origin};
    if (last != NULL && tnk_str_eq(last->name, name))
        last->n++;
    else
        in->options[in->n_options++] = (tnk_named_options){name, &in->given[at], 1};
}

static void add_section(input *in, const one_case *c, const section *s)
{
    tnk_str rest = {s->head.ptr + 5, s->head.len > 5 ? s->head.len - 5 : 0};
    if (starts(s->head, "file ")) {
        assert_true(in->n < SCAN_FILES_MAX);
        in->files[in->n++] = (scan_file){rest, s->body};
    } else if (starts(s->head, "expr")) {
        tnk_buf_printf(&in->main, "resource \"x\" \"t\" {\n  V = %.*s}\n", (int)s->body.len,
                       s->body.ptr);
        tnk_buf_add(&in->main, c->common);
        in->files[in->n++] = (scan_file){{"main.tf", 7}, tnk_buf_str(&in->main)};
    } else if (starts(s->head, "option ")) {
        add_option(in, (tnk_str){s->head.ptr + 7, s->head.len - 7}, s->body);
    } else if (starts(s->head, "places")) {
        tnk_buf_add(&in->ask, s->body);
    }
}

/* ---- what must come out ---- */

static void same(const char *what, const char *got, tnk_str want)
{
    if (strlen(got) != want.len || memcmp(got, want.ptr, want.len) != 0)
        fail_msg("%s\n--- wanted\n%.*s--- but got\n%s", what, (int)want.len, want.ptr, got);
}

static void check_expr(const scan *s, tnk_str want)
{
    static const char head[] = "x x.t {";
    const char *line = strstr(scan_text(&s->resources), head);
    assert_non_null(line);
    tnk_buf v = TNK_BUF_INIT;
    line += strlen(head);
    if (strncmp(line, "\"V\":", 4) == 0)
        tnk_buf_add(&v, (tnk_str){line + 4, strcspn(line, "\n") - 5});
    else
        tnk_buf_puts(&v, "absent");
    tnk_buf_putc(&v, '\n');
    same("V", scan_text(&v), want);
    tnk_buf_free(&v);
}

static void check_has(const scan *s, tnk_str want)
{
    const char *all = scan_text(&s->resources);
    for (const char *line = want.ptr; line < want.ptr + want.len;) {
        size_t n = strcspn(line, "\n") + 1;
        bool found = false;
        for (const char *at = all; *at != '\0' && !found; at += strcspn(at, "\n") + 1)
            found = strncmp(at, line, n) == 0;
        if (!found)
            fail_msg("no %.*samong\n%s", (int)n, line, all);
        line += n;
    }
}

/* Lines may come in any order: they are asked for, not told. */
static void check_places(const scan *s, tnk_str want)
{
    const char *all = scan_text(&s->places);
    assert_true(want.len != 0);
    for (const char *line = want.ptr; line < want.ptr + want.len; line += strcspn(line, "\n") + 1) {
        size_t n = strcspn(line, "\n") + 1;
        bool found = false;
        for (const char *at = all; *at != '\0' && !found; at += strcspn(at, "\n") + 1)
            found = strncmp(at, line, n) == 0;
        if (!found)
            fail_msg("%.*s--- but got\n%s", (int)n, line, all);
    }
}

static bool check_section(const scan *s, const section *x)
{
    if (starts(x->head, "is"))
        check_expr(s, x->body);
    else if (starts(x->head, "want"))
        same("resources", scan_text(&s->resources), x->body);
    else if (starts(x->head, "has"))
        check_has(s, x->body);
    else if (starts(x->head, "places"))
        check_places(s, x->body);
    else if (starts(x->head, "units"))
        same("units", scan_text(&s->units), x->body);
    else if (starts(x->head, "refs"))
        same("references", scan_text(&s->references), x->body);
    else
        return starts(x->head, "diags");
    return true;
}

static void show(const scan *s, const char *name)
{
    print_message("=== %s\n%s--- diags\n%s--- messages\n%s--- units\n%s--- refs\n%s--- places\n%s",
                  name, scan_text(&s->resources), scan_text(&s->diags), scan_text(&s->messages),
                  scan_text(&s->units), scan_text(&s->references), scan_text(&s->places));
}

static void check(void **state)
{
    const one_case *c = *state;
    input in = {.n = 0};
    scan s = {.quiet = false};
    tnk_str left = c->text, diags = {"", 0};
    section x;
    size_t checked = 0;
    while (next(&left, "--- ", &x))
        add_section(&in, c, &x);
    s.ask = scan_text(&in.ask);
    scan_run(&s, in.files, in.n, in.options, in.n_options);
    if (getenv("TNK_SHOW") != NULL)
        show(&s, c->name);
    left = c->text;
    while (next(&left, "--- ", &x)) {
        checked += check_section(&s, &x);
        if (starts(x.head, "diags"))
            diags = x.body;
    }
    if (strlen(scan_text(&s.diags)) != diags.len ||
        memcmp(scan_text(&s.diags), diags.ptr, diags.len) != 0)
        print_message("%s", scan_text(&s.messages));
    same("diagnostics", scan_text(&s.diags), diags);
    assert_true(checked > 0);
    scan_free(&s);
    tnk_buf_free(&in.main);
    tnk_buf_free(&in.ask);
}

/* ---- the file ---- */

static char *slurp(const char *path, size_t *len)
{
    FILE *f = fopen(path, "rb");
    size_t cap = 1 << 20;
    char *text = calloc(1, cap);
    if (f == NULL || text == NULL)
        return NULL;
    *len = fread(text, 1, cap - 1, f);
    fclose(f);
    return *len < cap - 1 ? text : NULL;
}

static size_t read_cases(tnk_str text, one_case *cases)
{
    const char *first = strstr(text.ptr, "=== ");
    tnk_str left = {text.ptr, first != NULL ? (size_t)(first - text.ptr) : 0}, common = {"", 0};
    const char *only = getenv("TNK_CASE");
    section x;
    size_t n = 0;
    while (next(&left, "--- ", &x)) {
        if (starts(x.head, "common"))
            common = x.body;
    }
    left = text;
    while (n < CASES_MAX && next(&left, "=== ", &x)) {
        char *name = calloc(1, x.head.len + 1);
        memcpy(name, x.head.ptr, x.head.len);
        cases[n] = (one_case){name, x.body, common};
        n += only == NULL || strstr(name, only) != NULL;
    }
    return n;
}

int main(int argc, char **argv)
{
    static one_case cases[CASES_MAX];
    static struct CMUnitTest t[CASES_MAX];
    size_t len = 0, n;
    char *text = argc == 2 ? slurp(argv[1], &len) : NULL;
    if (text == NULL || (n = read_cases((tnk_str){text, len}, cases)) == 0 || n == CASES_MAX) {
        fprintf(stderr, "no cases, or too many\n");
        return 99;
    }
    for (size_t i = 0; i < n; i++)
        t[i] = (struct CMUnitTest){cases[i].name, check, NULL, NULL, &cases[i]};
    return _cmocka_run_group_tests(argv[1], t, n, NULL, NULL);
}
