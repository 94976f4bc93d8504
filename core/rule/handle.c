/* SPDX-License-Identifier: Apache-2.0
 * Handles: how Lua holds a value, a view or a list of views. A handle is a light userdata made of the call's
 * generation, an index into the call's table, and a tag: it costs no allocation, and one kept past its call
 * is found out. All share one metatable; none can be written to. */
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/rule/engine.h"

enum { TAG_BITS = 2, INDEX_BITS = 22 };
_Static_assert(TNK_HANDLES_MAX <= 1 << INDEX_BITS, "indices fit");

static const char undetermined[] = "undetermined";     /* its address is the error value */

struct tnk_rules *tnk_rules_of(lua_State *L)
{
    return tnk_box_of(L)->owner;
}

static bool more_handles(tnk_call *c)
{
    uint32_t cap = c->cap_handles != 0 ? c->cap_handles * 2 : 256;
    const void **p = cap <= TNK_HANDLES_MAX ? realloc(c->handles, cap * sizeof *p) : NULL;
    if (p == NULL)
        return false;
    c->handles = p;
    c->cap_handles = cap;
    return true;
}

void tnk_push_handle(lua_State *L, tnk_handle_tag tag, const void *p)
{
    tnk_call *c = &tnk_rules_of(L)->call;
    if (c->n_handles == c->cap_handles && !more_handles(c))
        luaL_error(L, "%s", _("the rule holds too many values at once"));
    uint64_t h = c->generation << (INDEX_BITS + TAG_BITS) | (uint64_t)c->n_handles << TAG_BITS | tag;
    c->handles[c->n_handles++] = p;
    lua_pushlightuserdata(L, (void *)(uintptr_t)h);
}

const void *tnk_to_handle(lua_State *L, int i, tnk_handle_tag *tag)
{
    if (lua_type(L, i) != LUA_TLIGHTUSERDATA)
        return NULL;
    tnk_call *c = &tnk_rules_of(L)->call;
    uint64_t h = (uint64_t)(uintptr_t)lua_touserdata(L, i);
    uint64_t index = h >> TAG_BITS & ((1u << INDEX_BITS) - 1);
    if (h >> (INDEX_BITS + TAG_BITS) != c->generation || index >= c->n_handles)
        luaL_error(L, "%s", _("a value was kept after the check it belongs to ended"));
    *tag = (tnk_handle_tag)(h & ((1u << TAG_BITS) - 1));
    return c->handles[index];
}

int tnk_raise_unknown(lua_State *L, const tnk_value *unknown)
{
    tnk_rules_of(L)->call.unknown = unknown;
    lua_pushlightuserdata(L, (void *)(uintptr_t)undetermined);
    return lua_error(L);
}

int tnk_raise_unread(lua_State *L, int rc, const char *field)
{
    tnk_str said = tnk_rules_of(L)->call.trouble;
    if (rc == TNK_ENOMEM)
        return luaL_error(L, _("out of memory while reading \"%s\""), field);
    if (said.len == 0)
        return luaL_error(L, _("the binding's function for \"%s\" failed"), field);
    return luaL_error(L, _("the binding's function for \"%s\" failed: %s"), field, said.ptr);
}

void tnk_push_value(lua_State *L, const tnk_value *v)
{
    switch (tnk_value_kind(v)) {
    case TNK_BOOL:
        lua_pushboolean(L, v->u.flag);
        break;
    case TNK_INT:
        lua_pushinteger(L, v->u.integer);
        break;
    case TNK_REAL:
        lua_pushnumber(L, strtod(v->u.text, NULL));
        break;
    case TNK_TEXT:
        if (v->n > TNK_BOX_STRING)
            luaL_error(L, "%s", _("a text is too long for a rule"));
        lua_pushlstring(L, v->u.text, v->n);
        break;
    case TNK_LIST:
    case TNK_MAP:
        tnk_push_handle(L, TNK_H_VALUE, v);
        break;
    case TNK_UNRESOLVED:
        tnk_raise_unknown(L, v);
        break;
    default:
        lua_pushnil(L);
    }
}

/* Keys of rules are the same few Lua strings again and again: remember their atoms by address. The text
 * is compared, for Lua may use the address of a dead string again. */
tnk_atom tnk_key_atom(struct tnk_rules *r, const char *lua, size_t len)
{
    tnk_cached_key *e = &r->keys[(uintptr_t)lua >> 4 & (TNK_KEY_CACHE - 1)];
    if (e->lua == lua && e->atom != 0) {
        tnk_str s = tnk_atoms_str(r->atoms, e->atom);
        if (s.len == len && memcmp(s.ptr, lua, len) == 0)
            return e->atom;
    }
    e->atom = tnk_atoms_find(r->atoms, (tnk_str){ lua, len });
    e->lua = lua;
    return e->atom;
}

static const tnk_value *read_view(lua_State *L, const tnk_view *v, tnk_atom key, const char *text)
{
    struct tnk_rules *r = tnk_rules_of(L);
    const tnk_value *value = NULL;
    if (v->binding == NULL)
        return tnk_value_member(v->element, key);
    int field = key != 0 ? tnk_model_field(v->binding->model, key) : -1;
    if (field < 0)
        luaL_error(L, _("model \"%s\" has no field \"%s\""), v->binding->model->id.ptr, text);
    int rc = tnk_view_read(&r->views, (tnk_view *)(uintptr_t)v, (uint32_t)field, &value);
    if (rc != TNK_OK)
        tnk_raise_unread(L, rc, text);
    return value;
}

const tnk_value *tnk_read_key(lua_State *L, int i, const char *key, size_t len)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, i, &tag);
    tnk_atom a = tnk_key_atom(tnk_rules_of(L), key, len);
    if (p != NULL && tag == TNK_H_VIEW)
        return read_view(L, p, a, key);
    return p != NULL && tag == TNK_H_VALUE ? tnk_value_member(p, a) : NULL;
}

static const tnk_path *path_of(lua_State *L, int arg)
{
    struct tnk_rules *r = tnk_rules_of(L);
    size_t len;
    const char *text = luaL_checklstring(L, arg, &len);
    tnk_cached_path *e = &r->paths[(uintptr_t)text >> 4 & (TNK_PATH_CACHE - 1)];
    tnk_error err = { 0 };
    if (e->lua == text && tnk_str_eq(e->text, (tnk_str){ text, len }))
        return &e->path;
    tnk_arena *a = tnk_resources_arena(r->views.resources);
    if (tnk_path_parse(a, r->atoms, (tnk_str){ text, len }, &e->path, &err) != TNK_OK) {
        e->lua = NULL;
        luaL_error(L, "%s", err.msg);
    }
    e->lua = text;
    e->text = e->path.text;
    return &e->path;
}

const tnk_value *tnk_read_path(lua_State *L, int i, int path_arg)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, i, &tag);
    const tnk_path *path = path_of(L, path_arg);
    tnk_arena *a = tnk_resources_arena(tnk_rules_of(L)->views.resources);
    if (p == NULL || tag == TNK_H_VIEWS || path->n == 0)
        return NULL;
    if (tag == TNK_H_VALUE)
        return tnk_path_follow(path, p, a);
    if (path->steps[0].kind != TNK_STEP_KEY)
        luaL_error(L, "%s", _("a path into a resource starts with the name of a field"));
    tnk_str first = tnk_atoms_str(tnk_rules_of(L)->atoms, path->steps[0].key);
    tnk_path rest = *path;
    rest.steps++, rest.n--;
    return tnk_path_follow(&rest, read_view(L, p, path->steps[0].key, first.ptr), a);
}

/* ---- the metatable -------------------------------------------------------------------------------- */

static int handle_index(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, 1, &tag);
    if (lua_type(L, 2) == LUA_TSTRING) {
        size_t len;
        const char *key = lua_tolstring(L, 2, &len);
        tnk_push_value(L, tnk_read_key(L, 1, key, len));
        return 1;
    }
    int isint;
    lua_Integer i = lua_tointegerx(L, 2, &isint);
    if (!isint || i < 1 || i > UINT32_MAX)
        lua_pushnil(L);
    else if (tag == TNK_H_VIEWS && i <= ((const tnk_view_list *)p)->n)
        tnk_push_handle(L, TNK_H_VIEW, ((const tnk_view_list *)p)->at[i - 1]);
    else if (tag == TNK_H_VALUE && tnk_value_is(p, TNK_LIST))
        tnk_push_value(L, tnk_value_at(p, (uint32_t)(i - 1)));
    else
        lua_pushnil(L);
    return 1;
}

static int handle_len(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, 1, &tag);
    lua_pushinteger(L, tag == TNK_H_VIEWS ? ((const tnk_view_list *)p)->n
                       : tag == TNK_H_VALUE ? tnk_value_count(p) : 0);
    return 1;
}

static int handle_newindex(lua_State *L)
{
    return luaL_error(L, "%s", _("what is audited cannot be changed"));
}

static int handle_tostring(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, 1, &tag);
    lua_pushstring(L, tag == TNK_H_VIEW ? "resource" : tag == TNK_H_VIEWS ? "resources"
                      : tnk_value_is(p, TNK_MAP) ? "map" : "list");
    return 1;
}

/* pairs(map): keys and values in document order; state in upvalues: position, an unknown seen. */
static int handle_next(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const tnk_value *v = tnk_to_handle(L, lua_upvalueindex(1), &tag);
    uint32_t i = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
    const tnk_value *child = tnk_value_at(v, i);
    if (child == NULL)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(2));
    if (tnk_value_is(v, TNK_MAP)) {
        tnk_str key = tnk_atoms_str(tnk_rules_of(L)->atoms, child->key);
        lua_pushlstring(L, key.ptr, key.len);
    } else {
        lua_pushinteger(L, i + 1);
    }
    tnk_push_value(L, child);
    return 2;
}

static int handle_pairs(lua_State *L)
{
    lua_pushvalue(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, handle_next, 2);
    return 1;
}

void tnk_handles_open(lua_State *L)
{
    static const luaL_Reg meta[] = {
        { "__index", handle_index }, { "__len", handle_len }, { "__newindex", handle_newindex },
        { "__tostring", handle_tostring }, { "__pairs", handle_pairs }, { NULL, NULL },
    };
    lua_pushlightuserdata(L, (void *)(uintptr_t)undetermined);
    luaL_newlib(L, meta);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
}
