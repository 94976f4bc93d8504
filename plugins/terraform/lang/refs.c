/* SPDX-License-Identifier: Apache-2.0
 * References to resources, data sources and modules: what is written is their value, the rest is known to the provider
 * only. */
#include "lang/refs.h"

enum { ALMOST = 50 };           /* evaluations to the limit of depth where a failure is taken for its doing */

/* ---- attributes of one resource ---- */

static const cty_value *computed(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i)
{
    tnk_str address = tf_address(u, in, d, i);
    const char *msg = d->is_data ? tr(u, "%1 is read when Terraform runs") : tr(u, "%1 is known once it is created");
    uint32_t why = d->is_data ? TNK_WHY_EXTERNAL : TNK_WHY_REFERENCE;
    return tf_unclear(u, tf_why(u, why, msg, TF_ARGS(address), &address, 1));
}

/* An unknown value of a resource's attribute refers to that resource, not to what its value depends on in turn: a
 * name made of random_id.r does not mean all that are named so. */
static const cty_value *through(tf_unit *u, const cty_value *v, tnk_str address)
{
    cty_unknown *why = tf_new(u->mem, cty_unknown);
    tnk_str *ref = tf_new(u->mem, tnk_str);
    *ref = address;
    *why = *v->unknown;
    why->refs = ref;
    why->n_refs = 1;
    cty_value *copy = tf_new(u->mem, cty_value);
    *copy = *v;
    copy->unknown = why;
    return copy;
}

static const cty_value *written(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, const hcl_attr *a)
{
    tf_room room;
    const cty_value *v = tf_eval(u, tf_scope_of(u, in, d, i, &room), a->value);
    if (v != NULL)
        return v;
    const cty_unknown *why = tf_why_failed(u);
    if (tf_too_deep(u, ALMOST))
        tf_tell_failure(u, a->value->at);
    else
        tf_forget_failure(u);   /* told where the resource itself is handed over, which is not as deep */
    return tf_unclear(u, why);
}

/* A data source that should compute and fails to. */
static const cty_value *not_computed(tf_unit *u, const tf_decl *d)
{
    const cty_unknown *why = tf_why_failed(u);
    tf_tell_failure(u, d->block->header);
    return tf_unclear(u, why);
}

static const cty_value *resource_attr(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name)
{
    tf_room room;
    const cty_value *v = d->is_data ? tf_data_attr(u, in, d, i, name) : NULL;
    const hcl_attr *a = v == NULL ? tf_table_get(&d->attrs, name) : NULL;
    if (v == NULL && u->cty.failed)
        return not_computed(u, d);
    if (a != NULL)
        v = written(u, in, d, i, a);
    else if (v == NULL)
        v = tf_blocks_value(u, tf_scope_of(u, in, d, i, &room), d->block->body, name, computed(u, in, d, i)->unknown);
    if (v != NULL && cty_is_unknown(v))
        return through(u, v, tf_address(u, in, d, i));
    return v != NULL && !cty_is_null(v) ? v : computed(u, in, d, i);
}

static tf_cell *attr_cell(tf_unit *u, tf_expansion *x, uint32_t i, tnk_str name)
{
    if (x->attrs == NULL)
        x->attrs = tf_new_array(u->mem, x->n, tf_table);
    tf_cell *cell = tf_table_get(&x->attrs[i], name);
    if (cell == NULL)
        tf_table_set(u->mem, &x->attrs[i], name, cell = tf_new(u->mem, tf_cell));
    return cell;
}

const cty_value *tf_resource_attr(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name)
{
    tf_cell *cell = attr_cell(u, tf_expand(u, in, d), i, name);
    if (cell->value != NULL)
        return cell->value;
    if (cell->busy)
        return cty_fail(&u->cty, "%.*s.%.*s refers to itself", CTY_SHOW(d->key), CTY_SHOW(name));
    cell->busy = true;
    cell->value = resource_attr(u, in, d, i, name);
    cell->busy = false;
    return cell->value;
}

const cty_value *tf_resource_object(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i)
{
    tf_expansion *x = tf_expand(u, in, d);
    if (x->objects == NULL)
        x->objects = tf_new_array(u->mem, x->n, tf_cell);
    tf_cell *cell = &x->objects[i];
    tf_room room;
    if (cell->value != NULL)
        return cell->value;
    if (cell->busy)
        return computed(u, in, d, i);
    cell->busy = true;
    const cty_value *v = tf_body_value(u, tf_scope_of(u, in, d, i, &room), d->block->body, true,
                                       computed(u, in, d, i)->unknown);
    cell->busy = false;
    return cell->value = v;
}

/* ---- modules ---- */

static const cty_value *no_module(tf_unit *u, const tf_instance *in, const tf_decl *d)
{
    tnk_str address = tf_address(u, in, d, 0);
    return tf_unclear(u, tf_why(u, TNK_WHY_EXTERNAL, tr(u, "%1 is not among the files"), TF_ARGS(address), NULL, 0));
}

static const cty_value *output_of(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name)
{
    tf_instance *child = tf_child(u, in, d, i);
    const tf_named *o = child != NULL ? tf_table_get(&child->module->outputs, name) : NULL;
    if (child == NULL)
        return no_module(u, in, d);
    return o != NULL ? tf_output_value(u, child, o)
                     : cty_fail(&u->cty, "%.*s has no output \"%.*s\"", CTY_SHOW(d->key), CTY_SHOW(name));
}

static const cty_value *module_object(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i)
{
    tf_instance *child = tf_child(u, in, d, i);
    if (child == NULL)
        return no_module(u, in, d);
    const tf_module *m = child->module;
    tnk_str *names = tf_new_array(u->mem, m->n_outputs, tnk_str);
    const cty_value **items = tf_new_array(u->mem, m->n_outputs, const cty_value *);
    for (size_t k = 0; k < m->n_outputs; k++) {
        names[k] = m->output[k]->name;
        if ((items[k] = tf_output_value(u, child, m->output[k])) == NULL)
            return NULL;
    }
    return cty_object(&u->cty, names, items, m->n_outputs);
}

/* ---- whatever is declared ---- */

static const cty_value *object_of(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i)
{
    return d->is_module ? module_object(u, in, d, i) : tf_resource_object(u, in, d, i);
}

static const cty_value *attr_of(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name)
{
    return d->is_module ? output_of(u, in, d, i, name) : tf_resource_attr(u, in, d, i, name);
}

/* All instances: an object, a tuple of them (count), an object of them (for_each). */
static const cty_value *whole(tf_unit *u, tf_instance *in, const tf_decl *d, tf_expansion *x)
{
    if (x->how == TF_SINGLE)
        return object_of(u, in, d, 0);
    if (x->how == TF_UNCLEAR) {
        tnk_str address = tf_address(u, in, d, 0);
        return through(u, tf_unclear(u, x->why), address);
    }
    if (x->whole.value != NULL)
        return x->whole.value;
    const cty_value **items = tf_new_array(u->mem, x->n, const cty_value *);
    for (uint32_t i = 0; i < x->n; i++) {
        if ((items[i] = object_of(u, in, d, i)) == NULL)
            return NULL;
    }
    return x->whole.value = x->how == TF_COUNT ? cty_tuple(&u->cty, items, x->n)
                                               : cty_object(&u->cty, x->keys, items, x->n);
}

static const cty_value *no_instance(tf_unit *u, const tf_decl *d)
{
    return cty_fail(&u->cty, "%.*s has no such instance", CTY_SHOW(d->key));
}

/* The instance that an index or, of for_each, a name means. -1: failed; -2: cannot be known. */
static int64_t pick(tf_unit *u, const tf_scope *s, const tf_decl *d, const tf_expansion *x, const hcl_expr *step)
{
    const cty_value *key = step->kind == HCL_INDEX ? tf_eval(u, s, step->b) : cty_text(&u->cty, step->name);
    int64_t i;
    if (key == NULL)
        return -1;
    if (cty_is_unknown(key))
        return -2;
    key = cty_is_null(key) ? NULL : cty_convert(&u->cty, key, x->how == TF_COUNT ? &cty_number : &cty_string);
    if (key == NULL)
        return no_instance(u, d), -1;
    if (x->how == TF_COUNT) {
        if (cty_number_to_int(key->num, &i) && i >= 0 && i < x->n)
            return i;
    } else {
        for (uint32_t lo = 0, hi = x->n; lo < hi;) {
            uint32_t mid = lo + (hi - lo) / 2;
            int order = tf_cmp(key->str, x->keys[mid]);
            if (order == 0)
                return mid;
            *(order < 0 ? &hi : &lo) = order < 0 ? mid : mid + 1;
        }
    }
    return no_instance(u, d), -1;
}

static const cty_value *of_decl(tf_unit *u, const tf_scope *s, const tf_decl *d, const hcl_expr *const *steps, size_t n,
                                size_t *used)
{
    tf_expansion *x = tf_expand(u, s->in, d);
    int64_t i = 0;
    if (x->how != TF_SINGLE && *used < n) {
        const hcl_expr *step = steps[*used];
        if (x->how == TF_UNCLEAR) {
            *used += step->kind == HCL_INDEX;
        } else if (x->how == TF_COUNT && step->kind == HCL_GET) {
            return cty_fail(&u->cty, "%.*s has count set: write which instance, as in [0]", CTY_SHOW(d->key));
        } else {
            i = pick(u, s, d, x, step);
            *used += 1;
        }
        if (i == -1)
            return NULL;
        if (i == -2) {
            i = 0;              /* any of them */
            if (x->n == 0)
                return no_instance(u, d);
        }
    } else if (x->how != TF_SINGLE) {
        return whole(u, s->in, d, x);
    }
    if (*used < n && steps[*used]->kind == HCL_GET) {
        *used += 1;
        return attr_of(u, s->in, d, (uint32_t)i, steps[*used - 1]->name);
    }
    return x->how == TF_UNCLEAR ? whole(u, s->in, d, x) : object_of(u, s->in, d, (uint32_t)i);
}

const cty_value *tf_resolve_decl(tf_unit *u, const tf_scope *s, const hcl_expr *root, const hcl_expr *const *steps,
                                 size_t n, size_t *ret_used)
{
    char room[256];
    tnk_str parts[3] = { root->text, steps[0]->name, { NULL, 0 } }, key = { room, 0 };
    size_t n_parts = 2, at = 0, first = 0;
    if (tf_is(root->text, "resource"))
        first = 1;              /* resource.aws_x.y is aws_x.y */
    if (tf_is(root->text, "data") || tf_is(root->text, "ephemeral") || first == 1) {
        if (n < 2 || steps[1]->kind != HCL_GET)
            return cty_fail(&u->cty, "after \"%.*s\" a type and a name must follow", CTY_SHOW(root->text));
        parts[2] = steps[1]->name;
        n_parts = 3;
    }
    for (size_t i = first; i < n_parts; i++)
        key.len += parts[i].len + (i > first);
    if (key.len > sizeof room)
        key.ptr = tf_mem_get(u->mem, key.len);
    for (size_t i = first; i < n_parts; i++) {
        if (i > first)
            ((char *)key.ptr)[at++] = '.';
        memcpy((char *)key.ptr + at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    *ret_used = n_parts - 1;
    const tf_decl *d = tf_table_get(&s->in->module->decls, key);
    if (d != NULL)
        return of_decl(u, s, d, steps, n, ret_used);
    return tf_undeclared(u, TNK_WHY_REFERENCE, tf_mem_str(u->mem, key), tf_concat(u->mem, s->in->prefix, key));
}

tnk_str tf_target(tf_unit *u, const tf_scope *s, const hcl_expr *e)
{
    tnk_str none = { NULL, 0 };
    while (e->kind == HCL_WRAP || e->kind == HCL_PARENS)
        e = e->a;
    const hcl_expr *base = e->kind == HCL_GET ? e->a : NULL, *index = base;
    if (base != NULL && base->kind == HCL_INDEX)
        base = base->a;
    if (base == NULL || base->kind != HCL_GET || s->in == NULL)
        return none;
    tnk_str key = tf_concat(u->mem, TNK_LIT("."), base->name);
    if (base->a->kind == HCL_GET && base->a->a->kind == HCL_NAME && tf_is(base->a->a->text, "data"))
        key = tf_concat(u->mem, tf_concat(u->mem, TNK_LIT("data."), base->a->name), key);
    else if (base->a->kind == HCL_NAME)
        key = tf_concat(u->mem, base->a->text, key);
    else
        return none;
    const tf_decl *d = tf_table_get(&s->in->module->decls, key);
    if (d == NULL || d->is_module)
        return none;
    const tf_expansion *x = tf_expand(u, s->in, d);
    if (x->how == TF_SINGLE || x->how == TF_UNCLEAR)
        return (x->how == TF_SINGLE) == (index == base) ? tf_address(u, s->in, d, 0) : none;
    int64_t i = index != base ? pick(u, s, d, x, index) : -1;
    if (i == -1)
        tf_forget_failure(u);
    return i >= 0 ? tf_address(u, s->in, d, (uint32_t)i) : none;
}
