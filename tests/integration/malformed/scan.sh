#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Damaged and hostile inputs: each that cannot be read costs one clear error, and none a worker, the run or its time.

# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"
LIMIT=300

# The paths of all errors of a run record, one a line, sorted.
errors()
{
    awk '/^  "diagnostics"/ { on = 1 }
        on && /"level": / { error = /"error"/ }
        on && error && /"path": / { sub(/^ *"path": "/, ""); sub(/",$/, ""); print }' "$1" | sort
}

lost()
{
    hasnt "$out" '"unit-lost"'
    hasnt "$out" '"collector-failed"'
    grep -A 5 '"unit-lost"' "$out" | head -n 24
}

mkdir in
"$GENERATE" in >list || exit 99
sort list >want
ok "300 files and more" [ "$(wc -l <want)" -ge 300 ]
cp -r "$SOURCE/fixtures/malformed" in/odd/fixtures

# What cannot be read: exactly one error, and that names the file.
run scan --unit-timeout 20 --format json in/bad
ended 3
lost
valid "$out"
errors "$out" >got
same want got
hasnt "$out" '"rule": "cfn'

# Of what may or may not be read no damaged file is an error twice, but sshd_config: each line may be one.
run scan --unit-timeout 20 --format json in/odd
ended 3
lost
errors "$out" | grep -v 'sshd_config\|^fixtures/' | uniq -d >twice
: >none
same none twice
errors "$out" | grep -vE '^(cut|poke|utf-16|binary|empty|bom|newline|blank|large|many|fixtures)/' >elsewhere
same none elsewhere

# The same inputs as a good file's neighbours change nothing about it.
mkdir alone
template alone/good.yaml high critical
cp alone/good.yaml in/bad/
scan --format json alone
sed -n '/^  "findings"/,/^  \]/p' "$out" >want
scan --format json in/bad
sed -n '/^  "findings"/,/^  \]/p' "$out" >got
same want got

finish
