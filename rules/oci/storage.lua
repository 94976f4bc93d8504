-- SPDX-License-Identifier: Apache-2.0
-- Oracle Cloud storage: buckets, block and boot volumes, file systems.

model "oci.storage.bucket" {
  label  = { en = "Object Storage bucket", ja = "オブジェクトストレージのバケット" },
  fields = { access = text, versioned = flag, events = flag, customer_key = flag },
}
bind "oci.storage.bucket" "terraform:oci_objectstorage_bucket" {
  access       = { "access_type", default = "NoPublicAccess" },
  versioned    = { "versioning", is = "Enabled", default = false },
  events       = { "object_events_enabled", default = false },
  customer_key = { "kms_key_id", present = true },
}

model "oci.storage.volume" {
  label  = { en = "OCI volume", ja = "OCIボリューム" },
  fields = { customer_key = flag, backup = flag, backed_up_elsewhere = flag },
}
for _, name in ipairs({ "volume", "boot_volume" }) do
  bind "oci.storage.volume" ("terraform:oci_core_" .. name) {
    with                = {
      policies = { "terraform:oci_core_volume_backup_policy_assignment", by = "asset_id" },
    },
    customer_key        = { "kms_key_id", present = true },
    backup              = { "backup_policy_id", present = true },
    backed_up_elsewhere = { "policies:policy_id", present = true },
  }
end

model "oci.storage.file_system" {
  label  = { en = "OCI file system", ja = "OCIファイルシステム" },
  fields = { customer_key = flag },
}
bind "oci.storage.file_system" "terraform:oci_file_storage_file_system" {
  customer_key = { "kms_key_id", present = true },
}

local own_key <const> = { "ds200-2:4-4", "muni-3:38" }
local set_key <const> = { en = "Set kms_key_id.", ja = "kms_key_idを設定する。" }

rule "oci-bucket-public" {
  title    = { en = "OCI bucket is public", ja = "OCIのバケットが公開されている" },
  severity = "high",
  on       = "oci.storage.bucket",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_OCI_10" },
  fix      = {
    en = "Set access_type to \"NoPublicAccess\".",
    ja = "access_typeを\"NoPublicAccess\"に設定する。",
  },
  check    = function(b)
    if b.access ~= "NoPublicAccess" then fail("access") end
  end,
}

rule "oci-bucket-not-versioned" {
  title    = {
    en = "OCI bucket keeps no earlier versions of its objects",
    ja = "OCIのバケットのバージョニングが有効になっていない",
  },
  severity = "medium",
  on       = "oci.storage.bucket",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_OCI_8" },
  fix      = { en = "Set versioning to \"Enabled\".", ja = "versioningを\"Enabled\"に設定する。" },
  check    = function(b)
    if not b.versioned then fail("versioned") end
  end,
}

rule "oci-bucket-no-events" {
  title    = {
    en = "Changes of objects in the OCI bucket raise no events",
    ja = "OCIのバケットでオブジェクトの変更イベントが発行されない",
  },
  severity = "info",
  on       = "oci.storage.bucket",
  aka      = { "checkov:CKV_OCI_7" },
  fix      = { en = "Set object_events_enabled to true.", ja = "object_events_enabledをtrueに設定する。" },
  check    = function(b)
    if not b.events then fail("events") end
  end,
}

rule "oci-bucket-no-customer-key" {
  title    = {
    en = "OCI bucket is not encrypted with a customer-managed key",
    ja = "OCIのバケットが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "oci.storage.bucket",
  items    = own_key,
  aka      = { "checkov:CKV_OCI_9" },
  fix      = set_key,
  check    = function(b)
    if not b.customer_key then fail("customer_key") end
  end,
}

rule "oci-volume-no-customer-key" {
  title    = {
    en = "OCI volume is not encrypted with a customer-managed key",
    ja = "OCIボリュームが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "oci.storage.volume",
  items    = own_key,
  aka      = { "checkov:CKV_OCI_3" },
  fix      = set_key,
  check    = function(v)
    if not v.customer_key then fail("customer_key") end
  end,
}

rule "oci-volume-no-backup" {
  title    = { en = "OCI volume is not backed up", ja = "OCIボリュームにバックアップポリシーが割り当てられていない" },
  severity = "medium",
  on       = "oci.storage.volume",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_OCI_2" },
  fix      = {
    en = "Assign a policy with oci_core_volume_backup_policy_assignment (or backup_policy_id).",
    ja = "oci_core_volume_backup_policy_assignment（またはbackup_policy_id）でポリシーを割り当てる。",
  },
  check    = function(v)
    if not v.backup and not v.backed_up_elsewhere then fail("backup") end
  end,
}

rule "oci-file-system-no-customer-key" {
  title    = {
    en = "OCI file system is not encrypted with a customer-managed key",
    ja = "OCIファイルシステムが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "oci.storage.file_system",
  items    = own_key,
  aka      = { "checkov:CKV_OCI_15" },
  fix      = set_key,
  check    = function(f)
    if not f.customer_key then fail("customer_key") end
  end,
}
