/* SPDX-License-Identifier: Apache-2.0
 * What a collector hands over: every number is checked and every text copied before it goes to the
 * sink. */
#include "core/base/i18n.h"
#include "core/collect/host.h"

#include <stdlib.h>

#define RESOURCE_1_0 (offsetof(tnk_resource, n_names) + sizeof ((tnk_resource *)0)->n_names)
enum { KIND_MAX = 256, CODE_MAX = 64 };

static int no_memory(tnk_run *r)
{
    return tnk_run_fail(r, TNK_ENOMEM, _("the unit's memory limit was reached"));
}

/* 0 when the run may hand something over in this phase. */
static int may(tnk_run *r, int phase)
{
    if (r->err.code != 0)
        return r->err.code;
    if (r->phase != phase)
        return tnk_run_fail(r, TNK_EINVAL,
                            _("it called a function of the host table in a phase where it has "
                              "no meaning"));
    return TNK_OK;
}

static int check_span(tnk_run *r, tnk_span at)
{
    if (tnk_span_valid(r->unit, at))
        return TNK_OK;
    return tnk_run_fail(r, TNK_EINVAL,
                        _("it gave a place (file %u, bytes %u to %u) that does not exist"), at.file,
                        at.off, at.end);
}

/* "<collector>:<type>", visible ASCII. */
static bool good_kind(const tnk_run *r, tnk_str kind)
{
    tnk_str name = tnk_str_of(r->by->name);
    if (!tnk_str_starts(kind, name) || kind.len <= name.len + 1 || kind.ptr[name.len] != ':' ||
        kind.len > KIND_MAX)
        return false;
    for (size_t i = 0; i < kind.len; i++) {
        if (kind.ptr[i] <= ' ' || kind.ptr[i] > '~')
            return false;
    }
    return true;
}

static int check_resource(tnk_run *r, const tnk_resource *res)
{
    if (res == NULL || res->size < RESOURCE_1_0 || res->abi >> 16 != TNK_ABI_MAJOR)
        return tnk_run_fail(r, TNK_EINVAL, _("it gave a resource without abi and size"));
    if (!good_kind(r, tnk_given(res->kind)))
        return tnk_run_fail(r, TNK_EINVAL,
                            _("it gave a resource whose kind is not %s: and a type in visible "
                              "ASCII"),
                            r->by->name);
    if (tnk_given(res->address).len == 0)
        return tnk_run_fail(r, TNK_EINVAL, _("it gave a resource without an address"));
    if (!tnk_value_is(res->value, TNK_MAP))
        return tnk_run_fail(r, TNK_EINVAL, _("it gave a resource whose value is not a map"));
    if (r->unit->n_resources >= TNK_UNIT_RESOURCES_MAX)
        return tnk_run_fail(r, TNK_ELIMIT, _("there are more than %d resources"),
                            TNK_UNIT_RESOURCES_MAX);
    if (res->n_names > TNK_UNIT_NAMES_MAX - r->unit->n_names)
        return tnk_run_fail(r, TNK_ELIMIT, _("there are more than %d names of resources"),
                            TNK_UNIT_NAMES_MAX);
    return check_span(r, res->at);
}

/* The calls, as far as they are kept. A resource of 1.0 ends before them. */
static int copy_via(tnk_run *r, const tnk_resource *res, tnk_resource *copy)
{
    size_t n = TNK_HAS(tnk_resource, res, n_via) && res->via != NULL ? res->n_via : 0;
    n = n < TNK_RESOURCE_VIA_MAX ? n : TNK_RESOURCE_VIA_MAX;
    tnk_span *via = tnk_arena_array(r->unit->cx->arena, n, sizeof *via);
    if (via == NULL)
        return no_memory(r);
    for (size_t i = 0; i < n; i++) {
        if (check_span(r, res->via[i]) != 0)
            return r->err.code;
        via[i] = res->via[i];
    }
    copy->via = via;
    copy->n_via = n;
    return TNK_OK;
}

static int copy_resource(tnk_run *r, const tnk_resource *res, tnk_resource *copy)
{
    tnk_arena *a = r->unit->cx->arena;
    tnk_str *names = tnk_arena_array(a, res->n_names, sizeof *names);
    *copy =
        (tnk_resource){ .abi = TNK_ABI, .size = sizeof *copy, .value = res->value, .at = res->at };
    copy->kind = tnk_arena_str(a, res->kind);
    copy->address = tnk_text_show(a, res->address);
    if (names == NULL || copy->kind.ptr == NULL || copy->address.ptr == NULL)
        return no_memory(r);
    for (size_t i = 0; i < res->n_names; i++) {
        names[i] = tnk_text_show(a, tnk_given(res->names[i]));
        if (names[i].ptr == NULL)
            return no_memory(r);
    }
    copy->names = names;
    copy->n_names = res->n_names;
    return copy_via(r, res, copy);
}

/* An address twice costs that resource, not the unit: real exports repeat things. */
static int take_address(tnk_run *r, const tnk_resource *res)
{
    struct tnk_unit_state *u = r->unit;
    tnk_atom atom = tnk_atoms_add(u->cx->atoms, res->address);
    uint64_t *used = atom != 0 ? tnk_table_at(&r->addresses, u->cx->arena, atom) : NULL;
    if (used == NULL)
        return no_memory(r);
    if ((*used)++ == 0)
        return TNK_OK;
    tnk_error err = { 0 };
    tnk_fail_plain(&err, TNK_EINVAL, _("%s stands here twice: only the first one is audited"),
                   res->address.ptr);
    tnk_unit_diag(u, TNK_LEVEL_ERROR, TNK_S("repeated-address"),
                  res->at.file < u->cx->sources.n ? u->cx->sources.at[res->at.file]->path
                                                  : u->first,
                  res->at, tnk_span_placed(res->at), tnk_str_of(err.msg));
    return TNK_EINVAL;
}

int tnk_host_resource(tnk_run *r, const tnk_resource *res)
{
    tnk_resource copy;
    int rc = may(r, PHASE_COLLECT);
    if (rc != 0 || (rc = check_resource(r, res)) != 0 || (rc = copy_resource(r, res, &copy)) != 0 ||
        (rc = take_address(r, &copy)) != 0)
        return rc;
    tnk_value_finish(r, res->value);
    r->unit->n_resources++;
    r->unit->n_names += (uint32_t)res->n_names;
    rc = r->unit->sink->resource(r->unit->sink->ud, r->by, &copy);
    return rc == 0 ? 0 : tnk_run_fail(r, rc, _("its resources could not be kept"));
}

int tnk_host_reference(tnk_run *r, tnk_str from, tnk_str by, tnk_str to)
{
    tnk_arena *a = r->unit->cx->arena;
    int rc = may(r, PHASE_COLLECT);
    if (rc != 0)
        return rc;
    if (tnk_given(from).len == 0 || tnk_given(to).len == 0)
        return tnk_run_fail(r, TNK_EINVAL, _("it gave a reference without an address"));
    if (r->unit->n_references >= TNK_UNIT_REFERENCES_MAX)
        return tnk_run_fail(r, TNK_ELIMIT, _("there are more than %d references"),
                            TNK_UNIT_REFERENCES_MAX);
    from = tnk_text_show(a, from);
    by = tnk_text_show(a, tnk_given(by));
    to = tnk_text_show(a, to);
    if (from.ptr == NULL || by.ptr == NULL || to.ptr == NULL)
        return no_memory(r);
    r->unit->n_references++;
    rc = r->unit->sink->reference(r->unit->sink->ud, from, by, to);
    return rc == 0 ? 0 : tnk_run_fail(r, rc, _("its references could not be kept"));
}

static bool good_code(tnk_str code)
{
    for (size_t i = 0; i < code.len; i++) {
        char c = code.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
            return false;
    }
    return code.len != 0 && code.len <= CODE_MAX;
}

int tnk_host_diag(tnk_run *r, uint32_t level, tnk_str code, tnk_str msg, tnk_span at)
{
    struct tnk_unit_state *u = r->unit;
    if (r->err.code != 0 || check_span(r, at) != 0)
        return r->err.code;
    code = tnk_given(code);
    msg = tnk_given(msg);
    if (level > TNK_LEVEL_ERROR || !good_code(code) || msg.len == 0)
        return tnk_run_fail(r, TNK_EINVAL,
                            _("it gave a diagnostic with an unknown level, no message, or a code "
                              "other than small letters, digits and -"));
    if (u->n_diags > TNK_UNIT_DIAGS_MAX)
        return TNK_OK;
    code = tnk_arena_str(u->cx->arena, code);
    msg = tnk_text_show(u->cx->arena, msg);
    if (code.ptr == NULL || msg.ptr == NULL)
        return no_memory(r);
    tnk_unit_diag(u, level, code,
                  at.file < u->cx->sources.n ? u->cx->sources.at[at.file]->path : u->first, at,
                  tnk_span_placed(at), msg);
    return TNK_OK;
}

/* ---- plan ---- */

static int by_bytes(const void *key, const void *item)
{
    return tnk_str_cmp(*(const tnk_str *)key, *(const tnk_str *)item);
}

static int by_number(const void *x, const void *y)
{
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

int tnk_host_unit(tnk_run *r, const tnk_str *paths, size_t n)
{
    int rc = may(r, PHASE_PLAN);
    if (rc != 0)
        return rc;
    if (n == 0 || n > r->n_plan_paths)
        return tnk_run_fail(r, TNK_EINVAL,
                            _("it planned a unit of no files, or of more than there are"));
    if (r->n_plan_units++ >= TNK_PLAN_UNITS_MAX)
        return tnk_run_fail(r, TNK_ELIMIT, _("it planned more than %d units"), TNK_PLAN_UNITS_MAX);
    uint32_t *which = tnk_arena_array(r->unit->cx->arena, n, sizeof *which), kept = 0;
    if (which == NULL)
        return no_memory(r);
    for (size_t i = 0; i < n; i++) {
        tnk_str path = tnk_given(paths[i]);
        const tnk_str *at = bsearch(&path, r->plan_paths, r->n_plan_paths, sizeof *at, by_bytes);
        if (at == NULL)
            return tnk_run_fail(r, TNK_EINVAL, _("it planned a unit with a file it was not given"));
        which[i] = (uint32_t)(at - r->plan_paths);
    }
    qsort(which, n, sizeof *which, by_number);
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || which[i] != which[kept - 1])
            which[kept++] = which[i];
    }
    rc = r->plan_unit(r->plan_ud, which, kept);
    return rc == 0 ? 0 : tnk_run_fail(r, rc, _("its units could not be kept"));
}
