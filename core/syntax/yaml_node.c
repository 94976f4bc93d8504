/* SPDX-License-Identifier: Apache-2.0
 * A finished YAML node on its way into the tree: its tag, its anchor, aliases of it, and merges. Aliases
 * share nodes; what they stand for is counted, never built. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/utf8.h"
#include "core/syntax/yaml.h"

enum {
    MERGE = 128,                /* a flag of our own: this member is a merge; never leaves this file */
    KEY_MAX = 1024,             /* bytes kept of a key that is a list or map */
    NAMES_MAX = 1000 * 1000,    /* anchors of one document */
    REPEAT_MAX = 64 << 20       /* bytes of tags and alias keys meant more than once */
};

int tnk_yaml_too_deep(struct yaml *y, uint32_t off)
{
    return tnk_fail(y->nodes.err, TNK_ELIMIT, tnk_nodes_span(&y->nodes, off, off),
                    _("Lists and maps are nested more than %d levels deep"), TNK_DEPTH_YAML);
}

int tnk_yaml_repeat(struct yaml *y, uint32_t off, size_t len)
{
    y->repeated += len;
    if (y->repeated <= REPEAT_MAX)
        return TNK_OK;
    return tnk_fail(y->nodes.err, TNK_ELIMIT, tnk_nodes_span(&y->nodes, off, off),
                    _("Tags and aliased keys stand for more than %d bytes"), REPEAT_MAX);
}

/* ---- anchors ---- */

static int make_room(struct yaml *y, uint32_t id)
{
    if (id < y->n_anchors)
        return TNK_OK;
    uint32_t n = y->n_anchors != 0 ? y->n_anchors * 2 : 16;
    struct yaml_anchor *p = realloc(y->anchors, n * sizeof *p);
    if (p == NULL)
        return tnk_nodes_no_memory(&y->nodes);
    y->anchors = p;
    y->n_anchors = n;
    return TNK_OK;
}

int tnk_yaml_name(struct yaml *y, const yaml_char_t *name, uint32_t off, uint32_t *ret)
{
    if (name == NULL)
        return TNK_OK;
    if (y->names == NULL)
        y->names = tnk_atoms_new();
    uint32_t id = y->names != NULL ? tnk_atoms_add(y->names, tnk_str_of((const char *)name)) : 0;
    if (id == 0)
        return tnk_nodes_no_memory(&y->nodes);
    if (id > NAMES_MAX)
        return tnk_fail(y->nodes.err, TNK_ELIMIT, tnk_nodes_span(&y->nodes, off, off),
                        _("A document has more than %d anchors"), NAMES_MAX);
    *ret = id;
    return make_room(y, id);
}

int tnk_yaml_alias(struct yaml *y, const yaml_char_t *name, struct yaml_node *n)
{
    char shown[TNK_SHOWN];
    tnk_str s = tnk_str_of((const char *)name);
    uint32_t id = y->names != NULL ? tnk_atoms_find(y->names, s) : 0;
    tnk_span at = tnk_nodes_span(&y->nodes, n->off, n->end);
    if (id == 0)
        return tnk_fail(y->nodes.err, TNK_EPARSE, at, _("The alias *%s has no anchor &%s before it"),
                        tnk_shown(s, shown), shown);
    const struct yaml_anchor *a = &y->anchors[id];
    if (a->open != 0)
        return tnk_fail(y->nodes.err, TNK_EPARSE, at, _("The alias *%s stands inside its own anchor"),
                        tnk_shown(s, shown));
    y->aliased += a->size;
    if (y->aliased > TNK_EXPANSION_MAX)
        return tnk_fail(y->nodes.err, TNK_ELIMIT, at,
                        _("Aliases stand for more than %d values in one document"), TNK_EXPANSION_MAX);
    n->v = a->v;
    n->v.flags |= TNK_F_ALIAS;
    n->v.off = at.off;
    n->v.end = at.end;
    n->height = a->height;
    n->size = a->size;
    return TNK_OK;
}

/* ---- into the parent ---- */

static int wrap(struct yaml *y, struct yaml_node *n)
{
    tnk_value *kid = tnk_arena_alloc(y->nodes.r->arena, sizeof *kid);
    if (kid == NULL)
        return tnk_nodes_no_memory(&y->nodes);
    tnk_span at = tnk_nodes_span(&y->nodes, n->tag_off, n->end);
    *kid = n->v;
    kid->key = n->tag;
    kid->key_off = at.off;
    n->v = (tnk_value){ .kind = TNK_MAP, .flags = TNK_F_TAGGED, .file = (uint16_t)at.file,
                        .off = at.off, .end = at.end, .n = 1, .u.kids = kid };
    n->off = n->tag_off;
    n->height++;
    n->size++;
    return TNK_OK;
}

/* Text for a key that has none of its own: an alias gives its anchor's scalar, else the source as written. */
static int key_text(struct yaml *y, const struct yaml_node *n, char scratch[24], tnk_str *ret, bool *odd)
{
    *odd = false;
    if (n->text.ptr != NULL) {
        *ret = n->text;
        return TNK_OK;
    }
    if (n->v.kind != TNK_LIST && n->v.kind != TNK_MAP) {
        tnk_str s = tnk_value_scalar(&n->v, scratch);
        *ret = s.ptr != NULL ? s : TNK_S("");
        return tnk_yaml_repeat(y, n->off, ret->len);
    }
    *odd = true;
    *ret = (tnk_str){ y->nodes.text.ptr + n->off, n->end - n->off };
    if (ret->len > KEY_MAX) {
        ret->len = KEY_MAX;
        ret->len = tnk_utf8_cut(*ret);
    }
    return TNK_OK;
}

static int take_key(struct yaml *y, struct yaml_frame *f, const struct yaml_node *n)
{
    char scratch[24], shown[TNK_SHOWN], msg[256];
    tnk_str s;
    bool odd;
    int rc = key_text(y, n, scratch, &s, &odd);
    if (rc != TNK_OK)
        return rc;
    if (odd) {
        snprintf(msg, sizeof msg, _("A list or map is a key here; it is read as the text \"%s\""),
                 tnk_shown(s, shown));
        tnk_nodes_warn(&y->nodes, "yaml-key-not-text", n->off, n->end, msg);
    }
    f->key = tnk_atoms_add(y->nodes.r->atoms, s);
    f->key_off = tnk_nodes_span(&y->nodes, n->off, 0).off;
    f->key_flag = odd || s.len == 0 ? TNK_F_EMPTY_KEY : 0;
    f->has_key = true;
    return f->key != 0 ? TNK_OK : tnk_nodes_no_memory(&y->nodes);
}

static int push(struct yaml *y, struct yaml_frame *f, const struct yaml_node *n)
{
    tnk_value *v = tnk_nodes_push(&y->nodes, n->off);
    if (v == NULL)
        return y->nodes.err->code;
    *v = n->v;
    v->key = v->key_off = 0;
    if (f == NULL || f->node.v.kind != TNK_MAP)
        return TNK_OK;
    v->key = f->key;
    v->key_off = f->key_off;
    v->flags |= (uint8_t)(f->key_flag | (f->merge ? MERGE : 0));
    f->merges += f->merge;
    f->has_key = f->merge = false;
    return TNK_OK;
}

int tnk_yaml_place(struct yaml *y, struct yaml_node *n)
{
    struct yaml_frame *f = y->depth > 0 ? &y->frames[y->depth - 1] : NULL;
    int rc = n->tag != 0 ? wrap(y, n) : TNK_OK;
    if (rc != TNK_OK)
        return rc;
    if (y->level + n->height > TNK_DEPTH_YAML)
        return tnk_yaml_too_deep(y, n->off);
    if (n->anchor != 0 && (n->opener == 0 || y->anchors[n->anchor].open == n->opener))
        y->anchors[n->anchor] = (struct yaml_anchor){ n->v, n->height, 0, n->size };
    if (f == NULL)
        return push(y, f, n);
    f->last = n->end > f->last ? n->end : f->last;
    f->node.size += n->size;
    if (n->height >= f->node.height)
        f->node.height = n->height + 1;
    return f->node.v.kind == TNK_MAP && !f->has_key ? take_key(y, f, n) : push(y, f, n);
}

/* ---- merges ---- */

/* The members of one map that are not there yet. Looking at one costs a node of the limit. */
static int merge_map(struct yaml *y, const tnk_value *map)
{
    tnk_value *v;
    tnk_value_each(kid, map) {
        if (tnk_nodes_set_add(&y->nodes, kid->key)) {
            y->nodes.made += y->nodes.made < TNK_NODES_MAX;
            continue;
        }
        v = tnk_nodes_push(&y->nodes, kid->off);
        if (v == NULL)
            return y->nodes.err->code;
        *v = *kid;
        v->flags |= TNK_F_ALIAS;
    }
    return TNK_OK;
}

static bool is_map(const tnk_value *v) { return v->kind == TNK_MAP && (v->flags & TNK_F_TAGGED) == 0; }

static int merge_one(struct yaml *y, const tnk_value *from)
{
    bool fits = is_map(from) || from->kind == TNK_LIST;
    if (from->kind == TNK_LIST) {
        tnk_value_each(item, from)
            fits = fits && is_map(item);
    }
    if (!fits)
        return tnk_fail(y->nodes.err, TNK_EPARSE, tnk_value_span(from),
                        _("The value of a merge key << must be a map or a list of maps"));
    int rc = is_map(from) ? merge_map(y, from) : TNK_OK;
    if (from->kind == TNK_LIST) {
        for (uint32_t i = 0; rc == TNK_OK && i < from->n; i++)
            rc = merge_map(y, &from->u.kids[i]);
    }
    return rc;
}

int tnk_yaml_merge(struct yaml *y, struct yaml_frame *f)
{
    tnk_nodes *s = &y->nodes;
    uint32_t n = s->n, m = 0;
    tnk_value *from = f->merges > 0 ? tnk_arena_array(s->r->arena, f->merges, sizeof *from) : NULL;
    if (f->merges == 0)
        return TNK_OK;
    int rc = from != NULL ? tnk_nodes_set_begin(s) : tnk_nodes_no_memory(s);
    if (rc != TNK_OK)
        return rc;
    s->n = f->first;
    for (uint32_t i = f->first; i < n; i++) {
        if ((s->at[i].flags & MERGE) != 0) {
            from[m] = s->at[i];
            from[m++].flags &= (uint8_t)~MERGE;
        } else {
            tnk_nodes_set_add(s, s->at[i].key);
            s->at[s->n++] = s->at[i];
        }
    }
    for (uint32_t i = 0; rc == TNK_OK && i < m; i++)
        rc = merge_one(y, &from[i]);
    return rc;
}
