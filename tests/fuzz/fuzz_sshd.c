/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as sshd_config, what follows a line "%%" as a file it may include, and after another
 * as the PAM stack. There is always a global context; every value lies in its file; a file that
 * sshd would refuse says so; the work is linear in the input. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/collect/collect.h"

enum { SECONDS_MAX = 5, FILES = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

typedef struct seen {
    tnk_unit_ctx *cx;
    size_t servers, errors;
    bool accepted;
} seen;

static void check_place(const seen *s, tnk_span at)
{
    if (at.file >= s->cx->sources.n || at.off > at.end ||
        at.end > s->cx->sources.at[at.file]->text.len)
        abort();
}

/* Maps of lists of scalars, no deeper. */
static void check_value(const seen *s, const tnk_value *v, int depth)
{
    if (depth > 3)
        abort();
    check_place(s, tnk_value_span(v));
    tnk_value_each(child, v)
        check_value(s, child, depth + 1);
}

static int take_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    seen *s = ud;
    const tnk_value *accepted = tnk_value_get(s->cx->atoms, r->value, TNK_LIT("accepted"));
    (void)by;
    if (r->address.len == 0 || !tnk_value_is(accepted, TNK_BOOL) ||
        !tnk_value_is(tnk_value_get(s->cx->atoms, r->value, TNK_LIT("permitrootlogin")), TNK_TEXT))
        abort();
    s->accepted = accepted->u.flag;
    s->servers += r->kind.len == 11;
    check_place(s, r->at);
    check_value(s, r->value, 0);
    return 0;
}

static int take_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud, (void)from, (void)by, (void)to;
    return 0;
}

static void take_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                      bool has_place, tnk_str msg)
{
    seen *s = ud;
    (void)level, (void)path;
    if (msg.len == 0 || (code.len == 16 && memcmp(code.ptr, "collector-failed", 16) == 0) ||
        (code.len == 16 && memcmp(code.ptr, "repeated-address", 16) == 0))
        abort();
    if (has_place)
        check_place(s, at);
    s->errors += code.len == 11 && memcmp(code.ptr, "sshd-syntax", 11) == 0;
}

static void run(tnk_plugins *p, tnk_tree *tree)
{
    tnk_unit_ctx cx = { .tree = tree, .arena = tnk_arena_new((size_t)512 << 20),
                        .atoms = tnk_atoms_new() };
    seen s = { .cx = &cx };
    tnk_collect_sink sink = { &s, take_resource, take_reference, take_diag };
    tnk_error err = { 0 };
    tnk_str path = TNK_LIT("etc/ssh/sshd_config");
    if (cx.arena == NULL || cx.atoms == NULL ||
        tnk_collect_unit(p, &cx, 1, &path, 1, &sink, &err) != 0)
        abort();
    if (s.servers != 1 || s.accepted != (s.errors == 0))
        abort();
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const tnk_str paths[FILES] = {
        { "etc/ssh/sshd_config", 19 }, { "etc/ssh/a.conf", 14 }, { "etc/pam.d/sshd", 14 }
    };
    tnk_str texts[FILES] = { { "", 0 }, { "", 0 }, { "", 0 } };
    char *copy = malloc(size + 1), *p = copy;
    tnk_plugins *plugins = tnk_plugins_new();
    tnk_tree *tree = NULL;
    tnk_error err = { 0 };
    clock_t start = clock();
    if (copy == NULL || plugins == NULL ||
        tnk_plugins_add(plugins, tenken_collector_v1(TNK_ABI), &err) != 0)
        abort();
    if (size > 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    for (size_t i = 0; i < FILES && p != NULL; i++) {
        char *cut = i + 1 < FILES ? strstr(p, "\n%%\n") : NULL;
        size_t left = size - (size_t)(p - copy);
        texts[i] = (tnk_str){ p, cut != NULL ? (size_t)(cut - p) : left };
        p = cut != NULL ? cut + 4 : NULL;
    }
    if (tnk_tree_open_memory(paths, texts, FILES, NULL, &tree, &err) != 0)
        abort();
    run(plugins, tree);
    if ((clock() - start) / CLOCKS_PER_SEC > SECONDS_MAX)
        abort();
    tnk_tree_close(tree);
    tnk_plugins_free(plugins);
    free(copy);
    return 0;
}
