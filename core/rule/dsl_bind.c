/* SPDX-License-Identifier: Apache-2.0
 * Reads `bind "model" "kind" { ... }`: slots, elements, names, and field by field where the value is. */
#include "core/base/i18n.h"
#include "core/rule/dsl.h"

struct binding {
    lua_State *L;
    struct tnk_rules *r;
    tnk_binding b;
    const char *where;              /* "model <- kind", for messages */
    tnk_slot slots[TNK_SLOTS_MAX];
};

/* ---- constants ----------------------------------------------------------------------------------------- */

struct constant {
    lua_State *L;
    tnk_arena *arena;
    tnk_atoms *atoms;
    uint8_t flags;
    tnk_span at;
    int depth;
};

static const tnk_value *constant(struct constant *c, int i);

static tnk_value *flagged(struct constant *c, tnk_value *v)
{
    if (v == NULL)
        luaL_error(c->L, "%s", _("out of memory"));
    v->flags |= c->flags;
    return v;
}

static const tnk_value *table_constant(struct constant *c, int i)
{
    lua_State *L = c->L;
    size_t n = lua_rawlen(L, i);
    tnk_value *v;
    if (++c->depth > 8)
        luaL_error(L, "%s", _("a constant is nested too deeply"));
    lua_geti(L, i, 1);
    bool list = !lua_isnil(L, -1) || (lua_pushnil(L), lua_next(L, i) == 0);
    lua_settop(L, i);
    v = flagged(c, tnk_value_new(c->arena, list ? TNK_LIST : TNK_MAP, c->at));
    for (size_t k = 1; list && k <= n; k++) {
        lua_geti(L, i, (lua_Integer)k);
        (void)tnk_value_push(c->arena, v, constant(c, lua_gettop(L)));
        lua_settop(L, i);
    }
    for (lua_pushnil(L); !list && lua_next(L, i);) {
        int top = lua_gettop(L);
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, "%s", _("a constant map has texts as keys"));
        tnk_atom key = tnk_atoms_add(c->atoms, tnk_str_of(lua_tostring(L, -2)));
        (void)tnk_value_put(c->arena, v, key, 0, constant(c, top));
        lua_settop(L, top - 1);
    }
    lua_settop(L, i);
    c->depth--;
    return v;
}

static const tnk_value *constant(struct constant *c, int i)
{
    lua_State *L = c->L;
    size_t len;
    const char *s;
    luaL_checkstack(L, 8, NULL);
    switch (lua_type(L, i)) {
    case LUA_TBOOLEAN:
        return flagged(c, tnk_value_new_flag(c->arena, lua_toboolean(L, i), c->at));
    case LUA_TNUMBER:
        if (lua_isinteger(L, i))
            return flagged(c, tnk_value_new_int(c->arena, lua_tointeger(L, i), c->at));
        lua_pushvalue(L, i);
        s = lua_tolstring(L, -1, &len);
        tnk_value *v = flagged(c, tnk_value_new_text(c->arena, tnk_arena_str(c->arena, (tnk_str){ s, len }), c->at));
        v->kind = TNK_REAL;
        lua_pop(L, 1);
        return v;
    case LUA_TSTRING:
        s = lua_tolstring(L, i, &len);
        return flagged(c, tnk_value_new_text(c->arena, tnk_arena_str(c->arena, (tnk_str){ s, len }), c->at));
    case LUA_TTABLE:
        return table_constant(c, i);
    default:
        luaL_error(L, "%s", _("a constant is a text, a number, a flag, or a list or map of them"));
        return NULL;
    }
}

const tnk_value *tnk_dsl_constant(lua_State *L, int i)
{
    struct tnk_rules *r = tnk_rules_of(L);
    struct constant c = { L, r->arena, r->atoms, TNK_F_DEFAULT | TNK_F_DERIVED, { 0, 0, 0 }, 0 };
    lua_pushvalue(L, i);
    const tnk_value *v = constant(&c, lua_gettop(L));
    lua_pop(L, 1);
    return v;
}

const tnk_value *tnk_dsl_result(lua_State *L, int i, const tnk_view *v)
{
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_handle_tag tag = 0;
    const void *p = tnk_to_handle(L, i, &tag);
    struct constant c = { L, tnk_resources_arena(r->views.resources), r->atoms, TNK_F_DERIVED,
                          tnk_view_at(v), 0 };
    if (p != NULL)
        return tag == TNK_H_VALUE ? p : NULL;
    if (lua_isnil(L, i))
        return NULL;
    lua_pushvalue(L, i);
    const tnk_value *value = constant(&c, lua_gettop(L));
    lua_pop(L, 1);
    return value;
}

/* ---- paths ------------------------------------------------------------------------------------------------ */

static tnk_path read_path(struct binding *x, tnk_str text)
{
    tnk_path p = { 0 };
    tnk_error err = { 0 };
    if (tnk_path_parse(x->r->arena, x->r->atoms, text, &p, &err) != TNK_OK)
        luaL_error(x->L, "%s: %s", x->where, err.msg);
    return p;
}

/* A text or a list of texts at the top of the stack, as paths; pops it. */
static uint32_t read_paths(struct binding *x, const tnk_path **ret)
{
    lua_State *L = x->L;
    if (lua_type(L, -1) == LUA_TSTRING) {
        lua_newtable(L);
        lua_insert(L, -2);
        lua_seti(L, -2, 1);
    }
    luaL_checktype(L, -1, LUA_TTABLE);
    uint32_t n = (uint32_t)lua_rawlen(L, -1);
    tnk_path *at = tnk_dsl_array(L, n, sizeof *at);
    for (uint32_t i = 0; i < n; i++) {
        lua_geti(L, -1, i + 1);
        tnk_str text = tnk_str_of(luaL_checkstring(L, -1));
        at[i] = read_path(x, text.len > 0 && text.ptr[0] == '/' ? tnk_str_from(text, 1) : text);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    *ret = at;
    return n;
}

static int slot_named(const struct binding *x, tnk_str name)
{
    tnk_atom a = tnk_atoms_find(x->r->atoms, name);
    for (uint32_t i = 0; a != 0 && i < x->b.n_slots; i++) {
        if (x->slots[i].name == a)
            return (int)i;
    }
    return -1;
}

/* "slot:path", "/path from the resource", "path". A colon in a [Key=x] or a quoted key is no slot. */
static tnk_origin_path read_origin(struct binding *x, tnk_str text)
{
    tnk_origin_path o = { .slot = -1 };
    size_t n = 0;
    while (n < text.len && text.ptr[n] != ':' && text.ptr[n] != '[' && text.ptr[n] != '"' && text.ptr[n] != '.')
        n++;
    if (text.len > 0 && text.ptr[0] == '/') {
        o.root = true;
        text = tnk_str_from(text, 1);
    } else if (n < text.len && text.ptr[n] == ':') {
        o.slot = slot_named(x, (tnk_str){ text.ptr, n });
        if (o.slot < 0)
            luaL_error(x->L, _("%s: no related resource is called \"%s\"; name it in with = { ... }"), x->where,
                       tnk_arena_str(x->r->arena, (tnk_str){ text.ptr, n }).ptr);
        text = tnk_str_from(text, n + 1);
    }
    o.path = read_path(x, text);
    return o;
}

/* ---- slots ------------------------------------------------------------------------------------------------- */

/* with.name = { "kind" or "kind1", "kind2", by = "path" } or { "kind", ..., to = "path" } */
static void read_slot(struct binding *x, tnk_slot *s)
{
    static const char *const keys[] = { "by", "to" };
    lua_State *L = x->L;
    luaL_checktype(L, -1, LUA_TTABLE);
    s->n_kinds = (uint32_t)lua_rawlen(L, -1);
    uint32_t *kinds = tnk_dsl_array(L, s->n_kinds, sizeof *kinds);
    tnk_path *by = tnk_dsl_array(L, s->n_kinds != 0 ? s->n_kinds : 1, sizeof *by);
    for (uint32_t i = 0; i < s->n_kinds; i++) {
        lua_geti(L, -1, i + 1);
        kinds[i] = tnk_schema_kind(x->r->schema, tnk_str_of(luaL_checkstring(L, -1)));
        lua_pop(L, 1);
    }
    for (int k = 0; k < 2; k++) {
        if (lua_getfield(L, -1, keys[k]) == LUA_TSTRING) {
            s->outgoing = k == 1;
            for (uint32_t i = 0; i < s->n_kinds; i++)
                by[i] = read_path(x, tnk_str_of(lua_tostring(L, -1)));
        }
        lua_pop(L, 1);
    }
    if (s->n_kinds == 0 || by[0].text.ptr == NULL)
        luaL_error(L, _("%s: a related resource is { \"kind\", by = \"path\" } or { \"kind\", to = \"path\" }"), x->where);
    s->kinds = kinds;
    s->by = by;
}

/* Lua gives the slots in an order of its own; what is reported must not depend on it. */
static void sort_slots(struct binding *x)
{
    for (uint32_t i = 1; i < x->b.n_slots; i++) {
        tnk_slot s = x->slots[i];
        uint32_t j = i;
        for (; j > 0 && tnk_str_cmp(tnk_atoms_str(x->r->atoms, x->slots[j - 1].name),
                                    tnk_atoms_str(x->r->atoms, s.name)) > 0; j--)
            x->slots[j] = x->slots[j - 1];
        x->slots[j] = s;
    }
}

static void read_slots(struct binding *x)
{
    lua_State *L = x->L;
    if (lua_getfield(L, 1, "with") != LUA_TNIL) {
        luaL_checktype(L, -1, LUA_TTABLE);
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
            if (x->b.n_slots == TNK_SLOTS_MAX)
                luaL_error(L, _("%s: at most %d related resources"), x->where, TNK_SLOTS_MAX);
            tnk_slot *s = &x->slots[x->b.n_slots++];
            s->name = tnk_atoms_add(x->r->atoms, tnk_str_of(luaL_checkstring(L, -2)));
            read_slot(x, s);
        }
    }
    lua_pop(L, 1);
    sort_slots(x);
    tnk_slot *kept = tnk_dsl_array(L, x->b.n_slots, sizeof *kept);
    memcpy(kept, x->slots, x->b.n_slots * sizeof *kept);
    x->b.slots = kept;
}

/* ---- fields -------------------------------------------------------------------------------------------------- */

static const tnk_value *option(lua_State *L, int t, const char *key, bool as_list)
{
    const tnk_value *v = NULL;
    if (lua_getfield(L, t, key) != LUA_TNIL) {
        if (as_list && !lua_istable(L, -1)) {
            lua_newtable(L);
            lua_insert(L, -2);
            lua_seti(L, -2, 1);
        }
        v = tnk_dsl_constant(L, lua_gettop(L));
    }
    lua_pop(L, 1);
    return v;
}

static tnk_bound read_table_field(struct binding *x, int t, const char *name)
{
    static const char *const keys[] = { "default", "is", "map", "join", "present", "required" };
    lua_State *L = x->L;
    tnk_bound b = { .how = TNK_BY_PATHS, .n_from = (uint32_t)lua_rawlen(L, t) };
    tnk_origin_path *from = tnk_dsl_array(L, b.n_from, sizeof *from);
    for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
        bool known = lua_type(L, -2) == LUA_TNUMBER;
        for (size_t i = 0; !known && i < sizeof keys / sizeof *keys; i++)
            known = strcmp(keys[i], lua_tostring(L, -2)) == 0;
        if (!known)
            luaL_error(L, _("%s: \"%s\" of field %s is not known; use default, is, map, join, present, "
                            "required"), x->where, lua_tostring(L, -2), name);
    }
    for (uint32_t i = 0; i < b.n_from; i++) {
        if (lua_geti(L, t, i + 1) != LUA_TSTRING)
            luaL_error(L, _("%s: field %s is a list of paths"), x->where, name);
        from[i] = read_origin(x, tnk_str_of(lua_tostring(L, -1)));
        lua_pop(L, 1);
    }
    b.from = from;
    b.otherwise = option(L, t, "default", false);
    b.is = option(L, t, "is", true);
    b.map = option(L, t, "map", false);
    lua_getfield(L, t, "join");
    lua_getfield(L, t, "present");
    lua_getfield(L, t, "required");
    b.required = lua_toboolean(L, -1);
    b.present = lua_toboolean(L, -2);
    b.join = lua_toboolean(L, -3);
    lua_pop(L, 3);
    return b;
}

/* The field at the top of the stack: a path, a table, a function. Pops it. */
static tnk_bound read_field(struct binding *x, const char *name)
{
    lua_State *L = x->L;
    tnk_bound b = { .how = TNK_BY_PATHS, .n_from = 1 };
    switch (lua_type(L, -1)) {
    case LUA_TSTRING: {
        tnk_origin_path *from = tnk_dsl_array(L, 1, sizeof *from);
        *from = read_origin(x, tnk_str_of(lua_tostring(L, -1)));
        b.from = from;
        lua_pop(L, 1);
        return b;
    }
    case LUA_TTABLE:
        b = read_table_field(x, lua_gettop(L), name);
        lua_pop(L, 1);
        return b;
    case LUA_TFUNCTION:
        return (tnk_bound){ .how = TNK_BY_FUNCTION, .function = luaL_ref(L, LUA_REGISTRYINDEX) };
    default:
        luaL_error(L, _("%s: field %s is a path, a list of paths with options, or a function"), x->where, name);
        return b;
    }
}

static void read_fields(struct binding *x)
{
    static const char *const reserved[] = { "with", "each", "when", "names" };
    lua_State *L = x->L;
    tnk_bound *fields = tnk_dsl_array(L, x->b.model->n_fields, sizeof *fields);
    for (lua_pushnil(L); lua_next(L, 1);) {
        bool skip = false;
        if (lua_type(L, -2) != LUA_TSTRING)
            luaL_error(L, _("%s: only named entries belong here"), x->where);
        const char *name = lua_tostring(L, -2);
        for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
            skip |= strcmp(reserved[i], name) == 0;
        if (skip) {
            lua_pop(L, 1);
            continue;
        }
        int field = tnk_model_field(x->b.model, tnk_atoms_find(x->r->atoms, tnk_str_of(name)));
        if (field < 0)
            luaL_error(L, _("%s: the model has no field \"%s\""), x->where, name);
        fields[field] = read_field(x, name);
    }
    x->b.fields = fields;
}

int tnk_dsl_declare_binding(lua_State *L)
{
    struct binding x = { .L = L, .r = tnk_rules_of(L) };
    const char *model = lua_tostring(L, lua_upvalueindex(1)), *kind = lua_tostring(L, lua_upvalueindex(2));
    tnk_error err = { 0 };
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    x.where = tnk_arena_printf(x.r->arena, "%s <- %s", model, kind).ptr;
    x.b.model = tnk_schema_model(x.r->schema, tnk_str_of(model));
    if (x.b.model == NULL)
        return luaL_error(L, _("there is no model \"%s\"; declare it above its bindings"), model);
    if (strchr(kind, ':') == NULL)
        return luaL_error(L, _("%s: a raw kind is written \"collector:type\""), x.where);
    x.b.kind = tnk_schema_kind(x.r->schema, tnk_str_of(kind));
    read_slots(&x);
    if (lua_getfield(L, 1, "each") != LUA_TNIL)
        x.b.n_each = read_paths(&x, &x.b.each);
    lua_settop(L, 1);
    if (lua_getfield(L, 1, "names") != LUA_TNIL)
        x.b.n_names = read_paths(&x, &x.b.names);
    lua_settop(L, 1);
    if (lua_getfield(L, 1, "when") != LUA_TNIL) {
        x.b.when = read_field(&x, "when");
        x.b.has_when = true;
    }
    lua_settop(L, 1);
    read_fields(&x);
    if (tnk_schema_bind(x.r->schema, &x.b, &err) != TNK_OK)
        return luaL_error(L, "%s: %s", x.where, err.msg);
    return 0;
}
