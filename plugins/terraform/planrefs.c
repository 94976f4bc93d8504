/* SPDX-License-Identifier: Apache-2.0
 * What an expression in a plan's "configuration" refers to. The plan lists names ("aws_x.y.id", "var.v",
 * "module.m.out", "each.value"); they are followed through module calls and outputs to the resources that are
 * planned. */
#include "planjson.h"

enum { STEPS_MAX = 32 };        /* module calls and outputs followed */

#define GET(u, map, name) ((u)->h->get((u)->run, map, TNK_LIT(name)))

typedef struct search {
    tf_unit *u;
    const tf_planned *p;
    tnk_str *to;
    size_t n, max;
    int steps;
} search;

static void follow(search *s, const tnk_value *expression, tnk_str prefix, bool same_key);

static bool starts(tnk_str s, const char *head)
{
    size_t n = strlen(head);
    return s.len > n && memcmp(s.ptr, head, n) == 0;
}

static tnk_str join(tf_unit *u, tnk_str a, tnk_str b)
{
    tf_buf out = { .mem = u->mem };
    tf_put(&out, a);
    tf_put(&out, b);
    return tf_take(&out);
}

/* The first `dots` + 1 steps of a name: "aws_x.y" of "aws_x.y[0].id". */
static tnk_str head_of(tnk_str ref, size_t dots)
{
    size_t n = 0, in = 0;
    for (size_t i = 0; i < ref.len; i++) {
        in += ref.ptr[i] == '[';
        in -= ref.ptr[i] == ']' && in > 0;
        if (ref.ptr[i] == '.' && in == 0 && n++ == dots)
            return (tnk_str){ ref.ptr, i };
    }
    return n == dots ? ref : (tnk_str){ NULL, 0 };
}

static void add(search *s, tnk_str address)
{
    for (size_t i = 0; i < s->n; i++) {
        if (tf_eq(s->to[i], address))
            return;
    }
    if (s->n < s->max)
        s->to[s->n++] = address;
}

/* The index at the end of an address: "[0]"; empty: none. */
static tnk_str index_of(tnk_str address)
{
    size_t i = address.len;
    if (i == 0 || address.ptr[i - 1] != ']')
        return (tnk_str){ "", 0 };
    while (i > 0 && address.ptr[i - 1] != '[')
        i--;
    return i > 0 ? (tnk_str){ address.ptr + i - 1, address.len - i + 1 } : (tnk_str){ "", 0 };
}

static bool is_among(const tf_plan_group *g, tnk_str address)
{
    for (size_t i = 0; i < g->n; i++) {
        if (tf_eq(g->addresses[i], address))
            return true;
    }
    return false;
}

/* A resource by its name in the module: this very instance, the one with the same key, or all of them. */
static void add_resource(search *s, tnk_str name, tnk_str prefix, bool same_key)
{
    tnk_str address = join(s->u, prefix, name);
    const tf_plan_group *g = tf_table_get(&s->p->plan->planned, tf_without_indexes(s->u, address));
    tnk_str key = index_of(s->p->address), twin = join(s->u, address, key);
    if (g == NULL || index_of(name).len != 0 || is_among(g, address)) {
        add(s, address);
    } else if (same_key && key.len != 0 && is_among(g, twin)) {
        add(s, twin);
    } else {
        for (size_t i = 0; i < g->n; i++) {
            if (starts(g->addresses[i], tf_mem_str(s->u->mem, prefix).ptr) || prefix.len == 0)
                add(s, g->addresses[i]);
        }
    }
}

/* var.x of a module: what the call gives for x. */
static void follow_variable(search *s, tnk_str ref, tnk_str prefix)
{
    tnk_str module = { prefix.ptr, prefix.len > 0 ? prefix.len - 1 : 0 };
    const tnk_value *call = module.len != 0 ? tf_table_get(&s->p->plan->calls, tf_without_indexes(s->u, module)) : NULL;
    tnk_str name = head_of(ref, 1), up = module;
    size_t dot = 0;
    if (call == NULL || name.len <= 4)
        return;
    name = (tnk_str){ name.ptr + 4, name.len - 4 };
    for (size_t i = 0; i + 8 < up.len; i++) {
        if (memcmp(up.ptr + i, ".module.", 8) == 0)
            dot = i + 1;
    }
    follow(s, s->u->h->get(s->u->run, GET(s->u, call, "expressions"), name), (tnk_str){ prefix.ptr, dot }, false);
}

/* module.m.out: the expression of that output. */
static void follow_output(search *s, tnk_str ref, tnk_str prefix)
{
    tnk_str module = head_of(ref, 1), whole = head_of(ref, 2);
    if (module.len == 0 || whole.len <= module.len + 1)
        return;
    tnk_str at = join(s->u, prefix, module), name = { whole.ptr + module.len + 1, whole.len - module.len - 1 };
    const tnk_value *call = tf_table_get(&s->p->plan->calls, tf_without_indexes(s->u, at));
    const tnk_value *out = s->u->h->get(s->u->run, GET(s->u, GET(s->u, call, "module"), "outputs"), name);
    follow(s, GET(s->u, out, "expression"), join(s->u, at, TNK_LIT(".")), false);
}

static bool follows_key(const tf_unit *u, const tnk_value *list)
{
    for (size_t i = 0; i < u->h->count(list); i++) {
        tnk_str ref = u->h->as_text(u->h->at(list, i));
        if (tf_is(ref, "each.key") || tf_is(ref, "count.index"))
            return true;
    }
    return false;
}

static void follow_one(search *s, tnk_str ref, tnk_str prefix, bool same_key)
{
    if (starts(ref, "var."))
        follow_variable(s, ref, prefix);
    else if (starts(ref, "module."))
        follow_output(s, ref, prefix);
    else if (starts(ref, "each.value"))
        follow(s, GET(s->u, s->p->written, "for_each_expression"), prefix, true);
    else if (!starts(ref, "local.") && !starts(ref, "each.") && !starts(ref, "count.") && !starts(ref, "path.") &&
             !starts(ref, "terraform.") && !starts(ref, "self."))
        add_resource(s, head_of(ref, starts(ref, "data.") ? 2 : 1), prefix, same_key);
}

static void follow(search *s, const tnk_value *expression, tnk_str prefix, bool same_key)
{
    const tnk_value *list = GET(s->u, expression, "references");
    same_key |= follows_key(s->u, list);
    if (s->steps >= STEPS_MAX)
        return;
    s->steps++;
    for (size_t i = 0; i < s->u->h->count(list) && cty_spend(&s->u->cty, 1); i++) {
        tnk_str ref = s->u->h->as_text(s->u->h->at(list, i));
        if (ref.len != 0)
            follow_one(s, ref, prefix, same_key);
    }
}

size_t tf_plan_refs(tf_unit *u, const tf_planned *p, const tnk_value *expression, tnk_str *to, size_t max)
{
    search s = { .u = u, .p = p, .to = to, .max = max };
    follow(&s, expression, p->prefix, false);
    return s.n;
}
