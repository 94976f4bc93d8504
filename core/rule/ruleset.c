/* SPDX-License-Identifier: Apache-2.0
 * Loading rule files and telling about them; see ruleset.h. */
#define _GNU_SOURCE
#include "core/rule/ruleset.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/i18n.h"
#include "core/rule/dsl.h"

enum { RULES_BYTES = 256 * 1024 * 1024, LOAD_STEPS = 50 * 1000 * 1000, FILE_MAX = 1024 * 1024 };

/* Inside one protected call: everything every rule file may see. */
static int open_all(lua_State *L)
{
    struct tnk_rules *r = tnk_rules_of(L);
    tnk_handles_open(L);
    lua_newtable(L);
    tnk_sandbox_base(L);
    tnk_verbs_open(L);
    tnk_helpers_open(L);
    tnk_regex_open(L);
    tnk_dsl_open(L);
    r->env_template = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

static int call_field(void *ud, int function, const tnk_view *v, const tnk_value **ret);

tnk_rules *tnk_rules_new(tnk_atoms *t, tnk_error *err)
{
    tnk_rules *r = calloc(1, sizeof *r);
    if (r == NULL)
        goto fail;
    r->atoms = t;
    r->call.generation = 1;
    r->arena = tnk_arena_new(RULES_BYTES);
    r->paths = calloc(TNK_PATH_CACHE, sizeof *r->paths);
    r->keys = calloc(TNK_KEY_CACHE, sizeof *r->keys);
    if (r->arena == NULL || r->paths == NULL || r->keys == NULL || !tnk_box_open(&r->box, r))
        goto fail;
    lua_gc(r->box.L, LUA_GCSTOP);      /* while rules load, nearly everything made is kept */
    r->schema = tnk_schema_new(r->arena, t);
    lua_pushcfunction(r->box.L, open_all);
    if (r->schema == NULL || lua_pcall(r->box.L, 0, 0, 0) != LUA_OK)
        goto fail;
    r->views = (tnk_views){ .schema = r->schema, .call = call_field, .ud = r };
    return r;
fail:
    tnk_rules_free(r);
    tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    return NULL;
}

void tnk_rules_free(tnk_rules *r)
{
    if (r == NULL)
        return;
    tnk_box_close(&r->box);
    tnk_regex_close();
    tnk_arena_free(r->arena);
    free(r->infos);
    free(r->call.handles);
    free(r->paths);
    free(r->keys);
    free(r);
}

/* The words of the error on top of the stack, kept for the check that will end with it. */
static tnk_str words_of(tnk_rules *r, int lua_rc)
{
    lua_State *L = r->box.L;
    const char *msg = lua_rc == LUA_ERRMEM ? _("the rule needs too much memory")
                    : lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    tnk_str kept = tnk_arena_str(tnk_resources_arena(r->views.resources), tnk_str_of(msg));
    return kept.ptr != NULL ? kept : (tnk_str){ "", 0 };
}

/* A binding's function: called with the raw resource; an undetermined read makes the field unresolved. */
static int call_field(void *ud, int function, const tnk_view *v, const tnk_value **ret)
{
    tnk_rules *r = ud;
    lua_State *L = r->box.L;
    tnk_view *raw = tnk_arena_alloc(tnk_resources_arena(r->views.resources), sizeof *raw);
    if (raw == NULL || !lua_checkstack(L, 10))
        return TNK_ENOMEM;
    *raw = (tnk_view){ .res = v->res, .element = v->element };
    const tnk_value *before = r->call.unknown;
    r->call.unknown = NULL;
    lua_rawgeti(L, LUA_REGISTRYINDEX, function);
    tnk_push_handle(L, TNK_H_VIEW, raw);
    int rc = TNK_OK, lua_rc = lua_pcall(L, 1, 1, 0);
    if (lua_rc == LUA_OK) {
        *ret = tnk_dsl_result(L, -1, v);
    } else if (r->call.unknown != NULL) {
        *ret = r->call.unknown;
    } else {
        r->call.trouble = words_of(r, lua_rc);
        rc = TNK_EINVAL;
    }
    lua_pop(L, 1);
    r->call.unknown = before;
    return rc;
}

/* ---- files ------------------------------------------------------------------------------------------- */

static int run_chunk(lua_State *L)
{
    tnk_sandbox_new_env(L);
    lua_setupvalue(L, 1, 1);
    lua_call(L, 0, 0);
    return 0;
}

int tnk_rules_load_text(tnk_rules *r, const char *name, tnk_str text, tnk_error *err)
{
    lua_State *L = r->box.L;
    tnk_str chunk = tnk_arena_printf(r->arena, "@%s", name);
    r->file = name;
    tnk_box_refill(&r->box, LOAD_STEPS);
    lua_settop(L, 0);
    int rc = chunk.ptr == NULL ? LUA_ERRMEM : luaL_loadbufferx(L, text.ptr, text.len, chunk.ptr, "t");
    if (rc == LUA_OK) {
        lua_pushcfunction(L, run_chunk);
        lua_insert(L, 1);
        rc = lua_pcall(L, 1, 0, 0);
    }
    r->file = NULL;
    if (rc == LUA_OK)
        return TNK_OK;
    const char *msg = rc != LUA_ERRMEM && lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
    return tnk_fail_plain(err, TNK_EPARSE, "%s", msg != NULL ? msg : _("out of memory"));
}

int tnk_rule_file_read(const char *path, char **ret, size_t *ret_len, tnk_error *err)
{
    int rc = TNK_EIO;
    char *text = NULL;
    FILE *f = fopen(path, "rbe");
    struct stat st;
    if (f == NULL || fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
        tnk_fail_plain(err, rc, _("%s: cannot read the rule file"), path);
    } else if (st.st_size > FILE_MAX) {
        rc = tnk_fail_plain(err, TNK_ELIMIT, _("%s: a rule file has at most %d bytes"), path, FILE_MAX);
    } else if ((text = malloc((size_t)st.st_size + 1)) == NULL) {
        rc = tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    } else if (fread(text, 1, (size_t)st.st_size, f) != (size_t)st.st_size) {
        tnk_fail_plain(err, rc, _("%s: cannot read the rule file"), path);
    } else {
        *ret = text, *ret_len = (size_t)st.st_size, text = NULL, rc = TNK_OK;
    }
    free(text);
    if (f != NULL)
        fclose(f);
    return rc;
}

/* Messages of Lua begin with the name of the chunk: put the folder before it, for there may be several. */
static int load_file(tnk_rules *r, const char *path, const char *shown, tnk_error *err)
{
    char *text = NULL;
    size_t len = 0;
    tnk_error own = { 0 };
    int rc = tnk_rule_file_read(path, &text, &len, &own);
    if (rc == TNK_OK)
        rc = tnk_rules_load_text(r, shown, (tnk_str){ text, len }, &own);
    free(text);
    if (rc == TNK_OK)
        return rc;
    bool ours = strncmp(own.msg, shown, strlen(shown)) == 0;
    return tnk_fail_plain(err, rc, "%s%s%s", ours ? r->folder : "", ours ? "/" : "", own.msg);
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int load_folder(tnk_rules *r, const char *folder, const char *shown, int depth, tnk_error *err)
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, NULL, by_name), rc = TNK_OK;
    if (n < 0)
        return tnk_fail_plain(err, TNK_EIO, _("%s: cannot read the rules folder: %s"), folder,
                              tnk_errno_words(errno));
    for (int i = 0; i < n; i++) {
        tnk_str name = tnk_str_of(names[i]->d_name);
        char path[4096], show[4096];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", folder, name.ptr);
        snprintf(show, sizeof show, "%s%s%s", shown, *shown != '\0' ? "/" : "", name.ptr);
        if (rc != TNK_OK || name.ptr[0] == '.' || stat(path, &st) != 0)
            ;
        else if (S_ISDIR(st.st_mode) && depth < 8 && !(depth == 0 && tnk_str_is(name, "lib")))
            rc = load_folder(r, path, show, depth + 1, err);
        else if (S_ISREG(st.st_mode) && tnk_str_ends(name, TNK_S(".lua")))
            rc = load_file(r, path, show, err);
        free(names[i]);
    }
    free(names);
    return rc;
}

void tnk_rules_share_lib(tnk_rules *r, const char *folder)
{
    r->shared = folder;
}

int tnk_rules_load(tnk_rules *r, const char *folder, tnk_error *err)
{
    r->folder = folder;
    int rc = load_folder(r, folder, "", 0, err);
    r->folder = NULL;
    return rc;
}

/* ---- after loading ------------------------------------------------------------------------------------- */

static int by_id(const void *a, const void *b)
{
    return tnk_str_cmp(((const tnk_rule *)a)->info.id, ((const tnk_rule *)b)->info.id);
}

static int by_text(const void *a, const void *b)
{
    return tnk_str_cmp(*(const tnk_str *)a, *(const tnk_str *)b);
}

static tnk_str origin_of(const tnk_rules *r, uint32_t kind)
{
    tnk_str text = tnk_schema_kind_text(r->schema, kind);
    const char *colon = memchr(text.ptr, ':', text.len);
    return (tnk_str){ text.ptr, colon != NULL ? (size_t)(colon - text.ptr) : text.len };
}

/* A rule can judge what its model is bound to, unless it names fewer origins itself. */
static int derive_origins(tnk_rules *r, tnk_rule *rule)
{
    uint32_t n = 0, most = 1;
    if (rule->info.origins.n != 0)
        return TNK_OK;
    for (const tnk_binding *b = rule->model != NULL ? rule->model->bindings : NULL; b != NULL; b = b->next)
        most++;
    tnk_str *at = tnk_arena_array(r->arena, most, sizeof *at);
    if (at == NULL)
        return TNK_ENOMEM;
    if (rule->model == NULL)
        at[n++] = tnk_arena_str(r->arena, origin_of(r, rule->kind));
    for (const tnk_binding *b = rule->model != NULL ? rule->model->bindings : NULL; b != NULL; b = b->next) {
        tnk_str o = origin_of(r, b->kind);
        bool seen = false;
        for (uint32_t i = 0; i < n; i++)
            seen |= tnk_str_eq(at[i], o);
        if (!seen)
            at[n++] = tnk_arena_str(r->arena, o);
    }
    for (uint32_t i = 0; i < n; i++) {
        if (at[i].ptr == NULL)
            return TNK_ENOMEM;
    }
    qsort(at, n, sizeof *at, by_text);
    rule->info.origins = (tnk_strs){ at, n };
    return TNK_OK;
}

int tnk_rules_finish(tnk_rules *r, tnk_error *err)
{
    uint32_t models = tnk_schema_count(r->schema);
    if (r->n != 0)
        qsort(r->rules, r->n, sizeof *r->rules, by_id);
    free(r->infos);
    r->infos = calloc(r->n + 1, sizeof *r->infos);
    r->by_model = tnk_arena_array(r->arena, models + 1, sizeof *r->by_model);
    r->have_model = tnk_arena_array(r->arena, models + 1, sizeof *r->have_model);
    if (r->infos == NULL || r->by_model == NULL || r->have_model == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (uint32_t i = 0; i < r->n; i++) {
        if (derive_origins(r, &r->rules[i]) != TNK_OK)
            return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
        r->infos[i] = r->rules[i].info;
    }
    lua_gc(r->box.L, LUA_GCRESTART);
    return TNK_OK;
}

uint32_t tnk_rules_count(const tnk_rules *r) { return r->n; }
const tnk_rule_info *tnk_rules_infos(const tnk_rules *r) { return r->infos; }
const tnk_model *tnk_rules_model(const tnk_rules *r, uint32_t rule) { return r->rules[rule].model; }
tnk_schema *tnk_rules_schema(tnk_rules *r) { return r->schema; }

int64_t tnk_rules_find(const tnk_rules *r, tnk_str id)
{
    uint32_t low = 0, high = r->n;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int d = tnk_str_cmp(r->infos[mid].id, id);
        if (d == 0)
            return mid;
        if (d < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

void tnk_rules_watch(tnk_rules *r)
{
    tnk_box_watch(&r->box, 20);     /* two seconds of a check's own time */
}
