/* SPDX-License-Identifier: Apache-2.0
 * HCL, the language of Terraform: its native syntax and its JSON syntax as one tree.
 *
 * The tree lives in a tf_mem and points into the text it was parsed from. Parsing never fails as a whole: a
 * broken construct is told once, with its range, and costs the attribute or block it stands in. */
#ifndef HCL_H
#define HCL_H

#include "mem.h"
#include "tenken/collector.h"

enum {
    HCL_NEST_MAX = 250,     /* brackets, templates and blocks in each other */
    HCL_DEPTH_MAX = 1000,   /* height of one expression tree, chains of operators included */
    HCL_DIAGS_MAX = 20      /* mistakes told of one file */
};

typedef enum hcl_kind {
    HCL_BAD,            /* a mistake that was told; its value cannot be known */
    HCL_NULL,
    HCL_BOOL,           /* flag */
    HCL_NUMBER,         /* text as written */
    HCL_STRING,         /* text, escapes decoded: a quoted text or heredoc without interpolation */
    HCL_TEMPLATE,       /* items: strings, expressions, HCL_TEMPLATE_IF, HCL_TEMPLATE_FOR; gives a string, of a single
                         * item too */
    HCL_WRAP,           /* a: "${a}" and nothing else; gives a's value as it is */
    HCL_NAME,           /* text: the root of a traversal (var, local, aws_s3_bucket, each, ...) */
    HCL_GET,            /* a.name */
    HCL_INDEX,          /* a[b]; also the legacy a.0 */
    HCL_SPLAT,          /* a[*] or a.*: b is computed for each, where HCL_ITEM stands for the item */
    HCL_ITEM,
    HCL_CALL,           /* text(items...); flag: the last argument is expanded (...). text may be "provider::x::f" */
    HCL_TUPLE,          /* [items...] */
    HCL_OBJECT,         /* items: key, value, key, value. A bare word as key is an HCL_STRING with flag set; (k) is
                         * an HCL_PARENS; a.b without parentheses is an HCL_GET, which Terraform finds ambiguous */
    HCL_FOR_TUPLE,      /* [for key, value in a : b if c]; see loop */
    HCL_FOR_OBJECT,     /* {for key, value in a : b => d if c}; flag: grouping (...) */
    HCL_COND,           /* a ? b : c */
    HCL_BINARY,         /* a op b */
    HCL_UNARY,          /* op a */
    HCL_PARENS,         /* (a) */
    HCL_TEMPLATE_IF,    /* %{ if a } b %{ else } c %{ endif }; b and c are HCL_STRING or HCL_TEMPLATE; c is NULL
                         * without else */
    HCL_TEMPLATE_FOR    /* %{ for key, value in a } b %{ endfor } */
} hcl_kind;

typedef enum hcl_op {
    HCL_OR = 1, HCL_AND, HCL_EQ, HCL_NE, HCL_GT, HCL_GE, HCL_LT, HCL_LE,
    HCL_ADD, HCL_SUB, HCL_MUL, HCL_DIV, HCL_MOD, HCL_NEG, HCL_NOT
} hcl_op;

typedef struct hcl_expr hcl_expr;

typedef struct hcl_loop {       /* of HCL_FOR_* and HCL_TEMPLATE_FOR */
    tnk_str key, value;         /* names; key is {NULL,0} when there is one name only */
    const hcl_expr *over;       /* a */
    const hcl_expr *body;       /* b */
    const hcl_expr *cond;       /* c or NULL */
    const hcl_expr *result_key; /* the key of HCL_FOR_OBJECT (b => d: this is b, body is d), else NULL */
} hcl_loop;

struct hcl_expr {
    uint8_t kind;               /* hcl_kind */
    uint8_t op;                 /* hcl_op */
    bool flag;
    bool indented;              /* HCL_TEMPLATE, HCL_STRING: of a <<- heredoc, dedented already */
    uint16_t depth;             /* height of the tree below, at least 1 */
    uint32_t n;                 /* items */
    tnk_span at;
    union {
        tnk_str text;
        struct {
            const hcl_expr *a, *b, *c;
        };
        const hcl_loop *loop;
    };
    /* beside the former: HCL_CALL has text and items, HCL_GET has a and name */
    union {
        const hcl_expr **items;
        tnk_str name;
    };
};

typedef struct hcl_attr {
    tnk_str name;
    tnk_span name_at, at;       /* at: name, sign and value */
    const hcl_expr *value;
} hcl_attr;

typedef struct hcl_body hcl_body;

typedef struct hcl_block {
    tnk_str type;
    const tnk_str *labels;
    const tnk_span *labels_at;
    uint32_t n_labels;
    tnk_span header;            /* type and labels: "resource "aws_x" "y"", without the brace */
    tnk_span at;                /* header to closing brace */
    const hcl_body *body;
} hcl_block;

typedef struct hcl_item {       /* one of the two, in order of writing */
    const hcl_attr *attr;
    const hcl_block *block;
} hcl_item;

struct hcl_body {
    const hcl_item *items;
    uint32_t n;
    tnk_span at;
    bool json;                  /* from JSON syntax: nested blocks stand as attributes (lists, maps) */
};

/* What a parse needs. `tell` gets each mistake: code is stable ("hcl-expected-brace"), msg one line in English
 * as a gettext msgid with at most one %1, which stands for `arg` (an excerpt of the text, cut short), and no other
 * percent sign. */
typedef struct hcl_ctx {
    tf_mem *mem;
    void (*tell)(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg);
    void *ud;
    uint32_t n_told;            /* of this file: hcl_parse and hcl_from_json start anew */
} hcl_ctx;

/* ---- native syntax: hcl/lex.c, hcl/parse.c, hcl/expr.c, hcl/template.c ---- */
/* A whole file; text must be followed by a NUL byte, outlive the tree and be shorter than 2^31 bytes. A byte order
 * mark is skipped. Text that is not UTF-8 is a mistake at that place, but in comments, where any bytes may stand.
 * A broken argument stays, with an HCL_BAD as its value; a broken block is left out. A repeated attribute is told,
 * the first stays. Never NULL. */
const hcl_body *hcl_parse(hcl_ctx *c, tnk_str text, uint32_t file);
/* One expression that takes all of the text, newlines as white space; spans count from `at.off` in file at.file. The
 * text is copied. HCL_BAD after a mistake. */
const hcl_expr *hcl_parse_expr(hcl_ctx *c, tnk_str text, tnk_span at);
/* A template (the inside of quotes, with escapes already decoded: as in JSON strings and templatefile). With
 * `inside` every node carries `at`; else spans count from at.off. A template of one "${x}" alone is an HCL_WRAP.
 * The text is copied. HCL_BAD after a mistake. */
const hcl_expr *hcl_parse_template(hcl_ctx *c, tnk_str text, tnk_span at, bool inside);

/* ---- JSON syntax: hcl/json.c ---- */
typedef struct hcl_json {
    const tnk_host *h;
    tnk_run *run;
} hcl_json;
/* A .tf.json file, parsed by the host (h->parse or tnk_file.doc), as the body that the same file in native syntax
 * would have: resource, data, ephemeral (two labels), module, variable, output, provider, check (one), locals,
 * terraform, moved, import, removed (none), each as object or list of objects. Inside a resource, module or provider
 * every member is an attribute but "dynamic", "lifecycle", "provisioner", "connection", which are blocks; so are
 * "backend", "required_providers", "cloud", "provider_meta" of terraform, "validation" of variable, "precondition" of
 * output, "assert" and "data" of check. Members "//" are comments; of repeated members the last counts. Strings are
 * templates, property names too; those that native syntax writes without quotes (type, provider, providers,
 * depends_on, ignore_changes, replace_triggered_by, from, to, iterator, when, on_failure) are expressions. */
const hcl_body *hcl_from_json(hcl_ctx *c, const hcl_json *j, const tnk_value *doc);
/* A .tfvars.json or any JSON value as an expression; templates are not interpreted when `literal`. */
const hcl_expr *hcl_json_expr(hcl_ctx *c, const hcl_json *j, const tnk_value *v, bool literal);

/* ---- reading ---- */
const hcl_attr *hcl_attr_get(const hcl_body *b, const char *name);  /* NULL: not there; NULL body too */

#endif
