/* SPDX-License-Identifier: Apache-2.0
 * Holds rules, given as Lua text, against resources, given as JSON, and writes the answers as lines. */
#ifndef TNK_TEST_RULE_HARNESS_H
#define TNK_TEST_RULE_HARNESS_H

#include "core/base/buf.h"
#include "core/rule/ruleset.h"

/* resources: a JSON list of { "kind", "address", "value", "names": [] }; a member anywhere of the form
 * { "?": "reason", "refs": [..], "why": n } is unresolved. The answer has a line a judgement:
 * "rule verdict address [line:column] message". Errors of loading are the whole answer. */
void judge_text(const char *rules, const char *resources, tnk_buf *out);

#endif
