/* SPDX-License-Identifier: Apache-2.0
 * The sshd collector: what an OpenSSH server configuration really means, for every kind of
 * connection.
 *
 * A unit is one sshd_config; what it includes is read through Include. Drop-ins whose
 * sshd_config is not in the target (a repository that ships only sshd_config.d/x.conf) are read
 * together as one configuration. */
#include <stdlib.h>
#include <string.h>

#include "sshd.h"

static const tnk_claim claims[] = {
    { .glob = "sshd_config" },
    { .glob = "**/sshd_config.d/*.conf" },
};

static bool ends_with(tnk_str s, const char *tail, size_t n)
{
    return s.len >= n && memcmp(s.ptr + s.len - n, tail, n) == 0;
}

/* "a/etc/ssh/sshd_config.d/x.conf" -> "a/etc/ssh/", and so for sshd_config itself. */
static tnk_str folder_of(tnk_str path)
{
    static const char drop[] = "sshd_config.d/";
    while (path.len != 0 && path.ptr[path.len - 1] != '/')
        path.len--;
    if (ends_with(path, drop, sizeof drop - 1) &&
        (path.len == sizeof drop - 1 || path.ptr[path.len - sizeof drop] == '/'))
        path.len -= sizeof drop - 1;
    return path;
}

static bool is_main(tnk_str path)
{
    static const char name[] = "sshd_config";
    return ends_with(path, name, sizeof name - 1) &&
           (path.len == sizeof name - 1 || path.ptr[path.len - sizeof name] == '/');
}

static int by_folder(const void *a, const void *b)
{
    const tnk_str *p = a, *q = b;
    tnk_str f = folder_of(*p), g = folder_of(*q);
    size_t n = f.len < g.len ? f.len : g.len;
    int order = memcmp(f.ptr, g.ptr, n);
    if (order != 0)
        return order;
    if (f.len != g.len)
        return f.len < g.len ? -1 : 1;
    if (is_main(*p) != is_main(*q))
        return is_main(*p) ? -1 : 1;
    n = p->len < q->len ? p->len : q->len;
    order = memcmp(p->ptr, q->ptr, n);
    return order != 0 ? order : (p->len > q->len) - (p->len < q->len);
}

static bool same_folder(tnk_str a, tnk_str b)
{
    tnk_str f = folder_of(a), g = folder_of(b);
    return f.len == g.len && memcmp(f.ptr, g.ptr, f.len) == 0;
}

/* The files of one folder stand together, the main file first: it alone is a unit then. */
static int plan(const tnk_host *h, tnk_run *run, const tnk_str *paths, size_t n)
{
    tnk_str *sorted = h->alloc(run, (n + 1) * sizeof *sorted);
    int rc = sorted != NULL ? 0 : -1;
    if (sorted != NULL)
        memcpy(sorted, paths, n * sizeof *sorted);
    if (sorted != NULL)
        qsort(sorted, n, sizeof *sorted, by_folder);
    for (size_t i = 0, end; rc == 0 && i < n; i = end) {
        for (end = i + 1; end < n && same_folder(sorted[i], sorted[end]);)
            end++;
        rc = h->unit(run, sorted + i, is_main(sorted[i]) ? 1 : end - i);
    }
    return rc;
}

/* Where the target keeps "/", as far as the path says. */
static void find_root(sshd_conf *conf, tnk_str path)
{
    static const char home[] = "etc/ssh/";
    size_t n = sizeof home - 1;
    conf->dir = folder_of(path);
    conf->has_root = ends_with(conf->dir, home, n) &&
                     (conf->dir.len == n || conf->dir.ptr[conf->dir.len - n - 1] == '/');
    if (conf->has_root)
        conf->root = (tnk_str){ conf->dir.ptr, conf->dir.len - n };
}

static int collect(const tnk_host *h, tnk_run *run, const tnk_unit *unit)
{
    sshd_conf *conf = h->alloc(run, sizeof *conf);
    if (conf == NULL)
        return -1;
    conf->h = h, conf->run = run;
    conf->home = (tnk_span){ unit->files[0].id, 0, 0 };
    find_root(conf, unit->files[0].path);
    sshd_detect(conf);
    sshd_read(conf, unit->files, unit->n_files);
    if (conf->regions != NULL) {
        sshd_check(conf);
        sshd_emit(conf);
        sshd_emit_modes(conf);
    }
    return conf->full ? -1 : 0;
}

static const tnk_collector self = {
    .abi = TNK_ABI, .size = sizeof self, .name = "sshd", .version = "1.0.0",
    .about = "OpenSSH server configuration, as sshd understands it for every connection",
    .claims = claims, .n_claims = sizeof claims / sizeof *claims, .group = TNK_GROUP_PLAN,
    .plan = plan, .collect = collect,
};

TNK_EXPORT const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
