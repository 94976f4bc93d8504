/* SPDX-License-Identifier: Apache-2.0
 * What rules get to see: values with their places, contexts, versions, second factors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/sshd/harness.h"

#define MAIN "etc/ssh/sshd_config"
#define DROP "etc/ssh/sshd_config.d/10.conf"
#define PAM "etc/pam.d/sshd"
#define BOB "Match User bob\nPermitRootLogin yes\n"

static const struct row {
    const char *name, *address, *key, *want;
    const char *files[12];
} rows[] = {
    /* values and places */
    { "a flag is text at its argument", "sshd", "permitrootlogin", "\"no\" " MAIN ":2",
      { MAIN, "# x\nPermitRootLogin no\n" } },
    { "a default is at the beginning", "sshd", "permitrootlogin", "\"without-password\" " MAIN ":1",
      { MAIN, "Port 22\n" } },
    { "a number is a number", "sshd", "maxauthtries", "3 " MAIN ":1",
      { MAIN, "MaxAuthTries 3\n" } },
    { "a time is seconds", "sshd", "clientaliveinterval", "300 " MAIN ":1",
      { MAIN, "ClientAliveInterval 5m\n" } },
    { "none among numbers is text", "sshd", "persourcemaxstartups", "\"none\" " MAIN ":1",
      { MAIN, "" } },
    { "ports are a list of numbers", "sshd", "port", "[22,2222] " MAIN ":1",
      { MAIN, "Port 22\nPort 2222\n" } },
    { "algorithms are a list", "sshd", "macs", "[\"hmac-sha2-512\",\"hmac-sha1\"] " MAIN ":1",
      { MAIN, "MACs hmac-sha2-512,hmac-sha1\n" } },
    { "an unset list is empty", "sshd", "allowusers", "[] " MAIN ":1", { MAIN, "" } },
    { "a list grows over lines", "sshd", "allowusers", "[\"a\",\"b\",\"c\"] " MAIN ":1",
      { MAIN, "AllowUsers a b\nAllowUsers c\n" } },
    { "a value of an included file is there", "sshd", "permitrootlogin", "\"no\" " DROP ":1",
      { MAIN, "Include /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin yes\n", DROP,
        "PermitRootLogin no\n" } },
    { "no options is an empty list", "sshd", "pubkeyauthoptions", "[] " MAIN ":1", { MAIN, "" } },
    { "what is set is named", "sshd", "explicit", "[\"port\",\"usepam\"] " MAIN ":1",
      { MAIN, "UsePAM yes\nPort 22\n" } },
    { "an accepted file says so", "sshd", "accepted", "true " MAIN ":1", { MAIN, "" } },
    { "a refused file says so, and where", "sshd", "accepted", "false " MAIN ":2",
      { MAIN, "Port 22\nPort x\n" } },
    { "a refused file keeps its good lines", "sshd", "permitrootlogin", "\"no\" " MAIN ":2",
      { MAIN, "NoSuch x\nPermitRootLogin no\n" } },
    { "listen addresses take the ports", "sshd", "listenaddress",
      "[\"10.0.0.1:23\",\"10.0.0.1:24\"] " MAIN ":3",
      { MAIN, "Port 23\nPort 24\nListenAddress 10.0.0.1\n" } },
    /* contexts */
    { "a block sees what it sets", "sshd Match User bob", "permitrootlogin", "\"yes\" " MAIN ":3",
      { MAIN, "PermitRootLogin no\n" BOB } },
    { "a block sees what it leaves", "sshd Match User bob", "maxauthtries", "2 " MAIN ":1",
      { MAIN, "MaxAuthTries 2\n" BOB } },
    { "a block has criteria", "sshd Match User bob", "criteria.user", "\"bob\" " MAIN ":1",
      { MAIN, BOB } },
    { "a block lists what it changes", "sshd Match User bob", "overrides",
      "[\"permitrootlogin\"] " MAIN ":1", { MAIN, BOB } },
    { "the global part does not see blocks", "sshd", "permitrootlogin", "\"no\" " MAIN ":1",
      { MAIN, "PermitRootLogin no\n" BOB } },
    { "Match all is global", "sshd", "permitrootlogin", "\"no\" " MAIN ":3",
      { MAIN, "PermitRootLogin yes\nMatch all\nPermitRootLogin no\n" } },
    { "a block meets the blocks it implies", "sshd Match User bob", "maxsessions", "2 " MAIN ":4",
      { MAIN, BOB "Match User b*\nMaxSessions 2\n" } },
    { "a pattern does not imply a name", "sshd Match User b*", "permitrootlogin",
      "\"without-password\" " MAIN ":1", { MAIN, BOB "Match User b*\nMaxSessions 2\n" } },
    { "a block in an included file", "sshd Match Group dev > User bob", "maxsessions",
      "3 " DROP ":2",
      { MAIN, "Match Group dev\nInclude sshd_config.d/10.conf\n", DROP,
        "Match User bob\nMaxSessions 3\n" } },
    { "root where a pattern means it", "sshd user root", "permitrootlogin", "\"yes\" " MAIN ":2",
      { MAIN, "Match User r*,!ruth\nPermitRootLogin yes\nMatch User root Host x\nMaxSessions 1\n"
              "Match User *o?\nMaxAuthTries 1\n" } },
    { "root is described", "sshd user root", "criteria.user", "\"root\" " MAIN ":1",
      { MAIN, "Match User r*\nMaxSessions 1\nMatch User *t\nMaxAuthTries 1\n" } },
    /* versions */
    { "without a word 9.2 is assumed", "sshd", "version_assumed", "true " MAIN ":1", { MAIN, "" } },
    { "Debian 12", "sshd", "version", "\"9.2\" " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n" } },
    { "Ubuntu 22.04", "sshd", "version", "\"8.9\" " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=ubuntu\nVERSION_ID=\"22.04\"\n" } },
    { "a rebuild of RHEL 9", "sshd", "version", "\"8.7\" " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=\"rocky\"\nVERSION_ID=\"9.4\"\n" } },
    { "the package knows better", "sshd", "version", "\"9.6\" " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=debian\nVERSION_ID=12\n", "var/lib/dpkg/status",
        "Package: x\nVersion: 1\n\nPackage: openssh-server\nStatus: install ok installed\n"
        "Version: 1:9.6p1-3ubuntu13\n" } },
    { "a removed package knows nothing", "sshd", "version", "\"9.2\" " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=debian\nVERSION_ID=12\n", "var/lib/dpkg/status",
        "Package: openssh-server\nStatus: deinstall ok config-files\nVersion: 1:8.4p1-5\n" } },
    { "8.7 still takes SHA-1 signatures", "sshd", "requiredrsasize", "absent",
      { MAIN, "", "etc/os-release", "ID=rhel\nVERSION_ID=9.2\n" } },
    { "10.0 offers no finite-field groups", "sshd", "kexalgorithms",
      "[\"mlkem768x25519-sha256\",\"sntrup761x25519-sha512\","
      "\"sntrup761x25519-sha512@openssh.com\","
      "\"curve25519-sha256\",\"curve25519-sha256@libssh.org\",\"ecdh-sha2-nistp256\","
      "\"ecdh-sha2-nistp384\",\"ecdh-sha2-nistp521\"] " MAIN ":1",
      { MAIN, "", "etc/os-release", "ID=debian\nVERSION_ID=13\n" } },
    { "another root below the target", "sshd", "version", "\"10.0\" host/" MAIN ":1",
      { "host/" MAIN, "", "host/etc/os-release", "ID=debian\nVERSION_ID=13\n", "etc/os-release",
        "ID=debian\nVERSION_ID=11\n" } },
    /* PAM */
    { "no PAM file is unknown", "sshd", "pam_second_factor",
      "?4 the target holds no etc/pam.d/sshd " MAIN ":1", { MAIN, "" } },
    { "PAM without a factor", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth required pam_unix.so\n# auth required pam_oath.so\n" } },
    { "PAM with a factor", "sshd", "pam_second_factor", "\"pam_oath.so\" " PAM ":2",
      { MAIN, "", PAM, "auth required pam_unix.so\nauth required pam_oath.so usersfile=/x\n" } },
    { "a factor with a path", "sshd", "pam_second_factor", "\"pam_u2f.so\" " PAM ":1",
      { MAIN, "", PAM, "auth requisite /lib/security/pam_u2f.so\n" } },
    { "a sufficient factor is none", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth sufficient pam_oath.so\nauth optional pam_duo.so\n" } },
    { "a factor for another type is none", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "account required pam_oath.so\nauth required pam_unix.so\n" } },
    { "a factor that must pass", "sshd", "pam_second_factor",
      "\"pam_google_authenticator.so\" " PAM ":1",
      { MAIN, "", PAM, "auth [success=ok default=bad] pam_google_authenticator.so\n" } },
    { "a factor that may fail", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth [success=1 default=ignore] pam_google_authenticator.so\n" } },
    { "a factor in an included stack", "sshd", "pam_second_factor",
      "\"pam_duo.so\" etc/pam.d/common-auth:1",
      { MAIN, "", PAM, "@include common-auth\n", "etc/pam.d/common-auth",
        "auth required pam_duo.so\n" } },
    { "a factor in a substack", "sshd", "pam_second_factor", "\"pam_duo.so\" etc/pam.d/mfa:1",
      { MAIN, "", PAM, "auth substack mfa\n", "etc/pam.d/mfa", "auth required pam_duo.so\n" } },
    { "a stack that includes itself", "sshd", "pam_second_factor",
      "?5 the PAM stack of sshd is too large or includes itself " MAIN ":1",
      { MAIN, "", PAM, "@include sshd\n@include sshd\n" } },
    { "a factor behind a sufficient password", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth sufficient pam_unix.so\nauth required pam_oath.so\n" } },
    { "a factor before a sufficient password", "sshd", "pam_second_factor",
      "\"pam_oath.so\" " PAM ":1",
      { MAIN, "", PAM, "auth required pam_oath.so\nauth sufficient pam_unix.so\n" } },
    { "a sufficient password in a substack", "sshd", "pam_second_factor",
      "\"pam_oath.so\" " PAM ":2",
      { MAIN, "", PAM, "auth substack pw\nauth required pam_oath.so\n", "etc/pam.d/pw",
        "auth sufficient pam_unix.so\nauth required pam_deny.so\n" } },
    { "a sufficient password in an include", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth include pw\nauth required pam_oath.so\n", "etc/pam.d/pw",
        "auth sufficient pam_unix.so\nauth required pam_deny.so\n" } },
    { "a jump over a denial only", "sshd", "pam_second_factor", "\"pam_oath.so\" " PAM ":4",
      { MAIN, "", PAM, "auth [success=1 default=ignore] pam_unix.so\nauth requisite pam_deny.so\n"
        "auth required pam_permit.so\nauth required pam_oath.so\n" } },
    { "a jump over the factor", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth required pam_unix.so\n"
        "auth [success=1 default=ignore] pam_succeed_if.so user ingroup nomfa\n"
        "auth required pam_oath.so\n" } },
    { "a jump over a substack is one", "sshd", "pam_second_factor", "\"pam_oath.so\" " PAM ":3",
      { MAIN, "", PAM, "auth [success=1 default=ignore] pam_unix.so\nauth substack no\n"
        "auth required pam_oath.so\n", "etc/pam.d/no",
        "auth optional pam_a.so\nauth required pam_deny.so\n" } },
    { "a factor whose failure meets a denial", "sshd", "pam_second_factor",
      "\"pam_oath.so\" " PAM ":2",
      { MAIN, "", PAM, "auth required pam_unix.so\n"
        "auth [success=1 default=ignore] pam_oath.so\nauth requisite pam_deny.so\n" } },
    { "a factor not asked of everybody", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth required pam_google_authenticator.so nullok\n" } },
    { "a line that goes on", "sshd", "pam_second_factor", "\"pam_duo.so\" " PAM ":2",
      { MAIN, "", PAM, "auth required pam_unix.so\nauth \\\n required pam_duo.so\n" } },
    { "a stack that lets nobody in", "sshd", "pam_second_factor", "null " MAIN ":1",
      { MAIN, "", PAM, "auth required pam_oath.so\nauth required pam_deny.so\n" } },
    { "no auth lines: the service other", "sshd", "pam_second_factor",
      "\"pam_u2f.so\" etc/pam.d/other:1",
      { MAIN, "", PAM, "account required pam_unix.so\n", "etc/pam.d/other",
        "auth required pam_u2f.so\n" } },
    { "a stack with a part missing is unknown", "sshd", "pam_second_factor",
      "?4 the target holds no etc/pam.d/common-auth " MAIN ":1",
      { MAIN, "", PAM, "@include common-auth\n" } },
    /* where includes lead without a known root */
    { "side by side in a repository", "sshd", "permitrootlogin",
      "\"no\" files/sshd_config.d/a.conf:1",
      { "files/sshd_config", "Include /etc/ssh/sshd_config.d/*.conf\n",
        "files/sshd_config.d/a.conf",
        "PermitRootLogin no\n" } },
    { "drop-ins alone", "sshd", "permitrootlogin", "\"no\" x/sshd_config.d/1.conf:1",
      { "x/sshd_config.d/1.conf", "PermitRootLogin no\n", "x/sshd_config.d/2.conf",
        "PermitRootLogin yes\n" } },
};

static void check(void **state)
{
    const struct row *r = *state;
    harness h;
    harness_run(&h, r->files, r->address, r->key);
    assert_string_equal(h.answer.ptr, r->want);
    harness_close(&h);
}

int main(void)
{
    struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("sshd values", t, NULL, NULL);
}
