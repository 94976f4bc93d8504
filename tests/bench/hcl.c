/* SPDX-License-Identifier: Apache-2.0
 * Measures the HCL parser: bench_hcl large|small|FILE prints MB/s into the tree on one core, over text as Terraform is
 * really written (resources, modules, variables, outputs, comments, heredocs, `for`): 10 MB at once, files of 10 KB
 * again and again as in a repository, or a file of somebody's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "hcl/hcl.h"

enum { LARGE = 10 * 1000 * 1000, SMALL = 10 * 1000, ROUNDS = 7 };

static void must(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "bench_hcl: %s\n", what);
        exit(1);
    }
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- text ---- */

static void resources(tnk_buf *b, int i)
{
    tnk_buf_printf(b,
                   "# The network of stage %d: one subnet a zone, with its own route table.\n"
                   "resource \"aws_subnet\" \"private_%d\" {\n"
                   "  count = var.create_vpc && length(var.private_subnets) > 0 ? "
                   "length(var.private_subnets) : 0\n\n"
                   "  vpc_id                  = aws_vpc.this[0].id\n"
                   "  cidr_block              = element(concat(var.private_subnets, [\"\"]), count.index)\n"
                   "  availability_zone       = element(var.azs, count.index)\n"
                   "  map_public_ip_on_launch = false\n\n"
                   "  tags = merge(\n    {\n"
                   "      Name = format(\"${var.name}-${var.private_subnet_suffix}-%%s\", "
                   "element(var.azs, count.index))\n"
                   "    },\n    var.tags,\n    var.private_subnet_tags,\n  )\n}\n\n",
                   i, i);
    tnk_buf_printf(b,
                   "resource \"aws_security_group\" \"service_%d\" {\n"
                   "  name        = \"service-%d\"\n"
                   "  description = \"Access to the service\"\n"
                   "  vpc_id      = module.vpc.vpc_id\n\n"
                   "  ingress {\n    description = \"HTTPS from the office\"\n    from_port   = 443\n"
                   "    to_port     = 443\n    protocol    = \"tcp\"\n    cidr_blocks = "
                   "[\"10.%d.0.0/16\", \"192.0.2.0/24\"]\n  }\n\n"
                   "  egress {\n    from_port   = 0\n    to_port     = 0\n    protocol    = \"-1\"\n"
                   "    cidr_blocks = [\"0.0.0.0/0\"]\n  }\n\n"
                   "  lifecycle {\n    create_before_destroy = true\n  }\n}\n\n",
                   i, i, i % 256);
}

static void policies(tnk_buf *b, int i)
{
    tnk_buf_printf(b,
                   "resource \"aws_iam_policy\" \"reader_%d\" {\n  name   = \"reader-%d\"\n  policy = "
                   "<<-EOT\n    {\n"
                   "      \"Version\": \"2012-10-17\",\n      \"Statement\": [{\n        \"Effect\": \"Allow\",\n"
                   "        \"Action\": [\"s3:GetObject\", \"s3:ListBucket\"],\n"
                   "        \"Resource\": \"${aws_s3_bucket.data.arn}/*\"\n      }]\n    }\n  EOT\n}\n\n",
                   i, i);
    tnk_buf_printf(b,
                   "locals {\n  // rules by name, those that are switched off left out\n"
                   "  rules_%d = { for k, v in var.rules : k => v if lookup(v, \"enabled\", true) }\n"
                   "  ids_%d   = [for s in aws_subnet.private_%d : s.id]\n"
                   "  all_%d   = concat(aws_subnet.private_%d[*].arn, local.ids_%d)\n}\n\n",
                   i, i, i, i, i, i);
}

static void declarations(tnk_buf *b, int i)
{
    tnk_buf_printf(b,
                   "variable \"subnets_%d\" {\n  description = \"A list of subnets inside the VPC, one a zone\"\n"
                   "  type = list(object({\n    name = string\n    cidr = optional(string, "
                   "\"10.0.0.0/24\")\n  }))\n"
                   "  default     = []\n}\n\n"
                   "variable \"enabled_%d\" {\n  type    = bool\n  default = true\n}\n\n"
                   "output \"subnet_ids_%d\" {\n  description = \"IDs of the private subnets\"\n"
                   "  value       = try(aws_subnet.private_%d[*].id, [])\n}\n\n"
                   "module \"service_%d\" {\n  source  = \"../../modules/service\"\n"
                   "  version = \"~> 3.2\"\n\n  name       = \"${local.prefix}-service\"\n"
                   "  subnet_ids = module.vpc.private_subnets\n  min_size   = 2\n  max_size   = 6\n\n"
                   "  environment = {\n    LOG_LEVEL = \"info\"\n    REGION    = "
                   "data.aws_region.current.name\n  }\n"
                   "  depends_on = [aws_security_group.service_%d]\n}\n\n",
                   i, i, i, i, i, i);
}

static tnk_str generate(size_t bytes)
{
    tnk_buf b = TNK_BUF_INIT;
    for (int i = 0; b.len < bytes; i++) {
        resources(&b, i);
        policies(&b, i);
        declarations(&b, i);
    }
    must(!b.failed, "no memory");
    return tnk_buf_str(&b);
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

/* ---- measuring ---- */

/* As the host does, from the unit's arena. */
static void *more(void *ud, size_t n)
{
    void *p = tnk_arena_alloc(ud, n);
    must(p != NULL, "no memory");
    return p;
}

static void tell(void *ud, tnk_span at, const char *code, const char *msg, tnk_str arg)
{
    (void)ud, (void)at, (void)code, (void)arg;
    must(0, msg);
}

/* The best of some rounds: the machine may have other things to do. The text is parsed `times` times a round, each
 * time into the same arena, as a worker does with one unit after the other. */
static double measure(tnk_str text, int times)
{
    double best = 0;
    tnk_arena *a = tnk_arena_new((size_t)4 << 30);
    must(a != NULL, "no memory");
    for (int i = 0; i < ROUNDS; i++) {
        double start = now();
        for (int k = 0; k < times; k++) {
            tf_mem mem = { .more = more, .ud = a };
            hcl_ctx c = { .mem = &mem, .tell = tell };
            must(hcl_parse(&c, text, 0)->n > 0, "nothing was parsed");
            tnk_arena_reset(a);
        }
        double speed = (double)text.len * times / 1e6 / (now() - start);
        best = speed > best ? speed : best;
    }
    tnk_arena_free(a);
    return best;
}

int main(int argc, char **argv)
{
    tnk_str text;
    if (argc != 2)
        return fprintf(stderr, "usage: bench_hcl large|small|FILE\n"), 2;
    if (strcmp(argv[1], "large") == 0)
        text = generate(LARGE);
    else
        text = strcmp(argv[1], "small") == 0 ? generate(SMALL) : slurp(argv[1]);
    printf("%.0f\n", measure(text, (int)(LARGE / text.len) + 1));
    return 0;
}
