/* SPDX-License-Identifier: Apache-2.0
 * Arguments that are lists of words: who may log in, environment, methods, options. */
#include <string.h>
#include <strings.h>

#include "sshd.h"

/* All remaining arguments become the items of the keyword's slot; none are fine with sshd. */
static bool set_rest(sshd_line *line)
{
    const sshd_item *from = line->args + line->next;
    size_t n = line->n - line->next;
    line->next = line->n;
    return n == 0 || sshd_set(line, line->kw->slot, from, n);
}

/* Every remaining argument must pass `ok`. */
static bool set_checked(sshd_line *line, bool (*ok)(sshd_line *, tnk_str))
{
    for (size_t i = line->next; i < line->n; i++)
        if (line->args[i].text.len == 0 || !ok(line, line->args[i].text))
            return sshd_bad(line, line->args[i].text);
    return set_rest(line);
}

static bool anything(sshd_line *line, tnk_str text)
{
    (void)line, (void)text;
    return true;
}

bool sshd_parse_words(sshd_line *line)
{
    if (line->n == 0)
        return sshd_need(line) != NULL;
    return set_checked(line, anything);
}

/* user, user@host, user@network: what follows the last "@" must not be a network with a wrong
 * mask. */
static bool person(sshd_line *line, tnk_str text)
{
    const char *at = strrchr(text.ptr, '@');
    return at == NULL || at[1] == '\0' ||
           sshd_address_match(line->conf, (tnk_str){ NULL, 0 }, SSHD_S(at + 1)) != -2;
}

bool sshd_parse_people(sshd_line *line)
{
    return set_checked(line, person);
}

static bool without_value(sshd_line *line, tnk_str text)
{
    (void)line;
    return strchr(text.ptr, '=') == NULL;
}

bool sshd_parse_acceptenv(sshd_line *line)
{
    return set_checked(line, without_value);
}

static bool same_name(const char *a, const char *b)
{
    size_t n = strcspn(a, "=");
    return strncmp(a, b, n) == 0 && b[n] == '=';
}

enum { MOST_ENV = 256 };        /* compared with each other */

/* NAME=value; the first of a name on the line counts. */
bool sshd_parse_setenv(sshd_line *line)
{
    size_t n = 0;
    if (line->n == 0)
        return true;
    if (line->n > MOST_ENV) {
        sshd_limit(line->conf, line->at, N_("a list has too many entries"));
        line->n = MOST_ENV;
    }
    sshd_item *items = sshd_alloc(line->conf, line->n * sizeof *items);
    if (items == NULL)
        return false;
    for (const sshd_item *arg; (arg = sshd_arg(line)) != NULL;) {
        size_t i = 0;
        if (strchr(arg->text.ptr, '=') == NULL)
            return sshd_bad(line, arg->text);
        while (i < n && !same_name(arg->text.ptr, items[i].text.ptr))
            i++;
        if (i == n)
            items[n++] = *arg;
    }
    return sshd_set(line, line->kw->slot, items, n);
}

static bool method_known(const char *name, size_t len)
{
    static const char *const known[] = {
        "none", "publickey", "password", "keyboard-interactive", "hostbased", "gssapi-keyex",
        "gssapi-with-mic"
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == len && memcmp(known[i], name, len) == 0)
            return true;
    return false;
}

/* "publickey,keyboard-interactive:pam" */
static bool methods(sshd_line *line, tnk_str text)
{
    (void)line;
    for (const char *p = text.ptr;; p++) {
        if (!method_known(p, strcspn(p, ",:")))
            return false;
        p += strcspn(p, ",");
        if (*p == '\0')
            return true;
    }
}

/* "any" stands alone; sshd also refuses it in a Match block when the global part names methods. */
bool sshd_parse_methods(sshd_line *line)
{
    const sshd_item *first = sshd_need(line);
    if (first == NULL)
        return false;
    line->next = 0;
    for (size_t i = 0; i < line->n; i++)
        if (strcmp(line->args[i].text.ptr, "any") == 0 &&
            (line->n > 1 || line->conf->methods_set)) {
            sshd_reject(line->conf, line->at, N_("\"any\" must be the only value of %1"),
                        &line->word, 1);
            return false;
        }
    if (line->region == 0)
        line->conf->methods_set = true;
    return strcmp(first->text.ptr, "any") == 0 ? set_rest(line) : set_checked(line, methods);
}

/* touch-required and verify-required, as one set; "none" adds nothing. */
bool sshd_parse_options(sshd_line *line)
{
    static const char *const names[] = { "touch-required", "verify-required" };
    const sshd_item *seen[2] = { NULL, NULL }, *none = NULL;
    size_t n = 0;
    for (const sshd_item *arg; (arg = sshd_arg(line)) != NULL;) {
        if (strcasecmp(arg->text.ptr, "none") == 0)
            none = arg;
        else if (strcasecmp(arg->text.ptr, names[0]) == 0)
            seen[0] = arg;
        else if (strcasecmp(arg->text.ptr, names[1]) == 0)
            seen[1] = arg;
        else
            return sshd_bad(line, arg->text);
    }
    sshd_item *items = sshd_alloc(line->conf, 2 * sizeof *items);
    if (items == NULL)
        return false;
    for (size_t i = 0; i < 2; i++)
        if (seen[i] != NULL)
            items[n++] = (sshd_item){ SSHD_S(names[i]), seen[i]->at };
    if (n == 0)
        items[n++] = (sshd_item){ TNK_LIT("none"), none != NULL ? none->at : line->at };
    return sshd_set(line, line->kw->slot, items, n);
}

/* "none" may only stand alone where it comes first. */
static bool alone(sshd_line *line, bool anywhere)
{
    for (size_t i = 0; i < line->n; i++)
        if (strcasecmp(line->args[i].text.ptr, "none") == 0 &&
            (i + 1 < line->n || (anywhere && i > 0))) {
            sshd_reject(line->conf, line->at, N_("\"none\" must be the only value of %1"),
                        &line->word, 1);
            return false;
        }
    return true;
}

bool sshd_parse_verbose(sshd_line *line)
{
    return alone(line, true) && set_checked(line, anything);
}

/* "session:*=5m" */
static bool channel(sshd_line *line, tnk_str text)
{
    (void)line;
    const char *equals = strchr(text.ptr, '=');
    return strcasecmp(text.ptr, "none") == 0 ||
           (equals != NULL && equals != text.ptr && sshd_seconds(equals + 1) >= 0);
}

bool sshd_parse_channels(sshd_line *line)
{
    return alone(line, false) && set_checked(line, channel);
}

static bool subsystem_new(sshd_line *line, tnk_str name)
{
    sshd_conf *conf = line->conf;
    if (conf->n_subsystems == SSHD_MAX_SUBSYSTEMS) {
        sshd_reject(conf, line->at, N_("there are more than 256 subsystems"), NULL, 0);
        return false;
    }
    for (size_t i = 0; i < conf->n_subsystems; i++)
        if (strcmp(conf->subsystems[i].ptr, name.ptr) == 0) {
            sshd_reject(conf, line->at, N_("the subsystem %1 is already defined"), &name, 1);
            return false;
        }
    conf->subsystems[conf->n_subsystems++] = name;
    return true;
}

/* All arguments with a blank between them. */
static tnk_str joined(sshd_line *line)
{
    size_t len = 0;
    for (size_t i = 0; i < line->n; i++)
        len += line->args[i].text.len + 1;
    char *out = sshd_alloc(line->conf, len + 1), *p = out;
    for (size_t i = 0; out != NULL && i < line->n; i++) {
        memcpy(p, line->args[i].text.ptr, line->args[i].text.len);
        p += line->args[i].text.len;
        *p++ = i + 1 < line->n ? ' ' : '\0';
    }
    return (tnk_str){ out, len - 1 };
}

/* A name and a command with its arguments, as one item. A name can be given once. */
bool sshd_parse_subsystem(sshd_line *line)
{
    const sshd_item *name = sshd_need(line);
    if (name == NULL || sshd_need(line) == NULL || !subsystem_new(line, name->text))
        return false;
    line->next = line->n;
    tnk_str text = joined(line);
    return text.ptr != NULL && sshd_set_text(line, S_SUBSYSTEM, text, name->at);
}
