/* SPDX-License-Identifier: Apache-2.0
 * What the verbs of format make of one value: texts, whole numbers in a base, numbers with a fraction, JSON. */
#include "func/inside.h"

#include <gmp.h>
#include <mpfr.h>
#include <stdlib.h>

enum { PRECISION = 512, SHOWN_DIGITS = 6 };

static bool refuse(tf_call *c, const tf_verb *verb, const char *why)
{
    cty_fail(c->cty, "\"%.*s\" cannot be used here: %s", CTY_SHOW(verb->raw), tf_tr(c, why));
    return false;
}

static void put_many(tf_buf *b, char ch, size_t n)
{
    while (n-- > 0)
        tf_putc(b, ch);
}

/* A text in its width, counted in characters. */
static bool put_padded(tf_call *c, tf_buf *b, const tf_verb *verb, tnk_str s)
{
    size_t width = verb->has_width ? verb->width : 0, n = width != 0 ? tf_graphemes(s) : 0;
    size_t pad = width > n ? width - n : 0;
    char with = verb->zero ? '0' : ' ';
    if (!tf_room(c, b, s.len + pad))
        return false;
    if (!verb->minus)
        put_many(b, with, pad);
    tf_put(b, s);
    if (verb->minus)
        put_many(b, with, pad);
    return true;
}

/* ---- texts and JSON ---- */

static bool put_json(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    tnk_str s = cty_to_json(c->cty, v);
    return s.ptr != NULL && put_padded(c, b, verb, s);
}

static const cty_value *as_text(tf_call *c, const tf_verb *verb, const cty_value *v)
{
    const cty_value *s = v->kind <= CTY_STRING ? cty_convert(c->cty, v, &cty_string) : NULL;
    if (s == NULL) {
        refuse(c, verb, N_("a text is needed"));
        return NULL;
    }
    tnk_str all = s->str;
    size_t end = 0;
    if (verb->precision == 0)
        return s;
    for (size_t n = verb->precision; n > 0 && end < all.len; n--)
        end += tf_grapheme(tf_sub(all, end, all.len));
    return cty_text(c->cty, tf_sub(all, 0, end));
}

static bool put_text(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    const cty_value *s = as_text(c, verb, v);
    if (s == NULL)
        return false;
    return verb->mode == 'q' ? put_json(c, b, verb, s) : put_padded(c, b, verb, s->str);
}

static bool put_bool(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    bool fits = v->kind == CTY_BOOL ||
                (v->kind == CTY_STRING && (tf_is(v->str, "true") || tf_is(v->str, "false")));
    if (!fits)
        return refuse(c, verb, N_("true or false is needed"));
    tf_put(b, v->kind == CTY_BOOL ? tf_str(v->flag ? "true" : "false") : v->str);
    return true;
}

/* ---- numbers ---- */

/* Shortest digits, with an exponent where Go's %g has one: below 1e-4 and from 1e21 on for other
 * types, but from 1e6 on here. */
static tnk_str shortest(tf_call *c, tnk_str plain, bool big_e)
{
    tf_buf digits = { .mem = c->cty->mem }, b = { .mem = c->cty->mem };
    bool minus = plain.len != 0 && plain.ptr[0] == '-', point = false;
    long exponent = -1;         /* of the first digit that is not 0 */
    for (size_t i = minus; i < plain.len; i++) {
        point |= plain.ptr[i] == '.';
        if (plain.ptr[i] != '.' && (digits.len != 0 || plain.ptr[i] != '0'))
            tf_putc(&digits, plain.ptr[i]);
        if (plain.ptr[i] != '.' && (digits.len == 0 ? point : !point))
            exponent += digits.len == 0 ? -1 : 1;
    }
    tnk_str d = tf_take(&digits);
    while (d.len > 1 && d.ptr[d.len - 1] == '0')
        d.len--;
    if (d.len == 0 || (exponent >= -4 && exponent < SHOWN_DIGITS))
        return plain;
    tf_putf(&b, "%s%c", minus ? "-" : "", d.ptr[0]);
    if (d.len > 1) {
        tf_putc(&b, '.');
        tf_put(&b, tf_sub(d, 1, d.len));
    }
    tf_putf(&b, "%c%c%02ld", big_e ? 'E' : 'e', exponent < 0 ? '-' : '+', labs(exponent));
    return tf_take(&b);
}

/* Lets MPFR write the number into room that is there already, so that nothing of ours can fail
 * while MPFR holds memory. */
static tnk_str in_decimal(tf_call *c, const tf_verb *verb, tnk_str plain, size_t precision)
{
    char form[] = "%.*Rf";
    form[4] = verb->mode;
    size_t room = plain.len + precision + 64;
    char *to = tf_mem_get(c->cty->mem, room);
    mpfr_t n;
    mpfr_init2(n, PRECISION);
    mpfr_strtofr(n, plain.ptr, NULL, 10, MPFR_RNDN);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int len = mpfr_snprintf(to, room, form, (int)precision, n);
#pragma GCC diagnostic pop
    mpfr_clear(n);
    return (tnk_str){ to, len > 0 && (size_t)len < room ? (size_t)len : 0 };
}

static tnk_str in_base(tf_call *c, tnk_str plain, int base)
{
    char *to = tf_mem_get(c->cty->mem, plain.len * 4 + 4);
    mpz_t n;
    if (mpz_init_set_str(n, plain.ptr, 10) == 0)
        mpz_get_str(to, base, n);
    mpz_clear(n);
    return tf_str(to);
}

/* When the flag 0 fills the width with zeros. The flag - does not keep fractions from it, as it does whole numbers. */
enum zeros { NEVER, UNLESS_LEFT, ALWAYS };

/* Sign, prefix and digits in the width of the verb. */
static bool put_number(tf_call *c, tf_buf *b, const tf_verb *verb, tnk_str s, const char *prefix,
                       enum zeros zeros)
{
    bool minus = s.len != 0 && s.ptr[0] == '-';
    const char *sign = minus ? "-" : verb->plus ? "+" : verb->space ? " " : "";
    if (minus)
        s = tf_sub(s, 1, s.len);
    size_t len = strlen(sign) + strlen(prefix) + s.len, width = verb->has_width ? verb->width : 0;
    size_t pad = width > len ? width - len : 0;
    bool inside = verb->zero && (zeros == ALWAYS || (zeros == UNLESS_LEFT && !verb->minus));
    bool left = verb->minus && !inside;
    if (!tf_room(c, b, len + pad))
        return false;
    if (!left && !inside)
        put_many(b, ' ', pad);
    tf_puts(b, sign);
    tf_puts(b, prefix);
    if (inside)
        put_many(b, '0', pad);
    tf_put(b, s);
    if (left)
        put_many(b, ' ', pad);
    return true;
}

static bool put_whole(tf_call *c, tf_buf *b, const tf_verb *verb, tnk_str plain)
{
    static const struct { char mode; int base; const char *prefix; } bases[] = {
        { 'd', 10, "" }, { 'b', 2, "0b" }, { 'o', 8, "0" }, { 'x', 16, "0x" }, { 'X', -16, "0X" },
    };
    size_t i = 0;
    while (bases[i].mode != verb->mode)
        i++;
    if (memchr(plain.ptr, '.', plain.len) != NULL)
        return refuse(c, verb, N_("a whole number is needed"));
    tnk_str s = in_base(c, plain, bases[i].base);
    const char *prefix = verb->sharp ? bases[i].prefix : "";
    if (!verb->has_precision)
        return put_number(c, b, verb, s, prefix, UNLESS_LEFT);
    if (verb->precision == 0 && tf_is(s, "0"))
        return true;
    bool minus = s.ptr[0] == '-';
    size_t digits = s.len - minus;
    tf_buf full = { .mem = c->cty->mem };
    if (!tf_room(c, b, verb->precision))
        return false;
    tf_puts(&full, minus ? "-" : "");
    put_many(&full, '0', verb->precision > digits ? verb->precision - digits : 0);
    tf_put(&full, tf_sub(s, minus, s.len));
    return put_number(c, b, verb, tf_take(&full), prefix, NEVER);
}

static bool put_fraction(tf_call *c, tf_buf *b, const tf_verb *verb, tnk_str plain)
{
    bool general = verb->mode == 'g' || verb->mode == 'G';
    if (general && !verb->has_precision)
        return put_number(c, b, verb, shortest(c, plain, verb->mode == 'G'), "", ALWAYS);
    size_t precision = verb->has_precision ? verb->precision : SHOWN_DIGITS;
    return tf_room(c, b, precision) &&
           put_number(c, b, verb, in_decimal(c, verb, plain, precision), "", ALWAYS);
}

static bool put_numeric(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    if (v->kind != CTY_NUMBER && v->kind != CTY_STRING)
        return refuse(c, verb, N_("a number is needed"));
    const cty_value *n = cty_convert(c->cty, v, &cty_number);
    if (n == NULL)
        return refuse(c, verb, N_("a number is needed"));
    tnk_str plain = cty_number_text(c->cty, n->num);
    if (plain.ptr == NULL)
        return false;
    plain = tf_mem_str(c->cty->mem, plain);     /* with a NUL */
    return strchr("dboxX", verb->mode) != NULL ? put_whole(c, b, verb, plain)
                                               : put_fraction(c, b, verb, plain);
}

static bool put_as_is(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    if (verb->sharp || cty_is_null(v))
        return put_json(c, b, verb, v);
    if (v->kind == CTY_STRING)
        return put_padded(c, b, verb, v->str);
    if (v->kind != CTY_NUMBER)
        return put_json(c, b, verb, v);
    tnk_str plain = cty_number_text(c->cty, v->num);
    return plain.ptr != NULL && put_padded(c, b, verb, shortest(c, plain, false));
}

bool tf_put_verb(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v)
{
    if (cty_is_null(v) && verb->mode != 'v')
        return refuse(c, verb, N_("the value is null"));
    switch (verb->mode) {
    case 'v':
        return put_as_is(c, b, verb, v);
    case 't':
        return put_bool(c, b, verb, v);
    case 's':
    case 'q':
        return put_text(c, b, verb, v);
    default:
        return put_numeric(c, b, verb, v);
    }
}
