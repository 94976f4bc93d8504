/* SPDX-License-Identifier: Apache-2.0
 * Red Hat starts sshd with the options of /etc/sysconfig/sshd: a CRYPTO_POLICY there, even an
 * empty one, takes the place of the system-wide crypto policy. */
#include <string.h>

#include "sshd.h"

/* The value of `CRYPTO_POLICY=` on this line, as the shell would see it; false: the line sets
 * none. */
static bool policy_of(tnk_str line, tnk_str *ret)
{
    static const char key[] = "CRYPTO_POLICY=";
    while (line.len != 0 && (line.ptr[0] == ' ' || line.ptr[0] == '\t'))
        line.ptr++, line.len--;
    if (line.len < sizeof key - 1 || memcmp(line.ptr, key, sizeof key - 1) != 0)
        return false;
    *ret = (tnk_str){ line.ptr + sizeof key - 1, line.len - (sizeof key - 1) };
    return true;
}

const tnk_value *sshd_crypto_policy(sshd_conf *conf, tnk_span at)
{
    const tnk_host *h = conf->h;
    const tnk_value *found = NULL;
    tnk_file file;
    tnk_str value, path = sshd_path(conf, "/etc/sysconfig/sshd", strlen("/etc/sysconfig/sshd"));
    if (path.ptr == NULL || h->read(conf->run, path, &file) != 0)
        return h->null(conf->run, at);
    for (size_t off = 0; off < file.text.len;) {
        const char *from = file.text.ptr + off, *end = memchr(from, '\n', file.text.len - off);
        size_t len = end != NULL ? (size_t)(end - from) : file.text.len - off;
        if (policy_of((tnk_str){ from, len }, &value))     /* the last one counts, as in a shell */
            found = h->text(conf->run, value,
                            (tnk_span){ file.id, (uint32_t)off, (uint32_t)(off + len) });
        off += len + 1;
    }
    return found != NULL ? found : h->null(conf->run, at);
}
