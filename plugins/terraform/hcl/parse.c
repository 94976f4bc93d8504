/* SPDX-License-Identifier: Apache-2.0
 * Bodies: attributes and blocks; and the ways in. */
#include "hcl/parser.h"

static const hcl_body *body(hcl_parser *p, const char *open, bool inner);

/* ---- attributes ---- */

static void note_item(hcl_parser *p, const hcl_attr *attr, const hcl_block *block)
{
    hcl_note(p, attr);
    hcl_note(p, block);
}

/* The end of a broken value: the mistake, or the line before it, since what follows may be other items. */
static const char *end_of_broken(const hcl_parser *p, const char *from)
{
    const char *nl = p->failed_at > from ? memchr(from, '\n', (size_t)(p->failed_at - from)) : NULL;
    return nl != NULL ? nl : p->failed_at > from ? p->failed_at : p->before;
}

/* The value, from the sign. What is wrong inside stands as HCL_BAD. */
static void attribute(hcl_parser *p, tnk_str name)
{
    hcl_attr *a = tf_new(p->mem, hcl_attr);
    size_t mark = p->n_stack, parts = p->n_parts;
    a->name = name;
    a->name_at = hcl_span(p, name.ptr, name.ptr + name.len);
    hcl_next(p);
    const char *from = p->from;
    const hcl_expr *value = hcl_expression(p);
    const char *to = p->failed ? end_of_broken(p, from) : p->before;
    if (p->failed) {
        p->n_stack = mark;
        p->n_parts = parts;
        from = from < to ? from : to;
        value = hcl_node(p, HCL_BAD, from, to);
    }
    a->value = value;
    a->at = hcl_span(p, name.ptr, to);
    p->done = to;
    note_item(p, a, NULL);
}

static void end_of_attribute(hcl_parser *p)
{
    if (p->tok == T_LINE)
        hcl_next(p);
    else if (p->tok == T_COMMA)
        hcl_unexpected(p, "hcl-newline", "a new line is expected here; arguments are not separated by commas");
    else if (p->tok != T_END)
        hcl_unexpected(p, "hcl-newline", "a new line is expected after this argument");
}

/* ---- blocks ---- */

/* After another mistake a brace that is missing or left over is most often its consequence. */
static void unclosed_block(hcl_parser *p, const char *open)
{
    if (!p->ended && p->c->n_told == 0)
        hcl_tell(p->c, hcl_span(p, open, open + 1), "hcl-unclosed", "the \"}\" of this block is missing",
                 (tnk_str){ "", 0 });
    p->ended = true;
}

typedef struct label {
    tnk_str text;
    const char *from, *to;
} label;

static bool labels(hcl_parser *p, hcl_block *b)
{
    size_t mark = p->n_stack;
    while (p->tok == T_QUOTE || p->tok == T_IDENT) {
        label *l = tf_new(p->mem, label);
        l->from = p->from;
        l->text = hcl_tok_text(p);
        if (p->tok == T_IDENT)
            hcl_next(p);
        else if (!hcl_label(p, &l->text))
            break;
        l->to = p->before;
        hcl_note(p, l);
    }
    b->n_labels = (uint32_t)(p->n_stack - mark);
    tnk_str *texts = tf_new_array(p->mem, b->n_labels, tnk_str);
    tnk_span *spans = tf_new_array(p->mem, b->n_labels, tnk_span);
    for (uint32_t i = 0; i < b->n_labels; i++) {
        const label *l = p->stack[mark + i];
        texts[i] = l->text;
        spans[i] = hcl_span(p, l->from, l->to);
    }
    b->labels = texts;
    b->labels_at = spans;
    p->n_stack = mark;
    return !p->failed;
}

/* What stands where "{" must stand. A brace on the next line belongs to this block and its mistake. */
static void no_brace(hcl_parser *p)
{
    if (p->tok == T_EQUAL) {
        hcl_unexpected(p, "hcl-block", "\"=\" cannot stand in the definition of a block");
    } else if (p->tok != T_LINE) {
        hcl_unexpected(p, "hcl-block", "a label or \"{\" is expected here");
    } else {
        hcl_unexpected(p, "hcl-block", "the \"{\" of a block must stand on the same line as its type");
        const char *s = p->at;
        while (hcl_bytes[(unsigned char)*s] & B_WHITE)
            s++;
        p->failed_at = *s == '{' ? s : p->failed_at;
    }
}

/* A header that is broken in a line that ends in "{": the block goes with it. */
static void broken_header(hcl_parser *p)
{
    const char *from = p->failed_at, *nl = memchr(from, '\n', (size_t)(p->end - from));
    const char *s = nl != NULL ? nl : p->end;
    while (s > p->text && hcl_bytes[(unsigned char)s[-1]] & B_WHITE)
        s--;
    if (s <= p->text || s[-1] != '{' || p->open[p->n_open - 1].kind != '"')
        return;
    p->n_open--;
    p->failed_at = s - 1;
}

/* The argument of a block on one line, or what stands there. */
static void one_argument(hcl_parser *p)
{
    tnk_str name = hcl_tok_text(p);
    if (p->tok != T_IDENT)
        hcl_unexpected(p, "hcl-item", "an argument or a block is expected here");
    hcl_next(p);
    if (p->tok == T_EQUAL)
        attribute(p, name);
    else if (p->tok == T_QUOTE || p->tok == T_IDENT || p->tok == T_OBRACE)
        hcl_fail(p, hcl_span(p, name.ptr, p->at), "hcl-one-line-block",
                 "a block on one line cannot hold another block", name);
    else
        hcl_fail(p, hcl_span(p, name.ptr, name.ptr + name.len), "hcl-item",
                 "an argument needs \"=\" and a value", name);
}

/* "{ a = 1 }": one argument and the brace. */
static const hcl_body *one_line(hcl_parser *p, const char *open)
{
    hcl_body *b = tf_new(p->mem, hcl_body);
    const char *item = p->from;
    size_t mark = p->n_stack;
    uint32_t base = p->n_open;
    one_argument(p);
    if (p->tok == T_COMMA)
        hcl_unexpected(p, "hcl-one-line-block", "a block on one line can hold only one argument");
    else if (p->tok == T_END)
        unclosed_block(p, open);
    else if (p->tok != T_CBRACE)
        hcl_unexpected(p, "hcl-one-line-block", "the \"}\" of a block on one line must follow its argument");
    if (p->failed)
        hcl_recover(p, item, base, true);
    hcl_expr all = { 0 };
    hcl_take(p, mark, &all);
    b->items = (const hcl_item *)(const void *)all.items;
    b->n = all.n / 2;
    b->at = hcl_span(p, open, p->tok == T_CBRACE ? p->at : p->before);
    return b;
}

static void block(hcl_parser *p, tnk_str type)
{
    hcl_block *b = tf_new(p->mem, hcl_block);
    b->type = type;
    if (!labels(p, b))
        broken_header(p);
    else if (p->tok != T_OBRACE)
        no_brace(p);
    const char *open = p->from;
    b->header = hcl_span(p, type.ptr, p->before);
    if (p->failed || !hcl_push(p, '{'))
        return;
    hcl_next(p);
    bool lines = p->tok == T_LINE || p->tok == T_END || p->tok == T_CBRACE;
    b->body = lines ? body(p, open, true) : one_line(p, open);
    const char *to = p->tok == T_CBRACE ? p->at : p->before;
    p->n_open--;
    b->at = hcl_span(p, type.ptr, to);
    p->done = to;
    note_item(p, NULL, b);
    if (p->tok == T_CBRACE)
        hcl_next(p);
    else
        return;
    if (p->tok == T_LINE)
        hcl_next(p);
    else if (p->tok != T_END)
        hcl_unexpected(p, "hcl-newline", "a new line is expected after this block");
}

/* ---- bodies ---- */

/* Tells repeated attributes and leaves them out. */
static void drop_repeats(hcl_parser *p, hcl_body *b, hcl_item *items)
{
    const bool *marks = hcl_repeats(p->mem, items, b->n, false);
    uint32_t kept = 0;
    if (marks == NULL)
        return;
    for (uint32_t i = 0; i < b->n; i++) {
        const hcl_attr *a = items[i].attr;
        if (!marks[i])
            items[kept++] = items[i];
        else
            hcl_tell(p->c, a->name_at, "hcl-repeated-attribute", "\"%1\" is set already in this block", a->name);
    }
    b->n = kept;
}

/* One attribute or block, or a mistake. */
static void item(hcl_parser *p, bool inner)
{
    tnk_str name = hcl_tok_text(p);
    if (p->tok == T_QUOTE)
        hcl_unexpected(p, "hcl-item", "the name of an argument must not be in quotes");
    else if (p->tok != T_IDENT && inner)
        hcl_unexpected(p, "hcl-item", "an argument, a block or \"}\" is expected here");
    else if (p->tok != T_IDENT)
        hcl_unexpected(p, "hcl-item", "an argument or a block is expected here");
    hcl_next(p);
    if (p->tok == T_EQUAL) {
        attribute(p, name);
        end_of_attribute(p);
    } else if (p->tok == T_QUOTE || p->tok == T_IDENT || p->tok == T_OBRACE) {
        block(p, name);
    } else {
        hcl_fail(p, hcl_span(p, name.ptr, name.ptr + name.len), "hcl-item",
                 "an argument or a block is expected here; an argument needs \"=\" and a value", name);
    }
}

/* The items up to the closing brace, which stays the token, or the end of the text. */
static const hcl_body *body(hcl_parser *p, const char *open, bool inner)
{
    hcl_body *b = tf_new(p->mem, hcl_body);
    size_t mark = p->n_stack;
    uint32_t base = p->n_open;
    while (p->tok != T_END && !(inner && p->tok == T_CBRACE)) {
        const char *from = p->from;
        if (p->tok == T_LINE) {
            hcl_next(p);
            continue;
        }
        if (p->tok == T_CBRACE && p->c->n_told > 0) {
            hcl_next(p);
            continue;
        }
        item(p, inner);
        if (p->failed)
            hcl_recover(p, from, base, false);
    }
    if (inner && p->tok == T_END)
        unclosed_block(p, open);
    hcl_expr all = { 0 };
    hcl_take(p, mark, &all);
    b->items = (const hcl_item *)(const void *)all.items;
    b->n = all.n / 2;
    b->at = hcl_span(p, open, !inner ? p->from : p->tok == T_CBRACE ? p->at : p->before);
    drop_repeats(p, b, (hcl_item *)(void *)all.items);
    return b;
}

/* ---- ways in ---- */

static size_t mark_of_order(tnk_str s)
{
    return s.len >= 3 && memcmp(s.ptr, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static hcl_parser *start(hcl_ctx *c, tnk_str text, tnk_span at)
{
    hcl_parser *p = tf_new(c->mem, hcl_parser);
    hcl_parser_init(p, c, text, at);
    p->at += mark_of_order(text);
    p->from = p->before = p->at;
    return p;
}

const hcl_body *hcl_parse(hcl_ctx *c, tnk_str text, uint32_t file)
{
    hcl_parser *p = start(c, text, (tnk_span){ .file = file });
    c->n_told = 0;
    p->lines = true;
    hcl_next(p);
    return body(p, p->text, false);
}

const hcl_expr *hcl_parse_reference(hcl_ctx *c, tnk_str text, tnk_span at, bool inside)
{
    hcl_parser *p = start(c, tf_mem_str(c->mem, text), at);
    p->inside = inside;
    hcl_next(p);
    const hcl_expr *e = hcl_expression(p);
    if (p->tok != T_END)
        hcl_unexpected(p, "hcl-expression", "the expression ended before this");
    return p->failed ? hcl_node(p, HCL_BAD, p->text, p->end) : e;
}

const hcl_expr *hcl_parse_expr(hcl_ctx *c, tnk_str text, tnk_span at)
{
    return hcl_parse_reference(c, text, at, false);
}

const hcl_expr *hcl_parse_template(hcl_ctx *c, tnk_str text, tnk_span at, bool inside)
{
    hcl_parser *p = start(c, tf_mem_str(c->mem, text), at);
    p->inside = inside;
    const hcl_expr *e = hcl_bare(p);
    return p->failed ? hcl_node(p, HCL_BAD, p->text, p->end) : e;
}

const hcl_attr *hcl_attr_get(const hcl_body *b, const char *name)
{
    for (uint32_t i = 0; b != NULL && i < b->n; i++)
        if (b->items[i].attr != NULL && tf_is(b->items[i].attr->name, name))
            return b->items[i].attr;
    return NULL;
}
