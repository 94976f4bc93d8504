-- SPDX-License-Identifier: Apache-2.0
-- Amazon S3: what bucket policies allow, and to whom.
local access = lib "iam"

model "aws.s3.policy" {
  label  = { en = "S3 bucket policy", ja = "S3バケットポリシー" },
  fields = { policy = policy },
}

bind "aws.s3.policy" "cloudformation:AWS::S3::BucketPolicy" { policy = "PolicyDocument" }
bind "aws.s3.policy" "terraform:aws_s3_bucket_policy" { policy = "policy" }
bind "aws.s3.policy" "terraform:aws_s3_bucket" { when = { "policy", present = true }, policy = "policy" }
bind "aws.s3.policy" "aws-config:AWS::S3::Bucket" {
  when   = { "supplementaryConfiguration.BucketPolicy.policyText", present = true },
  policy = "supplementaryConfiguration.BucketPolicy.policyText",
}

rule "aws-s3-policy-public" {
  title    = { en = "S3 bucket policy lets everyone in", ja = "S3バケットポリシーが全員に操作を許可している" },
  severity = "critical",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_70" },
  fix      = {
    en = "Name accounts or roles in Principal, or narrow the statement with aws:PrincipalOrgID or aws:SourceVpce. "
      .. "Publish through CloudFront with origin access control.",
    ja = "Principalにアカウントまたはロールを指定するか、aws:PrincipalOrgIDやaws:SourceVpceの条件で限定する。"
      .. "公開する場合はCloudFrontのオリジンアクセスコントロールを使う。",
  },
  check    = access.no_public("policy"),
}

rule "aws-s3-policy-not-principal" {
  title    = {
    en = "S3 bucket policy allows everyone but those named in NotPrincipal",
    ja = "S3バケットポリシーがNotPrincipal以外の全員に操作を許可している",
  },
  severity = "critical",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "guard:S3_BUCKETPOLICY_NO_ALLOW_PLUS_NOTPRINCIPAL" },
  fix      = {
    en = "Name the allowed accounts or roles in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウントやロールをPrincipalに指定する。",
  },
  check    = access.no_not_principal("policy"),
}

rule "aws-s3-policy-not-action" {
  title    = {
    en = "S3 bucket policy allows every action but those in NotAction",
    ja = "S3バケットポリシーがNotAction以外の全操作を許可している",
  },
  severity = "high",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  fix      = { en = "List the allowed actions in Action.", ja = "NotActionをやめ、許可する操作をActionに列挙する。" },
  check    = access.no_not_action("policy"),
}

rule "aws-s3-policy-all-actions" {
  title    = { en = "S3 bucket policy allows every action", ja = "S3バケットポリシーが全操作を許可している" },
  why      = {
    en = "Whoever has s3:* can change the policy itself and delete the bucket.",
    ja = "s3:*を許可された者は、ポリシー自体の変更やバケットの削除もできる。",
  },
  severity = "medium",
  on       = "aws.s3.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  fix      = {
    en = "List the actions needed, such as s3:GetObject.",
    ja = "s3:GetObjectなど、必要な操作だけをActionに列挙する。",
  },
  check    = access.no_all_actions("policy", "s3"),
}

rule "aws-s3-policy-lockout" {
  title    = {
    en = "S3 bucket policy denies everything to everyone",
    ja = "S3バケットポリシーが全員の全操作を拒否している",
  },
  why      = {
    en = "Only the root user of the account can then change the policy.",
    ja = "アカウントのルートユーザー以外、このポリシーを変更できなくなる。",
  },
  severity = "medium",
  on       = "aws.s3.policy",
  origins  = { "cloudformation", "terraform" },
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_AWS_93" },
  fix      = {
    en = "Add a Condition to the Deny statement, or list the actions that are meant.",
    ja = "DenyのステートメントにConditionを付けるか、対象の操作だけを列挙する。",
  },
  check    = function(p)
    for s in each(p.policy) do
      if s.effect == "Deny" and not s.conditions and access.allows(s, "s3:PutBucketPolicy")
        and s.principals and includes(s.principals[1], "*", "id") then
        fail(s)
      end
    end
  end,
}
