/* SPDX-License-Identifier: Apache-2.0
 * Holding the rules against the resources of one unit; see ruleset.h. */
#include "core/base/i18n.h"
#include "core/rule/engine.h"

enum { CHECK_STEPS = 5 * 1000 * 1000, UNIT_STEPS = 200 * 1000 * 1000 };

struct judging {
    tnk_rules *r;
    const tnk_judge_sink *sink;
    uint32_t rule;
    tnk_error *err;
};

/* Handles of earlier calls die: the generation is part of each. */
static void begin_call(tnk_rules *r, const tnk_rule *rule, tnk_view *v)
{
    tnk_call *c = &r->call;
    c->rule = rule;
    c->view = v;
    c->failures = NULL;
    c->n_failures = c->cap_failures = 0;
    c->unknown = NULL;
    c->skipped = false;
    c->reason = c->trouble = (tnk_str){ "", 0 };
    c->generation++;
    c->n_handles = 0;
    tnk_box_refill(&r->box, rule->info.unit_scope ? UNIT_STEPS : CHECK_STEPS);
}

tnk_view_list *tnk_instances(lua_State *L, const tnk_model *m)
{
    tnk_rules *r = tnk_rules_of(L);
    if (!r->have_model[m->index]) {
        int rc = tnk_views_of(&r->views, m, &r->by_model[m->index]);
        if (rc != TNK_OK)
            tnk_raise_unread(L, rc, "when");
        r->have_model[m->index] = true;
    }
    return &r->by_model[m->index];
}

/* Everything a call does in Lua, inside one protected call. Argument: light userdata of the list or view. */
static int run_check(lua_State *L)
{
    tnk_rules *r = tnk_rules_of(L);
    void *subject = lua_touserdata(L, 1);
    lua_rawgeti(L, LUA_REGISTRYINDEX, r->call.rule->check);
    tnk_push_handle(L, r->call.view != NULL ? TNK_H_VIEW : TNK_H_VIEWS, subject);
    lua_call(L, 1, 0);
    return 0;
}

static int tell(struct judging *j, const tnk_judgement *base, const tnk_view *v)
{
    tnk_judgement out = *base;
    if (v != NULL) {
        out.res = v->res;
        if (v->binding != NULL && tnk_view_consulted(&j->r->views, v, &out.related, &out.n_related) != TNK_OK)
            return TNK_ENOMEM;
    }
    return j->sink->judgement(j->sink->ud, &out);
}

static int tell_failures(struct judging *j, const tnk_call *c)
{
    for (uint32_t i = 0; i < c->n_failures; i++) {
        tnk_judgement out = { .rule = j->rule, .verdict = TNK_FAIL, .at = c->failures[i].at,
                              .has_place = c->failures[i].view != NULL, .message = c->failures[i].message };
        int rc = tell(j, &out, c->failures[i].view);
        if (rc != 0)
            return rc;
    }
    return 0;
}

static int tell_call(struct judging *j, int lua_rc)
{
    tnk_rules *r = j->r;
    tnk_call *c = &r->call;
    tnk_judgement out = { .rule = j->rule, .verdict = TNK_PASS, .message = { "", 0 } };
    if (c->view != NULL)
        out.at = tnk_view_at(c->view), out.has_place = true;
    if (lua_rc != LUA_OK && c->unknown == NULL) {
        const char *msg = lua_rc == LUA_ERRMEM ? _("the rule needs too much memory")
                        : lua_type(r->box.L, -1) == LUA_TSTRING ? lua_tostring(r->box.L, -1) : _("the rule failed");
        out.verdict = TNK_RULE_ERROR;
        out.message = tnk_arena_str(tnk_resources_arena(r->views.resources), tnk_str_of(msg));
    } else if (c->n_failures != 0) {
        return tell_failures(j, c);
    } else if (c->unknown != NULL) {
        const tnk_value *v = c->unknown;
        out.verdict = TNK_UNDETERMINED;
        out.message = v->u.unknown->reason;
        if (!(v->flags & TNK_F_DEFAULT) && v->end != 0)
            out.at = tnk_value_span(v), out.has_place = true;
    } else if (c->skipped) {
        out.verdict = TNK_NOT_APPLICABLE;
        out.message = c->reason;
    }
    return tell(j, &out, c->view);
}

static int check(struct judging *j, tnk_view *v, tnk_view_list *all)
{
    tnk_rules *r = j->r;
    lua_State *L = r->box.L;
    begin_call(r, &r->rules[j->rule], v);
    lua_settop(L, 0);
    lua_pushcfunction(L, run_check);
    lua_pushlightuserdata(L, v != NULL ? (void *)v : (void *)all);
    tnk_box_call_begins();
    int lua_rc = lua_pcall(L, 1, 0, 0);
    tnk_box_call_ends();
    int rc = tell_call(j, lua_rc);
    lua_settop(L, 0);
    return rc;
}

static bool may_judge(const tnk_rule *rule, tnk_str origin)
{
    for (size_t i = 0; i < rule->info.origins.n; i++) {
        if (tnk_str_eq(rule->info.origins.at[i], origin))
            return true;
    }
    return false;
}

/* A rule about the unit speaks only where its origins do: "no trail" means nothing of a single template. */
static bool unit_counts(const tnk_rule *rule, const tnk_resources *s)
{
    for (uint32_t i = 0; i < tnk_resources_count(s); i++) {
        if (may_judge(rule, tnk_resources_at(s, i)->origin))
            return true;
    }
    return false;
}

static int protected_instances(lua_State *L)
{
    tnk_rules *r = tnk_rules_of(L);
    (void)tnk_instances(L, r->call.rule->model);
    return 0;
}

/* Most units hold nothing that most models are bound to: find out without Lua. */
static bool any_bound(const tnk_rules *r, const tnk_model *m)
{
    for (const tnk_binding *b = m->bindings; b != NULL; b = b->next) {
        if (tnk_resources_of(r->views.resources, b->kind).n != 0)
            return true;
    }
    return false;
}

/* What the rule judges in this unit; NULL once it is told that a binding's `when` failed. */
static int list_instances(struct judging *j, tnk_view_list *raw, tnk_view_list **ret)
{
    tnk_rules *r = j->r;
    const tnk_rule *rule = &r->rules[j->rule];
    if (rule->model == NULL) {
        *ret = raw;
        return tnk_views_raw(&r->views, rule->kind, raw);
    }
    if (!r->have_model[rule->model->index] && !any_bound(r, rule->model)) {
        r->by_model[rule->model->index] = (tnk_view_list){ NULL, 0 };
        r->have_model[rule->model->index] = true;
    }
    if (!r->have_model[rule->model->index]) {
        begin_call(r, rule, NULL);      /* a binding's `when` may be a function */
        lua_settop(r->box.L, 0);
        lua_pushcfunction(r->box.L, protected_instances);
        tnk_box_call_begins();
        int lua_rc = lua_pcall(r->box.L, 0, 0, 0);
        tnk_box_call_ends();
        if (lua_rc != LUA_OK) {
            *ret = NULL;
            return tell_call(j, lua_rc);
        }
    }
    *ret = &r->by_model[rule->model->index];
    return TNK_OK;
}

static int judge_rule(struct judging *j)
{
    const tnk_rule *rule = &j->r->rules[j->rule];
    tnk_view_list raw = { 0 }, *list = NULL;
    int rc = list_instances(j, &raw, &list);
    if (rc != TNK_OK)
        return tnk_fail_plain(j->err, rc, _("out of memory while binding resources to %s"), rule->info.on.ptr);
    if (list == NULL)
        return TNK_OK;
    if (rule->info.unit_scope)
        return unit_counts(rule, j->r->views.resources) ? check(j, NULL, list) : TNK_OK;
    for (uint32_t i = 0; i < list->n && rc == 0; i++) {
        if (may_judge(rule, list->at[i]->res->origin))
            rc = check(j, list->at[i], NULL);
    }
    return rc;
}

int tnk_rules_judge(tnk_rules *r, tnk_resources *s, const bool *only, const tnk_judge_sink *sink, tnk_error *err)
{
    struct judging j = { r, sink, 0, err };
    int rc = 0;
    r->views.resources = s;
    memset(r->have_model, 0, tnk_schema_count(r->schema) * sizeof *r->have_model);
    memset(r->paths, 0, TNK_PATH_CACHE * sizeof *r->paths);
    memset(r->keys, 0, TNK_KEY_CACHE * sizeof *r->keys);
    for (j.rule = 0; j.rule < r->n && rc == 0; j.rule++) {
        if (only == NULL || only[j.rule])
            rc = judge_rule(&j);
    }
    r->views.resources = NULL;
    return rc;
}
