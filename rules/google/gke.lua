-- SPDX-License-Identifier: Apache-2.0
-- Kubernetes Engine: clusters. Node pools are in gke_nodes.lua.
local network = lib "network"

model "google.gke.cluster" {
  label  = { en = "GKE cluster", ja = "GKEクラスター" },
  fields = {
    autopilot = flag,               -- Google sets most of the rest by itself
    logging = text, logged = list, monitoring = text, monitored = list,
    client_certificate = flag, password = text, abac = flag,
    routes = flag, advanced_datapath = flag, network_policy = flag, intranode = flag,
    private_nodes = flag, private_endpoint = flag,
    authorized = flag, authorized_ranges = list,
    labels = flag, channel = text, alpha = flag,
    binary_authorization = flag, groups = flag, shielded_nodes = flag,
    secrets_encrypted = flag, workload_identity = flag,
    deletion_protection = flag, dashboard = flag,
  },
}

bind "google.gke.cluster" "terraform:google_container_cluster" {
  names                = "name",
  autopilot            = { "enable_autopilot", default = false },
  logging              = "logging_service",
  logged               = "logging_config[0].enable_components",
  monitoring           = "monitoring_service",
  monitored            = "monitoring_config[0].enable_components",
  client_certificate   = { "master_auth[0].client_certificate_config[0].issue_client_certificate", default = false },
  password             = "master_auth[0].password",
  abac                 = { "enable_legacy_abac", default = false },
  routes               = { "networking_mode", is = "ROUTES", default = false },
  advanced_datapath    = { "datapath_provider", is = "ADVANCED_DATAPATH", default = false },
  network_policy       = { "network_policy[0].enabled", default = false },
  intranode            = { "enable_intranode_visibility", default = false },
  private_nodes        = { "private_cluster_config[0].enable_private_nodes", default = false },
  private_endpoint     = { "private_cluster_config[0].enable_private_endpoint", default = false },
  authorized           = { "master_authorized_networks_config", present = true },
  authorized_ranges    = "master_authorized_networks_config[0].cidr_blocks",
  labels               = { "resource_labels", present = true },
  channel              = "release_channel[0].channel",
  alpha                = { "enable_kubernetes_alpha", default = false },
  binary_authorization = {
    "binary_authorization[0].evaluation_mode", "enable_binary_authorization",
    is = {
      "PROJECT_SINGLETON_POLICY_ENFORCE", "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE", "true",
    },
    default = false,
  },
  groups               = { "authenticator_groups_config[0].security_group", present = true },
  shielded_nodes       = { "enable_shielded_nodes", default = true },
  secrets_encrypted    = { "database_encryption[0].state", is = "ENCRYPTED", default = false },
  workload_identity    = { "workload_identity_config[0].workload_pool", present = true },
  deletion_protection  = { "deletion_protection", default = true },
  dashboard            = { "addons_config[0].kubernetes_dashboard[0].disabled", is = "false", default = false },
}

local hardening <const> = { "ds200-2:4-4" }
local exposed <const> = { "ds200-2:3-2", "ds200-3:2-2", "muni-3:16" }

-- ---- exposure -----------------------------------------------------------------------------------------------

rule "google-gke-control-plane-open" {
  title    = {
    en = "Control plane of the GKE cluster is open to the internet",
    ja = "GKEのコントロールプレーンがインターネットに開放されている",
  },
  severity = "high",
  on       = "google.gke.cluster",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_18", "trivy:GCP-0053" },
  fix      = {
    en = "Limit cidr_blocks in master_authorized_networks_config to known addresses.",
    ja = "master_authorized_networks_configのcidr_blocksを既知のアドレスに限定する。",
  },
  check    = function(c)
    if known(c, "private_endpoint") and c.private_endpoint then return end
    for b in each(c.authorized_ranges) do
      if network.anyone(b.cidr_block or "") then fail({ b, "cidr_block" }) end
    end
  end,
}

rule "google-gke-no-authorized-networks" {
  title    = {
    en = "Any address may reach the control plane of the GKE cluster",
    ja = "GKEのコントロールプレーンへの接続元が制限されていない",
  },
  severity = "high",
  on       = "google.gke.cluster",
  items    = exposed,
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_20", "trivy:GCP-0061" },
  fix      = {
    en = "Add a master_authorized_networks_config block.",
    ja = "master_authorized_networks_configブロックを追加する。",
  },
  check    = function(c)
    if known(c, "private_endpoint") and c.private_endpoint then return end
    if not c.authorized then fail("authorized") end
  end,
}

rule "google-gke-public-nodes" {
  title    = { en = "GKE nodes have public addresses", ja = "GKEのノードに外部IPアドレスが割り当てられている" },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = exposed,
  aka      = { "checkov:CKV_GCP_25", "checkov:CKV_GCP_64", "trivy:GCP-0059" },
  fix      = {
    en = "Set enable_private_nodes to true in private_cluster_config.",
    ja = "private_cluster_configのenable_private_nodesをtrueに設定する。",
  },
  check    = function(c)
    if not c.private_nodes then fail("private_nodes") end
  end,
}

-- ---- who may sign in ----------------------------------------------------------------------------------------

rule "google-gke-basic-auth" {
  title    = {
    en = "GKE cluster accepts a password that all share",
    ja = "GKEクラスターで基本認証が有効になっている",
  },
  severity = "high",
  on       = "google.gke.cluster",
  redact   = true,
  items    = { "ds200-3:2-1", "ds200-3:1-1", "ds200-2:4-4" },
  refs     = { "cwe:798" },
  aka      = { "checkov:CKV_GCP_19" },
  fix      = {
    en = "Remove username and password from master_auth.",
    ja = "master_authからusernameとpasswordを外す。",
  },
  check    = function(c)
    if c.password ~= nil and c.password ~= "" then fail("password") end
  end,
}

rule "google-gke-client-certificate" {
  title    = { en = "GKE cluster issues a client certificate", ja = "GKEクラスターがクライアント証明書を発行している" },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-3:1-1", "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_13", "trivy:GCP-0064" },
  why      = {
    en = "It cannot be revoked, and nobody can tell who used it.",
    ja = "失効できず、誰が使ったかも判別できない。",
  },
  fix      = {
    en = "Set issue_client_certificate to false in client_certificate_config.",
    ja = "client_certificate_configのissue_client_certificateをfalseに設定する。",
  },
  check    = function(c)
    if c.client_certificate then fail("client_certificate") end
  end,
}

rule "google-gke-legacy-abac" {
  title    = {
    en = "Legacy authorisation of the GKE cluster is on",
    ja = "GKEクラスターで従来の認可（ABAC）が有効になっている",
  },
  severity = "high",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  refs     = { "cwe:284" },
  aka      = { "checkov:CKV_GCP_7", "trivy:GCP-0062" },
  fix      = { en = "Set enable_legacy_abac to false.", ja = "enable_legacy_abacをfalseに設定する。" },
  check    = function(c)
    if c.abac then fail("abac") end
  end,
}

rule "google-gke-no-groups" {
  title    = {
    en = "Roles in the GKE cluster cannot be given to groups",
    ja = "GKEクラスターでGoogleグループによる権限管理が有効になっていない",
  },
  severity = "info",
  on       = "google.gke.cluster",
  aka      = { "checkov:CKV_GCP_65" },
  fix      = {
    en = "Set security_group in authenticator_groups_config.",
    ja = "authenticator_groups_configのsecurity_groupを設定する。",
  },
  check    = function(c)
    if not c.groups then fail("groups") end
  end,
}

rule "google-gke-no-workload-identity" {
  title    = {
    en = "Pods of the GKE cluster act as the account of their node",
    ja = "GKEクラスターでWorkload Identityが有効になっていない",
  },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  fix      = {
    en = "Set workload_pool in workload_identity_config.",
    ja = "workload_identity_configのworkload_poolを設定する。",
  },
  check    = function(c)
    if c.autopilot then return skip() end
    if not c.workload_identity then fail("workload_identity") end
  end,
}

-- ---- network ------------------------------------------------------------------------------------------------

rule "google-gke-no-network-policy" {
  title    = {
    en = "GKE cluster does not limit traffic between pods",
    ja = "GKEクラスターでネットワークポリシーが有効になっていない",
  },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-6", "ds200-3:2-2" },
  aka      = { "checkov:CKV_GCP_12", "trivy:GCP-0056" },
  fix      = {
    en = "Set datapath_provider to \"ADVANCED_DATAPATH\", or enabled to true in network_policy.",
    ja = "datapath_providerを\"ADVANCED_DATAPATH\"に設定するか、network_policyのenabledをtrueに設定する。",
  },
  check    = function(c)
    if c.autopilot or c.advanced_datapath then return end
    if not c.network_policy then fail("network_policy") end
  end,
}

rule "google-gke-no-alias-ip" {
  title    = { en = "GKE cluster is not VPC-native", ja = "GKEクラスターがVPCネイティブになっていない" },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-6" },
  aka      = { "checkov:CKV_GCP_23", "trivy:GCP-0049" },
  fix      = {
    en = "Remove networking_mode = \"ROUTES\"; the cluster must be made anew.",
    ja = "networking_mode = \"ROUTES\"を外す（クラスターの再作成が必要）。",
  },
  check    = function(c)
    if c.autopilot then return skip() end
    if c.routes then fail("routes") end
  end,
}

rule "google-gke-no-intranode-visibility" {
  title    = {
    en = "Traffic within a GKE node is not seen by flow logs",
    ja = "GKEのノード内の可視化が有効になっていない",
  },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:28" },
  aka      = { "checkov:CKV_GCP_61" },
  fix      = {
    en = "Set enable_intranode_visibility to true.",
    ja = "enable_intranode_visibilityをtrueに設定する。",
  },
  check    = function(c)
    if c.autopilot then return skip() end
    if not c.intranode then fail("intranode") end
  end,
}

-- ---- logs ---------------------------------------------------------------------------------------------------

local function empty(list)
  return list ~= nil and #list == 0
end

rule "google-gke-no-logging" {
  title    = { en = "GKE cluster writes no logs", ja = "GKEクラスターのログが収集されていない" },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-7", "ds200-3:6-1", "muni-3:23" },
  refs     = { "cwe:778" },
  aka      = { "checkov:CKV_GCP_1", "trivy:GCP-0060" },
  fix      = {
    en = "Remove logging_service = \"none\"; list SYSTEM_COMPONENTS and WORKLOADS in logging_config.",
    ja = "logging_service = \"none\"を外し、logging_configにSYSTEM_COMPONENTSとWORKLOADSを指定する。",
  },
  check    = function(c)
    if c.logging == "none" then return fail("logging") end
    if empty(c.logged) then fail("logged") end
  end,
}

rule "google-gke-no-monitoring" {
  title    = { en = "GKE cluster is not monitored", ja = "GKEクラスターの監視が有効になっていない" },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-8", "muni-3:42" },
  aka      = { "checkov:CKV_GCP_8" },
  fix      = {
    en = "Remove monitoring_service = \"none\"; list SYSTEM_COMPONENTS in monitoring_config.",
    ja = "monitoring_service = \"none\"を外し、monitoring_configにSYSTEM_COMPONENTSを指定する。",
  },
  check    = function(c)
    if c.monitoring == "none" then return fail("monitoring") end
    if empty(c.monitored) then fail("monitored") end
  end,
}

rule "google-gke-legacy-monitoring" {
  title    = {
    en = "GKE cluster asks for monitoring that has ended",
    ja = "GKEクラスターで廃止された監視方式が指定されている",
  },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-8", "muni-3:42" },
  aka      = { "trivy:GCP-0052" },
  fix      = {
    en = "Set monitoring_service to \"monitoring.googleapis.com/kubernetes\" or leave it out.",
    ja = "monitoring_serviceを\"monitoring.googleapis.com/kubernetes\"に設定するか、省略する。",
  },
  check    = function(c)
    if c.monitoring == "monitoring.googleapis.com" then fail("monitoring") end
  end,
}

-- ---- hardening and upkeep -----------------------------------------------------------------------------------

rule "google-gke-secrets-not-encrypted" {
  title    = {
    en = "Secrets of the GKE cluster are not encrypted with a customer-managed key",
    ja = "GKEクラスターのSecretが顧客管理の鍵で暗号化されていない",
  },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:4-4", "muni-3:38" },
  fix      = {
    en = "Set state to \"ENCRYPTED\" and key_name in database_encryption.",
    ja = "database_encryptionのstateを\"ENCRYPTED\"とし、key_nameを設定する。",
  },
  check    = function(c)
    if not c.secrets_encrypted then fail("secrets_encrypted") end
  end,
}

rule "google-gke-no-binary-authorization" {
  title    = {
    en = "GKE cluster runs images without checking where they come from",
    ja = "GKEクラスターでBinary Authorizationが有効になっていない",
  },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:4-3", "ds200-2:7-2" },
  aka      = { "checkov:CKV_GCP_66" },
  fix      = {
    en = "Set evaluation_mode to \"PROJECT_SINGLETON_POLICY_ENFORCE\" in binary_authorization.",
    ja = "binary_authorizationのevaluation_modeを\"PROJECT_SINGLETON_POLICY_ENFORCE\"に設定する。",
  },
  check    = function(c)
    if not c.binary_authorization then fail("binary_authorization") end
  end,
}

rule "google-gke-not-shielded" {
  title    = { en = "Shielded nodes of the GKE cluster are off", ja = "シールドされたGKEノードが無効になっている" },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = hardening,
  aka      = { "checkov:CKV_GCP_71", "trivy:GCP-0055" },
  fix      = {
    en = "Remove enable_shielded_nodes = false.",
    ja = "enable_shielded_nodes = falseを外す。",
  },
  check    = function(c)
    if not c.shielded_nodes then fail("shielded_nodes") end
  end,
}

rule "google-gke-no-release-channel" {
  title    = { en = "GKE cluster follows no release channel", ja = "GKEクラスターがリリースチャンネルに登録されていない" },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_GCP_70" },
  fix      = {
    en = "Set channel in release_channel to \"REGULAR\" or \"STABLE\".",
    ja = "release_channelのchannelを\"REGULAR\"または\"STABLE\"に設定する。",
  },
  check    = function(c)
    if c.autopilot then return skip() end           -- always follows one
    if c.channel == nil or c.channel == "UNSPECIFIED" then fail("channel") end
  end,
}

rule "google-gke-alpha" {
  title    = { en = "Alpha features of the GKE cluster are on", ja = "GKEクラスターのアルファ機能が有効になっている" },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-2:4-4", "ds200-2:7-5" },
  aka      = { "checkov:CKV2_GCP_19" },
  why      = {
    en = "Such a cluster gets no upgrades and is deleted after 30 days.",
    ja = "アルファクラスターは更新されず、30日後に削除される。",
  },
  fix      = { en = "Remove enable_kubernetes_alpha.", ja = "enable_kubernetes_alphaを外す。" },
  check    = function(c)
    if c.alpha then fail("alpha") end
  end,
}

rule "google-gke-dashboard" {
  title    = {
    en = "Kubernetes dashboard is installed in the GKE cluster",
    ja = "GKEクラスターでKubernetesダッシュボードが有効になっている",
  },
  severity = "medium",
  on       = "google.gke.cluster",
  items    = { "ds200-2:3-3" },
  fix      = {
    en = "Set disabled to true in kubernetes_dashboard, or remove the block.",
    ja = "kubernetes_dashboardのdisabledをtrueに設定するか、ブロックを外す。",
  },
  check    = function(c)
    if c.dashboard then fail("dashboard") end
  end,
}

rule "google-gke-no-labels" {
  title    = { en = "GKE cluster has no labels", ja = "GKEクラスターにラベルがない" },
  severity = "info",
  on       = "google.gke.cluster",
  aka      = { "checkov:CKV_GCP_21", "trivy:GCP-0051" },
  fix      = { en = "Set resource_labels.", ja = "resource_labelsを設定する。" },
  check    = function(c)
    if not c.labels then fail("labels") end
  end,
}

rule "google-gke-no-deletion-protection" {
  title    = { en = "GKE cluster can be destroyed by Terraform", ja = "GKEクラスターの削除保護が無効になっている" },
  severity = "low",
  on       = "google.gke.cluster",
  items    = { "muni-3:19" },
  fix      = {
    en = "Remove deletion_protection = false; true is the default.",
    ja = "deletion_protection = falseを外す（既定はtrue）。",
  },
  check    = function(c)
    if not c.deletion_protection then fail("deletion_protection") end
  end,
}
