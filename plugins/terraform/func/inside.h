/* SPDX-License-Identifier: Apache-2.0
 * What the files of func/ share: reading arguments, answering "unknown", building lists and texts. */
#ifndef TF_FUNC_INSIDE_H
#define TF_FUNC_INSIDE_H

#include "func/func.h"

enum { TF_ANY_NUMBER = 255 };   /* of arguments, in tf_func.max */

/* The head of a function. */
#define TF_FN(name)                                                                                \
    static const cty_value *name(__attribute__((unused)) tf_call *c,                               \
                                 __attribute__((unused)) const cty_value *const *args,             \
                                 __attribute__((unused)) size_t n)

/* ---- arguments ---- */
/* A whole number that fits; false and an error. */
bool tf_whole(tf_call *c, const cty_value *v, int64_t *ret);
/* One of [min, max]; false and an error that names what it is. what: a msgid, "the size". */
bool tf_within(tf_call *c, const cty_value *v, const char *what, int64_t min, int64_t max,
               int64_t *ret);
/* ---- answers ---- */
/* Unknown of a type, for the reasons of the arguments that are unknown or hold something unknown. At least one does. */
const cty_value *tf_unknown(tf_call *c, const cty_type *t, const cty_value *const *args, size_t n);
/* The same for a text of which parts are known. */
const cty_value *tf_unknown_text(tf_call *c, const cty_value *const *args, size_t n, tnk_str parts);
/* Unknown because of the world: why is a TNK_WHY_*, reason is in the language of the run already. */
const cty_value *tf_outside(tf_call *c, const cty_type *t, uint32_t why, tnk_str reason);
/* Translates. N_() marks a msgid that is handed on to it. */
#define N_(msgid) msgid
const char *tf_tr(tf_call *c, const char *msgid);
/* The text of a buffer as a value; counts its bytes. */
const cty_value *tf_text(tf_call *c, tf_buf *b);
/* May the text under construction grow by so much? Counts the work; false and an error when not. */
bool tf_room(tf_call *c, const tf_buf *b, size_t more);
const cty_type *tf_type(tf_call *c, char letter);

/* ---- values under construction ---- */
typedef struct tf_items {
    tf_call *c;
    const cty_value **at;
    size_t n, cap;
} tf_items;
/* Adds one; false and an error when there are too many. */
bool tf_add(tf_items *items, const cty_value *v);
/* All items as a list of one type when they have one, which they must. */
const cty_value *tf_text_list(tf_items *items);
/* A list of the one type that all items can have; an error when there is none. */
const cty_value *tf_unified_list(tf_call *c, const cty_value *const *items, size_t n);
/* The type of all, or NULL and no error. */
const cty_type *tf_unify(tf_call *c, const cty_value *const *vs, size_t n);
/* Joins marks: v as a value that is sensitive when any of the arguments as a whole is. */
const cty_value *tf_marked_by(tf_call *c, const cty_value *v, const cty_value *const *args,
                              size_t n);

/* What a list, set or tuple holds: its items, as far as its type tells them when it is unknown
 * (tuples). false: not known. No error. */
bool tf_seq_items(tf_call *c, const cty_value *v, const cty_value *const **items, size_t *n);

/* ---- texts: func/text.c, func/runes.c ---- */
/* Bytes of the first user-perceived character of s; 0 when it is empty. */
size_t tf_grapheme(tnk_str s);
size_t tf_graphemes(tnk_str s);
static inline tnk_str tf_sub(tnk_str s, size_t from, size_t to)
{
    return (tnk_str){ s.ptr != NULL ? s.ptr + from : NULL, to - from };
}
/* Where the needle is in s, at or after from; SIZE_MAX: nowhere. Linear in s. */
size_t tf_find(tnk_str s, tnk_str needle, size_t from);
/* Decodes the character at s.ptr[*at] and steps over it. s is UTF-8. */
uint32_t tf_rune(tnk_str s, size_t *at);
void tf_put_rune(tf_buf *b, uint32_t rune);

/* ---- func/regex.c ---- */
/* s with each match of the pattern replaced; $1, ${name} stand for what groups matched. */
const cty_value *tf_regex_replace(tf_call *c, tnk_str s, tnk_str pattern, tnk_str with);

/* ---- func/verbs.c ---- */
typedef struct tf_verb {
    tnk_str raw;                /* "%-5.2f" */
    bool zero, minus, plus, space, sharp;
    bool has_width, has_precision;
    size_t width, precision;    /* at most CTY_TEXT_MAX */
    char mode;
} tf_verb;
/* Puts one known argument in the way of a verb; false and an error. */
bool tf_put_verb(tf_call *c, tf_buf *b, const tf_verb *verb, const cty_value *v);

/* ---- func/number.c, func/time.c ---- */
/* Digits of a base from 2 to 62, with a sign; NULL and an error. */
const cty_value *tf_number_in_base(tf_call *c, tnk_str s, int64_t base);
/* A date or time as YAML lets it be written, as RFC 3339; false: it is none. No error. */
bool tf_loose_time(tf_call *c, tnk_str s, tnk_str *ret);

/* ---- func/yaml_decode.c ---- */
const cty_value *tf_yamldecode(tf_call *c, const cty_value *const *args, size_t n);

/* ---- func/base64.c ---- */
void tf_base64(tf_buf *b, const uint8_t *bytes, size_t n);
/* Standard alphabet with padding; line ends are passed over. false: no base64. *ret is in the memory of the call. */
bool tf_unbase64(tf_call *c, tnk_str s, tnk_str *ret);
bool tf_utf8(tnk_str s);

/* ---- func/encoding.c ---- */
/* The answer of an encoder for a value of which a part is not known: the known texts in it are kept. */
const cty_value *tf_partly_encoded(tf_call *c, const cty_value *const *args);

/* ---- func/file.c ---- */
/* Reads a file of the target: NULL and *ret, or NULL and an error in cty, or an unknown of type t to answer with. */
const cty_value *tf_file(tf_call *c, const cty_value *path, const cty_type *t, tnk_str *ret);

#endif
