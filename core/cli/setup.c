/* SPDX-License-Identifier: Apache-2.0
 * Finding the program's parts and loading what an audit needs; see cli.h. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"

int tnk_cli_usage(const tnk_error *err)
{
    fprintf(stderr, "tenken: %s\n", err->msg);
    return TNK_EXIT_USAGE;
}

int tnk_cli_complain(const char *fmt, ...)
{
    va_list ap;
    fputs("tenken: ", stderr);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    return TNK_EXIT_USAGE;
}

/* The program is <prefix>/bin/tenken. */
static const char *below_prefix(char out[4096], const char *below)
{
    if (out[0] != '\0')
        return out;
    ssize_t n = readlink("/proc/self/exe", out, 3000);
    out[n > 0 ? n : 0] = '\0';
    for (int up = 0; up < 2; up++) {
        char *slash = strrchr(out, '/');
        if (slash != NULL)
            *slash = '\0';
    }
    snprintf(out + strlen(out), 1000, "/%s", below);
    return out;
}

const char *tnk_cli_plugin_dir(void)
{
    static char path[4096];
    return below_prefix(path, TNK_PLUGIN_DIR);
}

const char *tnk_cli_rules_dir(void)
{
    static char path[4096];
    return below_prefix(path, TNK_DATA_DIR "/rules");
}

const char *tnk_cli_locale_dir(void)
{
    static char path[4096];
    return below_prefix(path, TNK_LOCALE_DIR);
}

int tnk_cli_language(const char *lang, tnk_error *err)
{
    if (lang == NULL)
        return TNK_OK;
    if (strcmp(lang, "ja") != 0 && strcmp(lang, "en") != 0)
        return tnk_fail_plain(err, TNK_EINVAL, _("--lang is ja or en, not \"%s\""), lang);
    tnk_lang_set(tnk_lang_parse(lang), tnk_cli_locale_dir());
    return TNK_OK;
}

/* ---- loading -------------------------------------------------------------------------------------------- */

struct refused {
    tnk_error first;
};

static void on_refused(void *ud, const char *path, const tnk_error *err)
{
    struct refused *r = ud;
    (void)path;
    if (r->first.code == 0)
        r->first = *err;
}

static int load_plugins(tnk_setup *s, const tnk_setup_options *opts, tnk_error *err)
{
    struct refused refused = { { 0 } };
    int rc = tnk_plugins_load_dir(s->plugins, tnk_cli_plugin_dir(), on_refused, &refused);
    for (size_t i = 0; i < opts->plugin_dirs.n && rc == TNK_OK; i++) {
        char *dir = realpath(opts->plugin_dirs.at[i], NULL);
        if (dir == NULL)
            return tnk_fail_plain(err, TNK_ENOENT, _("%s: %s"), opts->plugin_dirs.at[i],
                                  tnk_errno_words(errno));
        rc = tnk_plugins_load_dir(s->plugins, dir, on_refused, &refused);
        free(dir);
    }
    if (rc != TNK_OK)
        return tnk_fail_plain(err, rc, "%s", refused.first.msg);
    return TNK_OK;
}

/* A link to an item that no checklist has would be lost silently: it is a mistake of the rule. */
static int check_items(const tnk_setup *s, tnk_error *err)
{
    const tnk_rule_info *infos = tnk_rules_infos(s->rules);
    tnk_error why = { 0 };
    for (uint32_t i = 0; i < tnk_rules_count(s->rules); i++) {
        for (size_t j = 0; j < infos[i].items.n; j++) {
            if (tnk_catalogues_check(s->catalogues, infos[i].items.at[j], &why) != TNK_OK)
                return tnk_fail_plain(err, TNK_EINVAL, "%s:%u: %s: %s", infos[i].file.ptr, infos[i].line,
                                      infos[i].id.ptr, why.msg);
        }
    }
    return TNK_OK;
}

static int load_rules(tnk_setup *s, const tnk_setup_options *opts, tnk_error *err)
{
    int rc = TNK_OK;
    tnk_rules_share_lib(s->rules, tnk_cli_rules_dir());
    if (!opts->no_builtin_rules)
        rc = tnk_rules_load(s->rules, tnk_cli_rules_dir(), err);
    for (size_t i = 0; i < opts->rules.n && rc == TNK_OK; i++)
        rc = tnk_rules_load(s->rules, opts->rules.at[i], err);
    return rc == TNK_OK ? tnk_rules_finish(s->rules, err) : rc;
}

/* Our catalogues, then those beside an agency's own rules. */
static int load_catalogues(tnk_setup *s, const tnk_setup_options *opts, tnk_error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/checklists", tnk_cli_rules_dir());
    int rc = tnk_catalogues_load(s->catalogues, path, err);
    for (size_t i = 0; i < opts->rules.n && rc == TNK_OK; i++) {
        struct stat st;
        snprintf(path, sizeof path, "%s/checklists", opts->rules.at[i]);
        if (stat(path, &st) == 0)
            rc = tnk_catalogues_load(s->catalogues, path, err);
    }
    return rc;
}

int tnk_setup_load(tnk_setup *s, const tnk_setup_options *opts, bool with_plugins, tnk_error *err)
{
    *s = (tnk_setup){ .atoms = tnk_atoms_new(), .plugins = tnk_plugins_new(), .catalogues = tnk_catalogues_new() };
    if (s->atoms == NULL || s->plugins == NULL || s->catalogues == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    s->rules = tnk_rules_new(s->atoms, err);
    if (s->rules == NULL)
        return TNK_ENOMEM;
    int rc = load_rules(s, opts, err);
    if (rc == TNK_OK)
        rc = load_catalogues(s, opts, err);
    if (rc == TNK_OK)
        rc = check_items(s, err);
    if (rc == TNK_OK && with_plugins)
        rc = load_plugins(s, opts, err);
    return rc;
}

void tnk_setup_free(tnk_setup *s)
{
    tnk_rules_free(s->rules);
    tnk_plugins_free(s->plugins);
    tnk_catalogues_free(s->catalogues);
    tnk_atoms_free(s->atoms);
    *s = (tnk_setup){ 0 };
}

/* ---- small things ------------------------------------------------------------------------------------------ */

void tnk_cli_now(char ret[32])
{
    time_t t = time(NULL);
    struct tm tm;
    gmtime_r(&t, &tm);
    strftime(ret, 32, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

int tnk_cli_write(const char *path, tnk_str bytes, tnk_error *err)
{
    FILE *f = path != NULL ? fopen(path, "wbe") : stdout;
    if (f == NULL)
        return tnk_fail_plain(err, TNK_EIO, _("%s cannot be written: %s"), path,
                              tnk_errno_words(errno));
    bool ok = fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len && fflush(f) == 0;
    if (path != NULL)
        ok = (fclose(f) == 0) && ok;
    if (!ok)
        return tnk_fail_plain(err, TNK_EIO, _("%s cannot be written: %s"), path != NULL ? path : "stdout",
                              tnk_errno_words(errno));
    return TNK_OK;
}
