/* SPDX-License-Identifier: Apache-2.0
 * From a template's resources to what rules read: one emitted resource each, in the template's
 * order. */
#include "cfn.h"

enum { NAMES_MAX = 4, TYPE_MAX = 200 };

/* The resource's attributes besides its properties, under the reserved member "@". */
static const struct {
    const char *attribute, *member;
    bool computed;
} attributes[] = {
    { "Condition", "condition", false },
    { "DeletionPolicy", "deletion_policy", true },
    { "UpdateReplacePolicy", "update_replace_policy", true },
    { "DependsOn", "depends_on", false },
    { "CreationPolicy", "creation_policy", true },
    { "UpdatePolicy", "update_policy", true },
    { "Metadata", "metadata", false },
};

/* ---- properties ---- */

static const tnk_value *evaluate(cfn *c, const tnk_value *body)
{
    const tnk_value *raw = cfn_get(c, body, "Properties");
    tnk_span at = c->h->span(body);
    if (c->h->kind(raw) == TNK_NULL)
        raw = NULL;
    if (raw != NULL && c->h->kind(raw) != TNK_MAP)
        return cfn_invalid(c, "cfn-bad-template", c->h->span(raw), tr(c, "%1 must be a map"),
                           ARGS(TNK_LIT("Properties")));
    raw = cfn_sam_properties(c, c->h->as_text(cfn_get(c, body, "Type")), raw);
    const tnk_value *v = raw != NULL ? cfn_eval(c, raw) : NULL;
    return v != NULL ? v : c->h->map(c->run, at);
}

static const char busy;     /* remembered while a resource's properties are evaluated */

bool cfn_in_work(cfn *c, const tnk_value *body)
{
    return cfn_table_get(&c->memo, body, TNK_LIT("properties")) == &busy;
}

const tnk_value *cfn_properties(cfn *c, const tnk_value *body)
{
    const void *known = cfn_table_get(&c->memo, body, TNK_LIT("properties"));
    if (known != NULL)
        return known;
    cfn_table_set(c, &c->memo, body, TNK_LIT("properties"), &busy);
    const tnk_value *v = evaluate(c, body);
    cfn_table_set(c, &c->memo, body, TNK_LIT("properties"), v);
    return v;
}

/* ---- what is emitted ---- */

static const tnk_value *attributes_of(cfn *c, tnk_str id, tnk_str type, const tnk_value *body)
{
    tnk_span at = c->h->span(body);
    tnk_value *ret = c->h->map(c->run, at);
    c->h->put(c->run, ret, TNK_LIT("logical_id"), at, c->h->text(c->run, id, at));
    c->h->put(c->run, ret, TNK_LIT("type"), at,
              c->h->text(c->run, type, c->h->span(cfn_get(c, body, "Type"))));
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const tnk_value *v = cfn_member(c, body, cfn_str(attributes[i].attribute));
        tnk_span key_at = v != NULL ? c->h->key_span(c->run, v) : at;
        if (v != NULL && attributes[i].computed)
            v = cfn_eval(c, v);
        if (v != NULL)
            c->h->put(c->run, ret, cfn_str(attributes[i].member), key_at, v);
    }
    return ret;
}

/* Properties and attributes in one map. Properties that are not known as a whole (a transform makes
 * them) are the unresolved attribute "properties". */
static const tnk_value *value_of(cfn *c, const tnk_value *properties, const tnk_value *about,
                                 tnk_span at)
{
    bool known = c->h->kind(properties) == TNK_MAP;
    tnk_value *ret = c->h->map(c->run, known ? c->h->span(properties) : at);
    for (size_t i = 0; known && i < c->h->count(properties); i++) {
        const tnk_value *p = c->h->at(properties, i);
        c->h->put(c->run, ret, c->h->key(c->run, p), c->h->key_span(c->run, p), p);
    }
    if (!known) {
        tnk_value *with = c->h->map(c->run, at);
        for (size_t i = 0; i < c->h->count(about); i++)
            c->h->put(c->run, with, c->h->key(c->run, c->h->at(about, i)), at, c->h->at(about, i));
        c->h->put(c->run, with, TNK_LIT("properties"), at, properties);
        about = with;
    }
    c->h->put(c->run, ret, TNK_LIT("@"), at, about);
    return ret;
}

/* Is this property the resource's own name? BucketName is a bucket's, RoleName an instance
 * profile's is not; "Name" always is. */
static bool names_itself(tnk_str property, tnk_str type)
{
    const char *suffix = cfn_ends(property, "Name") ? "Name" : "Identifier";
    tnk_str last = type;
    if (!cfn_ends(property, suffix))
        return false;
    for (size_t i = 0; i < type.len; i++) {
        if (type.ptr[i] == ':')
            last = (tnk_str){ type.ptr + i + 1, type.len - i - 1 };
    }
    tnk_str stem = { property.ptr, property.len - strlen(suffix) };
    if (stem.len == 0)
        return true;
    tnk_str longer = stem.len > last.len ? stem : last, shorter = stem.len > last.len ? last : stem;
    return shorter.len > 0 &&
           memcmp(longer.ptr + longer.len - shorter.len, shorter.ptr, shorter.len) == 0;
}

static size_t names_of(cfn *c, const tnk_value *properties, tnk_str type, tnk_str names[NAMES_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < c->h->count(properties) && n < NAMES_MAX; i++) {
        const tnk_value *p = c->h->at(properties, i);
        if (c->h->kind(p) == TNK_TEXT && c->h->as_text(p).len > 0 &&
            names_itself(c->h->key(c->run, p), type))
            names[n++] = c->h->as_text(p);
    }
    return n;
}

static void emit(cfn *c, tnk_str id, tnk_str type, const tnk_value *member)
{
    tnk_str names[NAMES_MAX];
    tnk_span key = c->h->key_span(c->run, member), body = c->h->span(member);
    bool near = key.file == body.file && key.off < body.end;
    tnk_span at = near ? (tnk_span){ key.file, key.off, body.end } : body;
    const tnk_value *properties = cfn_properties(c, member);
    tnk_resource r = {
        .abi = TNK_ABI,
        .size = sizeof r,
        .kind = cfn_concat(c, TNK_LIT("cloudformation:"), type),
        .address = cfn_concat(c, c->prefix, id),
        .value = value_of(c, properties, attributes_of(c, id, type, member), at),
        .at = at,
        .names = names,
        .n_names = c->h->kind(properties) == TNK_MAP ? names_of(c, properties, type, names) : 0,
    };
    c->h->resource(c->run, &r);
    cfn_sam_emit(c, &r, type);
}

/* ---- relations and the walk ---- */

static void depends(cfn *c, tnk_str id, const tnk_value *on)
{
    tnk_str to = c->h->as_text(on);
    if (to.len == 0)
        return;
    if (cfn_member(c, c->resources, to) == NULL && !c->macros && !c->sam) {
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-unknown-reference", c->h->span(on),
                 tr(c, "%1 is not a resource of this template"), ARGS(to));
        return;
    }
    c->h->reference(c->run, cfn_concat(c, c->prefix, id), TNK_LIT("DependsOn"),
                    cfn_concat(c, c->prefix, to));
}

static bool left_out(cfn *c, const tnk_value *body)
{
    const tnk_value *name = cfn_get(c, body, "Condition");
    if (c->h->kind(name) != TNK_TEXT)
        return false;
    const tnk_value *v = cfn_condition(c, c->h->as_text(name), c->h->span(name));
    return c->h->kind(v) == TNK_BOOL && !c->h->as_flag(v, 1);
}

/* Types are visible ASCII; anything else could not be named in a rule. */
static bool good_type(tnk_str type)
{
    for (size_t i = 0; i < type.len; i++) {
        if (type.ptr[i] <= ' ' || type.ptr[i] > '~')
            return false;
    }
    return type.len > 0 && type.len <= TYPE_MAX;
}

static void resource(cfn *c, tnk_str id, const tnk_value *body)
{
    const tnk_value *type = cfn_get(c, body, "Type"), *on = cfn_get(c, body, "DependsOn");
    if (id.len == 0 || !good_type(c->h->as_text(type))) {
        cfn_diag(c, TNK_LEVEL_WARNING, "cfn-bad-template", c->h->span(body),
                 tr(c, "resource \"%1\" has no name or no type"), ARGS(id));
        return;
    }
    if (left_out(c, body))
        return;
    emit(c, id, c->h->as_text(type), body);
    depends(c, id, on);
    for (size_t i = 0; c->h->kind(on) == TNK_LIST && i < c->h->count(on); i++) {
        if (cfn_spend(c, 1, c->h->span(on)))
            depends(c, id, c->h->at(on, i));
    }
    cfn *child = cfn_child(c, id, body);
    if (child != NULL)
        cfn_resources(child);
}

void cfn_resources(cfn *c)
{
    size_t n = c->h->count(c->resources);
    for (size_t i = 0; i < n; i++) {
        const tnk_value *body = c->h->at(c->resources, i);
        tnk_str id = c->h->key(c->run, body);
        if (!cfn_spend(c, CFN_RESOURCE_COST, c->h->span(body)))
            return;
        if (cfn_is_foreach(id))
            cfn_fn_foreach(c, body, c->h->span(body));
        else if (cfn_is(id, "Fn::Transform"))
            cfn_fn_transform(c, body, c->h->span(body));
        else if (cfn_member(c, c->resources, id) == body)   /* of repeated names the last counts */
            resource(c, id, body);
    }
}
