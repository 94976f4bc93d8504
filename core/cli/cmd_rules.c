/* SPDX-License-Identifier: Apache-2.0
 * tenken rules list, tenken rules show: what there is to hold. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"
#include "core/report/jsonw.h"
#include "core/report/width.h"

struct rules_options {
    tnk_setup_options setup;
    const char *format, *lang;
    bool help;
};

#define AT(m) offsetof(struct rules_options, m)
static const tnk_opt options[] = {
    { "format", TNK_OPT_TEXT, AT(format), N_("FORMAT"), N_("text (default) or json") },
    { "lang", TNK_OPT_TEXT, AT(lang), N_("ja|en"), N_("language; default: LANG") },
    { "rules", TNK_OPT_LIST, AT(setup.rules), N_("FOLDER"), N_("also load the rules of this folder; may be repeated") },
    { "no-builtin-rules", TNK_OPT_FLAG, AT(setup.no_builtin_rules), NULL, N_("load only the rules of --rules") },
    { "help", TNK_OPT_FLAG, AT(help), NULL, N_("show this help") },
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static void write_rule(tnk_jsonw *w, const tnk_rule_info *r)
{
    tnk_lang lang = tnk_lang_get();
    tnk_jsonw_map(w, NULL);
    tnk_jsonw_str(w, "id", r->id);
    tnk_jsonw_str(w, "title", tnk_both_in(&r->title, lang));
    tnk_jsonw_text(w, "severity", tnk_severity_name(r->severity));
    tnk_jsonw_str(w, "on", r->on);
    tnk_jsonw_text(w, "scope", r->unit_scope ? "unit" : "resource");
    tnk_jsonw_strs(w, "origins", r->origins);
    tnk_jsonw_strs(w, "items", r->items);
    tnk_jsonw_strs(w, "refs", r->refs);
    tnk_jsonw_strs(w, "aka", r->aka);
    tnk_jsonw_str(w, "fix", tnk_both_in(&r->fix, lang));
    tnk_jsonw_str(w, "file", r->file);
    tnk_jsonw_end(w);
}

static int list_json(const tnk_rules *rules, tnk_error *err)
{
    tnk_buf out = TNK_BUF_INIT;
    tnk_jsonw w = tnk_jsonw_on(&out);
    tnk_jsonw_list(&w, NULL);
    for (uint32_t i = 0; i < tnk_rules_count(rules); i++)
        write_rule(&w, &tnk_rules_infos(rules)[i]);
    tnk_jsonw_end(&w);
    int rc = out.failed ? tnk_fail_plain(err, TNK_ENOMEM, _("out of memory")) : tnk_cli_write(NULL, tnk_buf_str(&out), err);
    tnk_buf_free(&out);
    return rc;
}

static int list_text(const tnk_rules *rules)
{
    for (uint32_t i = 0; i < tnk_rules_count(rules); i++) {
        const tnk_rule_info *r = &tnk_rules_infos(rules)[i];
        const char *severity = _(tnk_severity_name(r->severity));
        int shown = (int)tnk_text_width(tnk_str_of(severity));
        printf("%-42s %s%*s %s\n", r->id.ptr, severity, shown < 8 ? 8 - shown : 0, "",
               tnk_both_in(&r->title, tnk_lang_get()).ptr);
    }
    return TNK_OK;
}

static void show_list(const char *label, tnk_strs list)
{
    if (list.n == 0)
        return;
    printf("%s:", label);
    for (size_t i = 0; i < list.n; i++)
        printf(" %s", list.at[i].ptr);
    printf("\n");
}

static int show_text(const tnk_rule_info *r, const tnk_setup *s)
{
    tnk_lang lang = tnk_lang_get();
    printf("%s\n%s\n\n", r->id.ptr, tnk_both_in(&r->title, lang).ptr);
    printf("%s: %s\n%s: %s\n", _("severity"), _(tnk_severity_name(r->severity)), _("judges"), r->on.ptr);
    show_list(_("origins"), r->origins);
    for (size_t i = 0; i < r->items.n; i++) {
        const tnk_catalogue_item *item = tnk_catalogues_item(s->catalogues, r->items.at[i], NULL);
        printf("  %-26s %s\n", r->items.at[i].ptr, item != NULL ? tnk_both_in(&item->title, lang).ptr : "");
    }
    show_list(_("references"), r->refs);
    show_list(_("known elsewhere as"), r->aka);
    if (r->why.in[lang].len != 0)
        printf("\n%s\n", r->why.in[lang].ptr);
    printf("\n%s: %s\n%s: %s:%u\n", _("fix"), tnk_both_in(&r->fix, lang).ptr, _("defined in"), r->file.ptr, r->line);
    return TNK_OK;
}

static int show_json(const tnk_rule_info *r, tnk_error *err)
{
    tnk_buf out = TNK_BUF_INIT;
    tnk_jsonw w = tnk_jsonw_on(&out);
    write_rule(&w, r);
    int rc = out.failed ? tnk_fail_plain(err, TNK_ENOMEM, _("out of memory")) : tnk_cli_write(NULL, tnk_buf_str(&out), err);
    tnk_buf_free(&out);
    return rc;
}

static int work(const tnk_setup *s, const char *id, bool json, tnk_error *err)
{
    if (id == NULL)
        return json ? list_json(s->rules, err) : list_text(s->rules);
    int64_t at = tnk_rules_find(s->rules, tnk_str_of(id));
    if (at < 0)
        return tnk_fail_plain(err, TNK_EINVAL, _("there is no rule \"%s\"; see tenken rules list"), id);
    const tnk_rule_info *r = &tnk_rules_infos(s->rules)[at];
    return json ? show_json(r, err) : show_text(r, s);
}

static int run(int argc, char **argv, bool one)
{
    struct rules_options o = { 0 };
    tnk_setup s = { 0 };
    tnk_error err = { 0 };
    const char **rest = NULL;
    size_t n = 0;
    int rc = tnk_options_parse(options, N_OPTIONS, argc, argv, &o, &rest, &n, &err);
    bool json = o.format != NULL && strcmp(o.format, "json") == 0;
    if (rc == TNK_OK)
        rc = tnk_cli_language(o.lang, &err);
    if (rc == TNK_OK && o.help) {
        printf("%s", one ? _("usage: tenken rules show [OPTIONS] RULE\n\n") : _("usage: tenken rules list [OPTIONS]\n\n"));
        tnk_options_help(options, N_OPTIONS);
    } else if (rc == TNK_OK && o.format != NULL && !json && strcmp(o.format, "text") != 0) {
        rc = tnk_fail_plain(&err, TNK_EINVAL, _("there is no format \"%s\"; use text or json"), o.format);
    } else if (rc == TNK_OK && n != (one ? 1u : 0u)) {
        rc = tnk_fail_plain(&err, TNK_EINVAL, one ? _("name one rule") : _("rules list takes no arguments"));
    } else if (rc == TNK_OK && (rc = tnk_setup_load(&s, &o.setup, false, &err)) == TNK_OK) {
        rc = work(&s, one ? rest[0] : NULL, json, &err);
    }
    tnk_setup_free(&s);
    tnk_opt_list_free(&o.setup.rules);
    free(rest);
    return rc == TNK_OK ? TNK_EXIT_OK : tnk_cli_usage(&err);
}

int tnk_cmd_rules_list(int argc, char **argv) { return run(argc, argv, false); }
int tnk_cmd_rules_show(int argc, char **argv) { return run(argc, argv, true); }
