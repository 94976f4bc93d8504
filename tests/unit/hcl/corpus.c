/* SPDX-License-Identifier: Apache-2.0
 * Real files and conformance cases kept outside the project (../shared/corpus, or $TNK_CORPUS); skipped where there
 * is none. The files that `terraform fmt` refuses (label list) are refused at the same line and all others are parsed
 * without a mistake; the specification suites agree case by case, with the places of their mistakes. */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "core/syntax/syntax.h"
#include "tests/unit/hcl/check.h"
#include "tests/unit/hcl/print.h"

static char root[512];
static struct list {
    char *at[8192];
    size_t n;
} files;

/* ---- files ---- */

static bool ends(const char *s, const char *with)
{
    size_t n = strlen(s), m = strlen(with);
    return n >= m && strcmp(s + n - m, with) == 0;
}

static int note(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    static const char *const kinds[] = { ".tf", ".tofu", ".tfvars", ".hcl", ".hcldec", ".t" };
    (void)st, (void)at;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds && kind == FTW_F; i++)
        if (ends(path, kinds[i]) && files.n < sizeof files.at / sizeof *files.at)
            files.at[files.n++] = strdup(path);
    return 0;
}

static tnk_str slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return (tnk_str){ NULL, 0 };
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    long n = ftell(f);
    assert_true(n >= 0);
    rewind(f);
    char *s = malloc((size_t)n + 1);
    assert_int_equal(fread(s, 1, (size_t)n, f), (size_t)n);
    s[n] = '\0';
    fclose(f);
    return (tnk_str){ s, (size_t)n };
}

static void drop(tnk_str s) { free((char *)(uintptr_t)s.ptr); }

/* Lines from 1, columns in characters from 1. */
static void place(tnk_str text, uint32_t off, unsigned *line, unsigned *column)
{
    *line = *column = 1;
    for (uint32_t i = 0; i < off && i < text.len; i++) {
        *column += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
        if (text.ptr[i] == '\n') {
            ++*line;
            *column = 1;
        }
    }
}

/* ---- the labels ---- */

typedef struct labels {
    tnk_arena *arena;
    tnk_atoms *atoms;
    const tnk_value *refused;
    size_t files;
    tnk_str text;
} labels;

static void read_labels(labels *l)
{
    static tnk_value doc;
    char path[600];
    tnk_error err = { 0 };
    snprintf(path, sizeof path, "%s/_labels/parse-baseline.json", root);
    *l = (labels){ .arena = tnk_arena_new((size_t)64 << 20), .atoms = tnk_atoms_new(), .text = slurp(path) };
    tnk_reader r = { .arena = l->arena, .atoms = l->atoms };
    assert_int_equal(tnk_json_parse(&r, l->text, &doc, &err), 0);
    const tnk_value *hcl = tnk_value_get(l->atoms, &doc, (tnk_str){ "hcl", 3 });
    l->refused = tnk_value_get(l->atoms, hcl, (tnk_str){ "refused", 7 });
    l->files = (size_t)tnk_value_get(l->atoms, hcl, (tnk_str){ "files", 5 })->u.integer;
}

/* The errors that the reference tells of a file, or NULL. */
static const tnk_value *errors_of(const labels *l, const char *path)
{
    tnk_value_each(one, l->refused) {
        tnk_str s = tnk_value_text(tnk_value_get(l->atoms, one, (tnk_str){ "path", 4 }));
        if (s.len == strlen(path) && memcmp(s.ptr, path, s.len) == 0)
            return tnk_value_get(l->atoms, one, (tnk_str){ "errors", 6 });
    }
    return NULL;
}

static bool has_line(const labels *l, const tnk_value *errors, unsigned line)
{
    tnk_value_each(one, errors)
        if (tnk_value_get(l->atoms, one, (tnk_str){ "line", 4 })->u.integer == line)
            return true;
    return false;
}

static size_t check_file(const labels *l, const char *path)
{
    const tnk_value *errors = errors_of(l, path + strlen(root) + 1);
    tnk_str text = slurp(path);
    unsigned line = 0, column;
    size_t bad = 0;
    bench b;
    bench_open(&b);
    const hcl_body *body = hcl_parse(&b.ctx, text, 0);
    const char *wrong = check_body(body, (tnk_span){ 0, 0, (uint32_t)text.len });
    place(text, b.first, &line, &column);
    if (wrong != NULL || (errors == NULL) != (b.n_told == 0) || (errors != NULL && !has_line(l, errors, line))) {
        print_message("%s:%u: %s\n%s", path, line, wrong != NULL ? wrong : "differs from the reference",
                      b.words.ptr != NULL ? b.words.ptr : "");
        bad = 1;
    }
    bench_close(&b);
    drop(text);
    return bad;
}

static void check_corpus(void **state)
{
    (void)state;
    labels l;
    size_t bad = 0;
    if (files.n == 0) {
        print_message("no corpus at %s: skipped\n", root);
        skip();
    }
    read_labels(&l);
    for (size_t i = 0; i < files.n; i++)
        bad += check_file(&l, files.at[i]);
    print_message("%zu files, %u of them refused\n", files.n, tnk_value_count(l.refused));
    assert_int_equal(bad, 0);
    assert_true(files.n >= l.files);
    tnk_arena_free(l.arena);
    tnk_atoms_free(l.atoms);
    drop(l.text);
}

/* ---- the specification suites ---- */

/* Cases whose mistake is not one of syntax, and why. */
static const struct beyond {
    const char *name, *why;
} beyond[] = {
    { "structure/attributes/unexpected", "the schema has no argument \"c\"; to the parser every name is good" },
};

static const hcl_block *find(const hcl_body *b, const char *type)
{
    for (uint32_t i = 0; b != NULL && i < b->n; i++)
        if (b->items[i].block != NULL && tf_is(b->items[i].block->type, type))
            return b->items[i].block;
    return NULL;
}

static unsigned number(const hcl_body *b, const char *name)
{
    const hcl_attr *a = hcl_attr_get(b, name);
    return a != NULL ? (unsigned)strtoul(a->value->text.ptr, NULL, 10) : 0;
}

/* One end of an expected mistake against a place of ours. */
static size_t differs(const char *path, const hcl_block *want, tnk_str text, uint32_t off)
{
    unsigned line, column;
    place(text, off, &line, &column);
    if (number(want->body, "byte") == off && number(want->body, "line") == line &&
        number(want->body, "column") == column)
        return 0;
    print_message("%s: a mistake at %u:%u (byte %u), not at %u:%u (byte %u)\n", path, line, column, off,
                  number(want->body, "line"), number(want->body, "column"), number(want->body, "byte"));
    return 1;
}

/* The mistakes told of a case against its "diagnostics" block, in order. */
static size_t compare(const char *path, const hcl_body *want, tnk_str text, const bench *b)
{
    const char *at = b->told.ptr != NULL ? b->told.ptr : "";
    size_t bad = 0, n = 0;
    for (uint32_t i = 0; i < want->n; i++) {
        const hcl_block *error = want->items[i].block;
        uint32_t off = 0, end = 0;
        if (error == NULL) {        /* a message of another implementation, no place */
            n = b->n_told;
            continue;
        }
        sscanf(at, "%u-%u", &off, &end);
        at = strchr(at, '\n') != NULL ? strchr(at, '\n') + 1 : at;
        bad += differs(path, find(error->body, "from"), text, off) + differs(path, find(error->body, "to"), text, end);
        n++;
    }
    if (n != b->n_told || n == 0) {
        print_message("%s: %zu mistakes, not %zu\n", path, b->n_told, n);
        bad++;
    }
    return bad;
}

static const char *why_beyond(const char *path)
{
    for (size_t i = 0; i < sizeof beyond / sizeof *beyond; i++)
        if (strstr(path, beyond[i].name) != NULL)
            return beyond[i].why;
    return NULL;
}

/* path: of the .t file, which is HCL too. */
static size_t check_case(const char *path)
{
    char source[600];
    size_t bad = 0;
    bench b, answers;
    snprintf(source, sizeof source, "%.*s.hcl", (int)strlen(path) - 2, path);
    tnk_str text = slurp(source), t = slurp(path);
    if (text.ptr == NULL) {
        drop(t);
        return 0;
    }
    bench_open(&b);
    bench_open(&answers);
    const hcl_block *want = find(hcl_parse(&answers.ctx, t, 0), "diagnostics");
    hcl_parse(&b.ctx, text, 0);
    const char *why = why_beyond(path);
    if (want == NULL || why != NULL)
        bad = b.n_told;
    else
        bad = compare(source, want->body, text, &b);
    if (why != NULL)
        print_message("%s: parsed without mistake, because %s\n", source, why);
    bench_close(&b);
    bench_close(&answers);
    drop(text);
    drop(t);
    return bad;
}

static void check_suites(void **state)
{
    (void)state;
    size_t bad = 0, cases = 0;
    if (files.n == 0)
        skip();
    for (size_t i = 0; i < files.n; i++)
        if (ends(files.at[i], ".t") && strstr(files.at[i], "/specsuite/") != NULL) {
            bad += check_case(files.at[i]);
            cases++;
        }
    print_message("%zu cases of specification suites\n", cases);
    assert_int_equal(bad, 0);
    assert_true(cases >= 20);
}

/* ---- the cases of tree-sitter ---- */

/* Those that Terraform refuses too, and why. */
static const struct beyond refused[] = {
    { "top level object", "JSON is no native syntax" },
    { "numeric literal hex 1", "HCL has no hexadecimal numbers" },
    { "empty template interpolation", "a sequence needs an expression" },
};

static bool is_refused(tnk_str title)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (tf_is(title, refused[i].name))
            return true;
    return false;
}

static size_t check_source(tnk_str title, const char *from, const char *to)
{
    size_t n = (size_t)(to - from), bad = 0;
    char *copy = malloc(n + 1);
    bench b;
    memcpy(copy, from, n);
    copy[n] = '\0';
    bench_open(&b);
    hcl_parse(&b.ctx, (tnk_str){ copy, n }, 0);
    if ((b.n_told != 0) != is_refused(title)) {
        print_message("%.*s: %s", (int)title.len, title.ptr, b.words.ptr != NULL ? b.words.ptr : "no mistake\n");
        bad = 1;
    }
    bench_close(&b);
    free(copy);
    return bad;
}

/* A file of cases: a title between lines of "=", the source, a line "---", the tree. */
static size_t check_cases(const char *path, size_t *cases)
{
    tnk_str text = slurp(path);
    size_t bad = 0;
    for (const char *at = text.ptr; at != NULL && (at = strstr(at, "====\n")) != NULL;) {
        const char *title = at + 5, *rule = strstr(title, "\n==="), *from, *to;
        if (rule == NULL)
            break;
        from = strchr(rule + 1, '\n') + 1;
        to = strstr(from, "\n---");
        if (to == NULL)
            break;
        bad += check_source((tnk_str){ title, (size_t)(rule - title) }, from, to + 1);
        ++*cases;
        at = to;
    }
    drop(text);
    return bad;
}

static void check_tree_sitter(void **state)
{
    static const char *const names[] = { "attributes", "blocks", "collections", "comments", "conditionals",
                                         "expresssion", "for_expressions", "function_calls", "json", "literals",
                                         "operators", "real_world", "splat", "strings", "templates" };
    (void)state;
    size_t bad = 0, cases = 0;
    if (files.n == 0)
        skip();
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[700];
        snprintf(path, sizeof path, "%s/tree-sitter-grammars-tree-sitter-hcl/test/corpus/%s.txt", root, names[i]);
        bad += check_cases(path, &cases);
    }
    print_message("%zu cases of tree-sitter\n", cases);
    assert_int_equal(bad, 0);
    assert_true(cases >= 100);
}

int main(void)
{
    const struct CMUnitTest t[] = {
        cmocka_unit_test(check_corpus),
        cmocka_unit_test(check_suites),
        cmocka_unit_test(check_tree_sitter),
    };
    const char *corpus = getenv("TNK_CORPUS");
    snprintf(root, sizeof root, "%s", corpus != NULL ? corpus : "../shared/corpus");
    nftw(root, note, 32, FTW_PHYS);
    return cmocka_run_group_tests_name("hcl corpus", t, NULL, NULL);
}
