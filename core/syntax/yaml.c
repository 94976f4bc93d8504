/* SPDX-License-Identifier: Apache-2.0
 * YAML from libyaml's events into nodes, within limits of our own. See syntax.h. */
#include "core/syntax/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"

enum { TAG_LINES_MAX = 64 };    /* %TAG lines: libyaml compares each with all others */

#define STANDARD "tag:yaml.org,2002:"

static tnk_str standard(const yaml_char_t *tag)  /* "str" of a standard tag; .ptr NULL for others */
{
    tnk_str s = tnk_str_of((const char *)tag);
    return tnk_str_starts(s, TNK_S(STANDARD)) ? tnk_str_from(s, sizeof STANDARD - 1) : (tnk_str){ NULL, 0 };
}

/* Tags that say what the node is anyway, or what its scalar is. */
static bool is_known(tnk_str s)
{
    static const char *const known[] = {
        "str", "int", "float", "bool", "null", "map", "seq", "set", "omap", "pairs", "merge", "value",
    };
    for (size_t i = 0; s.ptr != NULL && i < sizeof known / sizeof *known; i++) {
        if (tnk_str_is(s, known[i]))
            return true;
    }
    return false;
}

/* The key that a tag becomes: as written for local ones, "!!x" for other standard ones. */
static int tag_key(struct yaml *y, const yaml_char_t *tag, struct yaml_node *n)
{
    tnk_str s = tnk_str_of((const char *)tag), rest = standard(tag);
    char *text;
    if (tag == NULL || is_known(rest) || tnk_str_is(s, "!"))
        return TNK_OK;
    int rc = tnk_yaml_repeat(y, n->off, s.len);
    if (rc != TNK_OK)
        return rc;
    if (rest.ptr != NULL && (text = malloc(rest.len + 2)) != NULL) {
        memcpy(text, "!!", 2);
        memcpy(text + 2, rest.ptr, rest.len);
        n->tag = tnk_atoms_add(y->nodes.r->atoms, (tnk_str){ text, rest.len + 2 });
        free(text);
    } else if (rest.ptr == NULL) {
        n->tag = tnk_atoms_add(y->nodes.r->atoms, s);
    }
    return n->tag != 0 ? TNK_OK : tnk_nodes_no_memory(&y->nodes);
}

/* What scalars and collections have in common: place, tag, anchor. */
static int begin(struct yaml *y, const yaml_event_t *e, bool flat, const yaml_char_t *anchor,
                 const yaml_char_t *tag, struct yaml_node *n)
{
    uint32_t from = tnk_yaml_off(y, &e->start_mark), to = tnk_yaml_off(y, &e->end_mark);
    *n = (struct yaml_node){ .tag_off = from, .end = to, .size = 1 };
    n->off = from;
    if (anchor != NULL || tag != NULL)
        n->off = tnk_yaml_skip_props(y, from, flat ? to : (uint32_t)y->nodes.text.len, &n->tag_off);
    int rc = tnk_yaml_name(y, anchor, n->off, &n->anchor);
    return rc == TNK_OK ? tag_key(y, tag, n) : rc;
}

static void finish_place(struct yaml *y, struct yaml_node *n)
{
    if (n->end < n->off)
        n->end = n->off;
    tnk_span at = tnk_nodes_span(&y->nodes, n->off, n->end);
    n->v.file = (uint16_t)at.file;
    n->v.off = at.off;
    n->v.end = at.end;
}

/* ---- scalars ---- */

/* Borrows the text from the source when it stands there as it is, else copies it. */
static int keep_text(struct yaml *y, struct yaml_node *n, bool quoted)
{
    tnk_str s = n->text;
    const char *at = y->nodes.text.ptr + n->off + quoted;
    bool same = n->end - n->off >= s.len + quoted && memcmp(at, s.ptr, s.len) == 0;
    s = same ? (tnk_str){ at, s.len } : tnk_arena_str(y->nodes.r->arena, s);
    n->v.n = (uint32_t)s.len;
    n->v.u.text = s.len != 0 || s.ptr == NULL ? s.ptr : "";
    return n->v.u.text != NULL ? TNK_OK : tnk_nodes_no_memory(&y->nodes);
}

static int type_scalar(struct yaml *y, const yaml_event_t *e, struct yaml_node *n)
{
    char msg[256], shown[TNK_SHOWN];
    const yaml_char_t *tag = e->data.scalar.tag;
    bool plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE, fits = true;
    n->v.kind = TNK_TEXT;
    n->v.flags = plain ? 0 : TNK_F_QUOTED;
    if (tag == NULL && plain)
        return tnk_yaml_type(y, &n->v) ? TNK_OK : tnk_nodes_no_memory(&y->nodes);
    if (tag == NULL || standard(tag).ptr == NULL)
        return TNK_OK;      /* a tag of one's own wants the text */
    if (!tnk_yaml_type_as(y, standard(tag), &n->v, &fits))
        return tnk_nodes_no_memory(&y->nodes);
    if (tnk_str_is(standard(tag), "str"))
        n->v.flags |= TNK_F_QUOTED;
    if (!fits) {
        snprintf(msg, sizeof msg, _("The value is not what its tag !!%s says; it is read as text"),
                 tnk_shown(standard(tag), shown));
        tnk_nodes_warn(&y->nodes, "yaml-tag-mismatch", n->off, n->end, msg);
    }
    return TNK_OK;
}

/* The content of a block scalar ends before its trailing line breaks. */
static void trim(const struct yaml *y, struct yaml_node *n)
{
    const char *p = y->nodes.text.ptr;
    while (n->end > n->off && strchr(" \t\r\n", p[n->end - 1]) != NULL && p[n->end - 1] != '\0')
        n->end--;
}

static bool is_merge(const struct yaml *y, const yaml_event_t *e)
{
    return (y->flags & TNK_YAML_MERGE) != 0 && e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE
        && e->data.scalar.length == 2 && memcmp(e->data.scalar.value, "<<", 2) == 0
        && (e->data.scalar.tag == NULL || tnk_str_is(standard(e->data.scalar.tag), "merge"));
}

static int scalar(struct yaml *y, const yaml_event_t *e)
{
    struct yaml_node n;
    struct yaml_frame *f = y->depth > 0 ? &y->frames[y->depth - 1] : NULL;
    yaml_scalar_style_t style = e->data.scalar.style;
    bool quoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
    int rc = begin(y, e, true, e->data.scalar.anchor, e->data.scalar.tag, &n);
    if (rc != TNK_OK)
        return rc;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE)
        trim(y, &n);
    finish_place(y, &n);
    n.text = (tnk_str){ (const char *)e->data.scalar.value, e->data.scalar.length };
    bool key = f != NULL && f->node.v.kind == TNK_MAP && !f->has_key;
    if (key && is_merge(y, e))
        f->merge = true;
    if (key && n.anchor == 0) {
        n.tag = 0;
        n.v.kind = TNK_TEXT;
        return tnk_yaml_place(y, &n);
    }
    rc = keep_text(y, &n, quoted);
    if (rc == TNK_OK)
        rc = type_scalar(y, e, &n);
    return rc == TNK_OK ? tnk_yaml_place(y, &n) : rc;
}

static int alias(struct yaml *y, const yaml_event_t *e)
{
    struct yaml_node n = { .off = tnk_yaml_off(y, &e->start_mark), .end = tnk_yaml_off(y, &e->end_mark) };
    int rc = tnk_yaml_alias(y, e->data.alias.anchor, &n);
    return rc == TNK_OK ? tnk_yaml_place(y, &n) : rc;
}

/* ---- lists and maps ---- */

static int open_frame(struct yaml *y, const yaml_event_t *e)
{
    bool map = e->type == YAML_MAPPING_START_EVENT;
    struct yaml_frame f = { .first = y->nodes.n };
    f.flow = map ? e->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                 : e->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    int rc = begin(y, e, false, map ? e->data.mapping_start.anchor : e->data.sequence_start.anchor,
                   map ? e->data.mapping_start.tag : e->data.sequence_start.tag, &f.node);
    if (rc != TNK_OK)
        return rc;
    f.node.v.kind = map ? TNK_MAP : TNK_LIST;
    f.node.height = 1;
    f.last = f.node.off;
    y->level += 1 + (f.node.tag != 0);
    if (y->level > TNK_DEPTH_YAML)
        return tnk_yaml_too_deep(y, f.node.off);
    f.node.opener = y->depth + 1;
    y->frames[y->depth++] = f;
    if (f.node.anchor != 0)
        y->anchors[f.node.anchor].open = y->depth;
    return TNK_OK;
}

static int close_frame(struct yaml *y, const yaml_event_t *e)
{
    struct yaml_frame *f = &y->frames[y->depth - 1];
    int rc = tnk_yaml_merge(y, f);
    if (rc == TNK_OK)
        rc = tnk_nodes_close(&y->nodes, f->first, &f->node.v);
    if (rc != TNK_OK)
        return rc;
    f->node.end = f->flow ? tnk_yaml_off(y, &e->end_mark) : f->last;
    finish_place(y, &f->node);
    y->depth--;
    y->level -= 1 + (f->node.tag != 0);
    return tnk_yaml_place(y, &f->node);
}

/* ---- the stream ---- */

static int document(struct yaml *y, const yaml_event_t *e)
{
    if (y->nodes.n >= TNK_DOCUMENTS_MAX) {
        uint32_t off = tnk_yaml_off(y, &e->start_mark);
        return tnk_fail(y->nodes.err, TNK_ELIMIT, tnk_nodes_span(&y->nodes, off, off),
                        _("The text has more than %d documents; split it"), TNK_DOCUMENTS_MAX);
    }
    if (y->names != NULL)
        tnk_atoms_rewind(y->names, 0);
    y->aliased = 0;
    return TNK_OK;
}

static int handle(struct yaml *y, const yaml_event_t *e)
{
    switch (e->type) {
    case YAML_DOCUMENT_START_EVENT:
        return document(y, e);
    case YAML_SCALAR_EVENT:
        return scalar(y, e);
    case YAML_ALIAS_EVENT:
        return alias(y, e);
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        return open_frame(y, e);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        return close_frame(y, e);
    default:
        return TNK_OK;
    }
}

static int stream(struct yaml *y)
{
    for (;;) {
        yaml_event_t e;
        if (!yaml_parser_parse(&y->parser, &e))
            return tnk_yaml_refused(y);
        yaml_event_type_t type = e.type;
        int rc = handle(y, &e);
        yaml_event_delete(&e);
        if (rc != TNK_OK || type == YAML_STREAM_END_EVENT)
            return rc;
    }
}

static int check_tag_lines(struct yaml *y)
{
    tnk_str s = y->nodes.text;
    unsigned n = 0;
    for (const char *p = s.ptr; (p = memchr(p, '%', (size_t)(s.ptr + s.len - p))) != NULL; p++) {
        bool first = p == s.ptr || p[-1] == '\n' || p[-1] == '\r' || (unsigned char)p[-1] >= 0x80;
        uint32_t off = (uint32_t)(p - s.ptr);
        if (first && tnk_str_starts(tnk_str_from(s, off), TNK_S("%TAG")) && ++n > TAG_LINES_MAX)
            return tnk_fail(y->nodes.err, TNK_ELIMIT, tnk_nodes_span(&y->nodes, off, off + 4),
                            _("The text has more than %d %%TAG lines"), TAG_LINES_MAX);
    }
    return TNK_OK;
}

static bool is_ascii(tnk_str s)
{
    unsigned char all = 0;
    for (size_t i = 0; i < s.len; i++)
        all |= (unsigned char)s.ptr[i];
    return all < 0x80;
}

static int read_all(struct yaml *y, tnk_value *ret)
{
    tnk_str text = y->nodes.text;
    y->bom = tnk_str_starts(text, TNK_S("\xEF\xBB\xBF")) ? 3 : 0;
    y->seen_off = y->bom;
    y->ascii = is_ascii(tnk_str_from(text, y->bom));
    int rc = check_tag_lines(y);
    if (rc != TNK_OK)
        return rc;
    if (!yaml_parser_initialize(&y->parser))
        return tnk_nodes_no_memory(&y->nodes);
    yaml_parser_set_input_string(&y->parser, (const unsigned char *)text.ptr, text.len);
    rc = stream(y);
    tnk_span at = tnk_nodes_span(&y->nodes, 0, (uint32_t)text.len);
    tnk_value list = { .kind = TNK_LIST, .file = (uint16_t)at.file, .off = at.off, .end = at.end };
    if (rc == TNK_OK)
        rc = tnk_nodes_close(&y->nodes, 0, &list);
    if (rc == TNK_OK)
        *ret = list;
    yaml_parser_delete(&y->parser);
    return rc;
}

int tnk_yaml_parse(const tnk_reader *r, tnk_str text, unsigned flags, tnk_value *ret, tnk_error *err)
{
    tnk_error unheard = { 0 };
    if (text.ptr == NULL)
        text = TNK_S("");
    struct yaml *y = calloc(1, sizeof *y);
    if (y == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("Memory ran out while the text was being read"));
    y->flags = flags;
    int rc = tnk_nodes_init(&y->nodes, r, text, "yaml-duplicate-key", err != NULL ? err : &unheard);
    if (rc == TNK_OK)
        rc = read_all(y, ret);
    tnk_nodes_free(&y->nodes);
    tnk_atoms_free(y->names);
    free(y->anchors);
    free(y);
    return rc;
}
