-- SPDX-License-Identifier: Apache-2.0
-- Directory Service: Microsoft AD and Simple AD.
local password = lib "password"

model "aws.directory.directory" {
  label  = { en = "Directory", ja = "ディレクトリ" },
  fields = { password = text },
}
bind "aws.directory.directory" "cloudformation:AWS::DirectoryService::MicrosoftAD" { password = "Password" }
bind "aws.directory.directory" "cloudformation:AWS::DirectoryService::SimpleAD" { password = "Password" }

bind "aws.directory.directory" "terraform:aws_directory_service_directory" { password = "password" }

rule "aws-directory-password-literal" {
  title    = {
    en = "Password of the directory's administrator is written in the code",
    ja = "ディレクトリの管理者パスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.directory.directory",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:MICROSOFT_AD_NO_PLAINTEXT_PASSWORD" },
  fix      = {
    en = "Refer to a secret ({{resolve:secretsmanager:...}}, Terraform: "
      .. "aws_secretsmanager_secret_version) and change the password.",
    ja = "シークレット（{{resolve:secretsmanager:...}}、Terraform: aws_secretsmanager_secret_version）を参照し、"
      .. "パスワードを変更する。",
  },
  check    = password.literal("password"),
}

rule "aws-directory-password-not-from-store" {
  title    = {
    en = "Password of the directory's administrator does not come from a secret store",
    ja = "ディレクトリの管理者パスワードがシークレットストアから取得されていない",
  },
  severity = "low",
  on       = "aws.directory.directory",
  redact   = true,
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:522" },
  aka      = { "guard:MICROSOFT_AD_PASSWORD_USES_SECURE_SERVICE" },
  fix      = {
    en = "Refer to a secret ({{resolve:secretsmanager:...}}, Terraform: "
      .. "aws_secretsmanager_secret_version).",
    ja = "シークレット（{{resolve:secretsmanager:...}}、"
      .. "Terraform: aws_secretsmanager_secret_version）を参照する。",
  },
  check    = password.not_from_store("password"),
}
