/* SPDX-License-Identifier: Apache-2.0
 * The bench of the HCL tests; see print.h. */
#include "tests/unit/hcl/print.h"

#include <stdlib.h>
#include <string.h>

/* ---- memory and mistakes ---- */

static void *more(void *ud, size_t n)
{
    bench *b = ud;
    void **p = calloc(1, n + 16);
    if (p == NULL)
        abort();        /* so nobody needs a guard */
    *p = b->pieces;
    b->pieces = p;
    b->bytes += n;
    return p + 2;
}

static void tell(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    bench *b = ud;
    const char *one = strstr(msg, "%1");
    if (b->n_told++ == 0) {
        b->first = at.off;
        b->first_end = at.end;
    }
    tnk_buf_printf(&b->told, "%u-%u %s\n", at.off, at.end, code);
    tnk_buf_printf(&b->words, "%u-%u ", at.off, at.end);
    if (one != NULL) {
        tnk_buf_add(&b->words, (tnk_str){ msg, (size_t)(one - msg) });
        tnk_buf_add(&b->words, arg);
        msg = one + 2;
    }
    tnk_buf_puts(&b->words, msg);
    tnk_buf_putc(&b->words, '\n');
}

void bench_open(bench *b)
{
    memset(b, 0, sizeof *b);
    b->mem = (tf_mem){ .more = more, .ud = b };
    b->ctx = (hcl_ctx){ .mem = &b->mem, .tell = tell, .ud = b };
}

void bench_close(bench *b)
{
    for (void **p = b->pieces, **next; p != NULL; p = next) {
        next = *p;
        free(p);
    }
    tnk_buf_free(&b->told);
    tnk_buf_free(&b->words);
}

/* ---- the tree ---- */

static const char *const signs[] = {
    [HCL_OR] = "||", [HCL_AND] = "&&", [HCL_EQ] = "==", [HCL_NE] = "!=", [HCL_GT] = ">", [HCL_GE] = ">=",
    [HCL_LT] = "<",  [HCL_LE] = "<=",  [HCL_ADD] = "+", [HCL_SUB] = "-", [HCL_MUL] = "*", [HCL_DIV] = "/",
    [HCL_MOD] = "%", [HCL_NEG] = "neg", [HCL_NOT] = "!",
};

static void print_text(tnk_buf *out, tnk_str s)
{
    tnk_buf_putc(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '"' || c == '\\')
            tnk_buf_putc(out, '\\');
        if (c == '\n')
            tnk_buf_puts(out, "\\n");
        else if (c == '\r')
            tnk_buf_puts(out, "\\r");
        else if (c == '\t')
            tnk_buf_puts(out, "\\t");
        else
            tnk_buf_putc(out, c);
    }
    tnk_buf_putc(out, '"');
}

/* "(word a b c)", children that are NULL left out. */
static void print_form(tnk_buf *out, const char *word, const hcl_expr *a, const hcl_expr *b, const hcl_expr *c)
{
    const hcl_expr *all[] = { a, b, c };
    tnk_buf_putc(out, '(');
    tnk_buf_puts(out, word);
    for (size_t i = 0; i < 3; i++)
        if (all[i] != NULL) {
            tnk_buf_putc(out, ' ');
            print_expr(out, all[i]);
        }
    tnk_buf_putc(out, ')');
}

static void print_items(tnk_buf *out, const hcl_expr *e, const char *open, char close)
{
    tnk_buf_puts(out, open);
    for (uint32_t i = 0; i < e->n; i++) {
        if (i > 0 || open[1] != '\0')
            tnk_buf_putc(out, ' ');
        print_expr(out, e->items[i]);
    }
    tnk_buf_putc(out, close);
}

static void print_call(tnk_buf *out, const hcl_expr *e)
{
    tnk_buf_puts(out, "(call ");
    tnk_buf_add(out, e->text);
    for (uint32_t i = 0; i < e->n; i++) {
        tnk_buf_putc(out, ' ');
        print_expr(out, e->items[i]);
    }
    tnk_buf_puts(out, e->flag ? " ...)" : ")");
}

static void print_loop(tnk_buf *out, const hcl_expr *e, const char *word)
{
    const hcl_loop *l = e->loop;
    tnk_buf_printf(out, "(%s", word);
    if (l->key.ptr != NULL)
        tnk_buf_printf(out, " %.*s", (int)l->key.len, l->key.ptr);
    tnk_buf_printf(out, " %.*s in ", (int)l->value.len, l->value.ptr);
    print_expr(out, l->over);
    tnk_buf_puts(out, " : ");
    if (l->result_key != NULL) {
        print_expr(out, l->result_key);
        tnk_buf_puts(out, " => ");
    }
    print_expr(out, l->body);
    if (e->flag)
        tnk_buf_puts(out, " ...");
    if (l->cond != NULL) {
        tnk_buf_puts(out, " if ");
        print_expr(out, l->cond);
    }
    tnk_buf_putc(out, ')');
}

static void print_string(tnk_buf *out, const hcl_expr *e)
{
    if (!e->flag) {
        print_text(out, e->text);
        return;
    }
    tnk_buf_putc(out, '\'');
    tnk_buf_add(out, e->text);
}

void print_expr(tnk_buf *out, const hcl_expr *e)
{
    switch ((hcl_kind)e->kind) {
    case HCL_BAD: tnk_buf_puts(out, "BAD"); break;
    case HCL_NULL: tnk_buf_puts(out, "null"); break;
    case HCL_BOOL: tnk_buf_puts(out, e->flag ? "true" : "false"); break;
    case HCL_NUMBER: tnk_buf_add(out, e->text); break;
    case HCL_STRING: print_string(out, e); break;
    case HCL_TEMPLATE: print_items(out, e, "(tmpl", ')'); break;
    case HCL_WRAP: print_form(out, "wrap", e->a, NULL, NULL); break;
    case HCL_NAME: tnk_buf_add(out, e->text); break;
    case HCL_GET:
        tnk_buf_puts(out, "(. ");
        print_expr(out, e->a);
        tnk_buf_printf(out, " %.*s)", (int)e->name.len, e->name.ptr);
        break;
    case HCL_INDEX: print_form(out, "[]", e->a, e->b, NULL); break;
    case HCL_SPLAT: print_form(out, "*", e->a, e->b, NULL); break;
    case HCL_ITEM: tnk_buf_putc(out, '@'); break;
    case HCL_CALL: print_call(out, e); break;
    case HCL_TUPLE: print_items(out, e, "[", ']'); break;
    case HCL_OBJECT: print_items(out, e, "{", '}'); break;
    case HCL_FOR_TUPLE: print_loop(out, e, "for"); break;
    case HCL_FOR_OBJECT: print_loop(out, e, "forobj"); break;
    case HCL_COND: print_form(out, "?", e->a, e->b, e->c); break;
    case HCL_BINARY: print_form(out, signs[e->op], e->a, e->b, NULL); break;
    case HCL_UNARY: print_form(out, signs[e->op], e->a, NULL, NULL); break;
    case HCL_PARENS: print_form(out, "paren", e->a, NULL, NULL); break;
    case HCL_TEMPLATE_IF: print_form(out, "if", e->a, e->b, e->c); break;
    case HCL_TEMPLATE_FOR: print_loop(out, e, "each"); break;
    }
}

static void print_block(tnk_buf *out, const hcl_block *b)
{
    tnk_buf_printf(out, "(block %.*s", (int)b->type.len, b->type.ptr);
    for (uint32_t i = 0; i < b->n_labels; i++) {
        tnk_buf_putc(out, ' ');
        print_text(out, b->labels[i]);
    }
    if (b->body->n > 0)
        tnk_buf_putc(out, ' ');
    print_body(out, b->body);
    tnk_buf_putc(out, ')');
}

void print_body(tnk_buf *out, const hcl_body *b)
{
    for (uint32_t i = 0; i < b->n; i++) {
        const hcl_attr *a = b->items[i].attr;
        if (i > 0)
            tnk_buf_putc(out, ' ');
        if (a == NULL) {
            print_block(out, b->items[i].block);
            continue;
        }
        tnk_buf_printf(out, "(attr %.*s ", (int)a->name.len, a->name.ptr);
        print_expr(out, a->value);
        tnk_buf_putc(out, ')');
    }
}
