/* SPDX-License-Identifier: Apache-2.0
 * yamlencode: block style, every text in double quotes or, with lines of its own, as a literal block. */
#include "func/inside.h"

enum { STEP = 2, WIDTH = 80, SIMPLE_KEY_MAX = 128 };

typedef struct yaml_out {
    tf_call *c;
    tf_buf b;
    size_t line;                /* where the line begins in b */
    unsigned depth;
} yaml_out;

static void new_line(yaml_out *y, size_t indent)
{
    tf_putc(&y->b, '\n');
    y->line = y->b.len;
    while (indent-- > 0)
        tf_putc(&y->b, ' ');
}

/* ---- texts ---- */

static bool printable(uint32_t rune)
{
    return rune == '\n' || (rune >= 0x20 && rune <= 0x7E) ||
           (rune >= 0xA0 && rune <= 0xFFFD && rune != 0xFEFF &&
            !(rune >= 0xD800 && rune <= 0xDFFF));
}

static bool breaks(uint32_t rune)
{
    return rune == '\n' || rune == '\r' || rune == 0x85 || rune == 0x2028 || rune == 0x2029;
}

/* Can a text with lines be a literal block? Not with signs that must be escaped, nor with blanks that would be lost. */
static bool is_literal(tnk_str s)
{
    if (tf_find(s, tf_str("\n"), 0) == SIZE_MAX || tf_find(s, tf_str(" \n"), 0) != SIZE_MAX ||
        s.ptr[s.len - 1] == ' ')
        return false;
    for (size_t at = 0; at < s.len;) {
        if (!printable(tf_rune(s, &at)))
            return false;
    }
    return true;
}

static bool put_literal(yaml_out *y, tnk_str s, size_t indent)
{
    bool ends = s.ptr[s.len - 1] == '\n', blank = ends && (s.len == 1 || s.ptr[s.len - 2] == '\n');
    bool hint = s.ptr[0] == ' ' || s.ptr[0] == '\n';
    tf_putf(&y->b, "|%s%s", hint ? "2" : "", blank ? "+" : ends ? "" : "-");
    for (size_t at = 0; at < s.len;) {
        size_t end = tf_find(s, tf_str("\n"), at);
        tnk_str line = tf_sub(s, at, end == SIZE_MAX ? s.len : end);
        if (!tf_room(y->c, &y->b, line.len + indent + 1))
            return false;
        new_line(y, line.len != 0 ? indent : 0);
        for (size_t i = 0; i < line.len;) {
            uint32_t rune = tf_rune(line, &i);
            tf_put_rune(&y->b, rune);
            for (size_t k = 0; breaks(rune) && k < indent; k++)
                tf_putc(&y->b, ' ');
        }
        at = end == SIZE_MAX ? s.len : end + 1;
    }
    return true;
}

static void put_escape(tf_buf *b, uint32_t rune)
{
    static const struct { uint32_t rune; char letter;
    } letters[] = {
        {0, '0'},  {7, 'a'},  {8, 'b'},   {9, 't'},     {10, 'n'},   {11, 'v'},     {12, 'f'},
        {13, 'r'}, {27, 'e'}, {'"', '"'}, {'\\', '\\'}, {0x85, 'N'}, {0x2028, 'L'}, {0x2029, 'P'},
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        if (letters[i].rune == rune) {
            tf_putf(b, "\\%c", letters[i].letter);
            return;
        }
    }
    tf_putf(b, rune <= 0xFF ? "\\x%02X" : rune <= 0xFFFF ? "\\u%04X" : "\\U%08X", (unsigned)rune);
}

/* In double quotes; behind a byte order mark all is escaped, as in Terraform. folds: lines longer
 * than WIDTH characters go on in the next one, at a blank. */
static bool put_quoted(yaml_out *y, tnk_str s, size_t indent, bool folds)
{
    size_t column = tf_graphemes(tf_sub((tnk_str){ y->b.at, y->b.len }, y->line, y->b.len)) + 1;
    bool blank = false, marked = s.len >= 3 && memcmp(s.ptr, "\xEF\xBB\xBF", 3) == 0;
    tf_putc(&y->b, '"');
    for (size_t at = 0; at < s.len;) {
        size_t start = at, before = y->b.len;
        uint32_t rune = tf_rune(s, &at);
        if (!tf_room(y->c, &y->b, 16))
            return false;
        if (rune == ' ' && folds && !marked && !blank && column > WIDTH && start != 0 && at != s.len) {
            new_line(y, indent);
            if (s.ptr[at] == ' ')
                tf_putc(&y->b, '\\');
            column = y->b.len - y->line;
            before = y->b.len;
        } else if (!marked && printable(rune) && !breaks(rune) && rune != '"' && rune != '\\') {
            tf_put_rune(&y->b, rune);
            column++;
            before = y->b.len;
        } else {
            put_escape(&y->b, rune);
        }
        column += y->b.len - before;
        blank = rune == ' ';
    }
    tf_putc(&y->b, '"');
    return true;
}

/* ---- values ---- */

static bool is_block(const cty_value *v)
{
    return cty_known(v) && v->kind >= CTY_LIST && v->n != 0;
}

/* What needs no lines of its own, and texts. indent: of what follows on further lines. */
static bool put_scalar(yaml_out *y, const cty_value *v, size_t indent)
{
    if (cty_is_null(v)) {
        tf_puts(&y->b, "null");
        return true;
    }
    switch (v->kind) {
    case CTY_BOOL:
        tf_puts(&y->b, v->flag ? "true" : "false");
        return true;
    case CTY_NUMBER: {
        tnk_str s = cty_number_text(y->c->cty, v->num);
        tf_put(&y->b, s);
        return s.ptr != NULL;
    }
    case CTY_STRING:
        return is_literal(v->str) ? put_literal(y, v->str, indent)
                                  : put_quoted(y, v->str, indent, true);
    default:
        tf_puts(&y->b, cty_is_keyed(v) ? "{}" : "[]");
        return true;
    }
}

static bool put_block(yaml_out *y, const cty_value *v, size_t indent);

/* Behind "-", "?", ":": on the same line, be it a collection or not. */
static bool put_beside(yaml_out *y, const cty_value *v, size_t indent)
{
    tf_putc(&y->b, ' ');
    return is_block(v) ? put_block(y, v, indent + STEP) : put_scalar(y, v, indent + STEP);
}

static bool put_member(yaml_out *y, tnk_str key, const cty_value *v, size_t indent)
{
    if (is_literal(key) || key.len > SIMPLE_KEY_MAX) {
        tf_puts(&y->b, "? ");
        if (!(is_literal(key) ? put_literal(y, key, indent + STEP)
                              : put_quoted(y, key, indent + STEP, true)))
            return false;
        new_line(y, indent);
        tf_putc(&y->b, ':');
        return put_beside(y, v, indent);
    }
    if (!put_quoted(y, key, indent, false))
        return false;
    tf_putc(&y->b, ':');
    if (!is_block(v))
        return put_beside(y, v, indent);
    size_t inner = cty_is_keyed(v) ? indent + STEP : indent;
    new_line(y, inner);
    return put_block(y, v, inner);
}

/* Items of a collection that is not empty; the first begins where we stand. */
static bool put_block(yaml_out *y, const cty_value *v, size_t indent)
{
    if (++y->depth > CTY_DEPTH_MAX) {
        cty_fail(y->c->cty, "the value is nested too deeply");
        return false;
    }
    for (size_t i = 0; i < v->n; i++) {
        if (!tf_room(y->c, &y->b, indent + 8))
            return false;
        if (i != 0)
            new_line(y, indent);
        bool keyed = cty_is_keyed(v);
        if (!keyed)
            tf_putc(&y->b, '-');
        if (!(keyed ? put_member(y, v->keys[i], v->items[i], indent)
                    : put_beside(y, v->items[i], indent)))
            return false;
    }
    y->depth--;
    return true;
}

TF_FN(fn_yamlencode)
{
    const cty_value *v = args[0];
    yaml_out y = { .c = c, .b = { .mem = c->cty->mem } };
    if (v->deep_unknown)
        return tf_partly_encoded(c, args);
    if (!(is_block(v) ? put_block(&y, v, 0) : put_scalar(&y, v, STEP)))
        return NULL;
    bool bare = cty_is_null(v) || v->kind == CTY_BOOL || v->kind == CTY_NUMBER;
    tf_puts(&y.b, bare ? "\n...\n" : "\n");
    return tf_text(c, &y.b);
}

const tf_func tf_funcs_yaml[] = {
    { "yamldecode", tf_yamldecode, 1, 1, 0, "s", 'd' },
    { "yamlencode", fn_yamlencode, 1, 1, TF_FN_UNKNOWN | TF_FN_NULL, "d", 's' },
    { .name = NULL },
};
