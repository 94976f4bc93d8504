/* SPDX-License-Identifier: Apache-2.0
 * What names mean: loop variables, variables, locals, paths; resources and modules are in refs.c. */
#include "lang/lang.h"

#include "lang/refs.h"

static const cty_value *frame_value(const tf_scope *s, tnk_str name)
{
    for (const tf_frame *f = s->frames; f != NULL; f = f->up) {
        if (tf_eq(f->name, name))
            return f->value;
    }
    return NULL;
}

static const cty_value *circle(tf_unit *u, const char *kind, tnk_str name)
{
    return cty_fail(&u->cty, "%s.%.*s refers to itself", kind, CTY_SHOW(name));
}

/* ---- variables ---- */

static const cty_value *no_value(tf_unit *u, const tf_variable *v)
{
    const cty_unknown *why =
        tf_why(u, v->sensitive ? TNK_WHY_HIDDEN : TNK_WHY_INPUT, tr(u, "variable \"%1\" has no value"),
               TF_ARGS(v->name), NULL, 0);
    return cty_unknown_of(&u->cty, v->type, why);
}

/* The expression of a root variable that was given in text: as written for a string, else HCL. */
static const cty_value *given_value(tf_unit *u, const tf_variable *v, const tf_given *g)
{
    static const tf_scope nothing;
    const cty_value *x;
    if (!g->outside)
        return tf_value(u, &nothing, g->expr);
    if (g->expr == NULL && (v->type->kind == CTY_STRING || v->type->kind == CTY_DYNAMIC))
        return cty_text(&u->cty, g->text);
    x = tf_eval(u, &nothing, g->expr != NULL ? g->expr : tf_parse_outside(u, v->name, g->text));
    if (x == NULL)              /* a place in what the user gave is none in the target */
        u->fail_at = v->block->header;
    return x;
}

static const cty_value *raw_value(tf_unit *u, tf_instance *in, const tf_variable *v)
{
    static const tf_scope nothing;
    tf_room room;
    if (in->parent != NULL) {
        const hcl_attr *a = tf_table_get(&in->call->attrs, v->name);
        const tf_scope *s = a != NULL ? tf_scope_of(u, in->parent, in->call, in->index, &room) : NULL;
        const cty_value *x = s != NULL ? tf_eval(u, s, a->value) : NULL;
        if (a != NULL && (x == NULL || !(cty_is_null(x) && v->not_null)))
            return x;
    } else {
        const tf_given *g = tf_table_get(&u->given, v->name);
        const cty_value *x = g != NULL ? given_value(u, v, g) : NULL;
        if (g != NULL && (x == NULL || !(cty_is_null(x) && v->not_null)))
            return x;
    }
    return v->otherwise != NULL ? tf_eval(u, &nothing, v->otherwise) : no_value(u, v);
}

const cty_value *tf_variable_value(tf_unit *u, tf_instance *in, const tf_variable *v)
{
    tf_cell *cell = &in->variables[v->index];
    if (cell->value != NULL)
        return cell->value;
    if (cell->busy)
        return circle(u, "var", v->name);
    cell->busy = true;
    const cty_value *x = raw_value(u, in, v);
    if (x != NULL)
        x = cty_convert(&u->cty, x, v->type);
    cell->busy = false;
    if (x == NULL) {            /* told once, where it happened; the variable stays unknown */
        const cty_unknown *why = tf_why_failed(u);
        tf_tell_failure(u, v->block->header);
        x = cty_unknown_of(&u->cty, v->type, why);
    }
    if (v->sensitive)
        x = cty_mark(&u->cty, x, true);
    return cell->value = x;
}

/* ---- locals and outputs ---- */

static const cty_value *named_value(tf_unit *u, tf_instance *in, const tf_named *d, tf_cell *cell, const char *kind)
{
    if (cell->value != NULL)
        return cell->value;
    if (cell->busy)
        return circle(u, kind, d->name);
    tf_scope s = { .in = in };
    cell->busy = true;
    const cty_value *v = d->value != NULL ? tf_value(u, &s, d->value) : &cty_null_value;
    cell->busy = false;
    if (d->sensitive)
        v = cty_mark(&u->cty, v, true);
    return cell->value = v;
}

const cty_value *tf_local_value(tf_unit *u, tf_instance *in, const tf_named *l)
{
    return named_value(u, in, l, &in->locals[l->index], "local");
}

const cty_value *tf_output_value(tf_unit *u, tf_instance *in, const tf_named *o)
{
    return named_value(u, in, o, &in->outputs[o->index], "output");
}

/* ---- roots ---- */

static const cty_value *undeclared(tf_unit *u, uint32_t why, const char *what, tnk_str name)
{
    tnk_str key = tf_concat(u->mem, tf_str(what), name);
    return tf_undeclared(u, why, key, (tnk_str){ NULL, 0 });
}

static const cty_value *resolve_var(tf_unit *u, const tf_scope *s, tnk_str name)
{
    const tf_variable *v = tf_table_get(&s->in->module->variables, name);
    if (v != NULL)
        return tf_variable_value(u, s->in, v);
    return undeclared(u, TNK_WHY_INPUT, "var.", name);
}

static const cty_value *resolve_local(tf_unit *u, const tf_scope *s, tnk_str name)
{
    const tf_named *l = tf_table_get(&s->in->module->locals, name);
    return l != NULL ? tf_local_value(u, s->in, l) : undeclared(u, TNK_WHY_INVALID, "local.", name);
}

static const cty_value *resolve_path(tf_unit *u, const tf_scope *s, tnk_str name)
{
    tnk_str root = u->root != NULL ? u->root->module->dir : (tnk_str){ "", 0 };
    if (tf_is(name, "module"))
        return cty_text(&u->cty, tf_relative_path(u, root, s->in->module->dir));
    if (tf_is(name, "root"))
        return cty_text(&u->cty, TNK_LIT("."));
    if (tf_is(name, "cwd"))
        return tf_unclear(u, tf_why(u, TNK_WHY_EXTERNAL, tr(u, "path.cwd depends on where Terraform is started"),
                                    TF_NO_ARGS, NULL, 0));
    return undeclared(u, TNK_WHY_INVALID, "path.", name);
}

static const cty_value *resolve_terraform(tf_unit *u, const tf_scope *s, tnk_str name)
{
    (void)s;
    if (tf_is(name, "workspace"))
        return cty_text(&u->cty, u->workspace);
    if (tf_is(name, "applying"))
        return tf_unclear(u, tf_why(u, TNK_WHY_EXTERNAL, tr(u, "terraform.applying depends on the command"), TF_NO_ARGS,
                                    NULL, 0));
    return undeclared(u, TNK_WHY_INVALID, "terraform.", name);
}

static const struct {
    const char *name;
    const cty_value *(*resolve)(tf_unit *u, const tf_scope *s, tnk_str name);
} roots[] = {
    { "var", resolve_var }, { "local", resolve_local }, { "path", resolve_path },
    { "terraform", resolve_terraform }, { "tofu", resolve_terraform },
};

static const cty_value *outside_loop(tf_unit *u, tnk_str name)
{
    static const struct { const char *name, *msg; } known[] = {
        { "each", N_("each is known only where for_each is set") },
        { "count", N_("count is known only where count is set") },
        { "self", N_("self is known only in provisioners, connections and conditions") },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (tf_is(name, known[i].name))
            return cty_fail(&u->cty, "%s", tr(u, known[i].msg));
    }
    return NULL;
}

const cty_value *tf_resolve(tf_unit *u, const tf_scope *s, const hcl_expr *root, const hcl_expr *const *steps, size_t n,
                            size_t *ret_used)
{
    tnk_str name = root->text;
    const cty_value *v = frame_value(s, name);
    *ret_used = 0;
    u->at = n != 0 ? steps[0]->at : root->at;
    if (v != NULL)
        return v;
    if ((v = outside_loop(u, name)) != NULL || u->cty.failed)
        return v;
    if (s->in == NULL || n == 0 || steps[0]->kind != HCL_GET)
        return cty_fail(&u->cty, "\"%.*s\" means nothing here", CTY_SHOW(name));
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        if (tf_is(name, roots[i].name)) {
            *ret_used = 1;
            return roots[i].resolve(u, s, steps[0]->name);
        }
    }
    return tf_resolve_decl(u, s, root, steps, n, ret_used);
}
