/* SPDX-License-Identifier: Apache-2.0
 * Texts, limits, diagnostics and unresolved values: what every part of the evaluator leans on. */
#include <stdio.h>

#include "cfn.h"

bool cfn_same(tnk_str a, tnk_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool cfn_starts(tnk_str s, const char *prefix)
{
    size_t n = strlen(prefix);
    return s.len >= n && memcmp(s.ptr, prefix, n) == 0;
}

bool cfn_ends(tnk_str s, const char *suffix)
{
    size_t n = strlen(suffix);
    return s.len >= n && memcmp(s.ptr + s.len - n, suffix, n) == 0;
}

bool cfn_contains(tnk_str s, const char *lit)
{
    size_t n = strlen(lit), i = 0;
    while (i + n <= s.len) {
        const char *p = memchr(s.ptr + i, lit[0], s.len - i - n + 1);
        if (p == NULL)
            return false;
        if (memcmp(p, lit, n) == 0)
            return true;
        i = (size_t)(p - s.ptr) + 1;
    }
    return false;
}

bool cfn_number(tnk_str s, int64_t *ret)
{
    bool minus = s.len > 0 && s.ptr[0] == '-';
    int64_t n = 0;
    if (s.len == minus || s.len > 18u + minus)
        return false;
    for (size_t i = minus; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        n = n * 10 + (s.ptr[i] - '0');
    }
    *ret = minus ? -n : n;
    return true;
}

static bool blank(char ch)
{
    return ch == ' ' || ch == '\t';
}

tnk_str cfn_trim(tnk_str s)
{
    while (s.len > 0 && blank(s.ptr[0]))
        s.ptr++, s.len--;
    while (s.len > 0 && blank(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

tnk_str cfn_concat(cfn *c, tnk_str a, tnk_str b)
{
    char *p = c->h->alloc(c->run, a.len + b.len + 1);
    if (p == NULL) {
        c->u->failed = true;
        return (tnk_str){ "", 0 };
    }
    if (a.len > 0)
        memcpy(p, a.ptr, a.len);
    if (b.len > 0)
        memcpy(p + a.len, b.ptr, b.len);
    return (tnk_str){ p, a.len + b.len };
}

/* A message. What it quotes comes from the template, so it is cut where it is very long. */
static tnk_str say(cfn *c, const char *fmt, const tnk_str *args, size_t n)
{
    tnk_str cut[9];
    for (size_t i = 0; i < n && i < 9; i++) {
        cut[i] = args[i];
        if (cut[i].len <= CFN_QUOTE_MAX)
            continue;
        cut[i].len = CFN_QUOTE_MAX;
        while (cut[i].len > 0 && ((unsigned char)cut[i].ptr[cut[i].len] & 0xC0) == 0x80)
            cut[i].len--;       /* not within a character */
    }
    return c->h->format(c->run, fmt, cut, n < 9 ? n : 9);
}

void cfn_diag(cfn *c, uint32_t level, const char *code, tnk_span at, const char *fmt,
              const tnk_str *args, size_t n)
{
    c->u->n_diags++;
    if (c->u->n_diags > CFN_DIAGS_MAX)
        return;
    tnk_str msg = say(c, fmt, args, n);
    c->h->diag(c->run, level, cfn_str(code), msg, at);
    if (c->u->n_diags == CFN_DIAGS_MAX)
        c->h->diag(c->run, TNK_LEVEL_WARNING, TNK_LIT("cfn-more-diagnostics"),
                   c->h->format(c->run, tr(c, "further mistakes of this template are not listed"),
                                NO_ARGS),
                   at);
}

/* ---- limits ---- */

bool cfn_spend(cfn *c, size_t steps, tnk_span at)
{
    c->u->steps += steps;
    if (c->u->failed)
        return false;
    if (c->u->steps <= CFN_STEPS_MAX && !c->u->overrun)
        return true;
    if (!c->u->overrun) {
        c->u->overrun = true;
        c->u->n_diags = 0;      /* this one is always told */
        cfn_diag(
            c, TNK_LEVEL_ERROR, "cfn-too-large", at,
            tr(c, "evaluating this template takes too much work; the rest of it is not judged"),
            NO_ARGS);
    }
    return false;
}

bool cfn_enter(cfn *c, tnk_span at)
{
    if (!cfn_spend(c, 1, at))
        return false;
    if (c->u->depth >= CFN_DEPTH_MAX) {
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-too-deep", at,
                 tr(c, "functions or conditions are nested too deeply here"), NO_ARGS);
        return false;
    }
    c->u->depth++;
    return true;
}

void cfn_leave(cfn *c)
{
    c->u->depth--;
}

const tnk_value *cfn_too_much(cfn *c, tnk_span at)
{
    if (c->u->too_much == NULL)
        c->u->too_much =
            cfn_unknown(c, TNK_WHY_UNSUPPORTED, at,
                        tr(c, "evaluating this template takes too much work"), NO_ARGS);
    return c->h->moved(c->run, c->u->too_much, at);
}

/* ---- unresolved values ---- */

const tnk_value *cfn_unknown(cfn *c, uint32_t why, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n)
{
    return c->h->unresolved(c->run, why, say(c, fmt, args, n), NULL, 0, at);
}

const tnk_value *cfn_invalid(cfn *c, const char *code, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n)
{
    cfn_diag(c, TNK_LEVEL_WARNING, code, at, fmt, args, n);
    return cfn_unknown(c, TNK_WHY_INVALID, at, fmt, args, n);
}

const tnk_value *cfn_depends(cfn *c, tnk_str logical_id, tnk_span at, const char *fmt,
                             const tnk_str *args, size_t n)
{
    tnk_str ref = c->prefix.len == 0 ? logical_id : cfn_concat(c, c->prefix, logical_id);
    return c->h->unresolved(c->run, TNK_WHY_REFERENCE, say(c, fmt, args, n), &ref, 1,
                            at);
}

static void add_ref(cfn_holes *holes, tnk_str ref)
{
    for (size_t i = 0; i < holes->n; i++) {
        if (cfn_same(holes->refs[i], ref))
            return;
    }
    if (holes->n < CFN_REFS_MAX)
        holes->refs[holes->n++] = ref;
}

void cfn_holes_add(cfn *c, cfn_holes *holes, const tnk_value *unresolved)
{
    const tnk_str *refs = NULL;
    size_t n = c->h->refs(unresolved, &refs);
    if (holes->first == NULL
        || (c->h->why(unresolved) == TNK_WHY_SECRET && c->h->why(holes->first) != TNK_WHY_SECRET))
        holes->first = unresolved;      /* that a secret is in it matters more than what else is */
    for (size_t i = 0; i < n; i++)
        add_ref(holes, refs[i]);
}

void cfn_holes_walk(cfn *c, cfn_holes *holes, const tnk_value *v)
{
    size_t n = c->h->count(v);
    if (c->h->kind(v) == TNK_UNRESOLVED)
        cfn_holes_add(c, holes, v);
    if (n == 0 || !cfn_enter(c, c->h->span(v)))
        return;
    for (size_t i = 0; i < n; i++)
        cfn_holes_walk(c, holes, c->h->at(v, i));
    cfn_leave(c);
}

const tnk_value *cfn_holes_value(cfn *c, const cfn_holes *holes, tnk_span at)
{
    if (holes->secret)
        return c->h->unresolved(
            c->run, TNK_WHY_SECRET,
            c->h->format(c->run, tr(c, "the value is kept in a secret or parameter store"),
                         NO_ARGS),
            holes->refs, holes->n, at);
    return c->h->unresolved(c->run, c->h->why(holes->first), c->h->reason(holes->first),
                            holes->refs, holes->n, at);
}

const tnk_value *cfn_place(cfn *c, const tnk_value *v, tnk_span at)
{
    if (v == NULL)
        return NULL;
    tnk_span is = c->h->span(v);
    if (is.file == at.file && is.off >= at.off && is.end <= at.end)
        return v;
    return c->h->moved(c->run, v, at);
}

/* ---- scalars ---- */

bool cfn_scalar(cfn *c, const tnk_value *v, tnk_str *ret)
{
    char digits[24];
    switch (c->h->kind(v)) {
    case TNK_TEXT:
    case TNK_REAL:
        *ret = c->h->as_text(v);
        cfn_spend(c, ret->len / CFN_STEP_BYTES, c->h->span(v));
        return true;
    case TNK_INT:
        snprintf(digits, sizeof digits, "%lld", (long long)c->h->as_int(v, 0));
        *ret = cfn_concat(c, cfn_str(digits), TNK_LIT(""));
        return true;
    case TNK_BOOL:
        *ret = c->h->as_flag(v, 0) ? TNK_LIT("true") : TNK_LIT("false");
        return true;
    default:
        return false;
    }
}

static bool equal_children(cfn *c, const tnk_value *a, const tnk_value *b)
{
    size_t n = c->h->count(a);
    bool map = c->h->kind(a) == TNK_MAP, same = n == c->h->count(b);
    for (size_t i = 0; same && i < n; i++) {
        const tnk_value *x = c->h->at(a, i);
        const tnk_value *y = map ? cfn_member(c, b, c->h->key(c->run, x)) : c->h->at(b, i);
        same = y != NULL && cfn_equal(c, x, y);
    }
    return same;
}

bool cfn_equal(cfn *c, const tnk_value *a, const tnk_value *b)
{
    tnk_str x, y;
    if (c->h->kind(a) == TNK_UNRESOLVED || c->h->kind(b) == TNK_UNRESOLVED)
        return false;
    if (cfn_scalar(c, a, &x))
        return cfn_scalar(c, b, &y) && cfn_same(x, y);
    if (c->h->kind(a) != c->h->kind(b) || !cfn_enter(c, c->h->span(a)))
        return false;
    bool same = equal_children(c, a, b);
    cfn_leave(c);
    return same;
}

/* ---- texts under construction ---- */

size_t cfn_text_begin(cfn *c)
{
    return c->u->scratch_len;
}

static bool reserve(cfn *c, size_t n)
{
    cfn_unit *u = c->u;
    size_t cap = u->scratch_cap == 0 ? 4096 : u->scratch_cap;
    if (u->scratch_cap - u->scratch_len >= n)
        return true;
    while (cap - u->scratch_len < n)
        cap *= 2;
    char *p = c->h->alloc(c->run, cap);
    if (p == NULL) {
        u->failed = true;
        return false;
    }
    if (u->scratch_len > 0)
        memcpy(p, u->scratch, u->scratch_len);
    u->scratch = p;
    u->scratch_cap = cap;
    return true;
}

void cfn_text_add(cfn *c, tnk_str s)
{
    cfn_unit *u = c->u;
    if (s.len > CFN_TEXT_MAX - u->text_bytes) {
        u->steps += CFN_STEPS_MAX;      /* the next step tells and ends it */
        return;
    }
    u->text_bytes += s.len;
    if (s.len > 0 && reserve(c, s.len)) {
        memcpy(u->scratch + u->scratch_len, s.ptr, s.len);
        u->scratch_len += s.len;
    }
}

tnk_str cfn_text_peek(const cfn *c, size_t begun)
{
    return (tnk_str){c->u->scratch_len > begun ? c->u->scratch + begun : "",
                     c->u->scratch_len - begun};
}

void cfn_text_drop(cfn *c, size_t begun)
{
    c->u->scratch_len = begun;
}

/* A text with holes is still known not to be what lacks its other parts. */
static const tnk_value *known_text(cfn *c, const tnk_value *unresolved, tnk_str parts)
{
    if (unresolved != NULL && parts.len != 0 && TNK_HAS(tnk_host, c->h, known_parts))
        c->h->known_parts(c->run, (tnk_value *)unresolved, parts);
    return unresolved;
}

const tnk_value *cfn_text_end(cfn *c, size_t begun, cfn_holes *holes, tnk_span at)
{
    tnk_str s = cfn_text_peek(c, begun);
    const tnk_value *ret;
    holes->secret = cfn_has_secret(s);
    if (!cfn_spend(c, 1, at))
        ret = cfn_too_much(c, at);
    else if (holes->first != NULL || holes->secret)
        ret = known_text(c, cfn_holes_value(c, holes, at), s);
    else
        ret = c->h->text(c->run, s, at);
    cfn_text_drop(c, begun);
    return ret;
}
