/* SPDX-License-Identifier: Apache-2.0
 * The layout of ABI 1 on 64-bit machines. A line here never changes; a new field adds one. */
#include "tenken/collector.h"

#define AT(type, field, offset) _Static_assert(offsetof(type, field) == (offset), #type "." #field " moved")
#define SIZE(type, bytes) _Static_assert(sizeof(type) == (bytes), #type " changed its size")

_Static_assert(sizeof(void *) == 8 && sizeof(size_t) == 8, "only 64-bit machines are supported");
_Static_assert(TNK_ABI_MAJOR == 1, "a new major needs a new copy of this file and of v1_0/");

SIZE(tnk_str, 16);
AT(tnk_str, ptr, 0);
AT(tnk_str, len, 8);
SIZE(tnk_span, 12);
AT(tnk_span, file, 0);
AT(tnk_span, off, 4);
AT(tnk_span, end, 8);
SIZE(tnk_claim, 40);
AT(tnk_claim, glob, 0);
AT(tnk_claim, syntax, 8);
AT(tnk_claim, reserved, 12);
AT(tnk_claim, contains, 16);
SIZE(tnk_file, 48);
AT(tnk_file, id, 0);
AT(tnk_file, syntax, 4);
AT(tnk_file, path, 8);
AT(tnk_file, text, 24);
AT(tnk_file, doc, 40);
AT(tnk_unit, abi, 0);
AT(tnk_unit, size, 4);
AT(tnk_unit, files, 8);
AT(tnk_unit, n_files, 16);
AT(tnk_resource, abi, 0);
AT(tnk_resource, size, 4);
AT(tnk_resource, kind, 8);
AT(tnk_resource, address, 24);
AT(tnk_resource, value, 40);
AT(tnk_resource, at, 48);
AT(tnk_resource, names, 64);
AT(tnk_resource, n_names, 72);
AT(tnk_collector, abi, 0);
AT(tnk_collector, size, 4);
AT(tnk_collector, needs, 8);
AT(tnk_collector, name, 16);
AT(tnk_collector, version, 24);
AT(tnk_collector, about, 32);
AT(tnk_collector, claims, 40);
AT(tnk_collector, n_claims, 48);
AT(tnk_collector, group, 52);
AT(tnk_collector, knows, 56);
AT(tnk_collector, plan, 64);
AT(tnk_collector, collect, 72);
AT(tnk_host, abi, 0);
AT(tnk_host, size, 4);
AT(tnk_host, read, 8);
AT(tnk_host, glob, 16);
AT(tnk_host, parse, 24);
AT(tnk_host, kind, 32);
AT(tnk_host, count, 40);
AT(tnk_host, at, 48);
AT(tnk_host, key, 56);
AT(tnk_host, get, 64);
AT(tnk_host, as_text, 72);
AT(tnk_host, as_int, 80);
AT(tnk_host, as_flag, 88);
AT(tnk_host, span, 96);
AT(tnk_host, key_span, 104);
AT(tnk_host, is_quoted, 112);
AT(tnk_host, why, 120);
AT(tnk_host, reason, 128);
AT(tnk_host, null, 136);
AT(tnk_host, flag, 144);
AT(tnk_host, integer, 152);
AT(tnk_host, real, 160);
AT(tnk_host, text, 168);
AT(tnk_host, list, 176);
AT(tnk_host, map, 184);
AT(tnk_host, push, 192);
AT(tnk_host, put, 200);
AT(tnk_host, moved, 208);
AT(tnk_host, unresolved, 216);
AT(tnk_host, refs, 224);
AT(tnk_host, resource, 232);
AT(tnk_host, reference, 240);
AT(tnk_host, diag, 248);
AT(tnk_host, unit, 256);
AT(tnk_host, alloc, 264);
AT(tnk_host, format, 272);
AT(tnk_host, tr, 280);
AT(tnk_host, language, 288);
AT(tnk_host, known_parts, 296);
AT(tnk_host, modes, 304);

#if TNK_ABI_MINOR >= 1
SIZE(tnk_option, 32);
AT(tnk_option, value, 0);
AT(tnk_option, origin, 16);
AT(tnk_resource, via, 80);
AT(tnk_resource, n_via, 88);
AT(tnk_host, options, 312);
#endif

_Static_assert(TNK_NONE == 0 && TNK_NULL == 1 && TNK_BOOL == 2 && TNK_INT == 3 && TNK_REAL == 4 &&
                   TNK_TEXT == 5 && TNK_LIST == 6 && TNK_MAP == 7 && TNK_UNRESOLVED == 8,
               "kinds are numbers that plugins have compiled in");
_Static_assert(TNK_WHY_INPUT == 1 && TNK_WHY_REFERENCE == 2 && TNK_WHY_SECRET == 3 &&
                   TNK_WHY_EXTERNAL == 4 && TNK_WHY_UNSUPPORTED == 5 && TNK_WHY_INVALID == 6 &&
                   TNK_WHY_HIDDEN == 7,
               "so are the reasons");
_Static_assert(TNK_SYNTAX_NONE == 0 && TNK_SYNTAX_JSON == 1 && TNK_SYNTAX_YAML == 2 &&
                   TNK_SYNTAX_AUTO == 3 && TNK_SYNTAX_INI == 4 && TNK_GROUP_FILE == 0 && TNK_GROUP_DIRECTORY == 1 &&
                   TNK_GROUP_PLAN == 2 && TNK_LEVEL_NOTE == 0 && TNK_LEVEL_WARNING == 1 &&
                   TNK_LEVEL_ERROR == 2,
               "and the words of a claim");

/* C asks for something in a file. */
extern const int tnk_abi_layout_holds;
const int tnk_abi_layout_holds = 1;
