/* SPDX-License-Identifier: Apache-2.0
 * JSON written as a template of which a part cannot be known: the document, with those parts unresolved. Marks of
 * private-use characters stand for them while the text is read. */
#define _GNU_SOURCE
#include "lang/document.h"

#define MARK_BEGIN "\xEE\x80\x80"      /* U+E000, number, U+E001 */
#define MARK_END "\xEE\x80\x81"

typedef struct reading {
    tf_unit *u;
    const tf_holes *holes;
    tnk_span at;
} reading;

static bool begins_json(tnk_str s)
{
    size_t i = 0;
    while (i < s.len && strchr(" \t\r\n", s.ptr[i]) != NULL)
        i++;
    return i < s.len && (s.ptr[i] == '{' || s.ptr[i] == '[');
}

/* The text with a mark for each hole, in quotes where it does not stand in a text already. */
static tnk_str marked(tf_unit *u, tnk_str known, const tf_holes *holes)
{
    tf_buf b = { .mem = u->mem };
    bool in_text = false;
    size_t from = 0;
    for (size_t k = 0; k < holes->n; k++) {
        const tf_hole *h = &holes->at[k];
        for (size_t i = from; i < h->off; i++) {
            if (known.ptr[i] == '\\' && in_text)
                i++;
            else if (known.ptr[i] == '"')
                in_text = !in_text;
        }
        tf_put(&b, (tnk_str){ known.ptr + from, h->off - from });
        tf_putf(&b, "%s" MARK_BEGIN "%zu" MARK_END "%s", in_text ? "" : "\"", k, in_text ? "" : "\"");
        from = h->off + h->len;
    }
    tf_put(&b, (tnk_str){ known.ptr + from, known.len - from });
    return tf_take(&b);
}

/* The text without its marks; *first is the hole of the first one, *n how many there are. */
static tnk_str unmarked(const reading *r, tnk_str s, size_t *first, size_t *n)
{
    tf_buf b = { .mem = r->u->mem };
    *n = 0;
    for (size_t i = 0; i < s.len;) {
        const char *begin = memmem(s.ptr + i, s.len - i, MARK_BEGIN, 3);
        const char *end = begin != NULL ? memmem(begin, (size_t)(s.ptr + s.len - begin), MARK_END, 3) : NULL;
        if (end == NULL) {
            tf_put(&b, (tnk_str){ s.ptr + i, s.len - i });
            break;
        }
        size_t number = 0;
        for (const char *p = begin + 3; p < end && number < r->holes->n; p++)
            number = number * 10 + (size_t)(unsigned char)(*p - '0');
        if ((*n)++ == 0)
            *first = number < r->holes->n ? number : 0;
        tf_put(&b, (tnk_str){ s.ptr + i, (size_t)(begin - s.ptr) - i });
        i = (size_t)(end - s.ptr) + 3;
    }
    return tf_take(&b);
}

static const tnk_value *text(const reading *r, const tnk_value *v)
{
    size_t first, n;
    tnk_str s = r->u->h->as_text(v), parts = unmarked(r, s, &first, &n);
    if (n == 0)
        return v;
    const cty_value *hole = r->holes->at[first].value;
    if (n == 1 && parts.len == 0)
        return tf_place(r->u, hole, r->at);
    cty_unknown *why = tf_new(r->u->mem, cty_unknown);
    *why = *hole->unknown;
    why->parts = parts;
    return tf_place(r->u, cty_unknown_of(&r->u->cty, &cty_string, why), r->at);
}

static const tnk_value *filled(const reading *r, const tnk_value *v)
{
    const tnk_host *h = r->u->h;
    uint32_t kind = h->kind(v);
    size_t first, holes;
    if (kind != TNK_LIST && kind != TNK_MAP)
        return kind == TNK_TEXT ? text(r, v) : v;
    if (r->u->depth >= TF_EVAL_DEPTH_MAX)
        return tf_place(r->u, r->holes->at[0].value, r->at);
    tnk_value *to = kind == TNK_LIST ? h->list(r->u->run, r->at) : h->map(r->u->run, r->at);
    r->u->depth++;
    for (size_t i = 0; i < h->count(v) && cty_spend(&r->u->cty, 1); i++) {
        const tnk_value *item = filled(r, h->at(v, i));
        tnk_str key = { "", 0 };
        if (kind == TNK_MAP)
            key = unmarked(r, h->key(r->u->run, h->at(v, i)), &first, &holes);
        if (kind == TNK_LIST)
            (void)h->push(r->u->run, to, item);
        else
            (void)h->put(r->u->run, to, key, r->at, item);
    }
    r->u->depth--;
    return to;
}

const tnk_value *tf_document(tf_unit *u, tnk_str known, const tf_holes *holes, tnk_span at)
{
    if (u->h == NULL || !begins_json(known))
        return NULL;
    const tnk_value *doc = u->h->parse(u->run, TNK_SYNTAX_JSON, marked(u, known, holes), at, 1);
    reading r = { u, holes, at };
    return doc != NULL ? filled(&r, doc) : NULL;
}
