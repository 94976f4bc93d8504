-- SPDX-License-Identifier: Apache-2.0
-- EBS volumes.

model "aws.ebs.volume" {
  label  = { en = "EBS volume", ja = "EBSボリューム" },
  fields = { encrypted = flag, key = flag },
}

bind "aws.ebs.volume" "cloudformation:AWS::EC2::Volume" {
  encrypted = { "Encrypted", default = false },
  key       = { "KmsKeyId", present = true },
}
bind "aws.ebs.volume" "aws-config:AWS::EC2::Volume" {
  encrypted = { "configuration.encrypted", required = true },
  key       = { "configuration.kmsKeyId", present = true },
}

rule "aws-ebs-unencrypted" {
  title    = { en = "EBS volume is not encrypted", ja = "EBSボリュームが暗号化されていない" },
  severity = "high",
  on       = "aws.ebs.volume",
  items    = { "cis-aws-3.0.0:2.2.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_3", "trivy:AWS-0026" },
  fix      = { en = "Set Encrypted to true.", ja = "Encryptedをtrueに設定する。" },
  check    = function(v)
    if not v.encrypted then fail("encrypted") end
  end,
}

rule "aws-ebs-no-customer-key" {
  title    = {
    en = "EBS volume is not encrypted with a customer-managed key",
    ja = "EBSボリュームが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.ebs.volume",
  origins  = { "cloudformation" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_189", "trivy:AWS-0027", "guard:EBS_VOLUME_ENCRYPTION_KEY_RULE" },
  fix      = { en = "Set KmsKeyId to a key of your own.", ja = "KmsKeyIdに自ら管理する鍵を設定する。" },
  check    = function(v)
    if not v.key then fail("key") end
  end,
}
