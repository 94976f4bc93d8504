-- SPDX-License-Identifier: Apache-2.0
-- AWS Config: recorders and aggregators.

model "aws.config.recorder" {
  label  = { en = "AWS Config recorder", ja = "AWS Configのレコーダー" },
  fields = { strategy = text, everything = flag, global = flag, running = flag },
}

bind "aws.config.recorder" "cloudformation:AWS::Config::ConfigurationRecorder" {
  strategy   = "RecordingGroup.RecordingStrategy.UseOnly",
  everything = { "RecordingGroup.AllSupported", default = true },
  global     = { "RecordingGroup.IncludeGlobalResourceTypes", default = false },
}

bind "aws.config.recorder" "terraform:aws_config_configuration_recorder" {
  with       = { status = { "terraform:aws_config_configuration_recorder_status", by = "name" } },
  names      = "name",
  strategy   = "recording_group[0].recording_strategy[0].use_only",
  everything = { "recording_group[0].all_supported", default = true },
  global     = { "recording_group[0].include_global_resource_types", default = false },
  running    = "status:is_enabled",
}

bind "aws.config.recorder" "aws-config:AWS::Config::ConfigurationRecorder" {
  strategy   = { "configuration.RecordingGroup.RecordingStrategy.UseOnly",
                 "configuration.recordingGroup.recordingStrategy.useOnly" },
  everything = { "configuration.RecordingGroup.AllSupported", "configuration.recordingGroup.allSupported",
                 required = true },
  global     = { "configuration.RecordingGroup.IncludeGlobalResourceTypes",
                 "configuration.recordingGroup.includeGlobalResourceTypes", required = true },
}

model "aws.config.aggregator" {
  label  = { en = "AWS Config aggregator", ja = "AWS Configのアグリゲーター" },
  fields = { accounts = flag, organization = flag },
}

bind "aws.config.aggregator" "cloudformation:AWS::Config::ConfigurationAggregator" {
  accounts     = { "AccountAggregationSources[0].AllAwsRegions", default = false },
  organization = { "OrganizationAggregationSource.AllAwsRegions", default = false },
}

bind "aws.config.aggregator" "terraform:aws_config_configuration_aggregator" {
  accounts     = { "account_aggregation_source[0].all_regions", default = false },
  organization = { "organization_aggregation_source[0].all_regions", default = false },
}

rule "aws-config-partial-recording" {
  title    = {
    en = "AWS Config records some resource types only",
    ja = "AWS Configが一部のリソースしか記録しない",
  },
  severity = "medium",
  on       = "aws.config.recorder",
  items    = { "ds200-2:7-1", "ds200-3:4-1", "cis-aws-3.0.0:3.3" },
  aka      = { "checkov:CKV2_AWS_45" },
  fix      = {
    en = "Set AllSupported and IncludeGlobalResourceTypes (Terraform: all_supported, "
      .. "include_global_resource_types) to true.",
    ja = "AllSupportedとIncludeGlobalResourceTypes"
      .. "（Terraform: all_supportedとinclude_global_resource_types）をtrueにする。",
  },
  check    = function(r)
    if r.strategy == "ALL_SUPPORTED_RESOURCE_TYPES" then
      if not r.global then fail("global") end
    elseif r.strategy ~= nil then
      fail("strategy")
    elseif not r.everything then
      fail("everything")
    elseif not r.global then
      fail("global")
    end
  end,
}

rule "aws-config-aggregator-regions" {
  title    = {
    en = "AWS Config aggregator leaves regions out",
    ja = "AWS Configのアグリゲーターが全リージョンを集約しない",
  },
  severity = "medium",
  on       = "aws.config.aggregator",
  items    = { "ds200-2:7-1", "ds200-3:4-1" },
  aka      = { "trivy:AWS-0019", "checkov:CKV_AWS_121" },
  fix      = {
    en = "Set AllAwsRegions (Terraform: all_regions) to true in the source of accounts or of the "
      .. "organisation.",
    ja = "アカウントまたは組織の集約元でAllAwsRegions（Terraform: all_regions）をtrueにする。",
  },
  check    = function(a)
    if a.accounts then return end
    if not a.organization then fail("organization") end
  end,
}

rule "aws-config-recorder-stopped" {
  title    = { en = "AWS Config recorder is switched off", ja = "AWS Configのレコーダーが停止している" },
  severity = "high",
  on       = "aws.config.recorder",
  origins  = { "terraform" },
  items    = { "ds200-2:7-1", "ds200-3:4-1", "cis-aws-3.0.0:3.3" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AWS_45" },
  fix      = {
    en = "Set is_enabled of aws_config_configuration_recorder_status to true.",
    ja = "aws_config_configuration_recorder_statusのis_enabledをtrueにする。",
  },
  check    = function(r)
    if r.running == false then fail("running") end
  end,
}
