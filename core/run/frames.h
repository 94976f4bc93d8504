/* SPDX-License-Identifier: Apache-2.0
 * What a worker says to the parent: frames of a fixed head and bytes. The reading side is a state
 * machine that takes every byte as hostile; it knows which jobs were asked for and lets each end at
 * most once. */
#ifndef TNK_RUN_FRAMES_H
#define TNK_RUN_FRAMES_H

#include <stdbool.h>

#include "core/base/buf.h"

enum { TNK_FRAME_HEAD = 16, TNK_FRAMES_ASKED_MAX = 64 };

typedef enum tnk_frame_kind {
    TNK_FRAME_READY = 1,    /* once, first: prepared and confined; job 0, no bytes */
    TNK_FRAME_ANSWER,       /* the job's answer */
    TNK_FRAME_TOO_LARGE,    /* the answer passed the cap; no bytes */
    TNK_FRAME_NO_MEMORY     /* the job gave up for lack of memory; no bytes */
} tnk_frame_kind;

typedef struct tnk_frame {
    tnk_frame_kind kind;
    uint32_t job;
    tnk_str bytes;          /* borrowed until the next call with the same tnk_frames */
} tnk_frame;

/* A worker does its jobs in the order they were asked, so the first asked one is the one in
 * flight. */
typedef struct tnk_frames {
    tnk_buf in;             /* received; the first `taken` bytes are done with */
    size_t taken;
    size_t answer_max;
    bool ready;             /* the READY frame was seen */
    uint32_t asked[TNK_FRAMES_ASKED_MAX];   /* a ring: n_asked from `first` on */
    unsigned first, n_asked;
} tnk_frames;

/* Writes the head of a frame that carries `len` bytes. */
void tnk_frame_head(unsigned char head[TNK_FRAME_HEAD], tnk_frame_kind kind, uint32_t job,
                    uint32_t len);

void tnk_frames_init(tnk_frames *f, size_t answer_max);     /* answer_max: at most UINT32_MAX */
void tnk_frames_free(tnk_frames *f);

bool tnk_frames_ask(tnk_frames *f, uint32_t job);           /* false: as many are asked as may be */
bool tnk_frames_drop(tnk_frames *f, uint32_t *ret);     /* the first asked, taken back */

/* Appends what was received. TNK_ENOMEM when there is no room for it. */
int tnk_frames_add(tnk_frames *f, tnk_str bytes);

/* The next whole frame: 1 and *ret is set; 0 more bytes are needed; TNK_EPARSE the stream is
 * nonsense and must not be read any further. A frame about a job takes that job off the asked
 * ones. */
int tnk_frames_next(tnk_frames *f, tnk_frame *ret);

#endif
