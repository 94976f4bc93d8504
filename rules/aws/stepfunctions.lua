-- SPDX-License-Identifier: Apache-2.0
-- Step Functions state machines.

model "aws.stepfunctions.machine" {
  label  = { en = "state machine", ja = "ステートマシン" },
  fields = { level = text, tracing = flag },
}

bind "aws.stepfunctions.machine" "cloudformation:AWS::StepFunctions::StateMachine" {
  level   = { "LoggingConfiguration.Level", default = "OFF" },
  tracing = { "TracingConfiguration.Enabled", default = false },
}

bind "aws.stepfunctions.machine" "terraform:aws_sfn_state_machine" {
  level   = { "logging_configuration[0].level", default = "OFF" },
  tracing = { "tracing_configuration[0].enabled", default = false },
}

bind "aws.stepfunctions.machine" "aws-config:AWS::StepFunctions::StateMachine" {
  level   = { "configuration.LoggingConfiguration.Level", default = "OFF" },
  tracing = { "configuration.TracingConfiguration.Enabled", default = false },
}

rule "aws-stepfunctions-logs" {
  title    = {
    en = "State machine does not log its executions",
    ja = "ステートマシンの実行ログが有効になっていない",
  },
  severity = "medium",
  on       = "aws.stepfunctions.machine",
  items    = { "ds200-2:3-7", "ds200-3:6-1" },
  refs     = { "cwe:778" },
  aka      = { "trivy:AWS-0119", "checkov:CKV_AWS_285" },
  fix      = {
    en = "Set Level in LoggingConfiguration to ERROR or ALL with a log group in Destinations (Terraform: "
      .. "level and log_destination in logging_configuration).",
    ja = "LoggingConfigurationのLevelをERRORまたはALLにし、"
      .. "Destinationsにロググループを指定する（Terraform: logging_configurationのlevelとlog_destination）。",
  },
  check    = function(m)
    if m.level == "OFF" then fail("level") end
  end,
}

rule "aws-stepfunctions-tracing" {
  title    = { en = "State machine is not traced", ja = "ステートマシンのX-Rayトレースが有効になっていない" },
  severity = "info",
  on       = "aws.stepfunctions.machine",
  aka      = { "trivy:AWS-0117", "checkov:CKV_AWS_284" },
  fix      = {
    en = "Set TracingConfiguration.Enabled (Terraform: tracing_configuration.enabled) to true.",
    ja = "TracingConfiguration.Enabled（Terraform: tracing_configuration.enabled）をtrueにする。",
  },
  check    = function(m)
    if not m.tracing then fail("tracing") end
  end,
}
