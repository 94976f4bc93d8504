/* SPDX-License-Identifier: Apache-2.0
 * Functions of Terraform that read texts. Input: NAME NUL ARGUMENT NUL ..., where an argument is a number if it looks like
 * one. Held: an answer or an error and never both; texts are UTF-8; what is encoded decodes to the same. */
#include <stdio.h>
#include <stdlib.h>

#include <unistr.h>

#include "func/func.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { ARGS = 6, BYTES_MAX = 64 * 1024 * 1024, PIECES = 1024, STEPS = 1000 * 1000 };

typedef struct unit {
    tf_mem mem;
    jmp_buf guard;
    cty_ctx cty;
    tf_call call;
    void *pieces[PIECES];
    size_t n, given;
} unit;

static void *more(void *ud, size_t n)
{
    unit *u = ud;
    if (u->n == PIECES || n > BYTES_MAX - u->given)
        return NULL;
    u->given += n;
    return u->pieces[u->n++] = calloc(1, n);
}

static const cty_value *call(unit *u, const char *name, const cty_value *const *args, size_t n)
{
    const cty_value *v = tf_func_call(&u->call, tf_func_find(tf_str(name)), args, n);
    if ((v == NULL) != u->cty.failed)
        abort();
    return v;
}

/* What f makes of v, g must bring back; f or g may refuse, when the budget ends or an escape is beyond them. */
static void there_and_back(unit *u, const cty_value *v, const char *f, const char *g)
{
    const cty_value *text = call(u, f, &v, 1), *back = text != NULL ? call(u, g, &text, 1) : NULL;
    if (back == NULL)
        return;
    tnk_str a = cty_to_json(&u->cty, v), b = cty_to_json(&u->cty, back);
    if (a.ptr != NULL && b.ptr != NULL && !tf_eq(a, b))
        abort();
}

static void check(unit *u, const cty_value *v)
{
    if (!cty_known(v))
        return;
    if (v->kind == CTY_STRING && v->str.len != 0 && u8_check((const uint8_t *)v->str.ptr, v->str.len) != NULL)
        abort();
    if (v->deep_unknown)
        return;
    there_and_back(u, v, "jsonencode", "jsondecode");
    u->cty.failed = false;
    there_and_back(u, v, "yamlencode", "yamldecode");
    u->cty.failed = false;
    if (v->kind == CTY_STRING)
        there_and_back(u, v, "base64encode", "base64decode");
}

static void run(unit *u, const tf_func *f, tnk_str rest)
{
    const cty_value *args[ARGS];
    size_t n = 0;
    for (size_t at = 0; n < ARGS && at < rest.len; n++) {
        const char *nul = memchr(rest.ptr + at, '\0', rest.len - at);
        size_t end = nul != NULL ? (size_t)(nul - rest.ptr) : rest.len;
        tnk_str s = { rest.ptr + at, end - at };
        bool digits = s.len != 0 && s.len < 6 && strchr("-0123456789", s.ptr[0]) != NULL;
        args[n] = digits ? cty_number_parse(&u->cty, s) : NULL;
        u->cty.failed = false;
        if (args[n] == NULL)
            args[n] = cty_text(&u->cty, s);
        at = end + 1;
    }
    const cty_value *v = tf_func_call(&u->call, f, args, n);
    if ((v == NULL) != u->cty.failed)
        abort();
    if (v != NULL)
        check(u, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *nul = size != 0 ? memchr(data, '\0', size) : NULL;
    if (nul == NULL)
        return -1;
    size_t len = (size_t)(nul - (const char *)data);
    const tf_func *f = tf_func_find((tnk_str){ (const char *)data, len });
    if (f == NULL)
        return -1;
    char *copy = memcpy(malloc(size - len), nul + 1, size - len - 1);
    unit *u = calloc(1, sizeof *u);
    u->mem = (tf_mem){ .more = more, .ud = u, .guard = &u->guard };
    u->cty = (cty_ctx){ .mem = &u->mem, .max_steps = STEPS };
    u->call.cty = &u->cty;
    if (setjmp(u->guard) == 0)
        run(u, f, (tnk_str){ copy, size - len - 1 });
    for (size_t i = 0; i < u->n; i++)
        free(u->pieces[i]);
    free(u);
    free(copy);
    return 0;
}
