/* SPDX-License-Identifier: Apache-2.0
 * JSON and URLs. */
#include "func/inside.h"

TF_FN(fn_jsondecode) { return cty_from_json(c->cty, args[0]->str); }

/* The texts that are known in a value that is not known as a whole, a line each. */
static bool put_leaves(tf_call *c, tf_buf *b, const cty_value *v, unsigned depth)
{
    if (depth > CTY_DEPTH_MAX || !tf_room(c, b, 1))
        return false;
    tnk_str s = cty_is_unknown(v) ? v->unknown->parts
        : cty_known(v) && v->kind == CTY_STRING ? v->str
        : (tnk_str){ NULL, 0 };
    if (s.len != 0) {
        if (!tf_room(c, b, s.len + 1))
            return false;
        tf_puts(b, b->len != 0 ? "\n" : "");
        tf_put(b, s);
    }
    for (size_t i = 0; cty_known(v) && v->kind >= CTY_LIST && i < v->n; i++) {
        if (!put_leaves(c, b, v->items[i], depth + 1))
            return false;
    }
    return true;
}

const cty_value *tf_partly_encoded(tf_call *c, const cty_value *const *args)
{
    tf_buf b = { .mem = c->cty->mem };
    if (!put_leaves(c, &b, args[0], 0))
        return c->cty->failed ? NULL : cty_fail(c->cty, "the value is nested too deeply");
    return tf_unknown_text(c, args, 1, tf_take(&b));
}

TF_FN(fn_jsonencode)
{
    if (args[0]->deep_unknown)
        return tf_partly_encoded(c, args);
    tnk_str s = cty_to_json(c->cty, args[0]);
    return s.ptr != NULL ? cty_text(c->cty, s) : NULL;
}

TF_FN(fn_urlencode)
{
    static const char hex[] = "0123456789ABCDEF", plain[] = "-_.~";
    tnk_str s = args[0]->str;
    tf_buf b = { .mem = c->cty->mem };
    if (!tf_room(c, &b, s.len))
        return NULL;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char ch = (unsigned char)s.ptr[i];
        bool keeps = (ch >= '0' && ch <= '9') || ((ch | 0x20) >= 'a' && (ch | 0x20) <= 'z')
            || memchr(plain, ch, sizeof plain - 1) != NULL;
        if (keeps || ch == ' ') {
            tf_putc(&b, ch == ' ' ? '+' : (char)ch);
            continue;
        }
        tf_putc(&b, '%');
        tf_putc(&b, hex[ch >> 4]);
        tf_putc(&b, hex[ch & 15]);
    }
    return tf_text(c, &b);
}

const tf_func tf_funcs_encoding[] = {
    { "jsondecode", fn_jsondecode, 1, 1, 0, "s", 'd' },
    { "jsonencode", fn_jsonencode, 1, 1, TF_FN_UNKNOWN | TF_FN_NULL, "d", 's' },
    { "urlencode", fn_urlencode, 1, 1, 0, "s", 's' },
    { .name = NULL },
};
