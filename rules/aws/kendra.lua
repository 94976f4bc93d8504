-- SPDX-License-Identifier: Apache-2.0
-- Kendra indexes.

model "aws.kendra.index" {
  label  = { en = "Kendra index", ja = "Kendraインデックス" },
  fields = { kms = flag },
}

bind "aws.kendra.index" "cloudformation:AWS::Kendra::Index" {
  kms = { "ServerSideEncryptionConfiguration.KmsKeyId", present = true },
}

bind "aws.kendra.index" "terraform:aws_kendra_index" {
  kms = { "server_side_encryption_configuration[0].kms_key_id", present = true },
}
bind "aws.kendra.index" "aws-config:AWS::Kendra::Index" {
  kms = { "configuration.ServerSideEncryptionConfiguration.KmsKeyId", present = true },
}

rule "aws-kendra-kms" {
  title    = {
    en = "Kendra index is not encrypted with a customer-managed key",
    ja = "Kendraインデックスが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.kendra.index",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "guard:KENDRA_INDEX_ENCRYPTION_KMS_KEY_ID_RULE", "checkov:CKV_AWS_262" },
  fix      = {
    en = "Set ServerSideEncryptionConfiguration.KmsKeyId (Terraform: server_side_encryption_configuration.kms_key_id).",
    ja = "ServerSideEncryptionConfiguration.KmsKeyId（Terraform: server_side_encryption_configuration.kms_key_id）を設定する。",
  },
  check    = function(i)
    if not i.kms then fail("kms") end
  end,
}
