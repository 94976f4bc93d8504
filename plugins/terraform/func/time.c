/* SPDX-License-Identifier: Apache-2.0
 * Times. */
#include "func/inside.h"

const tf_func tf_funcs_time[] = {
    { .name = NULL },
};
