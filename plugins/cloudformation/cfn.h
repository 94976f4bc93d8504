/* SPDX-License-Identifier: Apache-2.0
 * What the files of the CloudFormation collector share. A template is evaluated as CloudFormation
 * would evaluate it before it creates anything; what only a deployment can know is unresolved.
 *
 * NULL as an evaluated value means AWS::NoValue: the property or list element is not there.
 * Subtrees without functions are never copied: evaluation gives back the very node it was given. */
#ifndef CFN_H
#define CFN_H

#include <stdbool.h>
#include <string.h>

#include "tenken/collector.h"

enum {
    CFN_DEPTH_MAX = 1000,               /* nested evaluation: documents and conditions together */
    CFN_STACKS_MAX = 8,                 /* nested stacks below each other */
    CFN_STEPS_MAX = 4 * 1000 * 1000,    /* nodes looked at or made for one unit */
    CFN_TEXT_MAX = 8 * 1024 * 1024,     /* bytes of computed text in one unit */
    CFN_STEP_BYTES = 64,                /* bytes of text that cost as much as a node */
    CFN_QUOTE_MAX = 200,                /* bytes of a template's text quoted in a message */
    CFN_DIAGS_MAX = 200,                /* diagnostics of one unit */
    CFN_REFS_MAX = 64,                  /* references one unresolved value names */
    CFN_RESOURCE_COST = 20,             /* steps a resource counts for */
    CFN_STACK_COST = 1000               /* steps a nested stack counts for */
};

/* (owner, name) -> pointer: an index of large maps, and the memory of what was evaluated. */
typedef struct cfn_slot {
    const void *owner;
    tnk_str name;
    const void *value;
} cfn_slot;

typedef struct cfn_table {
    cfn_slot *slots;
    size_t n, cap;      /* cap is 0 or a power of two */
} cfn_table;

/* One collect(): shared by a template and the stacks nested in it. */
typedef struct cfn_unit {
    cfn_table index;        /* members of large maps */
    cfn_table files;        /* parsed child templates by path */
    char *scratch;          /* texts under construction, used as a stack */
    size_t scratch_len, scratch_cap;
    size_t steps, text_bytes;
    uint32_t depth, n_diags;
    bool overrun;           /* a limit was met and reported */
    const tnk_value *too_much;  /* what stands for a value past the limits */
    bool failed;            /* no memory: the host knows */
} cfn_unit;

/* One template, or one instance of a nested one. */
typedef struct cfn {
    const tnk_host *h;
    tnk_run *run;
    cfn_unit *u;
    const struct cfn *parent;   /* the template that holds this stack, or NULL */
    tnk_str path;               /* of the template's file */
    uint32_t file;              /* its number */
    tnk_str prefix;             /* of addresses: "" or "Parent/" */
    const tnk_value *given;     /* values the parent passes for parameters, a map or NULL */
    const tnk_value *parameters, *mappings, *conditions, *resources, *outputs, *globals;
    cfn_table memo;             /* values of parameters, conditions, outputs; children of stacks */
    uint32_t level;             /* nested stacks above */
    uint32_t conditional;       /* inside a condition, where {"Condition": x} is a function */
    bool sam, extensions;       /* transforms the template declares */
    bool macros;                /* a transform whose results cannot be known */
} cfn;

/* The words of a message, in the run's language. */
#define tr(c, msgid) ((c)->h->tr((c)->run, msgid))
#define ARGS(...)                                                                              \
    (const tnk_str[]){ __VA_ARGS__ }, sizeof((const tnk_str[]){ __VA_ARGS__ }) / sizeof(tnk_str)
#define NO_ARGS NULL, 0

/* ---- table.c ---- */
/* NULL: not there. */
const void *cfn_table_get(const cfn_table *t, const void *owner, tnk_str name);
int cfn_table_set(cfn *c, cfn_table *t, const void *owner, tnk_str name, const void *value);
/* As host->get, in constant time for large maps as well. */
const tnk_value *cfn_member(cfn *c, const tnk_value *map, tnk_str key);
/* The same for a literal name. */
#define cfn_get(c, map, lit) cfn_member(c, map, TNK_LIT(lit))

/* ---- support.c ---- */
static inline bool cfn_is(const tnk_str s, const char *lit)
{
    return s.len == strlen(lit) && (s.len == 0 || memcmp(s.ptr, lit, s.len) == 0);
}
static inline tnk_str cfn_str(const char *s)
{
    return (tnk_str){ s, strlen(s) };
}
bool cfn_starts(tnk_str s, const char *prefix);
bool cfn_ends(tnk_str s, const char *suffix);
bool cfn_same(tnk_str a, tnk_str b);
bool cfn_contains(tnk_str s, const char *lit);
tnk_str cfn_trim(tnk_str s);                        /* without spaces and tabs around it */
tnk_str cfn_concat(cfn *c, tnk_str a, tnk_str b);   /* lives as long as the unit */
/* One diagnostic; a unit gives CFN_DIAGS_MAX at most. fmt is translated already. */
void cfn_diag(cfn *c, uint32_t level, const char *code, tnk_span at, const char *fmt,
              const tnk_str *args, size_t n);
/* Count work; false, with one diagnostic, once the unit has cost too much. */
bool cfn_spend(cfn *c, size_t steps, tnk_span at);
bool cfn_enter(cfn *c, tnk_span at);    /* one level deeper; false: too deep, do not leave */
void cfn_leave(cfn *c);
const tnk_value *cfn_too_much(cfn *c, tnk_span at);     /* a value past the limits */
/* An unresolved value that names no resource. */
const tnk_value *cfn_unknown(cfn *c, uint32_t why, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n);
/* The same for a mistake in the template, with a diagnostic of the same words. */
const tnk_value *cfn_invalid(cfn *c, const char *code, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n);
/* An unresolved value that depends on one resource of this template. */
const tnk_value *cfn_depends(cfn *c, tnk_str logical_id, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n);
/* v where it is used: itself when written within `at`, else a copy of the node placed there. */
const tnk_value *cfn_place(cfn *c, const tnk_value *v, tnk_span at);
/* A scalar as text, as CloudFormation writes it; false for lists, maps, null and unresolved. Long
 * texts count as work. */
bool cfn_scalar(cfn *c, const tnk_value *v, tnk_str *ret);
/* Deep equality as Fn::Equals has it: scalars by their text, members in any order. */
bool cfn_equal(cfn *c, const tnk_value *a, const tnk_value *b);
bool cfn_number(tnk_str s, int64_t *ret);           /* decimal, the whole text */

/* Unresolved parts met on the way: the first (or a secret) says why, all say which resources. */
typedef struct cfn_holes {
    const tnk_value *first;
    tnk_str refs[CFN_REFS_MAX];
    size_t n;
    bool secret;
} cfn_holes;
void cfn_holes_add(cfn *c, cfn_holes *holes, const tnk_value *unresolved);
/* All unresolved nodes in v. */
void cfn_holes_walk(cfn *c, cfn_holes *holes, const tnk_value *v);
/* One unresolved value for all of them; there must be one at least. */
const tnk_value *cfn_holes_value(cfn *c, const cfn_holes *holes, tnk_span at);

/* Text under construction: begin, add, end. Evaluation in between is fine. */
size_t cfn_text_begin(cfn *c);
void cfn_text_add(cfn *c, tnk_str s);
tnk_str cfn_text_peek(const cfn *c, size_t begun);
void cfn_text_drop(cfn *c, size_t begun);
/* The text as a value: unresolved when holes has one, or when it holds a dynamic reference. */
const tnk_value *cfn_text_end(cfn *c, size_t begun, cfn_holes *holes, tnk_span at);

/* ---- eval.c ---- */
/* v with every function in it replaced by its value; v itself when there is none. */
const tnk_value *cfn_eval(cfn *c, const tnk_value *v);
/* The function a value calls, without "Fn::" or "!", and its argument. False: a plain value. */
bool cfn_call(cfn *c, const tnk_value *v, tnk_str *ret_name, const tnk_value **ret_arg);
bool cfn_has_secret(tnk_str s);                     /* a dynamic reference in it */

/* ---- template.c ---- */
/* The sections of doc into c, which holds h, run, u and what the parent gives already. */
void cfn_open(cfn *c, const tnk_value *doc);
bool cfn_looks_like(const tnk_host *h, tnk_run *run, const tnk_value *doc);
/* doc without the cover that `aws cloudformation get-template` puts around it. */
const tnk_value *cfn_body(const tnk_host *h, tnk_run *run, const tnk_value *doc);

/* ---- names.c ---- */
/* What {"Ref": name} is; NULL for AWS::NoValue. */
const tnk_value *cfn_lookup(cfn *c, tnk_str name, tnk_span at);
const tnk_value *cfn_attribute(cfn *c, tnk_str logical_id, tnk_str attribute, tnk_span at);
const tnk_value *cfn_condition(cfn *c, tnk_str name, tnk_span at);  /* BOOL or UNRESOLVED */
const tnk_value *cfn_output(cfn *c, tnk_str name);  /* value of an output; NULL: no such output */

/* ---- functions.c, logic.c, sub.c, json.c, cidr.c ---- */
/* arg is not evaluated yet; at is the place of use. */
typedef const tnk_value *cfn_function(cfn *c, const tnk_value *arg, tnk_span at);
cfn_function cfn_fn_ref, cfn_fn_getatt, cfn_fn_join, cfn_fn_select, cfn_fn_split, cfn_fn_length,
    cfn_fn_find_in_map, cfn_fn_get_azs, cfn_fn_base64, cfn_fn_import_value, cfn_fn_transform;
cfn_function cfn_fn_if, cfn_fn_and, cfn_fn_or, cfn_fn_not, cfn_fn_equals, cfn_fn_condition;
cfn_function cfn_fn_sub, cfn_fn_to_json, cfn_fn_cidr, cfn_fn_foreach;
/* The evaluated argument as a list of min to max items; else NULL and *ret is what to answer. */
const tnk_value *cfn_arguments(cfn *c, const tnk_value *arg, const char *name, size_t min,
                               size_t max, tnk_span at, const tnk_value **ret);

/* ---- foreach.c ---- */
/* A map with its Fn::ForEach members expanded; map itself when it has none. */
const tnk_value *cfn_expand(cfn *c, const tnk_value *map);
bool cfn_is_foreach(tnk_str key);

/* ---- resources.c ---- */
void cfn_resources(cfn *c);
/* A resource's properties, evaluated, with SAM's globals merged. Never NULL while memory lasts. */
const tnk_value *cfn_properties(cfn *c, const tnk_value *body);
/* Are its properties being evaluated? Then they must not be asked for. */
bool cfn_in_work(cfn *c, const tnk_value *body);

/* ---- sam.c ---- */
const tnk_value *cfn_sam_properties(cfn *c, tnk_str type, const tnk_value *properties);
/* The resources SAM makes of one of its own, as far as its properties say. */
void cfn_sam_emit(cfn *c, const tnk_resource *sam, tnk_str type);
bool cfn_sam_generates(cfn *c, tnk_str name, tnk_span at, tnk_str *ret_logical_id);

/* ---- nested.c ---- */
/* The template a stack resource names, opened; NULL when it is not a file of the target. */
cfn *cfn_child(cfn *c, tnk_str logical_id, const tnk_value *body);

#endif
