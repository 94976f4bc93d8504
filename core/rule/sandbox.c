/* SPDX-License-Identifier: Apache-2.0
 * What a rule file may see: a short list of pure functions. No io, os, debug, load, require, pcall, metatables,
 * coroutines, raw access, Lua patterns, clock or randomness. Library functions that can work long charge for
 * it or are bounded. */
#include <lualib.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/rule/engine.h"

/* ---- base ------------------------------------------------------------------------------------- */

static int base_type(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushstring(L, lua_islightuserdata(L, 1) ? "value" : luaL_typename(L, 1));
    return 1;
}

/* Like tostring, but never an address. */
static int base_tostring(lua_State *L)
{
    luaL_checkany(L, 1);
    switch (lua_type(L, 1)) {
    case LUA_TTABLE:
    case LUA_TFUNCTION:
    case LUA_TUSERDATA:
        lua_pushstring(L, luaL_typename(L, 1));
        break;
    default:
        luaL_tolstring(L, 1, NULL);
    }
    return 1;
}

static int base_tonumber(lua_State *L)
{
    if (lua_type(L, 1) == LUA_TSTRING) {
        size_t len;
        const char *s = lua_tolstring(L, 1, &len);
        if (len > 64 || lua_stringtonumber(L, s) != len + 1)
            lua_pushnil(L);
    } else if (lua_type(L, 1) == LUA_TNUMBER) {
        lua_settop(L, 1);
    } else {
        lua_pushnil(L);
    }
    return 1;
}

static int base_error(lua_State *L)
{
    luaL_where(L, 1);
    lua_pushstring(L, luaL_checkstring(L, 1));
    lua_concat(L, 2);
    return lua_error(L);
}

static int base_assert(lua_State *L)
{
    if (!lua_toboolean(L, 1))
        return luaL_error(L, "%s", luaL_optstring(L, 2, _("an assertion of the rule failed")));
    return lua_gettop(L);
}

static int base_select(lua_State *L)
{
    int n = lua_gettop(L);
    if (lua_type(L, 1) == LUA_TSTRING && *lua_tostring(L, 1) == '#') {
        lua_pushinteger(L, n - 1);
        return 1;
    }
    lua_Integer i = luaL_checkinteger(L, 1);
    luaL_argcheck(L, i >= 1, 1, "index out of range");
    return i >= n ? 0 : n - (int)i;
}

static int ipairs_next(lua_State *L)
{
    lua_Integer i = luaL_checkinteger(L, 2) + 1;
    lua_pushinteger(L, i);
    return lua_geti(L, 1, i) == LUA_TNIL ? 1 : 2;
}

static int base_ipairs(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushcfunction(L, ipairs_next);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    return 3;
}

/* pairs over a Lua table: integers first, then texts in byte order, so every run is alike. */
static bool key_before(lua_State *L, int a, int b)
{
    if (lua_type(L, a) != lua_type(L, b))
        return lua_type(L, a) == LUA_TNUMBER;
    return lua_compare(L, a, b, LUA_OPLT);
}

static void sort_keys(lua_State *L, int keys, lua_Integer n)
{
    for (lua_Integer gap = n / 2; gap > 0; gap /= 2) {      /* shell sort: in place, no recursion */
        for (lua_Integer i = gap; i < n; i++) {
            lua_Integer j = i;
            lua_geti(L, keys, i + 1);
            for (; j >= gap; j -= gap) {
                lua_geti(L, keys, j - gap + 1);
                if (!key_before(L, -2, -1)) {
                    lua_pop(L, 1);
                    break;
                }
                lua_seti(L, keys, j + 1);
            }
            lua_seti(L, keys, j + 1);
        }
    }
}

static int pairs_next(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    if (lua_geti(L, lua_upvalueindex(2), i) == LUA_TNIL)
        return 1;
    lua_pushvalue(L, -1);
    lua_gettable(L, lua_upvalueindex(1));
    return 2;
}

static int base_pairs(lua_State *L)
{
    lua_Integer n = 0;
    if (lua_islightuserdata(L, 1)) {
        luaL_getmetafield(L, 1, "__pairs");
        lua_pushvalue(L, 1);
        lua_call(L, 1, 1);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, 1); n++) {
        lua_pop(L, 1);
        if (lua_type(L, -1) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
            luaL_error(L, "%s", _("pairs needs keys that are texts or numbers"));
        lua_pushvalue(L, -1);
        lua_seti(L, 2, n + 1);
    }
    tnk_box_charge(L, (uint64_t)n * 8);
    sort_keys(L, 2, n);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, pairs_next, 3);
    return 1;
}

/* ---- string ------------------------------------------------------------------------------------ */

static tnk_str arg(lua_State *L, int i)
{
    size_t len;
    const char *s = luaL_checklstring(L, i, &len);
    tnk_box_charge(L, len / 64);
    return (tnk_str){ s, len };
}

static int string_rep(lua_State *L)
{
    tnk_str s = arg(L, 1);
    lua_Integer n = luaL_checkinteger(L, 2);
    if (n < 0 || s.len == 0)
        n = 0;
    if ((lua_Integer)s.len != 0 && n > TNK_BOX_STRING / (lua_Integer)s.len)
        return luaL_error(L, "%s", _("a text is too long for a rule"));
    luaL_Buffer b;
    char *p = luaL_buffinitsize(L, &b, s.len * (size_t)n);
    for (lua_Integer i = 0; i < n; i++)
        memcpy(p + (size_t)i * s.len, s.ptr, s.len);
    tnk_box_charge(L, s.len * (size_t)n / 64);
    luaL_pushresultsize(&b, s.len * (size_t)n);
    return 1;
}

/* The original format, but only after its arguments are known to be short. */
static int string_format(lua_State *L)
{
    size_t sum = arg(L, 1).len;
    for (int i = 2; i <= lua_gettop(L); i++) {
        if (lua_type(L, i) != LUA_TSTRING && lua_type(L, i) != LUA_TNUMBER && lua_type(L, i) != LUA_TBOOLEAN)
            return luaL_error(L, "%s", _("format takes texts, numbers and flags"));
        sum += lua_type(L, i) == LUA_TSTRING ? lua_rawlen(L, i) : 32;
    }
    if (sum > 64 * 1024)
        return luaL_error(L, "%s", _("a text is too long for a rule"));
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static int string_has(lua_State *L)
{
    lua_pushboolean(L, tnk_str_has(arg(L, 1), arg(L, 2)));
    return 1;
}

static int string_starts(lua_State *L)
{
    lua_pushboolean(L, tnk_str_starts(arg(L, 1), arg(L, 2)));
    return 1;
}

static int string_ends(lua_State *L)
{
    lua_pushboolean(L, tnk_str_ends(arg(L, 1), arg(L, 2)));
    return 1;
}

static int string_trim(lua_State *L)
{
    tnk_str s = tnk_str_trim(arg(L, 1));
    lua_pushlstring(L, s.ptr, s.len);
    return 1;
}

/* split(s, separator): at each separator, a list of texts. */
static int string_split(lua_State *L)
{
    tnk_str s = arg(L, 1), sep = arg(L, 2);
    lua_Integer n = 0;
    luaL_argcheck(L, sep.len > 0, 2, _("the separator is empty"));
    lua_newtable(L);
    for (size_t from = 0, i = 0; i <= s.len;) {
        bool at = s.len - i >= sep.len && memcmp(s.ptr + i, sep.ptr, sep.len) == 0;
        if (!at && i < s.len) {
            i++;
            continue;
        }
        lua_pushlstring(L, s.ptr + from, i - from);
        lua_seti(L, -2, ++n);
        if (!at)
            break;
        i += sep.len;
        from = i;
    }
    tnk_box_charge(L, s.len + (uint64_t)n);
    return 1;
}

/* ---- table -------------------------------------------------------------------------------------- */

static int table_insert(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 1), at = n + 1;
    if (lua_gettop(L) == 3) {
        at = luaL_checkinteger(L, 2);
        luaL_argcheck(L, at >= 1 && at <= n + 1, 2, _("position out of range"));
        tnk_box_charge(L, (uint64_t)(n - at + 1));
        for (lua_Integer i = n; i >= at; i--) {
            lua_geti(L, 1, i);
            lua_seti(L, 1, i + 1);
        }
    }
    lua_seti(L, 1, at);
    return 0;
}

static int table_concat(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 1);
    tnk_str sep = tnk_str_of(luaL_optstring(L, 2, ""));
    size_t sum = 0;
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (lua_Integer i = 1; i <= n; i++) {
        size_t len;
        if (lua_geti(L, 1, i) != LUA_TSTRING && lua_type(L, -1) != LUA_TNUMBER)
            return luaL_error(L, "%s", _("concat takes texts and numbers"));
        (void)lua_tolstring(L, -1, &len);
        if ((sum += len + sep.len) > TNK_BOX_STRING)
            return luaL_error(L, "%s", _("a text is too long for a rule"));
        luaL_addvalue(&b);
        if (i < n)
            luaL_addlstring(&b, sep.ptr, sep.len);
    }
    tnk_box_charge(L, (uint64_t)n + sum / 64);
    luaL_pushresult(&b);
    return 1;
}

static int table_sort(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 1);
    for (lua_Integer i = 1; i <= n; i++) {
        int t = lua_geti(L, 1, i);
        if (t != LUA_TSTRING && t != LUA_TNUMBER)
            return luaL_error(L, "%s", _("sort takes texts and numbers"));
        lua_pop(L, 1);
    }
    tnk_box_charge(L, (uint64_t)n * 20);
    sort_keys(L, 1, n);
    return 0;
}

static int table_unpack(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_Integer n = luaL_len(L, 1);
    if (n > 200 || !lua_checkstack(L, (int)n))
        return luaL_error(L, "%s", _("too many values to unpack"));
    for (lua_Integer i = 1; i <= n; i++)
        lua_geti(L, 1, i);
    return (int)n;
}

/* ---- putting it together --------------------------------------------------------------------------- */

/* Copies the named functions of the library on top of the stack into a new table that takes its place. */
static void only(lua_State *L, const char *const *names)
{
    lua_newtable(L);
    for (; *names != NULL; names++) {
        lua_getfield(L, -2, *names);
        lua_setfield(L, -2, *names);
    }
    lua_remove(L, -2);
}

static void open_string(lua_State *L)
{
    static const char *const kept[] = { "byte", "char", "len", "lower", "reverse", "sub", "upper", NULL };
    static const luaL_Reg own[] = {
        { "ends", string_ends }, { "has", string_has }, { "rep", string_rep }, { "split", string_split },
        { "starts", string_starts }, { "trim", string_trim }, { NULL, NULL },
    };
    luaL_requiref(L, "string", luaopen_string, 0);
    lua_getfield(L, -1, "format");
    lua_insert(L, -2);
    only(L, kept);
    luaL_setfuncs(L, own, 0);
    lua_insert(L, -2);
    lua_pushcclosure(L, string_format, 1);
    lua_setfield(L, -2, "format");
    lua_pushliteral(L, "");         /* methods of texts: the same short list, out of reach of scripts */
    lua_getmetatable(L, -1);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, -5);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_settable(L, -4);
    }
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static void open_math(lua_State *L)
{
    static const char *const kept[] = {
        "abs", "ceil", "floor", "fmod", "huge", "max", "maxinteger", "min", "mininteger", "tointeger", "type",
        "ult", NULL,
    };
    luaL_requiref(L, "math", luaopen_math, 0);
    only(L, kept);
}

void tnk_sandbox_base(lua_State *L)
{
    static const luaL_Reg base[] = {
        { "assert", base_assert }, { "error", base_error }, { "ipairs", base_ipairs },
        { "pairs", base_pairs }, { "select", base_select }, { "tonumber", base_tonumber },
        { "tostring", base_tostring }, { "type", base_type }, { NULL, NULL },
    };
    static const luaL_Reg table[] = {
        { "concat", table_concat }, { "insert", table_insert }, { "sort", table_sort },
        { "unpack", table_unpack }, { NULL, NULL },
    };
    luaL_setfuncs(L, base, 0);
    luaL_newlib(L, table);
    lua_setfield(L, -2, "table");
    open_string(L);
    lua_setfield(L, -2, "string");
    open_math(L);
    lua_setfield(L, -2, "math");
}

/* Copies tables one level deep, so that a file that overwrites string.rep hurts only itself. */
static void copy_env(lua_State *L, int from)
{
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, from);) {
        if (lua_istable(L, -1)) {
            int lib = lua_gettop(L);
            lua_newtable(L);
            for (lua_pushnil(L); lua_next(L, lib);) {
                lua_pushvalue(L, -2);
                lua_insert(L, -2);
                lua_settable(L, -4);
            }
            lua_remove(L, lib);
        }
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_settable(L, -4);
    }
}

void tnk_sandbox_new_env(lua_State *L)
{
    lua_rawgeti(L, LUA_REGISTRYINDEX, tnk_rules_of(L)->env_template);
    copy_env(L, lua_gettop(L));
    lua_remove(L, -2);
}
