/* SPDX-License-Identifier: Apache-2.0
 * See harness.h. */
#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/unit/cty/harness.h"

enum { BYTES_MAX = 256 * 1024 * 1024 };

struct piece {
    struct piece *next;
    size_t unused;      /* keeps the alignment */
};

static void *more(void *ud, size_t n)
{
    harness *h = ud;
    if (n > BYTES_MAX - h->bytes)
        fail_msg("the test took more than %d bytes", (int)BYTES_MAX);
    struct piece *p = calloc(1, sizeof *p + n);
    assert_non_null(p);
    p->next = h->pieces;
    h->pieces = p;
    h->bytes += n;
    return p + 1;
}

void harness_open(harness *h)
{
    *h = (harness){ .mem = { .more = more, .guard = NULL } };
    h->mem.ud = h;
    h->mem.guard = &h->out_of_memory;
    h->c = (cty_ctx){ .mem = &h->mem, .max_steps = 100 * 1000 * 1000 };
}

void harness_close(harness *h)
{
    for (struct piece *p = h->pieces, *next; p != NULL; p = next) {
        next = p->next;
        free(p);
    }
}

/* ---- types ---- */

typedef struct reader {
    harness *h;
    const char *at;
} reader;

static bool take(reader *r, const char *word)
{
    size_t n = strlen(word);
    while (*r->at == ' ')
        r->at++;
    if (strncmp(r->at, word, n) != 0)
        return false;
    r->at += n;
    return true;
}

static void must(reader *r, const char *word)
{
    if (!take(r, word))
        fail_msg("a type's text: %s expected before %s", word, r->at);
}

/* JSON up to the parenthesis that closes what is around it. */
static const cty_value *default_value(reader *r)
{
    const char *from = r->at;
    for (int depth = 0; depth > 0 || *r->at != ')'; r->at++)
        depth += strchr("([{", *r->at) != NULL ? 1 : strchr(")]}", *r->at) != NULL ? -1 : 0;
    const cty_value *v = cty_from_json(&r->h->c, (tnk_str){ from, (size_t)(r->at - from) });
    assert_non_null(v);
    return v;
}

static const cty_type *type(reader *r);

static const cty_type *object(reader *r)
{
    enum { MAX = 16 };
    tnk_str names[MAX];
    const cty_type *types[MAX];
    bool optional[MAX] = { false };
    const cty_value *defaults[MAX] = { NULL };
    uint32_t n = 0;
    for (; !take(r, "}"); n++, (void)take(r, ",")) {
        assert_true(n < MAX);
        names[n].ptr = r->at;
        while (isalnum((unsigned char)*r->at) || *r->at == '_')
            r->at++;
        names[n].len = (size_t)(r->at - names[n].ptr);
        must(r, "=");
        optional[n] = take(r, "optional(");
        types[n] = type(r);
        if (optional[n] && take(r, ","))
            defaults[n] = default_value(r);
        if (optional[n])
            must(r, ")");
    }
    must(r, ")");
    return cty_type_object(&r->h->c, names, types, optional, defaults, n);
}

static const cty_type *tuple(reader *r)
{
    enum { MAX = 16 };
    const cty_type *types[MAX];
    uint32_t n = 0;
    for (; !take(r, "]"); n++, (void)take(r, ",")) {
        assert_true(n < MAX);
        types[n] = type(r);
    }
    must(r, ")");
    return cty_type_tuple(&r->h->c, types, n);
}

static const cty_type *collection(reader *r, const cty_type *(*make)(cty_ctx *, const cty_type *))
{
    const cty_type *elem = type(r);
    must(r, ")");
    return make(&r->h->c, elem);
}

static const cty_type *type(reader *r)
{
    if (take(r, "any"))
        return &cty_dynamic;
    if (take(r, "bool"))
        return &cty_bool;
    if (take(r, "number"))
        return &cty_number;
    if (take(r, "string"))
        return &cty_string;
    if (take(r, "list("))
        return collection(r, cty_type_list);
    if (take(r, "set("))
        return collection(r, cty_type_set);
    if (take(r, "map("))
        return collection(r, cty_type_map);
    if (take(r, "tuple(["))
        return tuple(r);
    must(r, "object({");
    return object(r);
}

const cty_type *harness_type(harness *h, const char *text)
{
    reader r = { h, text };
    const cty_type *t = type(&r);
    assert_string_equal(r.at, "");
    return t;
}

/* ---- values ---- */

static const cty_value *filled(harness *h, const cty_value *v)
{
    static const cty_unknown why = { .why = TNK_WHY_INPUT, .reason = { "asked for", 9 } };
    cty_ctx *c = &h->c;
    if (v->state != CTY_KNOWN || v->kind < CTY_STRING)
        return v;
    if (v->kind == CTY_STRING && v->str.len != 0 && *v->str.ptr == '?')
        return cty_unknown_of(c, harness_type(h, v->str.ptr + 1), &why);
    if (v->kind == CTY_STRING && v->str.len != 0 && *v->str.ptr == '!')
        return cty_mark(c, cty_text(c, (tnk_str){ v->str.ptr + 1, v->str.len - 1 }), true);
    if (v->kind == CTY_STRING)
        return v;
    const cty_value **items = tf_new_array(c->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++)
        items[i] = filled(h, v->items[i]);
    if (v->kind == CTY_TUPLE && v->n == 2 && v->items[0]->kind == CTY_STRING && *v->items[0]->str.ptr == '=')
        return cty_convert(c, items[1], harness_type(h, v->items[0]->str.ptr + 1));
    return v->kind == CTY_OBJECT ? cty_object(c, v->keys, items, v->n) : cty_tuple(c, items, v->n);
}

const cty_value *harness_value(harness *h, const char *text)
{
    const cty_value *v = cty_from_json(&h->c, tf_str(text));
    if (v == NULL)
        fail_msg("%s: %s", text, h->c.error);
    return filled(h, v);
}

/* ---- values as text ---- */

static void show(harness *h, const cty_value *v, tf_buf *to)
{
    tf_puts(to, v->sensitive ? "!" : "");
    if (v->state == CTY_UNKNOWN) {
        tf_puts(to, "?");
        return;
    }
    if (v->state == CTY_NULL || v->kind <= CTY_STRING) {
        tf_put(to, cty_to_json(&h->c, v));
        return;
    }
    tf_puts(to, cty_is_keyed(v) ? "{" : "[");
    for (uint32_t i = 0; i < v->n; i++) {
        tf_puts(to, i != 0 ? "," : "");
        if (cty_is_keyed(v))
            tf_putf(to, "\"%.*s\":", (int)v->keys[i].len, v->keys[i].ptr);
        show(h, v->items[i], to);
    }
    tf_puts(to, cty_is_keyed(v) ? "}" : "]");
}

const char *harness_show(harness *h, const cty_value *v)
{
    tf_buf b = { .mem = &h->mem };
    if (v == NULL) {
        assert_true(h->c.failed);
        tf_putf(&b, "error: %s", h->c.error);
        return tf_take(&b).ptr;
    }
    tf_put(&b, cty_type_text(&h->c, cty_type_of(&h->c, v)));
    tf_puts(&b, " ");
    show(h, v, &b);
    return tf_take(&b).ptr;
}
