/* SPDX-License-Identifier: Apache-2.0
 * Measures parts of the core without a process around them: parts json FILE, parts yaml FILE (MB/s
 * into the tree), parts rules (checks a second of a rule that reads five fields). Prints one
 * number. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/str.h"
#include "core/rule/ruleset.h"
#include "core/syntax/syntax.h"

enum { RESOURCES = 100 * 1000, ROUNDS = 5 };

static const char rules[] =
    "model 'bench.thing' { label = { en = 'x', ja = 'x' },\n"
    "  fields = { a = text, b = number, c = flag, d = text, e = number } }\n"
    "bind 'bench.thing' 'bench:thing' { a = 'A', b = 'B', c = 'C', d = 'In.D', e = 'In.E' }\n"
    "rule 'bench-five' { title = { en = 'x', ja = 'x' }, severity = 'low', on = 'bench.thing', "
    "items = {},\n"
    "  fix = { en = 'x', ja = 'x' },\n"
    "  check = function(r)\n"
    "    if r.a == 'bad' or r.b > 100 or not r.c or r.d == 'bad' or r.e > 100 then fail('a') end\n"
    "  end }\n";
static const char thing[] =
    "{ \"A\": \"good\", \"B\": 5, \"C\": true, \"In\": { \"D\": \"good\", \"E\": 7 } }";

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "parts: %s\n", what);
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static tnk_str slurp(const char *path)
{
    FILE *f = fopen(path, "rb");
    must(f != NULL && fseek(f, 0, SEEK_END) == 0, path);
    long n = ftell(f);
    char *text = n >= 0 ? malloc((size_t)n + 1) : NULL;
    rewind(f);
    must(text != NULL && fread(text, 1, (size_t)n, f) == (size_t)n, path);
    text[n] = '\0';
    fclose(f);
    return (tnk_str){ text, (size_t)n };
}

/* The best of some rounds: the machine may have other things to do. */
static double parse(const char *path, bool yaml)
{
    tnk_str text = slurp(path);
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        tnk_error err = { 0 };
        tnk_value doc;
        tnk_reader r = { .arena = tnk_arena_new((size_t)4 << 30), .atoms = tnk_atoms_new() };
        must(r.arena != NULL && r.atoms != NULL, "no memory");
        double start = now();
        int rc = yaml ? tnk_yaml_parse(&r, text, TNK_YAML_11 | TNK_YAML_MERGE, &doc, &err)
                      : tnk_json_parse(&r, text, &doc, &err);
        double speed = (double)text.len / 1e6 / (now() - start);
        must(rc == TNK_OK, err.msg);
        best = speed > best ? speed : best;
        tnk_arena_free(r.arena);
        tnk_atoms_free(r.atoms);
    }
    free((char *)(uintptr_t)text.ptr);
    return best;
}

static int count_pass(void *ud, const tnk_judgement *j)
{
    *(unsigned *)ud += j->verdict == TNK_PASS;
    return 0;
}

static double judge(void)
{
    tnk_error err = { 0 };
    tnk_atoms *atoms = tnk_atoms_new();
    tnk_arena *a = tnk_arena_new((size_t)1 << 30);
    must(atoms != NULL && a != NULL, "no memory");
    tnk_rules *r = tnk_rules_new(atoms, &err);
    must(r != NULL && tnk_rules_load_text(r, "bench.lua", tnk_str_of(rules), &err) == TNK_OK &&
             tnk_rules_finish(r, &err) == TNK_OK,
         err.msg);
    tnk_schema *schema = tnk_rules_schema(r);
    tnk_resources *set = tnk_resources_new(a, atoms, tnk_schema_kinds(schema));
    uint32_t kind = tnk_schema_find_kind(schema, TNK_S("bench:thing"));
    tnk_reader reader = { .arena = a, .atoms = atoms };
    for (unsigned i = 0; i < RESOURCES; i++) {
        tnk_value *doc = tnk_arena_alloc(a, sizeof *doc);
        must(doc != NULL && tnk_json_parse(&reader, tnk_str_of(thing), doc, &err) == TNK_OK,
             err.msg);
        tnk_res res = { .kind = kind,
                        .kind_text = TNK_S("bench:thing"),
                        .origin = TNK_S("bench"),
                        .address = tnk_arena_printf(a, "thing%u", i),
                        .value = doc };
        must(tnk_resources_add(set, &res) == TNK_OK, "no memory");
    }
    double best = 0;
    for (int i = 0; i < ROUNDS; i++) {
        unsigned passed = 0;
        tnk_judge_sink sink = { &passed, count_pass };
        double start = now();
        must(tnk_rules_judge(r, set, NULL, &sink, &err) == TNK_OK, err.msg);
        double speed = RESOURCES / (now() - start);
        must(passed == RESOURCES, "the rule does not pass everywhere");
        best = speed > best ? speed : best;
    }
    tnk_rules_free(r);
    tnk_arena_free(a);
    tnk_atoms_free(atoms);
    return best;
}

int main(int argc, char **argv)
{
    if (argc == 3 && (strcmp(argv[1], "json") == 0 || strcmp(argv[1], "yaml") == 0))
        printf("%.0f\n", parse(argv[2], argv[1][0] == 'y'));
    else if (argc == 2 && strcmp(argv[1], "rules") == 0)
        printf("%.0f\n", judge());
    else
        return fprintf(stderr, "usage: parts json FILE | parts yaml FILE | parts rules\n"), 2;
    return 0;
}
