/* SPDX-License-Identifier: Apache-2.0
 * regex, regexall and replace with a pattern. Matching is bounded: PCRE2 goes back and forth where RE2 does not. */
#include <unictype.h>

#include "func/regex.h"

enum {
    HEAP_KB = 16 * 1024,
    TRIES_FIRST = 100,          /* steps that one match may take at first, at last */
    TRIES_LAST = 1000 * 1000,
    TRIES_A_STEP = 2            /* so many count as one step of the unit's budget */
};

static void *give(size_t n, void *ud)
{
    return tf_mem_get(ud, n);
}

static void keep(void *p, void *ud)     /* the memory goes with the unit */
{
    (void)p;
    (void)ud;
}

static bool compile(re_matcher *m, pcre2_general_context *general)
{
    int error;
    size_t offset;
    pcre2_compile_context *how = pcre2_compile_context_create(general);
    pcre2_set_newline(how, PCRE2_NEWLINE_LF);
    pcre2_set_parens_nest_limit(how, RE_DEPTH_MAX * 2);     /* we add groups of our own */
    m->code = pcre2_compile((PCRE2_SPTR)m->pattern.text.ptr, m->pattern.text.len,
                            PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_CIRCUMFLEX |
                                PCRE2_NEVER_BACKSLASH_C,
                            &error, &offset, how);
    if (m->code != NULL)
        return true;
    char why[128];
    if (pcre2_get_error_message(error, (PCRE2_UCHAR *)why, sizeof why) < 0)
        why[0] = '\0';
    cty_fail(m->c->cty, "the pattern is wrong: %s", why);
    return false;
}

bool re_open(tf_call *c, tnk_str pattern, tnk_str subject, re_matcher *ret)
{
    *ret = (re_matcher){ .c = c, .subject = subject, .last_end = SIZE_MAX };
    pcre2_general_context *general = pcre2_general_context_create(give, keep, c->cty->mem);
    if (!re_translate(c, pattern, &ret->pattern) || !compile(ret, general))
        return false;
    if (ret->pattern.named != 0 && ret->pattern.named != ret->pattern.groups) {
        cty_fail(c->cty, "the pattern has groups with and without names");
        return false;
    }
    ret->data = pcre2_match_data_create_from_pattern(ret->code, general);
    ret->context = pcre2_match_context_create(general);
    pcre2_set_heap_limit(ret->context, HEAP_KB);
    if (subject.ptr == NULL)
        ret->subject.ptr = "";
    return cty_spend(c->cty, 1 + subject.len / 64);
}

/* Most matches take few steps, so little is allowed at first, and what takes more is paid for. */
static int match(re_matcher *m)
{
    for (uint32_t tries = TRIES_FIRST;; tries *= 10) {
        pcre2_set_match_limit(m->context, tries);
        pcre2_set_depth_limit(m->context, tries);
        int rc = pcre2_match(m->code, (PCRE2_SPTR)m->subject.ptr, m->subject.len, m->from,
                             m->from == 0 ? 0 : PCRE2_NO_UTF_CHECK, m->data, m->context);
        if (!cty_spend(m->c->cty, tries / TRIES_A_STEP))
            return -1;
        if (rc > 0) {
            m->at = pcre2_get_ovector_pointer(m->data);
            return 1;
        }
        if (rc == PCRE2_ERROR_NOMATCH)
            return 0;
        bool more = rc == PCRE2_ERROR_MATCHLIMIT || rc == PCRE2_ERROR_DEPTHLIMIT;
        if (!more || tries >= TRIES_LAST) {
            cty_fail(m->c->cty, "the pattern takes too much work on this text");
            return -1;
        }
    }
}

/* As Go goes on: an empty match right after a match does not count. */
int re_next(re_matcher *m)
{
    while (m->from <= m->subject.len) {
        int rc = match(m);
        if (rc <= 0) {
            m->from = SIZE_MAX;
            return rc;
        }
        bool again = m->at[0] == m->at[1] && m->at[0] == m->last_end;
        size_t next = m->at[1];
        if (next == m->from && next < m->subject.len)
            tf_rune(m->subject, &next);
        else if (next == m->from)
            next = SIZE_MAX;
        m->from = next;
        m->last_end = m->at[1];
        if (!again)
            return 1;
    }
    return 0;
}

bool re_group(const re_matcher *m, size_t group, tnk_str *ret)
{
    if (m->at[group * 2] == PCRE2_UNSET)
        return false;
    *ret = tf_sub(m->subject, m->at[group * 2], m->at[group * 2 + 1]);
    return true;
}

/* ---- regex, regexall ---- */

static const cty_type *shape(tf_call *c, const re_pattern *p)
{
    if (p->groups == 0)
        return &cty_string;
    const cty_type **types = tf_new_array(c->cty->mem, p->groups, const cty_type *);
    for (uint32_t i = 0; i < p->groups; i++)
        types[i] = &cty_string;
    return p->named != 0 ? cty_type_object(c->cty, p->names + 1, types, NULL, NULL, p->groups)
                         : cty_type_tuple(c->cty, types, p->groups);
}

static const cty_value *group_value(const re_matcher *m, size_t group)
{
    tnk_str s;
    return re_group(m, group, &s) ? cty_text(m->c->cty, s) : cty_null(m->c->cty, &cty_string);
}

static const cty_value *match_value(const re_matcher *m)
{
    const re_pattern *p = &m->pattern;
    if (!cty_spend(m->c->cty, p->groups))
        return NULL;
    if (p->groups == 0)
        return group_value(m, 0);
    const cty_value **items = tf_new_array(m->c->cty->mem, p->groups, const cty_value *);
    for (uint32_t i = 0; i < p->groups; i++) {
        if ((items[i] = group_value(m, i + 1)) == NULL)
            return NULL;
    }
    return p->named != 0 ? cty_object(m->c->cty, p->names + 1, items, p->groups)
                         : cty_tuple(m->c->cty, items, p->groups);
}

/* The pattern tells the type even when the text is not known. */
static const cty_value *shapeless(tf_call *c, const cty_value *const *args, bool list)
{
    re_pattern p;
    if (cty_is_unknown(args[0]))
        return tf_unknown(c, &cty_dynamic, args, 2);
    if (!re_translate(c, args[0]->str, &p))
        return NULL;
    const cty_type *t = shape(c, &p);
    return tf_unknown(c, list ? cty_type_list(c->cty, t) : t, args, 2);
}

TF_FN(fn_regex)
{
    re_matcher m;
    if (!cty_known(args[0]) || !cty_known(args[1]))
        return shapeless(c, args, false);
    if (!re_open(c, args[0]->str, args[1]->str, &m))
        return NULL;
    int rc = re_next(&m);
    if (rc == 0)
        return cty_fail(c->cty, "the pattern matches no part of the text");
    return rc > 0 ? match_value(&m) : NULL;
}

TF_FN(fn_regexall)
{
    re_matcher m;
    tf_items items = { .c = c };
    int rc;
    if (!cty_known(args[0]) || !cty_known(args[1]))
        return shapeless(c, args, true);
    if (!re_open(c, args[0]->str, args[1]->str, &m))
        return NULL;
    while ((rc = re_next(&m)) > 0) {
        if (!tf_add(&items, match_value(&m)))
            return NULL;
    }
    return rc == 0 ? cty_list(c->cty, shape(c, &m.pattern), items.at, items.n) : NULL;
}

/* ---- replace ---- */

static bool in_name(uint32_t rune)
{
    return rune == '_' || uc_is_general_category(rune, UC_LETTER)
        || uc_is_general_category(rune, UC_DECIMAL_DIGIT_NUMBER);
}

/* What $1, $name, ${name} names, from behind the $; {NULL,0}: nothing. *at is stepped over it. */
static tnk_str reference(tnk_str s, size_t *at)
{
    bool braces = *at < s.len && s.ptr[*at] == '{';
    size_t start = *at + braces, end = start;
    while (end < s.len) {
        size_t next = end;
        if (!in_name(tf_rune(s, &next)))
            break;
        end = next;
    }
    if (end == start || (braces && (end >= s.len || s.ptr[end] != '}')))
        return (tnk_str){ NULL, 0 };
    *at = end + braces;
    return tf_sub(s, start, end);
}

static bool group_named(const re_matcher *m, tnk_str name, tnk_str *ret)
{
    size_t number = 0, i = 0;
    for (; i < name.len && name.ptr[i] >= '0' && name.ptr[i] <= '9' && number <= RE_GROUPS_MAX; i++)
        number = number * 10 + (size_t)(name.ptr[i] - '0');
    if (i == name.len)
        return number <= m->pattern.groups && re_group(m, number, ret);
    for (i = 1; i <= m->pattern.groups; i++) {
        if (m->pattern.names[i].ptr != NULL && tf_eq(m->pattern.names[i], name) &&
            re_group(m, i, ret))
            return true;
    }
    return false;
}

static bool expand(const re_matcher *m, tf_buf *b, tnk_str with)
{
    for (size_t at = 0; at < with.len;) {
        size_t end = tf_find(with, tf_str("$"), at);
        tnk_str s = tf_sub(with, at, end == SIZE_MAX ? with.len : end);
        if (!tf_room(m->c, b, s.len + 1))
            return false;
        tf_put(b, s);
        if (end == SIZE_MAX)
            break;
        at = end + 1;
        bool dollar = at < with.len && with.ptr[at] == '$';
        tnk_str name = dollar ? (tnk_str){ NULL, 0 } : reference(with, &at);
        at += dollar;
        if (name.ptr == NULL)
            tf_putc(b, '$');
        else if (group_named(m, name, &s) && !tf_room(m->c, b, s.len))
            return false;
        else if (group_named(m, name, &s))
            tf_put(b, s);
    }
    return true;
}

const cty_value *tf_regex_replace(tf_call *c, tnk_str s, tnk_str pattern, tnk_str with)
{
    re_matcher m;
    tf_buf b = { .mem = c->cty->mem };
    size_t done = 0;
    int rc;
    if (!re_open(c, pattern, s, &m))
        return NULL;
    while ((rc = re_next(&m)) > 0) {
        if (!tf_room(c, &b, m.at[0] - done))
            return NULL;
        tf_put(&b, tf_sub(s, done, m.at[0]));
        done = m.at[1];
        if (!expand(&m, &b, with))
            return NULL;
    }
    if (rc < 0 || !tf_room(c, &b, s.len - done))
        return NULL;
    tf_put(&b, tf_sub(s, done, s.len));
    return tf_text(c, &b);
}

const tf_func tf_funcs_regex[] = {
    { "regex", fn_regex, 2, 2, TF_FN_UNKNOWN, "ss", 'd' },
    { "regexall", fn_regexall, 2, 2, TF_FN_UNKNOWN, "ss", 'd' },
    { .name = NULL },
};
