/* SPDX-License-Identifier: Apache-2.0
 * One fault of a unit's files may be judged many times: once for each instance of the resource it is written
 * in. Here those judgements find together, before places are looked up and anything is sent. */
#ifndef TNK_RUN_FAULT_H
#define TNK_RUN_FAULT_H

#include "core/rule/ruleset.h"

/* Put judgements of one fault side by side: same rule, verdict, place and message, about resources of one kind
 * that are declared at one place. Within a fault, by address. */
void tnk_faults_sort(tnk_judgement *list, uint32_t n);

/* How many of a sorted list, from its start, are one fault; 0 when it is empty. */
uint32_t tnk_fault_length(const tnk_judgement *list, uint32_t n);

/* Fill also, n_also and n_more of the verdict about list[0] from the n judgements of its fault. 0 or TNK_ENOMEM. */
int tnk_fault_addresses(const tnk_judgement *list, uint32_t n, tnk_arena *a, tnk_verdict *ret);

#endif
