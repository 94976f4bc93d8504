/* SPDX-License-Identifier: Apache-2.0
 * A made-up collector for the end-to-end tests: root files (*.root) that call modules, as often as they like.
 *     thing NAME LEVEL         a made:thing
 *     call NAME COUNT FILE     what FILE says, COUNT times; with 0 once and without a number in its addresses
 *     show OPTION              a made:option for each thing the user gave under that name
 * Every root file is a unit of its own, as plan() says. */
#include <stdlib.h>
#include <string.h>

#include "tenken/collector.h"

enum { DEPTH = 40, WORDS = 4 };

struct made {
    const tnk_host *h;
    tnk_run *r;
    tnk_span via[DEPTH];
    size_t depth;
};

static void collect_file(struct made *m, const tnk_file *f, tnk_str prefix);

static tnk_value *text(struct made *m, tnk_str s, tnk_span at)
{
    return m->h->text(m->r, s, at);
}

static void emit(struct made *m, tnk_str kind, tnk_str address, tnk_value *value, tnk_span at)
{
    tnk_resource x = { .abi = TNK_ABI, .size = sizeof x, .kind = kind, .address = address, .value = value,
                       .at = at, .via = m->via, .n_via = m->depth };
    m->h->resource(m->r, &x);
}

static void thing(struct made *m, tnk_str prefix, const tnk_str *words, tnk_span at)
{
    uint32_t level = (uint32_t)(words[2].ptr - words[0].ptr);
    tnk_span there = { at.file, at.off + level, at.off + level + (uint32_t)words[2].len };
    tnk_value *v = m->h->map(m->r, at);
    m->h->put(m->r, v, TNK_LIT("level"), at, text(m, words[2], there));
    emit(m, TNK_LIT("made:thing"), m->h->format(m->r, "%1thing.%2", (tnk_str[]){ prefix, words[1] }, 2), v, at);
}

static tnk_str number(struct made *m, uint32_t n)
{
    char *digits = m->h->alloc(m->r, 10);
    size_t len = 0;
    for (uint32_t rest = n; digits != NULL && (rest != 0 || len == 0); rest /= 10)
        len++;
    for (size_t i = len; digits != NULL && i > 0; n /= 10)
        digits[--i] = (char)('0' + n % 10);
    return (tnk_str){ digits, len };
}

static void call(struct made *m, tnk_str prefix, const tnk_str *words, tnk_span at)
{
    tnk_file f;
    uint32_t count = (uint32_t)strtoul(words[2].ptr, NULL, 10);
    if (m->depth == DEPTH || m->h->read(m->r, words[3], &f) != 0)
        return;
    m->via[m->depth++] = at;
    if (count == 0)
        collect_file(m, &f, m->h->format(m->r, "%1module.%2.", (tnk_str[]){ prefix, words[1] }, 2));
    for (uint32_t i = 0; i < count; i++) {
        tnk_str args[] = { prefix, words[1], number(m, i) };
        collect_file(m, &f, m->h->format(m->r, "%1module.%2[%3].", args, 3));
    }
    m->depth--;
}

static void show(struct made *m, tnk_str prefix, const tnk_str *words, tnk_span at)
{
    const tnk_option *given;
    size_t n;
    if (!TNK_HAS(tnk_host, m->h, options) || m->h->options(m->r, words[1], &given, &n) != 0)
        return;
    for (size_t i = 0; i < n; i++) {
        tnk_str args[] = { prefix, words[1], number(m, (uint32_t)i) };
        tnk_value *v = m->h->map(m->r, at);
        m->h->put(m->r, v, TNK_LIT("value"), at, text(m, given[i].value, at));
        m->h->put(m->r, v, TNK_LIT("origin"), at, text(m, given[i].origin, at));
        emit(m, TNK_LIT("made:option"), m->h->format(m->r, "%1%2.%3", args, 3), v, at);
    }
}

static void collect_line(struct made *m, tnk_str prefix, tnk_str line, tnk_span at)
{
    static const struct {
        tnk_str word;
        size_t n;
        void (*run)(struct made *, tnk_str, const tnk_str *, tnk_span);
    } known[] = { { TNK_LIT("thing"), 3, thing }, { TNK_LIT("call"), 4, call }, { TNK_LIT("show"), 2, show } };
    tnk_str words[WORDS] = { { NULL, 0 } };
    size_t n = 0;
    for (size_t i = 0, from; i < line.len && n < WORDS; i++) {
        for (from = i; i < line.len && line.ptr[i] != ' ';)
            i++;
        words[n++] = (tnk_str){ line.ptr + from, i - from };
    }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (n == known[i].n && words[0].len == known[i].word.len &&
            memcmp(words[0].ptr, known[i].word.ptr, words[0].len) == 0)
            known[i].run(m, prefix, words, at);
    }
}

static void collect_file(struct made *m, const tnk_file *f, tnk_str prefix)
{
    for (size_t from = 0, to; from < f->text.len; from = to + 1) {
        const char *end = memchr(f->text.ptr + from, '\n', f->text.len - from);
        to = end != NULL ? (size_t)(end - f->text.ptr) : f->text.len;
        collect_line(m, prefix, (tnk_str){ f->text.ptr + from, to - from },
                     (tnk_span){ f->id, (uint32_t)from, (uint32_t)to });
    }
}

static int collect(const tnk_host *h, tnk_run *r, const tnk_unit *u)
{
    struct made m = { .h = h, .r = r };
    for (size_t i = 0; i < u->n_files; i++)
        collect_file(&m, &u->files[i], TNK_LIT(""));
    return 0;
}

static int plan(const tnk_host *h, tnk_run *r, const tnk_str *paths, size_t n)
{
    const tnk_option *given;
    size_t n_given;
    for (size_t i = 0; i < n; i++)
        h->unit(r, &paths[i], 1);
    if (h->options(r, TNK_LIT("terraform.workspace"), &given, &n_given) == 0 && n_given == 1)
        h->diag(r, TNK_LEVEL_NOTE, TNK_LIT("made-plan"), given[0].value, (tnk_span){ 0, 0, 0 });
    return 0;
}

static const tnk_claim claims[] = { { "*.root", TNK_SYNTAX_NONE, 0, { NULL, NULL, NULL } } };
static const tnk_collector self = {
    .abi = TNK_ABI, .size = sizeof self, .name = "made", .version = "1.0.0", .about = "a made-up language",
    .claims = claims, .n_claims = 1, .group = TNK_GROUP_PLAN, .plan = plan, .collect = collect,
};

const tnk_collector *tenken_collector_v1(uint32_t host_abi)
{
    return host_abi >> 16 == TNK_ABI_MAJOR ? &self : NULL;
}
