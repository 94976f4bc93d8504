/* SPDX-License-Identifier: Apache-2.0
 * The JSON syntax of Terraform: the host's tree as the tree that native syntax would have given. */
#define _GNU_SOURCE     /* memmem */
#include <inttypes.h>
#include <stdio.h>

#include "hcl/parser.h"

/* Kinds of body: which members are blocks depends on where they stand. */
typedef enum place {
    IN_ROOT, IN_RESOURCE, IN_MODULE, IN_VARIABLE, IN_OUTPUT, IN_PROVIDER, IN_CHECK, IN_TERRAFORM, IN_MOVED,
    IN_IMPORT, IN_REMOVED, IN_LIFECYCLE, IN_PROVISIONER, IN_DYNAMIC, IN_CLOUD, IN_OTHER, IN_CONTENT
} place;

/* A member that is a block, and how many labels it has. */
static const struct kind {
    place in;
    const char *name;
    unsigned labels;
    place body;
} kinds[] = {
    { IN_ROOT, "resource", 2, IN_RESOURCE },
    { IN_ROOT, "data", 2, IN_RESOURCE },
    { IN_ROOT, "ephemeral", 2, IN_RESOURCE },
    { IN_ROOT, "module", 1, IN_MODULE },
    { IN_ROOT, "variable", 1, IN_VARIABLE },
    { IN_ROOT, "output", 1, IN_OUTPUT },
    { IN_ROOT, "provider", 1, IN_PROVIDER },
    { IN_ROOT, "check", 1, IN_CHECK },
    { IN_ROOT, "locals", 0, IN_OTHER },
    { IN_ROOT, "terraform", 0, IN_TERRAFORM },
    { IN_ROOT, "moved", 0, IN_MOVED },
    { IN_ROOT, "import", 0, IN_IMPORT },
    { IN_ROOT, "removed", 0, IN_REMOVED },
    { IN_RESOURCE, "dynamic", 1, IN_DYNAMIC },
    { IN_RESOURCE, "lifecycle", 0, IN_LIFECYCLE },
    { IN_RESOURCE, "provisioner", 1, IN_PROVISIONER },
    { IN_RESOURCE, "connection", 0, IN_OTHER },
    { IN_MODULE, "dynamic", 1, IN_DYNAMIC },
    { IN_MODULE, "lifecycle", 0, IN_LIFECYCLE },
    { IN_PROVIDER, "dynamic", 1, IN_DYNAMIC },
    { IN_VARIABLE, "validation", 0, IN_OTHER },
    { IN_OUTPUT, "precondition", 0, IN_OTHER },
    { IN_CHECK, "data", 2, IN_RESOURCE },
    { IN_CHECK, "assert", 0, IN_OTHER },
    { IN_TERRAFORM, "backend", 1, IN_OTHER },
    { IN_TERRAFORM, "cloud", 0, IN_CLOUD },
    { IN_TERRAFORM, "required_providers", 0, IN_OTHER },
    { IN_TERRAFORM, "provider_meta", 1, IN_OTHER },
    { IN_CLOUD, "workspaces", 0, IN_OTHER },
    { IN_REMOVED, "lifecycle", 0, IN_LIFECYCLE },
    { IN_REMOVED, "provisioner", 1, IN_PROVISIONER },
    { IN_REMOVED, "connection", 0, IN_OTHER },
    { IN_LIFECYCLE, "precondition", 0, IN_OTHER },
    { IN_LIFECYCLE, "postcondition", 0, IN_OTHER },
    { IN_PROVISIONER, "connection", 0, IN_OTHER },
    { IN_DYNAMIC, "content", 0, IN_CONTENT },
    { IN_CONTENT, "dynamic", 1, IN_DYNAMIC },
};

/* A member whose texts are what native syntax writes without quotes: references and types. */
static const struct bare {
    place in;
    const char *name;
} bares[] = {
    { IN_RESOURCE, "provider" },      { IN_RESOURCE, "depends_on" }, { IN_MODULE, "providers" },
    { IN_MODULE, "depends_on" },      { IN_OUTPUT, "depends_on" },   { IN_VARIABLE, "type" },
    { IN_LIFECYCLE, "ignore_changes" }, { IN_LIFECYCLE, "replace_triggered_by" },
    { IN_MOVED, "from" },             { IN_MOVED, "to" },            { IN_IMPORT, "to" },
    { IN_IMPORT, "provider" },        { IN_REMOVED, "from" },        { IN_DYNAMIC, "iterator" },
    { IN_PROVISIONER, "when" },       { IN_PROVISIONER, "on_failure" },
};

typedef enum reading { LITERAL, TEMPLATES, REFERENCES } reading;

typedef struct reader {
    hcl_parser p;               /* for nodes and items under construction; it has no text */
    const hcl_json *j;
} reader;

static const hcl_body *body(reader *r, const tnk_value *v, place in);

/* One list or object deeper; false, and told, when that is too deep. */
static bool enter(reader *r, tnk_span at)
{
    bool fits = r->p.level < HCL_NEST_MAX;
    if (!fits)
        hcl_tell(r->p.c, at, "hcl-too-deep", "too many lists or objects in each other", (tnk_str){ "", 0 });
    r->p.level += fits;
    return fits;
}

/* ---- expressions ---- */

static hcl_expr *node(reader *r, hcl_kind kind, tnk_span at)
{
    hcl_expr *e = hcl_node(&r->p, kind, NULL, NULL);
    e->at = at;
    return e;
}

static const hcl_expr *text(reader *r, tnk_str s, tnk_span at, reading how)
{
    bool sequence = s.len > 2 && (memmem(s.ptr, s.len, "${", 2) != NULL || memmem(s.ptr, s.len, "%{", 2) != NULL);
    if (how == REFERENCES && !sequence)
        return hcl_parse_reference(r->p.c, s, at, true);
    if (how != LITERAL && sequence)
        return hcl_parse_template(r->p.c, s, at, true);
    hcl_expr *e = node(r, HCL_STRING, at);
    e->text = s;
    return e;
}

static const hcl_expr *integer(reader *r, int64_t i, tnk_span at)
{
    char s[24];
    int n = snprintf(s, sizeof s, "%" PRId64, i);
    hcl_expr *e = node(r, HCL_NUMBER, at);
    e->text = tf_mem_str(r->p.mem, (tnk_str){ s, (size_t)n });
    return e;
}

static const hcl_expr *expression(reader *r, const tnk_value *v, reading how);

/* A list or object. Texts inside of one that are references stay so, keys are not. */
static const hcl_expr *collection(reader *r, const tnk_value *v, bool object, reading how)
{
    const tnk_host *h = r->j->h;
    size_t mark = r->p.n_stack, n = h->count(v);
    reading keys = how == LITERAL ? LITERAL : TEMPLATES;
    tnk_span at = h->span(v);
    if (!enter(r, at))
        return node(r, HCL_BAD, at);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *child = h->at(v, i);
        if (object)
            hcl_note(&r->p, text(r, h->key(r->j->run, child), h->key_span(r->j->run, child), keys));
        hcl_note(&r->p, expression(r, child, how));
    }
    r->p.level--;
    hcl_expr *e = node(r, object ? HCL_OBJECT : HCL_TUPLE, at);
    hcl_take(&r->p, mark, e);
    const hcl_expr *got = hcl_over_items(&r->p, e);
    r->p.failed = false;
    return got == e ? e : node(r, HCL_BAD, at);
}

static const hcl_expr *expression(reader *r, const tnk_value *v, reading how)
{
    const tnk_host *h = r->j->h;
    tnk_span at = h->span(v);
    switch (h->kind(v)) {
    case TNK_NULL: return node(r, HCL_NULL, at);
    case TNK_INT: return integer(r, h->as_int(v, 0), at);
    case TNK_TEXT: return text(r, h->as_text(v), at, how);
    case TNK_LIST: return collection(r, v, false, how);
    case TNK_MAP: return collection(r, v, true, how);
    case TNK_BOOL: {
        hcl_expr *e = node(r, HCL_BOOL, at);
        e->flag = h->as_flag(v, 0) == 1;
        return e;
    }
    case TNK_REAL: {
        hcl_expr *e = node(r, HCL_NUMBER, at);
        e->text = h->as_text(v);
        return e;
    }
    default: return node(r, HCL_BAD, at);
    }
}

/* ---- blocks ---- */

/* A block as far as it is known: its type and the labels met on the way to its body. */
typedef struct header {
    const struct kind *kind;
    tnk_str labels[2];
    tnk_span labels_at[2];
    unsigned n;
    tnk_span at;                /* the innermost key */
} header;

static tnk_span join(tnk_span from, tnk_span to)
{
    from.end = to.end > from.off && to.file == from.file ? to.end : from.end;
    return from;
}

static void add_block(reader *r, const header *head, const tnk_value *v)
{
    hcl_block *b = tf_new(r->p.mem, hcl_block);
    tnk_str *labels = tf_new_array(r->p.mem, head->n, tnk_str);
    tnk_span *spans = tf_new_array(r->p.mem, head->n, tnk_span);
    for (unsigned i = 0; i < head->n; i++) {
        labels[i] = head->labels[i];
        spans[i] = head->labels_at[i];
    }
    *b = (hcl_block){ .type = tf_str(head->kind->name), .labels = labels, .labels_at = spans, .n_labels = head->n,
                      .header = head->at, .at = join(head->at, r->j->h->span(v)) };
    b->body = body(r, v, head->kind->body);
    hcl_note(&r->p, NULL);
    hcl_note(&r->p, b);
}

/* The labels that are still to come are the keys of the value; lists stand for several. */
static void blocks(reader *r, const header *head, const tnk_value *v)
{
    const tnk_host *h = r->j->h;
    uint32_t kind = h->kind(v);
    if (kind == TNK_NULL)
        return;
    if (kind != TNK_MAP && kind != TNK_LIST) {
        hcl_tell(r->p.c, h->span(v), "hcl-json-block", "\"%1\" must be an object or a list of objects",
                 tf_str(head->kind->name));
        return;
    }
    if (kind == TNK_MAP && head->n == head->kind->labels) {
        add_block(r, head, v);
        return;
    }
    if (!enter(r, h->span(v)))
        return;
    for (size_t i = 0, n = h->count(v); i < n; i++) {
        const tnk_value *child = h->at(v, i);
        header next = *head;
        if (kind == TNK_MAP) {
            next.at = next.labels_at[next.n] = h->key_span(r->j->run, child);
            next.labels[next.n++] = h->key(r->j->run, child);
        }
        if (kind == TNK_LIST || !tf_is(next.labels[next.n - 1], "//"))
            blocks(r, &next, child);
    }
    r->p.level--;
}

static const struct kind *kind_of(place in, tnk_str name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].in == in && tf_is(name, kinds[i].name))
            return &kinds[i];
    return NULL;
}

static reading reading_of(place in, tnk_str name)
{
    for (size_t i = 0; i < sizeof bares / sizeof *bares; i++)
        if (bares[i].in == in && tf_is(name, bares[i].name))
            return REFERENCES;
    return TEMPLATES;
}

static void member(reader *r, const tnk_value *v, place in)
{
    const tnk_host *h = r->j->h;
    tnk_str name = h->key(r->j->run, v);
    tnk_span at = h->key_span(r->j->run, v);
    const struct kind *kind = kind_of(in, name);
    if (tf_is(name, "//"))
        return;
    if (kind != NULL) {
        header head = { .kind = kind, .at = at };
        blocks(r, &head, v);
        return;
    }
    hcl_attr *a = tf_new(r->p.mem, hcl_attr);
    *a = (hcl_attr){ .name = name, .name_at = at, .at = join(at, h->span(v)) };
    a->value = expression(r, v, reading_of(in, name));
    hcl_note(&r->p, a);
    hcl_note(&r->p, NULL);
}

/* The members of one of several objects that make a body together: a file may be a list of them. */
static void members(reader *r, const tnk_value *v, place in)
{
    const tnk_host *h = r->j->h;
    if (h->kind(v) != TNK_MAP)
        hcl_tell(r->p.c, h->span(v), "hcl-json-root", "the file must hold an object, or a list of objects",
                 (tnk_str){ "", 0 });
    for (size_t i = 0, n = h->kind(v) == TNK_MAP ? h->count(v) : 0; i < n; i++)
        member(r, h->at(v, i), in);
}

/* The last of repeated members counts; the host has told that there are some. */
static void drop_repeats(reader *r, hcl_body *b, hcl_item *items)
{
    const bool *marks = hcl_repeats(r->p.mem, items, b->n, true);
    uint32_t kept = 0;
    for (uint32_t i = 0; marks != NULL && i < b->n; i++)
        if (!marks[i])
            items[kept++] = items[i];
    b->n = marks != NULL ? kept : b->n;
}

static const hcl_body *body(reader *r, const tnk_value *v, place in)
{
    const tnk_host *h = r->j->h;
    hcl_body *b = tf_new(r->p.mem, hcl_body);
    size_t mark = r->p.n_stack, n = h->count(v);
    hcl_expr all = { 0 };
    if (enter(r, h->span(v))) {
        for (size_t i = 0; i < n; i++) {
            if (h->kind(v) == TNK_MAP)
                member(r, h->at(v, i), in);
            else
                members(r, h->at(v, i), in);
        }
        r->p.level--;
    }
    hcl_take(&r->p, mark, &all);
    b->items = (const hcl_item *)(const void *)all.items;
    b->n = all.n / 2;
    b->at = h->span(v);
    b->json = true;
    drop_repeats(r, b, (hcl_item *)(void *)all.items);
    return b;
}

/* ---- ways in ---- */

static reader *start(hcl_ctx *c, const hcl_json *j)
{
    reader *r = tf_new(c->mem, reader);
    hcl_parser_init(&r->p, c, (tnk_str){ "", 0 }, (tnk_span){ 0 });
    r->p.inside = true;
    r->j = j;
    return r;
}

const hcl_body *hcl_from_json(hcl_ctx *c, const hcl_json *j, const tnk_value *doc)
{
    reader *r = start(c, j);
    c->n_told = 0;
    bool good = j->h->kind(doc) == TNK_MAP || j->h->kind(doc) == TNK_LIST;
    if (!good)
        hcl_tell(c, j->h->span(doc), "hcl-json-root", "the file must hold an object, or a list of objects",
                 (tnk_str){ "", 0 });
    return body(r, good ? doc : NULL, IN_ROOT);
}

const hcl_expr *hcl_json_expr(hcl_ctx *c, const hcl_json *j, const tnk_value *v, bool literal)
{
    return expression(start(c, j), v, literal ? LITERAL : TEMPLATES);
}
