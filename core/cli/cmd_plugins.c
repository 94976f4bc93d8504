/* SPDX-License-Identifier: Apache-2.0
 * tenken plugins list: the collectors, what they claim, and how this machine confines them. */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"

struct plugin_options {
    tnk_opt_list dirs;
    const char *lang;
    bool help;
};

static const tnk_opt options[] = {
    { "plugin-dir", TNK_OPT_LIST, offsetof(struct plugin_options, dirs), N_("FOLDER"), N_("also load the collectors of this folder; may be repeated") },
    { "lang", TNK_OPT_TEXT, offsetof(struct plugin_options, lang), N_("ja|en"), N_("language; default: LANG") },
    { "help", TNK_OPT_FLAG, offsetof(struct plugin_options, help), NULL, N_("show this help") },
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static void refused(void *ud, const char *path, const tnk_error *err)
{
    (void)path;
    *(int *)ud = TNK_EXIT_USAGE;
    fprintf(stderr, "tenken: %s\n", err->msg);
}

static void show(const tnk_plugin *p)
{
    printf("%s %s\n    %s\n    %s\n    %s:", p->c.name, p->c.version, _(p->c.about), p->path, _("claims"));
    for (uint32_t i = 0; i < p->c.n_claims; i++)
        printf(" %s", p->c.claims[i].glob);
    printf("\n");
}

static int list(const tnk_opt_list *dirs)
{
    int status = TNK_EXIT_OK;
    tnk_plugins *p = tnk_plugins_new();
    if (p == NULL)
        return tnk_cli_complain("%s", _("out of memory"));
    (void)tnk_plugins_load_dir(p, tnk_cli_plugin_dir(), refused, &status);
    for (size_t i = 0; i < dirs->n; i++) {
        char *dir = realpath(dirs->at[i], NULL);
        (void)tnk_plugins_load_dir(p, dir != NULL ? dir : dirs->at[i], refused, &status);
        free(dir);
    }
    for (size_t i = 0; i < tnk_plugins_count(p); i++)
        show(tnk_plugins_at(p, i));
    unsigned c = tnk_confinement();
    printf(_("workers are confined by: seccomp %s, landlock %s\n"), c & TNK_CONFINED_SECCOMP ? _("yes") : _("no"),
           c & TNK_CONFINED_LANDLOCK ? _("yes") : _("no"));
    tnk_plugins_free(p);
    return status;
}

int tnk_cmd_plugins_list(int argc, char **argv)
{
    struct plugin_options o = { 0 };
    const char **rest = NULL;
    size_t n = 0;
    tnk_error err = { 0 };
    int rc = tnk_options_parse(options, N_OPTIONS, argc, argv, &o, &rest, &n, &err);
    if (rc == TNK_OK)
        rc = tnk_cli_language(o.lang, &err);
    if (rc == TNK_OK && o.help) {
        printf("%s", _("usage: tenken plugins list [OPTIONS]\n\n"));
        tnk_options_help(options, N_OPTIONS);
    } else if (rc == TNK_OK && n != 0) {
        rc = tnk_fail_plain(&err, TNK_EINVAL, _("plugins list takes no arguments"));
    } else if (rc == TNK_OK) {
        rc = list(&o.dirs);
    }
    tnk_opt_list_free(&o.dirs);
    free(rest);
    return rc < 0 ? tnk_cli_usage(&err) : rc;
}
