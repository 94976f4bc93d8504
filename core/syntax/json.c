/* SPDX-License-Identifier: Apache-2.0
 * Strict JSON straight into nodes, without recursion: open lists and maps stand in frames, finished
 * nodes wait on a stack and move into the arena when their parent closes. See syntax.h. */
#include "core/syntax/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/utf8.h"

int tnk_json_unexpected(const struct json *j, const char *p, const char *wanted)
{
    char found[32], shown[TNK_SHOWN];
    uint32_t c = 0;
    unsigned n = tnk_utf8_next((tnk_str){ p, (size_t)(j->end - p) }, &c);
    if (p >= j->end)
        snprintf(found, sizeof found, "%s", _("the end of the text"));
    else if (n == 0 || c < 0x20 || c == 0x7F)
        snprintf(found, sizeof found, _("the byte 0x%02X"), (unsigned char)*p);
    else
        snprintf(found, sizeof found, "'%s'", tnk_shown((tnk_str){ p, n }, shown));
    uint32_t off = tnk_json_off(j, p);
    tnk_span at = tnk_nodes_span(&j->nodes, off, off + (p >= j->end ? 0 : n != 0 ? n : 1));
    return tnk_fail(j->nodes.err, TNK_EPARSE, at, _("Expected %s, found %s"), wanted, found);
}

/* The next byte that is not blank, not consumed; -1 at the end. */
static inline int peek(struct json *j)
{
    while (j->p < j->end && (*j->p == ' ' || *j->p == '\n' || *j->p == '\r' || *j->p == '\t'))
        j->p++;
    return j->p < j->end ? (unsigned char)*j->p : -1;
}

/* A finished node from `off` to the current place, with the waiting key. */
static inline tnk_value *finish(struct json *j, uint32_t kind, const char *from)
{
    uint32_t off = tnk_json_off(j, from);
    tnk_value *v = tnk_nodes_push(&j->nodes, off);
    if (v == NULL)
        return NULL;
    tnk_span at = tnk_nodes_span(&j->nodes, off, tnk_json_off(j, j->p));
    *v = (tnk_value){ .kind = (uint8_t)kind, .flags = (uint8_t)j->key_flag, .file = (uint16_t)at.file,
                      .off = at.off, .end = at.end, .key = j->key, .key_off = j->key_off };
    return v;
}

static int open_container(struct json *j, uint32_t kind)
{
    uint32_t off = tnk_json_off(j, j->p);
    if (j->depth == TNK_DEPTH_JSON)
        return tnk_fail(j->nodes.err, TNK_ELIMIT, tnk_nodes_span(&j->nodes, off, off + 1),
                        _("Lists and maps are nested more than %d levels deep"), TNK_DEPTH_JSON);
    j->frames[j->depth++] = (struct json_frame){ kind, off, j->nodes.n, j->key, j->key_off, j->key_flag };
    j->p++;
    return TNK_OK;
}

static int close_container(struct json *j)
{
    const struct json_frame *f = &j->frames[--j->depth];
    tnk_value kids = { .kind = (uint8_t)f->kind };
    int rc = tnk_nodes_close(&j->nodes, f->first, &kids);
    if (rc != TNK_OK)
        return rc;
    j->p++;
    j->key = f->key;
    j->key_off = f->key_off;
    j->key_flag = f->key_flag;
    tnk_value *v = finish(j, f->kind, j->nodes.text.ptr + f->off);
    if (v == NULL)
        return j->nodes.err->code;
    v->n = kids.n;
    v->u.kids = kids.u.kids;
    return TNK_OK;
}

static int string(struct json *j)
{
    const char *from = j->p;
    tnk_str s;
    int rc = tnk_json_string(j, &s);
    if (rc != TNK_OK)
        return rc;
    tnk_value *v = finish(j, TNK_TEXT, from);
    if (v == NULL)
        return j->nodes.err->code;
    v->flags |= TNK_F_QUOTED;
    v->n = (uint32_t)s.len;
    v->u.text = s.ptr;
    return TNK_OK;
}

static int word(struct json *j, const char *name, uint32_t kind, bool flag)
{
    const char *from = j->p;
    size_t n = strlen(name);
    if ((size_t)(j->end - from) < n || memcmp(from, name, n) != 0)
        return tnk_json_unexpected(j, from, _("a value (text needs double quotes)"));
    j->p += n;
    tnk_value *v = finish(j, kind, from);
    if (v == NULL)
        return j->nodes.err->code;
    v->u.flag = flag;
    return TNK_OK;
}

/* Skips digits; an error when there is none. */
static int digits(struct json *j)
{
    const char *from = j->p;
    while (j->p < j->end && *j->p >= '0' && *j->p <= '9')
        j->p++;
    return j->p > from ? TNK_OK : tnk_json_unexpected(j, from, _("a digit"));
}

/* Fraction and exponent, both optional. */
static int real_part(struct json *j, bool *real)
{
    int rc = TNK_OK;
    if (j->p < j->end && *j->p == '.') {
        j->p++;
        *real = true;
        rc = digits(j);
    }
    if (rc == TNK_OK && j->p < j->end && (*j->p | 0x20) == 'e') {
        j->p++;
        *real = true;
        if (j->p < j->end && (*j->p == '+' || *j->p == '-'))
            j->p++;
        rc = digits(j);
    }
    return rc;
}

static int number(struct json *j)
{
    const char *from = j->p;
    bool real = false;
    int64_t i = 0;
    j->p += *from == '-';
    const char *first = j->p;
    int rc = digits(j);
    if (rc == TNK_OK && *first == '0' && j->p > first + 1)
        rc = tnk_json_unexpected(j, first + 1, _("no digit after a leading zero"));
    if (rc == TNK_OK)
        rc = real_part(j, &real);
    if (rc != TNK_OK)
        return rc;
    tnk_str s = { from, (size_t)(j->p - from) };
    real = real || !tnk_str_int(s, &i);
    tnk_value *v = finish(j, real ? TNK_REAL : TNK_INT, from);
    if (v == NULL)
        return j->nodes.err->code;
    if (real)
        v->n = (uint32_t)s.len, v->u.text = s.ptr;
    else
        v->u.integer = i;
    return TNK_OK;
}

/* A whole scalar, or the opening of a list or map. */
static int value(struct json *j)
{
    switch (peek(j)) {
    case '{':
        return open_container(j, TNK_MAP);
    case '[':
        return open_container(j, TNK_LIST);
    case '"':
        return string(j);
    case 't':
        return word(j, "true", TNK_BOOL, true);
    case 'f':
        return word(j, "false", TNK_BOOL, false);
    case 'n':
        return word(j, "null", TNK_NULL, false);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
        return number(j);
    case '/': case '#':
        return tnk_json_unexpected(j, j->p, _("a value (JSON has no comments)"));
    case '\'':
        return tnk_json_unexpected(j, j->p, _("a value (text needs double quotes)"));
    default:
        return tnk_json_unexpected(j, j->p, _("a value"));
    }
}

/* "key": and nothing of its value. */
static int key(struct json *j)
{
    tnk_str s;
    if (peek(j) != '"')
        return tnk_json_unexpected(j, j->p, _("a key in double quotes"));
    j->key_off = tnk_nodes_span(&j->nodes, tnk_json_off(j, j->p), 0).off;
    int rc = tnk_json_string(j, &s);
    if (rc != TNK_OK)
        return rc;
    j->key = tnk_atoms_add(j->nodes.r->atoms, s);
    j->key_flag = s.len == 0 ? TNK_F_EMPTY_KEY : 0;
    if (j->key == 0)
        return tnk_nodes_no_memory(&j->nodes);
    if (peek(j) != ':')
        return tnk_json_unexpected(j, j->p, _("':' after the key"));
    j->p++;
    return TNK_OK;
}

/* The end of the innermost open list or map, or its next item. */
static int step(struct json *j)
{
    const struct json_frame *f = &j->frames[j->depth - 1];
    bool map = f->kind == TNK_MAP;
    int c = peek(j);
    if (c == (map ? '}' : ']'))
        return close_container(j);
    if (j->nodes.n != f->first) {
        if (c != ',')
            return tnk_json_unexpected(j, j->p, map ? _("',' or '}'") : _("',' or ']'"));
        j->p++;
    }
    j->key = j->key_off = j->key_flag = 0;
    int rc = map ? key(j) : TNK_OK;
    return rc == TNK_OK ? value(j) : rc;
}

static int parse(struct json *j)
{
    int rc = value(j);
    while (rc == TNK_OK && j->depth > 0)
        rc = step(j);
    if (rc == TNK_OK && peek(j) >= 0)
        rc = tnk_json_unexpected(j, j->p, _("the end of the text"));
    return rc;
}

int tnk_json_parse(const tnk_reader *r, tnk_str text, tnk_value *ret, tnk_error *err)
{
    tnk_error unheard = { 0 };
    if (text.ptr == NULL)
        text = TNK_S("");
    struct json *j = malloc(sizeof *j);
    if (j == NULL)
        return tnk_fail_plain(err, TNK_ENOMEM, _("Memory ran out while the text was being read"));
    j->p = text.ptr;
    j->end = text.ptr + text.len;
    j->key = j->key_off = j->key_flag = j->depth = 0;
    int rc = tnk_nodes_init(&j->nodes, r, text, "json-duplicate-key", err != NULL ? err : &unheard);
    if (tnk_str_starts(text, TNK_S("\xEF\xBB\xBF")))
        j->p += 3;
    if (rc == TNK_OK)
        rc = parse(j);
    if (rc == TNK_OK)
        *ret = j->nodes.at[0];
    tnk_nodes_free(&j->nodes);
    free(j);
    return rc;
}
