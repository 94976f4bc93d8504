-- SPDX-License-Identifier: Apache-2.0
-- Azure Cosmos DB.

model "azure.cosmosdb.account" {
  label  = { en = "Cosmos DB account", ja = "Cosmos DBアカウント" },
  fields = {
    kind = text, public_network = flag, networks = flag, ranges = list, local_auth_off = flag,
    key_writes = flag, customer_key = flag, min_tls = text,
  },
}

bind "azure.cosmosdb.account" "terraform:azurerm_cosmosdb_account" {
  names          = "name",
  kind           = { "kind", default = "GlobalDocumentDB" },
  public_network = { "public_network_access_enabled", default = true },
  networks       = { "is_virtual_network_filter_enabled", default = false },
  ranges         = "ip_range_filter",
  local_auth_off = { "local_authentication_disabled", default = false },
  key_writes     = { "access_key_metadata_writes_enabled", default = true },
  customer_key   = { "key_vault_key_id", "managed_hsm_key_id", present = true },
  min_tls        = {
    "minimal_tls_version", default = "1.2", map = { Tls = "1.0", Tls11 = "1.1", Tls12 = "1.2" },
  },
}

rule "azure-cosmosdb-public-network" {
  title    = {
    en = "Cosmos DB account can be reached from public networks",
    ja = "Cosmos DBアカウントへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_101" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(a)
    if a.public_network then fail("public_network") end
  end,
}

rule "azure-cosmosdb-firewall-open" {
  title    = {
    en = "Cosmos DB account lets every network in",
    ja = "Cosmos DBアカウントが全ネットワークからの接続を許可している",
  },
  severity = "high",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_99" },
  fix      = {
    en = "Set ip_range_filter, or is_virtual_network_filter_enabled with virtual_network_rule.",
    ja = "ip_range_filter、またはis_virtual_network_filter_enabledとvirtual_network_ruleを設定する。",
  },
  check    = function(a)
    if not a.public_network or a.networks then return end
    if a.ranges == nil or #a.ranges == 0 or a.ranges[1] == "" then fail("ranges") end
  end,
}

rule "azure-cosmosdb-local-auth" {
  title    = {
    en = "Cosmos DB account can be used with its keys",
    ja = "Cosmos DBアカウントでキーによる認証が許可されている",
  },
  severity = "medium",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_140" },
  fix      = {
    en = "Set local_authentication_disabled to true and grant roles of Microsoft Entra ID.",
    ja = "local_authentication_disabledをtrueとし、Microsoft Entra IDのロールで許可する。",
  },
  check    = function(a)
    if a.kind ~= "GlobalDocumentDB" then return skip() end      -- other interfaces know keys only
    if not a.local_auth_off then fail("local_auth_off") end
  end,
}

rule "azure-cosmosdb-key-writes" {
  title    = {
    en = "Keys of the Cosmos DB account can change its databases and settings",
    ja = "Cosmos DBアカウントのキーでデータベースや設定の変更ができる",
  },
  severity = "low",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-3:2-3", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_132" },
  fix      = {
    en = "Set access_key_metadata_writes_enabled to false.",
    ja = "access_key_metadata_writes_enabledをfalseに設定する。",
  },
  check    = function(a)
    if a.key_writes then fail("key_writes") end
  end,
}

rule "azure-cosmosdb-no-customer-key" {
  title    = {
    en = "Cosmos DB account is not encrypted with a customer-managed key",
    ja = "Cosmos DBアカウントが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_100" },
  fix      = { en = "Set key_vault_key_id.", ja = "key_vault_key_idを設定する。" },
  check    = function(a)
    if not a.customer_key then fail("customer_key") end
  end,
}

rule "azure-cosmosdb-old-tls" {
  title    = {
    en = "Cosmos DB account accepts TLS older than 1.2",
    ja = "Cosmos DBアカウントがTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "azure.cosmosdb.account",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  fix      = { en = "Set minimal_tls_version to Tls12.", ja = "minimal_tls_versionをTls12に設定する。" },
  check    = function(a)
    if version.compare(a.min_tls, "1.2") < 0 then fail("min_tls") end
  end,
}
