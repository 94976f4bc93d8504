/* SPDX-License-Identifier: Apache-2.0
 * The Terraform collector: which files it reads, and the way through one unit. */
#include "planjson.h"
#include "unit.h"

static const tnk_claim claims[] = {
    { "*.{tf,tofu}", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
    { "*.{tf,tofu}.json", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
    { "{terraform,*.auto}.tfvars", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
    { "{terraform,*.auto}.tfvars.json", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } },
    { "*.json", TNK_SYNTAX_JSON, 0, { "\"terraform_version\"", "\"format_version\"", NULL } },
    { "*.tfstate", TNK_SYNTAX_JSON, 0, { "\"terraform_version\"", "\"resources\"", NULL } },
};

static int plan(const tnk_host *h, tnk_run *run, const tnk_str *paths, size_t n)
{
    tf_unit u;
    jmp_buf guard;
    tf_mem mem = { .guard = &guard };
    if (setjmp(guard) != 0)
        return -1;
    tf_unit_open(&u, &mem, h, run, NULL, 0);
    tf_plan_units(&u, paths, n);
    return 0;
}

static void collect_configuration(tf_unit *u)
{
    tnk_str dir = tf_root_dir(u);
    u->root = tf_instance_new(u, tf_load(u, dir), NULL, NULL, 0);
    tf_read_vars(u, dir);
    tf_emit(u);
}

static int32_t knows(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    return tf_is_plan(h, run, doc);
}

static int collect(const tnk_host *h, tnk_run *run, const tnk_unit *unit)
{
    tf_unit u;
    jmp_buf guard;
    tf_mem mem = { .guard = &guard };
    if (setjmp(guard) != 0)
        return -1;
    tf_unit_open(&u, &mem, h, run, unit->files, unit->n_files);
    if (unit->files[0].doc != NULL)     /* a plan or state is a unit of its own */
        tf_plan_emit(&u, unit->files[0].doc, tf_dir_of(unit->files[0].path));
    else
        collect_configuration(&u);
    return 0;
}

static const tnk_collector self = {
    .abi = TNK_ABI,
    .size = sizeof self,
    .name = "terraform",
    .version = "1.0.0",
    .about = "Terraform and OpenTofu configurations",
    .claims = claims,
    .n_claims = sizeof claims / sizeof *claims,
    .group = TNK_GROUP_PLAN,
    .knows = knows,
    .plan = plan,
    .collect = collect,
};

TNK_EXPORT const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
