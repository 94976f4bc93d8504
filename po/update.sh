#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Brings po/ja.po up to date with the sources: new messages appear untranslated, gone ones leave.
# --check changes nothing and fails when ja.po lacks a message, or has one untranslated or fuzzy.
# Needs gettext (xgettext, msgmerge, msgfmt, msgattrib).
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Marks: _("...") and N_("...") in the core; host->tr(run, "...") and a plugin's own tr(c, "...") in
# plugins.
extract() {
    xgettext --join-existing --output="$work/tenken.pot" --from-code=UTF-8 --language=C \
        --add-comments=TRANSLATORS: --no-location --package-name=tenken "$@"
}
: >"$work/tenken.pot"
find core plugins po -name '*.[ch]' | LC_ALL=C sort >"$work/files"
extract --files-from="$work/files" --keyword=_ --keyword=N_ --keyword=tr:2

# Functions of one plugin that translate what they are given.
find plugins/sshd -name '*.[ch]' | LC_ALL=C sort >"$work/files"
extract --files-from="$work/files" --keyword --keyword=SSHD_TR:2 --keyword=sshd_reject:3 \
    --keyword=sshd_limit:3 --keyword=say:4 --keyword=notice:3 --keyword=wrong:2

find plugins/terraform -name '*.[ch]' | LC_ALL=C sort >"$work/files"
extract --files-from="$work/files" --keyword --keyword=cty_fail:2 --keyword=hcl_tell:4 --keyword=hcl_fail:4 \
    --keyword=hcl_unexpected:3 --keyword=hcl_fail_inside:5 --keyword=unclosed:3 --keyword=wrong:2 --keyword=refuse:3 --keyword=N_

# What a collector says of itself: the descriptor is constant, so its text cannot stand in a call.
find plugins -name '*.c' | LC_ALL=C sort |
    xargs sed -n 's/^ *\.about = \("[^"]*"\),.*/N_(\1)/p' >"$work/about.c"
extract "$work/about.c" --keyword=N_

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
