/* SPDX-License-Identifier: Apache-2.0
 * See fault.h. */
#include "core/run/fault.h"

#include <stdlib.h>

static int cmp_num(uint64_t a, uint64_t b)
{
    return (a > b) - (a < b);
}

static int cmp_span(tnk_span a, tnk_span b)
{
    int d = cmp_num(a.file, b.file);
    if (d == 0)
        d = cmp_num(a.off, b.off);
    return d != 0 ? d : cmp_num(a.end, b.end);
}

/* The unit as a whole goes before every resource. */
static int cmp_kind(const tnk_res *a, const tnk_res *b)
{
    if (a == b || a == NULL || b == NULL)
        return cmp_num(a != NULL, b != NULL);
    int d = tnk_str_cmp(a->kind_text, b->kind_text);
    return d != 0 ? d : cmp_span(a->at, b->at);
}

/* Equal: one fault. Where the resource is declared counts too: a comment there may set the finding aside. */
static int cmp_fault(const tnk_judgement *a, const tnk_judgement *b)
{
    int d = cmp_num(a->rule, b->rule);
    if (d == 0)
        d = cmp_num(a->verdict, b->verdict);
    if (d == 0)
        d = cmp_num(a->has_place, b->has_place);
    if (d == 0)
        d = cmp_span(a->at, b->at);
    if (d == 0)
        d = cmp_kind(a->res, b->res);
    return d != 0 ? d : tnk_str_cmp(a->message, b->message);
}

static tnk_str address(const tnk_judgement *j)
{
    return j->res != NULL ? j->res->address : (tnk_str){ "", 0 };
}

static int in_order(const void *pa, const void *pb)
{
    const tnk_judgement *a = pa, *b = pb;
    int d = cmp_fault(a, b);
    return d != 0 ? d : tnk_str_cmp(address(a), address(b));
}

void tnk_faults_sort(tnk_judgement *list, uint32_t n)
{
    if (n > 1)
        qsort(list, n, sizeof *list, in_order);
}

uint32_t tnk_fault_length(const tnk_judgement *list, uint32_t n)
{
    uint32_t len = n != 0;
    while (len < n && cmp_fault(&list[0], &list[len]) == 0)
        len++;
    return len;
}

int tnk_fault_addresses(const tnk_judgement *list, uint32_t n, tnk_arena *a, tnk_verdict *ret)
{
    uint32_t most = n - 1 < TNK_ALSO_MAX ? n - 1 : TNK_ALSO_MAX;
    tnk_str *also = tnk_arena_array(a, most, sizeof *also);
    if (also == NULL)
        return TNK_ENOMEM;
    ret->n_also = ret->n_more = 0;
    for (uint32_t i = 1; i < n; i++) {
        if (tnk_str_eq(address(&list[i]), address(&list[i - 1])))
            continue;
        if (ret->n_more++ < most)
            also[ret->n_also++] = address(&list[i]);
    }
    ret->also = also;
    return TNK_OK;
}
