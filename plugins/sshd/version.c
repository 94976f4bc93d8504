/* SPDX-License-Identifier: Apache-2.0
 * Which sshd reads the file: its defaults and its keywords differ. The package database says it
 * best, the name of the distribution well enough; failing both, 9.2p1 as Debian 12 has it is
 * assumed. */
#include <stdlib.h>
#include <string.h>

#include "sshd.h"

/* The release a distribution began with; updates within it keep the number, but for RHEL's. */
static const struct release {
    const char *id, *version;
    int openssh;
} releases[] = {
    { "debian", "10", 709 }, { "debian", "11", 804 }, { "debian", "12", 902 }, { "debian", "13",
      1000 },
    { "ubuntu", "20.04", 802 }, { "ubuntu", "22.04", 809 }, { "ubuntu", "24.04", 906 },
    { "ubuntu", "25.04", 909 }, { "rhel", "8", 800 }, { "rhel", "9", 807 }, { "rhel", "10", 909 },
    { "amzn", "2023", 807 },
};

/* "1:9.2p1-2+deb12u10" is 902; 0: no version. */
static int package_version(tnk_str text)
{
    char buf[32];
    size_t n = text.len < sizeof buf ? text.len : sizeof buf - 1;
    memcpy(buf, text.ptr, n);
    buf[n] = '\0';
    char *p = strchr(buf, ':'), *end;
    long major = strtol(p != NULL ? p + 1 : buf, &end, 10);
    if (major < 7 || major > 99 || *end != '.')
        return 0;
    long minor = strtol(end + 1, NULL, 10);
    return minor >= 0 && minor < 100 ? (int)(major * 100 + minor) : 0;
}

/* The next line of text, without its newline. */
static bool next_line(tnk_str text, size_t *pos, tnk_str *ret)
{
    if (*pos >= text.len)
        return false;
    const char *from = text.ptr + *pos, *end = memchr(from, '\n', text.len - *pos);
    *ret = (tnk_str){ from, end != NULL ? (size_t)(end - from) : text.len - *pos };
    *pos += ret->len + 1;
    return true;
}

/* What follows `name` when the line begins with it. */
static bool field(tnk_str line, const char *name, tnk_str *ret)
{
    size_t n = strlen(name);
    if (line.len < n || memcmp(line.ptr, name, n) != 0)
        return false;
    *ret = (tnk_str){ line.ptr + n, line.len - n };
    return true;
}

static bool equals(tnk_str s, const char *text)
{
    return s.len == strlen(text) && memcmp(s.ptr, text, s.len) == 0;
}

static bool read_at(sshd_conf *conf, const char *path, tnk_file *ret)
{
    tnk_str name = sshd_path(conf, path, strlen(path));
    return name.ptr != NULL && conf->h->read(conf->run, name, ret) == 0;
}

/* The paragraph of the installed package openssh-server. */
static bool from_dpkg(sshd_conf *conf)
{
    tnk_file file;
    tnk_str line, value;
    bool ours = false, installed = false;
    if (!read_at(conf, "/var/lib/dpkg/status", &file))
        return false;
    for (size_t pos = 0; next_line(file.text, &pos, &line);) {
        if (field(line, "Package: ", &value))
            ours = equals(value, "openssh-server"), installed = false;
        else if (ours && field(line, "Status: ", &value))
            installed = equals(value, "install ok installed");
        else if (ours && installed && field(line, "Version: ", &value))
            return (conf->version = package_version(value)) != 0;
    }
    return false;
}

static tnk_str unquoted(tnk_str s)
{
    if (s.len >= 2 && (s.ptr[0] == '"' || s.ptr[0] == '\'') && s.ptr[s.len - 1] == s.ptr[0])
        return (tnk_str){ s.ptr + 1, s.len - 2 };
    return s;
}

/* Rebuilds of RHEL count as RHEL, and of their version only what stands before the dot. */
static tnk_str family(tnk_str id, tnk_str *version)
{
    static const char *const rebuilds[] = { "rhel", "rocky", "almalinux", "centos", "ol" };
    for (size_t i = 0; i < sizeof rebuilds / sizeof *rebuilds; i++)
        if (equals(id, rebuilds[i])) {
            const char *dot = version->len != 0 ? memchr(version->ptr, '.', version->len) : NULL;
            version->len = dot != NULL ? (size_t)(dot - version->ptr) : version->len;
            return TNK_LIT("rhel");
        }
    return id;
}

static bool from_os_release(sshd_conf *conf)
{
    tnk_file file;
    tnk_str line, id = { "", 0 }, version = { "", 0 };
    if (!read_at(conf, "/etc/os-release", &file) && !read_at(conf, "/usr/lib/os-release", &file))
        return false;
    for (size_t pos = 0; next_line(file.text, &pos, &line);) {
        field(line, "ID=", &id);
        field(line, "VERSION_ID=", &version);
    }
    version = unquoted(version);
    id = family(unquoted(id), &version);
    conf->debian = equals(id, "debian") || equals(id, "ubuntu");
    for (size_t i = 0; i < sizeof releases / sizeof *releases; i++)
        if (equals(id, releases[i].id) && equals(version, releases[i].version))
            return (conf->version = releases[i].openssh) != 0;
    return false;
}

void sshd_detect(sshd_conf *conf)
{
    conf->version = 902;
    conf->debian = true;
    if (from_dpkg(conf) || from_os_release(conf))
        return;
    conf->version = 902;
    conf->debian = true;
    conf->assumed = true;
}
