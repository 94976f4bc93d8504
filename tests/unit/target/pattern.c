/* SPDX-License-Identifier: Apache-2.0
 * Globs and ignore lists: a table of behaviours, and the same answers as git's own. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/base/str.h"
#include "core/target/pattern.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const struct glob { const char *glob, *path; bool want; } globs[] = {
    { "*.tf", "main.tf", true },
    { "*.tf", "a/b/main.tf", true },
    { "*.tf", "main.tf.json", false },
    { "main.tf", "a/main.tf", true },
    { "a/*.tf", "a/main.tf", true },
    { "a/*.tf", "a/b/main.tf", false },
    { "a/*.tf", "x/a/main.tf", false },
    { "**/sshd_config", "sshd_config", true },
    { "**/sshd_config", "etc/ssh/sshd_config", true },
    { "etc/**", "etc/ssh/sshd_config", true },
    { "etc/**", "etc", false },
    { "a/**/z", "a/z", true },
    { "a/**/z", "a/b/c/z", true },
    { "a/**/z", "a/b/c/zz", false },
    { "**/a/**/b*c/**/d", "x/a/y/bxc/z/a/bc/e/d", true },
    { "**", "any/thing", true },
    { "a**z", "abcz", true },
    { "a**z", "ab/cz", false },
    { "*.{yaml,yml}", "x/values.yml", true },
    { "*.{yaml,yml}", "x/values.json", false },
    { "{a,b}/{c,d}.x", "b/d.x", true },
    { "{a,b}/{c,d}.x", "b/e.x", false },
    { "x{,y}", "x", true },
    { "x\\{a}", "x{a}", true },
    { "[{,}]*", ",b", true },
    { "{a,b", "{a,b", false },
    { "[a-c]?", "bz", true },
    { "[!a-c]?", "bz", false },
    { "[]]", "]", true },
    { "[a", "a", false },
    { "a[/]b", "a/b", false },
    { "a?b", "a/b", false },
    { "[[:digit:]]x", "4x", true },
    { "[[:nothing:]]x", "4x", false },
    { ".*", ".env", true },
    { "*", ".env", true },
    { "\\*", "*", true },
    { "\\*", "x", false },
    { "", "x", false },
    { "*", "", true },
};

static void check_glob(void **state)
{
    const struct glob *g = *state;
    assert_int_equal(tnk_glob_match(tnk_str_of(g->glob), tnk_str_of(g->path)), g->want);
}

static const struct check { const char *glob; int rc; const char *msg;
} checks[] = {
    { "**/*.{tf,tf.json}", 0, "" },
    { "{a,{b,c}}", TNK_EPARSE,
      "The pattern \"{a,{b,c}}\" is not valid: braces must not be nested" },
    { "{a,b", TNK_EPARSE, "The pattern \"{a,b\" is not valid: its \"{\" is not closed" },
    { "[a", TNK_EPARSE,
      "The pattern \"[a\" is not valid: its \"[\" is not closed, or names a class that does not "
      "exist" },
    { "a\\", TNK_EPARSE, "The pattern \"a\\\" is not valid: it ends with a backslash" },
    { "{,,,}{,,,}{,,,}{,,,}{,,,}", TNK_ELIMIT,
      "The pattern \"{,,,}{,,,}{,,,}{,,,}{,,,}\" stands for more than 256 globs" },
    { "{a\xff\n", TNK_EPARSE,
      "The pattern \"{a\\xff\\x0a\" is not valid: its \"{\" is not closed" },
};

static void check_flaw(void **state)
{
    const struct check *c = *state;
    tnk_error err = { 0 };
    assert_int_equal(tnk_glob_check(tnk_str_of(c->glob), &err), c->rc);
    assert_string_equal(err.msg, c->msg);
}

/* patterns: one a line. A path that ends with "/" is a directory. */
static const struct ignore { const char *name, *patterns, *path; bool want; } ignores[] = {
    { "a name anywhere", "secret", "a/secret", true },
    { "a tail anywhere", "*.log", "a/b/x.log", true },
    { "anchored by a leading slash", "/x", "a/x", false },
    { "anchored by an inner slash", "a/x", "b/a/x", false },
    { "directories only", "build/", "build", false },
    { "directories only: a directory", "build/", "build/", true },
    { "what lies inside is out", "build/", "a/build/b/c", true },
    { "taken back", "*.log\n!keep.log", "keep.log", false },
    { "the last wins", "!x\nx", "x", true },
    { "not taken back below an excluded directory", "d/\n!d/x", "d/x", true },
    { "taken back where only contents are out", "d/*\n!d/x", "d/x", false },
    { "a comment", "#x", "#x", false },
    { "an escaped comment", "\\#x", "#x", true },
    { "an escaped bang", "\\!x", "!x", true },
    { "spaces at the end", "x   ", "x", true },
    { "an escaped space at the end", "x\\ ", "x ", true },
    { "nothing", "\n/\n!\n", "x", false },
    { "a span in front", "**/x/y", "a/b/x/y", true },
    { "a span behind", "x/**", "x/", false },
    { "not across a slash", "a*z", "a/z", false },
    { "a set", "[a-c].tf", "x/b.tf", true },
};

static tnk_ignore *make(const char *patterns)
{
    tnk_ignore *ig = NULL;
    assert_int_equal(tnk_ignore_new(&ig, NULL), 0);
    for (const char *p = patterns; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        assert_int_equal(tnk_ignore_add(ig, (tnk_str){ p, n }, NULL), 0);
        p += n + (p[n] != '\0');
    }
    return ig;
}

static void check_ignore(void **state)
{
    const struct ignore *r = *state;
    tnk_ignore *ig = make(r->patterns);
    tnk_str path = tnk_str_of(r->path);
    bool dir = tnk_str_ends(path, TNK_S("/"));
    path.len -= dir;
    assert_int_equal(tnk_ignore_match(ig, path, dir), r->want);
    tnk_ignore_free(ig);
}

static void ignore_refuses(void **state)
{
    (void)state;
    tnk_ignore *ig = make("");
    tnk_error err = { 0 };
    assert_int_equal(tnk_ignore_add(ig, TNK_S("x[a"), &err), TNK_EPARSE);
    assert_non_null(strstr(err.msg, "\"x[a\""));
    assert_int_equal(tnk_ignore_add(ig, TNK_S("a\nb"), NULL), TNK_EPARSE);
    char long_one[TNK_GLOB_BYTES_MAX + 2];
    memset(long_one, 'a', sizeof long_one);
    assert_int_equal(tnk_ignore_add(ig, (tnk_str){ long_one, sizeof long_one }, NULL), TNK_ELIMIT);
    for (int i = 0; i < TNK_IGNORE_PATTERNS_MAX; i++)
        assert_int_equal(tnk_ignore_add(ig, TNK_S("x"), NULL), 0);
    assert_int_equal(tnk_ignore_add(ig, TNK_S("x"), NULL), TNK_ELIMIT);
    tnk_ignore_free(ig);
    tnk_ignore_free(NULL);
}

/* Would take longer than the universe has, were it exponential. */
static void no_blow_up(void **state)
{
    (void)state;
    char glob[1000], path[4000];
    for (size_t i = 0; i + 1 < sizeof glob; i += 2)
        memcpy(glob + i, "*a", 2);
    glob[999] = 'b';
    memset(path, 'a', sizeof path);
    assert_false(tnk_wild_match((tnk_str){ glob, sizeof glob }, (tnk_str){ path, sizeof path }));
    for (size_t i = 0; i + 5 <= sizeof glob; i += 5)
        memcpy(glob + i, "**/a/", 5);
    for (size_t i = 0; i + 1 < sizeof path; i += 2)
        memcpy(path + i, "a/", 2);
    glob[999] = 'b';
    assert_false(tnk_wild_match((tnk_str){ glob, sizeof glob }, (tnk_str){ path, sizeof path }));
}

/* ---- git ---- */

/* The tree git is asked about; a directory ends with "/". */
static const char *const shape[] = {
    "a/",   "a/a",    "a/b/",  "a/b/a", "a/b/c/", "a/b/c/x.tf", "a/x.tf", "a/.h",
    "b/",   "b/a/",   "b/a/a", "b/a/b", "b/c",    "b/x.tf",     "c",      "x.tf",
    "y.tf", ".h",     "d/",    "d/d/",  "d/d/d/", "d/d/d/a",    "d/e-f",  "d/[a]",
    "ab/",  "ab/a b", "ab/ab", "ab/c",  "#a",     "!a",         "z*",     "aab",
};

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16 & 0x7fff;
}

static void random_pattern(unsigned *seed, char *out, size_t size)
{
    static const char *const parts[] = {
        "a",   "b",   "c",     "d",           "x",   ".tf",  "*",     "*",    "?",
        "/",   "/",   "/",     "**",          "**/", "/**/", "[a-c]", "[!a]", "[ab]",
        "\\a", "e-f", "[]-a]", "[[:alpha:]]", "ab",  ".h",   "\\*",   " ",    "\\ ",
    };
    out[0] = '\0';
    if (next_random(seed) % 4 == 0)
        strcat(out, "!");
    for (unsigned n = 1 + next_random(seed) % 5; n > 0; n--)
        strncat(out, parts[next_random(seed) % COUNT(parts)], size - strlen(out) - 2);
    if (next_random(seed) % 5 == 0)
        strcat(out, "/");
}

static void make_shape(const char *root)
{
    char path[256];
    for (size_t i = 0; i < COUNT(shape); i++) {
        snprintf(path, sizeof path, "%s/%s", root, shape[i]);
        if (path[strlen(path) - 1] == '/') {
            assert_int_equal(mkdir(path, 0755), 0);
        } else {
            FILE *f = fopen(path, "w");
            assert_non_null(f);
            fclose(f);
        }
    }
    snprintf(path, sizeof path, "git -C %s init -q >/dev/null 2>&1", root);
    assert_int_equal(system(path), 0);
}

/* A pattern of which git, after it took off the plain text in front, sees stars at the start. What
 * it makes of "a**" followed by "/" is not what its manual says. */
static bool manual_differs(const char *p)
{
    const char *star = strstr(p, "**");
    return star != NULL && star != p && star[-1] != '/' && star[-1] != '!'
           && strchr(star, '/') != NULL;
}

static void ask_git(const char *root, const char *patterns, bool *out)
{
    char cmd[512], path[256], line[256];
    snprintf(path, sizeof path, "%s/.git/info/exclude", root);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(patterns, f);
    fclose(f);
    snprintf(path, sizeof path, "%s/.git/ask", root);
    f = fopen(path, "w");
    assert_non_null(f);
    for (size_t i = 0; i < COUNT(shape); i++)
        fprintf(f, "%.*s\n", (int)strcspn(shape[i], "\0") - (shape[i][strlen(shape[i]) - 1] == '/'),
                shape[i]);
    fclose(f);
    memset(out, 0, COUNT(shape));
    snprintf(cmd, sizeof cmd,
             "git -C %s -c core.quotePath=false check-ignore --no-index --stdin < %s", root, path);
    f = popen(cmd, "r");
    assert_non_null(f);
    while (fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        for (size_t i = 0; i < COUNT(shape); i++) {
            size_t n = strlen(shape[i]) - (shape[i][strlen(shape[i]) - 1] == '/');
            if (strlen(line) == n && memcmp(line, shape[i], n) == 0)
                out[i] = true;
        }
    }
    pclose(f);
}

static unsigned compare(const char *patterns, const tnk_ignore *ig, const bool *git, unsigned *out)
{
    unsigned wrong = 0;
    for (size_t i = 0; i < COUNT(shape); i++) {
        *out += git[i];
        tnk_str path = tnk_str_of(shape[i]);
        bool dir = tnk_str_ends(path, TNK_S("/"));
        path.len -= dir;
        if (tnk_ignore_match(ig, path, dir) != git[i]) {
            print_error("%s: git says %d\n%s\n", shape[i], git[i], patterns);
            wrong++;
        }
    }
    return wrong;
}

static void same_as_git(void **state)
{
    (void)state;
    char root[] = "/tmp/tnk-pattern-XXXXXX", patterns[256], one[64], cmd[64];
    unsigned seed = 20260401, wrong = 0, left_out = 0, out = 0;
    if (system("git --version >/dev/null 2>&1") != 0) {
        print_message("git is not installed: not compared with it\n");
        skip();
    }
    assert_non_null(mkdtemp(root));
    make_shape(root);
    for (unsigned round = 0; round < 150; round++) {
        bool git[COUNT(shape)];
        tnk_ignore *ig = make("");
        patterns[0] = '\0';
        for (unsigned n = 1 + next_random(&seed) % 3; n > 0;) {
            random_pattern(&seed, one, sizeof one);
            if (manual_differs(one) || tnk_ignore_add(ig, tnk_str_of(one), NULL) != 0) {
                left_out++;
                continue;
            }
            strcat(strcat(patterns, one), "\n");
            n--;
        }
        ask_git(root, patterns, git);
        wrong += compare(patterns, ig, git, &out);
        tnk_ignore_free(ig);
    }
    snprintf(cmd, sizeof cmd, "rm -rf %s", root);
    assert_int_equal(system(cmd), 0);
    print_message("%u patterns left out, %u paths ignored\n", left_out, out);
    assert_true(out > 100);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    struct CMUnitTest t[COUNT(globs) + COUNT(checks) + COUNT(ignores) + 3];
    size_t n = 0;
    for (size_t i = 0; i < COUNT(globs); i++)
        t[n++] = (struct CMUnitTest){ globs[i].glob, check_glob, NULL, NULL, (void *)&globs[i] };
    for (size_t i = 0; i < COUNT(checks); i++)
        t[n++] = (struct CMUnitTest){ checks[i].glob, check_flaw, NULL, NULL, (void *)&checks[i] };
    for (size_t i = 0; i < COUNT(ignores); i++)
        t[n++] =
            (struct CMUnitTest){ ignores[i].name, check_ignore, NULL, NULL, (void *)&ignores[i] };
    t[n++] = (struct CMUnitTest)cmocka_unit_test(ignore_refuses);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(no_blow_up);
    t[n++] = (struct CMUnitTest)cmocka_unit_test(same_as_git);
    return cmocka_run_group_tests_name("pattern", t, NULL, NULL);
}
