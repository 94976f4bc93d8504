-- SPDX-License-Identifier: Apache-2.0
-- Azure Kubernetes Service: clusters and their node pools.
local network = lib "network"

model "azure.aks.cluster" {
  label  = { en = "AKS cluster", ja = "AKSクラスター" },
  fields = {
    rbac = flag, entra = flag, local_accounts_off = flag, private = flag, ranges = list, run_command = flag,
    network_policy = text, logged = flag, policy = flag, disk_key = flag, tier = text, upgrades = text,
    secrets = flag, rotates = flag,
  },
}

bind "azure.aks.cluster" "terraform:azurerm_kubernetes_cluster" {
  with               = { logs = { "terraform:azurerm_monitor_diagnostic_setting", by = "target_resource_id" } },
  rbac               = {
    "role_based_access_control_enabled", "role_based_access_control[0].enabled", default = true,
  },
  entra              = {
    "azure_active_directory_role_based_access_control", "role_based_access_control[0].azure_active_directory",
    present = true,
  },
  local_accounts_off = { "local_account_disabled", default = false },
  private            = { "private_cluster_enabled", "private_link_enabled", default = false },
  ranges             = {
    "api_server_access_profile[0].authorized_ip_ranges", "api_server_authorized_ip_ranges",
  },
  run_command        = { "run_command_enabled", default = true },
  network_policy     = "network_profile[0].network_policy",
  logged             = {
    "oms_agent[0].log_analytics_workspace_id", "addon_profile[0].oms_agent[0].log_analytics_workspace_id",
    "logs:target_resource_id", present = true,
  },
  policy             = {
    "azure_policy_enabled", "addon_profile[0].azure_policy[0].enabled", default = false,
  },
  disk_key           = { "disk_encryption_set_id", present = true },
  tier               = { "sku_tier", default = "Free" },
  upgrades           = { "automatic_upgrade_channel", "automatic_channel_upgrade", default = "none" },
  secrets            = { "key_vault_secrets_provider", present = true },
  rotates            = { "key_vault_secrets_provider[0].secret_rotation_enabled", default = false },
}

model "azure.aks.pool" {
  label  = { en = "AKS node pool", ja = "AKSノードプール" },
  fields = { public_ip = flag, host_encryption = flag, kind = text },
}

local pool = {
  public_ip       = { "node_public_ip_enabled", "enable_node_public_ip", default = false },
  host_encryption = { "host_encryption_enabled", "enable_host_encryption", default = false },
  kind            = { "type", default = "VirtualMachineScaleSets" },
}

bind "azure.aks.pool" "terraform:azurerm_kubernetes_cluster_node_pool" (pool)
pool.each = "default_node_pool"
bind "azure.aks.pool" "terraform:azurerm_kubernetes_cluster" (pool)

-- ---- access -------------------------------------------------------------------------------------

rule "azure-aks-no-rbac" {
  title    = {
    en = "AKS cluster does not use role-based access control",
    ja = "AKSクラスターのロールベースアクセス制御が有効になっていない",
  },
  severity = "high",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_5", "trivy:AZU-0042" },
  fix      = {
    en = "Set role_based_access_control_enabled to true; the cluster must be made anew.",
    ja = "role_based_access_control_enabledをtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if not c.rbac then fail("rbac") end
  end,
}

rule "azure-aks-no-entra" {
  title    = {
    en = "AKS cluster does not use Microsoft Entra ID",
    ja = "AKSクラスターがMicrosoft Entra IDと統合されていない",
  },
  severity = "medium",
  on       = "azure.aks.cluster",
  items    = { "ds200-3:1-1", "muni-3:17" },
  fix      = {
    en = "Add azure_active_directory_role_based_access_control.",
    ja = "azure_active_directory_role_based_access_controlを追加する。",
  },
  check    = function(c)
    if not c.entra then fail("entra") end
  end,
}

rule "azure-aks-local-accounts" {
  title    = {
    en = "AKS cluster has its local administrator accounts",
    ja = "AKSクラスターのローカルアカウントが無効化されていない",
  },
  severity = "medium",
  on       = "azure.aks.cluster",
  items    = { "ds200-3:1-1", "ds200-2:7-3" },
  aka      = { "checkov:CKV_AZURE_141" },
  why      = {
    en = "Their certificate works for everyone who has it and tells nobody's name.",
    ja = "証明書を持つ者は誰でも管理者になれ、操作した者を特定できない。",
  },
  fix      = {
    en = "Set local_account_disabled to true.",
    ja = "local_account_disabledをtrueに設定する。",
  },
  check    = function(c)
    if known(c, "entra") and not c.entra then return skip() end     -- no others: said by azure-aks-no-entra
    if not c.local_accounts_off then fail("local_accounts_off") end
  end,
}

rule "azure-aks-api-open" {
  title    = {
    en = "API server of the AKS cluster is open to the internet",
    ja = "AKSクラスターのAPIサーバーがインターネットに開放されている",
  },
  severity = "high",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_6", "trivy:AZU-0041" },
  fix      = {
    en = "Set authorized_ip_ranges in api_server_access_profile, or private_cluster_enabled to true.",
    ja = "api_server_access_profileのauthorized_ip_rangesを設定するか、private_cluster_enabledをtrueに設定する。",
  },
  check    = function(c)
    if c.private then return end
    if c.ranges == nil or #c.ranges == 0 then return fail("ranges") end
    for range in each(c.ranges) do
      if network.anyone(range) then return fail("ranges") end
    end
  end,
}

rule "azure-aks-not-private" {
  title    = {
    en = "API server of the AKS cluster has a public address",
    ja = "AKSクラスターがプライベートクラスターになっていない",
  },
  severity = "low",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-2", "ds200-2:3-6" },
  aka      = { "checkov:CKV_AZURE_115", "trivy:AZU-0065" },
  fix      = {
    en = "Set private_cluster_enabled to true; the cluster must be made anew.",
    ja = "private_cluster_enabledをtrueに設定する（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if not c.private then fail("private") end
  end,
}

rule "azure-aks-run-command" {
  title    = {
    en = "Commands can be run in the AKS cluster through Azure, around the limits of its API server",
    ja = "AKSクラスターのrun commandが有効になっている",
  },
  severity = "info",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-3", "ds200-2:4-4" },
  fix      = { en = "Set run_command_enabled to false.", ja = "run_command_enabledをfalseに設定する。" },
  check    = function(c)
    if c.run_command then fail("run_command") end
  end,
}

rule "azure-aks-no-network-policy" {
  title    = {
    en = "AKS cluster does not limit traffic between pods",
    ja = "AKSクラスターにネットワークポリシーが設定されていない",
  },
  severity = "medium",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV_AZURE_7", "trivy:AZU-0043" },
  fix      = {
    en = "Set network_policy (azure, calico or cilium) in network_profile.",
    ja = "network_profileのnetwork_policy（azure、calico、cilium）を設定する。",
  },
  check    = function(c)
    if c.network_policy == nil or includes({ "", "none" }, c.network_policy) then fail("network_policy") end
  end,
}

rule "azure-aks-node-public-ip" {
  title    = { en = "AKS nodes have public addresses", ja = "AKSのノードにパブリックIPアドレスが割り当てられている" },
  severity = "high",
  on       = "azure.aks.pool",
  items    = { "ds200-2:3-2", "muni-3:16" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_AZURE_143" },
  fix      = {
    en = "Set node_public_ip_enabled to false (enable_node_public_ip before provider 4).",
    ja = "node_public_ip_enabled（プロバイダー4より前はenable_node_public_ip）をfalseに設定する。",
  },
  check    = function(p)
    if p.public_ip then fail("public_ip") end
  end,
}

-- ---- data ---------------------------------------------------------------------------------------

rule "azure-aks-host-not-encrypted" {
  title    = {
    en = "Temporary disks and caches of AKS nodes are not encrypted",
    ja = "AKSノードのホストでの暗号化が有効になっていない",
  },
  severity = "medium",
  on       = "azure.aks.pool",
  items    = { "ds200-2:4-4", "muni-3:22" },
  refs     = { "cwe:311" },
  aka      = { "checkov:CKV_AZURE_227" },
  fix      = {
    en = "Set host_encryption_enabled to true (enable_host_encryption before provider 4).",
    ja = "host_encryption_enabled（プロバイダー4より前はenable_host_encryption）をtrueに設定する。",
  },
  check    = function(p)
    if not p.host_encryption then fail("host_encryption") end
  end,
}

rule "azure-aks-disk-no-customer-key" {
  title    = {
    en = "Disks of the AKS cluster are not encrypted with a customer-managed key",
    ja = "AKSクラスターのディスクが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  aka      = { "checkov:CKV_AZURE_117" },
  fix      = { en = "Set disk_encryption_set_id.", ja = "disk_encryption_set_idを設定する。" },
  check    = function(c)
    if not c.disk_key then fail("disk_key") end
  end,
}

rule "azure-aks-secrets-not-rotated" {
  title    = {
    en = "AKS cluster keeps using old values of rotated secrets",
    ja = "AKSクラスターでKey Vaultのシークレットの自動ローテーションが有効になっていない",
  },
  severity = "low",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_AZURE_172" },
  fix      = {
    en = "Set secret_rotation_enabled to true in key_vault_secrets_provider.",
    ja = "key_vault_secrets_providerのsecret_rotation_enabledをtrueに設定する。",
  },
  check    = function(c)
    if not c.secrets then return skip() end
    if not c.rotates then fail("rotates") end
  end,
}

-- ---- upkeep and observation ---------------------------------------------------------------------

rule "azure-aks-not-monitored" {
  title    = {
    en = "AKS cluster does not send its logs to Azure Monitor",
    ja = "AKSクラスターのログがAzure Monitorに送信されていない",
  },
  severity = "medium",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_AZURE_4", "trivy:AZU-0040" },
  fix      = {
    en = "Add oms_agent with log_analytics_workspace_id, or azurerm_monitor_diagnostic_setting.",
    ja = "log_analytics_workspace_idを指定したoms_agent、またはazurerm_monitor_diagnostic_settingを追加する。",
  },
  check    = function(c)
    if not c.logged then fail("logged") end
  end,
}

rule "azure-aks-no-policy" {
  title    = {
    en = "AKS cluster is not governed by Azure Policy",
    ja = "AKSクラスターでAzure Policyアドオンが有効になっていない",
  },
  severity = "low",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:4-4", "muni-3:26" },
  aka      = { "checkov:CKV_AZURE_116" },
  fix      = { en = "Set azure_policy_enabled to true.", ja = "azure_policy_enabledをtrueに設定する。" },
  check    = function(c)
    if not c.policy then fail("policy") end
  end,
}

rule "azure-aks-no-upgrades" {
  title    = {
    en = "AKS cluster is not upgraded automatically",
    ja = "AKSクラスターの自動アップグレードが設定されていない",
  },
  severity = "medium",
  on       = "azure.aks.cluster",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_AZURE_171" },
  fix      = {
    en = "Set automatic_upgrade_channel (automatic_channel_upgrade before provider 4) to patch or stable.",
    ja = "automatic_upgrade_channel（プロバイダー4より前はautomatic_channel_upgrade）をpatchまたはstableに設定する。",
  },
  check    = function(c)
    if includes({ "", "none" }, c.upgrades:lower()) then fail("upgrades") end
  end,
}

rule "azure-aks-free-tier" {
  title    = {
    en = "AKS cluster is of the free tier without an uptime agreement",
    ja = "AKSクラスターが稼働率保証のないFreeレベルになっている",
  },
  severity = "info",
  on       = "azure.aks.cluster",
  aka      = { "checkov:CKV_AZURE_170" },
  fix      = { en = "Set sku_tier to Standard.", ja = "sku_tierをStandardに設定する。" },
  check    = function(c)
    if c.tier:lower() == "free" then fail("tier") end
  end,
}

rule "azure-aks-no-scale-set" {
  title    = {
    en = "AKS node pool is an availability set",
    ja = "AKSノードプールに仮想マシンスケールセットを使っていない",
  },
  severity = "low",
  on       = "azure.aks.pool",
  aka      = { "checkov:CKV_AZURE_169" },
  fix      = {
    en = "Set type to VirtualMachineScaleSets in default_node_pool.",
    ja = "default_node_poolのtypeをVirtualMachineScaleSetsに設定する。",
  },
  check    = function(p)
    if p.kind:lower() == "availabilityset" then fail("kind") end
  end,
}
