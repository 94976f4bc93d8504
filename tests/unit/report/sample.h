/* SPDX-License-Identifier: Apache-2.0
 * Hand-built run records with tricky contents, for the tests of the report formats. */
#ifndef TNK_TEST_REPORT_SAMPLE_H
#define TNK_TEST_REPORT_SAMPLE_H

#include "core/result/record.h"

tnk_record sample_full(tnk_lang lang);          /* a bit of everything, some of it hostile */
tnk_record sample_clean(tnk_lang lang);         /* nothing found, empty lists */
tnk_record sample_incomplete(tnk_lang lang);    /* nothing found, but not everything was read */
tnk_record sample_evidence(tnk_lang lang);      /* the full one with evidence */

#endif
