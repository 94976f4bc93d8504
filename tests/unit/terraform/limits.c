/* SPDX-License-Identifier: Apache-2.0
 * Hostile configurations: each ends soon, within a unit's memory and a worker's stack, says so in a
 * few diagnostics, and the resource beside the bomb is handed over where that is possible. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "tests/unit/terraform/scan.h"

enum { SECONDS_MAX = 20, DIAGS_MAX = 202 }; /* seconds: with sanitizers, on a busy machine */

static size_t count_lines(const tnk_buf *b)
{
    size_t n = 0;
    for (const char *at = scan_text(b); *at != '\0'; at += strcspn(at, "\n") + 1)
        n++;
    return n;
}

static const char module[] =
    "variable \"v\" {}\noutput \"v\" { value = var.v }\nresource \"r\" \"m\" { V = var.v }\n";

/* want: a line of diagnostics, NULL for none at all. What stands before and, without a "-" before
 * it, after must be handed over: else the bomb takes all that a unit may, or the parser finds no
 * end of it. */
static void run(tnk_buf *text, const char *want)
{
    bool after = want == NULL || *want != '-';
    scan s = {.quiet = false};
    tnk_buf_puts(text, "resource \"r\" \"after\" { V = \"fine\" }\n");
    assert_false(text->failed);
    scan_file files[] = {{{"m/m.tf", 6}, {module, strlen(module)}},
                         {{"main.tf", 7}, tnk_buf_str(text)}};
    clock_t start = clock();
    scan_run(&s, files + (strstr(text->ptr, "./m") == NULL),
             strstr(text->ptr, "./m") == NULL ? 1 : 2, NULL, 0);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    want += !after;
    print_message("%.2f s, %zu MB, %zu resources, %zu diagnostics, the first %.*s\n", seconds,
                  s.used >> 20, s.n_resources, count_lines(&s.diags),
                  (int)strcspn(scan_text(&s.diags), "\n"), scan_text(&s.diags));
    if (want != NULL ? strstr(scan_text(&s.diags), want) == NULL : *scan_text(&s.diags) != '\0')
        fail_msg("not %s but\n%.2000s%.2000s", want, scan_text(&s.diags), scan_text(&s.messages));
    assert_true(seconds < SECONDS_MAX);
    assert_true(count_lines(&s.diags) <= DIAGS_MAX);
    assert_non_null(strstr(scan_text(&s.resources), "r r.beside {\"V\":\"fine\"}\n"));
    if (after)
        assert_non_null(strstr(scan_text(&s.resources), "r r.after {\"V\":\"fine\"}\n"));
    scan_free(&s);
    tnk_buf_free(text);
}

static void put_beside(tnk_buf *b)
{
    tnk_buf_puts(b, "resource \"r\" \"beside\" { V = \"fine\" }\n");
}

static void repeat(tnk_buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        tnk_buf_puts(b, s);
}

/* ---- laughs: values that double ---- */

/* locals l1.. each made of two or ten of the one before; the last is used. */
static void laughs(const char *first, const char *form, int n, const char *use, const char *want)
{
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    tnk_buf_printf(&b, "locals {\n  l0 = %s\n", first);
    for (int i = 1; i <= n; i++) {
        tnk_buf_printf(&b, "  l%d = ", i);
        for (const char *p = form; *p != '\0'; p++) {
            if (*p == '@')
                tnk_buf_printf(&b, "local.l%d", i - 1);
            else
                tnk_buf_putc(&b, *p);
        }
        tnk_buf_putc(&b, '\n');
    }
    tnk_buf_puts(&b, "}\nresource \"r\" \"t\" { V = ");
    for (const char *p = use; *p != '\0'; p++) {
        if (*p == '@')
            tnk_buf_printf(&b, "local.l%d", n);
        else
            tnk_buf_putc(&b, *p);
    }
    tnk_buf_puts(&b, " }\n");
    run(&b, want);
}

static const struct laugh {
    const char *name, *first, *form;
    int n;
    const char *use, *want;
} all_laughs[] = {
    {"lists of lists", "[1]", "[@, @, @, @, @, @, @, @, @, @]", 20, "@", "error tf-too-large"},
    {"objects of objects", "{ a = 1 }", "{ a = @, b = @, c = @ }", 60, "@", "error tf-too-large"},
    {"texts that double", "\"ha ha ha ha\"", "\"${@}${@}\"", 60, "@", "tf-evaluation"},
    {"texts that grow by join", "\"ha ha ha ha\"", "join(\",\", [@, @, @, @])", 40, "@",
     "tf-evaluation"},
    {"texts that grow by format", "\"ha ha ha ha\"", "format(\"%s%s%s\", @, @, @)", 40, "@",
     "tf-evaluation"},
    {"texts that grow by replace", "\"aaaaaaaa\"", "replace(@, \"a\", @)", 20, "@",
     "tf-evaluation"},
    {"lists that grow by concat", "[1, 2]", "concat(@, @)", 60, "length(@)", "tf-evaluation"},
    {"lists that grow by for", "[1, 2, 3, 4, 5, 6, 7, 8, 9]", "flatten([for x in @ : [x, x, x]])",
     40, "length(@)", "tf-"},
    {"lists of lists, compared", "[1]", "[@, @, @, @]", 30, "@ == [@]", NULL},
    {"lists of lists, as JSON", "[1]", "[@, @, @, @]", 30, "jsonencode(@)", "error tf-too-large"},
    {"lists of lists, flattened", "[1]", "[@, @, @, @]", 30, "flatten(@)", "tf-"},
    {"lists of lists, as a set", "[1]", "[@, @, @, @]", 30, "toset(@)", "tf-"},
    {"lists of lists, as YAML", "[1]", "[@, @, @, @]", 30, "yamlencode(@)", "tf-"},
    {"lists of lists by splat", "[[1]]", "[@, @, @, @]", 30, "@[*][*][*]", "tf-"},
    {"a condition over lists of lists", "[1]", "[@, @, @, @]", 30, "true ? @ : []", "tf-"},
    {"base64 of base64", "\"ha ha ha ha\"", "base64encode(base64encode(base64encode(@)))", 40, "@",
     "tf-evaluation"},
    {"regexall of everything", "\"aaaaaaaaaa\"", "join(\"\", regexall(\".\", \"${@}${@}\"))", 40,
     "@", "tf-"},
    {"numbers that square", "9", "@ * @", 60, "@", "tf-evaluation"},
    {"sets of pairs", "[1, 2, 3]", "setproduct(@, @)", 20, "length(@)", "tf-"},
    {"documents in documents", "\"\\\"\"", "jsonencode(jsonencode(@))", 40, "@", "tf-evaluation"},
};

static void check_laugh(void **state)
{
    const struct laugh *l = *state;
    laughs(l->first, l->form, l->n, l->use, l->want);
}

/* ---- one expression that is too much ---- */

static const struct bomb {
    const char *name, *expr, *want;
} bombs[] = {
    {"range", "range(1000000000)", "tf-evaluation"},
    {"setproduct", "setproduct(range(1000), range(1000), range(1000), range(1000))", "tf-"},
    {"format width", "format(\"%2000000000d\", 1)", "tf-evaluation"},
    {"format precision", "format(\"%.2000000000f\", 1.5)", "tf-evaluation"},
    {"a number of a billion digits", "1e1000000000", "tf-evaluation"},
    {"a number of a million digits", "1e1000000", "tf-evaluation"},
    {"pow", "pow(10, 1000000000)", "tf-evaluation"},
    {"for over for", "[for a in range(1000) : [for b in range(1000) : [for c in range(1000) : c]]]",
     "error tf-too-large"},
    {"for with groups", "{ for i in range(1000) : \"k\" => [for b in range(1000) : b]... }",
     "error tf-too-large"},
    {"a regular expression that backtracks",
     "regex(\"(a*)*b\", join(\"\", [for i in range(1000) : \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"]))",
     "tf-evaluation"},
    {"a repeat that is large", "regex(\"a{1000000}\", \"a\")", "tf-evaluation"},
    {"cidrsubnets",
     "[for i in range(1000) : cidrsubnets(\"10.0.0.0/8\", [for j in range(1000) : 16]...)]",
     "error tf-too-large"},
    {"indent", "indent(2000000000, \"a\\nb\")", "tf-evaluation"},
};

static void check_bomb(void **state)
{
    const struct bomb *x = *state;
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    tnk_buf_printf(&b, "resource \"r\" \"t\" { V = %s }\n", x->expr);
    run(&b, x->want);
}

/* ---- nesting ---- */

static const struct nest {
    const char *name, *before, *open, *middle, *close, *after;
    size_t n;
    const char *want;
} nests[] = {
    {"brackets", "x = ", "[", "1", "]", "\n", 500000, "error hcl-"},
    {"brackets within the limit", "x = ", "[", "1", "]", "\n", 190, NULL},
    {"parentheses", "x = ", "(", "1", ")", "\n", 500000, "error hcl-"},
    {"parentheses within the limit", "x = ", "(", "1", ")", "\n", 240, NULL},
    {"objects", "x = ", "{a=", "1", "}", "\n", 300000, "-error hcl-"},
    {"calls", "x = ", "upper(", "\"a\"", ")", "\n", 150000, "error hcl-"},
    {"calls within the limit", "x = ", "upper(", "\"a\"", ")", "\n", 240, NULL},
    {"templates", "x = ", "\"${", "1", "}\"", "\n", 200000, "error hcl-"},
    {"not not not", "x = ", "!", "true", "", "\n", 1000000, "error hcl-"},
    {"not not not within the limit", "x = ", "!", "true", "", "\n", 240, NULL},
    {"minus minus minus", "x = ", "-", "1", "", "\n", 1000000, "error hcl-"},
    {"a sum", "x = ", "1 + ", "1", "", "\n", 300000, "error hcl-"},
    {"a sum within the limit", "x = ", "1 + ", "1", "", "\n", 240, NULL},
    {"conditions", "x = ", "true ? 1 : ", "1", "", "\n", 100000, "error hcl-"},
    {"conditions within the limit", "x = ", "true ? 1 : ", "1", "", "\n", 240, NULL},
    {"conditions on the left", "x = ", "(", "true", " ? true : false)", "\n", 200, NULL},
    {"for in for", "x = ", "[for i in [1] : ", "1", "]", "\n", 60000, "error hcl-"},
    {"for in for within the limit", "x = ", "[for i in [1] : ", "1", "]", "\n", 190, NULL},
    {"attributes of attributes", "x = r.beside", ".V", "", "", "\n", 300000, "error hcl-"},
    {"indexes of indexes", "x = [1]", "[0]", "", "", "\n", 300000, "error hcl-"},
    {"splats of splats", "x = [1]", "[*]", "", "", "\n", 300000, "error hcl-"},
    {"splats of splats within the limit", "x = [1]", "[*]", "", "", "\n", 100, NULL},
    {"blocks", "", "b {\n", "", "}\n", "", 200000, "error hcl-"},
    {"blocks within the limit", "", "b {\n", "", "}\n", "", 240, NULL},
    {"heredocs", "x = ", "<<E\n${\n", "1", "\n}\nE\n", "\n", 50000, "error hcl-"},
    {"try in try", "x = ", "try(", "1", ", 2)", "\n", 240, NULL},
};

static void check_nest(void **state)
{
    const struct nest *x = *state;
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    tnk_buf_puts(&b, "resource \"r\" \"t\" {\n");
    tnk_buf_puts(&b, x->before);
    repeat(&b, x->open, x->n);
    tnk_buf_puts(&b, x->middle);
    repeat(&b, x->close, x->n);
    tnk_buf_puts(&b, x->after);
    tnk_buf_puts(&b, "}\n");
    run(&b, x->want);
}

/* ---- names that lead to names ---- */

/* n locals in a chain, each the expression with the next one for @; the first is used. */
static const struct chain {
    const char *name, *form;
    int n;
    const char *want;
} chains[] = {
    {"a chain of locals", "@", 100000, "tf-evaluation"},
    {"a chain of locals in parentheses", "((((((((((@))))))))))", 100000, "tf-evaluation"},
    {"a chain of locals in templates", "\"x${\"y${\"z${@}\"}\"}\"", 10000, "tf-evaluation"},
    {"a chain of locals in calls", "try(upper(lower(coalesce(@, \"\"))), \"x\")", 10000, NULL},
    {"a chain of locals in conditions", "true ? (false ? 1 : @) : 2", 10000, "tf-evaluation"},
    {"a chain of locals in for expressions", "[for i in [1] : [for j in [2] : @]]", 10000,
     "tf-evaluation"},
    {"a chain of locals in splats", "[[@][*]][*]", 10000, "tf-evaluation"},
    {"a chain of locals in objects", "{ (\"a\") = { b = [@] } }", 10000, "tf-evaluation"},
    {"a chain of locals in templatefile", "templatestring(local.t, { x = @ })", 10000,
     "tf-evaluation"},
};

static void put_form(tnk_buf *b, const char *form, const char *what, int i)
{
    for (const char *p = form; *p != '\0'; p++) {
        if (*p == '@')
            tnk_buf_printf(b, "%s%d", what, i);
        else
            tnk_buf_putc(b, *p);
    }
}

static void check_chain(void **state)
{
    const struct chain *x = *state;
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    tnk_buf_puts(&b, "locals {\n  t = \"<$${x}>\"\n");
    for (int i = 0; i < x->n; i++) {
        tnk_buf_printf(&b, "  l%d = ", i);
        put_form(&b, x->form, "local.l", i + 1);
        tnk_buf_putc(&b, '\n');
    }
    tnk_buf_printf(&b, "  l%d = \"end\"\n}\nresource \"r\" \"t\" { V = local.l0 }\n", x->n);
    run(&b, x->want);
}

/* 20,000 blocks, each of which refers to the next one, @: the stack that this takes is that of all
 * that lies between two of them. */
static const struct block_chain {
    const char *name, *form, *what, *want;
} block_chains[] = {
    {"a chain of attributes", "resource \"x\" \"r%d\" { a = @.a }", "x.r", "tf-evaluation"},
    {"a chain of resources", "resource \"x\" \"r%d\" { a = @ }", "x.r", "tf-evaluation"},
    {"a chain of resources as JSON",
     "resource \"x\" \"r%d\" { a = [for x in [1] : jsonencode(@)] }", "x.r", "tf-evaluation"},
    {"a chain of nested blocks", "resource \"x\" \"r%d\" {\n b {\n c {\n d = @.b[0].c\n }\n }\n }",
     "x.r", "tf-evaluation"},
    {"a chain of dynamic blocks",
     "resource \"x\" \"r%d\" {\n dynamic \"b\" {\n for_each = @.b\n content {}\n }\n }", "x.r",
     "tf-evaluation"},
    {"a chain of counts", "resource \"x\" \"r%d\" { count = length(@) }", "x.r", "tf-evaluation"},
    {"a chain of for_each",
     "resource \"x\" \"r%d\" { for_each = toset([for k, v in @ : \"x${k}\"]) }", "x.r",
     "tf-evaluation"},
    {"a chain of policies",
     "data \"aws_iam_policy_document\" \"r%d\" { source_policy_documents = [@.json] }",
     "data.aws_iam_policy_document.r", "tf-evaluation"},
    {"a chain of statements",
     "data \"aws_iam_policy_document\" \"r%d\" {\n statement {\n condition {\n test = @.json\n }\n "
     "}\n }",
     "data.aws_iam_policy_document.r", "tf-evaluation"},
    {"a chain of templates",
     "data \"template_file\" \"r%d\" {\n template = \"$${v}\"\n vars = { v = @.rendered }\n }",
     "data.template_file.r", "tf-evaluation"},
    {"a chain of modules' arguments", "module \"r%d\" {\n source = \"./m\"\n v = @.v\n }",
     "module.r", "tf-evaluation"},
    {"a chain of modules' counts",
     "module \"r%d\" {\n source = \"./m\"\n v = 1\n count = @[0].v\n }", "module.r",
     "tf-evaluation"},
};

static void put_block(tnk_buf *b, const struct block_chain *x, int i)
{
    for (const char *p = x->form; *p != '\0'; p++) {
        if (*p == '@')
            tnk_buf_printf(b, "%s%d", x->what, i + 1);
        else if (strncmp(p, "%d", 2) == 0)
            tnk_buf_printf(b, "%d", i), p++;
        else
            tnk_buf_putc(b, *p);
    }
    tnk_buf_putc(b, '\n');
}

static void check_block_chain(void **state)
{
    const struct block_chain *x = *state;
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    for (int i = 0; i < 20000; i++)
        put_block(&b, x, i);
    run(&b, x->want);
}

/* ---- how many ---- */

static const struct many {
    const char *name, *text, *want;
} manies[] = {
    {"a billion by count", "resource \"x\" \"y\" { count = 1000000000 }\n",
     "error tf-too-many-instances"},
    {"a number beyond 64 bits by count", "resource \"x\" \"y\" { count = 1e30 }\n", "tf-"},
    {"a million by for_each",
     "locals { k = [for a in range(1000) : \"k${a}\"] }\n"
     "resource \"x\" \"y\" { for_each = toset([for p in setproduct(local.k, local.k) : "
     "\"${p[0]}${p[1]}\"]) }\n",
     "tf-"},
    {"a hundred million in sixteen resources of many",
     "resource \"x\" \"a\" { count = 200000 }\nresource \"x\" \"b\" { count = 200000 }\n"
     "resource \"x\" \"c\" { count = 200000 }\nresource \"x\" \"d\" { count = 200000 }\n"
     "resource \"x\" \"e\" { count = 200000 }\nresource \"x\" \"f\" { count = 200000 }\n",
     "-error tf-too-large"},
    {"all instances in each instance",
     "resource \"x\" \"a\" { count = 20000 }\nresource \"x\" \"b\" {\n  count = 20000\n  v = "
     "x.a[*].id\n}\n",
     "-error tf-too-large"},
    {"blocks for each of many",
     "resource \"x\" \"a\" {\n  dynamic \"b\" {\n    for_each = range(1000)\n    content {\n      "
     "dynamic \"c\" {\n"
     "        for_each = range(1000)\n        content {\n          dynamic \"d\" {\n            "
     "for_each = range(1000)\n"
     "            content { n = 1 }\n          }\n        }\n      }\n    }\n  }\n}\n",
     "error tf-too-large"},
};

static void check_many(void **state)
{
    const struct many *x = *state;
    tnk_buf b = TNK_BUF_INIT;
    put_beside(&b);
    tnk_buf_puts(&b, x->text);
    run(&b, x->want);
}

static void dynamic_in_dynamic(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    put_beside(&b);
    tnk_buf_puts(&b, "resource \"r\" \"t\" {\n");
    for (int i = 0; i < 10000; i++)
        tnk_buf_puts(&b, "dynamic \"b\" {\nfor_each = [1]\ncontent {\n");
    repeat(&b, "}\n}\n", 10000);
    tnk_buf_puts(&b, "}\n");
    run(&b, "error hcl-");
}

static void dynamic_within_the_limit(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    put_beside(&b);
    tnk_buf_puts(&b, "resource \"r\" \"t\" {\n");
    for (int i = 0; i < 80; i++)
        tnk_buf_puts(&b, "dynamic \"b\" {\nfor_each = [1]\ncontent {\n");
    repeat(&b, "}\n}\n", 80);
    tnk_buf_puts(&b, "}\nresource \"r\" \"u\" { V = r.t }\n");
    run(&b, NULL);
}

/* ---- modules ---- */

/* Module d0 calls d1 twice, d1 calls d2 twice, ... */
static void module_laughs(void **state)
{
    scan s = {.quiet = true};
    char names[30][24], texts[30][160];
    scan_file files[30];
    (void)state;
    for (int i = 0; i < 30; i++) {
        snprintf(names[i], sizeof names[i], "d%02d/main.tf", i);
        snprintf(texts[i], sizeof texts[i],
                 "module \"a\" {\n  source = \"../d%02d\"\n  count  = 10\n}\nmodule \"b\" { source "
                 "= \"../d%02d\" }\n"
                 "resource \"r\" \"t\" {}\n",
                 i + 1, i + 1);
        if (i == 29)
            snprintf(texts[i], sizeof texts[i], "resource \"r\" \"t\" {}\n");
        files[i] = (scan_file){{names[i], strlen(names[i])}, {texts[i], strlen(texts[i])}};
    }
    clock_t start = clock();
    scan_run(&s, files, 30, NULL, 0);
    print_message("%.2f s, %zu MB, %zu resources\n", (double)(clock() - start) / CLOCKS_PER_SEC,
                  s.used >> 20, s.n_resources);
    assert_non_null(strstr(scan_text(&s.diags), "error tf-too-large"));
    assert_true((clock() - start) / CLOCKS_PER_SEC < SECONDS_MAX);
    assert_true(s.n_resources > 1000);
    scan_free(&s);
}

/* Modules too deep for the limit, one calling the next. */
static void module_chain(void **state)
{
    scan s = {.quiet = true};
    char names[60][24], texts[60][160];
    scan_file files[60];
    (void)state;
    for (int i = 0; i < 60; i++) {
        snprintf(names[i], sizeof names[i], "d%02d/main.tf", i);
        snprintf(texts[i], sizeof texts[i],
                 "module \"a\" { source = \"../d%02d\" }\nresource \"r\" \"t\" {}\noutput \"o\" { "
                 "value = module.a.o }\n",
                 i + 1);
        if (i == 59)
            snprintf(texts[i], sizeof texts[i],
                     "resource \"r\" \"t\" {}\noutput \"o\" { value = 1 }\n");
        files[i] = (scan_file){{names[i], strlen(names[i])}, {texts[i], strlen(texts[i])}};
    }
    scan_run(&s, files, 60, NULL, 0);
    assert_non_null(strstr(scan_text(&s.diags), "error tf-module-depth"));
    assert_true(s.n_resources >= 31);
    scan_free(&s);
}

/* 250 bytes of evaluation at each of the module levels: the depth of the stack is the product. */
static void module_depth(void **state)
{
    scan s = {.quiet = true};
    char names[30][24];
    tnk_buf texts[30];
    scan_file files[30];
    (void)state;
    for (int i = 0; i < 30; i++) {
        texts[i] = (tnk_buf)TNK_BUF_INIT;
        snprintf(names[i], sizeof names[i], "d%02d/main.tf", i);
        tnk_buf_printf(&texts[i],
                       "variable \"v\" {}\nmodule \"a\" {\n  source = \"../d%02d\"\n  v = ", i + 1);
        repeat(&texts[i], "[", 200);
        tnk_buf_puts(&texts[i], "var.v");
        repeat(&texts[i], "]", 200);
        tnk_buf_puts(&texts[i], "\n}\nresource \"r\" \"t\" { V = var.v }\n");
        files[i] = (scan_file){{names[i], strlen(names[i])}, tnk_buf_str(&texts[i])};
    }
    scan_run(&s, files, 30, NULL, 0);
    assert_true(s.n_resources >= 30);
    scan_free(&s);
    for (int i = 0; i < 30; i++)
        tnk_buf_free(&texts[i]);
}

/* ---- size ---- */

static void many_resources(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    put_beside(&b);
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, "resource \"r\" \"t%d\" { V = local.x }\n", i);
    tnk_buf_puts(&b, "locals { x = \"x\" }\n");
    run(&b, NULL);
}

static void many_mistakes(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    scan s = {.quiet = true};
    (void)state;
    put_beside(&b);
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, "resource \"r\" \"t%d\" { V = local.x%d }\n", i, i);
    scan_file f = {{"main.tf", 7}, tnk_buf_str(&b)};
    scan_run(&s, &f, 1, NULL, 0);
    assert_true(s.n_resources == 100001);
    assert_true(count_lines(&s.diags) == 201); /* TF_DIAGS_MAX, and that there are more */
    scan_free(&s);
    tnk_buf_free(&b);
}

static void many_attributes(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    put_beside(&b);
    tnk_buf_puts(&b, "resource \"r\" \"t\" {\n");
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, "  a%d = r.t.a%d\n", i, i + 1);
    tnk_buf_puts(&b, "}\n");
    run(&b, "tf-evaluation");
}

static void many_blocks(void **state)
{
    tnk_buf b = TNK_BUF_INIT;
    (void)state;
    put_beside(&b);
    tnk_buf_puts(&b, "resource \"r\" \"t\" {\n");
    for (int i = 0; i < 100000; i++)
        tnk_buf_printf(&b, "  b%d { a = %d }\n", i % 1000, i);
    tnk_buf_puts(&b, "}\nresource \"r\" \"u\" { V = r.t }\n");
    run(&b, NULL);
}

#define EACH(rows, check)                                                                          \
    for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++)                                     \
        t[n++] = (struct CMUnitTest){(rows)[i].name, check, NULL, NULL, (void *)&(rows)[i]};

int main(void)
{
    static struct CMUnitTest t[200];
    static const struct CMUnitTest others[] = {
        cmocka_unit_test(dynamic_in_dynamic), cmocka_unit_test(dynamic_within_the_limit),
        cmocka_unit_test(module_laughs),      cmocka_unit_test(module_chain),
        cmocka_unit_test(module_depth),       cmocka_unit_test(many_resources),
        cmocka_unit_test(many_mistakes),      cmocka_unit_test(many_attributes),
        cmocka_unit_test(many_blocks),
    };
    size_t n = 0;
    /* As a worker has it, whatever the shell that runs the tests gives. */
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) != 0)
        return 99;
    stack.rlim_cur = stack.rlim_max < (8 << 20) ? stack.rlim_max : (8 << 20);
    if (setrlimit(RLIMIT_STACK, &stack) != 0)
        return 99;
    EACH(all_laughs, check_laugh)
    EACH(bombs, check_bomb)
    EACH(nests, check_nest)
    EACH(chains, check_chain)
    EACH(block_chains, check_block_chain)
    EACH(manies, check_many)
    memcpy(t + n, others, sizeof others);
    n += sizeof others / sizeof *others;
    if (getenv("TNK_CASE") != NULL)
        cmocka_set_test_filter(getenv("TNK_CASE"));
    return _cmocka_run_group_tests("terraform limits", t, n, NULL, NULL);
}
