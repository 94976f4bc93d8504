/* SPDX-License-Identifier: Apache-2.0
 * The rules: loaded once from Lua files, then held against the resources of unit after unit. */
#ifndef TNK_RULE_RULESET_H
#define TNK_RULE_RULESET_H

#include "core/model/resource.h"
#include "core/model/schema.h"
#include "core/rule/rule.h"

typedef struct tnk_rules tnk_rules;

/* Atoms are borrowed and must outlive the rules. */
tnk_rules *tnk_rules_new(tnk_atoms *t, tnk_error *err);
void tnk_rules_free(tnk_rules *r);      /* NULL is a no-op */

/* Load every *.lua below the folder, in byte order of their paths, except those of its lib/ (which rule
 * files load by `lib "name"`). The first mistake stops it: TNK_EPARSE, err says file, line and remedy. */
int tnk_rules_load(tnk_rules *r, const char *folder, tnk_error *err);
/* Where `lib "name"` looks when the rule's own folder has no such library; borrowed, NULL: nowhere. */
void tnk_rules_share_lib(tnk_rules *r, const char *folder);
/* Load one file's text; name is for messages. */
int tnk_rules_load_text(tnk_rules *r, const char *name, tnk_str text, tnk_error *err);
/* After all loading, before the first unit: sorts the rules by id, derives their origins. */
int tnk_rules_finish(tnk_rules *r, tnk_error *err);

uint32_t tnk_rules_count(const tnk_rules *r);
const tnk_rule_info *tnk_rules_infos(const tnk_rules *r);   /* sorted by id */
int64_t tnk_rules_find(const tnk_rules *r, tnk_str id);     /* index or -1 */
const tnk_model *tnk_rules_model(const tnk_rules *r, uint32_t rule);    /* NULL: on a raw kind */
tnk_schema *tnk_rules_schema(tnk_rules *r);

/* One answer of one rule about one resource (or the unit). Borrowed until the sink returns. */
typedef struct tnk_judgement {
    uint32_t rule;
    tnk_verdict_kind verdict;
    const tnk_res *res;         /* NULL: the unit as a whole */
    const tnk_str *related;
    uint32_t n_related;
    tnk_span at;
    bool has_place;
    tnk_str message;            /* fail: detail or empty; undetermined, n/a, error: the reason */
} tnk_judgement;

typedef struct tnk_judge_sink {
    void *ud;
    int (*judgement)(void *ud, const tnk_judgement *j);     /* non-zero stops the judging */
} tnk_judge_sink;

/* Hold all rules (or those with only[i] true, when only is not NULL) against the resources. Kinds of
 * resources must be the schema's. TNK_ENOMEM, or what the sink answered. A rule that errs is a judgement,
 * not an error here. */
int tnk_rules_judge(tnk_rules *r, tnk_resources *s, const bool *only, const tnk_judge_sink *sink, tnk_error *err);

/* In a worker, after fork: the wall against rules that run for ever inside a library function. */
void tnk_rules_watch(tnk_rules *r);

#endif
