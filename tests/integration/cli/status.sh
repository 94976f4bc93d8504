#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Exit statuses: 0 the gate holds, 1 it does not, 2 wrong usage, 3 incomplete; 3 wins over 1.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

levels="critical high medium low info"
mkdir each clean both
for level in $levels; do template "each/$level.yaml" "$level"; done
template clean/a.yaml harmless
template both/a.yaml high
{ cat both/a.yaml; echo '  Cut: ['; } >both/broken.yaml

scan clean
ended 0
has "$out" "Gate passed: no finding of severity medium or above"
silent "$err"

# The gate against a finding of each level: 1 for the level itself and above, 0 below. The default is medium.
number() { case $1 in critical) echo 0 ;; high) echo 1 ;; medium) echo 2 ;; low) echo 3 ;; info) echo 4 ;; esac }
for level in $levels; do
    scan "each/$level.yaml"
    ended $(($(number "$level") <= 2))
    times "$out" 1 "$level agency-queue-$level"
    for gate in $levels; do
        scan --gate "$gate" "each/$level.yaml"
        ended $(($(number "$level") <= $(number "$gate")))
    done
    scan --gate none "each/$level.yaml"
    ended 0
    has "$out" "agency-queue-$level"
done

# What could not be read makes 3, with and without findings, and whatever the gate.
scan both
ended 3
has "$out" "high agency-queue-high"
has "$out" "broken.yaml"
has "$out" "The scan is incomplete"
has "$out" "Gate not passed: one finding of severity medium or above"
for gate in critical none; do
    scan --gate "$gate" both
    ended 3
done
scan --format json both
ended 3
has "$out" '"complete": false'
scan both/broken.yaml
ended 3
has "$out" "Gate not passed: the scan is incomplete"

# Too large to be read is incomplete too.
{ cat clean/a.yaml; head -c 1100000 /dev/zero | tr '\0' '#'; } >clean/big.yaml
scan clean
ended 0
scan --max-file-size 1 clean
ended 3
has "$out" "big.yaml"

# Usage wins over all: nothing was scanned.
scan --gate nonsense both
ended 2
silent "$out"

# An erring rule is no pass.
mkdir erring
cat >erring/a.lua <<'LUA'
rule "erring" {
  title = { en = "Errs", ja = "失敗する" }, severity = "low", on = "cloudformation:AWS::SQS::Queue",
  items = {}, fix = { en = "-", ja = "-" },
  check = function(q) local x = nil; return x.y end,
}
LUA
scan --rules erring each/high.yaml
ended 3
has "$out" "rule-error"
has "$out" "the rule erring failed 1 times"
has "$out" "high agency-queue-high"

finish
