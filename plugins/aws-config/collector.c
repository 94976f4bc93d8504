/* SPDX-License-Identifier: Apache-2.0
 * The AWS Config collector: which files are exports, and the way of an item from there to a
 * resource. */
#include "awsconfig.h"

/* Every item has members configurationItem...; a query's answer has its own cover. */
static const tnk_claim claims[] = {
    { "*.json", TNK_SYNTAX_JSON, 0, { "onfigurationItem", NULL, NULL } },
    { "*.json", TNK_SYNTAX_JSON, 0, { "\"Results\"", "\"QueryInfo\"", NULL } },
};

static int32_t knows(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    return ac_looks_like(h, run, doc);
}

static void emit(ac *c, const ac_row *r)
{
    tnk_str names[4];
    size_t n = 0;
    if (r->id.len > 0)
        names[n++] = r->id;
    if (r->name.len > 0 && !ac_same(r->name, r->id))
        names[n++] = r->name;
    if (r->arn.len > 0 && !ac_same(r->arn, r->id))
        names[n++] = r->arn;
    if (r->arn.len == 0 && r->id.len > 0 && ac_is(r->type, "AWS::S3::Bucket"))
        names[n++] = ac_join(c, ARGS(TNK_LIT("arn:aws:s3:::"), r->id));
    tnk_resource res = {
        .abi = TNK_ABI,
        .size = sizeof res,
        .kind = ac_join(c, ARGS(TNK_LIT("aws-config:"), r->type)),
        .address = r->address,
        .value = ac_item(c, r),
        .at = c->h->span(r->item),
        .names = names,
        .n_names = n,
    };
    if (!c->failed)
        c->h->resource(c->run, &res);
}

/* A snapshot says "name", the API "relationshipName", at times with a space at the end. */
static tnk_str relation_name(ac *c, const tnk_value *relation)
{
    tnk_str by = c->h->as_text(ac_get(c, relation, "name"));
    if (by.len == 0)
        by = c->h->as_text(ac_get(c, relation, "relationshipName"));
    while (by.len > 0 && by.ptr[by.len - 1] == ' ')
        by.len--;
    return by;
}

static void refer(ac *c, const ac_row *r)
{
    const tnk_value *all = ac_decoded(c, ac_get(c, r->item, "relationships"));
    for (size_t i = 0; i < c->h->count(all) && !c->failed; i++) {
        const tnk_value *one = c->h->at(all, i);
        tnk_str to = c->h->as_text(ac_get(c, one, "resourceId"));
        if (to.len == 0)
            to = c->h->as_text(ac_get(c, one, "resourceName"));
        if (to.len > 0)
            c->h->reference(c->run, r->address, relation_name(c, one), to);
    }
}

static void collect_file(const tnk_host *h, tnk_run *run, const tnk_file *file)
{
    ac c = { .h = h, .run = run };
    ac_open(&c, file->doc);
    ac_drop(&c);
    ac_addresses(&c);
    for (size_t i = 0; i < c.n_rows && !c.failed; i++) {
        if (c.rows[i].dropped)
            continue;
        emit(&c, &c.rows[i]);
        refer(&c, &c.rows[i]);
    }
}

static int collect(const tnk_host *h, tnk_run *run, const tnk_unit *unit)
{
    for (size_t i = 0; i < unit->n_files; i++)
        collect_file(h, run, &unit->files[i]);
    return 0;
}

static const tnk_collector self = {
    .abi = TNK_ABI,
    .size = sizeof self,
    .name = "aws-config",
    .version = "1.0.0",
    .about = "AWS Config snapshots, histories and query answers",
    .claims = claims,
    .n_claims = sizeof claims / sizeof *claims,
    .group = TNK_GROUP_FILE,
    .knows = knows,
    .collect = collect,
};

TNK_EXPORT const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
