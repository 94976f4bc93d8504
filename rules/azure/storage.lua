-- SPDX-License-Identifier: Apache-2.0
-- Azure Storage: accounts, their firewalls and keys, blob containers, file sync.

model "azure.storage.account" {
  label  = { en = "Storage account", ja = "ストレージアカウント" },
  fields = {
    kind = text,                -- "StorageV2", "Storage", "BlobStorage", "BlockBlobStorage", "FileStorage"
    tier = text, replication = text,
    https_only = flag, min_tls = text,                      -- "1.0" to "1.3"
    public_network = flag, public_blobs = flag, default_action = text, bypass = list,
    shared_keys = flag, sas_period = text, cross_tenant = flag,
    customer_key = flag, double_encryption = flag,
    blob_days = number,         -- how long deleted blobs are kept; absent when they are not
    container_days = number, versions = flag,
    log_read = flag, log_write = flag, log_delete = flag,   -- of the queue service
  },
}

bind "azure.storage.account" "terraform:azurerm_storage_account" {
  with              = {
    rules         = { "terraform:azurerm_storage_account_network_rules", by = "storage_account_id" },
    rules_by_name = { "terraform:azurerm_storage_account_network_rules", by = "storage_account_name" },
    keys          = { "terraform:azurerm_storage_account_customer_managed_key", by = "storage_account_id" },
    queues        = { "terraform:azurerm_storage_account_queue_properties", by = "storage_account_id" },
  },
  names             = "name",
  kind              = { "account_kind", default = "StorageV2" },
  tier              = { "account_tier", default = "Standard" },
  replication       = "account_replication_type",
  https_only        = { "https_traffic_only_enabled", "enable_https_traffic_only", default = true },
  min_tls           = {
    "min_tls_version", default = "1.2",
    map = { TLS1_0 = "1.0", TLS1_1 = "1.1", TLS1_2 = "1.2", TLS1_3 = "1.3" },
  },
  public_network    = { "public_network_access_enabled", default = true },
  public_blobs      = { "allow_nested_items_to_be_public", "allow_blob_public_access", default = true },
  default_action    = {
    "network_rules[0].default_action", "rules:default_action", "rules_by_name:default_action",
    default = "Allow",
  },
  bypass            = {
    "network_rules[0].bypass", "rules:bypass", "rules_by_name:bypass", default = { "AzureServices" },
  },
  shared_keys       = { "shared_access_key_enabled", default = true },
  sas_period        = "sas_policy[0].expiration_period",
  cross_tenant      = "cross_tenant_replication_enabled",       -- by default true up to provider 3, then false
  customer_key      = {
    "customer_managed_key[0].key_vault_key_id", "customer_managed_key[0].managed_hsm_key_id",
    "keys:key_vault_key_id", "keys:key_vault_id", "keys:key_vault_uri", "keys:managed_hsm_key_id",
    present = true,
  },
  double_encryption = { "infrastructure_encryption_enabled", default = false },
  blob_days         = function(r)
    local kept = get(r, "blob_properties[0].delete_retention_policy[0]")
    if kept then return get(kept, "days") or 7 end
  end,
  container_days    = function(r)
    local kept = get(r, "blob_properties[0].container_delete_retention_policy[0]")
    if kept then return get(kept, "days") or 7 end
  end,
  versions          = { "blob_properties[0].versioning_enabled", default = false },
  log_read          = { "queue_properties[0].logging[0].read", "queues:logging[0].read", default = false },
  log_write         = { "queue_properties[0].logging[0].write", "queues:logging[0].write", default = false },
  log_delete        = { "queue_properties[0].logging[0].delete", "queues:logging[0].delete", default = false },
}

model "azure.storage.container" {
  label  = { en = "Blob container", ja = "BLOBコンテナー" },
  fields = { access = text, account_public = flag },
}

bind "azure.storage.container" "terraform:azurerm_storage_container" {
  with           = {
    account         = { "terraform:azurerm_storage_account", to = "storage_account_id" },
    account_by_name = { "terraform:azurerm_storage_account", to = "storage_account_name" },
  },
  access         = { "container_access_type", default = "private" },
  account_public = {
    "account:allow_nested_items_to_be_public", "account_by_name:allow_nested_items_to_be_public",
    "account:allow_blob_public_access", "account_by_name:allow_blob_public_access", default = true,
  },
}

model "azure.storage.sync" {
  label  = { en = "Storage sync service", ja = "ストレージ同期サービス" },
  fields = { traffic = text },
}

bind "azure.storage.sync" "terraform:azurerm_storage_sync" {
  traffic = { "incoming_traffic_policy", default = "AllowAllTraffic" },
}

-- ---- transport ----------------------------------------------------------------------------------

rule "azure-storage-plain-http" {
  title    = {
    en = "Storage account accepts plain HTTP",
    ja = "ストレージアカウントが平文のHTTPを受け付ける",
  },
  severity = "high",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-2.0.0:3.1", "cis-azure-3.0.0:4.1" },
  refs     = { "cwe:319" },
  aka      = { "checkov:CKV_AZURE_3", "trivy:AZU-0008", "trivy:AZU-0059" },
  fix      = {
    en = "Set https_traffic_only_enabled to true (enable_https_traffic_only before provider 4).",
    ja = "https_traffic_only_enabled（プロバイダー4より前はenable_https_traffic_only）をtrueに設定する。",
  },
  check    = function(a)
    if not a.https_only then fail("https_only") end
  end,
}

rule "azure-storage-old-tls" {
  title    = {
    en = "Storage account accepts TLS older than 1.2",
    ja = "ストレージアカウントがTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22", "cis-azure-2.0.0:3.15", "cis-azure-3.0.0:4.15" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_44", "trivy:AZU-0011", "trivy:AZU-0059" },
  fix      = { en = "Set min_tls_version to TLS1_2.", ja = "min_tls_versionをTLS1_2に設定する。" },
  check    = function(a)
    if version.compare(a.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}

-- ---- who may reach it ---------------------------------------------------------------------------

rule "azure-storage-public-network" {
  title    = {
    en = "Storage account can be reached from public networks",
    ja = "ストレージアカウントへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_59" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(a)
    if a.public_network then fail("public_network") end
  end,
}

rule "azure-storage-firewall-open" {
  title    = {
    en = "Storage account lets every network in",
    ja = "ストレージアカウントのファイアウォールが全ネットワークを許可している",
  },
  severity = "high",
  on       = "azure.storage.account",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16", "cis-azure-2.0.0:3.8", "cis-azure-3.0.0:4.7" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_35", "trivy:AZU-0012" },
  fix      = {
    en = "Set default_action to Deny in network_rules and list the networks that need access.",
    ja = "network_rulesのdefault_actionをDenyとし、必要なネットワークだけを許可する。",
  },
  check    = function(a)
    if a.public_network and a.default_action:lower() ~= "deny" then fail("default_action") end
  end,
}

rule "azure-storage-trusted-services-blocked" {
  title    = {
    en = "Storage firewall shuts out trusted Azure services",
    ja = "ストレージのファイアウォールが信頼されたAzureサービスを遮断している",
  },
  why      = {
    en = "Backup, logging and monitoring of Azure itself can then not reach the account.",
    ja = "Azure自身のバックアップ、ログ、監視がアカウントに到達できなくなる。",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "cis-azure-2.0.0:3.9", "cis-azure-3.0.0:4.8" },
  aka      = { "checkov:CKV_AZURE_36", "trivy:AZU-0010" },
  fix      = { en = "Add AzureServices to bypass.", ja = "bypassにAzureServicesを追加する。" },
  check    = function(a)
    if a.default_action:lower() ~= "deny" then return skip() end
    if not includes(a.bypass, "AzureServices") then fail("bypass") end
  end,
}

rule "azure-storage-blobs-may-be-public" {
  title    = {
    en = "Containers of the storage account can be made public",
    ja = "ストレージアカウントでコンテナーの匿名公開が許可されている",
  },
  severity = "medium",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4", "ds200-3:8-3", "cis-azure-2.0.0:3.7" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_190", "trivy:AZU-0007" },
  fix      = {
    en = "Set allow_nested_items_to_be_public to false.",
    ja = "allow_nested_items_to_be_publicをfalseに設定する。",
  },
  check    = function(a)
    if a.kind == "FileStorage" then return skip() end
    if a.public_blobs then fail("public_blobs") end
  end,
}

rule "azure-storage-container-public" {
  title    = { en = "Everyone can read the blob container", ja = "BLOBコンテナーを誰でも閲覧できる" },
  severity = "high",
  on       = "azure.storage.container",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:17", "cis-azure-2.0.0:3.7" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_34", "trivy:AZU-0007" },
  fix      = {
    en = "Set container_access_type to private and hand out access by role.",
    ja = "container_access_typeをprivateとし、アクセスはロールで許可する。",
  },
  check    = function(c)
    if c.access:lower() ~= "private" and c.account_public then fail("access") end
  end,
}

rule "azure-storage-shared-keys" {
  title    = {
    en = "Storage account can be used with its shared keys",
    ja = "ストレージアカウントで共有キーによるアクセスが許可されている",
  },
  severity = "medium",
  on       = "azure.storage.account",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AZURE_40" },
  why      = {
    en = "A shared key opens everything and does not tell who used it.",
    ja = "共有キーはすべての操作を許可し、誰が使ったのかを記録に残さない。",
  },
  fix      = {
    en = "Set shared_access_key_enabled to false and grant roles of Microsoft Entra ID.",
    ja = "shared_access_key_enabledをfalseとし、Microsoft Entra IDのロールで許可する。",
  },
  check    = function(a)
    if a.shared_keys then fail("shared_keys") end
  end,
}

rule "azure-storage-sas-no-expiry" {
  title    = {
    en = "Storage account sets no limit on the life of shared access signatures",
    ja = "Shared Access Signatureの有効期間の上限が設定されていない",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV2_AZURE_41" },
  fix      = {
    en = "Set expiration_period in sas_policy, or turn shared keys off.",
    ja = "sas_policyのexpiration_periodを設定するか、共有キーを無効にする。",
  },
  check    = function(a)
    if not a.shared_keys then return end
    if a.sas_period == nil or a.sas_period:trim() == "" then fail("sas_period") end
  end,
}

rule "azure-storage-cross-tenant-replication" {
  title    = {
    en = "Objects can be replicated to storage accounts of other tenants",
    ja = "他のテナントのストレージアカウントへのオブジェクトレプリケーションが許可されている",
  },
  severity = "medium",
  on       = "azure.storage.account",
  items    = { "ds200-3:2-3", "ds200-2:4-4" },
  fix      = {
    en = "Set cross_tenant_replication_enabled to false.",
    ja = "cross_tenant_replication_enabledをfalseに設定する。",
  },
  check    = function(a)
    if a.cross_tenant then fail("cross_tenant") end
  end,
}

rule "azure-storage-sync-public" {
  title    = {
    en = "Storage sync service can be reached from public networks",
    ja = "ストレージ同期サービスがパブリックネットワークからの接続を許可している",
  },
  severity = "medium",
  on       = "azure.storage.sync",
  items    = { "ds200-2:3-2", "ds200-3:2-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_64" },
  fix      = {
    en = "Set incoming_traffic_policy to AllowVirtualNetworksOnly.",
    ja = "incoming_traffic_policyをAllowVirtualNetworksOnlyに設定する。",
  },
  check    = function(s)
    if s.traffic:lower() ~= "allowvirtualnetworksonly" then fail("traffic") end
  end,
}

-- ---- data ---------------------------------------------------------------------------------------

rule "azure-storage-no-customer-key" {
  title    = {
    en = "Storage account is not encrypted with a customer-managed key",
    ja = "ストレージアカウントが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4", "muni-3:38", "cis-azure-2.0.0:3.12", "cis-azure-3.0.0:4.11" },
  aka      = { "checkov:CKV2_AZURE_1", "trivy:AZU-0060" },
  fix      = {
    en = "Set customer_managed_key, or azurerm_storage_account_customer_managed_key.",
    ja = "customer_managed_keyまたはazurerm_storage_account_customer_managed_keyを設定する。",
  },
  check    = function(a)
    if not a.customer_key then fail("customer_key") end
  end,
}

rule "azure-storage-no-double-encryption" {
  title    = {
    en = "Storage account has no infrastructure encryption",
    ja = "ストレージアカウントのインフラストラクチャ暗号化が有効になっていない",
  },
  severity = "info",
  on       = "azure.storage.account",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set infrastructure_encryption_enabled to true; the account must be made anew.",
    ja = "infrastructure_encryption_enabledをtrueに設定する（アカウントの再作成が必要）。",
  },
  check    = function(a)
    if not a.double_encryption then fail("double_encryption") end
  end,
}

rule "azure-storage-local-copies-only" {
  title    = {
    en = "Storage account keeps all copies in one data centre",
    ja = "ストレージアカウントの全コピーが単一のデータセンターに置かれている",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_206" },
  fix      = {
    en = "Set account_replication_type to ZRS, GRS or GZRS.",
    ja = "account_replication_typeをZRS、GRS、GZRSのいずれかに設定する。",
  },
  check    = function(a)
    if a.replication == nil then return skip() end
    if a.replication:upper() == "LRS" then fail("replication") end
  end,
}

local function keeps_deleted(field)
  return function(a)
    if a.kind == "FileStorage" then return skip() end
    if a[field] == nil or a[field] < 1 then fail(field) end
  end
end

rule "azure-storage-no-soft-delete" {
  title    = {
    en = "Deleted blobs cannot be brought back",
    ja = "BLOBの論理的な削除が有効になっていない",
  },
  severity = "medium",
  on       = "azure.storage.account",
  items    = { "ds200-2:7-8", "muni-3:19", "cis-azure-2.0.0:3.11", "cis-azure-3.0.0:4.10" },
  aka      = { "checkov:CKV2_AZURE_38", "trivy:AZU-0056" },
  fix      = {
    en = "Add delete_retention_policy to blob_properties.",
    ja = "blob_propertiesにdelete_retention_policyを追加する。",
  },
  check    = keeps_deleted("blob_days"),
}

rule "azure-storage-no-container-soft-delete" {
  title    = {
    en = "Deleted blob containers cannot be brought back",
    ja = "BLOBコンテナーの論理的な削除が有効になっていない",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "ds200-2:7-8", "muni-3:19", "cis-azure-2.0.0:3.11", "cis-azure-3.0.0:4.10" },
  fix      = {
    en = "Add container_delete_retention_policy to blob_properties.",
    ja = "blob_propertiesにcontainer_delete_retention_policyを追加する。",
  },
  check    = keeps_deleted("container_days"),
}

rule "azure-storage-no-versions" {
  title    = {
    en = "Storage account keeps no old versions of blobs",
    ja = "BLOBのバージョン管理が有効になっていない",
  },
  severity = "info",
  on       = "azure.storage.account",
  items    = { "ds200-2:7-8" },
  fix      = {
    en = "Set versioning_enabled to true in blob_properties.",
    ja = "blob_propertiesのversioning_enabledをtrueに設定する。",
  },
  check    = function(a)
    if a.kind == "FileStorage" then return skip() end
    if not a.versions then fail("versions") end
  end,
}

rule "azure-storage-queue-not-logged" {
  title    = {
    en = "Requests to the queue service are not logged",
    ja = "ストレージキューへの読み取り、書き込み、削除のログが取得されていない",
  },
  severity = "low",
  on       = "azure.storage.account",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_33", "trivy:AZU-0009", "trivy:AZU-0057" },
  fix      = {
    en = "Set read, write and delete to true in the logging block of queue_properties.",
    ja = "queue_propertiesのloggingブロックでread、write、deleteをtrueに設定する。",
  },
  check    = function(a)
    local queues = includes({ "Storage", "StorageV2" }, a.kind) and a.tier ~= "Premium"
    if not queues then return end
    for _, field in ipairs { "log_read", "log_write", "log_delete" } do
      if not a[field] then return fail(field) end
    end
  end,
}
