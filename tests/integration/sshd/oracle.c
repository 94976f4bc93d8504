/* SPDX-License-Identifier: Apache-2.0
 * See oracle.h. The sources of the collector are linked in and run under the real host, by a
 * collector of our own that asks for contexts instead of emitting resources. */
#include "oracle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/collect/collect.h"
#include "plugins/sshd/sshd.h"

static struct {                 /* what the probe is asked and answers; tests have one thread */
    const char *contexts, *defaults, *fixtures;
    oracle_text out;
} ask;

oracle_text oracle_slurp(const char *path)
{
    oracle_text t = { NULL, 0 };
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return t;
    t.ptr = malloc(1 << 20);
    t.len = fread(t.ptr, 1, (1 << 20) - 1, f);
    t.ptr[t.len] = '\0';
    fclose(f);
    return t;
}

__attribute__((format(printf, 2, 3)))
static void say(oracle_text *t, const char *fmt, ...)
{
    char *line = NULL;
    va_list ap;
    va_start(ap, fmt);
    int n = vasprintf(&line, fmt, ap);
    va_end(ap);
    t->ptr = realloc(t->ptr, t->len + (size_t)n + 1);
    memcpy(t->ptr + t->len, line, (size_t)n + 1);
    t->len += (size_t)n;
    free(line);
}

/* -- contexts ---------------------------------------------------------------------------------- */

static bool field(const char *line, const char *name, char *out, size_t cap)
{
    size_t n = strlen(name);
    for (const char *p = line; *p != '\0'; p += strcspn(p, ","), p += *p == ',')
        if (strncmp(p, name, n) == 0 && p[n] == '=') {
            snprintf(out, cap, "%.*s", (int)strcspn(p + n + 1, ","), p + n + 1);
            return true;
        }
    return false;
}

/* The groups of a user, from the passwd and group files sshd was given. */
static size_t groups_of(const char *user, char names[][64], size_t cap)
{
    char path[512], line[256], gid[32] = "", entry[64];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/passwd", ask.fixtures);
    FILE *f = fopen(path, "r");
    while (f != NULL && fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, user, strlen(user)) == 0 && line[strlen(user)] == ':')
            sscanf(line, "%*[^:]:%*[^:]:%*[^:]:%31[^:]", gid);
    if (f != NULL)
        fclose(f);
    snprintf(path, sizeof path, "%s/group", ask.fixtures);
    f = gid[0] != '\0' ? fopen(path, "r") : NULL;
    while (f != NULL && fgets(line, sizeof line, f) != NULL && n < cap) {
        char number[32] = "", members[128] = "";
        sscanf(line, "%63[^:]:%*[^:]:%31[^:]:%127[^\n]", entry, number, members);
        bool in = strcmp(number, gid) == 0;
        for (char *m = strtok(members, ","); m != NULL; m = strtok(NULL, ","))
            in = in || strcmp(m, user) == 0;
        if (in)
            snprintf(names[n++], 64, "%s", entry);
    }
    if (f != NULL)
        fclose(f);
    return n;
}

typedef struct who {
    char user[64], host[64], addr[64], laddr[64], rdomain[64], lport[64], groups[16][64];
    tnk_str group_names[16];
    sshd_connection c;
} who;

static void text_of(const char *line, const char *name, char *buf, tnk_str *ret)
{
    if (field(line, name, buf, 64))
        *ret = (tnk_str){ buf, strlen(buf) };
}

static void read_context(const char *line, who *w)
{
    memset(w, 0, sizeof *w);
    text_of(line, "user", w->user, &w->c.user);
    text_of(line, "host", w->host, &w->c.host);
    text_of(line, "addr", w->addr, &w->c.addr);
    text_of(line, "laddr", w->laddr, &w->c.laddr);
    text_of(line, "rdomain", w->rdomain, &w->c.rdomain);
    if (field(line, "lport", w->lport, sizeof w->lport))
        w->c.lport = atoi(w->lport);
    if (w->c.user.ptr != NULL)
        w->c.n_groups = groups_of(w->user, w->groups, 16);
    for (size_t i = 0; i < w->c.n_groups; i++)
        w->group_names[i] = (tnk_str){ w->groups[i], strlen(w->groups[i]) };
    w->c.groups = w->group_names;
}

/* -- printing as sshd -T does ------------------------------------------------------------------ */

static bool line_each(uint32_t slot)
{
    return sshd_slots[slot].merge == MERGE_APPEND || slot == S_SETENV;
}

static void print_slot(sshd_conf *conf, const sshd_effective *e, uint32_t slot, oracle_text *out)
{
    size_t n;
    bool known;
    const sshd_item *items = sshd_items(conf, e, slot, &n, &known);
    const char *name = sshd_slots[slot].name;
    if (!known || name == NULL || slot == S_DEBIANBANNER || n == 0)
        return;
    if (slot == S_CHANNELTIMEOUT && e->slot[slot]->region == 0 &&
        strcmp(items->text.ptr, "none") == 0)
        return;             /* sshd clears a global "none" and prints nothing */
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || line_each(slot))
            say(out, "%s%s", i == 0 ? "" : "\n", name);
        say(out, " %s", items[i].text.ptr);
    }
    say(out, "\n");
}

static bool has_line(const char *text, const char *line, size_t len)
{
    for (const char *p = text; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n')
        if (strcspn(p, "\n") == len && memcmp(p, line, len) == 0)
            return true;
    return false;
}

static void print_missing(oracle_text *out, char sign, const char *from, const char *in)
{
    for (const char *p = from; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n')
        if (!has_line(in, p, strcspn(p, "\n")))
            say(out, "%c%.*s\n", sign, (int)strcspn(p, "\n"), p);
}

static void answer_context(sshd_conf *conf, const char *line)
{
    who w;
    sshd_effective e;
    oracle_text full = { NULL, 0 };
    bool *active = sshd_alloc(conf, conf->n_regions * sizeof *active);
    read_context(line, &w);
    sshd_active(conf, &w.c, active);
    sshd_evaluate(conf, active, &e);
    say(&full, "%s", "");
    for (uint32_t slot = 0; slot < S_COUNT; slot++)
        print_slot(conf, &e, slot, &full);
    print_missing(&ask.out, '-', ask.defaults, full.ptr);
    print_missing(&ask.out, '+', full.ptr, ask.defaults);
    free(full.ptr);
}

static size_t line_number(const tnk_unit *unit, sshd_conf *conf)
{
    tnk_file file = unit->files[0];
    const tnk_str *paths = NULL;
    size_t n = 0, line = 1;
    conf->h->glob(conf->run, TNK_LIT("etc/ssh/*.conf"), &paths, &n);
    for (size_t i = 0; i < n && file.id != conf->reject_at.file; i++)
        conf->h->read(conf->run, paths[i], &file);
    if (file.id != conf->reject_at.file)
        return 0;
    for (uint32_t i = 0; i < conf->reject_at.off; i++)
        line += file.text.ptr[i] == '\n';
    return line;
}

static int probe(const tnk_host *h, tnk_run *run, const tnk_unit *unit)
{
    sshd_conf *conf = h->alloc(run, sizeof *conf);
    char line[256];
    *conf = (sshd_conf){ .h = h, .run = run, .version = 902, .debian = true, .has_root = true,
                         .root = TNK_LIT(""), .dir = TNK_LIT("etc/ssh/") };
    sshd_read(conf, unit->files, 1);
    sshd_check(conf);
    for (const char *p = ask.contexts; *p != '\0'; p += strcspn(p, "\n"), p += *p == '\n') {
        snprintf(line, sizeof line, "%.*s", (int)strcspn(p, "\n"), p);
        say(&ask.out, "== %s\n", line);
        if (conf->rejected != 0)
            say(&ask.out, "! %zu\n", line_number(unit, conf));
        else
            answer_context(conf, line);
    }
    return 0;
}

static const tnk_claim claims[] = { { .glob = "sshd_config" } };
static const tnk_collector prober = {
    .abi = TNK_ABI, .size = sizeof prober, .name = "probe", .version = "1", .about = "asks",
    .claims = claims, .n_claims = 1, .group = TNK_GROUP_FILE, .collect = probe,
};

static void no_diag(void *ud, uint32_t level, tnk_str code, tnk_str path, tnk_span at, bool has,
                    tnk_str msg)
{
    (void)ud, (void)level, (void)path, (void)at, (void)has;
    if (getenv("ORACLE_VERBOSE") != NULL)
        fprintf(stderr, "%.*s: %.*s\n", (int)code.len, code.ptr, (int)msg.len, msg.ptr);
}

oracle_text oracle_answer(const char *dir, const char *defaults, const char *fixtures)
{
    char path[600];
    tnk_tree *tree = NULL;
    tnk_error err = { 0 };
    tnk_plugins *plugins = tnk_plugins_new();
    tnk_unit_ctx cx = { .arena = tnk_arena_new(64 << 20), .atoms = tnk_atoms_new() };
    tnk_collect_sink sink = { .diag = no_diag };
    tnk_str main_file = TNK_LIT("etc/ssh/sshd_config");
    snprintf(path, sizeof path, "%s/contexts", dir);
    oracle_text contexts = oracle_slurp(path);
    memset(&ask, 0, sizeof ask);
    ask.contexts = contexts.ptr, ask.defaults = defaults, ask.fixtures = fixtures;
    if (contexts.ptr != NULL && tnk_tree_open(dir, NULL, &tree, &err) == 0 &&
        tnk_plugins_add(plugins, &prober, &err) == 0) {
        cx.tree = tree;
        tnk_collect_unit(plugins, &cx, 1, &main_file, 1, &sink, &err);
    }
    free(contexts.ptr);
    tnk_tree_close(tree);
    tnk_plugins_free(plugins);
    tnk_atoms_free(cx.atoms);
    tnk_arena_free(cx.arena);
    return ask.out;
}

/* -- comparing --------------------------------------------------------------------------------- */

typedef struct entry {
    const char *line;
    size_t len, at;
} entry;

/* By sign and keyword; within a keyword as printed, but for addresses, whose order is the
 * resolver's. */
static int by_keyword(const void *a, const void *b)
{
    const entry *p = a, *q = b;
    size_t m = strcspn(p->line, " \n"), n = strcspn(q->line, " \n");
    int order = memcmp(p->line, q->line, m < n ? m : n);
    if (order != 0 || m != n)
        return order != 0 ? order : (m > n) - (m < n);
    if (m == 14 && memcmp(p->line + 1, "listenaddress", 13) == 0)
        return strncmp(p->line, q->line, p->len < q->len ? p->len : q->len);
    return (p->at > q->at) - (p->at < q->at);
}

void oracle_sort(oracle_text *t)
{
    static entry lines[20000];
    char *out = malloc(t->len + 2), *w = out;
    size_t n = 0, start = 0;
    for (const char *p = t->ptr; p != NULL && *p != '\0' && n < 20000; n++) {
        lines[n] = (entry){ p, strcspn(p, "\n"), n };
        p += lines[n].len;
        p += *p == '\n';
    }
    for (size_t i = 0; i <= n; i++)
        if (i == n || lines[i].line[0] == '=') {
            qsort(lines + start, i - start, sizeof *lines, by_keyword);
            start = i + 1;
        }
    for (size_t i = 0; i < n; i++) {
        memcpy(w, lines[i].line, lines[i].len);
        w += lines[i].len;
        *w++ = '\n';
    }
    *w = '\0';
    free(t->ptr);
    *t = (oracle_text){ out, (size_t)(w - out) };
}

/* sshd names no line for some of its refusals; ours may then be any. */
static bool same_block(const char *want, const char *got, size_t want_len, size_t got_len)
{
    if (want_len >= 4 && memcmp(want, "! 0\n", 4) == 0)
        return got_len > 0 && got[0] == '!';
    return want_len == got_len && memcmp(want, got, got_len) == 0;
}

/* The text of one context: after its "== " line, up to the next. */
static size_t block(const char **p, const char **ret)
{
    *p += strcspn(*p, "\n");
    *p += **p == '\n';
    *ret = *p;
    while (**p != '\0' && **p != '=') {
        *p += strcspn(*p, "\n");
        *p += **p == '\n';
    }
    return (size_t)(*p - *ret);
}

int oracle_compare(const char *dir, const char *fixtures)
{
    char path[600];
    int differ = 0;
    snprintf(path, sizeof path, "%s/expected", dir);
    oracle_text want = oracle_slurp(path);
    snprintf(path, sizeof path, "%s/defaults", fixtures);
    oracle_text defaults = oracle_slurp(path);
    if (want.ptr == NULL || defaults.ptr == NULL)
        return -1;
    oracle_text got = oracle_answer(dir, defaults.ptr, fixtures);
    oracle_sort(&want);
    oracle_sort(&got);
    const char *w = want.ptr, *g = got.ptr;
    while (*w != '\0' || *g != '\0') {
        const char *head = *w != '\0' ? w : g, *a, *b;
        size_t n = block(&w, &a), m = block(&g, &b);
        if (same_block(a, b, n, m))
            continue;
        differ++;
        fprintf(stderr, "%s %.*s\nsshd:\n%.*sours:\n%.*s", dir, (int)strcspn(head, "\n"), head,
                (int)n, a, (int)m, b);
    }
    free(want.ptr);
    free(got.ptr);
    free(defaults.ptr);
    return differ;
}
