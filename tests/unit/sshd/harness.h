/* SPDX-License-Identifier: Apache-2.0
 * The sshd collector over files in memory, and its results as text to compare. */
#ifndef TEST_SSHD_HARNESS_H
#define TEST_SSHD_HARNESS_H

#include "core/base/buf.h"
#include "core/collect/collect.h"

typedef struct harness {
    tnk_tree *tree;
    tnk_plugins *plugins;
    tnk_unit_ctx cx;
    tnk_buf resources;      /* "kind|address\n", each */
    tnk_buf units;          /* "path path\n", each unit of the plan */
    tnk_buf diags;          /* "level code path:line message\n", each */
    tnk_buf answer;
    const char *want_address, *want_key;
} harness;

/* files: path, contents, path, contents ..., NULL. Plans, then collects every unit. ask_address
 * and ask_key choose the value that answer shows, as in `["a","b"] etc/ssh/sshd_config:3`. */
void harness_run(harness *h, const char *const *files, const char *ask_address,
                 const char *ask_key);
void harness_close(harness *h);

#endif
