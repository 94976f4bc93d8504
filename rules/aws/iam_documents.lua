-- SPDX-License-Identifier: Apache-2.0
-- AWS: policy documents of Terraform that say who is let in, and groups whose policies ask for MFA.
local access = lib "iam"

model "aws.iam.document" {
  label  = { en = "Policy document", ja = "ポリシードキュメント" },
  fields = { policy = policy },
}

-- Not those whose takers have rules of their own.
bind "aws.iam.document" "terraform:data.aws_iam_policy_document" {
  with   = {
    users = {
      "terraform:aws_s3_bucket_policy", "terraform:aws_sns_topic_policy", "terraform:aws_sqs_queue_policy",
      "terraform:aws_kms_key", "terraform:aws_kms_key_policy", "terraform:aws_secretsmanager_secret_policy",
      "terraform:aws_ecr_repository_policy", "terraform:aws_s3_bucket", "terraform:aws_sns_topic",
      "terraform:aws_sqs_queue", by = "policy",
    },
    roles = { "terraform:aws_iam_role", by = "assume_role_policy" },
  },
  when   = { "users:", "roles:", is = "none", default = true },
  policy = function(r)
    for s in each(r.statement) do
      if has(s, "principals[0]") or has(s, "not_principals[0]") then return r.json end
    end
  end,
}

rule "aws-iam-document-public" {
  title    = { en = "Policy document lets everyone in", ja = "ポリシードキュメントが全員に操作を許可している" },
  severity = "high",
  on       = "aws.iam.document",
  items    = { "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_283" },
  fix      = {
    en = "Name accounts, roles or services in principals, or narrow the statement by a condition such as "
      .. "aws:SourceArn.",
    ja = "principalsにアカウント、ロール、サービスを指定するか、aws:SourceArnなどのconditionで限定する。",
  },
  check    = access.no_public("policy"),
}

rule "aws-iam-document-not-principal" {
  title    = {
    en = "Policy document allows everyone but those named in not_principals",
    ja = "ポリシードキュメントがnot_principals以外の全員に操作を許可している",
  },
  severity = "high",
  on       = "aws.iam.document",
  items    = { "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Name the allowed accounts, roles or services in principals.",
    ja = "not_principalsをやめ、許可するアカウント、ロール、サービスをprincipalsに指定する。",
  },
  check    = access.no_not_principal("policy"),
}

model "aws.iam.group" {
  label  = { en = "IAM group", ja = "IAMグループ" },
  fields = { policy = policy, attached = list },
}

bind "aws.iam.group" "cloudformation:AWS::IAM::Group" {
  with     = { policies = { "cloudformation:AWS::IAM::Policy", "cloudformation:AWS::IAM::ManagedPolicy", by = "Groups" } },
  names    = "GroupName",
  policy   = { "Policies[*].PolicyDocument", "policies:PolicyDocument", join = true },
  attached = "ManagedPolicyArns",
}
bind "aws.iam.group" "terraform:aws_iam_group" {
  with     = {
    policies    = { "terraform:aws_iam_group_policy", by = "group" },
    attachments = { "terraform:aws_iam_group_policy_attachment", by = "group" },
  },
  names    = "name",
  policy   = { "policies:policy", join = true },
  attached = { "attachments:policy_arn", join = true },
}

rule "aws-iam-group-without-mfa" {
  title    = {
    en = "No policy of the IAM group asks for MFA",
    ja = "IAMグループのどのポリシーもMFAを要求していない",
  },
  severity = "low",
  on       = "aws.iam.group",
  items    = { "ds200-3:2-1" },
  refs     = { "cwe:308" },
  aka      = { "trivy:AWS-0123" },
  fix      = {
    en = "Add a condition on aws:MultiFactorAuthPresent to the statements of the group's policies.",
    ja = "グループのポリシーのステートメントに、aws:MultiFactorAuthPresentの条件を付ける。",
  },
  check    = function(g)
    for s in each(g.policy) do
      for c in each(s.conditions) do
        if c.key:lower() == "aws:multifactorauthpresent" then return end
      end
    end
    for arn in each(g.attached) do
      -- the policy of somebody else's making may ask for it
      if not arn:starts("arn:aws:iam::aws:policy/") then return skip() end
    end
    fail("policy")
  end,
}
