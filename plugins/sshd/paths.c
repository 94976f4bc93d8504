/* SPDX-License-Identifier: Apache-2.0
 * Arguments that are paths, commands, addresses and ports. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "sshd.h"

static bool is_none(const char *text)
{
    return strcasecmp(text, "none") == 0;
}

static tnk_str join(sshd_conf *conf, const char *a, tnk_str b)
{
    size_t n = strlen(a);
    char *out = sshd_alloc(conf, n + b.len + 1);
    if (out == NULL)
        return (tnk_str){ NULL, 0 };
    memcpy(out, a, n);
    memcpy(out + n, b.ptr, b.len);
    return (tnk_str){ out, n + b.len };
}

/* A relative path begins at the folder sshd was started in, which is "/": sshd prints "//name". */
static tnk_str absolute(sshd_conf *conf, tnk_str path)
{
    if (is_none(path.ptr))
        return TNK_LIT("none");
    return path.ptr[0] == '/' ? path : join(conf, "//", path);
}

/* "~/x" is of the user who runs sshd: root. */
static tnk_str expand(sshd_conf *conf, tnk_str path)
{
    if (path.ptr[0] != '~' || (path.len > 1 && path.ptr[1] != '/'))
        return path;
    return join(conf, "/root", (tnk_str){ path.ptr + 1, path.len - 1 });
}

bool sshd_parse_path(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    return arg != NULL &&
           sshd_set_text(line, line->kw->slot, absolute(line->conf, arg->text), arg->at);
}

bool sshd_parse_tilde(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    return arg != NULL &&
           sshd_set_text(line, line->kw->slot,
                         is_none(arg->text.ptr) ? TNK_LIT("none") : expand(line->conf, arg->text),
                         arg->at);
}

bool sshd_parse_keyfiles(sshd_line *line)
{
    sshd_item *items = sshd_alloc(line->conf, (line->n + 1) * sizeof *items);
    if (items == NULL || line->n == 0)
        return items != NULL;
    for (size_t i = 0; i < line->n; i++) {
        const sshd_item *arg = sshd_need(line);
        if (arg == NULL)
            return false;
        items[i] = (sshd_item){ expand(line->conf, arg->text), arg->at };
    }
    return sshd_set(line, line->kw->slot, items, line->n);
}

bool sshd_parse_text(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    bool plain = arg != NULL && line->kw->slot == S_CHROOTDIRECTORY && is_none(arg->text.ptr);
    return arg != NULL &&
           sshd_set_text(line, line->kw->slot, plain ? TNK_LIT("none") : arg->text, arg->at);
}

bool sshd_parse_agent(sshd_line *line)
{
    if (line->n != 0 && strcmp(line->args[0].text.ptr, "SSH_AUTH_SOCK") == 0)
        return sshd_parse_text(line);
    return sshd_parse_path(line);
}

bool sshd_parse_provider(sshd_line *line)
{
    if (line->n != 0 && strcasecmp(line->args[0].text.ptr, "internal") == 0)
        return sshd_parse_text(line);
    return sshd_parse_path(line);
}

/* Everything that stands on the line, quotes and all: ForceCommand, VersionAddendum. */
bool sshd_parse_rest(sshd_line *line)
{
    tnk_span at = { line->at.file, line->rest_off, line->at.end };
    line->next = line->n;
    if (line->kw->slot == S_VERSIONADDENDUM && memchr(line->rest.ptr, '\r', line->rest.len) != NULL)
        return sshd_bad(line, line->rest);
    return sshd_set_text(line, line->kw->slot,
                         is_none(line->rest.ptr) ? TNK_LIT("none") : line->rest, at);
}

bool sshd_parse_command(sshd_line *line)
{
    tnk_span at = { line->at.file, line->rest_off, line->at.end };
    line->next = line->n;
    if (line->rest.ptr[0] != '/' && !is_none(line->rest.ptr)) {
        sshd_reject(line->conf, line->at, N_("%1 must be an absolute path"), &line->word, 1);
        return false;
    }
    return sshd_set_text(line, line->kw->slot, line->rest, at);
}

/* Only OpenBSD has routing domains; sshd on Linux refuses the keyword whatever its value. */
bool sshd_parse_rdomain(sshd_line *line)
{
    sshd_reject(line->conf, line->at, N_("%1 does not work on Linux"), &line->word, 1);
    return false;
}

int sshd_port(const char *text)
{
    static const struct { const char *name; int port; } services[] = {
        { "ftp", 21 }, { "ssh", 22 }, { "telnet", 23 }, { "smtp", 25 }, { "domain", 53 },
        { "http", 80 }, { "pop3", 110 }, { "imap2", 143 }, { "https", 443 },
    };
    char *end;
    long n = strtol(text, &end, 10);
    if (end != text && *end == '\0')
        return n >= 0 && n <= 65535 ? (int)n : -1;
    for (size_t i = 0; i < sizeof services / sizeof *services; i++)
        if (strcmp(text, services[i].name) == 0)
            return services[i].port;
    return -1;
}

bool sshd_parse_port(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    int port = sshd_port(arg->text.ptr);
    char buf[16];
    if (port <= 0)
        return sshd_bad(line, arg->text);
    if (line->conf->items[S_PORT] >= SSHD_MAX_PORTS) {
        sshd_reject(line->conf, line->at, N_("there are more than 256 ports"), NULL, 0);
        return false;
    }
    int len = snprintf(buf, sizeof buf, "%d", port);
    tnk_str text = sshd_copy(line->conf, buf, (size_t)len);
    return text.ptr != NULL && sshd_set_text(line, S_PORT, text, arg->at);
}

/* "host:port", "[host]:port", "host". *ret_port NULL: none was given. Cuts text apart. */
static bool host_and_port(char *text, const char **ret_host, const char **ret_port)
{
    char *end = text;
    *ret_host = text, *ret_port = NULL;
    if (*text == '[') {
        if ((end = strchr(text, ']')) == NULL)
            return false;
        *ret_host = text + 1;
        *end++ = '\0';
    } else {
        end = text + strcspn(text, ":/");
    }
    if (*end != '\0' && *end != ':' && *end != '/')
        return false;
    if (*end != '\0')
        *end = '\0', *ret_port = end + 1;
    return true;
}

/* A numeric address as getnameinfo prints it, a name as it stands; with the port when one is
 * given. */
static tnk_str print_address(sshd_conf *conf, const char *host, int port)
{
    unsigned char raw[16];
    struct in_addr v4;
    char num[INET6_ADDRSTRLEN], tail[16] = "";
    size_t most = strlen(host) + sizeof num + sizeof tail;
    char *out = sshd_alloc(conf, most);
    if (out == NULL)
        return (tnk_str){ NULL, 0 };
    if (port > 0)
        snprintf(tail, sizeof tail, ":%d", port);
    int n;
    if (inet_pton(AF_INET6, host, raw) == 1)
        n = snprintf(out, most, "[%s]%s", inet_ntop(AF_INET6, raw, num, sizeof num), tail);
    else if (host[0] != '\0' && inet_aton(host, &v4) != 0)
        n = snprintf(out, most, "%s%s", inet_ntop(AF_INET, &v4, num, sizeof num), tail);
    else
        n = snprintf(out, most, "%s%s", host, tail);
    return (tnk_str){ out, (size_t)n };
}

static bool bare_v6(const char *text)
{
    const char *colon = strchr(text, ':');
    return strchr(text, '[') == NULL && colon != NULL && strchr(colon + 1, ':') != NULL;
}

/* The item keeps no port when the line gives none: eval.c adds every Port. */
bool sshd_parse_listen(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    tnk_str copy = sshd_copy(line->conf, arg->text.ptr, arg->text.len);
    const char *host = copy.ptr, *port_text = NULL;
    int port = 0;
    if (copy.ptr == NULL)
        return false;
    if (!bare_v6(copy.ptr) && !host_and_port((char *)(uintptr_t)copy.ptr, &host, &port_text))
        return sshd_bad(line, arg->text);
    if (port_text != NULL && (port = sshd_port(port_text)) <= 0)
        return sshd_bad(line, arg->text);
    if (line->next < line->n)       /* "rdomain x": no such thing on Linux */
        return sshd_bad(line, line->args[line->next].text);
    tnk_str text = print_address(line->conf, host, port);
    return text.ptr != NULL && sshd_set_text(line, S_LISTENADDRESS, text, arg->at);
}

/* Is it "host:port" with a port or "*"? */
static bool permit_ok(sshd_line *line, tnk_str text)
{
    tnk_str copy = sshd_copy(line->conf, text.ptr, text.len);
    const char *host, *port;
    return copy.ptr != NULL && host_and_port((char *)(uintptr_t)copy.ptr, &host, &port) &&
           port != NULL && (strcmp(port, "*") == 0 || sshd_port(port) > 0);
}

static bool permit_word(const char *text)
{
    return strcmp(text, "any") == 0 || strcmp(text, "none") == 0;
}

/* PermitOpen, PermitListen: a port alone means any host for the latter. */
bool sshd_parse_permit(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    if (arg == NULL)
        return false;
    if (permit_word(arg->text.ptr))
        return sshd_set_text(line, line->kw->slot, arg->text, arg->at);
    sshd_item *items = sshd_alloc(line->conf, line->n * sizeof *items);
    size_t n = 0;
    for (; items != NULL && arg != NULL && arg->text.len != 0; arg = sshd_arg(line)) {
        items[n] = *arg;
        if (line->kw->slot == S_PERMITLISTEN && strchr(arg->text.ptr, ':') == NULL)
            items[n].text = join(line->conf, "*:", arg->text);
        if (items[n].text.ptr == NULL || !permit_ok(line, items[n].text))
            return sshd_bad(line, arg->text);
        n++;
    }
    return items != NULL && sshd_set(line, line->kw->slot, items, n);
}
