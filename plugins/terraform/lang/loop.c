/* SPDX-License-Identifier: Apache-2.0
 * for expressions and splats. */
#include "lang/lang.h"

const cty_value *tf_item_key(tf_unit *u, const cty_value *over, uint32_t i)
{
    if (over->kind == CTY_SET)
        return over->items[i];
    return cty_is_keyed(over) ? cty_text(&u->cty, over->keys[i]) : cty_int(&u->cty, i);
}

static bool is_collection(const cty_value *v)
{
    return cty_is_seq(v) || cty_is_keyed(v);
}

/* ---- for ---- */

typedef struct results {
    const cty_value **items;
    tnk_str *keys;
    size_t n, cap_items, cap_keys;
    tf_table seen;              /* key -> its item's number + 1, of an object */
    size_t *tails;              /* grouping: how many items a key has */
    size_t cap_tails;
    const cty_unknown *unclear;
    bool sensitive;
} results;

typedef struct iteration {
    tf_unit *u;
    const tf_scope *s;          /* with the loop's names */
    const hcl_loop *loop;
    bool object, group;
    results *out;
} iteration;

static void push(tf_unit *u, results *r, tnk_str key, const cty_value *v)
{
    r->items = tf_mem_grow(u->mem, r->items, r->n, &r->cap_items, sizeof *r->items);
    r->keys = tf_mem_grow(u->mem, r->keys, r->n, &r->cap_keys, sizeof *r->keys);
    r->items[r->n] = v;
    r->keys[r->n++] = key;
}

/* Is the item wanted? -1: failed. An unclear condition makes the whole result unclear. */
static int wanted(const iteration *it)
{
    if (it->loop->cond == NULL)
        return 1;
    const cty_value *c = tf_eval(it->u, it->s, it->loop->cond);
    if (c == NULL)
        return -1;
    if (cty_is_null(c))
        return cty_fail(&it->u->cty, "the condition of a for expression is null"), -1;
    if ((c = cty_convert(&it->u->cty, c, &cty_bool)) == NULL)
        return -1;
    it->out->sensitive |= c->sensitive;
    if (cty_is_unknown(c)) {
        it->out->unclear = c->unknown;
        return 0;
    }
    return c->flag;
}

static int add_member(const iteration *it)
{
    results *r = it->out;
    cty_ctx *c = &it->u->cty;
    const cty_value *key = tf_eval(it->u, it->s, it->loop->result_key);
    if (key == NULL)
        return -1;
    if (cty_is_null(key))
        return cty_fail(c, "a key of a for expression is null"), -1;
    if ((key = cty_convert(c, key, &cty_string)) == NULL)
        return -1;
    r->sensitive |= key->sensitive;
    const cty_value *v = tf_eval(it->u, it->s, it->loop->body);
    if (v == NULL)
        return -1;
    if (cty_is_unknown(key)) {
        r->unclear = key->unknown;
        return 0;
    }
    if (!it->group && tf_table_get(&r->seen, key->str) != NULL)
        return cty_fail(c, "two items of a for expression have the key \"%.*s\"; add ... to group them",
                        CTY_SHOW(key->str)), -1;
    tf_table_set(it->u->mem, &r->seen, key->str, (void *)v);
    push(it->u, r, key->str, v);
    return 0;
}

static int add_item(const iteration *it)
{
    if (it->object)
        return add_member(it);
    const cty_value *v = tf_eval(it->u, it->s, it->loop->body);
    if (v == NULL)
        return -1;
    push(it->u, it->out, (tnk_str){ NULL, 0 }, v);
    return 0;
}

/* Items with the same key become one tuple, in the order in which they came. */
static const cty_value *grouped(tf_unit *u, const results *r)
{
    tf_table index = { 0 };
    size_t n = 0, *group_of = tf_new_array(u->mem, r->n, size_t), *size = tf_new_array(u->mem, r->n, size_t);
    tnk_str *keys = tf_new_array(u->mem, r->n, tnk_str);
    for (size_t i = 0; i < r->n; i++) {
        size_t *at = tf_table_get(&index, r->keys[i]);
        if (at == NULL) {
            at = tf_new(u->mem, size_t);
            *at = n;
            keys[n++] = r->keys[i];
            tf_table_set(u->mem, &index, r->keys[i], at);
        }
        group_of[i] = *at;
        size[*at]++;
    }
    const cty_value ***groups = tf_new_array(u->mem, n, const cty_value **);
    const cty_value **tuples = tf_new_array(u->mem, n, const cty_value *);
    for (size_t i = 0; i < n; i++) {
        groups[i] = tf_new_array(u->mem, size[i], const cty_value *);
        size[i] = 0;
    }
    for (size_t i = 0; i < r->n; i++)
        groups[group_of[i]][size[group_of[i]]++] = r->items[i];
    for (size_t i = 0; i < n; i++)
        tuples[i] = cty_tuple(&u->cty, groups[i], size[i]);
    return cty_object(&u->cty, keys, tuples, n);
}

static const cty_value *finish(tf_unit *u, const iteration *it, bool sensitive)
{
    results *r = it->out;
    const cty_value *v;
    if (r->unclear != NULL)
        v = tf_unclear(u, r->unclear);
    else if (!it->object)
        v = cty_tuple(&u->cty, r->items, r->n);
    else
        v = it->group ? grouped(u, r) : cty_object(&u->cty, r->keys, r->items, r->n);
    return v != NULL && (sensitive || r->sensitive) ? cty_mark(&u->cty, v, true) : v;
}

const cty_value *tf_eval_loop(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const hcl_loop *loop = e->loop;
    const cty_value *over = tf_eval(u, s, loop->over);
    if (over == NULL)
        return NULL;
    if (cty_is_unknown(over))
        return over->kind == CTY_DYNAMIC || is_collection(over) ? tf_unclear(u, over->unknown) :
            cty_fail(&u->cty, "a for expression needs a collection, not %s", cty_type_name(over->type));
    if (cty_is_null(over) || !is_collection(over))
        return cty_fail(&u->cty, "a for expression needs a collection, not %s",
                        cty_is_null(over) ? "null" : cty_type_name(cty_type_of(&u->cty, over)));
    results r = { 0 };
    tf_frame value = { .up = s->frames, .name = loop->value }, key = { .up = &value, .name = loop->key };
    tf_scope inner = { s->in, loop->key.ptr != NULL ? &key : &value, s->item };
    iteration it = { u, &inner, loop, e->kind == HCL_FOR_OBJECT, e->flag, &r };
    for (uint32_t i = 0; i < over->n; i++) {
        key.value = tf_item_key(u, over, i);
        value.value = over->items[i];
        if (!cty_spend(&u->cty, 1))
            return NULL;
        int want = wanted(&it);
        if (want < 0 || (want > 0 && add_item(&it) != 0))
            return NULL;
    }
    return finish(u, &it, over->sensitive);
}

/* ---- splat ---- */

const cty_value *tf_eval_splat(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    const cty_value *over = tf_eval(u, s, e->a);
    if (over == NULL)
        return NULL;
    if (cty_is_null(over))
        return cty_is_seq(over) && over->kind != CTY_DYNAMIC
            ? cty_fail(&u->cty, "a splat cannot be applied to a null %s", cty_type_name(over->type))
            : cty_tuple(&u->cty, NULL, 0);
    if (cty_is_unknown(over))
        return tf_unclear(u, over->unknown);
    bool seq = cty_is_seq(over);
    const cty_value *const *from = seq ? over->items : &over;
    uint32_t n = seq ? over->n : 1;
    const cty_value **items = tf_new_array(u->mem, n, const cty_value *);
    for (uint32_t i = 0; i < n; i++) {
        tf_scope inner = { s->in, s->frames, from[i] };
        if (!cty_spend(&u->cty, 1) || (items[i] = tf_eval(u, &inner, e->b)) == NULL)
            return NULL;
    }
    const cty_value *v = cty_tuple(&u->cty, items, n);
    if (v != NULL && (over->kind == CTY_LIST || over->kind == CTY_SET) && !v->deep_unknown)
        v = cty_convert(&u->cty, v, cty_type_list(&u->cty, n != 0 ? cty_type_of(&u->cty, items[0]) : &cty_dynamic));
    return v != NULL && over->sensitive ? cty_mark(&u->cty, v, true) : v;
}
