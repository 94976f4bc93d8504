/* SPDX-License-Identifier: Apache-2.0
 * csvdecode: RFC 4180 as Go reads it. The first record names the columns. */
#include "func/inside.h"

#include <stdlib.h>

enum { COLUMNS_MAX = 10 * 1000 };

typedef struct csv {
    tf_call *c;
    tnk_str in;
    size_t at, line;
    tf_buf field;               /* a field that is not just a piece of the input */
} csv;

static bool wrong(csv *r, const char *why)
{
    cty_fail(r->c->cty, "line %zu of the CSV text is wrong: %s", r->line, tf_tr(r->c, why));
    return false;
}

/* Bytes of the line end at at; 0: there is none. The end of the text is one too, with a \r before it. */
static size_t line_end(const csv *r, size_t at)
{
    size_t left = r->in.len - at;
    if (left != 0 && r->in.ptr[at] == '\n')
        return 1;
    bool carriage = left != 0 && r->in.ptr[at] == '\r';
    if (carriage && left == 1)
        return 1;
    return carriage && r->in.ptr[at + 1] == '\n' ? 2 : 0;
}

static bool over(const csv *r, size_t at)
{
    return at >= r->in.len || line_end(r, at) != 0;
}

static bool plain_field(csv *r, tnk_str *ret)
{
    size_t start = r->at;
    for (; !over(r, r->at) && r->in.ptr[r->at] != ','; r->at++) {
        if (r->in.ptr[r->at] == '"')
            return wrong(r, N_("a quote stands in a field that is not quoted"));
    }
    *ret = tf_sub(r->in, start, r->at);
    return true;
}

static bool quoted_field(csv *r, tnk_str *ret)
{
    for (r->at++; r->at < r->in.len;) {
        char ch = r->in.ptr[r->at];
        size_t end = ch == '\r' || ch == '\n' ? line_end(r, r->at) : 0;
        bool quote = ch == '"';
        if (quote && r->at + 1 < r->in.len && r->in.ptr[r->at + 1] == '"') {
            r->at++;
        } else if (quote) {
            r->at++;
            *ret = tf_take(&r->field);
            return over(r, r->at) || r->in.ptr[r->at] == ',' ||
                   wrong(r, N_("text follows a quoted field"));
        }
        r->line += end != 0;
        tf_putc(&r->field, end != 0 ? '\n' : ch);
        r->at += end != 0 ? end : 1;
    }
    return wrong(r, N_("a quote does not end"));
}

/* One record; *n == 0: there are no more. */
static bool record(csv *r, tnk_str **fields, size_t *cap, size_t *n)
{
    *n = 0;
    for (size_t end; r->at < r->in.len && (end = line_end(r, r->at)) != 0; r->line++)
        r->at += end;
    if (r->at >= r->in.len)
        return true;
    for (;;) {
        if (*n >= COLUMNS_MAX || !cty_spend(r->c->cty, 1))
            return wrong(r, N_("there are too many columns"));
        *fields = tf_mem_grow(r->c->cty->mem, *fields, *n, cap, sizeof **fields);
        tnk_str *field = &(*fields)[(*n)++];
        bool quoted = r->at < r->in.len && r->in.ptr[r->at] == '"';
        if (!(quoted ? quoted_field(r, field) : plain_field(r, field)))
            return false;
        if (over(r, r->at))
            break;
        r->at++;                /* the comma */
    }
    r->at += r->at < r->in.len ? line_end(r, r->at) : 0;
    r->line++;
    return true;
}

static int by_name(const void *a, const void *b)
{
    return tf_cmp(*(const tnk_str *)a, *(const tnk_str *)b);
}

static bool names_differ(csv *r, const tnk_str *names, size_t n)
{
    tnk_str *sorted = tf_new_array(r->c->cty->mem, n, tnk_str);
    memcpy(sorted, names, n * sizeof *sorted);
    qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 1; i < n; i++) {
        if (tf_eq(sorted[i - 1], sorted[i]))
            return wrong(r, N_("two columns have the same name"));
    }
    return true;
}

static const cty_value *row(csv *r, const tnk_str *names, const tnk_str *fields, size_t n)
{
    const cty_value **items = tf_new_array(r->c->cty->mem, n, const cty_value *);
    for (size_t i = 0; i < n; i++)
        items[i] = cty_text(r->c->cty, fields[i]);
    return cty_object(r->c->cty, names, items, n);
}

static const cty_type *row_type(tf_call *c, const tnk_str *names, size_t n)
{
    const cty_type **types = tf_new_array(c->cty->mem, n, const cty_type *);
    for (size_t i = 0; i < n; i++)
        types[i] = &cty_string;
    return cty_type_object(c->cty, names, types, NULL, NULL, (uint32_t)n);
}

TF_FN(fn_csvdecode)
{
    csv r = { .c = c, .in = args[0]->str, .line = 1, .field.mem = c->cty->mem };
    tf_items rows = { .c = c };
    tnk_str *names = NULL, *fields = NULL;
    size_t name_cap = 0, cap = 0, columns, count;
    if (!cty_spend(c->cty, r.in.len / 16) || !record(&r, &names, &name_cap, &columns))
        return NULL;
    if (columns == 0)
        return cty_fail(c->cty, "the CSV text has no line with the names of columns");
    if (!names_differ(&r, names, columns))
        return NULL;
    for (;;) {
        if (!record(&r, &fields, &cap, &count))
            return NULL;
        if (count == 0)
            return cty_list(c->cty, row_type(c, names, columns), rows.at, rows.n);
        if (count != columns)
            return cty_fail(c->cty, "line %zu of the CSV text has %zu columns, not %zu", r.line - 1,
                            count, columns);
        if (!tf_add(&rows, row(&r, names, fields, columns)))
            return NULL;
    }
}

const tf_func tf_funcs_csv[] = {
    { "csvdecode", fn_csvdecode, 1, 1, 0, "s", 'd' },
    { .name = NULL },
};
