/* SPDX-License-Identifier: Apache-2.0
 * Ordered lists of .gitignore-like patterns; see pattern.h. Patterns are sorted into kinds when
 * they are added, so that most of them cost one comparison a path. */
#define _GNU_SOURCE
#include <stdlib.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/pattern.h"
#include "core/target/shown.h"

enum kind {
    NAME,           /* plain text that is the last name */
    NAME_TAIL,      /* plain text that ends the last name: "*.log" */
    NAME_GLOB,
    PATH,           /* plain text that is the path */
    PATH_GLOB
};

struct pattern {
    tnk_str text;
    unsigned char kind;
    unsigned char last;     /* the byte a match must end with; 0: any */
    bool negate, dir_only;
};

struct tnk_ignore {
    tnk_arena *text;
    struct pattern *list;
    size_t n, cap;
};

int tnk_ignore_new(tnk_ignore **ret, tnk_error *err)
{
    tnk_ignore *ig = calloc(1, sizeof *ig);
    if (ig == NULL || (ig->text = tnk_arena_new(SIZE_MAX)) == NULL) {
        free(ig);
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the exclude patterns"));
    }
    *ret = ig;
    return 0;
}

void tnk_ignore_free(tnk_ignore *ig)
{
    if (ig == NULL)
        return;
    tnk_arena_free(ig->text);
    free(ig->list);
    free(ig);
}

/* Without the spaces at the end, but for one that a backslash protects. */
static tnk_str trim(tnk_str s)
{
    size_t keep = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\' && i + 1 < s.len)
            keep = ++i + 1;
        else if (s.ptr[i] != ' ')
            keep = i + 1;
    }
    s.len = keep;
    return s;
}

static bool plain(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if (strchr("*?[\\", s.ptr[i]) != NULL)
            return false;
    }
    return true;
}

/* Takes the signs off the ends of p->text and finds its kind. */
static void classify(struct pattern *p)
{
    tnk_str *s = &p->text;
    if (s->len != 0 && s->ptr[0] == '!')
        p->negate = true, *s = tnk_str_from(*s, 1);
    if (s->len != 0 && s->ptr[s->len - 1] == '/')
        p->dir_only = true, s->len--;
    bool anchored = s->len != 0 && memchr(s->ptr, '/', s->len) != NULL;
    if (anchored && s->ptr[0] == '/')
        *s = tnk_str_from(*s, 1);
    if (s->len == 0)
        return;
    char last = s->ptr[s->len - 1];
    p->last = strchr("*?]", last) != NULL ? 0 : (unsigned char)last;
    if (anchored)
        p->kind = plain(*s) ? PATH : PATH_GLOB;
    else if (plain(*s))
        p->kind = NAME;
    else if (s->len > 1 && s->ptr[0] == '*' && plain(tnk_str_from(*s, 1)))
        p->kind = NAME_TAIL, *s = tnk_str_from(*s, 1);
    else
        p->kind = NAME_GLOB;
}

static int keep(tnk_ignore *ig, struct pattern p, tnk_error *err)
{
    if (ig->n == TNK_IGNORE_PATTERNS_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT, _("More than %d exclude patterns"),
                              TNK_IGNORE_PATTERNS_MAX);
    if (ig->n == ig->cap) {
        size_t cap = ig->cap != 0 ? ig->cap * 2 : 16;
        struct pattern *list = realloc(ig->list, cap * sizeof *list);
        if (list == NULL)
            return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the exclude patterns"));
        ig->list = list, ig->cap = cap;
    }
    p.text = tnk_arena_str(ig->text, p.text);
    if (p.text.ptr == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("No memory for the exclude patterns"));
    ig->list[ig->n++] = p;
    return 0;
}

int tnk_ignore_add(tnk_ignore *ig, tnk_str pattern, tnk_error *err)
{
    struct pattern p = { .text = trim(pattern) };
    if (p.text.len == 0 || p.text.ptr[0] == '#')
        return 0;
    int rc = tnk_wild_check(p.text, err);
    if (rc != 0)
        return rc;
    if (memchr(p.text.ptr, '\0', p.text.len) != NULL
        || memchr(p.text.ptr, '\n', p.text.len) != NULL) {
        char shown[TNK_SHOWN_BYTES];
        return tnk_fail_plain(err, TNK_EPARSE, _("The pattern \"%s\" must be one line of text"),
                              tnk_shown(p.text, shown));
    }
    classify(&p);
    return p.text.len != 0 ? keep(ig, p, err) : 0;
}

static bool matches(const struct pattern *p, tnk_str path, tnk_str name)
{
    switch ((enum kind)p->kind) {
    case NAME: return tnk_str_eq(name, p->text);
    case NAME_TAIL: return tnk_str_ends(name, p->text);
    case NAME_GLOB: return tnk_wild_match(p->text, name);
    case PATH: return tnk_str_eq(path, p->text);
    case PATH_GLOB: return tnk_wild_match(p->text, path);
    }
    return false;
}

bool tnk_ignore_match_entry(const tnk_ignore *ig, tnk_str path, bool is_dir)
{
    if (path.len == 0)
        return false;
    const char *slash = memrchr(path.ptr, '/', path.len);
    tnk_str name = slash == NULL ? path : tnk_str_from(path, (size_t)(slash - path.ptr) + 1);
    unsigned char last = (unsigned char)path.ptr[path.len - 1];
    for (size_t i = ig->n; i-- > 0;) {
        const struct pattern *p = &ig->list[i];
        if ((p->last == last || p->last == 0) && (is_dir || !p->dir_only) && matches(p, path, name))
            return !p->negate;
    }
    return false;
}

bool tnk_ignore_match(const tnk_ignore *ig, tnk_str path, bool is_dir)
{
    for (size_t i = 1; i < path.len; i++) {
        if (path.ptr[i] == '/' && tnk_ignore_match_entry(ig, (tnk_str){ path.ptr, i }, true))
            return true;
    }
    return tnk_ignore_match_entry(ig, path, is_dir);
}
