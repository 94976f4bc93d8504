#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Where the report goes: stdout, a file, and what happens when neither takes it.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

mkdir t
template t/a.yaml high

for format in text json sarif; do
    scan --format $format t
    ended 1
    cp "$out" stdout.$format
    scan --format $format --output report.$format t
    ended 1
    silent "$out"
    silent "$err"
    for file in stdout report; do
        steady $file.$format | sed -E 's/[0-9]{4}-[0-9-]+T[0-9:]+Z//; s/"guid": "[0-9a-f-]+"//' >$file.steady
    done
    same stdout.steady report.steady
done
valid stdout.json report.json
if command -v jq >"$dir/said/jq"; then
    for format in json sarif; do ok "report.$format is JSON" jq -e . report.$format >"$dir/said/jq"; done
fi
has report.sarif '"version": "2.1.0"'

# An older report is replaced whole.
head -c 100000 /dev/zero >report.json
scan --format json --output report.json t
valid report.json

refused "there/report cannot be written: No such file or directory" scan --output there/report t
refused "t cannot be written: Is a directory" scan --output t t
if [ -c /dev/full ]; then
    refused "/dev/full cannot be written: No space left on device" scan --output /dev/full t
    cp -r "$SOURCE/tests/integration/cli/rules" own     # a name without spaces, wherever the sources lie
    for arguments in "scan t" "scan --format json t" "rules list --format json" "plugins list" "--help" "--version" \
        "scan --help" "rules list --rules own"; do
        last="tenken $arguments >/dev/full"
        # shellcheck disable=SC2086  # words
        "$TENKEN" $arguments 2>"$err" >/dev/full
        status=$?
        ended 2
        times "$err" 1 "stdout cannot be written: No space left on device"
    done
else
    echo "skipped: no /dev/full"
fi

# A closed stdout is an error, unless nothing is to go there; closed stdin and stderr do not matter.
last="tenken scan t >&-"
"$TENKEN" scan t 2>"$err" >&-
status=$?
ended 2
has "$err" "stdout cannot be written"
"$TENKEN" scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/rules" --output file t >&- 2>"$err"
status=$?
ended 1
has file "agency-queue-high"
"$TENKEN" scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/rules" t >"$out" <&- 2>&-
status=$?
ended 1
has "$out" "agency-queue-high"

# Nobody listens any more: the usual end by SIGPIPE, quietly.
last="tenken scan t, into a pipe without a reader"
mkfifo pipe
# shellcheck disable=SC2094  # so that 4 opens without a reader
exec 3<>pipe 4>pipe 3<&-
"$TENKEN" scan t >&4 2>"$err"
status=$?
exec 4>&-
ended 141
silent "$err"

finish
