/* SPDX-License-Identifier: Apache-2.0
 * What the commands share: exit statuses, where the parts of the program lie, and setting up an audit. */
#ifndef TNK_CLI_CLI_H
#define TNK_CLI_CLI_H

#include "core/checklist/catalogue.h"
#include "core/cli/options.h"
#include "core/collect/plugins.h"
#include "core/result/record.h"
#include "core/rule/ruleset.h"
#include "core/run/scan.h"

enum { TNK_EXIT_OK = 0, TNK_EXIT_GATE = 1, TNK_EXIT_USAGE = 2, TNK_EXIT_INCOMPLETE = 3 };

typedef struct tnk_command {
    const char *name;           /* "scan", "rules list" */
    const char *about;          /* N_() */
    int (*run)(int argc, char **argv);  /* arguments behind the name; returns the exit status */
} tnk_command;

/* The commands, one file each. */
int tnk_cmd_scan(int argc, char **argv);
int tnk_cmd_rules_list(int argc, char **argv);
int tnk_cmd_rules_show(int argc, char **argv);
int tnk_cmd_rules_test(int argc, char **argv);
int tnk_cmd_plugins_list(int argc, char **argv);

/* Says an error on stderr and gives TNK_EXIT_USAGE. */
int tnk_cli_usage(const tnk_error *err);
__attribute__((format(printf, 1, 2)))
int tnk_cli_complain(const char *fmt, ...);

/* ---- where things are: beside the program, in the build tree as in an installation -------------------- */

/* What --lang chose; NULL leaves the language as it is. TNK_EINVAL: neither ja nor en. */
int tnk_cli_language(const char *lang, tnk_error *err);

/* "<prefix>/<below>" in a static buffer of its own for each of the three. */
const char *tnk_cli_plugin_dir(void);
const char *tnk_cli_rules_dir(void);
const char *tnk_cli_locale_dir(void);

/* ---- what an audit needs --------------------------------------------------------------------------------- */

typedef struct tnk_setup_options {
    tnk_opt_list rules;         /* --rules DIR: besides ours */
    bool no_builtin_rules;
    tnk_opt_list plugin_dirs;   /* --plugin-dir DIR: besides ours */
} tnk_setup_options;

typedef struct tnk_setup {
    tnk_atoms *atoms;
    tnk_rules *rules;
    tnk_plugins *plugins;
    tnk_catalogues *catalogues;
} tnk_setup;

/* Load rules, collectors (when with_plugins) and catalogues; check that the rules' items exist. */
int tnk_setup_load(tnk_setup *s, const tnk_setup_options *opts, bool with_plugins, tnk_error *err);
void tnk_setup_free(tnk_setup *s);

/* ---- what is given for collectors ------------------------------------------------------------------------ */

typedef struct tnk_given_options {
    tnk_opt_list vars;          /* --var NAME=VALUE */
    tnk_opt_list var_files;     /* --var-file FILE */
    bool var_env;               /* --var-env: what TF_VAR_NAME says goes before vars */
    const char *workspace;      /* --workspace NAME; or NULL */
} tnk_given_options;

/* Reads the files and, when asked to, the environment. The result lives in the arena and borrows from the
 * arguments and the environment. TNK_EINVAL, TNK_EIO, TNK_ELIMIT, TNK_ENOMEM with a message. */
int tnk_cli_given(const tnk_given_options *g, tnk_arena *a, const tnk_named_options **ret, size_t *n,
                  tnk_error *err);

/* ---- from a scan to a record --------------------------------------------------------------------------------- */

typedef struct tnk_audit_options {
    bool evidence;
    bool show_undetermined;     /* also in the list of findings */
    tnk_severity gate_level;
    bool gate_off;
    tnk_str as_of;
    tnk_strs targets;
    const char *started;        /* RFC 3339; must outlive the record */
} tnk_audit_options;

/* Sort, merge, count, derive the checklists and the gate. The record borrows from the setup, the result and
 * the arena. */
int tnk_audit(const tnk_setup *s, const tnk_scan_result *scan, const tnk_audit_options *opts, tnk_arena *a,
              tnk_record *ret, tnk_error *err);

/* ---- small things ---------------------------------------------------------------------------------------------- */

/* RFC 3339 in UTC, to the second. */
void tnk_cli_now(char ret[32]);
/* The whole buffer to a file (NULL: stdout). 0 or TNK_EIO. */
int tnk_cli_write(const char *path, tnk_str bytes, tnk_error *err);

#endif
