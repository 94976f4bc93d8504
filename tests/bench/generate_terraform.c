/* SPDX-License-Identifier: Apache-2.0
 * Writes Terraform inputs for tests/bench/run:
 *   generate_terraform each FOLDER N        one resource with N for_each instances
 *   generate_terraform repository FOLDER N  N stacks of a root module and 19 modules in three levels, 10 resources each
 * The bytes are the same every time. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MODULES = 19, CALLED_BY_ROOT = 3, CALLED_BY_EACH = 5, RESOURCES = 10, ROW = 1000 };

static void die(const char *what)
{
    fprintf(stderr, "generate_terraform: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void make_folder(const char *path)
{
    if (mkdir(path, 0755) != 0 && errno != EEXIST)
        die(path);
}

static FILE *create_main(const char *folder)
{
    char path[4200];
    make_folder(folder);
    snprintf(path, sizeof path, "%s/main.tf", folder);
    FILE *f = fopen(path, "wb");
    if (f == NULL)
        die(path);
    return f;
}

static void end(FILE *f)
{
    if (fclose(f) != 0)
        die("a file");
}

/* range() ends at 1024, so the keys are made of rows. */
static void each(const char *folder, long n)
{
    FILE *f = create_main(folder);
    fprintf(f,
            "locals {\n  rows    = [for a in range(%ld) : [for b in range(%d) : a * %d + b]]\n"
            "  buckets = { for i in flatten(local.rows) : \"b${i}\" => { n = i, acl = i %% 2 == 0 ? \"private\" : \"public-read\" } }\n}\n\n"
            "resource \"aws_s3_bucket\" \"this\" {\n  for_each = local.buckets\n  bucket   = \"bucket-${each.key}\"\n"
            "  acl      = each.value.acl\n  tags     = { Name = each.key, Number = each.value.n }\n"
            "  versioning {\n    enabled = each.value.n > 10\n  }\n}\n",
            n / ROW, ROW, ROW);
    end(f);
}

static void put_resources(FILE *f)
{
    fputs("variable \"name\" {\n  type    = string\n  default = \"x\"\n}\n\nvariable \"vpc\" { default = \"vpc-1\" }\n\n"
          "variable \"ports\" {\n  type    = list(number)\n  default = [22, 443]\n}\n\n"
          "locals {\n  tags = { Owner = \"team\", Name = upper(var.name) }\n}\n", f);
    for (int i = 0; i < RESOURCES; i++) {
        if (i % 2 == 0)
            fprintf(f, "\nresource \"aws_s3_bucket\" \"b%d\" {\n  bucket = \"${var.name}-b%d\"\n"
                       "  tags   = merge(local.tags, { Index = %d })\n}\n", i, i, i);
        else
            fprintf(f, "\nresource \"aws_security_group\" \"g%d\" {\n  name   = \"${var.name}-%d\"\n  vpc_id = var.vpc\n\n"
                       "  dynamic \"ingress\" {\n    for_each = var.ports\n    content {\n      from_port   = ingress.value\n"
                       "      to_port     = ingress.value\n      protocol    = \"tcp\"\n      cidr_blocks = [\"10.0.0.0/8\"]\n"
                       "      description = \"port ${ingress.value}\"\n    }\n  }\n}\n", i, i);
    }
}

static void put_call(FILE *f, const char *source, int number)
{
    fprintf(f, "\nmodule \"m%d\" {\n  source = \"%s/m%d\"\n  name   = \"${var.name}-m%d\"\n  vpc    = var.vpc\n"
               "  ports  = concat(var.ports, [8080])\n}\n", number, source, number, number);
}

static void stack(const char *folder)
{
    char path[4096];
    FILE *f = create_main(folder);
    put_resources(f);
    for (int k = 0; k < CALLED_BY_ROOT; k++)
        put_call(f, "./modules", k);
    end(f);
    snprintf(path, sizeof path, "%s/modules", folder);
    make_folder(path);
    for (int m = 0; m < MODULES; m++) {
        snprintf(path, sizeof path, "%s/modules/m%d", folder, m);
        f = create_main(path);
        put_resources(f);
        for (int k = 0; m < CALLED_BY_ROOT && k < CALLED_BY_EACH; k++)
            put_call(f, "..", CALLED_BY_ROOT + m * CALLED_BY_EACH + k);
        if (m == CALLED_BY_ROOT)        /* the third level */
            put_call(f, "..", MODULES - 1);
        end(f);
    }
}

int main(int argc, char **argv)
{
    long n = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
    if (n <= 0 || (strcmp(argv[1], "each") != 0 && strcmp(argv[1], "repository") != 0)) {
        fprintf(stderr, "usage: generate_terraform each|repository FOLDER N\n");
        return 2;
    }
    if (strcmp(argv[1], "each") == 0) {
        each(argv[2], n);
        return 0;
    }
    make_folder(argv[2]);
    for (long i = 0; i < n; i++) {
        char path[4000];
        snprintf(path, sizeof path, "%s/s%ld", argv[2], i);
        stack(path);
    }
    return 0;
}
