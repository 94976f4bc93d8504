-- SPDX-License-Identifier: Apache-2.0
-- AWS KMS: the life of customer managed keys, who may use them.
local access = lib "iam"

model "aws.kms.key" {
  label  = { en = "KMS key", ja = "KMSキー" },
  fields = { rotates = flag, spec = text, origin = text, manager = text, state = text, policy = policy },
}

bind "aws.kms.key" "cloudformation:AWS::KMS::Key" {
  rotates = { "EnableKeyRotation", default = false },
  spec    = { "KeySpec", default = "SYMMETRIC_DEFAULT" },
  origin  = { "Origin", default = "AWS_KMS" },
  manager = { default = "CUSTOMER" },
  state   = { "Enabled", map = { ["true"] = "Enabled", ["false"] = "Disabled" }, default = "Enabled" },
  policy  = "KeyPolicy",
}

bind "aws.kms.key" "aws-config:AWS::KMS::Key" {
  rotates = { "supplementaryConfiguration.KeyRotationStatus", required = true },
  spec    = { "configuration.keySpec", "configuration.customerMasterKeySpec", default = "SYMMETRIC_DEFAULT" },
  origin  = { "configuration.origin", default = "AWS_KMS" },
  manager = { "configuration.keyManager", default = "CUSTOMER" },
  state   = { "configuration.keyState", default = "Enabled" },
  policy  = { "supplementaryConfiguration.Policy", required = true },
}

rule "aws-kms-rotation" {
  title    = { en = "KMS key is not rotated automatically", ja = "KMSキーの自動ローテーションが有効でない" },
  severity = "medium",
  on       = "aws.kms.key",
  items    = { "ds200-2:4-4", "muni-3:38", "cis-aws-3.0.0:3.6" },
  refs     = { "cwe:324" },
  aka      = { "checkov:CKV_AWS_7", "trivy:AWS-0065", "guard:CMK_BACKING_KEY_ROTATION_ENABLED" },
  fix      = {
    en = "Set EnableKeyRotation: true.",
    ja = "EnableKeyRotation: trueを設定する。",
  },
  check    = function(k)
    if k.manager == "AWS" then return skip { en = "AWS manages this key", ja = "AWSが管理する鍵である" } end
    if k.spec ~= "SYMMETRIC_DEFAULT" or k.origin ~= "AWS_KMS" then
      return skip { en = "such a key cannot be rotated automatically", ja = "自動ローテーションの対象外の鍵である" }
    end
    if k.state ~= "Enabled" then return skip { en = "the key is not in use", ja = "鍵が無効である" } end
    if not k.rotates then fail("rotates") end
  end,
}

rule "aws-kms-policy-public" {
  title    = { en = "KMS key policy lets every AWS account in", ja = "KMSキーポリシーが全アカウントに使用を許可している" },
  severity = "critical",
  on       = "aws.kms.key",
  items    = { "ds200-2:4-4", "ds200-3:2-2", "ds200-3:2-3" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_33" },
  fix      = {
    en = "Name accounts or roles in Principal, or narrow the statement with kms:CallerAccount.",
    ja = "Principalにアカウントまたはロールを指定するか、kms:CallerAccountの条件で限定する。",
  },
  check    = access.no_public("policy"),
}

rule "aws-kms-policy-not-principal" {
  title    = {
    en = "KMS key policy allows everyone but those named in NotPrincipal",
    ja = "KMSキーポリシーがNotPrincipal以外の全員に使用を許可している",
  },
  severity = "critical",
  on       = "aws.kms.key",
  items    = { "ds200-2:4-4", "ds200-3:2-2", "ds200-3:2-3" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Name the allowed accounts or roles in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウントやロールをPrincipalに指定する。",
  },
  check    = access.no_not_principal("policy"),
}
