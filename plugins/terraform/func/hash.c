/* SPDX-License-Identifier: Apache-2.0
 * Digests, names made of digests, and decryption. */
#include "func/inside.h"

#include <nettle/md5.h>
#include <nettle/nettle-meta.h>
#include <nettle/sha1.h>
#include <nettle/sha2.h>

enum { DIGEST_MAX = SHA512_DIGEST_SIZE };

static bool digest(tf_call *c, const struct nettle_hash *how, tnk_str s, uint8_t *to)
{
    union {
        struct md5_ctx md5;
        struct sha1_ctx sha1;
        struct sha256_ctx sha256;
        struct sha512_ctx sha512;
    } state;
    if (!cty_spend(c->cty, 1 + s.len / 64))
        return false;
    how->init(&state);
    how->update(&state, s.len, (const uint8_t *)s.ptr);
    how->digest(&state, how->digest_size, to);
    return true;
}

static void put_hex(tf_buf *b, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tf_putf(b, "%02x", bytes[i]);
}

static const cty_value *hashed(tf_call *c, const struct nettle_hash *how, tnk_str s, bool base64)
{
    uint8_t bytes[DIGEST_MAX];
    tf_buf b = { .mem = c->cty->mem };
    if (!digest(c, how, s, bytes))
        return NULL;
    if (base64)
        tf_base64(&b, bytes, how->digest_size);
    else
        put_hex(&b, bytes, how->digest_size);
    return tf_text(c, &b);
}

static const cty_value *file_hashed(tf_call *c, const struct nettle_hash *how,
                                    const cty_value *path, bool base64)
{
    tnk_str s = { NULL, 0 };
    const cty_value *instead = tf_file(c, path, &cty_string, &s);
    return instead != NULL || c->cty->failed ? instead : hashed(c, how, s, base64);
}

TF_FN(fn_md5) { return hashed(c, &nettle_md5, args[0]->str, false); }
TF_FN(fn_sha1) { return hashed(c, &nettle_sha1, args[0]->str, false); }
TF_FN(fn_sha256) { return hashed(c, &nettle_sha256, args[0]->str, false); }
TF_FN(fn_sha512) { return hashed(c, &nettle_sha512, args[0]->str, false); }
TF_FN(fn_base64sha256) { return hashed(c, &nettle_sha256, args[0]->str, true); }
TF_FN(fn_base64sha512) { return hashed(c, &nettle_sha512, args[0]->str, true); }
TF_FN(fn_filemd5) { return file_hashed(c, &nettle_md5, args[0], false); }
TF_FN(fn_filesha1) { return file_hashed(c, &nettle_sha1, args[0], false); }
TF_FN(fn_filesha256) { return file_hashed(c, &nettle_sha256, args[0], false); }
TF_FN(fn_filesha512) { return file_hashed(c, &nettle_sha512, args[0], false); }
TF_FN(fn_filebase64sha256) { return file_hashed(c, &nettle_sha256, args[0], true); }
TF_FN(fn_filebase64sha512) { return file_hashed(c, &nettle_sha512, args[0], true); }

/* ---- UUIDs ---- */

static int hex_value(char ch)
{
    if (ch >= '0' && ch <= '9')
        return ch - '0';
    ch = (char)(ch | 0x20);
    return ch >= 'a' && ch <= 'f' ? ch - 'a' + 10 : -1;
}

/* 32 digits with or without dashes, in braces or behind urn:uuid: */
static bool read_uuid(tnk_str s, uint8_t to[16])
{
    tnk_str urn = tf_str("urn:uuid:");
    if (s.len == urn.len + 36 && memcmp(s.ptr, urn.ptr, urn.len) == 0)
        s = tf_sub(s, urn.len, s.len);
    if (s.len == 38 && s.ptr[0] == '{' && s.ptr[37] == '}')
        s = tf_sub(s, 1, 37);
    if (s.len != 36 && s.len != 32)
        return false;
    bool dashes = s.len == 36;
    for (size_t i = 0, at = 0; i < 16; i++, at += 2) {
        if (dashes && (i == 4 || i == 6 || i == 8 || i == 10) && s.ptr[at++] != '-')
            return false;
        int high = hex_value(s.ptr[at]), low = hex_value(s.ptr[at + 1]);
        if (high < 0 || low < 0)
            return false;
        to[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

static bool namespace_of(tnk_str s, uint8_t to[16])
{
    static const struct { const char *name, *uuid; } known[] = {
        { "dns", "6ba7b810-9dad-11d1-80b4-00c04fd430c8" },
        { "url", "6ba7b811-9dad-11d1-80b4-00c04fd430c8" },
        { "oid", "6ba7b812-9dad-11d1-80b4-00c04fd430c8" },
        { "x500", "6ba7b814-9dad-11d1-80b4-00c04fd430c8" },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (tf_is(s, known[i].name))
            return read_uuid(tf_str(known[i].uuid), to);
    }
    return read_uuid(s, to);
}

TF_FN(fn_uuidv5)
{
    uint8_t id[16], bytes[DIGEST_MAX];
    tf_buf in = { .mem = c->cty->mem }, b = { .mem = c->cty->mem };
    if (!namespace_of(args[0]->str, id))
        return cty_fail(c->cty, "\"%.*s\" is no namespace", CTY_SHOW(args[0]->str));
    tf_put(&in, (tnk_str){ (const char *)id, sizeof id });
    tf_put(&in, args[1]->str);
    if (!digest(c, &nettle_sha1, tf_take(&in), bytes))
        return NULL;
    bytes[6] = (uint8_t)((bytes[6] & 0x0F) | 0x50);
    bytes[8] = (uint8_t)((bytes[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < 16; i++) {
        tf_puts(&b, i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
        put_hex(&b, bytes + i, 1);
    }
    return tf_text(c, &b);
}

TF_FN(fn_uuid)
{
    return tf_outside(c, &cty_string, TNK_WHY_EXTERNAL,
                      tf_str(tf_tr(c, N_("a UUID is made anew in every run"))));
}

TF_FN(fn_bcrypt)
{
    return tf_outside(c, &cty_string, TNK_WHY_EXTERNAL,
                      tf_str(tf_tr(c, N_("bcrypt draws its salt anew in every run"))));
}

const tf_func tf_funcs_hash[] = {
    { "base64sha256", fn_base64sha256, 1, 1, 0, "s", 's' },
    { "base64sha512", fn_base64sha512, 1, 1, 0, "s", 's' },
    { "bcrypt", fn_bcrypt, 1, 2, TF_FN_OUTSIDE, "sn", 's' },
    { "filebase64sha256", fn_filebase64sha256, 1, 1, 0, "s", 's' },
    { "filebase64sha512", fn_filebase64sha512, 1, 1, 0, "s", 's' },
    { "filemd5", fn_filemd5, 1, 1, 0, "s", 's' },
    { "filesha1", fn_filesha1, 1, 1, 0, "s", 's' },
    { "filesha256", fn_filesha256, 1, 1, 0, "s", 's' },
    { "filesha512", fn_filesha512, 1, 1, 0, "s", 's' },
    { "md5", fn_md5, 1, 1, 0, "s", 's' },
    { "sha1", fn_sha1, 1, 1, 0, "s", 's' },
    { "sha256", fn_sha256, 1, 1, 0, "s", 's' },
    { "sha512", fn_sha512, 1, 1, 0, "s", 's' },
    { "uuid", fn_uuid, 0, 0, TF_FN_OUTSIDE, "", 's' },
    { "uuidv5", fn_uuidv5, 2, 2, 0, "ss", 's' },
    { .name = NULL },
};
