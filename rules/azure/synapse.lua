-- SPDX-License-Identifier: Apache-2.0
-- Azure Synapse Analytics: workspaces and dedicated SQL pools.

model "azure.synapse.workspace" {
  label  = { en = "Synapse workspace", ja = "Synapseワークスペース" },
  fields = { managed_network = flag, exfiltration = flag, public_network = flag, audited = flag },
}

bind "azure.synapse.workspace" "terraform:azurerm_synapse_workspace" {
  with            = {
    audit = { "terraform:azurerm_synapse_workspace_extended_auditing_policy", by = "synapse_workspace_id" },
  },
  names           = "name",
  managed_network = { "managed_virtual_network_enabled", default = false },
  exfiltration    = { "data_exfiltration_protection_enabled", default = false },
  public_network  = { "public_network_access_enabled", default = true },
  audited         = { "audit:synapse_workspace_id", present = true },
}

model "azure.synapse.pool" {
  label  = { en = "Synapse SQL pool", ja = "Synapse SQLプール" },
  fields = { alerts = text, encrypted = flag },
}

bind "azure.synapse.pool" "terraform:azurerm_synapse_sql_pool" {
  with      = { alerts = { "terraform:azurerm_synapse_sql_pool_security_alert_policy", by = "sql_pool_id" } },
  alerts    = { "alerts:policy_state", default = "Disabled" },
  encrypted = { "data_encrypted", default = false },
}

model "azure.synapse.alert_policy" {
  label  = { en = "Security alert policy of a Synapse SQL pool", ja = "Synapse SQLプールのセキュリティアラートポリシー" },
  fields = { assessed = flag },
}

bind "azure.synapse.alert_policy" "terraform:azurerm_synapse_sql_pool_security_alert_policy" {
  with     = {
    scans = {
      "terraform:azurerm_synapse_sql_pool_vulnerability_assessment", by = "sql_pool_security_alert_policy_id",
    },
  },
  assessed = { "scans:recurring_scans[0].enabled", default = false },
}

model "azure.synapse.assessment" {
  label  = { en = "Vulnerability assessment of a Synapse workspace", ja = "Synapseワークスペースの脆弱性評価" },
  fields = { recurring = flag },
}

bind "azure.synapse.assessment" "terraform:azurerm_synapse_workspace_vulnerability_assessment" {
  recurring = { "recurring_scans[0].enabled", default = false },
}

rule "azure-synapse-no-managed-network" {
  title    = {
    en = "Synapse workspace has no managed virtual network",
    ja = "Synapseワークスペースでマネージド仮想ネットワークが有効になっていない",
  },
  severity = "medium",
  on       = "azure.synapse.workspace",
  items    = { "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV_AZURE_58", "trivy:AZU-0034" },
  fix      = {
    en = "Set managed_virtual_network_enabled to true; the workspace must be made anew.",
    ja = "managed_virtual_network_enabledをtrueに設定する（ワークスペースの再作成が必要）。",
  },
  check    = function(w)
    if not w.managed_network then fail("managed_network") end
  end,
}

rule "azure-synapse-exfiltration" {
  title    = {
    en = "Data can be copied from the Synapse workspace to other tenants",
    ja = "Synapseワークスペースのデータ流出保護が有効になっていない",
  },
  severity = "medium",
  on       = "azure.synapse.workspace",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_157" },
  fix      = {
    en = "Set data_exfiltration_protection_enabled to true.",
    ja = "data_exfiltration_protection_enabledをtrueに設定する。",
  },
  check    = function(w)
    if not w.exfiltration then fail("exfiltration") end
  end,
}

rule "azure-synapse-public-network" {
  title    = {
    en = "Synapse workspace can be reached from public networks",
    ja = "Synapseワークスペースへのパブリックネットワークアクセスが有効になっている",
  },
  severity = "medium",
  on       = "azure.synapse.workspace",
  items    = { "ds200-2:3-2" },
  refs     = { "cwe:284" },
  fix      = {
    en = "Set public_network_access_enabled to false and use private endpoints.",
    ja = "public_network_access_enabledをfalseに設定し、プライベートエンドポイントを使う。",
  },
  check    = function(w)
    if w.public_network then fail("public_network") end
  end,
}

rule "azure-synapse-not-audited" {
  title    = { en = "Synapse workspace is not audited", ja = "Synapseワークスペースの監査が有効になっていない" },
  severity = "medium",
  on       = "azure.synapse.workspace",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV2_AZURE_53" },
  fix      = {
    en = "Add azurerm_synapse_workspace_extended_auditing_policy.",
    ja = "azurerm_synapse_workspace_extended_auditing_policyを追加する。",
  },
  check    = function(w)
    if not w.audited then fail("audited") end
  end,
}

rule "azure-synapse-pool-no-alerts" {
  title    = {
    en = "Threat detection of the Synapse SQL pool is off",
    ja = "Synapse SQLプールの脅威検出が有効になっていない",
  },
  severity = "medium",
  on       = "azure.synapse.pool",
  items    = { "ds200-2:3-8", "ds200-3:6-2", "muni-3:37" },
  aka      = { "checkov:CKV2_AZURE_51" },
  fix      = {
    en = "Set policy_state to Enabled in azurerm_synapse_sql_pool_security_alert_policy.",
    ja = "azurerm_synapse_sql_pool_security_alert_policyのpolicy_stateをEnabledに設定する。",
  },
  check    = function(p)
    if p.alerts:lower() ~= "enabled" then fail("alerts") end
  end,
}

rule "azure-synapse-pool-unencrypted" {
  title    = {
    en = "Transparent data encryption of the Synapse SQL pool is off",
    ja = "Synapse SQLプールの透過的データ暗号化が有効になっていない",
  },
  severity = "high",
  on       = "azure.synapse.pool",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  fix      = { en = "Set data_encrypted to true.", ja = "data_encryptedをtrueに設定する。" },
  check    = function(p)
    if not p.encrypted then fail("encrypted") end
  end,
}

rule "azure-synapse-pool-not-assessed" {
  title    = {
    en = "Synapse SQL pool is not scanned for vulnerabilities",
    ja = "Synapse SQLプールの脆弱性評価の定期スキャンが有効になっていない",
  },
  severity = "low",
  on       = "azure.synapse.alert_policy",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV2_AZURE_52" },
  fix      = {
    en = "Add azurerm_synapse_sql_pool_vulnerability_assessment with enabled true in recurring_scans.",
    ja = "recurring_scansのenabledをtrueとしたazurerm_synapse_sql_pool_vulnerability_assessmentを追加する。",
  },
  check    = function(p)
    if not p.assessed then fail("assessed") end
  end,
}

rule "azure-synapse-no-recurring-scans" {
  title    = {
    en = "Vulnerability scans of the Synapse workspace are not repeated",
    ja = "Synapseワークスペースの脆弱性評価の定期スキャンが有効になっていない",
  },
  severity = "low",
  on       = "azure.synapse.assessment",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  fix      = {
    en = "Set enabled to true in recurring_scans.",
    ja = "recurring_scansのenabledをtrueに設定する。",
  },
  check    = function(a)
    if not a.recurring then fail("recurring") end
  end,
}
