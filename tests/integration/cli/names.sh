#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Names out of a target are hostile: shown in plain letters, and valid JSON whatever they hold.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

mkdir n
hostile=($'new\nline' $'bad\xff\xfe' $'esc\e[31m' $'tab\tx' $'bidi\xe2\x80\xae' $'c1\xc2\x9b' $'del\x7f')
shown=('new\x0aline' 'bad\xff\xfe' 'esc\x1b[31m' 'tab\x09x' 'bidi\xe2\x80\xae' 'c1\xc2\x9b' 'del\x7f')
# shellcheck disable=SC2016  # nothing here is to expand
plain=('設定' 'quote"and\back' '-dash' ' space ' '%s%n' "it's" '$(x)')
for name in "${hostile[@]}" "${plain[@]}"; do
    template "n/$name.yaml" high
done
cat >n/resources.json <<'JSON'
{ "Resources": {
  "new\nline": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } },
  "esc\u001b[31m": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } },
  "nul\u0000": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } },
  "bidi\u202e": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } },
  "日本語": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } },
  "\ud83d\ude00": { "Type": "AWS::SQS::Queue", "Properties": { "Tags": [ { "Key": "level", "Value": "low" } ] } }
} }
JSON
# Names in diagnostics.
cp n/resources.json $'n/cut\e]0;title\a.json'
sed -i '$d' $'n/cut\e]0;title\a.json'
# Values in messages and lines around findings.
printf 'Resources:\n  # \xe2\x80\xae \xc2\x9b \x1b[2J\n  Q: { Type: "AWS::SQS::Queue", Properties: { Tags: [ { Key: level, Value: info } ] } }\n' >n/lines.yml

# shellcheck disable=SC2317  # ok runs it
clean() { ! LC_ALL=C grep -qP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xef\xbb\xbf' "$1"; }
for format in text json sarif; do
    scan --format $format --evidence --as-of 2026-01-01 n
    ended 3
    ok "$format has no controls" clean "$out"
    ok "$format is UTF-8" iconv -f UTF-8 -t UTF-8 -o "$dir/said/utf8" "$out"
done
scan n
for name in "${shown[@]}" "${plain[@]}"; do times "$out" 2 "$name.yaml"; done
for name in 'new\x0aline' 'esc\x1b[31m' 'nul\x00' 'bidi\xe2\x80\xae' '日本語' '😀'; do has "$out" "    $name (Queue)"; done
has "$out" 'error json-syntax cut\x1b]0;title\x07.json'
scan --format json n
valid "$out"
if command -v jq >"$dir/said/jq"; then
    for name in "${shown[@]}" "${plain[@]}"; do
        # shellcheck disable=SC2016  # $name is jq's
        ok "jq finds $name" jq -e --arg name "$name.yaml" '[.findings[].location.path] | index($name)' "$out" \
            >"$dir/said/jq"
    done
fi

# In the names of targets too, as what was typed is often made of what was found.
scan $'n/new\nline.yaml'
has "$out" 'n/new\x0aline.yaml'
ok "no control from a target's name" clean "$out"
refused 'nowhere\x1b[2J does not exist' scan $'nowhere\e[2J'
scan --format json $'n/bad\xff\xfe.yaml'
valid "$out"
ok "UTF-8 whatever the target is called" iconv -f UTF-8 -t UTF-8 -o "$dir/said/utf8" "$out"

# The same names in an archive.
tar -C n -cf n.tar .
scan --format json n
sed -n '/^  "findings"/,/^  \]/p' "$out" >want
scan --format json n.tar
sed -n '/^  "findings"/,/^  \]/p' "$out" >got
same want got

finish
