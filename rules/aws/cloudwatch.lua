-- SPDX-License-Identifier: Apache-2.0
-- CloudWatch alarms.

model "aws.cloudwatch.alarm" {
  label  = { en = "CloudWatch alarm", ja = "CloudWatchアラーム" },
  fields = { enabled = flag, actions = flag },
}

bind "aws.cloudwatch.alarm" "cloudformation:AWS::CloudWatch::Alarm" {
  enabled = { "ActionsEnabled", default = true },
  actions = { "AlarmActions", "OKActions", "InsufficientDataActions", present = true },
}

local terraform_alarm = {
  enabled = { "actions_enabled", default = true },
  actions = { "alarm_actions", "ok_actions", "insufficient_data_actions", present = true },
}
bind "aws.cloudwatch.alarm" "terraform:aws_cloudwatch_metric_alarm" (terraform_alarm)
bind "aws.cloudwatch.alarm" "terraform:aws_cloudwatch_composite_alarm" (terraform_alarm)

bind "aws.cloudwatch.alarm" "aws-config:AWS::CloudWatch::Alarm" {
  enabled = { "configuration.actionsEnabled", required = true },
  actions = { "configuration.alarmActions", present = true, required = true },
}

rule "aws-cloudwatch-alarm-muted" {
  title    = { en = "Actions of an alarm are switched off", ja = "アラームのアクションが無効になっている" },
  severity = "medium",
  on       = "aws.cloudwatch.alarm",
  aka      = { "checkov:CKV_AWS_319" },
  fix      = {
    en = "Set ActionsEnabled (Terraform: actions_enabled) to true.",
    ja = "ActionsEnabled（Terraform: actions_enabled）をtrueにする。",
  },
  check    = function(a)
    if not a.enabled then fail("enabled") end
  end,
}

rule "aws-cloudwatch-alarm-silent" {
  title    = { en = "Alarm tells nobody", ja = "アラームの通知先がない" },
  severity = "low",
  on       = "aws.cloudwatch.alarm",
  fix      = {
    en = "Name an SNS topic or another action in AlarmActions (Terraform: alarm_actions).",
    ja = "AlarmActions（Terraform: alarm_actions）にSNSトピックなどを指定する。",
  },
  check    = function(a)
    if not a.actions then fail("actions") end
  end,
}
