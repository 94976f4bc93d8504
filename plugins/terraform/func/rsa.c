/* SPDX-License-Identifier: Apache-2.0
 * rsadecrypt: PKCS #1 v1.5, with a private key in PEM. */
#include "func/inside.h"

#include <nettle/rsa.h>

enum { KEY_BITS_MAX = 8192, PLAIN_MAX = KEY_BITS_MAX / 8 };

/* What stands between the lines of a PEM text of a kind. */
static bool pem_body(tnk_str s, const char *kind, tnk_str *ret)
{
    tnk_str label = tf_str(kind), dashes = tf_str("-----");
    size_t begin = tf_find(s, tf_str("-----BEGIN "), 0);
    if (begin == SIZE_MAX)
        return false;
    begin += strlen("-----BEGIN ");
    if (s.len - begin < label.len + dashes.len || !tf_eq(tf_sub(s, begin, begin + label.len), label)
        || !tf_eq(tf_sub(s, begin + label.len, begin + label.len + dashes.len), dashes))
        return false;
    begin += label.len + dashes.len;
    size_t end = tf_find(s, tf_str("-----END "), begin);
    *ret = tf_sub(s, begin, end == SIZE_MAX ? begin : end);
    return end != SIZE_MAX;
}

/* Nettle holds memory of its own meanwhile, so nothing of ours is asked for here. */
static bool decrypt(tnk_str der, tnk_str cipher, uint8_t *plain, size_t *len)
{
    struct rsa_public_key public;
    struct rsa_private_key private;
    mpz_t number;
    rsa_public_key_init(&public);
    rsa_private_key_init(&private);
    mpz_init(number);
    mpz_import(number, cipher.len, 1, 1, 0, 0, cipher.ptr);
    bool ok =
        rsa_keypair_from_der(&public, &private, KEY_BITS_MAX, der.len, (const uint8_t *)der.ptr) &&
        private.size == cipher.len && mpz_cmp(number, public.n) < 0 &&
        rsa_decrypt(&private, len, plain, number);
    mpz_clear(number);
    rsa_private_key_clear(&private);
    rsa_public_key_clear(&public);
    return ok;
}

TF_FN(fn_rsadecrypt)
{
    tnk_str cipher, body, der;
    uint8_t plain[PLAIN_MAX];
    size_t len = sizeof plain;
    if (!tf_unbase64(c, args[0]->str, &cipher))
        return c->cty->failed ? NULL : cty_fail(c->cty, "the ciphertext is no base64");
    if (!pem_body(args[1]->str, "RSA PRIVATE KEY", &body)) {
        if (tf_find(args[1]->str, tf_str("-----BEGIN "), 0) == SIZE_MAX)
            return cty_fail(c->cty, "the key is no PEM text");
        return tf_outside(c, &cty_string, TNK_WHY_UNSUPPORTED,
                          tf_str(tf_tr(c, N_("this kind of key is not supported"))));
    }
    if (!tf_unbase64(c, body, &der))
        return c->cty->failed ? NULL : cty_fail(c->cty, "the key is no PEM text");
    if (cipher.len > PLAIN_MAX || !cty_spend(c->cty, 100 * 1000) ||
        !decrypt(der, cipher, plain, &len))
        return c->cty->overrun ? NULL
                               : cty_fail(c->cty, "the text cannot be decrypted with this key");
    return cty_text(c->cty, (tnk_str){ (const char *)plain, len });
}

const tf_func tf_funcs_rsa[] = {
    { "rsadecrypt", fn_rsadecrypt, 2, 2, 0, "ss", 's' },
    { .name = NULL },
};
