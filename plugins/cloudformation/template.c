/* SPDX-License-Identifier: Apache-2.0
 * A template: which documents are one, and its sections. */
#include "cfn.h"

/* ---- recognition ---- */

static bool typed(const tnk_host *h, tnk_run *run, const tnk_value *resource)
{
    tnk_str key = h->key(run, resource);
    return cfn_contains(h->as_text(h->get(run, resource, TNK_LIT("Type"))), "::")
           || (cfn_is_foreach(key) && h->kind(resource) == TNK_LIST);
}

static bool is_template(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    const tnk_value *resources = h->get(run, doc, TNK_LIT("Resources"));
    if (resources == NULL)
        return false;
    if (h->get(run, doc, TNK_LIT("AWSTemplateFormatVersion")) != NULL)
        return true;
    for (size_t i = 0; h->kind(resources) == TNK_MAP && i < h->count(resources); i++) {
        if (typed(h, run, h->at(resources, i)))
            return true;
    }
    return false;
}

bool cfn_looks_like(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    if (h->kind(doc) != TNK_MAP)
        return false;
    const tnk_value *body = h->get(run, doc, TNK_LIT("TemplateBody"));
    tnk_str text = h->as_text(body);
    if (body == NULL || h->get(run, doc, TNK_LIT("StagesAvailable")) == NULL)
        return is_template(h, run, doc);
    return text.ptr != NULL ? cfn_contains(text, "Resources") && cfn_contains(text, "::")
                            : h->kind(body) == TNK_MAP && is_template(h, run, body);
}

const tnk_value *cfn_body(const tnk_host *h, tnk_run *run, const tnk_value *doc)
{
    const tnk_value *body = h->get(run, doc, TNK_LIT("TemplateBody"));
    if (body == NULL || h->get(run, doc, TNK_LIT("StagesAvailable")) == NULL)
        return doc;
    if (h->kind(body) != TNK_TEXT)
        return body;
    const tnk_value *parsed = h->parse(run, TNK_SYNTAX_AUTO, h->as_text(body), h->span(body), 1);
    return h->kind(parsed) == TNK_LIST ? h->at(parsed, 0) : parsed;
}

/* ---- sections ---- */

/* A section that must be a map: NULL when it is absent or, after a diagnostic, something else. */
static const tnk_value *section(cfn *c, const tnk_value *doc, tnk_str name, uint32_t level)
{
    const tnk_value *v = cfn_member(c, doc, name);
    uint32_t kind = c->h->kind(v);
    if (kind == TNK_MAP)
        return v;
    if (kind != TNK_NONE && kind != TNK_NULL)
        cfn_diag(c, level, "cfn-bad-template", c->h->span(v), tr(c, "%1 must be a map"),
                 ARGS(name));
    return NULL;
}

static void transform(cfn *c, const tnk_value *v)
{
    tnk_str name = c->h->as_text(c->h->kind(v) == TNK_MAP ? cfn_get(c, v, "Name") : v);
    if (cfn_starts(name, "AWS::Serverless-")) {
        c->sam = true;
    } else if (cfn_is(name, "AWS::LanguageExtensions")) {
        c->extensions = true;
    } else if (name.ptr != NULL) {
        c->macros = true;
        cfn_diag(
            c, TNK_LEVEL_NOTE, "cfn-macro", c->h->span(v),
            tr(c,
               "the transform %1 changes this template when it is deployed; the template is judged "
               "as it is written"),
            ARGS(name));
    }
}

/* A template that forgot its transform cannot be deployed; what it means is plain all the same. */
static void forgotten_transform(cfn *c, const tnk_value *resources)
{
    for (size_t i = 0; !c->sam && i < c->h->count(resources); i++) {
        const tnk_value *type = cfn_get(c, c->h->at(resources, i), "Type");
        if (!cfn_starts(c->h->as_text(type), "AWS::Serverless::"))
            continue;
        c->sam = true;
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-missing-transform", c->h->span(type),
                 tr(c, "the template lacks Transform: AWS::Serverless-2016-10-31, without which it cannot be "
                       "deployed; it is judged as if it were there"), NO_ARGS);
    }
}

void cfn_open(cfn *c, const tnk_value *doc)
{
    const tnk_value *transforms = cfn_get(c, doc, "Transform");
    const tnk_value *resources = cfn_get(c, doc, "Resources");
    if (c->h->kind(transforms) != TNK_LIST)
        transform(c, transforms);
    for (size_t i = 0; c->h->kind(transforms) == TNK_LIST && i < c->h->count(transforms); i++)
        transform(c, c->h->at(transforms, i));
    forgotten_transform(c, resources);
    c->parameters = section(c, doc, TNK_LIT("Parameters"), TNK_LEVEL_WARNING);
    c->mappings = section(c, doc, TNK_LIT("Mappings"), TNK_LEVEL_WARNING);
    c->globals = c->sam ? section(c, doc, TNK_LIT("Globals"), TNK_LEVEL_WARNING) : NULL;
    c->conditions = cfn_expand(c, section(c, doc, TNK_LIT("Conditions"), TNK_LEVEL_WARNING));
    c->resources = cfn_expand(c, section(c, doc, TNK_LIT("Resources"), TNK_LEVEL_ERROR));
    c->outputs = cfn_expand(c, section(c, doc, TNK_LIT("Outputs"), TNK_LEVEL_WARNING));
    if (resources == NULL || c->h->kind(resources) == TNK_NULL)
        cfn_diag(c, TNK_LEVEL_ERROR, "cfn-bad-template", c->h->span(doc),
                 tr(c, "the template has no resources"), NO_ARGS);
}
