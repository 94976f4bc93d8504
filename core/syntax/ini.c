/* SPDX-License-Identifier: Apache-2.0
 * INI, line by line: [section], key = value or key: value, # and ; comments. A section that comes again
 * goes on where it was left; a line that is nothing of these is told about and skipped. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/utf8.h"
#include "core/syntax/nodes.h"

struct ini {
    tnk_nodes nodes;        /* the text, limits and warnings; its stack is not used */
    tnk_value **sections;   /* heap; maps in the arena, keyed by their names, in order of appearance */
    uint32_t n, cap;
    uint32_t *by_atom;      /* heap; the section of a name, plus one */
    uint32_t n_by_atom;
    tnk_value *current;     /* NULL before the first member or section */
};

/* A node from `off` to `end` of the text, counted against the limit; NULL: the error is set. */
static tnk_value *node(struct ini *p, uint32_t kind, uint32_t off, uint32_t end)
{
    tnk_span at = tnk_nodes_span(&p->nodes, off, end);
    if (p->nodes.made++ >= TNK_NODES_MAX) {
        tnk_fail(p->nodes.err, TNK_ELIMIT, at, _("The text has more than %d values; split it"), TNK_NODES_MAX);
        return NULL;
    }
    tnk_value *v = tnk_value_new(p->nodes.r->arena, kind, at);
    if (v == NULL)
        tnk_nodes_no_memory(&p->nodes);
    return v;
}

static uint32_t place(const struct ini *p, const char *at) { return (uint32_t)(at - p->nodes.text.ptr); }

static bool room_for_atom(struct ini *p, tnk_atom name)
{
    if (name < p->n_by_atom)
        return true;
    uint32_t n = name + name / 2 + 16;
    uint32_t *to = realloc(p->by_atom, n * sizeof *to);
    if (to == NULL)
        return false;
    memset(to + p->n_by_atom, 0, (n - p->n_by_atom) * sizeof *to);
    p->by_atom = to;
    p->n_by_atom = n;
    return true;
}

static bool room_for_section(struct ini *p)
{
    if (p->n < p->cap)
        return true;
    uint32_t cap = p->cap != 0 ? p->cap * 2 : 16;
    tnk_value **to = realloc(p->sections, cap * sizeof *to);
    if (to == NULL)
        return false;
    p->sections = to;
    p->cap = cap;
    return true;
}

/* Makes `name` the current section; from..end is where its first line stands. */
static int enter(struct ini *p, tnk_str name, uint32_t from, uint32_t end)
{
    tnk_atom atom = tnk_atoms_add(p->nodes.r->atoms, name);
    if (atom == 0 || !room_for_atom(p, atom) || !room_for_section(p))
        return tnk_nodes_no_memory(&p->nodes);
    if (p->by_atom[atom] != 0) {
        p->current = p->sections[p->by_atom[atom] - 1];
        return TNK_OK;
    }
    p->current = node(p, TNK_MAP, from, end);
    if (p->current == NULL)
        return p->nodes.err->code;
    p->current->key = atom;
    p->current->key_off = tnk_nodes_span(&p->nodes, from, end).off;
    p->current->flags = name.len == 0 ? TNK_F_EMPTY_KEY : 0;
    p->sections[p->n++] = p->current;
    p->by_atom[atom] = p->n;
    return TNK_OK;
}

static void warn_line(struct ini *p, tnk_str line, const char *msg)
{
    uint32_t off = place(p, line.ptr);
    tnk_nodes_warn(&p->nodes, "ini-line", off, off + (uint32_t)line.len, msg);
}

static int section(struct ini *p, tnk_str line)
{
    uint32_t off = place(p, line.ptr);
    bool whole = line.ptr[line.len - 1] == ']';
    const char *close = whole ? line.ptr + line.len - 1 : memchr(line.ptr, ']', line.len);
    size_t n = close != NULL ? (size_t)(close - line.ptr) : line.len;
    tnk_str rest = close != NULL ? tnk_str_trim(tnk_str_from(line, n + 1)) : line;
    if (close == NULL)
        warn_line(p, line, _("The section has no closing bracket; the rest of the line is its name"));
    else if (rest.len > 0 && rest.ptr[0] != '#' && rest.ptr[0] != ';')
        warn_line(p, rest, _("The text behind the section is not used; write a comment with # or ;"));
    return enter(p, tnk_str_trim((tnk_str){ line.ptr + 1, n - 1 }), off, off + (uint32_t)line.len);
}

static int member(struct ini *p, tnk_str line)
{
    size_t n = 0;
    while (n < line.len && line.ptr[n] != '=' && line.ptr[n] != ':')
        n++;
    tnk_str name = tnk_str_trim((tnk_str){ line.ptr, n });
    if (n == line.len || name.len == 0) {
        warn_line(p, line, _("Expected [section], key = value or a comment; the line is skipped"));
        return TNK_OK;
    }
    tnk_str text = tnk_str_trim(tnk_str_from(line, n + 1));
    uint32_t off = place(p, line.ptr), at = place(p, text.ptr), end = at + (uint32_t)text.len;
    int rc = p->current == NULL ? enter(p, TNK_S(""), off, end) : TNK_OK;
    if (rc != TNK_OK)
        return rc;
    tnk_value *v = node(p, TNK_TEXT, at, end);
    if (v == NULL)
        return p->nodes.err->code;
    v->u.text = text.ptr;
    v->n = (uint32_t)text.len;
    if (v->end > p->current->end)
        p->current->end = v->end;
    tnk_atom key = tnk_atoms_add(p->nodes.r->atoms, name);
    if (key == 0 || tnk_value_add(p->nodes.r->arena, p->current, key, tnk_nodes_span(&p->nodes, off, end).off, v) != 0)
        return tnk_nodes_no_memory(&p->nodes);
    return TNK_OK;
}

static int read_line(struct ini *p, tnk_str line)
{
    line = tnk_str_trim(line);
    if (line.len == 0 || line.ptr[0] == '#' || line.ptr[0] == ';')
        return TNK_OK;
    return line.ptr[0] == '[' ? section(p, line) : member(p, line);
}

static int read_lines(struct ini *p)
{
    tnk_str text = p->nodes.text;
    size_t bad = tnk_utf8_bad(text);
    if (bad < text.len)
        return tnk_fail(p->nodes.err, TNK_EPARSE, tnk_nodes_span(&p->nodes, (uint32_t)bad, (uint32_t)bad + 1),
                        _("The text is not valid UTF-8 here"));
    int rc = TNK_OK;
    for (size_t at = tnk_str_starts(text, TNK_S("\xEF\xBB\xBF")) ? 3 : 0; rc == TNK_OK && at < text.len;) {
        const char *nl = memchr(text.ptr + at, '\n', text.len - at);
        size_t n = nl != NULL ? (size_t)(nl - text.ptr) - at : text.len - at;
        rc = read_line(p, (tnk_str){ text.ptr + at, n });
        at += n + 1;
    }
    return rc;
}

static int build(struct ini *p, tnk_value *ret)
{
    tnk_value *root = node(p, TNK_MAP, 0, (uint32_t)p->nodes.text.len);
    int rc = root != NULL ? TNK_OK : p->nodes.err->code;
    for (uint32_t i = 0; rc == TNK_OK && i < p->n; i++) {
        const tnk_value *s = p->sections[i];
        rc = tnk_nodes_check_keys(&p->nodes, s);
        if (rc == TNK_OK && tnk_value_add(p->nodes.r->arena, root, s->key, s->key_off, s) != 0)
            rc = tnk_nodes_no_memory(&p->nodes);
    }
    if (rc == TNK_OK)
        *ret = *root;
    return rc;
}

int tnk_ini_parse(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
{
    tnk_error unheard = { 0 };
    struct ini p = { 0 };
    if (text.ptr == NULL)
        text = TNK_S("");
    int rc = tnk_nodes_init(&p.nodes, r, text, "ini-duplicate-key", err != NULL ? err : &unheard);
    if (rc == TNK_OK)
        rc = read_lines(&p);
    if (rc == TNK_OK)
        rc = build(&p, ret);
    tnk_nodes_free(&p.nodes);
    free(p.sections);
    free(p.by_atom);
    return rc;
}
