#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# UTF-16, as some export tools write it: a file that a collector would claim is an error that says what to do,
# any other is left alone.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"
mkdir t
template t/good.yaml high
for to in UTF-16LE UTF-16BE; do
    { [ $to = UTF-16LE ] && printf '\xff\xfe' || printf '\xfe\xff'; iconv -f UTF-8 -t $to t/good.yaml; } >"t/$to.yaml"
done
printf '\xff\xfe{\x00}\x00' >t/other.json
scan t
ended 3
has "$out" "error yaml-syntax UTF-16LE.yaml:1:1"
has "$out" "error yaml-syntax UTF-16BE.yaml:1:1"
times "$out" 2 "The text is UTF-16; convert it to UTF-8"
hasnt "$out" "other.json"
has "$out" "good.yaml"
finish
