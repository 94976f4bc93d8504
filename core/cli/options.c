/* SPDX-License-Identifier: Apache-2.0
 * See options.h. */
#include "core/cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/str.h"

static const tnk_opt *find(const tnk_opt *o, size_t n, tnk_str name)
{
    for (size_t i = 0; i < n; i++) {
        if (tnk_str_is(name, o[i].name))
            return &o[i];
    }
    return NULL;
}

static int add(tnk_opt_list *l, const char *value)
{
    const char **at = realloc(l->at, (l->n + 2) * sizeof *at);
    if (at == NULL)
        return TNK_ENOMEM;
    at[l->n++] = value;
    at[l->n] = NULL;
    l->at = at;
    return TNK_OK;
}

static int set(const tnk_opt *o, const char *value, void *into, tnk_error *err)
{
    void *member = (char *)into + o->offset;
    int64_t n;
    switch (o->kind) {
    case TNK_OPT_FLAG:
        *(bool *)member = true;
        return TNK_OK;
    case TNK_OPT_TEXT:
        *(const char **)member = value;
        return TNK_OK;
    case TNK_OPT_LIST:
        return add(member, value);
    case TNK_OPT_NUMBER:
        if (!tnk_str_int(tnk_str_of(value), &n) || n < 1 || n > 1000000)
            return tnk_fail_plain(err, TNK_EINVAL, _("--%s takes a whole number from 1 to 1000000"), o->name);
        *(unsigned *)member = (unsigned)n;
        return TNK_OK;
    }
    return TNK_EINVAL;
}

/* One option, perhaps with its value in the next argument; *used says how many arguments it took. */
static int parse_one(const tnk_opt *options, size_t n, int left, char **argv, void *into, int *used, tnk_error *err)
{
    const char *eq = strchr(argv[0], '=');
    tnk_str name = { argv[0] + 2, eq != NULL ? (size_t)(eq - argv[0] - 2) : strlen(argv[0] + 2) };
    const tnk_opt *o = find(options, n, name);
    *used = 1;
    if (o == NULL)
        return tnk_fail_plain(err, TNK_EINVAL, _("there is no option --%.*s; see --help"), (int)name.len, name.ptr);
    if (o->kind == TNK_OPT_FLAG) {
        if (eq != NULL)
            return tnk_fail_plain(err, TNK_EINVAL, _("--%s takes no value"), o->name);
        return set(o, NULL, into, err);
    }
    if (eq != NULL)
        return set(o, eq + 1, into, err);
    if (left < 2)
        return tnk_fail_plain(err, TNK_EINVAL, _("--%s needs a value: %s"), o->name, _(o->arg));
    *used = 2;
    return set(o, argv[1], into, err);
}

int tnk_options_parse(const tnk_opt *options, size_t n, int argc, char **argv, void *into,
                      const char ***rest, size_t *n_rest, tnk_error *err)
{
    const char **others = calloc((size_t)argc + 1, sizeof *others);
    size_t n_others = 0;
    bool ended = false;
    if (others == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (int i = 0; i < argc;) {
        int used = 1, rc = TNK_OK;
        if (!ended && strcmp(argv[i], "--") == 0)
            ended = true;
        else if (!ended && strcmp(argv[i], "-h") == 0)
            argv[i] = (char *)"--help", used = 0;
        else if (!ended && argv[i][0] == '-' && argv[i][1] == '-')
            rc = parse_one(options, n, argc - i, argv + i, into, &used, err);
        else if (!ended && argv[i][0] == '-' && argv[i][1] != '\0')
            rc = tnk_fail_plain(err, TNK_EINVAL, _("there is no option %s; see --help"), argv[i]);
        else
            others[n_others++] = argv[i];
        if (rc != TNK_OK) {
            free(others);
            return rc;
        }
        i += used;
    }
    *rest = others;
    *n_rest = n_others;
    return TNK_OK;
}

void tnk_options_help(const tnk_opt *options, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const tnk_opt *o = &options[i];
        printf("  --%s%s%s\n        %s\n", o->name, o->kind == TNK_OPT_FLAG ? "" : " ",
               o->kind == TNK_OPT_FLAG ? "" : _(o->arg), _(o->about));
    }
}

void tnk_opt_list_free(tnk_opt_list *l)
{
    free(l->at);
    *l = (tnk_opt_list){ NULL, 0 };
}
