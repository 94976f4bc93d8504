/* SPDX-License-Identifier: Apache-2.0
 * Statuses of items; see coverage.h. Linear in items and links. */
#include "core/checklist/coverage.h"

/* The rules that link to item i are links[start[i]] .. links[start[i + 1] - 1], ascending. */
typedef struct links {
    uint32_t *start, *links;
} links;

/* Calls for every link of every rule to an item that is known, each pair once. With rule_of NULL it
 * counts into at[], else it stores the rule at rule_of[at[item]++]. last[] remembers the rule that
 * came last. */
static void walk(const tnk_catalogues *c, const tnk_rule_info *rules, uint32_t n_rules,
                 uint32_t *last, uint32_t *at, uint32_t *rule_of)
{
    for (uint32_t i = 0; i < tnk_catalogues_items(c); i++)
        last[i] = UINT32_MAX;
    for (uint32_t r = 0; r < n_rules; r++) {
        for (size_t k = 0; k < rules[r].items.n; k++) {
            uint32_t item;
            if (tnk_catalogues_item(c, rules[r].items.at[k], &item) == NULL || last[item] == r)
                continue;
            last[item] = r;
            if (rule_of != NULL)
                rule_of[at[item]] = r;
            at[item]++;
        }
    }
}

static bool find_links(const tnk_catalogues *c, const tnk_rule_info *rules, uint32_t n_rules,
                       tnk_arena *a, links *ret)
{
    size_t n = tnk_catalogues_items(c);
    uint32_t *last = tnk_arena_array(a, n, sizeof *last);
    uint32_t *at = tnk_arena_array(a, n, sizeof *at);
    ret->start = tnk_arena_array(a, n + 1, sizeof *ret->start);
    if (last == NULL || at == NULL || ret->start == NULL)
        return false;
    walk(c, rules, n_rules, last, at, NULL);
    for (size_t i = 0; i < n; i++) {
        ret->start[i + 1] = ret->start[i] + at[i];
        at[i] = ret->start[i];
    }
    ret->links = tnk_arena_array(a, ret->start[n], sizeof *ret->links);
    if (ret->links == NULL)
        return false;
    walk(c, rules, n_rules, last, at, ret->links);
    return true;
}

static tnk_item_status status_of(tnk_check check, const tnk_rule_tally *sum)
{
    const uint64_t *v = sum->verdicts;
    if (sum->open_fails != 0)
        return TNK_ITEM_FAIL;
    if (check == TNK_CHECK_MANUAL)
        return TNK_ITEM_NOT_ASSESSED;
    if (v[TNK_RULE_ERROR] != 0 || v[TNK_UNDETERMINED] != 0 || v[TNK_FAIL] != 0)
        return TNK_ITEM_UNDETERMINED;   /* a suppressed fail is silenced, not refuted */
    return v[TNK_PASS] != 0 ? TNK_ITEM_PASS : TNK_ITEM_NOT_ASSESSED;
}

static tnk_item assess(const tnk_catalogue_item *item, const uint32_t *rules, uint32_t n_rules,
                       const tnk_rule_tally *tally)
{
    tnk_rule_tally sum = { 0 };
    for (uint32_t i = 0; i < n_rules; i++) {
        const tnk_rule_tally *t = &tally[rules[i]];
        for (unsigned k = 0; k < TNK_VERDICT_KINDS; k++)
            sum.verdicts[k] += t->verdicts[k];
        sum.open_fails += t->open_fails;
    }
    return (tnk_item){
        .id = item->id, .title = item->title, .status = status_of(item->check, &sum),
        .partial = item->check == TNK_CHECK_PARTIAL, .rules = rules, .n_rules = n_rules,
        .findings = sum.open_fails < UINT32_MAX ? (uint32_t)sum.open_fails : UINT32_MAX,
    };
}

int tnk_coverage(const tnk_catalogues *catalogues, const tnk_rule_info *rules, uint32_t n_rules,
                 const tnk_rule_tally *tally, tnk_arena *arena, const tnk_checklist **ret,
                 uint32_t *n, tnk_error *err)
{
    links l;
    uint32_t lists = tnk_catalogues_count(catalogues), item = 0;
    tnk_checklist *out = tnk_arena_array(arena, lists, sizeof *out);
    tnk_item *items = tnk_arena_array(arena, tnk_catalogues_items(catalogues), sizeof *items);
    if (out == NULL || items == NULL || !find_links(catalogues, rules, n_rules, arena, &l))
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for the checklists"));
    for (uint32_t i = 0; i < lists; i++) {
        const tnk_catalogue *c = tnk_catalogues_at(catalogues, i);
        out[i] = (tnk_checklist){ c->id, c->title, items + item, c->n_items };
        for (uint32_t k = 0; k < c->n_items; k++, item++)
            items[item] = assess(&c->items[k], l.links + l.start[item],
                                 l.start[item + 1] - l.start[item], tally);
    }
    *ret = out;
    *n = lists;
    return 0;
}
