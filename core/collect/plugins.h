/* SPDX-License-Identifier: Apache-2.0
 * The collectors there are: loading them from folders that only the administrator or we can write
 * to, refusing what does not fit, and asking which of them claims a path. */
#ifndef TNK_COLLECT_PLUGINS_H
#define TNK_COLLECT_PLUGINS_H

#include "core/base/error.h"
#include "tenken/collector.h"

enum {
    TNK_PLUGINS_MAX = 64,       /* a set of collectors is a bit mask */
    TNK_CLAIMS_MAX = 256,       /* claims of one collector */
    TNK_GLOBS_MAX = 1024        /* globs of one collector once its {a,b} are written out */
};

typedef struct tnk_plugins tnk_plugins;

typedef struct tnk_plugin {
    tnk_collector c;        /* our copy; fields newer than the plugin are zero */
    const char *path;       /* where it was loaded from; "" for a built-in one */
} tnk_plugin;

/* Told for each plugin that was refused, and for a folder that cannot be read. */
typedef void tnk_plugins_diag(void *ud, const char *path, const tnk_error *err);

tnk_plugins *tnk_plugins_new(void);         /* NULL: no memory */
void tnk_plugins_free(tnk_plugins *p);      /* NULL is a no-op; the shared objects stay loaded */

/* Load every *.so of a folder, by name. 0 when all of them loaded, else the first trouble's code;
 * the others are loaded nevertheless. cb may be NULL. */
int tnk_plugins_load_dir(tnk_plugins *p, const char *dir, tnk_plugins_diag *cb, void *ud);

/* Load one. The file must be a regular file ending in .so; it and its folder must belong to root or
 * to us and be writable by nobody else. 0, TNK_EREFUSED (one sentence: what is wrong and what to
 * do), TNK_EIO, TNK_ENOMEM or TNK_ELIMIT. */
int tnk_plugins_load(tnk_plugins *p, const char *path, tnk_error *err);

/* Add a collector that is linked in: tests and fuzzing. c is copied, what it points at is not. */
int tnk_plugins_add(tnk_plugins *p, const tnk_collector *c, tnk_error *err);

size_t tnk_plugins_count(const tnk_plugins *p);
const tnk_plugin *tnk_plugins_at(const tnk_plugins *p, size_t i);           /* NULL past the end */
const tnk_plugin *tnk_plugins_find(const tnk_plugins *p, tnk_str name);     /* NULL: none */

/* The collectors (bit i: at(i)) with a glob that matches a path relative to the target. */
uint64_t tnk_plugins_claim(const tnk_plugins *p, tnk_str path);

/* The next claim of collector i, from claim `from` on, whose glob matches the path; NULL: none. Its
 * number is (returned - tnk_plugins_at(p, i)->c.claims). */
const tnk_claim *tnk_plugins_next_claim(const tnk_plugins *p, size_t i, tnk_str path,
                                        uint32_t from);

#endif
