/* SPDX-License-Identifier: Apache-2.0
 * What a plain YAML scalar means: the core schema of YAML 1.2, or YAML 1.1 as its users know it. */
#include <string.h>

#include "core/base/str.h"
#include "core/syntax/yaml.h"

struct word {
    const char *text;
    uint8_t kind;
    bool flag, old;     /* old: only in YAML 1.1 */
};

#define THREE(lower, title, upper, kind, flag, old) \
    { lower, kind, flag, old }, { title, kind, flag, old }, { upper, kind, flag, old }

static const struct word words[] = {
    { "", TNK_NULL, false, false },
    { "~", TNK_NULL, false, false },
    THREE("null", "Null", "NULL", TNK_NULL, false, false),
    THREE("true", "True", "TRUE", TNK_BOOL, true, false),
    THREE("false", "False", "FALSE", TNK_BOOL, false, false),
    THREE("yes", "Yes", "YES", TNK_BOOL, true, true),
    THREE("no", "No", "NO", TNK_BOOL, false, true),
    THREE("on", "On", "ON", TNK_BOOL, true, true),
    THREE("off", "Off", "OFF", TNK_BOOL, false, true),
};

static bool is_old(const struct yaml *y) { return (y->flags & TNK_YAML_11) != 0; }

static bool type_word(const struct yaml *y, tnk_str s, tnk_value *v)
{
    if (s.len > 5)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (tnk_str_is(s, words[i].text) && (!words[i].old || is_old(y))) {
            v->kind = words[i].kind;
            v->n = 0;
            v->u.integer = 0;
            v->u.flag = words[i].flag;
            return true;
        }
    }
    return false;
}

static int digit(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : 99;
}

/* Digits of a base and nothing else; *fits says whether they fit 64 bits with this sign. */
static bool whole(tnk_str s, unsigned base, bool minus, int64_t *ret, bool *fits)
{
    uint64_t v = 0, max = (uint64_t)INT64_MAX + minus;
    *fits = true;
    for (size_t i = 0; i < s.len; i++) {
        unsigned d = (unsigned)digit(s.ptr[i]);
        if (d >= base)
            return false;
        if (v > (max - d) / base)
            *fits = false;
        else
            v = v * base + d;
    }
    *ret = minus ? (int64_t)(0 - v) : (int64_t)v;
    return s.len > 0;
}

/* The base that the digits after the sign are written in; the prefix is cut off. 0: no number at all. */
static unsigned base_of(const struct yaml *y, tnk_str *s, bool sign)
{
    bool old = is_old(y), zero = s->len > 1 && s->ptr[0] == '0';
    char c = zero ? s->ptr[1] : '\0';
    unsigned base = c == 'x' ? 16 : c == 'o' ? 8 : c == 'b' && old ? 2 : 0;
    if (base != 0 && sign && !old)
        return 0;       /* the core schema has no sign before 0x and 0o */
    if (base != 0)
        *s = tnk_str_from(*s, 2);
    else if (zero && old)
        return *s = tnk_str_from(*s, 1), 8;
    return base != 0 ? base : 10;
}

/* [0-9]* with at most one '.', at least one digit, then an optional exponent. */
static bool real(tnk_str s)
{
    size_t i = 0, n = 0;
    for (; i < s.len && digit(s.ptr[i]) < 10; i++)
        n++;
    if (i < s.len && s.ptr[i] == '.') {
        for (i++; i < s.len && digit(s.ptr[i]) < 10; i++)
            n++;
    }
    if (n == 0)
        return false;
    if (i < s.len && (s.ptr[i] | 0x20) == 'e') {
        i++;
        i += i < s.len && (s.ptr[i] == '+' || s.ptr[i] == '-');
        if (i == s.len)
            return false;
        while (i < s.len && digit(s.ptr[i]) < 10)
            i++;
    }
    return i == s.len;
}

static bool special(tnk_str s, bool sign)
{
    static const char *const inf[] = { ".inf", ".Inf", ".INF" }, *const nan[] = { ".nan", ".NaN", ".NAN" };
    for (int i = 0; i < 3; i++) {
        if (tnk_str_is(s, inf[i]) || (!sign && tnk_str_is(s, nan[i])))
            return true;
    }
    return false;
}

/* The number without the underscores of YAML 1.1; .ptr is NULL when memory runs out. */
static tnk_str without_underscores(const struct yaml *y, tnk_str s)
{
    if (!is_old(y) || s.len == 0 || memchr(s.ptr, '_', s.len) == NULL)
        return s;
    char *p = tnk_arena_alloc(y->nodes.r->arena, s.len);
    size_t n = 0;
    for (size_t i = 0; p != NULL && i < s.len; i++) {
        if (s.ptr[i] != '_')
            p[n++] = s.ptr[i];
    }
    return (tnk_str){ p, n };
}

static bool may_be_number(tnk_str s)
{
    return s.len > 0 && (digit(s.ptr[0]) < 10 || s.ptr[0] == '-' || s.ptr[0] == '+' || s.ptr[0] == '.');
}

static bool type_number(const struct yaml *y, tnk_str s, tnk_value *v)
{
    bool sign = s.ptr[0] == '-' || s.ptr[0] == '+', fits = false;
    tnk_str digits = tnk_str_from(s, sign), all = digits;
    int64_t i = 0;
    unsigned base = base_of(y, &digits, sign);
    bool integer = base != 0 && whole(digits, base, s.ptr[0] == '-', &i, &fits);
    if (integer && fits) {
        v->kind = TNK_INT;
        v->n = 0;
        v->u.integer = i;
        return true;
    }
    /* 0129 is no octal number and nothing else in YAML 1.1: text, like an account number */
    bool bad_octal = base == 8 && is_old(y) && all.len > 0 && memchr(all.ptr, '.', all.len) == NULL;
    if (!integer && (bad_octal || !(real(all) || special(all, sign))))
        return false;
    v->kind = TNK_REAL;
    v->n = (uint32_t)s.len;
    v->u.text = s.ptr;
    return true;
}

bool tnk_yaml_type(const struct yaml *y, tnk_value *v)
{
    tnk_str s = { v->u.text, v->n };
    v->kind = TNK_TEXT;
    if (type_word(y, s, v) || !may_be_number(s))
        return true;
    s = without_underscores(y, s);
    if (s.ptr == NULL)
        return false;
    if (s.len > 0)
        type_number(y, s, v);
    return true;
}

bool tnk_yaml_type_as(const struct yaml *y, tnk_str type, tnk_value *v, bool *fits)
{
    static const struct { const char *name; uint8_t kind; } types[] = {
        { "null", TNK_NULL }, { "bool", TNK_BOOL }, { "int", TNK_INT }, { "float", TNK_REAL },
    };
    const tnk_value text = *v;
    uint8_t want = TNK_TEXT;
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        want = tnk_str_is(type, types[i].name) ? types[i].kind : want;
    v->kind = TNK_TEXT;
    *fits = true;
    if (want == TNK_TEXT)
        return true;
    if (!tnk_yaml_type(y, v))
        return false;
    if (v->kind != want) {
        *fits = v->kind == TNK_INT && want == TNK_REAL;
        *v = text;
        v->kind = *fits ? TNK_REAL : TNK_TEXT;
    }
    return true;
}
