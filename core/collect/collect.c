/* SPDX-License-Identifier: Apache-2.0
 * One unit from its files to its resources: read, offer, collect; see collect.h. */
#define _GNU_SOURCE
#include "core/base/i18n.h"
#include "core/collect/host.h"

struct readable {               /* the unit's files that could be read, by their numbers */
    uint32_t *ids;
    size_t n;
};

static int set_up(struct tnk_unit_state *u, tnk_unit_ctx *cx, const tnk_collect_sink *sink,
                  const tnk_str *paths, size_t n, tnk_error *err)
{
    cx->sources = (tnk_sources){ 0 };
    *u = (struct tnk_unit_state){ .cx = cx, .sink = sink };
    u->first = tnk_path_show(cx->arena, n != 0 ? paths[0] : TNK_S(""));
    if (u->first.ptr == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for a unit of %zu files"), n);
    return TNK_OK;
}

/* A text that says by its first bytes that it is UTF-16, as some export tools write it. */
static bool is_utf16(tnk_str text)
{
    return tnk_str_starts(text, TNK_S("\xFF\xFE")) || tnk_str_starts(text, TNK_S("\xFE\xFF"));
}

/* The same for UTF-16, of either order: every other byte is the literal's, which is ASCII. */
static bool has_wide(tnk_str text, tnk_str literal)
{
    for (size_t i = 0; i + 2 * literal.len <= text.len; i++) {
        size_t n = 0;
        while (n < literal.len && text.ptr[i + 2 * n] == literal.ptr[n])
            n++;
        if (n == literal.len)
            return true;
    }
    return false;
}

/* All its literals are there. A file that has them in UTF-16 is claimed too: its parser says what to do. */
static bool has_literals(const tnk_claim *c, tnk_str text)
{
    for (size_t i = 0; i < sizeof c->contains / sizeof *c->contains; i++) {
        tnk_str literal = tnk_str_of(c->contains[i]);
        if (c->contains[i] != NULL && !(is_utf16(text) ? has_wide : tnk_str_has)(text, literal))
            return false;
    }
    return true;
}

/* The first claim of collector i that is for this file, name and literals; NULL: none. */
static const tnk_claim *claim_of(const tnk_plugins *p, size_t i, const struct tnk_held *h)
{
    const tnk_claim *all = tnk_plugins_at(p, i)->c.claims, *c;
    for (uint32_t from = 0; (c = tnk_plugins_next_claim(p, i, h->path, from)) != NULL;
         from = (uint32_t)(c - all) + 1) {
        if (has_literals(c, h->text))
            return c;
    }
    return NULL;
}

/* Does the collector recognise the document, or any of a stream's? */
static bool knows(tnk_run *r, uint32_t syntax, const tnk_value *doc)
{
    if (r->by->knows == NULL)
        return true;
    if (syntax != TNK_SYNTAX_YAML)
        return r->by->knows(&tnk_host_table, r, doc) != 0;
    tnk_value_each(one, doc) {
        if (r->by->knows(&tnk_host_table, r, one) != 0)
            return true;
    }
    return false;
}

/* Is the file for this collector? Then *ret is how it gets to see it. */
static bool offer(const tnk_plugins *p, tnk_run *r, size_t i, uint32_t id, tnk_file *ret)
{
    struct tnk_held *h = r->unit->files[id];
    const tnk_claim *c = claim_of(p, i, h);
    if (c == NULL)
        return false;
    uint32_t syntax = c->syntax;
    const tnk_value *doc = NULL;
    if (syntax != TNK_SYNTAX_NONE) {
        doc = tnk_unit_parse(r->unit, id, &syntax);
        if (doc == NULL || !knows(r, syntax, doc))
            return false;
    }
    *ret = (tnk_file){ id, syntax, h->path, h->text, doc };
    return true;
}

static void report_failure(tnk_run *r, int rc, tnk_str path)
{
    tnk_error err = { 0 };
    if (r->err.code != 0)
        tnk_fail_plain(&err, rc, _("The collector %s gave up these files: %s"), r->by->name,
                       r->err.msg);
    else
        tnk_fail_plain(&err, rc, _("The collector %s gave up these files (code %d)"), r->by->name,
                       rc);
    tnk_unit_diag(r->unit, TNK_LEVEL_ERROR, TNK_S("collector-failed"), path, (tnk_span){ 0 }, false,
                  tnk_str_of(err.msg));
}

/* Offers the files to the run's collector; files has room for all. Returns how many it knows. */
static size_t offer_all(const tnk_plugins *p, tnk_run *r, size_t i, const struct readable *have,
                        tnk_file *files)
{
    size_t n = 0;
    for (size_t k = 0; k < have->n && r->err.code == 0; k++)
        n += offer(p, r, i, have->ids[k], &files[n]);
    for (size_t k = 0; k < n && r->err.code == 0; k++) {
        struct tnk_held *h = r->unit->files[files[k].id];
        r->unit->cx->files_known += !h->known;
        h->known = true;
    }
    return n;
}

/* Runs one collector over those of the files that it knows. */
static void run_one(const tnk_plugins *p, struct tnk_unit_state *u, size_t i,
                    const struct readable *have)
{
    tnk_run r = { .unit = u, .by = &tnk_plugins_at(p, i)->c, .phase = PHASE_KNOWS };
    tnk_unit unit = { .abi = TNK_ABI, .size = sizeof unit };
    tnk_file *files = tnk_arena_array(u->cx->arena, have->n, sizeof *files);
    int rc = 0;
    if (files == NULL)
        tnk_run_fail(&r, TNK_ENOMEM, _("the unit's memory limit was reached"));
    else
        unit.n_files = offer_all(p, &r, i, have, files);
    unit.files = files;
    r.phase = PHASE_COLLECT;
    if (r.err.code == 0 && unit.n_files != 0)
        rc = r.by->collect(&tnk_host_table, &r, &unit);
    if (r.err.code != 0)
        rc = r.err.code;
    if (rc < 0)
        report_failure(&r, rc, unit.n_files != 0 ? u->cx->sources.at[files[0].id]->path : u->first);
}

int tnk_collect_unit(const tnk_plugins *p, tnk_unit_ctx *cx, uint64_t mask, const tnk_str *paths,
                     size_t n, const tnk_collect_sink *sink, tnk_error *err)
{
    struct tnk_unit_state u;
    struct readable have = { NULL, 0 };
    int rc = set_up(&u, cx, sink, paths, n, err);
    if (rc != 0)
        return rc;
    have.ids = tnk_arena_array(cx->arena, n, sizeof *have.ids);
    if (have.ids == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("no memory for a unit of %zu files"), n);
    for (size_t k = 0; k < n; k++) {
        struct tnk_held *h;
        have.n += tnk_unit_open(&u, paths[k], true, &h, &have.ids[have.n]) == 0;
    }
    for (size_t i = 0; i < tnk_plugins_count(p) && have.n != 0; i++) {
        if ((mask >> i & 1) != 0)
            run_one(p, &u, i, &have);
    }
    return TNK_OK;
}

int tnk_collect_plan(const tnk_plugins *p, tnk_unit_ctx *cx, size_t collector, const tnk_str *paths,
                     size_t n, const tnk_collect_sink *sink, tnk_plan_unit *unit, void *ud,
                     tnk_error *err)
{
    struct tnk_unit_state u;
    const tnk_plugin *by = tnk_plugins_at(p, collector);
    if (by == NULL || by->c.plan == NULL)
        return tnk_fail_plain(err, TNK_EINVAL, _("collector %zu has no plan function"), collector);
    int rc = set_up(&u, cx, sink, paths, n, err);
    if (rc != 0)
        return rc;
    tnk_run r = { .unit = &u,
                  .by = &by->c,
                  .phase = PHASE_PLAN,
                  .plan_paths = paths,
                  .n_plan_paths = n,
                  .plan_unit = unit,
                  .plan_ud = ud };
    rc = by->c.plan(&tnk_host_table, &r, paths, n);
    if (r.err.code != 0)
        rc = r.err.code;
    if (rc < 0)
        report_failure(&r, rc, u.first);
    return TNK_OK;
}
