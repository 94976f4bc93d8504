/* SPDX-License-Identifier: Apache-2.0
 * Data sources that compute from what is written, without asking anybody. */
#include "lang/lang.h"

static const cty_value *attr_value(tf_unit *u, const tf_scope *s, const tf_decl *d, const char *name)
{
    const hcl_attr *a = tf_table_get(&d->attrs, tf_str(name));
    return a != NULL ? tf_eval(u, s, a->value) : NULL;
}

static const cty_value *template_file(tf_unit *u, const tf_scope *s, const tf_decl *d)
{
    const cty_value *text = attr_value(u, s, d, "template"), *vars = attr_value(u, s, d, "vars");
    tf_asking asking = { u, s };
    if (text == NULL || text->kind != CTY_STRING || text->state != CTY_KNOWN || u->world.render == NULL)
        return text != NULL && cty_is_unknown(text) ? text : NULL;
    if (vars == NULL && u->cty.failed)
        return NULL;
    if (vars == NULL || vars->state == CTY_NULL)
        vars = cty_object(&u->cty, NULL, NULL, 0);
    return cty_is_unknown(vars) ? vars : u->world.render(&asking, d->key, text->str, vars);
}

static const cty_value *local_file(tf_unit *u, const tf_scope *s, const tf_decl *d)
{
    const cty_value *name = attr_value(u, s, d, "filename");
    tf_asking asking = { u, s };
    tnk_str text;
    if (name == NULL || name->kind != CTY_STRING || name->state != CTY_KNOWN || u->world.read == NULL ||
        u->world.read(&asking, name->str, &text) != 0)
        return NULL;
    return cty_text(&u->cty, text);
}

const cty_value *tf_data_attr(tf_unit *u, tf_instance *in, const tf_decl *d, uint32_t i, tnk_str name)
{
    tf_room room;
    if (tf_is(d->type, "aws_iam_policy_document") && (tf_is(name, "json") || tf_is(name, "minified_json")))
        return tf_policy_document(u, tf_scope_of(u, in, d, i, &room), d->block);
    if (tf_is(d->type, "template_file") && tf_is(name, "rendered"))
        return template_file(u, tf_scope_of(u, in, d, i, &room), d);
    if (tf_is(d->type, "local_file") && tf_is(name, "content"))
        return local_file(u, tf_scope_of(u, in, d, i, &room), d);
    return NULL;
}
