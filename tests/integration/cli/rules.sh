#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Rules of an agency's own, and the commands about rules and plugins.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

rules=$SOURCE/tests/integration/cli/rules
template a.yaml high

# What ships loads, and so does an agency's folder besides it.
run rules list
ended 0
silent "$err"
run rules list --rules "$rules"
ended 0
has "$out" "agency-queue-high"
run scan --rules "$rules" a.yaml
has "$out" "high agency-queue-high"
run scan --no-builtin-rules a.yaml
ended 0
hasnt "$out" "agency-queue"

run rules list --no-builtin-rules --rules "$rules"
ok "the five rules" [ "$(wc -l <"$out")" -eq 5 ]
run rules list --no-builtin-rules --rules "$rules" --lang ja
has "$out" "キューにhighのタグが付いている"
run rules list --no-builtin-rules --rules "$rules" --format json
ended 0
times "$out" 5 '"id": "agency-queue-'
run rules show --no-builtin-rules --rules "$rules" agency-queue-high
ended 0
for text in "Queue is tagged high" "severity: high" "ds200-3:2-1" "Remove the tag" "agency/queue.lua:"; do
    has "$out" "$text"
done
run rules show --no-builtin-rules --rules "$rules" agency-queue-high --format=json --lang=ja
has "$out" '"severity": "high"'
has "$out" "タグを外す"

# Mistakes in rules are told with file and line, before anything is scanned.
broken()    # MESSAGE, the file on stdin
{
    mkdir -p broken/area
    cat >broken/area/a.lua
    refused "$1" scan --rules broken a.yaml
    refused "$1" rules list --rules broken
    rm -r broken
}
head='title = { en = "x", ja = "x" }, severity = "low", on = "cloudformation:AWS::SQS::Queue", items = {},'
tail='fix = { en = "x", ja = "x" }, check = function(q) end }'
broken "area/a.lua:3:" <<<$'local x = 1\nrule "x" {'
broken "area/a.lua:3:" <<<$'\n\nerror("boom")'
broken "area/a.lua:1:" <<<'local f = io.open("/etc/passwd")'
broken "area/a.lua:1:" <<<'os.execute("true")'
broken "the rule ran for too many steps" <<<'while true do end'
broken 'checklist "ds200-3" has no item "ds200-3:99-1"' <<<"rule \"x\" { ${head/items = \{\}/items = { \"ds200-3:99-1\" \}} $tail"
broken "area/a.lua:2:" <<<$'-- an unknown list\n'"rule \"x\" { ${head/items = \{\}/items = { \"nolist:1\" \}} $tail"
broken "severity" <<<"rule \"x\" { ${head/low/severe} $tail"
broken "is declared twice (first in area/a.lua)" <<<"$(sed 's/agency.queue"/x.queue"/' "$rules/agency/queue.lua") $(sed 's/agency.queue"/y.queue"/' "$rules/agency/queue.lua")"

# A catalogue of the agency's own lies beside its rules.
mkdir -p own/checklists
cp "$rules/agency/queue.lua" own/
sed -i 's/ds200-3:2-1/agency-1:Q-1/' own/queue.lua
refused 'agency-1:Q-1' scan --no-builtin-rules --rules own a.yaml
cat >own/checklists/agency-1.yaml <<'YAML'
id: agency-1
title: { en: Agency checklist, ja: 庁内チェックリスト }
source: { en: Agency manual, ja: 庁内手順書 }
partial: false
groups:
  - id: Q
    title: { en: Queues, ja: キュー }
    items:
      - { id: Q-1, title: { en: Queues are not tagged, ja: キューにタグを付けない }, check: automated }
YAML
run scan --no-builtin-rules --rules own a.yaml
ended 1
has "$out" "agency-1 Agency checklist: fail 1"

# rules test: findings and expectations are the same, or each difference is told.
mkdir -p examples/agency/queue
template examples/agency/queue/bad.yaml critical high medium low info
for level in critical high medium low info; do
    sed -i "s/Value: $level\$/& # expect: agency-queue-$level/" examples/agency/queue/bad.yaml
done
run rules test --no-builtin-rules --rules "$rules" examples
ended 0
silent "$err"
has "$out" " 0 mistakes"
sed -i 's/expect: agency-queue-low/expect: agency-queue-nope/' examples/agency/queue/bad.yaml
run rules test --no-builtin-rules --rules "$rules" examples
ended 1
has "$out" "a finding that nothing here expects"
has "$out" "there is no such rule"
has "$out" " 2 mistakes"
template examples/agency/queue/bad.yaml high
run rules test --no-builtin-rules --rules "$rules" examples
ended 1
has "$out" "agency-queue-low: no failing example from"
refused "nowhere does not exist" rules test nowhere

# plugins list: what is loaded, and what is refused.
run plugins list
ended 0
silent "$err"
has "$out" "cloudformation "
has "$out" "workers are confined by: seccomp "
run plugins list --plugin-dir "$PLUGINS"
ended 0
has "$out" "hostile-good 1.0.0"
mkdir -m 777 open
cp "$PLUGINS/hostile-good.so" open/
run plugins list --plugin-dir open
ended 2
has "$err" "open"
refused "open" scan --plugin-dir open a.yaml
mkdir junk
echo "no library" >junk/x.so
refused "x.so" scan --plugin-dir junk a.yaml
run plugins list --plugin-dir nowhere
ended 2
has "$err" "nowhere"

finish
