/* SPDX-License-Identifier: Apache-2.0
 * tenken scan: audit targets and report. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "core/base/date.h"
#include "core/base/i18n.h"
#include "core/cli/cli.h"
#include "core/report/report.h"

struct scan_options {
    tnk_setup_options setup;
    tnk_given_options given;
    tnk_opt_list excludes, rule, skip_rule;
    const char *format, *output, *gate, *as_of, *color, *lang, *show;
    unsigned jobs, unit_timeout, max_file_size;
    bool no_default_excludes, evidence, no_target_config, quiet, help;
};

#define AT(m) offsetof(struct scan_options, m)
static const tnk_opt options[] = {
    { "format", TNK_OPT_TEXT, AT(format), N_("FORMAT"), N_("text (default), json or sarif") },
    { "output", TNK_OPT_TEXT, AT(output), N_("FILE"), N_("write the report to a file") },
    { "lang", TNK_OPT_TEXT, AT(lang), N_("ja|en"), N_("language of the report; default: LANG") },
    { "gate", TNK_OPT_TEXT, AT(gate), N_("SEVERITY"), N_("exit with 1 for findings of this severity or above: critical, high, medium (default), low, info; none: never") },
    { "evidence", TNK_OPT_FLAG, AT(evidence), NULL, N_("report every verdict, passes too") },
    { "show", TNK_OPT_TEXT, AT(show), N_("VERDICT"), N_("undetermined: also list checks whose answer cannot be known from the files") },
    { "quiet", TNK_OPT_FLAG, AT(quiet), NULL, N_("text: findings, errors and the gate only") },
    { "color", TNK_OPT_TEXT, AT(color), N_("auto|always|never"), N_("colour in the text report") },
    { "exclude", TNK_OPT_LIST, AT(excludes), N_("PATTERN"), N_("leave paths out, as .gitignore would; may be repeated") },
    { "no-default-excludes", TNK_OPT_FLAG, AT(no_default_excludes), NULL, N_("look into .git, node_modules, .terraform/providers and the like too") },
    { "rule", TNK_OPT_LIST, AT(rule), N_("ID"), N_("hold only this rule; may be repeated") },
    { "skip-rule", TNK_OPT_LIST, AT(skip_rule), N_("ID"), N_("do not hold this rule; may be repeated") },
    { "rules", TNK_OPT_LIST, AT(setup.rules), N_("FOLDER"), N_("also load the rules of this folder; may be repeated") },
    { "no-builtin-rules", TNK_OPT_FLAG, AT(setup.no_builtin_rules), NULL, N_("load only the rules of --rules") },
    { "plugin-dir", TNK_OPT_LIST, AT(setup.plugin_dirs), N_("FOLDER"), N_("also load the collectors of this folder; may be repeated") },
    { "var", TNK_OPT_LIST, AT(given.vars), N_("NAME=VALUE"), N_("Terraform: the value of a variable; may be repeated") },
    { "var-file", TNK_OPT_LIST, AT(given.var_files), N_("FILE"), N_("Terraform: a file of variables (.tfvars); may be repeated") },
    { "var-env", TNK_OPT_FLAG, AT(given.var_env), NULL, N_("Terraform: take variables from TF_VAR_NAME of the environment too") },
    { "workspace", TNK_OPT_TEXT, AT(given.workspace), N_("NAME"), N_("Terraform: the name of the workspace; default: default") },
    { "no-target-config", TNK_OPT_FLAG, AT(no_target_config), NULL, N_("ignore what the target says about its own audit (tenken:ignore comments)") },
    { "as-of", TNK_OPT_TEXT, AT(as_of), N_("YYYY-MM-DD"), N_("the day against which expiry is held; default: today") },
    { "jobs", TNK_OPT_NUMBER, AT(jobs), N_("N"), N_("number of workers; default: the processors") },
    { "unit-timeout", TNK_OPT_NUMBER, AT(unit_timeout), N_("SECONDS"), N_("how long one unit may take; default: 30") },
    { "max-file-size", TNK_OPT_NUMBER, AT(max_file_size), N_("MIB"), N_("larger files are not read; default: 64") },
    { "help", TNK_OPT_FLAG, AT(help), NULL, N_("show this help") },
};
enum { N_OPTIONS = sizeof options / sizeof *options };

static void help(void)
{
    printf(_("usage: tenken scan [OPTIONS] TARGET...\n\n"
             "Audits directories, files, archives (tar, tar.gz, zip), and files compressed with gzip.\n"
             "Exit status: 0 the gate holds; 1 findings at or above the gate; 2 wrong usage or configuration;\n"
             "3 the scan is incomplete.\n\n"));
    tnk_options_help(options, N_OPTIONS);
    size_t n;
    const tnk_report_format *formats = tnk_report_formats(&n);
    printf("%s", _("\nFormats:\n"));
    for (size_t i = 0; i < n; i++)
        printf("  %-6s %s\n", formats[i].name, _(formats[i].about));
}

/* ---- progress ------------------------------------------------------------------------------------------ */

struct progress {
    struct timespec start;
    bool shown;
};

static void on_progress(void *ud, uint32_t done, uint32_t all)
{
    struct progress *p = ud;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double s = (double)(now.tv_sec - p->start.tv_sec) + (double)(now.tv_nsec - p->start.tv_nsec) / 1e9;
    if (s < 1 || all == 0)
        return;
    char bar[41];
    unsigned full = (unsigned)((uint64_t)done * 40 / all);
    memset(bar, '.', 40);
    memset(bar, '#', full);
    bar[40] = '\0';
    fprintf(stderr, "\r[%s] %3u%%  %u/%u", bar, (unsigned)((uint64_t)done * 100 / all), done, all);
    p->shown = true;
}

static void end_progress(const struct progress *p)
{
    if (p->shown)
        fputs("\r\033[K", stderr);
}

/* ---- options -> scan ------------------------------------------------------------------------------------- */

static int mark(const tnk_rules *rules, const tnk_opt_list *ids, bool *only, bool value, tnk_error *err)
{
    for (size_t i = 0; i < ids->n; i++) {
        int64_t at = tnk_rules_find(rules, tnk_str_of(ids->at[i]));
        if (at < 0)
            return tnk_fail_plain(err, TNK_EINVAL, _("there is no rule \"%s\"; see tenken rules list"), ids->at[i]);
        only[at] = value;
    }
    return TNK_OK;
}

static int choose_rules(const struct scan_options *o, const tnk_rules *rules, tnk_arena *a, const bool **ret,
                        tnk_error *err)
{
    uint32_t n = tnk_rules_count(rules);
    bool *only = tnk_arena_alloc(a, n + 1);
    *ret = NULL;
    if (o->rule.n == 0 && o->skip_rule.n == 0)
        return TNK_OK;
    if (only == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    memset(only, o->rule.n == 0, n);
    int rc = mark(rules, &o->rule, only, true, err);
    if (rc == TNK_OK)
        rc = mark(rules, &o->skip_rule, only, false, err);
    *ret = only;
    return rc;
}

static int read_gate(const char *gate, tnk_audit_options *a, tnk_error *err)
{
    a->gate_level = TNK_MEDIUM;
    if (gate == NULL)
        return TNK_OK;
    if (strcmp(gate, "none") == 0)
        a->gate_off = true;
    else if (!tnk_severity_parse(tnk_str_of(gate), &a->gate_level))
        return tnk_fail_plain(err, TNK_EINVAL, _("--gate is critical, high, medium, low, info or none, not \"%s\""), gate);
    return TNK_OK;
}

static int read_day(const char *as_of, char today[11], tnk_str *ret, tnk_error *err)
{
    char now[32];
    tnk_date d;
    if (as_of == NULL) {
        tnk_cli_now(now);
        memcpy(today, now, 10);
        today[10] = '\0';
        as_of = today;
    }
    if (!tnk_date_parse(tnk_str_of(as_of), &d))
        return tnk_fail_plain(err, TNK_EINVAL, _("--as-of is a day, YYYY-MM-DD, not \"%s\""), as_of);
    *ret = tnk_str_of(as_of);
    return TNK_OK;
}

static int check_words(const struct scan_options *o, const tnk_report_format **format, tnk_error *err)
{
    *format = tnk_report_find(tnk_str_of(o->format != NULL ? o->format : "text"));
    if (*format == NULL)
        return tnk_fail_plain(err, TNK_EINVAL, _("there is no format \"%s\"; use text, json or sarif"), o->format);
    if (o->show != NULL && strcmp(o->show, "undetermined") != 0)
        return tnk_fail_plain(err, TNK_EINVAL, _("--show takes undetermined, not \"%s\""), o->show);
    if (o->color != NULL && strcmp(o->color, "auto") != 0 && strcmp(o->color, "always") != 0 &&
        strcmp(o->color, "never") != 0)
        return tnk_fail_plain(err, TNK_EINVAL, _("--color is auto, always or never, not \"%s\""), o->color);
    if (o->max_file_size > 1024)
        return tnk_fail_plain(err, TNK_EINVAL, _("--max-file-size is at most 1024"));
    return TNK_OK;
}

static tnk_report_options look(const struct scan_options *o)
{
    struct winsize w = { 0 };
    bool terminal = o->output == NULL && isatty(STDOUT_FILENO);
    tnk_report_options r = { .evidence = o->evidence, .quiet = o->quiet };
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) == 0)
        r.width = w.ws_col;
    r.colour = o->color != NULL && strcmp(o->color, "always") == 0;
    if (o->color == NULL || strcmp(o->color, "auto") == 0)
        r.colour = terminal;
    return r;
}

/* ---- the command -------------------------------------------------------------------------------------------- */

static int report(const struct scan_options *o, const tnk_report_format *format, const tnk_record *r, tnk_error *err)
{
    tnk_buf out = TNK_BUF_INIT;
    tnk_report_options opts = look(o);
    int rc = format->write(r, &opts, &out, err);
    if (rc == TNK_OK)
        rc = tnk_cli_write(o->output, tnk_buf_str(&out), err);
    tnk_buf_free(&out);
    return rc;
}

static int scan(const struct scan_options *o, tnk_setup *setup, const char **targets, size_t n, tnk_arena *arena,
                tnk_error *err)
{
    char started[32], today[11];
    struct progress p = { .shown = false };
    tnk_audit_options audit = { .evidence = o->evidence, .show_undetermined = o->show != NULL, .started = started };
    const tnk_report_format *format;
    tnk_scan_result found;
    tnk_record record;
    tnk_str *given = tnk_arena_array(arena, n, sizeof *given);
    tnk_scan_options so = {
        .targets = targets, .n_targets = n, .plugins = setup->plugins, .rules = setup->rules, .atoms = setup->atoms,
        .tree = { .excludes = o->excludes.at, .no_default_excludes = o->no_default_excludes,
                  .file_bytes_max = (size_t)o->max_file_size << 20 },
        .pool = { .workers = o->jobs, .timeout_ms = o->unit_timeout * 1000 }, .evidence = o->evidence,
        .no_target_config = o->no_target_config, .progress = isatty(STDERR_FILENO) ? on_progress : NULL, .ud = &p,
    };
    if (given == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("out of memory"));
    for (size_t i = 0; i < n; i++) {
        given[i] = tnk_str_of(targets[i]);
        if (given[i].len == 0)
            return tnk_fail_plain(err, TNK_EINVAL, _("a target's name is empty"));
    }
    audit.targets = (tnk_strs){ given, n };
    clock_gettime(CLOCK_MONOTONIC, &p.start);
    tnk_cli_now(started);
    int rc = check_words(o, &format, err);
    if (rc == TNK_OK)
        rc = read_gate(o->gate, &audit, err);
    if (rc == TNK_OK)
        rc = read_day(o->as_of, today, &audit.as_of, err);
    so.as_of = audit.as_of;
    if (rc == TNK_OK)
        rc = tnk_cli_given(&o->given, arena, &so.options, &so.n_options, err);
    if (rc == TNK_OK)
        rc = choose_rules(o, setup->rules, arena, &so.only, err);
    if (rc == TNK_OK)
        rc = tnk_scan(&so, arena, &found, err);
    end_progress(&p);
    if (rc == TNK_OK)
        rc = tnk_audit(setup, &found, &audit, arena, &record, err);
    if (rc == TNK_OK)
        rc = report(o, format, &record, err);
    if (rc != TNK_OK)
        return rc;
    return record.incomplete ? TNK_EXIT_INCOMPLETE : record.gate_holds ? TNK_EXIT_OK : TNK_EXIT_GATE;
}

int tnk_cmd_scan(int argc, char **argv)
{
    struct scan_options o = { 0 };
    tnk_setup setup = { 0 };
    tnk_error err = { 0 };
    const char **targets = NULL;
    size_t n = 0;
    tnk_arena *arena = tnk_arena_new(SIZE_MAX / 4);
    int rc = tnk_options_parse(options, N_OPTIONS, argc, argv, &o, &targets, &n, &err);
    if (rc == TNK_OK)
        rc = tnk_cli_language(o.lang, &err);
    if (rc == TNK_OK && o.help) {
        help();
    } else if (rc == TNK_OK && n == 0) {
        rc = tnk_fail_plain(&err, TNK_EINVAL, _("name at least one target: a directory, a file or an archive"));
    } else if (rc == TNK_OK && arena == NULL) {
        rc = tnk_fail_plain(&err, TNK_ENOMEM, _("out of memory"));
    } else if (rc == TNK_OK) {
        rc = tnk_setup_load(&setup, &o.setup, true, &err);
        if (rc == TNK_OK)
            rc = scan(&o, &setup, targets, n, arena, &err);
    }
    tnk_setup_free(&setup);
    tnk_arena_free(arena);
    tnk_opt_list_free(&o.excludes);
    tnk_opt_list_free(&o.rule);
    tnk_opt_list_free(&o.skip_rule);
    tnk_opt_list_free(&o.given.vars);
    tnk_opt_list_free(&o.given.var_files);
    tnk_opt_list_free(&o.setup.rules);
    tnk_opt_list_free(&o.setup.plugin_dirs);
    free(targets);
    return rc < 0 ? tnk_cli_usage(&err) : rc;
}
