-- SPDX-License-Identifier: Apache-2.0
-- CloudWatch Logs.

model "aws.logs.group" {
  label  = { en = "log group", ja = "ロググループ" },
  fields = { kms = flag, retention = number },
}

bind "aws.logs.group" "cloudformation:AWS::Logs::LogGroup" {
  names     = "LogGroupName",
  kms       = { "KmsKeyId", present = true },
  retention = "RetentionInDays",
}

bind "aws.logs.group" "terraform:aws_cloudwatch_log_group" {
  names     = "name",
  kms       = { "kms_key_id", present = true },
  retention = { "retention_in_days", default = 0 },
}

bind "aws.logs.group" "aws-config:AWS::Logs::LogGroup" {
  kms       = { "configuration.KmsKeyId", "configuration.kmsKeyId", present = true },
  retention = { "configuration.RetentionInDays", "configuration.retentionInDays" },
}

rule "aws-logs-kms" {
  title    = {
    en = "Log group is not encrypted with a KMS key",
    ja = "ロググループがKMSの鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.logs.group",
  items    = { "ds200-2:4-4", "muni-3:38" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0017", "checkov:CKV_AWS_158", "guard:CLOUDWATCH_LOG_GROUP_ENCRYPTED" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a customer-managed key.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を指定する。",
  },
  check    = function(g)
    if not g.kms then fail("kms") end
  end,
}

rule "aws-logs-retention-unset" {
  title    = { en = "Log group has no retention period", ja = "ロググループの保存期間が決められていない" },
  severity = "low",
  on       = "aws.logs.group",
  aka      = { "checkov:CKV_AWS_66", "guard:CW_LOGGROUP_RETENTION_PERIOD_CHECK" },
  why      = {
    en = "Logs, with the personal data in them, are then kept for ever.",
    ja = "個人情報を含むログも無期限に残る。",
  },
  fix      = {
    en = "Set RetentionInDays (Terraform: retention_in_days) to 365, for example.",
    ja = "RetentionInDays（Terraform: retention_in_days）を365などに設定する。",
  },
  check    = function(g)
    if g.retention == nil or g.retention == 0 then return fail("retention") end    -- Terraform: 0 is for ever
    if g.retention > 3653 then
      fail("retention", {
        en = "%s days is more than CloudWatch Logs accepts", ja = "%s日は上限の3653日を超える", g.retention,
      })
    end
  end,
}

rule "aws-logs-retention-short" {
  title    = { en = "Log group keeps logs for less than a month", ja = "ログの保存期間が1か月に満たない" },
  severity = "medium",
  on       = "aws.logs.group",
  items    = { "ds200-2:3-7", "muni-3:23" },
  fix      = {
    en = "Set RetentionInDays (Terraform: retention_in_days) to 30 or more.",
    ja = "RetentionInDays（Terraform: retention_in_days）を30以上にする。",
  },
  check    = function(g)
    if g.retention ~= nil and g.retention > 0 and g.retention < 30 then
      fail("retention", { en = "Logs are kept for %s days", ja = "ログの保存期間が%s日である", g.retention })
    end
  end,
}

rule "aws-logs-retention-under-year" {
  title    = { en = "Log group keeps logs for less than a year", ja = "ログの保存期間が1年に満たない" },
  why      = {
    en = "Break-ins are often noticed only after months, and then the first traces are gone.",
    ja = "侵入は数か月後に判明することが多く、その時点で初期の痕跡が失われている。",
  },
  severity = "info",
  on       = "aws.logs.group",
  aka      = { "checkov:CKV_AWS_338" },
  fix      = {
    en = "Set RetentionInDays (Terraform: retention_in_days) to 365 or more.",
    ja = "RetentionInDays（Terraform: retention_in_days）を365以上にする。",
  },
  check    = function(g)
    if g.retention == nil or g.retention == 0 then return end       -- kept for ever
    if g.retention < 365 then
      fail("retention", { en = "Logs are kept for %s days", ja = "ログの保存期間が%s日である", g.retention })
    end
  end,
}
