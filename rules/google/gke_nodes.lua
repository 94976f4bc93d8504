-- SPDX-License-Identifier: Apache-2.0
-- Kubernetes Engine: node pools, those written within a cluster as well.
local google = lib "google"

model "google.gke.nodes" {
  label  = { en = "GKE node pool", ja = "GKEノードプール" },
  fields = {
    pool = flag,                    -- a pool of its own; else the default pool of a cluster
    unused = flag,                  -- the default pool is removed, or Google manages the nodes
    managed = flag,                 -- is a management block written? What it leaves out is off then, else on
    repair = flag, upgrade = flag,
    image = text,
    account = text,
    metadata_mode = text, legacy_endpoints = flag,
    identity = flag,                -- workload identity of the cluster, whose pools then hide their metadata
    secure_boot = flag, integrity = flag,
  },
}

local function nodes(more)
  local ret = {
    managed          = { "management", present = true },
    repair           = { "management[0].auto_repair", default = false },
    upgrade          = { "management[0].auto_upgrade", default = false },
    image            = { "node_config[0].image_type", default = "COS_CONTAINERD" },
    account          = "node_config[0].service_account",
    metadata_mode    = {
      "node_config[0].workload_metadata_config[0].mode", "node_config[0].workload_metadata_config[0].node_metadata",
    },
    legacy_endpoints = {
      'node_config[0].metadata[0]."disable-legacy-endpoints"', is = { "false", "0" }, default = false,
    },
    secure_boot      = { "node_config[0].shielded_instance_config[0].enable_secure_boot", default = false },
    integrity        = { "node_config[0].shielded_instance_config[0].enable_integrity_monitoring", default = true },
  }
  for k, v in pairs(more) do ret[k] = v end
  return ret
end

bind "google.gke.nodes" "terraform:google_container_node_pool" (nodes {
  with     = { cluster = { "terraform:google_container_cluster", to = "cluster" } },
  pool     = { default = true }, unused = { default = false },
  identity = { "cluster:workload_identity_config[0].workload_pool", present = true },
})
bind "google.gke.nodes" "terraform:google_container_cluster" (nodes {
  pool     = { default = false },
  unused   = { "remove_default_node_pool", "enable_autopilot", default = false },
  identity = { "workload_identity_config[0].workload_pool", present = true },
})

-- Nodes of a default pool that is removed at once count for nothing.
local function judged(n)
  return n.pool or not n.unused
end

rule "google-gke-node-no-auto-repair" {
  title    = {
    en = "Broken GKE nodes are not repaired automatically",
    ja = "GKEノードの自動修復が無効になっている",
  },
  severity = "low",
  on       = "google.gke.nodes",
  aka      = { "checkov:CKV_GCP_9", "trivy:GCP-0063" },
  fix      = { en = "Set auto_repair to true in management.", ja = "managementのauto_repairをtrueに設定する。" },
  check    = function(n)
    if not n.pool then return skip() end
    if n.managed and not n.repair then fail("repair") end
  end,
}

rule "google-gke-node-no-auto-upgrade" {
  title    = { en = "GKE nodes are not upgraded automatically", ja = "GKEノードの自動アップグレードが無効になっている" },
  severity = "medium",
  on       = "google.gke.nodes",
  items    = { "ds200-2:7-5", "ds200-3:4-2" },
  aka      = { "checkov:CKV_GCP_10", "trivy:GCP-0058" },
  fix      = { en = "Set auto_upgrade to true in management.", ja = "managementのauto_upgradeをtrueに設定する。" },
  check    = function(n)
    if not n.pool then return skip() end
    if n.managed and not n.upgrade then fail("upgrade") end
  end,
}

rule "google-gke-node-image" {
  title    = {
    en = "GKE nodes do not run Container-Optimized OS",
    ja = "GKEノードでContainer-Optimized OSを使っていない",
  },
  severity = "low",
  on       = "google.gke.nodes",
  items    = { "ds200-2:4-4", "ds200-2:3-3" },
  aka      = { "checkov:CKV_GCP_22", "trivy:GCP-0054" },
  fix      = {
    en = "Set image_type to \"COS_CONTAINERD\" in node_config.",
    ja = "node_configのimage_typeを\"COS_CONTAINERD\"に設定する。",
  },
  check    = function(n)
    if not judged(n) then return skip() end
    if not n.image:upper():starts("COS") then fail("image") end
  end,
}

rule "google-gke-node-default-account" {
  title    = {
    en = "GKE nodes run as the default service account",
    ja = "GKEノードがデフォルトのサービスアカウントで動作する",
  },
  severity = "medium",
  on       = "google.gke.nodes",
  items    = { "ds200-2:3-6", "ds200-3:2-3", "muni-3:17" },
  aka      = { "trivy:GCP-0050" },
  fix      = {
    en = "Set service_account in node_config to an account made for the nodes.",
    ja = "node_configのservice_accountに、ノード専用のサービスアカウントを指定する。",
  },
  check    = function(n)
    if not judged(n) then return skip() end
    if unresolved(n, "account") == "reference" then return end      -- an account made here
    if n.account == nil or n.account == "default" then return fail("account") end
    if google.default_account(n.account) then fail("account") end
  end,
}

local hidden <const> = { "GKE_METADATA", "GKE_METADATA_SERVER", "SECURE" }

rule "google-gke-node-metadata" {
  title    = {
    en = "Pods can read the metadata of their GKE node",
    ja = "PodからGKEノードのメタデータを参照できる",
  },
  severity = "medium",
  on       = "google.gke.nodes",
  items    = { "ds200-2:3-6", "ds200-2:4-4", "ds200-3:2-3" },
  aka      = { "checkov:CKV_GCP_69", "trivy:GCP-0057" },
  fix      = {
    en = "Set mode to \"GKE_METADATA\" in workload_metadata_config.",
    ja = "workload_metadata_configのmodeを\"GKE_METADATA\"に設定する。",
  },
  check    = function(n)
    if not judged(n) then return skip() end
    if n.metadata_mode == nil and known(n, "identity") and n.identity then return end
    if not includes(hidden, n.metadata_mode) then fail("metadata_mode") end
  end,
}

rule "google-gke-node-legacy-metadata" {
  title    = {
    en = "Legacy metadata endpoints of GKE nodes are on",
    ja = "GKEノードの旧メタデータエンドポイントが有効になっている",
  },
  severity = "medium",
  on       = "google.gke.nodes",
  items    = { "ds200-2:4-4", "ds200-2:3-3" },
  aka      = { "checkov:CKV_GCP_67", "trivy:GCP-0048" },
  fix      = {
    en = "Set disable-legacy-endpoints to true in the metadata of node_config.",
    ja = "node_configのmetadataでdisable-legacy-endpointsをtrueに設定する。",
  },
  check    = function(n)
    if not judged(n) then return skip() end
    if n.legacy_endpoints then fail("legacy_endpoints") end
  end,
}

rule "google-gke-node-no-secure-boot" {
  title    = { en = "GKE nodes may boot unsigned software", ja = "GKEノードのセキュアブートが有効になっていない" },
  severity = "low",
  on       = "google.gke.nodes",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_68" },
  fix      = {
    en = "Set enable_secure_boot to true in shielded_instance_config.",
    ja = "shielded_instance_configのenable_secure_bootをtrueに設定する。",
  },
  check    = function(n)
    if not judged(n) then return skip() end
    if not n.secure_boot then fail("secure_boot") end
  end,
}

rule "google-gke-node-no-integrity" {
  title    = { en = "Integrity of GKE nodes is not watched", ja = "GKEノードの整合性モニタリングが無効になっている" },
  severity = "low",
  on       = "google.gke.nodes",
  items    = { "ds200-2:4-4" },
  aka      = { "checkov:CKV_GCP_72" },
  fix      = {
    en = "Remove enable_integrity_monitoring = false.",
    ja = "enable_integrity_monitoring = falseを外す。",
  },
  check    = function(n)
    if known(n, "unused") and not judged(n) then return skip() end
    if not n.integrity then fail("integrity") end
  end,
}
