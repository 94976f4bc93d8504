/* SPDX-License-Identifier: Apache-2.0
 * What the files of the HCL parser share: the text being read, one token, what is open, scratch memory.
 *
 * There is one token at a time and the cursor stands at its end, so templates can read the characters after
 * a token by themselves. After a mistake `failed` is set and the token is T_STOP, which fits nowhere: every
 * loop ends, and the body that holds the broken item finds the next one (recover.c). */
#ifndef HCL_PARSER_H
#define HCL_PARSER_H

#include "hcl/hcl.h"

enum {
    T_END, T_STOP, T_BAD, T_LINE, T_IDENT, T_NUMBER, T_QUOTE, T_HEREDOC,
    T_OBRACE, T_CBRACE, T_OBRACK, T_CBRACK, T_OPAREN, T_CPAREN, T_TRIM_END, /* the last: ~} */
    T_DOT, T_COMMA, T_COLON, T_SCOPE, T_QUESTION, T_EQUAL, T_ARROW, T_MORE, /* : :: ? = => ... */
    T_NOT, T_EQ, T_NE, T_LT, T_LE, T_GT, T_GE, T_AND, T_OR, T_ADD, T_SUB, T_MUL, T_DIV, T_MOD,
    T_KINDS
};

/* Classes of bytes. */
enum {
    B_SPACE = 1,    /* space, tab */
    B_START = 2,    /* begins an identifier (ASCII) */
    B_PART = 4,     /* goes on with one (ASCII) */
    B_DIGIT = 8,
    B_HIGH = 16,    /* not ASCII */
    B_QUOTED = 32,  /* ends a run of plain characters in quotes */
    B_LINED = 64,   /* the same in a heredoc or bare template */
    B_WHITE = 128   /* white space that ~ trims (ASCII) */
};
extern const uint8_t hcl_bytes[256];

typedef struct hcl_open {       /* something that is open */
    char kind;                  /* { [ ( " < (heredoc) $ (interpolation or directive) */
    tnk_str marker;             /* of a heredoc */
} hcl_open;

typedef struct hcl_part hcl_part;   /* template.h */

typedef struct hcl_parser {
    hcl_ctx *c;
    tf_mem *mem;
    const char *text, *end;     /* a NUL stands at end */
    tnk_span at0;               /* of text[0]; with `inside`, of everything */
    bool inside;
    bool lines;                 /* newlines are tokens */
    bool failed;
    bool ended;                 /* told that the text ends too early */
    bool lost;                  /* all that follows was taken by a heredoc without end */
    bool no_comment;            /* no further comment has an end */
    uint8_t tok;
    const char *from, *at;      /* the token; at is the cursor */
    const char *before;         /* end of the token before */
    const char *failed_at;      /* where the token began that was a mistake */
    const char *done;           /* end of the last argument or block: recovery does not go back before it */
    uint32_t n_open, level;     /* level: expressions in each other without brackets */
    size_t wasted;              /* bytes looked at in vain while recovering */
    const void **stack;         /* items of what is under construction */
    size_t n_stack, cap_stack;
    hcl_part *parts;            /* parts of templates under construction */
    size_t n_parts, cap_parts;
    hcl_open open[HCL_NEST_MAX];
} hcl_parser;

/* ---- lex.c ---- */
void hcl_parser_init(hcl_parser *p, hcl_ctx *c, tnk_str text, tnk_span at);
void hcl_next(hcl_parser *p);       /* reads the next token; nothing once failed */
/* Length of the character at s, at least 1; 0 when it is not UTF-8. */
size_t hcl_char(const char *s, const char *end, uint32_t *ret);
size_t hcl_ident(const char *s, const char *end);   /* length of the identifier at s, or 0 */
static inline tnk_str hcl_slice(const char *from, const char *to)
{
    return (tnk_str){ from, (size_t)(to - from) };
}
static inline tnk_str hcl_tok_text(const hcl_parser *p)
{
    return hcl_slice(p->from, p->at);
}
static inline bool hcl_tok_is(const hcl_parser *p, const char *word)
{
    return p->tok == T_IDENT && tf_is(hcl_tok_text(p), word);
}
static inline tnk_span hcl_span(const hcl_parser *p, const char *from, const char *to)
{
    if (p->inside)
        return p->at0;
    uint32_t off = p->at0.off + (uint32_t)(from - p->text);
    return (tnk_span){ p->at0.file, off, off + (uint32_t)(to - from) };
}

/* ---- mistakes: mistake.c ---- */
/* Tells a mistake, as long as there are not too many of them. */
void hcl_tell(hcl_ctx *c, tnk_span at, const char *code, const char *msg, tnk_str arg);
/* Tells a mistake (the first since the last recovery) and fails. Gives the expression that stands for it. */
const hcl_expr *hcl_fail(hcl_parser *p, tnk_span at, const char *code, const char *msg, tnk_str arg);
const hcl_expr *hcl_bad(void);      /* what stands for an expression once failed */
/* The same at the present token; a character that HCL does not have is told as such. */
const hcl_expr *hcl_unexpected(hcl_parser *p, const char *code, const char *msg);
/* Opens a bracket or text; false (and failed) when too many are open. */
bool hcl_push(hcl_parser *p, char kind);
static inline void hcl_pop(hcl_parser *p)
{
    p->n_open -= !p->failed;    /* what was open at a mistake tells how to go on */
}

/* ---- recover.c ---- */
/* After a mistake in the item at `item`, whose body has `base` things open: goes to where the next item may
 * start (the token is read) and forgets the mistake. With `brace`: to the brace that closes the body. */
void hcl_recover(hcl_parser *p, const char *item, uint32_t base, bool brace);

/* ---- nodes: node.c ---- */
hcl_expr *hcl_node(hcl_parser *p, hcl_kind kind, const char *from, const char *to);
hcl_expr *hcl_text(hcl_parser *p, tnk_str text, const char *from, const char *to);
/* Sets the height over these children (NULL is none); too high is a mistake. Gives e or what stands for it. */
const hcl_expr *hcl_over(hcl_parser *p, hcl_expr *e, const hcl_expr *a, const hcl_expr *b, const hcl_expr *c);
/* The same over e->items, over what e->loop holds. */
const hcl_expr *hcl_over_items(hcl_parser *p, hcl_expr *e);
const hcl_expr *hcl_over_loop(hcl_parser *p, hcl_expr *e);
/* Things under construction: note, then take all since a mark as e->items. */
void hcl_note(hcl_parser *p, const void *item);
void hcl_take(hcl_parser *p, size_t mark, hcl_expr *e);

/* ---- expr.c, group.c ---- */
const hcl_expr *hcl_expression(hcl_parser *p);
const hcl_expr *hcl_call(hcl_parser *p, const char *from);     /* after the name, at ( or :: */
const hcl_expr *hcl_parens(hcl_parser *p);
const hcl_expr *hcl_tuple(hcl_parser *p);
const hcl_expr *hcl_object(hcl_parser *p);
/* "key, value in", from the token after `for`; false when it is not so. */
bool hcl_loop_head(hcl_parser *p, hcl_loop *l);

/* ---- repeats.c, parse.c ---- */
/* Marks attributes whose name another has: all but the first, or the last, of a name. NULL when there is none. */
const bool *hcl_repeats(tf_mem *m, const hcl_item *items, uint32_t n, bool keep_last);
/* hcl_parse_expr; with `inside` every node carries `at`. */
const hcl_expr *hcl_parse_reference(hcl_ctx *c, tnk_str text, tnk_span at, bool inside);

/* ---- literal.c: the plain characters of texts ---- */
/* Which text: what ends it, and where its pieces end. */
typedef enum hcl_mode { HCL_QUOTED, HCL_LINES, HCL_BARE } hcl_mode;
/* Length of the white space character at s, 0 when it is none. */
size_t hcl_white(const char *s, const char *end);
bool hcl_is_marker(tnk_str line, tnk_str marker);   /* does the line end the heredoc? */
/* The characters from the cursor to the next "${" or "%{", the end of the text or, but in quotes, past the end of
 * the line; escapes decoded. False after a mistake. */
bool hcl_literal(hcl_parser *p, hcl_mode mode, tnk_str *ret);
/* Is the cursor at "${" or "%{"? */
static inline bool hcl_at_sequence(const hcl_parser *p)
{
    return (*p->at == '$' || *p->at == '%') && p->at[1] == '{' && p->at + 1 < p->end;
}
/* A mistake in a text; recovery goes on there, inside of it. */
void hcl_fail_inside(hcl_parser *p, const char *from, const char *to, const char *code, const char *msg);

/* ---- parts.c: a text as a flat list of parts ---- */
typedef enum hcl_part_kind { P_TEXT, P_VALUE, P_IF, P_ELSE, P_ENDIF, P_FOR, P_ENDFOR } hcl_part_kind;
struct hcl_part {
    hcl_part_kind kind;
    const char *from, *to;
    tnk_str text;               /* P_TEXT */
    const hcl_expr *value;      /* P_VALUE; P_IF: the condition */
    hcl_loop *loop;             /* P_FOR */
};
/* "${ }" or "%{ }" at the cursor as one more part. *trim: it ends in ~, the next text loses its white space. */
void hcl_sequence(hcl_parser *p, bool can_trim, bool *trim);
void hcl_add_part(hcl_parser *p, hcl_part part);
/* Takes away the indentation that all lines share, as <<- does. */
void hcl_dedent(hcl_part *parts, size_t n);

/* ---- template.c: parts as a tree ---- */
const hcl_expr *hcl_quoted(hcl_parser *p);      /* at T_QUOTE; reads on after the closing quote */
const hcl_expr *hcl_heredoc(hcl_parser *p);
const hcl_expr *hcl_bare(hcl_parser *p);        /* all of the text */
bool hcl_label(hcl_parser *p, tnk_str *ret);    /* a quoted text without interpolation */

#endif
