/* SPDX-License-Identifier: Apache-2.0
 * See view.h. */
#include "core/model/view.h"

#include "core/model/embedded.h"

static tnk_arena *arena_of(const tnk_views *w) { return tnk_resources_arena(w->resources); }

/* ---- related resources ------------------------------------------------------------------------ */

enum { NAMES_MAX = 32 };

/* What the resource calls itself at the binding's `names` paths. */
static size_t own_names(const tnk_views *w, const tnk_view *v, tnk_str out[NAMES_MAX])
{
    const tnk_binding *namer = v->binding->n_names != 0 ? v->binding
                                                        : tnk_schema_namer(w->schema, v->res->kind);
    size_t n = 0;
    for (uint32_t i = 0; namer != NULL && i < namer->n_names && n < NAMES_MAX; i++) {
        const tnk_value *name = tnk_path_follow(&namer->names[i], v->res->value, arena_of(w));
        if (tnk_value_is(name, TNK_TEXT))
            out[n++] = tnk_value_text(name);
    }
    return n;
}

static tnk_res_list joined(tnk_arena *a, tnk_res_list x, tnk_res_list y)
{
    if (x.n == 0 || y.n == 0)
        return x.n == 0 ? y : x;
    const tnk_res **at = tnk_arena_array(a, (size_t)x.n + y.n, sizeof *at);
    if (at == NULL)
        return x;
    memcpy(at, x.at, x.n * sizeof *at);
    memcpy(at + x.n, y.at, y.n * sizeof *at);
    return (tnk_res_list){ at, x.n + y.n };
}

static void look_in(const tnk_views *w, const tnk_view *v, const tnk_slot *s, tnk_related *r)
{
    tnk_str names[NAMES_MAX];
    size_t n = own_names(w, v, names);
    for (uint32_t i = 0; i < s->n_kinds; i++) {
        const tnk_res *unclear = NULL;
        tnk_res_list found = tnk_resources_referring(w->resources, s->kinds[i], &s->by[i], v->res, names, n,
                                                     &unclear);
        r->list = joined(arena_of(w), r->list, found);
        if (unclear != NULL && r->unclear == NULL) {
            r->unclear = unclear;
            r->by = s->by[i];
        }
    }
}

static void look_out(const tnk_views *w, const tnk_view *v, const tnk_slot *s, tnk_related *r)
{
    const tnk_value *to = tnk_path_follow(&s->by[0], v->element, arena_of(w));
    if (to == NULL && v->element != v->res->value)
        to = tnk_path_follow(&s->by[0], v->res->value, arena_of(w));
    for (uint32_t i = 0; i < s->n_kinds; i++) {
        bool unclear;
        const tnk_binding *namer = tnk_schema_namer(w->schema, s->kinds[i]);
        tnk_res_list found = tnk_resources_named(w->resources, s->kinds[i], namer != NULL ? namer->names : NULL,
                                                 namer != NULL ? namer->n_names : 0, to, &unclear);
        r->list = joined(arena_of(w), r->list, found);
        if (unclear) {
            r->unclear = v->res;
            r->by = s->by[0];
        }
    }
}

static const tnk_related *related(const tnk_views *w, tnk_view *v, int slot)
{
    static const tnk_related nothing = { true, { NULL, 0 }, NULL, { NULL, 0, false, { NULL, 0 } } };
    if (v->related == NULL) {
        v->related = tnk_arena_array(arena_of(w), v->binding->n_slots, sizeof *v->related);
        if (v->related == NULL)
            return &nothing;
    }
    tnk_related *r = &v->related[slot];
    if (!r->looked) {
        r->looked = true;
        const tnk_slot *s = &v->binding->slots[slot];
        (s->outgoing ? look_out : look_in)(w, v, s, r);
    }
    return r;
}

/* ---- one field -------------------------------------------------------------------------------- */

struct reading {
    const tnk_views *w;
    tnk_view *v;
    const tnk_related *unclear;     /* a related resource that may say more */
    tnk_value *joined;
};

static const tnk_value *from_slot(struct reading *r, const tnk_origin_path *o)
{
    const tnk_related *rel = related(r->w, r->v, o->slot);
    if (rel->unclear != NULL && r->unclear == NULL)
        r->unclear = rel;
    for (uint32_t i = 0; i < rel->list.n; i++) {
        const tnk_value *v = tnk_path_follow(&o->path, rel->list.at[i]->value, arena_of(r->w));
        if (v == NULL)
            continue;
        if (r->joined == NULL)
            return v;
        (void)tnk_value_push(arena_of(r->w), r->joined, v);
    }
    return NULL;
}

static const tnk_value *from_path(struct reading *r, const tnk_origin_path *o)
{
    if (o->slot >= 0)
        return from_slot(r, o);
    return tnk_path_follow(&o->path, o->root ? r->v->res->value : r->v->element, arena_of(r->w));
}

/* With join: lists are opened, so the field is one flat list. */
static void join_in(struct reading *r, const tnk_value *v)
{
    if (v == NULL)
        return;
    if (!tnk_value_is(v, TNK_LIST)) {
        (void)tnk_value_push(arena_of(r->w), r->joined, v);
        return;
    }
    tnk_value_each(item, v)
        (void)tnk_value_push(arena_of(r->w), r->joined, item);
}

static const tnk_value *join_all(struct reading *r, const tnk_bound *b)
{
    tnk_value *flat = tnk_value_new(arena_of(r->w), TNK_LIST, tnk_view_at(r->v));
    r->joined = tnk_value_new(arena_of(r->w), TNK_LIST, tnk_view_at(r->v));
    if (flat == NULL || r->joined == NULL)
        return NULL;
    for (uint32_t i = 0; i < b->n_from; i++) {
        if (b->from[i].slot < 0) {
            tnk_value *slots = r->joined;
            r->joined = flat;
            join_in(r, from_path(r, &b->from[i]));
            r->joined = slots;
        } else {
            r->joined->n = 0;
            r->joined->u.kids = NULL;
            (void)from_path(r, &b->from[i]);
            tnk_value *slots = r->joined;
            r->joined = flat;
            tnk_value_each(item, slots)
                join_in(r, item);
            r->joined = slots;
        }
    }
    r->joined = NULL;
    return flat->n > 0 ? flat : NULL;
}

static bool one_of(const tnk_value *list, const tnk_value *v)
{
    char a[24], b[24];
    tnk_str text = tnk_value_scalar(v, a);
    tnk_value_each(item, list) {
        if (text.ptr != NULL && tnk_str_eq_nocase(tnk_value_scalar(item, b), text))
            return true;
    }
    return false;
}

/* Whether something is there: an attribute of a resource that will exist is, an unknown input may be "". */
static const tnk_value *presence(struct reading *r, const tnk_value *v)
{
    uint32_t why = tnk_value_is(v, TNK_UNRESOLVED) ? v->u.unknown->why : 0;
    if (why == TNK_WHY_INPUT || why == TNK_WHY_HIDDEN || why == TNK_WHY_UNSUPPORTED || why == TNK_WHY_INVALID)
        return v;
    bool empty = (tnk_value_is(v, TNK_TEXT) && v->n == 0) ||
                 ((tnk_value_is(v, TNK_LIST) || tnk_value_is(v, TNK_MAP)) && v->n == 0);
    return tnk_value_new_flag(arena_of(r->w), !empty, tnk_value_span(v));
}

static const tnk_value *mapped(const tnk_value *map, const tnk_value *v, const tnk_views *w)
{
    char scratch[24];
    tnk_str text = tnk_value_scalar(v, scratch);
    const tnk_value *to = text.ptr != NULL ? tnk_value_get(tnk_resources_atoms(w->resources), map, text) : NULL;
    if (to == NULL)
        return v;
    tnk_value *moved = tnk_value_new(arena_of(w), to->kind, tnk_value_span(v));
    if (moved != NULL)
        moved->n = to->n, moved->u = to->u, moved->flags = TNK_F_DERIVED;
    return moved;
}

static const tnk_value *shaped(struct reading *r, const tnk_bound *b, const tnk_value *v)
{
    if (b->present)
        return presence(r, v);
    if (tnk_value_is(v, TNK_UNRESOLVED))
        return v;
    if (b->is != NULL)
        return tnk_value_new_flag(arena_of(r->w), one_of(b->is, v), tnk_value_span(v));
    return b->map != NULL ? mapped(b->map, v, r->w) : v;
}

static const tnk_value *unclear_value(struct reading *r)
{
    const tnk_related *rel = r->unclear;
    if (rel->unclear == r->v->res) {    /* outgoing: our own attribute says why */
        const tnk_value *v = tnk_path_follow(&rel->by, r->v->element, arena_of(r->w));
        if (tnk_value_is(v, TNK_UNRESOLVED))
            return v;
    }
    tnk_str a = rel->unclear->address;
    tnk_str reason = tnk_arena_printf(arena_of(r->w), _("may be set by %.*s, whose %.*s is not known"),
                                      (int)a.len, a.ptr, (int)rel->by.text.len, rel->by.text.ptr);
    return tnk_value_new_unknown(arena_of(r->w), TNK_WHY_REFERENCE, reason, tnk_view_at(r->v));
}

static const tnk_value *by_paths(struct reading *r, const tnk_bound *b)
{
    const tnk_value *v = NULL;
    if (b->join)
        v = join_all(r, b);
    for (uint32_t i = 0; !b->join && v == NULL && i < b->n_from; i++)
        v = from_path(r, &b->from[i]);
    if (v != NULL)
        return shaped(r, b, v);
    if (r->unclear != NULL)
        return unclear_value(r);
    if (b->present && b->otherwise == NULL)
        return tnk_value_new_flag(arena_of(r->w), false, (tnk_span){ 0, 0, 0 });
    return b->otherwise;
}

static const tnk_value *not_shown(const tnk_views *w, const tnk_view *v, uint32_t i)
{
    tnk_str field = tnk_atoms_str(tnk_resources_atoms(w->resources), v->binding->model->fields[i].name);
    tnk_str reason = tnk_arena_printf(arena_of(w), _("%.*s does not show \"%.*s\""), (int)v->res->kind_text.len,
                                      v->res->kind_text.ptr, (int)field.len, field.ptr);
    return tnk_value_new_unknown(arena_of(w), TNK_WHY_UNSUPPORTED, reason, tnk_view_at(v));
}

static int read_bound(const tnk_views *w, tnk_view *v, const tnk_bound *b, const tnk_value **ret)
{
    if (b->how == TNK_BY_FUNCTION)
        return w->call(w->ud, b->function, v, ret);
    struct reading r = { w, v, NULL, NULL };
    *ret = by_paths(&r, b);
    return TNK_OK;
}

static int make_cache(const tnk_views *w, tnk_view *v)
{
    uint32_t n = v->binding->model->n_fields;
    v->read = tnk_arena_array(arena_of(w), n, sizeof *v->read);
    v->state = tnk_arena_alloc(arena_of(w), n);
    return v->read != NULL && v->state != NULL ? TNK_OK : TNK_ENOMEM;
}

int tnk_view_read(const tnk_views *w, tnk_view *v, uint32_t i, const tnk_value **ret)
{
    enum { UNREAD, READ, READING };
    const tnk_value *value = NULL;
    if (v->read == NULL && make_cache(w, v) != TNK_OK)
        return TNK_ENOMEM;
    if (v->state[i] == READ) {
        *ret = v->read[i];
        return TNK_OK;
    }
    if (v->state[i] == READING)
        return TNK_EINVAL;  /* a binding's function that asks for the field it computes */
    v->state[i] = READING;
    const tnk_bound *b = &v->binding->fields[i];
    int rc = TNK_OK;
    if (b->how == TNK_UNBOUND)
        value = not_shown(w, v, i);
    else
        rc = read_bound(w, v, b, &value);
    if (rc == TNK_OK && value == NULL && b->required)
        value = not_shown(w, v, i);
    const tnk_value *fits = rc != TNK_OK ? NULL : tnk_coerce(value, v->binding->model->fields[i].type, arena_of(w),
                                                             tnk_resources_atoms(w->resources));
    if (rc == TNK_OK && fits == NULL && value != NULL)
        rc = TNK_ENOMEM;        /* not absent: it could not be made to fit */
    v->state[i] = rc == TNK_OK ? READ : UNREAD;
    if (rc != TNK_OK)
        return rc;
    v->read[i] = *ret = fits;
    return TNK_OK;
}

/* ---- instances --------------------------------------------------------------------------------- */

struct listing {
    const tnk_views *w;
    tnk_view **at;
    uint32_t n, cap;
};

static int add_view(struct listing *l, const tnk_binding *b, const tnk_res *res, const tnk_value *element)
{
    tnk_view *v = tnk_arena_alloc(arena_of(l->w), sizeof *v);
    if (v == NULL)
        return TNK_ENOMEM;
    *v = (tnk_view){ .binding = b, .res = res, .element = element };
    if (b != NULL && b->has_when) {
        const tnk_value *holds = NULL;
        int rc = read_bound(l->w, v, &b->when, &holds);
        if (rc != TNK_OK || (tnk_value_is(holds, TNK_BOOL) && !holds->u.flag) || holds == NULL)
            return rc;      /* an unknown condition keeps the instance: better undetermined than unseen */
    }
    if (l->n == l->cap) {
        uint32_t cap = l->cap != 0 ? l->cap * 2 : 16;
        tnk_view **at = tnk_arena_array(arena_of(l->w), cap, sizeof *at);
        if (at == NULL)
            return TNK_ENOMEM;
        if (l->n != 0)
            memcpy(at, l->at, l->n * sizeof *at);
        l->at = at, l->cap = cap;
    }
    l->at[l->n++] = v;
    return TNK_OK;
}

static int add_elements(struct listing *l, const tnk_binding *b, const tnk_res *res, const tnk_path *each)
{
    const tnk_value *list = tnk_path_follow(each, res->value, arena_of(l->w));
    if (list == NULL)
        return TNK_OK;
    list = tnk_embedded_read(list, arena_of(l->w), tnk_resources_atoms(l->w->resources));
    if (list == NULL)
        return TNK_ENOMEM;
    if (!tnk_value_is(list, TNK_LIST))
        return add_view(l, b, res, list);   /* one item, or a list that cannot be known */
    tnk_value_each(item, list) {
        int rc = add_view(l, b, res, item);
        if (rc != TNK_OK)
            return rc;
    }
    return TNK_OK;
}

static int add_bound(struct listing *l, const tnk_binding *b)
{
    tnk_res_list all = tnk_resources_of(l->w->resources, b->kind);
    int rc = TNK_OK;
    for (uint32_t i = 0; i < all.n && rc == TNK_OK; i++) {
        if (b->n_each == 0)
            rc = add_view(l, b, all.at[i], all.at[i]->value);
        for (uint32_t j = 0; j < b->n_each && rc == TNK_OK; j++)
            rc = add_elements(l, b, all.at[i], &b->each[j]);
    }
    return rc;
}

int tnk_views_of(const tnk_views *w, const tnk_model *m, tnk_view_list *ret)
{
    struct listing l = { .w = w };
    for (const tnk_binding *b = m->bindings; b != NULL; b = b->next) {
        int rc = add_bound(&l, b);
        if (rc != TNK_OK)
            return rc;
    }
    *ret = (tnk_view_list){ l.at, l.n };
    return TNK_OK;
}

int tnk_views_raw(const tnk_views *w, uint32_t kind, tnk_view_list *ret)
{
    struct listing l = { .w = w };
    tnk_res_list all = tnk_resources_of(w->resources, kind);
    for (uint32_t i = 0; i < all.n; i++) {
        int rc = add_view(&l, NULL, all.at[i], all.at[i]->value);
        if (rc != TNK_OK)
            return rc;
    }
    *ret = (tnk_view_list){ l.at, l.n };
    return TNK_OK;
}

/* ---- places ------------------------------------------------------------------------------------- */

tnk_span tnk_view_at(const tnk_view *v)
{
    if (v->element != NULL && v->element != v->res->value && !(v->element->flags & TNK_F_DEFAULT))
        return tnk_value_span(v->element);
    return v->res->at;
}

/* A related resource that was found and should have said it. */
static const tnk_res *expected_in(const tnk_views *w, tnk_view *v, const tnk_bound *b)
{
    for (uint32_t i = 0; b->how == TNK_BY_PATHS && i < b->n_from; i++) {
        if (b->from[i].slot < 0)
            return NULL;
        const tnk_related *r = related(w, v, b->from[i].slot);
        if (r->list.n != 0)
            return r->list.at[0];
    }
    return NULL;
}

tnk_span tnk_view_place(const tnk_views *w, tnk_view *v, uint32_t i)
{
    const tnk_value *value = NULL;
    if (v->binding == NULL || tnk_view_read(w, v, i, &value) != TNK_OK)
        return tnk_view_at(v);
    if (value != NULL && !(value->flags & TNK_F_DEFAULT) && value->end != 0)
        return tnk_value_span(value);
    const tnk_res *other = expected_in(w, v, &v->binding->fields[i]);
    return other != NULL ? other->at : tnk_view_at(v);
}

int tnk_view_consulted(const tnk_views *w, const tnk_view *v, const tnk_str **ret, uint32_t *n)
{
    uint32_t most = 0;
    *ret = NULL, *n = 0;
    for (uint32_t i = 0; v->related != NULL && i < v->binding->n_slots; i++)
        most += v->related[i].list.n;
    if (most == 0)
        return TNK_OK;
    tnk_str *at = tnk_arena_array(arena_of(w), most, sizeof *at);
    if (at == NULL)
        return TNK_ENOMEM;
    for (uint32_t i = 0; i < v->binding->n_slots; i++) {
        for (uint32_t j = 0; j < v->related[i].list.n; j++)
            at[(*n)++] = v->related[i].list.at[j]->address;
    }
    *ret = at;
    return TNK_OK;
}
