-- SPDX-License-Identifier: Apache-2.0
-- AWS IAM: kinds of actions that are better not allowed on everything. The policies are modelled in iam.lua.
local access = lib "iam"
local actions = lib "actions"

local items <const> = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" }

rule "aws-iam-policy-full-iam" {
  title    = { en = "IAM policy allows every action of IAM", ja = "IAMポリシーがIAMの全操作を許可している" },
  severity = "high",
  on       = "aws.iam.policy",
  items    = items,
  refs     = { "cwe:269" },
  aka      = { "checkov:CKV2_AWS_40", "checkov:CKV_AWS_289", "checkov:CKV_AWS_109" },
  fix      = {
    en = "List the actions that are needed, and name the identities in Resource.",
    ja = "必要な操作だけをActionに列挙し、Resourceに対象のユーザーやロールを指定する。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      if access.allows(s, "iam:AnyActionAtAll") and not access.all_actions(s) then fail(s.actions) end
    end
  end,
}

rule "aws-iam-policy-exposes-credentials" {
  title    = {
    en = "IAM policy lets credentials of others be made",
    ja = "IAMポリシーが他者の認証情報の作成や取得を許可している",
  },
  severity = "medium",
  on       = "aws.iam.policy",
  items    = items,
  refs     = { "cwe:269" },
  aka      = { "checkov:CKV_AWS_287", "checkov:CKV_AWS_107" },
  fix      = {
    en = "Name the users, clusters or roles in Resource, or add a Condition.",
    ja = "Resourceに対象のユーザー、クラスター、ロールを指定するか、Conditionを付ける。",
  },
  check    = actions.none_on_everything(actions.exposing),
}

rule "aws-iam-policy-changes-permissions" {
  title    = {
    en = "IAM policy lets the policies of all resources of a service be changed",
    ja = "IAMポリシーがサービスの全リソースのアクセス許可の変更を許可している",
  },
  severity = "medium",
  on       = "aws.iam.policy",
  items    = items,
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_289", "checkov:CKV_AWS_109" },
  fix      = {
    en = "Name the buckets, keys, functions or queues in Resource, or add a Condition.",
    ja = "Resourceに対象のバケット、鍵、関数、キューなどを指定するか、Conditionを付ける。",
  },
  check    = actions.none_on_everything(actions.granting),
}

local writing <const> = "(?i):(Create|Put|Delete|Update|Modify|Write|Set|Add|Remove|Attach|Detach|Terminate|Run|Start|Stop"
  .. "|Reboot|Send|Publish|Upload|Restore|Copy|Import|Register|Deregister|Associate|Disassociate|Enable|Disable"
  .. "|Authorize|Revoke|Grant|Change|Invoke|Execute|Tag|Untag)[a-z*]*$"

-- Actions that know no resources: for them "*" is the only way to write it.
local account_wide = "(?i)^(s3:(ListAllMyBuckets|GetAccountPublicAccessBlock|ListAccessPoints|ListJobs)"
  .. "|ec2:Describe[a-z]+|sts:(GetCallerIdentity|GetSessionToken|DecodeAuthorizationMessage)|ecr:GetAuthorizationToken"
  .. "|cloudwatch:(PutMetricData|GetMetricData|GetMetricStatistics|ListMetrics)|logs:DescribeLogGroups"
  .. "|xray:(Put|Get)[a-z]+|tag:Get[a-z]+|kms:(ListKeys|ListAliases|CreateKey|GenerateRandom)|iam:(List(Users|Roles|Groups"
  .. "|Policies|AccountAliases)|GetAccount[a-z]+|GenerateCredentialReport|GetCredentialReport)|ssm:DescribeParameters"
  .. "|ssmmessages:[a-z]+|ec2messages:[a-z]+|autoscaling:Describe[a-z]+|elasticloadbalancing:Describe[a-z]+"
  .. "|lambda:(ListFunctions|ListLayers|ListEventSourceMappings)|sns:ListTopics|sqs:ListQueues|dynamodb:ListTables"
  .. "|secretsmanager:(ListSecrets|GetRandomPassword)|organizations:(Describe|List)[a-z]+|ce:[a-z]+|pricing:[a-z]+"
  .. "|health:Describe[a-z]+|rds:Describe[a-z]+|route53:(ListHostedZones|GetChange)|cloudfront:List[a-z]+)$"

-- The first action that the statement allows on everything without need: one that changes something, if there is any.
-- Actions of the lists and "service:*" have rules of their own.
local function anywhere(s)
  if s.conditions or access.all_actions(s) or not access.on_everything(s) then return nil end
  local first
  for a in each(s.actions) do
    local action = tostring(a)
    if not action:ends(":*") and not re.test(action, account_wide) and not actions.listed(action) then
      if re.test(action, writing) then return action, true end
      first = first or action
    end
  end
  return first, false
end

rule "aws-iam-policy-any-resource" {
  title    = {
    en = "IAM policy allows actions on every resource",
    ja = "IAMポリシーが全リソースに対する操作を許可している",
  },
  severity = "info",
  on       = "aws.iam.policy",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:732" },
  aka      = { "checkov:CKV_AWS_355", "checkov:CKV_AWS_356" },
  fix      = {
    en = "Name the resources in Resource; keep * for actions that know no resources, in a statement of their own.",
    ja = "Resourceに対象を指定する。リソースを指定できない操作だけを別のステートメントに分け、*とする。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      local action, changes = anywhere(s)
      if action and not changes then fail(s.resources, { en = "%s", ja = "%s", action }) end
    end
  end,
}

rule "aws-iam-policy-writes-everything" {
  title    = {
    en = "IAM policy lets all resources of a service be changed",
    ja = "IAMポリシーがサービスの全リソースの変更を許可している",
  },
  severity = "low",
  on       = "aws.iam.policy",
  items    = items,
  refs     = { "cwe:732" },
  aka      = {
    "checkov:CKV_AWS_290", "checkov:CKV_AWS_111", "checkov:CKV_AWS_355", "checkov:CKV_AWS_356",
  },
  fix      = {
    en = "Name the resources in Resource, or add a Condition.",
    ja = "Resourceに対象を指定するか、Conditionを付ける。",
  },
  check    = function(p)
    for s in access.allowing(p.policy) do
      local action, changes = anywhere(s)
      if changes then fail(s, { en = "%s", ja = "%s", action }) end
    end
  end,
}
