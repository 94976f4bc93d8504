/* SPDX-License-Identifier: Apache-2.0
 * A bench for the HCL parser: memory (without a cap), a list of mistakes, and the tree written down as one line. */
#ifndef TNK_TEST_HCL_PRINT_H
#define TNK_TEST_HCL_PRINT_H

#include "core/base/buf.h"
#include "hcl/hcl.h"

typedef struct bench {
    tf_mem mem;
    void *pieces;           /* what tf_mem was given */
    size_t bytes;
    hcl_ctx ctx;
    tnk_buf told;           /* "off-end code\n" each */
    tnk_buf words;          /* "off-end message\n" each, %1 filled in */
    size_t n_told;
    uint32_t first, first_end;  /* place of the first mistake */
} bench;

void bench_open(bench *b);
void bench_close(bench *b);

/* Terms in parentheses: (attr NAME VALUE), (block TYPE LABEL... ITEM...), (+ A B), (. A name), ([] A B),
 * (* A EACH) with @ as the item, (call f A... ...), [A...], {K V...}, (for...), (tmpl PART...), (wrap A),
 * (if C A B), (each...); texts in quotes, a bare key as 'key. */
void print_body(tnk_buf *out, const hcl_body *b);
void print_expr(tnk_buf *out, const hcl_expr *e);

#endif
