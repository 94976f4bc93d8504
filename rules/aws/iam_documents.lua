-- SPDX-License-Identifier: Apache-2.0
-- AWS: policy documents of Terraform that say who is let in, whichever resource they are meant for.
local access = lib "iam"

model "aws.iam.document" {
  label  = { en = "Policy document", ja = "ポリシードキュメント" },
  fields = { policy = policy },
}

bind "aws.iam.document" "terraform:data.aws_iam_policy_document" {
  when   = function(r)
    for s in each(r.statement) do
      if has(s, "principals[0]") or has(s, "not_principals[0]") then return true end
    end
    return false
  end,
  policy = "json",
}

rule "aws-iam-document-public" {
  title    = { en = "Policy document lets everyone in", ja = "ポリシードキュメントが全員に操作を許可している" },
  severity = "high",
  on       = "aws.iam.document",
  items    = { "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_283" },
  fix      = {
    en = "Name accounts, roles or services in principals, or narrow the statement by a condition such as aws:SourceArn.",
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
