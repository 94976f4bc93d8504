/* SPDX-License-Identifier: Apache-2.0
 * Terraform's values and types ("cty"): what expressions compute with. Immutable, shared freely, in a tf_mem.
 *
 * A value is known, null or unknown; it has a type always (dynamic for an unknown one of any type). Unknown values say
 * why and which resources they depend on. Objects and maps keep their members sorted by key, as Terraform does; sets
 * keep their items in Terraform's order, without repeats. Marks: `sensitive` travels with a value and with what is
 * computed from it.
 *
 * Errors: a function that can fail answers NULL and says why in c->error (the first failure since it was cleared
 * stays). */
#ifndef CTY_H
#define CTY_H

#include "mem.h"

typedef enum cty_kind {
    CTY_DYNAMIC, CTY_BOOL, CTY_NUMBER, CTY_STRING, CTY_LIST, CTY_SET, CTY_MAP, CTY_TUPLE, CTY_OBJECT
} cty_kind;

typedef struct cty_value cty_value;
typedef struct cty_type cty_type;

struct cty_type {
    uint8_t kind;               /* cty_kind */
    uint32_t n;                 /* TUPLE, OBJECT */
    const cty_type *elem;       /* LIST, SET, MAP */
    const cty_type *const *types;       /* TUPLE, OBJECT: n of them */
    const tnk_str *names;       /* OBJECT: sorted */
    const bool *optional;       /* OBJECT in a type constraint: NULL when none is */
    const cty_value *const *defaults;   /* beside optional; NULL or items NULL where there is none */
    /* Worked out by the makers below (weight 0: made by hand, looked for when asked). */
    uint64_t hash;              /* of what cty_type_same compares */
    uint32_t weight;            /* types in it, itself included, shared ones as often as they stand there */
    uint16_t depth;             /* at least 1 */
    bool dynamic, defaulted, loose;     /* somewhere in it: dynamic, a default, an optional attribute */
};

extern const cty_type cty_dynamic, cty_bool, cty_number, cty_string;   /* compare by address or kind */

/* A number: a 64-bit integer, or anything else with 512 bits of precision, as Terraform computes. */
typedef struct cty_big cty_big;     /* cty/number.c */
typedef struct cty_num {
    const cty_big *big;         /* NULL: i is the number */
    int64_t i;
} cty_num;

typedef struct cty_unknown {    /* why a value cannot be known */
    uint32_t why;               /* TNK_WHY_* */
    tnk_str reason;             /* one sentence without a full stop, in the run's language */
    const tnk_str *refs;        /* addresses of resources it depends on */
    uint32_t n_refs;
    tnk_str parts;              /* of a text: its known parts joined; {NULL,0} when there are none */
    bool not_null;
} cty_unknown;

typedef enum cty_state { CTY_KNOWN, CTY_NULL, CTY_UNKNOWN } cty_state;

struct cty_value {
    uint8_t kind;               /* cty_kind of the type; CTY_DYNAMIC only when null or unknown */
    uint8_t state;              /* cty_state */
    bool sensitive;             /* this value as a whole is marked */
    bool deep_sensitive;        /* it or something inside is */
    bool deep_unknown;          /* it or something inside is unknown */
    bool flag;                  /* BOOL */
    uint32_t n;                 /* LIST, SET, MAP, TUPLE, OBJECT: how many */
    const cty_type *type;       /* of null, unknown, list, set, map; of known tuples and objects NULL until cty_type_of
                                 * was asked, which keeps its answer here */
    union {
        cty_num num;
        tnk_str str;            /* UTF-8, NFC */
        struct {
            const cty_value *const *items;
            const tnk_str *keys;        /* MAP, OBJECT: sorted, unique */
            const cty_unknown *rest;    /* OBJECT: attributes that are not among the keys are this (a resource whose
                                         * provider adds some); else NULL */
        };
        const cty_unknown *unknown;
    };
    /* STRING, known or unknown: the document that was encoded to make it (jsonencode and the like), as a host value
     * with places, or NULL. It lets rules look into a text of which a part cannot be known. */
    const tnk_value *doc;
};

enum {
    CTY_TEXT_MAX = 16 * 1024 * 1024,    /* bytes of one text */
    CTY_ITEMS_MAX = 1000 * 1000,        /* items of one collection */
    CTY_DEPTH_MAX = 200,                /* values in each other that are walked into */
    CTY_WEIGHT_MAX = 4 * 1000 * 1000    /* types in one type, shared ones counted as often as they stand there */
};

typedef struct cty_ctx {
    tf_mem *mem;
    const char *(*tr)(void *ud, const char *msgid);     /* translates; may be NULL */
    void *ud;
    uint64_t steps, max_steps;  /* work done: nodes made or visited, and bytes / 64 */
    bool overrun;               /* max_steps was met; everything fails from then on */
    bool failed;                /* error holds a message */
    char error[400];            /* one line, cut at a character */
} cty_ctx;

/* Notes the first failure; fmt is an English msgid, translated here. Gives NULL, so `return cty_fail(...)`. */
__attribute__((format(printf, 2, 3))) void *cty_fail(cty_ctx *c, const char *fmt, ...);
/* Counts work; false (and failed) once the budget is spent. */
bool cty_spend(cty_ctx *c, uint64_t steps);
/* %.*s arguments of a text in a message, cut at a character within 100 bytes. */
#define CTY_SHOW(s) cty_shown(s), (s).ptr != NULL ? (s).ptr : ""
static inline int cty_shown(tnk_str s)
{
    size_t n = s.len < 100 ? s.len : 100;
    while (n > 0 && n < s.len && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
        n--;
    return (int)n;
}

/* ---- types: cty/type.c ---- */
const cty_type *cty_type_list(cty_ctx *, const cty_type *elem);
const cty_type *cty_type_set(cty_ctx *, const cty_type *elem);
const cty_type *cty_type_map(cty_ctx *, const cty_type *elem);
const cty_type *cty_type_tuple(cty_ctx *, const cty_type *const *types, uint32_t n);
/* Names in any order; repeated names: the last wins. Arrays are copied. optional and defaults may be NULL. */
const cty_type *cty_type_object(cty_ctx *, const tnk_str *names, const cty_type *const *types, const bool *optional,
                                const cty_value *const *defaults, uint32_t n);
bool cty_type_same(const cty_type *a, const cty_type *b);       /* optional marks do not count */
bool cty_type_has_dynamic(const cty_type *t);
/* Never NULL; of a structure that is too deep or too large it is dynamic, and the failure is noted (of any structure
 * while a failure stands). */
const cty_type *cty_type_of(cty_ctx *, const cty_value *v);
/* For messages: "list(string)", "list" (of anything), "object". */
const char *cty_type_name(const cty_type *t);
/* As a constraint: "list(string)", "object({a=number})". */
tnk_str cty_type_text(cty_ctx *, const cty_type *t);

/* ---- making values: cty/value.c ---- */
extern const cty_value cty_true, cty_false, cty_null_value;     /* the null of dynamic type */
const cty_value *cty_boolean(bool b);
const cty_value *cty_text(cty_ctx *, tnk_str s);        /* copied, made NFC; bytes that are not UTF-8 become U+FFFD */
const cty_value *cty_int(cty_ctx *, int64_t i);
const cty_value *cty_null(cty_ctx *, const cty_type *t);
/* Unknown of a type; why is copied by reference (keep it in the same memory). */
const cty_value *cty_unknown_of(cty_ctx *, const cty_type *t, const cty_unknown *why);
/* Collections: arrays are copied. Items of list, set, map must have the type elem already (see cty_convert). */
const cty_value *cty_list(cty_ctx *, const cty_type *elem, const cty_value *const *items, size_t n);
const cty_value *cty_set(cty_ctx *, const cty_type *elem, const cty_value *const *items, size_t n);
const cty_value *cty_map(cty_ctx *, const cty_type *elem, const tnk_str *keys, const cty_value *const *items, size_t n);
const cty_value *cty_tuple(cty_ctx *, const cty_value *const *items, size_t n);
/* Keys in any order; of repeated ones the last wins (also cty_map). */
const cty_value *cty_object(cty_ctx *, const tnk_str *keys, const cty_value *const *items, size_t n);
/* The same value with or without the mark (of the value as a whole; and all inside with deep). */
const cty_value *cty_mark(cty_ctx *, const cty_value *v, bool sensitive);
const cty_value *cty_unmark_deep(cty_ctx *, const cty_value *v);
const cty_value *cty_with_doc(cty_ctx *, const cty_value *str, const tnk_value *doc);
/* Gathers why something is unknown from several unknown values (parts of v too): the first says why and a secret before
 * all, refs are joined (at most 64). At least one must be unknown. */
const cty_unknown *cty_why(cty_ctx *, const cty_value *const *vs, size_t n);

/* ---- reading: cty/value.c ---- */
static inline bool cty_known(const cty_value *v) { return v->state == CTY_KNOWN; }
static inline bool cty_is_null(const cty_value *v) { return v->state == CTY_NULL; }
static inline bool cty_is_unknown(const cty_value *v) { return v->state == CTY_UNKNOWN; }
static inline bool cty_is_seq(const cty_value *v)
{
    return v->kind == CTY_LIST || v->kind == CTY_SET || v->kind == CTY_TUPLE;
}
static inline bool cty_is_keyed(const cty_value *v) { return v->kind == CTY_MAP || v->kind == CTY_OBJECT; }
/* Member of a known map or object; NULL when it has none (no error is set). Binary search. */
const cty_value *cty_member(const cty_value *v, tnk_str key);
/* v.name as in an expression: objects, maps; unknown gives unknown (of the attribute's type when known); error
 * otherwise. */
const cty_value *cty_get_attr(cty_ctx *, const cty_value *v, tnk_str name);
/* v[key] as in an expression: lists, tuples (numbers), maps, objects (texts); unknown when either is. */
const cty_value *cty_get_index(cty_ctx *, const cty_value *v, const cty_value *key);

/* ---- numbers: cty/number.c (512-bit binary floating point where int64 does not do) ---- */
/* Decimal, with fraction and exponent; NULL: no number, or one with more than some 12,000 digits before or after the
 * point. Terraform's "inf" is no number here. */
const cty_value *cty_number_parse(cty_ctx *, tnk_str s);
const cty_value *cty_number_double(cty_ctx *, double d);
tnk_str cty_number_text(cty_ctx *, cty_num n);          /* shortest decimal that reads back, never an exponent */
double cty_number_to_double(cty_num n);
bool cty_number_to_int(cty_num n, int64_t *ret);        /* false: not whole, or does not fit */
int cty_number_cmp(cty_num a, cty_num b);
enum cty_arith { CTY_ADD, CTY_SUB, CTY_MUL, CTY_DIV, CTY_MOD };
/* Division by zero is an error (in Terraform x / 0 is infinite where x is not 0); a % 0 is a, as there. */
const cty_value *cty_number_arith(cty_ctx *, enum cty_arith op, cty_num a, cty_num b);
enum cty_round { CTY_FLOOR, CTY_CEIL, CTY_TRUNC };
const cty_value *cty_number_round(cty_ctx *, enum cty_round how, cty_num n);
const cty_value *cty_number_neg(cty_ctx *, cty_num n);

/* ---- conversion: cty/convert.c, cty/unify.c ---- */
/* v as type t, as an argument or variable would be converted (unsafe conversions included). Optional attributes get
 * their defaults. Unknown and null convert by type. */
const cty_value *cty_convert(cty_ctx *, const cty_value *v, const cty_type *t);
/* The one type all can be converted to (as the arms of a conditional, the items of tolist); dynamic when one of several
 * structures or collections is; NULL, no error: there is none. */
const cty_type *cty_unify(cty_ctx *, const cty_type *const *types, size_t n);

/* ---- operators: cty/ops.c. Marks and unknowns travel. Operands are converted as the operator wants ---- */
/* A bool value, unknown when it cannot be told. Values of different types differ; one difference decides. */
const cty_value *cty_equal(cty_ctx *, const cty_value *a, const cty_value *b);
/* Are they the same known value of the same type (unknowns are the same as nothing)? For sets, distinct, contains. */
bool cty_same(cty_ctx *, const cty_value *a, const cty_value *b);
/* Order of items in a set. */
int cty_set_cmp(cty_ctx *, const cty_value *a, const cty_value *b);
const cty_value *cty_not(cty_ctx *, const cty_value *v);
/* Any hcl_op of hcl.h with two operands. `false && x` is false and `true || x` true where x is unknown: whatever x
 * turns out to be, that is the result. */
const cty_value *cty_binary(cty_ctx *, uint8_t hcl_op_number, const cty_value *a, const cty_value *b);
const cty_value *cty_negate(cty_ctx *, const cty_value *v);

/* ---- JSON: cty/json.c ---- */
/* Text to value, as jsondecode: objects and tuples. Strict; bounded in depth. */
const cty_value *cty_from_json(cty_ctx *, tnk_str text);
/* As jsonencode: compact, keys sorted, <, >, & escaped as \u003c... v must be wholly known. */
tnk_str cty_to_json(cty_ctx *, const cty_value *v);

#endif
