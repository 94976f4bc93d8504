/* SPDX-License-Identifier: Apache-2.0
 * Indexes are made when first asked for: a hash from the atom of a name to the resources that bear it or
 * refer by it. See resource.h. */
#include "core/model/resource.h"

struct link {                   /* one name of one resource in an index */
    tnk_atom name;
    uint32_t next;              /* 1-based link in the same slot, 0 ends */
    const tnk_res *res;
    tnk_str to;                 /* edges: where it leads */
};

struct index {
    struct index *next;
    uint32_t kind;
    const void *key;            /* the path object it is made for; NULL: an index of own names */
    struct link *links;
    uint32_t n, cap, mask;
    uint32_t *slots;
    const tnk_res *unclear;     /* the first whose attribute cannot be known */
};

struct edge {
    struct edge *next;
    tnk_str from, by, to;
};

struct group {
    const tnk_res **at;
    uint32_t n, cap;
};

struct tnk_resources {
    tnk_arena *arena;
    tnk_atoms *atoms;
    struct group all, *kinds;
    uint32_t n_kinds;
    struct index *indexes;
    struct edge *edges;
};

tnk_resources *tnk_resources_new(tnk_arena *a, tnk_atoms *t, uint32_t n_kinds)
{
    tnk_resources *s = tnk_arena_alloc(a, sizeof *s);
    struct group *kinds = tnk_arena_array(a, n_kinds, sizeof *kinds);
    if (s == NULL || kinds == NULL)
        return NULL;
    *s = (tnk_resources){ .arena = a, .atoms = t, .kinds = kinds, .n_kinds = n_kinds };
    return s;
}

static void *grown(tnk_arena *a, const void *old, uint32_t n, uint32_t *cap, size_t size)
{
    uint32_t want = *cap != 0 ? *cap * 2 : 8;
    void *p = tnk_arena_array(a, want, size);
    if (p != NULL) {
        if (n != 0)
            memcpy(p, old, n * size);
        *cap = want;
    }
    return p;
}

static int append(tnk_arena *a, struct group *g, const tnk_res *r)
{
    if (g->n == g->cap) {
        void *p = grown(a, g->at, g->n, &g->cap, sizeof *g->at);
        if (p == NULL)
            return TNK_ENOMEM;
        g->at = p;
    }
    g->at[g->n++] = r;
    return TNK_OK;
}

int tnk_resources_add(tnk_resources *s, const tnk_res *r)
{
    tnk_res *own = tnk_arena_alloc(s->arena, sizeof *own);
    if (own == NULL)
        return TNK_ENOMEM;
    *own = *r;
    own->index = s->all.n;
    int rc = append(s->arena, &s->all, own);
    if (rc == TNK_OK && own->kind != 0 && own->kind < s->n_kinds)
        rc = append(s->arena, &s->kinds[own->kind], own);
    return rc;
}

int tnk_resources_refer(tnk_resources *s, tnk_str from, tnk_str by, tnk_str to)
{
    struct edge *e = tnk_arena_alloc(s->arena, sizeof *e);
    if (e == NULL)
        return TNK_ENOMEM;
    *e = (struct edge){ s->edges, from, by, to };
    s->edges = e;
    return TNK_OK;
}

uint32_t tnk_resources_count(const tnk_resources *s) { return s->all.n; }
tnk_arena *tnk_resources_arena(const tnk_resources *s) { return s->arena; }
tnk_atoms *tnk_resources_atoms(const tnk_resources *s) { return s->atoms; }

const tnk_res *tnk_resources_at(const tnk_resources *s, uint32_t i)
{
    return i < s->all.n ? s->all.at[i] : NULL;
}

tnk_res_list tnk_resources_of(const tnk_resources *s, uint32_t kind)
{
    if (kind == 0 || kind >= s->n_kinds)
        return (tnk_res_list){ NULL, 0 };
    return (tnk_res_list){ s->kinds[kind].at, s->kinds[kind].n };
}

/* ---- one index ------------------------------------------------------------------------------ */

static uint32_t slot_of(const struct index *x, tnk_atom a)
{
    return a * 2654435761u & x->mask;
}

static bool index_grow(tnk_arena *a, struct index *x)
{
    struct link *links = grown(a, x->links, x->n, &x->cap, sizeof *links);
    uint32_t *slots = tnk_arena_array(a, (size_t)x->cap * 2, sizeof *slots);
    if (links == NULL || slots == NULL)
        return false;
    x->links = links, x->slots = slots, x->mask = x->cap * 2 - 1;
    for (uint32_t i = 0; i < x->n; i++) {
        links[i].next = slots[slot_of(x, links[i].name)];
        slots[slot_of(x, links[i].name)] = i + 1;
    }
    return true;
}

static void index_add(tnk_resources *s, struct index *x, tnk_str name, const tnk_res *r, tnk_str to)
{
    tnk_atom a = name.len != 0 ? tnk_atoms_add(s->atoms, name) : 0;
    if (a == 0 || (x->n == x->cap && !index_grow(s->arena, x)))
        return;
    x->links[x->n] = (struct link){ a, x->slots[slot_of(x, a)], r, to };
    x->slots[slot_of(x, a)] = ++x->n;
}

/* The first link under a name, and the next of the same name after one. */
static const struct link *index_from(const struct index *x, tnk_atom a, uint32_t i)
{
    while (i != 0 && x->links[i - 1].name != a)
        i = x->links[i - 1].next;
    return i != 0 ? &x->links[i - 1] : NULL;
}

static const struct link *index_first(const tnk_resources *s, const struct index *x, tnk_str name)
{
    tnk_atom a = x->n != 0 ? tnk_atoms_find(s->atoms, name) : 0;
    return a != 0 ? index_from(x, a, x->slots[slot_of(x, a)]) : NULL;
}

/* Append the resources under a name, oldest first, none twice in a row. */
static void collect(tnk_resources *s, const struct index *x, tnk_str name, struct group *out)
{
    uint32_t first = out->n;
    for (const struct link *l = index_first(s, x, name); l != NULL; l = index_from(x, l->name, l->next)) {
        bool seen = out->n > first && out->at[out->n - 1] == l->res;
        for (uint32_t j = 0; j < first && !seen; j++)
            seen = out->at[j] == l->res;
        if (!seen)
            (void)append(s->arena, out, l->res);
    }
    for (uint32_t i = first, j = out->n; i + 1 < j; i++, j--) {
        const tnk_res *t = out->at[i];
        out->at[i] = out->at[j - 1];
        out->at[j - 1] = t;
    }
}

static struct index *index_for(tnk_resources *s, uint32_t kind, const void *key, bool *made)
{
    *made = false;
    for (struct index *x = s->indexes; x != NULL; x = x->next) {
        if (x->kind == kind && x->key == key)
            return x;
    }
    struct index *x = tnk_arena_alloc(s->arena, sizeof *x);
    if (x == NULL)
        return NULL;
    x->next = s->indexes;
    x->kind = kind, x->key = key;
    s->indexes = x;
    *made = true;
    return x;
}

/* ---- who means whom -------------------------------------------------------------------------- */

struct naming {
    tnk_resources *s;
    struct index *x;
    const tnk_res *res;     /* adding: whose name it is */
    struct group *out;      /* looking up: where to */
};

static void add_name(struct naming *p, tnk_str name)
{
    if (p->out != NULL)
        collect(p->s, p->x, name, p->out);
    else
        index_add(p->s, p->x, name, p->res, (tnk_str){ 0 });
}

/* Every text by which v may mean something; true when of a part of it nobody can say what it means. */
static bool each_name(const tnk_value *v, struct naming *p)
{
    bool unclear = false;
    switch (tnk_value_kind(v)) {
    case TNK_TEXT:
        add_name(p, tnk_value_text(v));
        return false;
    case TNK_LIST:
        tnk_value_each(item, v) {
            if (!tnk_value_is(item, TNK_LIST))
                unclear |= each_name(item, p);
        }
        return unclear;
    case TNK_UNRESOLVED:
        for (uint32_t i = 0; i < v->u.unknown->n_refs; i++)
            add_name(p, v->u.unknown->refs[i]);
        return v->u.unknown->n_refs == 0;
    default:
        return false;
    }
}

static void index_referrers(tnk_resources *s, struct index *x, const tnk_path *by)
{
    tnk_res_list all = tnk_resources_of(s, x->kind);
    struct index edges = { 0 };     /* explicit references by where they start */
    for (const struct edge *e = s->edges; e != NULL; e = e->next) {
        if (tnk_str_eq(e->by, by->text))
            index_add(s, &edges, e->from, NULL, e->to);
    }
    for (uint32_t i = 0; i < all.n; i++) {
        struct naming p = { s, x, all.at[i], NULL };
        bool unclear = each_name(tnk_path_follow(by, all.at[i]->value, s->arena), &p);
        const struct link *l = index_first(s, &edges, all.at[i]->address);
        unclear = unclear && l == NULL;
        for (; l != NULL; l = index_from(&edges, l->name, l->next))
            index_add(s, x, l->to, all.at[i], (tnk_str){ 0 });
        if (unclear && x->unclear == NULL)
            x->unclear = all.at[i];
    }
}

tnk_res_list tnk_resources_referring(tnk_resources *s, uint32_t kind, const tnk_path *by, const tnk_res *r,
                                     const tnk_str *more, size_t n_more, const tnk_res **unclear)
{
    bool made;
    struct group out = { 0 };
    struct index *x = index_for(s, kind, by, &made);
    *unclear = NULL;
    if (x == NULL)
        return (tnk_res_list){ NULL, 0 };
    if (made)
        index_referrers(s, x, by);
    collect(s, x, r->address, &out);
    for (size_t i = 0; i < r->n_names; i++)
        collect(s, x, r->names[i], &out);
    for (size_t i = 0; i < n_more; i++)
        collect(s, x, more[i], &out);
    *unclear = x->unclear;
    return (tnk_res_list){ out.at, out.n };
}

static void index_names(tnk_resources *s, struct index *x, const tnk_path *names, uint32_t n_names)
{
    tnk_res_list all = tnk_resources_of(s, x->kind);
    for (uint32_t i = 0; i < all.n; i++) {
        struct naming p = { s, x, all.at[i], NULL };
        add_name(&p, all.at[i]->address);
        for (size_t j = 0; j < all.at[i]->n_names; j++)
            add_name(&p, all.at[i]->names[j]);
        for (uint32_t j = 0; j < n_names; j++)
            (void)each_name(tnk_path_follow(&names[j], all.at[i]->value, s->arena), &p);
    }
}

tnk_res_list tnk_resources_named(tnk_resources *s, uint32_t kind, const tnk_path *names, uint32_t n_names,
                                 const tnk_value *v, bool *unclear)
{
    bool made;
    struct group out = { 0 };
    struct index *x = index_for(s, kind, NULL, &made);
    *unclear = false;
    if (x == NULL)
        return (tnk_res_list){ NULL, 0 };
    if (made)
        index_names(s, x, names, n_names);
    struct naming p = { s, x, NULL, &out };
    *unclear = each_name(v, &p);
    return (tnk_res_list){ out.at, out.n };
}
