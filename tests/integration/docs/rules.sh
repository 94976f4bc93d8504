#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# The example of docs/rules.md: the rule loads, finds what its example says, and uses a library of ours.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

# block LANGUAGE: the first block of code in that language.
block() { awk -v open="\`\`\`$1" '$0 == open { on = 1; next } on && /^```/ { exit } on' "$SOURCE/docs/rules.md"; }

mkdir -p rules/aws examples/aws/sqs
block lua >rules/aws/sqs.lua
block yaml >examples/aws/sqs/queue.yaml
run rules test --no-builtin-rules --rules rules examples
ended 1
has "$out" "1 rules, 2 verdicts in 1 expectations, 4 mistakes"      # there is no example of two origins
times "$out" 2 "example from aws-config"
times "$out" 2 "example from terraform"
run scan --no-builtin-rules --rules rules examples
ended 1
has "$out" "aws/sqs/queue.yaml:2:3"
has "$out" "Gate not passed: one finding of severity medium or above"

# A library that neither folder has.
echo 'local x = lib "nothing"' >rules/aws/bad.lua
refused 'rules/aws/bad.lua:1: there is no library "nothing"' scan --no-builtin-rules --rules rules examples
finish
