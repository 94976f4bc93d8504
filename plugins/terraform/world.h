/* SPDX-License-Identifier: Apache-2.0
 * The world of functions, over a unit of the host. */
#ifndef TF_WORLD_H
#define TF_WORLD_H

#include "lang/lang.h"

void tf_world_open(tf_unit *u);     /* fills u->world */

#endif
