#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Wrong usage: one message that says what is wrong, status 2; and the helps.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

template a.yaml high

run
ended 2
has "$out" "usage: tenken COMMAND"
for word in --help -h help; do
    run "$word"
    ended 0
    has "$out" "usage: tenken COMMAND"
    silent "$err"
done
run --version
ended 0
ok "the version" grep -qE '^tenken [0-9]+\.[0-9]+\.[0-9]+$' "$out"

# Every command has a help that names every option it takes.
for command in "scan" "rules list" "rules show" "rules test" "plugins list"; do
    # shellcheck disable=SC2086  # two words
    run $command --help
    ended 0
    has "$out" "usage: tenken $command"
    has "$out" "  --help"
    # shellcheck disable=SC2086
    run $command -h
    ended 0
    # shellcheck disable=SC2086
    refused "there is no option --bogus; see --help" $command --bogus
    # shellcheck disable=SC2086
    refused "there is no option -x; see --help" $command -x
    # shellcheck disable=SC2086
    refused '--lang is ja or en, not "fr"' $command --lang fr
done

refused 'there is no command "audit"; see tenken --help' audit .
refused 'there is no command "rules bogus"; see tenken --help' rules bogus
refused 'rules needs a second word; see tenken --help' rules
refused 'plugins needs a second word; see tenken --help' plugins

refused "name at least one target" scan
refused "a target's name is empty" scan ""
refused "nowhere does not exist" scan nowhere
refused "nowhere does not exist" scan a.yaml nowhere
refused 'a.yaml/b does not exist' scan a.yaml/b
refused "/dev/null is neither a directory nor a regular file" scan /dev/null
refused 'there is no format "xml"; use text, json or sarif' scan --format xml a.yaml
refused '--gate is critical, high, medium, low, info or none, not "severe"' scan --gate severe a.yaml
refused '--show takes undetermined, not "all"' scan --show all a.yaml
refused '--color is auto, always or never, not "yes"' scan --color yes a.yaml
refused '--as-of is a day, YYYY-MM-DD, not "2026-02-30"' scan --as-of 2026-02-30 a.yaml
refused '--as-of is a day, YYYY-MM-DD, not "today"' scan --as-of=today a.yaml
refused 'there is no rule "nope"; see tenken rules list' scan --rule nope a.yaml
refused 'there is no rule "nope"; see tenken rules list' scan --skip-rule nope a.yaml
refused "--quiet takes no value" scan --quiet=1 a.yaml
for var in secret =secret; do
    refused "--var takes NAME=VALUE" scan --var $var a.yaml
    hasnt "$err" secret
done
refused "--var-file: nowhere cannot be read: No such file or directory" scan --var-file nowhere a.yaml
refused "--var-file: . cannot be read: Is a directory" scan --var-file . a.yaml
truncate -s 4194305 large.tfvars
refused "--var-file: large.tfvars is larger than 4 MiB" scan --var-file large.tfvars a.yaml
refused "--workspace takes a name" scan --workspace= a.yaml
for option in format output lang gate show color exclude rule skip-rule rules plugin-dir as-of jobs unit-timeout \
    max-file-size var var-file workspace; do
    refused "--$option needs a value" scan a.yaml --$option
done
for option in jobs unit-timeout max-file-size; do
    for value in 0 -1 x 1.5 1000001 99999999999999999999 "" " 1"; do
        refused "--$option takes a whole number from 1 to 1000000" scan "--$option=$value" a.yaml
    done
done
refused "--max-file-size is at most 1024" scan --max-file-size 1025 a.yaml
refused "nowhere: cannot read the rules folder" scan --rules nowhere a.yaml
refused "nowhere: No such file or directory" scan --plugin-dir nowhere a.yaml
refused "there is no option --template; see --help" scan --template a.yaml

refused 'there is no format "sarif"; use text or json' rules list --format sarif
refused "rules list takes no arguments" rules list more
refused "name one rule" rules show
refused "name one rule" rules show a b
refused 'there is no rule "a"; see tenken rules list' rules show a
refused "name the folder of examples" rules test
refused "name the folder of examples" rules test a b
refused "plugins list takes no arguments" plugins list more

# What stands behind -- is a target, whatever it looks like.
template ./--quiet.yaml high
scan -- --quiet.yaml
ended 1
has "$out" "agency-queue-high"

finish
