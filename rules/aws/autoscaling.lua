-- SPDX-License-Identifier: Apache-2.0
-- Auto Scaling groups. What they start is judged in ec2.lua.

model "aws.autoscaling.group" {
  label  = { en = "Auto Scaling group", ja = "Auto Scalingグループ" },
  fields = { zones = list, subnets = list, behind = flag, health = text, old_launch = flag },
}
bind "aws.autoscaling.group" "cloudformation:AWS::AutoScaling::AutoScalingGroup" {
  names      = "AutoScalingGroupName",
  zones      = "AvailabilityZones",
  subnets    = "VPCZoneIdentifier",
  behind     = { "LoadBalancerNames", "TargetGroupARNs", present = true },
  health     = { "HealthCheckType", default = "EC2" },
  old_launch = { "LaunchConfigurationName", present = true },
}

bind "aws.autoscaling.group" "terraform:aws_autoscaling_group" {
  with       = { attached = { "terraform:aws_autoscaling_attachment", by = "autoscaling_group_name" } },
  names      = "name",
  zones      = "availability_zones",
  subnets    = "vpc_zone_identifier",
  behind     = { "load_balancers", "target_group_arns", "traffic_source", "attached:autoscaling_group_name",
                 present = true },
  health     = { "health_check_type", default = "EC2" },
  old_launch = { "launch_configuration", present = true },
}

rule "aws-autoscaling-single-zone" {
  title    = {
    en = "Auto Scaling group uses one availability zone",
    ja = "Auto Scalingグループが単一のアベイラビリティーゾーンを使用している",
  },
  severity = "medium",
  on       = "aws.autoscaling.group",
  items    = { "muni-3:30" },
  fix      = {
    en = "Name subnets of two zones or more in VPCZoneIdentifier (Terraform: vpc_zone_identifier).",
    ja = "VPCZoneIdentifier（Terraform: vpc_zone_identifier）に2つ以上のゾーンのサブネットを指定する。",
  },
  check    = function(g)
    if g.subnets ~= nil then
      if #g.subnets == 1 then fail("subnets") end
    elseif g.zones ~= nil and #g.zones == 1 then
      fail("zones")
    end
  end,
}

rule "aws-autoscaling-no-load-balancer-health" {
  title    = {
    en = "Group behind a load balancer ignores the load balancer's health checks",
    ja = "ロードバランサー配下のグループが、ロードバランサーのヘルスチェックを使用していない",
  },
  severity = "low",
  on       = "aws.autoscaling.group",
  items    = { "muni-3:30" },
  fix      = {
    en = "Set HealthCheckType (Terraform: health_check_type) to ELB.",
    ja = "HealthCheckType（Terraform: health_check_type）をELBに設定する。",
  },
  check    = function(g)
    if not g.behind then return skip() end
    if not g.health:upper():has("ELB") then fail("health") end
  end,
}

rule "aws-autoscaling-launch-configuration" {
  title    = {
    en = "Auto Scaling group uses a launch configuration, which AWS no longer develops",
    ja = "Auto Scalingグループが、開発の終了した起動設定を使用している",
  },
  severity = "low",
  on       = "aws.autoscaling.group",
  aka      = { "checkov:CKV_AWS_315" },
  fix      = {
    en = "Use a launch template or a mixed instances policy in place of the launch configuration.",
    ja = "起動設定の代わりに起動テンプレートまたは混合インスタンスポリシーを使用する。",
  },
  check    = function(g)
    if g.old_launch then fail("old_launch") end
  end,
}
