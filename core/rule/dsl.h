/* SPDX-License-Identifier: Apache-2.0
 * Inside the rule room: what the readers of declarations share. All raise Lua errors on mistakes. */
#ifndef TNK_RULE_DSL_H
#define TNK_RULE_DSL_H

#include "core/rule/engine.h"

tnk_str tnk_dsl_keep(lua_State *L, int i);                  /* the text at i, kept as long as the rules */
void *tnk_dsl_array(lua_State *L, size_t n, size_t size);   /* kept likewise, zeroed */
/* Every key of the table at t must be one of allowed (NULL-ended). */
void tnk_dsl_only_keys(lua_State *L, int t, const char *const *allowed, const char *where);
int tnk_dsl_declare_binding(lua_State *L);                  /* upvalues: model, kind; argument: the table */
/* A constant of a rule file (text, number, flag, list, map of them) as a value that lives with the rules. */
const tnk_value *tnk_dsl_constant(lua_State *L, int i);
/* What a binding's function returned, as a value of the unit: a handle, a constant, nil. */
const tnk_value *tnk_dsl_result(lua_State *L, int i, const tnk_view *v);

#endif
