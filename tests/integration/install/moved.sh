#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What is installed works from wherever it lies, speaks both languages, is described by its manual page, and finds
# in the demo what the demo is there to show.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"
umask 022

"$CMAKE" --install "$BUILD" --prefix "$dir/here" >"$out" 2>"$err"
status=$? last="cmake --install"
ended 0
mv here "moved away"
TENKEN="$dir/moved away/bin/tenken"
share="$dir/moved away/share"

run plugins list
ended 0
silent "$err"
for plugin in "$BUILD"/lib*/tenken/plugins/*.so; do
    ok "${plugin##*/} from the installation" grep -q "^    $dir/moved away/lib.*/${plugin##*/}\$" "$out"
done

run rules list
ended 0
cp "$out" installed
TENKEN=$BUILD/bin/tenken run rules list
same installed "$out"

# Every option of every command stands in the manual page.
manual=$share/man/man1/tenken.1
for command in scan "rules list" "rules show" "rules test" "plugins list"; do
    # shellcheck disable=SC2086  # two words
    run $command --help
    # shellcheck disable=SC2013  # options have no blanks
    for option in $(sed -n 's/^  --\([a-z-]*\).*/\1/p' "$out"); do
        ok "--$option in the manual page" grep -qF -- "\\-\\-${option//-/\\-}" "$manual"
    done
    has "$manual" "tenken $command"
done

demo=$share/doc/tenken/examples/demo
run scan --format json --show undetermined "$demo"
ended 1
for severity in critical high medium low; do
    has "$out" "\"severity\": \"$severity\""
done
has "$out" '"verdict": "undetermined"'
has "$out" '"complete": true'
has "$out" '"suppressed": 1'
for origin in aws-config cloudformation sshd; do
    has "$out" "\"origin\": \"$origin\""
done

LANG=ja_JP.UTF-8 run scan "$demo"
ended 1
has "$out" "まとめ"
hasnt "$out" "Summary"
run scan "$demo"
has "$out" "Summary"
hasnt "$out" "まとめ"

finish
