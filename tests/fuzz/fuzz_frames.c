/* SPDX-License-Identifier: Apache-2.0
 * A worker that sends anything at all. Promises: no frame is longer than the cap, the first frame
 * is READY, every job that was asked for ends at most once and in order, and nothing follows
 * nonsense. Input: how many jobs are asked, the size of the pieces the stream arrives in, the
 * stream. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/run/frames.h"

enum { CAP = 64, FIRST_JOB = 1 };

static void must(int ok)
{
    if (!ok)
        abort();
}

/* Checks one frame; *ended counts the jobs that did. */
static void judge(const tnk_frame *f, int first, uint32_t asked, uint32_t *ended)
{
    static char copy[CAP];
    must(f->bytes.len <= CAP);
    memcpy(copy, f->bytes.ptr, f->bytes.len);   /* a byte out of bounds must trap */
    must(first == (f->kind == TNK_FRAME_READY));
    if (first)
        return;
    must(*ended < asked && f->job == FIRST_JOB + *ended);
    ++*ended;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    tnk_frames f;
    tnk_frame got;
    uint32_t asked = 0, ended = 0;
    int rc = 0, first = 1;
    if (size < 2)
        return 0;
    size_t piece = (size_t)data[1] + 1;
    tnk_frames_init(&f, CAP);
    while (asked < data[0] && tnk_frames_ask(&f, FIRST_JOB + asked))
        asked++;
    for (size_t at = 2; at < size && rc >= 0; at += piece) {
        size_t n = size - at < piece ? size - at : piece;
        char *copy = memcpy(malloc(n), data + at, n);
        must(tnk_frames_add(&f, (tnk_str){ copy, n }) == 0);
        free(copy);
        for (; (rc = tnk_frames_next(&f, &got)) > 0; first = 0)
            judge(&got, first, asked, &ended);
        must(f.n_asked == asked - ended);
    }
    tnk_frames_free(&f);
    return 0;
}
