/* SPDX-License-Identifier: Apache-2.0
 * Lists of algorithms: what names sshd knows, and what a list with +, - or ^ stands for. The
 * lists hold the names of all releases, in the order in which sshd 9.2 has them: a wildcard
 * picks from them in that order. */
#include <string.h>

#include "sshd.h"

static const char ciphers[] =
    "3des-cbc,aes128-cbc,aes192-cbc,aes256-cbc,aes128-ctr,aes192-ctr,aes256-ctr,"
    "aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@openssh.com";
static const char macs[] =
    "hmac-sha1,hmac-sha1-96,hmac-sha2-256,hmac-sha2-512,hmac-md5,hmac-md5-96,umac-64@openssh.com,"
    "umac-128@openssh.com,hmac-sha1-etm@openssh.com,hmac-sha1-96-etm@openssh.com,"
    "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-md5-etm@openssh.com,"
    "hmac-md5-96-etm@openssh.com,umac-64-etm@openssh.com,umac-128-etm@openssh.com";
static const char exchanges[] =
    "diffie-hellman-group1-sha1,diffie-hellman-group14-sha1,diffie-hellman-group14-sha256,"
    "diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,"
    "diffie-hellman-group-exchange-sha1,"
    "diffie-hellman-group-exchange-sha256,ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,"
    "curve25519-sha256,curve25519-sha256@libssh.org,sntrup761x25519-sha512,"
    "sntrup761x25519-sha512@openssh.com,mlkem768x25519-sha256";
static const char keys[] =
    "ssh-ed25519,ssh-ed25519-cert-v01@openssh.com,sk-ssh-ed25519@openssh.com,"
    "sk-ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256,"
    "ecdsa-sha2-nistp256-cert-v01@openssh.com,"
    "ecdsa-sha2-nistp384,ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521,"
    "ecdsa-sha2-nistp521-cert-v01@openssh.com,sk-ecdsa-sha2-nistp256@openssh.com,"
    "sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,webauthn-sk-ecdsa-sha2-nistp256@openssh.com,"
    "ssh-dss,"
    "ssh-dss-cert-v01@openssh.com,ssh-rsa,ssh-rsa-cert-v01@openssh.com,rsa-sha2-256,"
    "rsa-sha2-256-cert-v01@openssh.com,rsa-sha2-512,rsa-sha2-512-cert-v01@openssh.com";
static const char signatures[] =
    "ssh-ed25519,sk-ssh-ed25519@openssh.com,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
    "ecdsa-sha2-nistp521,"
    "sk-ecdsa-sha2-nistp256@openssh.com,webauthn-sk-ecdsa-sha2-nistp256@openssh.com,ssh-dss,"
    "ssh-rsa,"
    "rsa-sha2-256,rsa-sha2-512";
static const char gss[] =
    "gss-gex-sha1-,gss-group1-sha1-,gss-group14-sha1-,gss-group14-sha256-,gss-group16-sha512-,"
    "gss-nistp256-sha256-,gss-curve25519-sha256-";

/* `all` is what the result is picked from; `names` what a line may name. sshd checks the names of
 * CASignatureAlgorithms against all keys and only later picks signatures from them. */
static const struct family {
    uint8_t slot;
    bool patterns;              /* wildcards are allowed in a plain or + list */
    const char *names, *all;
} families[] = {
    { S_CIPHERS, false, ciphers, ciphers },
    { S_MACS, false, macs, macs },
    { S_KEXALGORITHMS, false, exchanges, exchanges },
    { S_HOSTKEYALGS, true, keys, keys },
    { S_PUBKEYALGS, true, keys, keys },
    { S_HOSTBASEDALGS, true, keys, keys },
    { S_CASIGNATUREALGS, true, keys, signatures },
};

static const struct family *family_of(uint32_t slot)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (families[i].slot == slot)
            return &families[i];
    return NULL;
}

/* The next name of a comma list; empty ones are passed over when skip. */
static bool next(tnk_str list, size_t *pos, tnk_str *ret)
{
    if (*pos > list.len)
        return false;
    const char *from = list.ptr + *pos, *comma = memchr(from, ',', list.len - *pos);
    *ret = (tnk_str){ from, comma != NULL ? (size_t)(comma - from) : list.len - *pos };
    *pos += ret->len + 1;
    return true;
}

static bool holds(tnk_str list, tnk_str name)
{
    tnk_str one;
    for (size_t pos = 0; list.len != 0 && next(list, &pos, &one);)
        if (one.len == name.len && memcmp(one.ptr, name.ptr, name.len) == 0)
            return true;
    return false;
}

/* Does the pattern say anything, for or against, about a name of the list? */
static bool speaks_of(sshd_conf *conf, tnk_str list, tnk_str pattern)
{
    tnk_str one;
    for (size_t pos = 0; next(list, &pos, &one);)
        if (sshd_list_match(conf, one, pattern, false) != 0)
            return true;
    return false;
}

static bool name_known(sshd_conf *conf, const struct family *f, tnk_str name)
{
    tnk_str names = SSHD_S(f->names);
    return holds(names, name) || (f->patterns && speaks_of(conf, names, name));
}

/* The first name of a list that sshd does not know; false: it knows all. Empty names are passed
 * over by sshd for ciphers, MACs and key exchanges at the ends of the list. */
static bool unknown_name(sshd_line *line, const struct family *f, tnk_str list, tnk_str *ret)
{
    size_t pos = 0;
    *ret = list;
    if (list.len == 0)
        return true;
    while (next(list, &pos, ret))
        if (ret->len != 0 && !name_known(line->conf, f, *ret))
            return true;
    return false;
}

static bool starts(tnk_str s, const char *set)
{
    return s.len != 0 && strchr(set, s.ptr[0]) != NULL;
}

bool sshd_parse_algorithms(sshd_line *line)
{
    const struct family *f = family_of(line->kw->slot);
    const sshd_item *arg = sshd_need(line);
    tnk_str wrong;
    if (arg == NULL)
        return false;
    size_t sign = starts(arg->text, "+^");
    tnk_str names = { arg->text.ptr + sign, arg->text.len - sign };
    if (!starts(arg->text, "-") && unknown_name(line, f, names, &wrong))
        return sshd_bad(line, wrong);
    tnk_str list = sshd_assemble(line->conf, line->kw->slot, arg->text);
    if (list.ptr == NULL)
        return sshd_bad(line, arg->text);
    return sshd_set_text(line, line->kw->slot, list, arg->at);
}

/* Names of the GSSAPI key exchange end in "-" and may be followed by an encoded mechanism. */
bool sshd_parse_gss(sshd_line *line)
{
    const sshd_item *arg = sshd_need(line);
    tnk_str one, known;
    if (arg == NULL)
        return false;
    for (size_t pos = 0; next(arg->text, &pos, &one);) {
        bool found = one.len == 0;
        for (size_t at = 0; !found && next(TNK_LIT(gss), &at, &known);)
            found = one.len >= known.len && memcmp(one.ptr, known.ptr, known.len) == 0;
        if (!found)
            return sshd_bad(line, one);
    }
    return sshd_set_text(line, line->kw->slot, arg->text, arg->at);
}

typedef struct out {
    char *ptr;
    size_t len;
} out;

static void add(out *o, tnk_str name)
{
    if (holds((tnk_str){ o->ptr, o->len }, name))
        return;
    if (o->len != 0)
        o->ptr[o->len++] = ',';
    memcpy(o->ptr + o->len, name.ptr, name.len);
    o->len += name.len;
}

/* Names of list whose match against patterns is 1 (or, with without, is not 1). */
static void filter(sshd_conf *conf, out *o, tnk_str list, tnk_str patterns, bool without)
{
    tnk_str one;
    for (size_t pos = 0; next(list, &pos, &one);)
        if ((sshd_list_match(conf, one, patterns, false) == 1) != without)
            add(o, one);
}

/* Each part of a list picks from all names what it matches. False: a part begins with "!". */
static bool pick(sshd_conf *conf, out *o, tnk_str list, tnk_str all)
{
    tnk_str one;
    for (size_t pos = 0; list.len != 0 && next(list, &pos, &one);) {
        if (starts(one, "!"))
            return false;
        if (one.len != 0)
            filter(conf, o, all, one, false);
    }
    return true;
}

tnk_str sshd_assemble(sshd_conf *conf, uint32_t slot, tnk_str value)
{
    const struct family *f = family_of(slot);
    bool known, ok = true;
    tnk_str base = SSHD_S(sshd_default(conf, slot, &known)), all = SSHD_S(f->all);
    tnk_str rest = { value.ptr + 1, value.len - (value.len != 0) };
    /* Names once each, and all of these. */
    out o = { sshd_alloc(conf, base.len + all.len + 2), 0 };
    if (o.ptr == NULL)
        return (tnk_str){ NULL, 0 };
    if (starts(value, "-")) {
        filter(conf, &o, base, rest, true);
    } else if (starts(value, "+")) {
        ok = pick(conf, &o, base, all) && pick(conf, &o, rest, all);
    } else if (starts(value, "^")) {
        ok = pick(conf, &o, rest, all) && pick(conf, &o, base, all);
    } else {
        ok = pick(conf, &o, value, all);
    }
    if (!ok || (o.len == 0 && !starts(value, "-")))
        return (tnk_str){ NULL, 0 };
    return o.len != 0 ? (tnk_str){ o.ptr, o.len } : base;   /* nothing left: sshd falls back */
}
