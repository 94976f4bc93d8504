/* SPDX-License-Identifier: Apache-2.0
 * What holds: the global settings first, and over them, as a whole, what the blocks set that a
 * connection is in. Within either the slot's way of merging says which of several settings
 * counts. A list that a block sets replaces the global one and then grows over the blocks that
 * follow. */
#include <stdio.h>
#include <string.h>

#include "sshd.h"

static bool overrides(const sshd_setting *old, const sshd_setting *now)
{
    if (old == NULL || (old->region == 0 && now->region != 0))
        return true;
    uint8_t merge = sshd_slots[now->slot].merge;
    return merge == MERGE_LAST ||
           (merge == MERGE_FIRST_OR_NONE && strcmp(now->items->text.ptr, "none") == 0);
}

void sshd_evaluate(sshd_conf *conf, const bool *active, sshd_effective *ret)
{
    *ret = (sshd_effective){ .active = active };
    for (const sshd_setting *s = conf->first; s != NULL; s = s->next)
        if (s->region == 0 && overrides(ret->slot[s->slot], s))
            ret->slot[s->slot] = s;
    for (const sshd_setting *s = conf->first; s != NULL && active != NULL; s = s->next)
        if (s->region != 0 && active[s->region] && overrides(ret->slot[s->slot], s))
            ret->slot[s->slot] = s;
}

/* Is s one of the settings that make up the list that begins with head? */
static bool adds(const sshd_effective *e, const sshd_setting *head, const sshd_setting *s)
{
    if (s->slot != head->slot)
        return false;
    return head->region == 0 ? s->region == 0 : s->region != 0 && e->active[s->region];
}

static const sshd_item *appended(sshd_conf *conf, const sshd_effective *e, uint32_t slot, size_t *n)
{
    const sshd_setting *head = e->slot[slot];
    *n = 0;
    for (const sshd_setting *s = head; s != NULL; s = s->next)
        *n += adds(e, head, s) ? s->n : 0;
    if (*n == head->n)
        return head->items;
    sshd_item *items = sshd_alloc(conf, *n * sizeof *items);
    *n = 0;
    for (const sshd_setting *s = head; items != NULL && s != NULL; s = s->next)
        if (adds(e, head, s)) {
            memcpy(items + *n, s->items, s->n * sizeof *items);
            *n += s->n;
        }
    return items;
}

/* The words of a default, at the beginning of the first source. */
static const sshd_item *words(sshd_conf *conf, const char *text, bool one, size_t *n)
{
    size_t most = 1;
    for (const char *p = text; *p != '\0'; p++)
        most += *p == ' ';
    sshd_item *items = sshd_alloc(conf, most * sizeof *items);
    *n = 0;
    while (items != NULL && *text != '\0') {
        size_t len = one ? strlen(text) : strcspn(text, " ");
        items[(*n)++] = (sshd_item){ sshd_copy(conf, text, len), { 0 } };
        text += len + (text[len] == ' ');
    }
    return conf->full ? NULL : items;
}

static const sshd_item *plain(sshd_conf *conf, const sshd_effective *e, uint32_t slot, size_t *n,
                              bool *known)
{
    *known = true, *n = 0;
    const sshd_setting *s = e->slot[slot];
    if (s != NULL && sshd_slots[slot].merge == MERGE_APPEND)
        return appended(conf, e, slot, n);
    if (s != NULL)
        return *n = s->n, s->items;
    const char *def = sshd_default(conf, slot, known);
    bool one = sshd_slots[slot].shape != SHAPE_LIST && sshd_slots[slot].shape != SHAPE_INTS;
    return def != NULL ? words(conf, def, one, n) : NULL;
}

static bool has_port(tnk_str text)
{
    if (text.len != 0 && text.ptr[0] == '[')
        return text.ptr[text.len - 1] != ']';
    return memchr(text.ptr, ':', text.len) != NULL;
}

static bool add_address(sshd_conf *conf, sshd_item *out, const sshd_item *host,
                        const sshd_item *port_item)
{
    tnk_str port = port_item->text;
    bool whole = has_port(host->text);
    char *p = sshd_alloc(conf, host->text.len + port.len + 2);
    if (p == NULL)
        return false;
    memcpy(p, host->text.ptr, host->text.len);
    size_t len = host->text.len;
    if (!whole) {
        p[len++] = ':';
        memcpy(p + len, port.ptr, port.len);
        len += port.len;
    }
    *out = (sshd_item){ { p, len }, host->at.end != 0 ? host->at : port_item->at };
    return true;
}

/* Every address with every port; without an address all of the families in use. */
static const sshd_item *addresses(sshd_conf *conf, const sshd_effective *e, size_t *n)
{
    static const sshd_item everywhere[] = { { TNK_LIT("[::]"), { 0 } },
                                            { TNK_LIT("0.0.0.0"), { 0 } } };
    bool known;
    size_t ports_n, one, made = 0;
    const sshd_item *hosts = plain(conf, e, S_LISTENADDRESS, n, &known);
    const sshd_item *ports = plain(conf, e, S_PORT, &ports_n, &known);
    const sshd_item *family = plain(conf, e, S_ADDRESSFAMILY, &one, &known);
    if (*n == 0 && family != NULL) {
        hosts = everywhere + (strcmp(family->text.ptr, "inet") == 0);
        *n = 2 - (strcmp(family->text.ptr, "any") != 0);
    }
    if (conf->full || ports_n * *n > SSHD_MAX_ITEMS) {
        sshd_limit(conf, (tnk_span){ 0 }, N_("a list has too many entries"));
        *n = 0;
        return NULL;
    }
    sshd_item *out = sshd_alloc(conf, (ports_n * *n + 1) * sizeof *out);
    for (size_t i = 0; i < *n && out != NULL; i++)
        for (size_t j = 0; j < (has_port(hosts[i].text) ? 1 : ports_n); j++)
            made += add_address(conf, &out[made], &hosts[i], &ports[j]);
    *n = made;
    return out;
}

static const sshd_item *rekey(sshd_conf *conf, const sshd_effective *e, size_t *n)
{
    bool known;
    size_t one;
    const sshd_item *bytes = plain(conf, e, S_REKEYLIMIT, &one, &known);
    const sshd_item *seconds = plain(conf, e, S_REKEYTIME, &one, &known);
    sshd_item *out = sshd_alloc(conf, sizeof *out);
    char *p = out != NULL ? sshd_alloc(conf, 48) : NULL;
    *n = p != NULL;
    if (p == NULL)
        return NULL;
    int len = snprintf(p, 48, "%s %s", bytes->text.ptr, seconds->text.ptr);
    *out =
        (sshd_item){ { p, (size_t)len }, e->slot[S_REKEYLIMIT] != NULL ? bytes->at : seconds->at };
    return out;
}

const sshd_item *sshd_items(sshd_conf *conf, const sshd_effective *e, uint32_t slot, size_t *n,
                            bool *known)
{
    *known = true;
    if (slot == S_LISTENADDRESS)
        return addresses(conf, e, n);
    if (slot == S_REKEYLIMIT)
        return rekey(conf, e, n);
    return plain(conf, e, slot, n, known);
}

/* -- combinations sshd refuses ----------------------------------------------------------------- */

static bool is(sshd_conf *conf, const sshd_effective *e, uint32_t slot, const char *word)
{
    bool known;
    size_t n;
    const sshd_item *items = plain(conf, e, slot, &n, &known);
    return n > 0 && items != NULL && strcmp(items->text.ptr, word) == 0;
}

static void check_command(sshd_conf *conf, const sshd_effective *e, uint32_t command, uint32_t user)
{
    if (e->slot[command] == NULL || !is(conf, e, user, "none") ||
        strncmp(e->slot[command]->items->text.ptr, "/", 1) != 0)
        return;
    tnk_str names[] = { SSHD_S(sshd_slots[command].name), SSHD_S(sshd_slots[user].name) };
    sshd_reject(conf, e->slot[command]->at, N_("%1 is set and %2 is not"), names, 2);
}

static bool method_on(sshd_conf *conf, const sshd_effective *e, const char *name, size_t len)
{
    static const struct { const char *name; uint32_t slot; } methods[] = {
        { "publickey", S_PUBKEYAUTH }, { "password", S_PASSWORDAUTH }, { "hostbased",
          S_HOSTBASEDAUTH },
        { "keyboard-interactive", S_KBDINTERACTIVE }, { "gssapi-with-mic", S_GSSAPIAUTH },
        { "gssapi-keyex", S_GSSAPIAUTH },
    };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (strlen(methods[i].name) == len && memcmp(methods[i].name, name, len) == 0)
            return is(conf, e, methods[i].slot, "yes");
    return true;
}

static bool all_on(sshd_conf *conf, const sshd_effective *e, const char *list)
{
    while (*list != '\0') {
        if (!method_on(conf, e, list, strcspn(list, ",:")))
            return false;
        list += strcspn(list, ",");
        list += *list == ',';
    }
    return true;
}

/* Addresses of a family that is switched off, and what cannot be a name: `"ListenAddress"=x` is
 * "=x". */
static void check_addresses(sshd_conf *conf, const sshd_effective *e)
{
    bool only4 = is(conf, e, S_ADDRESSFAMILY, "inet"),
         only6 = is(conf, e, S_ADDRESSFAMILY, "inet6");
    for (const sshd_setting *s = e->slot[S_LISTENADDRESS]; s != NULL; s = s->next) {
        if (s->slot != S_LISTENADDRESS)
            continue;
        const char *host = s->items->text.ptr;
        bool v6 = host[0] == '[', v4 = strspn(host, "0123456789.:") == s->items->text.len;
        if ((only4 && v6) || (only6 && v4) || strchr(host, '=') != NULL)
            sshd_reject(conf, s->at, N_("it cannot listen on %1"), &s->items->text, 1);
    }
}

void sshd_check(sshd_conf *conf)
{
    sshd_effective e;
    sshd_evaluate(conf, NULL, &e);
    check_addresses(conf, &e);
    check_command(conf, &e, S_KEYSCOMMAND, S_KEYSCOMMANDUSER);
    check_command(conf, &e, S_PRINCIPALSCOMMAND, S_PRINCIPALSCOMMANDUSER);
    const sshd_setting *methods = e.slot[S_AUTHMETHODS];
    for (size_t i = 0; methods != NULL && i < methods->n; i++)
        if (all_on(conf, &e, methods->items[i].text.ptr))
            return;
    if (methods != NULL)
        sshd_reject(conf, methods->at,
                    N_("none of the lists of AuthenticationMethods can be satisfied by the "
                    "methods that are switched on"),
                    NULL, 0);
}
