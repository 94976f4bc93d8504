-- SPDX-License-Identifier: Apache-2.0
-- Directory Service: Microsoft AD and Simple AD.
local password = lib "password"

model "aws.directory.directory" {
  label  = { en = "Directory", ja = "ディレクトリ" },
  fields = { password = text },
}
bind "aws.directory.directory" "cloudformation:AWS::DirectoryService::MicrosoftAD" { password = "Password" }
bind "aws.directory.directory" "cloudformation:AWS::DirectoryService::SimpleAD" { password = "Password" }

rule "aws-directory-password-literal" {
  title    = {
    en = "Password of the directory's administrator is written in the template",
    ja = "ディレクトリの管理者パスワードがテンプレートに直接書かれている",
  },
  severity = "critical",
  on       = "aws.directory.directory",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:MICROSOFT_AD_NO_PLAINTEXT_PASSWORD" },
  fix      = {
    en = "Refer to a secret with {{resolve:secretsmanager:...}} and change the password.",
    ja = "{{resolve:secretsmanager:...}}で参照し、パスワードを変更する。",
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
    en = "Use {{resolve:secretsmanager:...}}.",
    ja = "{{resolve:secretsmanager:...}}を使用する。",
  },
  check    = password.not_from_store("password"),
}
