/* SPDX-License-Identifier: Apache-2.0
 * A PAM stack as a row of modules, and whether a login can do without one of them. */
#ifndef SSHD_PAM_H
#define SSHD_PAM_H

#include "sshd.h"

enum { PAM_ENTRIES_MAX = 256 };

/* What a result of a module does; a positive number jumps over so many entries. */
enum {
    PAM_IGNORE = 0, PAM_OK = -1, PAM_DONE = -2, PAM_BAD = -3, PAM_DIE = -4, PAM_RESET = -5
};

/* What is known of a module's result beforehand. */
enum pam_nature { PAM_EITHER, PAM_PERMITS, PAM_DENIES, PAM_MARK };  /* MARK: a substack begins */

typedef struct pam_entry {
    int success, failure;       /* actions */
    int level;                  /* of substacks around it */
    enum pam_nature nature;
    const char *factor;         /* its name, when it checks a second factor; else NULL */
    tnk_span at;
} pam_entry;

/* The two actions of a control: "required", "[success=1 default=ignore]". False: not a control; the
 * module then fails the login. */
bool sshd_pam_control(tnk_str control, pam_entry *ret);

/* Can a login succeed when entry `fails` fails (n: when none must), whatever the others answer? */
bool sshd_pam_succeeds(const pam_entry *entries, size_t n, size_t fails);

#endif
