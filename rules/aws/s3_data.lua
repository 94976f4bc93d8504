-- SPDX-License-Identifier: Apache-2.0
-- Amazon S3: copies, expiry, objects. Access and encryption of buckets are in s3.lua.

model "aws.s3.lifecycle" {
  label  = { en = "S3 lifecycle configuration", ja = "S3ライフサイクル設定" },
  fields = { rules = list },
}
bind "aws.s3.lifecycle" "cloudformation:AWS::S3::Bucket" {
  when  = { "LifecycleConfiguration", present = true },
  rules = "LifecycleConfiguration.Rules",
}
bind "aws.s3.lifecycle" "terraform:aws_s3_bucket_lifecycle_configuration" { rules = "rule" }
bind "aws.s3.lifecycle" "terraform:aws_s3_bucket" {
  when  = { "lifecycle_rule", present = true },
  rules = "lifecycle_rule",
}

model "aws.s3.object" {
  label  = { en = "S3 object", ja = "S3オブジェクト" },
  fields = { key = flag },
}
for _, kind in ipairs { "aws_s3_object", "aws_s3_bucket_object", "aws_s3_object_copy" } do
  bind "aws.s3.object" ("terraform:" .. kind) { key = { "kms_key_id", present = true } }
end

-- Trails, for what happens to objects. The rules about trails themselves are in cloudtrail.lua.
model "aws.s3.trail" {
  label  = { en = "CloudTrail trail", ja = "CloudTrailの証跡" },
  fields = { selectors = list, advanced = list },
}
bind "aws.s3.trail" "terraform:aws_cloudtrail" {
  selectors = "event_selector",
  advanced  = "advanced_event_selector",
}

rule "aws-s3-replication" {
  title    = {
    en = "S3 bucket is not replicated to another bucket",
    ja = "S3バケットが別のバケットにレプリケートされていない",
  },
  severity = "info",
  on       = "aws.s3.bucket",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV_AWS_144" },
  fix      = {
    en = "Add ReplicationConfiguration (Terraform: aws_s3_bucket_replication_configuration) with an enabled rule.",
    ja = "ReplicationConfiguration（Terraform: aws_s3_bucket_replication_configuration）に有効なルールを追加する。",
  },
  check    = function(b)
    for status in each(b.replicated) do
      if status == "Enabled" then return end
    end
    fail("replicated")
  end,
}

rule "aws-s3-event-notifications" {
  title    = { en = "S3 bucket tells nobody about changes of its objects", ja = "S3バケットのイベント通知が設定されていない" },
  severity = "info",
  on       = "aws.s3.bucket",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV2_AWS_62" },
  fix      = {
    en = "Add NotificationConfiguration (Terraform: aws_s3_bucket_notification), for example to EventBridge.",
    ja = "NotificationConfiguration（Terraform: aws_s3_bucket_notification）でEventBridgeなどへの通知を設定する。",
  },
  check    = function(b)
    if not b.notifies then fail("notifies") end
  end,
}

-- Does a rule apply to some of the objects only?
local function narrowed(rule)
  if has(rule, "Prefix") or has(rule, "TagFilters") or has(rule, "ObjectSizeGreaterThan") then return true end
  if has(rule, "prefix") and rule.prefix ~= "" or has(rule, "tags") then return true end
  for _, name in ipairs { "prefix", "tag", "and", "object_size_greater_than", "object_size_less_than" } do
    local at = "filter[0]." .. name
    if has(rule, at) and (not known(rule, at) or get(rule, at) ~= "") then return true end
  end
  return false
end

local function enabled(rule)
  local status = rule.Status or rule.status
  return status == "Enabled" or status == nil and rule.enabled == true
end

rule "aws-s3-abort-uploads" {
  title    = {
    en = "Unfinished uploads stay in the S3 bucket for ever",
    ja = "未完了のマルチパートアップロードがS3バケットに残り続ける",
  },
  severity = "info",
  on       = "aws.s3.lifecycle",
  aka      = { "checkov:CKV_AWS_300" },
  fix      = {
    en = "Add a rule for all objects with AbortIncompleteMultipartUpload (Terraform: "
      .. "abort_incomplete_multipart_upload).",
    ja = "全オブジェクトを対象とするルールにAbortIncompleteMultipartUpload（Terraform: abort_incomplete_multipart_upload）を設定する。",
  },
  check    = function(c)
    for r in each(c.rules) do
      local aborts = has(r, "AbortIncompleteMultipartUpload") or has(r, "abort_incomplete_multipart_upload")
        or has(r, "abort_incomplete_multipart_upload_days")
      if aborts and enabled(r) and not narrowed(r) then return end
    end
    fail("rules")
  end,
}

rule "aws-s3-object-kms" {
  title    = {
    en = "S3 object does not name a KMS key of its own",
    ja = "S3オブジェクトの暗号化に顧客管理の鍵が指定されていない",
  },
  severity = "info",
  on       = "aws.s3.object",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_181", "checkov:CKV_AWS_186" },
  fix      = {
    en = "Set kms_key_id, unless the default key of the bucket is the one that is wanted.",
    ja = "バケットのデフォルトの鍵でよい場合を除き、kms_key_idを設定する。",
  },
  check    = function(o)
    if not o.key then fail("key") end
  end,
}

-- Does an event selector of Terraform record this part ("read", "write") of the accesses to the bucket's objects?
local function basic_covers(selector, part, name)
  local which = (selector.read_write_type or "All"):lower()
  if which ~= "all" and which ~= part .. "only" then return false end
  for d in each(selector.data_resource) do
    if d.type == "AWS::S3::Object" then
      for arn in each(d.values) do
        if arn == "arn:aws:s3" or arn == "arn:aws:s3:::" then return true end
        if name and arn:starts("arn:aws:s3:::" .. name .. "/") then return true end
      end
    end
  end
  return false
end

-- Advanced selectors narrow by fields; one that names no bucket is for all of them.
local function advanced_covers(selector, part, name)
  local objects, read_only, arns = false, nil, nil
  for f in each(selector.field_selector) do
    if f.field == "resources.type" then objects = includes(f.equals, "AWS::S3::Object") end
    if f.field == "readOnly" then read_only = includes(f.equals, "true") end
    if f.field == "resources.ARN" then arns = f end
  end
  if not objects or read_only ~= nil and read_only ~= (part == "read") then return false end
  if arns == nil then return true end
  for arn in each(arns.starts_with) do
    if name and arn:starts("arn:aws:s3:::" .. name .. "/") then return true end
  end
  return false
end

local function recorded(b, part)
  local name = known(b, "name") and b.name or nil
  for _, t in ipairs(resources("aws.s3.trail")) do
    for s in each(t.selectors) do
      if basic_covers(s, part, name) then return true end
    end
    for s in each(t.advanced) do
      if advanced_covers(s, part, name) then return true end
    end
  end
  return false
end

local function record_rule(id, part, title, aka)
  rule(id) {
    title    = title,
    severity = "info",
    on       = "aws.s3.bucket",
    origins  = { "terraform" },
    aka      = aka,
    why      = {
      en = "Access logs are delivered late and may be incomplete; a trail records who did what to which object.",
      ja = "アクセスログは配信が遅れ、欠けることもある。証跡には、誰がどのオブジェクトに何をしたかが記録される。",
    },
    fix      = {
      en = "Record data events of AWS::S3::Object for the bucket in an event_selector of an aws_cloudtrail.",
      ja = "aws_cloudtrailのevent_selectorで、このバケットのAWS::S3::Objectのデータイベントを記録する。",
    },
    check    = function(b)
      if not recorded(b, part) then fail() end
    end,
  }
end

record_rule("aws-s3-object-reads-not-recorded", "read", {
  en = "No trail records who reads the objects of the S3 bucket",
  ja = "S3バケットのオブジェクトの読み取りが証跡に記録されない",
}, { "trivy:AWS-0172" })

record_rule("aws-s3-object-writes-not-recorded", "write", {
  en = "No trail records who changes the objects of the S3 bucket",
  ja = "S3バケットのオブジェクトの変更が証跡に記録されない",
}, { "trivy:AWS-0171" })
