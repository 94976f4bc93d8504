/* SPDX-License-Identifier: Apache-2.0
 * re.match and re.test: PCRE2 under limits, in place of Lua patterns. A pattern that passes its limits is an
 * error of the rule, never "no match". */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/rule/engine.h"

enum { PATTERN_MAX = 4096, CACHE = 256, MATCH_LIMIT = 100000, DEPTH_LIMIT = 1000, HEAP_KIB = 4096 };

struct cached {
    char *pattern;
    size_t len;
    pcre2_code *code;
};

static struct cached cache[CACHE];
static pcre2_match_context *limits;
static pcre2_match_data *data;
static pcre2_compile_context *compiling;

static bool ready(void)
{
    if (limits == NULL && (limits = pcre2_match_context_create(NULL)) != NULL) {
        pcre2_set_match_limit(limits, MATCH_LIMIT);
        pcre2_set_depth_limit(limits, DEPTH_LIMIT);
        pcre2_set_heap_limit(limits, HEAP_KIB);
    }
    if (compiling == NULL && (compiling = pcre2_compile_context_create(NULL)) != NULL)
        pcre2_set_parens_nest_limit(compiling, 50);
    if (data == NULL)
        data = pcre2_match_data_create(32, NULL);
    return limits != NULL && compiling != NULL && data != NULL;
}

static void forget(struct cached *c)
{
    pcre2_code_free(c->code);
    free(c->pattern);
    *c = (struct cached){ 0 };
}

void tnk_regex_close(void)
{
    for (size_t i = 0; i < CACHE; i++)
        forget(&cache[i]);
    pcre2_match_data_free(data);
    pcre2_match_context_free(limits);
    pcre2_compile_context_free(compiling);
    data = NULL, limits = NULL, compiling = NULL;
}

static const pcre2_code *compiled(lua_State *L, tnk_str p)
{
    uint32_t h = 2166136261u;
    int code;
    PCRE2_SIZE at;
    for (size_t i = 0; i < p.len; i++)
        h = (h ^ (unsigned char)p.ptr[i]) * 16777619u;
    struct cached *c = &cache[h % CACHE];
    if (c->code != NULL && tnk_str_eq((tnk_str){ c->pattern, c->len }, p))
        return c->code;
    forget(c);
    c->code = pcre2_compile((PCRE2_SPTR)p.ptr, p.len, PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C | PCRE2_MATCH_INVALID_UTF,
                            &code, &at, compiling);
    if (c->code == NULL) {
        char words[128];
        pcre2_get_error_message(code, (PCRE2_UCHAR *)words, sizeof words);
        luaL_error(L, _("bad regular expression at character %d: %s"), (int)at, words);
    }
    c->pattern = malloc(p.len + 1);
    if (c->pattern == NULL) {
        forget(c);
        luaL_error(L, "%s", _("out of memory"));
    }
    memcpy(c->pattern, p.ptr, p.len);
    c->len = p.len;
    return c->code;
}

/* Number of captures + 1, or 0 for no match. */
static int matched(lua_State *L)
{
    tnk_str s, p;
    s.ptr = luaL_checklstring(L, 1, &s.len);
    p.ptr = luaL_checklstring(L, 2, &p.len);
    if (p.len > PATTERN_MAX || s.len > TNK_BOX_STRING)
        return luaL_error(L, "%s", _("a text is too long for a rule"));
    if (!ready())
        return luaL_error(L, "%s", _("out of memory"));
    tnk_box_charge(L, 50 + s.len / 16);
    int n = pcre2_match(compiled(L, p), (PCRE2_SPTR)s.ptr, s.len, 0, 0, data, limits);
    if (n == PCRE2_ERROR_NOMATCH)
        return 0;
    if (n < 0) {
        tnk_box_charge(L, 20000);
        return luaL_error(L, "%s", _("a regular expression needs too much work for this text"));
    }
    return n == 0 ? 32 : n;
}

/* test(s, pattern): does it match anywhere? */
static int re_test(lua_State *L)
{
    lua_pushboolean(L, matched(L) > 0);
    return 1;
}

/* match(s, pattern): the captures, or the whole match when there are none; nil without a match. */
static int re_match(lua_State *L)
{
    int n = matched(L), first = n > 1;
    const PCRE2_SIZE *at = data != NULL ? pcre2_get_ovector_pointer(data) : NULL;
    if (n == 0) {
        lua_pushnil(L);
        return 1;
    }
    for (int i = first; i < n; i++) {
        if (at[2 * i] == PCRE2_UNSET)
            lua_pushboolean(L, 0);
        else
            lua_pushlstring(L, lua_tostring(L, 1) + at[2 * i], at[2 * i + 1] - at[2 * i]);
    }
    return n - first;
}

void tnk_regex_open(lua_State *L)
{
    static const luaL_Reg re[] = { { "match", re_match }, { "test", re_test }, { NULL, NULL } };
    luaL_newlib(L, re);
    lua_setfield(L, -2, "re");
}
