-- SPDX-License-Identifier: Apache-2.0
-- AWS Systems Manager: what Parameter Store keeps in plain text.
model "aws.ssm.parameter" {
  label  = { en = "SSM parameter", ja = "SSMパラメーター" },
  fields = { name = text, type = text, value = text, key = flag },
}

bind "aws.ssm.parameter" "cloudformation:AWS::SSM::Parameter" {
  names = "Name",
  name  = "Name",
  type  = "Type",
  value = "Value",
}

bind "aws.ssm.parameter" "terraform:aws_ssm_parameter" {
  names = "name",
  name  = "name",
  type  = "type",
  value = { "value", "insecure_value" },
  key   = { "key_id", present = true },
}

-- The document that holds the preferences of Session Manager.
model "aws.ssm.session" {
  label  = { en = "Session Manager preferences", ja = "Session Managerの設定" },
  fields = { content = map },
}

bind "aws.ssm.session" "cloudformation:AWS::SSM::Document" {
  when    = { "DocumentType", is = "Session" },
  content = "Content",
}
bind "aws.ssm.session" "terraform:aws_ssm_document" {
  when    = { "document_type", is = "Session" },
  content = "content",
}

model "aws.ssm.document" {
  label  = { en = "SSM document", ja = "SSMドキュメント" },
  fields = { shared_with = list },
}

bind "aws.ssm.document" "terraform:aws_ssm_document" { shared_with = "permissions.account_ids" }

-- Words that end a name: "/shop/db_password", "ApiKey"; not "/shop/password-policy/length".
local secret_name = [[(?i)(passw(or)?d|passphrase|secret|token|(api|access|private)[_-]?key|credentials?)[0-9]*$]]

-- What stands for a value, or says where it is, is no secret.
local placeholder = [[(?i)\$\{|\{\{|example|dummy|changeme|^(arn:|https?://|/)]]

rule "aws-ssm-secret-in-plain-parameter" {
  title    = {
    en = "Secret is kept in a parameter that is not encrypted",
    ja = "秘密の値が暗号化されないSSMパラメーターに書かれている",
  },
  severity = "high",
  on       = "aws.ssm.parameter",
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:312", "cwe:798" },
  aka      = { "checkov:CKV_AWS_384" },
  redact   = true,
  fix      = {
    en = "Keep the value in Secrets Manager or in a SecureString parameter, and out of the code.",
    ja = "Secrets ManagerまたはSecureStringのパラメーターに保管し、コードには書かない。",
  },
  check    = function(p)
    if unresolved(p, "value") then return end           -- it is not written here
    if p.type == "SecureString" or not re.test(p.name or "", secret_name) then return end
    local value = p.value or ""
    if #value >= 8 and not re.test(value, placeholder) then fail("value") end
  end,
}

rule "aws-ssm-parameter-plain" {
  title    = { en = "SSM parameter is not encrypted", ja = "SSMパラメーターが暗号化されていない" },
  severity = "info",
  on       = "aws.ssm.parameter",
  origins  = { "terraform" },           -- CloudFormation cannot make a SecureString
  items    = { "ds200-2:4-4" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV2_AWS_34" },
  fix      = { en = "Set type to SecureString.", ja = "typeをSecureStringにする。" },
  check    = function(p)
    if p.type ~= "SecureString" then fail("type") end
  end,
}

rule "aws-ssm-parameter-customer-key" {
  title    = {
    en = "SSM parameter is encrypted with the AWS managed key",
    ja = "SSMパラメーターの暗号化にAWS管理の鍵を使っている",
  },
  severity = "info",
  on       = "aws.ssm.parameter",
  origins  = { "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_337" },
  fix      = { en = "Set key_id to a key of your own.", ja = "key_idに顧客管理の鍵を設定する。" },
  check    = function(p)
    if p.type ~= "SecureString" then return skip { en = "it is not encrypted", ja = "暗号化されていない" } end
    if not p.key then fail("key") end
  end,
}

rule "aws-ssm-document-public" {
  title    = { en = "SSM document is shared with every AWS account", ja = "SSMドキュメントが全AWSアカウントに公開されている" },
  severity = "high",
  on       = "aws.ssm.document",
  items    = { "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_303" },
  fix      = {
    en = "Name accounts in account_ids of permissions in place of All.",
    ja = "permissionsのaccount_idsにAllではなくアカウントを指定する。",
  },
  check    = function(d)
    for who in each(d.shared_with) do
      for id in each(tostring(who):split(",")) do
        if id:trim():lower() == "all" then return fail("shared_with") end
      end
    end
  end,
}

local function input(s, name)
  local value = s.content and get(s.content, "inputs." .. name)
  if value == "" then return nil end
  return value
end

rule "aws-ssm-session-unencrypted" {
  title    = {
    en = "Sessions of Session Manager are not encrypted with a KMS key",
    ja = "Session Managerのセッションの通信がKMSの鍵で暗号化されない",
  },
  severity = "medium",
  on       = "aws.ssm.session",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_112" },
  fix      = { en = "Set kmsKeyId in inputs of the document.", ja = "ドキュメントのinputsにkmsKeyIdを設定する。" },
  check    = function(s)
    if unresolved(s, "content.inputs.kmsKeyId") == "reference" then return end
    if input(s, "kmsKeyId") == nil then fail("content") end
  end,
}

local function logs_to(s, place, encrypted)
  if s.content == nil or not has(s.content, "inputs." .. place) then return false end
  if known(s.content, "inputs." .. place) and input(s, place) == nil then return false end
  local on = input(s, encrypted)
  return on == true or on == "true"
end

rule "aws-ssm-session-log" {
  title    = {
    en = "Sessions of Session Manager are not logged, or the log is not encrypted",
    ja = "Session Managerのセッションログが取得されていない、または暗号化されていない",
  },
  severity = "medium",
  on       = "aws.ssm.session",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:35" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_113" },
  fix      = {
    en = "Set s3BucketName or cloudWatchLogGroupName in inputs, with s3EncryptionEnabled or "
      .. "cloudWatchEncryptionEnabled true.",
    ja = "inputsにs3BucketNameまたはcloudWatchLogGroupNameを設定し、"
      .. "s3EncryptionEnabledまたはcloudWatchEncryptionEnabledをtrueにする。",
  },
  check    = function(s)
    if logs_to(s, "s3BucketName", "s3EncryptionEnabled") then return end
    if logs_to(s, "cloudWatchLogGroupName", "cloudWatchEncryptionEnabled") then return end
    fail("content")
  end,
}
