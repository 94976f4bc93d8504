-- SPDX-License-Identifier: Apache-2.0
-- Spanner and Bigtable: encryption and protection against deletion.

model "google.spanner.database" {
  label  = { en = "Spanner database", ja = "Spannerデータベース" },
  fields = { customer_key = flag, deletion_protection = flag, drop_protection = flag },
}
bind "google.spanner.database" "terraform:google_spanner_database" {
  customer_key        = { "encryption_config", present = true },
  deletion_protection = { "deletion_protection", default = true },
  drop_protection     = { "enable_drop_protection", default = false },
}

model "google.bigtable.instance" {
  label  = { en = "Bigtable instance", ja = "Bigtableインスタンス" },
  fields = { clusters = list, deletion_protection = flag },
}
bind "google.bigtable.instance" "terraform:google_bigtable_instance" {
  clusters            = "cluster",
  deletion_protection = { "deletion_protection", default = true },
}

rule "google-spanner-no-customer-key" {
  title    = {
    en = "Spanner database is not encrypted with a customer-managed key",
    ja = "Spannerデータベースが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.spanner.database",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_93" },
  fix      = {
    en = "Set kms_key_name in encryption_config.",
    ja = "encryption_configのkms_key_nameを設定する。",
  },
  check    = function(d)
    if not d.customer_key then fail("customer_key") end
  end,
}

rule "google-spanner-no-deletion-protection" {
  title    = {
    en = "Spanner database can be destroyed by Terraform",
    ja = "Spannerデータベースの削除保護が無効になっている",
  },
  severity = "low",
  on       = "google.spanner.database",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_GCP_119" },
  fix      = {
    en = "Remove deletion_protection = false; true is the default.",
    ja = "deletion_protection = falseを外す（既定はtrue）。",
  },
  check    = function(d)
    if not d.deletion_protection then fail("deletion_protection") end
  end,
}

rule "google-spanner-no-drop-protection" {
  title    = {
    en = "Spanner database can be dropped by mistake",
    ja = "Spannerデータベースの削除の防止（ドロップ保護）が有効になっていない",
  },
  severity = "low",
  on       = "google.spanner.database",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_GCP_120" },
  fix      = { en = "Set enable_drop_protection to true.", ja = "enable_drop_protectionをtrueに設定する。" },
  check    = function(d)
    if not d.drop_protection then fail("drop_protection") end
  end,
}

rule "google-bigtable-no-customer-key" {
  title    = {
    en = "Bigtable cluster is not encrypted with a customer-managed key",
    ja = "Bigtableクラスターが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.bigtable.instance",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_GCP_85" },
  fix      = { en = "Set kms_key_name in every cluster block.", ja = "全clusterブロックでkms_key_nameを設定する。" },
  check    = function(i)
    for c in each(i.clusters) do
      if known(c, "kms_key_name") and (c.kms_key_name or "") == "" then fail(c) end
    end
  end,
}

rule "google-bigtable-no-deletion-protection" {
  title    = {
    en = "Bigtable instance can be destroyed by Terraform",
    ja = "Bigtableインスタンスの削除保護が無効になっている",
  },
  severity = "low",
  on       = "google.bigtable.instance",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_GCP_122" },
  fix      = {
    en = "Remove deletion_protection = false; true is the default.",
    ja = "deletion_protection = falseを外す（既定はtrue）。",
  },
  check    = function(i)
    if not i.deletion_protection then fail("deletion_protection") end
  end,
}
