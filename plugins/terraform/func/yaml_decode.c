/* SPDX-License-Identifier: Apache-2.0
 * yamldecode: one document of YAML 1.1 as Terraform reads it. Aliases share what they stand for, so
 * they cannot explode. */
#include "func/inside.h"

#include <yaml.h>

enum { DEPTH_MAX = 100 };

typedef struct anchor {
    tnk_str name;
    const cty_value *value;     /* NULL: we are still inside of it */
} anchor;

typedef struct yaml_in {
    tf_call *c;
    yaml_parser_t parser;
    yaml_event_t event;         /* the one in hand */
    const cty_value *document;  /* what was read; NULL: it failed */
    anchor *anchors;
    size_t n, cap;
    unsigned depth;
} yaml_in;

static void *wrong(yaml_in *y, const char *why)
{
    return cty_fail(y->c->cty, "line %zu of the YAML text is wrong: %s",
                    y->event.start_mark.line + 1, tf_tr(y->c, why));
}

/* Takes the next event in hand. */
static bool advance(yaml_in *y)
{
    yaml_event_delete(&y->event);
    if (!cty_spend(y->c->cty, 4))
        return false;
    if (yaml_parser_parse(&y->parser, &y->event))
        return true;
    cty_fail(y->c->cty, "line %zu of the YAML text is wrong: %s", y->parser.problem_mark.line + 1,
             y->parser.problem != NULL ? tf_tr(y->c, y->parser.problem) : "");
    return false;
}

/* ---- scalars ---- */

typedef struct scalar {
    tnk_str text, tag;          /* tag: without what all of YAML's own begin with; {NULL,0}: none */
    bool plain;
} scalar;

static bool any_of(tnk_str s, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (tf_is(s, *words))
            return true;
    }
    return false;
}

static const cty_value *word(tnk_str s)
{
    static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };
    static const char *const yes[] = {"y",    "Y",    "yes", "Yes", "YES", "true",
                                      "True", "TRUE", "on",  "On",  "ON",  NULL};
    static const char *const no[] = {"n",     "N",     "no",  "No",  "NO",  "false",
                                     "False", "FALSE", "off", "Off", "OFF", NULL};
    if (any_of(s, nulls))
        return &cty_null_value;
    return any_of(s, yes) ? &cty_true : any_of(s, no) ? &cty_false : NULL;
}

static size_t run_of_digits(tnk_str s, size_t at)
{
    size_t n = 0;
    while (at + n < s.len && s.ptr[at + n] >= '0' && s.ptr[at + n] <= '9')
        n++;
    return n;
}

/* 12, -1.5, .5, 1.e3 in a form that every reader of numbers takes; false: it is none. */
static bool plain_number(yaml_in *y, tnk_str s, tnk_str *ret)
{
    tf_buf b = { .mem = y->c->cty->mem };
    size_t at = s.len != 0 && (s.ptr[0] == '-' || s.ptr[0] == '+'), whole = run_of_digits(s, at),
           part = 0;
    tf_puts(&b, at != 0 && s.ptr[0] == '-' ? "-" : "");
    tf_put(&b, whole != 0 ? tf_sub(s, at, at + whole) : tf_str("0"));
    at += whole;
    if (at < s.len && s.ptr[at] == '.') {
        part = run_of_digits(s, at + 1);
        if (part != 0)
            tf_put(&b, tf_sub(s, at, at + 1 + part));
        at += 1 + part;
    }
    if (whole + part == 0)
        return false;
    if (at < s.len && (s.ptr[at] == 'e' || s.ptr[at] == 'E')) {
        size_t sign = at + 1 < s.len && (s.ptr[at + 1] == '-' || s.ptr[at + 1] == '+');
        if (run_of_digits(s, at + 1 + sign) == 0)
            return false;
        tf_put(&b, tf_sub(s, at, s.len));
        at += 1 + sign + run_of_digits(s, at + 1 + sign);
    }
    *ret = tf_take(&b);
    return at == s.len;
}

static bool based_number(tnk_str s, int64_t *base)
{
    *base = s.len > 2 && s.ptr[0] == '0' ? (s.ptr[1] == 'x' ? 16 : s.ptr[1] == 'o' ? 8 : 0) : 0;
    for (size_t i = 2; *base != 0 && i < s.len; i++) {
        char ch = (char)(s.ptr[i] | 0x20);
        bool digit = s.ptr[i] >= '0' && s.ptr[i] <= (*base == 8 ? '7' : '9');
        if (!digit && !(*base == 16 && ch >= 'a' && ch <= 'f'))
            *base = 0;
    }
    return *base != 0;
}

static const cty_value *number(yaml_in *y, tnk_str s)
{
    static const char *const endless[] = {".inf",  ".Inf",  ".INF",  "+.inf", "+.Inf",
                                          "+.INF", "-.inf", "-.Inf", "-.INF", ".nan",
                                          ".NaN",  ".NAN",  NULL};
    int64_t base;
    tnk_str plain;
    if (based_number(s, &base))
        return tf_number_in_base(y->c, tf_sub(s, 2, s.len), base);
    if (plain_number(y, s, &plain))
        return cty_number_parse(y->c->cty, plain);
    return any_of(s, endless) ? wrong(y, N_("a number must be finite")) : NULL;
}

/* What a plain scalar is without looking at its tag; NULL: a text, or an error. */
static const cty_value *resolved(yaml_in *y, const scalar *s)
{
    tnk_str time;
    const cty_value *v = word(s->text);
    if (v == NULL)
        v = number(y, s->text);
    if (v != NULL || y->c->cty->failed)
        return v;
    if ((s->tag.ptr == NULL || tf_is(s->tag, "timestamp")) && tf_loose_time(y->c, s->text, &time))
        return cty_text(y->c->cty, time);
    return NULL;
}

static const cty_value *untyped(yaml_in *y, const scalar *s)
{
    const cty_value *v = s->plain ? resolved(y, s) : NULL;
    if (v != NULL || y->c->cty->failed)
        return v;
    bool countable = s->text.len == 0 || strchr("0123456789+-.", s->text.ptr[0]) != NULL;
    if (s->tag.ptr == NULL || (!s->plain && countable))
        return cty_text(y->c->cty, s->text);
    return tf_is(s->tag, "null") ? &cty_null_value : wrong(y, N_("the value does not fit its tag"));
}

static const cty_value *scalar_value(yaml_in *y, const scalar *s)
{
    static const char *const known[] = { "int", "float", "bool", "null", "timestamp", NULL };
    tnk_str bytes;
    if (tf_is(s->tag, "str"))
        return cty_text(y->c->cty, s->text);
    if (tf_is(s->tag, "binary"))
        return tf_unbase64(y->c, s->text, &bytes) ? cty_text(y->c->cty, s->text)
                                                  : wrong(y, N_("it is no base64"));
    if (s->tag.ptr == NULL || any_of(s->tag, known))
        return untyped(y, s);
    return wrong(y, N_("a tag is not supported"));
}

/* ---- nodes ---- */

static const cty_value *node(yaml_in *y);

static tnk_str kept(yaml_in *y, const yaml_char_t *s)
{
    return s != NULL ? tf_mem_str(y->c->cty->mem, tf_str((const char *)s)) : (tnk_str){ NULL, 0 };
}

/* Tags of YAML by their last word; others, and a lone "!", stay as they are. */
static tnk_str tag_of(yaml_in *y, const yaml_char_t *tag)
{
    tnk_str s = kept(y, tag), own = tf_str("tag:yaml.org,2002:");
    return s.len > own.len && memcmp(s.ptr, own.ptr, own.len) == 0 ? tf_sub(s, own.len, s.len) : s;
}

/* Notes an anchor that is defined from here on; SIZE_MAX: there is none. */
static size_t open_anchor(yaml_in *y, const yaml_char_t *name)
{
    if (name == NULL)
        return SIZE_MAX;
    y->anchors = tf_mem_grow(y->c->cty->mem, y->anchors, y->n, &y->cap, sizeof *y->anchors);
    y->anchors[y->n] = (anchor){ kept(y, name), NULL };
    return y->n++;
}

static const cty_value *close_anchor(yaml_in *y, size_t at, const cty_value *v)
{
    if (at != SIZE_MAX)
        y->anchors[at].value = v;
    return v;
}

static const cty_value *alias(yaml_in *y)
{
    tnk_str name = tf_str((const char *)y->event.data.alias.anchor);
    const cty_value *v = NULL;
    if (!cty_spend(y->c->cty, y->n / 16))
        return NULL;
    for (size_t i = 0; i < y->n; i++) {
        if (!tf_eq(y->anchors[i].name, name))
            continue;
        if ((v = y->anchors[i].value) == NULL)
            return wrong(y, N_("an alias stands within what it stands for"));
    }
    return v != NULL ? v : wrong(y, N_("an alias stands for nothing"));
}

static const cty_value *scalar_node(yaml_in *y)
{
    const yaml_event_t *e = &y->event;
    size_t at = open_anchor(y, e->data.scalar.anchor);
    scalar s = {
        .text = tf_mem_str(y->c->cty->mem,
                           (tnk_str){(const char *)e->data.scalar.value, e->data.scalar.length}),
        .tag = tag_of(y, e->data.scalar.tag),
        .plain = e->data.scalar.style == YAML_PLAIN_SCALAR_STYLE,
    };
    return close_anchor(y, at, scalar_value(y, &s));
}

static const cty_value *sequence(yaml_in *y)
{
    tnk_str tag = tag_of(y, y->event.data.sequence_start.tag);
    size_t at = open_anchor(y, y->event.data.sequence_start.anchor);
    tf_items items = { .c = y->c };
    if (tag.ptr != NULL && !tf_is(tag, "seq"))
        return wrong(y, N_("a tag is not supported"));
    while (advance(y) && y->event.type != YAML_SEQUENCE_END_EVENT) {
        if (!tf_add(&items, node(y)))
            return NULL;
    }
    return y->c->cty->failed ? NULL : close_anchor(y, at, cty_tuple(y->c->cty, items.at, items.n));
}

typedef struct mapping {
    tf_items items;
    tnk_str *keys;
    size_t cap;
} mapping;

static bool put(mapping *m, tnk_str key, const cty_value *v)
{
    size_t at = m->items.n;
    if (!tf_add(&m->items, v))
        return false;
    m->keys = tf_mem_grow(m->items.c->cty->mem, m->keys, at, &m->cap, sizeof *m->keys);
    m->keys[at] = key;
    return true;
}

static bool merge(yaml_in *y, mapping *m, const cty_value *from)
{
    if (from == NULL || cty_is_null(from) || !cty_is_keyed(from))
        return from != NULL && wrong(y, N_("only a mapping can be merged")) != NULL;
    for (size_t i = 0; i < from->n; i++) {
        if (!put(m, from->keys[i], from->items[i]))
            return false;
    }
    return true;
}

/* A key of any scalar type, as a text. */
static const cty_value *key_of(yaml_in *y, bool *merges)
{
    if (y->event.type != YAML_SCALAR_EVENT)
        return wrong(y, N_("a key must be a text"));
    *merges = y->event.data.scalar.tag == NULL &&
              strcmp((const char *)y->event.data.scalar.value, "<<") == 0;
    const cty_value *key = scalar_node(y);
    if (key == NULL || !cty_is_null(key))
        return key != NULL ? cty_convert(y->c->cty, key, &cty_string) : NULL;
    return wrong(y, N_("a key must be a text"));
}

static const cty_value *mapping_node(yaml_in *y)
{
    tnk_str tag = tag_of(y, y->event.data.mapping_start.tag);
    size_t at = open_anchor(y, y->event.data.mapping_start.anchor);
    mapping m = { .items.c = y->c };
    if (tag.ptr != NULL && !tf_is(tag, "map"))
        return wrong(y, N_("a tag is not supported"));
    while (advance(y) && y->event.type != YAML_MAPPING_END_EVENT) {
        bool merges = false;
        const cty_value *key = key_of(y, &merges);
        if (key == NULL || !advance(y))
            return NULL;
        if (!(merges ? merge(y, &m, node(y)) : put(&m, key->str, node(y))))
            return NULL;
    }
    return y->c->cty->failed
               ? NULL
               : close_anchor(y, at, cty_object(y->c->cty, m.keys, m.items.at, m.items.n));
}

/* The value that begins with the event in hand; its last event is in hand afterwards. */
static const cty_value *node(yaml_in *y)
{
    const cty_value *v = NULL;
    if (++y->depth > DEPTH_MAX)
        return wrong(y, N_("it is nested too deeply"));
    if (y->event.type == YAML_ALIAS_EVENT)
        v = alias(y);
    else if (y->event.type == YAML_SCALAR_EVENT)
        v = scalar_node(y);
    else if (y->event.type == YAML_SEQUENCE_START_EVENT)
        v = sequence(y);
    else if (y->event.type == YAML_MAPPING_START_EVENT)
        v = mapping_node(y);
    y->depth--;
    return v;
}

static const cty_value *one_document(yaml_in *y)
{
    if (!advance(y) || !advance(y))     /* the stream begins, the document begins */
        return NULL;
    if (y->event.type != YAML_DOCUMENT_START_EVENT)
        return cty_fail(y->c->cty, "the YAML text holds no document");
    const yaml_version_directive_t *version = y->event.data.document_start.version_directive;
    if (version != NULL && (version->major != 1 || version->minor != 1))
        return wrong(y, N_("only YAML 1.1 is supported"));
    const cty_value *v = advance(y) ? node(y) : NULL;
    if (v == NULL || !advance(y) || !advance(y))
        return NULL;
    if (y->event.type != YAML_STREAM_END_EVENT)
        return cty_fail(y->c->cty, "the YAML text holds more than one document");
    return v;
}

static void read_document(void *ud)
{
    yaml_in *y = ud;
    y->document = one_document(y);
}

/* libyaml holds memory of its own, which is given back even when ours runs out. */
const cty_value *tf_yamldecode(tf_call *c, const cty_value *const *args, size_t n)
{
    yaml_in y = { .c = c };
    (void)n;
    if (!cty_spend(c->cty, args[0]->str.len / 8) || !yaml_parser_initialize(&y.parser))
        return c->cty->failed ? NULL : cty_fail(c->cty, "out of memory");
    yaml_parser_set_input_string(&y.parser, (const unsigned char *)args[0]->str.ptr,
                                 args[0]->str.len);
    bool had_memory = tf_mem_try(c->cty->mem, read_document, &y);
    yaml_event_delete(&y.event);
    yaml_parser_delete(&y.parser);
    if (!had_memory)
        tf_mem_fail(c->cty->mem);
    return y.document;
}
