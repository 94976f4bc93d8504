/* SPDX-License-Identifier: Apache-2.0
 * Where YAML stands. libyaml counts characters and puts a node's start at its tag or anchor; here that
 * becomes bytes, and the start of the content. */
#include <string.h>

#include "core/base/i18n.h"
#include "core/syntax/yaml.h"

static bool tail(char c) { return ((unsigned char)c & 0xC0) == 0x80; }  /* not the first byte of a character */

uint32_t tnk_yaml_off(struct yaml *y, const yaml_mark_t *mark)
{
    const char *p = y->nodes.text.ptr;
    uint32_t len = (uint32_t)y->nodes.text.len, at = y->seen_off;
    size_t index = y->seen_index;
    if (y->ascii) {
        size_t off = mark->index + y->bom;
        return off < len ? (uint32_t)off : len;
    }
    for (; index < mark->index && at < len; index++) {
        at++;
        while (at < len && tail(p[at]))
            at++;
    }
    for (; index > mark->index && at > y->bom; index--) {
        at--;
        while (at > y->bom && tail(p[at]))
            at--;
    }
    y->seen_index = index;
    y->seen_off = at;
    return at;
}

static bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

static uint32_t skip_comments(const char *p, uint32_t at, uint32_t end)
{
    while (at < end && (blank(p[at]) || p[at] == '#')) {
        if (p[at] == '#') {
            while (at < end && p[at] != '\n' && p[at] != '\r')
                at++;
        } else {
            at++;
        }
    }
    return at;
}

uint32_t tnk_yaml_skip_props(const struct yaml *y, uint32_t off, uint32_t end, uint32_t *tag_off)
{
    const char *p = y->nodes.text.ptr;
    uint32_t at = off;
    for (int i = 0; i < 2 && at < end && (p[at] == '!' || p[at] == '&'); i++) {
        bool verbatim = end - at > 1 && p[at] == '!' && p[at + 1] == '<';
        if (p[at] == '!')
            *tag_off = at;
        while (at < end && !blank(p[at]) && (verbatim || strchr(",[]{}", p[at]) == NULL))
            at++;
        at = skip_comments(p, at, end);
    }
    return at;
}

static int refused_at(struct yaml *y, uint32_t off)
{
    const yaml_parser_t *q = &y->parser;
    uint32_t end = off < y->nodes.text.len ? off + 1 : off;
    tnk_span at = tnk_nodes_span(&y->nodes, off, end);
    const char *problem = q->problem != NULL ? q->problem : "?";
    if (end > off && y->nodes.text.ptr[off] == '\t' && strstr(problem, "cannot start any token") != NULL)
        return tnk_fail(y->nodes.err, TNK_EPARSE, at, _("A tab cannot indent YAML; use spaces"));
    if (q->context != NULL)
        return tnk_fail(y->nodes.err, TNK_EPARSE, at, _("This is not valid YAML: %s, %s"), _(q->context),
                        _(problem));
    return tnk_fail(y->nodes.err, TNK_EPARSE, at, _("This is not valid YAML: %s"), _(problem));
}

int tnk_yaml_refused(struct yaml *y)
{
    const yaml_parser_t *q = &y->parser;
    if (q->error == YAML_MEMORY_ERROR)
        return tnk_nodes_no_memory(&y->nodes);
    if (q->error != YAML_READER_ERROR)
        return refused_at(y, tnk_yaml_off(y, &q->problem_mark));
    size_t off = q->problem_offset < y->nodes.text.len ? q->problem_offset : y->nodes.text.len;
    return refused_at(y, (uint32_t)off);
}
