#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# A run is a function of its inputs: the same bytes again, whatever the number of workers.
# shellcheck source=tests/integration/lib.sh
. "$SOURCE/tests/integration/lib.sh"

mkdir -p t/sub
i=0
while [ $i -lt 60 ]; do
    template t/$i.yaml high low critical
    template t/sub/$i.yml info medium harmless
    i=$((i + 1))
done
for broken in 7 23 41; do echo "  Cut: [" >>t/$broken.yaml; done
tar -C t -cf t.tar .

for jobs in 1 2 4 13; do
    scan --as-of 2026-01-01 --jobs $jobs t t.tar
    ended 3
    cp "$out" text.$jobs
    scan --as-of 2026-01-01 --jobs $jobs --evidence --format json t t.tar
    steady "$out" >json.$jobs
    scan --as-of 2026-01-01 --jobs $jobs --format sarif t t.tar
    sed -E 's/[0-9]{4}-[0-9-]+T[0-9:]+Z//; s/"guid": "[0-9a-f-]+"//' "$out" >sarif.$jobs
done
for format in text json sarif; do
    for jobs in 2 4 13; do same $format.1 $format.$jobs; done
done
has text.1 "critical 114, high 114, medium 120, low 114, info 120"

# Again, later, and with another environment and current directory.
sleep 1.1
cd t || exit 99
TZ=Asia/Tokyo HOME=/nonexistent LC_NUMERIC=C scan --as-of 2026-01-01 --format json .
steady "$out" >../again.1
cd / || exit 99
scan --as-of 2026-01-01 --format json "$dir/t"
steady "$out" | sed "s|\"$dir/t\"|\".\"|" >"$dir/again.2"
cd "$dir" || exit 99
same again.1 again.2

finish
