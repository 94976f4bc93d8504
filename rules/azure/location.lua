-- SPDX-License-Identifier: Apache-2.0
-- Where Azure keeps data: in Japan or not.

model "azure.location" {
  label  = { en = "Resource with data", ja = "データを保存するリソース" },
  fields = { region = text },
}

for _, kind in ipairs {
  "app_configuration", "cognitive_account", "container_registry", "cosmosdb_account", "data_factory",
  "databricks_workspace", "eventhub_namespace", "key_vault", "kusto_cluster", "linux_virtual_machine",
  "log_analytics_workspace", "machine_learning_workspace", "managed_disk", "mariadb_server",
  "mssql_managed_instance", "mssql_server", "mysql_flexible_server", "mysql_server", "postgresql_flexible_server",
  "postgresql_server", "recovery_services_vault", "redis_cache", "search_service", "servicebus_namespace",
  "sql_server", "storage_account", "synapse_workspace", "virtual_machine", "windows_virtual_machine",
} do
  bind "azure.location" ("terraform:azurerm_" .. kind) { region = "location" }
end

model "azure.location.replica" {
  label  = { en = "Replica of data", ja = "データのレプリカ" },
  fields = { region = text },
}

bind "azure.location.replica" "terraform:azurerm_container_registry" {
  each   = "georeplications",
  region = "location",
}
bind "azure.location.replica" "terraform:azurerm_cosmosdb_account" {
  each   = "geo_location",
  region = "location",
}

local japan <const> = { japaneast = true, japanwest = true }

-- "Japan East" and "japaneast" are the same.
local function in_japan(region)
  return japan[table.concat(region:lower():split(" "))] == true
end

local function outside(r)
  if r.region == nil then return skip() end
  if not in_japan(r.region) then fail("region", { en = "%s", ja = "%s", r.region }) end
end

rule "azure-data-outside-japan" {
  title    = { en = "Data is kept outside Japan", ja = "データの保存場所が日本国外になっている" },
  severity = "low",
  on       = "azure.location",
  items    = { "muni-3:2", "muni-3:3" },
  fix      = {
    en = "Set location to japaneast or japanwest, unless no data that must stay in Japan is kept.",
    ja = "locationをjapaneastまたはjapanwestに設定する。国内保存が必要なデータを置かない場合は不要。",
  },
  check    = outside,
}

rule "azure-replica-outside-japan" {
  title    = { en = "Data is copied to a region outside Japan", ja = "データが日本国外のリージョンに複製されている" },
  severity = "low",
  on       = "azure.location.replica",
  items    = { "muni-3:2", "muni-3:3" },
  fix      = {
    en = "Set location to japaneast or japanwest, unless no data that must stay in Japan is kept.",
    ja = "locationをjapaneastまたはjapanwestに設定する。国内保存が必要なデータを置かない場合は不要。",
  },
  check    = outside,
}
