/* SPDX-License-Identifier: Apache-2.0
 * Command line options as tables: one row gives parsing and help. */
#ifndef TNK_CLI_OPTIONS_H
#define TNK_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/error.h"

typedef enum tnk_opt_kind {
    TNK_OPT_FLAG,       /* bool */
    TNK_OPT_TEXT,       /* const char * */
    TNK_OPT_NUMBER,     /* unsigned */
    TNK_OPT_LIST        /* tnk_opt_list: may be given again */
} tnk_opt_kind;

typedef struct tnk_opt_list {
    const char **at;    /* NULL-ended when n > 0 */
    size_t n;
} tnk_opt_list;

typedef struct tnk_opt {
    const char *name;           /* without the dashes */
    tnk_opt_kind kind;
    size_t offset;              /* of the member in the caller's struct */
    const char *arg;            /* what the help calls its value, N_() */
    const char *about;          /* N_() */
} tnk_opt;

/* Parse argv[0..argc) into the struct at `into`; what is no option is collected in *rest (from malloc, with
 * argc entries at most). "--" ends options. TNK_EINVAL with a message that names the option. */
int tnk_options_parse(const tnk_opt *options, size_t n, int argc, char **argv, void *into,
                      const char ***rest, size_t *n_rest, tnk_error *err);
/* Print the table as help to stdout. */
void tnk_options_help(const tnk_opt *options, size_t n);
void tnk_opt_list_free(tnk_opt_list *l);

#endif
