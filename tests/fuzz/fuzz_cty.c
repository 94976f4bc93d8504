/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as JSON, the first byte choosing a type: what was read is written and read again as the same value; what was
 * converted has the type that was asked for and stays as it is when converted again; sets are in order without repeats;
 * every failure has words. Texts "?..." stand for unknown values, "!..." for secret ones. */
#include "tests/fuzz/tf_heap.h"

enum { STEPS_MAX = 2 * 1000 * 1000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* ---- what goes in ---- */

static const cty_value *filled(cty_ctx *c, const cty_value *v)
{
    static const cty_unknown why = { .why = TNK_WHY_INPUT, .reason = { "asked for", 9 } };
    if (v->state != CTY_KNOWN || v->kind < CTY_STRING)
        return v;
    if (v->kind == CTY_STRING && v->str.len != 0 && *v->str.ptr == '?')
        return cty_unknown_of(c, v->str.len > 1 ? &cty_dynamic : &cty_string, &why);
    if (v->kind == CTY_STRING)
        return cty_mark(c, v, v->str.len != 0 && *v->str.ptr == '!');
    const cty_value **items = tf_new_array(c->mem, v->n, const cty_value *);
    for (uint32_t i = 0; i < v->n; i++)
        items[i] = filled(c, v->items[i]);
    return v->kind == CTY_OBJECT ? cty_object(c, v->keys, items, v->n) : cty_tuple(c, items, v->n);
}

static const cty_type *object_type(cty_ctx *c)
{
    static const tnk_str names[] = { { "b", 1 }, { "a", 1 }, { "c", 1 } };
    static const bool optional[] = { true, false, true };
    const cty_type *types[] = { cty_type_list(c, &cty_dynamic), &cty_string, &cty_number };
    const cty_value *defaults[] = { NULL, NULL, cty_int(c, 5) };
    return cty_type_object(c, names, types, optional, defaults, 3);
}

static const cty_type *type_of(cty_ctx *c, uint8_t choice)
{
    const cty_type *inner[] = { &cty_dynamic, &cty_string, &cty_number, &cty_bool, object_type(c) };
    const cty_type *t = inner[choice % 5];
    switch (choice / 5 % 6) {
    case 1:
        return cty_type_list(c, t);
    case 2:
        return cty_type_set(c, t);
    case 3:
        return cty_type_map(c, t);
    case 4:
        return cty_type_map(c, cty_type_list(c, t));
    case 5:
        return cty_type_set(c, cty_type_set(c, t));
    default:
        return t;
    }
}

/* ---- what must hold ---- */

static void written_and_read(cty_ctx *c, const cty_value *v)
{
    tnk_str text = cty_to_json(c, v);
    if (failed(c, text.ptr == NULL))
        return;
    const cty_value *again = cty_from_json(c, text);
    if (!failed(c, again == NULL)) {
        must(cty_same(c, v, again) || c->failed);
        must(cty_equal(c, v, again) == &cty_true || c->failed);
    }
}

static void arranged(cty_ctx *c, const cty_value *v)
{
    if (v->state != CTY_KNOWN || v->kind < CTY_LIST)
        return;
    for (uint32_t i = 0; i < v->n && !c->failed; i++) {
        arranged(c, v->items[i]);
        must(!cty_is_keyed(v) || i == 0 || tf_cmp(v->keys[i - 1], v->keys[i]) < 0);
        if (v->kind != CTY_SET || i == 0)
            continue;
        must(cty_set_cmp(c, v->items[i - 1], v->items[i]) <= 0 || c->failed);
        must(!cty_same(c, v->items[i - 1], v->items[i]));
    }
}

static void converted(cty_ctx *c, const cty_value *v, const cty_type *t)
{
    const cty_value *to = cty_convert(c, v, t);
    if (failed(c, to == NULL))
        return;
    const cty_type *got = cty_type_of(c, to);
    must(cty_type_has_dynamic(t) || cty_type_same(got, t) || c->failed);
    must(to->deep_sensitive || !v->deep_sensitive || t->kind == CTY_OBJECT || t->kind >= CTY_LIST);
    const cty_value *again = cty_convert(c, to, got);
    must(again == to || c->failed);
    arranged(c, to);
    const cty_value *bare = cty_unmark_deep(c, to);
    must(c->failed || !bare->deep_sensitive);
    const cty_value *equal = c->failed ? NULL : cty_equal(c, to, bare);
    must(c->failed || (to->deep_unknown ? equal->flag || cty_is_unknown(equal) : equal->flag));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    heap h = { NULL, 0 };
    jmp_buf guard;
    tf_mem mem = { .more = heap_more, .ud = &h, .guard = &guard };
    cty_ctx c = { .mem = &mem, .max_steps = STEPS_MAX };
    char *copy = malloc(size + 1);      /* of its own, so that reading past the end is seen */
    must(copy != NULL);
    if (size != 0)
        memcpy(copy, data, size);
    if (size != 0 && setjmp(guard) == 0) {
        const cty_value *v = cty_from_json(&c, (tnk_str){ copy + 1, size - 1 });
        if (!failed(&c, v == NULL)) {
            written_and_read(&c, v);
            c.failed = c.overrun;
            v = filled(&c, v);
        }
        if (!c.failed && v != NULL)
            converted(&c, v, type_of(&c, (uint8_t)copy[0]));
    }
    heap_drop(&h);
    free(copy);
    return 0;
}
