/* SPDX-License-Identifier: Apache-2.0
 * Templates: quoted texts, heredocs and whole texts, and the tree of their parts. */
#include "hcl/parser.h"

/* ---- parts ---- */

/* A text as parts, from the cursor to its end (the quote, the marker, the end); the cursor stays there. */
static void read_parts(hcl_parser *p, hcl_mode mode)
{
    bool trim = false, can_trim = false;
    while (!p->failed) {
        const char *from = p->at;
        bool fresh = from == p->text || from[-1] == '\n';
        if (p->at == p->end || (mode == HCL_QUOTED && (*from == '"' || *from == '\n' || *from == '\r')))
            return;
        if (hcl_at_sequence(p)) {
            hcl_sequence(p, can_trim, &trim);
            can_trim = false;
            continue;
        }
        if (mode == HCL_LINES && fresh) {
            const char *nl = memchr(from, '\n', (size_t)(p->end - from));
            if (nl != NULL && hcl_is_marker(hcl_slice(from, nl), p->open[p->n_open - 1].marker))
                return;
        }
        hcl_part part = { .kind = P_TEXT, .from = from };
        if (!hcl_literal(p, mode, &part.text))
            return;
        part.to = p->at;
        while (trim && part.text.len > 0) {
            size_t n = hcl_white(part.text.ptr, part.text.ptr + part.text.len);
            if (n == 0)
                break;
            part.text = (tnk_str){ part.text.ptr + n, part.text.len - n };
        }
        trim = false;
        can_trim = true;
        hcl_add_part(p, part);
    }
}

/* ---- the tree ---- */

/* Where the building of a tree stands. */
typedef struct builder {
    hcl_parser *p;
    size_t i, n;                /* of p->parts */
    const char *from, *to;      /* what closes the text */
    unsigned depth;
} builder;

static const hcl_expr *items(builder *b, const char *from, bool whole);

static const hcl_part *part_at(const builder *b) { return b->i < b->n ? &b->p->parts[b->i] : NULL; }

/* Texts in a row as one; none when they are empty. */
static void meld(builder *b)
{
    const hcl_part *first = part_at(b), *last = first, *part;
    tnk_str text = first->text;
    tf_buf buf = { .mem = b->p->mem };
    bool split = false;
    for (b->i++; (part = part_at(b)) != NULL && part->kind == P_TEXT; b->i++) {
        last = part;
        if (part->text.len == 0)
            continue;
        if (text.len == 0)
            text = part->text;
        else if (!split && text.ptr + text.len == part->text.ptr)
            text.len += part->text.len;
        else
            split = true;
    }
    for (const hcl_part *each = first; split && each <= last; each++)
        tf_put(&buf, each->text);
    if (split)
        text = tf_take(&buf);
    if (text.len > 0)
        hcl_note(b->p, hcl_text(b->p, text, first->from, last->to));
}

/* The directive that must come next: `close`, or `other` when that is not P_TEXT. Else a mistake. */
static const hcl_part *closing(builder *b, const hcl_part *open, hcl_part_kind close, hcl_part_kind other)
{
    const hcl_part *part = part_at(b);
    hcl_parser *p = b->p;
    if (part == NULL && close == P_ENDIF)
        hcl_fail(p, hcl_span(p, b->from, b->to), "hcl-directive",
                 "the text ends without the \"endif\" of an \"if\"", hcl_slice(open->from, open->to));
    else if (part == NULL)
        hcl_fail(p, hcl_span(p, b->from, b->to), "hcl-directive",
                 "the text ends without the \"endfor\" of a \"for\"", hcl_slice(open->from, open->to));
    else if (part->kind != close && (other == P_TEXT || part->kind != other))
        hcl_fail(p, hcl_span(p, part->from, part->to), "hcl-directive", "\"%1\" does not belong here",
                 hcl_slice(part->from, part->to));
    b->i++;
    return p->failed ? open : part;
}

static const hcl_expr *if_part(builder *b)
{
    const hcl_part *open = part_at(b);
    b->i++;
    hcl_expr *e = hcl_node(b->p, HCL_TEMPLATE_IF, open->from, open->to);
    e->a = open->value;
    e->b = items(b, open->to, false);
    const hcl_part *close = closing(b, open, P_ENDIF, P_ELSE);
    if (close->kind == P_ELSE) {
        e->c = items(b, close->to, false);
        close = closing(b, open, P_ENDIF, P_TEXT);
    }
    e->at = hcl_span(b->p, open->from, close->to);
    return hcl_over(b->p, e, e->a, e->b, e->c);
}

static const hcl_expr *for_part(builder *b)
{
    const hcl_part *open = part_at(b);
    b->i++;
    hcl_expr *e = hcl_node(b->p, HCL_TEMPLATE_FOR, open->from, open->to);
    e->loop = open->loop;
    open->loop->body = items(b, open->to, false);
    const hcl_part *close = closing(b, open, P_ENDFOR, P_TEXT);
    e->at = hcl_span(b->p, open->from, close->to);
    return hcl_over_loop(b->p, e);
}

/* Parts up to a directive that closes something, as one text or template. */
static const hcl_expr *items(builder *b, const char *from, bool whole)
{
    hcl_parser *p = b->p;
    const hcl_part *part;
    size_t mark = p->n_stack;
    if (b->depth++ + p->n_open >= HCL_NEST_MAX)
        return hcl_unexpected(p, "hcl-too-deep", "too many brackets, texts or blocks in each other");
    while (!p->failed && (part = part_at(b)) != NULL) {
        if (part->kind == P_TEXT) {
            meld(b);
        } else if (part->kind == P_VALUE) {
            hcl_note(p, part->value);
            b->i++;
        } else if (part->kind == P_IF || part->kind == P_FOR) {
            hcl_note(p, part->kind == P_IF ? if_part(b) : for_part(b));
        } else if (whole) {
            hcl_fail(p, hcl_span(p, part->from, part->to), "hcl-directive", "\"%1\" does not belong here",
                     hcl_slice(part->from, part->to));
        } else {
            break;
        }
    }
    b->depth--;
    hcl_expr *e = hcl_node(p, HCL_TEMPLATE, from, part_at(b) != NULL ? part_at(b)->from : b->from);
    hcl_take(p, mark, e);
    const hcl_expr *one = e->n == 1 ? e->items[0] : NULL;
    if (e->n == 0)
        return hcl_text(p, (tnk_str){ "", 0 }, from, from);
    return one != NULL && one->kind == HCL_STRING && p->parts[b->i - 1].kind == P_TEXT ? one : hcl_over_items(p, e);
}

/* The tree of the parts since `mark` of the text at [from, to), which `close` ends. */
static const hcl_expr *tree(hcl_parser *p, size_t mark, const char *from, const char *close, const char *to,
                            bool dedent)
{
    builder b = { .p = p, .i = mark, .n = p->n_parts, .from = close, .to = to };
    const hcl_expr *got;
    if (p->failed)
        return hcl_bad();
    if (dedent && b.n > mark)
        hcl_dedent(p->parts + mark, b.n - mark);
    bool wrap = b.n - mark == 1 && p->parts[mark].kind == P_VALUE;
    got = wrap ? p->parts[mark].value : items(&b, from, true);
    p->n_parts = mark;
    if (p->failed)
        return got;
    hcl_expr *e = wrap ? hcl_node(p, HCL_WRAP, from, to) : tf_new(p->mem, hcl_expr);
    if (!wrap)
        *e = *got;
    else
        e->a = got;
    e->at = hcl_span(p, from, to);
    e->indented = dedent;
    return wrap ? hcl_over(p, e, got, NULL, NULL) : e;
}

/* ---- texts ---- */

static void no_end_of_quotes(hcl_parser *p)
{
    const char *s = p->at;
    if (p->failed || *s == '"')
        return;
    if (s == p->end) {
        p->ended = true;
        hcl_fail_inside(p, s, s, "hcl-unclosed-text", "the closing quote of this text is missing");
    } else {
        hcl_fail_inside(p, s, s + strspn(s, "\r\n"), "hcl-unclosed-text",
                        "a text in quotes ends on its line; write \\n or use a heredoc");
    }
}

/* Past the closing quote: a mistake found from here on is no longer one inside the text. */
static const char *end_of_quotes(hcl_parser *p)
{
    p->from = ++p->at;
    return p->at;
}

/* A text without escapes and sequences, which most are. */
static const char *plain_end(const hcl_parser *p)
{
    const char *s = p->at;
    while (!(hcl_bytes[(unsigned char)*s] & B_QUOTED))
        s++;
    return *s == '"' ? s : NULL;
}

const hcl_expr *hcl_quoted(hcl_parser *p)
{
    const char *from = p->from, *end = plain_end(p);
    size_t mark = p->n_parts;
    if (end != NULL) {
        hcl_expr *e = hcl_text(p, hcl_slice(p->at, end), from, end + 1);
        p->at = end + 1;
        hcl_next(p);
        return e;
    }
    if (!hcl_push(p, '"'))
        return hcl_bad();
    read_parts(p, HCL_QUOTED);
    no_end_of_quotes(p);
    if (p->failed)
        return hcl_bad();
    hcl_pop(p);
    const char *to = end_of_quotes(p);
    const hcl_expr *e = tree(p, mark, from, to - 1, to, false);
    hcl_next(p);
    return e;
}

bool hcl_label(hcl_parser *p, tnk_str *ret)
{
    if (!hcl_push(p, '"') || !hcl_literal(p, HCL_QUOTED, ret))
        return false;
    if (hcl_at_sequence(p))
        hcl_fail_inside(p, p->at, p->at + (p->at[2] == '~' ? 3 : 2), "hcl-label",
                        "a label cannot have a template sequence; write $${ for a literal ${");
    no_end_of_quotes(p);
    if (p->failed)
        return false;
    hcl_pop(p);
    end_of_quotes(p);
    hcl_next(p);
    return true;
}

const hcl_expr *hcl_heredoc(hcl_parser *p)
{
    const char *from = p->from;
    bool dedent = from[2] == '-';
    size_t mark = p->n_parts;
    if (!hcl_push(p, '<'))
        return hcl_bad();
    const char *name = from + 2 + dedent;
    p->open[p->n_open - 1].marker = (tnk_str){ name, hcl_ident(name, p->end) };
    read_parts(p, HCL_LINES);
    if (p->failed)
        return hcl_bad();
    if (p->at == p->end) {
        p->ended = p->lost = true;
        hcl_fail_inside(p, p->end, p->end, "hcl-unclosed-text", "the end of this heredoc is missing");
        return hcl_bad();
    }
    hcl_pop(p);
    const char *close = p->at, *nl = memchr(close, '\n', (size_t)(p->end - close));
    p->from = p->at = nl - (nl[-1] == '\r');
    const hcl_expr *e = tree(p, mark, from, close, p->at, dedent);
    hcl_next(p);
    return e;
}

const hcl_expr *hcl_bare(hcl_parser *p)
{
    const char *from = p->at;
    size_t mark = p->n_parts;
    read_parts(p, HCL_BARE);
    p->from = p->at;
    return tree(p, mark, from, p->end, p->end, false);
}
