-- SPDX-License-Identifier: Apache-2.0
-- RDS: snapshots, backup plans, global clusters. The databases are in rds.lua.

model "aws.rds.cluster_snapshot" {
  label  = { en = "Snapshot of a database cluster", ja = "データベースクラスターのスナップショット" },
  fields = { encrypted = flag, cluster_encrypted = flag },
}
bind "aws.rds.cluster_snapshot" "terraform:aws_db_cluster_snapshot" {
  with              = { cluster = { "terraform:aws_rds_cluster", to = "db_cluster_identifier" } },
  encrypted         = { "storage_encrypted", default = false },
  cluster_encrypted = { "cluster:storage_encrypted", default = false },
}

model "aws.rds.snapshot_copy" {
  label  = { en = "Copy of a database snapshot or backup", ja = "データベースのスナップショットまたはバックアップのコピー" },
  fields = { key = flag },
}
for _, kind in ipairs { "aws_db_snapshot_copy", "aws_db_instance_automated_backups_replication" } do
  bind "aws.rds.snapshot_copy" ("terraform:" .. kind) { key = { "kms_key_id", present = true } }
end

model "aws.rds.global" {
  label  = { en = "Global database cluster", ja = "グローバルデータベースクラスター" },
  fields = { encrypted = flag, inherits = flag },
}
bind "aws.rds.global" "cloudformation:AWS::RDS::GlobalCluster" {
  encrypted = { "StorageEncrypted", default = false },
  inherits  = { "SourceDBClusterIdentifier", present = true },
}
bind "aws.rds.global" "terraform:aws_rds_global_cluster" {
  encrypted = { "storage_encrypted", default = false },
  inherits  = { "source_db_cluster_identifier", present = true },
}

model "aws.rds.backup_selection" {
  label  = { en = "Selection of a backup plan", ja = "バックアッププランのリソース割り当て" },
  fields = { resources = list },
}
bind "aws.rds.backup_selection" "cloudformation:AWS::Backup::BackupSelection" { resources = "BackupSelection.Resources" }
bind "aws.rds.backup_selection" "terraform:aws_backup_selection" { resources = "resources" }

rule "aws-rds-cluster-snapshot-unencrypted" {
  title    = {
    en = "Snapshot of a database cluster is not encrypted",
    ja = "データベースクラスターのスナップショットが暗号化されていない",
  },
  severity = "high",
  on       = "aws.rds.cluster_snapshot",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_146" },
  fix      = {
    en = "Encrypt the cluster (storage_encrypted); its snapshots are then encrypted as well.",
    ja = "クラスターを暗号化する（storage_encrypted）。スナップショットも暗号化される。",
  },
  check    = function(s)
    if not s.encrypted and not s.cluster_encrypted then fail("encrypted") end
  end,
}

rule "aws-rds-snapshot-copy-no-customer-key" {
  title    = {
    en = "Copy of a database snapshot or backup is not encrypted with a customer-managed key",
    ja = "データベースのスナップショットまたはバックアップのコピーが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "aws.rds.snapshot_copy",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AWS_266", "checkov:CKV_AWS_245" },
  fix      = { en = "Set kms_key_id to a key of your own.", ja = "kms_key_idに顧客管理の鍵を設定する。" },
  check    = function(c)
    if not c.key then fail("key") end
  end,
}

rule "aws-rds-global-unencrypted" {
  title    = {
    en = "Global database cluster is not encrypted",
    ja = "グローバルデータベースクラスターが暗号化されていない",
  },
  severity = "high",
  on       = "aws.rds.global",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AWS_140" },
  fix      = {
    en = "Set StorageEncrypted (Terraform: storage_encrypted) to true.",
    ja = "StorageEncrypted（Terraform: storage_encrypted）をtrueに設定する。",
  },
  check    = function(g)
    if g.encrypted then return end
    if g.inherits then return skip() end        -- as the cluster it is made from
    fail("encrypted")
  end,
}

local function selected_by_pattern()
  for _, s in ipairs(resources("aws.rds.backup_selection")) do
    local list = s.resources
    for i = 1, list and #list or 0 do
      local text = known(list, "[" .. i - 1 .. "]") and tostring(list[i]) or ""
      if text:has("*") and iam.covers(text, "arn:aws:rds:ap-northeast-1:000000000000:cluster:x") then return true end
    end
  end
  return false
end

rule "aws-rds-not-in-backup-plan" {
  title    = { en = "Database cluster is in no backup plan", ja = "データベースクラスターがバックアッププランの対象でない" },
  severity = "info",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV2_AWS_8" },
  fix      = {
    en = "Name the cluster in the resources of a backup selection of AWS Backup.",
    ja = "AWS Backupのリソース割り当てにクラスターを追加する。",
  },
  check    = function(d)
    if not d.cluster then return skip() end
    if not d.in_backup_plan and not selected_by_pattern() then fail("in_backup_plan") end
  end,
}

rule "aws-rds-no-tags-on-snapshots" {
  title    = {
    en = "Snapshots of the database do not get its tags",
    ja = "データベースのタグがスナップショットにコピーされない",
  },
  severity = "info",
  on       = "aws.rds.db",
  origins  = { "cloudformation", "terraform" },
  aka      = { "checkov:CKV2_AWS_60", "checkov:CKV_AWS_313" },
  fix      = {
    en = "Set CopyTagsToSnapshot (Terraform: copy_tags_to_snapshot) to true.",
    ja = "CopyTagsToSnapshot（Terraform: copy_tags_to_snapshot）をtrueに設定する。",
  },
  check    = function(d)
    if d.member then return skip() end
    if not d.copy_tags then fail("copy_tags") end
  end,
}
