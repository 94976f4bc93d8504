/* SPDX-License-Identifier: Apache-2.0
 * Path patterns: .gitignore-like excludes and collectors' claim globs. Matching costs at most
 * pattern length times path length, whatever the two are. */
#ifndef TNK_TARGET_PATTERN_H
#define TNK_TARGET_PATTERN_H

#include <stdbool.h>

#include "core/base/error.h"

enum {
    TNK_GLOB_BYTES_MAX = 1024,          /* length of one pattern */
    TNK_GLOB_ALTERNATIVES_MAX = 256,    /* globs that the braces of one may stand for */
    TNK_IGNORE_PATTERNS_MAX = 10000
};

/* One glob over a whole relative path: `*` and `?` within a name, `**` across, `[a-z]`, `[!x]`,
 * `\x`,
 * `{a,b}` (not nested). A glob without "/" matches the last name anywhere. Dots are not special.
 * What a glob that tnk_glob_check() refuses matches is not said. */
bool tnk_glob_match(tnk_str glob, tnk_str path);

/* 0, or TNK_EPARSE / TNK_ELIMIT with what is wrong: an unclosed or nested brace, an unclosed set, a
 * backslash at the end, a limit above. Ask once, where the glob comes from. */
int tnk_glob_check(tnk_str glob, tnk_error *err);

/* The same language without braces, over the whole of text, "/" or not. */
bool tnk_wild_match(tnk_str glob, tnk_str text);
int tnk_wild_check(tnk_str glob, tnk_error *err);

/* An ordered list of .gitignore-like patterns: later ones win, "!" takes back, a trailing "/" means
 * directories only, a leading or inner "/" anchors at the root, "**" spans directories, "#"
 * comments, trailing spaces do not count. What lies in a left out directory is left out; "!" cannot
 * bring it back. */
typedef struct tnk_ignore tnk_ignore;
int tnk_ignore_new(tnk_ignore **ret, tnk_error *err);
int tnk_ignore_add(tnk_ignore *ig, tnk_str pattern,
                   tnk_error *err); /* TNK_EPARSE names the pattern */
void tnk_ignore_free(tnk_ignore *ig);                                /* NULL is a no-op */

/* Is the entry left out, by itself or with a directory above it? path is relative and clean. */
bool tnk_ignore_match(const tnk_ignore *ig, tnk_str path, bool is_dir);

/* The same for walkers, who know already that no directory above is left out. */
bool tnk_ignore_match_entry(const tnk_ignore *ig, tnk_str path, bool is_dir);

#endif
