-- SPDX-License-Identifier: Apache-2.0
-- Amazon SNS: encryption of topics, who may use them, how messages are delivered.
local access = lib "iam"
local kms = lib "kms"

model "aws.sns.topic" {
  label  = { en = "SNS topic", ja = "SNSトピック" },
  fields = { name = text, kms_key = text },
}

bind "aws.sns.topic" "cloudformation:AWS::SNS::Topic" {
  names   = "TopicName",
  name    = "TopicName",
  kms_key = "KmsMasterKeyId",
}

bind "aws.sns.topic" "terraform:aws_sns_topic" {
  names   = "name",
  name    = "name",
  kms_key = "kms_master_key_id",
}

bind "aws.sns.topic" "aws-config:AWS::SNS::Topic" {
  name    = "resourceName",
  kms_key = "configuration.KmsMasterKeyId",
}

-- A topic's policy is a thing of its own: templates attach it to topics that are made elsewhere.
model "aws.sns.policy" {
  label  = { en = "SNS topic policy", ja = "SNSトピックポリシー" },
  fields = { policy = policy },
}

bind "aws.sns.policy" "cloudformation:AWS::SNS::TopicPolicy" { policy = "PolicyDocument" }
bind "aws.sns.policy" "cloudformation:AWS::SNS::TopicInlinePolicy" { policy = "PolicyDocument" }
bind "aws.sns.policy" "terraform:aws_sns_topic_policy" { policy = "policy" }
bind "aws.sns.policy" "terraform:aws_sns_topic" { when = { "policy", present = true }, policy = "policy" }

bind "aws.sns.policy" "aws-config:AWS::SNS::Topic" {
  when   = { "configuration.Policy", present = true },
  policy = "configuration.Policy",
}

model "aws.sns.subscription" {
  label  = { en = "SNS subscription", ja = "SNSサブスクリプション" },
  fields = { protocol = text },
}

bind "aws.sns.subscription" "cloudformation:AWS::SNS::Subscription" { protocol = "Protocol" }
bind "aws.sns.subscription" "cloudformation:AWS::SNS::Topic" { each = "Subscription", protocol = "Protocol" }

bind "aws.sns.subscription" "terraform:aws_sns_topic_subscription" { protocol = "protocol" }

rule "aws-sns-encrypted" {
  title    = { en = "SNS topic is not encrypted at rest", ja = "SNSトピックが暗号化されていない" },
  severity = "medium",
  on       = "aws.sns.topic",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_26", "trivy:AWS-0095", "guard:SNS_ENCRYPTED_KMS" },
  fix      = {
    en = "Set KmsMasterKeyId (Terraform: kms_master_key_id).",
    ja = "KmsMasterKeyId（Terraform: kms_master_key_id）を設定する。",
  },
  check    = function(t)
    if not kms.named(t, "kms_key") then fail("kms_key") end
  end,
}

rule "aws-sns-customer-key" {
  title    = {
    en = "SNS topic is encrypted with the AWS managed key",
    ja = "SNSトピックの暗号化にAWS管理の鍵を使っている",
  },
  why      = {
    en = "The policy of alias/aws/sns cannot be changed: use of the key cannot be granted or refused.",
    ja = "alias/aws/snsのキーポリシーは変更できず、鍵の利用者を制限できない。",
  },
  severity = "info",
  on       = "aws.sns.topic",
  items    = { "ds200-2:4-4" },
  aka      = { "trivy:AWS-0136" },
  fix      = {
    en = "Set KmsMasterKeyId (Terraform: kms_master_key_id) to a key of your own.",
    ja = "KmsMasterKeyId（Terraform: kms_master_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(t)
    if not kms.named(t, "kms_key") then return skip { en = "no KMS key is used", ja = "KMSの鍵を使っていない" } end
    if known(t, "kms_key") and t.kms_key:ends("alias/aws/sns") then fail("kms_key") end
  end,
}

rule "aws-sns-policy-public" {
  title    = { en = "SNS topic policy lets everyone in", ja = "SNSトピックポリシーが全員に操作を許可している" },
  severity = "critical",
  on       = "aws.sns.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_169", "guard:SNS_TOPICPOLICY_NO_WILDCARD_PRINCIPAL" },
  fix      = {
    en = "Name accounts or services in Principal, or narrow the statement with aws:SourceArn or aws:PrincipalOrgID.",
    ja = "Principalにアカウントまたはサービスを指定するか、aws:SourceArnやaws:PrincipalOrgIDの条件で限定する。",
  },
  check    = access.no_public("policy"),
}

rule "aws-sns-policy-not-principal" {
  title    = {
    en = "SNS topic policy allows everyone but those named in NotPrincipal",
    ja = "SNSトピックポリシーがNotPrincipal以外の全員に操作を許可している",
  },
  severity = "critical",
  on       = "aws.sns.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "guard:SNS_TOPICPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL" },
  fix      = {
    en = "Name the allowed accounts or services in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウントやサービスをPrincipalに指定する。",
  },
  check    = access.no_not_principal("policy"),
}

rule "aws-sns-policy-not-action" {
  title    = {
    en = "SNS topic policy allows every action but those in NotAction",
    ja = "SNSトピックポリシーがNotAction以外の全操作を許可している",
  },
  severity = "high",
  on       = "aws.sns.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  fix      = { en = "List the allowed actions in Action.", ja = "NotActionをやめ、許可する操作をActionに列挙する。" },
  check    = access.no_not_action("policy"),
}

rule "aws-sns-subscription-http" {
  title    = { en = "SNS delivers messages over plain HTTP", ja = "SNSが暗号化されていないHTTPで配信している" },
  severity = "medium",
  on       = "aws.sns.subscription",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  fix      = {
    en = "Set Protocol (Terraform: protocol) to https and give an https:// endpoint.",
    ja = "Protocol（Terraform: protocol）をhttpsとし、https://のエンドポイントを指定する。",
  },
  check    = function(s)
    if s.protocol == "http" then fail("protocol") end
  end,
}
