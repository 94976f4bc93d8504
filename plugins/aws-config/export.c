/* SPDX-License-Identifier: Apache-2.0
 * The covers in which items come: snapshots, histories, answers of the API and of queries; and
 * which of the items are about things that exist. */
#include <stdio.h>

#include "awsconfig.h"

/* ---- recognition ---- */

static const tnk_value *get(const tnk_host *h, tnk_run *run, const tnk_value *map, const char *key)
{
    return h->kind(map) == TNK_MAP ? h->get(run, map, (tnk_str){ key, strlen(key) }) : NULL;
}

static bool good_type(tnk_str s)
{
    bool colons = false;
    if (s.len == 0 || s.len > AC_TYPE_MAX)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char ch = s.ptr[i];
        if (!((ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
              ch == ':' || ch == '_' || ch == '-' || ch == '.'))
            return false;
        colons |= ch == ':' && i > 0 && s.ptr[i - 1] == ':';
    }
    return colons;
}

static bool is_item(const tnk_host *h, tnk_run *run, const tnk_value *v)
{
    return good_type(h->as_text(get(h, run, v, "resourceType"))) &&
           (get(h, run, v, "configurationItemCaptureTime") != NULL ||
            get(h, run, v, "configurationItemStatus") != NULL);
}

static bool holds_item(const tnk_host *h, tnk_run *run, const tnk_value *list)
{
    for (size_t i = 0; h->kind(list) == TNK_LIST && i < h->count(list); i++) {
        if (is_item(h, run, h->at(list, i)))
            return true;
    }
    return false;
}

static const char *const lists[] = { "configurationItems", "baseConfigurationItems" };

/* The list of a snapshot or of the API's answer: NULL when the document is something else. */
static const tnk_value *items_of(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    bool snapshot = get(h, run, doc, "fileVersion") != NULL ||
                    get(h, run, doc, "unprocessedResourceKeys") != NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        const tnk_value *list = get(h, run, doc, lists[i]);
        if (list != NULL && (snapshot || holds_item(h, run, list)))
            return list;
    }
    return NULL;
}

static bool is_answer(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    const tnk_value *info = get(h, run, doc, "QueryInfo");
    return get(h, run, doc, "Results") != NULL &&
           h->kind(get(h, run, info, "SelectFields")) == TNK_LIST;
}

bool ac_looks_like(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    return is_answer(h, run, doc) || items_of(h, run, doc) != NULL || is_item(h, run, doc) ||
           holds_item(h, run, doc);
}

/* ---- rows ---- */

static tnk_str text_of(ac *c, const tnk_value *item, const char *key)
{
    tnk_str s = c->h->as_text(get(c->h, c->run, item, key));
    return s.ptr != NULL ? s : TNK_LIT("");
}

static tnk_str either(ac *c, const tnk_value *item, const char *key, const char *other)
{
    tnk_str s = text_of(c, item, key);
    return s.len > 0 ? s : text_of(c, item, other);
}

/* Texts, and from older command lines seconds since 1970. */
static tnk_str time_of(ac *c, const tnk_value *item)
{
    const tnk_value *v = get(c->h, c->run, item, "configurationItemCaptureTime");
    int64_t n = c->h->as_int(v, -1);
    return n >= 0 ? ac_number(c, (size_t)n) : text_of(c, item, "configurationItemCaptureTime");
}

static ac_row *new_row(ac *c)
{
    if (c->n_rows == c->cap_rows) {
        size_t cap = c->cap_rows == 0 ? 64 : c->cap_rows * 2;
        ac_row *rows = c->h->alloc(c->run, cap * sizeof *rows);
        if (rows == NULL) {
            c->failed = true;
            return NULL;
        }
        if (c->n_rows > 0)
            memcpy(rows, c->rows, c->n_rows * sizeof *rows);
        c->rows = rows;
        c->cap_rows = cap;
    }
    return &c->rows[c->n_rows++];
}

static void bad_item(ac *c, const tnk_value *v, const char *why)
{
    ac_diag(c, TNK_LEVEL_ERROR, "aws-config-bad-item", c->h->span(v), why, NO_ARGS);
}

static void take(ac *c, const tnk_value *v)
{
    const tnk_value *item = c->query ? ac_whole(c, ac_decoded(c, v), 0) : v;
    tnk_str type = text_of(c, item, "resourceType");
    if (c->h->kind(item) != TNK_MAP) {
        bad_item(c, v, tr(c, "this is no configuration item: it is left out; export it again"));
        return;
    }
    if (type.len == 0 && c->query) {
        c->no_type++;
        return;
    }
    if (!good_type(type)) {
        bad_item(c, v,
                 tr(c, "this item does not say its resourceType: it is left out; export it again"));
        return;
    }
    ac_row *r = new_row(c);
    if (r == NULL)
        return;
    *r = (ac_row){
        .item = item,
        .type = type,
        .id = text_of(c, item, "resourceId"),
        .name = text_of(c, item, "resourceName"),
        .arn = either(c, item, "arn", "ARN"),
        .account = either(c, item, "accountId", "awsAccountId"),
        .region = text_of(c, item, "awsRegion"),
        .time = time_of(c, item),
        .status = text_of(c, item, "configurationItemStatus"),
        .address = TNK_LIT(""),
    };
    c->no_id += r->id.len == 0 && r->arn.len == 0 && r->name.len == 0;
}

static void take_all(ac *c, const tnk_value *list)
{
    if (c->h->kind(list) != TNK_LIST) {
        bad_item(c, list,
                 tr(c, "the items of an AWS Config export must be a list; export it again"));
        return;
    }
    for (size_t i = 0; i < c->h->count(list) && !c->failed; i++)
        take(c, c->h->at(list, i));
}

/* ---- the export as a whole ---- */

static void partial(ac *c, const tnk_value *doc)
{
    const tnk_value *next = get(c->h, c->run, doc, "NextToken");
    const tnk_value *keys = get(c->h, c->run, doc, "unprocessedResourceKeys");
    if (next == NULL)
        next = get(c->h, c->run, doc, "nextToken");
    if (c->h->as_text(next).len > 0)
        ac_diag(c, TNK_LEVEL_WARNING, "aws-config-partial", c->h->span(next),
                tr(c, "this is one page of a longer answer, so what is missing here proves "
                      "nothing; export all pages, without --no-paginate, --max-items and "
                      "--limit"),
                NO_ARGS);
    if (c->h->count(keys) > 0)
        ac_diag(
            c, TNK_LEVEL_WARNING, "aws-config-partial", c->h->span(keys),
            tr(c, "AWS Config left %1 of the resources asked for unanswered; ask for them again"),
            ARGS(ac_number(c, c->h->count(keys))));
}

/* Selecting properties one by one leaves holes that look like properties that are not set. */
static void selected(ac *c, const tnk_value *doc)
{
    const tnk_value *fields =
        get(c->h, c->run, get(c->h, c->run, doc, "QueryInfo"), "SelectFields");
    const tnk_value *single = NULL;
    for (size_t i = 0; i < c->h->count(fields) && single == NULL; i++) {
        tnk_str name = text_of(c, c->h->at(fields, i), "Name");
        if (ac_starts(name, "configuration.") || ac_starts(name, "supplementaryConfiguration."))
            single = c->h->at(fields, i);
    }
    if (single != NULL)
        ac_diag(c, TNK_LEVEL_WARNING, "aws-config-selected", c->h->span(single),
                tr(c, "the query selects single properties, and all others look as if they were "
                      "not set; select configuration and supplementaryConfiguration as a whole"),
                NO_ARGS);
}

static void told(ac *c, size_t n, uint32_t level, const char *code, tnk_span at, const char *fmt)
{
    if (n > 0)
        c->h->diag(c->run, level, (tnk_str){ code, strlen(code) },
                   c->h->format(c->run, fmt, ARGS(ac_number(c, n))), at);
}

void ac_open(ac *c, const tnk_value *doc)
{
    c->query = is_answer(c->h, c->run, doc);
    const tnk_value *list =
        c->query ? get(c->h, c->run, doc, "Results") : items_of(c->h, c->run, doc);
    partial(c, doc);
    if (c->query)
        selected(c, doc);
    if (list != NULL || c->h->kind(doc) == TNK_LIST)
        take_all(c, list != NULL ? list : doc);
    else
        take(c, doc);
    tnk_span at = c->h->span(list != NULL ? list : doc);
    told(c, c->no_type, TNK_LEVEL_WARNING, "aws-config-no-type", at,
         tr(c, "%1 rows do not say their resourceType and are left out; add resourceType to the "
               "SELECT"));
    told(c, c->no_id, TNK_LEVEL_WARNING, "aws-config-no-id", at,
         tr(c, "%1 rows do not say which resource they are about; add resourceId, resourceName and "
               "arn to the SELECT"));
}

/* ---- which items count ---- */

static size_t leading_digits(tnk_str s)
{
    size_t n = 0;
    while (n < s.len && s.ptr[n] >= '0' && s.ptr[n] <= '9')
        n++;
    return n;
}

/* Both are written in the same way: as dates, or as seconds. */
static bool later(tnk_str a, tnk_str b)
{
    size_t x = leading_digits(a), y = leading_digits(b), n = a.len < b.len ? a.len : b.len;
    if (x != y)
        return x > y;
    int cmp = n > 0 ? memcmp(a.ptr, b.ptr, n) : 0;
    return cmp != 0 ? cmp > 0 : a.len > b.len;
}

/* The same for all states of a resource; empty when that cannot be said. */
static tnk_str identity(ac *c, const ac_row *r)
{
    const tnk_str sep = { "\n", 1 };
    if (r->id.len > 0 && r->account.len > 0 && r->region.len > 0)
        return ac_join(c, ARGS(r->type, sep, r->account, sep, r->region, sep, r->id));
    return r->arn.len > 0 ? ac_join(c, ARGS(r->type, sep, r->arn)) : TNK_LIT("");
}

/* Histories hold all states of a resource: the last one counts. */
static void drop_old(ac *c)
{
    ac_table known = { 0 };
    for (size_t i = 0; i < c->n_rows && !c->failed; i++) {
        tnk_str key = identity(c, &c->rows[i]);
        size_t *at =
            key.len > 0 ? ac_table_at(c, &known, key) : NULL; /* a row's number from 1 on */
        if (at == NULL)
            continue;
        bool newer = *at == 0 || later(c->rows[i].time, c->rows[*at - 1].time);
        if (*at != 0) {
            c->rows[newer ? *at - 1 : i].dropped = true;
            c->old++;
        }
        if (newer)
            *at = i + 1;
    }
}

void ac_drop(ac *c)
{
    tnk_span first = { 0, 0, 0 };
    drop_old(c);
    for (size_t i = 0; i < c->n_rows; i++) {
        ac_row *r = &c->rows[i];
        bool unrecorded = ac_is(r->status, "ResourceNotRecorded");
        if (r->dropped)
            continue;
        if (unrecorded && c->not_recorded++ == 0)
            first = c->h->span(r->item);
        r->dropped = unrecorded || ac_is(r->status, "ResourceDeleted") ||
                     ac_is(r->status, "ResourceDeletedNotRecorded");
    }
    told(c, c->not_recorded, TNK_LEVEL_NOTE, "aws-config-not-recorded", first,
         tr(c, "%1 resources are not audited because AWS Config does not record their types; "
               "record all types to have them audited"));
    told(c, c->old, TNK_LEVEL_NOTE, "aws-config-old", (tnk_span){ 0, 0, 0 },
         tr(c, "%1 older states of resources are not audited, only the last state of each"));
}
