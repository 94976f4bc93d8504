/* SPDX-License-Identifier: Apache-2.0
 * Match lines: reading their criteria, and which blocks a connection is in. */
#include <string.h>
#include <strings.h>

#include "sshd.h"

static const struct attribute {
    const char *name;
    uint16_t since;
    bool alone;                 /* takes no pattern */
} attributes[A_COUNT] = {
    [A_ALL] = { "All", 0, true }, [A_USER] = { "User", 0, false }, [A_GROUP] = { "Group", 0,
      false },
    [A_HOST] = { "Host", 0, false }, [A_ADDRESS] = { "Address", 0, false },
    [A_LOCALADDRESS] = { "LocalAddress", 0, false }, [A_LOCALPORT] = { "LocalPort", 0, false },
    [A_RDOMAIN] = { "RDomain", 0, false }, [A_INVALIDUSER] = { "Invalid-User", 909, true },
    [A_VERSION] = { "Version", 1000, false },
};

const char *sshd_attribute_name(uint32_t attribute)
{
    return attributes[attribute].name;
}

static uint32_t find(const sshd_conf *conf, tnk_str word)
{
    for (uint32_t i = 0; i < A_COUNT; i++)
        if (strcasecmp(word.ptr, attributes[i].name) == 0 &&
            (conf->assumed || attributes[i].since <= conf->version))
            return i;
    return A_COUNT;
}

static bool wrong(sshd_line *line, const char *why, tnk_str word)
{
    sshd_reject(line->conf, line->at, why, &word, 1);
    return false;
}

static bool pattern_ok(sshd_line *line, uint32_t attribute, const sshd_item *arg)
{
    tnk_str nobody = { NULL, 0 };
    if ((attribute == A_ADDRESS || attribute == A_LOCALADDRESS) &&
        sshd_address_match(line->conf, nobody, arg->text) == -2)
        return wrong(line, N_("\"%1\" is no list of addresses and networks"), arg->text);
    if (attribute == A_LOCALPORT && sshd_port(arg->text.ptr) < 0)
        return wrong(line, N_("\"%1\" is no port"), arg->text);
    return true;
}

static bool add(sshd_line *line, sshd_criterion ***tail, uint32_t attribute, const sshd_item *arg,
                tnk_span at)
{
    sshd_criterion *c = sshd_alloc(line->conf, sizeof *c);
    if (c == NULL)
        return false;
    *c = (sshd_criterion){ .attribute = attribute, .pattern = arg->text, .at = at };
    **tail = c;
    *tail = &c->next;
    return true;
}

/* One criterion. 1 read, 0 the end of the line, -1 rejected. */
static int criterion(sshd_line *line, size_t *pos, sshd_criterion ***tail, size_t n)
{
    sshd_item word, arg = { TNK_LIT(""), line->at };
    int rc = sshd_word(line->conf, line, pos, &word);
    if (rc > 0 && word.text.len == 0 && *pos < line->rest.len)
        return wrong(line, N_("an empty criterion ends %1 too early"), line->word) - 1;
    if (rc <= 0 || word.text.len == 0 || word.text.ptr[0] == '#')
        return rc < 0 ? -1 : 0;
    uint32_t a = find(line->conf, word.text);
    if (a == A_COUNT)
        return wrong(line, N_("there is no Match criterion %1"), word.text) - 1;
    if (!attributes[a].alone && (sshd_word(line->conf, line, pos, &arg) <= 0 || arg.text.len == 0 ||
                                 arg.text.ptr[0] == '#'))
        return wrong(line, N_("the Match criterion %1 has no value"), word.text) - 1;
    if (a == A_ALL && (n > 0 || (sshd_word(line->conf, line, pos, &arg) > 0 && arg.text.len != 0 &&
                                 arg.text.ptr[0] != '#')))
        return wrong(line, N_("the Match criterion %1 must stand alone"), word.text) - 1;
    if (a == A_ALL) {
        arg.text = (tnk_str){ "", 0 };
        *pos = line->rest.len + 1;
    }
    return pattern_ok(line, a, &arg) && add(line, tail, a, &arg, word.at) ? 1 : -1;
}

/* "User bob Address 10.0.0.0/8" */
static tnk_str label(sshd_conf *conf, const sshd_criterion *first)
{
    size_t len = 0;
    for (const sshd_criterion *c = first; c != NULL; c = c->next)
        len += strlen(attributes[c->attribute].name) + c->pattern.len + 2;
    char *out = sshd_alloc(conf, len + 1), *p = out;
    for (const sshd_criterion *c = first; c != NULL && out != NULL; c = c->next) {
        size_t n = strlen(attributes[c->attribute].name);
        p = (char *)memcpy(p, attributes[c->attribute].name, n) + n;
        if (c->pattern.len != 0) {
            *p++ = ' ';
            p = (char *)memcpy(p, c->pattern.ptr, c->pattern.len) + c->pattern.len;
        }
        if (c->next != NULL)
            *p++ = ' ';
    }
    return (tnk_str){ out, out != NULL ? (size_t)(p - out) : 0 };
}

bool sshd_match_parse(sshd_line *line, sshd_region *ret)
{
    sshd_criterion *first = NULL, **tail = &first;
    size_t pos = 0, n = 0;
    int rc;
    while ((rc = criterion(line, &pos, &tail, n)) > 0)
        n++;
    if (rc < 0)
        return false;
    if (n == 0) {
        sshd_reject(line->conf, line->at, N_("%1 has no criteria"), &line->word, 1);
        return false;
    }
    ret->criteria = first;
    ret->label = label(line->conf, first);
    return ret->label.ptr != NULL;
}

/* -- what a connection satisfies --------------------------------------------------------------- */

static bool any_group(sshd_conf *conf, const sshd_connection *who, tnk_str patterns)
{
    bool found = false;
    for (size_t i = 0; i < who->n_groups; i++) {
        int rc = sshd_list_match(conf, who->groups[i], patterns, false);
        if (rc < 0)
            return false;
        found = found || rc > 0;
    }
    return found;
}

static bool listed(sshd_conf *conf, tnk_str text, tnk_str patterns, bool fold)
{
    return text.ptr != NULL && sshd_list_match(conf, text, patterns, fold) == 1;
}

static bool in_network(sshd_conf *conf, tnk_str text, tnk_str patterns)
{
    return text.ptr != NULL && sshd_address_match(conf, text, patterns) == 1;
}

static bool satisfies(sshd_conf *conf, const sshd_connection *who, const sshd_criterion *c)
{
    switch (c->attribute) {
    case A_ALL:
        return true;
    case A_USER:
        return listed(conf, who->user, c->pattern, false);
    case A_GROUP:
        return any_group(conf, who, c->pattern);
    case A_HOST:
        return listed(conf, who->host, c->pattern, true);
    case A_ADDRESS:
        return in_network(conf, who->addr, c->pattern);
    case A_LOCALADDRESS:
        return in_network(conf, who->laddr, c->pattern);
    case A_LOCALPORT:
        return who->lport > 0 && sshd_port(c->pattern.ptr) == who->lport;
    case A_RDOMAIN:
        return listed(conf, who->rdomain, c->pattern, false);
    default:
        return false;
    }
}

void sshd_active(sshd_conf *conf, const sshd_connection *who, bool *active)
{
    for (size_t r = 1; r < conf->n_regions; r++) {
        const sshd_region *region = &conf->regions[r];
        bool ok = !region->never && (region->outer == 0 || active[region->outer]);
        for (const sshd_criterion *c = region->criteria; ok && c != NULL; c = c->next)
            ok = satisfies(conf, who, c);
        active[r] = ok;
    }
}

/* -- what everybody satisfies who satisfies a block -------------------------------------------- */

/* The connection that literal patterns describe: "User bob" is a user, "User b*" is not. */
static void describe(const sshd_criterion *c, sshd_connection *who, tnk_str *group)
{
    enum { LONGEST_NAME = 255 };
    if (c->pattern.len > LONGEST_NAME || strpbrk(c->pattern.ptr, "*?!,/") != NULL)
        return;
    switch (c->attribute) {
    case A_USER: who->user = c->pattern; break;
    case A_GROUP: *group = c->pattern; who->groups = group; who->n_groups = 1; break;
    case A_HOST: who->host = c->pattern; break;
    case A_ADDRESS: who->addr = c->pattern; break;
    case A_LOCALADDRESS: who->laddr = c->pattern; break;
    case A_LOCALPORT: who->lport = sshd_port(c->pattern.ptr); break;
    case A_RDOMAIN: who->rdomain = c->pattern; break;
    default: break;
    }
}

static bool same_criterion(const sshd_criterion *a, const sshd_criterion *b)
{
    return a->attribute == b->attribute && a->pattern.len == b->pattern.len &&
           memcmp(a->pattern.ptr, b->pattern.ptr, a->pattern.len) == 0;
}

/* Does region, or one around it, say just this? */
static bool says(sshd_conf *conf, uint32_t region, const sshd_criterion *want)
{
    for (; region != 0; region = conf->regions[region].outer)
        for (const sshd_criterion *c = conf->regions[region].criteria; c != NULL; c = c->next) {
            conf->steps++;
            if (same_criterion(c, want))
                return true;
        }
    return false;
}

void sshd_active_with(sshd_conf *conf, uint32_t region, bool *active)
{
    sshd_connection who = { 0 };
    tnk_str group;
    for (uint32_t r = region; r != 0; r = conf->regions[r].outer)
        for (const sshd_criterion *c = conf->regions[r].criteria; c != NULL; c = c->next)
            describe(c, &who, &group);
    for (uint32_t r = 1; r < conf->n_regions; r++) {
        const sshd_region *other = &conf->regions[r];
        bool ok = !other->never && (other->outer == 0 || active[other->outer]);
        for (const sshd_criterion *c = other->criteria; ok && c != NULL; c = c->next)
            ok = satisfies(conf, &who, c) || says(conf, region, c);
        active[r] = ok;
    }
}
