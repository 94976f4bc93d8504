# shellcheck shell=bash
# SPDX-License-Identifier: Apache-2.0
# What the end-to-end tests share: run the program, look at what it said, count. A test sources this file, makes
# its inputs in $dir (which goes away at the end), and ends with `finish`.
# From CTest: TENKEN, the program; SOURCE, the project; PLUGINS, the hostile collectors.
set -u
unset LC_ALL LC_MESSAGES LANGUAGE
export LANG=C
dir=$(mktemp -d "${TMPDIR:-/tmp}/tenken-test.XXXXXX") || exit 99
chmod 755 "$dir"
trap 'chmod -R u+rwx "$dir"; rm -rf "$dir"' EXIT
cd "$dir" || exit 99
mkdir said
out=$dir/said/out err=$dir/said/err status=0 checks=0 wrong=0 last=

# Runs the program; its status is in $status, what it said in $out and $err.
run()
{
    last="tenken $*"
    timeout "${LIMIT:-120}" "$TENKEN" "$@" >"$out" 2>"$err"
    status=$?
}

# A scan that holds the rules of tests/integration/cli/rules only: what ships may change.
scan()
{
    run scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/rules" "$@"
}

# ok TEXT COMMAND...: the command holds.
ok()
{
    local text=$1
    shift
    checks=$((checks + 1))
    if ! "$@"; then
        wrong=$((wrong + 1))
        printf 'WRONG: %s\n    after: %s (status %s)\n' "$text" "$last" "$status"
        sed 's/^/    stdout: /' "$out" | head -n 12
        sed 's/^/    stderr: /' "$err" | head -n 12
    fi
}

not() { ! "$@"; }
ended() { ok "exit status $1" [ "$status" -eq "$1" ]; }
has() { ok "\"$2\" in $(basename "$1")" grep -qF -- "$2" "$1"; }
hasnt() { ok "no \"$2\" in $(basename "$1")" not grep -qF -- "$2" "$1"; }
times() { ok "$2 times \"$3\" in $(basename "$1")" [ "$(grep -cF -- "$3" "$1")" -eq "$2" ]; }
silent() { ok "nothing in $(basename "$1")" not test -s "$1"; }
same()
{
    ok "$1 and $2 are the same" cmp -s "$1" "$2"
    cmp -s "$1" "$2" || diff -u "$1" "$2" | head -n 20
}

# refused MESSAGE ARGUMENTS...: wrong usage is one line that says so, nothing else, and status 2.
refused()
{
    local message=$1
    shift
    run "$@"
    ended 2
    has "$err" "$message"
    ok "one line on stderr" [ "$(wc -l <"$err")" -eq 1 ]
    silent "$out"
}

# What of a run record is not a function of the inputs: the run's id and times.
steady() { sed -E 's/^(    "(id|started|finished)": )"[0-9a-f:TZ-]+"/\1""/' "$1"; }

# valid FILE...: run records that hold to the schema.
valid()
{
    python3 "$SOURCE/tests/unit/report/schema.py" "$SOURCE/docs/run-record.schema.json" "$@" >"$dir/said/schema" 2>&1
    case $? in
    0) checks=$((checks + 1)) ;;
    77 | 127) echo "skipped: no python3 with jsonschema to validate $(basename "$1")" ;;
    *) ok "a valid run record: $(head -n 3 "$dir/said/schema")" false ;;
    esac
}

# template FILE LEVEL...: a CloudFormation template with a queue for each level; the rule for the level finds it.
template()
{
    local file=$1 level n=0
    shift
    {
        printf 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n'
        for level; do
            n=$((n + 1))
            printf '  Queue%d:\n    Type: AWS::SQS::Queue\n    Properties:\n      Tags:\n' "$n"
            printf '        - Key: level\n          Value: %s\n' "$level"
        done
    } >"$file"
}

finish()
{
    echo "$checks checks, $wrong wrong"
    [ "$wrong" -eq 0 ] && [ "$checks" -gt 0 ]
    exit
}
