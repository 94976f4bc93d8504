-- SPDX-License-Identifier: Apache-2.0
-- Credentials in what Azure hands to programs: settings of apps, variables of containers, data of machines.
local base64 = lib "base64"
local variables = lib "variables"

model "azure.settings.map" {
  label  = { en = "Settings of a program", ja = "アプリケーション設定" },
  fields = { settings = map },
}

for _, kind in ipairs {
  "app_service", "app_service_slot", "linux_web_app", "linux_web_app_slot", "windows_web_app", "windows_web_app_slot",
  "function_app", "function_app_slot", "linux_function_app", "linux_function_app_slot", "windows_function_app",
  "windows_function_app_slot",
} do
  bind "azure.settings.map" ("terraform:azurerm_" .. kind) { settings = "app_settings" }
end
bind "azure.settings.map" "terraform:azurerm_container_group" {
  each     = { "container", "init_container" },
  settings = "environment_variables",
}

model "azure.settings.variable" {
  label  = { en = "Variable of a container", ja = "コンテナーの環境変数" },
  fields = { name = text, value = text },
}

bind "azure.settings.variable" "terraform:azurerm_container_app" {
  each  = { "template[*].container[*].env[*]", "template[*].init_container[*].env[*]" },
  name  = "name",
  value = "value",
}

model "azure.settings.data" {
  label  = { en = "Virtual machine with data of its own", ja = "カスタムデータを持つ仮想マシン" },
  fields = { data = text },
}

for _, kind in ipairs {
  "linux_virtual_machine", "windows_virtual_machine", "linux_virtual_machine_scale_set",
  "windows_virtual_machine_scale_set",
} do
  bind "azure.settings.data" ("terraform:azurerm_" .. kind) { data = { "custom_data", "user_data" } }
end
for _, kind in ipairs { "virtual_machine", "virtual_machine_scale_set" } do
  bind "azure.settings.data" ("terraform:azurerm_" .. kind) { data = "os_profile[0].custom_data" }
end

-- Keys of Azure by their form: of storage accounts, of Service Bus and Event Hubs, of registered applications;
-- and private keys.
local keys_of_azure <const> = {
  "(?i)accountkey=[a-z0-9/+]{80,}=*", "(?i)sharedaccesskey=[a-z0-9/+]{20,}=*", "[?&]sig=[A-Za-z0-9%/+]{30,}",
  "(?i)(arm|azure)_client_secret['\"]?\\s*[=:]\\s*['\"]?[a-z0-9~._-]{20,}", "-----BEGIN ([A-Z]+ )?PRIVATE KEY-----",
}

local function holds_key(text)
  for _, pattern in ipairs(keys_of_azure) do
    if re.test(text, pattern) then return true end
  end
  return false
end

local function secret(name, value)
  if value:starts("@Microsoft.KeyVault(") then return false end
  return holds_key(value) or variables.secret(name, value)
end

local function holds(name)
  return { en = "%s holds a credential", ja = "%sに認証情報がある", name }
end

rule "azure-settings-secret" {
  title    = {
    en = "Settings of the app or container hold a credential",
    ja = "アプリケーション設定や環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "azure.settings.map",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Refer to Key Vault (@Microsoft.KeyVault(...)), or use secure_environment_variables; change the value.",
    ja = "Key Vault参照（@Microsoft.KeyVault(...)）やsecure_environment_variablesを使い、書かれていた値は変更する。",
  },
  check    = function(r)
    for name in each(keys(r.settings)) do
      local at = '"' .. name .. '"'
      if known(r.settings, at) and secret(name, tostring(get(r.settings, at))) then
        fail({ r.settings, at }, holds(name))
      end
    end
  end,
}

rule "azure-container-variable-secret" {
  title    = {
    en = "Variable of the container holds a credential",
    ja = "コンテナーの環境変数に認証情報が書かれている",
  },
  severity = "critical",
  on       = "azure.settings.variable",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Put the value into secret and refer to it with secret_name; change the value.",
    ja = "値をsecretに置いてsecret_nameで参照し、書かれていた値は変更する。",
  },
  check    = function(v)
    if not known(v, "name", "value") or v.name == nil or v.value == nil then return end
    if secret(v.name, v.value) then fail("value", holds(v.name)) end
  end,
}

rule "azure-vm-custom-data-secret" {
  title    = {
    en = "Custom data of the virtual machine contains credentials",
    ja = "仮想マシンのカスタムデータに認証情報が含まれている",
  },
  severity = "critical",
  on       = "azure.settings.data",
  redact   = true,
  items    = { "ds200-3:1-3" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_AZURE_45" },
  fix      = {
    en = "Remove the key, disable it, and let the machine read Key Vault with its managed identity.",
    ja = "鍵を削除して無効化し、マネージドIDでKey Vaultから取得する。",
  },
  check    = function(m)
    local data = known_part(m, "data")
    if data and holds_key(base64.decoded(data)) then fail("data") end
  end,
}
