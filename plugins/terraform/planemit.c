/* SPDX-License-Identifier: Apache-2.0
 * Handing over the resources of a plan or state, with places in the configuration where it lies beside it. */
#include "planjson.h"

typedef struct emitting {
    tf_unit *u;
    bool beside;                /* the configuration is there: u->root */
} emitting;

/* ---- the declaration an address means ---- */

/* One step "module.a[0]" or "aws_x.y["k"]" off the front: the name without index, and the index as written. */
static tnk_str take(tnk_str *left, size_t dots, tnk_str *index)
{
    size_t i = 0, n = 0;
    *index = (tnk_str){ NULL, 0 };
    while (i < left->len && left->ptr[i] != '[' && !(left->ptr[i] == '.' && n == dots))
        n += left->ptr[i++] == '.';
    tnk_str name = { left->ptr, i };
    if (i < left->len && left->ptr[i] == '[') {
        size_t from = i;
        bool quoted = false;
        for (; i < left->len && (left->ptr[i] != ']' || quoted); i++) {
            if (quoted && left->ptr[i] == '\\')
                i++;
            else if (left->ptr[i] == '"')
                quoted = !quoted;
        }
        i = i < left->len ? i + 1 : left->len;
        *index = (tnk_str){ left->ptr + from, i - from };
    }
    i += i < left->len && left->ptr[i] == '.';
    *left = (tnk_str){ left->ptr + i, left->len - i };
    return name;
}

/* The key between [" and "], escapes taken away. */
static tnk_str key_of(tf_unit *u, tnk_str index)
{
    tf_buf b = { .mem = u->mem };
    for (size_t i = 2; i + 2 < index.len; i++) {
        i += index.ptr[i] == '\\';
        tf_putc(&b, index.ptr[i]);
    }
    return tf_take(&b);
}

static int64_t keyed(const tf_expansion *x, tnk_str key)
{
    for (uint32_t lo = 0, hi = x->n; lo < hi;) {
        uint32_t mid = lo + (hi - lo) / 2;
        int order = tf_cmp(key, x->keys[mid]);
        if (order == 0)
            return mid;
        *(order < 0 ? &hi : &lo) = order < 0 ? mid : mid + 1;
    }
    return -1;
}

/* The instance of d with that index; of an expansion that is not clear, the one that stands for all. -1: none. */
static int64_t instance_of(tf_unit *u, tf_instance *in, const tf_decl *d, tnk_str index)
{
    const tf_expansion *x = tf_expand(u, in, d);
    int64_t i = 0;
    if (x->how == TF_UNCLEAR || x->how == TF_SINGLE)
        return 0;
    if (x->how == TF_EACH)
        return keyed(x, key_of(u, index));
    for (size_t k = 1; k + 1 < index.len && i < TF_INSTANCES_MAX; k++)
        i = i * 10 + (index.ptr[k] >= '0' && index.ptr[k] <= '9' ? index.ptr[k] - '0' : TF_INSTANCES_MAX);
    return index.len > 2 && i < x->n ? i : -1;
}

static const tf_decl *find(tf_unit *u, const tf_planned *p, tf_instance **in, uint32_t *i)
{
    tnk_str left = p->address, index;
    *in = u->root;
    for (;;) {
        bool module = left.len > 7 && memcmp(left.ptr, "module.", 7) == 0;
        bool data = left.len > 5 && memcmp(left.ptr, "data.", 5) == 0;
        tnk_str name = take(&left, data ? 2 : 1, &index);
        const tf_decl *d = tf_table_get(&(*in)->module->decls, name);
        int64_t k = d != NULL ? instance_of(u, *in, d, index) : -1;
        if (k < 0)
            return NULL;
        *i = (uint32_t)k;
        if (!module)
            return d;
        if ((*in = tf_child(u, *in, d, *i)) == NULL)
            return NULL;
    }
}

/* ---- handing over ---- */

static size_t names_of(tf_unit *u, const tf_planned *p, tnk_str names[3])
{
    static const char *const keys[] = { "id", "arn", "self_link" };
    size_t n = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        tnk_str s = u->h->as_text(u->h->get(u->run, p->values, tf_str(keys[i])));
        if (s.len != 0)
            names[n++] = s;
    }
    return n;
}

static const tnk_span *calls(tf_unit *u, const tf_instance *in, size_t *n)
{
    tnk_span *at = tf_new_array(u->mem, in->level, tnk_span);
    *n = in->level;
    for (; in->parent != NULL; in = in->parent)
        at[in->level - 1] = in->call->block->header;
    return at;
}

static void each(void *ud, const tf_planned *p)
{
    emitting *e = ud;
    tf_unit *u = e->u;
    tnk_str names[3];
    tf_instance *in;
    uint32_t i;
    tnk_resource r = { .abi = TNK_ABI, .size = sizeof r, .address = p->address, .at = p->at, .names = names };
    uint32_t told = u->n_diags;
    u->n_diags = TF_DIAGS_MAX;          /* mistakes of the configuration are told where it is read for itself */
    const tf_decl *d = e->beside ? find(u, p, &in, &i) : NULL;
    tf_buf kind = { .mem = u->mem };
    tf_puts(&kind, p->is_data ? "terraform:data." : "terraform:");
    tf_put(&kind, p->type);
    r.kind = tf_take(&kind);
    r.n_names = names_of(u, p, names);
    if (d != NULL) {
        r.value = tf_planned_with(u, p, in, d, i);
        r.at = d->block->header;
        r.via = calls(u, in, &r.n_via);
    } else {
        r.value = tf_planned_value(u, p);
    }
    u->n_diags = told;
    if (r.value != NULL && tf_budget_next(u, p->address, r.at))
        (void)u->h->resource(u->run, &r);
}

/* The plan says with which variables it was made. */
static void give_variables(tf_unit *u, const tnk_value *variables)
{
    hcl_json j = { u->h, u->run };
    for (size_t i = 0; i < u->h->count(variables); i++) {
        const tnk_value *v = u->h->at(variables, i), *value = u->h->get(u->run, v, TNK_LIT("value"));
        tf_given *g = tf_new(u->mem, tf_given);
        if (value == NULL)
            continue;
        g->expr = hcl_json_expr(&u->hcl, &j, value, true);
        tf_table_set(u->mem, &u->given, u->h->key(u->run, v), g);
    }
}

void tf_plan_emit(tf_unit *u, const tnk_value *doc, tnk_str dir)
{
    emitting e = { .u = u };
    uint32_t told = u->n_diags;
    u->planning = true;
    u->n_diags = TF_DIAGS_MAX;
    const tf_module *m = tf_load(u, dir);
    u->n_diags = told;
    e.beside = !m->empty;
    u->root = tf_instance_new(u, m, NULL, NULL, 0);
    give_variables(u, u->h->get(u->run, doc, TNK_LIT("variables")));
    tf_plan_walk(u, doc, each, &e);
}
