/* SPDX-License-Identifier: Apache-2.0
 * Whole templates: which resources come out, with which values, references and diagnostics. The first file
 * is the unit. Single quotes in JSON rows stand for double ones. */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/cloudformation/scan.h"

#define EXT "'Transform':'AWS::LanguageExtensions',"
#define SAM "'Transform':'AWS::Serverless-2016-10-31',"
#define CHILD "{'Parameters':{'Name':{'Type':'String'},'List':{'Type':'CommaDelimitedList','Default':'x'}}," \
              "'Conditions':{'Web':{'Fn::Equals':[{'Ref':'Name'},'web']}},"                                  \
              "'Resources':{'B':{'Type':'A::B::C','Properties':{'V':{'Ref':'Name'},'L':{'Ref':'List'},"      \
              "'I':{'Fn::If':['Web',1,2]}}},'D':{'Type':'A::B::D','DependsOn':'B',"                         \
              "'Properties':{'V':{'Ref':'B'}}}},"                                                           \
              "'Outputs':{'Arn':{'Value':{'Fn::GetAtt':['B','Arn']}},'Text':{'Value':{'Fn::Sub':'${Name}!'}}}}"
#define STACK(url, more) "{'Type':'AWS::CloudFormation::Stack','Properties':{'TemplateURL':'" url "'" more "}}"

static const struct row {
    const char *name, *files[8], *resources, *references, *diags;
} rows[] = {
    { "a template", { "t.json", "{'Resources':{'A':{'Type':'A::B::C','Properties':{'x':1}}}}" },
      "A::B::C A {\"x\":1}\n", "", "" },
    { "in YAML", { "t.yaml", "Resources:\n  A:\n    Type: A::B::C\n    Properties:\n      x: !Ref A\n" },
      "A::B::C A {\"x\":?reference(A)}\n", "", "" },
    { "in a .template file", { "t.template", "{'Resources':{'A':{'Type':'A::B::C'}}}" }, "A::B::C A {}\n", "", "" },
    { "in a .cfn.yaml file", { "t.cfn.yaml", "Resources:\n  A:\n    Type: A::B::C\n" }, "A::B::C A {}\n", "", "" },
    { "not the other documents of a stream",
      { "t.yaml", "a: Resources\n---\nResources:\n  A:\n    Type: A::B::C\n---\nb: 1\n" }, "A::B::C A {}\n", "", "" },
    { "not a Kubernetes list", { "t.yaml", "kind: X\nResources:\n  A:\n    Type: plain\n  b: '::'\n" }, "", "", "" },
    { "not a map of other types", { "t.json", "{'Resources':{'A':{'Type':1,'x':'::'}}}" }, "", "", "" },
    { "not resources inside something", { "t.yaml", "resources:\n  Resources:\n    A:\n      Type: A::B::C\n" }, "", "", "" },
    { "get-template with an object",
      { "t.json", "{'TemplateBody':{'Resources':{'A':{'Type':'A::B::C'}}},'StagesAvailable':['Original']}" },
      "A::B::C A {}\n", "", "" },
    { "get-template with JSON text",
      { "t.json", "{'TemplateBody':'{\\'Resources\\':{\\'A\\':{\\'Type\\':\\'A::B::C\\'}}}','StagesAvailable':[]}" },
      "A::B::C A {}\n", "", "" },
    { "get-template with YAML text",
      { "t.json", "{'TemplateBody':'Resources:\\n  A:\\n    Type: A::B::C\\n','StagesAvailable':[]}" },
      "A::B::C A {}\n", "", "" },
    { "a member named TemplateBody is no cover", { "t.json", "{'TemplateBody':1,'Resources':{'A':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "", "" },
    /* structure */
    { "resources that are a list", { "t.json", "{'AWSTemplateFormatVersion':'2010-09-09','Resources':['::']}" }, "", "",
      "error cfn-bad-template\n" },
    { "resources that are null", { "t.json", "{'AWSTemplateFormatVersion':'::','Resources':null}" }, "", "",
      "error cfn-bad-template\n" },
    { "no type", { "t.json", "{'Resources':{'A':{'Type':'A::B::C'},'B':{},'C':[],'D':{'Type':'x y'},'':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "", "cfn-bad-template\ncfn-bad-template\ncfn-bad-template\ncfn-bad-template\n" },
    { "properties that are a list", { "t.json", "{'Resources':{'A':{'Type':'A::B::C','Properties':[1]}}}" },
      "A::B::C A {}\n", "", "cfn-bad-template\n" },
    { "properties that are null", { "t.json", "{'Resources':{'A':{'Type':'A::B::C','Properties':null}}}" },
      "A::B::C A {}\n", "", "" },
    { "sections that are texts",
      { "t.json", "{'Parameters':'x','Mappings':1,'Conditions':[],'Outputs':true,'Resources':{'A':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "",
      "cfn-bad-template\ncfn-bad-template\ncfn-bad-template\ncfn-bad-template\n" },
    { "a parameter that is a text", { "t.json", "{'Parameters':{'P':'x'},'Resources':{'A':{'Type':'A::B::C',"
      "'Properties':{'p':{'Ref':'P'}}}}}" }, "A::B::C A {\"p\":?input}\n", "", "" },
    { "a repeated resource counts once", { "t.json", "{'Resources':{'A':{'Type':'A::B::C'},'A':{'Type':'A::B::D'}}}" },
      "A::B::D A {}\n", "", "json-duplicate-key\n" },
    { "depends on", { "t.json", "{'Resources':{'A':{'Type':'A::B::C','DependsOn':['B','X']},'B':{'Type':'A::B::C','DependsOn':'A'}}}" },
      "A::B::C A {}\nA::B::C B {}\n", "A DependsOn B\nB DependsOn A\n", "cfn-unknown-reference\n" },
    /* conditions of resources */
    { "a false condition leaves the resource out",
      { "t.json", "{'Conditions':{'N':{'Fn::Equals':['a','b']}},'Resources':{'A':{'Type':'A::B::C','Condition':'N'},"
        "'B':{'Type':'A::B::C'}}}" }, "A::B::C B {}\n", "", "" },
    { "a true one keeps it",
      { "t.json", "{'Conditions':{'N':{'Fn::Equals':['a','a']}},'Resources':{'A':{'Type':'A::B::C','Condition':'N'}}}" },
      "A::B::C A {}\n", "", "" },
    { "an unknown one keeps it",
      { "t.json", "{'Parameters':{'P':{'Type':'String'}},'Conditions':{'N':{'Fn::Equals':[{'Ref':'P'},'a']}},"
        "'Resources':{'A':{'Type':'A::B::C','Condition':'N'}}}" }, "A::B::C A {}\n", "", "" },
    { "one that is not there keeps it", { "t.json", "{'Resources':{'A':{'Type':'A::B::C','Condition':'N'}}}" },
      "A::B::C A {}\n", "", "cfn-unknown-condition\n" },
    { "a circle is told once",
      { "t.json", "{'Conditions':{'N':{'Condition':'N'}},'Resources':{'A':{'Type':'A::B::C','Condition':'N'},"
        "'B':{'Type':'A::B::C','Condition':'N'}}}" }, "A::B::C A {}\nA::B::C B {}\n", "", "cfn-circular-condition\n" },
    /* names */
    { "names", { "t.json", "{'Resources':{'A':{'Type':'AWS::S3::Bucket','Properties':{'BucketName':'b1'}},"
      "'B':{'Type':'AWS::EC2::SecurityGroup','Properties':{'GroupName':'g','VpcName':'v'}},"
      "'C':{'Type':'AWS::RDS::DBInstance','Properties':{'DBInstanceIdentifier':'d','DBSubnetGroupName':'s'}},"
      "'D':{'Type':'AWS::ECS::Cluster','Properties':{'ClusterName':{'Ref':'A'},'Name':'n'}},"
      "'E':{'Type':'AWS::Lambda::Permission','Properties':{'FunctionName':'f'}}}}" },
      "AWS::S3::Bucket A {\"BucketName\":\"b1\"} =b1\n"
      "AWS::EC2::SecurityGroup B {\"GroupName\":\"g\",\"VpcName\":\"v\"} =g\n"
      "AWS::RDS::DBInstance C {\"DBInstanceIdentifier\":\"d\",\"DBSubnetGroupName\":\"s\"} =d\n"
      "AWS::ECS::Cluster D {\"ClusterName\":?reference(A),\"Name\":\"n\"} =n\n"
      "AWS::Lambda::Permission E {\"FunctionName\":\"f\"}\n", "", "" },
    /* macros and modules */
    { "a macro", { "t.json", "{'Transform':['Mine'],'Resources':{'A':{'Type':'A::B::C','Properties':{'x':{'Ref':'Made'},"
      "'y':{'Fn::Mine':1}}}}}" }, "A::B::C A {\"x\":?unsupported,\"y\":?unsupported}\n", "", "cfn-macro\n" },
    { "include among resources", { "t.json", "{'Resources':{'Fn::Transform':{'Name':'AWS::Include'},'A':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "", "cfn-macro\n" },
    { "properties made by an include",
      { "t.json", "{'Resources':{'A':{'Type':'A::B::C','Properties':{'Fn::Transform':{'Name':'AWS::Include'}}}}}" },
      "A::B::C A {}\n", "", "cfn-macro\n" },
    { "a module's resource", { "t.json", "{'Resources':{'M':{'Type':'My::S3::Bucket::MODULE'},'A':{'Type':'A::B::C',"
      "'Properties':{'x':{'Ref':'MBucket'},'y':{'Fn::GetAtt':['M.Bucket','Arn']}}}}}" },
      "My::S3::Bucket::MODULE M {}\nA::B::C A {\"x\":?reference(M),\"y\":?reference(M)}\n", "", "" },
    /* ForEach */
    { "for each resource", { "t.json", "{" EXT "'Resources':{'Fn::ForEach::R':['I',['a','b'],{'R${I}':{'Type':'A::B::C',"
      "'Properties':{'n':{'Ref':'I'},'s':{'Fn::Sub':'x-${I}'},'p':'${I}'}}}],'Z':{'Type':'A::B::C',"
      "'Properties':{'r':{'Fn::GetAtt':['Ra','Arn']}}}}}" },
      "A::B::C Ra {\"n\":\"a\",\"s\":\"x-a\",\"p\":\"a\"}\nA::B::C Rb {\"n\":\"b\",\"s\":\"x-b\",\"p\":\"b\"}\n"
      "A::B::C Z {\"r\":?reference(Ra)}\n", "", "" },
    { "for each alone", { "t.json", "{" EXT "'Resources':{'Fn::ForEach::R':['I',['a'],{'R${I}':{'Type':'A::B::C'}}]}}" },
      "A::B::C Ra {}\n", "", "" },
    { "for each of a parameter", { "t.json", "{" EXT "'Parameters':{'L':{'Type':'CommaDelimitedList','Default':'10.0,x'}},"
      "'Resources':{'Fn::ForEach::R':['I',{'Ref':'L'},{'R&{I}':{'Type':'A::B::C','Properties':{'n':'${I}'}}}]}}" },
      "A::B::C R100 {\"n\":\"10.0\"}\nA::B::C Rx {\"n\":\"x\"}\n", "", "" },
    { "for each in for each", { "t.json", "{" EXT "'Resources':{'Fn::ForEach::R':['I',['a','b'],{'Fn::ForEach::S':['J',['c','${I}'],"
      "{'${I}${J}':{'Type':'A::B::C'}}]}]}}" },
      "A::B::C ac {}\nA::B::C aa {}\nA::B::C bc {}\nA::B::C bb {}\n", "", "" },
    { "for each property", { "t.json", "{" EXT "'Resources':{'A':{'Type':'A::B::C','Properties':{'k':0,"
      "'Fn::ForEach::P':['I',['x','y'],{'p${I}':{'Fn::Sub':'${A}-${I}'},'q${I}':'${I}'}]}}}}" },
      "A::B::C A {\"k\":0,\"px\":?reference(A),\"qx\":\"x\",\"py\":?reference(A),\"qy\":\"y\"}\n", "", "" },
    { "for each condition", { "t.json", "{" EXT "'Conditions':{'Fn::ForEach::P':['I',['a','b'],{'Is${I}':{'Fn::Equals':['${I}','a']}}]},"
      "'Resources':{'A':{'Type':'A::B::C','Condition':'Isa'},'B':{'Type':'A::B::C','Condition':'Isb'}}}" },
      "A::B::C A {}\n", "", "" },
    { "for each of an unknown collection", { "t.json", "{" EXT "'Parameters':{'L':{'Type':'CommaDelimitedList'}},"
      "'Resources':{'Fn::ForEach::R':['I',{'Ref':'L'},{'R${I}':{'Type':'A::B::C'}}],'A':{'Type':'A::B::C','Properties':"
      "{'Fn::ForEach::P':['I',{'Ref':'L'},{'p${I}':1}]}}}}" },
      "A::B::C A {\"Fn::ForEach::P\":?input}\n", "", "cfn-foreach\ncfn-foreach\n" },
    { "for each with wrong arguments", { "t.json", "{" EXT "'Resources':{'Fn::ForEach::R':['I',['a']],'A':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "", "cfn-bad-function\n" },
    { "for each without the transform", { "t.json", "{'Resources':{'Fn::ForEach::R':['I',['a'],{}],'A':{'Type':'A::B::C'}}}" },
      "A::B::C A {}\n", "", "cfn-bad-function\n" },
    { "transform in a list", { "t.json", "{'Transform':['AWS::LanguageExtensions'],'Resources':{'Fn::ForEach::R':['I',['a'],"
      "{'R${I}':{'Type':'A::B::C'}}]}}" }, "A::B::C Ra {}\n", "", "" },
    /* SAM */
    { "serverless function", { "t.json", "{" SAM "'Resources':{'F':{'Type':'AWS::Serverless::Function','Properties':"
      "{'Runtime':'python3.12','Tracing':'Active','KmsKeyArn':'k','Events':{},'DeadLetterQueue':{'Type':'SQS','TargetArn':'q'}}}}}" },
      "AWS::Serverless::Function F {\"Runtime\":\"python3.12\",\"Tracing\":\"Active\",\"KmsKeyArn\":\"k\",\"Events\":{},"
      "\"DeadLetterQueue\":{\"Type\":\"SQS\",\"TargetArn\":\"q\"}}\n"
      "AWS::Lambda::Function F@AWS::Lambda::Function {\"Runtime\":\"python3.12\",\"KmsKeyArn\":\"k\","
      "\"TracingConfig\":{\"Mode\":\"Active\"},\"DeadLetterConfig\":{\"Type\":\"SQS\",\"TargetArn\":\"q\"}} =F\n", "", "" },
    { "globals", { "t.json", "{" SAM "'Globals':{'Function':{'Timeout':3,'Layers':['g'],'Environment':{'Variables':{'A':1,'B':2}},"
      "'Runtime':'x'}},'Resources':{'F':{'Type':'AWS::Serverless::Function','Properties':{'Layers':['l'],'Runtime':'y',"
      "'Environment':{'Variables':{'B':3,'C':4}}}},'G':{'Type':'AWS::Serverless::LayerVersion'},"
      "'H':{'Type':'AWS::Lambda::Function'}}}" },
      "AWS::Serverless::Function F {\"Timeout\":3,\"Layers\":[\"g\",\"l\"],\"Environment\":{\"Variables\":{\"A\":1,\"B\":3,\"C\":4}},"
      "\"Runtime\":\"y\"}\n"
      "AWS::Lambda::Function F@AWS::Lambda::Function {\"Runtime\":\"y\",\"Timeout\":3,"
      "\"Environment\":{\"Variables\":{\"A\":1,\"B\":3,\"C\":4}},\"Layers\":[\"g\",\"l\"]} =F\n"
      "AWS::Serverless::LayerVersion G {}\nAWS::Lambda::Function H {}\n", "", "" },
    { "globals for a resource without properties",
      { "t.json", "{" SAM "'Globals':{'SimpleTable':{'SSESpecification':{'SSEEnabled':true}}},"
        "'Resources':{'T':{'Type':'AWS::Serverless::SimpleTable'}}}" },
      "AWS::Serverless::SimpleTable T {\"SSESpecification\":{\"SSEEnabled\":true}}\n"
      "AWS::DynamoDB::Table T@AWS::DynamoDB::Table {\"SSESpecification\":{\"SSEEnabled\":true}} =T\n", "", "" },
    { "functions in globals do not merge", { "t.json", "{" SAM "'Globals':{'Function':{'Environment':{'Ref':'F'}}},"
      "'Resources':{'F':{'Type':'AWS::Serverless::Function','Properties':{'Environment':{'Variables':{'A':1}}}}}}" },
      "AWS::Serverless::Function F {\"Environment\":{\"Variables\":{\"A\":1}}}\n"
      "AWS::Lambda::Function F@AWS::Lambda::Function {\"Environment\":{\"Variables\":{\"A\":1}}} =F\n", "", "" },
    { "serverless apis", { "t.json", "{" SAM "'Resources':{'A':{'Type':'AWS::Serverless::Api','Properties':{'StageName':'p',"
      "'TracingEnabled':true,'AccessLogSetting':{'DestinationArn':'d'}}},'H':{'Type':'AWS::Serverless::HttpApi','Properties':"
      "{'AccessLogSettings':{'DestinationArn':'d'}}}}}" },
      "AWS::Serverless::Api A {\"StageName\":\"p\",\"TracingEnabled\":true,\"AccessLogSetting\":{\"DestinationArn\":\"d\"}}\n"
      "AWS::ApiGateway::Stage A@AWS::ApiGateway::Stage {\"StageName\":\"p\",\"AccessLogSetting\":{\"DestinationArn\":\"d\"},"
      "\"TracingEnabled\":true} =A\n"
      "AWS::Serverless::HttpApi H {\"AccessLogSettings\":{\"DestinationArn\":\"d\"}}\n"
      "AWS::ApiGatewayV2::Stage H@AWS::ApiGatewayV2::Stage {\"AccessLogSettings\":{\"DestinationArn\":\"d\"}} =H\n", "", "" },
    { "names SAM makes", { "t.json", "{" SAM "'Resources':{'F':{'Type':'AWS::Serverless::LayerVersion'},'A':{'Type':'A::B::C','Properties':"
      "{'a':{'Fn::GetAtt':['FRole','Arn']},'b':{'Ref':'ServerlessRestApi'},'c':{'Ref':'F.Version'},'d':{'Ref':'X'}}}}}" },
      "AWS::Serverless::LayerVersion F {}\n"
      "A::B::C A {\"a\":?reference(F),\"b\":?reference,\"c\":?reference(F),\"d\":?invalid}\n", "", "cfn-unknown-reference\n" },
    { "serverless types without the transform", { "t.json", "{'Globals':{'Function':{'Timeout':3}},"
      "'Resources':{'F':{'Type':'AWS::Serverless::Function'}}}" }, "AWS::Serverless::Function F {\"Timeout\":3}\n"
      "AWS::Lambda::Function F@AWS::Lambda::Function {\"Timeout\":3} =F\n", "", "cfn-missing-transform\n" },
    /* nested stacks */
    { "a nested stack", { "a/t.json", "{'Resources':{'S':" STACK("c/child.json", ",'Parameters':{'Name':'web','List':'p,q'}") ","
      "'A':{'Type':'A::B::C','Properties':{'x':{'Fn::GetAtt':['S','Outputs.Arn']},'y':{'Fn::GetAtt':['S','Outputs.Text']}}}}}",
      "a/c/child.json", CHILD },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"c/child.json\",\"Parameters\":{\"Name\":\"web\",\"List\":\"p,q\"}}\n"
      "A::B::C S/B {\"V\":\"web\",\"L\":[\"p\",\"q\"],\"I\":1}\nA::B::D S/D {\"V\":?reference(S/B)}\n"
      "A::B::C A {\"x\":?reference(S/B),\"y\":\"web!\"}\n", "S/D DependsOn S/B\n", "" },
    { "a parent folder", { "a/t.json", "{'Resources':{'S':" STACK("../child.json", "") "}}", "child.json", CHILD },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"../child.json\"}\n"
      "A::B::C S/B {\"V\":?input,\"L\":[\"x\"],\"I\":?input}\nA::B::D S/D {\"V\":?reference(S/B)}\n", "S/D DependsOn S/B\n", "" },
    { "a parameter from a resource of the parent", { "t.json", "{'Resources':{'R':{'Type':'A::B::C'},'S':"
      STACK("child.json", ",'Parameters':{'Name':{'Ref':'R'}}") "}}", "child.json", CHILD },
      "A::B::C R {}\n"
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"child.json\",\"Parameters\":{\"Name\":?reference(R)}}\n"
      "A::B::C S/B {\"V\":?reference(R),\"L\":[\"x\"],\"I\":?reference(R)}\nA::B::D S/D {\"V\":?reference(S/B)}\n",
      "S/D DependsOn S/B\n", "" },
    { "the same child twice", { "t.json", "{'Resources':{'S':" STACK("c.json", ",'Parameters':{'Name':'s'}") ",'T':"
      STACK("c.json", ",'Parameters':{'Name':'t'}") "}}", "c.json",
      "{'Parameters':{'Name':{'Type':'String'}},'Resources':{'B':{'Type':'A::B::C','Properties':{'V':{'Ref':'Name'}}}}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"c.json\",\"Parameters\":{\"Name\":\"s\"}}\nA::B::C S/B {\"V\":\"s\"}\n"
      "AWS::CloudFormation::Stack T {\"TemplateURL\":\"c.json\",\"Parameters\":{\"Name\":\"t\"}}\nA::B::C T/B {\"V\":\"t\"}\n", "", "" },
    { "a child in a child", { "t.json", "{'Resources':{'S':" STACK("m.json", "") ",'A':{'Type':'A::B::C','Properties':"
      "{'x':{'Fn::GetAtt':['S','Outputs.O']}}}}}", "m.json", "{'Resources':{'T':" STACK("c.json", ",'Parameters':{'Name':'n'}") "},"
      "'Outputs':{'O':{'Value':{'Fn::GetAtt':['T','Outputs.Text']}}}}", "c.json", CHILD },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"m.json\"}\n"
      "AWS::CloudFormation::Stack S/T {\"TemplateURL\":\"c.json\",\"Parameters\":{\"Name\":\"n\"}}\n"
      "A::B::C S/T/B {\"V\":\"n\",\"L\":[\"x\"],\"I\":2}\nA::B::D S/T/D {\"V\":?reference(S/T/B)}\n"
      "A::B::C A {\"x\":\"n!\"}\n", "S/T/D DependsOn S/T/B\n", "" },
    { "no such output", { "t.json", "{'Resources':{'S':" STACK("c.json", "") ",'A':{'Type':'A::B::C','Properties':"
      "{'x':{'Fn::GetAtt':['S','Outputs.No']}}}}}", "c.json", "{'Resources':{'B':{'Type':'A::B::C'}}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"c.json\"}\nA::B::C S/B {}\nA::B::C A {\"x\":?invalid}\n", "",
      "cfn-unknown-reference\n" },
    { "a stack in itself", { "t.json", "{'Resources':{'S':" STACK("t.json", "") "}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"t.json\"}\n", "", "cfn-circular-template\n" },
    { "a circle of two", { "t.json", "{'Resources':{'S':" STACK("u.json", "") "}}", "u.json", "{'Resources':{'S':" STACK("t.json", "") "}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"u.json\"}\nAWS::CloudFormation::Stack S/S {\"TemplateURL\":\"t.json\"}\n", "",
      "cfn-circular-template\n" },
    { "an output of itself", { "t.json", "{'Resources':{'S':" STACK("c.json", ",'Parameters':{'Name':{'Fn::GetAtt':['S','Outputs.Text']}}")
      "}}", "c.json", CHILD },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"c.json\",\"Parameters\":{\"Name\":?reference(S)}}\n"
      "A::B::C S/B {\"V\":?reference(S),\"L\":[\"x\"],\"I\":?reference(S)}\nA::B::D S/D {\"V\":?reference(S/B)}\n",
      "S/D DependsOn S/B\n", "cfn-circular-reference\n" },
    { "a remote template", { "t.json", "{'Resources':{'S':" STACK("https://s3.amazonaws.com/b/t.json", "") "}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"https://s3.amazonaws.com/b/t.json\"}\n", "", "cfn-remote-template\n" },
    { "a missing template", { "t.json", "{'Resources':{'S':" STACK("no.json", "") "}}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"no.json\"}\n", "", "cfn-missing-template\n" },
    { "a child that is no template", { "t.json", "{'Resources':{'S':" STACK("c.json", "") "}}", "c.json", "{'a':1}" },
      "AWS::CloudFormation::Stack S {\"TemplateURL\":\"c.json\"}\n", "", "cfn-bad-template\n" },
    { "a serverless application", { "t.json", "{" SAM "'Resources':{'S':{'Type':'AWS::Serverless::Application','Properties':"
      "{'Location':'c.json'}}}}", "c.json", "{'Resources':{'B':{'Type':'A::B::C'}}}" },
      "AWS::Serverless::Application S {\"Location\":\"c.json\"}\nA::B::C S/B {}\n", "", "" },
};

/* Single quotes are double ones in JSON files, so that rows can be read; \' stays an escaped one. */
static void prepare(const struct row *r, const char *files[9], char *copies[4])
{
    for (size_t i = 0; i < 8; i++)
        files[i] = r->files[i];
    files[8] = NULL;
    for (size_t i = 0; i < 4 && files[2 * i] != NULL; i++) {
        copies[i] = strdup(files[2 * i + 1]);
        for (char *p = copies[i]; copies[i][0] == '{' && *p != '\0'; p++)
            *p = *p == '\'' ? '"' : *p;
        files[2 * i + 1] = copies[i];
    }
}

static const char *text_of(const tnk_buf *b)
{
    return b->ptr != NULL ? b->ptr : "";
}

static void check(void **state)
{
    const struct row *r = *state;
    const char *files[9];
    char *copies[4] = { NULL, NULL, NULL, NULL };
    scan s;
    prepare(r, files, copies);
    scan_run(&s, files, NULL);
    assert_string_equal(text_of(&s.resources), r->resources);
    assert_string_equal(text_of(&s.references), r->references);
    assert_string_equal(text_of(&s.diags), r->diags);
    scan_free(&s);
    for (size_t i = 0; i < 4; i++)
        free(copies[i]);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("cloudformation templates", t, NULL, NULL);
}
