#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Brings po/ja.po up to date with the sources: new messages appear untranslated, gone ones leave.
# --check changes nothing and fails when ja.po lacks a message, or has one untranslated or fuzzy.
# Needs gettext (xgettext, msgmerge, msgfmt, msgattrib).
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# N_ stands in for texts that are translated where they are shown; host->tr(run, "...") is a plugin's _().
find core plugins -name '*.[ch]' | LC_ALL=C sort >"$work/files"
xgettext --files-from="$work/files" --output="$work/tenken.pot" --from-code=UTF-8 --language=C \
    --keyword=_ --keyword=N_ --keyword=tr:2 --add-comments=TRANSLATORS: --no-location \
    --package-name=tenken
msgmerge --quiet --no-wrap --no-location --sort-output --no-fuzzy-matching \
    po/ja.po "$work/tenken.pot" | msgattrib --no-obsolete --no-wrap --sort-output >"$work/ja.po"
sed -i '/^"POT-Creation-Date/d' "$work/ja.po"

if [ "${1-}" = --check ]; then
    msgattrib --untranslated --no-wrap "$work/ja.po" >"$work/todo.po"
    msgattrib --only-fuzzy --no-wrap "$work/ja.po" >>"$work/todo.po"
    if [ -s "$work/todo.po" ]; then
        echo "po/ja.po: these messages need Japanese (run po/update.sh and translate):"
        grep '^msgid "[^"]' "$work/todo.po"
        exit 1
    fi
    msgfmt --check -o /dev/null "$work/ja.po"
else
    cp "$work/ja.po" po/ja.po
    msgfmt --check --statistics -o /dev/null po/ja.po
fi
