/* SPDX-License-Identifier: Apache-2.0
 * Plans and states in JSON: the resources in them, whatever the form; see planjson.h. */
#include "planjson.h"

enum { MODULES_MAX = 64 };      /* modules inside each other */

#define GET(u, map, name) ((u)->h->get((u)->run, map, TNK_LIT(name)))

bool tf_is_plan(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    const tnk_value *resources = h->get(run, doc, TNK_LIT("resources"));
    if (h->kind(doc) != TNK_MAP)
        return false;
    if (h->as_text(h->get(run, doc, TNK_LIT("format_version"))).ptr != NULL)
        return h->kind(h->get(run, doc, TNK_LIT("planned_values"))) == TNK_MAP ||
            h->kind(h->get(run, doc, TNK_LIT("resource_changes"))) == TNK_LIST ||
            h->kind(h->get(run, doc, TNK_LIT("values"))) == TNK_MAP;
    return h->as_text(h->get(run, doc, TNK_LIT("terraform_version"))).ptr != NULL && h->kind(resources) == TNK_LIST &&
        h->as_text(h->get(run, doc, TNK_LIT("lineage"))).ptr != NULL;
}

typedef struct walk {
    tf_unit *u;
    tf_plan plan;
    bool told_depth;            /* the tree is walked more than once */
    void (*each)(void *ud, const tf_planned *p);
    void *ud;
} walk;

/* ---- addresses ---- */

tnk_str tf_without_indexes(tf_unit *u, tnk_str address)
{
    char *to = tf_mem_get(u->mem, address.len + 1);
    size_t n = 0;
    bool in = false, quoted = false;
    for (size_t i = 0; i < address.len; i++) {
        char c = address.ptr[i];
        if (in && c == '\\' && quoted)
            i++;
        else if (in && c == '"')
            quoted = !quoted;
        else if (in && c == ']' && !quoted)
            in = false;
        else if (!in && c == '[')
            in = true;
        else if (!in)
            to[n++] = c;
    }
    return (tnk_str){ to, n };
}

static tnk_str index_text(tf_unit *u, const tnk_value *key)
{
    tf_buf b = { .mem = u->mem };
    if (u->h->kind(key) == TNK_INT) {
        tf_putf(&b, "[%lld]", (long long)u->h->as_int(key, 0));
    } else if (u->h->kind(key) == TNK_TEXT) {
        tnk_str s = u->h->as_text(key);
        tf_puts(&b, "[\"");
        for (size_t i = 0; i < s.len; i++) {
            if (s.ptr[i] == '"' || s.ptr[i] == '\\')
                tf_putc(&b, '\\');
            tf_putc(&b, s.ptr[i]);
        }
        tf_puts(&b, "\"]");
    }
    return tf_take(&b);
}

static tnk_str join(tf_unit *u, tnk_str a, const char *between, tnk_str b)
{
    tf_buf out = { .mem = u->mem };
    tf_put(&out, a);
    tf_puts(&out, between);
    tf_put(&out, b);
    return tf_take(&out);
}

/* ---- what else the plan says of a resource ---- */

static void index_changes(walk *w, const tnk_value *list)
{
    for (size_t i = 0; i < w->u->h->count(list); i++) {
        const tnk_value *c = w->u->h->at(list, i);
        tnk_str address = w->u->h->as_text(GET(w->u, c, "address"));
        const tnk_value *change = GET(w->u, c, "change");
        if (address.len != 0 && change != NULL)
            tf_table_set(w->u->mem, &w->plan.changes, address, (void *)change);
    }
}

static void index_written(walk *w, const tnk_value *module, tnk_str prefix, int depth)
{
    tf_unit *u = w->u;
    const tnk_value *list = GET(u, module, "resources"), *calls = GET(u, module, "module_calls");
    for (size_t i = 0; i < u->h->count(list); i++) {
        const tnk_value *r = u->h->at(list, i);
        tnk_str address = u->h->as_text(GET(u, r, "address"));
        tf_table_set(u->mem, &w->plan.resources, join(u, prefix, "", address), (void *)r);
    }
    for (size_t i = 0; i < u->h->count(calls) && depth < MODULES_MAX; i++) {
        const tnk_value *call = u->h->at(calls, i);
        tnk_str name = join(u, prefix, "module.", u->h->key(u->run, call));
        tf_table_set(u->mem, &w->plan.calls, name, (void *)call);
        index_written(w, GET(u, call, "module"), join(u, name, ".", (tnk_str){ "", 0 }), depth + 1);
    }
}

/* ---- resources of `terraform show -json` ---- */

static void one(walk *w, const tnk_value *r, tnk_str prefix)
{
    tf_unit *u = w->u;
    tf_planned p = { .address = u->h->as_text(GET(u, r, "address")), .type = u->h->as_text(GET(u, r, "type")),
                     .values = GET(u, r, "values"), .prefix = prefix, .at = u->h->span(r) };
    p.is_data = tf_is(u->h->as_text(GET(u, r, "mode")), "data");
    if (p.address.len == 0 || !tf_is_type(p.type) || !cty_spend(&u->cty, 20))
        return;
    if (u->h->kind(p.values) != TNK_MAP)        /* nothing is known before apply */
        p.values = u->h->map(u->run, p.at);
    const tnk_value *change = tf_table_get(&w->plan.changes, p.address);
    p.plan = &w->plan;
    p.unknown = GET(u, change, "after_unknown");
    p.written = tf_table_get(&w->plan.resources, tf_without_indexes(u, p.address));
    w->each(w->ud, &p);
}

/* Notes which instances there are, before any of them is handed over. */
static void note(void *ud, const tf_planned *p)
{
    walk *w = ud;
    tnk_str base = tf_without_indexes(w->u, p->address);
    tf_plan_group *g = tf_table_get(&w->plan.planned, base);
    if (g == NULL) {
        g = tf_new(w->u->mem, tf_plan_group);
        tf_table_set(w->u->mem, &w->plan.planned, base, g);
    }
    g->addresses = tf_mem_grow(w->u->mem, g->addresses, g->n, &g->cap, sizeof *g->addresses);
    g->addresses[g->n++] = p->address;
}

/* only_data: data sources that were read while planning are in the prior state only, where all else is old. */
static void walk_module(walk *w, const tnk_value *module, bool only_data, int depth)
{
    tf_unit *u = w->u;
    const tnk_value *list = GET(u, module, "resources"), *children = GET(u, module, "child_modules");
    tnk_str address = u->h->as_text(GET(u, module, "address")), prefix = { "", 0 };
    if (address.len != 0)
        prefix = join(u, address, ".", (tnk_str){ "", 0 });
    for (size_t i = 0; i < u->h->count(list); i++) {
        const tnk_value *r = u->h->at(list, i);
        if (!only_data || tf_is(u->h->as_text(GET(u, r, "mode")), "data"))
            one(w, r, prefix);
    }
    if (depth >= MODULES_MAX && u->h->count(children) != 0 && !w->told_depth)
        tf_tell(u, TNK_LEVEL_ERROR, "tf-plan-depth", u->h->span(children),
                tr(u, "modules are nested too deeply here; what is in them is not judged"), TF_NO_ARGS);
    w->told_depth |= depth >= MODULES_MAX && u->h->count(children) != 0;
    for (size_t i = 0; i < u->h->count(children) && depth < MODULES_MAX; i++)
        walk_module(w, u->h->at(children, i), only_data, depth + 1);
}

/* ---- state files ---- */

static void one_instance(walk *w, const tnk_value *r, const tnk_value *instance)
{
    tf_unit *u = w->u;
    tnk_str module = u->h->as_text(GET(u, r, "module")), name = u->h->as_text(GET(u, r, "name"));
    tf_planned p = { .type = u->h->as_text(GET(u, r, "type")), .values = GET(u, instance, "attributes"),
                     .prefix = { "", 0 }, .at = u->h->span(instance) };
    if (!tf_is_type(p.type) || u->h->kind(p.values) != TNK_MAP || !cty_spend(&u->cty, 20))
        return;
    p.is_data = tf_is(u->h->as_text(GET(u, r, "mode")), "data");
    if (module.len != 0)
        p.prefix = join(u, module, ".", (tnk_str){ "", 0 });
    p.address = join(u, join(u, p.prefix, p.is_data ? "data." : "", p.type), ".", name);
    p.address = join(u, p.address, "", index_text(u, GET(u, instance, "index_key")));
    w->each(w->ud, &p);
}

static void walk_state(walk *w, const tnk_value *list)
{
    tf_unit *u = w->u;
    for (size_t i = 0; i < u->h->count(list); i++) {
        const tnk_value *r = u->h->at(list, i), *instances = GET(u, r, "instances");
        for (size_t k = 0; k < u->h->count(instances); k++)
            one_instance(w, r, u->h->at(instances, k));
    }
}

void tf_plan_walk(tf_unit *u, const tnk_value *doc, void (*each)(void *ud, const tf_planned *p), void *ud)
{
    walk w = { .u = u, .each = each, .ud = ud };
    const tnk_value *planned = GET(u, doc, "planned_values"), *values = GET(u, doc, "values");
    if (planned == NULL && values == NULL) {
        if (GET(u, doc, "lineage") != NULL)
            walk_state(&w, GET(u, doc, "resources"));
        else
            tf_tell(u, TNK_LEVEL_ERROR, "tf-plan-form", u->h->span(doc),
                    tr(u, "this plan has no planned_values; make it with \"terraform show -json\""), TF_NO_ARGS);
        return;
    }
    index_changes(&w, GET(u, doc, "resource_changes"));
    if (planned != NULL) {
        w.each = note;
        w.ud = &w;
        walk_module(&w, GET(u, planned, "root_module"), false, 0);
        w.each = each;
        w.ud = ud;
    }
    index_written(&w, GET(u, GET(u, doc, "configuration"), "root_module"), (tnk_str){ "", 0 }, 0);
    if (planned != NULL) {
        walk_module(&w, GET(u, planned, "root_module"), false, 0);
        walk_module(&w, GET(u, GET(u, GET(u, doc, "prior_state"), "values"), "root_module"), true, 0);
    } else {
        walk_module(&w, GET(u, values, "root_module"), false, 0);
    }
}
