-- SPDX-License-Identifier: Apache-2.0
-- Azure App Configuration, Automation and Recovery Services.

model "azure.appconfig.store" {
  label  = { en = "App Configuration store", ja = "App Configurationストア" },
  fields = {
    sku = text, customer_key = flag, local_auth = flag, public_network = text, purge_protection = flag,
  },
}

bind "azure.appconfig.store" "terraform:azurerm_app_configuration" {
  sku              = { "sku", default = "free" },
  customer_key     = { "encryption[0].key_vault_key_identifier", present = true },
  local_auth       = { "local_auth_enabled", default = true },
  public_network   = { "public_network_access", default = "Enabled" },
  purge_protection = { "purge_protection_enabled", default = false },
}

model "azure.automation.variable" {
  label  = { en = "Automation variable", ja = "Automation変数" },
  fields = { encrypted = flag },
}

for _, kind in ipairs { "string", "int", "bool", "datetime", "object" } do
  bind "azure.automation.variable" ("terraform:azurerm_automation_variable_" .. kind) {
    encrypted = { "encrypted", default = false },
  }
end

model "azure.automation.account" {
  label  = { en = "Automation account", ja = "Automationアカウント" },
  fields = { public_network = flag },
}

bind "azure.automation.account" "terraform:azurerm_automation_account" {
  public_network = { "public_network_access_enabled", default = true },
}

model "azure.recovery.vault" {
  label  = { en = "Recovery Services vault", ja = "Recovery Servicesコンテナー" },
  fields = { identity = text, soft_delete = flag, immutable = text },
}

bind "azure.recovery.vault" "terraform:azurerm_recovery_services_vault" {
  identity    = "identity[0].type",
  soft_delete = { "soft_delete_enabled", default = true },
  immutable   = { "immutability", default = "Disabled" },
}

-- ---- App Configuration --------------------------------------------------------------------------

rule "azure-appconfig-no-customer-key" {
  title    = {
    en = "App Configuration store is not encrypted with a customer-managed key",
    ja = "App Configurationストアが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.appconfig.store",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_186" },
  fix      = {
    en = "Set key_vault_key_identifier in encryption.",
    ja = "encryptionのkey_vault_key_identifierを設定する。",
  },
  check    = function(s)
    if not s.customer_key then fail("customer_key") end
  end,
}

rule "azure-appconfig-basic-tier" {
  title    = {
    en = "App Configuration store is of a tier without private endpoints and recovery",
    ja = "App Configurationストアが標準以上のレベルになっていない",
  },
  severity = "low",
  on       = "azure.appconfig.store",
  aka      = { "checkov:CKV_AZURE_188" },
  fix      = { en = "Set sku to standard or premium.", ja = "skuをstandardまたはpremiumに設定する。" },
  check    = function(s)
    if not includes({ "standard", "premium" }, s.sku:lower()) then fail("sku") end
  end,
}

rule "azure-appconfig-local-auth" {
  title    = {
    en = "App Configuration store can be used with its keys",
    ja = "App Configurationストアでキーによる認証が許可されている",
  },
  severity = "low",
  on       = "azure.appconfig.store",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_184" },
  fix      = { en = "Set local_auth_enabled to false.", ja = "local_auth_enabledをfalseに設定する。" },
  check    = function(s)
    if s.local_auth then fail("local_auth") end
  end,
}

rule "azure-appconfig-public-network" {
  title    = {
    en = "App Configuration store can be reached from public networks",
    ja = "App Configurationストアへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.appconfig.store",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_185" },
  fix      = {
    en = "Set public_network_access to Disabled and use private endpoints.",
    ja = "public_network_accessをDisabledに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(s)
    if s.public_network:lower() ~= "disabled" then fail("public_network") end
  end,
}

rule "azure-appconfig-no-purge-protection" {
  title    = {
    en = "App Configuration store can be purged before its time",
    ja = "App Configurationストアの消去保護が有効になっていない",
  },
  severity = "low",
  on       = "azure.appconfig.store",
  items    = { "muni-3:19" },
  aka      = { "checkov:CKV_AZURE_187" },
  fix      = {
    en = "Set purge_protection_enabled to true.",
    ja = "purge_protection_enabledをtrueに設定する。",
  },
  check    = function(s)
    if not s.purge_protection then fail("purge_protection") end
  end,
}

-- ---- Automation ---------------------------------------------------------------------------------

rule "azure-automation-variable-unencrypted" {
  title    = { en = "Automation variable is not encrypted", ja = "Automation変数が暗号化されていない" },
  severity = "medium",
  on       = "azure.automation.variable",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_73" },
  fix      = {
    en = "Set encrypted to true; the variable must be made anew.",
    ja = "encryptedをtrueに設定する（変数の再作成が必要）。",
  },
  check    = function(v)
    if not v.encrypted then fail("encrypted") end
  end,
}

rule "azure-automation-public-network" {
  title    = {
    en = "Automation account can be reached from public networks",
    ja = "Automationアカウントへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.automation.account",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(a)
    if a.public_network then fail("public_network") end
  end,
}

-- ---- Recovery Services --------------------------------------------------------------------------

rule "azure-recovery-no-identity" {
  title    = {
    en = "Recovery Services vault has no managed identity",
    ja = "Recovery ServicesコンテナーにマネージドIDが割り当てられていない",
  },
  severity = "info",
  on       = "azure.recovery.vault",
  aka      = { "checkov:CKV2_AZURE_35" },
  fix      = {
    en = "Add an identity block with type SystemAssigned.",
    ja = "typeがSystemAssignedのidentityブロックを追加する。",
  },
  check    = function(v)
    if v.identity == nil or v.identity:trim() == "" then fail("identity") end
  end,
}

rule "azure-recovery-no-soft-delete" {
  title    = {
    en = "Deleted backups cannot be brought back",
    ja = "Recovery Servicesコンテナーの論理的な削除が無効になっている",
  },
  severity = "high",
  on       = "azure.recovery.vault",
  items    = { "ds200-2:7-8", "muni-3:19", "muni-3:41" },
  fix      = { en = "Set soft_delete_enabled to true.", ja = "soft_delete_enabledをtrueに設定する。" },
  check    = function(v)
    if not v.soft_delete then fail("soft_delete") end
  end,
}

rule "azure-recovery-not-immutable" {
  title    = {
    en = "Backups can be deleted before their time",
    ja = "Recovery Servicesコンテナーの不変性が有効になっていない",
  },
  severity = "low",
  on       = "azure.recovery.vault",
  items    = { "ds200-2:7-8", "muni-3:41" },
  fix      = {
    en = "Set immutability to Unlocked, and to Locked once the retention is proven.",
    ja = "immutabilityをUnlockedに設定し、保持期間を確認したうえでLockedとする。",
  },
  check    = function(v)
    if v.immutable:lower() == "disabled" then fail("immutable") end
  end,
}
