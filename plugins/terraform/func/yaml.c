/* SPDX-License-Identifier: Apache-2.0
 * yaml. */
#include "func/inside.h"

const tf_func tf_funcs_yaml[] = {
    { .name = NULL },
};
