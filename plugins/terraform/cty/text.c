/* SPDX-License-Identifier: Apache-2.0
 * Texts as Terraform keeps them: UTF-8 in normal form NFC; sorted keys; errors and budget of a
 * context. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <uninorm.h>
#include <unistr.h>

#include "cty/inside.h"

/* ---- errors and budget ---- */

static void cut_at_character(char *s, size_t size)
{
    size_t n = strlen(s);
    if (n + 1 < size)
        return;
    while (n > 0 && ((unsigned char)s[n - 1] & 0xC0) == 0x80)
        n--;
    s[n > 0 ? n - 1 : 0] = '\0';
}

void *cty_fail(cty_ctx *c, const char *fmt, ...)
{
    if (c->failed)
        return NULL;
    c->failed = true;
    va_list ap;
    va_start(ap, fmt);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    (void)vsnprintf(c->error, sizeof c->error, c->tr != NULL ? c->tr(c->ud, fmt) : fmt, ap);
#pragma GCC diagnostic pop
    va_end(ap);
    cut_at_character(c->error, sizeof c->error);
    for (char *p = c->error; *p != '\0'; p++)
        *p = (unsigned char)*p < ' ' || *p == 0x7F ? ' ' : *p;
    return NULL;
}

bool cty_spend(cty_ctx *c, uint64_t steps)
{
    if (!c->overrun && steps <= c->max_steps - c->steps) {
        c->steps += steps;
        return true;
    }
    c->overrun = true;
    cty_fail(c, "the expression takes too long to evaluate");
    return false;
}

/* ---- NFC ---- */

/* Characters that are NFC in any neighbourhood: Latin, and what Japanese is written with. */
static bool plain(ucs4_t u)
{
    return u < 0x300 || (u >= 0x3000 && u < 0x302A) || (u >= 0x3030 && u < 0x3099) ||
           (u > 0x309A && u < 0xA000) || (u >= 0xFF00 && u < 0xFFF0) || (u >= 0x2010 && u < 0x2120);
}

/* Length of the text's beginning that is valid and in normal form for sure. */
static size_t plain_length(tnk_str s)
{
    const uint8_t *p = (const uint8_t *)s.ptr, *end = p + s.len;
    while (p < end) {
        if (*p < 0x80) {
            p++;
            continue;
        }
        ucs4_t u;
        int n = u8_mbtoucr(&u, p, (size_t)(end - p));
        if (n <= 0 || !plain(u))
            break;
        p += n;
    }
    return s.len - (size_t)(end - p);
}

static tnk_str mend(cty_ctx *c, tnk_str s)
{
    tf_buf b = { .mem = c->mem };
    const uint8_t *p = (const uint8_t *)s.ptr, *end = p + s.len;
    while (p < end) {
        ucs4_t u;
        int n = u8_mbtoucr(&u, p, (size_t)(end - p));
        if (n > 0)
            tf_put(&b, (tnk_str){ (const char *)p, (size_t)n });
        else
            tf_puts(&b, "\xEF\xBF\xBD");
        p += n > 0 ? n : 1;
    }
    return tf_take(&b);
}

tnk_str cty_nfc(cty_ctx *c, tnk_str s, bool copy)
{
    (void)cty_spend(c, s.len / 64);
    if (s.len == 0)
        return (tnk_str){ "", 0 };
    if (plain_length(s) == s.len)
        return copy ? tf_mem_str(c->mem, s) : s;
    if (u8_check((const uint8_t *)s.ptr, s.len) != NULL)
        s = mend(c, s);
    /* No character grows beyond three times its bytes, so this is always written in place. */
    size_t room = 3 * s.len + 16, len = room;
    char *to = tf_mem_get(c->mem, room + 1);
    uint8_t *made = u8_normalize(UNINORM_NFC, (const uint8_t *)s.ptr, s.len, (uint8_t *)to, &len);
    if (made != (uint8_t *)to) {
        free(made);
        tf_mem_fail(c->mem);
    }
    to[len] = '\0';
    return (tnk_str){ to, len };
}

/* ---- keys ---- */

struct entry {
    tnk_str key;
    uint32_t at;
};

static int entry_cmp(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = tf_cmp(x->key, y->key);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

const uint32_t *cty_sort_keys(cty_ctx *c, const tnk_str *keys, size_t n, size_t *n_ret)
{
    uint32_t *order = tf_new_array(c->mem, n, uint32_t);
    bool sorted = true;
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)i;
        sorted = sorted && (i == 0 || tf_cmp(keys[i - 1], keys[i]) < 0);
    }
    *n_ret = n;
    if (sorted)
        return order;
    struct entry *e = tf_new_array(c->mem, n, struct entry);
    for (size_t i = 0; i < n; i++)
        e[i] = (struct entry){ keys[i], (uint32_t)i };
    qsort(e, n, sizeof *e, entry_cmp);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (i + 1 == n || !tf_eq(e[i].key, e[i + 1].key))
            order[kept++] = e[i].at;
    }
    *n_ret = kept;
    return order;
}

uint32_t cty_find_name(const tnk_str *names, uint32_t n, tnk_str name)
{
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = tf_cmp(names[mid], name);
        if (order == 0)
            return mid;
        if (order < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    return n;
}
