/* SPDX-License-Identifier: Apache-2.0
 * Good files that generate.c damages. Whatever is cut off or put in behind `known`, a collector
 * takes the file for its own. */
#ifndef TNK_TEST_SEEDS_H
#define TNK_TEST_SEEDS_H

#include <stdbool.h>
#include <stddef.h>

enum { JSON, YAML, SSHD };

static const struct seed {
    const char *name, *file, *text;
    size_t len, known;
    int syntax;
} seeds[] = {
#define SEED(name, file, syntax, head, text)                                                       \
    {                                                                                              \
        name, file, head text, sizeof(head text) - 1, sizeof head - 1, syntax                      \
    }
    SEED("cfn-json", "t.json", JSON, "{ \"Description\": \"Resources ::\",\n",
         "  \"Parameters\": { \"Stage\": { \"Type\": \"String\", \"Default\": \"prod\" } },\n"
         "  \"Conditions\": { \"IsProd\": { \"Fn::Equals\": [ { \"Ref\": \"Stage\" }, \"prod\" ] } "
         "},\n"
         "  \"Resources\": {\n"
         "    \"Queue\": { \"Type\": \"AWS::SQS::Queue\", \"Condition\": \"IsProd\", "
         "\"Properties\": {\n"
         "      \"QueueName\": { \"Fn::Sub\": \"\\u540d-${Stage}\" }, \"Delay\": -1.5e3, \"Fifo\": "
         "true } },\n"
         "    \"Policy\": { \"Type\": \"AWS::SQS::QueuePolicy\", \"Properties\": { \"Queues\": [ { "
         "\"Ref\": \"Queue\" } ],\n"
         "      \"PolicyDocument\": { \"Statement\": [ { \"Effect\": \"Allow\", \"Action\": \"*\" "
         "} ] } } }\n"
         "  }\n}"),
    SEED("cfn-yaml", "t.yaml", YAML, "Description: \"Resources ::\"\n",
         "Parameters:\n  Stage: { Type: String, Default: prod }\n"
         "Conditions:\n  IsProd: !Equals [!Ref Stage, prod]\n"
         "Resources:\n  Queue: &queue\n    Type: AWS::SQS::Queue\n    Condition: IsProd\n    "
         "Properties:\n"
         "      QueueName: !Sub \"\\u540d-${Stage}\"\n      Text: |\n        a\n        b\n      "
         "Delay: -1.5e3\n"
         "  Policy:\n    Type: AWS::SQS::QueuePolicy\n    Properties:\n      Queues: [!Ref Queue]\n"
         "      PolicyDocument:\n        Statement:\n          - Effect: Allow\n            "
         "Action: '*'\n"),
    SEED("config", "t.json", JSON, "{ \"fileVersion\": \"1.0\", \"configurationItems\": [\n",
         "  { \"resourceType\": \"AWS::S3::Bucket\", \"resourceId\": \"b\", \"resourceName\": "
         "\"b\",\n"
         "    \"awsRegion\": \"ap-northeast-1\", \"awsAccountId\": \"123456789012\",\n"
         "    \"configurationItemStatus\": \"ResourceDiscovered\", \"configurationItemVersion\": "
         "\"1.3\",\n"
         "    \"configuration\": { \"name\": \"b\", \"owner\": { \"id\": \"x\" } },\n"
         "    \"supplementaryConfiguration\": { \"AccessControlList\": \"{\\\"grantList\\\":[]}\" "
         "} },\n"
         "  { \"resourceType\": \"AWS::SQS::Queue\", \"resourceId\": \"q\", \"configuration\": "
         "\"{\\\"Policy\\\":1}\" }\n"
         "] }"),
    SEED("sshd", "etc/ssh/sshd_config", SSHD, "# sshd\n",
         "Port 22\nInclude /etc/ssh/sshd_config.d/*.conf\nPermitRootLogin \"no\"\nCiphers "
         "+aes128-ctr,aes256-ctr\n"
         "AllowUsers alice bob@192.0.2.0/24\nLoginGraceTime 1m30s\nMaxStartups 10:30:60\nSubsystem "
         "sftp internal-sftp\n"
         "Match User \"alice\" Address 192.0.2.0/24,!192.0.2.1\n  X11Forwarding no\n  Banner "
         "/etc/issue\n"
         "Match all\n  AllowTcpForwarding local\n"),
};
static const size_t n_seeds = sizeof seeds / sizeof *seeds;

#endif
