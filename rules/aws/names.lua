-- SPDX-License-Identifier: Apache-2.0
-- Fixed names in CloudFormation templates: a resource that has one cannot be replaced by an update.
model "aws.named-resource" {
  label  = { en = "Resource with a name of its own", ja = "名前を指定できるリソース" },
  fields = { name = flag },
}

local names = {
  ["ApiGateway::ApiKey"] = "Name",
  ["AutoScaling::AutoScalingGroup"] = "AutoScalingGroupName",
  ["CloudWatch::Alarm"] = "AlarmName",
  ["CodeDeploy::Application"] = "ApplicationName",
  ["DynamoDB::Table"] = "TableName",
  ["EC2::SecurityGroup"] = "GroupName",
  ["ECR::Repository"] = "RepositoryName",
  ["ElastiCache::CacheCluster"] = "ClusterName",
  ["ElasticLoadBalancing::LoadBalancer"] = "LoadBalancerName",
  ["ElasticLoadBalancingV2::LoadBalancer"] = "Name",
  ["ElasticLoadBalancingV2::TargetGroup"] = "Name",
  ["IAM::Group"] = "GroupName",
  ["IAM::ManagedPolicy"] = "ManagedPolicyName",
  ["IAM::Role"] = "RoleName",
  ["Kinesis::Stream"] = "Name",
  ["RDS::DBInstance"] = "DBInstanceIdentifier",
}

for kind, property in pairs(names) do
  bind "aws.named-resource" ("cloudformation:AWS::" .. kind) { name = { property, present = true } }
end

rule "aws-cloudformation-fixed-name" {
  title    = {
    en = "Resource has a fixed name that stands in the way of replacement",
    ja = "リソースに固定の名前が付けられており、置換を伴う更新ができない",
  },
  why      = {
    en = "An update that replaces the resource makes the new one first, which fails while the old one holds the name. "
      .. "The same template cannot be deployed twice either.",
    ja = "置換では新しいリソースを先に作成するため、古いリソースが同じ名前を使っていると更新に失敗する。"
      .. "同じテンプレートを2回配備することもできない。",
  },
  severity = "info",
  on       = "aws.named-resource",
  aka      = {
    "guard:static_name", "guard:static_alarmname", "guard:static_groupname", "guard:static_repositoryname",
    "guard:static_rolename", "guard:static_dbinstanceidentifier",
  },
  fix      = {
    en = "Leave the name out, so that CloudFormation makes a unique one.",
    ja = "名前を指定せず、CloudFormationに一意の名前を付けさせる。",
  },
  check    = function(r)
    if r.name then fail("name") end
  end,
}
