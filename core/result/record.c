/* SPDX-License-Identifier: Apache-2.0
 * Names that the run record uses. */
#include "core/result/record.h"

const char *tnk_item_status_name(tnk_item_status s)
{
    static const char *const names[TNK_ITEM_STATUSES] = {
        [TNK_ITEM_FAIL] = "fail", [TNK_ITEM_UNDETERMINED] = "undetermined",
        [TNK_ITEM_PASS] = "pass", [TNK_ITEM_ATTESTED] = "attested", [TNK_ITEM_EXPIRED] = "expired",
        [TNK_ITEM_NOT_ASSESSED] = "not-assessed",
    };
    return names[s];
}
