/* SPDX-License-Identifier: Apache-2.0
 * Points in time: reading and writing RFC 3339, formatting, adding durations, comparing. */
#include "func/inside.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, NANO = 1000 * 1000 * 1000 };

typedef struct stamp {
    int64_t seconds;            /* since 1970, UTC */
    int32_t nanos;              /* [0, NANO) */
    int32_t offset;             /* of the local time, seconds */
} stamp;

typedef struct clock_face {
    int64_t year;
    int month, day, hour, minute, second, weekday;      /* month from 1, weekday from Sunday = 0 */
} clock_face;

/* ---- the calendar ---- */

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Days since 1970-01-01. Years begin in March here, so the leap day comes last. */
static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = floor_div(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static clock_face face_of(const stamp *s)
{
    int64_t local = s->seconds + s->offset, days = floor_div(local, DAY), rest = local - days * DAY;
    int64_t shifted = days + 719468, era = floor_div(shifted, 146097),
            of_era = shifted - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100),
            month = (5 * of_year + 2) / 153;
    clock_face f = { .year = year + era * 400, .month = (int)(month < 10 ? month + 3 : month - 9) };
    f.year += f.month <= 2;
    f.day = (int)(of_year - (153 * month + 2) / 5 + 1);
    f.hour = (int)(rest / HOUR);
    f.minute = (int)(rest % HOUR / MINUTE);
    f.second = (int)(rest % MINUTE);
    f.weekday = (int)(days + 4 - floor_div(days + 4, 7) * 7);
    return f;
}

static int days_in(int64_t year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

/* ---- reading ---- */

/* n digits within [min, max], and what stands behind them ('\0': nothing is asked for). */
static bool field(tnk_str s, size_t *at, size_t n, int min, int max, char behind, int *ret)
{
    int v = 0;
    if (s.len - *at < n)
        return false;
    for (size_t i = 0; i < n; i++) {
        char ch = s.ptr[(*at)++];
        if (ch < '0' || ch > '9')
            return false;
        v = v * 10 + (ch - '0');
    }
    *ret = v;
    if (behind != '\0' && (*at >= s.len || s.ptr[(*at)++] != behind))
        return false;
    return v >= min && v <= max;
}

static bool fraction(tnk_str s, size_t *at, int32_t *nanos)
{
    int32_t unit = NANO / 10;
    size_t start;
    if (*at >= s.len || s.ptr[*at] != '.')
        return true;
    for (start = ++*at; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; (*at)++, unit /= 10)
        *nanos += (s.ptr[*at] - '0') * unit;
    return *at != start;
}

static bool zone(tnk_str s, size_t *at, int32_t *offset)
{
    int hours, minutes;
    if (*at >= s.len)
        return false;
    char sign = s.ptr[(*at)++];
    if (sign == 'Z')
        return true;
    if ((sign != '+' && sign != '-') || !field(s, at, 2, 0, 24, ':', &hours) ||
        !field(s, at, 2, 0, 60, '\0', &minutes))
        return false;
    *offset = (hours * HOUR + minutes * MINUTE) * (sign == '-' ? -1 : 1);
    return true;
}

static bool read_stamp(tf_call *c, const cty_value *v, stamp *ret)
{
    tnk_str s = v->str;
    size_t at = 0;
    int year, month, day, hour, minute, second;
    stamp t = { 0 };
    bool ok = field(s, &at, 4, 0, 9999, '-', &year) && field(s, &at, 2, 1, 12, '-', &month) &&
              field(s, &at, 2, 1, days_in(year, month), 'T', &day) &&
              field(s, &at, 2, 0, 23, ':', &hour) && field(s, &at, 2, 0, 59, ':', &minute) &&
              field(s, &at, 2, 0, 59, '\0', &second) && fraction(s, &at, &t.nanos) &&
              zone(s, &at, &t.offset) && at == s.len;
    if (!ok) {
        cty_fail(c->cty, "\"%.*s\" is no RFC 3339 timestamp such as 2006-01-02T15:04:05Z",
                 CTY_SHOW(s));
        return false;
    }
    t.seconds = days_of(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - t.offset;
    *ret = t;
    return true;
}

/* ---- durations ---- */

static bool unit_at(tnk_str s, size_t *at, int64_t *nanos)
{
    static const struct {
        const char *name;
        int64_t nanos;
    } units[] = {
        {"ns", 1},       {"us", 1000}, {"\xC2\xB5s", 1000}, {"\xCE\xBCs", 1000},
        {"ms", 1000000}, {"s", NANO},  {"m", 60LL * NANO},  {"h", 3600LL * NANO},
    };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t n = strlen(units[i].name);
        if (s.len - *at >= n && memcmp(s.ptr + *at, units[i].name, n) == 0) {
            *at += n;
            *nanos = units[i].nanos;
            return true;
        }
    }
    return false;
}

/* Digits as a number; scale: ten for each of them. What is beyond 18 digits of a fraction is dropped. */
static size_t digits(tnk_str s, size_t *at, int64_t *ret, double *scale, bool *overflow)
{
    size_t start = *at;
    int64_t n = 0;
    for (; *at < s.len && s.ptr[*at] >= '0' && s.ptr[*at] <= '9'; (*at)++) {
        bool full = n > (INT64_MAX - 9) / 10;
        *overflow |= full;
        if (full)
            continue;
        n = n * 10 + (s.ptr[*at] - '0');
        *scale *= 10;
    }
    *ret = n;
    return *at - start;
}

/* "1h30m", "-1.5s", "0": as Go reads durations. */
static bool read_duration(tnk_str s, int64_t *ret)
{
    size_t at = s.len != 0 && (s.ptr[0] == '-' || s.ptr[0] == '+');
    bool minus = s.len != 0 && s.ptr[0] == '-', overflow = false;
    int64_t sum = 0;
    if (tf_is(tf_sub(s, at, s.len), "0"))
        at = s.len;
    else if (at == s.len)
        return false;
    while (at < s.len) {
        int64_t whole, part = 0, unit, ignored;
        double scale = 1, unused = 1;
        bool cut = false;
        size_t n = digits(s, &at, &whole, &unused, &overflow);
        if (at < s.len && s.ptr[at] == '.') {
            at++;
            n += digits(s, &at, &part, &scale, &cut);
        }
        if (n == 0 || !unit_at(s, &at, &unit) || overflow ||
            __builtin_mul_overflow(whole, unit, &whole))
            return false;
        ignored = (int64_t)((double)part * ((double)unit / scale));
        if (__builtin_add_overflow(whole, ignored, &whole) ||
            __builtin_add_overflow(sum, whole, &sum))
            return false;
    }
    *ret = minus ? -sum : sum;
    return true;
}

/* ---- writing ---- */

static void put_zone(tf_buf *b, int32_t offset, const char *colon)
{
    int32_t minutes = offset / MINUTE;
    tf_putc(b, minutes < 0 ? '-' : '+');
    minutes = minutes < 0 ? -minutes : minutes;
    tf_putf(b, "%02d%s%02d", minutes / 60, colon, minutes % 60);
}

static void put_zone_like(tf_buf *b, int32_t offset, size_t n)
{
    if (n == 1 && offset == 0)
        tf_putc(b, 'Z');
    else if (n == 3 && offset / MINUTE == 0)
        tf_puts(b, "UTC");
    else
        put_zone(b, offset, n == 1 || n == 5 ? ":" : "");
}

static void put_name(tf_buf *b, const char *name, bool whole)
{
    tf_put(b, (tnk_str){ name, whole ? strlen(name) : 3 });
}

/* n times a letter of a format; false: that means nothing. */
static bool put_field(tf_buf *b, char letter, size_t n, const stamp *s, const clock_face *f)
{
    static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int of[] = {
        ['M'] = f->month,  ['D'] = f->day,   ['h'] = f->hour, ['H'] = (f->hour + 11) % 12 + 1,
        ['m'] = f->minute, ['s'] = f->second};
    switch (letter) {
    case 'Y':
        tf_putf(b, n == 2 ? "%02d" : "%04d", (int)(n == 2 ? f->year % 100 : f->year));
        return n == 2 || n == 4;
    case 'E':
        put_name(b, days[f->weekday], n == 4);
        return n == 3 || n == 4;
    case 'A':
        tf_puts(b, f->hour < 12 ? "AM" : "PM");
        return n == 2;
    case 'a':
        tf_puts(b, f->hour < 12 ? "am" : "pm");
        return n == 2;
    case 'Z':
        put_zone_like(b, s->offset, n);
        return n == 1 || (n >= 3 && n <= 5);
    case 'M':
        if (n == 3 || n == 4) {
            put_name(b, months[f->month - 1], n == 4);
            return true;
        }
        break;
    case 'D':
    case 'h':
    case 'H':
    case 'm':
    case 's':
        break;
    default:
        return false;
    }
    tf_putf(b, n == 1 ? "%d" : "%02d", of[(unsigned char)letter]);
    return n == 1 || n == 2;
}

/* '...' as it is, '' in it, or alone, for a quote; false: it does not end. */
static bool put_quoted(tf_buf *b, tnk_str f, size_t *at)
{
    if (*at + 1 < f.len && f.ptr[*at + 1] == '\'') {
        tf_putc(b, '\'');
        *at += 2;
        return true;
    }
    for ((*at)++; *at < f.len; (*at)++) {
        if (f.ptr[*at] != '\'') {
            tf_putc(b, f.ptr[*at]);
        } else if (*at + 1 < f.len && f.ptr[*at + 1] == '\'') {
            tf_putc(b, '\'');
            (*at)++;
        } else {
            (*at)++;
            return true;
        }
    }
    return false;
}

static bool is_letter(char ch)
{
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
}

TF_FN(fn_formatdate)
{
    tnk_str f = args[0]->str;
    tf_buf b = { .mem = c->cty->mem };
    stamp s;
    if (!read_stamp(c, args[1], &s) || !tf_room(c, &b, f.len))
        return NULL;
    clock_face face = face_of(&s);
    for (size_t at = 0, end; at < f.len; at = end) {
        end = at + 1;
        if (f.ptr[at] == '\'') {
            end = at;
            if (!put_quoted(&b, f, &end))
                return cty_fail(c->cty, "the quote at offset %zu does not end", at);
        } else if (!is_letter(f.ptr[at])) {
            tf_putc(&b, f.ptr[at]);
        } else {
            while (end < f.len && f.ptr[end] == f.ptr[at])
                end++;
            if (!put_field(&b, f.ptr[at], end - at, &s, &face))
                return cty_fail(c->cty, "\"%.*s\" means nothing in a format of dates",
                                CTY_SHOW(tf_sub(f, at, end)));
        }
    }
    return tf_text(c, &b);
}

static void put_rfc3339(tf_buf *b, const stamp *s)
{
    clock_face f = face_of(s);
    tf_putf(b, "%04d-%02d-%02dT%02d:%02d:%02d", (int)f.year, f.month, f.day, f.hour, f.minute,
            f.second);
    put_zone_like(b, s->offset, 1);
}

TF_FN(fn_timeadd)
{
    tf_buf b = { .mem = c->cty->mem };
    stamp s;
    int64_t nanos;
    if (!read_stamp(c, args[0], &s))
        return NULL;
    if (!read_duration(args[1]->str, &nanos))
        return cty_fail(c->cty, "\"%.*s\" is no duration such as 1h30m", CTY_SHOW(args[1]->str));
    int64_t rest = s.nanos + nanos % NANO, carry = floor_div(rest, NANO);
    s.seconds += nanos / NANO + carry;
    put_rfc3339(&b, &s);
    return tf_text(c, &b);
}

TF_FN(fn_timecmp)
{
    stamp a, b;
    if (!read_stamp(c, args[0], &a) || !read_stamp(c, args[1], &b))
        return NULL;
    int order = (a.seconds > b.seconds) - (a.seconds < b.seconds);
    return cty_int(c->cty, order != 0 ? order : (a.nanos > b.nanos) - (a.nanos < b.nanos));
}

/* One digit or two. */
static bool loose_field(tnk_str s, size_t *at, int min, int max, char behind, int *ret)
{
    bool two = s.len - *at >= 2 && s.ptr[*at + 1] >= '0' && s.ptr[*at + 1] <= '9';
    return field(s, at, two ? 2 : 1, min, max, behind, ret);
}

bool tf_loose_time(tf_call *c, tnk_str s, tnk_str *ret)
{
    size_t at = 0;
    int year, month, day, hour = 0, minute = 0, second = 0;
    stamp t = { 0 };
    tf_buf b = { .mem = c->cty->mem };
    if (!field(s, &at, 4, 0, 9999, '-', &year) || !loose_field(s, &at, 1, 12, '-', &month)
        || !loose_field(s, &at, 1, days_in(year, month), '\0', &day))
        return false;
    if (at < s.len) {
        char sep = s.ptr[at++];
        if ((sep != 'T' && sep != 't' && sep != ' ') || !loose_field(s, &at, 0, 23, ':', &hour) ||
            !loose_field(s, &at, 0, 59, ':', &minute) ||
            !loose_field(s, &at, 0, 59, '\0', &second) || !fraction(s, &at, &t.nanos) ||
            (sep != ' ' && !zone(s, &at, &t.offset)) || at != s.len)
            return false;
    }
    t.seconds = days_of(year, month, day) * DAY + hour * HOUR + minute * MINUTE + second - t.offset;
    put_rfc3339(&b, &t);
    *ret = tf_take(&b);
    return true;
}

TF_FN(fn_now)
{
    return tf_outside(c, &cty_string, TNK_WHY_EXTERNAL,
                      tf_str(tf_tr(c, N_("it depends on the time of the run"))));
}

const tf_func tf_funcs_time[] = {
    { "formatdate", fn_formatdate, 2, 2, 0, "ss", 's' },
    { "plantimestamp", fn_now, 0, 0, TF_FN_OUTSIDE, "", 's' },
    { "timeadd", fn_timeadd, 2, 2, 0, "ss", 's' },
    { "timecmp", fn_timecmp, 2, 2, 0, "ss", 'n' },
    { "timestamp", fn_now, 0, 0, TF_FN_OUTSIDE, "", 's' },
    { .name = NULL },
};
