#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Collectors that try what a worker may not do: each costs its own unit and one diagnostic, and nothing else changes.

# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

rm -f /tmp/tenken-hostile-was-here
attacks="loop pause open socket fork exec wx memory flood null stack"
findings() { sed -n '/^  "findings"/,/^  \]/p' "$1"; }
errors() { grep -c '"level": "error"' "$1"; }
# A rule that fails wherever the good collector, or one that got away with it, has something to show.
mkdir rules
cat >rules/hostile.lua <<LUA
for _, kind in ipairs { "good:good"$(for attack in $attacks; do printf ', "%s:escaped"' "$attack"; done) } do
  rule("hostile-" .. kind:split(":")[1]) {
    title = { en = kind, ja = kind }, severity = "low", on = "hostile-" .. kind, items = {},
    fix = { en = "-", ja = "-" }, check = function(r) fail(nil, { en = kind, ja = kind }) end,
  }
end
LUA

attacked()  # ARGUMENTS...
{
    scan --rules rules --plugin-dir "$PLUGINS" --as-of 2026-01-01 --format json "$@"
}

mkdir t
template t/a.yaml high low
template t/z.yaml critical
echo good >t/hostile-good.conf
attacked t
ended 1
cp "$out" quiet.json
findings quiet.json >want
times want 1 '"rule": "hostile-good"'
times want 3 '"rule": "agency-queue-'
ok "no error without an attack" [ "$(errors quiet.json)" -eq 0 ]

for attack in $attacks; do
    echo x >"t/hostile-$attack.conf"
    case $attack in
    loop | pause) attacked --unit-timeout 2 t ;;
    *) attacked t ;;
    esac
    ended 3
    findings "$out" >got
    same want got
    ok "one error" [ "$(errors "$out")" -eq 1 ]
    grep -A 5 '"level": "error"' "$out" >error
    has error "\"path\": \"hostile-$attack.conf\""
    has error "hostile-$attack"
    rm "t/hostile-$attack.conf"
done
ok "nothing was written" not test -e /tmp/tenken-hostile-was-here

# All at once (but those that may or may not end within the time), with one worker and with four: each lost unit is
# told, and the others are there.
for attack in ${attacks/memory flood/}; do echo x >"t/hostile-$attack.conf"; done
for jobs in 1 4; do
    attacked --unit-timeout 2 --jobs $jobs t
    ended 3
    findings "$out" >got
    same want got
    ok "nine errors" [ "$(errors "$out")" -eq 9 ]
    steady "$out" >all.$jobs
done
same all.1 all.4

# In an archive as well.
tar -C t -cf t.tar .
attacked --unit-timeout 2 t.tar
ended 3
valid "$out"
findings "$out" >got
same want got
ok "nine errors" [ "$(errors "$out")" -eq 9 ]

# A file that a hostile and a good collector share: the unit is done again by each alone, and only the part of the
# hostile one is lost.
mkdir s
template s/a.yaml high
template s/b.yaml low
template s/c.yaml medium
scan --format json s
findings "$out" | sed -E '/"(snippet|line|end_line|snippet_line|fingerprint)":/d' >want
for attack in crash loop; do
    sed -i "1s/.*/# shared by a $attack/" s/b.yaml
    for jobs in 1 2; do
        scan --plugin-dir "$SHARED" --unit-timeout 2 --jobs $jobs --format json s
        ended 3
        findings "$out" | sed -E '/"(snippet|line|end_line|snippet_line|fingerprint)":/d' >got
        same want got
        ok "one error" [ "$(errors "$out")" -eq 1 ]
        has "$out" '"code": "unit-lost"'
        has "$out" '"path": "b.yaml"'
        has "$out" "not judged by the collector shared"
    done
done

finish
