/* SPDX-License-Identifier: Apache-2.0
 * Helper libraries of rules: cidr, iam, version, port. Pure functions of texts and numbers. */
#include "core/base/i18n.h"
#include "core/model/net.h"
#include "core/model/policy.h"
#include "core/rule/engine.h"

static tnk_str arg(lua_State *L, int i)
{
    size_t len;
    const char *s = luaL_checklstring(L, i, &len);
    return (tnk_str){ s, len };
}

/* ---- cidr: nil for what is no range ------------------------------------------------------------------ */

static int cidr_contains(lua_State *L)
{
    tnk_cidr outer, inner;
    if (tnk_cidr_parse(arg(L, 1), &outer) && tnk_cidr_parse(arg(L, 2), &inner))
        lua_pushboolean(L, tnk_cidr_contains(&outer, &inner));
    else
        lua_pushnil(L);
    return 1;
}

static int cidr_public(lua_State *L)
{
    tnk_cidr c;
    if (tnk_cidr_parse(arg(L, 1), &c))
        lua_pushboolean(L, tnk_cidr_public(&c));
    else
        lua_pushnil(L);
    return 1;
}

static int cidr_bits(lua_State *L)
{
    tnk_cidr c;
    if (tnk_cidr_parse(arg(L, 1), &c))
        lua_pushinteger(L, c.bits);
    else
        lua_pushnil(L);
    return 1;
}

/* any("0.0.0.0/0"), any("::/0"): the whole internet. */
static int cidr_any(lua_State *L)
{
    tnk_cidr c;
    lua_pushboolean(L, tnk_cidr_parse(arg(L, 1), &c) && c.bits == 0);
    return 1;
}

/* ---- iam ----------------------------------------------------------------------------------------------- */

static int iam_covers(lua_State *L)
{
    tnk_str pattern = arg(L, 1), text = arg(L, 2);
    if (pattern.len > 4096 || text.len > 4096)
        return luaL_error(L, "%s", _("a text is too long for a rule"));
    tnk_box_charge(L, pattern.len * text.len / 256);
    lua_pushboolean(L, tnk_policy_covers(pattern, text));
    return 1;
}

/* ---- version --------------------------------------------------------------------------------------------- */

static uint64_t number_at(tnk_str s, size_t *i)
{
    uint64_t n = 0;
    for (; *i < s.len && s.ptr[*i] >= '0' && s.ptr[*i] <= '9'; (*i)++)
        n = n < UINT32_MAX ? n * 10 + (uint64_t)(s.ptr[*i] - '0') : n;
    return n;
}

/* compare("1.10", "1.9") is 1: part by part, numbers as numbers; a missing part is 0; what follows the first
 * character that is neither digit nor dot does not count. */
static int version_compare(lua_State *L)
{
    tnk_str a = arg(L, 1), b = arg(L, 2);
    int order = 0;
    for (size_t i = 0, j = 0; order == 0;) {
        uint64_t x = number_at(a, &i), y = number_at(b, &j);
        order = (x > y) - (x < y);
        bool more = (i < a.len && a.ptr[i] == '.') | (j < b.len && b.ptr[j] == '.');
        i += i < a.len && a.ptr[i] == '.';
        j += j < b.len && b.ptr[j] == '.';
        if (!more)
            break;
    }
    lua_pushinteger(L, order);
    return 1;
}

/* ---- port ------------------------------------------------------------------------------------------------- */

/* covers(from, to, port): the range holds the port. Missing ends are open; -1 is all ports. */
static int port_covers(lua_State *L)
{
    lua_Number from = luaL_optnumber(L, 1, 0), to = luaL_optnumber(L, 2, 65535), port = luaL_checknumber(L, 3);
    bool all = from == -1 || to == -1;
    lua_pushboolean(L, all || (from <= port && port <= to));
    return 1;
}

void tnk_helpers_open(lua_State *L)
{
    static const luaL_Reg cidr[] = {
        { "any", cidr_any }, { "bits", cidr_bits }, { "contains", cidr_contains }, { "public", cidr_public },
        { NULL, NULL },
    };
    static const luaL_Reg iam[] = { { "covers", iam_covers }, { NULL, NULL } };
    static const luaL_Reg version[] = { { "compare", version_compare }, { NULL, NULL } };
    static const luaL_Reg port[] = { { "covers", port_covers }, { NULL, NULL } };
    luaL_newlib(L, cidr);
    lua_setfield(L, -2, "cidr");
    luaL_newlib(L, iam);
    lua_setfield(L, -2, "iam");
    luaL_newlib(L, version);
    lua_setfield(L, -2, "version");
    luaL_newlib(L, port);
    lua_setfield(L, -2, "port");
}
