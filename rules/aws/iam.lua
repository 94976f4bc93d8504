-- SPDX-License-Identifier: Apache-2.0
-- AWS IAM: what policies allow, who they are attached to, how users log in.
local access = lib "iam"
local actions = lib "actions"

-- ---- models ----

model "aws.iam.policy" {
  label  = { en = "IAM policy", ja = "IAMポリシー" },
  fields = { name = text, policy = policy, inline = flag },
}

bind "aws.iam.policy" "cloudformation:AWS::IAM::ManagedPolicy" {
  names  = "ManagedPolicyName",
  name   = "ManagedPolicyName",
  policy = "PolicyDocument",
  inline = { default = false },
}

for _, kind in ipairs { "Policy", "UserPolicy", "GroupPolicy", "RolePolicy" } do
  bind "aws.iam.policy" ("cloudformation:AWS::IAM::" .. kind) {
    name   = "PolicyName",
    policy = "PolicyDocument",
    inline = { default = true },
  }
end

for _, kind in ipairs { "User", "Group", "Role" } do
  bind "aws.iam.policy" ("cloudformation:AWS::IAM::" .. kind) {
    each   = "Policies",
    name   = "PolicyName",
    policy = "PolicyDocument",
    inline = { default = true },
  }
  bind "aws.iam.policy" ("aws-config:AWS::IAM::" .. kind) {
    each   = "configuration." .. kind:lower() .. "PolicyList",
    name   = "policyName",
    policy = "policyDocument",
    inline = { default = true },
  }
end

bind "aws.iam.policy" "cloudformation:AWS::SSO::PermissionSet" {
  when   = { "InlinePolicy", present = true },
  name   = "Name",
  policy = "InlinePolicy",
  inline = { default = false },         -- a permission set is managed in one place
}

bind "aws.iam.policy" "aws-config:AWS::IAM::Policy" {
  name   = "configuration.policyName",
  policy = { "configuration.policyVersionList[isDefaultVersion=true].document", required = true },
  inline = { default = false },
}

bind "aws.iam.policy" "terraform:aws_iam_policy" {
  names  = "name",
  name   = "name",
  policy = "policy",
  inline = { default = false },
}

for _, kind in ipairs { "user", "group", "role" } do
  bind "aws.iam.policy" ("terraform:aws_iam_" .. kind .. "_policy") {
    name   = "name",
    policy = "policy",
    inline = { default = true },
  }
end

bind "aws.iam.policy" "terraform:aws_iam_role" {
  each   = "inline_policy",
  name   = "name",
  policy = "policy",
  inline = { default = true },
}

bind "aws.iam.policy" "terraform:aws_ssoadmin_permission_set_inline_policy" {
  policy = "inline_policy",
  inline = { default = false },
}

-- A document that names no principal is the policy of an identity; it is judged here unless the policy that takes it is
-- seen as well.
bind "aws.iam.policy" "terraform:data.aws_iam_policy_document" {
  with   = {
    users = {
      "terraform:aws_iam_policy", "terraform:aws_iam_user_policy", "terraform:aws_iam_group_policy",
      "terraform:aws_iam_role_policy", by = "policy",
    },
    sets  = { "terraform:aws_ssoadmin_permission_set_inline_policy", by = "inline_policy" },
  },
  when   = { "users:", "sets:", is = "none", default = true },
  policy = function(r)
    for s in each(r.statement) do
      if has(s, "principals[0]") or has(s, "not_principals[0]") then return nil end
    end
    return r.json
  end,
  inline = { default = false },
}

-- Users, groups and roles alike: what is attached to them.
model "aws.iam.identity" {
  label  = { en = "IAM user, group or role", ja = "IAMのユーザー、グループ、ロール" },
  fields = { name = text, attached = list },
}

for _, kind in ipairs { "User", "Group", "Role" } do
  bind "aws.iam.identity" ("cloudformation:AWS::IAM::" .. kind) {
    name     = kind .. "Name",
    attached = "ManagedPolicyArns",
  }
  bind "aws.iam.identity" ("aws-config:AWS::IAM::" .. kind) {
    name     = "configuration." .. kind:lower() .. "Name",
    attached = { "configuration.attachedManagedPolicies[*].policyArn", join = true },
  }
end

bind "aws.iam.identity" "terraform:aws_iam_role" { name = "name", attached = "managed_policy_arns" }

-- In Terraform an attachment is a resource; a policy of AWS is often looked up by its name first.
for _, kind in ipairs { "iam_policy", "iam_user_policy", "iam_group_policy", "iam_role_policy" } do
  bind "aws.iam.identity" ("terraform:aws_" .. kind .. "_attachment") { attached = "policy_arn" }
end
bind "aws.iam.identity" "terraform:aws_iam_role_policy_attachments_exclusive" { attached = "policy_arns" }
bind "aws.iam.identity" "terraform:aws_ssoadmin_managed_policy_attachment" { attached = "managed_policy_arn" }
bind "aws.iam.identity" "terraform:data.aws_iam_policy" {
  attached = function(r)
    return r.arn or r.name and "arn:aws:iam::aws:policy/" .. r.name
  end,
}

bind "aws.iam.identity" "cloudformation:AWS::SSO::PermissionSet" { name = "Name", attached = "ManagedPolicies" }

model "aws.iam.user" {
  label  = { en = "IAM user", ja = "IAMユーザー" },
  fields = {
    name = text, groups = flag, own_policies = flag, attached_policies = flag, joined_policies = flag,
    login = flag, password = text, reset = flag,
  },
}

bind "aws.iam.user" "cloudformation:AWS::IAM::User" {
  with              = {
    joins    = { "cloudformation:AWS::IAM::UserToGroupAddition", by = "Users" },
    policies = {
      "cloudformation:AWS::IAM::Policy", "cloudformation:AWS::IAM::ManagedPolicy", by = "Users",
    },
  },
  names             = "UserName",
  name              = "UserName",
  groups            = { "Groups", "joins:GroupName", present = true },
  own_policies      = { "Policies", present = true },
  attached_policies = { "ManagedPolicyArns", present = true },
  joined_policies   = { "policies:PolicyDocument", present = true },
  login             = { "LoginProfile", present = true },
  password          = "LoginProfile.Password",
  reset             = { "LoginProfile.PasswordResetRequired", default = false },
}

bind "aws.iam.user" "terraform:aws_iam_user" {
  with   = {
    joins   = { "terraform:aws_iam_user_group_membership", by = "user" },
    members = { "terraform:aws_iam_group_membership", by = "users" },
    logins  = { "terraform:aws_iam_user_login_profile", by = "user" },
  },
  names  = "name",
  name   = "name",
  groups = { "joins:groups", "members:group", present = true },
  login  = { "logins:", present = true },
  reset  = { "logins:password_reset_required", default = false },
}

-- Terraform attaches policies to users by resources of their own.
model "aws.iam.grant_to_user" {
  label  = { en = "Attachment of an IAM policy", ja = "IAMポリシーの割り当て" },
  fields = { users = flag },
}

bind "aws.iam.grant_to_user" "terraform:aws_iam_user_policy" { users = { "user", present = true } }
bind "aws.iam.grant_to_user" "terraform:aws_iam_user_policy_attachment" { users = { "user", present = true } }
bind "aws.iam.grant_to_user" "terraform:aws_iam_policy_attachment" { users = { "users", present = true } }

bind "aws.iam.user" "aws-config:AWS::IAM::User" {
  name              = "configuration.userName",
  groups            = { "configuration.groupList", present = true, required = true },
  own_policies      = { "configuration.userPolicyList", present = true, required = true },
  attached_policies = { "configuration.attachedManagedPolicies", present = true, required = true },
  joined_policies   = { default = false },
}

-- ---- what policies allow ----

local function is_all(action)
  return iam.covers(action, "any:Thing") and iam.covers(action, "other:Deed")
end

-- Does the statement allow all actions, and which action is a whole service's (IAM's has a rule of its own)?
-- Answers with what is found first.
local function widest(s)
  local service
  for a in each(s.actions) do
    if is_all(tostring(a)) then return true, service end
    if tostring(a):ends(":*") and a ~= "iam:*" then service = service or tostring(a) end
  end
  return false, service
end

rule "aws-iam-policy-admin" {
  title    = {
    en = "IAM policy allows every action on everything",
    ja = "IAMポリシーが全リソースへの全操作を許可している",
  },
  severity = "high",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17", "cis-aws-3.0.0:1.16" },
  refs     = { "cwe:250", "cwe:732" },
  aka      = {
    "checkov:CKV_AWS_62", "checkov:CKV_AWS_63", "trivy:AWS-0057",
    "guard:IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS",
    "guard:IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
    "guard:IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS", "checkov:CKV_AWS_1", "checkov:CKV_AWS_49",
    "checkov:CKV2_AWS_40",
  },
  fix      = {
    en = "List the actions and resources that are needed in Action and Resource.",
    ja = "ActionとResourceに、必要な操作とリソースだけを列挙する。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      if access.all_actions(s) and access.on_everything(s) then fail(s) end
    end
  end,
}

rule "aws-iam-policy-service-wildcard" {
  title    = {
    en = "IAM policy allows every action of a service",
    ja = "IAMポリシーがサービスの全操作を許可している",
  },
  severity = "medium",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = {
    "checkov:CKV_AWS_63", "trivy:AWS-0057", "guard:IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS",
    "guard:IAM_ROLE_NO_WILDCARD_ACTIONS_ON_PERMISSIONS", "checkov:CKV_AWS_49",
  },
  fix      = {
    en = "List the actions that are needed, or limit Resource.",
    ja = "Actionに必要な操作だけを列挙するか、Resourceを限定する。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      local all, service = widest(s)
      if all and not access.on_everything(s) then
        fail(s.actions)
      elseif service and not all and access.on_everything(s) then
        fail(s.actions, { en = "%s", ja = "%s", service })
      end
    end
  end,
}

rule "aws-iam-policy-negated" {
  title    = {
    en = "IAM policy allows all but what it lists",
    ja = "IAMポリシーが列挙したもの以外のすべてを許可している",
  },
  why      = {
    en = "Services and resources that come later are allowed without anyone deciding so.",
    ja = "後から追加されるサービスやリソースまで、判断なしに許可される。",
  },
  severity = "high",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "guard:IAM_ROLE_OR_POLICY_NO_ALLOW_PLUS_NOT_ACTION" },
  fix      = {
    en = "Use Action and Resource in place of NotAction and NotResource.",
    ja = "NotActionとNotResourceをやめ、ActionとResourceに許可する対象を列挙する。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      if s.not_actions or s.not_resources then fail(s.not_actions or s.not_resources) end
    end
  end,
}

rule "aws-iam-pass-any-role" {
  title    = { en = "IAM policy lets any role be passed", ja = "IAMポリシーが任意のロールの引き渡しを許可している" },
  why      = {
    en = "Who may pass every role to a service can act with the rights of the strongest one.",
    ja = "任意のロールをサービスに渡せる者は、最も強いロールの権限で操作できる。",
  },
  severity = "high",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:269" },
  aka      = {
    "trivy:AWS-0342", "guard:IAM_POLICY_NO_WILDCARD_RESOURCE_ON_PASSROLE",
    "guard:IAM_ROLE_NO_WILDCARD_RESOURCE_ON_PASSROLE",
  },
  fix      = {
    en = "Name the roles in Resource, or limit iam:PassedToService.",
    ja = "Resourceに渡すロールを指定するか、iam:PassedToServiceの条件で限定する。",
  },
  check    = actions.none_on_everything(actions.passing),
}

rule "aws-iam-privilege-escalation" {
  title    = {
    en = "IAM policy lets its holder gain administrator rights",
    ja = "IAMポリシーにより管理者権限へ昇格できる",
  },
  severity = "high",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:269" },
  aka      = {
    "checkov:CKV_AWS_286", "checkov:CKV_AWS_110", "checkov:CKV_AWS_289", "checkov:CKV_AWS_287", "checkov:CKV_AWS_107",
  },
  fix      = {
    en = "Limit Resource to the identities meant, or require a permissions boundary in Condition.",
    ja = "Resourceを対象のユーザーやロールに限定するか、iam:PermissionsBoundaryの条件を付ける。",
  },
  check    = actions.none_on_everything(actions.escalating),
}

rule "aws-iam-policy-reads-all-data" {
  title    = {
    en = "IAM policy lets all data of a service be read",
    ja = "IAMポリシーがサービスの全データの読み取りを許可している",
  },
  severity = "medium",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_288", "checkov:CKV_AWS_108" },
  fix      = {
    en = "Name the buckets, secrets, parameters, tables or keys in Resource.",
    ja = "Resourceに対象のバケット、シークレット、パラメーター、テーブル、鍵を指定する。",
  },
  check    = actions.none_on_everything(actions.reading),
}

rule "aws-iam-inline-policy" {
  title    = { en = "IAM policy is written inline", ja = "IAMポリシーがインラインで定義されている" },
  why      = {
    en = "Inline policies cannot be reviewed, versioned and reused in one place.",
    ja = "インラインポリシーは一元的な確認、版の管理、再利用ができない。",
  },
  severity = "info",
  on       = "aws.iam.policy",
  aka      = { "guard:IAM_NO_INLINE_POLICY_CHECK" },
  fix      = {
    en = "Make it a managed policy (AWS::IAM::ManagedPolicy, Terraform: aws_iam_policy) and attach that.",
    ja = "管理ポリシー（AWS::IAM::ManagedPolicy。Terraform: aws_iam_policy）として定義し、割り当てる。",
  },
  check    = function(p)
    if p.inline then fail() end
  end,
}

-- ---- what is attached ----

local function attached_rule(id, policy, title, severity, items, aka, fix)
  rule(id) {
    title    = title,
    severity = severity,
    on       = "aws.iam.identity",
    items    = items,
    refs     = { "cwe:250" },
    aka      = aka,
    fix      = fix,
    check    = function(r)
      if includes(r.attached, "arn:aws:iam::aws:policy/" .. policy) then fail("attached") end
    end,
  }
end

attached_rule("aws-iam-administrator-access", "AdministratorAccess", {
  en = "AdministratorAccess is attached",
  ja = "AdministratorAccessポリシーが割り当てられている",
}, "high", { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17", "cis-aws-3.0.0:1.16" }, {
  "checkov:CKV_AWS_274", "checkov:CKV_AWS_275",
}, {
  en = "Attach a policy with the rights that are needed.",
  ja = "必要な権限だけのポリシーに置き換える。",
})

attached_rule("aws-iam-full-access-to-iam", "IAMFullAccess", {
  en = "IAMFullAccess is attached, which lets its holder gain administrator rights",
  ja = "管理者権限へ昇格できるIAMFullAccessポリシーが割り当てられている",
}, "high", { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" }, { "checkov:CKV2_AWS_56" }, {
  en = "Attach a policy with the rights that are needed.",
  ja = "必要な権限だけのポリシーに置き換える。",
})

attached_rule("aws-iam-cloudshell-full-access", "AWSCloudShellFullAccess", {
  en = "Full access to CloudShell is granted",
  ja = "CloudShellの全権限が割り当てられている",
}, "medium", { "ds200-2:3-6", "ds200-3:2-3", "cis-aws-3.0.0:1.22" }, {}, {
  en = "Attach a policy that denies cloudshell:GetFileDownloadUrls and cloudshell:GetFileUploadUrls.",
  ja = "cloudshell:GetFileDownloadUrlsとcloudshell:GetFileUploadUrlsを許可しないポリシーに置き換える。",
})

rule "aws-iam-user-policies" {
  title    = { en = "IAM user has policies of its own", ja = "IAMユーザーにポリシーが直接割り当てられている" },
  severity = "low",
  on       = "aws.iam.user",
  origins  = { "cloudformation", "aws-config" },
  items    = { "ds200-2:7-3", "cis-aws-3.0.0:1.15" },
  aka      = { "checkov:CKV_AWS_40", "trivy:AWS-0143", "guard:IAM_USER_NO_POLICIES_CHECK" },
  fix      = {
    en = "Attach the policies to a group and put the user into it.",
    ja = "ポリシーをグループに割り当て、ユーザーをそのグループに所属させる。",
  },
  check    = function(u)
    for _, field in ipairs { "own_policies", "attached_policies", "joined_policies" } do
      if known(u, field) and u[field] then return fail(field) end
    end
    return u.own_policies or u.attached_policies or u.joined_policies
  end,
}

rule "aws-iam-policy-on-user" {
  title    = {
    en = "IAM policy is attached to a user directly",
    ja = "IAMポリシーがユーザーに直接割り当てられている",
  },
  severity = "low",
  on       = "aws.iam.grant_to_user",
  items    = { "ds200-2:7-3", "cis-aws-3.0.0:1.15" },
  aka      = { "checkov:CKV_AWS_40", "trivy:AWS-0143" },
  fix      = {
    en = "Attach the policy to a group and put the user into it.",
    ja = "ポリシーをグループに割り当て、ユーザーをそのグループに所属させる。",
  },
  check    = function(a)
    if a.users then fail("users") end
  end,
}

rule "aws-iam-user-no-group" {
  title    = { en = "IAM user belongs to no group", ja = "IAMユーザーがグループに所属していない" },
  severity = "low",
  on       = "aws.iam.user",
  items    = { "ds200-2:7-3" },
  aka      = { "guard:IAM_USER_MISSING_GROUP_RULE", "guard:IAM_USER_GROUP_MEMBERSHIP_CHECK" },
  fix      = {
    en = "Put the user into a group: Groups or AWS::IAM::UserToGroupAddition (Terraform: "
      .. "aws_iam_user_group_membership).",
    ja = "ユーザーをグループに所属させる（GroupsまたはAWS::IAM::UserToGroupAddition。Terraform: aws_iam_user_group_membership）。",
  },
  check    = function(u)
    if not u.groups then fail("groups") end
  end,
}

-- ---- how users log in ----

rule "aws-iam-user-plain-password" {
  title    = {
    en = "Console password of an IAM user is written in the code",
    ja = "IAMユーザーのパスワードがコードに直接書かれている",
  },
  severity = "critical",
  on       = "aws.iam.user",
  origins  = { "cloudformation" },
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "guard:IAM_USER_LOGIN_PROFILE_NO_PLAINTEXT_PASSWORD" },
  redact   = true,
  fix      = {
    en = "Take it from a NoEcho parameter or {{resolve:secretsmanager:...}}.",
    ja = "NoEchoのパラメーターまたは{{resolve:secretsmanager:...}}で渡す。",
  },
  check    = lib "password".literal("password"),
}

rule "aws-iam-user-password-reset" {
  title    = {
    en = "IAM user need not change the first console password",
    ja = "IAMユーザーに初期パスワードの変更を求めていない",
  },
  severity = "medium",
  on       = "aws.iam.user",
  origins  = { "cloudformation", "terraform" },
  items    = { "ds200-3:1-2", "ds200-2:4-4" },
  refs     = { "cwe:262" },
  aka      = { "guard:IAM_USER_LOGIN_PROFILE_PASSWORD_RESET_RULE" },
  fix      = {
    en = "Set PasswordResetRequired in LoginProfile (Terraform: password_reset_required in "
      .. "aws_iam_user_login_profile) to true.",
    ja = "LoginProfileのPasswordResetRequired（Terraform: aws_iam_user_login_profileのpassword_reset_required）をtrueにする。",
  },
  check    = function(u)
    if not u.login then return skip { en = "the user has no console password", ja = "コンソールのパスワードがない" } end
    if not u.reset then fail("reset") end
  end,
}
