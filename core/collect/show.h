/* SPDX-License-Identifier: Apache-2.0
 * Foreign bytes made fit for a document or for people's eyes. */
#ifndef TNK_COLLECT_SHOW_H
#define TNK_COLLECT_SHOW_H

#include "core/base/arena.h"

/* A copy in which bytes that are no UTF-8 are written \xNN. .ptr is NULL when memory runs out. */
tnk_str tnk_text_clean(tnk_arena *a, tnk_str s);

/* A copy on one line, for terminals and reports: control characters, line separators and those that
 * turn the direction of writing are written \xNN as well. .ptr is NULL when memory runs out. */
tnk_str tnk_text_show(tnk_arena *a, tnk_str s);

/* A path of a target as shown to people; the same as tnk_text_show. */
tnk_str tnk_path_show(tnk_arena *a, tnk_str raw);

#endif
