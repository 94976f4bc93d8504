-- SPDX-License-Identifier: Apache-2.0
-- DocumentDB clusters and their parameter groups.
local password = lib "password"

model "aws.docdb.cluster" {
  label  = { en = "DocumentDB cluster", ja = "DocumentDBクラスター" },
  fields = {
    encrypted = flag, key = flag, logs = list, backup_days = number, deletion_protection = flag, password = text,
    copied = flag,
  },
}
bind "aws.docdb.cluster" "cloudformation:AWS::DocDB::DBCluster" {
  names               = "DBClusterIdentifier",
  encrypted           = { "StorageEncrypted", default = false },
  key                 = { "KmsKeyId", present = true },
  logs                = "EnableCloudwatchLogsExports",
  backup_days         = { "BackupRetentionPeriod", default = 1 },
  deletion_protection = { "DeletionProtection", default = false },
  password            = "MasterUserPassword",
  copied              = { "SnapshotIdentifier", "SourceDBClusterIdentifier", present = true },
}

bind "aws.docdb.cluster" "terraform:aws_docdb_cluster" {
  names               = "cluster_identifier",
  encrypted           = { "storage_encrypted", default = false },
  key                 = { "kms_key_id", present = true },
  logs                = "enabled_cloudwatch_logs_exports",
  backup_days         = { "backup_retention_period", default = 1 },
  deletion_protection = { "deletion_protection", default = false },
  password            = "master_password",
  copied              = { "snapshot_identifier", "restore_to_point_in_time", present = true },
}

model "aws.docdb.global_cluster" {
  label  = { en = "DocumentDB global cluster", ja = "DocumentDBグローバルクラスター" },
  fields = { encrypted = flag, copied = flag },
}
bind "aws.docdb.global_cluster" "cloudformation:AWS::DocDB::GlobalCluster" {
  encrypted = { "StorageEncrypted", default = false },
  copied    = { "SourceDBClusterIdentifier", present = true },
}
bind "aws.docdb.global_cluster" "terraform:aws_docdb_global_cluster" {
  encrypted = { "storage_encrypted", default = false },
  copied    = { "source_db_cluster_identifier", present = true },
}

model "aws.docdb.parameter_group" {
  label  = { en = "DocumentDB parameter group", ja = "DocumentDBパラメーターグループ" },
  fields = { audit = text, tls = text },
}
bind "aws.docdb.parameter_group" "cloudformation:AWS::DocDB::DBClusterParameterGroup" {
  names = "Name",
  audit = { "Parameters.audit_logs", default = "disabled" },
  tls   = { "Parameters.tls", default = "enabled" },
}

bind "aws.docdb.parameter_group" "terraform:aws_docdb_cluster_parameter_group" {
  names = "name",
  audit = { "parameter[name=audit_logs].value", default = "disabled" },
  tls   = { "parameter[name=tls].value", default = "enabled" },
}

rule "aws-docdb-unencrypted" {
  title    = { en = "DocumentDB cluster is not encrypted", ja = "DocumentDBクラスターが暗号化されていない" },
  severity = "high",
  on       = "aws.docdb.cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_74", "trivy:AWS-0021" },
  fix      = {
    en = "Set StorageEncrypted (Terraform: storage_encrypted) to true; the cluster must be made "
      .. "anew.",
    ja = "StorageEncrypted（Terraform: storage_encrypted）をtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if c.encrypted then return end
    if c.copied then return skip() end          -- as its source
    fail("encrypted")
  end,
}

rule "aws-docdb-no-customer-key" {
  title    = {
    en = "DocumentDB cluster is not encrypted with a customer-managed key",
    ja = "DocumentDBクラスターが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.docdb.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_182", "trivy:AWS-0022" },
  fix      = {
    en = "Set KmsKeyId (Terraform: kms_key_id) to a key of your own.",
    ja = "KmsKeyId（Terraform: kms_key_id）に顧客管理の鍵を設定する。",
  },
  check    = function(c)
    if not c.key then fail("key") end
  end,
}

rule "aws-docdb-no-log-export" {
  title    = {
    en = "DocumentDB logs are not exported to CloudWatch Logs",
    ja = "DocumentDBのログがCloudWatch Logsに出力されていない",
  },
  severity = "medium",
  on       = "aws.docdb.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_85", "trivy:AWS-0020" },
  fix      = {
    en = "List audit and profiler in EnableCloudwatchLogsExports (Terraform: "
      .. "enabled_cloudwatch_logs_exports).",
    ja = "EnableCloudwatchLogsExports"
      .. "（Terraform: enabled_cloudwatch_logs_exports）にauditとprofilerを指定する。",
  },
  check    = function(c)
    if not includes(c.logs, "audit") and not includes(c.logs, "profiler") then fail("logs") end
  end,
}

rule "aws-docdb-short-backup" {
  title    = { en = "DocumentDB keeps backups for less than 7 days", ja = "DocumentDBのバックアップの保持期間が7日未満" },
  severity = "low",
  on       = "aws.docdb.cluster",
  aka      = { "checkov:CKV_AWS_360" },
  fix      = {
    en = "Set BackupRetentionPeriod (Terraform: backup_retention_period) to 7 or more.",
    ja = "BackupRetentionPeriod（Terraform: backup_retention_period）を7以上に設定する。",
  },
  check    = function(c)
    if c.backup_days < 7 then fail("backup_days", { en = "%s days", ja = "%s日", c.backup_days }) end
  end,
}

rule "aws-docdb-no-deletion-protection" {
  title    = { en = "Deletion protection of a DocumentDB cluster is off", ja = "DocumentDBクラスターの削除保護が有効になっていない" },
  severity = "low",
  on       = "aws.docdb.cluster",
  items    = { "muni-3:19" },
  fix      = {
    en = "Set DeletionProtection (Terraform: deletion_protection) to true.",
    ja = "DeletionProtection（Terraform: deletion_protection）をtrueに設定する。",
  },
  check    = function(c)
    if not c.deletion_protection then fail("deletion_protection") end
  end,
}

rule "aws-docdb-password-literal" {
  title    = { en = "Master password of DocumentDB is written in the code", ja = "DocumentDBのマスターパスワードがコードに直接書かれている" },
  severity = "critical",
  on       = "aws.docdb.cluster",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Refer to a secret ({{resolve:secretsmanager:...}}, Terraform: "
      .. "manage_master_user_password) and change the password.",
    ja = "シークレット（{{resolve:secretsmanager:...}}、Terraform: manage_master_user_password）を使用し、"
      .. "パスワードを変更する。",
  },
  check    = password.literal("password"),
}

rule "aws-docdb-no-audit" {
  title    = { en = "Audit log of DocumentDB is off", ja = "DocumentDBの監査ログが有効になっていない" },
  severity = "medium",
  on       = "aws.docdb.parameter_group",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AWS_104" },
  fix      = {
    en = "Set the parameter audit_logs to enabled.",
    ja = "パラメーターaudit_logsをenabledに設定する。",
  },
  check    = function(g)
    if includes({ "disabled", "none" }, g.audit:lower()) then fail("audit") end
  end,
}

rule "aws-docdb-no-tls" {
  title    = { en = "DocumentDB accepts connections without TLS", ja = "DocumentDBがTLSなしの接続を受け付ける" },
  severity = "high",
  on       = "aws.docdb.parameter_group",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AWS_90" },
  fix      = { en = "Set the parameter tls to enabled.", ja = "パラメーターtlsをenabledに設定する。" },
  check    = function(g)
    if g.tls:lower() == "disabled" then fail("tls") end
  end,
}

rule "aws-docdb-global-unencrypted" {
  title    = {
    en = "DocumentDB global cluster is not encrypted",
    ja = "DocumentDBグローバルクラスターが暗号化されていない",
  },
  severity = "high",
  on       = "aws.docdb.global_cluster",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_292" },
  fix      = {
    en = "Set StorageEncrypted (Terraform: storage_encrypted) to true.",
    ja = "StorageEncrypted（Terraform: storage_encrypted）をtrueに設定する。",
  },
  check    = function(c)
    if c.encrypted then return end
    if c.copied then return skip() end          -- as its source
    fail("encrypted")
  end,
}
