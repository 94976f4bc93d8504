/* SPDX-License-Identifier: Apache-2.0
 * The stack of finished nodes; see nodes.h. */
#include "core/syntax/nodes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/utf8.h"

enum { FEW = 8 };   /* keys that are cheaper to compare with each other than to stamp */

int tnk_nodes_init(tnk_nodes *s, const tnk_reader *r, tnk_str text, const char *code, tnk_error *err)
{
    *s = (tnk_nodes){ .r = r, .err = err, .code = code, .text = text };
    if (text.len >= UINT32_MAX - r->base)
        return tnk_fail(err, TNK_ELIMIT, (tnk_span){ r->file, r->base, r->base },
                        _("The text is longer than 4 GiB"));
    if (tnk_str_starts(text, TNK_S("\xFE\xFF")) || tnk_str_starts(text, TNK_S("\xFF\xFE")))
        return tnk_fail(err, TNK_EPARSE, tnk_nodes_span(s, 0, 2),
                        _("The text is UTF-16; convert it to UTF-8"));
    return TNK_OK;
}

void tnk_nodes_free(tnk_nodes *s)
{
    free(s->at);
    free(s->stamps);
}

int tnk_nodes_no_memory(const tnk_nodes *s)
{
    return tnk_fail(s->err, TNK_ENOMEM, tnk_nodes_span(s, 0, 0),
                    _("Memory ran out while the text was being read"));
}

void tnk_nodes_warn(tnk_nodes *s, const char *code, uint32_t off, uint32_t end, const char *msg)
{
    char last[128];
    if (s->r->warn == NULL || s->warned > TNK_WARNINGS_MAX)
        return;
    if (s->warned++ == TNK_WARNINGS_MAX) {
        snprintf(last, sizeof last, _("Only the first %d warnings about this text are shown"), TNK_WARNINGS_MAX);
        msg = last;
    }
    s->r->warn(s->r->ud, code, tnk_nodes_span(s, off, end), msg);
}

tnk_value *tnk_nodes_grow(tnk_nodes *s, uint32_t at)
{
    if (s->made >= TNK_NODES_MAX) {
        tnk_fail(s->err, TNK_ELIMIT, tnk_nodes_span(s, at, at),
                 _("The text has more than %d values; split it"), TNK_NODES_MAX);
        return NULL;
    }
    uint32_t cap = s->cap != 0 ? s->cap * 2 : 256;
    tnk_value *p = realloc(s->at, cap * sizeof *p);
    if (p == NULL) {
        tnk_nodes_no_memory(s);
        return NULL;
    }
    s->at = p;
    s->cap = cap;
    s->made++;
    return &s->at[s->n++];
}

const char *tnk_shown(tnk_str s, char out[TNK_SHOWN])
{
    size_t n = 0;
    uint32_t c;
    while (s.len > 0 && n < TNK_SHOWN - 8) {
        unsigned len = tnk_utf8_next(s, &c);
        if (len == 0 || c < 0x20 || (c >= 0x7F && c < 0xA0))
            out[n++] = '?';
        else
            memcpy(out + n, s.ptr, len), n += len;
        s = tnk_str_from(s, len != 0 ? len : 1);
    }
    strcpy(out + n, s.len > 0 ? "..." : "");
    return out;
}

/* Where the key is written, as far as it is written without escapes. */
static void warn_repeat(tnk_nodes *s, const tnk_value *member)
{
    char msg[256], key[TNK_SHOWN];
    tnk_str name = tnk_atoms_str(s->r->atoms, member->key);
    uint32_t off = s->r->fixed != NULL ? 0 : member->key_off - s->r->base;
    size_t end = off + name.len;
    if (off < s->text.len && (s->text.ptr[off] == '"' || s->text.ptr[off] == '\''))
        end += 2;
    if (end > s->text.len)
        end = s->text.len;
    snprintf(msg, sizeof msg, _("The key \"%s\" is repeated; the last one counts"), tnk_shown(name, key));
    tnk_nodes_warn(s, s->code, off, (uint32_t)end, msg);
}

static void check_few(tnk_nodes *s, const tnk_value *kids, uint32_t n)
{
    for (uint32_t i = 1; i < n; i++) {
        uint32_t j = 0;
        while (kids[j].key != kids[i].key)
            j++;
        if (j < i)
            warn_repeat(s, &kids[i]);
    }
}

/* Linear for any number of sets: an atom stamped with the set's serial is in it. */
int tnk_nodes_set_begin(tnk_nodes *s)
{
    uint32_t need = tnk_atoms_count(s->r->atoms) + 1;
    s->serial++;
    if (need <= s->n_stamps)
        return TNK_OK;
    need += need / 2;
    uint32_t *p = realloc(s->stamps, need * sizeof *p);
    if (p == NULL)
        return tnk_nodes_no_memory(s);
    memset(p + s->n_stamps, 0, (need - s->n_stamps) * sizeof *p);
    s->stamps = p;
    s->n_stamps = need;
    return TNK_OK;
}

int tnk_nodes_check_keys(tnk_nodes *s, const tnk_value *map)
{
    const tnk_value *kids = map->u.kids;
    uint32_t n = map->n;
    if (n <= FEW) {
        check_few(s, kids, n);
        return TNK_OK;
    }
    int rc = tnk_nodes_set_begin(s);
    for (uint32_t i = 0; rc == TNK_OK && i < n; i++) {
        if (tnk_nodes_set_add(s, kids[i].key))
            warn_repeat(s, &kids[i]);
    }
    return rc;
}

int tnk_nodes_close(tnk_nodes *s, uint32_t first, tnk_value *parent)
{
    uint32_t n = s->n - first;
    tnk_value *kids = tnk_arena_array(s->r->arena, n, sizeof *kids);
    if (kids == NULL)
        return tnk_nodes_no_memory(s);
    if (n != 0)
        memcpy(kids, s->at + first, n * sizeof *kids);
    parent->n = n;
    parent->u.kids = kids;
    s->n = first;
    return parent->kind == TNK_MAP ? tnk_nodes_check_keys(s, parent) : TNK_OK;
}
