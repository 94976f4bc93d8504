#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What the user gives on the command line reaches collectors, in order, in plan() and in workers; and nothing else does.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

made() { run scan --no-builtin-rules --rules "$SOURCE/tests/integration/calls/rules" --plugin-dir "$MADE" "$@"; }

mkdir t
printf 'show terraform.var\n' >t/var.root
printf 'show terraform.var-file\n' >t/file.root
printf 'show terraform.var-env\n' >t/environment.root
printf 'show terraform.workspace\n' >t/workspace.root
printf 'show terraform.unheard-of\nshow terraform\n' >t/none.root
printf 'region = "x"' >a.tfvars
: >b.tfvars

made t
ended 0
hasnt "$out" "made-option"
hasnt "$out" "made-plan"

made --var b=2 --var 'a=1 = x' --var-file b.tfvars --var-file ./a.tfvars --workspace prod t
ended 0
times "$out" 5 "low made-option"
has "$out" "terraform.var.0"
grep -A5 -F "terraform.var.0" "$out" >first
has first "<b=2> from <>"
has "$out" "<a=1 = x> from <>"
has "$out" "<> from <b.tfvars>"
has "$out" '<region = "x"> from <./a.tfvars>'
has "$out" "<prod> from <>"
has "$out" "made-plan"
hasnt "$out" "none.root"

# The last workspace counts; the environment is looked at only when asked to, and is a list of its own.
made --workspace x --workspace y t
times "$out" 1 "low made-option"
has "$out" "<y> from <>"
export TF_VAR_zone=z TF_VAR_empty='' TF_VAR_='no name' TF_VARIABLE=w
made t
hasnt "$out" "made-option"
made --var-env --var zone=mine t
times "$out" 3 "low made-option"
grep -A5 -F "terraform.var-env.0" "$out" >first
has first "<empty=> from <>"
grep -A5 -F "terraform.var-env.1" "$out" >second
has second "<zone=z> from <>"
grep -A5 -F "terraform.var.0" "$out" >mine
has mine "<zone=mine> from <>"

finish
