/* SPDX-License-Identifier: Apache-2.0
 * Inside the host: what is behind tnk_run, and the pieces the host table is made of. */
#ifndef TNK_COLLECT_HOST_H
#define TNK_COLLECT_HOST_H

#include "core/collect/collect.h"
#include "core/collect/table.h"

struct tnk_held_doc {
    const tnk_value *doc;       /* NULL: a syntax error, about which a diagnostic was made */
    bool tried;
};

struct tnk_held { /* one file that was read; its number is its index and its source's */
    tnk_str path, text;         /* raw, cleaned */
    struct tnk_held_doc docs[TNK_SYNTAX_INI + 1];   /* by syntax */
    bool failed, known;
};

struct tnk_unit_state {         /* shared by the collectors of one unit */
    tnk_unit_ctx *cx;
    const tnk_collect_sink *sink;
    struct tnk_held **files;
    uint32_t n_files, cap_files;
    tnk_table by_path;          /* atom of the path -> number + 1 */
    tnk_str first;              /* the unit's first path, as shown */
    uint32_t n_resources, n_references, n_names, n_diags;
};

enum { PHASE_KNOWS, PHASE_PLAN, PHASE_COLLECT };

struct tnk_run {
    struct tnk_unit_state *unit;
    const tnk_collector *by;
    int phase;
    tnk_error err;              /* the first failure; it sticks */
    tnk_table addresses;        /* atoms of the addresses in use */
    tnk_table members;          /* serial of a map << 32 | key -> index: put() into large maps */
    tnk_table weights;          /* of built values; see host_build.c */
    uint32_t serials;
    const tnk_str *plan_paths;  /* PHASE_PLAN */
    size_t n_plan_paths;
    tnk_plan_unit *plan_unit;
    void *plan_ud;
    uint32_t n_plan_units;
};

extern const tnk_host tnk_host_table;

/* Keeps the first failure of a run and hands its code back. */
__attribute__((format(printf, 3, 4)))
int tnk_run_fail(tnk_run *r, int code, const char *fmt, ...);

/* A diagnostic within the unit's limit; path and msg must be fit to be shown. */
void tnk_unit_diag(struct tnk_unit_state *u, uint32_t level, tnk_str code, tnk_str path,
                   tnk_span at, bool has_place, tnk_str msg);

bool tnk_span_valid(const struct tnk_unit_state *u, tnk_span at);
/* Does the span name a place, or does it only say "the beginning"? */
static inline bool tnk_span_placed(tnk_span at)
{
    return at.file != 0 || at.off != 0 || at.end != 0;
}
/* What the caller's strings must be: len bytes at ptr. NULL is empty. */
static inline tnk_str tnk_given(tnk_str s)
{
    return s.ptr != NULL ? s : (tnk_str){ "", 0 };
}

/* Reads a file once; makes a diagnostic about trouble but TNK_ENOENT, or about that too when it
 * `must` be there. */
int tnk_unit_open(struct tnk_unit_state *u, tnk_str path, bool must, struct tnk_held **ret,
                  uint32_t *id);
/* The file parsed as TNK_SYNTAX_* (AUTO is decided here); *syntax is what it was parsed as. */
const tnk_value *tnk_unit_parse(struct tnk_unit_state *u, uint32_t id, uint32_t *syntax);
uint32_t tnk_syntax_guess(uint32_t syntax, tnk_str text);

/* The members of the table, by the file they stand in. */
int tnk_host_read(tnk_run *r, tnk_str path, tnk_file *ret);
int tnk_host_modes(tnk_run *r, tnk_str path, tnk_modes *ret);
int tnk_host_glob(tnk_run *r, tnk_str pattern, const tnk_str **ret, size_t *n);
const tnk_value *tnk_host_parse(tnk_run *r, uint32_t syntax, tnk_str text, tnk_span at,
                                uint32_t inside);

uint32_t tnk_host_kind(const tnk_value *v);
size_t tnk_host_count(const tnk_value *v);
const tnk_value *tnk_host_at(const tnk_value *v, size_t i);
tnk_str tnk_host_key(tnk_run *r, const tnk_value *child);
const tnk_value *tnk_host_get(tnk_run *r, const tnk_value *map, tnk_str key);
tnk_str tnk_host_as_text(const tnk_value *v);
int64_t tnk_host_as_int(const tnk_value *v, int64_t otherwise);
int32_t tnk_host_as_flag(const tnk_value *v, int32_t otherwise);
tnk_span tnk_host_span(const tnk_value *v);
tnk_span tnk_host_key_span(tnk_run *r, const tnk_value *child);
uint32_t tnk_host_is_quoted(const tnk_value *v);
uint32_t tnk_host_why(const tnk_value *v);
tnk_str tnk_host_reason(const tnk_value *v);
size_t tnk_host_refs(const tnk_value *v, const tnk_str **ret);

tnk_value *tnk_host_null(tnk_run *r, tnk_span at);
tnk_value *tnk_host_flag(tnk_run *r, int32_t flag, tnk_span at);
tnk_value *tnk_host_integer(tnk_run *r, int64_t i, tnk_span at);
tnk_value *tnk_host_real(tnk_run *r, tnk_str as_written, tnk_span at);
tnk_value *tnk_host_text(tnk_run *r, tnk_str s, tnk_span at);
tnk_value *tnk_host_list(tnk_run *r, tnk_span at);
tnk_value *tnk_host_map(tnk_run *r, tnk_span at);
int tnk_host_push(tnk_run *r, tnk_value *list, const tnk_value *child);
int tnk_host_put(tnk_run *r, tnk_value *map, tnk_str key, tnk_span key_at, const tnk_value *child);
tnk_value *tnk_host_moved(tnk_run *r, const tnk_value *v, tnk_span at);
tnk_value *tnk_host_unresolved(tnk_run *r, uint32_t why, tnk_str reason, const tnk_str *refs,
                               size_t n_refs, tnk_span at);

int tnk_host_known_parts(tnk_run *r, tnk_value *v, tnk_str parts);

void tnk_value_finish(tnk_run *r, const tnk_value *v); /* from here on nothing can be put into it */

int tnk_host_resource(tnk_run *r, const tnk_resource *res);
int tnk_host_reference(tnk_run *r, tnk_str from, tnk_str by, tnk_str to);
int tnk_host_diag(tnk_run *r, uint32_t level, tnk_str code, tnk_str msg, tnk_span at);
int tnk_host_unit(tnk_run *r, const tnk_str *paths, size_t n);

#endif
