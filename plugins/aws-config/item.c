/* SPDX-License-Identifier: Apache-2.0
 * What a configuration item is to rules: the item as it stands, with JSON kept in texts decoded and
 * with one spelling for what AWS spells in two ways. */
#include "awsconfig.h"

/* ---- JSON in texts ---- */

static bool may_be_json(tnk_str s)
{
    while (s.len > 0 && strchr(" \t\r\n", s.ptr[0]) != NULL && s.ptr[0] != '\0')
        s.ptr++, s.len--;
    return s.len > 1 && (s.ptr[0] == '{' || s.ptr[0] == '[' || s.ptr[0] == '"');
}

const tnk_value *ac_decoded(ac *c, const tnk_value *v)
{
    for (unsigned i = 0; i < AC_NESTED_JSON && c->h->kind(v) == TNK_TEXT; i++) {
        tnk_str s = c->h->as_text(v);
        const tnk_value *in =
            may_be_json(s) ? c->h->parse(c->run, TNK_SYNTAX_JSON, s, c->h->span(v), 1) : NULL;
        if (in == NULL)
            return v;
        v = in;
    }
    return v;
}

/* The API writes flags of supplementary configurations as texts. */
static const tnk_value *part_decoded(ac *c, const tnk_value *v)
{
    tnk_str s = c->h->as_text(v);
    if (c->h->kind(v) == TNK_TEXT && (ac_is(s, "true") || ac_is(s, "false")))
        return c->h->flag(c->run, ac_is(s, "true"), c->h->span(v));
    if (c->h->kind(v) == TNK_TEXT && ac_is(s, "null"))
        return c->h->null(c->run, c->h->span(v));
    return ac_decoded(c, v);
}

/* ---- whole numbers ---- */

/* "-22.0" as -22. What an integer of a double cannot hold exactly stays as it is. */
static bool whole_number(tnk_str s, int64_t *ret)
{
    bool minus = s.len > 0 && s.ptr[0] == '-';
    size_t i = minus;
    int64_t n = 0;
    for (; i < s.len && s.ptr[i] >= '0' && s.ptr[i] <= '9' && i < 16; i++)
        n = n * 10 + (s.ptr[i] - '0');
    if (i == minus || i + 2 != s.len || s.ptr[i] != '.' || s.ptr[i + 1] != '0')
        return false;
    *ret = minus ? -n : n;
    return true;
}

/* Within a decoded text everything stands at the text. */
static tnk_span key_place(ac *c, const tnk_value *map, const tnk_value *child)
{
    tnk_span all = c->h->span(map), one = c->h->span(child);
    return all.off == one.off && all.end == one.end ? all : c->h->key_span(c->run, child);
}

static void add(ac *c, tnk_value *to, const tnk_value *from, const tnk_value *child)
{
    if (c->h->kind(to) == TNK_MAP)
        c->h->put(c->run, to, c->h->key(c->run, from), c->h->span(from), child);
    else
        c->h->push(c->run, to, child);
}

/* A copy is begun at the first child that changes. */
static const tnk_value *whole_children(ac *c, const tnk_value *v, unsigned depth)
{
    tnk_value *copy = NULL;
    for (size_t i = 0, n = c->h->count(v); i < n; i++) {
        const tnk_value *was = c->h->at(v, i), *is = ac_whole(c, was, depth + 1);
        if (is != was && copy == NULL) {
            copy = c->h->kind(v) == TNK_MAP ? c->h->map(c->run, c->h->span(v))
                                            : c->h->list(c->run, c->h->span(v));
            for (size_t k = 0; k < i; k++)
                add(c, copy, c->h->at(v, k), c->h->at(v, k));
        }
        if (copy != NULL)
            add(c, copy, was, is);
    }
    return copy != NULL ? copy : v;
}

const tnk_value *ac_whole(ac *c, const tnk_value *v, unsigned depth)
{
    int64_t n;
    if (c->h->kind(v) == TNK_REAL)
        return whole_number(c->h->as_text(v), &n) ? c->h->integer(c->run, n, c->h->span(v)) : v;
    return depth < AC_WHOLE_DEPTH && c->h->count(v) > 0 ? whole_children(c, v, depth) : v;
}

/* ---- members ---- */

/* A map that may be kept as text, or be null. NULL after a diagnostic: it is something else. */
static const tnk_value *as_map(ac *c, const ac_row *r, const tnk_value *v, const char *what)
{
    tnk_str s = c->h->as_text(v);
    const tnk_value *in = part_decoded(c, v);
    if (c->h->kind(v) == TNK_NULL || c->h->kind(in) == TNK_NULL ||
        (c->h->kind(v) == TNK_TEXT && s.len == 0))
        return c->h->map(c->run, c->h->span(v));
    if (c->h->kind(in) == TNK_MAP)
        return in;
    ac_diag(c, TNK_LEVEL_WARNING, "aws-config-bad-item", c->h->span(v),
            tr(c, "%1 of %2 is neither a JSON object nor text with one, so it cannot be judged"),
            ARGS({ what, strlen(what) }, r->address));
    return NULL;
}

static const tnk_value *unreadable(ac *c, const tnk_value *v)
{
    return c->h->unresolved(c->run, TNK_WHY_INVALID,
                            c->h->format(c->run, tr(c, "the export is damaged here"), NO_ARGS),
                            NULL, 0, c->h->span(v));
}

static const tnk_value *configuration(ac *c, const ac_row *r, const tnk_value *v)
{
    const tnk_value *map = as_map(c, r, v, "configuration");
    return map != NULL ? map : unreadable(c, v);
}

static const tnk_value *supplementary(ac *c, const ac_row *r, const tnk_value *v)
{
    const tnk_value *map = as_map(c, r, v, "supplementaryConfiguration");
    if (map == NULL)
        return unreadable(c, v);
    tnk_value *ret = c->h->map(c->run, c->h->span(map));
    for (size_t i = 0; i < c->h->count(map); i++) {
        const tnk_value *part = c->h->at(map, i);
        c->h->put(c->run, ret, c->h->key(c->run, part), key_place(c, map, part),
                  part_decoded(c, part));
    }
    return ret;
}

/* Snapshots have a map of tags, queries a list of { key, value }. */
static const tnk_value *tags(ac *c, const ac_row *r, const tnk_value *v)
{
    const tnk_value *in = ac_decoded(c, v);
    if (c->h->kind(in) != TNK_LIST) {
        in = as_map(c, r, v, "tags");
        return in != NULL ? in : unreadable(c, v);
    }
    tnk_value *ret = c->h->map(c->run, c->h->span(v));
    for (size_t i = 0; i < c->h->count(in); i++) {
        const tnk_value *tag = c->h->at(in, i), *value = ac_get(c, tag, "value");
        tnk_str key = c->h->as_text(ac_get(c, tag, "key"));
        if (key.ptr != NULL && value != NULL)
            c->h->put(c->run, ret, key, c->h->span(tag), value);
    }
    return ret;
}

static const tnk_value *relationships(ac *c, const ac_row *r, const tnk_value *v)
{
    (void)r;
    return ac_decoded(c, v);
}

static const struct member {
    const char *key, *name; /* as AWS writes it, as rules read it */
    const tnk_value *(*read)(ac *c, const ac_row *r, const tnk_value *v); /* NULL: as it is */
} members[] = {
    { "configuration", "configuration", configuration },
    { "supplementaryConfiguration", "supplementaryConfiguration", supplementary },
    { "tags", "tags", tags },
    { "relationships", "relationships", relationships },
    { "ARN", "arn", NULL },
    { "awsAccountId", "accountId", NULL },
};

static const struct member *member_of(tnk_str key)
{
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        if (ac_is(key, members[i].key))
            return &members[i];
    }
    return NULL;
}

static void put_member(ac *c, const ac_row *r, tnk_value *ret, const tnk_value *v)
{
    tnk_str key = c->h->key(c->run, v);
    tnk_span at = key_place(c, r->item, v);
    const struct member *m = member_of(key);
    if (m != NULL)
        key = (tnk_str){ m->name, strlen(m->name) };
    if (m != NULL && m->read != NULL)
        v = m->read(c, r, v);
    c->h->put(c->run, ret, key, at, v);
}

/* Not asked for is not the same as not set. */
static void put_unasked(ac *c, const ac_row *r, tnk_value *ret, tnk_str key)
{
    if (c->h->get(c->run, r->item, key) != NULL)
        return;
    tnk_str why =
        c->h->format(c->run, tr(c, "the query that was exported does not select %1"), ARGS(key));
    c->h->put(c->run, ret, key, c->h->span(r->item),
              c->h->unresolved(c->run, TNK_WHY_EXTERNAL, why, NULL, 0, c->h->span(r->item)));
}

const tnk_value *ac_item(ac *c, const ac_row *r)
{
    tnk_value *ret = c->h->map(c->run, c->h->span(r->item));
    for (size_t i = 0; i < c->h->count(r->item); i++)
        put_member(c, r, ret, c->h->at(r->item, i));
    if (c->query) {
        put_unasked(c, r, ret, TNK_LIT("configuration"));
        put_unasked(c, r, ret, TNK_LIT("supplementaryConfiguration"));
    }
    return ret;
}
