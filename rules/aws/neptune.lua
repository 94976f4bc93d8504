-- SPDX-License-Identifier: Apache-2.0
-- Neptune clusters.

model "aws.neptune.cluster" {
  label  = { en = "Neptune cluster", ja = "Neptuneクラスター" },
  fields = {
    encrypted = flag, key = flag, logs = list, backup_days = number, deletion_protection = flag, iam_auth = flag,
    copied = flag,
  },
}
bind "aws.neptune.cluster" "cloudformation:AWS::Neptune::DBCluster" {
  names               = "DBClusterIdentifier",
  encrypted           = { "StorageEncrypted", default = false },
  key                 = { "KmsKeyId", present = true },
  logs                = "EnableCloudwatchLogsExports",
  backup_days         = { "BackupRetentionPeriod", default = 1 },
  deletion_protection = { "DeletionProtection", default = false },
  iam_auth            = { "IamAuthEnabled", default = false },
  copied              = { "SnapshotIdentifier", "SourceDBClusterIdentifier", present = true },
}

rule "aws-neptune-unencrypted" {
  title    = { en = "Neptune cluster is not encrypted", ja = "Neptuneクラスターが暗号化されていない" },
  severity = "high",
  on       = "aws.neptune.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_44", "trivy:AWS-0076" },
  fix      = {
    en = "Set StorageEncrypted to true; the cluster must be made anew.",
    ja = "StorageEncryptedをtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if c.encrypted then return end
    if c.copied then return skip() end          -- as its source
    fail("encrypted")
  end,
}

rule "aws-neptune-no-customer-key" {
  title    = {
    en = "Neptune cluster is not encrypted with a customer-managed key",
    ja = "Neptuneクラスターが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.neptune.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_347", "trivy:AWS-0128" },
  fix      = { en = "Set KmsKeyId to a key of your own.", ja = "KmsKeyIdに自ら管理する鍵を設定する。" },
  check    = function(c)
    if not c.key then fail("key") end
  end,
}

rule "aws-neptune-no-log-export" {
  title    = { en = "Neptune audit log is not exported", ja = "Neptuneの監査ログが出力されていない" },
  severity = "medium",
  on       = "aws.neptune.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_101", "trivy:AWS-0075" },
  fix      = {
    en = "List audit in EnableCloudwatchLogsExports.",
    ja = "EnableCloudwatchLogsExportsにauditを指定する。",
  },
  check    = function(c)
    if not includes(c.logs, "audit") then fail("logs") end
  end,
}

rule "aws-neptune-short-backup" {
  title    = { en = "Backups are kept for less than 7 days", ja = "バックアップの保持期間が7日未満" },
  severity = "medium",
  on       = "aws.neptune.cluster",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_AWS_361" },
  fix      = { en = "Set BackupRetentionPeriod to 7 or more.", ja = "BackupRetentionPeriodを7以上に設定する。" },
  check    = function(c)
    if c.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", c.backup_days }) end
  end,
}

rule "aws-neptune-no-iam-auth" {
  title    = {
    en = "Neptune answers queries without authentication (IAM authentication is off)",
    ja = "IAM認証が有効でなく、Neptuneが認証なしでクエリを受け付ける",
  },
  severity = "high",
  on       = "aws.neptune.cluster",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AWS_359" },
  fix      = { en = "Set IamAuthEnabled to true.", ja = "IamAuthEnabledをtrueに設定する。" },
  check    = function(c)
    if not c.iam_auth then fail("iam_auth") end
  end,
}

rule "aws-neptune-no-deletion-protection" {
  title    = { en = "Deletion protection is off", ja = "削除保護が有効でない" },
  severity = "low",
  on       = "aws.neptune.cluster",
  items    = { "muni-3:19" },
  fix      = { en = "Set DeletionProtection to true.", ja = "DeletionProtectionをtrueに設定する。" },
  check    = function(c)
    if not c.deletion_protection then fail("deletion_protection") end
  end,
}
