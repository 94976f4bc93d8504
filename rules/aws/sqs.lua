-- SPDX-License-Identifier: Apache-2.0
-- Amazon SQS: encryption of queues, who may use them.
local access = lib "iam"
local kms = lib "kms"

model "aws.sqs.queue" {
  label  = { en = "SQS queue", ja = "SQSキュー" },
  fields = {
    name = text, kms_key = text, managed_encryption = flag,
    written = flag,             -- managed encryption is on, and the configuration says so
  },
}

bind "aws.sqs.queue" "cloudformation:AWS::SQS::Queue" {
  names              = "QueueName",
  name               = "QueueName",
  kms_key            = "KmsMasterKeyId",
  managed_encryption = { "SqsManagedSseEnabled", default = true },  -- since October 2022
  written            = { "SqsManagedSseEnabled", default = false },
}

bind "aws.sqs.queue" "terraform:aws_sqs_queue" {
  names              = "name",
  name               = "name",
  kms_key            = "kms_master_key_id",
  managed_encryption = { "sqs_managed_sse_enabled", default = true },
  written            = { "sqs_managed_sse_enabled", default = false },
}

bind "aws.sqs.queue" "aws-config:AWS::SQS::Queue" {
  name               = "resourceName",
  kms_key            = "configuration.KmsMasterKeyId",
  managed_encryption = { "configuration.SqsManagedSseEnabled", required = true },
  written            = { "configuration.SqsManagedSseEnabled", required = true },
}

-- A queue's policy is a thing of its own: templates attach it to queues that are made elsewhere.
model "aws.sqs.policy" {
  label  = { en = "SQS queue policy", ja = "SQSキューポリシー" },
  fields = { policy = policy },
}

bind "aws.sqs.policy" "cloudformation:AWS::SQS::QueuePolicy" { policy = "PolicyDocument" }
bind "aws.sqs.policy" "cloudformation:AWS::SQS::QueueInlinePolicy" { policy = "PolicyDocument" }
bind "aws.sqs.policy" "terraform:aws_sqs_queue_policy" { policy = "policy" }
bind "aws.sqs.policy" "terraform:aws_sqs_queue" { when = { "policy", present = true }, policy = "policy" }

bind "aws.sqs.policy" "aws-config:AWS::SQS::Queue" {
  when   = { "configuration.Policy", present = true },
  policy = "configuration.Policy",
}

rule "aws-sqs-encrypted" {
  title    = { en = "SQS queue is not encrypted at rest", ja = "SQSキューが暗号化されていない" },
  severity = "high",
  on       = "aws.sqs.queue",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  fix      = {
    en = "Remove SqsManagedSseEnabled: false (Terraform: sqs_managed_sse_enabled), or set KmsMasterKeyId "
      .. "(kms_master_key_id).",
    ja = "SqsManagedSseEnabled: false（Terraform: sqs_managed_sse_enabled）を外すか、"
      .. "KmsMasterKeyId（kms_master_key_id）を設定する。",
  },
  check    = function(q)
    if not kms.named(q, "kms_key") and not q.managed_encryption then fail("managed_encryption") end
  end,
}

rule "aws-sqs-encryption-set" {
  title    = {
    en = "SQS queue does not set how messages are encrypted",
    ja = "SQSキューの暗号化方式が設定されていない",
  },
  why      = {
    en = "Since October 2022 SQS encrypts new queues with a key of its own; what is required should be written down.",
    ja = "2022年10月以降はSQSが自らの鍵で暗号化するが、要件は設定として明示しておく必要がある。",
  },
  severity = "info",
  on       = "aws.sqs.queue",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AWS_27", "trivy:AWS-0096" },
  fix      = {
    en = "Set SqsManagedSseEnabled to true or KmsMasterKeyId (Terraform: sqs_managed_sse_enabled, "
      .. "kms_master_key_id).",
    ja = "SqsManagedSseEnabledをtrueにするか、KmsMasterKeyIdを設定する（Terraform: sqs_managed_sse_enabled、kms_master_key_id）。",
  },
  check    = function(q)
    if not kms.named(q, "kms_key") and not q.written then fail("written") end
  end,
}

rule "aws-sqs-kms-key" {
  title    = { en = "SQS queue is not encrypted with a KMS key", ja = "SQSキューの暗号化にKMSの鍵を使っていない" },
  why      = {
    en = "The key that SQS manages itself cannot be restricted, audited or revoked.",
    ja = "SQSが顧客管理の鍵では、利用者の制限、使用の記録、無効化ができない。",
  },
  severity = "low",
  on       = "aws.sqs.queue",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set KmsMasterKeyId (Terraform: kms_master_key_id).",
    ja = "KmsMasterKeyId（Terraform: kms_master_key_id）を設定する。",
  },
  check    = function(q)
    if not kms.named(q, "kms_key") then fail("kms_key") end
  end,
}

rule "aws-sqs-customer-key" {
  title    = {
    en = "SQS queue is encrypted with the AWS managed key",
    ja = "SQSキューの暗号化にAWS管理の鍵を使っている",
  },
  why      = {
    en = "The policy of alias/aws/sqs cannot be changed: use of the key cannot be granted or refused.",
    ja = "alias/aws/sqsのキーポリシーは変更できず、鍵の利用者を制限できない。",
  },
  severity = "info",
  on       = "aws.sqs.queue",
  items    = { "ds200-2:4-4" },
  aka      = { "trivy:AWS-0135", "checkov:CKV2_AWS_73" },
  fix      = {
    en = "Set KmsMasterKeyId (Terraform: kms_master_key_id) to a key of your own.",
    ja = "KmsMasterKeyId（Terraform: kms_master_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(q)
    if not kms.named(q, "kms_key") then return skip { en = "no KMS key is used", ja = "KMSの鍵を使っていない" } end
    if known(q, "kms_key") and q.kms_key:ends("alias/aws/sqs") then fail("kms_key") end
  end,
}

rule "aws-sqs-policy-public" {
  title    = { en = "SQS queue policy lets everyone in", ja = "SQSキューポリシーが全員に操作を許可している" },
  severity = "critical",
  on       = "aws.sqs.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = {
    "checkov:CKV_AWS_168", "trivy:AWS-0097", "guard:SQS_QUEUEPOLICY_NO_WILDCARD_PRINCIPAL",
    "checkov:CKV_AWS_387",
  },
  fix      = {
    en = "Name accounts or roles in Principal, or narrow the statement with aws:SourceArn or aws:PrincipalOrgID.",
    ja = "Principalにアカウントまたはロールを指定するか、aws:SourceArnやaws:PrincipalOrgIDの条件で限定する。",
  },
  check    = access.no_public("policy"),
}

rule "aws-sqs-policy-not-principal" {
  title    = {
    en = "SQS queue policy allows everyone but those named in NotPrincipal",
    ja = "SQSキューポリシーがNotPrincipal以外の全員に操作を許可している",
  },
  severity = "critical",
  on       = "aws.sqs.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "guard:SQS_QUEUEPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL" },
  fix      = {
    en = "Name the allowed accounts or roles in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウントやロールをPrincipalに指定する。",
  },
  check    = access.no_not_principal("policy"),
}

rule "aws-sqs-policy-not-action" {
  title    = {
    en = "SQS queue policy allows every action but those in NotAction",
    ja = "SQSキューポリシーがNotAction以外の全操作を許可している",
  },
  severity = "high",
  on       = "aws.sqs.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "guard:SQS_QUEUEPOLICY_NO_ALLOW_PLUS_NOT_ACTION" },
  fix      = { en = "List the allowed actions in Action.", ja = "NotActionをやめ、許可する操作をActionに列挙する。" },
  check    = access.no_not_action("policy"),
}

rule "aws-sqs-policy-all-actions" {
  title    = { en = "SQS queue policy allows every action", ja = "SQSキューポリシーが全操作を許可している" },
  why      = {
    en = "Whoever has sqs:* can change the policy itself and delete the queue.",
    ja = "sqs:*を許可された者は、ポリシー自体の変更やキューの削除もできる。",
  },
  severity = "medium",
  on       = "aws.sqs.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_72" },
  fix      = {
    en = "List the actions needed, such as sqs:SendMessage.",
    ja = "sqs:SendMessageなど、必要な操作だけをActionに列挙する。",
  },
  check    = access.no_all_actions("policy", "sqs"),
}
