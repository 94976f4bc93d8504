-- SPDX-License-Identifier: Apache-2.0
-- Athena workgroups and databases.

model "aws.athena.workgroup" {
  label  = { en = "Athena workgroup", ja = "Athenaワークグループ" },
  fields = { enforced = flag, encryption = flag, managed = flag },
}

bind "aws.athena.workgroup" "cloudformation:AWS::Athena::WorkGroup" {
  enforced   = { "WorkGroupConfiguration.EnforceWorkGroupConfiguration", default = true },
  encryption = { "WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption",
                 present = true },
  managed    = { "WorkGroupConfiguration.ManagedQueryResultsConfiguration.Enabled", default = false },
}

bind "aws.athena.workgroup" "aws-config:AWS::Athena::WorkGroup" {
  enforced   = { "configuration.WorkGroupConfiguration.EnforceWorkGroupConfiguration", required = true },
  encryption = {
    "configuration.WorkGroupConfiguration.ResultConfiguration.EncryptionConfiguration.EncryptionOption", present = true,
  },
  managed    = { "configuration.WorkGroupConfiguration.ManagedQueryResultsConfiguration.Enabled", default = false },
}

bind "aws.athena.workgroup" "terraform:aws_athena_workgroup" {
  enforced   = { "configuration[0].enforce_workgroup_configuration", default = true },
  encryption = { "configuration[0].result_configuration[0].encryption_configuration[0].encryption_option",
                 present = true },
  managed    = { "configuration[0].managed_query_results_configuration[0].enabled", default = false },
}

model "aws.athena.database" {
  label  = { en = "Athena database", ja = "Athenaデータベース" },
  fields = { encryption = flag },
}

bind "aws.athena.database" "terraform:aws_athena_database" {
  encryption = { "encryption_configuration[0].encryption_option", present = true },
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
    en = "Set EnforceWorkGroupConfiguration (Terraform: enforce_workgroup_configuration) to true.",
    ja = "EnforceWorkGroupConfiguration（Terraform: enforce_workgroup_configuration）をtrueにする。",
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
    en = "Set EncryptionOption (Terraform: encryption_option) of the result configuration to "
      .. "SSE_KMS.",
    ja = "結果の設定でEncryptionOption（Terraform: encryption_option）をSSE_KMSにする。",
  },
  check    = function(w)
    if not w.encryption and not w.managed then fail("encryption") end      -- Athena encrypts results it manages
  end,
}

rule "aws-athena-database-encryption" {
  title    = {
    en = "Statements of an Athena database leave unencrypted results",
    ja = "Athenaデータベースの結果が暗号化されない",
  },
  severity = "medium",
  on       = "aws.athena.database",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "trivy:AWS-0006", "checkov:CKV_AWS_77" },
  fix      = {
    en = "Add encryption_configuration with encryption_option SSE_KMS.",
    ja = "encryption_configurationを追加し、encryption_optionをSSE_KMSにする。",
  },
  check    = function(d)
    if not d.encryption then fail("encryption") end
  end,
}
