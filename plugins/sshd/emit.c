/* SPDX-License-Identifier: Apache-2.0
 * Effective values as resources.
 *
 * "sshd:server" is the configuration as it meets a connection of which nothing is known: the
 * global part and `Match all`. "sshd:match" is the same map as it meets a connection that
 * satisfies one block (and with it every block that such a connection cannot fail to satisfy:
 * `Match User bob` also satisfies `Match User b*`). One more "sshd:match" is made for the user
 * root where blocks treat root differently and none of them shows just that. Contexts that
 * blocks share are given once; a block without settings has none. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sshd.h"

typedef struct emitter {
    sshd_conf *conf;
    const bool **seen;          /* active sets already given */
    tnk_str *addresses;
    size_t n;
    sshd_effective server;
} emitter;

static tnk_value *scalar(sshd_conf *conf, const sshd_item *item, bool number)
{
    const tnk_host *h = conf->h;
    char *end;
    if (number) {
        long long n = strtoll(item->text.ptr, &end, 10);
        if (end != item->text.ptr && *end == '\0')
            return h->integer(conf->run, n, item->at);
    }
    return h->text(conf->run, item->text, item->at);
}

static tnk_value *list_of(sshd_conf *conf, const sshd_item *items, size_t n, bool numbers,
                          tnk_span at)
{
    tnk_value *list = conf->h->list(conf->run, at);
    for (size_t i = 0; i < n; i++)
        conf->h->push(conf->run, list, scalar(conf, &items[i], numbers));
    return list;
}

static tnk_value *comma_list(sshd_conf *conf, const sshd_item *item, tnk_span at)
{
    tnk_value *list = conf->h->list(conf->run, at);
    for (const char *p = item->text.ptr; *p != '\0';) {
        size_t len = strcspn(p, ",");
        if (len != 0)
            conf->h->push(conf->run, list, conf->h->text(conf->run, (tnk_str){ p, len }, item->at));
        p += len + (p[len] == ',');
    }
    return list;
}

/* pubkeyauthoptions none and channeltimeout none are empty sets. */
static bool is_empty_set(uint32_t slot, const sshd_item *items, size_t n)
{
    return (slot == S_PUBKEYOPTIONS || slot == S_CHANNELTIMEOUT || slot == S_LOGVERBOSE) &&
           n == 1 && strcmp(items->text.ptr, "none") == 0;
}

static const tnk_value *build(sshd_conf *conf, uint32_t slot, const sshd_item *items, size_t n,
                              tnk_span at)
{
    switch (sshd_slots[slot].shape) {
    case SHAPE_LIST:
        return list_of(conf, items, is_empty_set(slot, items, n) ? 0 : n, false, at);
    case SHAPE_INTS:
        return list_of(conf, items, n, true, at);
    case SHAPE_COMMA:
        return n != 0 ? comma_list(conf, items, at) : list_of(conf, items, 0, false, at);
    default:
        return n != 0 ? scalar(conf, items, sshd_slots[slot].shape == SHAPE_INT) : NULL;
    }
}

/* Lists that lines add to, and what is made of several slots, differ by context. */
static bool varies(uint32_t slot)
{
    return sshd_slots[slot].merge == MERGE_APPEND || slot == S_REKEYLIMIT;
}

static const tnk_value *slot_value(sshd_conf *conf, const sshd_effective *e, uint32_t slot)
{
    const sshd_setting *set = e->slot[slot];
    const tnk_value **cache = set != NULL ? (const tnk_value **)(uintptr_t)&set->built
                                          : &conf->defaults[slot];
    if (!varies(slot) && *cache != NULL)
        return *cache;
    size_t n;
    bool known;
    tnk_span at = set != NULL ? set->at : conf->home;
    const sshd_item *items = sshd_items(conf, e, slot, &n, &known);
    if (!known || conf->full)
        return NULL;
    const tnk_value *v = build(conf, slot, items, n, at);
    if (set == NULL && v != NULL)
        v = conf->h->moved(conf->run, v, n != 0 && items->at.end != 0 ? items->at : conf->home);
    return varies(slot) ? v : (*cache = v);
}

static void put(sshd_conf *conf, tnk_value *map, const char *key, tnk_span at, const tnk_value *v)
{
    conf->h->put(conf->run, map, SSHD_S(key), at, v);
}

static void put_slots(sshd_conf *conf, const sshd_effective *e, tnk_value *map)
{
    for (uint32_t slot = 0; slot < S_COUNT; slot++) {
        const tnk_value *v = sshd_slots[slot].name != NULL ? slot_value(conf, e, slot) : NULL;
        if (v != NULL)
            put(conf, map, sshd_slots[slot].name,
                e->slot[slot] != NULL ? e->slot[slot]->key : conf->home, v);
    }
}

/* The keywords that lines set; in blocks only, when asked. */
static tnk_value *keywords_set(sshd_conf *conf, const sshd_effective *e, bool blocks)
{
    tnk_value *list = conf->h->list(conf->run, conf->home);
    for (uint32_t slot = 0; slot < S_COUNT; slot++) {
        const sshd_setting *s = e->slot[slot];
        if (s != NULL && sshd_slots[slot].name != NULL && (!blocks || s->region != 0))
            conf->h->push(conf->run, list,
                          conf->h->text(conf->run, SSHD_S(sshd_slots[slot].name), s->key));
    }
    return list;
}

static tnk_value *context(emitter *em, const sshd_effective *e)
{
    sshd_conf *conf = em->conf;
    const tnk_host *h = conf->h;
    char version[16];
    tnk_value *map = h->map(conf->run, conf->home);
    put_slots(conf, e, map);
    snprintf(version, sizeof version, "%d.%d", conf->version / 100, conf->version % 100);
    put(conf, map, "version", conf->home, h->text(conf->run, SSHD_S(version), conf->home));
    put(conf, map, "version_assumed", conf->home, h->flag(conf->run, conf->assumed, conf->home));
    put(conf, map, "accepted", conf->home,
        h->flag(conf->run, conf->rejected == 0,
                conf->rejected == 0 ? conf->home : conf->reject_at));
    put(conf, map, "explicit", conf->home, keywords_set(conf, e, false));
    put(conf, map, "pam_second_factor", conf->home, conf->factor);
    put(conf, map, "crypto_policy", conf->home, conf->policy);
    return map;
}

static void give(emitter *em, const char *kind, tnk_str address, const tnk_value *value,
                 tnk_span at)
{
    tnk_resource r = { .abi = TNK_ABI, .size = sizeof r, .kind = SSHD_S(kind), .address = address,
                       .value = value, .at = at };
    em->addresses[em->n - 1] = address;
    em->conf->h->resource(em->conf->run, &r);
}

/* Remember an active set; false when it was given before. */
static bool fresh(emitter *em, const bool *active)
{
    for (size_t i = 0; i < em->n; i++)
        if (memcmp(em->seen[i], active, em->conf->n_regions * sizeof *active) == 0)
            return false;
    em->seen[em->n++] = active;
    return true;
}

static bool same_text(tnk_str a, tnk_str b)
{
    return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

/* "sshd Match Group ops > User bob": short, and not yet in use. */
static tnk_str address_of(emitter *em, uint32_t region)
{
    enum { MOST = 160 };
    sshd_conf *conf = em->conf;
    uint32_t chain[SSHD_MAX_DEPTH + 2];
    size_t n = 0, len;
    char buf[MOST + 16];
    for (uint32_t r = region; r != 0 && n < sizeof chain / sizeof *chain;
         r = conf->regions[r].outer)
        chain[n++] = r;
    len = (size_t)snprintf(buf, sizeof buf, "sshd Match ");
    while (n-- > 0) {
        tnk_str label = conf->regions[chain[n]].label;
        size_t part = label.len < MOST - len ? label.len : MOST - len;
        if (part != 0)      /* a Match line that sshd refuses has no label */
            memcpy(buf + len, label.ptr, part);
        len += part;
        if (n > 0 && len + 3 <= MOST)
            len += (size_t)sprintf(buf + len, " > ");
    }
    for (size_t i = 0; i + 1 < em->n; i++)
        if (same_text(em->addresses[i], (tnk_str){ buf, len })) {
            len += (size_t)sprintf(buf + len, " #%u", (unsigned)region);
            break;
        }
    return sshd_copy(conf, buf, len);
}

/* Patterns of one attribute, of the block and those around it. */
static tnk_str patterns_of(sshd_conf *conf, uint32_t region, uint32_t attribute, tnk_span *at)
{
    tnk_str all = { NULL, 0 };
    for (; region != 0; region = conf->regions[region].outer)
        for (const sshd_criterion *c = conf->regions[region].criteria; c != NULL; c = c->next) {
            if (c->attribute != attribute)
                continue;
            char *p = sshd_alloc(conf, all.len + c->pattern.len + 4);
            if (p == NULL)
                return (tnk_str){ NULL, 0 };
            size_t len = (size_t)sprintf(p, "%s%s%s", all.ptr != NULL ? all.ptr : "",
                                         all.ptr != NULL ? " & " : "", c->pattern.ptr);
            all = (tnk_str){ p, len };
            *at = c->at;
        }
    return all;
}

static tnk_value *criteria_of(sshd_conf *conf, uint32_t region)
{
    tnk_value *map = conf->h->map(conf->run, conf->regions[region].at);
    for (uint32_t a = 0; a < A_COUNT; a++) {
        tnk_span at = conf->regions[region].at;
        tnk_str text = patterns_of(conf, region, a, &at);
        char key[16];
        if (text.ptr == NULL)
            continue;
        size_t i = 0;
        for (const char *p = sshd_attribute_name(a); *p != '\0' && i + 1 < sizeof key; p++)
            key[i++] = (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
        key[i] = '\0';
        put(conf, map, key, at, conf->h->text(conf->run, text, at));
    }
    return map;
}

static void give_match(emitter *em, const sshd_effective *e, tnk_str address,
                       const tnk_value *criteria, tnk_span at)
{
    sshd_conf *conf = em->conf;
    tnk_value *map = context(em, e);
    put(conf, map, "criteria", at, criteria);
    put(conf, map, "overrides", at, keywords_set(conf, e, true));
    if (!conf->full)
        give(em, "sshd:match", address, map, at);
}

static void give_block(emitter *em, uint32_t region)
{
    sshd_conf *conf = em->conf;
    sshd_effective e;
    bool *active = sshd_alloc(conf, conf->n_regions * sizeof *active);
    if (active == NULL)
        return;
    sshd_active_with(conf, region, active);
    if (!fresh(em, active))
        return;
    sshd_evaluate(conf, active, &e);
    tnk_str address = address_of(em, region);
    if (address.ptr != NULL)
        give_match(em, &e, address, criteria_of(conf, region), conf->regions[region].at);
}

static void give_root(emitter *em)
{
    sshd_conf *conf = em->conf;
    static const tnk_str root = { "root", 4 };
    sshd_connection who = { .user = root, .groups = &root, .n_groups = 1 };
    sshd_effective e;
    bool *active = sshd_alloc(conf, conf->n_regions * sizeof *active);
    if (active == NULL)
        return;
    sshd_active(conf, &who, active);
    if (!fresh(em, active))
        return;
    sshd_evaluate(conf, active, &e);
    if (memcmp(e.slot, em->server.slot, sizeof e.slot) == 0)
        return;
    tnk_value *criteria = conf->h->map(conf->run, conf->home);
    put(conf, criteria, "user", conf->home, conf->h->text(conf->run, root, conf->home));
    give_match(em, &e, TNK_LIT("sshd user root"), criteria, conf->home);
}

/* Which blocks set anything at all? */
static bool *blocks_with_settings(sshd_conf *conf)
{
    bool *has = sshd_alloc(conf, conf->n_regions * sizeof *has);
    for (const sshd_setting *s = conf->first; has != NULL && s != NULL; s = s->next)
        has[s->region] = true;
    return has;
}

static void give_server(emitter *em)
{
    sshd_conf *conf = em->conf;
    sshd_connection nobody = { .lport = 0 };
    bool *active = sshd_alloc(conf, conf->n_regions * sizeof *active);
    if (active == NULL)
        return;
    sshd_active(conf, &nobody, active);
    fresh(em, active);
    sshd_evaluate(conf, active, &em->server);
    tnk_value *map = context(em, &em->server);
    if (!conf->full)
        give(em, "sshd:server", TNK_LIT("sshd"), map, conf->home);
}

void sshd_emit(sshd_conf *conf)
{
    emitter em = { .conf = conf };
    em.seen = sshd_alloc(conf, (SSHD_MAX_REGIONS + 2) * sizeof *em.seen);
    em.addresses = sshd_alloc(conf, (SSHD_MAX_REGIONS + 2) * sizeof *em.addresses);
    bool *has = blocks_with_settings(conf);
    if (conf->full)
        return;
    conf->factor = sshd_second_factor(conf, conf->home);
    conf->policy = sshd_crypto_policy(conf, conf->home);
    give_server(&em);
    for (uint32_t r = 1; r < conf->n_regions && !conf->full; r++)
        if (has[r] && !conf->regions[r].never)
            give_block(&em, r);
    give_root(&em);
}
