/* SPDX-License-Identifier: Apache-2.0
 * See date.h. */
#include "core/base/date.h"

/* n decimal digits at p; false when one is something else. */
static bool digits(const char *p, unsigned n, unsigned *ret)
{
    unsigned value = 0;
    for (unsigned i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        value = value * 10 + (unsigned)(p[i] - '0');
    }
    *ret = value;
    return true;
}

static unsigned days_of(unsigned year, unsigned month)
{
    static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && leap);
}

bool tnk_date_parse(tnk_str s, tnk_date *ret)
{
    unsigned year, month, day;
    if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-' || !digits(s.ptr, 4, &year) ||
        !digits(s.ptr + 5, 2, &month) || !digits(s.ptr + 8, 2, &day))
        return false;
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > days_of(year, month))
        return false;
    *ret = year * 10000 + month * 100 + day;
    return true;
}
