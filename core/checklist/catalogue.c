/* SPDX-License-Identifier: Apache-2.0
 * The shelf of catalogues and the ways to find something on it; see catalogue.h. */
#include "core/checklist/catalogue.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/str.h"
#include "core/checklist/shelf.h"

enum { SHELF_BYTES_MAX = 256 * 1024 * 1024 };

tnk_catalogues *tnk_catalogues_new(void)
{
    tnk_catalogues *c = calloc(1, sizeof *c);
    if (c == NULL)
        return NULL;
    c->arena = tnk_arena_new(SHELF_BYTES_MAX);
    c->ids = tnk_atoms_new();
    c->at = calloc(TNK_CATALOGUES_MAX, sizeof *c->at);
    if (c->arena == NULL || c->ids == NULL || c->at == NULL) {
        tnk_catalogues_free(c);
        return NULL;
    }
    return c;
}

void tnk_catalogues_free(tnk_catalogues *c)
{
    if (c == NULL)
        return;
    free(c->items);
    free(c->at);
    tnk_atoms_free(c->ids);
    tnk_arena_free(c->arena);
    free(c);
}

/* Room for n more items. */
static bool reserve(tnk_catalogues *c, uint32_t n)
{
    if (n <= c->cap_items - c->n_items)
        return true;
    size_t cap = (size_t)c->n_items + n + c->cap_items;
    const tnk_catalogue_item **items = NULL;
    if (cap <= UINT32_MAX)
        items = realloc(c->items, cap * sizeof *items);
    if (items == NULL)
        return false;
    c->items = items;
    c->cap_items = (uint32_t)cap;
    return true;
}

int tnk_catalogues_add(tnk_catalogues *c, tnk_str path, tnk_str text, tnk_error *err)
{
    uint32_t mark = tnk_atoms_mark(c->ids);
    tnk_catalogue *new = &c->at[c->n];
    if (c->n == TNK_CATALOGUES_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT, _("%.*s:1: more than %d checklists; remove some"),
                              (int)path.len, path.ptr, TNK_CATALOGUES_MAX);
    int rc = tnk_catalogue_parse(c, path, text, new, err);
    if (rc == 0 && !reserve(c, new->n_items))
        rc = tnk_fail_plain(err, TNK_ENOMEM, _("%.*s:1: no memory for this checklist"),
                            (int)path.len, path.ptr);
    if (rc != 0) {
        tnk_atoms_rewind(c->ids, mark);
        return rc;
    }
    for (uint32_t i = 0; i < new->n_items; i++)
        c->items[c->n_items++] = &new->items[i];
    c->n++;
    return 0;
}

uint32_t tnk_catalogues_count(const tnk_catalogues *c)
{
    return c != NULL ? c->n : 0;
}

const tnk_catalogue *tnk_catalogues_at(const tnk_catalogues *c, uint32_t i)
{
    return i < tnk_catalogues_count(c) ? &c->at[i] : NULL;
}

const tnk_catalogue *tnk_catalogues_find(const tnk_catalogues *c, tnk_str id)
{
    for (uint32_t i = 0; i < tnk_catalogues_count(c); i++) {
        if (tnk_str_eq(c->at[i].id, id))
            return &c->at[i];
    }
    return NULL;
}

uint32_t tnk_catalogues_items(const tnk_catalogues *c)
{
    return c != NULL ? c->n_items : 0;
}

const tnk_catalogue_item *tnk_catalogues_item(const tnk_catalogues *c, tnk_str id, uint32_t *number)
{
    tnk_atom a = c != NULL ? tnk_atoms_find(c->ids, id) : 0;
    if (a == 0)
        return NULL;
    if (number != NULL)
        *number = a - 1;
    return c->items[a - 1];
}

bool tnk_catalogues_has(const tnk_catalogues *c, tnk_str item)
{
    return tnk_catalogues_item(c, item, NULL) != NULL;
}

int tnk_catalogues_check(const tnk_catalogues *c, tnk_str item, tnk_error *err)
{
    const char *colon = item.len != 0 ? memchr(item.ptr, ':', item.len) : NULL;
    tnk_str id = { item.ptr, colon != NULL ? (size_t)(colon - item.ptr) : 0 };
    if (tnk_catalogues_has(c, item))
        return 0;
    if (colon == NULL)
        return tnk_fail_plain(err, TNK_ENOENT,
                              _("\"%.*s\" is no checklist item; write it as \"checklist:item\""),
                              (int)item.len, item.ptr);
    if (tnk_catalogues_find(c, id) == NULL)
        return tnk_fail_plain(
            err, TNK_ENOENT,
            _("there is no checklist \"%.*s\" for item \"%.*s\"; correct the id or add "
              "the checklist"),
            (int)id.len, id.ptr, (int)item.len, item.ptr);
    return tnk_fail_plain(
        err, TNK_ENOENT,
        _("checklist \"%.*s\" has no item \"%.*s\"; correct the id or add the item"), (int)id.len,
        id.ptr, (int)item.len, item.ptr);
}
