/* SPDX-License-Identifier: Apache-2.0
 * See schema.h. */
#include "core/model/schema.h"

struct kind {
    tnk_str text;
    const tnk_binding *namer;
};

struct tnk_schema {
    tnk_arena *arena;
    tnk_atoms *atoms;
    tnk_model **models;
    uint32_t n_models, cap_models;
    struct kind *kinds;
    uint32_t n_kinds, cap_kinds;
    uint32_t *kind_of_atom;     /* by atom */
    uint32_t n_atoms;
};

tnk_schema *tnk_schema_new(tnk_arena *a, tnk_atoms *t)
{
    tnk_schema *s = tnk_arena_alloc(a, sizeof *s);
    if (s != NULL)
        *s = (tnk_schema){ .arena = a, .atoms = t, .n_kinds = 1 };
    return s;
}

/* Arrays double; the old one stays behind in the arena. */
static bool room(tnk_arena *a, void **at, uint32_t n, uint32_t *cap, uint32_t need, size_t size)
{
    if (need <= *cap)
        return true;
    uint32_t want = *cap != 0 ? *cap : 16;
    while (want < need)
        want *= 2;
    void *p = tnk_arena_array(a, want, size);
    if (p == NULL)
        return false;
    if (*at != NULL && n != 0)
        memcpy(p, *at, n * size);
    *at = p;
    *cap = want;
    return true;
}

const tnk_model *tnk_schema_model(const tnk_schema *s, tnk_str id)
{
    tnk_atom a = tnk_atoms_find(s->atoms, id);
    for (uint32_t i = 0; a != 0 && i < s->n_models; i++) {
        if (s->models[i]->name == a)
            return s->models[i];
    }
    return NULL;
}

int tnk_schema_add(tnk_schema *s, const tnk_model *m, tnk_error *err)
{
    if (tnk_schema_model(s, m->id) != NULL)
        return tnk_fail_plain(err, TNK_EINVAL, _("model \"%.*s\" is declared twice"), (int)m->id.len, m->id.ptr);
    void *models = s->models;
    tnk_model *own = tnk_arena_alloc(s->arena, sizeof *own);
    if (own == NULL || !room(s->arena, &models, s->n_models, &s->cap_models, s->n_models + 1, sizeof *s->models))
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    s->models = models;
    *own = *m;
    own->index = s->n_models;
    own->bindings = NULL;
    s->models[s->n_models++] = own;
    return TNK_OK;
}

int tnk_schema_bind(tnk_schema *s, const tnk_binding *b, tnk_error *err)
{
    tnk_model *m = s->models[b->model->index];
    tnk_binding **end = &m->bindings;
    for (; *end != NULL; end = &(*end)->next) {
        if ((*end)->kind == b->kind && (*end)->n_each == 0 && b->n_each == 0)
            return tnk_fail_plain(err, TNK_EINVAL, _("model \"%.*s\" is bound to this kind twice"),
                                  (int)m->id.len, m->id.ptr);
    }
    tnk_binding *own = tnk_arena_alloc(s->arena, sizeof *own);
    if (own == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    *own = *b;
    own->next = NULL;
    *end = own;
    if (own->n_names != 0 && s->kinds[own->kind].namer == NULL)
        s->kinds[own->kind].namer = own;
    return TNK_OK;
}

uint32_t tnk_schema_count(const tnk_schema *s) { return s->n_models; }

int tnk_model_field(const tnk_model *m, tnk_atom name)
{
    for (uint32_t i = 0; i < m->n_fields; i++) {
        if (m->fields[i].name == name)
            return (int)i;
    }
    return -1;
}

uint32_t tnk_schema_find_kind(const tnk_schema *s, tnk_str kind)
{
    tnk_atom a = tnk_atoms_find(s->atoms, kind);
    return a != 0 && a < s->n_atoms ? s->kind_of_atom[a] : 0;
}

uint32_t tnk_schema_kind(tnk_schema *s, tnk_str kind)
{
    uint32_t have = tnk_schema_find_kind(s, kind);
    if (have != 0)
        return have;
    tnk_atom a = tnk_atoms_add(s->atoms, kind);
    void *kinds = s->kinds, *of = s->kind_of_atom;
    if (a == 0 || !room(s->arena, &kinds, s->n_kinds, &s->cap_kinds, s->n_kinds + 1, sizeof *s->kinds) ||
        !room(s->arena, &of, s->n_atoms, &s->n_atoms, a + 1, sizeof *s->kind_of_atom))
        return 0;
    s->kinds = kinds;
    s->kind_of_atom = of;
    s->kinds[s->n_kinds] = (struct kind){ tnk_arena_str(s->arena, kind), NULL };
    s->kind_of_atom[a] = s->n_kinds;
    return s->n_kinds++;
}

tnk_str tnk_schema_kind_text(const tnk_schema *s, uint32_t kind)
{
    return kind != 0 && kind < s->n_kinds ? s->kinds[kind].text : (tnk_str){ "", 0 };
}

uint32_t tnk_schema_kinds(const tnk_schema *s) { return s->n_kinds; }

const tnk_binding *tnk_schema_namer(const tnk_schema *s, uint32_t kind)
{
    return kind < s->n_kinds && s->cap_kinds != 0 ? s->kinds[kind].namer : NULL;
}
