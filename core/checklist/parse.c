/* SPDX-License-Identifier: Apache-2.0
 * One catalogue from its YAML, strictly: a key, language or word it does not know is an error with
 * its line. A checklist that is read wrongly would vouch for the wrong thing. */
#include <stdio.h>

#include "core/base/str.h"
#include "core/checklist/shelf.h"
#include "core/syntax/syntax.h"
#include "core/value/source.h"

enum { SCRATCH_BYTES_MAX = 256 * 1024 * 1024, KEYS_MAX = 5 };

typedef struct parser {
    tnk_catalogues *shelf;
    tnk_arena *scratch;         /* the document tree; dies with the call */
    tnk_atoms *keys;            /* of the document */
    tnk_atoms *groups;          /* group ids seen */
    tnk_sources sources;
    tnk_source *source;
    tnk_catalogue *out;
    tnk_error *err;
    int rc;                     /* the first failure; later ones are not reported */
} parser;

/* ---- errors ---- */

static int fail_at(parser *p, int code, tnk_span at, const char *msg)
{
    uint32_t line = tnk_source_position(p->source, p->scratch, at.off).line;
    tnk_str path = p->source->path;
    if (p->rc == 0)
        p->rc = tnk_fail_plain(p->err, code, "%.*s:%u: %s", (int)path.len, path.ptr, line, msg);
    return p->rc;
}

__attribute__((format(printf, 3, 4)))
static int bad(parser *p, const tnk_value *v, const char *fmt, ...)
{
    char msg[sizeof p->err->msg];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    return fail_at(p, TNK_EPARSE, tnk_value_span(v), msg);
}

static int no_memory(parser *p)
{
    return fail_at(p, TNK_ENOMEM, (tnk_span){ 0 }, _("no memory for this checklist"));
}

static void on_warning(void *ud, const char *code, tnk_span at, const char *msg)
{
    (void)code;
    fail_at(ud, TNK_EPARSE, at, msg);   /* a repeated key is a mistake here */
}

/* ---- pieces ---- */

/* The keys a map may have; optional ones come last. */
typedef struct shape {
    const char *what;           /* for messages */
    const char *all;            /* the keys, for messages */
    const char *keys[KEYS_MAX];
    unsigned required;          /* how many of them must be there */
} shape;

static const shape catalogue_shape = { N_("a checklist"), "id, title, source, partial, groups",
                                       { "id", "title", "source", "partial", "groups" }, 5 };
static const shape group_shape = {
    N_("a group"), "id, title, items", { "id", "title", "items" }, 3
};
static const shape item_shape = { N_("an item"), "id, title, check, manual",
                                  { "id", "title", "check", "manual" }, 3 };
static const shape both_shape = { N_("a text"), "en, ja", { "en", "ja" }, 2 };

static unsigned key_number(const shape *s, tnk_str key)
{
    unsigned i = 0;
    while (i < KEYS_MAX && s->keys[i] != NULL && !tnk_str_is(key, s->keys[i]))
        i++;
    return i < KEYS_MAX && s->keys[i] != NULL ? i : KEYS_MAX;
}

/* Sorts the members of v by the shape's keys; absent optional ones are NULL. */
static int members(parser *p, const tnk_value *v, const shape *s, const tnk_value *ret[KEYS_MAX])
{
    for (unsigned i = 0; i < KEYS_MAX; i++)
        ret[i] = NULL;
    if (!tnk_value_is(v, TNK_MAP))
        return bad(p, v, _("%s must be a map with the keys %s"), _(s->what), s->all);
    tnk_value_each(m, v) {
        tnk_str key = tnk_atoms_str(p->keys, m->key);
        unsigned i = key_number(s, key);
        tnk_value at = { .off = m->key_off };
        if (i == KEYS_MAX)
            return bad(p, &at, _("%s has no key \"%.*s\"; use %s"), _(s->what),
                       (int)(key.len < 40 ? key.len : 40), key.ptr, s->all);
        ret[i] = m;
    }
    for (unsigned i = 0; i < s->required; i++) {
        if (ret[i] == NULL)
            return bad(p, v, _("%s lacks the key \"%s\"; add it"), _(s->what), s->keys[i]);
    }
    return 0;
}

static bool has_control(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
            return true;
    }
    return false;
}

/* One line of text in both languages, copied to the shelf. */
static int both(parser *p, const tnk_value *v, tnk_both *ret)
{
    const tnk_value *in[KEYS_MAX];
    if (members(p, v, &both_shape, in) != 0)
        return p->rc;
    for (unsigned lang = 0; lang < 2; lang++) {
        tnk_str s = tnk_value_text(in[lang]);
        if (tnk_str_trim(s).len == 0)
            return bad(p, in[lang], _("the text in \"%s\" is empty or no text; write it in quotes"),
                       both_shape.keys[lang]);
        if (has_control(s))
            return bad(p, in[lang],
                       _("the text in \"%s\" must be one line without control characters"),
                       both_shape.keys[lang]);
        ret->in[lang] = tnk_arena_str(p->shelf->arena, s);
        if (ret->in[lang].ptr == NULL)
            return no_memory(p);
    }
    return 0;
}

static bool id_like(tnk_str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-')
            return false;
    }
    return s.len != 0 && s.len <= 64;
}

static int id(parser *p, const tnk_value *v, tnk_str *ret)
{
    tnk_str s = tnk_value_text(v);
    if (s.ptr == NULL)
        return bad(p, v, _("an id must be text; write it in quotes, or 1.10 becomes 1.1"));
    if (!id_like(s))
        return bad(p, v, _("an id is 1 to 64 of A-Z, a-z, 0-9, \".\" and \"-\""));
    *ret = tnk_arena_str(p->shelf->arena, s);
    return ret->ptr != NULL ? 0 : no_memory(p);
}

static int check_word(parser *p, const tnk_value *v, tnk_check *ret)
{
    static const char *const words[] = { "automated", "partial", "manual" };   /* by tnk_check */
    tnk_str s = tnk_value_text(v);
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (tnk_str_is(s, words[i])) {
            *ret = (tnk_check)i;
            return 0;
        }
    }
    return bad(p, v, _("check must be automated, partial or manual"));
}

static int filled_list(parser *p, const tnk_value *v, const char *key)
{
    return tnk_value_is(v, TNK_LIST) && v->n != 0 ? 0
           : bad(p, v, _("\"%s\" must be a list with at least one entry"), key);
}

/* ---- the document ---- */

static int item(parser *p, const tnk_value *v, tnk_catalogue_item *ret)
{
    const tnk_value *in[KEYS_MAX];
    tnk_str own;
    if (members(p, v, &item_shape, in) != 0 || id(p, in[0], &own) != 0 ||
        both(p, in[1], &ret->title) != 0 || check_word(p, in[2], &ret->check) != 0 ||
        (in[3] != NULL && both(p, in[3], &ret->manual) != 0))
        return p->rc;
    if (in[3] == NULL && ret->check != TNK_CHECK_AUTOMATED)
        return bad(p, v,
                   _("an item that files cannot fully show needs \"manual\": what a person must "
                     "show"));
    ret->id = tnk_arena_printf(p->shelf->arena, "%.*s:%.*s", (int)p->out->id.len, p->out->id.ptr,
                               (int)own.len, own.ptr);
    if (ret->id.ptr == NULL)
        return no_memory(p);
    if (tnk_atoms_find(p->shelf->ids, ret->id) != 0)
        return bad(p, in[0], _("item \"%s\" is there twice; give each its own id"), own.ptr);
    return tnk_atoms_add(p->shelf->ids, ret->id) != 0 ? 0 : no_memory(p);
}

/* Items of the group go to the catalogue's array at `items`. */
static int group(parser *p, const tnk_value *v, tnk_catalogue_item *items, tnk_catalogue_group *ret)
{
    const tnk_value *in[KEYS_MAX];
    if (members(p, v, &group_shape, in) != 0 || id(p, in[0], &ret->id) != 0 ||
        both(p, in[1], &ret->title) != 0 || filled_list(p, in[2], "items") != 0)
        return p->rc;
    if (tnk_atoms_find(p->groups, ret->id) != 0)
        return bad(p, in[0], _("group \"%s\" is there twice; give each its own id"), ret->id.ptr);
    if (tnk_atoms_add(p->groups, ret->id) == 0)
        return no_memory(p);
    tnk_value_each(e, in[2]) {
        if (item(p, e, &items[ret->n_items++]) != 0)
            return p->rc;
    }
    ret->items = items;
    return 0;
}

static size_t count_items(const tnk_atoms *keys, const tnk_value *groups)
{
    size_t n = 0;
    tnk_value_each(g, groups) {
        n += tnk_value_count(tnk_value_get(keys, g, TNK_S("items")));
    }
    return n;
}

static int all_groups(parser *p, const tnk_value *v)
{
    size_t n = count_items(p->keys, v);
    tnk_catalogue_item *items = tnk_arena_array(p->shelf->arena, n, sizeof *items);
    tnk_catalogue_group *groups = tnk_arena_array(p->shelf->arena, v->n, sizeof *groups);
    if (items == NULL || groups == NULL)
        return no_memory(p);
    p->out->items = items;
    p->out->groups = groups;
    tnk_value_each(g, v) {
        tnk_catalogue_group *new = &groups[p->out->n_groups++];
        if (group(p, g, items + p->out->n_items, new) != 0)
            return p->rc;
        p->out->n_items += new->n_items;
    }
    return 0;
}

static int catalogue(parser *p, const tnk_value *v)
{
    const tnk_value *in[KEYS_MAX];
    if (members(p, v, &catalogue_shape, in) != 0 || id(p, in[0], &p->out->id) != 0 ||
        both(p, in[1], &p->out->title) != 0 || both(p, in[2], &p->out->source) != 0 ||
        filled_list(p, in[4], "groups") != 0)
        return p->rc;
    if (tnk_catalogues_find(p->shelf, p->out->id) != NULL)
        return bad(p, in[0], _("checklist \"%s\" is already loaded from another file"),
                   p->out->id.ptr);
    if (!tnk_value_is(in[3], TNK_BOOL))
        return bad(p, in[3], _("partial must be true or false"));
    p->out->partial = in[3]->u.flag;
    return all_groups(p, in[4]);
}

static int document(parser *p, tnk_str text)
{
    tnk_reader r = { .arena = p->scratch, .atoms = p->keys, .warn = on_warning, .ud = p };
    tnk_error err = { 0 };
    tnk_value docs;
    int rc = tnk_yaml_parse(&r, text, 0, &docs, &err);
    if (rc != 0)
        return fail_at(p, rc, err.at, err.msg);
    if (p->rc == 0 && docs.n != 1)
        return bad(p, tnk_value_at(&docs, 1), _("a checklist file holds exactly one document"));
    return p->rc != 0 ? p->rc : catalogue(p, tnk_value_at(&docs, 0));
}

int tnk_catalogue_parse(tnk_catalogues *c, tnk_str path, tnk_str text, tnk_catalogue *ret,
                        tnk_error *err)
{
    tnk_error unused;
    parser p = { .shelf = c, .out = ret, .err = err != NULL ? err : &unused };
    uint32_t number;
    *ret = (tnk_catalogue){ 0 };
    unused.code = 0;
    if (text.len > TNK_CATALOGUE_BYTES_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT,
                              _("%.*s:1: the checklist is larger than 4 MiB; split it"),
                              (int)path.len, path.ptr);
    p.scratch = tnk_arena_new(SCRATCH_BYTES_MAX);
    p.keys = tnk_atoms_new();
    p.groups = tnk_atoms_new();
    if (p.scratch != NULL && (text = tnk_arena_str(p.scratch, text)).ptr != NULL)
        p.source = tnk_sources_add(&p.sources, p.scratch, path, text, &number);
    if (p.source == NULL || p.keys == NULL || p.groups == NULL)
        p.rc = tnk_fail_plain(err, TNK_ENOMEM, _("%.*s:1: no memory for this checklist"),
                              (int)path.len, path.ptr);
    else
        document(&p, text);
    tnk_atoms_free(p.groups);
    tnk_atoms_free(p.keys);
    tnk_arena_free(p.scratch);
    return p.rc;
}
