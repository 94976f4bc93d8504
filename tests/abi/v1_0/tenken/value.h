/* SPDX-License-Identifier: Apache-2.0
 * The words a collector and tenken share about values. Nothing here changes within ABI major 1. */
#ifndef TENKEN_VALUE_H
#define TENKEN_VALUE_H

#include <stddef.h>
#include <stdint.h>

/* Text with a length. Borrowed, UTF-8 unless said otherwise, not NUL-ended. Frozen. */
typedef struct tnk_str {
    const char *ptr;
    size_t len;
} tnk_str;

/* A byte range of one source of the unit: [off, end). `file` is the number tnk_host.read() gave.
 * All zero with off == end means "the beginning of the first source". Frozen. */
typedef struct tnk_span {
    uint32_t file, off, end;
} tnk_span;

/* Kinds of value. Fixed numbers: they cross the plugin boundary as uint32_t. */
enum {
    TNK_NONE = 0,       /* absent: what readers answer for NULL or a missing key */
    TNK_NULL = 1,
    TNK_BOOL = 2,
    TNK_INT = 3,        /* fits int64_t */
    TNK_REAL = 4,       /* any other number; its source text is kept, so nothing is lost */
    TNK_TEXT = 5,
    TNK_LIST = 6,
    TNK_MAP = 7,        /* keys in document order; a repeated key is reported and the last one wins */
    TNK_UNRESOLVED = 8  /* cannot be known from the files; carries why */
};

/* Why a value is unresolved. Rules may ask: a password from a secret store is not a literal password. */
enum {
    TNK_WHY_INPUT = 1,       /* a parameter or variable that has no value here */
    TNK_WHY_REFERENCE = 2,   /* an attribute that another resource has only once it exists */
    TNK_WHY_SECRET = 3,      /* kept in a secret or parameter store */
    TNK_WHY_EXTERNAL = 4,    /* exported by another stack, looked up in an account, read from the world */
    TNK_WHY_UNSUPPORTED = 5, /* tenken cannot evaluate this expression */
    TNK_WHY_INVALID = 6,     /* the expression is wrong; a diagnostic says so too */
    TNK_WHY_HIDDEN = 7       /* an input that is given in hiding: NoEcho, sensitive */
};

/* A node of a document tree. Opaque: read and build it through tnk_host. Lives as long as the unit. */
typedef struct tnk_value tnk_value;

#endif
