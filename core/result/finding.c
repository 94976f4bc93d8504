/* SPDX-License-Identifier: Apache-2.0
 * See finding.h. */
#include "core/result/finding.h"

#include <stdlib.h>

#include "core/base/buf.h"
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

/* What must be equal for two findings to be one, the place's beginning and the rule aside. */
static int cmp_said(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = cmp_num(a->verdict, b->verdict);
    if (d == 0)
        d = tnk_str_cmp(a->kind, b->kind);
    if (d == 0)
        d = cmp_num(a->place.end_line, b->place.end_line);
    if (d == 0)
        d = cmp_num(a->place.end_column, b->place.end_column);
    if (d == 0)
        d = tnk_str_cmp(a->message, b->message);
    return d != 0 ? d : cmp_num(a->suppression.present, b->suppression.present);
}

static int cmp_via(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = cmp_num(a->n_via, b->n_via);
    for (uint32_t i = 0; d == 0 && i < a->n_via; i++) {
        d = tnk_str_cmp(a->via[i].path, b->via[i].path);
        if (d == 0)
            d = cmp_num(a->via[i].line, b->via[i].line);
        if (d == 0)
            d = cmp_num(a->via[i].column, b->via[i].column);
    }
    return d;
}

/* What one finding keeps of its first verdict: two units may say different things of one address. */
static int cmp_kept(const tnk_verdict *a, const tnk_verdict *b)
{
    int d = cmp_via(a, b);
    if (d == 0)
        d = tnk_str_cmp(a->place.snippet, b->place.snippet);
    return d != 0 ? d : tnk_str_cmp(a->suppression.reason, b->suppression.reason);
}

static int in_order(const void *pa, const void *pb)
{
    const tnk_verdict *a = pa, *b = pb;
    int d = cmp_place(a, b);
    if (d == 0)
        d = cmp_num(a->rule, b->rule);
    if (d == 0)
        d = tnk_str_cmp(a->address, b->address);
    if (d == 0)
        d = cmp_said(a, b);
    return d != 0 ? d : cmp_kept(a, b);
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
    if (d == 0)
        d = tnk_str_cmp(a->address, b->address);
    return d != 0 ? d : cmp_kept(a, b);
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

static int by_bytes(const void *a, const void *b)
{
    return tnk_str_cmp(*(const tnk_str *)a, *(const tnk_str *)b);
}

/* All addresses the verdicts list, each once, by byte. NULL: no memory; else to be freed. */
static tnk_str *list_addresses(const tnk_verdict *list, uint32_t n, size_t *ret)
{
    size_t all = n, used = 0;
    for (uint32_t i = 0; i < n; i++)
        all += list[i].n_also;
    tnk_str *at = calloc(all, sizeof *at);
    if (at == NULL)
        return NULL;
    for (uint32_t i = 0; i < n; i++) {
        at[used++] = list[i].address;
        for (uint32_t k = 0; k < list[i].n_also; k++)
            at[used++] = list[i].also[k];
    }
    qsort(at, all, sizeof *at, by_bytes);
    used = 1;
    for (size_t i = 1; i < all; i++) {
        if (!tnk_str_eq(at[i], at[used - 1]))
            at[used++] = at[i];
    }
    *ret = used;
    return at;
}

/* Makes list[0] speak for the addresses of all n. Where lists were cut before, those left out of one may be
 * those of another: what is counted is what there is at least. */
static bool take_addresses(tnk_verdict *list, uint32_t n, tnk_arena *a)
{
    size_t all = 0;
    tnk_str *at = list_addresses(list, n, &all);
    uint32_t n_also = all > TNK_ALSO_MAX ? TNK_ALSO_MAX : all != 0 ? (uint32_t)all - 1 : 0;
    tnk_str *also = at != NULL ? tnk_arena_array(a, n_also, sizeof *also) : NULL;
    if (also != NULL) {
        size_t more = all - 1;
        for (uint32_t i = 0; i < n; i++)
            more = list[i].n_more > more ? list[i].n_more : more;
        if (n_also != 0)
            memcpy(also, at + 1, n_also * sizeof *also);
        list[0].address = at[0];
        list[0].also = also;
        list[0].n_also = n_also;
        list[0].n_more = more < UINT32_MAX ? (uint32_t)more : UINT32_MAX;
    }
    free(at);
    return also != NULL;
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

/* Past an instance's key, [0] or ["web"], that starts at i; i itself where none does. */
static size_t skip_key(tnk_str s, size_t i)
{
    size_t to = i + 1;
    if (s.ptr[i] != '[' || to == s.len)
        return i;
    if (s.ptr[to] == '"') {
        for (to++; to < s.len && s.ptr[to] != '"'; to++)
            to += s.ptr[to] == '\\';
        to++;
    } else {
        while (to < s.len && s.ptr[to] >= '0' && s.ptr[to] <= '9')
            to++;
    }
    return to > i + 1 && to < s.len && s.ptr[to] == ']' ? to + 1 : i;
}

static void without_keys(tnk_str address, tnk_buf *ret)
{
    size_t from = 0;
    tnk_buf_clear(ret);
    for (size_t i = 0; i < address.len;) {
        size_t past = skip_key(address, i);
        if (past != i) {
            tnk_buf_add(ret, (tnk_str){ address.ptr + from, i - from });
            from = past;
        }
        i = past != i ? past : i + 1;
    }
    tnk_buf_add(ret, tnk_str_from(address, from));
}

/* The least of the addresses without the keys of instances: the same however many instances there are. */
static bool add_address(tnk_sha256 *h, const tnk_verdict *v)
{
    tnk_buf least = TNK_BUF_INIT, next = TNK_BUF_INIT;
    without_keys(v->address, &least);
    for (uint32_t i = 0; i < v->n_also; i++) {
        without_keys(v->also[i], &next);
        if (tnk_str_cmp(tnk_buf_str(&next), tnk_buf_str(&least)) < 0) {
            tnk_buf swap = least;
            least = next;
            next = swap;
        }
    }
    bool ok = !least.failed && !next.failed;
    add_field(h, tnk_buf_str(&least));
    tnk_buf_free(&least);
    tnk_buf_free(&next);
    return ok;
}

static bool digest(const tnk_verdict *v, tnk_str rule, unsigned char ret[32])
{
    tnk_sha256 h;
    tnk_sha256_init(&h);
    add_field(&h, rule);
    add_field(&h, v->kind);
    bool ok = add_address(&h, v);
    add_text(&h, &v->place);
    tnk_sha256_end(&h, ret);
    return ok;
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
        ok = digest(&list[i], rules[list[i].rule].id, marks[i].digest);
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
