/* SPDX-License-Identifier: Apache-2.0
 * csv. */
#include "func/inside.h"

const tf_func tf_funcs_csv[] = {
    { .name = NULL },
};
