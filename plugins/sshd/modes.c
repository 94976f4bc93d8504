/* SPDX-License-Identifier: Apache-2.0
 * Who may read and write sshd's own files: "sshd:file" for the configuration and the host keys. Only where the
 * target is the file system of a host (it has /etc/passwd and /etc/os-release, and modes at all): those of a
 * repository's checkout say nothing about the host. */
#include <stdlib.h>
#include <string.h>

#include "sshd.h"

static bool modes_of(sshd_conf *conf, const char *path, tnk_modes *ret)
{
    tnk_str p = sshd_path(conf, path, strlen(path));
    return p.ptr != NULL && conf->h->modes(conf->run, p, ret) == 0;
}

static bool on_host(sshd_conf *conf)
{
    tnk_modes m;
    return TNK_HAS(tnk_host, conf->h, modes) && conf->has_root && modes_of(conf, "/etc/passwd", &m) &&
           modes_of(conf, "/etc/os-release", &m);
}

/* The name of a group in a line "name:password:id:members". */
static bool group_line(tnk_str line, uint32_t gid, tnk_str *ret)
{
    const char *end = line.ptr + line.len, *a = memchr(line.ptr, ':', line.len);
    const char *b = a != NULL ? memchr(a + 1, ':', (size_t)(end - a - 1)) : NULL;
    char *stop;
    if (b == NULL || b + 1 == end || strtoul(b + 1, &stop, 10) != gid || stop == b + 1)
        return false;
    *ret = (tnk_str){ line.ptr, (size_t)(a - line.ptr) };
    return true;
}

static tnk_str group_name(sshd_conf *conf, uint32_t gid)
{
    tnk_file file;
    tnk_str name = { "", 0 }, path = sshd_path(conf, "/etc/group", strlen("/etc/group"));
    if (path.ptr == NULL || conf->h->read(conf->run, path, &file) != 0)
        return name;
    for (size_t off = 0; off < file.text.len && name.len == 0;) {
        const char *from = file.text.ptr + off, *end = memchr(from, '\n', file.text.len - off);
        size_t len = end != NULL ? (size_t)(end - from) : file.text.len - off;
        (void)group_line((tnk_str){ from, len }, gid, &name);
        off += len + 1;
    }
    return name;
}

static void give(sshd_conf *conf, tnk_str path, const char *role)
{
    const tnk_host *h = conf->h;
    tnk_modes m;
    if (h->modes(conf->run, path, &m) != 0)
        return;
    tnk_value *map = h->map(conf->run, conf->home);
    tnk_str group = group_name(conf, m.gid);
    h->put(conf->run, map, TNK_LIT("role"), conf->home, h->text(conf->run, SSHD_S(role), conf->home));
    h->put(conf->run, map, TNK_LIT("mode"), conf->home, h->integer(conf->run, m.mode, conf->home));
    h->put(conf->run, map, TNK_LIT("uid"), conf->home, h->integer(conf->run, m.uid, conf->home));
    h->put(conf->run, map, TNK_LIT("gid"), conf->home, h->integer(conf->run, m.gid, conf->home));
    h->put(conf->run, map, TNK_LIT("group"), conf->home, h->text(conf->run, group, conf->home));
    tnk_resource r = { .abi = TNK_ABI, .size = sizeof r, .kind = TNK_LIT("sshd:file"), .address = path,
                       .value = map, .at = conf->home };
    h->resource(conf->run, &r);
}

void sshd_emit_modes(sshd_conf *conf)
{
    static const struct { const char *pattern, *role; } files[] = {
        { "/etc/ssh/sshd_config", "configuration" },
        { "/etc/ssh/sshd_config.d/*.conf", "configuration" },
        { "/etc/ssh/ssh_host_*_key", "private key" },
        { "/etc/ssh/ssh_host_*_key.pub", "public key" },
    };
    if (!on_host(conf))
        return;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const tnk_str *found;
        size_t n = 0;
        tnk_str pattern = sshd_path(conf, files[i].pattern, strlen(files[i].pattern));
        if (pattern.ptr == NULL || conf->h->glob(conf->run, pattern, &found, &n) != 0)
            continue;
        for (size_t j = 0; j < n; j++)
            give(conf, found[j], files[i].role);
    }
}
