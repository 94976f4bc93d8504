/* SPDX-License-Identifier: Apache-2.0
 * See corpus.h. */
#include "tests/unit/syntax/corpus.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

tnk_str slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    tnk_buf b = TNK_BUF_INIT;
    char part[65536];
    if (f == NULL)
        return (tnk_str){ NULL, 0 };
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        tnk_buf_add(&b, (tnk_str){ part, n });
    fclose(f);
    return (tnk_str){ b.ptr, b.len };
}

static tnk_str open_corpus(bench *b, const char *name)
{
    const char *root = getenv("TNK_CORPUS");
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", root != NULL ? root : "../shared/corpus", name);
    tnk_str all = slurp(path);
    if (all.ptr == NULL) {
        printf("skipped: %s is not there; set TNK_CORPUS to the folder of the corpus\n", path);
        bench_close(b);     /* skip() does not return */
        skip();
    }
    return all;
}

tnk_value corpus_lines(bench *b, const char *name, char **text)
{
    tnk_str all = open_corpus(b, name);
    tnk_value *list = tnk_value_new(b->arena, TNK_LIST, (tnk_span){ 0 });
    for (size_t at = 0; at < all.len;) {
        const char *nl = memchr(all.ptr + at, '\n', all.len - at);
        size_t n = nl != NULL ? (size_t)(nl - all.ptr) - at : all.len - at;
        tnk_value row;
        tnk_error err = { 0 };
        int rc = tnk_json_parse(&b->reader, (tnk_str){ all.ptr + at, n }, &row, &err);
        assert_string_equal(err.msg, "");
        assert_int_equal(rc, 0);
        assert_int_equal(tnk_value_push(b->arena, list, &row), 0);
        at += n + 1;
    }
    *text = (char *)all.ptr;
    return *list;
}

tnk_str field(const bench *b, const tnk_value *row, const char *name)
{
    return tnk_value_text(tnk_value_get(b->atoms, row, tnk_str_of(name)));
}

/* The next line of the list that names a case, from *at on; its first word. */
static bool next_case(const char **at, tnk_str *ret)
{
    while (**at != '\0') {
        const char *line = *at;
        size_t n = strcspn(line, "\n");
        *at += n + (line[n] == '\n');
        if (n > 0 && line[0] != '#') {
            *ret = (tnk_str){ line, strcspn(line, " \n") };
            return true;
        }
    }
    return false;
}

deviations deviations_open(const char *path)
{
    deviations d = { (char *)slurp(path).ptr, 0, 0 };
    tnk_str id;
    assert_non_null(d.text);
    for (const char *at = d.text; next_case(&at, &id);)
        d.n++;
    return d;
}

bool deviations_has(deviations *d, tnk_str id)
{
    tnk_str one;
    for (const char *at = d->text; next_case(&at, &one);) {
        if (tnk_str_eq(one, id)) {
            d->seen++;
            return true;
        }
    }
    return false;
}

void deviations_close(deviations *d)
{
    free(d->text);
    assert_int_equal(d->seen, d->n);
}
