/* SPDX-License-Identifier: Apache-2.0
 * The words of a check: fail, skip, known, unresolved, each, get, has, includes, keys, resources, address. */
#include "core/base/i18n.h"
#include "core/rule/engine.h"

/* ---- texts ------------------------------------------------------------------------------------------ */

static void add_arg(lua_State *L, luaL_Buffer *b, int table, lua_Integer i)
{
    int type = lua_geti(L, table, i);
    if (type != LUA_TSTRING && type != LUA_TNUMBER && type != LUA_TBOOLEAN)
        luaL_error(L, _("value %d for a message is missing or is not a text, number or flag"), (int)i);
    luaL_tolstring(L, -1, NULL);
    lua_remove(L, -2);
    luaL_addvalue(b);
}

/* Fills %s of the text on top of the stack from the list part of `table`, and replaces it. */
static void fill(lua_State *L, int table)
{
    size_t len;
    int format = lua_gettop(L);
    const char *s = lua_tolstring(L, format, &len);
    lua_Integer arg = 0;
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '%' && i + 1 < len && s[i + 1] == 's') {
            add_arg(L, &b, table, ++arg);
            i++;
        } else {
            luaL_addchar(&b, s[i]);
        }
    }
    luaL_pushresult(&b);
    lua_replace(L, format);
}

tnk_str tnk_say(lua_State *L, int i, bool unit)
{
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_arena *a = unit ? tnk_resources_arena(r->views.resources) : r->arena;
    i = lua_absindex(L, i);
    if (lua_type(L, i) == LUA_TTABLE) {
        if (lua_getfield(L, i, tnk_lang_get() == TNK_LANG_JA ? "ja" : "en") != LUA_TSTRING)
            luaL_error(L, "%s", _("a message needs both texts: { en = \"...\", ja = \"...\" }"));
        fill(L, i);
    } else {
        luaL_checktype(L, i, LUA_TSTRING);
        lua_pushvalue(L, i);
    }
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
    tnk_str kept = tnk_arena_str(a, (tnk_str){ s, len < 2000 ? len : 2000 });
    lua_pop(L, 1);
    if (kept.ptr == NULL)
        luaL_error(L, "%s", _("out of memory"));
    return kept;
}

/* ---- verdicts --------------------------------------------------------------------------------------- */

static void add_failure(lua_State *L, const tnk_failure *f)
{
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_call *c = &r->call;
    if (c->n_failures == TNK_FAILURES_MAX)
        luaL_error(L, "%s", _("the rule fails in too many places of one resource"));
    if (c->n_failures == c->cap_failures) {
        uint32_t cap = c->cap_failures != 0 ? c->cap_failures * 2 : 4;
        tnk_failure *p = tnk_arena_array(tnk_resources_arena(r->views.resources), cap, sizeof *p);
        if (p == NULL)
            luaL_error(L, "%s", _("out of memory"));
        if (c->n_failures != 0)
            memcpy(p, c->failures, c->n_failures * sizeof *p);
        c->failures = p;
        c->cap_failures = cap;
    }
    c->failures[c->n_failures++] = *f;
}

/* A field of a view, by name: its place. */
static tnk_span field_place(lua_State *L, tnk_view *v, int i)
{
    struct tnk_rules *r = tnk_rules_of(L);
    size_t len;
    const char *name = luaL_checklstring(L, i, &len);
    tnk_atom a = tnk_key_atom(r, name, len);
    if (v->binding == NULL) {
        const tnk_value *value = tnk_value_member(v->element, a);
        return value != NULL ? tnk_value_span(value) : tnk_view_at(v);
    }
    int field = a != 0 ? tnk_model_field(v->binding->model, a) : -1;
    if (field < 0)
        luaL_error(L, _("model \"%s\" has no field \"%s\""), v->binding->model->id.ptr, name);
    return tnk_view_place(&r->views, v, (uint32_t)field);
}

/* { resource, "field" } or { map, "path" }, on top of the stack as two values. */
static void place_of_pair(lua_State *L, tnk_failure *f)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, -2, &tag);
    if (p != NULL && tag == TNK_H_VIEW) {
        f->view = p;
        f->at = field_place(L, (tnk_view *)(uintptr_t)p, -1);
    } else if (p != NULL && tag == TNK_H_VALUE) {
        const tnk_value *v = tnk_read_path(L, lua_absindex(L, -2), lua_absindex(L, -1));
        f->at = tnk_value_span(v != NULL ? v : p);
    } else {
        luaL_error(L, "%s", _("fail takes { resource, \"field\" }"));
    }
}

/* What `where` means: a field's name, a value, a resource, { resource, "field" }, { map, "path" }, or nothing. */
static void place_of(lua_State *L, int i, tnk_failure *f)
{
    tnk_call *c = &tnk_rules_of(L)->call;
    tnk_handle_tag tag = 0;
    const void *p = lua_islightuserdata(L, i) ? tnk_to_handle(L, i, &tag) : NULL;
    f->view = c->view;
    if (c->view != NULL)
        f->at = tnk_view_at(c->view);
    if (p != NULL && tag == TNK_H_VIEW) {
        f->view = p;
        f->at = tnk_view_at(p);
    } else if (p != NULL && tag == TNK_H_VALUE) {
        const tnk_value *v = p;
        if (!(v->flags & TNK_F_DEFAULT) && v->end != 0)
            f->at = tnk_value_span(v);
    } else if (lua_type(L, i) == LUA_TSTRING && c->view != NULL) {
        f->at = field_place(L, c->view, i);
    } else if (lua_type(L, i) == LUA_TTABLE) {
        lua_geti(L, i, 1);
        lua_geti(L, i, 2);
        place_of_pair(L, f);
        lua_pop(L, 2);
    } else if (!lua_isnoneornil(L, i)) {
        luaL_error(L, "%s", _("fail takes the name of a field, a value or a resource"));
    }
}

/* fail(where, message): this resource does not hold, here. Called again, it is one more finding. */
static int verb_fail(lua_State *L)
{
    tnk_failure f = { 0 };
    place_of(L, 1, &f);
    if (!lua_isnoneornil(L, 2))
        f.message = tnk_say(L, 2, true);
    add_failure(L, &f);
    return 0;
}

/* skip(reason): the rule does not apply here. Ends the check only when returned from. */
static int verb_skip(lua_State *L)
{
    tnk_call *c = &tnk_rules_of(L)->call;
    c->skipped = true;
    if (!lua_isnoneornil(L, 1))
        c->reason = tnk_say(L, 1, true);
    return 0;
}

/* ---- asking before reading ------------------------------------------------------------------------------ */

static const tnk_value *unresolved_at(lua_State *L)
{
    for (int i = 2; i <= lua_gettop(L); i++) {
        const tnk_value *v = tnk_read_path(L, 1, i);
        if (tnk_value_is(v, TNK_UNRESOLVED))
            return v;
    }
    return NULL;
}

/* known(x, "path", ...): can all of them be read? Absent ones can. */
static int verb_known(lua_State *L)
{
    lua_pushboolean(L, unresolved_at(L) == NULL);
    return 1;
}

/* unresolved(x, "path"): nil when known, else "input", "reference", "secret", "external", ... */
static int verb_unresolved(lua_State *L)
{
    static const char *const names[] = {
        NULL, "input", "reference", "secret", "external", "unsupported", "invalid", "hidden",
    };
    const tnk_value *v = unresolved_at(L);
    uint32_t why = v != NULL ? v->u.unknown->why : 0;
    if (v == NULL)
        lua_pushnil(L);
    else
        lua_pushstring(L, why >= 1 && why <= TNK_WHY_HIDDEN ? names[why] : "unsupported");
    return 1;
}

/* get(x, "a.b[0].c"): one read for a whole path. */
static int verb_get(lua_State *L)
{
    tnk_push_value(L, tnk_read_path(L, 1, 2));
    return 1;
}

/* has(x, "path"): is something written there? An unresolved value is something. */
static int verb_has(lua_State *L)
{
    lua_pushboolean(L, tnk_read_path(L, 1, 2) != NULL);
    return 1;
}

/* known_part(x, "path"): the text, or of one that cannot be known what is known of it; nil for nothing. */
static int verb_known_part(lua_State *L)
{
    const tnk_value *v = tnk_read_path(L, 1, 2);
    tnk_str s = tnk_value_is(v, TNK_UNRESOLVED) ? v->u.unknown->known : tnk_value_text(v);
    if (s.len > TNK_BOX_STRING)
        return luaL_error(L, "%s", _("a text is too long for a rule"));
    if (s.ptr == NULL || s.len == 0)
        lua_pushnil(L);
    else
        lua_pushlstring(L, s.ptr, s.len);
    return 1;
}

/* keys(map): a table of the names in it, of members that cannot be known as well. nil is empty. */
static int verb_keys(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const tnk_value *map = tnk_to_handle(L, 1, &tag);
    lua_Integer n = 0;
    luaL_checkany(L, 1);
    lua_newtable(L);
    if (lua_isnil(L, 1))
        return 1;
    if (map == NULL || tag != TNK_H_VALUE || !tnk_value_is(map, TNK_MAP))
        return luaL_error(L, "%s", _("keys takes a map"));
    tnk_value_each(member, map) {
        tnk_str key = tnk_atoms_str(tnk_rules_of(L)->atoms, member->key);
        lua_pushlstring(L, key.ptr, key.len);
        lua_seti(L, -2, ++n);
    }
    return 1;
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

/* One step of each() over a list: known items come first; an unknown one is raised only after the others,
 * so a check that finds its answer among the known ones has it. Upvalues: list, position, an unknown seen. */
static int each_value(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const tnk_value *list = tnk_to_handle(L, lua_upvalueindex(1), &tag);
    uint32_t i = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
    uint32_t unknown = (uint32_t)lua_tointeger(L, lua_upvalueindex(3));
    const tnk_value *item = tnk_value_at(list, i++);
    for (; item != NULL && (item->kind == TNK_UNRESOLVED || item->kind == TNK_NULL); item = tnk_value_at(list, i++)) {
        if (item->kind == TNK_UNRESOLVED && unknown == 0)
            unknown = i;
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(2));
    lua_pushinteger(L, unknown);
    lua_replace(L, lua_upvalueindex(3));
    if (item == NULL && unknown != 0)
        return tnk_raise_unknown(L, tnk_value_at(list, unknown - 1));
    tnk_push_value(L, item);
    return 1;
}

static int each_view(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const tnk_view_list *views = tnk_to_handle(L, lua_upvalueindex(1), &tag);
    uint32_t i = (uint32_t)lua_tointeger(L, lua_upvalueindex(2));
    if (i >= views->n)
        return 0;
    lua_pushinteger(L, i + 1);
    lua_replace(L, lua_upvalueindex(2));
    tnk_push_handle(L, TNK_H_VIEW, views->at[i]);
    return 1;
}

static int each_of_table(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2)) + 1;
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(2));
    lua_geti(L, lua_upvalueindex(1), i);
    return 1;
}

static int each_once(lua_State *L)
{
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushnil(L);
    lua_replace(L, lua_upvalueindex(1));
    return 1;
}

/* each(x): items of a list or table, resources of a list of resources; a single thing is a list of one;
 * nil is empty. */
static int verb_each(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, 1, &tag);
    lua_settop(L, 1);
    if (p != NULL && tag == TNK_H_VIEWS) {
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, each_view, 2);
    } else if (p != NULL && tag == TNK_H_VALUE && tnk_value_is(p, TNK_LIST)) {
        lua_pushinteger(L, 0);
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, each_value, 3);
    } else if (lua_istable(L, 1)) {
        lua_pushinteger(L, 0);
        lua_pushcclosure(L, each_of_table, 2);
    } else {
        lua_pushcclosure(L, each_once, 1);
    }
    return 1;
}

static bool same(const tnk_value *v, tnk_str want)
{
    char scratch[24];
    tnk_str s = tnk_value_scalar(v, scratch);
    return s.ptr != NULL && tnk_str_eq(s, want);
}

/* Can an unresolved value be this text? Not when parts of it are known that the text lacks; and what another
 * resource is called is never "*". */
static bool may_be(const tnk_unknown *u, tnk_str text)
{
    size_t found = 0;
    for (size_t i = 0; i < text.len && found < u->known.len; i++)
        found += text.ptr[i] == u->known.ptr[found];
    return found == u->known.len && !(u->why == TNK_WHY_REFERENCE && tnk_str_is(text, "*"));
}

static bool among(const tnk_value *list, tnk_str want, const tnk_value **unknown)
{
    bool one = !tnk_value_is(list, TNK_LIST);
    const tnk_value *item = one ? list : tnk_value_at(list, 0);
    for (uint32_t n = one ? 1 : tnk_value_count(list); n > 0; n--, item++) {
        if (tnk_value_is(item, TNK_UNRESOLVED) && may_be(item->u.unknown, want))
            *unknown = item;
        if (same(item, want))
            return true;
    }
    return false;
}

/* includes(list, x) or includes(map, x, "path"): is x one of the items? Ends undetermined when it is not among
 * the known ones and some are unknown. A text is a list of one; nil is empty. */
static int verb_includes(lua_State *L)
{
    tnk_handle_tag tag = 0;
    bool by_path = lua_gettop(L) > 2;
    const tnk_value *p = by_path ? tnk_read_path(L, 1, 3) : tnk_to_handle(L, 1, &tag), *unknown = NULL;
    bool found = false;
    luaL_checkany(L, 2);
    if (lua_istable(L, 1)) {
        for (lua_Integer i = 1; !found && lua_geti(L, 1, i) != LUA_TNIL; i++) {
            found = lua_compare(L, -1, 2, LUA_OPEQ);
            lua_pop(L, 1);
        }
    } else if (p == NULL) {
        found = !by_path && !lua_isnil(L, 1) && lua_compare(L, 1, 2, LUA_OPEQ);
    } else if (by_path || tag == TNK_H_VALUE) {
        tnk_str want;
        lua_pushvalue(L, 2);    /* a copy: converting a number in place is fine */
        want.ptr = luaL_checklstring(L, -1, &want.len);
        found = among(p, want, &unknown);
    }
    if (!found && unknown != NULL)
        return tnk_raise_unknown(L, unknown);
    lua_pushboolean(L, found);
    return 1;
}

/* ---- the unit ---------------------------------------------------------------------------------------------- */

/* resources("model"): all instances of a model in the unit. */
static int verb_resources(lua_State *L)
{
    size_t len;
    const char *id = luaL_checklstring(L, 1, &len);
    const tnk_model *m = tnk_schema_model(tnk_rules_of(L)->schema, (tnk_str){ id, len });
    if (m == NULL)
        return luaL_error(L, _("there is no model \"%s\""), id);
    tnk_push_handle(L, TNK_H_VIEWS, tnk_instances(L, m));
    return 1;
}

static const tnk_view *check_view(lua_State *L)
{
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, 1, &tag);
    if (p == NULL || tag != TNK_H_VIEW)
        luaL_error(L, "%s", _("a resource is needed here"));
    return p;
}

static int verb_address(lua_State *L)
{
    tnk_str s = check_view(L)->res->address;
    lua_pushlstring(L, s.ptr, s.len);
    return 1;
}

static int verb_origin(lua_State *L)
{
    tnk_str s = check_view(L)->res->origin;
    lua_pushlstring(L, s.ptr, s.len);
    return 1;
}

static int verb_kind(lua_State *L)
{
    tnk_str s = check_view(L)->res->kind_text;
    lua_pushlstring(L, s.ptr, s.len);
    return 1;
}

void tnk_verbs_open(lua_State *L)
{
    static const luaL_Reg verbs[] = {
        { "address", verb_address }, { "each", verb_each }, { "fail", verb_fail }, { "get", verb_get },
        { "has", verb_has }, { "includes", verb_includes }, { "keys", verb_keys }, { "kind", verb_kind },
        { "known", verb_known },
        { "known_part", verb_known_part },
        { "origin", verb_origin }, { "resources", verb_resources }, { "skip", verb_skip },
        { "unresolved", verb_unresolved }, { NULL, NULL },
    };
    luaL_setfuncs(L, verbs, 0);
}
