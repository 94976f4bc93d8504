-- SPDX-License-Identifier: Apache-2.0
-- Azure SQL: logical servers, databases, managed instances, and what is recorded of their use.

model "azure.sql.server" {
  label  = { en = "SQL server", ja = "SQLサーバー" },
  fields = {
    public_network = flag, min_tls = text, admin = text, entra_only = flag,
    audited = flag, audit_on = flag, alerts = text,
  },
}

bind "azure.sql.server" "terraform:azurerm_mssql_server" {
  with           = {
    audit  = { "terraform:azurerm_mssql_server_extended_auditing_policy", by = "server_id" },
    alerts = { "terraform:azurerm_mssql_server_security_alert_policy", by = "server_name" },
  },
  names          = "name",
  public_network = { "public_network_access_enabled", default = true },
  min_tls        = { "minimum_tls_version", default = "1.2" },
  admin          = "azuread_administrator[0].login_username",
  entra_only     = { "azuread_administrator[0].azuread_authentication_only", default = false },
  audited        = { "extended_auditing_policy", "audit:server_id", present = true },
  audit_on       = { "audit:enabled", default = true },
  alerts         = { "alerts:state", default = "Disabled" },
}
bind "azure.sql.server" "terraform:azurerm_sql_server" {
  with           = {
    audit  = { "terraform:azurerm_mssql_server_extended_auditing_policy", by = "server_id" },
    alerts = { "terraform:azurerm_mssql_server_security_alert_policy", by = "server_name" },
    admins = { "terraform:azurerm_sql_active_directory_administrator", by = "server_name" },
  },
  names          = "name",
  public_network = { default = true },          -- the resource has no setting for it
  admin          = "admins:login",
  entra_only     = { "admins:azuread_authentication_only", default = false },
  audited        = { "extended_auditing_policy", "audit:server_id", present = true },
  audit_on       = { "audit:enabled", default = true },
  alerts         = { "alerts:state", "threat_detection_policy[0].state", default = "Disabled" },
}

model "azure.sql.audit" {
  label  = { en = "SQL auditing policy", ja = "SQL監査ポリシー" },
  fields = { days = number },                   -- 0: for ever
}

for _, kind in ipairs { "azurerm_mssql_server_extended_auditing_policy",
                        "azurerm_mssql_database_extended_auditing_policy" } do
  bind "azure.sql.audit" ("terraform:" .. kind) { days = { "retention_in_days", default = 0 } }
end
bind "azure.sql.audit" "terraform:azurerm_sql_server" {
  each = "extended_auditing_policy",
  days = { "retention_in_days", default = 0 },
}

model "azure.sql.alert_policy" {
  label  = { en = "SQL security alert policy", ja = "SQLのセキュリティアラートポリシー" },
  fields = { disabled = list, emails = list, to_admins = flag },
}

bind "azure.sql.alert_policy" "terraform:azurerm_mssql_server_security_alert_policy" {
  disabled  = "disabled_alerts",
  emails    = "email_addresses",
  to_admins = { "email_account_admins", default = false },
}
bind "azure.sql.alert_policy" "terraform:azurerm_mssql_managed_instance_security_alert_policy" {
  disabled  = "disabled_alerts",
  emails    = "email_addresses",
  to_admins = { "email_account_admins_enabled", default = false },
}

model "azure.sql.assessment" {
  label  = { en = "SQL vulnerability assessment", ja = "SQLの脆弱性評価" },
  fields = { recurring = flag },
}

for _, kind in ipairs { "azurerm_mssql_server_vulnerability_assessment",
                        "azurerm_mssql_managed_instance_vulnerability_assessment" } do
  bind "azure.sql.assessment" ("terraform:" .. kind) {
    recurring = { "recurring_scans[0].enabled", default = false },
  }
end

model "azure.sql.database" {
  label  = { en = "SQL database", ja = "SQLデータベース" },
  fields = { encrypted = flag, zone_redundant = flag },
}

bind "azure.sql.database" "terraform:azurerm_mssql_database" {
  encrypted      = { "transparent_data_encryption_enabled", default = true },
  zone_redundant = { "zone_redundant", default = false },
}

model "azure.sql.managed_instance" {
  label  = { en = "SQL managed instance", ja = "SQLマネージドインスタンス" },
  fields = { public_endpoint = flag, min_tls = text },
}

bind "azure.sql.managed_instance" "terraform:azurerm_mssql_managed_instance" {
  public_endpoint = { "public_data_endpoint_enabled", default = false },
  min_tls         = { "minimum_tls_version", default = "1.2" },
}

-- ---- access -------------------------------------------------------------------------------------

rule "azure-sql-public-network" {
  title    = {
    en = "SQL server can be reached from public networks",
    ja = "SQLサーバーへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "low",
  on       = "azure.sql.server",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_113", "trivy:AZU-0022" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(s)
    if s.public_network then fail("public_network") end
  end,
}

rule "azure-sql-instance-public" {
  title    = {
    en = "SQL managed instance has a public endpoint",
    ja = "SQLマネージドインスタンスのパブリックエンドポイントが有効になっている",
  },
  severity = "high",
  on       = "azure.sql.managed_instance",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set public_data_endpoint_enabled to false.",
    ja = "public_data_endpoint_enabledをfalseに設定する。",
  },
  check    = function(i)
    if i.public_endpoint then fail("public_endpoint") end
  end,
}

local function old_tls(r)
  if version.compare(r.min_tls, "1.2") < 0 then fail("min_tls") end
end

rule "azure-sql-old-tls" {
  title    = { en = "SQL server accepts TLS older than 1.2", ja = "SQLサーバーがTLS 1.2より古い版を受け付ける" },
  severity = "medium",
  on       = "azure.sql.server",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  aka      = { "checkov:CKV_AZURE_52", "trivy:AZU-0026" },
  fix      = { en = "Set minimum_tls_version to 1.2.", ja = "minimum_tls_versionを1.2に設定する。" },
  check    = function(s)
    if s.min_tls:lower() == "disabled" then return fail("min_tls") end
    old_tls(s)
  end,
}

rule "azure-sql-instance-old-tls" {
  title    = {
    en = "SQL managed instance accepts TLS older than 1.2",
    ja = "SQLマネージドインスタンスがTLS 1.2より古い版を受け付ける",
  },
  severity = "medium",
  on       = "azure.sql.managed_instance",
  items    = { "ds200-2:4-4", "ds200-3:3-1", "muni-3:22" },
  refs     = { "cwe:326" },
  fix      = { en = "Set minimum_tls_version to 1.2.", ja = "minimum_tls_versionを1.2に設定する。" },
  check    = old_tls,
}

rule "azure-sql-no-entra-admin" {
  title    = {
    en = "SQL server has no Microsoft Entra administrator",
    ja = "SQLサーバーにMicrosoft Entraの管理者が設定されていない",
  },
  severity = "medium",
  on       = "azure.sql.server",
  items    = { "ds200-2:4-4", "cis-azure-2.0.0:4.1.4", "cis-azure-3.0.0:5.1.4" },
  aka      = { "checkov:CKV2_AZURE_27", "checkov:CKV2_AZURE_7" },
  fix      = {
    en = "Set azuread_administrator (of azurerm_sql_server: azurerm_sql_active_directory_administrator).",
    ja = "azuread_administrator（azurerm_sql_serverではazurerm_sql_active_directory_administrator）を設定する。",
  },
  check    = function(s)
    if unresolved(s, "admin") then return end           -- there is one, whoever it is
    if s.admin == nil or s.admin:trim() == "" then fail("admin") end
  end,
}

rule "azure-sql-password-login" {
  title    = {
    en = "SQL server allows logins with passwords of its own",
    ja = "SQLサーバーで独自のパスワードによるログインが許可されている",
  },
  severity = "low",
  on       = "azure.sql.server",
  items    = { "ds200-2:4-4" },
  fix      = {
    en = "Set azuread_authentication_only to true in azuread_administrator.",
    ja = "azuread_administratorのazuread_authentication_onlyをtrueに設定する。",
  },
  check    = function(s)
    if not unresolved(s, "admin") and (s.admin or ""):trim() == "" then return skip() end   -- no other login
    if not s.entra_only then fail("entra_only") end
  end,
}

-- ---- records ------------------------------------------------------------------------------------

rule "azure-sql-not-audited" {
  title    = { en = "SQL server is not audited", ja = "SQLサーバーの監査が有効になっていない" },
  severity = "medium",
  on       = "azure.sql.server",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23", "cis-azure-2.0.0:4.1.1", "cis-azure-3.0.0:5.1.1" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_23", "trivy:AZU-0027" },
  fix      = {
    en = "Add azurerm_mssql_server_extended_auditing_policy for the server.",
    ja = "azurerm_mssql_server_extended_auditing_policyを追加する。",
  },
  check    = function(s)
    if not s.audited then
      fail("audited")
    elseif not s.audit_on then
      fail("audit_on")
    end
  end,
}

rule "azure-sql-audit-short" {
  title    = {
    en = "SQL audit records are kept for less than 90 days",
    ja = "SQL監査ログの保持期間が90日未満",
  },
  severity = "low",
  on       = "azure.sql.audit",
  aka      = { "checkov:CKV_AZURE_24", "trivy:AZU-0025" },
  fix      = {
    en = "Set retention_in_days to 90 or more, or leave it out to keep them for ever.",
    ja = "retention_in_daysを90以上に設定する。無期限に保持する場合は指定しない。",
  },
  check    = function(a)
    if a.days ~= 0 and a.days < 90 then fail("days", { en = "%s days", ja = "%s日", a.days }) end
  end,
}

rule "azure-sql-no-alerts" {
  title    = {
    en = "Threat detection of the SQL server is off",
    ja = "SQLサーバーの脅威検出が有効になっていない",
  },
  severity = "medium",
  on       = "azure.sql.server",
  items    = { "ds200-2:3-8", "ds200-3:6-2", "muni-3:37" },
  aka      = { "checkov:CKV2_AZURE_13" },
  fix      = {
    en = "Set state to Enabled in azurerm_mssql_server_security_alert_policy.",
    ja = "azurerm_mssql_server_security_alert_policyのstateをEnabledに設定する。",
  },
  check    = function(s)
    if s.alerts:lower() ~= "enabled" then fail("alerts") end
  end,
}

rule "azure-sql-alerts-disabled" {
  title    = {
    en = "Kinds of attacks on the SQL server are left out of the alerts",
    ja = "SQLサーバーで一部の脅威のアラートが無効になっている",
  },
  severity = "medium",
  on       = "azure.sql.alert_policy",
  items    = { "ds200-2:3-8", "ds200-3:6-2" },
  aka      = { "checkov:CKV_AZURE_25", "trivy:AZU-0028" },
  fix      = { en = "Empty disabled_alerts.", ja = "disabled_alertsを空にする。" },
  check    = function(p)
    for alert in each(p.disabled) do
      if alert ~= "" then return fail("disabled") end
    end
  end,
}

rule "azure-sql-alerts-no-email" {
  title    = {
    en = "Nobody is named who receives the alerts of the SQL server",
    ja = "SQLサーバーのアラートの通知先が設定されていない",
  },
  severity = "low",
  on       = "azure.sql.alert_policy",
  items    = { "ds200-2:7-6", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_26", "trivy:AZU-0018" },
  fix      = { en = "Set email_addresses.", ja = "email_addressesを設定する。" },
  check    = function(p)
    if unresolved(p, "emails") then return end
    if p.emails == nil or #p.emails == 0 then fail("emails") end
  end,
}

rule "azure-sql-alerts-not-to-admins" {
  title    = {
    en = "Administrators do not receive the alerts of the SQL server",
    ja = "SQLサーバーのアラートが管理者に通知されない",
  },
  severity = "low",
  on       = "azure.sql.alert_policy",
  items    = { "ds200-2:7-6", "muni-3:37" },
  aka      = { "checkov:CKV_AZURE_27", "trivy:AZU-0023" },
  fix      = {
    en = "Set email_account_admins to true (of a managed instance: email_account_admins_enabled).",
    ja = "email_account_admins（マネージドインスタンスではemail_account_admins_enabled）をtrueに設定する。",
  },
  check    = function(p)
    if not p.to_admins then fail("to_admins") end
  end,
}

rule "azure-sql-no-recurring-scans" {
  title    = {
    en = "Vulnerability scans of the SQL server are not repeated",
    ja = "SQLサーバーの脆弱性評価の定期スキャンが有効になっていない",
  },
  severity = "low",
  on       = "azure.sql.assessment",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  fix      = {
    en = "Set enabled to true in recurring_scans.",
    ja = "recurring_scansのenabledをtrueに設定する。",
  },
  check    = function(a)
    if not a.recurring then fail("recurring") end
  end,
}

-- ---- databases ----------------------------------------------------------------------------------

rule "azure-sql-unencrypted" {
  title    = {
    en = "Transparent data encryption of the SQL database is off",
    ja = "SQLデータベースの透過的データ暗号化が有効になっていない",
  },
  severity = "high",
  on       = "azure.sql.database",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV2_AZURE_25" },
  fix      = {
    en = "Set transparent_data_encryption_enabled to true.",
    ja = "transparent_data_encryption_enabledをtrueに設定する。",
  },
  check    = function(d)
    if not d.encrypted then fail("encrypted") end
  end,
}

rule "azure-sql-single-zone" {
  title    = {
    en = "SQL database runs in one availability zone",
    ja = "SQLデータベースがゾーン冗長になっていない",
  },
  severity = "low",
  on       = "azure.sql.database",
  items    = { "muni-3:30" },
  aka      = { "checkov:CKV_AZURE_229" },
  fix      = { en = "Set zone_redundant to true.", ja = "zone_redundantをtrueに設定する。" },
  check    = function(d)
    if not d.zone_redundant then fail("zone_redundant") end
  end,
}
