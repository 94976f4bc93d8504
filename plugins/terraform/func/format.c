/* SPDX-License-Identifier: Apache-2.0
 * format and formatlist: reading the format, and which argument goes where. */
#include "func/inside.h"

static bool malformed(tf_call *c, size_t at)
{
    cty_fail(c->cty, "the format is wrong at offset %zu", at);
    return false;
}

/* Digits at *at, if there are any; a number beyond what a text may hold counts as too long. */
static bool read_number(tf_call *c, tnk_str f, size_t *at, size_t *ret)
{
    size_t n = 0;
    for (; *at < f.len && f.ptr[*at] >= '0' && f.ptr[*at] <= '9'; (*at)++) {
        n = n * 10 + (size_t)(f.ptr[*at] - '0');
        if (n > CTY_TEXT_MAX) {
            cty_fail(c->cty, "a number in the format is too large");
            return false;
        }
    }
    *ret = n;
    return true;
}

static bool is_digit(tnk_str f, size_t at, char low)
{
    return at < f.len && f.ptr[at] >= low && f.ptr[at] <= '9';
}

static size_t read_flags(tnk_str f, size_t at, tf_verb *verb)
{
    for (; at < f.len; at++) {
        switch (f.ptr[at]) {
        case '0': verb->zero = true; break;
        case '-': verb->minus = true; break;
        case '+': verb->plus = true; break;
        case ' ': verb->space = true; break;
        case '#': verb->sharp = true; break;
        default: return at;
        }
    }
    return at;
}

/* One verb from its '%' on, steps over it. *index: the argument it names, from 1 on; 0: the next one. */
static bool read_verb(tf_call *c, tnk_str f, size_t *at, tf_verb *verb, size_t *index)
{
    size_t start = *at, i = read_flags(f, start + 1, verb);
    verb->has_width = is_digit(f, i, '1');
    if (verb->has_width && !read_number(c, f, &i, &verb->width))
        return false;
    verb->has_precision = i < f.len && f.ptr[i] == '.';
    if (verb->has_precision) {
        i++;
        if (!read_number(c, f, &i, &verb->precision))
            return false;
    }
    *index = 0;
    if (i < f.len && f.ptr[i] == '[') {
        i++;
        if (!is_digit(f, i, '1'))
            return malformed(c, i);
        if (!read_number(c, f, &i, index))
            return false;
        if (i >= f.len || f.ptr[i] != ']')
            return malformed(c, i);
        i++;
    }
    if (i >= f.len ||
        !((f.ptr[i] >= 'a' && f.ptr[i] <= 'z') || (f.ptr[i] >= 'A' && f.ptr[i] <= 'Z')))
        return malformed(c, i);
    verb->mode = f.ptr[i];
    verb->raw = tf_sub(f, start, i + 1);
    *at = i + 1;
    return true;
}

typedef struct formatting {
    tf_call *c;
    tf_buf b;
    const cty_value *const *args;
    size_t n, next, used;
    bool unknown;
} formatting;

static bool put_arg(formatting *f, tnk_str format, size_t *at)
{
    tf_verb verb = { 0 };
    size_t index, start = *at;
    if (!read_verb(f->c, format, at, &verb, &index))
        return false;
    index = index != 0 ? index : f->next + 1;
    if (index > f->n) {
        cty_fail(f->c->cty, "\"%.*s\" needs argument %zu, but there are %zu", CTY_SHOW(verb.raw),
                 index, f->n);
        return false;
    }
    f->next = index;
    f->used = index > f->used ? index : f->used;
    if (strchr("vtbdoxXeEfgGsq", verb.mode) == NULL)
        return malformed(f->c, start);
    const cty_value *v = f->args[index - 1];
    if (!v->deep_unknown)
        return tf_put_verb(f->c, &f->b, &verb, v);
    f->unknown = true;
    if (cty_is_unknown(v))
        tf_put(&f->b, v->unknown->parts);
    return tf_room(f->c, &f->b, 0);
}

static const cty_value *format(tf_call *c, tnk_str s, const cty_value *const *args, size_t n)
{
    formatting f = { .c = c, .b = { .mem = c->cty->mem }, .args = args, .n = n };
    for (size_t at = 0; at < s.len;) {
        size_t end = tf_find(s, tf_str("%"), at);
        end = end == SIZE_MAX ? s.len : end;
        if (!tf_room(c, &f.b, end - at + 1))
            return NULL;
        tf_put(&f.b, tf_sub(s, at, end));
        at = end;
        if (at + 1 < s.len && s.ptr[at + 1] == '%') {
            tf_putc(&f.b, '%');
            at += 2;
        } else if (at < s.len && !put_arg(&f, s, &at)) {
            return NULL;
        }
    }
    if (f.used < n)
        return cty_fail(c->cty, "there are %zu arguments, but the format uses %zu", n, f.used);
    return f.unknown ? tf_unknown_text(c, args, n, tf_take(&f.b)) : tf_text(c, &f.b);
}

/* Terraform does not tell what becomes of a null that has no type. */
static bool untyped_null(const cty_value *const *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (args[i]->kind == CTY_DYNAMIC && cty_is_null(args[i]))
            return true;
    }
    return false;
}

static const cty_value *beyond_us(tf_call *c, const cty_value *const *args, size_t n,
                                  const cty_type *t)
{
    if (cty_is_null(args[0]))
        return cty_fail(c->cty, "the format must not be null");
    if (cty_is_unknown(args[0]))
        return tf_unknown(c, t, args, n);
    return tf_outside(c, &cty_dynamic, TNK_WHY_INVALID,
                      tf_str(tf_tr(c, N_("a null without a type was to be formatted"))));
}

TF_FN(fn_format)
{
    if (!cty_known(args[0]) || untyped_null(args, n))
        return beyond_us(c, args, n, &cty_string);
    return format(c, args[0]->str, args + 1, n - 1);
}

/* How many texts formatlist makes: as many as the lists have items. false: an error, or *unknown. */
static bool count_texts(tf_call *c, const cty_value *const *args, size_t n, size_t *ret,
                        bool *unknown)
{
    const cty_value *first = NULL;
    *ret = 1;
    for (size_t i = 1; i < n; i++) {
        const cty_value *v = args[i];
        *unknown |= cty_is_unknown(v) && (v->kind == CTY_DYNAMIC || cty_is_seq(v));
        if (!cty_is_seq(v) || cty_is_unknown(v))
            continue;
        if (cty_is_null(v))
            return cty_fail(c->cty, "argument %zu is null", i);
        if (first != NULL && first->n != v->n)
            return cty_fail(c->cty, "the list of argument %zu has another length", i);
        *unknown |= v->kind == CTY_SET && v->deep_unknown;
        first = v;
        *ret = v->n;
    }
    return !*unknown;
}

TF_FN(fn_formatlist)
{
    size_t count;
    bool unknown = false;
    tf_items texts = { .c = c };
    if (!cty_known(args[0]) || untyped_null(args, n))
        return beyond_us(c, args, n, tf_type(c, 'l'));
    if (!count_texts(c, args, n, &count, &unknown))
        return unknown && !c->cty->failed ? tf_unknown(c, tf_type(c, 'l'), args, n) : NULL;
    const cty_value **row = tf_new_array(c->cty->mem, n, const cty_value *);
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 1; k < n; k++)
            row[k - 1] = cty_is_seq(args[k]) ? args[k]->items[i] : args[k];
        if (!tf_add(&texts, format(c, args[0]->str, row, n - 1)))
            return NULL;
    }
    return tf_text_list(&texts);
}

const tf_func tf_funcs_format[] = {
    { "format", fn_format, 1, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_NULL, "sd", 's' },
    { "formatlist", fn_formatlist, 1, TF_ANY_NUMBER, TF_FN_UNKNOWN | TF_FN_NULL, "sd", 'l' },
    { .name = NULL },
};
