/* SPDX-License-Identifier: Apache-2.0
 * Path patterns: .gitignore-like excludes and collectors' claim globs. */
#ifndef TNK_TARGET_PATTERN_H
#define TNK_TARGET_PATTERN_H

#include <stdbool.h>

#include "core/base/error.h"

/* One glob over a whole relative path: `*` and `?` within a name, `**` across, `[a-z]`, `[!x]`, `{a,b}`
 * (not nested). A glob without "/" matches the last name anywhere. Never backtracks exponentially. */
bool tnk_glob_match(tnk_str glob, tnk_str path);

/* An ordered list of .gitignore-like patterns: later ones win, "!" takes back, a trailing "/" means
 * directories only, a leading or inner "/" anchors at the root, "**" spans directories, "#" comments. */
typedef struct tnk_ignore tnk_ignore;
int tnk_ignore_new(tnk_ignore **ret, tnk_error *err);
int tnk_ignore_add(tnk_ignore *ig, tnk_str pattern, tnk_error *err); /* TNK_EPARSE names the pattern */
bool tnk_ignore_match(const tnk_ignore *ig, tnk_str path, bool is_dir);
void tnk_ignore_free(tnk_ignore *ig);

#endif
