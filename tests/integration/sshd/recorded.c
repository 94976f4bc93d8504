/* SPDX-License-Identifier: Apache-2.0
 * Our effective values against the recorded answers of sshd 9.2p1, case by case and context by
 * context. */
#define _GNU_SOURCE
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "oracle.h"

enum { CASES_MAX = 512, CASES_MIN = 120 };

static void check(void **state)
{
    char dir[600];
    const char *name = *state;
    snprintf(dir, sizeof dir, "fixtures/sshd/cases/%s", name);
    assert_int_equal(oracle_compare(dir, "fixtures/sshd"), 0);
}

static int no_dots(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

int main(void)
{
    static struct CMUnitTest t[CASES_MAX];
    struct dirent **names = NULL;
    int n = scandir("fixtures/sshd/cases", &names, no_dots, alphasort);
    if (n < CASES_MIN || n > CASES_MAX) {
        fprintf(stderr, "fixtures/sshd/cases holds %d cases, which cannot be right\n", n);
        return 1;
    }
    for (int i = 0; i < n; i++)
        t[i] = (struct CMUnitTest){ names[i]->d_name, check, NULL, NULL, names[i]->d_name };
    int rc = _cmocka_run_group_tests("sshd recorded", t, (size_t)n, NULL, NULL);
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
    return rc;
}
