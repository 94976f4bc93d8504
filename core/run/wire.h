/* SPDX-License-Identifier: Apache-2.0
 * What a worker tells about a unit, as bytes. Reading checks everything: the writer may be anybody. */
#ifndef TNK_RUN_WIRE_H
#define TNK_RUN_WIRE_H

#include "core/base/buf.h"
#include "core/base/error.h"
#include "core/rule/verdict.h"

enum { TNK_WIRE_RELATED_MAX = 100000, TNK_WIRE_VIA_MAX = 32 };

/* What one unit adds to the run. */
typedef struct tnk_wire_counts {
    uint32_t files_read, files_known, files_failed;
    uint32_t resources;
} tnk_wire_counts;

typedef struct tnk_wire_tally {
    uint32_t rule;
    uint32_t n[TNK_VERDICT_KINDS];
} tnk_wire_tally;

void tnk_wire_put_counts(tnk_buf *out, const tnk_wire_counts *c);
void tnk_wire_put_tally(tnk_buf *out, const tnk_wire_tally *t);
void tnk_wire_put_verdict(tnk_buf *out, const tnk_verdict *v);
/* A verdict as it was given, about one address and merged with no other. */
void tnk_wire_put_evidence(tnk_buf *out, const tnk_verdict *v);
void tnk_wire_put_diagnostic(tnk_buf *out, const tnk_diagnostic *d);
/* A file of an archive: where its bytes lie in the image. */
void tnk_wire_put_entry(tnk_buf *out, tnk_str path, uint64_t off, uint64_t len);
/* A unit of a plan: indices into the paths the plan was given. */
void tnk_wire_put_unit(tnk_buf *out, const uint32_t *which, uint32_t n);

/* Where the records go. Values handed over live in the arena; any member may be NULL, then such records are
 * nonsense. Each returns 0 to go on. */
typedef struct tnk_wire_sink {
    void *ud;
    int (*counts)(void *ud, const tnk_wire_counts *c);
    int (*tally)(void *ud, const tnk_wire_tally *t);
    int (*verdict)(void *ud, const tnk_verdict *v);
    int (*evidence)(void *ud, const tnk_verdict *v);
    int (*diagnostic)(void *ud, const tnk_diagnostic *d);
    int (*entry)(void *ud, tnk_str path, uint64_t off, uint64_t len);
    int (*unit)(void *ud, const uint32_t *which, uint32_t n);
} tnk_wire_sink;

/* Take all records of bytes apart. 0, TNK_ENOMEM, or TNK_EINVAL at the first that is not well formed: cut
 * short, a number out of range (rules are 0..n_rules-1), a text that is no UTF-8 (but paths of entries),
 * trailing bytes. What came before was handed over: the caller keeps it only when all is well. */
int tnk_wire_read(tnk_str bytes, uint32_t n_rules, tnk_arena *a, const tnk_wire_sink *sink);

#endif
