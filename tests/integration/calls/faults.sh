#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One fault is one finding, however many resources have it, in however many units.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

made() { run scan --no-builtin-rules --rules "$SOURCE/tests/integration/calls/rules" --plugin-dir "$MADE" "$@"; }
prints() { sed -n 's/^ *"fingerprint": //p' "$out" >"$1"; }

# Ten instances in one unit.
mkdir ten
printf 'call net 10 net.mod\n' >ten/main.root
printf 'thing a bad\nthing b good\n' >ten/net.mod
made ten
ended 1
times "$out" 1 "high made-bad"
has "$out" "module.net[0].thing.a and 9 more (made:thing)"
has "$out" "high 1,"
has "$out" "pass 10, fail 10"
has "$out" "one finding of severity"
made --lang ja ten
has "$out" "module.net[0].thing.a ほか9件 (made:thing)"
made --format json ten
valid "$out"
has "$out" '"address": "module.net[0].thing.a"'
times "$out" 1 '"also": ['
has "$out" '"count": 10'
has "$out" '"high": 1,'
made --format sarif ten
times "$out" 10 '"fullyQualifiedName"'
times "$out" 1 '"ruleId"'

# Evidence stays one an address; the finding does not change.
made --format json --evidence ten
valid "$out"
times "$out" 11 '"verdict": "fail"'
times "$out" 10 '"verdict": "pass"'
has "$out" '"count": 10'

# The fingerprint does not depend on how many instances there are.
made --format json ten
prints many
for count in 1 11 0; do
    printf 'call net %d net.mod\n' $count >ten/main.root
    made --format json ten
    prints other
    same many other
done
hasnt "$out" '"also"'
hasnt "$out" '"count"'

# One module called from several units: the same name is the same, other names are others.
mkdir -p units/a units/b units/c
for unit in a b; do printf 'call net 0 net.mod\n' >units/$unit/main.root; done
printf '\ncall other 2 net.mod\n' >units/c/main.root
cp ten/net.mod units/net.mod
made units
times "$out" 1 "high made-bad"
has "$out" "module.net.thing.a and 2 more"
has "$out" "called from a/main.root:1"
for jobs in 1 2 5; do
    made --jobs $jobs --format json units
    valid "$out"
    steady "$out" >units.$jobs
done
same units.1 units.2
same units.1 units.5
rm units/c/main.root
made --format json units
times "$out" 1 '"rule": "made-bad"'
hasnt "$out" '"also"'

# Another message, another line or another rule is another finding.
printf 'thing a bad\nthing b bad\nthing b good bad\n' >ten/net.mod
printf 'call net 3 net.mod\n' >ten/main.root
made ten
times "$out" 2 "high made-bad"
times "$out" 2 "and 2 more"

# A comment in the module sets the fault aside for all of them.
printf '# tenken:ignore made-bad reason="made up"\nthing a bad\n' >ten/net.mod
made --format json ten
ended 0
has "$out" '"suppressed": 1'
has "$out" '"count": 3'

# A hundred thousand of them are one record, of which a thousand and one are named.
printf 'thing a bad\n' >ten/net.mod
printf 'call net 100000 net.mod\n' >ten/main.root
made --format json ten
ended 1
valid "$out"
has "$out" '"count": 100000'
has "$out" '"fail": 100000,'
times "$out" 1001 '"module.net['
ok "a small record" [ "$(wc -c <"$out")" -lt 200000 ]

finish
