/* SPDX-License-Identifier: Apache-2.0
 * Numbers: 64-bit integers as long as they do, else binary floating point of 512 bits, rounded to
 * nearest even, as Terraform computes. Significands lie in the unit's memory, so that nothing has
 * to be freed. */
#include <ctype.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <gmp.h>
#include <mpfr.h>       /* after stdint.h: it looks whether there is intmax_t */

#include "cty/inside.h"

enum {
    PREC = 512, /* bits */
    DOUBLE_PREC = 53,
    EXPONENT_MAX = 40 * 1000, /* of two: some 12,000 digits before or after the point */
    TEXT_MAX = 20 * 1000,     /* bytes of a number as text */
    LIMBS = PREC / GMP_NUMB_BITS
};

struct cty_big {
    mpfr_t m;
};

/* A number as mpfr wants it, on the stack when it is an integer. */
typedef struct operand {
    mpfr_t own;
    mp_limb_t limbs[LIMBS];
    mpfr_srcptr m;
} operand;

static void open_number(operand *o, cty_num n)
{
    o->m = o->own;
    if (n.big != NULL) {
        o->m = n.big->m;
        return;
    }
    mpfr_custom_init(o->limbs, PREC);
    mpfr_custom_init_set(o->own, MPFR_ZERO_KIND, 0, PREC, o->limbs);
    mpfr_set_sj(o->own, n.i, MPFR_RNDN);
}

static cty_big *new_big(cty_ctx *c, mpfr_prec_t prec)
{
    cty_big *b = tf_new(c->mem, cty_big);
    void *limbs = tf_mem_get(c->mem, mpfr_custom_get_size(prec));
    mpfr_custom_init(limbs, prec);
    mpfr_custom_init_set(b->m, MPFR_ZERO_KIND, 0, prec, limbs);
    return b;
}

static const cty_value *number(cty_ctx *c, cty_num n)
{
    cty_value *v = tf_new(c->mem, cty_value);
    v->kind = CTY_NUMBER;
    v->num = n;
    return v;
}

const cty_value *cty_int(cty_ctx *c, int64_t i) { return number(c, (cty_num){ .i = i }); }

/* The value of a result; an integer of 64 bits where that is the same. */
static const cty_value *finish(cty_ctx *c, const cty_big *b)
{
    if (!mpfr_number_p(b->m) || (mpfr_regular_p(b->m) && mpfr_get_exp(b->m) > EXPONENT_MAX))
        return cty_fail(c, "the number is too large");
    if (mpfr_regular_p(b->m) && mpfr_get_exp(b->m) < -EXPONENT_MAX)
        return cty_fail(c, "the number is too close to zero");
    bool minus_zero = mpfr_zero_p(b->m) && mpfr_signbit(b->m);
    if (!minus_zero && mpfr_integer_p(b->m) && mpfr_fits_intmax_p(b->m, MPFR_RNDN))
        return cty_int(c, mpfr_get_sj(b->m, MPFR_RNDN));
    return number(c, (cty_num){ .big = b });
}

/* ---- from text ---- */

/* What a number's text is made of. */
typedef struct digits {
    const char *mantissa;
    size_t len;         /* sign, digits and point */
    bool point, binary; /* "p": the exponent is one of two */
    long exponent;
} digits;

static bool scan_exponent(const char *p, const char *end, digits *ret)
{
    bool minus = p < end && *p == '-';
    p += p < end && (*p == '-' || *p == '+');
    if (p == end)
        return false;
    long e = 0;
    for (; p < end; p++) {
        if (!isdigit((unsigned char)*p))
            return false;
        e = e < 1000 * 1000 ? e * 10 + (*p - '0') : e;
    }
    ret->exponent = minus ? -e : e;
    return true;
}

static bool scan(tnk_str s, digits *ret)
{
    const char *p = s.ptr, *end = p + s.len;
    size_t seen = 0;
    *ret = (digits){ .mantissa = p };
    if (s.len == 0 || s.len > TEXT_MAX)
        return false;
    p += *p == '-' || *p == '+';
    for (; p < end && (isdigit((unsigned char)*p) || (*p == '.' && !ret->point)); p++) {
        seen += *p != '.';
        ret->point |= *p == '.';
    }
    ret->len = (size_t)(p - s.ptr);
    if (seen == 0 || p == end)
        return seen != 0;
    ret->binary = *p == 'p' || *p == 'P';
    return (ret->binary || *p == 'e' || *p == 'E') && scan_exponent(p + 1, end, ret);
}

/* A short integer without ado. */
static bool small_integer(const digits *d, int64_t *ret)
{
    bool sign = *d->mantissa == '-' || *d->mantissa == '+';
    if (d->point || d->exponent != 0 || d->len - sign > 18)
        return false;
    int64_t i = 0;
    for (size_t k = sign; k < d->len; k++)
        i = i * 10 + (d->mantissa[k] - '0');
    *ret = *d->mantissa == '-' ? -i : i;
    return i != 0 || *d->mantissa != '-';
}

const cty_value *cty_number_parse(cty_ctx *c, tnk_str s)
{
    digits d;
    int64_t i;
    if (s.len > TEXT_MAX)
        return cty_fail(c, "the number has too many digits");
    if (!scan(s, &d))
        return cty_fail(c, "\"%.*s\" is not a number", CTY_SHOW(s));
    if (small_integer(&d, &i))
        return cty_int(c, i);
    if (!cty_spend(c, 1 + s.len / 8))
        return NULL;
    tf_buf b = { .mem = c->mem };
    tf_put(&b, (tnk_str){ d.mantissa, d.len });
    if (!d.binary && d.exponent != 0)
        tf_putf(&b, "e%ld", d.exponent);
    cty_big *big = new_big(c, PREC);
    mpfr_strtofr(big->m, tf_take(&b).ptr, NULL, 10, MPFR_RNDN);
    if (d.binary)
        mpfr_mul_2si(big->m, big->m, d.exponent, MPFR_RNDN);
    return finish(c, big);
}

const cty_value *cty_number_double(cty_ctx *c, double d)
{
    if (!isfinite(d))
        return cty_fail(c, "the number is too large");
    cty_big *big = new_big(c, DOUBLE_PREC);
    mpfr_set_d(big->m, d, MPFR_RNDN);
    return finish(c, big);
}

/* ---- to text ---- */

/* Do n digits, rounded to nearest, read back as the number? They stay in buf. As Go sees it: they are not further away
 * than half of what the last bit is worth, above or below (below a power of two, numbers lie closer). */
static bool reads_back(char *buf, mpfr_exp_t *exp, size_t n, mpfr_srcptr m)
{
    enum { MORE = PREC + 64 };          /* holds every text that lies half way exactly */
    mp_limb_t limbs[MORE / GMP_NUMB_BITS];
    mpfr_t off;
    char text[PREC / 2 + 40];
    mpfr_get_str(buf, exp, 10, n, m, MPFR_RNDN);
    mpfr_custom_init(limbs, MORE);
    mpfr_custom_init_set(off, MPFR_ZERO_KIND, 0, MORE, limbs);
    (void)snprintf(text, sizeof text, "%s%.*se%ld", *buf == '-' ? "-0." : "0.", PREC / 2,
                   buf + (*buf == '-'), (long)*exp);
    mpfr_strtofr(off, text, NULL, 10, MPFR_RNDN);
    mpfr_sub(off, off, m, MPFR_RNDN);
    mpfr_abs(off, off, MPFR_RNDN);
    int order = mpfr_cmp_ui_2exp(off, 1, mpfr_get_exp(m) - mpfr_get_prec(m) - 1);
    return order < 0 || (order == 0 && mpfr_min_prec(m) < mpfr_get_prec(m));
}

/* The fewest digits that read back, without zeros at the end; "-" first when negative. As long as numbers of n digits
 * lie further apart than those of the precision, a shorter one that reads back is the one of n digits but for zeros; so
 * it is enough to ask for few digits, which most have, then for as many as are sure to lie so, then for more. */
static void shortest(char *buf, mpfr_exp_t *exp, mpfr_srcptr m)
{
    enum { FEW = 14 };
    size_t sure = (size_t)(mpfr_get_prec(m) - 1) * 30 / 100;    /* 10^sure < 2^(precision - 1) */
    if (!reads_back(buf, exp, FEW, m)) {
        for (size_t n = sure; !reads_back(buf, exp, n, m); n++)
            continue;
    }
    size_t n = strlen(buf);
    while (n > 0 && buf[n - 1] == '0')
        buf[--n] = '\0';
}

static void put_zeros(tf_buf *b, long n)
{
    for (; n > 0; n--)
        tf_putc(b, '0');
}

tnk_str cty_number_text(cty_ctx *c, cty_num n)
{
    tf_buf b = { .mem = c->mem };
    if (n.big == NULL) {
        tf_putf(&b, "%lld", (long long)n.i);
        return tf_take(&b);
    }
    if (mpfr_zero_p(n.big->m)) {
        tf_puts(&b, "-0"); /* without the sign it would be an integer */
        return tf_take(&b);
    }
    char buf[PREC / 2 + 8];
    mpfr_exp_t exp;
    shortest(buf, &exp, n.big->m);
    const char *text = buf + (*buf == '-');
    long len = (long)strlen(text), whole = exp < 0 ? 0 : exp > len ? len : exp;
    tf_puts(&b, *buf == '-' ? "-" : "");
    tf_put(&b, (tnk_str){ text, (size_t)whole });
    put_zeros(&b, exp - len);
    tf_puts(&b, exp <= 0 ? "0" : "");
    tf_puts(&b, len > whole ? "." : "");
    put_zeros(&b, -exp);
    tf_puts(&b, text + whole);
    (void)cty_spend(c, 16 + b.len / 64);
    return tf_take(&b);
}

void cty_number_short(cty_num n, char *to, size_t size)
{
    if (n.big != NULL)
        mpfr_snprintf(to, size, "%.10Rg", n.big->m);
    else
        (void)snprintf(to, size, "%.10Lg", (long double)n.i);
}

/* ---- to what C has ---- */

double cty_number_to_double(cty_num n)
{
    return n.big != NULL ? mpfr_get_d(n.big->m, MPFR_RNDN) : (double)n.i;
}

bool cty_number_to_int(cty_num n, int64_t *ret)
{
    if (n.big != NULL && !mpfr_zero_p(n.big->m))
        return false; /* finish() made the others integers */
    *ret = n.big != NULL ? 0 : n.i;
    return true;
}

int cty_number_cmp(cty_num a, cty_num b)
{
    if (a.big == NULL && b.big == NULL)
        return (a.i > b.i) - (a.i < b.i);
    operand x, y;
    open_number(&x, a);
    open_number(&y, b);
    return mpfr_cmp(x.m, y.m);
}

/* ---- arithmetic ---- */

/* On integers; false when the result is none of 64 bits (or minus zero). */
static bool arith_int(enum cty_arith op, int64_t a, int64_t b, int64_t *ret)
{
    long long r = 0;
    bool over = false;
    switch (op) {
    case CTY_ADD:
        over = __builtin_add_overflow((long long)a, (long long)b, &r);
        break;
    case CTY_SUB:
        over = __builtin_sub_overflow((long long)a, (long long)b, &r);
        break;
    case CTY_MUL:
        over =
            __builtin_mul_overflow((long long)a, (long long)b, &r) || (r == 0 && (a < 0 || b < 0));
        break;
    case CTY_DIV:
        over = b == 0 || b == -1 || a % b != 0 || (a == 0 && b < 0);
        r = over ? 0 : a / b;
        break;
    case CTY_MOD:
        r = b == 0 ? a : b == -1 ? 0 : a % b;
        break;
    }
    *ret = r;
    return !over;
}

/* The product keeps what bits it has beyond the operands' precision, up to 512. */
static cty_big *multiply(cty_ctx *c, mpfr_prec_t prec, const operand *a, const operand *b)
{
    mp_limb_t limbs[LIMBS];
    mpfr_t all;
    mpfr_custom_init(limbs, PREC);
    mpfr_custom_init_set(all, MPFR_ZERO_KIND, 0, PREC, limbs);
    mpfr_mul(all, a->m, b->m, MPFR_RNDN);
    mpfr_prec_t needed = mpfr_min_prec(all);
    cty_big *r = new_big(c, needed > prec ? needed : prec);
    mpfr_set(r->m, all, MPFR_RNDN);
    return r;
}

/* a - trunc(a / b) * b */
static void remainder_of(mpfr_ptr to, mpfr_prec_t prec, const operand *a, const operand *b)
{
    mp_limb_t limbs[LIMBS];
    mpfr_t work;
    mpfr_custom_init(limbs, prec);
    mpfr_custom_init_set(work, MPFR_ZERO_KIND, 0, prec, limbs);
    mpfr_div(work, a->m, b->m, MPFR_RNDN);
    mpfr_trunc(work, work);
    mpfr_mul(work, b->m, work, MPFR_RNDN);
    mpfr_sub(to, a->m, work, MPFR_RNDN);
}

static const cty_value *arith_big(cty_ctx *c, enum cty_arith op, cty_num a, cty_num b)
{
    operand x, y;
    open_number(&x, a);
    open_number(&y, b);
    mpfr_prec_t p = mpfr_get_prec(x.m), q = mpfr_get_prec(y.m), prec = p > q ? p : q;
    if (op == CTY_MUL)
        return finish(c, multiply(c, prec, &x, &y));
    cty_big *r = new_big(c, prec);
    switch (op) {
    case CTY_ADD:
        mpfr_add(r->m, x.m, y.m, MPFR_RNDN);
        break;
    case CTY_SUB:
        mpfr_sub(r->m, x.m, y.m, MPFR_RNDN);
        break;
    case CTY_MUL: /* done */
        break;
    case CTY_DIV:
        mpfr_div(r->m, x.m, y.m, MPFR_RNDN);
        break;
    case CTY_MOD:
        remainder_of(r->m, prec, &x, &y);
        break;
    }
    return finish(c, r);
}

static bool is_zero(cty_num n) { return n.big != NULL ? mpfr_zero_p(n.big->m) != 0 : n.i == 0; }

const cty_value *cty_number_arith(cty_ctx *c, enum cty_arith op, cty_num a, cty_num b)
{
    int64_t i;
    if (a.big == NULL && b.big == NULL && arith_int(op, a.i, b.i, &i))
        return cty_int(c, i);
    if (op == CTY_DIV && is_zero(b))
        return cty_fail(c, "division by zero");
    if (op == CTY_MOD && is_zero(b))
        return number(c, a);
    return cty_spend(c, 8) ? arith_big(c, op, a, b) : NULL;
}

const cty_value *cty_number_round(cty_ctx *c, enum cty_round how, cty_num n)
{
    if (n.big == NULL)
        return number(c, n);
    cty_big *r = new_big(c, mpfr_get_prec(n.big->m));
    if (how == CTY_FLOOR)
        mpfr_floor(r->m, n.big->m);
    else if (how == CTY_CEIL)
        mpfr_ceil(r->m, n.big->m);
    else
        mpfr_trunc(r->m, n.big->m);
    if (mpfr_zero_p(r->m))
        return cty_int(c, 0);
    return finish(c, r);
}

const cty_value *cty_number_neg(cty_ctx *c, cty_num n)
{
    if (n.big == NULL && n.i != 0 && n.i != INT64_MIN)
        return cty_int(c, -n.i);
    operand x;
    open_number(&x, n);
    cty_big *r = new_big(c, mpfr_get_prec(x.m));
    mpfr_neg(r->m, x.m, MPFR_RNDN);
    return finish(c, r);
}
