/* SPDX-License-Identifier: Apache-2.0
 * IAM policy documents (AWS grammar), normalised so that a rule need not ask whether a thing is a text or a
 * list, an object or JSON inside a text. */
#ifndef TNK_MODEL_POLICY_H
#define TNK_MODEL_POLICY_H

#include "core/value/value.h"

/* v: a MAP, or a TEXT that holds JSON (also percent-encoded, as the IAM API gives it), or a LIST of these.
 * Returns a LIST of statements, each a MAP with
 *   effect TEXT, sid TEXT or absent,
 *   actions, not_actions, resources, not_resources: LISTs of TEXT (absent when the statement lacks them),
 *   principals, not_principals: LISTs of MAPs { type, id } ("*" is type "*"),
 *   conditions: LIST of MAPs { operator, key, values: LIST of TEXT }.
 * Parts that cannot be known stay UNRESOLVED where they stand; parts that no policy has are UNRESOLVED too.
 * Places are kept: a finding about an action points at that action. UNRESOLVED TNK_WHY_INVALID when it is no
 * policy; NULL when memory runs out. */
const tnk_value *tnk_policy_read(const tnk_value *v, tnk_arena *a, tnk_atoms *t);

/* Does an IAM pattern (`s3:Get*`, `*`; `*` and `?`, case does not matter) cover a text? Linear. */
bool tnk_policy_covers(tnk_str pattern, tnk_str text);

#endif
