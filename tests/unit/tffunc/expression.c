/* SPDX-License-Identifier: Apache-2.0
 * Reads and evaluates the expressions of the tests; see expression.h. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <stdlib.h>

#include "tests/unit/tffunc/expression.h"

enum { MOST = 2048 };           /* items of one list, arguments of one call */

struct fixture_piece {
    struct fixture_piece *next;
    _Alignas(16) char bytes[];
};

static void *more(void *ud, size_t n)
{
    fixture *f = ud;
    struct fixture_piece *p = n <= f->cap - f->given ? calloc(1, sizeof *p + n) : NULL;
    if (p == NULL)
        return NULL;
    f->given += n;
    p->next = f->pieces;
    f->pieces = p;
    return p->bytes;
}

void fixture_open(fixture *f, const tf_world *world)
{
    memset(f, 0, sizeof *f);
    f->cap = 512U * 1024 * 1024;
    f->mem = (tf_mem){ .more = more, .ud = f, .guard = &f->guard };
    f->cty = (cty_ctx){ .mem = &f->mem, .max_steps = 50 * 1000 * 1000 };
    f->call = (tf_call){ .cty = &f->cty, .world = world };
}

void fixture_close(fixture *f)
{
    for (struct fixture_piece *p = f->pieces, *next; p != NULL; p = next) {
        next = p->next;
        free(p);
    }
}

static const cty_value *value(fixture *f, const char **at);

static void blanks(const char **at)
{
    *at += strspn(*at, " ,\n");
}

/* Values up to the closing sign; NULL items are kept. false: one failed. */
static bool values(fixture *f, const char **at, char close, const cty_value **items, tnk_str *keys, size_t *n)
{
    for (blanks(at); **at != close; blanks(at)) {
        assert_true(**at != '\0' && *n < MOST);
        if (keys != NULL) {
            const cty_value *key = value(f, at);
            keys[*n] = key->str;
            blanks(at);
            assert_int_equal(*(*at)++, ':');
            blanks(at);
        }
        if ((items[(*n)++] = value(f, at)) == NULL)
            return false;
    }
    (*at)++;
    return true;
}

static const cty_value *json(fixture *f, const char **at)
{
    const char *end = *at;
    if (*end == '"') {
        for (end++; *end != '"'; end++)
            end += *end == '\\';
        end++;
    } else {
        end += strcspn(end, ",)]} :\n");
    }
    tnk_str text = { *at, (size_t)(end - *at) };
    *at = end;
    const cty_value *v = cty_from_json(&f->cty, text);
    if (v == NULL)
        fail_msg("cannot read %.*s: %s", (int)text.len, text.ptr, f->cty.error);
    return v;
}

static const cty_value *call(fixture *f, const char **at, size_t name_len)
{
    const cty_value **args = calloc(MOST, sizeof *args), *v = NULL;
    size_t n = 0;
    tnk_str name = { *at, name_len };
    const tf_func *func = tf_func_find(name);
    if (func == NULL)
        fail_msg("there is no function %.*s", (int)name_len, *at);
    *at += name_len + 1;
    if (values(f, at, ')', args, NULL, &n))
        v = tf_func_call(&f->call, func, args, n);
    free(args);
    return v;
}

static const cty_value *unknown(fixture *f)
{
    static const cty_unknown why = { .why = TNK_WHY_REFERENCE, .reason = { "why", 3 }, .parts = { NULL, 0 } };
    return cty_unknown_of(&f->cty, &cty_string, &why);
}

static const cty_value *compound(fixture *f, const char **at, char close)
{
    const cty_value **items = calloc(MOST, sizeof *items), *v = NULL;
    tnk_str *keys = calloc(MOST, sizeof *keys);
    size_t n = 0;
    (*at)++;
    if (values(f, at, close, items, close == '}' ? keys : NULL, &n))
        v = close == '}' ? cty_object(&f->cty, keys, items, n) : cty_tuple(&f->cty, items, n);
    free(items);
    free(keys);
    return v;
}

static const cty_value *value(fixture *f, const char **at)
{
    size_t name = strspn(*at, "abcdefghijklmnopqrstuvwxyz0123456789");
    if (name == strlen("unknown") && strncmp(*at, "unknown", name) == 0) {
        *at += name;
        return unknown(f);
    }
    if (name != 0 && (*at)[name] == '(')
        return call(f, at, name);
    if (**at == '[' || **at == '{')
        return compound(f, at, **at == '[' ? ']' : '}');
    return json(f, at);
}

const cty_value *fixture_eval(fixture *f, const char *text)
{
    if (setjmp(f->guard) != 0) {
        cty_fail(&f->cty, "out of memory");
        return NULL;
    }
    const char *at = text;
    const cty_value *v = value(f, &at);
    if (v != NULL)
        assert_int_equal(*at, '\0');
    return v;
}
