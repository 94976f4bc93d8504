/* SPDX-License-Identifier: Apache-2.0
 * Filling in a tnk_error; see error.h. */
#include "core/base/error.h"

#include <stdio.h>
#include <string.h>

#include "core/base/utf8.h"

__attribute__((format(printf, 4, 0)))
static void fill(tnk_error *err, int code, tnk_span at, const char *fmt, va_list ap)
{
    if (err == NULL || err->code != 0)
        return;
    vsnprintf(err->msg, sizeof err->msg, fmt, ap);
    err->msg[tnk_utf8_cut((tnk_str){ err->msg, strlen(err->msg) })] = '\0';
    err->code = code;
    err->at = at;
}

int tnk_fail(tnk_error *err, int code, tnk_span at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(err, code, at, fmt, ap);
    va_end(ap);
    return code;
}

int tnk_fail_plain(tnk_error *err, int code, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fill(err, code, (tnk_span){ 0 }, fmt, ap);
    va_end(ap);
    return code;
}
