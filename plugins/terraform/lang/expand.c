/* SPDX-License-Identifier: Apache-2.0
 * How often a resource or module is there (count, for_each), and the scope of each time. */
#include "lang/lang.h"

static void unclear(tf_expansion *x, const cty_unknown *why)
{
    x->how = TF_UNCLEAR;
    x->n = 1;
    x->why = why;
}

static void bad(tf_unit *u, tf_expansion *x, const hcl_expr *e, const char *code, const char *msg)
{
    tf_tell(u, TNK_LEVEL_WARNING, code, e->at, msg, TF_NO_ARGS);
    unclear(x, tf_why(u, TNK_WHY_INVALID, msg, TF_NO_ARGS, NULL, 0));
}

static uint32_t bounded(tf_unit *u, const hcl_expr *e, uint64_t n)
{
    if (n <= TF_INSTANCES_MAX)
        return (uint32_t)n;
    tf_buf b = { .mem = u->mem };
    tf_putf(&b, "%d", TF_INSTANCES_MAX);
    tf_tell(u, TNK_LEVEL_ERROR, "tf-too-many-instances", e->at,
            tr(u, "this makes more than %1 instances; only the first one is judged"), TF_ARGS(tf_take(&b)));
    return 1;
}

static void expand_count(tf_unit *u, const tf_scope *s, const hcl_expr *e, tf_expansion *x)
{
    const cty_value *v = tf_value(u, s, e);
    int64_t n;
    if (cty_is_unknown(v)) {
        unclear(x, v->unknown);
        return;
    }
    if (!cty_is_null(v) && (v = cty_convert(&u->cty, v, &cty_number)) == NULL)
        tf_forget_failure(u);
    if (v == NULL || cty_is_null(v) || !cty_number_to_int(v->num, &n) || n < 0) {
        bad(u, x, e, "tf-count", tr(u, "count must be a whole number that is not negative"));
        return;
    }
    x->how = TF_COUNT;
    x->n = bounded(u, e, (uint64_t)n);
}

static bool is_text_set(const cty_value *v)
{
    for (uint32_t i = 0; i < v->n; i++) {
        if (v->items[i]->kind != CTY_STRING || v->items[i]->state != CTY_KNOWN)
            return false;
    }
    return true;
}

/* An unknown item in a set leaves open how many there are. */
static const cty_unknown *first_unknown(const cty_value *v)
{
    for (uint32_t i = 0; i < v->n; i++) {
        if (cty_is_unknown(v->items[i]))
            return v->items[i]->unknown;
    }
    return NULL;
}

static void expand_each(tf_unit *u, const tf_scope *s, const hcl_expr *e, tf_expansion *x)
{
    const cty_value *v = tf_value(u, s, e);
    if (cty_is_unknown(v) || (v->kind == CTY_SET && !cty_is_null(v) && first_unknown(v) != NULL)) {
        unclear(x, cty_is_unknown(v) ? v->unknown : first_unknown(v));
        return;
    }
    if (cty_is_null(v) || !(cty_is_keyed(v) || (v->kind == CTY_SET && is_text_set(v)))) {
        bad(u, x, e, "tf-for-each", tr(u, "for_each must be a map, or a set of texts"));
        return;
    }
    x->how = TF_EACH;
    x->n = bounded(u, e, v->n);
    x->n = x->n > v->n ? v->n : x->n;
    x->values = v->items;
    x->keys = tf_new_array(u->mem, x->n, tnk_str);
    for (uint32_t i = 0; i < x->n; i++)
        x->keys[i] = v->kind == CTY_SET ? v->items[i]->str : v->keys[i];
}

tf_expansion *tf_expand(tf_unit *u, tf_instance *in, const tf_decl *d)
{
    tf_expansion *x = &in->expansions[d->index];
    tf_scope s = { .in = in };
    if (x->done)
        return x;
    if (x->busy) {              /* as if it could not be known; and so it stays: values of one instance are made now */
        unclear(x, tf_why(u, TNK_WHY_INVALID, tr(u, "the number of %1 depends on itself"), TF_ARGS(d->key), NULL, 0));
        x->circular = true;
        return x;
    }
    x->busy = true;
    x->how = TF_SINGLE;
    x->n = 1;
    if (d->count != NULL)
        expand_count(u, &s, d->count, x);
    else if (d->for_each != NULL)
        expand_each(u, &s, d->for_each, x);
    if (x->circular) {
        tf_tell(u, TNK_LEVEL_WARNING, "tf-count", d->block->header, tr(u, "the number of %1 depends on itself"),
                TF_ARGS(d->key));
        unclear(x, tf_why(u, TNK_WHY_INVALID, tr(u, "the number of %1 depends on itself"), TF_ARGS(d->key), NULL, 0));
    }
    x->busy = false;
    x->done = true;
    return x;
}

/* { key, value } of for_each, { index } of count. */
static const cty_value *each_value(tf_unit *u, const tf_expansion *x, uint32_t i)
{
    static const tnk_str names[2] = { { "key", 3 }, { "value", 5 } };
    const cty_value *items[2];
    if (x->how == TF_UNCLEAR) {
        items[0] = cty_unknown_of(&u->cty, &cty_string, x->why);
        items[1] = tf_unclear(u, x->why);
    } else {
        items[0] = cty_text(&u->cty, x->keys[i]);
        items[1] = x->values[i];
    }
    return cty_object(&u->cty, names, items, 2);
}

static const cty_value *count_value(tf_unit *u, const tf_expansion *x, uint32_t i)
{
    static const tnk_str names[1] = { { "index", 5 } };
    const cty_value *item = x->how == TF_UNCLEAR ? cty_unknown_of(&u->cty, &cty_number, x->why) : cty_int(&u->cty, i);
    return cty_object(&u->cty, names, &item, 1);
}

const tf_scope *tf_scope_of(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tf_room *room)
{
    const tf_expansion *x = tf_expand(u, in, d);
    room->scope = (tf_scope){ .in = in };
    if (d->for_each == NULL && d->count == NULL)
        return &room->scope;
    room->frame = d->count != NULL ? (tf_frame){ NULL, TNK_LIT("count"), count_value(u, x, i) }
                                   : (tf_frame){ NULL, TNK_LIT("each"), each_value(u, x, i) };
    room->scope.frames = &room->frame;
    return &room->scope;
}

static void put_quoted(tf_buf *b, tnk_str key)
{
    tf_putc(b, '"');
    for (size_t i = 0; i < key.len; i++) {
        if (key.ptr[i] == '"' || key.ptr[i] == '\\')
            tf_putc(b, '\\');
        tf_putc(b, key.ptr[i]);
    }
    tf_putc(b, '"');
}

tnk_str tf_address(tf_unit *u, const tf_instance *in, const tf_decl *d, uint32_t i)
{
    const tf_expansion *x = &in->expansions[d->index];
    tf_buf b = { .mem = u->mem };
    if (in->prefix.len == 0 && (x->how == TF_SINGLE || x->how == TF_UNCLEAR))
        return d->key;
    tf_put(&b, in->prefix);
    tf_put(&b, d->key);
    if (x->how == TF_COUNT)
        tf_putf(&b, "[%u]", i);
    if (x->how == TF_EACH) {
        tf_putc(&b, '[');
        put_quoted(&b, x->keys[i]);
        tf_putc(&b, ']');
    }
    return tf_take(&b);
}
