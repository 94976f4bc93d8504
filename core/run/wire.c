/* SPDX-License-Identifier: Apache-2.0
 * See wire.h. Both ends are the same program on the same machine: numbers go as they are in memory. */
#include "core/run/wire.h"

#include <string.h>

#include "core/base/utf8.h"

enum { COUNTS = 'C', TALLY = 'T', VERDICT = 'V', EVIDENCE = 'P', DIAGNOSTIC = 'D', ENTRY = 'E', UNIT = 'U' };

static void put(tnk_buf *out, const void *p, size_t n)
{
    tnk_buf_add(out, (tnk_str){ p, n });
}

static void put32(tnk_buf *out, uint32_t n) { put(out, &n, sizeof n); }

static void put_text(tnk_buf *out, tnk_str s)
{
    put32(out, (uint32_t)s.len);
    tnk_buf_add(out, s);
}

void tnk_wire_put_counts(tnk_buf *out, const tnk_wire_counts *c)
{
    tnk_buf_putc(out, COUNTS);
    put(out, c, sizeof *c);
}

void tnk_wire_put_tally(tnk_buf *out, const tnk_wire_tally *t)
{
    tnk_buf_putc(out, TALLY);
    put(out, t, sizeof *t);
}

/* The texts and numbers of a verdict, in one order for writing and reading. */
static const size_t verdict_texts[] = {
    offsetof(tnk_verdict, kind), offsetof(tnk_verdict, model), offsetof(tnk_verdict, address),
    offsetof(tnk_verdict, origin), offsetof(tnk_verdict, message), offsetof(tnk_verdict, place.path),
    offsetof(tnk_verdict, place.snippet), offsetof(tnk_verdict, suppression.reason),
    offsetof(tnk_verdict, suppression.until), offsetof(tnk_verdict, fingerprint),
};
static const size_t verdict_numbers[] = {
    offsetof(tnk_verdict, rule), offsetof(tnk_verdict, place.line), offsetof(tnk_verdict, place.column),
    offsetof(tnk_verdict, place.end_line), offsetof(tnk_verdict, place.end_column),
    offsetof(tnk_verdict, place.snippet_line), offsetof(tnk_verdict, place.snippet_skip),
    offsetof(tnk_verdict, suppression.line), offsetof(tnk_verdict, n_more),
};
enum { N_TEXTS = sizeof verdict_texts / sizeof *verdict_texts,
       N_NUMBERS = sizeof verdict_numbers / sizeof *verdict_numbers };

static void put_texts(tnk_buf *out, const tnk_str *list, uint32_t n)
{
    put32(out, n);
    for (uint32_t i = 0; i < n; i++)
        put_text(out, list[i]);
}

static void put_via(tnk_buf *out, const tnk_verdict *v)
{
    uint32_t n = v->n_via < TNK_WIRE_VIA_MAX ? v->n_via : TNK_WIRE_VIA_MAX;
    put32(out, n);
    for (uint32_t i = 0; i < n; i++) {
        put32(out, v->via[i].line);
        put32(out, v->via[i].column);
        put_text(out, v->via[i].path);
    }
}

static void put_verdict(tnk_buf *out, char type, const tnk_verdict *v)
{
    tnk_buf_putc(out, type);
    put32(out, (uint32_t)v->verdict);
    put32(out, v->suppression.present);
    for (size_t i = 0; i < N_NUMBERS; i++)
        put(out, (const char *)v + verdict_numbers[i], sizeof(uint32_t));
    for (size_t i = 0; i < N_TEXTS; i++)
        put_text(out, *(const tnk_str *)(const void *)((const char *)v + verdict_texts[i]));
    put_texts(out, v->related, v->n_related < TNK_WIRE_RELATED_MAX ? v->n_related : TNK_WIRE_RELATED_MAX);
    put_texts(out, v->also, v->n_also < TNK_ALSO_MAX ? v->n_also : TNK_ALSO_MAX);
    put_via(out, v);
}

void tnk_wire_put_verdict(tnk_buf *out, const tnk_verdict *v) { put_verdict(out, VERDICT, v); }
void tnk_wire_put_evidence(tnk_buf *out, const tnk_verdict *v) { put_verdict(out, EVIDENCE, v); }

void tnk_wire_put_diagnostic(tnk_buf *out, const tnk_diagnostic *d)
{
    tnk_buf_putc(out, DIAGNOSTIC);
    put32(out, d->level);
    put32(out, d->line);
    put32(out, d->column);
    put_text(out, d->code);
    put_text(out, d->path);
    put_text(out, d->message);
}

void tnk_wire_put_entry(tnk_buf *out, tnk_str path, uint64_t off, uint64_t len)
{
    tnk_buf_putc(out, ENTRY);
    put(out, &off, sizeof off);
    put(out, &len, sizeof len);
    put_text(out, path);
}

void tnk_wire_put_unit(tnk_buf *out, const uint32_t *which, uint32_t n)
{
    tnk_buf_putc(out, UNIT);
    put32(out, n);
    put(out, which, n * sizeof *which);
}

/* ---- reading -------------------------------------------------------------------------------------- */

struct in {
    tnk_str left;
    tnk_arena *arena;
    bool bad, no_memory;
};

static void take(struct in *in, void *ret, size_t n)
{
    if (in->bad || in->left.len < n) {
        in->bad = true;
        memset(ret, 0, n);
        return;
    }
    memcpy(ret, in->left.ptr, n);
    in->left = (tnk_str){ in->left.ptr + n, in->left.len - n };
}

static uint32_t take32(struct in *in)
{
    uint32_t n;
    take(in, &n, sizeof n);
    return n;
}

static tnk_str take_text(struct in *in, bool utf8)
{
    uint32_t n = take32(in);
    if (in->bad || in->left.len < n) {
        in->bad = true;
        return (tnk_str){ "", 0 };
    }
    tnk_str s = { in->left.ptr, n };
    in->left = (tnk_str){ in->left.ptr + n, in->left.len - n };
    in->bad = utf8 && tnk_utf8_bad(s) != s.len;
    s = tnk_arena_str(in->arena, s);
    in->no_memory |= s.ptr == NULL;
    return s.ptr != NULL ? s : (tnk_str){ "", 0 };
}

/* A list of texts, at most `most`. */
static int take_texts(struct in *in, uint32_t most, const tnk_str **ret, uint32_t *n)
{
    *n = take32(in);
    if (in->bad || *n > most || *n > in->left.len / sizeof(uint32_t))
        return TNK_EINVAL;
    tnk_str *list = tnk_arena_array(in->arena, *n, sizeof *list);
    if (list == NULL)
        return TNK_ENOMEM;
    for (uint32_t i = 0; i < *n; i++)
        list[i] = take_text(in, true);
    *ret = list;
    return TNK_OK;
}

static int take_via(struct in *in, tnk_verdict *v)
{
    v->n_via = take32(in);
    if (in->bad || v->n_via > TNK_WIRE_VIA_MAX)
        return TNK_EINVAL;
    tnk_spot *via = tnk_arena_array(in->arena, v->n_via, sizeof *via);
    if (via == NULL)
        return TNK_ENOMEM;
    for (uint32_t i = 0; i < v->n_via; i++) {
        via[i].line = take32(in);
        via[i].column = take32(in);
        via[i].path = take_text(in, true);
    }
    v->via = via;
    return TNK_OK;
}

static int read_verdict(struct in *in, uint32_t n_rules, int (*tell)(void *, const tnk_verdict *), void *ud)
{
    tnk_verdict v = { 0 };
    uint32_t kind = take32(in), present = take32(in);
    for (size_t i = 0; i < N_NUMBERS; i++)
        take(in, (char *)&v + verdict_numbers[i], sizeof(uint32_t));
    for (size_t i = 0; i < N_TEXTS; i++)
        *(tnk_str *)(void *)((char *)&v + verdict_texts[i]) = take_text(in, true);
    v.verdict = (tnk_verdict_kind)kind;
    v.suppression.present = present != 0;
    if (in->bad || kind >= TNK_VERDICT_KINDS || v.rule >= n_rules)
        return TNK_EINVAL;
    int rc = take_texts(in, TNK_WIRE_RELATED_MAX, &v.related, &v.n_related);
    if (rc == TNK_OK)
        rc = take_texts(in, TNK_ALSO_MAX, &v.also, &v.n_also);
    if (rc == TNK_OK)
        rc = take_via(in, &v);
    if (rc != TNK_OK)
        return rc;
    bool counted = v.n_more >= v.n_also && (v.n_more == 0) == (v.n_also == 0);
    return in->bad || !counted ? TNK_EINVAL : tell(ud, &v);
}

static int read_diagnostic(struct in *in, const tnk_wire_sink *sink)
{
    tnk_diagnostic d = { .level = take32(in), .line = take32(in), .column = take32(in) };
    d.code = take_text(in, true);
    d.path = take_text(in, true);
    d.message = take_text(in, true);
    return in->bad || d.level > 2 ? TNK_EINVAL : sink->diagnostic(sink->ud, &d);
}

static int read_entry(struct in *in, const tnk_wire_sink *sink)
{
    uint64_t off, len;
    take(in, &off, sizeof off);
    take(in, &len, sizeof len);
    tnk_str path = take_text(in, false);
    return in->bad ? TNK_EINVAL : sink->entry(sink->ud, path, off, len);
}

static int read_unit(struct in *in, const tnk_wire_sink *sink)
{
    uint32_t n = take32(in);
    if (in->bad || n > in->left.len / sizeof(uint32_t))
        return TNK_EINVAL;
    uint32_t *which = tnk_arena_array(in->arena, n, sizeof *which);
    if (which == NULL)
        return TNK_ENOMEM;
    take(in, which, n * sizeof *which);
    return sink->unit(sink->ud, which, n);
}

static int read_one(struct in *in, uint32_t n_rules, const tnk_wire_sink *sink)
{
    char type;
    tnk_wire_counts counts;
    tnk_wire_tally tally;
    take(in, &type, 1);
    switch (type) {
    case COUNTS:
        take(in, &counts, sizeof counts);
        return in->bad || sink->counts == NULL ? TNK_EINVAL : sink->counts(sink->ud, &counts);
    case TALLY:
        take(in, &tally, sizeof tally);
        return in->bad || sink->tally == NULL || tally.rule >= n_rules ? TNK_EINVAL : sink->tally(sink->ud, &tally);
    case VERDICT:
        return sink->verdict == NULL ? TNK_EINVAL : read_verdict(in, n_rules, sink->verdict, sink->ud);
    case EVIDENCE:
        return sink->evidence == NULL ? TNK_EINVAL : read_verdict(in, n_rules, sink->evidence, sink->ud);
    case DIAGNOSTIC:
        return sink->diagnostic == NULL ? TNK_EINVAL : read_diagnostic(in, sink);
    case ENTRY:
        return sink->entry == NULL ? TNK_EINVAL : read_entry(in, sink);
    case UNIT:
        return sink->unit == NULL ? TNK_EINVAL : read_unit(in, sink);
    default:
        return TNK_EINVAL;
    }
}

int tnk_wire_read(tnk_str bytes, uint32_t n_rules, tnk_arena *a, const tnk_wire_sink *sink)
{
    struct in in = { bytes, a, false, false };
    int rc = TNK_OK;
    while (rc == TNK_OK && in.left.len > 0)
        rc = read_one(&in, n_rules, sink);
    return in.no_memory ? TNK_ENOMEM : rc;
}
