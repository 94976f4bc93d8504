/* SPDX-License-Identifier: Apache-2.0
 * See show.h. */
#include <unictype.h>
#include <unistr.h>

#include "tests/unit/tfconsole/show.h"

static void show(cty_ctx *c, const cty_value *v, int indent, tf_buf *to);

static void blanks(tf_buf *to, int n)
{
    for (; n > 0; n--)
        tf_putc(to, ' ');
}

/* ---- texts ---- */

static bool printable(ucs4_t u)
{
    const uint32_t shown = UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_N | UC_CATEGORY_MASK_P |
                           UC_CATEGORY_MASK_S;
    return u == ' ' || uc_is_general_category_withtable(u, shown);
}

static void show_char(ucs4_t u, tnk_str utf8, tf_buf *to)
{
    static const char letters[] = "abtnvfr";    /* 7 to 13 */
    if (u == '"' || u == '\\')
        tf_putf(to, "\\%c", (int)u);
    else if (printable(u))
        tf_put(to, utf8);
    else if (u >= 7 && u <= 13)
        tf_putf(to, "\\%c", letters[u - 7]);
    else
        tf_putf(to, u < 0x80 ? "\\x%02x" : u > 0xFFFF ? "\\U%08x" : "\\u%04x", u);
}

static void show_quoted(tnk_str s, tf_buf *to)
{
    tf_putc(to, '"');
    for (size_t i = 0; i < s.len;) {
        ucs4_t u;
        int n = u8_mbtoucr(&u, (const uint8_t *)s.ptr + i, s.len - i);
        n = n > 0 ? n : 1;
        show_char(u, (tnk_str){ s.ptr + i, (size_t)n }, to);
        i += (size_t)n;
    }
    tf_putc(to, '"');
}

/* The next line of a text, without its end; false after the last. */
static bool next_line(tnk_str *rest, tnk_str *line)
{
    if (rest->ptr == NULL)
        return false;
    const char *end = memchr(rest->ptr, '\n', rest->len);
    *line = (tnk_str){ rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len };
    *rest = end != NULL ? (tnk_str){ end + 1, rest->len - line->len - 1 } : (tnk_str){ NULL, 0 };
    return true;
}

static bool has_line(tnk_str s, tnk_str wanted)
{
    tnk_str line;
    while (next_line(&s, &line)) {
        while (line.len > 0 && strchr(" \t\r\v\f", line.ptr[0]) != NULL)
            line = (tnk_str){ line.ptr + 1, line.len - 1 };
        while (line.len > 0 && strchr(" \t\r\v\f", line.ptr[line.len - 1]) != NULL)
            line.len--;
        if (tf_eq(line, wanted))
            return true;
    }
    return false;
}

static void show_lines(tnk_str s, int indent, tf_buf *to)
{
    char end[64] = "EOT";
    tnk_str line;
    while (has_line(s, tf_str(end)) && strlen(end) + 1 < sizeof end)
        strcat(end, "_");
    tf_putf(to, "%s%s", indent > 0 ? "<<-" : "<<", end);
    while (next_line(&s, &line)) {
        tf_putc(to, '\n');
        blanks(to, indent);
        tf_put(to, line);
    }
    tf_putc(to, '\n');
    blanks(to, indent);
    tf_puts(to, end);
}

/* ---- the rest ---- */

static void show_null(const cty_type *t, tf_buf *to)
{
    static const char *const names[] = { "dynamic", "bool", "number", "string", "list", "set", "map", "tuple", "object" };
    if (t->kind == CTY_DYNAMIC)
        tf_puts(to, "null");
    else if (t->kind <= CTY_STRING)
        tf_putf(to, "to%s(null)", names[t->kind]);
    else if (t->elem != NULL)
        tf_putf(to, "to%s(null) /* of %s */", names[t->kind],
                t->elem->kind == CTY_DYNAMIC ? "dynamic" : cty_type_name(t->elem));
    else
        tf_putf(to, "null /* %s */", names[t->kind]);
}

static void show_items(cty_ctx *c, const cty_value *v, int indent, tf_buf *to)
{
    bool keyed = cty_is_keyed(v);
    tf_putc(to, keyed ? '{' : '[');
    for (uint32_t i = 0; i < v->n; i++) {
        tf_putc(to, '\n');
        blanks(to, indent + 2);
        if (keyed) {
            show_quoted(v->keys[i], to);
            tf_puts(to, " = ");
        }
        show(c, v->items[i], indent + 2, to);
        tf_puts(to, keyed ? "" : ",");
    }
    if (v->n != 0) {
        tf_putc(to, '\n');
        blanks(to, indent);
    }
    tf_putc(to, keyed ? '}' : ']');
}

static void show(cty_ctx *c, const cty_value *v, int indent, tf_buf *to)
{
    static const char *const calls[] = { [CTY_LIST] = "tolist(", [CTY_SET] = "toset(", [CTY_MAP] = "tomap(",
                                         [CTY_TUPLE] = "",       [CTY_OBJECT] = "" };
    if (cty_is_unknown(v)) {
        tf_puts(to, "(known after apply)");
    } else if (v->sensitive) {
        tf_puts(to, "(sensitive value)");
    } else if (cty_is_null(v)) {
        show_null(v->type, to);
    } else if (v->kind == CTY_BOOL) {
        tf_puts(to, v->flag ? "true" : "false");
    } else if (v->kind == CTY_NUMBER) {
        tf_put(to, cty_number_text(c, v->num));
    } else if (v->kind == CTY_STRING && memchr(v->str.ptr, '\n', v->str.len) != NULL) {
        show_lines(v->str, indent, to);
    } else if (v->kind == CTY_STRING) {
        show_quoted(v->str, to);
    } else {
        tf_puts(to, calls[v->kind]);
        show_items(c, v, indent, to);
        tf_puts(to, *calls[v->kind] != '\0' ? ")" : "");
    }
}

tnk_str console_show(cty_ctx *c, const cty_value *v)
{
    tf_buf b = { .mem = c->mem };
    show(c, v, 0, &b);
    return tf_take(&b);
}
