/* SPDX-License-Identifier: Apache-2.0
 * Exports of AWS Config: what is one, which resources come out of it, called what, and with which values.
 * Single quotes stand for double ones. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/aws-config/bench.h"

#define ITEM(type, id, more) "{'configurationItemStatus':'OK','resourceType':'" type "','resourceId':'" id "'" more "}"
#define BUCKET(more) ITEM("AWS::S3::Bucket", "b", more)
#define SNAPSHOT(items) "{'fileVersion':'1.0','configSnapshotId':'x','configurationItems':[" items "]}"
#define ANSWER(fields, rows) "{'Results':[" rows "],'QueryInfo':{'SelectFields':[" fields "]}}"
#define ROW(more) "'{\\'configurationItemStatus\\':\\'OK\\',\\'resourceType\\':\\'AWS::S3::Bucket\\',\\'resourceId\\':\\'b\\'" more "}'"
#define IN(region) ",'awsRegion':'" region "','accountId':'111122223333'"
#define B "AWS::S3::Bucket b =b,arn:aws:s3:::b\n"

static const struct row {
    const char *name, *text, *resources;
    const char *show, *values;      /* NULL: not looked at */
    const char *references, *diags; /* NULL: none */
} rows[] = {
    /* covers */
    { "a snapshot", SNAPSHOT(BUCKET("")), B, NULL, NULL, NULL, NULL },
    { "an empty snapshot", SNAPSHOT(""), "", NULL, NULL, NULL, NULL },
    { "a history of the API", "{'configurationItems':[" BUCKET("") "]}", B, NULL, NULL, NULL, NULL },
    { "a batch of the API", "{'baseConfigurationItems':[" BUCKET("") "],'unprocessedResourceKeys':[]}", B, NULL, NULL,
      NULL, NULL },
    { "the answer to a query", ANSWER("", ROW("")), B, NULL, NULL, NULL, NULL },
    { "one item", BUCKET(""), B, NULL, NULL, NULL, NULL },
    { "a list of items", "[" BUCKET("") "]", B, NULL, NULL, NULL, NULL },
    /* other documents that use the words */
    { "not any list of that name", "{'configurationItems':['a',{'b':1}]}", "", NULL, NULL, NULL, NULL },
    { "not a type by itself", "{'configurationItems':[{'resourceType':'AWS::S3::Bucket'}]}", "", NULL, NULL, NULL, NULL },
    { "not any results", "{'Results':[{'resourceType':'AWS::S3::Bucket'}],'QueryInfo':'x'}", "", NULL, NULL, NULL, NULL },
    { "not a rule about items", "{'Resources':{'R':{'Type':'AWS::Config::ConfigRule','Properties':{'MessageType':"
      "'ConfigurationItemChangeNotification'}}}}", "", NULL, NULL, NULL, NULL },
    { "not an item of another kind of type", "{'configurationItemStatus':'OK','resourceType':'bucket'}", "", NULL, NULL,
      NULL, NULL },
    /* addresses and names */
    { "name, id and ARN", SNAPSHOT(ITEM("A::B::C", "i-1", ",'resourceName':'n','ARN':'arn:x'")),
      "A::B::C n =i-1,n,arn:x\n", NULL, NULL, NULL, NULL },
    { "only an ARN", SNAPSHOT("{'configurationItemStatus':'OK','resourceType':'A::B::C','arn':'arn:x'}"),
      "A::B::C arn:x =arn:x\n", NULL, NULL, NULL, NULL },
    { "a name twice", SNAPSHOT(ITEM("A::B::C", "1", ",'resourceName':'n'") "," ITEM("A::B::C", "2", ",'resourceName':'n'")),
      "A::B::C 1 =1,n\nA::B::C 2 =2,n\n", NULL, NULL, NULL, NULL },
    { "an id in two regions", SNAPSHOT(ITEM("A::B::C", "t", IN("ap-northeast-1")) "," ITEM("A::B::C", "t", IN("ap-northeast-3"))),
      "A::B::C t (ap-northeast-1) =t\nA::B::C t (ap-northeast-3) =t\n", NULL, NULL, NULL, NULL },
    { "an id in two accounts", SNAPSHOT(ITEM("A::B::C", "t", IN("us-east-1")) ","
      ITEM("A::B::C", "t", ",'awsRegion':'us-east-1','awsAccountId':'444455556666'")),
      "A::B::C t (111122223333, us-east-1) =t\nA::B::C t (444455556666, us-east-1) =t\n", NULL, NULL, NULL, NULL },
    { "an id of two types", SNAPSHOT(ITEM("A::B::C", "t", IN("us-east-1")) "," ITEM("A::B::D", "t", IN("us-east-1"))),
      "A::B::C t (A::B::C) =t\nA::B::D t (A::B::D) =t\n", NULL, NULL, NULL, NULL },
    { "nothing but an id twice", SNAPSHOT(ITEM("A::B::C", "t", "") "," ITEM("A::B::C", "t", "")),
      "A::B::C t #1 =t\nA::B::C t #2 =t\n", NULL, NULL, NULL, NULL },
    { "a name that is another's id", SNAPSHOT(ITEM("A::B::C", "x", ",'resourceName':'y'") "," ITEM("A::B::C", "y", IN("r-1"))),
      "A::B::C y =x,y\nA::B::C y (r-1) =y\n", NULL, NULL, NULL, NULL },
    { "no name at all", ANSWER("", "'{\\'resourceType\\':\\'A::B::C\\'}'"), "A::B::C A::B::C #1\n", NULL, NULL, NULL,
      "warning aws-config-no-id\n" },
    /* values */
    { "everything is kept", SNAPSHOT(BUCKET(",'x':[1,null,2.5]")), B, NULL,
      "{'configurationItemStatus':'OK','resourceType':'AWS::S3::Bucket','resourceId':'b','x':[1,null,2.5]}\n", NULL, NULL },
    { "one spelling", SNAPSHOT("{'configurationItemStatus':'OK','resourceType':'A::B::C','ARN':'a','awsAccountId':'1'}"),
      "A::B::C a =a\n", NULL, "{'configurationItemStatus':'OK','resourceType':'A::B::C','arn':'a','accountId':'1'}\n", NULL,
      NULL },
    { "a configuration", SNAPSHOT(BUCKET(",'configuration':{'name':'b'}")), B, "configuration", "{'name':'b'}\n", NULL, NULL },
    { "a configuration in a text", SNAPSHOT(BUCKET(",'configuration':'{\\'name\\':[true]}'")), B, "configuration",
      "{'name':[true]}\n", NULL, NULL },
    { "no configuration", SNAPSHOT(BUCKET(",'configuration':null")), B, "configuration", "{}\n", NULL, NULL },
    { "no configuration in a text", SNAPSHOT(BUCKET(",'configuration':'null'")), B, "configuration", "{}\n", NULL, NULL },
    { "an empty configuration", SNAPSHOT(BUCKET(",'configuration':''")), B, "configuration", "{}\n", NULL, NULL },
    { "a damaged configuration", SNAPSHOT(BUCKET(",'configuration':'{\\'name\\':'")), B, "configuration", "?invalid\n", NULL,
      "warning aws-config-bad-item\n" },
    { "a configuration that is a list", SNAPSHOT(BUCKET(",'configuration':[1]")), B, "configuration", "?invalid\n", NULL,
      "warning aws-config-bad-item\n" },
    { "supplements in texts",
      SNAPSHOT(BUCKET(",'supplementaryConfiguration':{'A':'{\\'x\\':1}','B':'[2]','C':'plain','D':'{plain','E':3,'F':'true',"
                      "'G':'\\'{\\\\\\'y\\\\\\':4}\\'','H':'null','I':{'p':'{\\'x\\':1}'}}")), B, "supplementaryConfiguration",
      "{'A':{'x':1},'B':[2],'C':'plain','D':'{plain','E':3,'F':true,'G':{'y':4},'H':null,'I':{'p':'{\\'x\\':1}'}}\n", NULL,
      NULL },
    { "damaged supplements", SNAPSHOT(BUCKET(",'supplementaryConfiguration':7")), B, "supplementaryConfiguration",
      "?invalid\n", NULL, "warning aws-config-bad-item\n" },
    { "percent-encoded policies stay", SNAPSHOT(BUCKET(",'configuration':{'d':'%7B%7D'}")), B, "configuration",
      "{'d':'%7B%7D'}\n", NULL, NULL },
    { "a map of tags", SNAPSHOT(BUCKET(",'tags':{'k':'v'}")), B, "tags", "{'k':'v'}\n", NULL, NULL },
    { "a list of tags", SNAPSHOT(BUCKET(",'tags':[{'tag':'k=v','key':'k','value':'v'},{'key':'l'},3]")), B, "tags",
      "{'k':'v'}\n", NULL, NULL },
    { "no tags", SNAPSHOT(BUCKET(",'tags':null")), B, "tags", "{}\n", NULL, NULL },
    { "whole numbers of queries", ANSWER("", ROW(",\\'configuration\\':{\\'p\\':[{\\'fromPort\\':22.0},-1.0,2.5,1.0e3,0.0]}")), B,
      "configuration", "{'p':[{'fromPort':22},-1,2.5,1.0e3,0]}\n", NULL, NULL },
    { "numbers of snapshots stay", SNAPSHOT(BUCKET(",'configuration':{'p':22.0}")), B, "configuration", "{'p':22.0}\n", NULL,
      NULL },
    { "what was not asked for is not known", ANSWER("", ROW("")), B, "configuration", "?external\n", NULL, NULL },
    { "nor are supplements", ANSWER("", ROW("")), B, "supplementaryConfiguration", "?external\n", NULL, NULL },
    { "a null of a query", ANSWER("", ROW(",\\'configuration\\':null")), B, "configuration", "{}\n", NULL, NULL },
    /* states */
    { "deleted", SNAPSHOT("{'configurationItemStatus':'ResourceDeleted','resourceType':'A::B::C','resourceId':'1'},"
      "{'configurationItemStatus':'ResourceDeletedNotRecorded','resourceType':'A::B::C','resourceId':'2'}"), "", NULL, NULL,
      NULL, NULL },
    { "not recorded", SNAPSHOT("{'configurationItemStatus':'ResourceNotRecorded','resourceType':'A::B::C','resourceId':'1'},"
      "{'configurationItemStatus':'ResourceNotRecorded','resourceType':'A::B::C','resourceId':'2'}"), "", NULL, NULL, NULL,
      "note aws-config-not-recorded\n" },
    { "discovered", SNAPSHOT("{'configurationItemStatus':'ResourceDiscovered','resourceType':'A::B::C','resourceId':'1'}"),
      "A::B::C 1 =1\n", NULL, NULL, NULL, NULL },
    { "the last state counts",
      SNAPSHOT(BUCKET(",'v':1,'configurationItemCaptureTime':'2026-01-01T00:00:00Z'" IN("r")) ","
               BUCKET(",'v':2,'configurationItemCaptureTime':'2026-03-01T00:00:00Z'" IN("r")) ","
               BUCKET(",'v':3,'configurationItemCaptureTime':'2026-02-01T00:00:00Z'" IN("r"))), B, "v", "2\n", NULL,
      "note aws-config-old\n" },
    { "in seconds too",
      SNAPSHOT(BUCKET(",'v':1,'configurationItemCaptureTime':999999999.5" IN("r")) ","
               BUCKET(",'v':2,'configurationItemCaptureTime':1700000000" IN("r")) ","
               BUCKET(",'v':3,'configurationItemCaptureTime':1700000000.25" IN("r"))), B, "v", "3\n", NULL,
      "note aws-config-old\n" },
    { "deleted in the end",
      SNAPSHOT(BUCKET(",'configurationItemCaptureTime':'2026-01-01T00:00:00Z'" IN("r")) ","
               "{'configurationItemStatus':'ResourceDeleted','resourceType':'AWS::S3::Bucket','resourceId':'b',"
               "'configurationItemCaptureTime':'2026-02-01T00:00:00Z'" IN("r") "}"), "", NULL, NULL, NULL,
      "note aws-config-old\n" },
    { "states told apart by ARN", SNAPSHOT(BUCKET(",'arn':'arn:a'") "," BUCKET(",'arn':'arn:a'")),
      "AWS::S3::Bucket b =b,arn:a\n", NULL, NULL, NULL, "note aws-config-old\n" },
    /* relationships */
    { "relationships", SNAPSHOT(BUCKET(",'relationships':[{'resourceId':'vpc-1','resourceName':'n','name':'Is contained in Vpc'},"
      "{'resourceName':'role','relationshipName':'Is associated with '},{'name':'x'},7]")), B, NULL, NULL,
      "b > Is contained in Vpc > vpc-1\nb > Is associated with > role\n", NULL },
    /* parts of exports, and damaged ones */
    { "a page", "{'Results':[" ROW("") "],'QueryInfo':{'SelectFields':[]},'NextToken':'t'}", B, NULL, NULL, NULL,
      "warning aws-config-partial\n" },
    { "a page of a history", "{'configurationItems':[" BUCKET("") "],'nextToken':'t'}", B, NULL, NULL, NULL,
      "warning aws-config-partial\n" },
    { "the last page", "{'configurationItems':[" BUCKET("") "],'nextToken':null}", B, NULL, NULL, NULL, NULL },
    { "keys left over", "{'baseConfigurationItems':[],'unprocessedResourceKeys':[{'resourceId':'x'}]}", "", NULL, NULL, NULL,
      "warning aws-config-partial\n" },
    { "single properties", ANSWER("{'Name':'configuration.name'}", ROW(",\\'configuration\\':{\\'name\\':\\'b\\'}")), B,
      "configuration", "{'name':'b'}\n", NULL, "warning aws-config-selected\n" },
    { "rows without a type", ANSWER("", "'{\\'resourceId\\':\\'a\\'}','{\\'COUNT(*)\\':3}'," ROW("")), B, NULL, NULL, NULL,
      "warning aws-config-no-type\n" },
    { "rows that are no JSON", ANSWER("", "'{',7,null,'',[]," ROW("")), B, NULL, NULL, NULL,
      "error aws-config-bad-item\nerror aws-config-bad-item\nerror aws-config-bad-item\nerror aws-config-bad-item\n"
      "error aws-config-bad-item\n" },
    { "items that are none", SNAPSHOT("1,null,{},{'resourceType':'x'},{'resourceType':'A::B C'}," BUCKET("")), B, NULL, NULL,
      NULL, "error aws-config-bad-item\nerror aws-config-bad-item\nerror aws-config-bad-item\nerror aws-config-bad-item\n"
      "error aws-config-bad-item\n" },
    { "items that are no list", "{'fileVersion':'1.0','configurationItems':{'a':1}}", "", NULL, NULL, NULL,
      "error aws-config-bad-item\n" },
    { "results that are no list", "{'Results':7,'QueryInfo':{'SelectFields':[]}}", "", NULL, NULL, NULL,
      "error aws-config-bad-item\n" },
};

static void check(void **state)
{
    const struct row *r = *state;
    char *text = strdup(r->text);
    bench b;
    for (char *p = text; *p != '\0'; p++)
        *p = *p == '\'' ? '"' : *p;
    bench_run(&b, (tnk_str){ text, strlen(text) }, r->show);
    assert_string_equal(bench_text(&b.resources), r->resources);
    assert_string_equal(bench_text(&b.diags), r->diags != NULL ? r->diags : "");
    assert_string_equal(bench_text(&b.references), r->references != NULL ? r->references : "");
    if (r->values != NULL)
        assert_string_equal(bench_text(&b.values), r->values);
    bench_free(&b);
    free(text);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("AWS Config exports", t, NULL, NULL);
}
