-- SPDX-License-Identifier: Apache-2.0
-- Azure Data Factory, Data Lake Store, Databricks, Data Explorer and AI Search.

model "azure.analytics.data_factory" {
  label  = { en = "Data factory", ja = "Data Factory" },
  fields = { public_network = flag, customer_key = flag },
}

bind "azure.analytics.data_factory" "terraform:azurerm_data_factory" {
  public_network = { "public_network_enabled", default = true },
  customer_key   = { "customer_managed_key_id", present = true },
}

model "azure.analytics.data_lake" {
  label  = { en = "Data Lake Store", ja = "Data Lake Store" },
  fields = { encrypted = flag },
}

bind "azure.analytics.data_lake" "terraform:azurerm_data_lake_store" {
  encrypted = { "encryption_state", is = "Enabled", default = true },
}

model "azure.databricks.workspace" {
  label  = { en = "Databricks workspace", ja = "Databricksワークスペース" },
  fields = { public_network = flag, customer_key = flag, no_public_ip = flag, key_of_root = flag },
}

bind "azure.databricks.workspace" "terraform:azurerm_databricks_workspace" {
  with           = {
    root = { "terraform:azurerm_databricks_workspace_root_dbfs_customer_managed_key", by = "workspace_id" },
    old  = { "terraform:azurerm_databricks_workspace_customer_managed_key", by = "workspace_id" },
  },
  public_network = { "public_network_access_enabled", default = true },
  customer_key   = { "customer_managed_key_enabled", default = false },
  key_of_root    = { "root:key_vault_key_id", "old:key_vault_key_id", present = true },
  no_public_ip   = { "custom_parameters[0].no_public_ip", default = true },
}

model "azure.analytics.kusto" {
  label  = { en = "Data Explorer cluster", ja = "Data Explorerクラスター" },
  fields = { disk_encryption = flag, double_encryption = flag, sku = text, public_network = flag },
}

bind "azure.analytics.kusto" "terraform:azurerm_kusto_cluster" {
  disk_encryption   = { "disk_encryption_enabled", "enable_disk_encryption", default = false },
  double_encryption = { "double_encryption_enabled", default = false },
  sku               = "sku[0].name",
  public_network    = { "public_network_access_enabled", default = true },
}

model "azure.analytics.search" {
  label  = { en = "AI Search service", ja = "AI Searchサービス" },
  fields = { public_network = flag, ranges = list, local_auth = flag },
}

bind "azure.analytics.search" "terraform:azurerm_search_service" {
  public_network = { "public_network_access_enabled", default = true },
  ranges         = "allowed_ips",
  local_auth     = { "local_authentication_enabled", default = true },
}

local network <const> = lib "network"

-- Rules that say of many services that they can be reached from public networks.
local function public_network(id, model, title, aka, setting)
  rule(id) {
    title    = title,
    severity = "medium",
    on       = model,
    items    = { "ds200-2:3-2" },
    refs     = { "cwe:284" },
    aka      = aka,
    fix      = {
      en = "Set " .. setting .. " to false and use private endpoints.",
      ja = setting .. "をfalseに設定し、プライベートエンドポイントを使う。",
    },
    check    = function(r)
      if r.public_network then fail("public_network") end
    end,
  }
end

public_network("azure-data-factory-public-network", "azure.analytics.data_factory", {
  en = "Data factory can be reached from public networks",
  ja = "Data Factoryへのパブリックネットワークアクセスが有効になっている",
}, { "checkov:CKV_AZURE_104", "trivy:AZU-0035" }, "public_network_enabled")

public_network("azure-databricks-public-network", "azure.databricks.workspace", {
  en = "Databricks workspace can be reached from public networks",
  ja = "Databricksワークスペースへのパブリックネットワークアクセスが有効になっている",
}, { "checkov:CKV_AZURE_158" }, "public_network_access_enabled")

public_network("azure-kusto-public-network", "azure.analytics.kusto", {
  en = "Data Explorer cluster can be reached from public networks",
  ja = "Data Explorerクラスターへのパブリックネットワークアクセスが有効になっている",
}, {}, "public_network_access_enabled")

public_network("azure-search-public-network", "azure.analytics.search", {
  en = "AI Search service can be reached from public networks",
  ja = "AI Searchサービスへのパブリックネットワークアクセスが有効になっている",
}, { "checkov:CKV_AZURE_124" }, "public_network_access_enabled")

rule "azure-search-firewall-open" {
  title    = {
    en = "Firewall of the AI Search service lets everybody in",
    ja = "AI Searchサービスのファイアウォールが全アドレスを許可している",
  },
  severity = "high",
  on       = "azure.analytics.search",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_210" },
  fix      = {
    en = "List the addresses that need access in allowed_ips.",
    ja = "allowed_ipsに必要なアドレスだけを指定する。",
  },
  check    = function(s)
    for range in each(s.ranges) do
      if network.anyone(range) then return fail("ranges") end
    end
  end,
}

rule "azure-search-local-auth" {
  title    = {
    en = "AI Search service can be used with its keys",
    ja = "AI Searchサービスでキーによる認証が許可されている",
  },
  severity = "low",
  on       = "azure.analytics.search",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  fix      = {
    en = "Set local_authentication_enabled to false and grant roles.",
    ja = "local_authentication_enabledをfalseとし、ロールで許可する。",
  },
  check    = function(s)
    if s.local_auth then fail("local_auth") end
  end,
}

rule "azure-data-factory-no-customer-key" {
  title    = {
    en = "Data factory is not encrypted with a customer-managed key",
    ja = "Data Factoryが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.analytics.data_factory",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV2_AZURE_15" },
  fix      = { en = "Set customer_managed_key_id.", ja = "customer_managed_key_idを設定する。" },
  check    = function(f)
    if not f.customer_key then fail("customer_key") end
  end,
}

rule "azure-data-lake-unencrypted" {
  title    = { en = "Data Lake Store is not encrypted", ja = "Data Lake Storeが暗号化されていない" },
  severity = "high",
  on       = "azure.analytics.data_lake",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_105", "trivy:AZU-0036" },
  fix      = { en = "Set encryption_state to Enabled.", ja = "encryption_stateをEnabledに設定する。" },
  check    = function(s)
    if not s.encrypted then fail("encrypted") end
  end,
}

rule "azure-databricks-no-customer-key" {
  title    = {
    en = "Root storage of the Databricks workspace is not encrypted with a customer-managed key",
    ja = "DatabricksワークスペースのDBFSルートが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.databricks.workspace",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV2_AZURE_48" },
  fix      = {
    en = "Set customer_managed_key_enabled and add azurerm_databricks_workspace_root_dbfs_customer_managed_key.",
    ja = "customer_managed_key_enabledを設定し、azurerm_databricks_workspace_root_dbfs_customer_managed_keyを追加する。",
  },
  check    = function(w)
    if not w.customer_key then
      fail("customer_key")
    elseif not w.key_of_root then
      fail("key_of_root")
    end
  end,
}

rule "azure-databricks-public-nodes" {
  title    = {
    en = "Nodes of the Databricks workspace have public addresses",
    ja = "DatabricksワークスペースのノードにパブリックIPアドレスが割り当てられる",
  },
  severity = "medium",
  on       = "azure.databricks.workspace",
  items    = { "ds200-2:3-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set no_public_ip to true in custom_parameters.",
    ja = "custom_parametersのno_public_ipをtrueに設定する。",
  },
  check    = function(w)
    if not w.no_public_ip then fail("no_public_ip") end
  end,
}

rule "azure-kusto-disk-unencrypted" {
  title    = {
    en = "Disks of the Data Explorer cluster are not encrypted",
    ja = "Data Explorerクラスターのディスク暗号化が有効になっていない",
  },
  severity = "medium",
  on       = "azure.analytics.kusto",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_74" },
  fix      = { en = "Set disk_encryption_enabled to true.", ja = "disk_encryption_enabledをtrueに設定する。" },
  check    = function(c)
    if not c.disk_encryption then fail("disk_encryption") end
  end,
}

rule "azure-kusto-no-double-encryption" {
  title    = {
    en = "Data Explorer cluster has no double encryption",
    ja = "Data Explorerクラスターの二重暗号化が有効になっていない",
  },
  severity = "info",
  on       = "azure.analytics.kusto",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_75" },
  fix      = {
    en = "Set double_encryption_enabled to true; the cluster must be made anew.",
    ja = "double_encryption_enabledをtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if not c.double_encryption then fail("double_encryption") end
  end,
}

rule "azure-kusto-dev-tier" {
  title    = {
    en = "Data Explorer cluster is of a development tier without an uptime agreement",
    ja = "Data Explorerクラスターが稼働率保証のない開発用SKUになっている",
  },
  severity = "info",
  on       = "azure.analytics.kusto",
  aka      = { "checkov:CKV_AZURE_180" },
  fix      = { en = "Use a sku that does not start with Dev.", ja = "開発用（Dev）以外のSKUを使う。" },
  check    = function(c)
    if c.sku == nil then return skip() end
    if c.sku:lower():starts("dev") then fail("sku") end
  end,
}
