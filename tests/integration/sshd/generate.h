/* SPDX-License-Identifier: Apache-2.0
 * Random sshd configurations: the same ones for the same seed. */
#ifndef TEST_SSHD_GENERATE_H
#define TEST_SSHD_GENERATE_H

#include <stdint.h>

/* Write one case (etc/ssh/sshd_config, what it includes, contexts) into the new folder dir. 0,
 * or -1. */
int generate_case(const char *dir, uint64_t seed);

#endif
