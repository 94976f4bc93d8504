/* SPDX-License-Identifier: Apache-2.0
 * Writes inputs for tests/bench/run:
 *   generate tree FOLDER FILES      a repository: one file in twenty is a template, the others are
 * of no interest generate json|yaml FILE BYTES   one CloudFormation template of about that size The
 * bytes are the same every time. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PER_FOLDER = 200, PLAIN_BYTES = 10 * 1024, TEMPLATE_BYTES = 4 * 1024 };

static void die(const char *what)
{
    fprintf(stderr, "generate: %s: %s\n", what, strerror(errno));
    exit(1);
}

static FILE *create(const char *path)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        die(path);
    return f;
}

static void end(FILE *f, const char *path)
{
    if (fclose(f) != 0)
        die(path);
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        die(path);
}

/* Every eighth queue is not encrypted: a repository has findings, but not in every line. */
static const char *key(unsigned i) { return i % 8 != 7 ? "alias/queues" : ""; }

static void yaml(FILE *f, long bytes)
{
    fputs("AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n", f);
    for (unsigned i = 0; ftell(f) < bytes; i++)
        fprintf(f,
                "  Queue%u:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: !Sub "
                "\"files-${AWS::Region}-%u\"\n"
                "      KmsMasterKeyId: \"%s\"\n      VisibilityTimeout: %u\n      Tags:\n        - "
                "Key: owner\n"
                "          Value: team-%u\n",
                i, i, key(i), i % 90, i % 17);
}

static void json(FILE *f, long bytes)
{
    fputs("{\n  \"AWSTemplateFormatVersion\": \"2010-09-09\",\n  \"Resources\": {\n", f);
    for (unsigned i = 0; ftell(f) < bytes; i++)
        fprintf(
            f,
            "    \"Queue%u\": {\n      \"Type\": \"AWS::SQS::Queue\",\n      \"Properties\": {\n"
            "        \"QueueName\": { \"Fn::Sub\": \"files-${AWS::Region}-%u\" },\n"
            "        \"KmsMasterKeyId\": \"%s\",\n        \"VisibilityTimeout\": %u,\n"
            "        \"Tags\": [ { \"Key\": \"owner\", \"Value\": \"team-%u\" } ]\n      }\n    "
            "},\n",
            i, i, key(i), i % 90, i % 17);
    fputs("    \"Last\": { \"Type\": \"AWS::SNS::Topic\" }\n  }\n}\n", f);
}

static void plain(FILE *f, unsigned seed)
{
    for (unsigned i = 0; ftell(f) < PLAIN_BYTES; i++)
        fprintf(f, "static int value_%u_%u(int x) { return x * %u + %u; }\n", seed, i, seed % 97,
                i);
}

static void tree(const char *folder, unsigned files)
{
    static const char *const ends[] = { "c", "md", "py", "txt", "js", "go", "html" };
    char path[4096];
    make_folder(folder);
    for (unsigned i = 0; i < files; i++) {
        snprintf(path, sizeof path, "%s/d%u", folder, i / PER_FOLDER);
        if (i % PER_FOLDER == 0)
            make_folder(path);
        size_t n = strlen(path);
        snprintf(path + n, sizeof path - n, "/f%u.%s", i,
                 i % 20 != 0   ? ends[i % 7]
                 : i % 40 != 0 ? "json"
                               : "yaml");
        FILE *f = create(path);
        if (i % 20 != 0)
            plain(f, i);
        else if (i % 40 != 0)
            json(f, TEMPLATE_BYTES);
        else
            yaml(f, TEMPLATE_BYTES);
        end(f, path);
    }
}

int main(int argc, char **argv)
{
    long n = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
    if (n <= 0) {
        fprintf(stderr, "usage: generate tree FOLDER FILES | generate json|yaml FILE BYTES\n");
        return 2;
    }
    if (strcmp(argv[1], "tree") == 0) {
        tree(argv[2], (unsigned)n);
        return 0;
    }
    FILE *f = create(argv[2]);
    if (strcmp(argv[1], "json") == 0)
        json(f, n);
    else
        yaml(f, n);
    end(f, argv[2]);
    return 0;
}
