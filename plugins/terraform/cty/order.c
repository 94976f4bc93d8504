/* SPDX-License-Identifier: Apache-2.0
 * When two values are the same, and in which order a set holds its items. */
#include <stdio.h>
#include <stdlib.h>
#include <unictype.h>
#include <unistr.h>

#include "cty/inside.h"

/* ---- the same ---- */

static bool same(cty_ctx *c, const cty_value *a, const cty_value *b, int depth);

static bool same_items(cty_ctx *c, const cty_value *a, const cty_value *b, int depth)
{
    if (a->n != b->n || (a->type != NULL && b->type != NULL && !cty_type_same(a->type, b->type)))
        return false;
    for (uint32_t i = 0; i < a->n; i++) {
        if (cty_is_keyed(a) && !tf_eq(a->keys[i], b->keys[i]))
            return false;
        if (!same(c, a->items[i], b->items[i], depth + 1))
            return false;
    }
    return true;
}

static bool same(cty_ctx *c, const cty_value *a, const cty_value *b, int depth)
{
    if (a->deep_unknown || b->deep_unknown || cty_rest(a) != NULL || cty_rest(b) != NULL)
        return false;
    if (a->kind != b->kind || a->state != b->state)
        return false;
    if (a == b)
        return true;
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply") != NULL;
    if (!cty_spend(c, 1))
        return false;
    if (a->state == CTY_NULL)
        return cty_type_same(a->type, b->type);
    switch (a->kind) {
    case CTY_BOOL:
        return a->flag == b->flag;
    case CTY_NUMBER:
        return cty_number_cmp(a->num, b->num) == 0;
    case CTY_STRING:
        return tf_eq(a->str, b->str);
    default:
        return same_items(c, a, b, depth);
    }
}

bool cty_same(cty_ctx *c, const cty_value *a, const cty_value *b) { return same(c, a, b, 0); }

/* ---- the key of a structure ---- */

static void put_escape(tf_buf *to, ucs4_t u)
{
    static const char letters[] = "abtnvfr"; /* 7 to 13 */
    if (u >= 7 && u <= 13)
        tf_putf(to, "\\%c", letters[u - 7]);
    else if (u < 0x80)
        tf_putf(to, "\\x%02x", u);
    else
        tf_putf(to, u > 0xFFFF ? "\\U%08x" : "\\u%04x", u);
}

static bool printable(ucs4_t u)
{
    if (u < 0x80)
        return u >= ' ' && u != 0x7F;
    return uc_is_general_category_withtable(u, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M |
                                                   UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |
                                                   UC_CATEGORY_MASK_S);
}

/* A text in quotes, what cannot be printed escaped. */
static void put_quoted(tf_buf *to, tnk_str s)
{
    const uint8_t *p = (const uint8_t *)s.ptr, *end = p + s.len;
    tf_putc(to, '"');
    while (p < end) {
        ucs4_t u;
        int n = u8_mbtoucr(&u, p, (size_t)(end - p));
        n = n > 0 ? n : 1;
        if (!printable(u)) {
            put_escape(to, u);
        } else {
            if (u == '"' || u == '\\')
                tf_putc(to, '\\');
            tf_put(to, (tnk_str){ (const char *)p, (size_t)n });
        }
        p += n;
    }
    tf_putc(to, '"');
}

static bool put_key(cty_ctx *c, const cty_value *v, tf_buf *to, int depth);

static bool put_items(cty_ctx *c, const cty_value *v, tf_buf *to, int depth)
{
    static const char open[] = "[[{<<", close[] = "]]}>>";
    tf_putc(to, open[v->kind - CTY_LIST]);
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->kind == CTY_MAP) {
            put_quoted(to, v->keys[i]);
            tf_putc(to, ':');
        }
        if (!put_key(c, v->items[i], to, depth + 1))
            return false;
        tf_putc(to, ';');
    }
    tf_putc(to, close[v->kind - CTY_LIST]);
    return true;
}

static bool put_key(cty_ctx *c, const cty_value *v, tf_buf *to, int depth)
{
    char buf[40];
    if (depth > CTY_DEPTH_MAX)
        return cty_fail(c, "the value is nested too deeply") != NULL;
    if (!cty_spend(c, 1))
        return false;
    if (v->state != CTY_KNOWN) {
        tf_putc(to, v->state == CTY_NULL ? '~' : '?');
        return true;
    }
    switch (v->kind) {
    case CTY_BOOL:
        tf_putc(to, v->flag ? '1' : '0');
        return true;
    case CTY_NUMBER:
        cty_number_short(v->num, buf, sizeof buf);
        tf_puts(to, buf);
        return true;
    case CTY_STRING:
        put_quoted(to, v->str);
        return cty_spend(c, v->str.len / 64);
    default:
        return put_items(c, v, to, depth);
    }
}

bool cty_set_key(cty_ctx *c, const cty_value *v, tf_buf *to) { return put_key(c, v, to, 0); }

/* ---- the order ---- */

struct entry {
    const cty_value *v;
    tnk_str key; /* of a structure */
    uint32_t at;
};

/* Known before unknown before null. */
static int rank(const cty_value *v)
{
    return v->state == CTY_KNOWN ? 0 : v->state == CTY_UNKNOWN ? 1 : 2;
}

static int entry_order(const struct entry *x, const struct entry *y)
{
    const cty_value *a = x->v, *b = y->v;
    if (rank(a) != rank(b) || rank(a) != 0)
        return rank(a) - rank(b);
    switch (a->kind) {
    case CTY_BOOL:
        return (int)a->flag - (int)b->flag;
    case CTY_NUMBER:
        return cty_number_cmp(a->num, b->num);
    case CTY_STRING:
        return tf_cmp(a->str, b->str);
    default:
        return tf_cmp(x->key, y->key);
    }
}

static int entry_cmp(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = entry_order(x, y);
    return order != 0 ? order : (x->at > y->at) - (x->at < y->at);
}

static bool make_entry(cty_ctx *c, const cty_value *v, uint32_t at, struct entry *ret)
{
    tf_buf b = { .mem = c->mem };
    *ret = (struct entry){ .v = v, .at = at };
    if (v->state != CTY_KNOWN || v->kind <= CTY_STRING)
        return true;
    if (!cty_set_key(c, v, &b))
        return false;
    ret->key = tf_take(&b);
    return true;
}

int cty_set_cmp(cty_ctx *c, const cty_value *a, const cty_value *b)
{
    struct entry x, y;
    if (!make_entry(c, a, 0, &x) || !make_entry(c, b, 0, &y))
        return 0;
    return entry_order(&x, &y);
}

/* Is the last of these n entries, all of them in the same place of the order, the same as one
 * before? Keys show ten digits of a number, so things that differ can share a place. */
static bool repeats(cty_ctx *c, const struct entry *e, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++) {
        if (cty_same(c, e[i].v, e[n - 1].v))
            return true;
    }
    return false;
}

size_t cty_set_arrange(cty_ctx *c, const cty_value **items, size_t n)
{
    struct entry *e = tf_new_array(c->mem, n, struct entry);
    for (size_t i = 0; i < n; i++) {
        if (!make_entry(c, items[i], (uint32_t)i, &e[i]))
            return 0;
    }
    qsort(e, n, sizeof *e, entry_cmp);
    size_t kept = 0, from = 0; /* e[from..kept) are those in the same place */
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && entry_order(&e[kept - 1], &e[i]) != 0)
            from = kept;
        e[kept] = e[i];
        if (e[i].v->state == CTY_UNKNOWN || !repeats(c, e + from, kept - from + 1))
            kept++;
    }
    for (size_t i = 0; i < kept; i++)
        items[i] = e[i].v;
    return kept;
}
