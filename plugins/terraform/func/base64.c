/* SPDX-License-Identifier: Apache-2.0
 * Base64 and the texts in other encodings that travel in it. */
#include "func/inside.h"

#include <errno.h>
#include <iconv.h>
#include <strings.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void tf_base64(tf_buf *b, const uint8_t *bytes, size_t n)
{
    for (size_t i = 0; i < n; i += 3) {
        size_t left = n - i < 3 ? n - i : 3;
        uint32_t bits = (uint32_t)bytes[i] << 16;
        bits |= left > 1 ? (uint32_t)bytes[i + 1] << 8 : 0;
        bits |= left > 2 ? bytes[i + 2] : 0;
        for (size_t k = 0; k < 4; k++)
            tf_putc(b, k <= left ? alphabet[bits >> (18 - 6 * k) & 63] : '=');
    }
}

static int sextet(char ch)
{
    const char *p = ch != '\0' ? strchr(alphabet, ch) : NULL;
    return p != NULL ? (int)(p - alphabet) : -1;
}

bool tf_unbase64(tf_call *c, tnk_str s, tnk_str *ret)
{
    tf_buf b = { .mem = c->cty->mem };
    uint32_t bits = 0;
    size_t digits = 0, pads = 0;
    if (!cty_spend(c->cty, 1 + s.len / 16))
        return false;
    for (size_t i = 0; i < s.len; i++) {
        int v = sextet(s.ptr[i]);
        if (s.ptr[i] == '\n' || s.ptr[i] == '\r')
            continue;
        if (s.ptr[i] == '=')
            pads++;
        else if (v < 0 || pads != 0)
            return false;
        bits = bits << 6 | (v > 0 ? (uint32_t)v : 0);
        if (++digits % 4 != 0)
            continue;
        char three[3] = { (char)(bits >> 16), (char)(bits >> 8), (char)bits };
        if (pads > 2)
            return false;
        tf_put(&b, (tnk_str){ three, 3 - pads });
    }
    *ret = tf_take(&b);
    return digits % 4 == 0 && pads <= 2;
}

TF_FN(fn_base64encode)
{
    tnk_str s = args[0]->str;
    tf_buf b = { .mem = c->cty->mem };
    if (!tf_room(c, &b, s.len / 3 * 4 + 4))
        return NULL;
    tf_base64(&b, (const uint8_t *)s.ptr, s.len);
    return tf_text(c, &b);
}

TF_FN(fn_base64decode)
{
    tnk_str s;
    if (!tf_unbase64(c, args[0]->str, &s))
        return c->cty->failed ? NULL : cty_fail(c->cty, "the text is no base64");
    if (!tf_utf8(s))
        return cty_fail(c->cty, "what the base64 holds is no UTF-8 text");
    return cty_text(c->cty, s);
}

TF_FN(fn_base64gzip)
{
    return tf_outside(
        c, &cty_string, TNK_WHY_UNSUPPORTED,
        tf_str(tf_tr(c, N_("the bytes that base64gzip makes depend on the compressor"))));
}

/* ---- other encodings ---- */

/* The names that Terraform takes, as far as iconv has them. Nothing else reaches iconv, which loads
 * its tables by name. */
static const char *const encodings[] = {
    "utf-8",        "latin1",       "utf-16",       "utf-16le",     "utf-16be",     "us-ascii",
    "iso-8859-1",   "iso-8859-2",   "iso-8859-3",   "iso-8859-4",   "iso-8859-5",   "iso-8859-6",
    "iso-8859-7",   "iso-8859-8",   "iso-8859-9",   "iso-8859-10",  "iso-8859-13",  "iso-8859-14",
    "iso-8859-15",  "iso-8859-16",  "windows-1250", "windows-1251", "windows-1252", "windows-1253",
    "windows-1254", "windows-1255", "windows-1256", "windows-1257", "windows-1258", "windows-874",
    "koi8-r",       "koi8-u",       "macintosh",    "ibm437",       "ibm850",       "ibm852",
    "ibm855",       "ibm858",       "ibm860",       "ibm862",       "ibm863",       "ibm865",
    "ibm866",       "shift_jis",    "euc-jp",       "iso-2022-jp",  "euc-kr",       "gbk",
    "gb18030",      "big5",
};

static const char *encoding_named(tnk_str name)
{
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        if (strlen(encodings[i]) == name.len && strncasecmp(encodings[i], name.ptr, name.len) == 0)
            return encodings[i];
    }
    return NULL;
}

enum recoded { RECODED, NO_TABLE, NO_TEXT };

/* iconv holds memory of its own, so nothing of ours is asked for while it works: room is made before. */
static enum recoded recode(tf_call *c, tnk_str s, const char *from, const char *to, tnk_str *ret)
{
    size_t room = s.len * 4 + 16, left = room, rest = s.len;
    char *out = tf_mem_get(c->cty->mem, room), *at = out, *in = (char *)(uintptr_t)s.ptr;
    iconv_t how = iconv_open(to, from);
    if (how == (iconv_t)-1)
        return NO_TABLE;
    bool ok = iconv(how, &in, &rest, &at, &left) != (size_t)-1 &&
              iconv(how, NULL, NULL, &at, &left) != (size_t)-1;
    iconv_close(how);
    *ret = (tnk_str){ out, room - left };
    return ok ? RECODED : NO_TEXT;
}

/* Plain UTF-16 is big endian with a mark in front; iconv would go by the machine. */
static bool is_utf16(const char *name)
{
    return strcmp(name, "utf-16") == 0;
}

static const char *from_utf16(tnk_str *bytes)
{
    bool big = bytes->len >= 2 && memcmp(bytes->ptr, "\xFE\xFF", 2) == 0;
    bool little = bytes->len >= 2 && memcmp(bytes->ptr, "\xFF\xFE", 2) == 0;
    if (big || little)
        *bytes = tf_sub(*bytes, 2, bytes->len);
    return little ? "utf-16le" : "utf-16be";
}

static const cty_value *not_recoded(tf_call *c, enum recoded rc, tnk_str name)
{
    if (rc == NO_TEXT)
        return cty_fail(c->cty, "the text cannot be converted with encoding \"%.*s\"",
                        CTY_SHOW(name));
    return tf_outside(c, &cty_string, TNK_WHY_UNSUPPORTED,
                      tf_str(tf_tr(c, N_("there is no table of this encoding here"))));
}

TF_FN(fn_textencodebase64)
{
    const char *name = encoding_named(args[1]->str);
    tnk_str s;
    tf_buf b = { .mem = c->cty->mem }, all = b;
    if (name == NULL)
        return cty_fail(c->cty, "\"%.*s\" is no supported encoding", CTY_SHOW(args[1]->str));
    if (!tf_room(c, &b, args[0]->str.len * 4))
        return NULL;
    enum recoded rc = recode(c, args[0]->str, "utf-8", is_utf16(name) ? "utf-16be" : name, &s);
    if (rc != RECODED)
        return not_recoded(c, rc, args[1]->str);
    tf_puts(&all, is_utf16(name) ? "\xFE\xFF" : "");
    tf_put(&all, s);
    s = tf_take(&all);
    tf_base64(&b, (const uint8_t *)s.ptr, s.len);
    return tf_text(c, &b);
}

TF_FN(fn_textdecodebase64)
{
    const char *name = encoding_named(args[1]->str);
    tnk_str bytes, s;
    tf_buf b = { .mem = c->cty->mem };
    if (name == NULL)
        return cty_fail(c->cty, "\"%.*s\" is no supported encoding", CTY_SHOW(args[1]->str));
    if (!tf_unbase64(c, args[0]->str, &bytes))
        return c->cty->failed ? NULL : cty_fail(c->cty, "the text is no base64");
    if (!tf_room(c, &b, bytes.len * 4))
        return NULL;
    name = is_utf16(name) ? from_utf16(&bytes) : name;
    enum recoded rc = recode(c, bytes, name, "utf-8", &s);
    return rc == RECODED ? cty_text(c->cty, s) : not_recoded(c, rc, args[1]->str);
}

const tf_func tf_funcs_base64[] = {
    { "base64decode", fn_base64decode, 1, 1, 0, "s", 's' },
    { "base64encode", fn_base64encode, 1, 1, 0, "s", 's' },
    { "base64gzip", fn_base64gzip, 1, 1, TF_FN_OUTSIDE, "s", 's' },
    { "textdecodebase64", fn_textdecodebase64, 2, 2, 0, "ss", 's' },
    { "textencodebase64", fn_textencodebase64, 2, 2, 0, "ss", 's' },
    { .name = NULL },
};
