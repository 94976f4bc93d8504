/* SPDX-License-Identifier: Apache-2.0
 * SHA-256 (FIPS 180-4) for fingerprints: a target must not be able to make up a finding whose
 * fingerprint is already known and accepted. */
#ifndef TNK_RESULT_SHA256_H
#define TNK_RESULT_SHA256_H

#include "tenken/value.h"

typedef struct tnk_sha256 {
    uint32_t state[8];
    uint64_t bytes;
    unsigned char block[64];
} tnk_sha256;

void tnk_sha256_init(tnk_sha256 *h);
void tnk_sha256_add(tnk_sha256 *h, const void *p, size_t n);
void tnk_sha256_end(tnk_sha256 *h, unsigned char ret[32]);

#endif
