-- SPDX-License-Identifier: Apache-2.0
-- Azure Key Vault: vaults, keys, secrets, certificates.
local literal = lib "literal"

model "azure.keyvault.vault" {
  label  = { en = "Key vault", ja = "キーコンテナー" },
  fields = {
    soft_delete = flag, purge_protection = flag, public_network = flag, default_action = text, rbac = flag,
    logged = flag,
  },
}

bind "azure.keyvault.vault" "terraform:azurerm_key_vault" {
  with             = { logs = { "terraform:azurerm_monitor_diagnostic_setting", by = "target_resource_id" } },
  names            = "name",
  soft_delete      = { "soft_delete_enabled", default = true },
  purge_protection = { "purge_protection_enabled", default = false },
  public_network   = { "public_network_access_enabled", default = true },
  default_action   = { "network_acls[0].default_action", default = "Allow" },
  rbac             = { "rbac_authorization_enabled", "enable_rbac_authorization", default = false },
  logged           = { "logs:target_resource_id", present = true },
}
bind "azure.keyvault.vault" "terraform:azurerm_key_vault_managed_hardware_security_module" {
  with             = { logs = { "terraform:azurerm_monitor_diagnostic_setting", by = "target_resource_id" } },
  soft_delete      = { default = true },
  purge_protection = { "purge_protection_enabled", default = false },
  public_network   = { "public_network_access_enabled", default = true },
  default_action   = { "network_acls[0].default_action", default = "Allow" },
  rbac             = { default = true },
  logged           = { "logs:target_resource_id", present = true },
}

model "azure.keyvault.key" {
  label  = { en = "Key vault key", ja = "キーコンテナーの鍵" },
  fields = { kind = text, bits = number, expires = flag, rotates = flag },
}

bind "azure.keyvault.key" "terraform:azurerm_key_vault_key" {
  kind    = "key_type",
  bits    = "key_size",
  expires = { "expiration_date", "rotation_policy[0].expire_after", present = true },
  rotates = { "rotation_policy[0].automatic", present = true },
}

model "azure.keyvault.secret" {
  label  = { en = "Key vault secret", ja = "キーコンテナーのシークレット" },
  fields = { value = text, content_type = text, expires = flag },
}

bind "azure.keyvault.secret" "terraform:azurerm_key_vault_secret" {
  value        = "value",
  content_type = "content_type",
  expires      = { "expiration_date", present = true },
}

model "azure.keyvault.certificate" {
  label  = { en = "Key vault certificate", ja = "キーコンテナーの証明書" },
  fields = { months = number },
}

bind "azure.keyvault.certificate" "terraform:azurerm_key_vault_certificate" {
  months = "certificate_policy[0].x509_certificate_properties[0].validity_in_months",
}

-- ---- vaults -------------------------------------------------------------------------------------

rule "azure-keyvault-no-purge-protection" {
  title    = {
    en = "Key vault can be purged before its time",
    ja = "キーコンテナーの消去保護が有効になっていない",
  },
  why      = {
    en = "Whoever deletes and purges the vault makes all data encrypted with its keys unreadable.",
    ja = "削除と消去が行われると、そのキーコンテナーの鍵で暗号化した全データが読めなくなる。",
  },
  severity = "medium",
  on       = "azure.keyvault.vault",
  items    = { "muni-3:19", "muni-3:38", "cis-azure-2.0.0:8.5", "cis-azure-3.0.0:3.3.5" },
  aka      = { "checkov:CKV_AZURE_42", "checkov:CKV_AZURE_110", "trivy:AZU-0016" },
  fix      = {
    en = "Set purge_protection_enabled to true.",
    ja = "purge_protection_enabledをtrueに設定する。",
  },
  check    = function(v)
    if not v.purge_protection then fail("purge_protection") end
  end,
}

rule "azure-keyvault-no-soft-delete" {
  title    = { en = "Deleted key vault cannot be brought back", ja = "キーコンテナーの論理的な削除が有効になっていない" },
  severity = "medium",
  on       = "azure.keyvault.vault",
  items    = { "muni-3:19", "muni-3:38", "cis-azure-2.0.0:8.5", "cis-azure-3.0.0:3.3.5" },
  aka      = { "checkov:CKV_AZURE_42", "checkov:CKV_AZURE_111" },
  fix      = {
    en = "Remove soft_delete_enabled; newer providers always turn it on.",
    ja = "soft_delete_enabledを削除する（新しいプロバイダーでは常に有効）。",
  },
  check    = function(v)
    if not v.soft_delete then fail("soft_delete") end
  end,
}

rule "azure-keyvault-firewall-open" {
  title    = {
    en = "Key vault lets every network in",
    ja = "キーコンテナーのファイアウォールが全ネットワークを許可している",
  },
  severity = "high",
  on       = "azure.keyvault.vault",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_109", "trivy:AZU-0013" },
  fix      = {
    en = "Set default_action to Deny in network_acls and list the networks that need access.",
    ja = "network_aclsのdefault_actionをDenyとし、必要なネットワークだけを許可する。",
  },
  check    = function(v)
    if v.public_network and v.default_action:lower() ~= "deny" then fail("default_action") end
  end,
}

rule "azure-keyvault-public-network" {
  title    = {
    en = "Key vault can be reached from public networks",
    ja = "キーコンテナーへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.keyvault.vault",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_189" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(v)
    if v.public_network then fail("public_network") end
  end,
}

rule "azure-keyvault-no-rbac" {
  title    = {
    en = "Key vault uses access policies instead of roles",
    ja = "キーコンテナーのアクセス許可にAzure RBACを使っていない",
  },
  severity = "low",
  on       = "azure.keyvault.vault",
  items    = { "ds200-3:2-3", "muni-3:38" },
  why      = {
    en = "Whoever has the Contributor role can give himself an access policy.",
    ja = "共同作成者のロールを持つ者は、自分自身にアクセスポリシーを付与できる。",
  },
  fix      = {
    en = "Set rbac_authorization_enabled to true (enable_rbac_authorization before provider 4.42).",
    ja = "rbac_authorization_enabled（プロバイダー4.42より前はenable_rbac_authorization）をtrueに設定する。",
  },
  check    = function(v)
    if not v.rbac then fail("rbac") end
  end,
}

rule "azure-keyvault-not-logged" {
  title    = {
    en = "Use of the key vault is not logged",
    ja = "キーコンテナーの診断設定がない",
  },
  severity = "medium",
  on       = "azure.keyvault.vault",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  fix      = {
    en = "Add azurerm_monitor_diagnostic_setting with the category AuditEvent.",
    ja = "AuditEventカテゴリを含むazurerm_monitor_diagnostic_settingを追加する。",
  },
  check    = function(v)
    if not v.logged then fail("logged") end
  end,
}

-- A date that is reckoned when the configuration is applied is a date all the same.
local function no_expiry(r)
  local why = unresolved(r, "expires")
  if why and why ~= "input" then return end
  if not r.expires then fail("expires") end
end

-- ---- keys, secrets, certificates ----------------------------------------------------------------

rule "azure-keyvault-key-no-expiry" {
  title    = { en = "Key of a key vault has no expiry date", ja = "キーコンテナーの鍵に有効期限がない" },
  severity = "medium",
  on       = "azure.keyvault.key",
  items    = { "muni-3:38", "cis-azure-2.0.0:8.1", "cis-azure-3.0.0:3.3.1" },
  aka      = { "checkov:CKV_AZURE_40", "trivy:AZU-0014" },
  fix      = {
    en = "Set expiration_date, or expire_after in rotation_policy.",
    ja = "expiration_date、またはrotation_policyのexpire_afterを設定する。",
  },
  check    = no_expiry,
}

rule "azure-keyvault-key-not-rotated" {
  title    = {
    en = "Key of a key vault is not rotated automatically",
    ja = "キーコンテナーの鍵の自動ローテーションが設定されていない",
  },
  severity = "low",
  on       = "azure.keyvault.key",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = {
    en = "Set automatic in rotation_policy.",
    ja = "rotation_policyのautomaticを設定する。",
  },
  check    = function(k)
    if not k.rotates then fail("rotates") end
  end,
}

rule "azure-keyvault-key-no-hsm" {
  title    = {
    en = "Key of a key vault is not kept in a hardware security module",
    ja = "キーコンテナーの鍵がHSMで保護されていない",
  },
  severity = "info",
  on       = "azure.keyvault.key",
  items    = { "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_112" },
  fix      = {
    en = "Set key_type to RSA-HSM or EC-HSM; the vault must be of the premium tier.",
    ja = "key_typeをRSA-HSMまたはEC-HSMに設定する（Premiumのキーコンテナーが必要）。",
  },
  check    = function(k)
    if k.kind == nil or not k.kind:upper():ends("-HSM") then fail("kind") end
  end,
}

rule "azure-keyvault-key-short" {
  title    = {
    en = "RSA key of a key vault is shorter than 2048 bits",
    ja = "キーコンテナーのRSA鍵が2048ビット未満",
  },
  severity = "high",
  on       = "azure.keyvault.key",
  items    = { "muni-3:22", "muni-3:38" },
  refs     = { "cwe:326" },
  fix      = { en = "Set key_size to 2048 or more.", ja = "key_sizeを2048以上に設定する。" },
  check    = function(k)
    if k.kind == nil or not k.kind:upper():starts("RSA") or k.bits == nil then return skip() end
    if k.bits < 2048 then fail("bits", { en = "%s bits", ja = "%sビット", k.bits }) end
  end,
}

rule "azure-keyvault-secret-no-expiry" {
  title    = { en = "Secret of a key vault has no expiry date", ja = "キーコンテナーのシークレットに有効期限がない" },
  severity = "low",
  on       = "azure.keyvault.secret",
  items    = { "ds200-2:4-4", "cis-azure-2.0.0:8.3", "cis-azure-3.0.0:3.3.3" },
  aka      = { "checkov:CKV_AZURE_41", "trivy:AZU-0017" },
  fix      = { en = "Set expiration_date.", ja = "expiration_dateを設定する。" },
  check    = no_expiry,
}

rule "azure-keyvault-secret-no-type" {
  title    = {
    en = "Secret of a key vault does not say what it holds",
    ja = "キーコンテナーのシークレットにコンテンツタイプが設定されていない",
  },
  severity = "info",
  on       = "azure.keyvault.secret",
  aka      = { "checkov:CKV_AZURE_114", "trivy:AZU-0015" },
  fix      = { en = "Set content_type.", ja = "content_typeを設定する。" },
  check    = function(s)
    if s.content_type == nil or s.content_type == "" then fail("content_type") end
  end,
}

rule "azure-keyvault-secret-literal" {
  title    = {
    en = "Value of a key vault secret is written in the code",
    ja = "キーコンテナーのシークレットの値がコードに直接書かれている",
  },
  severity = "critical",
  on       = "azure.keyvault.secret",
  redact   = true,
  items    = { "ds200-3:1-3", "muni-3:33" },
  refs     = { "cwe:798" },
  fix      = {
    en = "Generate the value (random_password) or put it into the vault by hand; change what was written.",
    ja = "値を生成する（random_password）か、手作業でキーコンテナーに登録する。書かれていた値は変更する。",
  },
  check    = literal.written("value"),
}

rule "azure-keyvault-certificate-long" {
  title    = {
    en = "Certificate of a key vault is valid for more than 12 months",
    ja = "キーコンテナーの証明書の有効期間が12か月を超えている",
  },
  severity = "low",
  on       = "azure.keyvault.certificate",
  items    = { "muni-3:38" },
  fix      = { en = "Set validity_in_months to 12 or less.", ja = "validity_in_monthsを12以下に設定する。" },
  check    = function(c)
    if c.months == nil then return skip() end
    if c.months > 12 then fail("months", { en = "%s months", ja = "%sか月", c.months }) end
  end,
}
