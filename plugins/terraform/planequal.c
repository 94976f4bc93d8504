/* SPDX-License-Identifier: Apache-2.0
 * Is what the configuration says what the plan says? Then the configuration's value stands for it, with the places of
 * its parts. */
#include "planjson.h"

enum { DEPTH_MAX = 100 };

static bool equal(tf_unit *u, const tnk_value *written, const tnk_value *planned, int depth);

/* Members that are null in a plan are not there. */
static bool equal_maps(tf_unit *u, const tnk_value *written, const tnk_value *planned, int depth)
{
    size_t n = 0;
    for (size_t i = 0; i < u->h->count(planned); i++) {
        const tnk_value *v = u->h->at(planned, i);
        if (u->h->kind(v) == TNK_NULL)
            continue;
        n++;
        if (!equal(u, u->h->get(u->run, written, u->h->key(u->run, v)), v, depth + 1))
            return false;
    }
    return n == u->h->count(written);
}

static bool equal_lists(tf_unit *u, const tnk_value *written, const tnk_value *planned, int depth)
{
    if (u->h->count(written) != u->h->count(planned))
        return false;
    for (size_t i = 0; i < u->h->count(written); i++) {
        if (!equal(u, u->h->at(written, i), u->h->at(planned, i), depth + 1))
            return false;
    }
    return true;
}

/* A structure in the configuration is a text of JSON in the plan. */
static bool equal_document(tf_unit *u, const tnk_value *written, const tnk_value *planned, int depth)
{
    tnk_str text = u->h->as_text(planned);
    if (text.len == 0 || (text.ptr[0] != '{' && text.ptr[0] != '[') || !cty_spend(&u->cty, text.len))
        return false;
    const tnk_value *doc = u->h->parse(u->run, TNK_SYNTAX_JSON, text, u->h->span(planned), 1);
    return doc != NULL && equal(u, written, doc, depth + 1);
}

static bool equal(tf_unit *u, const tnk_value *written, const tnk_value *planned, int depth)
{
    uint32_t kind = u->h->kind(written), other = u->h->kind(planned);
    if (depth >= DEPTH_MAX || !cty_spend(&u->cty, 1))
        return false;
    if (other == TNK_TEXT && (kind == TNK_MAP || kind == TNK_LIST))
        return equal_document(u, written, planned, depth);
    if (kind != other)
        return false;
    switch (kind) {
    case TNK_MAP:
        return equal_maps(u, written, planned, depth);
    case TNK_LIST:
        return equal_lists(u, written, planned, depth);
    case TNK_TEXT:
    case TNK_REAL:
        return tf_eq(u->h->as_text(written), u->h->as_text(planned));
    case TNK_INT:
        return u->h->as_int(written, 0) == u->h->as_int(planned, 0);
    case TNK_BOOL:
        return u->h->as_flag(written, 0) == u->h->as_flag(planned, 0);
    default:
        return false;
    }
}

bool tf_planned_equal(tf_unit *u, const tnk_value *written, const tnk_value *planned)
{
    return equal(u, written, planned, 0);
}
