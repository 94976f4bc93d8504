/* SPDX-License-Identifier: Apache-2.0
 * Writes hostile inputs below a folder: generate FOLDER. In bad/ lies what cannot be read: each
 * file must give one error; the paths of these files go to stdout. In odd/ lies what may or may not
 * be read: it must harm nobody. Nothing is random, so a failure comes again. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/integration/malformed/seeds.h"

enum { MEGA = 1000 * 1000 };

static const char *folder;

static void die(const char *what)
{
    fprintf(stderr, "generate: %s: %s\n", what, strerror(errno));
    exit(1);
}

/* Opens <folder>/<path> with all folders above it. */
static FILE *open_below(const char *path)
{
    char full[4096];
    snprintf(full, sizeof full, "%s/%s", folder, path);
    for (char *slash = full + strlen(folder); (slash = strchr(slash + 1, '/')) != NULL;) {
        *slash = '\0';
        if (mkdir(full, 0755) != 0 && errno != EEXIST)
            die(full);
        *slash = '/';
    }
    FILE *f = fopen(full, "wb");
    if (f == NULL)
        die(full);
    return f;
}

static void end(FILE *f)
{
    if (fclose(f) != 0)
        die("write");
}

/* A file of bad/ is announced below bad/. */
__attribute__((format(printf, 1, 2))) static FILE *file(const char *fmt, ...)
{
    char path[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(path, sizeof path, fmt, ap);
    va_end(ap);
    if (strncmp(path, "bad/", 4) == 0)
        puts(path + 4);
    return open_below(path);
}

static void put(const char *bytes, size_t n, const char *path)
{
    FILE *f = file("%s", path);
    fwrite(bytes, 1, n, f);
    end(f);
}

static void times(FILE *f, const char *text, size_t n)
{
    while (n-- > 0)
        fputs(text, f);
}

/* ---- damaged copies of good files ---- */

/* Cut short everywhere. JSON is never whole then; YAML and sshd_config may be. */
static void cut(const struct seed *s)
{
    for (size_t n = s->known; n < s->len - 1; n += 1 + s->len / 80) {
        FILE *f = file("%s/cut/%s-%zu/%s", s->syntax == JSON ? "bad" : "odd", s->name, n, s->file);
        fwrite(s->text, 1, n, f);
        end(f);
    }
}

/* One byte of each class put in here and there. Control characters and bytes that are no UTF-8 may
 * stand nowhere in JSON and YAML; sshd ends at a NUL and takes others as they are. */
static void poke(const struct seed *s)
{
    static const struct {
        unsigned char byte;
        char bad[3];
    } bytes[] = {
        { 0x00, { 1, 1, 1 } }, { 0x01, { 1, 1, 0 } }, { 0x1b, { 1, 1, 0 } }, { 0x80, { 1, 1, 0 } },
        { 0xc3, { 1, 1, 0 } }, { 0xff, { 1, 1, 0 } }, { '{', { 0, 0, 0 } },  { '"', { 0, 0, 0 } },
        { '\\', { 0, 0, 0 } }, { '\t', { 0, 0, 0 } }, { '&', { 0, 0, 0 } },  { '\n', { 0, 0, 0 } },
    };
    for (size_t i = 0; i < sizeof bytes / sizeof *bytes; i++) {
        for (size_t at = s->known; at < s->len; at += 1 + s->len / 12) {
            FILE *f = file("%s/poke/%s-%02x-%zu/%s", bytes[i].bad[s->syntax] ? "bad" : "odd",
                           s->name, bytes[i].byte, at, s->file);
            fwrite(s->text, 1, at, f);
            fputc(bytes[i].byte, f);
            fwrite(s->text + at, 1, s->len - at, f);
            end(f);
        }
    }
}

/* UTF-16 in both orders, with and without a mark. */
static void widen(const struct seed *s)
{
    for (int kind = 0; kind < 4; kind++) {
        bool big = kind & 1, mark = kind & 2;
        FILE *f = file("%s/utf-16/%s-%s%s/%s", s->syntax == SSHD ? "bad" : "odd", s->name,
                       big ? "be" : "le", mark ? "-bom" : "", s->file);
        if (mark)
            fwrite(big ? "\xfe\xff" : "\xff\xfe", 1, 2, f);
        for (size_t i = 0; i < s->len; i++) {
            fputc(big ? 0 : s->text[i], f);
            fputc(big ? s->text[i] : 0, f);
        }
        end(f);
    }
}

static void nearly_nothing(const struct seed *s)
{
    static const struct {
        const char *name, *bytes;
        size_t n;
    } rows[] = {
        { "empty", "", 0 },
        { "bom", "\xef\xbb\xbf", 3 },
        { "newline", "\n", 1 },
        { "blank", "   \t  \n\n", 8 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char path[256];
        snprintf(path, sizeof path, "odd/%s/%s/%s", rows[i].name, s->name, s->file);
        put(rows[i].bytes, rows[i].n, path);
    }
}

/* What is no text at all, under a name that is claimed; `known` makes collectors look at it. */
static void binary(const struct seed *s)
{
    for (unsigned k = 0; k < 4; k++) {
        FILE *f = file("bad/binary/%s-%u/%s", s->name, k, s->file);
        unsigned long long x = 88172645463325252ull + k;
        fwrite(s->text, 1, s->known, f);
        fputc('\0', f);
        for (size_t i = 0; i < 20000; i++) {
            x ^= x << 13, x ^= x >> 7, x ^= x << 17;
            fputc((int)(x >> 32 & 0xff), f);
        }
        end(f);
    }
}

/* ---- bombs ---- */

#define JSON_HEAD "{ \"Description\": \"Resources ::\", "
#define YAML_HEAD "Description: \"Resources ::\"\n"

static void deep(void)
{
    static const struct {
        const char *name, *head, *open;
        bool bad;
    } rows[] = {
        { "json-list/t.json", JSON_HEAD "\"x\": ", "[", true },
        { "json-map/t.json", JSON_HEAD "\"x\": ", "{\"a\":", true },
        { "json-mixed/t.json", JSON_HEAD "\"x\": ", "[{\"Fn::Sub\":", true },
        { "config/t.json", "{ \"configurationItems\": ", "[", true },
        { "yaml-list/t.yaml", YAML_HEAD "x: ", "[", true },
        { "yaml-map/t.yaml", YAML_HEAD "x: ", "{a: ", true },
        { "yaml-dash/t.yaml", YAML_HEAD "x:\n  ", "- ", true },
        { "yaml-question/t.yaml", YAML_HEAD "x:\n  ", "? ", true },
        { "yaml-tag/t.yaml", YAML_HEAD "x: ", "!Sub [", true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *f = file("%s/deep/%s", rows[i].bad ? "bad" : "odd", rows[i].name);
        fputs(rows[i].head, f);
        times(f, rows[i].open, 100 * 1000);
        end(f);
    }
    FILE *f = file("bad/deep/yaml-indent/t.yaml");
    fputs(YAML_HEAD, f);
    for (unsigned i = 0; i < 2000; i++)
        fprintf(f, "%*sa:\n", (int)i, "");
    end(f);
}

static void aliases(void)
{
    FILE *f = file("bad/alias/bomb.yaml");
    fputs(YAML_HEAD "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n", f);
    for (unsigned i = 1; i < 30; i++) {
        fprintf(f, "a%u: &a%u [", i, i);
        for (unsigned k = 0; k < 10; k++)
            fprintf(f, "%s*a%u", k != 0 ? ", " : "", i - 1);
        fputs("]\n", f);
    }
    end(f);
    f = file("bad/alias/merge.yaml");
    fputs(YAML_HEAD "a0: &a0 { x: 1 }\n", f);
    for (unsigned i = 1; i < 40; i++)
        fprintf(f, "a%u: &a%u { <<: [*a%u, *a%u], k%u: [*a%u, *a%u] }\n", i, i, i - 1, i - 1, i,
                i - 1, i - 1);
    end(f);
    f = file("bad/alias/itself.yaml");
    fputs(YAML_HEAD "a: &a [*a]\n", f);
    end(f);
    f = file("bad/alias/unknown.yaml");
    fputs(YAML_HEAD "a: *nobody\n", f);
    end(f);
}

static void large(void)
{
    static const struct {
        const char *name, *head, *piece, *tail;
        size_t n;
    } rows[] = {
        { "line/t.json", JSON_HEAD "\"x\": \"", "xxxxxxxxxx", "\" }", MEGA },
        { "line/t.yaml", YAML_HEAD "x: \"", "xxxxxxxxxx", "\"\n", MEGA },
        { "plain/t.yaml", YAML_HEAD "x: ", "xxxxx yyyy", "\n", MEGA },
        { "comment/t.yaml", YAML_HEAD "#", "##########", "\nx: 1\n", MEGA },
        { "blank/t.json", JSON_HEAD, "          ", "\"x\": 1 }", MEGA },
        { "lines/t.yaml", YAML_HEAD, "\n", "x: 1\n", 5 * MEGA },
        { "number/t.json", JSON_HEAD "\"x\": ", "9876543210", " }", MEGA / 10 },
        { "number/t.yaml", YAML_HEAD "x: ", "9876543210", "\n", MEGA / 10 },
        { "exponent/t.json", JSON_HEAD "\"x\": 1e", "9999999999", " }", MEGA / 100 },
        { "fraction/t.json", JSON_HEAD "\"x\": 0.", "0000000000", "1 }", MEGA / 10 },
        { "escapes/t.json", JSON_HEAD "\"x\": \"", "\\u0000\\ud83d\\ude00", "\" }", MEGA / 2 },
        { "same-key/t.json", JSON_HEAD, "\"a\": 1, ", "\"b\": 1 }", MEGA / 5 },
        { "same-key/t.yaml", YAML_HEAD, "a: 1\n", "b: 1\n", MEGA / 10 },
        { "documents/t.yaml", YAML_HEAD, "---\na: 1\n", "", MEGA / 10 },
        { "template-parts/t.yaml",
          YAML_HEAD "Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { Name: !Sub '", "${Q}",
          "' } } }\n", MEGA / 4 },
        { "items/t.json", "{ \"configurationItems\": [", "{},", "null] }", MEGA },
        { "sshd/etc/ssh/sshd_config", "AllowUsers", " someone", "\n", MEGA },
        { "sshd-lines/etc/ssh/sshd_config", "Port 22\n", "AllowUsers a\n", "", MEGA / 10 },
        { "sshd-match/etc/ssh/sshd_config", "Port 22\n", "Match User a\n  X11Forwarding no\n", "",
          10 * 1000 },
        { "sshd-pattern/etc/ssh/sshd_config", "AllowUsers ", "*a",
          "\nMatch User aaaaaaaaaaaaaaaaaaaaaaaaaaaab\n", 10 * 1000 },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *f = file("odd/large/%s", rows[i].name);
        fputs(rows[i].head, f);
        times(f, rows[i].piece, rows[i].n);
        fputs(rows[i].tail, f);
        end(f);
    }
}

static void many(void)
{
    static const struct {
        const char *name, *head, *each, *tail;
    } rows[] = {
        { "keys/t.json", JSON_HEAD, "\"k%u\": 1, ", "\"x\": 1 }" },
        { "keys/t.yaml", YAML_HEAD, "k%u: 1\n", "" },
        { "resources/t.json", "{ \"Resources\": {", "\"r%u\": { \"Type\": \"AWS::SQS::Queue\" }, ",
          "\"x\": 1 } }" },
        { "parameters/t.json", JSON_HEAD "\"Resources\": {}, \"Parameters\": {",
          "\"p%u\": { \"Type\": \"String\" }, ", "\"x\": 1 } }" },
        { "items/t.json", "{ \"configurationItems\": [",
          "{ \"resourceType\": \"AWS::SQS::Queue\", \"resourceId\": \"q%u\", \"configuration\": "
          "\"{}\" },",
          "1 ] }" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *f = file("odd/many/%s", rows[i].name);
        unsigned n = i < 2 ? MEGA : MEGA / 20;
        fputs(rows[i].head, f);
        for (unsigned k = 0; k < n; k++) {
            for (const char *p = rows[i].each; *p != '\0'; p++) {
                if (p[0] == '%' && p[1] == 'u')
                    fprintf(f, "%u", k), p++;
                else
                    fputc(*p, f);
            }
        }
        fputs(rows[i].tail, f);
        end(f);
    }
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: generate FOLDER\n");
        return 2;
    }
    folder = argv[1];
    for (size_t i = 0; i < n_seeds; i++) {
        cut(&seeds[i]);
        poke(&seeds[i]);
        widen(&seeds[i]);
        nearly_nothing(&seeds[i]);
        binary(&seeds[i]);
    }
    deep();
    aliases();
    large();
    many();
    return fflush(stdout) == 0 ? 0 : 1;
}
