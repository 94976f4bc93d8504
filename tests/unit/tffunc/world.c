/* SPDX-License-Identifier: Apache-2.0
 * What functions say of files, and of what cannot be known: why, and which parts are. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>

#include <cmocka.h>
#include <stdlib.h>

#include "tests/unit/tffunc/expression.h"

/* ---- a target of three files ---- */

static int read_file(void *ud, tnk_str path, tnk_str *ret)
{
    (void)ud;
    if (tf_is(path, "a.txt"))
        *ret = tf_str("hello\n");
    else if (tf_is(path, "latin1"))
        *ret = tf_str("\xE9");
    else if (tf_is(path, "t.tftpl"))
        *ret = tf_str("Hi ${name}");
    else
        return tf_is(path, "secret") ? -2 : -1;
    return 0;
}

static int fileset(void *ud, tnk_str dir, tnk_str pattern, const tnk_str **ret, size_t *n)
{
    static const tnk_str paths[] = { { "a.txt", 5 }, { "b/c.txt", 7 } };
    (void)ud;
    if (!tf_is(dir, "."))
        return -1;
    *ret = paths;
    *n = tf_is(pattern, "**") ? 2 : 1;
    return (int)*n;
}

/* Templates are the evaluator's; this one says what it was asked. */
static const cty_value *render(void *ud, tnk_str name, tnk_str text, const cty_value *vars)
{
    fixture *f = ud;
    tf_buf b = { .mem = &f->mem };
    tf_putf(&b, "%.*s|%.*s|%u", CTY_SHOW(name), CTY_SHOW(text), vars->n);
    return cty_text(&f->cty, tf_take(&b));
}

/* ---- answers ---- */

static const struct row {
    const char *expr;
    const char *want;           /* JSON; NULL: unknown, or an error when why is 0 */
    uint32_t why;
    const char *told;           /* in the reason, or in the error */
    const char *parts;
} rows[] = {
    { "file(\"a.txt\")", "\"hello\\n\"", 0, NULL, NULL },
    { "file(\"gone\")", NULL, TNK_WHY_EXTERNAL, "this file is not in the target: gone", NULL },
    { "file(\"secret\")", NULL, TNK_WHY_EXTERNAL, "cannot be read", NULL },
    { "file(\"latin1\")", NULL, 0, "no UTF-8", NULL },
    { "file(unknown)", NULL, TNK_WHY_REFERENCE, "why", NULL },
    { "filebase64(\"a.txt\")", "\"aGVsbG8K\"", 0, NULL, NULL },
    { "filebase64(\"latin1\")", "\"6Q==\"", 0, NULL, NULL },
    { "filemd5(\"a.txt\")", "\"b1946ac92492d2347c6235b4d2611184\"", 0, NULL, NULL },
    { "filesha1(\"a.txt\")", "\"f572d396fae9206628714fb2ce00f72e94f2258f\"", 0, NULL, NULL },
    { "filesha256(\"a.txt\")", "\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\"", 0, NULL, NULL },
    { "filebase64sha256(\"a.txt\")", "\"WJG1tSLV3whtD/CxEPvZ0hu0/HFjrzTQgoai6Eb2vgM=\"", 0, NULL, NULL },
    { "filesha512(\"gone\")", NULL, TNK_WHY_EXTERNAL, "gone", NULL },
    { "fileexists(\"a.txt\")", "true", 0, NULL, NULL },
    { "fileexists(\"gone\")", "false", 0, NULL, NULL },
    { "fileexists(\"secret\")", NULL, TNK_WHY_EXTERNAL, "cannot be read", NULL },
    { "fileset(\".\",\"**\")", "[\"a.txt\",\"b/c.txt\"]", 0, NULL, NULL },
    { "fileset(\"..\",\"**\")", NULL, TNK_WHY_EXTERNAL, "cannot be told", NULL },
    { "templatefile(\"t.tftpl\",{\"name\":\"x\"})", "\"t.tftpl|Hi ${name}|1\"", 0, NULL, NULL },
    { "templatefile(\"t.tftpl\",[])", NULL, 0, "an object or a map", NULL },
    { "templatefile(\"gone\",{})", NULL, TNK_WHY_EXTERNAL, "gone", NULL },
    { "templatestring(\"a${b}\",{\"b\":unknown})", "\"templatestring|a${b}|1\"", 0, NULL, NULL },
    { "pathexpand(\"~/x\")", NULL, TNK_WHY_EXTERNAL, "home folder", NULL },
    { "pathexpand(\"~bob/x\")", NULL, 0, "another user", NULL },
    { "abspath(\"x\")", NULL, TNK_WHY_EXTERNAL, "the folder in which Terraform runs", NULL },
    { "timestamp()", NULL, TNK_WHY_EXTERNAL, "the time of the run", NULL },
    { "plantimestamp()", NULL, TNK_WHY_EXTERNAL, "the time of the run", NULL },
    { "uuid()", NULL, TNK_WHY_EXTERNAL, "UUID", NULL },
    { "bcrypt(\"x\",5)", NULL, TNK_WHY_EXTERNAL, "bcrypt", NULL },
    { "base64gzip(\"x\")", NULL, TNK_WHY_UNSUPPORTED, "compressor", NULL },
    { "formatdate(\"YYYY\",timestamp())", NULL, TNK_WHY_EXTERNAL, "the time of the run", NULL },
    { "upper(unknown)", NULL, TNK_WHY_REFERENCE, "why", NULL },
    { "join(\",\",[\"a\",unknown,\"b\"])", NULL, TNK_WHY_REFERENCE, "why", "a,,b" },
    { "join(\",\",[\"a\"],split(\",\",unknown),[\"b\"])", NULL, TNK_WHY_REFERENCE, "why", "a,b" },
    { "format(\"s3-%s-%d\",unknown,5)", NULL, TNK_WHY_REFERENCE, "why", "s3--5" },
    { "format(\"<%s>\",join(\"+\",[\"a\",unknown]))", NULL, TNK_WHY_REFERENCE, "why", "<a+>" },
    { "replace(join(\",\",[\"0.0.0.0/0\",unknown]),\"a\",\"b\")", NULL, TNK_WHY_REFERENCE, "why", "0.0.0.0/0," },
    { "trimspace(format(\"a%s\",unknown))", NULL, TNK_WHY_REFERENCE, "why", "a" },
    { "jsonencode({\"a\":\"x\",\"b\":[unknown,\"y\",1]})", NULL, TNK_WHY_REFERENCE, "why", "x\ny" },
    { "yamlencode({\"a\":\"x\",\"b\":unknown})", NULL, TNK_WHY_REFERENCE, "why", "x" },
    { "lower(1,2)", NULL, 0, "too many arguments for the function lower: 2, not 1 or fewer", NULL },
    { "split(\",\")", NULL, 0, "too few arguments for the function split: 1, not 2 or more", NULL },
    { "sum([\"a\"])", NULL, 0, "the function sum fails: ", NULL },
    { "keys(null)", NULL, 0, "the function keys fails at argument 1: it must not be null", NULL },
};

static void check(void **state)
{
    const struct row *r = *state;
    fixture *f = calloc(1, sizeof *f);
    tf_world world = { .ud = f, .read = read_file, .fileset = fileset, .render = render };
    fixture_open(f, &world);
    const cty_value *v = fixture_eval(f, r->expr);
    if (r->want != NULL) {
        assert_non_null(v);
        assert_string_equal(cty_to_json(&f->cty, v).ptr, r->want);
    } else if (r->why == 0) {
        assert_null(v);
        assert_non_null(strstr(f->cty.error, r->told));
    } else {
        assert_non_null(v);
        assert_true(cty_is_unknown(v));
        assert_int_equal(v->unknown->why, r->why);
        assert_non_null(strstr(v->unknown->reason.ptr, r->told));
        assert_true(tf_is(v->unknown->parts, r->parts != NULL ? r->parts : ""));
    }
    fixture_close(f);
    free(f);
}

/* Without a world there are no files, and nothing else changes. */
static void no_world(void **state)
{
    static const char *const exprs[] = { "file(\"a.txt\")", "fileexists(\"a.txt\")", "fileset(\".\",\"*\")",
        "filemd5(\"a\")", "templatefile(\"a\",{})", "templatestring(\"a\",{})" };
    (void)state;
    for (size_t i = 0; i < sizeof exprs / sizeof *exprs; i++) {
        fixture *f = calloc(1, sizeof *f);
        fixture_open(f, NULL);
        const cty_value *v = fixture_eval(f, exprs[i]);
        assert_true(v != NULL && cty_is_unknown(v));
        fixture_close(f);
        free(f);
    }
}

/* terraform metadata functions -json of 1.9, without what the evaluator does itself. */
static void names(void **state)
{
    static const char *const all[] = { "abs", "abspath", "alltrue", "anytrue", "base64decode", "base64encode", "base64gzip",
        "base64sha256", "base64sha512", "basename", "bcrypt", "ceil", "chomp", "chunklist", "cidrhost", "cidrnetmask",
        "cidrsubnet", "cidrsubnets", "coalesce", "coalescelist", "compact", "concat", "contains", "csvdecode", "dirname",
        "distinct", "element", "endswith", "ephemeralasnull", "file", "filebase64", "filebase64sha256",
        "filebase64sha512", "fileexists", "filemd5", "fileset", "filesha1", "filesha256", "filesha512", "flatten",
        "floor", "format", "formatdate", "formatlist", "indent", "index", "issensitive", "join", "jsondecode",
        "jsonencode", "keys", "length", "log", "lookup", "lower", "matchkeys", "max", "md5", "merge", "min",
        "nonsensitive", "one", "parseint", "pathexpand", "plantimestamp", "pow", "range", "regex", "regexall", "replace",
        "reverse", "rsadecrypt", "sensitive", "setintersection", "setproduct", "setsubtract", "setunion", "sha1",
        "sha256", "sha512", "signum", "slice", "sort", "split", "startswith", "strcontains", "strrev", "substr", "sum",
        "templatefile", "templatestring", "textdecodebase64", "textencodebase64", "timeadd", "timecmp", "timestamp",
        "title", "tobool", "tolist", "tomap", "tonumber", "toset", "tostring", "transpose", "trim", "trimprefix",
        "trimspace", "trimsuffix", "upper", "urlencode", "uuid", "uuidv5", "values", "yamldecode", "yamlencode",
        "zipmap" };
    (void)state;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const tf_func *f = tf_func_find(tf_str(all[i]));
        if (f == NULL)
            fail_msg("there is no function %s", all[i]);
        assert_string_equal(f->name, all[i]);
    }
    assert_ptr_equal(tf_func_find(tf_str("core::upper")), tf_func_find(tf_str("upper")));
    assert_null(tf_func_find(tf_str("")));
    assert_null(tf_func_find(tf_str("core::")));
    assert_null(tf_func_find(tf_str("try")));
    assert_null(tf_func_find(tf_str("uppe")));
    assert_null(tf_func_find(tf_str("provider::aws::arn_parse")));
}

int main(void)
{
    enum { ROWS = sizeof rows / sizeof *rows };
    struct CMUnitTest tests[ROWS + 2] = { cmocka_unit_test(no_world), cmocka_unit_test(names) };
    for (size_t i = 0; i < ROWS; i++)
        tests[i + 2] = (struct CMUnitTest){ rows[i].expr, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    return cmocka_run_group_tests_name("tffunc_world", tests, NULL, NULL);
}
