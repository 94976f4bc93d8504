/* SPDX-License-Identifier: Apache-2.0
 * IAM policies in all the shapes the grammar allows, normalised; and IAM patterns. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "core/model/policy.h"
#include "tests/unit/model/show.h"

#define NORMAL "[{\"effect\":\"Allow\",\"actions\":[\"s3:*\"],\"resources\":[\"*\"]}]"

static const struct row { const char *name, *in, *want; } rows[] = {
    { "lists", "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\"],\"Resource\":[\"*\"]}]}", NORMAL },
    { "single things", "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}", NORMAL },
    { "JSON in a text", "\"{\\\"Statement\\\":{\\\"Effect\\\":\\\"Allow\\\",\\\"Action\\\":\\\"s3:*\\\",\\\"Resource\\\":\\\"*\\\"}}\"", NORMAL },
    { "percent-encoded JSON", "\"%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3A*%22%2C%22Resource%22%3A%22*%22%7D%7D\"", NORMAL },
    { "lower case, as some exports have it", "{\"statement\":{\"effect\":\"Allow\",\"action\":\"s3:*\",\"resource\":\"*\"}}", NORMAL },
    { "several documents", "[{\"Statement\":{\"Effect\":\"Allow\"}},{\"Statement\":{\"Effect\":\"Deny\"}}]", "[{\"effect\":\"Allow\"},{\"effect\":\"Deny\"}]" },
    { "a bare statement", "{\"Effect\":\"Deny\",\"NotAction\":\"a\",\"NotResource\":\"b\"}", "[{\"effect\":\"Deny\",\"not_actions\":[\"a\"],\"not_resources\":[\"b\"]}]" },
    { "principal *", "{\"Statement\":{\"Principal\":\"*\"}}", "[{\"principals\":[{\"type\":\"*\",\"id\":\"*\"}]}]" },
    { "principals by type", "{\"Statement\":{\"Principal\":{\"AWS\":[\"1\",\"2\"],\"Service\":\"s\"}}}",
      "[{\"principals\":[{\"type\":\"AWS\",\"id\":\"1\"},{\"type\":\"AWS\",\"id\":\"2\"},{\"type\":\"Service\",\"id\":\"s\"}]}]" },
    { "not principal", "{\"Statement\":{\"NotPrincipal\":{\"AWS\":\"1\"}}}", "[{\"not_principals\":[{\"type\":\"AWS\",\"id\":\"1\"}]}]" },
    { "conditions", "{\"Statement\":{\"Condition\":{\"Bool\":{\"aws:SecureTransport\":false},\"StringEquals\":{\"k\":[\"a\",\"b\"]}}}}",
      "[{\"conditions\":[{\"operator\":\"Bool\",\"key\":\"aws:SecureTransport\",\"values\":[\"false\"]},{\"operator\":\"StringEquals\",\"key\":\"k\",\"values\":[\"a\",\"b\"]}]}]" },
    { "no statement", "{\"Version\":\"2012-10-17\"}", "[]" },
    { "text that is no JSON", "\"hello\"", "?the text is not a policy in JSON" },
    { "a statement that is none", "{\"Statement\":[7]}", "[?this has no place in a policy]" },
    { "numbers and flags are texts", "{\"Statement\":{\"Effect\":true,\"Action\":[1,{}],\"Principal\":{\"AWS\":123456789012}}}",
      "[{\"effect\":\"true\",\"actions\":[\"1\",?this has no place in a policy],\"principals\":[{\"type\":\"AWS\",\"id\":\"123456789012\"}]}]" },
    { "a condition that is none", "{\"Statement\":{\"Condition\":{\"Bool\":7}}}", "[{\"conditions\":[?this has no place in a policy]}]" },
};

static void check(void **state)
{
    const struct row *r = *state;
    struct shown s;
    shown_open(&s, r->in);
    const char *got = shown_text(&s, tnk_policy_read(&s.doc, s.arena, s.atoms));
    if (r->want[0] == '?')      /* an unresolved document stays one item of the list */
        assert_non_null(strstr(got, r->want));
    else
        assert_string_equal(got, r->want);
    shown_close(&s);
}

static const struct cover { const char *name, *pattern, *text; int covers; } covers[] = {
    { "equal", "s3:GetObject", "s3:GetObject", 1 }, { "case", "S3:getobject", "s3:GetObject", 1 },
    { "star", "s3:*", "s3:GetObject", 1 }, { "inner star", "s3:G*t", "s3:GetObject", 1 },
    { "star matches nothing", "s3:*Get*", "s3:Get", 1 }, { "question mark", "s3:Get?bject", "s3:GetObject", 1 },
    { "question mark needs one", "s3:Get?", "s3:Get", 0 }, { "other service", "ec2:*", "s3:GetObject", 0 },
    { "prefix only", "s3:Get", "s3:GetObject", 0 }, { "all", "*", "anything", 1 }, { "empty", "", "", 1 },
    { "empty pattern", "", "x", 0 }, { "going back", "*ab*ab", "aababab", 1 }, { "many stars", "*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaac", 0 },
};

static void check_cover(void **state)
{
    const struct cover *c = *state;
    assert_int_equal(tnk_policy_covers(tnk_str_of(c->pattern), tnk_str_of(c->text)), c->covers);
}

int main(void)
{
    enum { N = sizeof rows / sizeof *rows, M = sizeof covers / sizeof *covers };
    struct CMUnitTest t[N + M];
    for (size_t i = 0; i < N; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)(uintptr_t)&rows[i] };
    for (size_t i = 0; i < M; i++)
        t[N + i] = (struct CMUnitTest){ covers[i].name, check_cover, NULL, NULL, (void *)(uintptr_t)&covers[i] };
    return cmocka_run_group_tests_name("policy", t, NULL, NULL);
}
