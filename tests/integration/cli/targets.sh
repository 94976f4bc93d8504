#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# What a target may be, and how the paths in a report come about.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

mkdir -p t/sub/深い other
template t/a.yaml high low
template t/sub/深い/b.yaml critical medium
template other/a.yaml info high
echo "nothing to see" >t/readme.txt

findings() { sed -n '/^  "findings"/,/^  \]/p' "$1"; }

# A directory, however it is written, has no prefix; a file is shown as it was given.
scan --format json t
findings "$out" >want
times want 4 '"rule": '
for target in t/ ./t "$PWD/t" "$PWD/t//"; do
    scan --format json "$target"
    findings "$out" >got
    same want got
done
cd t || exit 99
scan --format json .
findings "$out" >../got
cd .. || exit 99
same want got
for target in t/a.yaml ./t/a.yaml "$PWD/t/a.yaml" t/sub/深い/b.yaml; do
    scan --format json "$target"
    has "$out" "\"path\": \"$target\""
    times "$out" 2 '"path": '
done

# Several targets: each path bears its target.
scan --format json t other other/a.yaml
times "$out" 2 '"path": "t/a.yaml"'
times "$out" 2 '"path": "t/sub/深い/b.yaml"'
times "$out" 2 '"path": "other/a.yaml"'
valid "$out"
sed 's|"path": "|&t/|' want >want-below
scan --format json t other
findings "$out" | sed '/"other\/a.yaml"/d' >got
for path in a.yaml sub/深い/b.yaml; do times got 2 "\"path\": \"t/$path\""; done

# An archive says the same as the directory it was made of.
tar -C t -cf t.tar .
tar -C t -czf t.tar.gz a.yaml readme.txt sub
cp t.tar.gz called-otherwise.bin
tar -C t --format=pax -cf pax.tar .
archives="t.tar t.tar.gz called-otherwise.bin pax.tar"
if command -v zip >zip.path; then
    (cd t && zip -qr ../t.zip .)
    (cd t && zip -qr0 ../stored.zip .)
    archives+=" t.zip stored.zip"
else
    echo "skipped: no zip to make zip files with"
fi
for archive in $archives; do
    scan --format json "$archive"
    ended 1
    silent "$err"
    findings "$out" >got
    same want got
    scan --format json "$archive" other
    findings "$out" >got
    times got 2 "\"path\": \"$archive/a.yaml\""
done

# A damaged archive is never a clean one, whatever of it could be read.
# One compressed file, as export tools deliver it; a tar.gz is one by its bytes, whatever it is called.
scan --format json t/a.yaml
sed -n '/^  "findings"/,/^  \]/p' "$out" | sed 's,t/a.yaml,a.yaml,' >want
gzip -c t/a.yaml >a.yaml.gz
scan --format json a.yaml.gz
sed -n '/^  "findings"/,/^  \]/p' "$out" >got
same want got
cp t.tar.gz called.gz
scan called.gz
has "$out" "a.yaml"
head -c 40 a.yaml.gz >cut.yaml.gz
printf '\x1f\x8b\x08no gzip at all' >no.yaml.gz
for target in cut.yaml.gz no.yaml.gz; do
    scan $target
    ended 3
    has "$out" "error archive-incomplete $target"
done

head -c $(($(stat -c %s t.tar.gz) / 2)) t.tar.gz >cut.tar.gz
head -c 700 t.tar >cut.tar
head -c 300 t.tar >stub.tar
echo "no archive" >fake.tgz
head -c 100 t.tar.gz | tail -c 90 >beheaded.tar.gz
: >empty.zip
for archive in cut.tar.gz cut.tar stub.tar fake.tgz beheaded.tar.gz empty.zip; do
    scan "$archive"
    ended 3
    times "$out" 1 "error archive-incomplete"
    has "$out" "$archive"
    scan t "$archive"
    ended 3
    has "$out" "critical agency-queue-critical"
done

# Entries that point out of the archive stay inside, and that is said.
mkdir evil
(cd evil && template ../out-of-here.yaml high && tar -P -cf ../evil.tar ../out-of-here.yaml)
rm out-of-here.yaml
scan evil.tar
ended 1
has "$out" "warning archive-path-escapes out-of-here.yaml"
has "$out" "    out-of-here.yaml:8:18"
ok "nothing was written" not test -e out-of-here.yaml

# Where nothing was audited the report says so.
mkdir empty
for target in empty t/readme.txt; do
    scan "$target"
    ended 0
    times "$out" 1 "warning nothing-known"
    has "$out" "$target"
done
scan t
hasnt "$out" "nothing-known"
scan t other empty
times "$out" 1 "nothing-known"

# Links and things that are no files are left alone in a directory.
mkdir links
template links/a.yaml high
ln -s a.yaml links/b.yaml
ln -s /etc/passwd links/c.yaml
ln -s . links/loop
mkfifo links/d.yaml
scan --format json links
ended 1
has "$out" '"seen": 1,'
times "$out" 1 '"rule": "agency-queue-high"'
refused "is neither a directory nor a regular file" scan links/d.yaml

# What may not be read is told, once, and the rest goes on. Root may read everything: then as nobody.
mkdir -p locked/sub
template locked/a.yaml high
template locked/b.yaml low
template locked/sub/c.yaml critical
chmod 0 locked/b.yaml locked/sub
as=()
[ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
if "${as[@]}" "$TENKEN" rules list >"$out" 2>&1 && "${as[@]}" test -r "$SOURCE/docs"; then
    last="tenken scan locked, with a file and a folder that may not be read"
    "${as[@]}" "$TENKEN" scan --no-builtin-rules --rules "$SOURCE/tests/integration/cli/rules" locked >"$out" 2>"$err"
    status=$?
    ended 3
    times "$out" 1 "error unreadable-file b.yaml"
    times "$out" 1 "error unreadable-directory sub"
    has "$out" "high agency-queue-high"
else
    echo "skipped: nobody may not run the program here, so nothing is unreadable"
fi

finish
