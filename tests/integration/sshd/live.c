/* SPDX-License-Identifier: Apache-2.0
 * Our effective values against the sshd that is installed here: over the recorded cases, so that
 * the records cannot rot, and over random configurations. Needs root, unshare and the very sshd
 * the records are from; skips with a line that says so otherwise.
 * usage: live [CASES [SEED]] */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "generate.h"
#include "oracle.h"

enum { SKIPPED = 77, RANDOM_CASES = 300 };

static int run(const char *command, const char *folder)
{
    char line[1200];
    snprintf(line, sizeof line, "%s %s", command, folder);
    return system(line);
}

static const char *why_not(void)
{
    if (geteuid() != 0)
        return "it needs root";
    if (run("unshare -m -- true 2>/dev/null", "") != 0)
        return "unshare does not work here";
    if (run("sshd -V 2>&1 | grep -q '^OpenSSH_9\\.2'", "") != 0 ||
        access("/etc/debian_version", R_OK) != 0)
        return "it needs the sshd 9.2p1 of Debian 12";
    return NULL;
}

static bool stable(const char *dir, const char *name)
{
    char a[700], b[700];
    snprintf(a, sizeof a, "fixtures/sshd/cases/%s/expected", name);
    snprintf(b, sizeof b, "%s/expected", dir);
    oracle_text old = oracle_slurp(a), now = oracle_slurp(b);
    bool same = old.ptr != NULL && now.ptr != NULL && strcmp(old.ptr, now.ptr) == 0;
    free(old.ptr);
    free(now.ptr);
    return same;
}

/* Every case of the folder. Number of failures. */
static int compare_all(const char *folder)
{
    char list[600], line[600];
    int bad = 0, n = 0;
    snprintf(list, sizeof list, "ls -d %s/*", folder);
    FILE *names = popen(list, "r");
    while (names != NULL && fgets(line, sizeof line, names) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *name = strrchr(line, '/') + 1;
        if (strncmp(name, "random-", 7) != 0 && !stable(line, name)) {
            fprintf(stderr, "%s: the record is out of date; run fixtures/sshd/record.sh\n", name);
            bad++;
        }
        bad += oracle_compare(line, "fixtures/sshd") != 0;
        n++;
    }
    if (names != NULL)
        pclose(names);
    printf("%d cases against the live sshd, %d differ\n", n, bad);
    return n != 0 ? bad : 1;
}

int main(int argc, char **argv)
{
    char folder[] = "/tmp/tenken-sshd-XXXXXX", dir[600];
    int cases = argc > 1 ? atoi(argv[1]) : RANDOM_CASES, bad = 1;
    uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 20260821;
    const char *why = why_not();
    if (why != NULL) {
        printf("skipped: the comparison with the live sshd does not run, because %s\n", why);
        return SKIPPED;
    }
    if (mkdtemp(folder) == NULL || run("cp -r fixtures/sshd/cases/.", folder) != 0)
        return 1;
    for (int i = 0; i < cases; i++) {
        snprintf(dir, sizeof dir, "%s/random-%04d", folder, i);
        if (generate_case(dir, seed + (uint64_t)i) != 0)
            return 1;
    }
    if (run("sh fixtures/sshd/record.sh", folder) == 0)
        bad = compare_all(folder);
    if (getenv("SSHD_LIVE_KEEP") == NULL)
        run("rm -r", folder);
    return bad != 0;
}
