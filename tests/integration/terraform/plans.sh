#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Plans that the real terraform made say the same as their configurations: see plans.py.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

last="plans.py"
python3 "$SOURCE/tests/integration/terraform/plans.py" "$TENKEN" "$SOURCE/tests/integration/terraform/plans" "$dir/scratch" \
    >"$out" 2>"$err"
status=$?
ended 0
has "$out" " 0 differences"
silent "$err"
finish
