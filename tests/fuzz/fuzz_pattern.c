/* SPDX-License-Identifier: Apache-2.0
 * Globs against the plainest matcher there is. Input: GLOB NUL PATH. */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/target/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { SMALL = 14 };    /* the plain matcher is exponential */

/* A set or an escaped or plain byte: how long, and whether it matches c. The set's members come
 * from the matcher under test, one at a time; here it is the stars that are checked. */
static size_t element(tnk_str g, char c, bool *ret)
{
    size_t n = 1;
    if (g.ptr[0] == '\\' && g.len > 1)
        n = 2;
    else if (g.ptr[0] == '[')
        while (n <= g.len && tnk_wild_check((tnk_str){ g.ptr, n }, NULL) != 0)
            n++;
    *ret = n <= g.len && tnk_wild_match((tnk_str){ g.ptr, n }, (tnk_str){ &c, 1 });
    return n;
}

static bool plain_match(tnk_str g, tnk_str t, bool at_start)
{
    if (g.len == 0)
        return t.len == 0;
    bool span = at_start && g.len >= 2 && g.ptr[0] == '*' && g.ptr[1] == '*'
                && (g.len == 2 || g.ptr[2] == '/');
    if (span && g.len == 2)
        return true;
    if (span) {
        if (plain_match(tnk_str_from(g, 3), t, true))
            return true;
        for (size_t i = 0; i < t.len; i++)
            if (t.ptr[i] == '/' && plain_match(tnk_str_from(g, 3), tnk_str_from(t, i + 1), true))
                return true;
        return false;
    }
    if (g.ptr[0] == '*') {
        for (size_t i = 0; i <= t.len; i++) {
            if (plain_match(tnk_str_from(g, 1), tnk_str_from(t, i), false))
                return true;
            if (i < t.len && t.ptr[i] == '/')
                return false;
        }
        return false;
    }
    bool ok = false;
    size_t n = t.len != 0 ? element(g, t.ptr[0], &ok) : 0;
    return ok && plain_match(tnk_str_from(g, n), tnk_str_from(t, 1), g.ptr[n - 1] == '/');
}

/* Braces replaced one by one; the glob has no backslash and no set. */
static bool any_of(tnk_str glob, tnk_str path)
{
    char text[SMALL];
    const char *open = memchr(glob.ptr, '{', glob.len);
    if (open == NULL)
        return plain_match(glob, path, true);
    const char *close = memchr(open, '}', (size_t)(glob.ptr + glob.len - open));
    size_t head = (size_t)(open - glob.ptr), tail = (size_t)(glob.ptr + glob.len - close) - 1;
    memcpy(text, glob.ptr, head);
    for (const char *at = open + 1, *end = at; at <= close; at = end + 1) {
        for (end = at; end < close && *end != ',';)
            end++;
        size_t n = (size_t)(end - at);
        memcpy(text + head, at, n);
        memcpy(text + head + n, close + 1, tail);
        if (any_of((tnk_str){ text, head + n + tail }, path))
            return true;
    }
    return false;
}

static void check_braces(tnk_str glob, tnk_str path)
{
    tnk_error err = { 0 };
    int rc = tnk_glob_check(glob, &err);
    if ((rc == 0) != (err.msg[0] == '\0'))
        abort();
    bool got = tnk_glob_match(glob, path);
    if (rc != 0 || glob.len == 0 || glob.len > SMALL || path.len > SMALL
        || memchr(glob.ptr, '\\', glob.len) != NULL || memchr(glob.ptr, '[', glob.len) != NULL)
        return;
    const char *slash = path.len != 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    if (memchr(glob.ptr, '/', glob.len) == NULL && slash != NULL)
        path = tnk_str_from(path, (size_t)(slash - path.ptr) + 1);
    if (got != any_of(glob, path))
        abort();
}

/* Alone in a list, a pattern and its taking back leave nothing out. */
static void check_ignore(tnk_str glob, tnk_str path)
{
    tnk_ignore *ig = NULL;
    if (glob.len == 0 || glob.ptr[0] == '!' || glob.ptr[0] == '#' || tnk_ignore_new(&ig, NULL) != 0)
        return;
    char *negated = malloc(glob.len + 1);
    if (negated != NULL && tnk_ignore_add(ig, glob, NULL) == 0) {
        bool out = tnk_ignore_match_entry(ig, path, false);
        if (out && !tnk_ignore_match_entry(ig, path, true))
            abort();    /* what holds for a file holds for a directory */
        if (out && !tnk_ignore_match(ig, path, false))
            abort();
        negated[0] = '!';
        memcpy(negated + 1, glob.ptr, glob.len);
        if (tnk_ignore_add(ig, (tnk_str){ negated, glob.len + 1 }, NULL) == 0
            && tnk_ignore_match_entry(ig, path, true))
            abort();
    }
    free(negated);
    tnk_ignore_free(ig);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const uint8_t *nul = size != 0 ? memchr(data, 0, size) : NULL;
    if (nul == NULL)
        return 0;
    size_t n = (size_t)(nul - data), m = size - n - 1;
    char *glob = malloc(n + !n), *path = malloc(m + !m);
    if (glob != NULL && path != NULL) {
        tnk_str g = { memcpy(glob, data, n), n }, p = { memcpy(path, nul + 1, m), m };
        bool got = tnk_wild_match(g, p);
        if (n <= SMALL && m <= SMALL && tnk_wild_check(g, NULL) == 0
            && got != plain_match(g, p, true))
            abort();
        check_braces(g, p);
        check_ignore(g, p);
    }
    free(glob);
    free(path);
    return 0;
}
