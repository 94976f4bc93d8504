/* SPDX-License-Identifier: Apache-2.0
 * Which attributes of a body have a name that another has, in less than quadratic time. */
#include <stdlib.h>

#include "hcl/parser.h"

enum { FEW = 12 };      /* so many items are compared one by one */

typedef struct entry {
    const hcl_attr *attr;
    uint32_t i;
} entry;

static int by_name(const void *a, const void *b)
{
    const entry *x = a, *y = b;
    int order = tf_cmp(x->attr->name, y->attr->name);
    return order != 0 ? order : (x->i > y->i) - (x->i < y->i);
}

static void mark(tf_mem *m, bool **marks, uint32_t n, uint32_t i)
{
    if (*marks == NULL)
        *marks = tf_new_array(m, n, bool);
    (*marks)[i] = true;
}

static bool same_name(const hcl_attr *a, const hcl_attr *b)
{
    return a != NULL && b != NULL && tf_eq(a->name, b->name);
}

static bool *among_few(tf_mem *m, const hcl_item *items, uint32_t n, bool keep_last)
{
    bool *marks = NULL;
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < i; j++)
            if (same_name(items[i].attr, items[j].attr))
                mark(m, &marks, n, keep_last ? j : i);
    return marks;
}

const bool *hcl_repeats(tf_mem *m, const hcl_item *items, uint32_t n, bool keep_last)
{
    bool *marks = NULL;
    size_t all = 0;
    if (n <= FEW)
        return among_few(m, items, n, keep_last);
    entry *e = tf_new_array(m, n, entry);
    for (uint32_t i = 0; i < n; i++)
        if (items[i].attr != NULL)
            e[all++] = (entry){ items[i].attr, i };
    qsort(e, all, sizeof *e, by_name);
    for (size_t i = 1; i < all; i++)
        if (same_name(e[i].attr, e[i - 1].attr))
            mark(m, &marks, n, keep_last ? e[i - 1].i : e[i].i);
    return marks;
}
