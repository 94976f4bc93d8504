-- SPDX-License-Identifier: Apache-2.0
-- AppSync GraphQL APIs.

model "aws.appsync.api" {
  label  = { en = "AppSync API", ja = "AppSync API" },
  fields = { level = text, auth = text },
}

bind "aws.appsync.api" "cloudformation:AWS::AppSync::GraphQLApi" {
  level = { "LogConfig.FieldLogLevel", default = "NONE" },
  auth  = "AuthenticationType",
}

bind "aws.appsync.api" "terraform:aws_appsync_graphql_api" {
  level = { "log_config[0].field_log_level", default = "NONE" },
  auth  = "authentication_type",
}

bind "aws.appsync.api" "aws-config:AWS::AppSync::GraphQLApi" {
  level = { "configuration.LogConfig.FieldLogLevel", default = "NONE" },
  auth  = { "configuration.AuthenticationType", required = true },
}

rule "aws-appsync-logs" {
  title    = {
    en = "AppSync API does not log errors of its fields",
    ja = "AppSync APIのフィールドのログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.appsync.api",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_194", "checkov:CKV_AWS_193" },
  fix      = {
    en = "Set FieldLogLevel of LogConfig (Terraform: field_log_level in log_config) to ERROR or "
      .. "ALL, and a role.",
    ja = "LogConfigのFieldLogLevel（Terraform: log_configのfield_log_level）をERRORまたはALLにし、ロールを指定する。",
  },
  check    = function(a)
    if a.level == "NONE" then fail("level") end
  end,
}

rule "aws-appsync-api-key" {
  title    = {
    en = "AppSync API is protected by a shared key only",
    ja = "AppSync APIの認証が共有のAPIキーだけである",
  },
  severity = "medium",
  on       = "aws.appsync.api",
  items    = { "ds200-3:2-1", "ds200-2:4-4" },
  refs     = { "cwe:287" },
  fix      = {
    en = "Set AuthenticationType (Terraform: authentication_type) to AWS_IAM, "
      .. "AMAZON_COGNITO_USER_POOLS, OPENID_CONNECT or AWS_LAMBDA.",
    ja = "AuthenticationType（Terraform: authentication_type）をAWS_IAM、AMAZON_COGNITO_USER_POOLS、"
      .. "OPENID_CONNECT、AWS_LAMBDAのいずれかにする。",
  },
  check    = function(a)
    if a.auth == "API_KEY" then fail("auth") end
  end,
}
