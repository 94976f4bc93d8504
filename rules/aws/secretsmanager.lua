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

bind "aws.secretsmanager.secret" "terraform:aws_secretsmanager_secret" {
  with    = {
    rotation = { "terraform:aws_secretsmanager_secret_rotation", by = "secret_id" },
    version  = { "terraform:aws_secretsmanager_secret_version", by = "secret_id" },
  },
  names   = "name",
  name    = "name",
  kms_key = "kms_key_id",
  rotates = { "rotation:", present = true },
  value   = "version:secret_string",
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

bind "aws.secretsmanager.policy" "terraform:aws_secretsmanager_secret_policy" { policy = "policy" }
bind "aws.secretsmanager.policy" "terraform:aws_secretsmanager_secret" {
  when   = { "policy", present = true },
  policy = "policy",
}

model "aws.secretsmanager.rotation" {
  label  = { en = "Rotation of a secret", ja = "シークレットのローテーション" },
  fields = { days = number, schedule = text },
}

bind "aws.secretsmanager.rotation" "cloudformation:AWS::SecretsManager::RotationSchedule" {
  days     = "RotationRules.AutomaticallyAfterDays",
  schedule = "RotationRules.ScheduleExpression",
}
bind "aws.secretsmanager.rotation" "terraform:aws_secretsmanager_secret_rotation" {
  days     = "rotation_rules[0].automatically_after_days",
  schedule = "rotation_rules[0].schedule_expression",
}

rule "aws-secretsmanager-customer-key" {
  title    = {
    en = "Secret is not encrypted with a customer-managed key",
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
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(s)
    local why = unresolved(s, "kms_key")
    if why == "reference" or why == "external" then return end      -- a key of another resource or of a look-up
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
    en = "Add an AWS::SecretsManager::RotationSchedule (Terraform: aws_secretsmanager_secret_rotation) "
      .. "for the secret.",
    ja = "シークレットにAWS::SecretsManager::RotationSchedule（Terraform: aws_secretsmanager_secret_rotation）を追加する。",
  },
  check    = function(s)
    if not s.rotates then fail("rotates") end
  end,
}

rule "aws-secretsmanager-plain-value" {
  title    = { en = "Value of a secret is written in the code", ja = "シークレットの値がコードに書かれている" },
  severity = "high",
  on       = "aws.secretsmanager.secret",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  redact   = true,
  fix      = {
    en = "Use GenerateSecretString (Terraform: random_password or an ephemeral value), or set the value "
      .. "after deployment.",
    ja = "GenerateSecretString（Terraform: random_passwordなど）を使うか、配備後に値を設定する。",
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
    en = "Name accounts or roles in Principal and set BlockPublicPolicy (Terraform: block_public_policy) to true.",
    ja = "Principalにアカウントまたはロールを指定し、BlockPublicPolicy（Terraform: block_public_policy）をtrueに設定する。",
  },
  check    = access.no_public("policy"),
}

rule "aws-secretsmanager-slow-rotation" {
  title    = { en = "Secret is rotated less often than every 90 days", ja = "シークレットのローテーション間隔が90日を超えている" },
  severity = "low",
  on       = "aws.secretsmanager.rotation",
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:262" },
  aka      = { "checkov:CKV_AWS_304" },
  fix      = {
    en = "Set AutomaticallyAfterDays (Terraform: automatically_after_days) in the rotation rules to 90 or less.",
    ja = "ローテーションルールのAutomaticallyAfterDays（Terraform: automatically_after_days）を90以下にする。",
  },
  check    = function(r)
    local days = r.days
    if days == nil then days = tonumber((re.match(r.schedule or "", "(?i)^rate\\(([0-9]+) days?\\)$"))) end
    if days and days > 90 then
      fail(r.days and "days" or "schedule", { en = "every %s days", ja = "%s日ごと", days })
    end
  end,
}
