/* SPDX-License-Identifier: Apache-2.0
 * What a worker says about a unit, when the worker may be anybody. Promises: every text handed over
 * but the paths of archive entries is valid UTF-8 and NUL-ended, rules, levels and verdicts are in
 * range, what is handed over stays whole until the end, and what was read and written again reads
 * the same. Input: how many rules there are, which kinds of record the reader takes, the records.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/base/utf8.h"
#include "core/run/wire.h"

struct kept {
    uint32_t n_rules;
    tnk_buf again; /* all records, written once more */
};

static void must(int ok)
{
    if (!ok)
        abort();
}

static void text(tnk_str s)
{
    must(s.ptr != NULL && s.ptr[s.len] == '\0' && tnk_utf8_bad(s) == s.len);
}

static int counts(void *ud, const tnk_wire_counts *c)
{
    tnk_wire_put_counts(&((struct kept *)ud)->again, c);
    return 0;
}

static int tally(void *ud, const tnk_wire_tally *t)
{
    struct kept *k = ud;
    must(t->rule < k->n_rules);
    tnk_wire_put_tally(&k->again, t);
    return 0;
}

static void look(const struct kept *k, const tnk_verdict *v)
{
    const tnk_str all[] = { v->kind,
                            v->model,
                            v->address,
                            v->origin,
                            v->message,
                            v->place.path,
                            v->place.snippet,
                            v->suppression.reason,
                            v->suppression.until,
                            v->fingerprint };
    must(v->rule < k->n_rules && (unsigned)v->verdict < TNK_VERDICT_KINDS &&
         v->n_related <= TNK_WIRE_RELATED_MAX && v->n_via <= TNK_WIRE_VIA_MAX &&
         v->n_also <= TNK_ALSO_MAX && v->n_also <= v->n_more &&
         (v->n_more == 0) == (v->n_also == 0));
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        text(all[i]);
    for (uint32_t i = 0; i < v->n_related; i++)
        text(v->related[i]);
    for (uint32_t i = 0; i < v->n_also; i++)
        text(v->also[i]);
    for (uint32_t i = 0; i < v->n_via; i++)
        text(v->via[i].path);
}

static int verdict(void *ud, const tnk_verdict *v)
{
    look(ud, v);
    tnk_wire_put_verdict(&((struct kept *)ud)->again, v);
    return 0;
}

static int evidence(void *ud, const tnk_verdict *v)
{
    look(ud, v);
    tnk_wire_put_evidence(&((struct kept *)ud)->again, v);
    return 0;
}

static int diagnostic(void *ud, const tnk_diagnostic *d)
{
    must(d->level <= 2);
    text(d->code);
    text(d->path);
    text(d->message);
    tnk_wire_put_diagnostic(&((struct kept *)ud)->again, d);
    return 0;
}

static int entry(void *ud, tnk_str path, uint64_t off, uint64_t len)
{
    must(path.ptr != NULL && path.ptr[path.len] == '\0');
    tnk_wire_put_entry(&((struct kept *)ud)->again, path, off, len);
    return 0;
}

static int unit(void *ud, const uint32_t *which, uint32_t n)
{
    tnk_wire_put_unit(&((struct kept *)ud)->again, which, n);
    return 0;
}

/* Reads all; the records it took come out of ret->again. */
static int read_all(tnk_str bytes, uint8_t kinds, uint32_t n_rules, struct kept *ret)
{
    tnk_arena *a = tnk_arena_new((size_t)64 << 20);
    tnk_wire_sink sink = {
        .ud = ret,
        .counts = kinds & 1 ? counts : NULL,
        .tally = kinds & 2 ? tally : NULL,
        .verdict = kinds & 4 ? verdict : NULL,
        .diagnostic = kinds & 8 ? diagnostic : NULL,
        .entry = kinds & 16 ? entry : NULL,
        .unit = kinds & 32 ? unit : NULL,
        .evidence = kinds & 64 ? evidence : NULL,
    };
    must(a != NULL);
    *ret = (struct kept){ n_rules, TNK_BUF_INIT };
    int rc = tnk_wire_read(bytes, n_rules, a, &sink);
    must(rc == TNK_OK || rc == TNK_EINVAL || rc == TNK_ENOMEM);
    tnk_arena_free(a);
    return rc;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kept first, second;
    if (size < 2)
        return 0;
    size_t n = size - 2;
    char *copy = memcpy(malloc(n + !n), data + 2, n); /* one byte past the end must trap */
    int rc = read_all((tnk_str){ copy, n }, data[1], data[0], &first);
    free(copy);
    must(!first.again.failed && (rc != TNK_OK || first.again.len <= n));
    tnk_str whole = tnk_buf_str(&first.again);
    must(read_all(whole, data[1], data[0], &second) == TNK_OK &&
         tnk_str_eq(tnk_buf_str(&second.again), whole));
    tnk_buf_free(&first.again);
    tnk_buf_free(&second.again);
    return 0;
}
