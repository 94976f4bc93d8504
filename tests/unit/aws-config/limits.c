/* SPDX-License-Identifier: Apache-2.0
 * Large and hostile exports end soon, our own examples are read without a word, and places are
 * right. */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/unit/aws-config/bench.h"

enum { MANY = 100000, SECONDS_MAX = 20 }; /* with sanitizers, on a busy machine */

static void run(bench *b, tnk_buf *text)
{
    time_t start = time(NULL);
    assert_false(text->failed);
    bench_run(b, tnk_buf_str(text), "resourceId");
    assert_true(time(NULL) - start < SECONDS_MAX);
    tnk_buf_free(text);
}

/* Names prepared to be in the way of the addresses that others would get. */
static void clashing_names(void **state)
{
    tnk_buf t = TNK_BUF_INIT;
    bench b;
    (void)state;
    tnk_buf_puts(&t, "{\"fileVersion\":\"1.0\",\"configurationItems\":[{}");
    for (int i = 0; i < MANY / 2; i++)
        tnk_buf_printf(&t,
                       ",{\"resourceType\":\"A::B::C\",\"resourceId\":\"x\"},"
                       "{\"resourceType\":\"A::B::C\",\"resourceName\":\"x #%d\"}",
                       i);
    tnk_buf_puts(&t, "]}");
    run(&b, &t);
    assert_int_equal(b.n_resources, MANY);
    assert_string_equal(bench_text(&b.diags), "error aws-config-bad-item\n");
    bench_free(&b);
}

static void many_states(void **state)
{
    tnk_buf t = TNK_BUF_INIT;
    bench b;
    (void)state;
    tnk_buf_puts(&t, "{\"fileVersion\":\"1.0\",\"configurationItems\":[{}");
    for (int i = 0; i < MANY; i++)
        tnk_buf_printf(&t,
                       ",{\"resourceType\":\"A::B::C\",\"arn\":\"arn:%d\",\"resourceId\":\"%d\"}",
                       i % 7, i);
    tnk_buf_puts(&t, "]}");
    run(&b, &t);
    assert_int_equal(b.n_resources, 7);
    bench_free(&b);
}

static void many_mistakes(void **state)
{
    tnk_buf t = TNK_BUF_INIT;
    bench b;
    size_t lines = 0;
    (void)state;
    tnk_buf_puts(&t, "{\"fileVersion\":\"1.0\",\"configurationItems\":[0");
    for (int i = 0; i < MANY; i++)
        tnk_buf_puts(&t, ",0");
    tnk_buf_puts(&t, "]}");
    run(&b, &t);
    for (const char *p = bench_text(&b.diags); (p = strchr(p, '\n')) != NULL; p++)
        lines++;
    assert_int_equal(lines, 201);
    assert_non_null(strstr(bench_text(&b.diags), "warning aws-config-more-diagnostics"));
    bench_free(&b);
}

/* One row with many members: each of them stands at the whole text. */
static void large_row(void **state)
{
    tnk_buf t = TNK_BUF_INIT;
    bench b;
    (void)state;
    tnk_buf_puts(
        &t,
        "{\"QueryInfo\":{\"SelectFields\":[]},\"Results\":[\"{\\\"resourceType\\\":\\\"A::B::C\\\","
        "\\\"resourceId\\\":\\\"i\\\"");
    for (int i = 0; i < MANY; i++)
        tnk_buf_printf(&t, ",\\\"k%d\\\":1.0", i);
    tnk_buf_puts(&t, "}\"]}");
    run(&b, &t);
    assert_string_equal(bench_text(&b.values), "'i'\n");
    assert_string_equal(bench_text(&b.diags), "");
    bench_free(&b);
}

/* Below the depth at which numbers are looked for, everything is as it was. */
static void deep_row(void **state)
{
    tnk_buf t = TNK_BUF_INIT;
    bench b;
    (void)state;
    tnk_buf_puts(
        &t,
        "{\"QueryInfo\":{\"SelectFields\":[]},\"Results\":[\"{\\\"resourceType\\\":\\\"A::B::C\\\","
        "\\\"resourceId\\\":\\\"i\\\",\\\"configuration\\\":");
    for (int i = 0; i < 400; i++)
        tnk_buf_puts(&t, "{\\\"a\\\":");
    tnk_buf_puts(&t, "1.0");
    for (int i = 0; i < 400; i++)
        tnk_buf_puts(&t, "}");
    tnk_buf_puts(&t, "}\"]}");
    run(&b, &t);
    assert_int_equal(b.n_resources, 1);
    assert_string_equal(bench_text(&b.diags), "");
    bench_free(&b);
}

static void places(void **state)
{
    static const char text[] =
        "{\"fileVersion\":\"1.0\",\"nextToken\":\"t\",\"configurationItems\":[7,\n"
        "{\"resourceType\":\"A::B::C\",\"resourceId\":\"1\",\"configuration\":\"{\"}]}";
    bench b;
    (void)state;
    bench_run(&b, (tnk_str){ text, sizeof text - 1 }, NULL);
    assert_string_equal(bench_text(&b.places), "\"t\"\n7\n\"{\"\n");
    bench_free(&b);
}

/* ---- our own examples ---- */

static void read_file(const char *path, tnk_buf *t)
{
    char bytes[4096];
    size_t n;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    while ((n = fread(bytes, 1, sizeof bytes, f)) > 0)
        tnk_buf_add(t, (tnk_str){ bytes, n });
    fclose(f);
}

static void examples(void **state)
{
    glob_t g;
    (void)state;
    assert_int_equal(glob("fixtures/aws-config/*.json", 0, NULL, &g), 0);
    for (size_t i = 0; i < g.gl_pathc; i++) {
        tnk_buf t = TNK_BUF_INIT;
        bench b;
        read_file(g.gl_pathv[i], &t);
        run(&b, &t);
        if (b.n_resources == 0 || strstr(bench_text(&b.diags), "error") != NULL ||
            strstr(bench_text(&b.diags), "warning") != NULL)
            fail_msg("%s: %zu resources, %s", g.gl_pathv[i], b.n_resources, bench_text(&b.diags));
        bench_free(&b);
    }
    globfree(&g);
}

/* What the snapshot says of its first resources, the API says in its way. */
static void same_in_both(void **state)
{
    static const char *const members[] = { "configuration", "supplementaryConfiguration" };
    (void)state;
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        tnk_buf x = TNK_BUF_INIT, y = TNK_BUF_INIT;
        bench snapshot, api;
        read_file("fixtures/aws-config/snapshot-weak.json", &x);
        read_file("fixtures/aws-config/batch-get-resource-config.json", &y);
        bench_run(&snapshot, tnk_buf_str(&x), members[i]);
        bench_run(&api, tnk_buf_str(&y), members[i]);
        const char *end = bench_text(&api.values);
        for (int lines = 0; lines < 4; lines++) /* the fifth is from the other snapshot */
            end = strchr(end, '\n') + 1;
        assert_memory_equal(bench_text(&snapshot.values), api.values.ptr,
                            (size_t)(end - api.values.ptr));
        bench_free(&snapshot);
        bench_free(&api);
        tnk_buf_free(&x);
        tnk_buf_free(&y);
    }
}

int main(void)
{
    static const struct CMUnitTest t[] = {
        cmocka_unit_test(clashing_names), cmocka_unit_test(many_states),
        cmocka_unit_test(many_mistakes),  cmocka_unit_test(large_row),
        cmocka_unit_test(deep_row),       cmocka_unit_test(places),
        cmocka_unit_test(examples),       cmocka_unit_test(same_in_both),
    };
    return cmocka_run_group_tests_name("AWS Config limits", t, NULL, NULL);
}
