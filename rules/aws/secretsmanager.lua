-- SPDX-License-Identifier: Apache-2.0
-- AWS Secrets Manager: the key of secrets, their rotation, who may read them.
local access = lib "iam"

model "aws.secretsmanager.secret" {
  label  = { en = "Secrets Manager secret", ja = "Secrets Managerシークレット" },
  fields = { name = text, kms_key = text, rotates = flag, value = text },
}

bind "aws.secretsmanager.secret" "cloudformation:AWS::SecretsManager::Secret" {
  with    = { rotation = { "cloudformation:AWS::SecretsManager::RotationSchedule", by = "SecretId" } },
  names   = "Name",
  name    = "Name",
  kms_key = "KmsKeyId",
  rotates = { "rotation:SecretId", present = true },
  value   = "SecretString",
}

bind "aws.secretsmanager.secret" "aws-config:AWS::SecretsManager::Secret" {
  name    = { "configuration.Name", "configuration.name", "resourceName" },
  kms_key = { "configuration.KmsKeyId", "configuration.kmsKeyId" },
  rotates = { "configuration.RotationEnabled", "configuration.rotationEnabled", default = false },
}

model "aws.secretsmanager.policy" {
  label  = { en = "Policy of a secret", ja = "シークレットのリソースポリシー" },
  fields = { policy = policy },
}

bind "aws.secretsmanager.policy" "cloudformation:AWS::SecretsManager::ResourcePolicy" { policy = "ResourcePolicy" }

rule "aws-secretsmanager-customer-key" {
  title    = {
    en = "Secret is not encrypted with a customer managed key",
    ja = "シークレットの暗号化に顧客管理の鍵を使っていない",
  },
  why      = {
    en = "With the AWS managed key, reading a secret needs no right to a key that could be restricted or revoked.",
    ja = "AWS管理の鍵では、鍵の側で読み取りを制限したり無効化したりできない。",
  },
  severity = "low",
  on       = "aws.secretsmanager.secret",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_149", "trivy:AWS-0098", "guard:SECRETSMANAGER_USING_CMK" },
  fix      = {
    en = "Set KmsKeyId to a key of your own.",
    ja = "KmsKeyIdに顧客管理の鍵を設定する。",
  },
  check    = function(s)
    if unresolved(s, "kms_key") == "reference" then return end
    local key = s.kms_key
    if not key or key == "" or key:ends("alias/aws/secretsmanager") then fail("kms_key") end
  end,
}

rule "aws-secretsmanager-rotation" {
  title    = { en = "Secret is not rotated automatically", ja = "シークレットの自動ローテーションが設定されていない" },
  severity = "low",
  on       = "aws.secretsmanager.secret",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:262" },
  aka      = { "checkov:CKV2_AWS_57", "guard:SECRETSMANAGER_ROTATION_ENABLED_CHECK" },
  fix      = {
    en = "Add an AWS::SecretsManager::RotationSchedule for the secret.",
    ja = "シークレットにAWS::SecretsManager::RotationScheduleを追加する。",
  },
  check    = function(s)
    if not s.rotates then fail("rotates") end
  end,
}

rule "aws-secretsmanager-plain-value" {
  title    = { en = "Value of a secret is written in the template", ja = "シークレットの値がテンプレートに書かれている" },
  severity = "high",
  on       = "aws.secretsmanager.secret",
  origins  = { "cloudformation" },
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  redact   = true,
  fix      = {
    en = "Use GenerateSecretString, or set the value after deployment.",
    ja = "GenerateSecretStringを使うか、配備後に値を設定する。",
  },
  check    = function(s)
    if unresolved(s, "value") then return end      -- a parameter or another store keeps it out of the template
    if s.value and s.value ~= "" then fail("value") end
  end,
}

rule "aws-secretsmanager-policy-public" {
  title    = { en = "Policy of a secret lets everyone in", ja = "シークレットのポリシーが全員に操作を許可している" },
  severity = "critical",
  on       = "aws.secretsmanager.policy",
  items    = { "ds200-3:2-2", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Name accounts or roles in Principal and set BlockPublicPolicy: true.",
    ja = "Principalにアカウントまたはロールを指定し、BlockPublicPolicy: trueを設定する。",
  },
  check    = access.no_public("policy"),
}
