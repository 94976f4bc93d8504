/* SPDX-License-Identifier: Apache-2.0
 * The registry: every check a descriptor must pass before we call anything in it; see plugins.h. */
#include "core/collect/registry.h"

#include <inttypes.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/base/str.h"
#include "core/target/pattern.h"

#define FEATURES ((uint64_t)0)          /* bits of tnk_collector.needs this host has */
#define SIZE_1_0 (offsetof(tnk_collector, collect) + sizeof ((tnk_collector *)0)->collect)
#define NAMES_MAX ((size_t)64 << 20)    /* bytes for paths and matchers of all plugins */

tnk_plugins *tnk_plugins_new(void)
{
    tnk_plugins *p = calloc(1, sizeof *p);
    if (p == NULL)
        return NULL;
    p->arena = tnk_arena_new(NAMES_MAX);
    if (p->arena == NULL) {
        free(p);
        return NULL;
    }
    return p;
}

void tnk_plugins_free(tnk_plugins *p)
{
    if (p == NULL)
        return;
    tnk_arena_free(p->arena);
    free(p);
}

static bool good_name(const char *name)
{
    if (name[0] < 'a' || name[0] > 'z')
        return false;
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return name[n] == '\0' && n <= 64;
}

/* May we read this descriptor as ours at all? */
static int check_version(const tnk_collector *c, const char *label, tnk_error *err)
{
    if (c->abi >> 16 != TNK_ABI_MAJOR)
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s was built for plugin ABI %u.%u and this tenken has %u.%u: rebuild it"), label,
            c->abi >> 16, c->abi & 0xffff, TNK_ABI_MAJOR, TNK_ABI_MINOR);
    if (c->size < SIZE_1_0)
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s has a descriptor of %u bytes where ABI 1.0 has %zu: rebuild it"), label, c->size,
            SIZE_1_0);
    if ((c->needs & ~FEATURES) != 0)
        return tnk_fail_plain(err, TNK_EREFUSED,
                              _("%s (ABI %u.%u) needs features 0x%" PRIx64
                                " that this tenken (ABI %u.%u) lacks: use a newer tenken"),
                              label, c->abi >> 16, c->abi & 0xffff, c->needs & ~FEATURES,
                              TNK_ABI_MAJOR, TNK_ABI_MINOR);
    return TNK_OK;
}

static const char *missing(const tnk_collector *c)
{
    return c->name == NULL      ? "name"
           : c->version == NULL ? "version"
           : c->about == NULL   ? "about"
           : c->claims == NULL  ? "claims"
           : c->collect == NULL ? "collect"
           : c->plan == NULL && c->group == TNK_GROUP_PLAN ? "plan"
                                                           : NULL;
}

static int check_fields(const tnk_plugins *p, const tnk_collector *c, const char *label,
                        tnk_error *err)
{
    const char *field = missing(c);
    if (field != NULL)
        return tnk_fail_plain(err, TNK_EREFUSED, _("%s leaves the field %s empty: fill it in"),
                              label, field);
    if (!good_name(c->name))
        return tnk_fail_plain(
            err, TNK_EREFUSED,
            _("%s has a name that is not a letter and then letters, digits and -, "
              "all in lower case and 64 bytes at most: rename it"),
            label);
    const tnk_plugin *other = tnk_plugins_find(p, tnk_str_of(c->name));
    if (other != NULL)
        return tnk_fail_plain(err, TNK_EREFUSED,
                              _("%s is named %s like the collector of %s: remove one of the two"),
                              label, c->name, other->path[0] != '\0' ? other->path : "tenken");
    if (c->group > TNK_GROUP_PLAN || (c->plan != NULL) != (c->group == TNK_GROUP_PLAN))
        return tnk_fail_plain(err, TNK_EREFUSED,
                              c->plan != NULL
                                  ? _("%s has group %u and a plan function: only group %d has one")
                                  : _("%s has group %u and no plan function: only group %d has one"),
                              label, c->group, TNK_GROUP_PLAN);
    return TNK_OK;
}

static bool good_claim(const tnk_claim *cl)
{
    if (cl->glob == NULL || cl->glob[0] == '\0' || cl->syntax > TNK_SYNTAX_INI ||
        cl->reserved != 0)
        return false;
    for (size_t i = 0; i < sizeof cl->contains / sizeof *cl->contains; i++) {
        if (cl->contains[i] != NULL && cl->contains[i][0] == '\0')
            return false;
    }
    return true;
}

static int check_claims(const tnk_collector *c, const char *label, tnk_error *err)
{
    if (c->n_claims == 0 || c->n_claims > TNK_CLAIMS_MAX)
        return tnk_fail_plain(err, TNK_EREFUSED, _("%s has %u claims: give it 1 to %d"), label,
                              c->n_claims, TNK_CLAIMS_MAX);
    for (uint32_t i = 0; i < c->n_claims; i++) {
        tnk_error why = { 0 };
        if (!good_claim(&c->claims[i]))
            return tnk_fail_plain(
                err, TNK_EREFUSED,
                _("%s: claim %u needs a glob, a known syntax, reserved 0 and no empty "
                  "literal"),
                label, i);
        if (tnk_glob_check(tnk_str_of(c->claims[i].glob), &why) != 0)
            return tnk_fail_plain(err, TNK_EREFUSED, _("%s: claim %u: %s"), label, i, why.msg);
    }
    return TNK_OK;
}

int tnk_plugins_take(tnk_plugins *p, const tnk_collector *c, const char *path, const char *label,
                     tnk_error *err)
{
    int rc = check_version(c, label, err);
    if (rc != 0)
        return rc;
    if (p->n == TNK_PLUGINS_MAX)
        return tnk_fail_plain(err, TNK_ELIMIT,
                              _("%s would be one collector more than the %d that fit"), label,
                              TNK_PLUGINS_MAX);
    struct tnk_entry e = { 0 };
    memcpy(&e.pub.c, c, c->size < sizeof e.pub.c ? c->size : sizeof e.pub.c);
    if ((rc = check_fields(p, &e.pub.c, label, err)) != 0 ||
        (rc = check_claims(&e.pub.c, label, err)) != 0)
        return rc;
    if ((rc = tnk_matchers_make(p->arena, &e, err)) != 0)
        return rc;
    e.pub.path = tnk_arena_str(p->arena, tnk_str_of(path)).ptr;
    if (e.pub.path == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for %s"), label);
    p->at[p->n++] = e;
    return TNK_OK;
}

int tnk_plugins_add(tnk_plugins *p, const tnk_collector *c, tnk_error *err)
{
    return tnk_plugins_take(p, c, "", _("a built-in collector"), err);
}

size_t tnk_plugins_count(const tnk_plugins *p)
{
    return p->n;
}

const tnk_plugin *tnk_plugins_at(const tnk_plugins *p, size_t i)
{
    return i < p->n ? &p->at[i].pub : NULL;
}

const tnk_plugin *tnk_plugins_find(const tnk_plugins *p, tnk_str name)
{
    for (size_t i = 0; i < p->n; i++) {
        if (tnk_str_is(name, p->at[i].pub.c.name))
            return &p->at[i].pub;
    }
    return NULL;
}
