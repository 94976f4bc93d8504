/* SPDX-License-Identifier: Apache-2.0
 * Finding and calling functions: counts and converts arguments, and answers for those that are
 * unknown, null or marked. */
#include "func/inside.h"

#include <stdio.h>

static const tf_func *const tables[] = {
    tf_funcs_text,   tf_funcs_list,  tf_funcs_map,     tf_funcs_set,      tf_funcs_collection,
    tf_funcs_format, tf_funcs_regex, tf_funcs_number,  tf_funcs_encoding, tf_funcs_yaml,
    tf_funcs_csv,    tf_funcs_time,  tf_funcs_hash,    tf_funcs_rsa,      tf_funcs_net,
    tf_funcs_base64, tf_funcs_file,  tf_funcs_convert,
};

/* About 120 names in rows by topic; most are passed over by their first letter. */
const tf_func *tf_func_find(tnk_str name)
{
    tnk_str core = tf_str("core::");
    if (name.len > core.len && memcmp(name.ptr, core.ptr, core.len) == 0)
        name = tf_sub(name, core.len, name.len);
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++) {
        for (const tf_func *f = tables[t]; f->name != NULL; f++) {
            if (name.len != 0 && f->name[0] == name.ptr[0] && tf_is(name, f->name))
                return f;
        }
    }
    return NULL;
}

/* ---- arguments ---- */

const cty_type *tf_type(tf_call *c, char letter)
{
    switch (letter) {
    case 's': return &cty_string;
    case 'n': return &cty_number;
    case 'b': return &cty_bool;
    case 'l': return cty_type_list(c->cty, &cty_string);
    case 'L': return cty_type_list(c->cty, &cty_dynamic);
    case 'N': return cty_type_list(c->cty, &cty_number);
    case 'B': return cty_type_list(c->cty, &cty_bool);
    case 'S': return cty_type_set(c->cty, &cty_string);
    case 'T': return cty_type_set(c->cty, &cty_dynamic);
    case 'm': return cty_type_map(c->cty, &cty_string);
    case 't': return cty_type_map(c->cty, cty_type_list(c->cty, &cty_string));
    case 'M': return cty_type_map(c->cty, &cty_dynamic);
    default: return &cty_dynamic;
    }
}

/* Puts the name of the function in front of what went wrong inside it. */
static const cty_value *blame(tf_call *c, size_t arg)
{
    char why[sizeof c->cty->error];
    if (!c->cty->failed)
        cty_fail(c->cty, "the value cannot be computed");
    memcpy(why, c->cty->error, sizeof why);
    c->cty->failed = false;
    if (arg != 0)
        return cty_fail(c->cty, "the function %s fails at argument %zu: %s", c->name, arg, why);
    return cty_fail(c->cty, "the function %s fails: %s", c->name, why);
}

static bool count_fits(tf_call *c, const tf_func *f, size_t n)
{
    if (n >= f->min && (n <= f->max || f->max == TF_ANY_NUMBER))
        return true;
    if (n < f->min)
        cty_fail(c->cty, "too few arguments for the function %s: %zu, not %d or more", f->name, n, f->min);
    else
        cty_fail(c->cty, "too many arguments for the function %s: %zu, not %d or fewer", f->name, n, f->max);
    return false;
}

/* One argument, as the function wants it; NULL and an error. */
static const cty_value *take(tf_call *c, const tf_func *f, const cty_value *v, char letter)
{
    if (v->deep_sensitive && !(f->flags & TF_FN_MARKS) && (v = cty_unmark_deep(c->cty, v)) == NULL)
        return NULL;
    if (letter != 'd' && (v = cty_convert(c->cty, v, tf_type(c, letter))) == NULL)
        return NULL;
    if (cty_is_null(v) && !(f->flags & TF_FN_NULL))
        return cty_fail(c->cty, "it must not be null");
    return v;
}

/* Must the answer be unknown whatever the function would say? */
static bool hidden(const tf_func *f, const cty_value *v)
{
    if (f->flags & TF_FN_UNKNOWN)
        return false;
    return cty_is_unknown(v) || (v->deep_unknown && !(f->flags & TF_FN_DEEP_UNKNOWN));
}

static const cty_value *unknown_answer(tf_call *c, const tf_func *f, const cty_value *const *args,
                                       size_t n)
{
    bool like_first = strchr("LTM", f->ret) != NULL && f->params[0] == f->ret;
    if (!(f->flags & TF_FN_PARTS))
        return tf_unknown(c, like_first ? args[0]->type : tf_type(c, f->ret), args, n);
    return tf_unknown_text(c, args, n,
                           cty_is_unknown(args[0]) ? args[0]->unknown->parts : (tnk_str){NULL, 0});
}

const cty_value *tf_func_call(tf_call *c, const tf_func *f, const cty_value *const *args, size_t n)
{
    c->name = f->name;
    if (!cty_spend(c->cty, n + 1) || !count_fits(c, f, n))
        return NULL;
    const cty_value **mine = tf_new_array(c->cty->mem, n, const cty_value *);
    bool sensitive = false, unknown = false;
    size_t letters = strlen(f->params);
    for (size_t i = 0; i < n; i++) {
        char letter = letters == 0 ? 'd' : f->params[i < letters ? i : letters - 1];
        mine[i] = take(c, f, args[i], letter);
        if (mine[i] == NULL)
            return blame(c, i + 1);
        sensitive |= args[i]->deep_sensitive;
        unknown |= hidden(f, mine[i]);
    }
    const cty_value *v = unknown ? unknown_answer(c, f, mine, n) : f->fn(c, mine, n);
    c->name = f->name;      /* a template that was rendered may have called others through c */
    if (v == NULL)
        return blame(c, 0);
    return sensitive && (unknown || !(f->flags & TF_FN_MARKS)) ? cty_mark(c->cty, v, true) : v;
}

bool tf_whole(tf_call *c, const cty_value *v, int64_t *ret)
{
    if (cty_number_to_int(v->num, ret))
        return true;
    cty_fail(c->cty, "a whole number is needed, not %.*s",
             CTY_SHOW(cty_number_text(c->cty, v->num)));
    return false;
}

bool tf_within(tf_call *c, const cty_value *v, const char *what, int64_t min, int64_t max,
               int64_t *ret)
{
    int64_t i;
    if (!tf_whole(c, v, &i))
        return false;
    if (i < min || i > max) {
        cty_fail(c->cty, "%s must be between %lld and %lld", tf_tr(c, what), (long long)min,
                 (long long)max);
        return false;
    }
    *ret = i;
    return true;
}

/* ---- answers ---- */

const char *tf_tr(tf_call *c, const char *msgid)
{
    return c->cty->tr != NULL ? c->cty->tr(c->cty->ud, msgid) : msgid;
}

static const cty_value *unknown_of(tf_call *c, const cty_type *t, const cty_unknown *from,
                                   tnk_str parts)
{
    cty_unknown *u = tf_new(c->cty->mem, cty_unknown);
    *u = *from;
    u->parts = parts;
    u->not_null = t != &cty_dynamic;
    return cty_unknown_of(c->cty, t, u);
}

const cty_value *tf_unknown(tf_call *c, const cty_type *t, const cty_value *const *args, size_t n)
{
    return unknown_of(c, t, cty_why(c->cty, args, n), (tnk_str){ NULL, 0 });
}

const cty_value *tf_unknown_text(tf_call *c, const cty_value *const *args, size_t n, tnk_str parts)
{
    return unknown_of(c, &cty_string, cty_why(c->cty, args, n),
                      parts.len != 0 ? parts : (tnk_str){NULL, 0});
}

const cty_value *tf_outside(tf_call *c, const cty_type *t, uint32_t why, tnk_str reason)
{
    cty_unknown from = { .why = why, .reason = reason };
    return unknown_of(c, t, &from, (tnk_str){ NULL, 0 });
}

bool tf_room(tf_call *c, const tf_buf *b, size_t more)
{
    if (more > CTY_TEXT_MAX || b->len > CTY_TEXT_MAX - more) {
        cty_fail(c->cty, "the text would be longer than %d MB", CTY_TEXT_MAX / (1024 * 1024));
        return false;
    }
    return cty_spend(c->cty, 1 + more / 64);
}

const cty_value *tf_text(tf_call *c, tf_buf *b)
{
    return tf_room(c, b, 0) ? cty_text(c->cty, tf_take(b)) : NULL;
}

/* ---- values under construction ---- */

bool tf_add(tf_items *items, const cty_value *v)
{
    if (items->n >= CTY_ITEMS_MAX) {
        cty_fail(items->c->cty, "there would be more than %d items", CTY_ITEMS_MAX);
        return false;
    }
    if (v == NULL || !cty_spend(items->c->cty, 1))
        return false;
    items->at =
        tf_mem_grow(items->c->cty->mem, items->at, items->n, &items->cap, sizeof *items->at);
    items->at[items->n++] = v;
    return true;
}

const cty_value *tf_text_list(tf_items *items)
{
    return cty_list(items->c->cty, &cty_string, items->at, items->n);
}

bool tf_seq_items(tf_call *c, const cty_value *v, const cty_value *const **items, size_t *n)
{
    if (cty_known(v)) {
        *items = v->items;
        *n = v->n;
        return cty_is_seq(v);
    }
    if (!cty_is_unknown(v) || v->kind != CTY_TUPLE || !cty_spend(c->cty, v->type->n))
        return false;
    const cty_value **made = tf_new_array(c->cty->mem, v->type->n, const cty_value *);
    for (size_t i = 0; i < v->type->n; i++)
        made[i] = cty_unknown_of(c->cty, v->type->types[i], v->unknown);
    *items = made;
    *n = v->type->n;
    return true;
}

const cty_type *tf_unify(tf_call *c, const cty_value *const *vs, size_t n)
{
    const cty_type **types = tf_new_array(c->cty->mem, n, const cty_type *);
    for (size_t i = 0; i < n; i++)
        types[i] = cty_type_of(c->cty, vs[i]);
    return n == 0 ? &cty_dynamic : cty_unify(c->cty, types, n);
}

const cty_value *tf_unified_list(tf_call *c, const cty_value *const *items, size_t n)
{
    const cty_type *elem = tf_unify(c, items, n);
    if (elem == NULL)
        return c->cty->failed ? NULL : cty_fail(c->cty, "the items have no type in common");
    const cty_value **same = tf_new_array(c->cty->mem, n, const cty_value *);
    for (size_t i = 0; i < n; i++) {
        if ((same[i] = cty_convert(c->cty, items[i], elem)) == NULL)
            return NULL;
    }
    return cty_list(c->cty, elem, same, n);
}

const cty_value *tf_marked_by(tf_call *c, const cty_value *v, const cty_value *const *args,
                              size_t n)
{
    bool sensitive = false;
    for (size_t i = 0; i < n; i++)
        sensitive |= args[i]->sensitive;
    return sensitive && v != NULL ? cty_mark(c->cty, v, true) : v;
}
