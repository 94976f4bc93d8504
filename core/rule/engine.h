/* SPDX-License-Identifier: Apache-2.0
 * Inside the rule room: the rule set, the call in progress, and how C values become Lua values. */
#ifndef TNK_RULE_ENGINE_H
#define TNK_RULE_ENGINE_H

#include <lauxlib.h>
#include <lua.h>

#include "core/model/view.h"
#include "core/rule/box.h"
#include "core/rule/rule.h"
#include "core/rule/ruleset.h"

typedef struct tnk_rule {
    tnk_rule_info info;
    int check;                  /* Lua registry reference */
    const tnk_model *model;     /* NULL: on a raw kind */
    uint32_t kind;
} tnk_rule;

/* One failure a check reported. */
typedef struct tnk_failure {
    const tnk_view *view;       /* NULL: the unit */
    tnk_span at;
    tnk_str message;            /* empty: the rule's title */
} tnk_failure;

enum { TNK_HANDLES_MAX = 1 << 20, TNK_FAILURES_MAX = 10000, TNK_PATH_CACHE = 256, TNK_KEY_CACHE = 1024 };

/* The check that runs now. */
typedef struct tnk_call {
    const tnk_rule *rule;
    tnk_view *view;             /* NULL in unit-scope checks */
    tnk_failure *failures;
    uint32_t n_failures, cap_failures;
    const tnk_value *unknown;   /* why it ended undetermined */
    bool skipped;
    tnk_str reason;             /* of skip */
    tnk_str trouble;            /* what Lua said when a binding's function failed */
    uint64_t generation;        /* handles of other calls are dead */
    const void **handles;
    uint32_t n_handles, cap_handles;
} tnk_call;

typedef struct tnk_cached_path { const char *lua; tnk_str text; tnk_path path; } tnk_cached_path;
typedef struct tnk_cached_key { const char *lua; tnk_atom atom; } tnk_cached_key;

struct tnk_rules {
    tnk_box box;
    tnk_arena *arena;           /* lives as long as the rules */
    tnk_atoms *atoms;
    tnk_schema *schema;
    tnk_rule *rules;
    tnk_rule_info *infos;       /* a copy in the same order, for readers */
    uint32_t n, cap;
    const char *folder;         /* being loaded */
    const char *shared;         /* whose lib/ is there for all */
    const char *file;
    tnk_views views;            /* the unit in hand */
    tnk_call call;
    tnk_view_list *by_model;    /* instances of the unit, by model index; made when first asked for */
    bool *have_model;
    tnk_cached_path *paths;
    tnk_cached_key *keys;
    int env_template;           /* registry reference: what every rule file may see */
};

/* What a light userdata means. */
typedef enum tnk_handle_tag { TNK_H_VALUE = 1, TNK_H_VIEW = 2, TNK_H_VIEWS = 3 } tnk_handle_tag;

struct tnk_rules *tnk_rules_of(lua_State *L);

/* ruleset.c: a rule file's bytes, from malloc. TNK_EIO, TNK_ELIMIT, TNK_ENOMEM. */
int tnk_rule_file_read(const char *path, char **ret, size_t *ret_len, tnk_error *err);

/* handle.c */
void tnk_handles_open(lua_State *L);                                    /* the metatable of all handles */
void tnk_push_handle(lua_State *L, tnk_handle_tag tag, const void *p);  /* raises when there are too many */
const void *tnk_to_handle(lua_State *L, int i, tnk_handle_tag *tag);    /* NULL: no handle; raises when dead */
void tnk_push_value(lua_State *L, const tnk_value *v);                  /* raises "undetermined" for UNRESOLVED */
/* A field or member, may be UNRESOLVED. */
const tnk_value *tnk_read_key(lua_State *L, int i, const char *key, size_t len);
const tnk_value *tnk_read_path(lua_State *L, int i, int path_arg);      /* the same for a path */
int tnk_raise_unknown(lua_State *L, const tnk_value *unknown);          /* ends the check as undetermined */
int tnk_raise_unread(lua_State *L, int rc, const char *field);           /* rc: of reading a view's field */
tnk_atom tnk_key_atom(struct tnk_rules *r, const char *lua, size_t len);

/* sandbox.c, verbs.c, helpers.c, dsl.c: fill the table on top of the stack */
void tnk_sandbox_base(lua_State *L);
void tnk_verbs_open(lua_State *L);
void tnk_helpers_open(lua_State *L);
void tnk_dsl_open(lua_State *L);
void tnk_regex_open(lua_State *L);
void tnk_regex_close(void);

/* Put a fresh environment for one rule file on the stack. */
void tnk_sandbox_new_env(lua_State *L);

/* The text at i: a string, or a table { en = , ja = , args... } whose %s are filled in. In the unit's arena
 * when `unit`, else in the rules'. Raises on anything else. */
tnk_str tnk_say(lua_State *L, int i, bool unit);

/* The instances of a model in the unit in hand; raises on trouble. */
tnk_view_list *tnk_instances(lua_State *L, const tnk_model *m);

#endif
