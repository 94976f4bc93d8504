/* SPDX-License-Identifier: Apache-2.0
 * What the files of the AWS Config collector share. README.md says which exports are read,
 * SHAPES.md what stands in them. Compressed snapshots (*.json.gz) are read as targets of their own, not within a
 * directory. */
#ifndef AWSCONFIG_H
#define AWSCONFIG_H

#include <stdbool.h>
#include <string.h>

#include "tenken/collector.h"

enum {
    AC_DIAGS_MAX = 200,  /* diagnostics about single items of one file */
    AC_TYPE_MAX = 200,   /* bytes of a resource type */
    AC_WHOLE_DEPTH = 64, /* levels in which 22.0 becomes 22 */
    AC_NESTED_JSON = 3   /* texts within texts: an access control list is kept so by the API */
};

/* One configuration item: a state of a resource. Texts are borrowed; empty when absent. */
typedef struct ac_row {
    const tnk_value *item; /* a MAP */
    tnk_str type, id, name, arn, account, region, time, status;
    tnk_str address;
    bool dropped; /* deleted, not recorded, or an older state of another row's resource */
} ac_row;

/* One export. */
typedef struct ac {
    const tnk_host *h;
    tnk_run *run;
    bool query;  /* rows are JSON in texts, and what is absent was not asked for */
    bool failed; /* no memory: the host knows */
    ac_row *rows;
    size_t n_rows, cap_rows;
    size_t n_diags;
    size_t no_type, no_id, not_recorded, old; /* counted, and told once */
} ac;

/* The words of a message, in the run's language. */
#define tr(c, msgid) ((c)->h->tr((c)->run, msgid))
#define ARGS(...)                                                                                  \
    (const tnk_str[]){ __VA_ARGS__ }, sizeof((const tnk_str[]){ __VA_ARGS__ }) / sizeof(tnk_str)
#define NO_ARGS NULL, 0
#define ac_get(c, map, lit) ((c)->h->get((c)->run, map, TNK_LIT(lit)))

/* ---- support.c ---- */
static inline bool ac_same(tnk_str a, tnk_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}
static inline bool ac_is(tnk_str s, const char *lit)
{
    return ac_same(s, (tnk_str){ lit, strlen(lit) });
}
bool ac_starts(tnk_str s, const char *prefix);
tnk_str ac_number(ac *c, size_t n);                     /* in decimal */
tnk_str ac_join(ac *c, const tnk_str *parts, size_t n); /* one after the other */
/* A diagnostic about one thing of the file; those past AC_DIAGS_MAX are not told. fmt is
 * translated. */
void ac_diag(ac *c, uint32_t level, const char *code, tnk_span at, const char *fmt,
             const tnk_str *args, size_t n);

/* text -> number */
typedef struct ac_table {
    struct ac_slot *slots;
    size_t n, cap; /* cap is 0 or a power of two */
} ac_table;
/* The number kept for a text, 0 at first. NULL: no memory. Valid until the next call. The text is
 * borrowed. */
size_t *ac_table_at(ac *c, ac_table *t, tnk_str key);

/* ---- export.c ---- */
/* Is the document an export of AWS Config? */
bool ac_looks_like(const tnk_host *h, tnk_run *run, const tnk_value *doc);
/* The document's items into c->rows, and what is to be said about the export as a whole. */
void ac_open(ac *c, const tnk_value *doc);
/* Mark as dropped what must not be audited. */
void ac_drop(ac *c);

/* ---- item.c ---- */
/* JSON kept in a text, decoded; v itself when it is none. */
const tnk_value *ac_decoded(ac *c, const tnk_value *v);
/* v with the whole numbers that are written 22.0 as integers; v itself when there are none. */
const tnk_value *ac_whole(ac *c, const tnk_value *v, unsigned depth);
/* What rules read. */
const tnk_value *ac_item(ac *c, const ac_row *r);

/* ---- address.c ---- */
/* Give each row that is not dropped an address of its own. */
void ac_addresses(ac *c);

#endif
