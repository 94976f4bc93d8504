-- SPDX-License-Identifier: Apache-2.0
-- EFS file systems.

model "aws.efs.file_system" {
  label  = { en = "EFS file system", ja = "EFSファイルシステム" },
  fields = { encrypted = flag, key = flag, backup = flag, selected = flag },
}
bind "aws.efs.file_system" "cloudformation:AWS::EFS::FileSystem" {
  with      = { selection = { "cloudformation:AWS::Backup::BackupSelection", by = "BackupSelection.Resources" } },
  encrypted = { "Encrypted", default = false },
  key       = { "KmsKeyId", present = true },
  backup    = { "BackupPolicy.Status", is = "ENABLED", default = false },
  selected  = { "selection:BackupSelection.Resources", present = true },
}
bind "aws.efs.file_system" "terraform:aws_efs_file_system" {
  with      = {
    policy    = { "terraform:aws_efs_backup_policy", by = "file_system_id" },
    selection = { "terraform:aws_backup_selection", by = "resources" },
  },
  encrypted = { "encrypted", default = false },
  key       = { "kms_key_id", present = true },
  backup    = { "policy:backup_policy[0].status", is = "ENABLED", default = false },
  selected  = { "selection:resources", present = true },
}

bind "aws.efs.file_system" "aws-config:AWS::EFS::FileSystem" {
  names     = "configuration.FileSystemId",
  encrypted = { "configuration.Encrypted", required = true },
  key       = { "configuration.KmsKeyId", present = true },
  backup    = { "configuration.BackupPolicy.Status", is = "ENABLED", required = true },
  selected  = { default = false },
}

model "aws.efs.access_point" {
  label  = { en = "EFS access point", ja = "EFSアクセスポイント" },
  fields = { path = text, user = flag },
}
bind "aws.efs.access_point" "cloudformation:AWS::EFS::AccessPoint" {
  path = { "RootDirectory.Path", default = "/" },
  user = { "PosixUser", present = true },
}

bind "aws.efs.access_point" "terraform:aws_efs_access_point" {
  path = { "root_directory[0].path", default = "/" },
  user = { "posix_user", present = true },
}

rule "aws-efs-unencrypted" {
  title    = { en = "EFS file system is not encrypted", ja = "EFSファイルシステムが暗号化されていない" },
  severity = "high",
  on       = "aws.efs.file_system",
  items    = { "cis-aws-3.0.0:2.4.1", "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_42", "trivy:AWS-0037", "guard:EFS_ENCRYPTED_CHECK" },
  fix      = {
    en = "Set Encrypted (Terraform: encrypted) to true; the file system must be made anew.",
    ja = "Encrypted（Terraform: encrypted）をtrueに設定する（ファイルシステムの再作成が必要）。",
  },
  check    = function(f)
    if not f.encrypted then fail("encrypted") end
  end,
}

rule "aws-efs-no-customer-key" {
  title    = {
    en = "EFS file system is not encrypted with a customer-managed key",
    ja = "EFSファイルシステムが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.efs.file_system",
  origins  = { "cloudformation", "terraform" },          -- AWS Config names the key, not whose it is
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_184" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(f)
    if f.key then return end
    if not f.encrypted then return skip() end           -- aws-efs-unencrypted says so
    fail("key")
  end,
}

rule "aws-efs-no-backup" {
  title    = { en = "Automatic backup of the file system is off", ja = "ファイルシステムの自動バックアップが有効になっていない" },
  severity = "medium",
  on       = "aws.efs.file_system",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "guard:EFS_RESOURCES_PROTECTED_BY_BACKUP_PLAN", "checkov:CKV2_AWS_18" },
  fix      = {
    en = "Set the status of BackupPolicy (Terraform: aws_efs_backup_policy) to ENABLED.",
    ja = "BackupPolicy（Terraform: aws_efs_backup_policy）のステータスをENABLEDに設定する。",
  },
  check    = function(f)
    if not f.backup and not f.selected then fail("backup") end
  end,
}

rule "aws-efs-access-point-root" {
  title    = {
    en = "Access point leads to the root of the file system",
    ja = "アクセスポイントがファイルシステムのルートを公開している",
  },
  severity = "medium",
  on       = "aws.efs.access_point",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:22" },
  aka      = { "checkov:CKV_AWS_329" },
  fix      = {
    en = "Set the path of RootDirectory (Terraform: root_directory) to the folder that the "
      .. "application needs.",
    ja = "RootDirectory（Terraform: root_directory）のパスにアプリケーションが必要とするフォルダーを設定する。",
  },
  check    = function(a)
    if a.path == "/" then fail("path") end
  end,
}

rule "aws-efs-access-point-no-user" {
  title    = {
    en = "Access point trusts the user number that the client names",
    ja = "アクセスポイントがクライアントの申告するユーザー番号を信用する",
  },
  severity = "medium",
  on       = "aws.efs.access_point",
  items    = { "ds200-2:3-6", "ds200-3:2-3" },
  refs     = { "cwe:290" },
  aka      = { "checkov:CKV_AWS_330" },
  fix      = {
    en = "Set PosixUser (Terraform: posix_user).",
    ja = "PosixUser（Terraform: posix_user）を設定する。",
  },
  check    = function(a)
    if not a.user then fail("user") end
  end,
}
