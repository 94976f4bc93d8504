-- SPDX-License-Identifier: Apache-2.0
-- Glue: data catalogue, security configurations, jobs and crawlers.

model "aws.glue.catalog" {
  label  = { en = "Glue data catalogue", ja = "Glueデータカタログ" },
  fields = { at_rest = text, passwords = flag },
}

bind "aws.glue.catalog" "cloudformation:AWS::Glue::DataCatalogEncryptionSettings" {
  at_rest   = { "DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode", default = "DISABLED" },
  passwords = { "DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted",
                default = false },
}

model "aws.glue.worker" {
  label  = { en = "Glue job or crawler", ja = "Glueのジョブまたはクローラー" },
  fields = { configuration = flag },
}

bind "aws.glue.worker" "cloudformation:AWS::Glue::Job" {
  configuration = { "SecurityConfiguration", present = true },
}
bind "aws.glue.worker" "cloudformation:AWS::Glue::Crawler" {
  configuration = { "CrawlerSecurityConfiguration", present = true },
}
bind "aws.glue.worker" "aws-config:AWS::Glue::Job" {
  configuration = { "configuration.SecurityConfiguration", present = true },
}

rule "aws-glue-catalog-encryption" {
  title    = { en = "Glue data catalogue is not encrypted", ja = "Glueデータカタログが暗号化されていない" },
  severity = "medium",
  on       = "aws.glue.catalog",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_94" },
  fix      = {
    en = "Set CatalogEncryptionMode to SSE-KMS and ReturnConnectionPasswordEncrypted to true.",
    ja = "CatalogEncryptionModeをSSE-KMS、ReturnConnectionPasswordEncryptedをtrueにする。",
  },
  check    = function(c)
    if c.at_rest == "DISABLED" then return fail("at_rest") end
    if not c.passwords then
      fail("passwords", {
        en = "Connection passwords are shown in plain text", ja = "接続のパスワードが平文で返される",
      })
    end
  end,
}

rule "aws-glue-security-configuration" {
  title    = {
    en = "Glue job or crawler has no security configuration",
    ja = "Glueのジョブまたはクローラーにセキュリティ設定がない",
  },
  severity = "medium",
  on       = "aws.glue.worker",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_195" },
  fix      = {
    en = "Make an AWS::Glue::SecurityConfiguration with encryption and name it.",
    ja = "暗号化を有効にしたAWS::Glue::SecurityConfigurationを作り、その名前を指定する。",
  },
  check    = function(w)
    if not w.configuration then fail("configuration") end
  end,
}
