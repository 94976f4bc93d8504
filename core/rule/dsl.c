/* SPDX-License-Identifier: Apache-2.0
 * What rule files declare: model, bind, rule, lib. Mistakes raise a Lua error that says file, line and
 * remedy; the loader hands it on. Bindings are read in dsl_bind.c. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/rule/dsl.h"

/* ---- reading tables ------------------------------------------------------------------------------------ */

tnk_str tnk_dsl_keep(lua_State *L, int i)
{
    size_t len;
    const char *s = lua_tolstring(L, i, &len);
    tnk_str kept = tnk_arena_str(tnk_rules_of(L)->arena, (tnk_str){ s, len });
    if (kept.ptr == NULL)
        luaL_error(L, "%s", _("out of memory"));
    return kept;
}

void *tnk_dsl_array(lua_State *L, size_t n, size_t size)
{
    void *p = tnk_arena_array(tnk_rules_of(L)->arena, n, size);
    if (p == NULL)
        luaL_error(L, "%s", _("out of memory"));
    return p;
}

void tnk_dsl_only_keys(lua_State *L, int t, const char *const *allowed, const char *where)
{
    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
        const char *const *k = allowed;
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, _("%s: only named entries belong here"), where);
        while (*k != NULL && strcmp(*k, lua_tostring(L, -2)) != 0)
            k++;
        if (*k == NULL)
            luaL_error(L, _("%s: \"%s\" is not known here"), where, lua_tostring(L, -2));
    }
}

/* t.key as { en = , ja = }; both must be there unless optional. */
static tnk_both both(lua_State *L, int t, const char *key, const char *where, bool optional)
{
    static const char *const langs[] = { "en", "ja" };
    tnk_both ret = { { { "", 0 }, { "", 0 } } };
    if (lua_getfield(L, t, key) == LUA_TNIL && optional) {
        lua_pop(L, 1);
        return ret;
    }
    if (!lua_istable(L, -1))
        luaL_error(L, _("%s: %s needs both languages: { en = \"...\", ja = \"...\" }"), where, key);
    for (int i = 0; i < 2; i++) {
        if (lua_getfield(L, -1, langs[i]) != LUA_TSTRING || lua_rawlen(L, -1) == 0)
            luaL_error(L, _("%s: %s needs both languages: { en = \"...\", ja = \"...\" }"), where, key);
        ret.in[i] = tnk_dsl_keep(L, -1);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return ret;
}

static tnk_strs strings(lua_State *L, int t, const char *key, const char *where)
{
    tnk_strs ret = { NULL, 0 };
    if (lua_getfield(L, t, key) != LUA_TNIL) {
        if (!lua_istable(L, -1))
            luaL_error(L, _("%s: %s is a list of texts"), where, key);
        size_t n = lua_rawlen(L, -1);
        tnk_str *at = tnk_dsl_array(L, n, sizeof *at);
        for (size_t i = 0; i < n; i++) {
            if (lua_geti(L, -1, (lua_Integer)i + 1) != LUA_TSTRING)
                luaL_error(L, _("%s: %s is a list of texts"), where, key);
            at[i] = tnk_dsl_keep(L, -1);
            lua_pop(L, 1);
        }
        ret = (tnk_strs){ at, n };
    }
    lua_pop(L, 1);
    return ret;
}

static bool truth(lua_State *L, int t, const char *key)
{
    lua_getfield(L, t, key);
    bool is = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is;
}

/* The curried form: `word "name" { ... }`; `then` gets the name as upvalue 1. */
static int named(lua_State *L, lua_CFunction then)
{
    luaL_checktype(L, 1, LUA_TSTRING);
    lua_settop(L, 1);
    lua_pushcclosure(L, then, 1);
    return 1;
}

/* ---- model ------------------------------------------------------------------------------------------------ */

static tnk_type type_named(lua_State *L, int i, const char *where)
{
    static const char *const names[] = { "any", "text", "number", "flag", "list", "map", "policy" };
    const char *s = lua_tostring(L, i);
    for (int t = 0; s != NULL && t < 7; t++) {
        if (strcmp(s, names[t]) == 0)
            return (tnk_type)t;
    }
    luaL_error(L, _("%s: a field is one of text, number, flag, list, map, policy, any"), where);
    return TNK_T_ANY;
}

static int declare_model(lua_State *L)
{
    static const char *const keys[] = { "label", "fields", NULL };
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_field fields[TNK_FIELDS_MAX];
    tnk_model m = { .id = tnk_dsl_keep(L, lua_upvalueindex(1)) };
    tnk_error err = { 0 };
    luaL_checktype(L, 1, LUA_TTABLE);
    tnk_dsl_only_keys(L, 1, keys, m.id.ptr);
    m.name = tnk_atoms_add(r->atoms, m.id);
    m.label = both(L, 1, "label", m.id.ptr, false);
    if (lua_getfield(L, 1, "fields") != LUA_TTABLE)
        return luaL_error(L, _("%s: a model has fields = { name = text, ... }"), m.id.ptr);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (m.n_fields == TNK_FIELDS_MAX || lua_type(L, -2) != LUA_TSTRING)
            return luaL_error(L, _("%s: fields are names with types, at most %d"), m.id.ptr, TNK_FIELDS_MAX);
        fields[m.n_fields++] = (tnk_field){ tnk_atoms_add(r->atoms, tnk_dsl_keep(L, -2)),
                                            type_named(L, -1, m.id.ptr) };
    }
    tnk_field *kept = tnk_dsl_array(L, m.n_fields, sizeof *kept);
    memcpy(kept, fields, m.n_fields * sizeof *kept);
    m.fields = kept;
    if (tnk_schema_add(r->schema, &m, &err) != TNK_OK)
        return luaL_error(L, "%s", err.msg);
    return 0;
}

static int dsl_model(lua_State *L) { return named(L, declare_model); }

/* ---- bind ---------------------------------------------------------------------------------------------------- */

static int bind_kind(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TSTRING);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_pushcclosure(L, tnk_dsl_declare_binding, 2);
    return 1;
}

static int dsl_bind(lua_State *L) { return named(L, bind_kind); }

/* ---- rule ----------------------------------------------------------------------------------------------------- */

static bool good_id(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c == '-' && i != 0)))
            return false;
    }
    return s.len != 0;
}

/* What the rule is on: a model declared before, or a raw kind "collector:type". */
static void read_on(lua_State *L, tnk_rule *rule)
{
    struct tnk_rules *r = tnk_rules_of(L);
    if (lua_getfield(L, 1, "on") != LUA_TSTRING)
        luaL_error(L, _("%s: on names a model or a raw kind"), rule->info.id.ptr);
    rule->info.on = tnk_dsl_keep(L, -1);
    rule->model = tnk_schema_model(r->schema, rule->info.on);
    if (rule->model == NULL && memchr(rule->info.on.ptr, ':', rule->info.on.len) == NULL)
        luaL_error(L, _("%s: there is no model \"%s\"; declare it above the rule"), rule->info.id.ptr,
                   rule->info.on.ptr);
    if (rule->model == NULL)
        rule->kind = tnk_schema_kind(r->schema, rule->info.on);
    lua_pop(L, 1);
}

static void read_scope(lua_State *L, tnk_rule *rule)
{
    if (lua_getfield(L, 1, "scope") != LUA_TNIL) {
        if (!tnk_str_is(tnk_str_of(lua_tostring(L, -1)), "unit"))
            luaL_error(L, _("%s: scope is \"unit\" or left out"), rule->info.id.ptr);
        rule->info.unit_scope = true;
    }
    lua_pop(L, 1);
}

static void read_severity(lua_State *L, tnk_rule *rule)
{
    lua_getfield(L, 1, "severity");
    if (!tnk_severity_parse(tnk_str_of(lua_tostring(L, -1)), &rule->info.severity))
        luaL_error(L, _("%s: severity is critical, high, medium, low or info"), rule->info.id.ptr);
    lua_pop(L, 1);
}

static tnk_rule *new_rule(lua_State *L)
{
    struct tnk_rules *r = tnk_rules_of(L);
    if (r->n == r->cap) {
        uint32_t cap = r->cap != 0 ? r->cap * 2 : 256;
        tnk_rule *p = tnk_dsl_array(L, cap, sizeof *p);
        if (r->n != 0)
            memcpy(p, r->rules, r->n * sizeof *p);
        r->rules = p;
        r->cap = cap;
    }
    return &r->rules[r->n];
}

static void read_texts(lua_State *L, tnk_rule_info *info)
{
    const char *id = info->id.ptr;
    info->title = both(L, 1, "title", id, false);
    info->fix = both(L, 1, "fix", id, false);
    info->why = both(L, 1, "why", id, true);
    info->items = strings(L, 1, "items", id);
    info->refs = strings(L, 1, "refs", id);
    info->aka = strings(L, 1, "aka", id);
    info->origins = strings(L, 1, "origins", id);
    info->redact = truth(L, 1, "redact");
    info->live = truth(L, 1, "live");
}

static int declare_rule(lua_State *L)
{
    static const char *const keys[] = {
        "title", "fix", "why", "severity", "on", "scope", "items", "refs", "aka", "live", "origins", "redact",
        "check", NULL,
    };
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_rule *rule = new_rule(L);
    lua_Debug ar = { 0 };
    *rule = (tnk_rule){ .info.id = tnk_dsl_keep(L, lua_upvalueindex(1)) };
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!good_id(rule->info.id))
        return luaL_error(L, _("\"%s\" is no rule id: use lower-case letters, digits and -"), rule->info.id.ptr);
    for (uint32_t i = 0; i < r->n; i++) {
        if (tnk_str_eq(r->rules[i].info.id, rule->info.id))
            return luaL_error(L, _("rule \"%s\" is declared twice (first in %s)"), rule->info.id.ptr,
                              r->rules[i].info.file.ptr);
    }
    tnk_dsl_only_keys(L, 1, keys, rule->info.id.ptr);
    read_texts(L, &rule->info);
    read_severity(L, rule);
    read_on(L, rule);
    read_scope(L, rule);
    rule->info.file = tnk_arena_str(r->arena, tnk_str_of(r->file));
    if (lua_getstack(L, 1, &ar) && lua_getinfo(L, "l", &ar))
        rule->info.line = ar.currentline > 0 ? (uint32_t)ar.currentline : 0;
    if (lua_getfield(L, 1, "check") != LUA_TFUNCTION)
        return luaL_error(L, _("%s: check is a function"), rule->info.id.ptr);
    rule->check = luaL_ref(L, LUA_REGISTRYINDEX);
    r->n++;
    return 0;
}

static int dsl_rule(lua_State *L) { return named(L, declare_rule); }

/* ---- lib --------------------------------------------------------------------------------------------------------- */

static int read_lib(const struct tnk_rules *r, const char *name, char **text, size_t *len, tnk_error *err)
{
    const char *folders[] = { r->folder, r->shared };
    int rc = TNK_ENOENT;
    for (size_t i = 0; i < 2 && rc != TNK_OK; i++) {
        char path[4096];
        *err = (tnk_error){ 0 };
        snprintf(path, sizeof path, "%s/lib/%s.lua", folders[i] != NULL ? folders[i] : "", name);
        if (folders[i] != NULL)
            rc = tnk_rule_file_read(path, text, len, err);
    }
    return rc;
}

/* lib "name": runs lib/name.lua of the rules folder, or of ours, in an environment of its own and gives what
 * it returns. */
static int dsl_lib(lua_State *L)
{
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_str name = tnk_str_of(luaL_checkstring(L, 1));
    char path[256], *text = NULL;
    size_t len = 0;
    tnk_error err = { 0 };
    if (!good_id(name) || name.len > 64 || read_lib(r, name.ptr, &text, &len, &err) != TNK_OK)
        return luaL_error(L, _("there is no library \"%s\""), name.ptr);
    /* Named without the folder: what a rule says must not depend on where tenken is installed. */
    snprintf(path, sizeof path, "@lib/%s.lua", name.ptr);
    int rc = luaL_loadbufferx(L, text, len, path, "t");
    free(text);
    if (rc != LUA_OK)
        return lua_error(L);
    tnk_sandbox_new_env(L);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 1);
    return 1;
}

void tnk_dsl_open(lua_State *L)
{
    static const luaL_Reg words[] = {
        { "bind", dsl_bind }, { "lib", dsl_lib }, { "model", dsl_model }, { "rule", dsl_rule }, { NULL, NULL },
    };
    static const char *const types[] = { "any", "text", "number", "flag", "list", "map", "policy" };
    luaL_setfuncs(L, words, 0);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        lua_pushstring(L, types[i]);
        lua_setfield(L, -2, types[i]);
    }
}
