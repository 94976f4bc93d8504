/* SPDX-License-Identifier: Apache-2.0
 * See finding.h. */
#include "core/result/finding.h"

#include <stdlib.h>

#include "core/base/str.h"
#include "core/result/sha256.h"

static int cmp_num(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int cmp_place(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = tnk_str_cmp(a->place.path, b->place.path);
    if (d == 0)
        d = cmp_num(a->place.line, b->place.line);
    return d != 0 ? d : cmp_num(a->place.column, b->place.column);
}

/* What must be equal for two findings to be one, place aside. */
static int cmp_said(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = cmp_num(a->verdict, b->verdict);
    if (d == 0)
        d = tnk_str_cmp(a->message, b->message);
    return d != 0 ? d : cmp_num(a->suppression.present, b->suppression.present);
}

static int cmp_subject(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = tnk_str_cmp(a->address, b->address);
    if (d == 0)
        d = tnk_str_cmp(a->kind, b->kind);
    return d != 0 ? d : tnk_str_cmp(a->origin, b->origin);
}

static int in_order(const void *pa, const void *pb)
{
    const tnk_verdict *a = pa, *b = pb;
    int d = cmp_place(a, b);
    if (d == 0)
        d = cmp_num(a->rule, b->rule);
    if (d == 0)
        d = cmp_subject(a, b);
    return d != 0 ? d : cmp_said(a, b);
}

/* The same, but with all that may become one side by side. */
static int for_merging(const void *pa, const void *pb)
{
    const tnk_verdict *a = pa, *b = pb;
    int d = cmp_place(a, b);
    if (d == 0)
        d = cmp_num(a->rule, b->rule);
    if (d == 0)
        d = cmp_said(a, b);
    return d != 0 ? d : cmp_subject(a, b);
}

static void sort(tnk_verdict *list, uint32_t n, int (*cmp)(const void *, const void *))
{
    if (n > 1)
        qsort(list, n, sizeof *list, cmp);
}

void tnk_verdicts_sort(tnk_verdict *list, uint32_t n)
{
    sort(list, n, in_order);
}

static bool mergeable(const tnk_verdict *a, const tnk_verdict *b)
{
    return a->place.path.len != 0 && a->rule == b->rule && cmp_place(a, b) == 0 &&
           cmp_said(a, b) == 0;
}

/* Writes the different addresses of list[1..n-1] into list[0]; they come sorted. */
static bool take_addresses(tnk_verdict *list, uint32_t n, tnk_arena *a)
{
    tnk_str *more = tnk_arena_array(a, n - 1, sizeof *more), last = list[0].address;
    uint32_t used = 0;
    if (more == NULL)
        return false;
    for (uint32_t i = 1; i < n; i++) {
        if (!tnk_str_eq(list[i].address, last))
            more[used++] = list[i].address;
        last = list[i].address;
    }
    list[0].addresses = used != 0 ? more : NULL;
    list[0].n_addresses = used;
    return true;
}

int tnk_verdicts_merge(tnk_verdict *list, uint32_t *n, tnk_arena *a, tnk_error *err)
{
    uint32_t kept = 0;
    sort(list, *n, for_merging);
    for (uint32_t i = 0, next; i < *n; i = next) {
        for (next = i + 1; next < *n && mergeable(&list[i], &list[next]); next++)
            ;
        if (next - i > 1 && !take_addresses(&list[i], next - i, a))
            return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for %u findings"), (unsigned)*n);
        list[kept++] = list[i];
    }
    *n = kept;
    tnk_verdicts_sort(list, kept);
    return TNK_OK;
}

/* -- fingerprints ----------------------------------------------------------------------------- */

typedef struct mark {
    unsigned char digest[32];
    uint32_t at;            /* which verdict */
} mark;

/* With its length, so that no two lists of fields give the same bytes. */
static void add_field(tnk_sha256 *h, tnk_str s)
{
    unsigned char len[4];
    for (unsigned i = 0; i < 4; i++)
        len[i] = (unsigned char)(s.len >> (8 * i));
    tnk_sha256_add(h, len, sizeof len);
    tnk_sha256_add(h, s.ptr, s.len);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* A line with its blanks evened out: none at the ends, one between words. */
static void add_line(tnk_sha256 *h, tnk_str line)
{
    for (size_t i = 0, word; i < line.len;) {
        for (; i < line.len && is_blank(line.ptr[i]); i++)
            ;
        for (word = i; i < line.len && !is_blank(line.ptr[i]); i++)
            ;
        if (i > word)
            add_field(h, (tnk_str){ line.ptr + word, i - word });
    }
    tnk_sha256_add(h, "\n", 1);
}

/* The lines that the place covers, as far as the snippet has them. */
static void add_text(tnk_sha256 *h, const tnk_place *p)
{
    tnk_str rest = p->snippet;
    for (uint32_t n = p->snippet_line; rest.len != 0; n++) {
        const char *nl = memchr(rest.ptr, '\n', rest.len);
        size_t len = nl != NULL ? (size_t)(nl - rest.ptr) : rest.len;
        if (n >= p->line && (n <= p->end_line || n == p->line))
            add_line(h, (tnk_str){ rest.ptr, len });
        rest = tnk_str_from(rest, len + (nl != NULL));
    }
}

static void digest(const tnk_verdict *v, tnk_str rule, unsigned char ret[32])
{
    tnk_sha256 h;
    tnk_sha256_init(&h);
    add_field(&h, rule);
    add_field(&h, v->kind);
    add_field(&h, v->address);
    add_text(&h, &v->place);
    tnk_sha256_end(&h, ret);
}

static int cmp_mark(const void *pa, const void *pb)
{
    const mark *a = pa, *b = pb;
    int d = memcmp(a->digest, b->digest, sizeof a->digest);
    return d != 0 ? d : cmp_num(a->at, b->at);
}

/* The first of a kind keeps its digest; repeats mix in how many came before. */
static tnk_str fingerprint(const mark *m, uint32_t ordinal, tnk_arena *a)
{
    enum { BYTES = 16 };
    static const char hex[] = "0123456789abcdef";
    unsigned char sum[32];
    char text[2 * BYTES];
    memcpy(sum, m->digest, sizeof sum);
    if (ordinal > 0) {
        unsigned char count[4] = { (unsigned char)ordinal, (unsigned char)(ordinal >> 8),
                                   (unsigned char)(ordinal >> 16), (unsigned char)(ordinal >> 24) };
        tnk_sha256 h;
        tnk_sha256_init(&h);
        tnk_sha256_add(&h, m->digest, sizeof m->digest);
        tnk_sha256_add(&h, count, sizeof count);
        tnk_sha256_end(&h, sum);
    }
    for (unsigned i = 0; i < BYTES; i++) {
        text[2 * i] = hex[sum[i] >> 4];
        text[2 * i + 1] = hex[sum[i] & 15];
    }
    return tnk_arena_str(a, (tnk_str){ text, sizeof text });
}

int tnk_verdicts_fingerprint(tnk_verdict *list, uint32_t n, const tnk_rule_info *rules,
                             tnk_arena *a, tnk_error *err)
{
    mark *marks = tnk_arena_array(a, n, sizeof *marks);
    bool ok = marks != NULL;
    for (uint32_t i = 0; ok && i < n; i++) {
        digest(&list[i], rules[list[i].rule].id, marks[i].digest);
        marks[i].at = i;
    }
    if (ok && n > 1)
        qsort(marks, n, sizeof *marks, cmp_mark);
    for (uint32_t i = 0, ordinal = 0; ok && i < n; i++) {
        bool repeat = i > 0 && memcmp(marks[i].digest, marks[i - 1].digest, 32) == 0;
        ordinal = repeat ? ordinal + 1 : 0;
        list[marks[i].at].fingerprint = fingerprint(&marks[i], ordinal, a);
        ok = list[marks[i].at].fingerprint.ptr != NULL;
    }
    if (!ok)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for %u findings"), (unsigned)n);
    return TNK_OK;
}
