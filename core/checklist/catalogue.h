/* SPDX-License-Identifier: Apache-2.0
 * Checklist catalogues: what items there are, and how far files can show each of them. The format
 * of the files is described in docs/checklists.md. */
#ifndef TNK_CHECKLIST_CATALOGUE_H
#define TNK_CHECKLIST_CATALOGUE_H

#include <stdbool.h>

#include "core/base/error.h"
#include "core/rule/rule.h"

enum {
    TNK_CATALOGUE_BYTES_MAX = 4 * 1024 * 1024, /* of one file */
    TNK_CATALOGUES_MAX = 1000                  /* of one tnk_catalogues */
};

/* How far files can show that an item is met. */
typedef enum tnk_check { TNK_CHECK_AUTOMATED, TNK_CHECK_PARTIAL, TNK_CHECK_MANUAL } tnk_check;

typedef struct tnk_catalogue_item {
    tnk_str id;             /* with its catalogue: "ds200-2:4-4" */
    tnk_both title;
    tnk_check check;
    tnk_both manual;        /* what a person must show; may be empty when automated */
} tnk_catalogue_item;

typedef struct tnk_catalogue_group {
    tnk_str id;             /* unique in its catalogue: "4" */
    tnk_both title;
    const tnk_catalogue_item *items;    /* a part of the catalogue's items */
    uint32_t n_items;
} tnk_catalogue_group;

typedef struct tnk_catalogue {
    tnk_str id;             /* "ds200-2" */
    tnk_both title, source;
    bool partial; /* lists only the items that rules speak about, not the whole checklist */
    const tnk_catalogue_group *groups;
    uint32_t n_groups;
    const tnk_catalogue_item *items;    /* of all groups, in document order */
    uint32_t n_items;
} tnk_catalogue;

typedef struct tnk_catalogues tnk_catalogues;   /* owns all of the above and every string in them */

tnk_catalogues *tnk_catalogues_new(void);       /* NULL: no memory */
void tnk_catalogues_free(tnk_catalogues *c);    /* NULL is a no-op */

/* Adds the one catalogue that text (YAML, UTF-8) holds; path is only for messages. 0, or
 * TNK_EPARSE, TNK_ELIMIT, TNK_ENOMEM with a message that begins "path:line: ", and c as before. */
int tnk_catalogues_add(tnk_catalogues *c, tnk_str path, tnk_str text, tnk_error *err)
    __attribute__((warn_unused_result));

/* Adds every *.yaml of a folder, in byte order of the names; names that begin with a dot are passed
 * over. Stops at the first mistake: what was added before stays. Also TNK_ENOENT and TNK_EIO. */
int tnk_catalogues_load(tnk_catalogues *c, const char *folder, tnk_error *err)
    __attribute__((warn_unused_result));

uint32_t tnk_catalogues_count(const tnk_catalogues *c);
/* By position, NULL past the end; by id, NULL when there is none. */
const tnk_catalogue *tnk_catalogues_at(const tnk_catalogues *c, uint32_t i);
const tnk_catalogue *tnk_catalogues_find(const tnk_catalogues *c, tnk_str id);

uint32_t tnk_catalogues_items(const tnk_catalogues *c);     /* of all catalogues together */
/* The item with this full id ("ds200-2:4-4"), or NULL. *number, when asked for, counts the items of
 * all catalogues in the order they were added, from 0. */
const tnk_catalogue_item *tnk_catalogues_item(const tnk_catalogues *c, tnk_str id,
                                              uint32_t *number);
bool tnk_catalogues_has(const tnk_catalogues *c, tnk_str item);

/* Whether a rule may link to the item; TNK_ENOENT with a message for the rule's author otherwise,
 * which tells a checklist nobody loaded from an item its checklist lacks. */
int tnk_catalogues_check(const tnk_catalogues *c, tnk_str item, tnk_error *err);

#endif
