-- SPDX-License-Identifier: Apache-2.0
-- AWS Backup vaults.

model "aws.backup.vault" {
  label  = { en = "Backup vault", ja = "バックアップボールト" },
  fields = { key = flag, lock = flag },
}
bind "aws.backup.vault" "cloudformation:AWS::Backup::BackupVault" {
  names = "BackupVaultName",
  key   = { "EncryptionKeyArn", present = true },
  lock  = { "LockConfiguration.MinRetentionDays", present = true },
}

bind "aws.backup.vault" "terraform:aws_backup_vault" {
  with  = { lock = { "terraform:aws_backup_vault_lock_configuration", by = "backup_vault_name" } },
  names = "name",
  key   = { "kms_key_arn", present = true },
  lock  = { "lock:min_retention_days", present = true },
}

rule "aws-backup-vault-no-customer-key" {
  title    = {
    en = "Backup vault is not encrypted with a customer-managed key",
    ja = "バックアップボールトが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.backup.vault",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_166" },
  fix      = {
    en = "Set EncryptionKeyArn (Terraform: kms_key_arn) to a key of your own.",
    ja = "EncryptionKeyArn（Terraform: kms_key_arn）に顧客管理の鍵を設定する。",
  },
  check    = function(v)
    if not v.key then fail("key") end
  end,
}

rule "aws-backup-vault-no-lock" {
  title    = { en = "Backups of the vault can be deleted early", ja = "ボールトのバックアップが期限前に削除できる" },
  severity = "low",
  on       = "aws.backup.vault",
  items    = { "muni-3:19" },
  why      = {
    en = "Whoever takes over the account deletes the backups before asking for a ransom.",
    ja = "アカウントを乗っ取った攻撃者は、身代金を要求する前にバックアップを削除する。",
  },
  fix      = {
    en = "Set LockConfiguration with MinRetentionDays (Terraform: "
      .. "aws_backup_vault_lock_configuration).",
    ja = "LockConfigurationにMinRetentionDaysを設定する（Terraform: aws_backup_vault_lock_configuration）。",
  },
  check    = function(v)
    if not v.lock then fail("lock") end
  end,
}
