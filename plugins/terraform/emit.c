/* SPDX-License-Identifier: Apache-2.0
 * Handing over: every instance of every resource, data source and module call, and the settings around them. */
#include "lang/lang.h"

/* ---- bodies ---- */

typedef struct block_list {
    struct block_list *before;
    tnk_str type;
    tnk_span at;                /* of the first */
    tnk_value *list;
} block_list;

typedef struct building {
    tf_unit *u;
    tnk_value *map;
    tf_table by_type;
    block_list *lists;
} building;

static void on_attr(void *ud, const tf_scope *s, const hcl_attr *a)
{
    building *b = ud;
    const tnk_value *v = tf_build(b->u, s, a->value);
    if (b->u->h->kind(v) != TNK_NULL)
        (void)b->u->h->put(b->u->run, b->map, a->name, a->name_at, v);
}

static tnk_value *list_of(building *b, tnk_str type, tnk_span at)
{
    block_list *l = tf_table_get(&b->by_type, type);
    if (l == NULL) {
        l = tf_new(b->u->mem, block_list);
        *l = (block_list){ b->lists, type, at, b->u->h->list(b->u->run, at) };
        b->lists = l;
        tf_table_set(b->u->mem, &b->by_type, type, l);
    }
    return l->list;
}

static void on_block(void *ud, const tf_scope *s, tnk_str type, const hcl_block *b, const hcl_body *body)
{
    building *to = ud;
    tnk_value *list = list_of(to, type, b->header);
    const tnk_value *v = tf_build_body(to->u, s, body, false);
    (void)to->u->h->push(to->u->run, list, to->u->h->moved(to->u->run, v, b->header));
}

static void on_unclear(void *ud, tnk_str type, const hcl_block *b, const cty_unknown *why)
{
    building *to = ud;
    (void)to->u->h->push(to->u->run, list_of(to, type, b->header), tf_place(to->u, tf_unclear(to->u, why), b->header));
}

static void put_lists(building *b, const block_list *l)
{
    if (l == NULL)
        return;
    put_lists(b, l->before);
    (void)b->u->h->put(b->u->run, b->map, l->type, l->at, l->list);
}

/* As tf_build_body; more names what else stands in it. */
static const tnk_value *build_body(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top, tnk_str more,
                                   const tnk_value *what)
{
    building b = { .u = u, .map = u->h->map(u->run, body->at) };
    tf_visitor v = { &b, on_attr, on_block, on_unclear };
    if (!tf_too_deep(u, 0)) {
        u->depth++;
        tf_visit(u, s, body, top, &v);
        u->depth--;
    }
    put_lists(&b, b.lists);
    if (what != NULL)
        (void)u->h->put(u->run, b.map, more, body->at, what);
    return b.map;
}

const tnk_value *tf_build_body(tf_unit *u, const tf_scope *s, const hcl_body *body, bool top)
{
    return build_body(u, s, body, top, (tnk_str){ NULL, 0 }, NULL);
}

/* ---- resources ---- */

/* The calls through which a module came to be, outermost first. */
static const tnk_span *calls(tf_unit *u, const tf_instance *in, size_t *n)
{
    tnk_span *at = tf_new_array(u->mem, in->level, tnk_span);
    *n = in->level;
    for (; in->parent != NULL; in = in->parent)
        at[in->level - 1] = in->call->block->header;
    return at;
}

/* False: evaluating it took too much work, which is told. */
static bool hand_over(tf_unit *u, const tf_instance *in, tnk_str kind, tnk_str address, const tnk_value *v, tnk_span at)
{
    tnk_resource r = { .abi = TNK_ABI, .size = sizeof r, .kind = kind, .address = address, .value = v, .at = at };
    if (!tf_budget_next(u, address, at))
        return false;
    r.via = calls(u, in, &r.n_via);
    (void)u->h->resource(u->run, &r);
    return true;
}

static void emit_resource(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i)
{
    tf_room room;
    const tf_scope *s = tf_scope_of(u, in, d, i, &room);
    tnk_str address = tf_address(u, in, d, i);
    const tnk_value *more = NULL;
    if (d->is_data && tf_is(d->type, "aws_iam_policy_document"))
        more = tf_place(u, tf_resource_attr(u, in, d, i, TNK_LIT("json")), d->block->header);
    const tnk_value *v = build_body(u, s, d->block->body, true, TNK_LIT("json"), more);
    if (hand_over(u, in, d->kind, address, v, d->block->header) && !d->is_data)
        tf_refer(u, s, d, address);
}

/* ---- what stands around them ---- */

static tnk_str join(tf_unit *u, tnk_str prefix, const char *head, tnk_str name)
{
    tf_buf b = { .mem = u->mem };
    tf_put(&b, prefix);
    tf_puts(&b, head);
    tf_put(&b, name);
    return tf_take(&b);
}

static void emit_provider(tf_unit *u, tf_instance *in, const hcl_block *b)
{
    tf_scope s = { .in = in };
    const hcl_attr *alias = hcl_attr_get(b->body, "alias");
    if (b->n_labels != 1 || !tf_is_type(b->labels[0]))
        return;
    tnk_str address = join(u, in->prefix, "provider.", b->labels[0]);
    if (alias != NULL && alias->value->kind == HCL_STRING)
        address = tf_concat(u->mem, tf_concat(u->mem, address, TNK_LIT(".")), alias->value->text);
    (void)hand_over(u, in, join(u, TNK_LIT("terraform:"), "provider.", b->labels[0]), address,
                    tf_build_body(u, &s, b->body, false), b->header);
}

static void emit_backend(tf_unit *u, tf_instance *in, const hcl_block *terraform)
{
    tf_scope s = { .in = in };
    for (uint32_t i = 0; i < terraform->body->n; i++) {
        const hcl_block *b = terraform->body->items[i].block;
        if (b != NULL && tf_is(b->type, "backend") && b->n_labels == 1 && tf_is_type(b->labels[0]))
            (void)hand_over(u, in, join(u, TNK_LIT("terraform:"), "backend.", b->labels[0]),
                            join(u, TNK_LIT(""), "terraform.backend.", b->labels[0]),
                            tf_build_body(u, &s, b->body, false), b->header);
    }
}

/* Members of a block that rules may want, by name. */
static const tnk_value *some(tf_unit *u, const tf_scope *s, const hcl_block *b, const char *const *names, size_t n)
{
    tnk_value *map = u->h->map(u->run, b->at);
    for (size_t i = 0; i < n; i++) {
        const hcl_attr *a = hcl_attr_get(b->body, names[i]);
        const tnk_value *v = a != NULL ? tf_build(u, s, a->value) : NULL;
        if (v != NULL && u->h->kind(v) != TNK_NULL)
            (void)u->h->put(u->run, map, tf_str(names[i]), a->name_at, v);
    }
    return map;
}

static void emit_root(tf_unit *u, tf_instance *in)
{
    static const char *const of_variable[] = { "default", "description", "sensitive" };
    static const char *const of_output[] = { "value", "description", "sensitive" };
    const tf_module *m = in->module;
    tf_scope nothing = { .in = NULL }, s = { .in = in };
    for (size_t i = 0; i < m->n_variables; i++)
        (void)hand_over(u, in, TNK_LIT("terraform:variable"), join(u, in->prefix, "var.", m->variable[i]->name),
                        some(u, &nothing, m->variable[i]->block, of_variable, 3), m->variable[i]->block->header);
    for (size_t i = 0; i < m->n_outputs; i++)
        (void)hand_over(u, in, TNK_LIT("terraform:output"), join(u, in->prefix, "output.", m->output[i]->name),
                        some(u, &s, m->output[i]->block, of_output, 3), m->output[i]->block->header);
}

/* ---- modules ---- */

static void emit_instance(tf_unit *u, tf_instance *in);

static void emit_module(tf_unit *u, tf_instance *in, const tf_decl *call, uint32_t i)
{
    static const char *const names[] = { "source", "version" };
    tf_scope s = { .in = in };
    (void)hand_over(u, in, call->kind, tf_address(u, in, call, i), some(u, &s, call->block, names, 2),
                    call->block->header);
    tf_instance *child = tf_child(u, in, call, i);
    if (child != NULL)
        emit_instance(u, child);
}

static void emit_decl(tf_unit *u, tf_instance *in, const tf_decl *d)
{
    const tf_expansion *x = tf_expand(u, in, d);
    for (uint32_t i = 0; i < x->n && !u->spent; i++) {
        if (u->n_resources++ >= TF_RESOURCES_MAX)       /* spends all that is left */
            u->cty.steps = u->cty.max_steps = TF_STEPS_MAX;
        (void)cty_spend(&u->cty, 20);
        if (d->is_module)
            emit_module(u, in, d, i);
        else
            emit_resource(u, in, d, i);
    }
}

static void emit_instance(tf_unit *u, tf_instance *in)
{
    const tf_module *m = in->module;
    for (size_t i = 0; i < m->n_settings; i++) {
        if (tf_is(m->setting[i]->type, "provider"))
            emit_provider(u, in, m->setting[i]);
        else if (in->parent == NULL)
            emit_backend(u, in, m->setting[i]);
    }
    for (size_t i = 0; i < m->n_decls && !u->spent; i++)
        emit_decl(u, in, m->decl[i]);
}

void tf_emit(tf_unit *u)
{
    emit_root(u, u->root);
    emit_instance(u, u->root);
}
