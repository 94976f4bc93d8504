/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as INI: a map of maps of texts, or an error with a place and words. */
#include "tests/fuzz/places.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int parse(const tnk_reader *r, tnk_str text, unsigned flags, tnk_value *ret, tnk_error *err)
{
    (void)flags;
    return tnk_ini_parse(r, text, ret, err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    places_run(parse, data, (uint32_t)size, 0, 3);
    return 0;
}
