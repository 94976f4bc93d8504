/* SPDX-License-Identifier: Apache-2.0
 * A collector that does what the input's bytes say: any host function, in any order, with any
 * argument C lets through. Promises: nothing crashes, every place that reaches the sink exists,
 * every text there is UTF-8, built trees have an end, and after the first failure nothing gets
 * through any more. */
#include <stdlib.h>
#include <string.h>

#include "core/base/utf8.h"
#include "core/collect/collect.h"

enum { VALUES = 16, DEPTH = TNK_BUILD_DEPTH_MAX + 512, STEPS = 4096 };
#define MEMORY ((size_t)8 << 20)

static struct script {
    const uint8_t *p, *end;
    tnk_value *open[VALUES];            /* made by us */
    const tnk_value *any[VALUES];       /* seen anywhere */
    tnk_unit_ctx *cx;
    bool failed;
} script;

static uint32_t take(unsigned bytes)
{
    uint32_t x = 0;
    for (; bytes > 0 && script.p < script.end; bytes--)
        x = x << 8 | *script.p++;
    return x;
}

/* Some of the input itself, copied by nobody: at most 31 bytes, sometimes NULL. */
static tnk_str take_str(void)
{
    uint32_t n = take(1);
    if (n == 255)
        return (tnk_str){ NULL, 0 };
    size_t left = (size_t)(script.end - script.p), len = (n & 31) < left ? (n & 31) : left;
    tnk_str s = { (const char *)script.p, len };
    script.p += len;
    return s;
}

/* Often a place that exists. */
static tnk_span take_span(void)
{
    uint32_t how = take(1);
    if (how < 96)
        return (tnk_span){ 0, 0, 0 };
    if (how < 192)
        return (tnk_span){ how & 1, how & 7, (how & 7) + 1 };
    return (tnk_span){ take(1), take(2), take(4) };
}

static void check_span(tnk_span at)
{
    const tnk_sources *s = &script.cx->sources;
    if (at.file == 0 && at.off == 0 && at.end == 0)
        return;
    if (at.file >= s->n || at.off > at.end || at.end > s->at[at.file]->text.len)
        abort();
}

static void check_text(tnk_str s)
{
    if (s.ptr == NULL || tnk_utf8_bad(s) != s.len)
        abort();
}

static void check_tree(const tnk_value *v, unsigned depth, unsigned *budget)
{
    if (depth > DEPTH)
        abort();
    if (*budget == 0)
        return;
    --*budget;
    if (tnk_value_is(v, TNK_TEXT))
        check_text(tnk_value_text(v));
    tnk_value_each(child, v) {
        check_text(tnk_atoms_str(script.cx->atoms, child->key));
        check_tree(child, depth + 1, budget);
    }
}

static int on_resource(void *ud, const tnk_collector *by, const tnk_resource *r)
{
    unsigned budget = 10 * 1000;
    (void)ud;
    if (script.failed || strncmp(r->kind.ptr, by->name, strlen(by->name)) != 0)
        abort();
    check_text(r->kind);
    check_text(r->address);
    check_span(r->at);
    for (size_t i = 0; i < r->n_names; i++)
        check_text(r->names[i]);
    for (size_t i = 0; i < r->n_via; i++)
        check_span(r->via[i]);
    check_tree(r->value, 0, &budget);
    return 0;
}

static int on_reference(void *ud, tnk_str from, tnk_str by, tnk_str to)
{
    (void)ud;
    if (script.failed)
        abort();
    check_text(from);
    check_text(by);
    check_text(to);
    return 0;
}

static void on_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at,
                    bool has_place, tnk_str msg)
{
    (void)ud;
    if (level > TNK_LEVEL_ERROR)
        abort();
    check_text(code);
    check_text(path);
    check_text(msg);
    if (has_place)
        check_span(at);
}

static const tnk_value *pick(void)
{
    uint32_t n = take(1);
    return (n & 16) != 0 ? script.any[n % VALUES] : script.open[n % VALUES];
}

static void keep_open(tnk_value *v)
{
    script.open[take(1) % VALUES] = v;
}

static void keep_any(const tnk_value *v)
{
    script.any[take(1) % VALUES] = v;
}

/* Building: what comes back NULL must mean that something failed, and it must stay so. */
static void build(const tnk_host *h, tnk_run *r, uint32_t op)
{
    const tnk_value *moved;
    tnk_str refs[2];
    switch (op) {
    case 0: keep_open(h->null(r, take_span())); break;
    case 1: keep_open(h->flag(r, (int32_t)take(4), take_span())); break;
    case 2: keep_open(h->integer(r, take(4), take_span())); break;
    case 3: keep_open(h->real(r, take_str(), take_span())); break;
    case 4: keep_open(h->text(r, take_str(), take_span())); break;
    case 5: keep_open(h->list(r, take_span())); break;
    case 6: keep_open(h->map(r, take_span())); break;
    case 7: h->push(r, script.open[take(1) % VALUES], pick()); break;
    case 8: h->put(r, script.open[take(1) % VALUES], take_str(), take_span(), pick()); break;
    case 9:
        moved = pick();
        keep_open(h->moved(r, moved, take_span()));
        break;
    default:
        refs[0] = take_str(), refs[1] = take_str();
        keep_open(h->unresolved(r, take(1) % 8, take_str(), refs, take(1) % 3, take_span()));
    }
}

static void look(const tnk_host *h, tnk_run *r, uint32_t op)
{
    const tnk_value *v = pick();
    const tnk_str *strs;
    tnk_file f;
    size_t n;
    switch (op) {
    case 0: keep_any(h->at(v, take(1))); break;
    case 1: keep_any(h->get(r, v, take_str())); break;
    case 2: check_span(h->span(v)); break;
    case 3: check_span(h->key_span(r, v)); break;
    case 4: check_text(h->key(r, v)); break;
    case 5:
        (void)(h->as_int(v, 1) + h->as_flag(v, 1) + h->why(v) + h->is_quoted(v) + h->count(v));
        break;
    case 6: (void)h->refs(v, &strs); break;
    case 7: (void)h->read(r, take_str(), &f); break;
    case 8: (void)h->glob(r, take_str(), &strs, &n); break;
    default: keep_any(h->parse(r, take(1) % 5, take_str(), take_span(), take(1) & 1));
    }
}

/* Handing over: notes the first failure, after which the sink must hear nothing. */
static void hand(const tnk_host *h, tnk_run *r, uint32_t op)
{
    static const tnk_str kinds[] = { { "fuzz:x", 6 }, { "fuzz:", 5 }, { "x:y", 3 }, { NULL, 0 } };
    tnk_str args[2];
    tnk_span via[2];
    tnk_resource x;
    const tnk_option *given;
    size_t n;
    switch (op) {
    case 0:
        args[0] = take_str(), args[1] = take_str();
        x = (tnk_resource){ TNK_ABI,    sizeof x,    kinds[take(1) % 16 % 13 % 4],
                            take_str(), pick(),      take_span(),
                            args,       take(1) % 3, via,
                            take(1) % 3 };
        via[0] = take_span(), via[1] = take_span();
        h->resource(r, &x);
        break;
    case 1: h->reference(r, take_str(), take_str(), take_str()); break;
    case 2:
        h->diag(r, take(1) % 4, (tnk_str){ "fuzz-diag", take(1) % 10 }, take_str(), take_span());
        break;
    case 3: (void)h->alloc(r, take(1) < 250 ? take(1) : SIZE_MAX - take(1)); break;
    case 4:
        args[0] = take_str(), args[1] = take_str();
        (void)h->format(r, (take(1) & 1) != 0 ? "%1%2%3%%%" : "", args, 2);
        break;
    case 5:
        if (h->options(r, take_str(), &given, &n) != 0 || n != 0)
            abort();                            /* nobody gave anything */
        break;
    default: h->unit(r, &(tnk_str){ "a", 1 }, take(1) % 3);
    }
}

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    script.any[0] = u->files[0].doc;
    for (int i = 0; i < STEPS && script.p < script.end; i++) {
        uint32_t op = take(1);
        if (op < 128)
            build(h, r, op % 11);
        else if (op < 208)
            look(h, r, op % 10);
        else
            hand(h, r, op % 7);
        script.failed = script.failed || h->null(r, (tnk_span){ 0, 0, 0 }) == NULL;
        if (script.failed && h->map(r, (tnk_span){ 0, 0, 0 }) != NULL)
            abort();                            /* the failure did not stick */
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const tnk_claim claims[] = { { "a", TNK_SYNTAX_JSON, 0, { NULL } } };
    static const tnk_collector self = { .abi = TNK_ABI,
                                        .size = sizeof self,
                                        .name = "fuzz",
                                        .version = "1",
                                        .about = "fuzz",
                                        .claims = claims,
                                        .n_claims = 1,
                                        .collect = collect };
    static const tnk_collect_sink sink = { NULL, on_resource, on_reference, on_diag };
    tnk_str paths[] = { { "a", 1 }, { "b/c", 3 } };
    tnk_str texts[] = { TNK_S("{\"k\": [1, {\"x\": \"y\"}], \"k2\": null}\n"),
                        TNK_S("plain text\n") };
    tnk_tree *t = NULL;
    tnk_plugins *p = tnk_plugins_new();
    tnk_unit_ctx cx = { .arena = tnk_arena_new(MEMORY), .atoms = tnk_atoms_new() };
    if (p == NULL || cx.arena == NULL || cx.atoms == NULL || tnk_plugins_add(p, &self, NULL) != 0 ||
        tnk_tree_open_memory(paths, texts, 2, &(tnk_tree_options){ 0 }, &t, NULL) != 0)
        abort();
    cx.tree = t;
    script = (struct script){ .p = data, .end = data + size, .cx = &cx };
    if (tnk_collect_unit(p, &cx, 1, paths, 1, &sink, NULL) != 0)
        abort();
    tnk_tree_close(t);
    tnk_plugins_free(p);
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
    return 0;
}
