/* SPDX-License-Identifier: Apache-2.0
 * Calendar days, written YYYY-MM-DD and nothing else: until when a waiver, an attestation or a suppression
 * holds. */
#ifndef TNK_BASE_DATE_H
#define TNK_BASE_DATE_H

#include <stdbool.h>

#include "tenken/value.h"

/* A day as one number, year * 10000 + month * 100 + day, so that days compare as numbers. 0 is no day. */
typedef uint32_t tnk_date;

/* Exactly ten characters, a day that the (proleptic Gregorian) calendar has, years 0001 to 9999. false
 * leaves *ret alone. */
bool tnk_date_parse(tnk_str s, tnk_date *ret);

#endif
