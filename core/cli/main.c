/* SPDX-License-Identifier: Apache-2.0
 * tenken: finds the command and runs it. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/cli/cli.h"

static const tnk_command commands[] = {
    { "scan", N_("audit directories, files and archives"), tnk_cmd_scan },
    { "rules list", N_("list the rules"), tnk_cmd_rules_list },
    { "rules show", N_("show one rule in full"), tnk_cmd_rules_show },
    { "rules test", N_("hold rules against annotated examples"), tnk_cmd_rules_test },
    { "plugins list", N_("list the collectors and how workers are confined"), tnk_cmd_plugins_list },
};
enum { N_COMMANDS = sizeof commands / sizeof *commands };

static void help(void)
{
    printf("%s", _("usage: tenken COMMAND [OPTIONS]\n\ntenken audits configuration: repositories, cloud exports, hosts.\n\n"));
    for (size_t i = 0; i < N_COMMANDS; i++)
        printf("  %-14s %s\n", commands[i].name, _(commands[i].about));
    printf("%s", _("\ntenken COMMAND --help shows the options of a command.\n"));
}

/* How many arguments the command's name takes, 0 when it is another command. */
static int names(const tnk_command *c, int argc, char **argv)
{
    const char *space = strchr(c->name, ' ');
    size_t first = space != NULL ? (size_t)(space - c->name) : strlen(c->name);
    if (argc < 1 || strlen(argv[0]) != first || strncmp(argv[0], c->name, first) != 0)
        return 0;
    if (space == NULL)
        return 1;
    return argc >= 2 && strcmp(argv[1], space + 1) == 0 ? 2 : 0;
}

/* LC_ALL, LC_MESSAGES, LANG: the first that is set speaks. */
static const char *language(void)
{
    static const char *const names_of[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    for (size_t i = 0; i < 3; i++) {
        const char *v = getenv(names_of[i]);
        if (v != NULL && *v != '\0')
            return v;
    }
    return NULL;
}

/* A program started with a closed 0, 1 or 2 would write its report into the first file it opens. In place of
 * 1 stands what cannot be written: a report that reaches nobody is an error. */
static void open_standard_files(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        if (fcntl(fd, F_GETFD) < 0)
            (void)!open("/dev/null", fd == 2 ? O_WRONLY : O_RDONLY);
    }
}

/* Most commands print without looking: what did not reach stdout shows here at the latest. */
static int finish(int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    return status == TNK_EXIT_USAGE ? status : tnk_cli_complain(_("%s cannot be written: %s"), "stdout",
                                                                tnk_errno_words(errno));
}

/* A word that commands begin with ("rules") but that is none itself. */
static bool begins_commands(const char *word)
{
    size_t len = strlen(word);
    for (size_t i = 0; i < N_COMMANDS; i++) {
        if (strncmp(commands[i].name, word, len) == 0 && commands[i].name[len] == ' ')
            return true;
    }
    return false;
}

int main(int argc, char **argv)
{
    open_standard_files();
    tnk_lang_set(tnk_lang_parse(language()), tnk_cli_locale_dir());
    if (argc >= 2 && strcmp(argv[1], "--version") == 0) {
        printf("tenken %s\n", TNK_VERSION);
        return finish(TNK_EXIT_OK);
    }
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0) {
        help();
        return finish(argc < 2 ? TNK_EXIT_USAGE : TNK_EXIT_OK);
    }
    for (size_t i = 0; i < N_COMMANDS; i++) {
        int taken = names(&commands[i], argc - 1, argv + 1);
        if (taken != 0)
            return finish(commands[i].run(argc - 1 - taken, argv + 1 + taken));
    }
    if (begins_commands(argv[1]) && argc == 2)
        return tnk_cli_complain(_("%s needs a second word; see tenken --help"), argv[1]);
    if (begins_commands(argv[1]))
        return tnk_cli_complain(_("there is no command \"%s %s\"; see tenken --help"), argv[1], argv[2]);
    return tnk_cli_complain(_("there is no command \"%s\"; see tenken --help"), argv[1]);
}
