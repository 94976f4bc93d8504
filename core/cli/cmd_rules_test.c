/* SPDX-License-Identifier: Apache-2.0
 * tenken rules test: holds rules against annotated examples. An example for the rules of <area>/<service>.lua
 * lies below <examples>/<area>/<service>/ and says with a comment `# expect: RULE[, RULE]` (or //) on its line
 * where a finding must be; a file that cannot hold comments has a companion <file>.expect with lines
 * "LINE RULE". Findings and expectations must be the same; and each rule must have a failing and a passing
 * example for every origin it can judge. */
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"
#include "core/cli/expect.h"
#include "core/result/finding.h"

struct test_options {
    tnk_setup_options setup;
    const char *lang;
    bool help;
};

#define AT(m) offsetof(struct test_options, m)
static const tnk_opt options[] = {
    { "rules", TNK_OPT_LIST, AT(setup.rules), N_("FOLDER"), N_("also load the rules of this folder; may be repeated") },
    { "no-builtin-rules", TNK_OPT_FLAG, AT(setup.no_builtin_rules), NULL, N_("load only the rules of --rules") },
    { "plugin-dir", TNK_OPT_LIST, AT(setup.plugin_dirs), N_("FOLDER"), N_("also load the collectors of this folder; may be repeated") },
    { "lang", TNK_OPT_TEXT, AT(lang), N_("ja|en"), N_("language; default: LANG") },
    { "help", TNK_OPT_FLAG, AT(help), NULL, N_("show this help") },
};
enum { N_OPTIONS = sizeof options / sizeof *options };

struct testing {
    const tnk_setup *setup;
    const tnk_rule_info *infos;
    uint32_t n_rules;
    tnk_arena *arena;
    tnk_scan_result found;
    tnk_expectations expected;
    const char *folder;
    unsigned wrong, checked;
};

/* Is the example meant for the rule: does it lie below the path of the rule's file without ".lua"? */
static bool meant_for(const tnk_rule_info *r, tnk_str path)
{
    tnk_str stem = r->file;
    if (tnk_str_ends(stem, TNK_S(".lua")))
        stem.len -= 4;
    return tnk_str_starts(path, stem) && path.len > stem.len && path.ptr[stem.len] == '/';
}

static void complain(struct testing *t, const char *path, uint32_t line, const char *rule, const char *what)
{
    t->wrong++;
    printf("%s/%s:%u: %s: %s\n", t->folder, path, line, rule, what);
}

/* Every fail must be expected, every expectation met by a fail at that line. */
static void compare(struct testing *t)
{
    for (uint32_t i = 0; i < t->found.n_evidence; i++) {
        const tnk_verdict *v = &t->found.evidence[i];
        const tnk_rule_info *r = &t->infos[v->rule];
        if (!meant_for(r, v->place.path))
            continue;
        t->checked++;
        if (v->verdict == TNK_RULE_ERROR)
            complain(t, v->place.path.ptr, v->place.line, r->id.ptr, v->message.ptr);
        else if (v->verdict == TNK_FAIL && !tnk_expectations_meet(&t->expected, v->place.path, v->place.line, r->id))
            complain(t, v->place.path.ptr, v->place.line, r->id.ptr, _("a finding that nothing here expects"));
    }
    for (size_t i = 0; i < t->expected.n; i++) {
        const tnk_expectation *e = &t->expected.at[i];
        int64_t rule = tnk_rules_find(t->setup->rules, e->rule);
        if (rule < 0)
            complain(t, e->path.ptr, e->line, e->rule.ptr, _("there is no such rule"));
        else if (!meant_for(&t->infos[rule], e->path))
            complain(t, e->path.ptr, e->line, e->rule.ptr, _("the rule belongs to another folder of examples"));
        else if (!e->met)
            complain(t, e->path.ptr, e->line, e->rule.ptr, _("expected here, but not found"));
    }
}

static void diagnostics(struct testing *t)
{
    for (uint32_t i = 0; i < t->found.n_diagnostics; i++) {
        const tnk_diagnostic *d = &t->found.diagnostics[i];
        if (d->level == TNK_LEVEL_ERROR)
            complain(t, d->path.ptr, d->line, d->code.ptr, d->message.ptr);
    }
}

static bool has_example(const struct testing *t, uint32_t rule, tnk_str origin, tnk_verdict_kind kind)
{
    for (uint32_t i = 0; i < t->found.n_evidence; i++) {
        const tnk_verdict *v = &t->found.evidence[i];
        bool unit = v->origin.len == 0;     /* a verdict about a unit has no origin of its own */
        if (v->rule == rule && v->verdict == kind && (unit || tnk_str_eq(v->origin, origin)) &&
            meant_for(&t->infos[rule], v->place.path))
            return true;
    }
    return false;
}

/* A rule that no example shows failing, or none passing, may be wrong without anybody seeing it. */
static void completeness(struct testing *t)
{
    for (uint32_t i = 0; i < t->n_rules; i++) {
        const tnk_rule_info *r = &t->infos[i];
        for (size_t j = 0; !r->live && j < r->origins.n; j++) {
            if (!has_example(t, i, r->origins.at[j], TNK_FAIL)) {
                t->wrong++;
                printf(_("%s: no failing example from %s\n"), r->id.ptr, r->origins.at[j].ptr);
            }
            if (!has_example(t, i, r->origins.at[j], TNK_PASS)) {
                t->wrong++;
                printf(_("%s: no passing example from %s\n"), r->id.ptr, r->origins.at[j].ptr);
            }
        }
    }
}

static int test(struct testing *t, tnk_error *err)
{
    tnk_scan_options so = {
        .targets = &t->folder, .n_targets = 1, .plugins = t->setup->plugins, .rules = t->setup->rules,
        .atoms = t->setup->atoms, .evidence = true, .no_target_config = true, .as_of = TNK_S("2026-01-01"),
    };
    int rc = tnk_scan(&so, t->arena, &t->found, err);
    if (rc == TNK_OK)
        rc = tnk_expectations_read(t->folder, t->arena, &t->expected, err);
    if (rc != TNK_OK)
        return rc;
    tnk_verdicts_sort(t->found.evidence, t->found.n_evidence);
    diagnostics(t);
    compare(t);
    completeness(t);
    printf(_("%u rules, %u verdicts in %zu expectations, %u mistakes\n"), t->n_rules, t->checked, t->expected.n, t->wrong);
    return t->wrong == 0 ? TNK_EXIT_OK : TNK_EXIT_GATE;
}

int tnk_cmd_rules_test(int argc, char **argv)
{
    struct test_options o = { 0 };
    tnk_setup setup = { 0 };
    tnk_error err = { 0 };
    const char **rest = NULL;
    size_t n = 0;
    struct testing t = { .setup = &setup, .arena = tnk_arena_new(SIZE_MAX / 4) };
    int rc = tnk_options_parse(options, N_OPTIONS, argc, argv, &o, &rest, &n, &err);
    if (rc == TNK_OK)
        rc = tnk_cli_language(o.lang, &err);
    if (rc == TNK_OK && o.help) {
        printf("%s", _("usage: tenken rules test [OPTIONS] EXAMPLES\n\n"));
        tnk_options_help(options, N_OPTIONS);
    } else if (rc == TNK_OK && n != 1) {
        rc = tnk_fail_plain(&err, TNK_EINVAL, _("name the folder of examples"));
    } else if (rc == TNK_OK && (rc = tnk_setup_load(&setup, &o.setup, true, &err)) == TNK_OK) {
        t.infos = tnk_rules_infos(setup.rules);
        t.n_rules = tnk_rules_count(setup.rules);
        t.folder = rest[0];
        rc = t.arena != NULL ? test(&t, &err) : TNK_ENOMEM;
    }
    tnk_setup_free(&setup);
    tnk_arena_free(t.arena);
    tnk_opt_list_free(&o.setup.rules);
    tnk_opt_list_free(&o.setup.plugin_dirs);
    free(rest);
    return rc < 0 ? tnk_cli_usage(&err) : rc;
}
