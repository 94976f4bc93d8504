#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A finding says through which calls its resource came to be, in every format.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

made() { run scan --no-builtin-rules --rules "$SOURCE/tests/integration/calls/rules" --plugin-dir "$MADE" "$@"; }

mkdir -p t/modules
printf '\ncall net 0 modules/net.mod\n' >t/main.root
printf 'thing a good\n\ncall deep 0 modules/deep.mod\n' >t/modules/net.mod
printf 'thing b bad\n' >t/modules/deep.mod

made t
ended 1
times "$out" 1 "high made-bad"
has "$out" "modules/deep.mod:1:9"
has "$out" "module.net.module.deep.thing.b"
has "$out" "called from main.root:2, modules/net.mod:3"
made --lang ja t
has "$out" "呼び出し元: main.root:2、modules/net.mod:3"
made --format json t
valid "$out"
times "$out" 1 '"via": ['
times "$out" 1 '"path": "main.root"'
made --format sarif t
times "$out" 1 '"relatedLocations"'
times "$out" 2 '"text": "Called from here"'

# Paths of calls are shown as those of findings are: below each of several targets.
mkdir u
printf 'thing c bad\n' >u/only.root
made t u
has "$out" "called from t/main.root:2, t/modules/net.mod:3"
made u
hasnt "$out" "called from"
made --format json u
hasnt "$out" '"via"'
valid "$out"

# At most 32 calls, the outermost ones.
mkdir v
for i in $(seq 1 36); do printf 'call c 0 %d.mod\n' $((i + 1)) >"v/$i.mod"; done
printf 'call c 0 1.mod\n' >v/a.root
printf 'thing d bad\n' >v/37.mod
made --format json v
valid "$out"
times "$out" 32 '.mod",'   # one is where the thing stands
has "$out" '"path": "31.mod"'
hasnt "$out" '"path": "32.mod"'

finish
