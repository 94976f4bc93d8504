#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What each option of the scan does.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

mkdir -p t/sub t/node_modules/x
template t/a.yaml high low
template t/sub/b.yaml critical
template t/node_modules/x/c.yaml high

scan t
times "$out" 1 "critical agency-queue-critical"
has "$out" "critical 1, high 1, medium 0, low 1, info 0"
hasnt "$out" "node_modules"
scan --no-default-excludes t
has "$out" "node_modules/x/c.yaml"
scan --exclude sub t
hasnt "$out" "sub/b.yaml"
has "$out" "a.yaml"
scan --exclude '*.yaml' --exclude '!b.yaml' t
has "$out" "sub/b.yaml"
hasnt "$out" "high agency-queue-high"
scan --exclude='/a.yaml' t
hasnt "$out" "high agency-queue-high"

scan --rule agency-queue-low t
ended 0
times "$out" 1 "agency-queue-"
scan --rule agency-queue-low --rule agency-queue-high t
times "$out" 2 " agency-queue-"
scan --skip-rule agency-queue-critical t
ended 1
hasnt "$out" "agency-queue-critical"
scan --rule agency-queue-low --skip-rule agency-queue-low t
ended 0
hasnt "$out" "agency-queue-"

# --evidence adds every verdict; without it passes are counted only.
scan --format json t
hasnt "$out" '"verdicts": ['
has "$out" '"pass": 12,'
scan --evidence --format json t
has "$out" '"verdicts": ['
times "$out" 12 '"verdict": "pass"'
valid "$out"
scan --evidence t
has "$out" "agency-queue-medium"

# --show undetermined lists what cannot be known.
mkdir u
cat >u/a.yaml <<'YAML'
Parameters: { Level: { Type: String } }
Resources:
  Queue: { Type: "AWS::SQS::Queue", Properties: { Tags: [ { Key: level, Value: !Ref Level } ] } }
YAML
scan u
ended 0
has "$out" "undetermined 5"
hasnt "$out" "agency-queue-"
scan --show undetermined u
ended 0
has "$out" "agency-queue-high"
has "$out" "Level"
scan --show undetermined --format json u
valid "$out"
times "$out" 5 '"verdict": "undetermined"'

scan --quiet t
hasnt "$out" "Summary"
hasnt "$out" "Checklists"
has "$out" "Gate not passed"

scan --color always t
has "$out" $'\e['
for color in auto never; do
    scan --color $color t
    hasnt "$out" $'\e'
done

# Comments in the target set findings aside until a day; --as-of says which day it is, --no-target-config does not
# listen to them.
mkdir c
template c/a.yaml high
sed -i 's/Value: high/& # tenken:ignore agency-queue-high reason="moves in March" until=2027-03-31/' c/a.yaml
scan --as-of 2027-03-31 c
ended 0
has "$out" "moves in March"
scan --as-of 2027-04-01 c
ended 1
has "$out" "high agency-queue-high"
scan --as-of 2027-03-31 --no-target-config c
ended 1
scan --as-of 2027-03-31 --format json c
has "$out" '"as_of": "2027-03-31"'
has "$out" '"suppressed": 1'
valid "$out"

# Languages: --lang, then LC_ALL, LC_MESSAGES, LANG; no locale need be installed.
scan --lang ja t
has "$out" "キューにhighのタグが付いている"
scan --lang ja --format json t
has "$out" '"language": "ja"'
valid "$out"
speaks()    # TEXT VARIABLE=VALUE...: with these variables the program says the text
{
    local text=$1
    shift
    last="$* tenken scan t"
    env "$@" "$TENKEN" scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/rules" t >"$out" 2>"$err"
    status=$?
    ended 1
    silent "$err"
    has "$out" "$text"
}
for variable in LANG LC_MESSAGES LC_ALL; do speaks "キューにhighのタグが付いている" $variable=ja_JP.UTF-8; done
speaks "キューにhighのタグが付いている" LANG=C LC_MESSAGES=ja_JP.UTF-8
speaks "Queue is tagged high" LANG=ja_JP.UTF-8 LC_ALL=C
speaks "Queue is tagged high" LANG=de_DE.UTF-8
LANG=ja_JP.UTF-8 scan --lang en t
has "$out" "Queue is tagged high"

# Numbers in both spellings.
scan --jobs 3 --unit-timeout=5 --max-file-size 1 t
ended 1

finish
