/* SPDX-License-Identifier: Apache-2.0
 * The state of one JSON parse, shared by the grammar (json.c) and its strings (json_text.c). */
#ifndef TNK_SYNTAX_JSON_H
#define TNK_SYNTAX_JSON_H

#include "core/syntax/nodes.h"

struct json_frame {             /* an open list or map */
    uint32_t kind, off, first;  /* TNK_LIST or TNK_MAP; where it opened; its first kid in nodes */
    tnk_atom key;               /* of the container itself */
    uint32_t key_off, key_flag;
};

struct json {
    tnk_nodes nodes;
    const char *p, *end;
    tnk_atom key;               /* of the value that comes next; 0 in a list */
    uint32_t key_off, key_flag;
    uint32_t depth;
    struct json_frame frames[TNK_DEPTH_JSON];
};

static inline uint32_t tnk_json_off(const struct json *j, const char *p)
{
    return (uint32_t)(p - j->nodes.text.ptr);
}

/* p stands on the opening quote and ends behind the closing one. The text is borrowed from the
 * source, or in the arena when it had escapes. */
int tnk_json_string(struct json *j, tnk_str *ret);

/* Fails with "Expected X, found Y": wanted is X in the run's language, Y is what stands at p. */
int tnk_json_unexpected(const struct json *j, const char *p, const char *wanted);

#endif
