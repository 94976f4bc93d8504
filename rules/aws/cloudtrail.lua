-- SPDX-License-Identifier: Apache-2.0
-- CloudTrail trails.

model "aws.cloudtrail.trail" {
  label  = { en = "CloudTrail trail", ja = "CloudTrailの証跡" },
  fields = {
    multi_region = flag, logging = flag, validation = flag, kms = flag, log_group = flag,
    selectors = list, advanced = list,
  },
}

bind "aws.cloudtrail.trail" "cloudformation:AWS::CloudTrail::Trail" {
  names        = "TrailName",
  multi_region = { "IsMultiRegionTrail", default = false },
  logging      = "IsLogging",
  validation   = { "EnableLogFileValidation", default = false },
  kms          = { "KMSKeyId", "KmsKeyId", present = true },
  log_group    = { "CloudWatchLogsLogGroupArn", present = true },
  selectors    = "EventSelectors",
  advanced     = "AdvancedEventSelectors",
}

bind "aws.cloudtrail.trail" "terraform:aws_cloudtrail" {
  names        = "name",
  multi_region = { "is_multi_region_trail", default = false },
  logging      = { "enable_logging", default = true },
  validation   = { "enable_log_file_validation", default = false },
  kms          = { "kms_key_id", present = true },
  log_group    = { "cloud_watch_logs_group_arn", present = true },
  selectors    = "event_selector",
  advanced     = "advanced_event_selector",
}

bind "aws.cloudtrail.trail" "aws-config:AWS::CloudTrail::Trail" {
  multi_region = { "configuration.isMultiRegionTrail", required = true },
  validation   = { "configuration.logFileValidationEnabled", required = true },
  kms          = { "configuration.kmsKeyId", present = true },
  log_group    = { "configuration.cloudWatchLogsLogGroupArn", present = true },
}

model "aws.cloudtrail.bucket" {
  label  = { en = "bucket of a trail", ja = "証跡のバケット" },
  fields = { trail = flag, acl = text, logged = flag },
}

bind "aws.cloudtrail.bucket" "cloudformation:AWS::S3::Bucket" {
  with   = { trail = { "cloudformation:AWS::CloudTrail::Trail", by = "S3BucketName" } },
  when   = { "trail:S3BucketName", present = true },
  trail  = { "trail:S3BucketName", present = true },
  names  = "BucketName",
  acl    = { "AccessControl", default = "Private" },
  logged = { "LoggingConfiguration", present = true },
}

bind "aws.cloudtrail.bucket" "terraform:aws_s3_bucket" {
  with   = {
    trail = { "terraform:aws_cloudtrail", by = "s3_bucket_name" },
    acl   = { "terraform:aws_s3_bucket_acl", by = "bucket" },
    log   = { "terraform:aws_s3_bucket_logging", by = "bucket" },
  },
  when   = { "trail:s3_bucket_name", present = true },
  trail  = { "trail:s3_bucket_name", present = true },
  names  = "bucket",
  acl    = { "acl:acl", "acl", default = "private" },
  logged = { "log:target_bucket", "logging[0].target_bucket", present = true },
}

rule "aws-cloudtrail-multi-region" {
  title    = { en = "Trail records one region only", ja = "証跡が1つのリージョンしか記録しない" },
  severity = "medium",
  on       = "aws.cloudtrail.trail",
  items    = { "cis-aws-3.0.0:3.1" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0014", "checkov:CKV_AWS_67" },
  fix      = {
    en = "Set IsMultiRegionTrail (Terraform: is_multi_region_trail) to true.",
    ja = "IsMultiRegionTrail（Terraform: is_multi_region_trail）をtrueにする。",
  },
  check    = function(t)
    if not t.multi_region then fail("multi_region") end
  end,
}

rule "aws-cloudtrail-stopped" {
  title    = { en = "Trail is made but does not record", ja = "証跡の記録が停止している" },
  severity = "high",
  on       = "aws.cloudtrail.trail",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_251" },
  origins  = { "cloudformation", "terraform" },
  fix      = {
    en = "Set IsLogging (Terraform: enable_logging) to true.",
    ja = "IsLogging（Terraform: enable_logging）をtrueにする。",
  },
  check    = function(t)
    if not t.logging then fail("logging") end
  end,
}

rule "aws-cloudtrail-validation" {
  title    = { en = "Log files of a trail cannot be validated", ja = "証跡のログファイルの検証が有効になっていない" },
  severity = "medium",
  on       = "aws.cloudtrail.trail",
  items    = { "ds200-2:3-7", "muni-3:23", "cis-aws-3.0.0:3.2" },
  refs     = { "cwe:353" },
  aka      = { "trivy:AWS-0016", "checkov:CKV_AWS_36" },
  fix      = {
    en = "Set EnableLogFileValidation (Terraform: enable_log_file_validation) to true.",
    ja = "EnableLogFileValidation（Terraform: enable_log_file_validation）をtrueにする。",
  },
  check    = function(t)
    if not t.validation then fail("validation") end
  end,
}

rule "aws-cloudtrail-kms" {
  title    = { en = "Trail is not encrypted with a KMS key", ja = "証跡がKMSの鍵で暗号化されていない" },
  severity = "medium",
  on       = "aws.cloudtrail.trail",
  items    = { "ds200-2:4-4", "muni-3:38", "cis-aws-3.0.0:3.5" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0015", "checkov:CKV_AWS_35" },
  fix      = {
    en = "Set KMSKeyId (Terraform: kms_key_id) to a customer-managed key.",
    ja = "KMSKeyId（Terraform: kms_key_id）に顧客管理の鍵を指定する。",
  },
  check    = function(t)
    if not t.kms then fail("kms") end
  end,
}

rule "aws-cloudtrail-cloudwatch" {
  title    = { en = "Trail is not sent to CloudWatch Logs", ja = "証跡がCloudWatch Logsに送られていない" },
  severity = "low",
  on       = "aws.cloudtrail.trail",
  items    = { "cis-aws-1.5.0:3.4" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0162", "checkov:CKV2_AWS_10", "guard:CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED" },
  fix      = {
    en = "Set CloudWatchLogsLogGroupArn (Terraform: cloud_watch_logs_group_arn) and the role for "
      .. "it.",
    ja = "CloudWatchLogsLogGroupArn（Terraform: cloud_watch_logs_group_arn）とそのロールを設定する。",
  },
  check    = function(t)
    if not t.log_group then fail("log_group") end
  end,
}

-- Which accesses to objects an advanced selector records: "all", "read", "write", or nil for another kind.
local function advanced_part(selector)
  local objects, part = false, "all"
  for f in each(selector.FieldSelectors or selector.field_selector) do
    local field, equals = f.Field or f.field, f.Equals or f.equals
    if field == "resources.type" and includes(equals, "AWS::S3::Object") then objects = true end
    if field == "readOnly" then part = includes(equals, "true") and "read" or "write" end
  end
  return objects and part or nil
end

local function basic_part(selector)
  for r in each(selector.DataResources or selector.data_resource) do
    if (r.Type or r.type) == "AWS::S3::Object" then
      local which = selector.ReadWriteType or selector.read_write_type or "All"
      return which == "All" and "all" or which == "ReadOnly" and "read" or "write"
    end
  end
end

local function records(trail, want)
  for s in each(trail.selectors) do
    local part = basic_part(s)
    if part == "all" or part == want then return true end
  end
  for s in each(trail.advanced) do
    local part = advanced_part(s)
    if part == "all" or part == want then return true end
  end
  return false
end

rule "aws-cloudtrail-s3-writes" {
  title    = {
    en = "Trail does not record writes to S3 objects",
    ja = "証跡がS3オブジェクトの書き込みを記録しない",
  },
  severity = "low",
  on       = "aws.cloudtrail.trail",
  items    = { "cis-aws-3.0.0:3.8" },
  refs     = { "cwe:778" },
  origins  = { "cloudformation", "terraform" },
  aka      = { "guard:CLOUDTRAIL_S3_DATAEVENTS_ENABLED" },
  fix      = {
    en = "Add a selector for AWS::S3::Object with ReadWriteType All to EventSelectors (Terraform: "
      .. "event_selector).",
    ja = "EventSelectors（Terraform: event_selector）にAWS::S3::ObjectをReadWriteType Allで追加する。",
  },
  check    = function(t)
    if not records(t, "write") then fail("selectors") end
  end,
}

rule "aws-cloudtrail-s3-reads" {
  title    = {
    en = "Trail does not record reads of S3 objects",
    ja = "証跡がS3オブジェクトの読み取りを記録しない",
  },
  severity = "low",
  on       = "aws.cloudtrail.trail",
  items    = { "cis-aws-3.0.0:3.9" },
  refs     = { "cwe:778" },
  origins  = { "cloudformation", "terraform" },
  aka      = { "guard:CLOUDTRAIL_S3_DATAEVENTS_ENABLED" },
  fix      = {
    en = "Add a selector for AWS::S3::Object with ReadWriteType All to EventSelectors (Terraform: "
      .. "event_selector).",
    ja = "EventSelectors（Terraform: event_selector）にAWS::S3::ObjectをReadWriteType Allで追加する。",
  },
  check    = function(t)
    if not records(t, "read") then fail("selectors") end
  end,
}

local open_acls <const> = {
  "PublicRead", "PublicReadWrite", "AuthenticatedRead", "public-read", "public-read-write", "authenticated-read",
}

rule "aws-cloudtrail-public-bucket" {
  title    = { en = "Bucket of a trail is open to others", ja = "証跡のバケットが公開されている" },
  severity = "critical",
  on       = "aws.cloudtrail.bucket",
  items    = { "ds200-2:3-7", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "trivy:AWS-0161" },
  fix      = {
    en = "Make the access control list of the bucket private and block public access.",
    ja = "バケットのACLを非公開にし、パブリックアクセスをブロックする。",
  },
  check    = function(b)
    if includes(open_acls, b.acl) and b.trail then fail("acl") end       -- a trail whose bucket is not known may use it
  end,
}

rule "aws-cloudtrail-bucket-unlogged" {
  title    = { en = "Access to the bucket of a trail is not logged", ja = "証跡のバケットのアクセスログが取得されていない" },
  severity = "low",
  on       = "aws.cloudtrail.bucket",
  items    = { "ds200-2:3-7", "cis-aws-3.0.0:3.4" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0163" },
  fix      = {
    en = "Set LoggingConfiguration of the bucket (Terraform: aws_s3_bucket_logging).",
    ja = "バケットのLoggingConfiguration（Terraform: aws_s3_bucket_logging）を設定する。",
  },
  check    = function(b)
    if not b.logged and b.trail then fail("logged") end
  end,
}

-- AWS Config exports one region at a time and records a multi-region trail in its home region only. The global
-- resources of IAM tell the export that speaks for the whole account.
model "aws.iam.recorded" {
  label  = { en = "recorded IAM resource", ja = "記録されたIAMリソース" },
  fields = { arn = text },
}

bind "aws.iam.recorded" "aws-config:AWS::IAM::Role" { arn = "configuration.arn" }
bind "aws.iam.recorded" "aws-config:AWS::IAM::User" { arn = "configuration.arn" }

rule "aws-cloudtrail-none" {
  title    = { en = "No trail records this account", ja = "このアカウントに証跡がない" },
  severity = "high",
  on       = "aws.cloudtrail.trail",
  scope    = "unit",
  origins  = { "aws-config" },
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35", "cis-aws-3.0.0:3.1" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Make a trail with IsMultiRegionTrail true.",
    ja = "IsMultiRegionTrailがtrueの証跡を作る。",
  },
  check    = function(trails)
    for _ in each(trails) do return end
    for _ in each(resources("aws.iam.recorded")) do return fail() end
    return skip {
      en = "The export is of one region or of some types: the trail may be recorded elsewhere",
      ja = "一部のリージョンまたは種類のエクスポートのため、証跡が別に記録されている可能性がある",
    }
  end,
}
