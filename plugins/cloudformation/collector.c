/* SPDX-License-Identifier: Apache-2.0
 * The CloudFormation collector: which files are templates, and the way through one unit. */
#include "cfn.h"

/* "::" is in every resource type, "Resources" in every template. */
#define TEMPLATE { "Resources", "::", NULL }
static const tnk_claim claims[] = {
    { "*.{yaml,yml}", TNK_SYNTAX_YAML, 0, TEMPLATE },
    { "*.json", TNK_SYNTAX_JSON, 0, TEMPLATE },
    { "*.{template,cfn,cft}", TNK_SYNTAX_AUTO, 0, TEMPLATE },
};

static int32_t knows(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    return cfn_looks_like(h, run, doc);
}

static void collect_template(const tnk_host *h, tnk_run *run, const tnk_file *file,
                             const tnk_value *doc)
{
    cfn_unit unit = { .scratch = NULL };
    cfn c = { .h = h, .run = run, .u = &unit, .path = file->path, .file = file->id };
    cfn_open(&c, cfn_body(h, run, doc));
    cfn_resources(&c);
}

/* A YAML stream may hold other documents besides the template. */
static void collect_file(const tnk_host *h, tnk_run *run, const tnk_file *file)
{
    if (h->kind(file->doc) != TNK_LIST) {
        collect_template(h, run, file, file->doc);
        return;
    }
    for (size_t i = 0; i < h->count(file->doc); i++) {
        const tnk_value *doc = h->at(file->doc, i);
        if (cfn_looks_like(h, run, doc))
            collect_template(h, run, file, doc);
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
    .name = "cloudformation",
    .version = "1.0.0",
    .about = "AWS CloudFormation and SAM templates",
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
