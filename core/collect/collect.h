/* SPDX-License-Identifier: Apache-2.0
 * Running collectors over a unit: what a worker does between files and resources. */
#ifndef TNK_COLLECT_COLLECT_H
#define TNK_COLLECT_COLLECT_H

#include "core/collect/plugins.h"
#include "core/collect/show.h"
#include "core/target/tree.h"
#include "core/value/source.h"
#include "core/value/value.h"

enum {
    TNK_UNIT_RESOURCES_MAX = 2 * 1000 * 1000,
    TNK_UNIT_REFERENCES_MAX = 2 * 1000 * 1000,
    TNK_UNIT_NAMES_MAX = 4 * 1000 * 1000, /* names of all resources together */
    TNK_UNIT_FILES_MAX = 60 * 1000,       /* files read */
    TNK_UNIT_DIAGS_MAX = 1000, /* of collectors and parsers; one more says that others follow */
    TNK_UNIT_REFS_MAX = 4096,  /* addresses one unresolved value refers to */
    TNK_RESOURCE_VIA_MAX = 32, /* calls through which a resource came to be; those further in are left out */
    TNK_BUILD_DEPTH_MAX = 512, /* levels a collector may build, above those of parsed text */
    TNK_PLAN_UNITS_MAX = 1000 * 1000
};
#define TNK_BUILD_NODES_MAX                                                                        \
    ((uint64_t)20 * 1000 * 1000) /* nodes of one built value, shared ones counted again */

/* Where a unit's results go. Every string is valid UTF-8 in the unit's arena. Functions that return
 * int give 0, or a negative code that ends the collector. */
typedef struct tnk_collect_sink {
    void *ud;
    /* r is the host's copy: value, names and texts live as long as the arena. */
    int (*resource)(void *ud, const tnk_collector *by, const tnk_resource *r);
    int (*reference)(void *ud, tnk_str from, tnk_str by, tnk_str to);
    /* path is as shown to people; `at` means something only when has_place. */
    void (*diag)(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has_place,
                 tnk_str msg);
} tnk_collect_sink;

/* What the user gave for collectors under one name, in order. */
typedef struct tnk_named_options {
    tnk_str name;               /* "terraform.var" */
    const tnk_option *at;
    size_t n;
} tnk_named_options;

/* One unit. The caller sets tree, arena (its cap is the unit's memory limit), atoms and options; the
 * call makes sources anew and adds to the counts. Everything dies with the arena; atoms are the
 * caller's to rewind. */
typedef struct tnk_unit_ctx {
    tnk_tree *tree;
    tnk_arena *arena;
    tnk_atoms *atoms;
    const tnk_named_options *options;
    size_t n_options;
    tnk_sources sources;
    uint32_t files_read;        /* of the unit and by host->read */
    uint32_t files_failed;      /* unreadable, or with a syntax error where its syntax was wanted */
    uint32_t files_known;       /* files of the unit that some collector took as its own */
} tnk_unit_ctx;

/* Read the files of a unit (paths of the tree, sorted), parse what is claimed as JSON or YAML once,
 * and run the collectors of mask that know any of them, in the order of their numbers. Trouble with
 * files and collectors becomes diagnostics: "unreadable-file", "json-syntax", "yaml-syntax",
 * "collector-failed", "repeated-address" (all of level error) and the parsers' warnings. 0, or
 * TNK_ENOMEM when not even the unit could be set up (what was handed to the sink before stands). */
int tnk_collect_unit(const tnk_plugins *p, tnk_unit_ctx *cx, uint64_t mask, const tnk_str *paths,
                     size_t n, const tnk_collect_sink *sink, tnk_error *err);

/* One unit of a plan: indices into the paths given, ascending, each once; borrowed for the call. 0
 * to go on. */
typedef int tnk_plan_unit(void *ud, const uint32_t *which, uint32_t n);

/* Run plan() of a collector that groups files itself over the paths it claims (sorted). Trouble
 * becomes a "collector-failed" diagnostic; the units named before it stand. Only sink->diag is
 * called. */
int tnk_collect_plan(const tnk_plugins *p, tnk_unit_ctx *cx, size_t collector, const tnk_str *paths,
                     size_t n, const tnk_collect_sink *sink, tnk_plan_unit *unit, void *ud,
                     tnk_error *err);

#endif
