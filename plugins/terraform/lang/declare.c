/* SPDX-License-Identifier: Apache-2.0
 * The declarations of a configuration file: variables, locals, outputs, resources, data sources, module calls. */
#include "lang/load.h"

#define PUSH(u, m, list, item)                                                                                     \
    ((m)->list = tf_mem_grow((u)->mem, (m)->list, (m)->n_##list##s, &(m)->cap_##list##s, sizeof *(m)->list),       \
     (m)->list[(m)->n_##list##s++] = (item))

static void twice(tf_unit *u, tnk_span at, tnk_str what)
{
    tf_tell(u, TNK_LEVEL_WARNING, "tf-declared-twice", at,
            tr(u, "%1 is declared twice; the first one counts"), TF_ARGS(what));
}

/* Names are identifiers of any script, types of ASCII; what else stands there is no name for anything. */
static bool is_name(tnk_str s, bool is_type)
{
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c <= ' ' || c == '.' || c == '"' || c == 0x7f || (is_type && c >= 0x80))
            return false;
    }
    return s.len != 0;
}

bool tf_is_type(tnk_str s)
{
    return is_name(s, true);
}

static bool labelled(tf_unit *u, const hcl_block *b, uint32_t n)
{
    bool good = b->n_labels == n;
    for (uint32_t i = 0; i < b->n_labels; i++)
        good = good && is_name(b->labels[i], n == 2 && i == 0);
    if (good)
        return true;
    tf_tell(u, TNK_LEVEL_ERROR, "tf-labels", b->header,
            n == 2 ? tr(u, "a %1 block needs two labels, its type and its name, made of letters, digits, - and _; "
                           "it is not judged")
                   : tr(u, "a %1 block needs one label, its name, made of letters, digits, - and _; it is not judged"),
            TF_ARGS(b->type));
    return false;
}

/* ---- variables, locals, outputs ---- */

static bool flag_of(const hcl_body *body, const char *name, bool otherwise)
{
    const hcl_attr *a = hcl_attr_get(body, name);
    return a != NULL && a->value->kind == HCL_BOOL ? a->value->flag : otherwise;
}

void tf_read_variable(tf_unit *u, tf_variable *v)
{
    const hcl_attr *type = hcl_attr_get(v->block->body, "type"), *otherwise = hcl_attr_get(v->block->body, "default");
    const cty_type *t = type != NULL ? tf_constraint(u, type->value) : NULL;
    v->type = t != NULL ? t : &cty_dynamic;
    v->otherwise = otherwise != NULL ? otherwise->value : NULL;
    v->sensitive = flag_of(v->block->body, "sensitive", false) || flag_of(v->block->body, "ephemeral", false);
    v->not_null = !flag_of(v->block->body, "nullable", true);
}

static void declare_variable(tf_unit *u, tf_module *m, const hcl_block *b)
{
    if (!labelled(u, b, 1))
        return;
    if (tf_table_get(&m->variables, b->labels[0]) != NULL) {
        twice(u, b->header, b->labels[0]);
        return;
    }
    tf_variable *v = tf_new(u->mem, tf_variable);
    *v = (tf_variable){ .name = b->labels[0], .block = b, .index = (uint32_t)m->n_variables };
    tf_read_variable(u, v);
    PUSH(u, m, variable, v);
    tf_table_set(u->mem, &m->variables, v->name, v);
}

static void declare_locals(tf_unit *u, tf_module *m, const hcl_block *b)
{
    for (uint32_t i = 0; i < b->body->n; i++) {
        const hcl_attr *a = b->body->items[i].attr;
        if (a == NULL)
            continue;
        if (tf_table_get(&m->locals, a->name) != NULL) {
            twice(u, a->name_at, a->name);
            continue;
        }
        tf_named *l = tf_new(u->mem, tf_named);
        *l = (tf_named){ .name = a->name, .value = a->value, .index = (uint32_t)m->n_locals };
        PUSH(u, m, local, l);
        tf_table_set(u->mem, &m->locals, l->name, l);
    }
}

void tf_read_output(tf_named *o)
{
    const hcl_attr *value = hcl_attr_get(o->block->body, "value");
    o->value = value != NULL ? value->value : NULL;
    o->sensitive = flag_of(o->block->body, "sensitive", false);
}

static void declare_output(tf_unit *u, tf_module *m, const hcl_block *b)
{
    if (!labelled(u, b, 1))
        return;
    if (tf_table_get(&m->outputs, b->labels[0]) != NULL) {
        twice(u, b->header, b->labels[0]);
        return;
    }
    tf_named *o = tf_new(u->mem, tf_named);
    *o = (tf_named){ .name = b->labels[0], .block = b, .index = (uint32_t)m->n_outputs };
    tf_read_output(o);
    PUSH(u, m, output, o);
    tf_table_set(u->mem, &m->outputs, o->name, o);
}

/* ---- resources, data sources, modules ---- */

void tf_index_decl(tf_unit *u, tf_decl *d)
{
    const hcl_attr *count = hcl_attr_get(d->block->body, "count"), *each = hcl_attr_get(d->block->body, "for_each");
    d->count = count != NULL ? count->value : NULL;
    d->for_each = each != NULL && count == NULL ? each->value : NULL;
    d->attrs = (tf_table){ 0 };
    for (uint32_t i = 0; i < d->block->body->n; i++) {
        const hcl_attr *a = d->block->body->items[i].attr;
        if (a != NULL)
            tf_table_set(u->mem, &d->attrs, a->name, (void *)a);
    }
}

static tnk_str join(tf_unit *u, const char *head, tnk_str a, tnk_str b)
{
    tf_buf out = { .mem = u->mem };
    tf_puts(&out, head);
    tf_put(&out, a);
    if (b.ptr != NULL) {
        tf_putc(&out, '.');
        tf_put(&out, b);
    }
    return tf_take(&out);
}

/* head: "" for a resource, "data.", "ephemeral.", "module.". */
static void declare_decl(tf_unit *u, tf_module *m, const hcl_block *b, const char *head)
{
    tf_decl *d = tf_new(u->mem, tf_decl);
    tnk_str none = { NULL, 0 };
    bool is_module = b->type.ptr[0] == 'm', is_data = head[0] != '\0' && !is_module;
    if (!labelled(u, b, is_module ? 1 : 2))
        return;
    *d = (tf_decl){ .block = b, .is_data = is_data, .is_module = is_module, .index = (uint32_t)m->n_decls };
    d->type = is_module ? TNK_LIT("") : b->labels[0];
    d->name = b->labels[is_module ? 0 : 1];
    d->key = is_module ? join(u, head, d->name, none) : join(u, head, d->type, d->name);
    d->kind = is_module ? TNK_LIT("terraform:module") : join(u, "terraform:", join(u, head, d->type, none), none);
    if (tf_table_get(&m->decls, d->key) != NULL) {
        twice(u, b->header, d->key);
        return;
    }
    tf_index_decl(u, d);
    PUSH(u, m, decl, d);
    tf_table_set(u->mem, &m->decls, d->key, d);
}

void tf_declare(tf_unit *u, tf_module *m, const hcl_body *body)
{
    for (uint32_t i = 0; i < body->n; i++) {
        const hcl_block *b = body->items[i].block;
        if (b == NULL)
            continue;
        if (tf_is(b->type, "resource"))
            declare_decl(u, m, b, "");
        else if (tf_is(b->type, "data"))
            declare_decl(u, m, b, "data.");
        else if (tf_is(b->type, "ephemeral"))
            declare_decl(u, m, b, "ephemeral.");
        else if (tf_is(b->type, "module"))
            declare_decl(u, m, b, "module.");
        else if (tf_is(b->type, "variable"))
            declare_variable(u, m, b);
        else if (tf_is(b->type, "locals"))
            declare_locals(u, m, b);
        else if (tf_is(b->type, "output"))
            declare_output(u, m, b);
        else if (tf_is(b->type, "provider") || tf_is(b->type, "terraform"))
            PUSH(u, m, setting, b);
    }
}
