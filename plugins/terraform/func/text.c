/* SPDX-License-Identifier: Apache-2.0
 * Functions on texts but for formats and regular expressions. */
#define _GNU_SOURCE     /* memmem */
#include "func/inside.h"

#include <unicase.h>
#include <unictype.h>

size_t tf_find(tnk_str s, tnk_str needle, size_t from)
{
    if (from > s.len)
        return SIZE_MAX;
    if (needle.len == 0)
        return from;
    const char *p = s.len == 0 ? NULL : memmem(s.ptr + from, s.len - from, needle.ptr, needle.len);
    return p != NULL ? (size_t)(p - s.ptr) : SIZE_MAX;
}

static bool starts(tnk_str s, tnk_str prefix)
{
    return s.len >= prefix.len && tf_eq(tf_sub(s, 0, prefix.len), prefix);
}

static bool ends(tnk_str s, tnk_str suffix)
{
    return s.len >= suffix.len && tf_eq(tf_sub(s, s.len - suffix.len, s.len), suffix);
}

TF_FN(fn_startswith) { return cty_boolean(starts(args[0]->str, args[1]->str)); }
TF_FN(fn_endswith) { return cty_boolean(ends(args[0]->str, args[1]->str)); }
TF_FN(fn_strcontains) { return cty_boolean(tf_find(args[0]->str, args[1]->str, 0) != SIZE_MAX); }

TF_FN(fn_trimprefix)
{
    tnk_str s = args[0]->str, prefix = args[1]->str;
    return starts(s, prefix) ? cty_text(c->cty, tf_sub(s, prefix.len, s.len)) : args[0];
}

TF_FN(fn_trimsuffix)
{
    tnk_str s = args[0]->str, suffix = args[1]->str;
    return ends(s, suffix) ? cty_text(c->cty, tf_sub(s, 0, s.len - suffix.len)) : args[0];
}

/* ---- case ---- */

static const cty_value *each_rune(tf_call *c, tnk_str s, ucs4_t map(ucs4_t))
{
    tf_buf b = { .mem = c->cty->mem };
    if (!tf_room(c, &b, s.len))
        return NULL;
    for (size_t at = 0; at < s.len;) {
        unsigned char byte = (unsigned char)s.ptr[at];
        if (byte < 0x80) {
            tf_putc(&b, (char)map(byte));
            at++;
        } else {
            tf_put_rune(&b, map(tf_rune(s, &at)));
        }
    }
    return tf_text(c, &b);
}

TF_FN(fn_upper) { return each_rune(c, args[0]->str, uc_toupper); }
TF_FN(fn_lower) { return each_rune(c, args[0]->str, uc_tolower); }

/* What stands between words, as Go's strings.Title has it. */
static bool separates(ucs4_t rune)
{
    if (rune < 0x80)
        return !((rune >= '0' && rune <= '9') || (rune >= 'a' && rune <= 'z') ||
                 (rune >= 'A' && rune <= 'Z') || rune == '_');
    return uc_is_property_white_space(rune) && !uc_is_alpha(rune);
}

TF_FN(fn_title)
{
    tnk_str s = args[0]->str;
    tf_buf b = { .mem = c->cty->mem };
    if (!tf_room(c, &b, s.len))
        return NULL;
    ucs4_t last = ' ';
    for (size_t at = 0; at < s.len;) {
        ucs4_t rune = tf_rune(s, &at);
        tf_put_rune(&b, separates(last) ? uc_totitle(rune) : rune);
        last = rune;
    }
    return tf_text(c, &b);
}

/* ---- ends of a text ---- */

/* What trim takes away: white space, or the characters of a set. */
typedef struct cut {
    tf_call *c;
    const tnk_str *set;         /* NULL: white space */
} cut;

static bool takes(const cut *k, ucs4_t rune)
{
    if (k->set == NULL)
        return uc_is_property_white_space(rune);
    size_t at = 0;
    bool found = false;
    while (!found && at < k->set->len)
        found = tf_rune(*k->set, &at) == rune;
    return cty_spend(k->c->cty, 1 + at / 16) && found;
}

static size_t last_rune(tnk_str s, ucs4_t *rune)
{
    size_t at = s.len - 1;
    while (at > 0 && ((unsigned char)s.ptr[at] & 0xC0) == 0x80)
        at--;
    size_t step = at;
    *rune = tf_rune(s, &step);
    return at;
}

static const cty_value *trim(const cut *k, tnk_str s)
{
    while (s.len != 0) {
        size_t step = 0;
        if (!takes(k, tf_rune(s, &step)))
            break;
        s = tf_sub(s, step, s.len);
    }
    while (s.len != 0) {
        ucs4_t rune;
        size_t at = last_rune(s, &rune);
        if (!takes(k, rune))
            break;
        s.len = at;
    }
    return k->c->cty->overrun ? NULL : cty_text(k->c->cty, s);
}

TF_FN(fn_trim) { return trim(&(cut){ c, &args[1]->str }, args[0]->str); }
TF_FN(fn_trimspace) { return trim(&(cut){ c, NULL }, args[0]->str); }

TF_FN(fn_chomp)
{
    tnk_str s = args[0]->str;
    while (s.len != 0 && (s.ptr[s.len - 1] == '\n' || s.ptr[s.len - 1] == '\r'))
        s.len--;
    return cty_text(c->cty, s);
}

/* ---- parts of a text ---- */

TF_FN(fn_substr)
{
    tnk_str s = args[0]->str;
    int64_t offset, length;
    if (!tf_whole(c, args[1], &offset) || !tf_whole(c, args[2], &length) ||
        !cty_spend(c->cty, s.len / 16))
        return NULL;
    if (offset < 0)
        offset += (int64_t)tf_graphemes(s);
    else if (length == 0)
        return cty_text(c->cty, tf_str(""));
    for (; offset > 0 && s.len != 0; offset--)
        s = tf_sub(s, tf_grapheme(s), s.len);
    size_t end = 0;
    if (length <= 0)            /* so it is for a length of 0 after an offset from the end, too */
        return cty_text(c->cty, s);
    for (; length > 0 && end < s.len; length--)
        end += tf_grapheme(tf_sub(s, end, s.len));
    return cty_text(c->cty, tf_sub(s, 0, end));
}

TF_FN(fn_strrev)
{
    tnk_str s = args[0]->str;
    if (!cty_spend(c->cty, s.len / 16))
        return NULL;
    char *to = tf_mem_get(c->cty->mem, s.len + 1);
    for (size_t at = 0; at < s.len;) {
        size_t step = tf_grapheme(tf_sub(s, at, s.len));
        at += step;
        memcpy(to + s.len - at, s.ptr + at - step, step);
    }
    return cty_text(c->cty, (tnk_str){ to, s.len });
}

/* Where the separator ends; with an empty one each character is a part. */
static size_t part_end(tnk_str s, tnk_str sep, size_t at, size_t *next)
{
    if (sep.len == 0) {
        size_t end = at;
        tf_rune(s, &end);
        *next = end < s.len ? end : SIZE_MAX;
        return end;
    }
    size_t end = tf_find(s, sep, at);
    *next = end != SIZE_MAX ? end + sep.len : SIZE_MAX;
    return end != SIZE_MAX ? end : s.len;
}

TF_FN(fn_split)
{
    tnk_str sep = args[0]->str, s = args[1]->str;
    tf_items parts = { .c = c };
    size_t at = sep.len == 0 && s.len == 0 ? SIZE_MAX : 0;
    while (at != SIZE_MAX) {
        size_t next, end = part_end(s, sep, at, &next);
        if (!tf_add(&parts, cty_text(c->cty, tf_sub(s, at, end))))
            return NULL;
        at = next;
    }
    return tf_text_list(&parts);
}

TF_FN(fn_replace)
{
    tnk_str s = args[0]->str, from = args[1]->str, to = args[2]->str;
    if (from.len > 1 && from.ptr[0] == '/' && from.ptr[from.len - 1] == '/')
        return tf_regex_replace(c, s, tf_sub(from, 1, from.len - 1), to);
    tf_buf b = { .mem = c->cty->mem };
    size_t at = 0;
    while (at <= s.len) {
        size_t hit = tf_find(s, from, at), end = hit;
        if (hit == SIZE_MAX)
            break;
        if (from.len == 0 && hit < s.len)
            tf_rune(s, &end);
        if (!tf_room(c, &b, hit - at + to.len + (end - hit)))
            return NULL;
        tf_put(&b, tf_sub(s, at, hit));
        tf_put(&b, to);
        tf_put(&b, tf_sub(s, hit, end));
        at = from.len == 0 && hit == s.len ? s.len + 1 : end + from.len;
    }
    if (at < s.len) {
        if (!tf_room(c, &b, s.len - at))
            return NULL;
        tf_put(&b, tf_sub(s, at, s.len));
    }
    return tf_text(c, &b);
}

TF_FN(fn_indent)
{
    int64_t spaces;
    tnk_str s = args[1]->str;
    if (!tf_within(c, args[0], N_("the number of spaces"), 0, CTY_TEXT_MAX, &spaces))
        return NULL;
    tf_buf b = { .mem = c->cty->mem };
    char *pad = tf_mem_get(c->cty->mem, (size_t)spaces + 1);
    memset(pad, ' ', (size_t)spaces);
    for (size_t at = 0; at < s.len;) {
        size_t end = tf_find(s, tf_str("\n"), at);
        bool line = end != SIZE_MAX;
        end = line ? end + 1 : s.len;
        if (!tf_room(c, &b, end - at + (size_t)spaces))
            return NULL;
        tf_put(&b, tf_sub(s, at, end));
        if (line)
            tf_put(&b, (tnk_str){ pad, (size_t)spaces });
        at = end;
    }
    return tf_text(c, &b);
}

/* ---- join ---- */

typedef struct joining {
    tf_call *c;
    tf_buf b;
    tnk_str sep;
    size_t n;
    bool unknown;
} joining;

static bool join_one(joining *j, const cty_value *v)
{
    if (cty_is_null(v)) {
        cty_fail(j->c->cty, "item %zu is null and cannot be joined", j->n + 1);
        return false;
    }
    tnk_str s = cty_known(v) ? v->str : v->unknown->parts;
    j->unknown |= cty_is_unknown(v);
    if (!tf_room(j->c, &j->b, s.len + j->sep.len))
        return false;
    if (j->n++ != 0)
        tf_put(&j->b, j->sep);
    tf_put(&j->b, s);
    return true;
}

TF_FN(fn_join)
{
    joining j = { .c = c, .b = { .mem = c->cty->mem }, .unknown = cty_is_unknown(args[0]) };
    j.sep = cty_known(args[0]) ? args[0]->str : args[0]->unknown->parts;
    for (size_t i = 1; i < n; i++) {
        j.unknown |= cty_is_unknown(args[i]);
        for (size_t k = 0; cty_known(args[i]) && k < args[i]->n; k++) {
            if (!join_one(&j, args[i]->items[k]))
                return NULL;
        }
    }
    return j.unknown ? tf_unknown_text(c, args, n, tf_take(&j.b)) : tf_text(c, &j.b);
}

const tf_func tf_funcs_text[] = {
    { "chomp", fn_chomp, 1, 1, TF_FN_PARTS, "s", 's' },
    { "endswith", fn_endswith, 2, 2, 0, "ss", 'b' },
    { "indent", fn_indent, 2, 2, 0, "ns", 's' },
    { "join", fn_join, 2, TF_ANY_NUMBER, TF_FN_UNKNOWN, "sl", 's' },
    { "lower", fn_lower, 1, 1, 0, "s", 's' },
    { "replace", fn_replace, 3, 3, TF_FN_PARTS, "sss", 's' },
    { "split", fn_split, 2, 2, 0, "ss", 'l' },
    { "startswith", fn_startswith, 2, 2, 0, "ss", 'b' },
    { "strcontains", fn_strcontains, 2, 2, 0, "ss", 'b' },
    { "strrev", fn_strrev, 1, 1, 0, "s", 's' },
    { "substr", fn_substr, 3, 3, 0, "snn", 's' },
    { "title", fn_title, 1, 1, 0, "s", 's' },
    { "trim", fn_trim, 2, 2, TF_FN_PARTS, "ss", 's' },
    { "trimprefix", fn_trimprefix, 2, 2, TF_FN_PARTS, "ss", 's' },
    { "trimspace", fn_trimspace, 1, 1, TF_FN_PARTS, "s", 's' },
    { "trimsuffix", fn_trimsuffix, 2, 2, TF_FN_PARTS, "ss", 's' },
    { "upper", fn_upper, 1, 1, 0, "s", 's' },
    { .name = NULL },
};
