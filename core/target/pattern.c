/* SPDX-License-Identifier: Apache-2.0
 * Globs: matching without exponential backtracking, braces, checking; see pattern.h. */
#define _GNU_SOURCE
#include "core/target/pattern.h"

#include <ctype.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/shown.h"

static const struct { const char *name; int (*has)(int); } classes[] = {
    { "alnum", isalnum }, { "alpha", isalpha }, { "blank", isblank }, { "cntrl", iscntrl },
    { "digit", isdigit }, { "graph", isgraph }, { "lower", islower }, { "print", isprint },
    { "punct", ispunct }, { "space", isspace }, { "upper", isupper }, { "xdigit", isxdigit },
};

/* "[:name:]" at p[i]: sets *hit when c is of the class. Returns where it ends, i when this is no
 * class but a plain "[", 0 when it is broken. */
static size_t class_match(tnk_str p, size_t i, unsigned char c, bool *hit)
{
    const char *name = p.ptr + i + 2, *end = memchr(name, ']', p.len - i - 2);
    if (end == NULL)
        return 0;
    if (end == name || end[-1] != ':')
        return i;
    for (size_t k = 0; k < sizeof classes / sizeof *classes; k++) {
        if (tnk_str_is((tnk_str){ name, (size_t)(end - name) - 1 }, classes[k].name)) {
            *hit = *hit || (c < 128 && classes[k].has(c));
            return (size_t)(end - p.ptr) + 1;
        }
    }
    return 0;
}

/* A set at p[i] == '[': *ret says whether it holds c. Returns where the set ends; 0 when it is
 * broken. */
static size_t set_match(tnk_str p, size_t i, unsigned char c, bool *ret)
{
    bool negate = i + 1 < p.len && (p.ptr[i + 1] == '!' || p.ptr[i + 1] == '^'), hit = false;
    size_t first = i + 1 + negate, end;
    unsigned char low = 0;      /* where a range could start; 0: nowhere */
    for (i = first; i < p.len; i++) {
        unsigned char at = (unsigned char)p.ptr[i];
        bool more = i + 1 < p.len;
        if (at == ']' && i != first) {
            *ret = hit != negate && c != '/';
            return i + 1;
        }
        if (at == '[' && more && p.ptr[i + 1] == ':' && (end = class_match(p, i, c, &hit)) != i) {
            if (end == 0)
                return 0;
            i = end - 1, low = 0;
            continue;
        }
        bool range = at == '-' && low != 0 && more && p.ptr[i + 1] != ']';
        if (range)
            at = (unsigned char)p.ptr[++i];
        if (at == '\\') {
            if (++i == p.len)
                return 0;
            at = (unsigned char)p.ptr[i];
        }
        hit = hit || (range ? low <= c && c <= at : c == at);
        low = range ? 0 : at;
    }
    return 0;
}

/* Does the element at p[*i], which is no star, match c? Moves *i behind it when so. */
static bool one(tnk_str p, size_t *i, char c)
{
    size_t next = *i + 1;
    bool ok = false;
    switch (p.ptr[*i]) {
    case '?':
        ok = c != '/';
        break;
    case '[':
        next = set_match(p, *i, (unsigned char)c, &ok);
        ok = ok && next != 0;
        break;
    case '\\':
        ok = next < p.len && p.ptr[next] == c;
        next++;
        break;
    default:
        ok = p.ptr[*i] == c;
    }
    if (ok)
        *i = next;
    return ok;
}

/* "**" that is a whole component of the glob: its length with the "/" behind it, else 0. */
static size_t span_at(tnk_str g, size_t i)
{
    if (g.len - i < 2 || g.ptr[i] != '*' || g.ptr[i + 1] != '*' || (i != 0 && g.ptr[i - 1] != '/'))
        return 0;
    return g.len - i == 2 ? 2 : g.ptr[i + 2] == '/' ? 3 : 0;
}

/* After a mismatch only the last star of the component and the last "**" can take more: what lies
 * before them has matched at the earliest place, and a later one would leave less room for the
 * rest. */
bool tnk_wild_match(tnk_str g, tnk_str t)
{
    const size_t none = SIZE_MAX;
    size_t i = 0, k = 0, star = none, star_at = 0, span = none, span_at_text = 0;
    for (;;) {
        size_t n = i < g.len ? span_at(g, i) : 0;
        if (n == 2)
            return true;
        if (n == 3) {
            i += 3, span = i, span_at_text = k, star = none;
        } else if (i < g.len && g.ptr[i] == '*') {
            while (i < g.len && g.ptr[i] == '*')
                i++;
            star = i, star_at = k;
        } else if (i == g.len && k == t.len) {
            return true;
        } else if (i < g.len && k < t.len && one(g, &i, t.ptr[k])) {
            if (t.ptr[k++] == '/')
                star = none;
        } else if (star != none && star_at < t.len && t.ptr[star_at] != '/') {
            i = star, k = ++star_at;
        } else {
            const char *slash = span == none || span_at_text >= t.len ? NULL
                                : memchr(t.ptr + span_at_text, '/', t.len - span_at_text);
            if (slash == NULL)
                return false;
            span_at_text = (size_t)(slash - t.ptr) + 1;
            i = span, k = span_at_text, star = none;
        }
    }
}

/* Index of the first c in g from i on that is neither escaped nor in a set; else g.len. */
static size_t find(tnk_str g, size_t i, char c)
{
    bool unused;
    for (; i < g.len && g.ptr[i] != c; i++) {
        if (g.ptr[i] == '\\') {
            i++;
        } else if (g.ptr[i] == '[') {
            size_t end = set_match(g, i, 0, &unused);
            i = end != 0 ? end - 1 : i;
        }
    }
    return i < g.len ? i : g.len;
}

/* Matches g with its first group of braces replaced by each alternative in turn, at most *left in
 * all. */
static bool braces(tnk_str g, size_t from, tnk_str path, unsigned *left)
{
    char text[TNK_GLOB_BYTES_MAX];
    size_t open = find(g, from, '{'), close = find(g, open, '}');
    if (close == g.len) {
        if (*left == 0)
            return false;
        --*left;        /* a group that is never closed is an end, too: it must not be free */
        return open == g.len && tnk_wild_match(g, path);
    }
    memcpy(text, g.ptr, open);
    for (size_t at = open + 1; at <= close;) {
        size_t comma = find((tnk_str){ g.ptr, close }, at, ','), n = comma - at;
        memcpy(text + open, g.ptr + at, n);
        memcpy(text + open + n, g.ptr + close + 1, g.len - close - 1);
        if (*left == 0)
            return false;
        if (braces((tnk_str){ text, open + n + g.len - close - 1 }, open + n, path, left))
            return true;
        at = comma + 1;
    }
    return false;
}

static tnk_str last_name(tnk_str path)
{
    const char *slash = path.len != 0 ? memrchr(path.ptr, '/', path.len) : NULL;
    return slash == NULL ? path : tnk_str_from(path, (size_t)(slash - path.ptr) + 1);
}

/* The glob's end is plain text that the path does not end with: most globs and paths part here. */
static bool tails_differ(tnk_str g, tnk_str path)
{
    while (g.len != 0 && path.len != 0 && strchr("*?[]{}\\", g.ptr[g.len - 1]) == NULL) {
        if (g.ptr[--g.len] != path.ptr[--path.len])
            return true;
    }
    return false;
}

bool tnk_glob_match(tnk_str glob, tnk_str path)
{
    unsigned left = TNK_GLOB_ALTERNATIVES_MAX;
    if (glob.len == 0 || glob.len > TNK_GLOB_BYTES_MAX)
        return false;
    if (memchr(glob.ptr, '/', glob.len) == NULL)
        path = last_name(path);
    if (tails_differ(glob, path))
        return false;
    if (memchr(glob.ptr, '{', glob.len) == NULL)
        return tnk_wild_match(glob, path);
    return braces(glob, 0, path, &left);
}

/* What is wrong with the elements of g, or NULL; *all is how many globs the braces stand for. */
static const char *flaw(tnk_str g, bool with_braces, size_t *all)
{
    bool unused, inside = false;
    size_t end, in_group = 0;
    for (size_t i = 0; i < g.len; i++) {
        char c = g.ptr[i];
        if (c == '\\' && ++i == g.len)
            return N_("it ends with a backslash");
        if (c == '[' && (end = set_match(g, i, 0, &unused)) == 0)
            return N_("its \"[\" is not closed, or names a class that does not exist");
        if (c == '[')
            i = end - 1;
        if (!with_braces)
            continue;
        if (c == '{' && inside)
            return N_("braces must not be nested");
        if (c == '{')
            inside = true, in_group = 1;
        else if (c == ',' && inside)
            in_group++;
        else if (c == '}' && inside)
            inside = false, *all = *all > SIZE_MAX / in_group ? SIZE_MAX : *all * in_group;
    }
    return inside ? N_("its \"{\" is not closed") : NULL;
}

static int check(tnk_str glob, bool with_braces, tnk_error *err)
{
    size_t all = 1;
    char shown[TNK_SHOWN_BYTES];
    if (glob.len > TNK_GLOB_BYTES_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT, _("The pattern \"%s\" is longer than %d bytes"),
                              tnk_shown(glob, shown), TNK_GLOB_BYTES_MAX);
    const char *why = flaw(glob, with_braces, &all);
    if (why != NULL)
        return tnk_fail_plain(err, TNK_EPARSE, _("The pattern \"%s\" is not valid: %s"),
                              tnk_shown(glob, shown), _(why));
    if (all > TNK_GLOB_ALTERNATIVES_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT,
                              _("The pattern \"%s\" stands for more than %d globs"),
                              tnk_shown(glob, shown), TNK_GLOB_ALTERNATIVES_MAX);
    return 0;
}

int tnk_glob_check(tnk_str glob, tnk_error *err)
{
    return check(glob, true, err);
}

int tnk_wild_check(tnk_str glob, tnk_error *err)
{
    return check(glob, false, err);
}
