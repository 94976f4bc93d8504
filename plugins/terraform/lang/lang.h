/* SPDX-License-Identifier: Apache-2.0
 * Evaluating Terraform: modules as written (tf_module), modules as called (tf_instance), expressions in their scope.
 * Everything is computed when somebody asks and remembered; what cannot be known is an unknown value that says why.
 *
 * A mistake makes an evaluation give NULL, with the words in u->cty.error and the place in u->fail_at; tf_value() turns
 * that into one diagnostic and an unknown value, try() and can() swallow it. */
#ifndef TF_LANG_H
#define TF_LANG_H

#include "func/func.h"
#include "hcl/hcl.h"

enum {
    TF_EVAL_DEPTH_MAX = 2000,           /* evaluations inside each other: expressions, locals, outputs */
    TF_STACK_MAX = 5 * 1024 * 1024,     /* bytes, of a worker's 8 MB; builds with sanitizers meet it before the depth */
    TF_MODULE_DEPTH_MAX = 30,           /* modules called inside each other */
    TF_INSTANCES_MAX = 200 * 1000,      /* of one count or for_each */
    TF_RESOURCES_MAX = 1000 * 1000,     /* of one unit */
    TF_DIAGS_MAX = 200                  /* of one unit */
};
#define TF_STEPS_MAX ((uint64_t)100 * 1000 * 1000)  /* work of one unit, memory included; see cty_spend */
#define TF_STEPS_ONE_MAX ((uint64_t)30 * 1000 * 1000) /* of one resource and all that it is the first to need */

/* ---- names to things: lang/table.c ---- */
typedef struct tf_slot {
    tnk_str key;
    void *item;
} tf_slot;
typedef struct tf_table {
    tf_slot *slots;
    size_t n, cap;              /* cap is 0 or a power of two */
} tf_table;
void *tf_table_get(const tf_table *t, tnk_str key);             /* NULL: not there */
void tf_table_set(tf_mem *m, tf_table *t, tnk_str key, void *item);     /* keys are not copied */

/* ---- a module as written: lang/load.c, lang/merge.c ---- */
typedef struct tf_variable {
    tnk_str name;
    const hcl_block *block;
    const cty_type *type;       /* the constraint; cty_dynamic without one */
    const hcl_expr *otherwise;  /* default, or NULL */
    bool sensitive, not_null;
    uint32_t index;             /* among the module's variables */
} tf_variable;

typedef struct tf_named {       /* a local or an output */
    tnk_str name;
    const hcl_expr *value;
    const hcl_block *block;     /* of an output */
    bool sensitive;
    uint32_t index;
} tf_named;

typedef struct tf_decl {        /* a resource, data source or module call */
    tnk_str type, name;         /* type is empty for a module call */
    tnk_str key;                /* "aws_x.y", "data.aws_x.y", "module.y" */
    const hcl_block *block;
    const hcl_expr *count, *for_each;
    bool is_data, is_module;
    uint32_t index;
    tf_table attrs;             /* attribute name -> const hcl_attr */
    tnk_str kind;               /* "terraform:aws_x" */
} tf_decl;

typedef struct tf_module {
    tnk_str dir;                /* relative to the target; "" is its root */
    tf_table variables, locals, outputs, decls;
    tf_variable **variable;
    tf_named **local, **output;
    tf_decl **decl;             /* in order of writing */
    const hcl_block **setting;  /* provider and terraform blocks */
    size_t n_variables, n_locals, n_outputs, n_decls, n_settings;
    size_t cap_variables, cap_locals, cap_outputs, cap_decls, cap_settings;
    bool empty;                 /* no configuration file there */
} tf_module;

/* ---- a module as called ---- */
typedef struct tf_cell {        /* a value computed once */
    const cty_value *value;
    bool busy;
} tf_cell;

typedef enum tf_how { TF_SINGLE, TF_COUNT, TF_EACH, TF_UNCLEAR } tf_how;

typedef struct tf_instance tf_instance;

typedef struct tf_expansion {   /* of a decl in an instance */
    bool done, busy, circular;  /* circular: asked for while it was busy */
    uint8_t how;                /* tf_how; UNCLEAR: how many there are cannot be known; one stands for all */
    uint32_t n;
    tnk_str *keys;              /* EACH */
    const cty_value *const *values;     /* EACH */
    const cty_unknown *why;     /* UNCLEAR */
    tf_cell whole;              /* all instances as one value */
    tf_cell *objects;           /* n: each instance as a value */
    tf_table *attrs;            /* n: attributes that were asked for, name -> tf_cell */
    tf_instance **children;     /* of a module call, n of them; items NULL until asked for */
    const tf_module *module;    /* of a module call; NULL: not to be had */
} tf_expansion;

struct tf_instance {
    const tf_module *module;
    tf_instance *parent;        /* NULL: the root */
    const tf_decl *call;        /* in the parent */
    uint32_t index;             /* of this instance among those of the call */
    uint32_t level;
    tnk_str prefix;             /* "module.a[0]." or "" */
    tnk_str path;               /* modules' names joined by dots, as .terraform/modules knows them */
    tf_cell *variables, *locals, *outputs;
    tf_expansion *expansions;
};

typedef struct tf_frame {       /* a name that an expression around gives: each, count, self, loop variables */
    const struct tf_frame *up;
    tnk_str name;
    const cty_value *value;
} tf_frame;

typedef struct tf_scope {
    tf_instance *in;            /* NULL: functions and literals only */
    const tf_frame *frames;
    const cty_value *item;      /* of a splat */
} tf_scope;

typedef struct tf_source {      /* a file of the unit */
    uint32_t id;
    tnk_str path, text;
    const tnk_value *doc;
} tf_source;

typedef struct tf_unit tf_unit;
typedef struct tf_asking {      /* what world.ud points to during a function's call */
    tf_unit *unit;
    const tf_scope *scope;
} tf_asking;

struct tf_unit {
    const tnk_host *h;          /* NULL in tests of expressions */
    tnk_run *run;
    tf_mem *mem;
    cty_ctx cty;
    hcl_ctx hcl;
    tf_world world;
    const tf_source *files;     /* sorted by path */
    size_t n_files;
    tf_table dirs;              /* directory -> its files among these */
    tf_table modules;           /* directory -> tf_module */
    tf_table downloads;         /* .terraform/modules: path of names -> directory (tnk_str) */
    bool looked_for_downloads;
    tf_table given;             /* root variables by tfvars, options: name -> tf_given */
    tf_instance *root;
    tnk_str workspace;
    tf_table told;              /* names that are not declared */
    tf_table told_at;           /* codes and places of diagnostics */
    uint32_t depth, n_diags;
    const char *stack;          /* where it was when the unit was opened; NULL: not looked at */
    bool has_fail_at;
    bool spent;                 /* all the work that a unit may take is done */
    bool planning;              /* mistakes of syntax are told elsewhere: in plan(), and where a plan is read */
    tnk_span fail_at, at;       /* at: of the name that is being resolved */
    uint64_t n_resources;
};

/* ---- work: lang/budget.c ---- */
enum { TF_NODE_STEPS = 12 };    /* what a value costs that is made for the host: it takes its memory, too */
/* At the end of the work for one thing, with which that for the next begins: may it be handed over? Not when it was cut
 * short, which is told. With u->spent nothing more can be done. */
bool tf_budget_next(tf_unit *u, tnk_str what, tnk_span at);
/* Are `more` further evaluations inside this one too many, for the limit or for the stack? */
bool tf_too_deep(const tf_unit *u, uint32_t more);

/* ---- telling: lang/tell.c ---- */
#define TF_ARGS(...)                                                                           \
    (const tnk_str[]){ __VA_ARGS__ }, sizeof((const tnk_str[]){ __VA_ARGS__ }) / sizeof(tnk_str)
#define TF_NO_ARGS NULL, 0
const char *tf_words(const tf_unit *u, const char *msgid);
static inline const char *tr(const tf_unit *u, const char *msgid)
{
    return tf_words(u, msgid);
}
#define N_(msgid) msgid         /* marked for translation, translated later */
/* fmt is translated already; %1.. are the arguments. */
void tf_tell(tf_unit *u, uint32_t level, const char *code, tnk_span at, const char *fmt, const tnk_str *args, size_t n);
/* The failure of an evaluation as a warning; clears it. */
void tf_tell_failure(tf_unit *u, tnk_span at);
void tf_forget_failure(tf_unit *u);
/* Unknown: nothing of that name is declared; told once. address: of a resource, else {NULL,0}. */
const cty_value *tf_undeclared(tf_unit *u, uint32_t why, tnk_str name, tnk_str address);
tnk_str tf_format(tf_unit *u, const char *fmt, const tnk_str *args, size_t n);
/* Why something is unknown. */
const cty_unknown *tf_why(tf_unit *u, uint32_t why, const char *fmt, const tnk_str *args, size_t n,
                          const tnk_str *refs, size_t n_refs);
const cty_unknown *tf_why_failed(tf_unit *u);   /* of the failure at hand, before it is told */
const cty_value *tf_unclear(tf_unit *u, const cty_unknown *why);        /* of any type */

/* ---- expressions: lang/expr.c, lang/loop.c, lang/template.c, lang/call.c ---- */
const cty_value *tf_eval(tf_unit *u, const tf_scope *s, const hcl_expr *e);     /* NULL: failed */
const cty_value *tf_value(tf_unit *u, const tf_scope *s, const hcl_expr *e);    /* never NULL; tells failures */
const cty_value *tf_eval_template(tf_unit *u, const tf_scope *s, const hcl_expr *e);
const cty_value *tf_eval_loop(tf_unit *u, const tf_scope *s, const hcl_expr *e);
const cty_value *tf_eval_splat(tf_unit *u, const tf_scope *s, const hcl_expr *e);
const cty_value *tf_eval_call(tf_unit *u, const tf_scope *s, const hcl_expr *e);
/* Key and value of item i of a known collection, as for expressions give them. */
const cty_value *tf_item_key(tf_unit *u, const cty_value *over, uint32_t i);
/* An expression in text, alone (tests, --var); mistakes of syntax are told through u->hcl. NULL: failed. */
const cty_value *tf_eval_text(tf_unit *u, tnk_str text, tnk_span at);
/* A type constraint; NULL and an error told. */
const cty_type *tf_constraint(tf_unit *u, const hcl_expr *e);

/* ---- names: lang/names.c, lang/refs.c ---- */
/* What root.step.step... is: as many steps (GET, INDEX nodes) as belong to the name itself are used. NULL: failed. */
const cty_value *tf_resolve(tf_unit *u, const tf_scope *s, const hcl_expr *root, const hcl_expr *const *steps,
                            size_t n, size_t *ret_used);
const cty_value *tf_variable_value(tf_unit *u, tf_instance *in, const tf_variable *v);
const cty_value *tf_local_value(tf_unit *u, tf_instance *in, const tf_named *l);
const cty_value *tf_output_value(tf_unit *u, tf_instance *in, const tf_named *o);
/* How often a resource or module is there. */
tf_expansion *tf_expand(tf_unit *u, tf_instance *in, const tf_decl *d);
/* The frames each/count of instance i, as a scope for its body. room holds what the scope points to. */
typedef struct tf_room {
    tf_frame frame;
    tf_scope scope;
} tf_room;
const tf_scope *tf_scope_of(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tf_room *room);
tf_instance *tf_child(tf_unit *u, tf_instance *in, const tf_decl *call, uint32_t i);    /* NULL: not to be had */
tnk_str tf_address(tf_unit *u, const tf_instance *in, const tf_decl *d, uint32_t i);
/* An attribute of a resource instance: as written, or unknown. Whole: an object with all that is written. */
const cty_value *tf_resource_attr(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name);
const cty_value *tf_resource_object(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i);

/* The resource instance of which an expression is an attribute and nothing else (aws_x.y[0].id); {NULL,0}: none, or not
 * clear which. */
tnk_str tf_target(tf_unit *u, const tf_scope *s, const hcl_expr *e);

/* ---- bodies of blocks: lang/body.c ---- */
/* Calls visit for each attribute and each nested block of a body, dynamic blocks expanded; block bodies come with
 * the scope to evaluate them in. unclear: a dynamic block whose items cannot be known (block is its content's). */
typedef struct tf_visitor {
    void *ud;
    void (*attr)(void *ud, const tf_scope *s, const hcl_attr *a);
    void (*block)(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body);
    void (*unclear)(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why);
} tf_visitor;
void tf_visit(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top, const tf_visitor *v);
/* A body as an object: attributes, and blocks as tuples of objects. What is not written is `rest` (NULL: nothing). */
const cty_value *tf_body_value(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top, const cty_unknown *rest);
/* All blocks of a type in a body as a tuple; NULL: there are none. */
const cty_value *tf_blocks_value(tf_unit *u, const tf_scope *s, const hcl_body *body, tnk_str type,
                                 const cty_unknown *rest);

/* ---- data sources that are pure: lang/data.c, lang/policy_document.c ---- */
/* NULL: not a pure one, or not a computed attribute. */
const cty_value *tf_data_attr(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name);
const cty_value *tf_policy_document(tf_unit *u, const tf_scope *s, const hcl_block *b);

/* ---- loading: lang/load.c, lang/declare.c, lang/vars.c ---- */
/* Can this be the type of a resource, a provider, a backend, and so a part of a kind? */
bool tf_is_type(tnk_str s);
/* The module of a directory; never NULL, may be empty. */
const tf_module *tf_load(tf_unit *u, tnk_str dir);
/* The directory a module call means: 0 and *ret, or -1 after a diagnostic. */
int tf_locate(tf_unit *u, tf_instance *in, const tf_decl *call, tnk_str *ret);
typedef struct tf_given {       /* a root variable's value from outside the configuration */
    const hcl_expr *expr;       /* or */
    tnk_str text;               /* as --var gives it: read by the variable's type */
    tnk_span at;
    bool outside;               /* of the target: its expression has no place */
} tf_given;
void tf_read_vars(tf_unit *u, tnk_str dir);     /* tfvars files and options into u->given */
/* An expression from outside of the target; its mistakes are told without a place, under a name. */
const hcl_expr *tf_parse_outside(tf_unit *u, tnk_str name, tnk_str text);
tf_instance *tf_instance_new(tf_unit *u, const tf_module *m, tf_instance *parent, const tf_decl *call, uint32_t i);
/* dir/path with "." and ".." taken away; false: it leaves the target. */
bool tf_join_path(tf_unit *u, tnk_str dir, tnk_str path, tnk_str *ret);
/* How dir is reached from another directory, as path.module is from the root's: ".", "a/b", "../x". */
tnk_str tf_relative_path(tf_unit *u, tnk_str from, tnk_str dir);
tnk_str tf_dir_of(tnk_str path);

/* ---- handing over: emit.c, place.c, refer.c ---- */
/* v as a host value at a place. */
const tnk_value *tf_place(tf_unit *u, const cty_value *v, tnk_span at);
/* An expression as a host value: literals keep the places of their parts. NULL: null. */
const tnk_value *tf_build(tf_unit *u, const tf_scope *s, const hcl_expr *e);
const tnk_value *tf_build_body(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top);
void tf_emit(tf_unit *u);       /* everything below u->root */
/* Which resources a resource's arguments come from, for those whose value is known: that alone would not say so. */
void tf_refer(tf_unit *u, const tf_scope *s, const tf_decl *d, tnk_str address);

#endif
