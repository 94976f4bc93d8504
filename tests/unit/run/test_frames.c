/* SPDX-License-Identifier: Apache-2.0
 * The reading side of the wire: what is a frame, what is not yet one, what is nonsense. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/error.h"
#include "core/base/str.h"
#include "core/run/frames.h"

enum {
    CAP = 8,
    F_READY = TNK_FRAME_READY,
    F_ANSWER = TNK_FRAME_ANSWER,
    F_TOO_LARGE = TNK_FRAME_TOO_LARGE,
    F_NO_MEMORY = TNK_FRAME_NO_MEMORY
};

/* Jobs 7 and 9 are asked for; each step is a frame sent with its bytes, and what reading gives. */
typedef struct step {
    int kind;                   /* 0: no more steps */
    uint32_t job, len;
    const char *bytes;
    int want;
} step;

static const struct row { const char *name; step steps[4]; } rows[] = {
    { "in order",           { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 2, "ab", 1 },
                              { F_ANSWER, 9, 8, "12345678", 1 } } },
    { "empty answer",       { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 0, "", 1 } } },
    { "losses",             { { F_READY, 0, 0, "", 1 }, { F_TOO_LARGE, 7, 0, "", 1 },
                              { F_NO_MEMORY, 9, 0, "", 1 } } },
    { "bytes are missing",  { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 3, "ab", 0 } } },
    { "before ready",       { { F_ANSWER, 7, 0, "", TNK_EPARSE } } },
    { "ready twice",        { { F_READY, 0, 0, "", 1 }, { F_READY, 0, 0, "", TNK_EPARSE } } },
    { "ready with bytes",   { { F_READY, 0, 1, "x", TNK_EPARSE } } },
    { "out of order",       { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 9, 0, "", TNK_EPARSE } } },
    { "a job twice",        { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 0, "", 1 },
                              { F_ANSWER, 7, 0, "", TNK_EPARSE } } },
    { "after the last",     { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 0, "", 1 },
                              { F_ANSWER, 9, 0, "", 1 }, { F_ANSWER, 9, 0, "", TNK_EPARSE } } },
    { "past the cap",       { { F_READY, 0, 0, "", 1 }, { F_ANSWER, 7, 9, "", TNK_EPARSE } } },
    { "far past the cap",   { { F_READY, 0, 0, "", 1 },
                              { F_ANSWER, 7, UINT32_MAX, "", TNK_EPARSE } } },
    { "loss with bytes",    { { F_READY, 0, 0, "", 1 }, { F_NO_MEMORY, 7, 1, "x", TNK_EPARSE } } },
    { "unknown kind",       { { F_READY, 0, 0, "", 1 }, { 99, 7, 0, "", TNK_EPARSE } } },
};

static void put(tnk_frames *f, const step *s, size_t piece)
{
    unsigned char head[TNK_FRAME_HEAD];
    tnk_frame_head(head, (tnk_frame_kind)s->kind, s->job, s->len);
    for (size_t at = 0; at < sizeof head; at += piece) {
        size_t n = sizeof head - at < piece ? sizeof head - at : piece;
        assert_int_equal(tnk_frames_add(f, (tnk_str){ (char *)head + at, n }), 0);
    }
    assert_int_equal(tnk_frames_add(f, tnk_str_of(s->bytes)), 0);
}

static void play(const struct row *r, size_t piece)
{
    tnk_frames f;
    tnk_frame got;
    tnk_frames_init(&f, CAP);
    assert_true(tnk_frames_ask(&f, 7) && tnk_frames_ask(&f, 9));
    for (const step *s = r->steps; s < r->steps + 4 && s->kind != 0; s++) {
        put(&f, s, piece);
        assert_int_equal(tnk_frames_next(&f, &got), s->want);
        if (s->want != 1)
            continue;
        assert_int_equal(got.kind, s->kind);
        assert_int_equal(got.job, s->job);
        assert_true(tnk_str_is(got.bytes, s->bytes));
        assert_int_equal(tnk_frames_next(&f, &got), 0);
    }
    tnk_frames_free(&f);
}

static void check(void **state)
{
    play(*state, TNK_FRAME_HEAD);
    play(*state, 1);
}

static void another_version(void **state)
{
    tnk_frames f;
    tnk_frame got;
    (void)state;
    tnk_frames_init(&f, CAP);
    assert_int_equal(tnk_frames_add(&f, TNK_S("TNK2\1\0\0\0\0\0\0\0\0\0\0\0")), 0);
    assert_int_equal(tnk_frames_next(&f, &got), TNK_EPARSE);
    tnk_frames_free(&f);
}

static void asking_has_an_end(void **state)
{
    tnk_frames f;
    uint32_t job;
    (void)state;
    tnk_frames_init(&f, CAP);
    for (uint32_t round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < TNK_FRAMES_ASKED_MAX; i++)
            assert_true(tnk_frames_ask(&f, i + round));
        assert_false(tnk_frames_ask(&f, 0));
        for (uint32_t i = 0; i < TNK_FRAMES_ASKED_MAX; i++) {
            assert_true(tnk_frames_drop(&f, &job));
            assert_int_equal(job, i + round);
        }
        assert_false(tnk_frames_drop(&f, &job));
        assert_true(tnk_frames_ask(&f, 1) && tnk_frames_drop(&f, &job));    /* the ring turns */
    }
    tnk_frames_free(&f);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows };
    struct CMUnitTest t[N + 2] = {
        cmocka_unit_test(another_version),
        cmocka_unit_test(asking_has_an_end),
    };
    for (size_t i = 0; i < N; i++)
        t[i + 2] = (struct CMUnitTest){
            .name = rows[i].name, .test_func = check, .initial_state = (void *)(uintptr_t)&rows[i],
        };
    return cmocka_run_group_tests_name("frames", t, NULL, NULL);
}
