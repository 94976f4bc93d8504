/* SPDX-License-Identifier: Apache-2.0
 * See frames.h. Both ends run on one machine, in one program: numbers travel as they lie in
 * memory. */
#include "core/run/frames.h"

#include <string.h>

#include "core/base/error.h"

typedef struct head {
    uint32_t magic, kind, job, len;
} head;

_Static_assert(sizeof(head) == TNK_FRAME_HEAD, "a head has no padding");

static const uint32_t magic = 0x314b4e54;       /* "TNK1": the protocol and its version */
enum { KEPT_ROOM = 1 << 20 };                   /* a larger buffer is given back when it is empty */

void tnk_frame_head(unsigned char ret[TNK_FRAME_HEAD], tnk_frame_kind kind, uint32_t job,
                    uint32_t len)
{
    head h = { magic, (uint32_t)kind, job, len };
    memcpy(ret, &h, sizeof h);
}

void tnk_frames_init(tnk_frames *f, size_t answer_max)
{
    *f = (tnk_frames){ .answer_max = answer_max };
}

void tnk_frames_free(tnk_frames *f)
{
    tnk_buf_free(&f->in);
}

bool tnk_frames_ask(tnk_frames *f, uint32_t job)
{
    if (f->n_asked == TNK_FRAMES_ASKED_MAX)
        return false;
    f->asked[(f->first + f->n_asked++) % TNK_FRAMES_ASKED_MAX] = job;
    return true;
}

bool tnk_frames_drop(tnk_frames *f, uint32_t *ret)
{
    if (f->n_asked == 0)
        return false;
    *ret = f->asked[f->first];
    f->first = (f->first + 1) % TNK_FRAMES_ASKED_MAX;
    f->n_asked--;
    return true;
}

/* Forgets the bytes that are done with: all of them as a rule, else when they are the larger part,
 * so that every byte is moved a bounded number of times. */
static void forget(tnk_frames *f)
{
    size_t left = f->in.len - f->taken;
    if (f->taken == 0 || left > f->taken)
        return;
    if (left == 0 && f->in.cap > KEPT_ROOM) {
        tnk_buf_free(&f->in);
    } else {
        memmove(f->in.ptr, f->in.ptr + f->taken, left);
        f->in.len = left;
    }
    f->taken = 0;
}

int tnk_frames_add(tnk_frames *f, tnk_str bytes)
{
    forget(f);
    tnk_buf_add(&f->in, bytes);
    return f->in.failed ? TNK_ENOMEM : TNK_OK;
}

/* May this frame come now? Judged by its head alone, before any of its bytes is waited for. */
static bool sensible(const tnk_frames *f, const head *h)
{
    if (h->magic != magic)
        return false;
    if (h->kind == TNK_FRAME_READY)
        return !f->ready && h->job == 0 && h->len == 0;
    if (!f->ready || f->n_asked == 0 || h->job != f->asked[f->first])
        return false;
    if (h->kind == TNK_FRAME_ANSWER)
        return h->len <= f->answer_max;
    return (h->kind == TNK_FRAME_TOO_LARGE || h->kind == TNK_FRAME_NO_MEMORY) && h->len == 0;
}

int tnk_frames_next(tnk_frames *f, tnk_frame *ret)
{
    head h;
    uint32_t job;
    size_t left = f->in.len - f->taken;
    if (left < sizeof h)
        return 0;
    memcpy(&h, f->in.ptr + f->taken, sizeof h);
    if (!sensible(f, &h))
        return TNK_EPARSE;
    if (left - sizeof h < h.len)
        return 0;
    *ret = (tnk_frame){ (tnk_frame_kind)h.kind, h.job, { f->in.ptr + f->taken + sizeof h, h.len } };
    f->taken += sizeof h + h.len;
    if (h.kind == TNK_FRAME_READY)
        f->ready = true;
    else
        tnk_frames_drop(f, &job);
    return 1;
}
