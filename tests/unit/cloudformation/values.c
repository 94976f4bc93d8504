/* SPDX-License-Identifier: Apache-2.0
 * What expressions are worth: each row is property V of one resource, in a template that holds the
 * parameters, mappings, conditions and resources below. */
#include <stdio.h>
#include <string.h>

#include "tests/unit/cloudformation/scan.h"

/* JSON, so that it stands in YAML as well. */
#define PARAMETERS                                                                                     \
    "{\"Name\":{\"Type\":\"String\",\"Default\":\"web\"},\"Open\":{\"Type\":\"String\"},"               \
    "\"Port\":{\"Type\":\"Number\",\"Default\":\"8080\"},\"Rate\":{\"Type\":\"Number\",\"Default\":1.5}," \
    "\"Size\":{\"Type\":\"Number\",\"Default\":20},\"Flag\":{\"Type\":\"String\",\"Default\":true},"    \
    "\"Zones\":{\"Type\":\"CommaDelimitedList\",\"Default\":\"a, b,c\"},"                              \
    "\"None\":{\"Type\":\"CommaDelimitedList\",\"Default\":\"\"},"                                      \
    "\"Nets\":{\"Type\":\"List<AWS::EC2::Subnet::Id>\",\"Default\":\"s-1,s-2\"},"                       \
    "\"Ports\":{\"Type\":\"List<Number>\",\"Default\":\"80,443\"},"                                     \
    "\"Ami\":{\"Type\":\"AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>\",\"Default\":\"/a/b\"},"       \
    "\"Path\":{\"Type\":\"AWS::SSM::Parameter::Name\",\"Default\":\"/a/b\"},"                           \
    "\"Hidden\":{\"Type\":\"String\",\"NoEcho\":true,\"Default\":\"hunter2\"},"                         \
    "\"Kept\":{\"Type\":\"String\",\"Default\":\"{{resolve:ssm:/x:1}}\"},"                              \
    "\"Odd\":{\"Type\":\"String\",\"Default\":{\"Ref\":\"Name\"}},"                                      \
    "\"Empty\":{\"Type\":\"String\",\"Default\":\"\"}}"
#define MAPPINGS                                                                                       \
    "{\"M\":{\"tokyo\":{\"ami\":\"ami-1\",\"ids\":[\"a\",\"b\"],\"n\":3},\"web\":{\"ami\":\"ami-2\"},"   \
    "\"8080\":{\"ami\":\"ami-3\"}}}"
#define CONDITIONS                                                                                     \
    "{\"Yes\":{\"Fn::Equals\":[\"a\",\"a\"]},\"No\":{\"Fn::Not\":[{\"Condition\":\"Yes\"}]},"            \
    "\"Maybe\":{\"Fn::Equals\":[{\"Ref\":\"Open\"},\"x\"]},"                                           \
    "\"IsWeb\":{\"Fn::Equals\":[{\"Ref\":\"Name\"},\"web\"]},"                                         \
    "\"Num\":{\"Fn::Equals\":[{\"Ref\":\"Port\"},8080]},\"Bool\":{\"Fn::Equals\":[{\"Ref\":\"Flag\"},\"true\"]}," \
    "\"AndFalse\":{\"Fn::And\":[{\"Condition\":\"Maybe\"},{\"Condition\":\"No\"}]},"                    \
    "\"AndMaybe\":{\"Fn::And\":[{\"Condition\":\"Maybe\"},{\"Condition\":\"Yes\"}]},"                   \
    "\"AndTrue\":{\"Fn::And\":[{\"Condition\":\"Yes\"},{\"Condition\":\"IsWeb\"}]},"                    \
    "\"OrTrue\":{\"Fn::Or\":[{\"Condition\":\"Maybe\"},{\"Condition\":\"Yes\"}]},"                      \
    "\"OrMaybe\":{\"Fn::Or\":[{\"Condition\":\"Maybe\"},{\"Condition\":\"No\"}]},"                      \
    "\"OrFalse\":{\"Fn::Or\":[{\"Condition\":\"No\"},{\"Condition\":\"No\"}]},"                         \
    "\"NotMaybe\":{\"Fn::Not\":[{\"Condition\":\"Maybe\"}]},"                                          \
    "\"Loop\":{\"Fn::Not\":[{\"Condition\":\"Loop2\"}]},\"Loop2\":{\"Fn::Not\":[{\"Condition\":\"Loop\"}]}," \
    "\"Text\":\"maybe\",\"Lists\":{\"Fn::Equals\":[{\"Ref\":\"Nets\"},[\"s-1\",\"s-2\"]]}}"
#define RESOURCES                                                                                      \
    "{\"Type\":\"AWS::S3::Bucket\",\"Properties\":{\"BucketName\":\"b\"}}"

enum syntax { Y, J };       /* the row's expression is YAML or JSON */

static const struct row {
    const char *name;
    enum syntax syntax;
    const char *expr, *want, *diag;
} rows[] = {
    { "plain text", Y, "hello", "\"hello\"", "" },
    { "plain values stay", J, "{\"a\":[1,true,null,\"x\"]}", "{\"a\":[1,true,null,\"x\"]}", "" },
    { "empty map and list", Y, "{ a: {}, b: [] }", "{\"a\":{},\"b\":[]}", "" },
    /* Ref */
    { "ref to a default", Y, "!Ref Name", "\"web\"", "" },
    { "ref in the long form", Y, "{ Ref: Name }", "\"web\"", "" },
    { "ref in JSON", J, "{\"Ref\":\"Name\"}", "\"web\"", "" },
    { "ref to a parameter without default", Y, "!Ref Open", "?input", "" },
    { "number as text becomes a number", J, "{\"Ref\":\"Port\"}", "8080", "" },
    { "number stays", Y, "!Ref Size", "20", "" },
    { "real number stays", Y, "!Ref Rate", "1.5", "" },
    { "flag of a text parameter stays", Y, "!Ref Flag", "true", "" },
    { "comma delimited list", Y, "!Ref Zones", "[\"a\",\"b\",\"c\"]", "" },
    { "empty comma delimited list", Y, "!Ref None", "[]", "" },
    { "list of ids", J, "{\"Ref\":\"Nets\"}", "[\"s-1\",\"s-2\"]", "" },
    { "list of numbers", Y, "!Ref Ports", "[80,443]", "" },
    { "parameter store value", Y, "!Ref Ami", "?secret", "" },
    { "parameter store name is a text", Y, "!Ref Path", "\"/a/b\"", "" },
    { "NoEcho default is known", Y, "!Ref Hidden", "\"hunter2\"", "" },
    { "default in a secret store", Y, "!Ref Kept", "?secret", "" },
    { "default with a function", Y, "!Ref Odd", "?invalid", "cfn-bad-template\n" },
    { "empty default is a value", Y, "!Ref Empty", "\"\"", "" },
    { "ref to a resource", Y, "!Ref Bucket", "?reference(Bucket)", "" },
    { "ref to nothing", Y, "!Ref Nowhere", "?invalid", "cfn-unknown-reference\n" },
    { "ref without a name", J, "{\"Ref\":[1]}", "?invalid", "cfn-bad-function\n" },
    { "region is not guessed", Y, "!Ref AWS::Region", "?external", "" },
    { "account is not guessed", J, "{\"Ref\":\"AWS::AccountId\"}", "?external", "" },
    { "partition", Y, "!Ref AWS::Partition", "\"aws\"", "" },
    { "url suffix", Y, "!Ref AWS::URLSuffix", "\"amazonaws.com\"", "" },
    { "stack name", Y, "!Ref AWS::StackName", "?external", "" },
    { "stack id", Y, "!Ref AWS::StackId", "?external", "" },
    { "notification arns", Y, "!Ref AWS::NotificationARNs", "?external", "" },
    { "no value removes the property", Y, "!Ref AWS::NoValue", "absent", "" },
    { "no value removes a member", Y, "{ a: 1, b: !Ref AWS::NoValue }", "{\"a\":1}", "" },
    { "no value removes an item", J, "[1,{\"Ref\":\"AWS::NoValue\"},2]", "[1,2]", "" },
    { "no value empties a list", Y, "[!Ref AWS::NoValue]", "[]", "" },
    { "a map with Ref among others", Y, "{ Ref: Name, b: 1 }", "{\"Ref\":\"Name\",\"b\":1}", "" },
    /* GetAtt */
    { "attribute", Y, "!GetAtt Bucket.Arn", "?reference(Bucket)", "" },
    { "attribute as a list", Y, "!GetAtt [Bucket, Arn]", "?reference(Bucket)", "" },
    { "attribute in JSON", J, "{\"Fn::GetAtt\":[\"Bucket\",\"Arn\"]}", "?reference(Bucket)", "" },
    { "attribute as a long text", Y, "{ \"Fn::GetAtt\": Bucket.Arn }", "?reference(Bucket)", "" },
    { "attribute with dots", Y, "!GetAtt Bucket.A.B", "?reference(Bucket)", "" },
    { "computed attribute", J, "{\"Fn::GetAtt\":[\"Bucket\",{\"Ref\":\"Name\"}]}", "?reference(Bucket)", "" },
    { "unknown attribute name", J, "{\"Fn::GetAtt\":[\"Bucket\",{\"Ref\":\"Open\"}]}", "?input", "" },
    { "attribute of nothing", Y, "!GetAtt Nowhere.Arn", "?invalid", "cfn-unknown-reference\n" },
    { "attribute without a dot", Y, "!GetAtt Bucket", "?invalid", "cfn-bad-function\n" },
    { "attribute with an empty name", Y, "!GetAtt Bucket.", "?invalid", "cfn-bad-function\n" },
    { "attribute list too short", J, "{\"Fn::GetAtt\":[\"Bucket\"]}", "?invalid", "cfn-bad-function\n" },
    /* Sub */
    { "sub", Y, "!Sub '${Name}-x'", "\"web-x\"", "" },
    { "sub in the long form", J, "{\"Fn::Sub\":\"${Name}-${Port}\"}", "\"web-8080\"", "" },
    { "sub without variables", Y, "!Sub plain", "\"plain\"", "" },
    { "sub with its own variables", Y, "!Sub ['${A}-${Name}', { A: x }]", "\"x-web\"", "" },
    { "own variables go first", J, "{\"Fn::Sub\":[\"${Name}\",{\"Name\":\"own\"}]}", "\"own\"", "" },
    { "own variables are evaluated", Y, "!Sub ['${A}', { A: !Ref Name }]", "\"web\"", "" },
    { "own variable that is a function", J, "{\"Fn::Sub\":[\"${A}\",{\"A\":{\"Fn::Join\":[\"-\",[1,2]]}}]}", "\"1-2\"", "" },
    { "own variable with a dot", Y, "!Sub ['${A.B}', { A.B: x }]", "\"x\"", "" },
    { "sub literal", Y, "!Sub '${!Name}-${Name}'", "\"${Name}-web\"", "" },
    { "sub empty literal", Y, "!Sub '${!}'", "\"${}\"", "" },
    { "sub dollar", Y, "!Sub 'a$b$$ ${Name}$'", "\"a$b$$ web$\"", "" },
    { "sub open brace", Y, "!Sub 'a${Name'", "\"a${Name\"", "" },
    { "sub dollar at the end", Y, "!Sub 'a$'", "\"a$\"", "" },
    { "sub spaces in braces", Y, "!Sub '${ Name }'", "\"web\"", "" },
    { "sub pseudo parameter", Y, "!Sub 'arn:${AWS::Partition}:x'", "\"arn:aws:x\"", "" },
    { "sub unknown region", Y, "!Sub 'arn:${AWS::Region}:x'", "?external", "" },
    { "sub resource", Y, "!Sub '${Bucket}/*'", "?reference(Bucket)", "" },
    { "sub attribute", Y, "!Sub '${Bucket.Arn}/*'", "?reference(Bucket)", "" },
    { "sub names all references", Y, "!Sub '${Bucket}${Other.Arn}${Bucket.Arn}'", "?reference(Bucket,Other)", "" },
    { "sub nothing", Y, "!Sub '${Nowhere}'", "?invalid", "cfn-unknown-reference\n" },
    { "sub a shell variable", Y, "!Sub '${HOME:-x}'", "?invalid", "cfn-bad-function\n" },
    { "sub an empty name", Y, "!Sub '${}'", "?invalid", "cfn-bad-function\n" },
    { "sub a list", Y, "!Sub '${Zones}'", "?invalid", "cfn-bad-function\n" },
    { "sub no value", Y, "!Sub '${AWS::NoValue}'", "?invalid", "cfn-bad-function\n" },
    { "sub with a bad map", J, "{\"Fn::Sub\":[\"${A}\",\"x\"]}", "?invalid", "cfn-bad-function\n" },
    { "sub with three arguments", J, "{\"Fn::Sub\":[\"a\",{},1]}", "?invalid", "cfn-bad-function\n" },
    { "sub of a number", Y, "!Sub 80", "\"80\"", "" },
    { "sub of a flag", Y, "!Sub '${Flag}'", "\"true\"", "" },
    { "sub of an unresolved variable map", Y, "!Sub ['${A}', { A: !GetAtt Bucket.Arn }]", "?reference(Bucket)", "" },
    { "sub unicode", Y, "!Sub '点検-${Name}'", "\"点検-web\"", "" },
    { "sub unused variable", Y, "!Sub ['x', { A: !GetAtt Bucket.Arn }]", "\"x\"", "" },
    /* Join */
    { "join", Y, "!Join ['-', [a, !Ref Name, 3]]", "\"a-web-3\"", "" },
    { "join in JSON", J, "{\"Fn::Join\":[\"\",[\"a\",true]]}", "\"atrue\"", "" },
    { "join a parameter list", Y, "!Join [',', !Ref Nets]", "\"s-1,s-2\"", "" },
    { "join nothing", Y, "!Join [',', []]", "\"\"", "" },
    { "join unresolved", Y, "!Join ['', [!Ref Open, !GetAtt Bucket.Arn]]", "?input(Bucket)", "" },
    { "join drops no value", Y, "!Join ['-', [a, !Ref AWS::NoValue, b]]", "\"a-b\"", "" },
    { "join an unknown list", Y, "!Join ['-', !GetAZs '']", "?external", "" },
    { "join a map", J, "{\"Fn::Join\":[\"\",[{\"a\":1}]]}", "?invalid", "cfn-bad-function\n" },
    { "join without a list", Y, "!Join ['-', a]", "?invalid", "cfn-bad-function\n" },
    { "join with one argument", Y, "!Join ['-']", "?invalid", "cfn-bad-function\n" },
    { "join of a text", Y, "!Join x", "?invalid", "cfn-bad-function\n" },
    { "join within join", Y, "!Join ['+', [!Join ['-', [a, b]], !Sub '${Name}']]", "\"a-b+web\"", "" },
    /* Select, Split, Length */
    { "select", Y, "!Select [1, [a, b]]", "\"b\"", "" },
    { "select with a text index", J, "{\"Fn::Select\":[\"0\",{\"Ref\":\"Nets\"}]}", "\"s-1\"", "" },
    { "select past the end", Y, "!Select [2, [a, b]]", "?invalid", "cfn-bad-function\n" },
    { "select negative", Y, "!Select [-1, [a, b]]", "?invalid", "cfn-bad-function\n" },
    { "select no number", Y, "!Select [x, [a, b]]", "?invalid", "cfn-bad-function\n" },
    { "select of a text", Y, "!Select [0, a]", "?invalid", "cfn-bad-function\n" },
    { "select known of a partly unknown list", Y, "!Select [0, [a, !Ref Open]]", "\"a\"", "" },
    { "select unknown of a partly known list", Y, "!Select [1, [a, !Ref Open]]", "?input", "" },
    { "select an availability zone", Y, "!Select [0, !GetAZs '']", "?external", "" },
    { "select by an unknown index", Y, "!Select [!Ref Open, [a]]", "?input", "" },
    { "split", Y, "!Split [',', 'a,b,,c']", "[\"a\",\"b\",\"\",\"c\"]", "" },
    { "split without the delimiter", Y, "!Split ['|', 'a,b']", "[\"a,b\"]", "" },
    { "split by more than one byte", J, "{\"Fn::Split\":[\"--\",\"a--b-c\"]}", "[\"a\",\"b-c\"]", "" },
    { "split an empty text", Y, "!Split [',', '']", "[\"\"]", "" },
    { "split ends with the delimiter", Y, "!Split [',', 'a,']", "[\"a\",\"\"]", "" },
    { "split by nothing", Y, "!Split ['', 'a']", "?invalid", "cfn-bad-function\n" },
    { "split unknown", Y, "!Split [',', !Ref Open]", "?input", "" },
    { "select of split", Y, "!Select [1, !Split ['/', 'a/b/c']]", "\"b\"", "" },
    { "length", J, "{\"Fn::Length\":{\"Ref\":\"Zones\"}}", "3", "" },
    { "length of nothing", Y, "!Length []", "0", "" },
    { "length unknown", Y, "!Length [!Ref Open]", "1", "" },
    { "length of an unknown list", J, "{\"Fn::Length\":{\"Ref\":\"Open\"}}", "?input", "" },
    { "length of a text", Y, "!Length abc", "?invalid", "cfn-bad-function\n" },
    /* FindInMap */
    { "find in map", Y, "!FindInMap [M, tokyo, ami]", "\"ami-1\"", "" },
    { "find in map by a parameter", J, "{\"Fn::FindInMap\":[\"M\",{\"Ref\":\"Name\"},\"ami\"]}", "\"ami-2\"", "" },
    { "find in map by a number", Y, "!FindInMap [M, !Ref Port, ami]", "\"ami-3\"", "" },
    { "find in map a list", Y, "!FindInMap [M, tokyo, ids]", "[\"a\",\"b\"]", "" },
    { "find in map a number", Y, "!FindInMap [M, tokyo, n]", "3", "" },
    { "find in map by region", Y, "!FindInMap [M, !Ref AWS::Region, ami]", "?external", "" },
    { "find in map nothing", Y, "!FindInMap [M, osaka, ami]", "?invalid", "cfn-unknown-mapping\n" },
    { "find in no map", Y, "!FindInMap [N, tokyo, ami]", "?invalid", "cfn-unknown-mapping\n" },
    { "find in map default", Y, "!FindInMap [M, osaka, ami, { DefaultValue: x }]", "\"x\"", "" },
    { "find in map default unused", Y, "!FindInMap [M, tokyo, ami, { DefaultValue: x }]", "\"ami-1\"", "" },
    { "find in map default computed", Y, "!FindInMap [M, osaka, ami, { DefaultValue: !Ref Name }]", "\"web\"", "" },
    { "find in map default no value", Y, "!FindInMap [M, o, a, { DefaultValue: !Ref AWS::NoValue }]", "absent", "" },
    { "find in map too few", Y, "!FindInMap [M, tokyo]", "?invalid", "cfn-bad-function\n" },
    /* the world */
    { "availability zones", Y, "!GetAZs ''", "?external", "" },
    { "import", Y, "!ImportValue x-y", "?external", "" },
    { "import computed", J, "{\"Fn::ImportValue\":{\"Fn::Sub\":\"${Open}-x\"}}", "?external", "" },
    { "include", Y, "{ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: s3 } } }", "?unsupported",
      "cfn-macro\n" },
    { "include beside members", Y, "{ a: 1, 'Fn::Transform': { Name: 'AWS::Include' } }",
      "{\"a\":1,\"Fn::Transform\":?unsupported}", "cfn-macro\n" },
    { "secrets manager", Y, "'{{resolve:secretsmanager:db:SecretString:password}}'", "?secret", "" },
    { "ssm in the middle of a text", Y, "'a{{resolve:ssm:/x:1}}b'", "?secret", "" },
    { "ssm-secure", J, "\"{{resolve:ssm-secure:/x:1}}\"", "?secret", "" },
    { "secret in sub", Y, "!Sub '{{resolve:secretsmanager:${Name}:SecretString}}'", "?secret", "" },
    { "secret in sub with a resource", Y, "!Sub '{{resolve:secretsmanager:${Bucket}:SecretString}}'",
      "?secret(Bucket)", "" },
    { "secret in join", Y, "!Join ['', ['{{resolve:', 'ssm:/x}}']]", "?secret", "" },
    { "secret outranks a reference", Y, "!Sub ['${Bucket}${A}', { A: '{{resolve:ssm:/x}}' }]", "?secret(Bucket)", "" },
    { "braces alone are a text", Y, "'{{name}}'", "\"{{name}}\"", "" },
    /* Base64, ToJsonString */
    { "base64", Y, "!Base64 hello", "\"aGVsbG8=\"", "" },
    { "base64 of nothing", Y, "!Base64 ''", "\"\"", "" },
    { "base64 of one byte", J, "{\"Fn::Base64\":\"a\"}", "\"YQ==\"", "" },
    { "base64 of three bytes", Y, "!Base64 abc", "\"YWJj\"", "" },
    { "base64 of sub", Y, "{ 'Fn::Base64': !Sub '${Name}' }", "\"d2Vi\"", "" },
    { "base64 unknown", Y, "{ 'Fn::Base64': !Ref Open }", "?input", "" },
    { "base64 of bytes over 127", Y, "!Base64 '\\xff'", "\"XHhmZg==\"", "" },
    { "base64 of a list", Y, "!Base64 [a]", "?invalid", "cfn-bad-function\n" },
    { "to json", Y, "!ToJsonString { a: [1, true, x], b: !Ref Name }",
      "\"{\\\"a\\\":[1,true,\\\"x\\\"],\\\"b\\\":\\\"web\\\"}\"", "" },
    { "to json escapes", J, "{\"Fn::ToJsonString\":[\"a\\\"b\\\\c\\n\"]}", "\"[\\\"a\\\\\\\"b\\\\\\\\c\\\\u000a\\\"]\"", "" },
    { "to json unknown", Y, "!ToJsonString { a: !GetAtt Bucket.Arn }", "?reference(Bucket)", "" },
    { "to json empty", Y, "!ToJsonString {}", "\"{}\"", "" },
    { "to json of a text", Y, "!ToJsonString x", "?invalid", "cfn-bad-function\n" },
    /* Cidr */
    { "cidr", Y, "!Cidr ['10.0.0.0/16', 3, 8]", "[\"10.0.0.0/24\",\"10.0.1.0/24\",\"10.0.2.0/24\"]", "" },
    { "cidr with texts", J, "{\"Fn::Cidr\":[\"192.168.0.0/24\",\"2\",\"5\"]}", "[\"192.168.0.0/27\",\"192.168.0.32/27\"]", "" },
    { "cidr carries", Y, "!Select [255, !Cidr ['10.0.0.0/8', 256, 8]]", "\"10.0.255.0/24\"", "" },
    { "cidr clears host bits", Y, "!Cidr ['10.0.3.7/16', 1, 8]", "[\"10.0.0.0/24\"]", "" },
    { "cidr whole block", Y, "!Cidr ['10.0.0.0/24', 1, 8]", "[\"10.0.0.0/24\"]", "" },
    { "cidr of everything", Y, "!Cidr ['0.0.0.0/0', 1, 32]", "[\"0.0.0.0/0\"]", "" },
    { "cidr single addresses", Y, "!Cidr ['10.0.0.0/31', 2, 1]", "?invalid", "cfn-bad-function\n" },
    { "cidr v6", Y, "!Cidr ['2001:db8::/56', 2, 64]", "[\"2001:db8::/64\",\"2001:db8:0:1::/64\"]", "" },
    { "cidr v6 carries", Y, "!Select [3, !Cidr ['2001:db8:0:ff00::/56', 4, 64]]", "\"2001:db8:0:ff03::/64\"", "" },
    { "cidr v6 odd size", Y, "!Cidr ['fd00::/8', 2, 116]", "[\"fd00::/12\",\"fd10::/12\"]", "" },
    { "cidr too many", Y, "!Cidr ['10.0.0.0/24', 3, 7]", "?invalid", "cfn-bad-function\n" },
    { "cidr larger than the block", Y, "!Cidr ['10.0.0.0/24', 1, 9]", "?invalid", "cfn-bad-function\n" },
    { "cidr count of zero", Y, "!Cidr ['10.0.0.0/24', 0, 4]", "?invalid", "cfn-bad-function\n" },
    { "cidr count of 257", Y, "!Cidr ['10.0.0.0/8', 257, 4]", "?invalid", "cfn-bad-function\n" },
    { "cidr bad address", Y, "!Cidr ['10.0.0/24', 1, 4]", "?invalid", "cfn-bad-function\n" },
    { "cidr bad prefix", Y, "!Cidr ['10.0.0.0/33', 1, 4]", "?invalid", "cfn-bad-function\n" },
    { "cidr without prefix", Y, "!Cidr ['10.0.0.0', 1, 4]", "?invalid", "cfn-bad-function\n" },
    { "cidr without bits", Y, "!Cidr ['10.0.0.0/16', 1]", "?unsupported", "" },
    { "cidr of a resource", Y, "!Cidr [!GetAtt Bucket.CidrBlock, 1, 8]", "?reference(Bucket)", "" },
    { "select of cidr", Y, "!Select [1, !Cidr ['10.0.0.0/16', 2, 8]]", "\"10.0.1.0/24\"", "" },
    /* If and conditions */
    { "if true", Y, "!If [Yes, a, b]", "\"a\"", "" },
    { "if false", J, "{\"Fn::If\":[\"No\",\"a\",\"b\"]}", "\"b\"", "" },
    { "if takes maps", Y, "!If [Yes, { a: !Ref Name }, b]", "{\"a\":\"web\"}", "" },
    { "if no value", Y, "!If [No, a, !Ref AWS::NoValue]", "absent", "" },
    { "if item no value", Y, "[x, !If [No, a, !Ref AWS::NoValue]]", "[\"x\"]", "" },
    { "if the other branch is wrong", Y, "!If [Yes, a, !Ref Nowhere]", "\"a\"", "" },
    { "if unknown", Y, "!If [Maybe, a, b]", "?input", "" },
    { "if unknown names both branches", Y, "!If [Maybe, !Ref Bucket, !GetAtt Other.Arn]", "?input(Bucket,Other)", "" },
    { "if unknown but the same", Y, "!If [Maybe, { a: [1] }, { a: ['1'] }]", "{\"a\":[1]}", "" },
    { "if unknown and both no value", Y, "!If [Maybe, !Ref AWS::NoValue, !Ref AWS::NoValue]", "absent", "" },
    { "if unknown and one no value", Y, "!If [Maybe, a, !Ref AWS::NoValue]", "?input", "" },
    { "if within if", Y, "!If [Maybe, !If [Yes, a, b], !If [No, b, a]]", "\"a\"", "" },
    { "if by a parameter", Y, "!If [IsWeb, a, b]", "\"a\"", "" },
    { "equals compares numbers as texts", Y, "!If [Num, a, b]", "\"a\"", "" },
    { "equals compares flags as texts", Y, "!If [Bool, a, b]", "\"a\"", "" },
    { "equals compares lists", Y, "!If [Lists, a, b]", "\"a\"", "" },
    { "and false wins over unknown", Y, "!If [AndFalse, a, b]", "\"b\"", "" },
    { "and unknown", Y, "!If [AndMaybe, a, b]", "?input", "" },
    { "and true", Y, "!If [AndTrue, a, b]", "\"a\"", "" },
    { "or true wins over unknown", Y, "!If [OrTrue, a, b]", "\"a\"", "" },
    { "or unknown", Y, "!If [OrMaybe, a, b]", "?input", "" },
    { "or false", Y, "!If [OrFalse, a, b]", "\"b\"", "" },
    { "not unknown", Y, "!If [NotMaybe, a, b]", "?input", "" },
    { "if no condition", Y, "!If [Nowhere, a, b]", "?invalid", "cfn-unknown-condition\n" },
    { "if circle", Y, "!If [Loop, a, b]", "?invalid", "cfn-circular-condition\n" },
    { "if text condition", Y, "!If [Text, a, b]", "?invalid", "cfn-bad-condition\n" },
    { "if two arguments", Y, "!If [Yes, a]", "?invalid", "cfn-bad-function\n" },
    { "if of a text", Y, "!If x", "?invalid", "cfn-bad-function\n" },
    { "if with an inline condition", Y, "!If [!Equals [a, b], x, y]", "\"y\"", "" },
    { "short condition", Y, "!If [!Condition Yes, x, y]", "\"x\"", "" },
    { "an IAM condition is a plain member", J, "{\"Condition\":{\"Bool\":{\"a\":\"b\"}}}", "{\"Condition\":{\"Bool\":{\"a\":\"b\"}}}", "" },
    { "an IAM condition in an if", Y, "!If [Yes, { Condition: { Bool: x } }, y]", "{\"Condition\":{\"Bool\":\"x\"}}", "" },
    /* mistakes */
    { "unknown function", J, "{\"Fn::Frobnicate\":1}", "?invalid", "cfn-unknown-function\n" },
    { "unknown tag", Y, "!Frobnicate x", "?invalid", "cfn-unknown-function\n" },
    { "Fn::Ref does not exist", J, "{\"Fn::Ref\":\"Name\"}", "?invalid", "cfn-unknown-function\n" },
    { "function beside members", J, "{\"Fn::Sub\":\"x\",\"a\":{\"Ref\":\"Name\"}}", "{\"Fn::Sub\":?invalid,\"a\":\"web\"}",
      "cfn-bad-function\n" },
    { "one mistake leaves the rest", Y, "{ a: !Ref Nowhere, b: !Ref Name }", "{\"a\":?invalid,\"b\":\"web\"}",
      "cfn-unknown-reference\n" },
    { "for each without the transform", J, "{\"Fn::ForEach::X\":[\"I\",[\"a\"],{\"${I}\":1}]}",
      "{\"Fn::ForEach::X\":?invalid}", "cfn-bad-function\n" },
};

static void check(void **state)
{
    const struct row *r = *state;
    char text[16384];
    scan s;
    int n = r->syntax == J
                ? snprintf(text, sizeof text,
                           "{\"Parameters\":%s,\"Mappings\":%s,\"Conditions\":%s,\"Resources\":{\"Bucket\":%s,"
                           "\"Other\":%s,\"R\":{\"Type\":\"Test::R::R\",\"Properties\":{\"V\":%s}}}}",
                           PARAMETERS, MAPPINGS, CONDITIONS, RESOURCES, RESOURCES, r->expr)
                : snprintf(text, sizeof text,
                           "Parameters: %s\nMappings: %s\nConditions: %s\nResources:\n  Bucket: %s\n  Other: %s\n"
                           "  R:\n    Type: Test::R::R\n    Properties:\n      V: %s\n",
                           PARAMETERS, MAPPINGS, CONDITIONS, RESOURCES, RESOURCES, r->expr);
    assert_true(n > 0 && (size_t)n < sizeof text);
    scan_run_text(&s, r->syntax == J ? "t.json" : "t.yaml", (tnk_str){ text, (size_t)n }, "R");
    assert_string_equal(s.resources.ptr != NULL ? s.resources.ptr : "", r->want);
    assert_string_equal(s.diags.ptr != NULL ? s.diags.ptr : "", r->diag);
    assert_int_equal(s.n_resources, 3);
    scan_free(&s);
}

int main(void)
{
    static struct CMUnitTest t[sizeof rows / sizeof *rows];
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        t[i] = (struct CMUnitTest){ rows[i].name, check, NULL, NULL, (void *)&rows[i] };
    return cmocka_run_group_tests_name("cloudformation values", t, NULL, NULL);
}
