-- SPDX-License-Identifier: Apache-2.0
-- Passwords and secrets written into the configuration of Azure resources.

model "azure.credential" {
  label  = { en = "Azure resource with a password", ja = "パスワードを持つAzureリソース" },
  fields = { value = text },
}

-- Where each kind keeps its password: the path, then the kinds.
local passwords <const> = {
  {
    "administrator_login_password", "azurerm_mssql_server", "azurerm_sql_server", "azurerm_mssql_managed_instance",
    "azurerm_postgresql_server", "azurerm_mysql_server", "azurerm_mariadb_server",
  },
  { "administrator_password", "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server" },
  {
    "admin_password", "azurerm_linux_virtual_machine", "azurerm_windows_virtual_machine",
    "azurerm_linux_virtual_machine_scale_set", "azurerm_windows_virtual_machine_scale_set",
  },
  { "os_profile[0].admin_password", "azurerm_virtual_machine", "azurerm_virtual_machine_scale_set" },
  { "sql_administrator_login_password", "azurerm_synapse_workspace" },
  { "client_secret", "provider.azurerm", "provider.azuread" },
  { "password", "azuread_user" },
}

for _, row in ipairs(passwords) do
  for i = 2, #row do
    bind "azure.credential" ("terraform:" .. row[i]) { value = row[1] }
  end
end
bind "azure.credential" "terraform:azurerm_kubernetes_cluster" {
  value = { "service_principal[0].client_secret", "windows_profile[0].admin_password" },
}

rule "azure-password-literal" {
  title    = {
    en = "Password or secret is written in the code",
    ja = "パスワードやシークレットがコードに直接書かれている",
  },
  severity = "critical",
  on       = "azure.credential",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AZURE_239" },
  fix      = {
    en = "Take the value from Key Vault, a sensitive variable or random_password, and change what was written.",
    ja = "Key Vault、sensitiveな変数、random_passwordから値を渡し、書かれていたパスワードは変更する。",
  },
  check    = function(r)
    if unresolved(r, "value") or (r.value or "") == "" then return end
    fail("value")
  end,
}
