/* SPDX-License-Identifier: Apache-2.0
 * Nested stacks whose template is a file of the target: evaluated with the parameters they are
 * given. */
#include "cfn.h"

static const struct {
    const char *type, *location;    /* the property that says where the template is */
} stacks[] = {
    { "AWS::CloudFormation::Stack", "TemplateURL" },
    { "AWS::Serverless::Application", "Location" },
};

static const char *location_of(tnk_str type)
{
    for (size_t i = 0; i < sizeof stacks / sizeof *stacks; i++) {
        if (cfn_is(type, stacks[i].type))
            return stacks[i].location;
    }
    return NULL;
}

static void remote(cfn *c, tnk_str id, tnk_span at)
{
    cfn_diag(
        c, TNK_LEVEL_NOTE, "cfn-remote-template", at,
        tr(c, "the template of the stack %1 is not in the target; what it makes is not judged"),
        ARGS(id));
}

/* The path of the child's template, from the target's root; empty after a diagnostic. */
static tnk_str child_path(cfn *c, tnk_str id, const tnk_value *url, tnk_span at)
{
    tnk_str s = c->h->as_text(url);
    size_t n = c->path.len;
    if (c->h->kind(url) != TNK_TEXT || s.len == 0 || cfn_starts(s, "http://") ||
        cfn_starts(s, "https://") || cfn_starts(s, "s3://")) {
        remote(c, id, url != NULL ? c->h->span(url) : at);
        return (tnk_str){ "", 0 };
    }
    if (cfn_starts(s, "file://"))
        s = (tnk_str){ s.ptr + 7, s.len - 7 };
    if (cfn_starts(s, "/"))
        return s;
    while (n > 0 && c->path.ptr[n - 1] != '/')
        n--;
    return cfn_concat(c, (tnk_str){ c->path.ptr, n }, s);
}

/* The parsed template of a file; a file is parsed once for a unit. */
static const tnk_value *document(cfn *c, const tnk_file *file)
{
    const tnk_value *doc = cfn_table_get(&c->u->files, NULL, file->path);
    if (doc != NULL)
        return doc;
    doc = file->doc;
    if (doc == NULL)
        doc = c->h->parse(c->run, TNK_SYNTAX_AUTO, file->text,
                          (tnk_span){file->id, 0, (uint32_t)file->text.len}, 0);
    if (c->h->kind(doc) == TNK_LIST)
        doc = c->h->at(doc, 0);
    if (doc != NULL)
        cfn_table_set(c, &c->u->files, NULL, file->path, doc);
    return doc;
}

static bool refused(cfn *c, tnk_str id, uint32_t file, tnk_span at)
{
    for (const cfn *up = c; up != NULL; up = up->parent) {
        if (up->file != file)
            continue;
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-circular-template", at,
                 tr(c, "the stack %1 contains itself"), ARGS(id));
        return true;
    }
    if (c->level < CFN_STACKS_MAX)
        return false;
    cfn_diag(c, TNK_LEVEL_WARNING, "cfn-too-deep", at,
             tr(c, "stack %1 is nested too deeply; it is not judged"), ARGS(id));
    return true;
}

static cfn *open_child(cfn *c, tnk_str id, const tnk_file *file, const tnk_value *properties,
                       tnk_span at)
{
    const tnk_value *doc = document(c, file);
    cfn *child = c->h->alloc(c->run, sizeof *child);
    if (doc == NULL || child == NULL)
        return NULL;
    if (!cfn_looks_like(c->h, c->run, doc)) {
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-bad-template", at, tr(c, "%1 is not a template"),
                 ARGS(file->path));
        return NULL;
    }
    *child = (cfn){ .h = c->h, .run = c->run, .u = c->u, .parent = c, .level = c->level + 1,
                    .path = file->path, .file = file->id };
    child->prefix = cfn_concat(c, cfn_concat(c, c->prefix, id), TNK_LIT("/"));
    child->given = cfn_get(c, properties, "Parameters");
    cfn_open(child, doc);
    return child;
}

static cfn *find_child(cfn *c, tnk_str id, const tnk_value *body, const char *location)
{
    const tnk_value *properties = cfn_properties(c, body);
    const tnk_value *url = cfn_member(c, properties, cfn_str(location));
    tnk_span at = url != NULL ? c->h->span(url) : c->h->span(body);
    tnk_str path = child_path(c, id, url, at);
    tnk_file file = { .id = 0 };
    if (path.len == 0 || !cfn_spend(c, CFN_STACK_COST, at))
        return NULL;
    int rc = c->h->read(c->run, path, &file);
    if (rc == -6)
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-missing-template", at,
                 tr(c, "there is no file %1 in the target; what the stack %2 makes is not judged"),
                 ARGS(path, id));
    if (rc != 0 || refused(c, id, file.id, at))
        return NULL;
    return open_child(c, id, &file, properties, at);
}

cfn *cfn_child(cfn *c, tnk_str id, const tnk_value *body)
{
    static cfn none;    /* remembered where there is no child; never written */
    const char *location = location_of(c->h->as_text(cfn_get(c, body, "Type")));
    if (location == NULL)
        return NULL;
    cfn *known = (cfn *)cfn_table_get(&c->memo, body, TNK_LIT("child"));
    if (known == NULL && cfn_in_work(c, body)) {
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-circular-reference", c->h->span(body),
                 tr(c, "the stack %1 refers to itself"), ARGS(id));
        return NULL;
    }
    if (known == NULL) {
        cfn_table_set(c, &c->memo, body, TNK_LIT("child"), &none);  /* while it is opened, too */
        known = find_child(c, id, body, location);
        cfn_table_set(c, &c->memo, body, TNK_LIT("child"), known != NULL ? known : &none);
    }
    return known != &none ? known : NULL;
}
