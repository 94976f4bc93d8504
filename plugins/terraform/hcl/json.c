/* SPDX-License-Identifier: Apache-2.0
 * The JSON syntax of HCL: not read yet, and said so. */
#include "hcl/hcl.h"

const hcl_body *hcl_from_json(hcl_ctx *c, const hcl_json *j, const tnk_value *doc)
{
    c->tell(c->ud, j->h->span(doc), "hcl-json", "Terraform's JSON syntax is not read yet", (tnk_str){ "", 0 });
    return hcl_parse(c, (tnk_str){ "", 0 }, 0);
}

const hcl_expr *hcl_json_expr(hcl_ctx *c, const hcl_json *j, const tnk_value *v, bool literal)
{
    hcl_expr *e = tf_new(c->mem, hcl_expr);
    (void)literal;
    *e = (hcl_expr){ .kind = HCL_BAD, .depth = 1, .at = j->h->span(v) };
    return e;
}
