-- SPDX-License-Identifier: Apache-2.0
-- AWS KMS: the life of customer-managed keys, who may use them.
local access = lib "iam"

model "aws.kms.key" {
  label  = { en = "KMS key", ja = "KMSキー" },
  fields = {
    rotates = flag, spec = text, usage = text, origin = text, own_store = flag, manager = text, state = text,
    policy = policy,
  },
}

bind "aws.kms.key" "cloudformation:AWS::KMS::Key" {
  rotates   = { "EnableKeyRotation", default = false },
  spec      = { "KeySpec", default = "SYMMETRIC_DEFAULT" },
  usage     = { "KeyUsage", default = "ENCRYPT_DECRYPT" },
  origin    = { "Origin", default = "AWS_KMS" },
  own_store = { default = false },
  manager   = { default = "CUSTOMER" },
  state     = { "Enabled", map = { ["true"] = "Enabled", ["false"] = "Disabled" }, default = "Enabled" },
  policy    = "KeyPolicy",
}

bind "aws.kms.key" "terraform:aws_kms_key" {
  with      = { policies = { "terraform:aws_kms_key_policy", by = "key_id" } },
  rotates   = { "enable_key_rotation", default = false },
  spec      = { "customer_master_key_spec", default = "SYMMETRIC_DEFAULT" },
  usage     = { "key_usage", default = "ENCRYPT_DECRYPT" },
  origin    = { default = "AWS_KMS" },
  own_store = { "custom_key_store_id", present = true },
  manager   = { default = "CUSTOMER" },
  state     = { "is_enabled", map = { ["true"] = "Enabled", ["false"] = "Disabled" }, default = "Enabled" },
  policy    = { "policy", "policies:policy" },
}

for _, kind in ipairs { "external", "replica", "replica_external" } do
  bind "aws.kms.key" ("terraform:aws_kms_" .. kind .. "_key") {
    rotates   = { default = false },
    spec      = { default = "SYMMETRIC_DEFAULT" },
    usage     = { default = "ENCRYPT_DECRYPT" },
    origin    = { default = kind == "replica" and "primary key" or "EXTERNAL" },
    own_store = { default = false },
    manager   = { default = "CUSTOMER" },
    state     = { "enabled", map = { ["true"] = "Enabled", ["false"] = "Disabled" }, default = "Enabled" },
    policy    = "policy",
  }
end

-- The policy of a key that is declared elsewhere.
bind "aws.kms.key" "terraform:aws_kms_key_policy" {
  with      = { key = { "terraform:aws_kms_key", to = "key_id" } },
  when      = { "key:", is = "none", default = true },
  origin    = { default = "another module" },
  own_store = { default = false },
  manager   = { default = "CUSTOMER" },
  spec      = { default = "SYMMETRIC_DEFAULT" },
  usage     = { default = "ENCRYPT_DECRYPT" },
  state     = { default = "Enabled" },
  rotates   = { default = false },
  policy    = "policy",
}

bind "aws.kms.key" "aws-config:AWS::KMS::Key" {
  rotates   = { "supplementaryConfiguration.KeyRotationStatus", required = true },
  spec      = { "configuration.keySpec", "configuration.customerMasterKeySpec", default = "SYMMETRIC_DEFAULT" },
  usage     = { "configuration.keyUsage", default = "ENCRYPT_DECRYPT" },
  origin    = { "configuration.origin", default = "AWS_KMS" },
  own_store = { "configuration.customKeyStoreId", present = true },
  manager   = { "configuration.keyManager", default = "CUSTOMER" },
  state     = { "configuration.keyState", default = "Enabled" },
  policy    = { "supplementaryConfiguration.Policy", required = true },
}

rule "aws-kms-rotation" {
  title    = { en = "KMS key is not rotated automatically", ja = "KMSキーの自動ローテーションが有効になっていない" },
  severity = "medium",
  on       = "aws.kms.key",
  items    = { "ds200-2:4-4", "muni-3:38", "cis-aws-3.0.0:3.6" },
  refs     = { "cwe:324" },
  aka      = { "checkov:CKV_AWS_7", "trivy:AWS-0065", "guard:CMK_BACKING_KEY_ROTATION_ENABLED" },
  fix      = {
    en = "Set EnableKeyRotation (Terraform: enable_key_rotation) to true.",
    ja = "EnableKeyRotation（Terraform: enable_key_rotation）をtrueに設定する。",
  },
  check    = function(k)
    if k.manager == "AWS" then return skip { en = "AWS manages this key", ja = "AWSが管理する鍵である" } end
    if k.usage ~= "ENCRYPT_DECRYPT" or k.spec ~= "SYMMETRIC_DEFAULT" or k.origin ~= "AWS_KMS" or k.own_store then
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

rule "aws-kms-disabled" {
  title    = { en = "KMS key is disabled", ja = "KMSキーが無効になっている" },
  why      = {
    en = "What is encrypted with the key cannot be read; a key that is no longer needed is better deleted.",
    ja = "この鍵で暗号化したデータを読み取れない。不要になった鍵は削除する方がよい。",
  },
  severity = "low",
  on       = "aws.kms.key",
  origins  = { "cloudformation", "terraform" },
  items    = { "muni-3:38" },
  aka      = { "checkov:CKV_AWS_227" },
  fix      = {
    en = "Set Enabled (Terraform: is_enabled) to true, or remove the key.",
    ja = "Enabled（Terraform: is_enabled）をtrueに設定するか、鍵を削除する。",
  },
  check    = function(k)
    if k.state == "Disabled" then fail("state") end
  end,
}

rule "aws-kms-policy-unset" {
  title    = { en = "KMS key has no key policy of its own", ja = "KMSキーにキーポリシーが設定されていない" },
  why      = {
    en = "The default policy leaves it to IAM policies alone who may use the key.",
    ja = "既定のポリシーでは、鍵の利用者がIAMポリシーだけで決まる。",
  },
  severity = "info",
  on       = "aws.kms.key",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV2_AWS_64" },
  fix      = {
    en = "Set KeyPolicy (Terraform: policy, or aws_kms_key_policy).",
    ja = "KeyPolicy（Terraform: policyまたはaws_kms_key_policy）を設定する。",
  },
  check    = function(k)
    if not has(k, "policy") then fail("policy") end
  end,
}
