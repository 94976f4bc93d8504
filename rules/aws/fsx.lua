-- SPDX-License-Identifier: Apache-2.0
-- FSx file systems. Their storage is always encrypted; whose key it is and what is kept is up to the user.

model "aws.fsx.file_system" {
  label  = { en = "FSx file system", ja = "FSxファイルシステム" },
  fields = { type = text, key = flag, backup_days = number },
}
bind "aws.fsx.file_system" "cloudformation:AWS::FSx::FileSystem" {
  type        = "FileSystemType",
  key         = { "KmsKeyId", present = true },
  backup_days = {
    "WindowsConfiguration.AutomaticBackupRetentionDays", "OntapConfiguration.AutomaticBackupRetentionDays",
    "OpenZFSConfiguration.AutomaticBackupRetentionDays", "LustreConfiguration.AutomaticBackupRetentionDays",
  },
}

rule "aws-fsx-no-customer-key" {
  title    = {
    en = "FSx file system is not encrypted with a customer-managed key",
    ja = "FSxファイルシステムが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.fsx.file_system",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_203" },
  fix      = { en = "Set KmsKeyId to a key of your own.", ja = "KmsKeyIdに自ら管理する鍵を設定する。" },
  check    = function(f)
    if not f.key then fail("key") end
  end,
}

rule "aws-fsx-short-backup" {
  title    = { en = "Automatic backups are kept for less than 7 days", ja = "自動バックアップの保持期間が7日未満" },
  severity = "medium",
  on       = "aws.fsx.file_system",
  items    = { "ds200-2:7-8", "muni-3:41" },
  fix      = {
    en = "Set AutomaticBackupRetentionDays to 7 or more.",
    ja = "AutomaticBackupRetentionDaysを7以上に設定する。",
  },
  check    = function(f)
    if f.backup_days == nil then
      if f.type and f.type:upper() == "LUSTRE" then fail("backup_days") end      -- the others keep 30 days
    elseif f.backup_days < 7 then
      fail("backup_days", { en = "%s days", ja = "%s日", f.backup_days })
    end
  end,
}
