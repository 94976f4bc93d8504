-- SPDX-License-Identifier: Apache-2.0
-- AWS IAM: who may assume roles. What roles may do is in iam.lua.
local access = lib "iam"

model "aws.iam.role" {
  label  = { en = "IAM role", ja = "IAMロール" },
  fields = { name = text, trust = policy },
}

bind "aws.iam.role" "cloudformation:AWS::IAM::Role" {
  names = "RoleName",
  name  = "RoleName",
  trust = "AssumeRolePolicyDocument",
}

bind "aws.iam.role" "terraform:aws_iam_role" {
  names = "name",
  name  = "name",
  trust = "assume_role_policy",
}

-- A document for roles, unless the role that takes it is seen as well.
bind "aws.iam.role" "terraform:data.aws_iam_policy_document" {
  with  = { users = { "terraform:aws_iam_role", by = "assume_role_policy" } },
  when  = { "users:", is = "none", default = true },
  trust = function(r)
    for s in each(r.statement) do
      for p in each(s.principals) do
        if p.type == "Federated" then return r.json end
      end
      for a in each(s.actions) do
        if a:lower():starts("sts:assumerole") and has(s, "principals[0]") then return r.json end
      end
    end
  end,
}

bind "aws.iam.role" "aws-config:AWS::IAM::Role" {
  name  = "configuration.roleName",
  trust = { "configuration.assumeRolePolicyDocument", required = true },
}

rule "aws-iam-role-trust-public" {
  title    = { en = "Everyone can assume the IAM role", ja = "IAMロールを誰でも引き受けられる" },
  severity = "critical",
  on       = "aws.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-2", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_60" },
  fix      = {
    en = "Name accounts, roles or services in Principal of the trust policy (AssumeRolePolicyDocument, "
      .. "Terraform: assume_role_policy).",
    ja = "信頼ポリシー（AssumeRolePolicyDocument。Terraform: assume_role_policy）のPrincipalに、アカウント、ロール、サービスを指定する。",
  },
  check    = access.no_public("trust"),
}

rule "aws-iam-role-trust-not-principal" {
  title    = {
    en = "IAM role can be assumed by everyone but those named in NotPrincipal",
    ja = "IAMロールをNotPrincipal以外の全員が引き受けられる",
  },
  severity = "critical",
  on       = "aws.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-2", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "guard:IAM_ROLE_NO_ALLOW_PLUS_NOT_PRINCIPAL" },
  fix      = {
    en = "Name the allowed accounts, roles or services in Principal.",
    ja = "NotPrincipalをやめ、許可するアカウント、ロール、サービスをPrincipalに指定する。",
  },
  check    = access.no_not_principal("trust"),
}

rule "aws-iam-role-trust-all-actions" {
  title    = {
    en = "Trust policy of an IAM role allows a wildcard of actions",
    ja = "IAMロールの信頼ポリシーが全操作を許可している",
  },
  severity = "medium",
  on       = "aws.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  aka      = { "guard:IAM_ROLE_NO_FULL_ACCESS_ON_TRUST_POLICY" },
  fix      = {
    en = "Set Action to sts:AssumeRole, or to the one that the identity provider needs.",
    ja = "Actionをsts:AssumeRoleなど、必要な操作だけとする。",
  },
  check    = function(r)
    for s in access.allowing(r.trust) do
      for a in each(s.actions) do
        if a == "*" or tostring(a):ends(":*") then fail(s.actions, { en = "%s", ja = "%s", tostring(a) }) end
      end
    end
  end,
}

-- Does a condition name repositories? "repo:*" and "repo:org*" let strangers in.
local function names_repositories(s)
  for c in each(s.conditions) do
    local operator = c.operator:lower()
    if re.test(c.key, "(?i)actions[.]githubusercontent[.]com(/[a-z0-9-]+)?:sub$")      -- with an enterprise's own issuer
      and re.test(operator, "^(foranyvalue:)?string(equals|like)") then
      for v in each(c.values) do
        if not re.test(tostring(v), "^repo(:[A-Za-z0-9_.-]+/|sitory_owner_id:[0-9])") then return false end
      end
      return not operator:ends("ifexists")
    end
  end
  return false
end

-- The provider is often another resource, whose name is not known here: the conditions' keys tell as well.
local function speaks_of_github(s)
  for c in each(s.conditions) do
    if re.test(c.key, "(?i)actions[.]githubusercontent[.]com(/[a-z0-9-]+)?:") then return true end
  end
  return false
end

local function for_strangers(s)
  local by_keys, strangers
  return function(p)
    if p.type ~= "Federated" then return false end
    if strangers == nil then by_keys, strangers = speaks_of_github(s), not names_repositories(s) end
    if not known(p, "id") then return by_keys and strangers end
    return strangers and p.id:ends("token.actions.githubusercontent.com")
  end
end

rule "aws-iam-role-trust-github" {
  title    = {
    en = "Workflows of any GitHub repository can assume the IAM role",
    ja = "IAMロールを任意のGitHubリポジトリのワークフローが引き受けられる",
  },
  severity = "critical",
  on       = "aws.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-2", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_393", "checkov:CKV_AWS_358" },
  fix      = {
    en = "Add a condition StringLike on token.actions.githubusercontent.com:sub with "
      .. "repo:ORGANISATION/REPOSITORY:...",
    ja = "token.actions.githubusercontent.com:subをrepo:組織/リポジトリ:...に限定するStringLikeの条件を付ける。",
  },
  check    = function(r)
    for s in access.allowing(r.trust) do
      local lets_in = for_strangers(s)
      for p in each(s.principals) do
        if lets_in(p) then fail(p) end
      end
    end
  end,
}

rule "aws-iam-role-trust-account" {
  title    = {
    en = "Every identity of an account can be let assume the IAM role",
    ja = "IAMロールの信頼先がアカウント全体になっている",
  },
  why      = {
    en = "The other account decides alone who of its users and roles may use this one.",
    ja = "どのユーザーやロールが引き受けるかを、相手のアカウントだけで決められる。",
  },
  severity = "low",
  on       = "aws.iam.role",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_61" },
  fix      = {
    en = "Name roles in Principal, or add a Condition such as sts:ExternalId or aws:PrincipalArn.",
    ja = "Principalにロールを指定するか、sts:ExternalIdやaws:PrincipalArnなどのConditionを付ける。",
  },
  check    = function(r)
    for s in access.allowing(r.trust) do
      for p in each(not s.conditions and s.principals or nil) do
        if p.type == "AWS" and known(p, "id") and re.test(p.id, "^([0-9]{12}|arn:aws[a-z-]*:iam::[0-9]{12}:root)$") then
          fail(p)
        end
      end
    end
  end,
}
