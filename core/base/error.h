/* SPDX-License-Identifier: Apache-2.0
 * Errors: the code travels by return, the words by pointer. Library code never prints, logs or exits. */
#ifndef TNK_BASE_ERROR_H
#define TNK_BASE_ERROR_H

#include <stdarg.h>
#include <stdint.h>

#include "tenken/value.h"

enum {
    TNK_OK = 0,
    TNK_EINVAL = -1,   /* a caller's mistake or a value out of its range */
    TNK_ENOMEM = -2,   /* memory ran out or the arena's cap was reached */
    TNK_EPARSE = -3,   /* the text is not what it should be; `at` says where */
    TNK_ELIMIT = -4,   /* a named limit was passed: depth, size, count, time */
    TNK_EIO = -5,      /* the system refused: unreadable, vanished, not a regular file */
    TNK_ENOENT = -6,   /* no such file, key or thing */
    TNK_EREFUSED = -7  /* refused for safety */
};

typedef struct tnk_error {
    int code;        /* one of the above; 0 while nothing went wrong */
    tnk_span at;     /* all zero when no place in a source is to blame */
    char msg[256];   /* one line in the run's language, always NUL-ended, valid UTF-8 */
} tnk_error;

/* Sets *err and hands the code back: `return tnk_fail(err, ...)`. err may be NULL; the first failure wins.
 * A message that does not fit is cut at a character boundary. */
__attribute__((format(printf, 4, 5)))
int tnk_fail(tnk_error *err, int code, tnk_span at, const char *fmt, ...);

/* The same without a place. */
__attribute__((format(printf, 3, 4)))
int tnk_fail_plain(tnk_error *err, int code, const char *fmt, ...);

#endif
