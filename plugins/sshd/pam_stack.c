/* SPDX-License-Identifier: Apache-2.0
 * Walks a PAM stack the way libpam does, with every answer that its modules may give. The state
 * after a module is the impression so far, so all walks together need three bits an entry. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pam.h"

enum { UNDECIDED = 1, GOOD = 2, FAILED = 4 };   /* impressions, as bits */

static const struct control {
    const char *name;
    int success, failure;
} controls[] = {
    { "required", PAM_OK, PAM_BAD }, { "requisite", PAM_OK, PAM_DIE },
    { "sufficient", PAM_DONE, PAM_IGNORE }, { "optional", PAM_OK, PAM_IGNORE },
};

static const struct action {
    const char *name;
    int code;
} actions[] = {
    { "ignore", PAM_IGNORE }, { "ok", PAM_OK }, { "done", PAM_DONE }, { "bad", PAM_BAD },
    { "die", PAM_DIE }, { "reset", PAM_RESET },
};

static bool same(const char *text, size_t len, const char *word)
{
    return strlen(word) == len && strncasecmp(text, word, len) == 0;
}

static int action_of(const char *text, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
        if (same(text, len, actions[i].name))
            return actions[i].code;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9' || n > PAM_ENTRIES_MAX)
            return PAM_BAD;
        n = n * 10 + (text[i] - '0');
    }
    return n;
}

/* "[success=1 default=ignore]": a result that is not named takes `default`, and that is "bad"
 * when it is not named either. Of failures the one that counts is a refused login. */
static void bracket(tnk_str s, pam_entry *ret)
{
    bool success = false, failure = false;
    int otherwise = PAM_BAD;
    for (size_t i = 1; i + 1 < s.len;) {
        size_t end = i, eq;
        while (end + 1 < s.len && s.ptr[end] != ' ' && s.ptr[end] != '\t')
            end++;
        for (eq = i; eq < end && s.ptr[eq] != '=';)
            eq++;
        int code = eq < end ? action_of(s.ptr + eq + 1, end - eq - 1) : PAM_BAD;
        if (same(s.ptr + i, eq - i, "success"))
            ret->success = code, success = true;
        else if (same(s.ptr + i, eq - i, "auth_err"))
            ret->failure = code, failure = true;
        else if (same(s.ptr + i, eq - i, "default"))
            otherwise = code;
        i = end + 1;
    }
    ret->success = success ? ret->success : otherwise;
    ret->failure = failure ? ret->failure : otherwise;
}

bool sshd_pam_control(tnk_str control, pam_entry *ret)
{
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++)
        if (same(control.ptr, control.len, controls[i].name)) {
            ret->success = controls[i].success, ret->failure = controls[i].failure;
            return true;
        }
    if (control.len > 1 && control.ptr[0] == '[' && control.ptr[control.len - 1] == ']') {
        bracket(control, ret);
        return true;
    }
    ret->success = ret->failure = PAM_BAD;
    return false;
}

/* The entry after the (sub)stack that entry i is in. */
static size_t after_stack(const pam_entry *e, size_t n, size_t i)
{
    int level = e[i].level;
    while (i < n && e[i].level >= level)
        i++;
    return i;
}

/* Jump over count entries of i's level; a substack is one. Too far is a failure: false. */
static bool jump(const pam_entry *e, size_t n, size_t i, int count, size_t *ret)
{
    size_t to = i + 1;
    for (; count > 0; count--) {
        if (to >= n || e[to].level < e[i].level)
            return false;
        for (to++; to < n && e[to].level > e[i].level;)
            to++;
    }
    *ret = to;
    return true;
}

static void step(const pam_entry *e, size_t n, size_t i, int action, uint8_t now, uint8_t *reach)
{
    size_t to = i + 1;
    switch (action) {
    case PAM_IGNORE:
        break;
    case PAM_OK:
    case PAM_DONE:
        now = now == FAILED ? FAILED : GOOD;
        if (action == PAM_DONE && now == GOOD)
            to = after_stack(e, n, i);
        break;
    case PAM_BAD:
        now = FAILED;
        break;
    case PAM_DIE:
        now = FAILED;
        to = after_stack(e, n, i);
        break;
    case PAM_RESET:
        now = UNDECIDED;
        break;
    default:
        if (!jump(e, n, i, action, &to))
            now = FAILED;
    }
    reach[to] |= now;
}

bool sshd_pam_succeeds(const pam_entry *entries, size_t n, size_t fails)
{
    uint8_t reach[PAM_ENTRIES_MAX + 1] = { UNDECIDED };
    for (size_t i = 0; i < n; i++)
        for (uint8_t now = UNDECIDED; now <= FAILED; now = (uint8_t)(now << 1)) {
            if ((reach[i] & now) == 0)
                continue;
            enum pam_nature nature = i == fails ? PAM_DENIES : entries[i].nature;
            if (nature == PAM_MARK)
                step(entries, n, i, PAM_IGNORE, now, reach);
            if (nature == PAM_EITHER || nature == PAM_PERMITS)
                step(entries, n, i, entries[i].success, now, reach);
            if (nature == PAM_EITHER || nature == PAM_DENIES)
                step(entries, n, i, entries[i].failure, now, reach);
        }
    return (reach[n] & GOOD) != 0;
}
