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

bind "aws.glue.catalog" "terraform:aws_glue_data_catalog_encryption_settings" {
  at_rest   = { "data_catalog_encryption_settings[0].encryption_at_rest[0].catalog_encryption_mode",
                default = "DISABLED" },
  passwords = { "data_catalog_encryption_settings[0].connection_password_encryption[0]"
                .. ".return_connection_password_encrypted", default = false },
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
bind "aws.glue.worker" "terraform:aws_glue_job" { configuration = { "security_configuration", present = true } }
bind "aws.glue.worker" "terraform:aws_glue_crawler" { configuration = { "security_configuration", present = true } }
bind "aws.glue.worker" "terraform:aws_glue_dev_endpoint" {
  configuration = { "security_configuration", present = true },
}

bind "aws.glue.worker" "aws-config:AWS::Glue::Job" {
  configuration = { "configuration.SecurityConfiguration", present = true },
}

model "aws.glue.security" {
  label  = { en = "Glue security configuration", ja = "Glueのセキュリティ設定" },
  fields = { logs = text, bookmarks = text, s3 = list },
}

bind "aws.glue.security" "cloudformation:AWS::Glue::SecurityConfiguration" {
  logs      = { "EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode", default = "DISABLED" },
  bookmarks = { "EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode", default = "DISABLED" },
  s3        = "EncryptionConfiguration.S3Encryptions[*].S3EncryptionMode",
}

bind "aws.glue.security" "terraform:aws_glue_security_configuration" {
  logs      = { "encryption_configuration[0].cloudwatch_encryption[0].cloudwatch_encryption_mode",
                default = "DISABLED" },
  bookmarks = { "encryption_configuration[0].job_bookmarks_encryption[0].job_bookmarks_encryption_mode",
                default = "DISABLED" },
  s3        = "encryption_configuration[0].s3_encryption[*].s3_encryption_mode",
}

rule "aws-glue-catalog-encryption" {
  title    = { en = "Glue data catalogue is not encrypted", ja = "Glueデータカタログが暗号化されていない" },
  severity = "medium",
  on       = "aws.glue.catalog",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_94" },
  fix      = {
    en = "Set CatalogEncryptionMode (Terraform: catalog_encryption_mode) to SSE-KMS and have "
      .. "connection passwords returned encrypted.",
    ja = "CatalogEncryptionMode（Terraform: catalog_encryption_mode）をSSE-KMSにし、"
      .. "接続のパスワードを暗号化して返すようにする。",
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
    en = "Make a security configuration with encryption and name it (Terraform: "
      .. "security_configuration).",
    ja = "暗号化を有効にしたセキュリティ設定を作り、その名前を指定する（Terraform: security_configuration）。",
  },
  check    = function(w)
    if not w.configuration then fail("configuration") end
  end,
}

rule "aws-glue-security-unencrypted" {
  title    = {
    en = "Glue security configuration leaves data unencrypted",
    ja = "Glueのセキュリティ設定で暗号化されないデータがある",
  },
  severity = "medium",
  on       = "aws.glue.security",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_99" },
  fix      = {
    en = "Turn on encryption for CloudWatch logs, job bookmarks and S3, with a KMS key.",
    ja = "CloudWatchログ、ジョブブックマーク、S3の暗号化をKMSの鍵で有効にする。",
  },
  check    = function(c)
    if c.logs == "DISABLED" then fail("logs") end
    if c.bookmarks == "DISABLED" then fail("bookmarks") end
    if c.s3 == nil or includes(c.s3, "DISABLED") then fail("s3") end
  end,
}
