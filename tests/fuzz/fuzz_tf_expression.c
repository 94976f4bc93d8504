/* SPDX-License-Identifier: Apache-2.0
 * Any bytes as an expression of Terraform, without a configuration: a value, or a failure that has words; nothing takes
 * long; what is unknown says why; a value that is known throughout is written as JSON and read again. */
#include <time.h>

#include "lang/lang.h"
#include "tests/fuzz/tf_heap.h"
#include "world.h"

enum { STEPS_MAX = 1000 * 1000, SECONDS_MAX = 5 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int no_file(void *ud, tnk_str path, tnk_str *ret)
{
    (void)ud;
    *ret = (tnk_str){ "%{ for x in [1] }${x}%{ endfor }", 32 };
    return path.len % 2 == 0 ? 0 : -1;
}

static int no_files(void *ud, tnk_str dir, tnk_str pattern, const tnk_str **ret, size_t *n)
{
    (void)ud, (void)dir, (void)pattern, (void)ret, (void)n;
    return -1;
}

typedef struct hearing {
    size_t len;         /* of the text */
    size_t n;           /* mistakes told */
} hearing;

static void hear(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    hearing *h = ud;
    (void)arg;
    h->n++;
    must(*code != '\0' && *msg != '\0');
    must(at.off <= at.end && at.end <= h->len);
}

static void check_reasons(const cty_value *v, int depth)
{
    if (!v->deep_unknown || depth > CTY_DEPTH_MAX)
        return;
    if (cty_is_unknown(v)) {
        must(v->unknown != NULL && v->unknown->why != 0);
        return;
    }
    for (uint32_t i = 0; i < v->n && i < 100; i++)
        check_reasons(v->items[i], depth + 1);
}

static void evaluate(heap *kept, tnk_str text)
{
    static const tf_module module;
    jmp_buf guard;
    tf_mem mem = { .more = heap_more, .ud = kept, .guard = &guard };
    hearing h = { text.len, 0 };
    tf_unit u = { .mem = &mem, .workspace = { "default", 7 } };
    tf_instance root = { .module = &module };
    tf_asking asking = { &u, NULL };
    u.cty = (cty_ctx){ .mem = &mem, .max_steps = STEPS_MAX };
    u.hcl = (hcl_ctx){ .mem = &mem, .tell = hear, .ud = &h };
    u.root = &root;
    tf_world_open(&u);
    u.world.ud = &asking;
    u.world.read = no_file;
    u.world.fileset = no_files;
    if (setjmp(guard) != 0)
        return;
    const cty_value *v = tf_eval_text(&u, text, (tnk_span){ 0, 0, (uint32_t)text.len });
    if (v == NULL) {
        must(u.cty.failed && u.cty.error[0] != '\0' && strchr(u.cty.error, '\n') == NULL);
        return;
    }
    check_reasons(v, 0);
    tnk_str json = v->deep_unknown || u.cty.failed ? (tnk_str){ NULL, 0 } : cty_to_json(&u.cty, v);
    if (json.ptr != NULL)
        must(cty_from_json(&u.cty, json) != NULL || u.cty.failed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    heap kept = { NULL, 0 };
    char *copy = malloc(size + 1);
    clock_t start = clock();
    must(copy != NULL);
    if (size != 0)
        memcpy(copy, data, size);
    copy[size] = '\0';
    evaluate(&kept, (tnk_str){ copy, size });
    must((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    heap_drop(&kept);
    free(copy);
    return 0;
}
