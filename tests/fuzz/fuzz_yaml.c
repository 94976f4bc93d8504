/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as YAML, in each dialect: a tree inside its bounds, or an error with a place and words. */
#include "tests/fuzz/places.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    places_run(tnk_yaml_parse, data, (uint32_t)size, 0, TNK_DEPTH_YAML + 2);
    places_run(tnk_yaml_parse, data, (uint32_t)size, TNK_YAML_11 | TNK_YAML_MERGE, TNK_DEPTH_YAML + 2);
    return 0;
}
