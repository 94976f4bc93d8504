/* SPDX-License-Identifier: Apache-2.0
 * Functions on numbers. */
#include "func/inside.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { DIGITS_MAX = 4096 };     /* of a text that parseint reads */

static const cty_num zero = { .i = 0 };

TF_FN(fn_abs)
{
    return cty_number_cmp(args[0]->num, zero) < 0 ? cty_number_neg(c->cty, args[0]->num) : args[0];
}

TF_FN(fn_signum)
{
    int64_t whole;
    return tf_whole(c, args[0], &whole) ? cty_int(c->cty, (whole > 0) - (whole < 0)) : NULL;
}

TF_FN(fn_ceil) { return cty_number_round(c->cty, CTY_CEIL, args[0]->num); }
TF_FN(fn_floor) { return cty_number_round(c->cty, CTY_FLOOR, args[0]->num); }

static const cty_value *extreme(const cty_value *const *args, size_t n, int way)
{
    const cty_value *v = args[0];
    for (size_t i = 1; i < n; i++) {
        if (cty_number_cmp(args[i]->num, v->num) * way > 0)
            v = args[i];
    }
    return v;
}

TF_FN(fn_max) { return extreme(args, n, 1); }
TF_FN(fn_min) { return extreme(args, n, -1); }

static const cty_value *from_double(tf_call *c, double d)
{
    char text[40];
    if (!isfinite(d))
        return cty_fail(c->cty, "the result is not a finite number");
    if (fabs(d) < 0x1p53 || fabs(d) >= 0x1p63)
        return cty_number_double(c->cty, d);
    int digits = 15;            /* the shortest text that says it, as Terraform shows it */
    do
        (void)snprintf(text, sizeof text, "%.*e", digits++, d);
    while (digits <= 17 && strtod(text, NULL) != d);
    return cty_number_parse(c->cty, tf_str(text));
}

/* The logarithm and power as Go computes them: the last digit matters, since people write ceil(log(n, 2)). */
static double go_log(double x)
{
    static const double odd[] = {6.666666666666735130e-01, 2.857142874366239149e-01,
                                 1.818357216161805012e-01, 1.479819860511658591e-01};
    static const double even[] = {3.999999999940941908e-01, 2.222219843214978396e-01,
                                  1.531383769920937332e-01};
    static const double ln2_high = 6.93147180369123816490e-01, ln2_low = 1.90821492927058770002e-10;
    int exponent;
    if (!(x > 0) || isinf(x))
        return log(x);
    double m = frexp(x, &exponent);
    if (m < M_SQRT1_2) {
        m *= 2;
        exponent--;
    }
    double f = m - 1, k = exponent, s = f / (2 + f), s2 = s * s, s4 = s2 * s2;
    double t1 = s2 * (odd[0] + s4 * (odd[1] + s4 * (odd[2] + s4 * odd[3])));
    double t2 = s4 * (even[0] + s4 * (even[1] + s4 * even[2]));
    double half = 0.5 * f * f;
    return k * ln2_high - ((half - (s * (half + (t1 + t2)) + k * ln2_low)) - f);
}

/* By squaring, the exponent of 2 on the side; what is left of y beyond whole numbers goes by exp and log. */
static double go_pow(double x, double y)
{
    double whole, part = modf(fabs(y), &whole), power = 1;
    int exponent, sum = 0;
    if (x == 0 || x == 1 || y == 0 || !isfinite(x) || !isfinite(y) || whole > 1e9 ||
        (part != 0 && x < 0))
        return pow(x, y);
    if (whole == 0 && part == 0.5)
        return y < 0 ? 1 / sqrt(x) : sqrt(x);
    if (part > 0.5) {
        part--;
        whole++;
    }
    if (part != 0)
        power = exp(part * go_log(x));
    double m = frexp(x, &exponent);
    for (int64_t i = (int64_t)whole; i != 0; i >>= 1) {
        if (exponent < -(1 << 12) || exponent > 1 << 12) {
            sum += exponent;
            break;
        }
        if (i & 1) {
            power *= m;
            sum += exponent;
        }
        m *= m;
        exponent *= 2;
        if (m < 0.5) {
            m += m;
            exponent--;
        }
    }
    return y < 0 ? ldexp(1 / power, -sum) : ldexp(power, sum);
}

TF_FN(fn_log)
{
    return from_double(c, go_log(cty_number_to_double(args[0]->num)) /
                              go_log(cty_number_to_double(args[1]->num)));
}

TF_FN(fn_pow)
{
    return from_double(
        c, go_pow(cty_number_to_double(args[0]->num), cty_number_to_double(args[1]->num)));
}

/* ---- parseint ---- */

/* In bases up to 36 the case of letters does not matter; beyond, small ones go first. */
static int digit_of(char ch, int64_t base)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    if (ch >= 'a' && ch <= 'z')
        return ch - 'a' + 10;
    if (ch >= 'A' && ch <= 'Z')
        return ch - 'A' + (base <= 36 ? 10 : 36);
    return 99;
}

const cty_value *tf_number_in_base(tf_call *c, tnk_str s, int64_t base)
{
    bool minus = s.len != 0 && s.ptr[0] == '-';
    size_t i = minus || (s.len != 0 && s.ptr[0] == '+');
    const cty_value *v = cty_int(c->cty, 0);
    if (i == s.len || s.len > DIGITS_MAX)
        return cty_fail(c->cty, "\"%.*s\" is no whole number", CTY_SHOW(s));
    for (; i < s.len && v != NULL; i++) {
        int digit = digit_of(s.ptr[i], base);
        if (digit >= base)
            return cty_fail(c->cty, "\"%.*s\" is no whole number in base %d", CTY_SHOW(s),
                            (int)base);
        v = cty_number_arith(c->cty, CTY_MUL, v->num, (cty_num){ .i = base });
        if (v != NULL)
            v = cty_number_arith(c->cty, CTY_ADD, v->num, (cty_num){ .i = digit });
    }
    bool zero_or_none = v == NULL || cty_number_cmp(v->num, zero) == 0;
    return minus && !zero_or_none ? cty_number_neg(c->cty, v->num) : v;
}

TF_FN(fn_parseint)
{
    int64_t base;
    const cty_value *v = args[0];
    if (v->kind != CTY_STRING)
        return cty_fail(c->cty, "a text is needed, not %s", cty_type_name(cty_type_of(c->cty, v)));
    if (!tf_within(c, args[1], N_("the base"), 2, 62, &base))
        return NULL;
    return tf_number_in_base(c, v->str, base);
}

const tf_func tf_funcs_number[] = {
    { "abs", fn_abs, 1, 1, 0, "n", 'n' },
    { "ceil", fn_ceil, 1, 1, 0, "n", 'n' },
    { "floor", fn_floor, 1, 1, 0, "n", 'n' },
    { "log", fn_log, 2, 2, 0, "nn", 'n' },
    { "max", fn_max, 1, TF_ANY_NUMBER, 0, "n", 'n' },
    { "min", fn_min, 1, TF_ANY_NUMBER, 0, "n", 'n' },
    { "parseint", fn_parseint, 2, 2, 0, "dn", 'n' },
    { "pow", fn_pow, 2, 2, 0, "nn", 'n' },
    { "signum", fn_signum, 1, 1, 0, "n", 'n' },
    { .name = NULL },
};
