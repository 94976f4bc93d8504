-- SPDX-License-Identifier: Apache-2.0
-- Athena workgroups.

model "aws.athena.workgroup" {
  label  = { en = "Athena workgroup", ja = "Athenaワークグループ" },
  fields = { enforced = flag, encryption = flag },
}

bind "aws.athena.workgroup" "cloudformation:AWS::Athena::WorkGroup" {
  enforced   = { "WorkGroupConfiguration.EnforceWorkGroupConfiguration", default = true },
  encryption = { "WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
                 "WorkGroupConfiguration.ManagedQueryResultsConfiguration.Enabled", present = true },
}

bind "aws.athena.workgroup" "aws-config:AWS::Athena::WorkGroup" {
  enforced   = { "configuration.WorkGroupConfiguration.EnforceWorkGroupConfiguration", required = true },
  encryption = {
    "configuration.WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
    "configuration.WorkGroupConfiguration.ManagedQueryResultsConfiguration.Enabled", present = true,
  },
}

rule "aws-athena-unenforced" {
  title    = {
    en = "Clients may override the settings of an Athena workgroup",
    ja = "Athenaワークグループの設定をクライアントが上書きできる",
  },
  severity = "medium",
  on       = "aws.athena.workgroup",
  items    = { "ds200-2:4-4" },
  aka      = { "trivy:AWS-0007", "checkov:CKV_AWS_82" },
  fix      = {
    en = "Set WorkGroupConfiguration.EnforceWorkGroupConfiguration to true.",
    ja = "WorkGroupConfiguration.EnforceWorkGroupConfigurationをtrueにする。",
  },
  check    = function(w)
    if not w.enforced then fail("enforced") end
  end,
}

rule "aws-athena-results-encryption" {
  title    = {
    en = "Athena workgroup does not ask for encrypted results",
    ja = "Athenaワークグループの結果の暗号化が設定されていない",
  },
  severity = "medium",
  on       = "aws.athena.workgroup",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0006", "checkov:CKV_AWS_159" },
  fix      = {
    en = "Set ResultConfiguration.EncryptionConfiguration.EncryptionOption to SSE_KMS.",
    ja = "ResultConfiguration.EncryptionConfiguration.EncryptionOptionをSSE_KMSにする。",
  },
  check    = function(w)
    if not w.encryption then fail("encryption") end
  end,
}
