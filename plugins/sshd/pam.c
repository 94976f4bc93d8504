/* SPDX-License-Identifier: Apache-2.0
 * Does PAM ask for a second factor when sshd asks PAM? Reads the auth stack of the service sshd
 * with what it includes and looks for a module that checks one and whose failure fails the
 * login. */
#include <string.h>
#include <strings.h>

#include "sshd.h"

enum { MAX_DEPTH = 16, MAX_FILES = 64, MAX_LINES = 10000 };

static const char *const factors[] = {
    "pam_google_authenticator.so", "pam_oath.so", "pam_u2f.so", "pam_duo.so", "pam_yubico.so",
    "pam_radius_auth.so",
};

typedef struct stack {
    sshd_conf *conf;
    size_t files, lines;
    const char *module;         /* found */
    tnk_span at;
    tnk_str missing;            /* a file that is included and not there */
} stack;

/* The next word; "[a b]" is one. */
static bool word(tnk_str line, size_t *pos, tnk_str *ret)
{
    size_t i = *pos;
    while (i < line.len && (line.ptr[i] == ' ' || line.ptr[i] == '\t' || line.ptr[i] == '\r'))
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

static bool holds(tnk_str s, const char *text)
{
    size_t n = strlen(text);
    for (size_t i = 0; i + n <= s.len; i++)
        if (memcmp(s.ptr + i, text, n) == 0)
            return true;
    return false;
}

/* Does a failure of a module under this control fail the login? For "[...]": what is not named
 * takes `default`, and only ignoring a failure lets it pass. */
static bool must_pass(tnk_str control)
{
    if (control.len == 0 || control.ptr[0] != '[')
        return is(control, "required") || is(control, "requisite");
    return holds(control, "default=die") || holds(control, "default=bad") ||
           holds(control, "auth_err=die") || holds(control, "auth_err=bad");
}

static void read_stack(stack *, tnk_str name, int depth);

static const char *factor_of(tnk_str module)
{
    const char *slash = NULL;
    for (size_t i = 0; i < module.len; i++)
        if (module.ptr[i] == '/')
            slash = module.ptr + i + 1;
    tnk_str base =
        slash != NULL ? (tnk_str){ slash, (size_t)(module.ptr + module.len - slash) } : module;
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++)
        if (is(base, factors[i]))
            return factors[i];
    return NULL;
}

/* "type control module arguments", or "@include name". */
static void stack_line(stack *s, tnk_str line, tnk_span at, int depth)
{
    tnk_str type, control, module;
    size_t pos = 0;
    if (!word(line, &pos, &type) || !word(line, &pos, &control))
        return;
    if (is(type, "@include")) {
        read_stack(s, control, depth + 1);
        return;
    }
    if ((!is(type, "auth") && !is(type, "-auth")) || !word(line, &pos, &module))
        return;
    if (is(control, "include") || is(control, "substack"))
        read_stack(s, module, depth + 1);
    else if (s->module == NULL && must_pass(control) && (s->module = factor_of(module)) != NULL)
        s->at = at;
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

static void read_stack(stack *s, tnk_str name, int depth)
{
    tnk_file file;
    tnk_str path = service_path(s->conf, name);
    if (path.ptr == NULL || s->module != NULL || depth > MAX_DEPTH || s->files++ >= MAX_FILES)
        return;
    if (s->conf->h->read(s->conf->run, path, &file) != 0) {
        s->missing = path;
        return;
    }
    for (size_t off = 0; off < file.text.len && s->lines++ < MAX_LINES && s->module == NULL;) {
        const char *from = file.text.ptr + off, *end = memchr(from, '\n', file.text.len - off);
        size_t len = end != NULL ? (size_t)(end - from) : file.text.len - off;
        tnk_span at = { file.id, (uint32_t)off, (uint32_t)(off + len) };
        stack_line(s, (tnk_str){ from, len }, at, depth);
        off += len + 1;
    }
}

const tnk_value *sshd_second_factor(sshd_conf *conf, tnk_span at)
{
    const tnk_host *h = conf->h;
    stack s = { .conf = conf };
    read_stack(&s, TNK_LIT("sshd"), 0);
    if (s.module != NULL)
        return h->text(conf->run, SSHD_S(s.module), s.at);
    if (s.missing.ptr == NULL)
        return h->null(conf->run, at);
    tnk_str reason = h->format(conf->run, SSHD_TR(conf, "the target holds no %1"), &s.missing, 1);
    return h->unresolved(conf->run, TNK_WHY_EXTERNAL, reason, NULL, 0, at);
}
