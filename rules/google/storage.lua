-- SPDX-License-Identifier: Apache-2.0
-- Cloud Storage: who may reach buckets, how they are encrypted, what is kept and logged.
local google = lib "google"

model "google.storage.bucket" {
  label  = { en = "Cloud Storage bucket", ja = "Cloud Storageバケット" },
  fields = {
    name = text,
    uniform_access = flag,          -- access control lists are off
    prevention = text,              -- public access prevention: "enforced" or "inherited"
    versioned = flag, retention = flag, retention_locked = flag,
    log_bucket = text, logged = flag,
    is_log_target = flag,           -- another bucket of the unit writes its logs here
    customer_key = flag,
  },
}

bind "google.storage.bucket" "terraform:google_storage_bucket" {
  with             = { sources = { "terraform:google_storage_bucket", by = "logging[0].log_bucket" } },
  names            = "name",
  name             = "name",
  uniform_access   = { "uniform_bucket_level_access", "bucket_policy_only", default = false },
  prevention       = { "public_access_prevention", default = "inherited" },
  versioned        = { "versioning[0].enabled", default = false },
  retention        = { "retention_policy", present = true },
  retention_locked = { "retention_policy[0].is_locked", default = false },
  log_bucket       = "logging[0].log_bucket",
  logged           = { "logging[0].log_bucket", present = true },
  is_log_target    = { "sources:logging[0].log_bucket", present = true },
  customer_key     = { "encryption[0].default_kms_key_name", present = true },
}

model "google.storage.grant" {
  label  = { en = "IAM grant on a Cloud Storage bucket", ja = "Cloud StorageバケットのIAM権限" },
  fields = { role = text, member = text, members = list, of_registry = flag },
}
for _, kind in ipairs(google.grants("storage_bucket", "storage_managed_folder")) do
  bind "google.storage.grant" (kind) {
    with        = { registry = { "terraform:google_container_registry", to = "bucket" } },
    role        = google.grant.role,
    member      = google.grant.member,
    members     = google.grant.members,
    of_registry = { "registry:", present = true },
  }
end

-- Entries of access control lists: "READER:allUsers", a single entity, or a canned list.
model "google.storage.acl" {
  label  = { en = "Cloud Storage access control list", ja = "Cloud Storageのアクセス制御リスト" },
  fields = { canned = text, entries = list },
}
bind "google.storage.acl" "terraform:google_storage_bucket_acl" { canned = "predefined_acl", entries = "role_entity" }
bind "google.storage.acl" "terraform:google_storage_object_acl" { canned = "predefined_acl", entries = "role_entity" }
bind "google.storage.acl" "terraform:google_storage_default_object_acl" {
  canned = { default = "" }, entries = "role_entity",
}
for _, name in ipairs({ "bucket", "object", "default_object" }) do
  bind "google.storage.acl" ("terraform:google_storage_" .. name .. "_access_control") {
    canned = { default = "" }, entries = "entity",
  }
end

local no_public <const> = google.no_public()

-- ---- access -------------------------------------------------------------------------------------------------

rule "google-storage-bucket-public" {
  title    = {
    en = "Everyone can reach the Cloud Storage bucket",
    ja = "Cloud Storageバケットに誰でもアクセスできる",
  },
  severity = "high",
  on       = "google.storage.grant",
  items    = { "cis-gcp-2.0.0:5.1", "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_28", "trivy:GCP-0001" },
  fix      = {
    en = "Grant the role to named users, groups or service accounts in place of allUsers and allAuthenticatedUsers.",
    ja = "allUsersとallAuthenticatedUsersをやめ、特定のユーザー、グループ、サービスアカウントに付与する。",
  },
  check    = function(g)
    if known(g, "of_registry") and g.of_registry then return skip() end    -- said by google-container-registry-public
    no_public(g)
  end,
}

rule "google-storage-acl-public" {
  title    = {
    en = "Access control list of Cloud Storage lets everyone in",
    ja = "Cloud Storageのアクセス制御リストが全員にアクセスを許可している",
  },
  severity = "high",
  on       = "google.storage.acl",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Remove allUsers, allAuthenticatedUsers and predefined_acl values that begin with public or authenticated.",
    ja = "allUsers、allAuthenticatedUsersと、publicやauthenticatedで始まるpredefined_aclを外す。",
  },
  check    = function(a)
    for e in each(a.entries) do
      if e:ends("allUsers") or e:ends("allAuthenticatedUsers") then
        return fail("entries", { en = "%s", ja = "%s", e })
      end
    end
    if re.test(a.canned or "", "^(public|authenticated)") then fail("canned") end
  end,
}

rule "google-storage-no-uniform-access" {
  title    = {
    en = "Cloud Storage bucket does not use uniform access",
    ja = "Cloud Storageバケットで均一なバケットレベルのアクセスが有効になっていない",
  },
  severity = "medium",
  on       = "google.storage.bucket",
  items    = { "cis-gcp-2.0.0:5.2", "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_29", "trivy:GCP-0002" },
  why      = {
    en = "With access control lists a single object can be public although the bucket's grants look right.",
    ja = "アクセス制御リストが有効だと、バケットの権限が適切でも個々のオブジェクトが公開されうる。",
  },
  fix      = {
    en = "Set uniform_bucket_level_access to true.",
    ja = "uniform_bucket_level_accessをtrueに設定する。",
  },
  check    = function(b)
    if not b.uniform_access then fail("uniform_access") end
  end,
}

rule "google-storage-public-access-not-prevented" {
  title    = {
    en = "Public access to the Cloud Storage bucket is not prevented",
    ja = "Cloud Storageバケットで公開アクセスの防止が有効になっていない",
  },
  severity = "low",
  on       = "google.storage.bucket",
  items    = { "ds200-2:4-4", "ds200-3:8-3" },
  aka      = { "checkov:CKV_GCP_114" },
  fix      = {
    en = "Set public_access_prevention to \"enforced\".",
    ja = "public_access_preventionを\"enforced\"に設定する。",
  },
  check    = function(b)
    if b.prevention ~= "enforced" then fail("prevention") end
  end,
}

-- ---- encryption ---------------------------------------------------------------------------------------------

rule "google-storage-no-customer-key" {
  title    = {
    en = "Cloud Storage bucket is not encrypted with a customer-managed key",
    ja = "Cloud Storageバケットが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.storage.bucket",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "trivy:GCP-0066" },
  fix      = {
    en = "Set default_kms_key_name in an encryption block.",
    ja = "encryptionブロックのdefault_kms_key_nameを設定する。",
  },
  check    = function(b)
    if not b.customer_key then fail("customer_key") end
  end,
}

-- ---- logs and recovery --------------------------------------------------------------------------------------

rule "google-storage-no-access-log" {
  title    = {
    en = "Access to the Cloud Storage bucket is not logged",
    ja = "Cloud Storageバケットのアクセスログが取得されていない",
  },
  severity = "medium",
  on       = "google.storage.bucket",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_GCP_62", "trivy:GCP-0077" },
  fix      = {
    en = "Add a logging block with log_bucket.",
    ja = "loggingブロックを追加し、log_bucketを設定する。",
  },
  check    = function(b)
    if b.logged then return end
    if b.is_log_target then return skip() end       -- a bucket of logs need not log itself
    fail("logged")
  end,
}

rule "google-storage-logs-to-itself" {
  title    = {
    en = "Cloud Storage bucket writes its access log to itself",
    ja = "Cloud Storageバケットのアクセスログが自分自身に保存される",
  },
  severity = "low",
  on       = "google.storage.bucket",
  items    = { "ds200-2:3-7", "muni-3:23" },
  aka      = { "checkov:CKV_GCP_63" },
  fix      = { en = "Name another bucket in log_bucket.", ja = "log_bucketに別のバケットを指定する。" },
  check    = function(b)
    if not b.logged then return skip() end
    if includes(b.log_bucket, b.name) then fail("log_bucket") end
  end,
}

rule "google-storage-not-versioned" {
  title    = {
    en = "Cloud Storage bucket keeps no earlier versions of its objects",
    ja = "Cloud Storageバケットのバージョニングが有効になっていない",
  },
  severity = "medium",
  on       = "google.storage.bucket",
  items    = { "ds200-2:7-8", "muni-3:41" },
  aka      = { "checkov:CKV_GCP_78", "trivy:GCP-0078" },
  fix      = {
    en = "Add a versioning block with enabled = true.",
    ja = "versioningブロックでenabled = trueを設定する。",
  },
  check    = function(b)
    if b.versioned then return end
    if b.retention then return skip() end           -- Cloud Storage refuses both together
    fail("versioned")
  end,
}

rule "google-storage-retention-not-locked" {
  title    = {
    en = "Retention policy of the bucket can be shortened or removed",
    ja = "Cloud Storageバケットの保持ポリシーがロックされていない",
  },
  severity = "info",
  on       = "google.storage.bucket",
  items    = { "muni-3:19" },
  why      = {
    en = "Until it is locked, whoever may change the bucket may also end the retention and delete what it protects.",
    ja = "ロックするまでは、バケットを変更できる者が保持を解除し、保護対象を削除できる。",
  },
  fix      = {
    en = "Set is_locked to true in retention_policy; it cannot be undone.",
    ja = "retention_policyのis_lockedをtrueに設定する（元に戻せない）。",
  },
  check    = function(b)
    if not b.retention then return skip() end
    if not b.retention_locked then fail("retention_locked") end
  end,
}
