/* SPDX-License-Identifier: Apache-2.0
 * Does PAM ask for a second factor when sshd asks PAM? Reads the auth stack of the service sshd
 * with what it includes, and looks for a module that checks a second factor and without which no
 * login can succeed: one behind `sufficient pam_unix.so`, or that a jump passes over, is none. */
#include "pam.h"

#include <string.h>
#include <strings.h>

enum { MAX_DEPTH = 16, MAX_FILES = 64 };

static const char *const factors[] = {
    "pam_google_authenticator.so", "pam_oath.so", "pam_u2f.so", "pam_duo.so", "pam_yubico.so",
    "pam_radius_auth.so",
};

typedef struct stack {
    sshd_conf *conf;
    size_t files, n;
    pam_entry entries[PAM_ENTRIES_MAX];
    tnk_str missing;            /* a file that is included and not there */
    bool too_large;
} stack;

/* The next word; "[a b]" is one. */
static bool word(tnk_str line, size_t *pos, tnk_str *ret)
{
    size_t i = *pos;
    while (i < line.len && strchr(" \t\r", line.ptr[i]) != NULL)
        i++;
    if (i == line.len || line.ptr[i] == '#')
        return false;
    size_t from = i;
    bool bracket = line.ptr[i] == '[';
    while (i < line.len && (bracket ? line.ptr[i] != ']' : strchr(" \t\r", line.ptr[i]) == NULL))
        i++;
    i += bracket && i < line.len;
    *ret = (tnk_str){ line.ptr + from, i - from };
    *pos = i;
    return true;
}

static bool is(tnk_str s, const char *text)
{
    return s.len == strlen(text) && strncasecmp(s.ptr, text, s.len) == 0;
}

static void read_stack(stack *, tnk_str name, int depth, int level);

static tnk_str base_name(tnk_str path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/')
            return (tnk_str){ path.ptr + i, path.len - i };
    return path;
}

static const char *factor_of(tnk_str module)
{
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        if (is(module, factors[i]))
            return factors[i];
    return NULL;
}

/* Options that let a user in who has not enrolled: the factor is not asked of everybody then. */
static bool lets_pass(tnk_str line, size_t pos)
{
    tnk_str arg;
    while (word(line, &pos, &arg))
        if (is(arg, "nullok") || is(arg, "nouserok"))
            return true;
    return false;
}

static pam_entry *add(stack *s, int level, tnk_span at)
{
    if (s->n == PAM_ENTRIES_MAX) {
        s->too_large = true;
        return NULL;
    }
    pam_entry *e = &s->entries[s->n++];
    *e = (pam_entry){ .level = level, .at = at };
    return e;
}

static void module_line(stack *s, tnk_str line, size_t pos, tnk_str control, tnk_str module,
                        tnk_span at, int level)
{
    tnk_str name = base_name(module);
    pam_entry *e = add(s, level, at);
    if (e == NULL)
        return;
    sshd_pam_control(control, e);
    e->nature = is(name, "pam_permit.so") ? PAM_PERMITS
                : is(name, "pam_deny.so") ? PAM_DENIES
                                          : PAM_EITHER;
    e->factor = lets_pass(line, pos) ? NULL : factor_of(name);
}

/* "type control module arguments", or "@include name". */
static void stack_line(stack *s, tnk_str line, tnk_span at, int depth, int level)
{
    tnk_str type, control, module;
    size_t pos = 0;
    if (!word(line, &pos, &type) || !word(line, &pos, &control))
        return;
    if (is(type, "@include")) {
        read_stack(s, control, depth + 1, level);
        return;
    }
    if ((!is(type, "auth") && !is(type, "-auth")) || !word(line, &pos, &module))
        return;
    if (is(control, "include")) {
        read_stack(s, module, depth + 1, level);
    } else if (is(control, "substack")) {
        pam_entry *mark = add(s, level, at);
        if (mark != NULL)
            mark->nature = PAM_MARK;
        read_stack(s, module, depth + 1, level + 1);
    } else {
        module_line(s, line, pos, control, module, at, level);
    }
}

static tnk_str service_path(sshd_conf *conf, tnk_str name)
{
    static const char home[] = "/etc/pam.d/";
    if (name.len != 0 && name.ptr[0] == '/')
        return sshd_path(conf, name.ptr, name.len);
    char *p = sshd_alloc(conf, sizeof home + name.len);
    if (p == NULL)
        return (tnk_str){ NULL, 0 };
    memcpy(p, home, sizeof home - 1);
    memcpy(p + sizeof home - 1, name.ptr, name.len);
    return sshd_path(conf, p, sizeof home - 1 + name.len);
}

/* The length of the line at off with those that a backslash at its end joins to it. */
static size_t joined_line(tnk_str text, size_t off)
{
    for (size_t end = off;; end++) {
        const char *nl = memchr(text.ptr + end, '\n', text.len - end);
        if (nl == NULL)
            return text.len - off;
        end = (size_t)(nl - text.ptr);
        if (end == off || text.ptr[end - 1] != '\\')
            return end - off;
    }
}

/* A copy in which backslash and newline are blanks; the line itself when it has none. */
static tnk_str flattened(sshd_conf *conf, const char *from, size_t len)
{
    if (memchr(from, '\n', len) == NULL)
        return (tnk_str){ from, len };
    tnk_str copy = sshd_copy(conf, from, len);
    char *p = (char *)(uintptr_t)copy.ptr;
    for (size_t i = 1; p != NULL && i < len; i++)
        if (p[i] == '\n' && p[i - 1] == '\\')
            p[i] = p[i - 1] = ' ';
    return p != NULL ? copy : (tnk_str){ "", 0 };
}

static void read_stack(stack *s, tnk_str name, int depth, int level)
{
    tnk_file file;
    tnk_str path = service_path(s->conf, name);
    if (path.ptr == NULL || depth > MAX_DEPTH || s->files++ >= MAX_FILES) {
        s->too_large = true;
        return;
    }
    if (s->conf->h->read(s->conf->run, path, &file) != 0) {
        s->missing = path;
        return;
    }
    for (size_t off = 0; off < file.text.len && !s->too_large;) {
        size_t len = joined_line(file.text, off);
        tnk_span at = { file.id, (uint32_t)off, (uint32_t)(off + len) };
        stack_line(s, flattened(s->conf, file.text.ptr + off, len), at, depth, level);
        off += len + 1;
    }
}

static const pam_entry *find_factor(const stack *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->entries[i].factor != NULL && !sshd_pam_succeeds(s->entries, s->n, i))
            return &s->entries[i];
    return NULL;
}

static const tnk_value *unknown(sshd_conf *conf, uint32_t why, const char *msg, tnk_str arg,
                                tnk_span at)
{
    tnk_str reason = conf->h->format(conf->run, tr(conf, msg), &arg, 1);
    return conf->h->unresolved(conf->run, why, reason, NULL, 0, at);
}

const tnk_value *sshd_second_factor(sshd_conf *conf, tnk_span at)
{
    stack *s = sshd_alloc(conf, sizeof *s);
    if (s == NULL)
        return NULL;
    s->conf = conf;
    read_stack(s, TNK_LIT("sshd"), 0, 0);
    if (s->n == 0 && s->missing.ptr == NULL && !s->too_large)
        read_stack(s, TNK_LIT("other"), 0, 0);
    if (s->missing.ptr != NULL)
        return unknown(conf, TNK_WHY_EXTERNAL, N_("the target holds no %1"), s->missing, at);
    if (s->too_large)
        return unknown(conf, TNK_WHY_UNSUPPORTED,
                       N_("the PAM stack of %1 is too large or includes itself"), TNK_LIT("sshd"),
                       at);
    const pam_entry *e = sshd_pam_succeeds(s->entries, s->n, s->n) ? find_factor(s) : NULL;
    return e != NULL ? conf->h->text(conf->run, SSHD_S(e->factor), e->at)
                     : conf->h->null(conf->run, at);
}
