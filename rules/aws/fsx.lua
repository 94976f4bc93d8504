-- SPDX-License-Identifier: Apache-2.0
-- FSx file systems. Their storage is always encrypted; whose key it is and what is kept is up to the user.

model "aws.fsx.file_system" {
  label  = { en = "FSx file system", ja = "FSxファイルシステム" },
  fields = { type = text, scratch = flag, key = flag, backup_days = number },
}
local scratch <const> = { "SCRATCH_1", "SCRATCH_2" }

bind "aws.fsx.file_system" "cloudformation:AWS::FSx::FileSystem" {
  type        = "FileSystemType",
  scratch     = { "LustreConfiguration.DeploymentType", is = scratch, default = false },
  key         = { "KmsKeyId", present = true },
  backup_days = {
    "WindowsConfiguration.AutomaticBackupRetentionDays", "OntapConfiguration.AutomaticBackupRetentionDays",
    "OpenZFSConfiguration.AutomaticBackupRetentionDays", "LustreConfiguration.AutomaticBackupRetentionDays",
  },
}

local function terraform_fsx(kind, type, days)
  bind "aws.fsx.file_system" ("terraform:aws_fsx_" .. kind .. "_file_system") {
    type        = { default = type },
    scratch     = { default = false },
    key         = { "kms_key_id", present = true },
    backup_days = { "automatic_backup_retention_days", default = days },
  }
end
terraform_fsx("windows", "WINDOWS", 7)
terraform_fsx("ontap", "ONTAP", 0)
terraform_fsx("openzfs", "OPENZFS", 0)
bind "aws.fsx.file_system" "terraform:aws_fsx_lustre_file_system" {
  type        = { default = "LUSTRE" },
  scratch     = { "deployment_type", is = scratch, default = true },
  key         = { "kms_key_id", present = true },
  backup_days = { "automatic_backup_retention_days", default = 0 },
}

rule "aws-fsx-no-customer-key" {
  title    = {
    en = "FSx file system is not encrypted with a customer-managed key",
    ja = "FSxファイルシステムが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.fsx.file_system",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = {
    "checkov:CKV_AWS_203", "checkov:CKV_AWS_178", "checkov:CKV_AWS_179", "checkov:CKV_AWS_190",
  },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(f)
    if not f.key then fail("key") end
  end,
}

rule "aws-fsx-short-backup" {
  title    = { en = "FSx keeps automatic backups for less than 7 days", ja = "FSxの自動バックアップの保持期間が7日未満" },
  severity = "medium",
  on       = "aws.fsx.file_system",
  items    = { "ds200-2:7-8", "muni-3:41" },
  fix      = {
    en = "Set AutomaticBackupRetentionDays (Terraform: automatic_backup_retention_days) to 7 or "
      .. "more.",
    ja = "AutomaticBackupRetentionDays（Terraform: automatic_backup_retention_days）を7以上に設定する。",
  },
  check    = function(f)
    if f.scratch then return skip() end         -- has no backups
    if f.backup_days == nil then
      if f.type and f.type:upper() == "LUSTRE" then fail("backup_days") end      -- the others keep 30 days
    elseif f.backup_days < 7 then
      fail("backup_days", { en = "%s days", ja = "%s日", f.backup_days })
    end
  end,
}
