/* SPDX-License-Identifier: Apache-2.0
 * Which resources, units and diagnostics a set of files gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/sshd/harness.h"

#define MAIN "etc/ssh/sshd_config"
#define OS "etc/os-release", "ID=debian\nVERSION_ID=12\n"
#define SERVER "sshd:server|sshd\n"

static const struct row {
    const char *name, *resources, *diags;   /* diags: a part of them; "": none at all */
    const char *files[12];
} rows[] = {
    { "no blocks, one context", SERVER, "", { MAIN, "PermitRootLogin no\n" } },
    { "a context a block", SERVER "sshd:match|sshd Match User bob\nsshd:match|sshd Match Group x\n",
      "",
      { MAIN, "Match User bob\nMaxSessions 1\nMatch Group x\nMaxSessions 2\n" } },
    { "equal blocks are one context", SERVER "sshd:match|sshd Match User bob\n", "",
      { MAIN, "Match User bob\nMaxSessions 1\nMatch User bob\nX11Forwarding no\n" } },
    { "Match all is no context of its own", SERVER, "", { MAIN, "Match all\nMaxSessions 1\n" } },
    { "an empty block is no context", SERVER, "", { MAIN, "Match User bob\n" } },
    { "root has its own where it differs", SERVER "sshd:match|sshd Match User r*\n"
      "sshd:match|sshd Match User *t\nsshd:match|sshd user root\n", "",
      { MAIN, "Match User r*\nMaxSessions 1\nMatch User *t\nMaxAuthTries 1\n" } },
    { "root has none where a block is the same", SERVER "sshd:match|sshd Match User root\n", "",
      { MAIN, "Match User root\nMaxSessions 1\n" } },
    { "a wrong block is no context", SERVER,
      "2 sshd-syntax " MAIN ":1 sshd does not start with this file: "
      "there is no Match criterion Weekday; correct this line and try it with sshd -t\n",
      { MAIN, "Match Weekday monday\nMaxSessions 1\n" } },
    { "an unknown keyword", SERVER,
      "2 sshd-syntax " MAIN ":2 sshd does not start with this file: there "
      "is no keyword PermitRutLogin;", { MAIN, "Port 22\nPermitRutLogin no\n" } },
    { "a byte order mark", SERVER, "byte order mark", { MAIN, "\xef\xbb\xbfPort 22\n" } },
    { "a bad value", SERVER, "\"maybe\" is no value for PermitRootLogin;",
      { MAIN, "PermitRootLogin maybe\n" } },
    { "a missing value", SERVER, "Port has no value;", { MAIN, "Port\n" } },
    { "a value too many", SERVER, "\"no\" is left over after the value of UsePAM;",
      { MAIN, "UsePAM yes no\n" } },
    { "global only", SERVER "sshd:match|sshd Match User b\n",
      "UsePAM is not allowed in a Match block;",
      { MAIN, "Match User b\nUsePAM yes\nMaxSessions 1\n" } },
    { "an open quote in the keyword", SERVER, "1 sshd-ignored " MAIN ":1 ",
      { MAIN, "\"Port 22\n" } },
    { "a deprecated keyword", SERVER, "1 sshd-keyword " MAIN ":1 sshd ignores UseLogin",
      { MAIN, "UseLogin no\n" } },
    { "a newer keyword, version known", SERVER, "2 sshd-syntax " MAIN ":1 ",
      { MAIN, "PerSourcePenalties no\n", OS } },
    { "a newer keyword, version assumed", SERVER, "0 sshd-keyword " MAIN ":1 ",
      { MAIN, "PerSourcePenalties no\n" } },
    { "Subsystem in a block, 9.6", SERVER "sshd:match|sshd Match User b\n", "",
      { MAIN, "Match User b\nSubsystem sftp x\n", "etc/os-release",
        "ID=ubuntu\nVERSION_ID=24.04\n" } },
    { "DebianBanner elsewhere", SERVER, "2 sshd-syntax ",
      { MAIN, "DebianBanner no\n", "etc/os-release", "ID=rhel\nVERSION_ID=9\n" } },
    { "a missing include is silent", SERVER, "", { MAIN, "Include /etc/ssh/x/*.conf\n" } },
    { "an include out of reach is a note", SERVER, "0 sshd-include x/sshd_config:1 ",
      { "x/sshd_config", "Include /opt/y.conf\n" } },
    { "an include of itself", SERVER, "Include nests deeper than 16 files;",
      { MAIN, "Include sshd_config\n" } },
    { "a broken included file", SERVER, "2 sshd-syntax etc/ssh/a.conf:2 ",
      { MAIN, "Include a.conf\n", "etc/ssh/a.conf", "\nfoo bar\n" } },
    { "a method that is off", SERVER, "none of the lists of AuthenticationMethods can be satisfied",
      { MAIN, "AuthenticationMethods hostbased\n" } },
    { "drop-ins beside their main file are no unit", SERVER, "",
      { MAIN, "", "etc/ssh/sshd_config.d/a.conf", "PermitRootLogin yes\n" } },
    { "two folders of drop-ins are two units", SERVER SERVER, "",
      { "a/sshd_config.d/1.conf", "Port 22\n", "b/sshd_config.d/1.conf", "Port 22\n",
        "a/sshd_config.d/2.conf", "Port 23\n" } },
    { "two hosts are two units", SERVER SERVER, "",
      { "a/" MAIN, "Port 22\n", "b/" MAIN, "Port 22\n", "a/etc/ssh/sshd_config.d/x.conf",
        "UsePAM yes\n" } },
};

static void check(void **state)
{
    const struct row *r = *state;
    harness h;
    harness_run(&h, r->files, NULL, NULL);
    assert_string_equal(h.resources.ptr, r->resources);
    if (r->diags[0] == '\0')
        assert_string_equal(h.diags.ptr, "");
    if (strstr(h.diags.ptr, r->diags) == NULL)
        fail_msg("no \"%s\" in:\n%s", r->diags, h.diags.ptr);
    harness_close(&h);
}

/* Lines with a number each, n times over, and what must be said about them. */
static void many(const char *before, const char *after, size_t n, const char *diag)
{
    size_t len = strlen(before) + strlen(after);
    char *text = malloc(n * (len + 12) + 1), *p = text;
    harness h;
    for (size_t i = 0; i < n; i++)
        p += sprintf(p, "%s%u%s", before, (unsigned)i, after);
    const char *files[] = { MAIN, text, NULL };
    harness_run(&h, files, NULL, NULL);
    if (strstr(h.diags.ptr, diag) == NULL)
        fail_msg("no \"%s\" in:\n%.2000s", diag, h.diags.ptr);
    harness_close(&h);
    free(text);
}

static void too_many_blocks(void **state)
{
    (void)state;
    many("Match User u", "\nMaxSessions 1\n", 600, "more than 511 Match blocks");
}

static void too_many_errors(void **state)
{
    (void)state;
    many("Nonsense", " x\n", 5000, "sshd refuses more lines");
}

static void too_many_names(void **state)
{
    (void)state;
    many("AllowUsers u", "\n", 5000, "a list has too many entries");
}

static void too_many_ports(void **state)
{
    (void)state;
    many("Port 2", "\n", 300, "more than 256 ports");
}

static void too_large(void **state)
{
    (void)state;
    many("# a comment that is here to make the file large ", "\n", 20000, "more than 512 KiB");
}

static void too_many_comparisons(void **state)
{
    char line[1100] = "Match User aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa User ";
    (void)state;
    for (int i = 0; i < 400; i++)
        strcat(line, "*a");
    strcat(line, "b\nMaxSessions ");
    many(line, "\n", 500, "the patterns need too many comparisons");
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest t[ROWS + 6] = {
        [ROWS] = cmocka_unit_test(too_many_blocks),
        cmocka_unit_test(too_many_errors),
        cmocka_unit_test(too_many_names),
        cmocka_unit_test(too_many_ports),
        cmocka_unit_test(too_large),
        cmocka_unit_test(too_many_comparisons),
    };
    for (size_t i = 0; i < ROWS; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("sshd results", t, NULL, NULL);
}
