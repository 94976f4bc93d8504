-- SPDX-License-Identifier: Apache-2.0
-- Neptune clusters.

model "aws.neptune.cluster" {
  label  = { en = "Neptune cluster", ja = "Neptuneクラスター" },
  fields = {
    encrypted = flag, key = flag, logs = list, backup_days = number, deletion_protection = flag, iam_auth = flag,
    copied = flag, copy_tags = flag,
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
  copy_tags           = { "CopyTagsToSnapshot", default = false },
}
bind "aws.neptune.cluster" "terraform:aws_neptune_cluster" {
  names               = "cluster_identifier",
  encrypted           = { "storage_encrypted", default = false },
  key                 = { "kms_key_arn", present = true },
  logs                = "enable_cloudwatch_logs_exports",
  backup_days         = { "backup_retention_period", default = 1 },
  deletion_protection = { "deletion_protection", default = false },
  iam_auth            = { "iam_database_authentication_enabled", default = false },
  copied              = { "snapshot_identifier", "replication_source_identifier", present = true },
  copy_tags           = { "copy_tags_to_snapshot", default = false },
}

model "aws.neptune.instance" {
  label  = { en = "Neptune instance", ja = "Neptuneインスタンス" },
  fields = { public = flag },
}
bind "aws.neptune.instance" "cloudformation:AWS::Neptune::DBInstance" { public = { "PubliclyAccessible", default = false } }
bind "aws.neptune.instance" "terraform:aws_neptune_cluster_instance" {
  public = { "publicly_accessible", default = false },
}

model "aws.neptune.snapshot" {
  label  = { en = "Neptune snapshot", ja = "Neptuneスナップショット" },
  fields = { encrypted = flag, cluster_encrypted = flag, key = flag },
}
bind "aws.neptune.snapshot" "terraform:aws_neptune_cluster_snapshot" {
  with              = { cluster = { "terraform:aws_neptune_cluster", to = "db_cluster_identifier" } },
  encrypted         = { "storage_encrypted", default = false },
  cluster_encrypted = { "cluster:storage_encrypted", default = false },
  key               = { "kms_key_id", "cluster:kms_key_arn", present = true },
}

rule "aws-neptune-unencrypted" {
  title    = { en = "Neptune cluster is not encrypted", ja = "Neptuneクラスターが暗号化されていない" },
  severity = "high",
  on       = "aws.neptune.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_44", "trivy:AWS-0076" },
  fix      = {
    en = "Set StorageEncrypted (Terraform: storage_encrypted) to true; the cluster must be made anew.",
    ja = "StorageEncrypted（Terraform: storage_encrypted）をtrueに設定する（クラスターの再作成が必要）。",
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
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_arn) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_arn）に顧客管理の鍵を設定する。",
  },
  check    = function(c)
    if c.key then return end
    if not c.encrypted then return skip() end           -- aws-neptune-unencrypted says so
    fail("key")
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
    en = "List audit in EnableCloudwatchLogsExports (Terraform: enable_cloudwatch_logs_exports).",
    ja = "EnableCloudwatchLogsExports（Terraform: enable_cloudwatch_logs_exports）にauditを指定する。",
  },
  check    = function(c)
    if not includes(c.logs, "audit") then fail("logs") end
  end,
}

rule "aws-neptune-short-backup" {
  title    = { en = "Neptune keeps backups for less than 7 days", ja = "Neptuneのバックアップの保持期間が7日未満" },
  severity = "low",
  on       = "aws.neptune.cluster",
  aka      = { "checkov:CKV_AWS_361" },
  fix      = {
    en = "Set BackupRetentionPeriod (Terraform: backup_retention_period) to 7 or more.",
    ja = "BackupRetentionPeriod（Terraform: backup_retention_period）を7以上に設定する。",
  },
  check    = function(c)
    if c.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", c.backup_days }) end
  end,
}

rule "aws-neptune-no-iam-auth" {
  title    = {
    en = "Neptune answers queries without authentication (IAM authentication is off)",
    ja = "IAM認証が無効で、Neptuneが認証なしでクエリを受け付ける",
  },
  severity = "high",
  on       = "aws.neptune.cluster",
  items    = { "ds200-3:2-1", "ds200-2:4-4", "muni-3:17" },
  refs     = { "cwe:306" },
  aka      = { "checkov:CKV_AWS_359" },
  fix      = {
    en = "Set IamAuthEnabled (Terraform: iam_database_authentication_enabled) to true.",
    ja = "IamAuthEnabled（Terraform: iam_database_authentication_enabled）をtrueに設定する。",
  },
  check    = function(c)
    if not c.iam_auth then fail("iam_auth") end
  end,
}

rule "aws-neptune-no-deletion-protection" {
  title    = { en = "Deletion protection of a Neptune cluster is off", ja = "Neptuneクラスターの削除保護が有効になっていない" },
  severity = "low",
  on       = "aws.neptune.cluster",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV2_AWS_58" },
  fix      = {
    en = "Set DeletionProtection (Terraform: deletion_protection) to true.",
    ja = "DeletionProtection（Terraform: deletion_protection）をtrueに設定する。",
  },
  check    = function(c)
    if not c.deletion_protection then fail("deletion_protection") end
  end,
}

rule "aws-neptune-no-tags-on-snapshots" {
  title    = {
    en = "Snapshots of the Neptune cluster do not get its tags",
    ja = "Neptuneクラスターのタグがスナップショットにコピーされない",
  },
  severity = "info",
  on       = "aws.neptune.cluster",
  aka      = { "checkov:CKV_AWS_362" },
  fix      = {
    en = "Set CopyTagsToSnapshot (Terraform: copy_tags_to_snapshot) to true.",
    ja = "CopyTagsToSnapshot（Terraform: copy_tags_to_snapshot）をtrueに設定する。",
  },
  check    = function(c)
    if not c.copy_tags then fail("copy_tags") end
  end,
}

rule "aws-neptune-public" {
  title    = { en = "Neptune instance has a public address", ja = "Neptuneインスタンスがパブリックアクセス可能になっている" },
  severity = "high",
  on       = "aws.neptune.instance",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AWS_102" },
  fix      = {
    en = "Set PubliclyAccessible (Terraform: publicly_accessible) to false.",
    ja = "PubliclyAccessible（Terraform: publicly_accessible）をfalseに設定する。",
  },
  check    = function(i)
    if i.public then fail("public") end
  end,
}

rule "aws-neptune-snapshot-unencrypted" {
  title    = { en = "Neptune snapshot is not encrypted", ja = "Neptuneスナップショットが暗号化されていない" },
  severity = "high",
  on       = "aws.neptune.snapshot",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_279" },
  fix      = {
    en = "Encrypt the cluster (storage_encrypted); its snapshots are then encrypted as well.",
    ja = "クラスターを暗号化する（storage_encrypted）。スナップショットも暗号化される。",
  },
  check    = function(s)
    if not s.encrypted and not s.cluster_encrypted then fail("encrypted") end
  end,
}

rule "aws-neptune-snapshot-no-customer-key" {
  title    = {
    en = "Neptune snapshot is not encrypted with a customer-managed key",
    ja = "Neptuneスナップショットが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.neptune.snapshot",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_280" },
  fix      = {
    en = "Set kms_key_arn of the cluster to a key of your own.",
    ja = "クラスターのkms_key_arnに顧客管理の鍵を設定する。",
  },
  check    = function(s)
    if not s.key then fail("key") end
  end,
}
